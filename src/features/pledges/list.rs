//! The list of pledges. A committee has some dozens a year: sorted and filtered where they are shown.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::pledge::Pledge;
use thidua_domain::record::{RecordId, RecordKind};
use thidua_domain::text::{self, NameKey};

use super::{reached, signatures, words as own};
use crate::book::{Book, RecordView, Session, use_book};
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::attribute;
use crate::components::narrow::{NarrowSelect, Search};
use crate::features::record_list::{Around, Nothing, RecordList};
use crate::features::state;
use crate::features::whereabouts::Whereabouts;
use crate::locale::{Words, words as of_app};
use crate::order;

/// The state of the screen.
#[derive(Clone)]
struct Screen {
    words: &'static Words,
    book: Book,
    session: Option<Arc<Session>>,
    place: Memo<Whereabouts>,
    query: RwSignal<String>,
    year: RwSignal<String>,
}

impl Screen {
    fn new(place: Memo<Whereabouts>) -> Self {
        let book = use_book();
        let session = book.session().get_untracked();
        Self { words: of_app(), book, session, place, query: RwSignal::default(), year: RwSignal::default() }
    }

    /// What the list shows: newest year first, then by unit. Tracks.
    fn found(&self) -> Arc<Vec<Arc<RecordView>>> {
        let query = text::fold(&self.query.read());
        let year = self.year.read().parse::<i64>().ok();
        let all = self.book.pledges().get();
        let fits = |record: &&Arc<RecordView>| {
            let pledge = Pledge::read(&record.fields);
            let searched =
                [&self.unit_name(&pledge), " ", self.group_name(record), " ", pledge.content].concat();
            year.is_none_or(|year| pledge.year == Some(year)) && text::matches(&text::fold(&searched), &query)
        };
        Arc::new(self.sorted(&all.iter().filter(fits).cloned().collect::<Vec<_>>()))
    }

    fn sorted(&self, records: &[Arc<RecordView>]) -> Vec<Arc<RecordView>> {
        let keyed: Vec<_> = records
            .iter()
            .map(|record| {
                let pledge = Pledge::read(&record.fields);
                let name = NameKey::of_collective(&self.unit_name(&pledge));
                ((std::cmp::Reverse(pledge.year), name, record.id), record)
            })
            .collect();
        let sorted =
            order::places(keyed.len(), |a, b| keyed.get(a).map(|a| &a.0).cmp(&keyed.get(b).map(|b| &b.0)));
        sorted
            .into_iter()
            .filter_map(|place| keyed.get(place))
            .map(|(_, record)| Arc::clone(record))
            .collect()
    }

    fn list(self) -> RecordList {
        let row = Arc::new(move |record: &_| row(&self, record));
        RecordList { kind: RecordKind::Pledge, home: "/pledges", row }
    }

    fn unit_name(&self, pledge: &Pledge<'_>) -> String {
        let name = self.session.as_ref().zip(pledge.unit).map(|(session, unit)| session.place_name(unit));
        name.unwrap_or_default().to_owned()
    }

    fn group_name(&self, record: &RecordView) -> &str {
        self.session.as_ref().map_or("", |session| session.place_name(record.partition))
    }

    fn years(&self) -> Vec<i64> {
        let all = self.book.pledges().get();
        order::years(all.iter().filter_map(|record| Pledge::read(&record.fields).year))
    }
}

/// The live pledges.
pub(super) fn live(place: Memo<Whereabouts>) -> AnyView {
    let screen = Screen::new(place);
    let Screen { words, query, year, .. } = screen;
    let p = words.pledge();
    let found = {
        let screen = screen.clone();
        Signal::derive(move || screen.found())
    };
    let years = {
        let screen = screen.clone();
        Signal::derive(move || {
            let year = |year: i64| year.to_string();
            let choice =
                |year: String| Choice { word: [words.record().year, " ", &year].concat(), value: year };
            vec![Group { heading: "", choices: screen.years().into_iter().map(year).map(choice).collect() }]
        })
    };
    let above = view! {
        <a class="row" href="/blocs">
            <span class="name">{words.locale.of(own::BLOCS)}</span>
            <span class="line">{words.locale.of(own::BLOCS_HELP)}</span>
        </a>
    }
    .into_any();
    let narrow = view! {
        <Search text=query label=p.search/>
        <div class="filters">
            <NarrowSelect chosen=year label=words.record().year all=words.record().all_years choices=years/>
        </div>
    }
    .into_any();
    let around = Around {
        new: Some(words.nav().new_pledge),
        above,
        narrow: Some(narrow),
        narrowed: vec![query, year],
        count: |_, found| (of_app().count().pledges)(found),
        nothing: Nothing { icon: Icon::Pledge, title: p.empty, text: p.empty_help, first: Some(p.first) },
    };
    screen.list().live(found, around)
}

fn row(screen: &Screen, record: &Arc<RecordView>) -> AnyView {
    let (words, place, id) = (screen.words, screen.place, record.id);
    let pledge = Pledge::read(&record.fields);
    let year =
        pledge.year.map(|year| [words.record().year, " ", &year.to_string()].concat()).unwrap_or_default();
    let group = screen.group_name(record).to_owned();
    let current = attribute(move || (place.get().record() == Some(id)).then_some("true"));
    view! {
        <li>
            <a class="row" href=address(id) aria-current=current>
                <span class="name">{screen.unit_name(&pledge)}</span>
                <span class="line">{[group, year].join(" · ")}</span>
                <span class="line">{reached::summary(words, &pledge)}</span>
                <span class="foot">
                    <span class="chips">{signatures::chip(words, record)}</span>
                    {state::chips(words, record)}
                </span>
            </a>
        </li>
    }
    .into_any()
}

/// The address of a pledge.
pub(super) fn address(id: RecordId) -> String {
    ["/pledges/", &id.to_string()].concat()
}

/// The deleted pledges.
pub(super) fn deleted(place: Memo<Whereabouts>) -> AnyView {
    let screen = Screen::new(place);
    screen.clone().list().deleted(move |records| screen.sorted(records))
}
