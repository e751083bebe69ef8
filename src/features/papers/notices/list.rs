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
use crate::components::icon::Icon;
use crate::components::live::{attribute, live_if};
use crate::components::narrow::Search;
use crate::features::record_list::{Around, Nothing, RecordList};
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
        Arc::new(sorted(&all.iter().filter(fits).cloned().collect::<Vec<_>>()))
    }

    fn may_write(&self) -> bool {
        self.session.as_deref().is_some_and(|session| place_of(session).is_some())
    }

    fn list(self) -> RecordList {
        let row = Arc::new(move |record: &_| row(&self, record));
        RecordList { kind: KIND, home: "/notices", row }
    }
}

fn sorted(records: &[Arc<RecordView>]) -> Vec<Arc<RecordView>> {
    let key = |record: &RecordView| Reverse((notice::days(&record.fields), record.id));
    order::in_order(records, |a, b| key(a).cmp(&key(b)))
}

/// The live notices.
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
        Nothing { icon: Icon::Two, title: locale.of(words::EMPTY), text: locale.of(text), first: new };
    let above = {
        let screen = screen.clone();
        live_if(move || still_unnoticed(&screen))
    };
    let narrow = view! { <Search text=query label=locale.of(words::SEARCH)/> }.into_any();
    let narrowed = vec![query];
    screen
        .list()
        .live(found, Around { new, above, narrow: Some(narrow), narrowed, count: words::notices, nothing })
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
    Screen::new(place).list().deleted(sorted)
}
