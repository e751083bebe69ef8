//! The list of pledges. A committee has some dozens a year: sorted and filtered where they are shown.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::pledge::Pledge;
use thidua_domain::record::{RecordId, RecordKind};
use thidua_domain::text::{self, NameKey};

use super::{reached, signatures, words as own};
use crate::book::{Book, RecordView, Session, Shared, use_book};
use crate::components::empty::Empty;
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::{attribute, flag, live as follow, live_if, live_text};
use crate::components::long_list::{Row, long_list};
use crate::components::narrow::{NarrowSelect, Search};
use crate::components::press::{Weight, button, link};
use crate::features::nominations::row_key;
use crate::features::state;
use crate::features::whereabouts::Whereabouts;
use crate::locale::{Words, words};
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
        Self { words: words(), book, session, place, query: RwSignal::default(), year: RwSignal::default() }
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
        Arc::new(self.sorted(all.iter().filter(fits)))
    }

    fn sorted<'r>(&self, records: impl Iterator<Item = &'r Arc<RecordView>>) -> Vec<Arc<RecordView>> {
        let keyed: Vec<_> = records
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
    let (words, book, query) = (screen.words, screen.book, screen.query);
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
    let deleted = live_if(move || {
        let count = count_deleted(book);
        (count > 0).then(|| {
            let word = [words.record().deleted_list, " (", &count.to_string(), ")"].concat();
            link(Weight::Plain, Some(Icon::Bin), word, "/pledges/deleted")
        })
    });
    let count = live_text(move || (words.count().pledges)(found.read().len()));
    let year = screen.year;
    let is_empty = Memo::new(move |_| book.pledges().read().is_empty());
    let body = follow(move || {
        if is_empty.get() {
            return empty(words);
        }
        if found.read().is_empty() {
            let widen = move |_| {
                query.set(String::new());
                year.set(String::new());
            };
            return view! {
                <Empty icon=Icon::Search title=words.record().not_found text=words.record().not_found_help>
                    {button(Weight::Other, None, words.record().widen, widen)}
                </Empty>
            }
            .into_any();
        }
        lines(&screen, found)
    });
    view! {
        {link(Weight::PrimaryWide, Some(Icon::Plus), words.nav().new_pledge, "/pledges/new")}
        <a class="row" href="/blocs">
            <span class="name">{words.locale.of(own::BLOCS)}</span>
            <span class="line">{words.locale.of(own::BLOCS_HELP)}</span>
        </a>
        <div class="stack" hidden=flag(move || is_empty.get())>
            <Search text=query label=p.search/>
            <div class="filters">
                <NarrowSelect chosen=year label=words.record().year all=words.record().all_years choices=years/>
            </div>
        </div>
        <div class="list-head">
            <p class="muted" role="status" hidden=flag(move || is_empty.get())>{count}</p>
            {deleted}
        </div>
        <div class="stack">{body}</div>
    }
    .into_any()
}

fn lines(screen: &Screen, found: Signal<Shared<Arc<RecordView>>>) -> AnyView {
    let screen = Arc::new(screen.clone());
    let one = move |record: &Arc<RecordView>| {
        let (screen, record) = (Arc::clone(&screen), Arc::clone(record));
        Row { key: row_key(&record), draw: Arc::new(move || row(&screen, &record)) }
    };
    long_list(move |most| found.read().iter().take(most).map(&one).collect())
}

fn count_deleted(book: Book) -> usize {
    book.deleted().read().iter().filter(|record| record.kind == RecordKind::Pledge).count()
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

fn empty(words: &'static Words) -> AnyView {
    let p = words.pledge();
    view! {
        <Empty icon=Icon::Pledge title=p.empty text=p.empty_help>
            {link(Weight::Primary, Some(Icon::Plus), p.first, "/pledges/new")}
        </Empty>
    }
    .into_any()
}

/// The deleted pledges.
pub(super) fn deleted(place: Memo<Whereabouts>) -> AnyView {
    let screen = Screen::new(place);
    let words = screen.words;
    let body = follow(move || {
        let deleted = screen.book.deleted().get();
        let found = screen.sorted(deleted.iter().filter(|record| record.kind == RecordKind::Pledge));
        if found.is_empty() {
            return view! {
                <Empty icon=Icon::Bin title=words.record().none_deleted text=words.record().none_deleted_help/>
            }
            .into_any();
        }
        lines(&screen, Signal::stored(Arc::new(found)))
    });
    view! {
        {link(Weight::OtherWide, Some(Icon::Back), words.record().back_to_list, "/pledges")}
        <h2 tabindex="-1">{words.record().deleted_list}</h2>
        <div class="stack">{body}</div>
    }
    .into_any()
}
