//! The list of decisions: drafts first, then by number, newest year first.

use std::cmp::Reverse;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::decision::{self, ABOUT, DAY, SIGNER, State, YEAR};
use thidua_domain::record::{Field, Value};
use thidua_domain::text;

use super::super::words as of_papers;
use super::{KIND, address, may_write, title, words};
use crate::book::{Book, RecordView, Session, Shared, use_book};
use crate::components::chip::{Chip, Tone};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{attribute, flag, live as follow, live_if, live_text};
use crate::components::long_list::{Row, long_list};
use crate::components::narrow::Search;
use crate::components::press::{Weight, button, link};
use crate::features::nominations::row_key;
use crate::features::whereabouts::Whereabouts;
use crate::locale::{Words, format, words as of_app};
use crate::order;

/// The state of the screen.
#[derive(Clone)]
struct Screen {
    app: &'static Words,
    book: Book,
    session: Option<Arc<Session>>,
    place: Memo<Whereabouts>,
    query: RwSignal<String>,
}

impl Screen {
    fn new(place: Memo<Whereabouts>) -> Self {
        let book = use_book();
        let session = book.session().get_untracked();
        Self { app: of_app(), book, session, place, query: RwSignal::default() }
    }

    fn found(&self) -> Shared<Arc<RecordView>> {
        let query = text::fold(&self.query.read());
        let all = self.book.records(KIND).get();
        let fits = |record: &&Arc<RecordView>| {
            let parts =
                [title(self.app, record), said(record, ABOUT), said(record, SIGNER), day(record)].join(" ");
            text::matches(&text::fold(&parts), &query)
        };
        Arc::new(sorted(all.iter().filter(fits)))
    }

    fn may_write(&self) -> bool {
        self.session.as_deref().is_some_and(may_write)
    }
}

/// What has no number yet wants the officer first.
fn sorted<'r>(records: impl Iterator<Item = &'r Arc<RecordView>>) -> Vec<Arc<RecordView>> {
    let records: Vec<_> = records.cloned().collect();
    let key = |record: &RecordView| {
        let int = |field| record.fields.get(&field).and_then(Value::as_int);
        let number = int(decision::NUMBER);
        (number.is_some(), Reverse(int(YEAR)), Reverse(number), Reverse(record.id))
    };
    order::in_order(&records, |a, b| key(a).cmp(&key(b)))
}

fn said(record: &RecordView, field: Field) -> String {
    record.fields.get(&field).and_then(Value::as_text).unwrap_or_default().to_owned()
}

fn day(record: &RecordView) -> String {
    format::civil(&said(record, DAY)).unwrap_or_default()
}

/// The live decisions.
pub(super) fn live(place: Memo<Whereabouts>) -> AnyView {
    let screen = Screen::new(place);
    let (app, book, query) = (screen.app, screen.book, screen.query);
    let locale = app.locale;
    let found = {
        let screen = screen.clone();
        Signal::derive(move || screen.found())
    };
    let may = screen.may_write();
    let is_empty = Memo::new(move |_| book.records(KIND).read().is_empty());
    let body = follow(move || {
        if is_empty.get() {
            return empty(app, may);
        }
        if found.read().is_empty() {
            let widen = move |()| query.set(String::new());
            return view! {
                <Empty icon=Icon::Search title=app.record().not_found text=app.record().not_found_help>
                    {button(Weight::Other, None, app.record().widen, widen)}
                </Empty>
            }
            .into_any();
        }
        lines(&screen, found)
    });
    let deleted = live_if(move || {
        let count = book.deleted().read().iter().filter(|record| record.kind == KIND).count();
        (count > 0).then(|| {
            let word = [app.record().deleted_list, " (", &count.to_string(), ")"].concat();
            link(Weight::Plain, Some(Icon::Bin), word, "/decisions/deleted")
        })
    });
    let new =
        may.then(|| link(Weight::PrimaryWide, Some(Icon::Plus), locale.of(words::NEW), "/decisions/new"));
    let count = live_text(move || words::decisions(locale, found.read().len()));
    view! {
        {new}
        <div class="stack" hidden=flag(move || is_empty.get())>
            {link(Weight::Other, Some(Icon::Work), locale.of(words::REGISTER), "/decisions/register")}
            <Search text=query label=locale.of(words::SEARCH)/>
        </div>
        <div class="list-head">
            <p class="muted" role="status" hidden=flag(move || is_empty.get())>{count}</p>
            {deleted}
        </div>
        <div class="stack">{body}</div>
    }
    .into_any()
}

fn empty(app: &'static Words, may: bool) -> AnyView {
    let locale = app.locale;
    let text = locale.of(if may { words::EMPTY_HELP } else { words::NOT_YOURS });
    let first = may.then(|| link(Weight::Primary, Some(Icon::Plus), locale.of(words::NEW), "/decisions/new"));
    view! { <Empty icon=Icon::Pledge title=locale.of(words::EMPTY) text=text>{first}</Empty> }.into_any()
}

fn lines(screen: &Screen, found: Signal<Shared<Arc<RecordView>>>) -> AnyView {
    let screen = Arc::new(screen.clone());
    let one = move |record: &Arc<RecordView>| {
        let (screen, record) = (Arc::clone(&screen), Arc::clone(record));
        Row { key: row_key(&record), draw: Arc::new(move || row(&screen, &record)) }
    };
    long_list(move |most| found.read().iter().take(most).map(&one).collect())
}

fn row(screen: &Screen, record: &Arc<RecordView>) -> AnyView {
    let (app, place, id) = (screen.app, screen.place, record.id);
    let locale = app.locale;
    let level = decision::level(&record.fields).map(|level| of_papers::level(locale, level).to_owned());
    let count = of_papers::dossiers(locale, decision::nominations(&record.fields).count());
    let first: Vec<_> =
        [day(record), said(record, SIGNER)].into_iter().filter(|part| !part.is_empty()).collect();
    let second: Vec<_> = level.into_iter().chain([count]).collect();
    let about = said(record, ABOUT);
    let about = (!about.is_empty()).then(|| view! { <span class="line">{about}</span> });
    let current = attribute(move || (place.get().record() == Some(id)).then_some("true"));
    view! {
        <li>
            <a class="row" href=address(id) aria-current=current>
                <span class="name">{title(app, record)}</span>
                {about}
                <span class="line">{first.join(" · ")}</span>
                <span class="line">{second.join(" · ")}</span>
                <span class="foot"><span class="chips">{chip(app, record)}</span></span>
            </a>
        </li>
    }
    .into_any()
}

/// Where a decision stands, in a word with an icon.
pub(super) fn chip(app: &'static Words, record: &RecordView) -> AnyView {
    let locale = app.locale;
    let (tone, icon, word) = match State::of(&record.fields) {
        State::Draft | State::Confirmed if record.waiting > 0 => {
            (Tone::Wait, Icon::Clock, of_papers::WAITING)
        }
        _ if record.waiting > 0 => (Tone::Wait, Icon::Clock, words::AWAITS),
        State::Confirmed => (Tone::Plain, Icon::Tick, words::DRAFT_CONFIRMED),
        State::Draft => (Tone::Plain, Icon::Pencil, words::DRAFT),
        State::Issued => (Tone::Done, Icon::Safe, words::ISSUED),
        State::Cancelled => (Tone::Grave, Icon::Bin, words::CANCELLED),
    };
    // A cancellation that waits has its number already.
    let word = if record.waiting > 0 && super::is_numbered(record) { of_papers::WAITING } else { word };
    view! { <Chip tone=tone icon=icon word=locale.of(word)/> }.into_any()
}

/// The deleted drafts.
pub(super) fn deleted(place: Memo<Whereabouts>) -> AnyView {
    let screen = Screen::new(place);
    let app = screen.app;
    let body = follow(move || {
        let deleted = screen.book.deleted().get();
        let found = sorted(deleted.iter().filter(|record| record.kind == KIND));
        if found.is_empty() {
            return view! {
                <Empty icon=Icon::Bin title=app.record().none_deleted text=app.record().none_deleted_help/>
            }
            .into_any();
        }
        lines(&screen, Signal::stored(Arc::new(found)))
    });
    view! {
        {link(Weight::OtherWide, Some(Icon::Back), app.record().back_to_list, "/decisions")}
        <h2 tabindex="-1">{app.record().deleted_list}</h2>
        <div class="stack">{body}</div>
    }
    .into_any()
}
