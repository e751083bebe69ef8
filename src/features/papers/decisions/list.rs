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
use crate::components::icon::Icon;
use crate::components::live::attribute;
use crate::components::narrow::Search;
use crate::components::press::{Weight, link};
use crate::features::record_list::{Around, Nothing, RecordList};
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
        Arc::new(sorted(&all.iter().filter(fits).cloned().collect::<Vec<_>>()))
    }

    fn may_write(&self) -> bool {
        self.session.as_deref().is_some_and(may_write)
    }

    fn list(self) -> RecordList {
        let row = Arc::new(move |record: &_| row(&self, record));
        RecordList { kind: KIND, home: "/decisions", row }
    }
}

/// What has no number yet wants the officer first.
fn sorted(records: &[Arc<RecordView>]) -> Vec<Arc<RecordView>> {
    let key = |record: &RecordView| {
        let int = |field| record.fields.get(&field).and_then(Value::as_int);
        let number = int(decision::NUMBER);
        (number.is_some(), Reverse(int(YEAR)), Reverse(number), Reverse(record.id))
    };
    order::in_order(records, |a, b| key(a).cmp(&key(b)))
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
    let (locale, query) = (screen.app.locale, screen.query);
    let found = {
        let screen = screen.clone();
        Signal::derive(move || screen.found())
    };
    let new = screen.may_write().then(|| locale.of(words::NEW));
    let text = if new.is_some() { words::EMPTY_HELP } else { words::NOT_YOURS };
    let nothing =
        Nothing { icon: Icon::Pledge, title: locale.of(words::EMPTY), text: locale.of(text), first: new };
    let narrow = view! {
        {link(Weight::Other, Some(Icon::Work), locale.of(words::REGISTER), "/decisions/register")}
        <Search text=query label=locale.of(words::SEARCH)/>
    }
    .into_any();
    let narrowed = vec![query];
    let above = ().into_any();
    screen
        .list()
        .live(found, Around { new, above, narrow: Some(narrow), narrowed, count: words::decisions, nothing })
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
    Screen::new(place).list().deleted(sorted)
}
