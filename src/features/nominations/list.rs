//! The list of nominations: search, filters, rows; and the list of deleted ones.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::nomination::Nomination;

use super::index::{self, Line, NominationIndex};
use crate::book::{Book, Place, RecordView, Session, Shared, use_book};
use crate::components::empty::Empty;
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::{attribute, flag, live as follow, live_if, live_text};
use crate::components::long_list::{Row, long_list};
use crate::components::narrow::{NarrowSelect, Search};
use crate::components::press::{Weight, button, link};
use crate::features::record_list::row_key;
use crate::features::whereabouts::Whereabouts;
use crate::features::{fields, state, way};
use crate::locale::{Words, words};

/// What a row needs to be drawn.
#[derive(Clone)]
struct Rows {
    words: &'static Words,
    session: Option<Arc<Session>>,
    place: Memo<Whereabouts>,
}

/// The live nominations.
pub(super) fn live(place: Memo<Whereabouts>) -> AnyView {
    let (words, book) = (words(), use_book());
    let index = NominationIndex::of(book);
    let rows = Rows { words, session: book.session().get_untracked(), place };
    let body = follow(move || {
        if index.total() == 0 {
            return empty(words);
        }
        if index.found().read().is_empty() {
            return nothing_found(words, index);
        }
        lines(index.found(), rows.clone())
    });
    let is_empty = Memo::new(move |_| index.total() == 0);
    let writes = book.session().get_untracked().is_some_and(|session| !session.only_reads());
    let new = writes
        .then(|| link(Weight::PrimaryWide, Some(Icon::Plus), words.nav().new_nomination, "/nominations/new"));
    view! {
        {new}
        <div class="stack" hidden=flag(move || is_empty.get())>{head(words, book, index)}</div>
        <div class="stack">{body}</div>
    }
    .into_any()
}

fn head(words: &'static Words, book: Book, index: NominationIndex) -> AnyView {
    let n = words.nomination();
    let units = book.session().get_untracked().filter(|session| session.sees_all_units()).map(|session| {
        let choice = |place: &Place| Choice { value: place.id.to_string(), word: place.name.clone() };
        let units: Vec<_> = session.units().map(choice).collect();
        let choices = one_group(units);
        view! { <NarrowSelect chosen=index.unit label=words.record().unit all=words.record().all_units choices=choices/> }
    });
    let years = Signal::derive(move || {
        let years = index.years().into_iter().map(|year| year.to_string());
        one_group(
            years
                .map(|year| Choice { word: [words.record().year, " ", &year].concat(), value: year })
                .collect(),
        )
    });
    let states = one_group(state::StateFilter::choices_of_dossiers(words));
    let count = live_text(move || (words.count().nominations)(index.found().read().len()));
    let deleted = live_if(move || {
        let count = index::deleted(book).len();
        (count > 0).then(|| {
            let word = [words.record().deleted_list, " (", &count.to_string(), ")"].concat();
            link(Weight::Plain, Some(Icon::Bin), word, "/nominations/deleted")
        })
    });
    let writes = book.session().get_untracked().is_some_and(|session| !session.only_reads());
    let handle = writes.then(|| {
        let word = words.locale.of(way::words::HANDLE);
        link(Weight::Plain, Some(Icon::Tick), word, "/handle")
    });
    view! {
        <Search text=index.query label=n.search/>
        <div class="filters">
            <NarrowSelect chosen=index.year label=words.record().year all=words.record().all_years choices=years/>
            {units}
            <NarrowSelect chosen=index.state label=words.record().state all=words.record().any_state choices=states/>
        </div>
        <div class="list-head">
            <p class="muted" role="status">{count}</p>
            {handle}
            {deleted}
        </div>
    }
    .into_any()
}

fn one_group(choices: Vec<Choice>) -> Vec<Group> {
    vec![Group { heading: "", choices }]
}

fn lines(found: Signal<Shared<Arc<Line>>>, rows: Rows) -> AnyView {
    let rows = Arc::new(rows);
    let one = move |line: &Arc<Line>| {
        let (rows, record) = (Arc::clone(&rows), Arc::clone(&line.record));
        Row { key: row_key(&record), draw: Arc::new(move || row(&rows, &record)) }
    };
    long_list(move |most| found.read().iter().take(most).map(&one).collect())
}

fn row(rows: &Rows, record: &Arc<RecordView>) -> AnyView {
    let (words, place, id) = (rows.words, rows.place, record.id);
    let nomination = Nomination::read(&record.fields);
    let award = nomination.award.map_or(words.record().nothing, |award| fields::award(words, award));
    let name = if nomination.name.is_empty() { words.nomination().nameless } else { nomination.name };
    let current = attribute(move || (place.get().record() == Some(id)).then_some("true"));
    view! {
        <li>
            <a class="row" href=address(id) aria-current=current>
                <span class="name">{name.to_owned()}</span>
                <span class="line">{award}</span>
                <span class="line">{where_from(rows.session.as_deref(), record, &nomination)}</span>
                <span class="foot">{state::chips(words, record)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// Position or workplace, the unit where several are seen, and the year.
fn where_from(session: Option<&Session>, record: &RecordView, nomination: &Nomination<'_>) -> String {
    let unit = session
        .filter(|session| session.sees_all_units())
        .map_or("", |session| session.place_name(record.partition));
    let own = if nomination.position.is_empty() { nomination.workplace } else { nomination.position };
    let year = nomination.year.map(|year| year.to_string()).unwrap_or_default();
    let parts: Vec<_> = [own, unit, &year].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// The address of a nomination.
pub(super) fn address(id: thidua_domain::record::RecordId) -> String {
    ["/nominations/", &id.to_string()].concat()
}

fn empty(words: &'static Words) -> AnyView {
    let n = words.nomination();
    view! {
        <Empty icon=Icon::Award title=n.empty text=n.empty_help>
            {link(Weight::Primary, Some(Icon::Plus), n.first, "/nominations/new")}
        </Empty>
    }
    .into_any()
}

fn nothing_found(words: &'static Words, index: NominationIndex) -> AnyView {
    view! {
        <Empty icon=Icon::Search title=words.record().not_found text=words.record().not_found_help>
            {button(Weight::Other, None, words.record().widen, move |_| index.widen())}
        </Empty>
    }
    .into_any()
}

/// The deleted nominations.
pub(super) fn deleted(place: Memo<Whereabouts>) -> AnyView {
    let (words, book) = (words(), use_book());
    let session = book.session().get_untracked();
    let body = follow(move || {
        let found = index::deleted(book);
        if found.is_empty() {
            return view! {
                <Empty icon=Icon::Bin title=words.record().none_deleted text=words.record().none_deleted_help/>
            }
            .into_any();
        }
        lines(Signal::stored(found), Rows { words, session: session.clone(), place })
    });
    view! {
        {link(Weight::OtherWide, Some(Icon::Back), words.record().back_to_list, "/nominations")}
        <h2 tabindex="-1">{words.record().deleted_list}</h2>
        <div class="stack">{body}</div>
    }
    .into_any()
}
