//! The list of sessions: where a vote is open first, then what is being prepared, then the latest.

use std::cmp::Reverse;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::council::{self, DAY, PLACE, State, TITLE};

use super::super::papers::words as of_papers;
use super::{KIND, address, may_write, said, words};
use crate::book::{RecordView, Session, Shared, use_book};
use crate::components::chip::{Chip, Tone};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{attribute, flag, live as follow, live_if, live_text};
use crate::components::long_list::{Row, long_list};
use crate::components::press::{Weight, link};
use crate::features::nominations::row_key;
use crate::features::whereabouts::Whereabouts;
use crate::locale::{Words, format, words as of_app};
use crate::order;

fn sorted<'r>(records: impl Iterator<Item = &'r Arc<RecordView>>) -> Vec<Arc<RecordView>> {
    let records: Vec<_> = records.cloned().collect();
    let key = |record: &RecordView| {
        let place = match State::of(&record.fields) {
            State::Open => 0,
            State::Preparing => 1,
            State::Closed | State::Void => 2,
        };
        (place, Reverse(said(record, DAY)), Reverse(record.id))
    };
    order::in_order(&records, |a, b| key(a).cmp(&key(b)))
}

/// The live sessions.
pub(super) fn live(place: Memo<Whereabouts>) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let locale = app.locale;
    let session = book.session().get_untracked();
    let may = session.as_deref().is_some_and(may_write);
    let votes = session.as_deref().is_some_and(Session::only_reads);
    if votes {
        // Who comes here before a session wants to know how it stands now.
        book.sync_now();
    }
    let found = Signal::derive(move || Arc::new(sorted(book.records(KIND).read().iter())));
    let is_empty = Memo::new(move |_| book.records(KIND).read().is_empty());
    let body = follow(move || {
        if is_empty.get() {
            let text = match (may, votes) {
                (true, _) => words::EMPTY_HELP,
                (false, true) => words::EMPTY_MEMBER,
                (false, false) => words::NOT_YOURS,
            };
            let first =
                may.then(|| link(Weight::Primary, Some(Icon::Plus), locale.of(words::NEW), "/council/new"));
            return view! {
                <Empty icon=Icon::Work title=locale.of(words::EMPTY) text=locale.of(text)>{first}</Empty>
            }
            .into_any();
        }
        lines(app, place, found)
    });
    let deleted = live_if(move || {
        let count = book.deleted().read().iter().filter(|record| record.kind == KIND).count();
        (count > 0).then(|| {
            let word = [app.record().deleted_list, " (", &count.to_string(), ")"].concat();
            link(Weight::Plain, Some(Icon::Bin), word, "/council/deleted")
        })
    });
    let new = may.then(|| link(Weight::PrimaryWide, Some(Icon::Plus), locale.of(words::NEW), "/council/new"));
    let count = live_text(move || words::sessions(locale, found.read().len()));
    view! {
        {new}
        <div class="list-head">
            <p class="muted" role="status" hidden=flag(move || is_empty.get())>{count}</p>
            {deleted}
        </div>
        <div class="stack">{body}</div>
    }
    .into_any()
}

fn lines(app: &'static Words, place: Memo<Whereabouts>, found: Signal<Shared<Arc<RecordView>>>) -> AnyView {
    let one = move |record: &Arc<RecordView>| {
        let record = Arc::clone(record);
        Row { key: row_key(&record), draw: Arc::new(move || row(app, place, &record)) }
    };
    long_list(move |most| found.read().iter().take(most).map(one).collect())
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
    let (app, book) = (of_app(), use_book());
    let body = follow(move || {
        let deleted = book.deleted().get();
        let found = sorted(deleted.iter().filter(|record| record.kind == KIND));
        if found.is_empty() {
            let title = app.locale.of(words::DELETED_NONE);
            return view! { <Empty icon=Icon::Bin title=title text=app.record().none_deleted_help/> }
                .into_any();
        }
        lines(app, place, Signal::stored(Arc::new(found)))
    });
    view! {
        {link(Weight::OtherWide, Some(Icon::Back), app.record().back_to_list, "/council")}
        <h2 tabindex="-1">{app.record().deleted_list}</h2>
        <div class="stack">{body}</div>
    }
    .into_any()
}
