//! The list of notices, newest first; above it, who still needs one.

use std::cmp::Reverse;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::notice;
use thidua_domain::text;

use super::super::{dossiers, words as of_papers};
use super::{KIND, address, place_of, span, title, unnoticed, words};
use crate::book::{Book, RecordView, Session, Shared, use_book};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{attribute, flag, live as follow, live_if, live_text};
use crate::components::long_list::{Row, long_list};
use crate::components::narrow::Search;
use crate::components::press::{Weight, button, link};
use crate::features::nominations::row_key;
use crate::features::state;
use crate::features::whereabouts::Whereabouts;
use crate::locale::{Words, words as of_app};
use crate::order;
use crate::web;

/// As many names are listed of those that need a notice.
const MOST: usize = 100;

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
        let fits = |record: &&Arc<RecordView>| text::matches(&text::fold(&title(self.app, record)), &query);
        Arc::new(sorted(all.iter().filter(fits)))
    }

    fn may_write(&self) -> bool {
        self.session.as_deref().is_some_and(|session| place_of(session).is_some())
    }
}

fn sorted<'r>(records: impl Iterator<Item = &'r Arc<RecordView>>) -> Vec<Arc<RecordView>> {
    let records: Vec<_> = records.cloned().collect();
    let key = |record: &RecordView| Reverse((notice::days(&record.fields), record.id));
    order::in_order(&records, |a, b| key(a).cmp(&key(b)))
}

/// The live notices.
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
    let missing = {
        let screen = screen.clone();
        live_if(move || still_unnoticed(&screen))
    };
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
            link(Weight::Plain, Some(Icon::Bin), word, "/notices/deleted")
        })
    });
    let new = may.then(|| link(Weight::PrimaryWide, Some(Icon::Plus), locale.of(words::NEW), "/notices/new"));
    let count = live_text(move || words::notices(locale, found.read().len()));
    view! {
        {new}
        {missing}
        <div class="stack" hidden=flag(move || is_empty.get())>
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

/// Who needs a notice and is in none, each with the way to the dossier. Tracks.
fn still_unnoticed(screen: &Screen) -> Option<AnyView> {
    let (app, session) = (screen.app, screen.session.as_ref()?);
    let records = dossiers::in_order(&unnoticed(screen.book));
    if records.is_empty() {
        return None;
    }
    let line = |record: &Arc<RecordView>| {
        view! {
            <li>
                <a href=dossiers::address(record.id)>{dossiers::name(app, record)}</a>
                <span class="small">{dossiers::line(app, session, record)}</span>
            </li>
        }
    };
    let lines = records.iter().take(MOST).map(line).collect_view();
    Some(
        view! {
            <Note tone=Tone::Wait icon=Icon::Alert>
                <p>{words::unnoticed(app.locale, records.len())}</p>
                <details>
                    <summary>{app.locale.of(words::SEE_THEM)}</summary>
                    <ul class="plain-list">{lines}</ul>
                </details>
            </Note>
        }
        .into_any(),
    )
}

fn empty(app: &'static Words, may: bool) -> AnyView {
    let locale = app.locale;
    let text = locale.of(if may { words::EMPTY_HELP } else { words::NOT_YOURS });
    let first = may.then(|| link(Weight::Primary, Some(Icon::Plus), locale.of(words::NEW), "/notices/new"));
    view! { <Empty icon=Icon::Two title=locale.of(words::EMPTY) text=text>{first}</Empty> }.into_any()
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
    let count = of_papers::dossiers(app.locale, notice::nominations(&record.fields).count());
    let unit = screen.session.as_ref().map(|session| session.place_name(record.partition).to_owned());
    let second: Vec<_> = unit.into_iter().filter(|unit| !unit.is_empty()).chain([count]).collect();
    let current = attribute(move || (place.get().record() == Some(id)).then_some("true"));
    view! {
        <li>
            <a class="row" href=address(id) aria-current=current>
                <span class="name">{title(app, record)}</span>
                <span class="line">{span(app, record)}</span>
                <span class="line">{second.join(" · ")}</span>
                <span class="foot">{chips(app, record)} {state::chips(app, record)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// Whether it is shown now, and how many objections wait for an answer.
pub(super) fn chips(app: &'static Words, record: &RecordView) -> AnyView {
    let locale = app.locale;
    let now = notice::days(&record.fields).zip(web::today()).map(|((first, last), today)| {
        let (tone, icon, word) = if today < first {
            (Tone::Plain, Icon::Clock, words::TO_COME)
        } else if today <= last {
            (Tone::Wait, Icon::Clock, words::RUNNING)
        } else {
            (Tone::Done, Icon::Tick, words::OVER)
        };
        view! { <Chip tone=tone icon=icon word=locale.of(word)/> }
    });
    let waiting = notice::unanswered(&record.fields).count();
    let waiting = (waiting > 0).then(|| {
        view! { <Chip tone=Tone::Grave icon=Icon::Alert word=words::waiting(locale, waiting)/> }
    });
    view! { <span class="chips">{now} {waiting}</span> }.into_any()
}

/// The deleted notices.
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
        {link(Weight::OtherWide, Some(Icon::Back), app.record().back_to_list, "/notices")}
        <h2 tabindex="-1">{app.record().deleted_list}</h2>
        <div class="stack">{body}</div>
    }
    .into_any()
}
