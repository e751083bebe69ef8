//! The second person: who has confirmed the draft as it stands, what is missing, and the button to confirm it.
//!
//! Shown where the committee asks for it, and where somebody has confirmed without being asked.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::decision::{self, State, Step, second};
use thidua_domain::guard::{Other, Surroundings, Tally};
use thidua_domain::law::setting::Setting;
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Fields, PartitionId, RecordId};
use thidua_domain::step::Entry;
use thidua_sync::client::NewStep;

use super::super::dossiers;
use super::detail::Detail;
use super::{may_write, words};
use crate::book::{Book, BookError, RecordView};
use crate::components::chip::{Note, Tone};
use crate::components::confirm::{Confirm, Question};
use crate::components::icon::Icon;
use crate::components::live::{live_if, said};
use crate::locale::{Locale, faults, format, obstacles};
use crate::web;

/// The code of the choice by which the committee asks for a second person.
const ASKED_FOR: i64 = 2;

/// The dossiers that this device holds.
struct Held(Book);

impl Surroundings for Held {
    fn record(&self, id: RecordId) -> Option<Other> {
        let all = dossiers::by_id(self.0);
        let found = all.get(&id)?;
        let (kind, partition, deleted) = (found.kind, found.partition, found.deleted);
        Some(Other { kind, partition, fields: found.fields.clone(), deleted })
    }

    fn is_whole(&self) -> bool {
        false
    }

    fn is_listed_elsewhere(&self, _: RecordId, _: RecordId) -> bool {
        false
    }

    fn last_number(&self, _: PartitionId, _: u16) -> Option<u32> {
        None
    }

    fn tally(&self, _: RecordId) -> Option<Tally> {
        None
    }

    fn sessions(&self) -> Vec<(RecordId, Fields)> {
        Vec::new()
    }
}

/// Confirming one decision. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Second {
    sure: RwSignal<bool>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<BookError>>,
    take: Callback<()>,
}

impl Second {
    /// Of a screen.
    pub(super) fn new(detail: Detail) -> Self {
        let (sure, busy, failed) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None));
        let take = Callback::new(move |()| confirm(detail, busy, failed));
        Self { sure, busy, failed, take }
    }
}

/// Whether the committee asks for a second person today. Tracks.
fn is_asked_for(detail: Detail) -> bool {
    let settings = detail.settings.get();
    web::today().is_some_and(|today| settings.on(Setting::SecondPerson, today) == ASKED_FOR)
}

/// What keeps the account from issuing the draft, where the committee asks for a second person. Tracks.
pub(super) fn missing(detail: Detail, record: &RecordView) -> Option<Obstacle> {
    let name = detail.session.with_value(|session| session.account.name.clone());
    let check = || second::check(record.id, &record.fields, &name, &Held(detail.book));
    if is_asked_for(detail) { check().err() } else { None }
}

fn confirm(detail: Detail, busy: RwSignal<bool>, failed: RwSignal<Option<BookError>>) {
    let Some(day) = web::today() else { return };
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    failed.set(None);
    let (kind, leads_to) = (Step::Confirm.code(), State::Confirmed.code());
    spawn_local(async move {
        let new = NewStep { kind, leads_to, day, says: Fields::new() };
        let refused = match detail.book.steps(vec![(detail.id, new)]).await {
            Ok(steps) => steps.iter().find_map(|taken| taken.refused),
            Err(error) => Some(error),
        };
        let _gone = failed.try_set(refused);
        let _gone = busy.try_set(false);
        detail.book.sync_now();
    });
}

/// The card of a draft that wants a second person or has one.
pub(super) fn draw(detail: Detail, own: Second) -> AnyView {
    let body = live_if(move || {
        let record = detail.record.get()?;
        let has_any = second::confirmations(&record.fields).next().is_some();
        let is_of_draft = State::of(&record.fields).is_draft() && !record.deleted;
        (is_of_draft && (has_any || is_asked_for(detail))).then(|| card(detail, own, &record))
    });
    view! { <div class="stack" role="status">{body}</div> }.into_any()
}

/// Who confirmed, and when.
fn who(locale: Locale, entry: &Entry<'_>) -> String {
    let day = entry.day.and_then(|day| format::civil(&day.to_string())).unwrap_or_default();
    [locale.of(words::CONFIRMED_BY), entry.by, " · ", &day].concat()
}

fn card(detail: Detail, own: Second, record: &Arc<RecordView>) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let held = Held(detail.book);
    let last = second::confirmations(&record.fields).last();
    let standing =
        second::confirmations(&record.fields).filter(|entry| second::holds(&record.fields, entry, &held));
    let standing: Vec<_> = standing.collect();
    let waits = record.waiting > 0;
    let notes: Vec<AnyView> = if standing.is_empty() {
        let void = last.map(|entry| who(locale, &entry)).map(|who| view! { <p class="small">{who}</p> });
        let text = if void.is_some() { words::CONFIRMATION_VOID } else { words::NOT_CONFIRMED };
        vec![
            view! { <Note tone=Tone::Wait icon=Icon::Alert><p>{locale.of(text)}</p> {void}</Note> }
                .into_any(),
        ]
    } else {
        let note = |entry: &Entry<'_>| {
            let (tone, icon) = if waits { (Tone::Wait, Icon::Clock) } else { (Tone::Done, Icon::Safe) };
            let waiting =
                waits.then(|| view! { <p class="small">{locale.of(words::CONFIRMATION_WAITS)}</p> });
            let who = who(locale, entry);
            view! { <Note tone=tone icon=icon><p>{who}</p> {waiting}</Note> }.into_any()
        };
        standing.iter().map(note).collect()
    };
    let name = detail.session.with_value(|session| session.account.name.clone());
    let is_mine = standing.iter().any(|entry| entry.by == name);
    let mine = is_mine.then(|| {
        let text = obstacles::words(locale, Obstacle::OwnConfirmation);
        view! { <p class="muted">{text}</p> }
    });
    let may = may_write(&detail.session.get_value()) && !is_mine && !waits;
    let button = may.then(|| way(detail, own, decision::nominations(&record.fields).count()));
    view! {
        <section class="card">
            <h3>{locale.of(words::SECOND)}</h3>
            {notes}
            {mine}
            {button}
        </section>
    }
    .into_any()
}

fn way(detail: Detail, own: Second, count: usize) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let question = Question {
        title: locale.of(words::CONFIRM_TITLE),
        text: Signal::stored(words::confirm_text(locale, count)),
        yes: locale.of(words::CONFIRM),
        no: app.form().cancel,
        typed: None,
    };
    let failed = live_if(move || {
        let told = faults::book(app, own.failed.get()?);
        Some(view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{told}</p></Note> }.into_any())
    });
    let busy = said(move || own.busy.get());
    view! {
        <p class="muted">{locale.of(words::CONFIRM_HELP)}</p>
        {failed}
        <div class="buttons">
            <button type="button" class="button" aria-disabled=busy on:click=move |_| own.sure.set(true)>
                {Icon::Tick.draw()}
                {locale.of(words::CONFIRM)}
            </button>
        </div>
        <Confirm open=own.sure question=question on_yes=own.take/>
    }
    .into_any()
}
