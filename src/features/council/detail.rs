//! One session as the standing office sees it: what can be done, the roll while it is open, and the result.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::council::{self, DAY, NOTES, PLACE, SECRET, State, TITLE, YEAR};
use thidua_domain::law::setting::Settings;
use thidua_domain::record::{RecordId, Value};

use super::carry::{self, Carry};
use super::list::chip;
use super::roll::{self, Asking, Known};
use super::run::{self, Run};
use super::{address, counting, paper, result, said, vote, words};
use crate::book::{Book, RecordView, Session, use_book};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::features::law_settings::settings_of;
use crate::features::record_actions::{Actions, actions};
use crate::features::settle::{self, Settling};
use crate::features::state;
use crate::locale::facts::Both;
use crate::locale::{Words, format, words as of_app};
use crate::web;

/// What the screen of one session knows. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Detail {
    pub(super) app: &'static Words,
    pub(super) book: Book,
    pub(super) session: StoredValue<Arc<Session>>,
    pub(super) id: RecordId,
    pub(super) record: Memo<Option<Arc<RecordView>>>,
    pub(super) settings: Memo<Arc<Settings>>,
    pub(super) roll: RwSignal<Option<Known>>,
    actions: Actions,
    settling: Settling,
}

impl Detail {
    /// Where the session stands. Tracks.
    pub(super) fn state(self) -> State {
        self.record.get().map_or(State::Preparing, |record| State::of(&record.fields))
    }
}

/// One session: a member sees their ballot, everybody else how it is run.
pub(super) fn show(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let votes = session.only_reads();
    let detail = Detail {
        app,
        book,
        session: StoredValue::new(session),
        id,
        record: Memo::new(move |_| book.record(id)),
        settings: settings_of(book),
        roll: RwSignal::new(None),
        actions: Actions::new(id, "/council"),
        settling: Settling::new(book, app),
    };
    let (run, asking, carry) = (Run::new(detail), Asking::new(detail), Carry::new());
    let ballot = vote::Screen::new(detail);
    let is_there = Memo::new(move |_| detail.record.read().is_some());
    live(move || {
        if !is_there.get() {
            let (title, text) = (app.record().absent, app.record().absent_help);
            return view! { <Empty icon=Icon::Search title=title text=text/> }.into_any();
        }
        if votes { of_member(detail, ballot) } else { of_office(detail, run, asking, carry) }
    })
}

fn part(detail: Detail, draw: fn(Detail, &Arc<RecordView>) -> AnyView) -> AnyView {
    live_if(move || detail.record.get().map(|record| draw(detail, &record)))
}

fn of_office(detail: Detail, run: Run, asking: Asking, carry: Carry) -> AnyView {
    // Until the endpoint has counted there is no result, and figures of zero would be read as one.
    let is_over = Memo::new(move |_| {
        detail.state() == State::Closed && detail.record.get().is_some_and(|record| record.waiting == 0)
    });
    let list = live(move || {
        if is_over.get() {
            result::draw(detail)
        } else {
            view! { {part(detail, paper::members)} {paper::agenda(detail)} }.into_any()
        }
    });
    // What comes next stands before what undoes it.
    let carried = live_if(move || is_over.get().then(|| carry::draw(detail, carry)));
    view! {
        <article class="stack">
            {part(detail, head)}
            {part(detail, tools)}
            {carried}
            {run::draw(detail, run)}
            {roll::draw(detail, asking)}
            {counting::draw(detail)}
            {part(detail, facts)}
            {list}
        </article>
    }
    .into_any()
}

fn of_member(detail: Detail, ballot: vote::Screen) -> AnyView {
    let is_over = Memo::new(move |_| detail.state() == State::Closed);
    let list = live_if(move || is_over.get().then(|| result::draw(detail)));
    view! {
        <article class="stack">
            {part(detail, head)}
            {ballot.draw()}
            {part(detail, facts)}
            {list}
        </article>
    }
    .into_any()
}

fn head(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let app = detail.app;
    let title = said(record, TITLE);
    web::set_title(&title);
    // "Sent" beside a ballot would be read as the ballot's.
    let of_record = (record.unsent || record.deleted).then(|| state::chips(app, record));
    view! {
        <header class="stack">
            <h2 tabindex="-1">{title}</h2>
            <div class="chips">{chip(app, record)}</div>
            {of_record}
        </header>
        {run::why_void(app, record)}
    }
    .into_any()
}

/// Editing and deleting, while it is being prepared.
fn tools(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let is_open = State::of(&record.fields) == State::Preparing && record.waiting == 0;
    let edit = [address(record.id), "/edit".to_owned()].concat();
    let of_record =
        (is_open || record.deleted).then(|| actions(detail.actions, record, &said(record, TITLE), edit));
    let session = detail.session.get_value();
    let conflicts = settle::all_conflicts(detail.settling, Some(&session), record);
    view! {
        {of_record}
        {settle::returned(detail.settling, record, detail.actions.ask)}
        {conflicts}
    }
    .into_any()
}

fn facts(detail: Detail, record: &Arc<RecordView>) -> AnyView {
    let locale = detail.app.locale;
    let int = |field| record.fields.get(&field).and_then(Value::as_int);
    let secret = if int(SECRET) == Some(1) { words::SECRET_YES } else { words::SECRET_NO };
    let by_hand = !council::is_on_tablets(&record.fields);
    let method = if by_hand { words::COUNTED_BY_HAND } else { words::ON_TABLETS };
    let lines: [(Both, String, &str); 6] = [
        (words::DAY, format::civil(&said(record, DAY)).unwrap_or_default(), ""),
        (words::YEAR, int(YEAR).map(|year| year.to_string()).unwrap_or_default(), ""),
        (words::SECRET, locale.of(secret).to_owned(), ""),
        (words::METHOD, locale.of(method).to_owned(), ""),
        (words::PLACE, said(record, PLACE), ""),
        (words::NOTES, said(record, NOTES), "whole"),
    ];
    let fact = |(name, text, class): (Both, String, &'static str)| {
        (!text.is_empty()).then(|| {
            view! { <div class=class><dt>{locale.of(name)}</dt><dd class="prose">{text}</dd></div> }
        })
    };
    let facts: Vec<_> = lines.into_iter().filter_map(fact).collect();
    view! { <dl class="card facts wide-facts">{facts}</dl> }.into_any()
}
