//! The list of sessions: where a vote is open first, then what is being prepared, then the latest.

use std::cmp::Reverse;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::council::{self, DAY, PLACE, State, TITLE};

use super::super::papers::words as of_papers;
use super::{KIND, address, may_write, said, words};
use crate::book::{RecordView, Session, use_book};
use crate::components::chip::{Chip, Tone};
use crate::components::icon::Icon;
use crate::components::live::attribute;
use crate::features::record_list::{Around, Nothing, RecordList};
use crate::features::whereabouts::Whereabouts;
use crate::locale::{Words, format, words as of_app};
use crate::order;

fn list(place: Memo<Whereabouts>) -> RecordList {
    let app = of_app();
    RecordList { kind: KIND, home: "/council", row: Arc::new(move |record: &_| row(app, place, record)) }
}

fn sorted(records: &[Arc<RecordView>]) -> Vec<Arc<RecordView>> {
    let key = |record: &RecordView| {
        let place = match State::of(&record.fields) {
            State::Open => 0,
            State::Preparing => 1,
            State::Closed | State::Void => 2,
        };
        (place, Reverse(said(record, DAY)), Reverse(record.id))
    };
    order::in_order(records, |a, b| key(a).cmp(&key(b)))
}

/// The live sessions.
pub(super) fn live(place: Memo<Whereabouts>) -> AnyView {
    let (locale, book) = (of_app().locale, use_book());
    let session = book.session().get_untracked();
    let new = session.as_deref().is_some_and(may_write).then(|| locale.of(words::NEW));
    let votes = session.as_deref().is_some_and(Session::only_reads);
    if votes {
        // Who comes here before a session wants to know how it stands now.
        book.sync_now();
    }
    let found = Signal::derive(move || Arc::new(sorted(&book.records(KIND).read())));
    let text = match (new, votes) {
        (Some(_), _) => words::EMPTY_HELP,
        (None, true) => words::EMPTY_MEMBER,
        (None, false) => words::NOT_YOURS,
    };
    let around = Around {
        new,
        above: ().into_any(),
        narrow: None,
        narrowed: Vec::new(),
        count: words::sessions,
        nothing: Nothing {
            icon: Icon::Work,
            title: locale.of(words::EMPTY),
            text: locale.of(text),
            first: new,
        },
    };
    list(place).live(found, around)
}

fn row(app: &'static Words, place: Memo<Whereabouts>, record: &Arc<RecordView>) -> AnyView {
    let (id, locale) = (record.id, app.locale);
    let day = format::civil(&said(record, DAY)).unwrap_or_default();
    let line: Vec<_> = [day, said(record, PLACE)].into_iter().filter(|part| !part.is_empty()).collect();
    let counts = [
        of_papers::dossiers(locale, council::agenda(&record.fields).count()),
        words::members(locale, council::members(&record.fields).count()),
    ];
    let current = attribute(move || (place.get().record() == Some(id)).then_some("true"));
    view! {
        <li>
            <a class="row" href=address(id) aria-current=current>
                <span class="name">{said(record, TITLE)}</span>
                <span class="line">{line.join(" · ")}</span>
                <span class="line">{counts.join(" · ")}</span>
                <span class="foot"><span class="chips">{chip(app, record)}</span></span>
            </a>
        </li>
    }
    .into_any()
}

/// Where a session stands, in a word with an icon.
pub(super) fn chip(app: &'static Words, record: &RecordView) -> AnyView {
    let state = State::of(&record.fields);
    if record.waiting > 0 {
        return view! { <Chip tone=Tone::Wait icon=Icon::Clock word=app.locale.of(words::AWAITS)/> }
            .into_any();
    }
    let (tone, icon) = match state {
        State::Preparing => (Tone::Plain, Icon::Pencil),
        State::Open => (Tone::Wait, Icon::Work),
        State::Closed => (Tone::Done, Icon::Safe),
        State::Void => (Tone::Grave, Icon::Bin),
    };
    view! { <Chip tone=tone icon=icon word=words::state(app.locale, state)/> }.into_any()
}

/// The deleted ones.
pub(super) fn deleted(place: Memo<Whereabouts>) -> AnyView {
    list(place).deleted(sorted)
}
