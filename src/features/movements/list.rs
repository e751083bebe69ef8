//! The list of movements: how far each is, who has joined, and what is late. Those under way stand first.

use std::cmp::Reverse;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::movement::{Movement, State};
use thidua_domain::text;

use super::{KIND, address, may_launch, own_unit, span, standing_chip, state_chip, units, words};
use crate::book::{Book, RecordView, Session, Shared, use_book};
use crate::components::field::{Choice, Group};
use crate::components::icon::Icon;
use crate::components::live::attribute;
use crate::components::narrow::{NarrowSelect, Search};
use crate::features::record_list::{Around, Nothing, RecordList};
use crate::features::state;
use crate::features::whereabouts::Whereabouts;
use crate::locale::{Words, words as of_app};
use crate::order;
use crate::web;

/// The state of the screen.
#[derive(Clone)]
struct Screen {
    app: &'static Words,
    book: Book,
    session: Option<Arc<Session>>,
    place: Memo<Whereabouts>,
    query: RwSignal<String>,
    wanted: RwSignal<String>,
}

const OPEN: &str = "open";
const CLOSED: &str = "closed";

impl Screen {
    fn new(place: Memo<Whereabouts>) -> Self {
        let book = use_book();
        let session = book.session().get_untracked();
        let (query, wanted) = (RwSignal::default(), RwSignal::default());
        Self { app: of_app(), book, session, place, query, wanted }
    }

    fn found(&self) -> Shared<Arc<RecordView>> {
        let query = text::fold(&self.query.read());
        let wanted = self.wanted.get();
        let all = self.book.records(KIND).get();
        let fits = |record: &&Arc<RecordView>| {
            let movement = Movement::read(&record.fields);
            let is_closed = movement.summary.0.is_some();
            let said = [movement.name, " ", movement.aim].concat();
            text::matches(&text::fold(&said), &query)
                && (wanted.is_empty() || (wanted == CLOSED) == is_closed)
        };
        Arc::new(sorted(&all.iter().filter(fits).cloned().collect::<Vec<_>>()))
    }

    fn list(self) -> RecordList {
        let row = Arc::new(move |record: &_| row(&self, record));
        RecordList { kind: KIND, home: "/movements", row }
    }
}

/// Those that are not summed up first, and the latest of each first.
fn sorted(records: &[Arc<RecordView>]) -> Vec<Arc<RecordView>> {
    let key = |record: &RecordView| {
        let movement = Movement::read(&record.fields);
        (movement.summary.0.is_some(), Reverse((movement.from, record.id)))
    };
    order::in_order(records, |a, b| key(a).cmp(&key(b)))
}

/// The live movements.
pub(super) fn live(place: Memo<Whereabouts>) -> AnyView {
    let screen = Screen::new(place);
    let Screen { app, query, wanted, .. } = screen;
    let locale = app.locale;
    let found = {
        let screen = screen.clone();
        Signal::derive(move || screen.found())
    };
    let session = screen.session.as_deref();
    let new = session.is_some_and(may_launch).then(|| locale.of(words::NEW));
    let text = match (session.is_some_and(|session| session.commons().is_some()), new) {
        (false, _) => words::NO_COMMONS,
        (true, Some(_)) => words::EMPTY_HELP,
        (true, None) => words::EMPTY_FOR_UNITS,
    };
    let nothing =
        Nothing { icon: Icon::Work, title: locale.of(words::EMPTY), text: locale.of(text), first: new };
    let choice = |value: &str, word| Choice { value: value.to_owned(), word: locale.of(word).to_owned() };
    let choices = vec![choice(OPEN, words::OPEN_ONES), choice(CLOSED, words::CLOSED_ONES)];
    let choices = Signal::stored(vec![Group { heading: "", choices }]);
    let narrow = view! {
        <Search text=query label=locale.of(words::SEARCH)/>
        <NarrowSelect
            chosen=wanted
            label=locale.of(words::STATE)
            all=locale.of(words::ALL_STATES)
            choices=choices
        />
    }
    .into_any();
    let narrowed = vec![query, wanted];
    let above = ().into_any();
    screen
        .list()
        .live(found, Around { new, above, narrow: Some(narrow), narrowed, count: words::movements, nothing })
}

fn row(screen: &Screen, record: &Arc<RecordView>) -> AnyView {
    let (app, place, id) = (screen.app, screen.place, record.id);
    let movement = Movement::read(&record.fields);
    let current = attribute(move || (place.get().record() == Some(id)).then_some("true"));
    let tally = screen.session.as_deref().map(|session| tally(app, session, &movement));
    view! {
        <li>
            <a class="row" href=address(id) aria-current=current>
                <span class="name">{movement.name.to_owned()}</span>
                <span class="line">{span(app.locale, &movement)}</span>
                <span class="line">{tally}</span>
                <span class="foot">
                    {chips(app, screen.session.as_deref(), &movement)}
                    {state::chips(app, record)}
                </span>
            </a>
        </li>
    }
    .into_any()
}

/// How many units have joined, and how many are late.
pub(super) fn tally(app: &Words, session: &Session, movement: &Movement<'_>) -> String {
    let all = units(session, movement);
    let joined = |place: &&&crate::book::Place| {
        movement.parts.get(&place.id).is_some_and(|part| part.joined_on.is_some())
    };
    let joined = all.iter().filter(joined).count();
    let is_over = movement.summary.0.is_some();
    let late = web::today()
        .filter(|_| !is_over)
        .map_or(0, |today| all.iter().filter(|place| movement.standing(place.id, today).is_late()).count());
    words::tally(app.locale, joined, all.len(), late)
}

/// How far it is, and how far the own unit is with it.
pub(super) fn chips(app: &'static Words, session: Option<&Session>, movement: &Movement<'_>) -> AnyView {
    let today = web::today();
    let state = today.map(|today| movement.state(today));
    let own = session.and_then(|session| own_unit(session, movement)).zip(today);
    // Whoever has not joined what is over is not reminded any more.
    let own = own.map(|(own, today)| movement.standing(own.id, today));
    let own = own.filter(|own| state != Some(State::Closed) || !own.is_late());
    view! {
        <span class="chips">
            {state.map(|state| state_chip(app, state))}
            {own.map(|own| standing_chip(app, own))}
        </span>
    }
    .into_any()
}

/// The deleted movements.
pub(super) fn deleted(place: Memo<Whereabouts>) -> AnyView {
    Screen::new(place).list().deleted(sorted)
}
