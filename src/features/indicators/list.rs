//! The list of the year's figures, under their headings. A committee has some dozens a year.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::indicator::{Indicator, YEAR};
use thidua_domain::record::{PartitionId, Value};
use thidua_domain::text;

use super::figures::{self, KIND, address};
use super::{CHARTS, NEW, RURAL, begin, words};
use crate::book::{Book, Place, RecordView, Session, use_book};
use crate::components::chip::{Chip, Tone};
use crate::components::empty::Empty;
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::{attribute, live as follow, live_if, live_text};
use crate::components::narrow::{NarrowSelect, Search};
use crate::components::press::{Weight, button, link};
use crate::features::state;
use crate::features::whereabouts::Whereabouts;
use crate::locale::{Words, words as of_app};
use crate::order;

/// The state of the screen.
#[derive(Clone)]
pub(super) struct Screen {
    pub(super) app: &'static Words,
    pub(super) book: Book,
    pub(super) session: Arc<Session>,
    place: Memo<Whereabouts>,
    query: RwSignal<String>,
    /// The year, as chosen; empty for the one that is worked on.
    year: RwSignal<String>,
    /// Whose figures, as chosen; empty for all.
    whose: RwSignal<String>,
}

impl Screen {
    fn new(place: Memo<Whereabouts>) -> Option<Self> {
        let book = use_book();
        let session = book.session().get_untracked()?;
        let (query, year, whose) = (RwSignal::default(), RwSignal::default(), RwSignal::default());
        Some(Self { app: of_app(), book, session, place, query, year, whose })
    }

    /// The year that is looked at. Tracks.
    pub(super) fn year(&self) -> i64 {
        self.year.read().parse().unwrap_or(self.session.year)
    }

    /// Whose figures are looked at. Tracks.
    pub(super) fn whose(&self) -> Option<PartitionId> {
        self.whose.read().parse().ok().map(PartitionId)
    }

    /// What the list shows. Tracks.
    fn found(&self) -> Vec<Arc<RecordView>> {
        let query = text::fold(&self.query.read());
        let mut found = figures::found(self.book, &self.session, Some(self.year()), self.whose());
        found.retain(|record| {
            let read = Indicator::read(&record.fields);
            text::matches(&text::fold(&[read.name, " ", read.source].concat()), &query)
        });
        found
    }

    fn filters(&self) -> AnyView {
        let (app, locale, book) = (self.app, self.app.locale, self.book);
        let this_year = self.session.year;
        let years = Signal::derive(move || {
            let all = book.records(KIND).get();
            let of_records = all.iter().filter_map(|record| record.fields.get(&YEAR).and_then(Value::as_int));
            let others = order::years(of_records.filter(|year| *year != this_year));
            let choice = |year: i64| {
                let value = year.to_string();
                Choice { word: [app.record().year, " ", &value].concat(), value }
            };
            vec![Group { heading: "", choices: others.into_iter().map(choice).collect() }]
        });
        let choice = |place: &&Place| Choice {
            value: place.id.to_string(),
            word: figures::place_name(&self.session, place.id).to_owned(),
        };
        let places = figures::places(&self.session).iter().map(choice).collect();
        let places = Signal::stored(vec![Group { heading: "", choices: places }]);
        view! {
            <div class="filters long">
                <NarrowSelect
                    chosen=self.year
                    label=app.record().year
                    all=locale.of(words::THIS_YEAR)
                    choices=years
                />
                <NarrowSelect
                    chosen=self.whose
                    label=locale.of(words::WHOSE)
                    all=locale.of(words::ALL_PLACES)
                    choices=places
                />
            </div>
        }
        .into_any()
    }
}

/// The live indicators.
pub(super) fn live(place: Memo<Whereabouts>) -> AnyView {
    let Some(screen) = Screen::new(place) else { return ().into_any() };
    let (app, locale, book) = (screen.app, screen.app.locale, screen.book);
    let new = (!screen.session.only_reads())
        .then(|| link(Weight::PrimaryWide, Some(Icon::Plus), locale.of(NEW), "/indicators/new"));
    let deleted = live_if(move || {
        let count = book.deleted().read().iter().filter(|record| record.kind == KIND).count();
        (count > 0).then(|| {
            let word = [app.record().deleted_list, " (", &count.to_string(), ")"].concat();
            link(Weight::Plain, Some(Icon::Bin), word, "/indicators/deleted")
        })
    });
    let found = {
        let screen = screen.clone();
        Memo::new(move |_| screen.found())
    };
    let count = live_text(move || words::count(locale, found.read().len()));
    let begin = {
        let screen = screen.clone();
        live_if(move || begin::card(&screen))
    };
    let filters = screen.filters();
    let query = screen.query;
    let body = follow(move || body(&screen, &found.read()));
    view! {
        {new}
        <div class="buttons">
            {link(Weight::Other, Some(Icon::Tick), locale.of(RURAL), "/indicators/rural")}
            {link(Weight::Other, Some(Icon::Work), locale.of(CHARTS), "/indicators/charts")}
        </div>
        <Search text=query label=locale.of(words::SEARCH)/>
        {filters}
        {begin}
        <div class="list-head"><p class="muted" role="status">{count}</p> {deleted}</div>
        <div class="stack">{body}</div>
    }
    .into_any()
}

fn body(screen: &Screen, found: &[Arc<RecordView>]) -> AnyView {
    let (app, locale) = (screen.app, screen.app.locale);
    if found.is_empty() {
        if screen.query.read().is_empty() {
            let is_first = screen.book.records(KIND).read().is_empty();
            let title = locale.of(if is_first { words::EMPTY } else { words::NONE_OF_YEAR });
            let first = (!screen.session.only_reads())
                .then(|| link(Weight::Primary, Some(Icon::Plus), locale.of(NEW), "/indicators/new"));
            return view! { <Empty icon=Icon::Work title=title text=locale.of(words::EMPTY_HELP)>{first}</Empty> }
                .into_any();
        }
        let query = screen.query;
        return view! {
            <Empty icon=Icon::Search title=app.record().not_found text=app.record().not_found_help>
                {button(Weight::Other, None, app.record().widen, move |()| query.set(String::new()))}
            </Empty>
        }
        .into_any();
    }
    sections(screen, found)
}

/// The figures under their headings: whose, and what they are about.
fn sections(screen: &Screen, found: &[Arc<RecordView>]) -> AnyView {
    let locale = screen.app.locale;
    let parts = found.chunk_by(|a, b| figures::heading(a) == figures::heading(b)).map(|some| {
        let heading = some.first().map(|record| figures::heading(record)).map(|(place, group)| {
            [figures::place_name(&screen.session, place), " · ", words::group(locale, group)].concat()
        });
        let heading = heading.unwrap_or_default();
        let rows = some.iter().map(|record| row(screen, record)).collect_view();
        view! {
            <section class="stack" aria-label=heading.clone()>
                <h3 class="section-title">{heading.clone()}</h3>
                <ul class="rows">{rows}</ul>
            </section>
        }
    });
    parts.collect_view().into_any()
}

fn row(screen: &Screen, record: &Arc<RecordView>) -> AnyView {
    let (app, place, id) = (screen.app, screen.place, record.id);
    let read = Indicator::read(&record.fields);
    let twice = figures::is_twice(screen.book, record).then(|| {
        view! { <Chip tone=Tone::Grave icon=Icon::Two word=app.locale.of(words::TWICE)/> }
    });
    let untold = figures::untold(app, &read);
    let untold = (!untold.is_empty()).then(|| view! { <span class="small">{untold}</span> });
    let current = attribute(move || (place.get().record() == Some(id)).then_some("true"));
    view! {
        <li>
            <a class="row" href=address(id) aria-current=current>
                <span class="name">{read.name.to_owned()}</span>
                <span class="line">{figures::sentence(app, &read)}</span>
                {untold}
                <span class="foot chips">{figures::reached(app, &read)} {twice} {state::chips(app, record)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The deleted indicators.
pub(super) fn deleted(place: Memo<Whereabouts>) -> AnyView {
    let Some(screen) = Screen::new(place) else { return ().into_any() };
    let app = screen.app;
    let body = follow(move || {
        let deleted = screen.book.deleted().get();
        let found = figures::sorted(&screen.session, deleted.iter().filter(|record| record.kind == KIND));
        if found.is_empty() {
            return view! {
                <Empty icon=Icon::Bin title=app.record().none_deleted text=app.record().none_deleted_help/>
            }
            .into_any();
        }
        sections(&screen, &found)
    });
    view! {
        {link(Weight::OtherWide, Some(Icon::Back), app.record().back_to_list, "/indicators")}
        <h2 tabindex="-1">{app.record().deleted_list}</h2>
        <div class="stack">{body}</div>
    }
    .into_any()
}
