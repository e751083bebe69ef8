//! Carrying the result into the dossiers: each gets its own figures by a step of its own, and of each it is told what became
//! of it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::council::{self, DAY, State};
use thidua_domain::dossier::{self, Step};
use thidua_domain::record::{Fields, RecordId};
use thidua_domain::step;
use thidua_sync::client::NewStep;

use super::super::papers::dossiers;
use super::super::papers::report::{self, Report};
use super::detail::Detail;
use super::result::{Judged, judge};
use super::{agenda, may_write, said, words};
use crate::book::{RecordView, RefusalView};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live_if, said as says_of};
use crate::locale::faults;

/// The card of one session. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Carry {
    busy: RwSignal<bool>,
    report: RwSignal<Option<Report>>,
}

impl Carry {
    /// Of a screen.
    pub(super) fn new() -> Self {
        Self { busy: RwSignal::new(false), report: RwSignal::new(None) }
    }

    fn take(self, detail: Detail) {
        if self.busy.get_untracked() {
            return;
        }
        let steps = untrack(|| steps(detail));
        if steps.is_empty() {
            return;
        }
        self.busy.set(true);
        let (book, app) = (detail.book, detail.app);
        let all = untrack(|| dossiers::by_id(book));
        spawn_local(async move {
            let report = match book.steps(steps).await {
                Ok(taken) => Report::of(app, &all, &taken),
                Err(error) => Report::failed(faults::book(app, error)),
            };
            let _gone = self.report.try_set(Some(report));
            let _gone = self.busy.try_set(false);
            book.sync_now();
        });
    }
}

/// The step of each dossier that still waits for the council and whose needed share is known. Tracks.
fn steps(detail: Detail) -> Vec<(RecordId, NewStep)> {
    let Some(record) = detail.record.get() else { return Vec::new() };
    let Ok(day) = said(&record, DAY).parse() else { return Vec::new() };
    let new = |own: &super::OnAgenda| {
        let dossier = own.dossier.as_ref().filter(|dossier| waits(dossier))?;
        let taken = match judge(detail, &record, own) {
            Judged::Reached => Step::Approve,
            Judged::NotReached => Step::Reject,
            Judged::Unknown => return None,
        };
        let (kind, leads_to) = (taken.code(), taken.leads_to().code());
        Some((dossier.id, NewStep { kind, leads_to, day, says: figures(&record, own.item) }))
    };
    agenda(detail.book, &record.fields).iter().filter_map(new).collect()
}

fn waits(dossier: &RecordView) -> bool {
    Step::Approve.goes_from(dossier::State::of(&dossier.fields)) && dossier.waiting == 0
}

/// Whether the endpoint has it past the council.
fn is_through(dossier: &RecordView) -> bool {
    dossier::State::of(&dossier.fields) != dossier::State::Appraised && dossier.waiting == 0
}

/// The figures as the session says them: the endpoint lays both side by side.
fn figures(record: &Arc<RecordView>, item: u32) -> Fields {
    let vote = council::vote(&record.fields, item);
    let secret = if vote.secret { 1 } else { 2 };
    let count = |count: u32| i64::from(count).into();
    Fields::from_iter([
        (step::LINK, record.id.to_string().as_str().into()),
        (step::MEMBERS, count(vote.members)),
        (step::PRESENT, count(vote.present)),
        (step::WRITTEN, count(vote.written)),
        (step::YES, count(vote.yes)),
        (step::NO, count(vote.no.unwrap_or(0))),
        (step::BLANK, count(vote.blank.unwrap_or(0))),
        (step::SECRET, secret.into()),
    ])
}

/// The card with the button, for whoever runs the session, once it is closed.
pub(super) fn draw(detail: Detail, carry: Carry) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let is_shown = Memo::new(move |_| {
        detail
            .record
            .get()
            .is_some_and(|record| record.waiting == 0 && State::of(&record.fields) == State::Closed)
            && may_write(&detail.session.get_value())
    });
    let is_done = Memo::new(move |_| {
        let all = detail.record.get().map(|record| agenda(detail.book, &record.fields));
        all.is_some_and(|all| all.iter().all(|own| own.dossier.as_ref().is_some_and(|own| is_through(own))))
    });
    let id = detail.id;
    let refused = report::refusals(app, detail.book, move |own: &RefusalView| {
        step::entries(&own.fields).iter().any(|entry| step::link(&own.fields, entry.item) == Some(id))
    });
    let card = live_if(move || {
        if !is_shown.get() {
            return None;
        }
        let count = steps(detail).len();
        if count == 0 {
            return is_done.get().then(|| {
                view! {
                    <Note tone=Tone::Done icon=Icon::Safe><p>{locale.of(words::CARRIED)}</p></Note>
                }
                .into_any()
            });
        }
        let press = move |_| carry.take(detail);
        let busy = says_of(move || carry.busy.get());
        Some(
            view! {
                <section class="card">
                    <h3>{locale.of(words::CARRY)}</h3>
                    <p class="muted">{locale.of(words::CARRY_HELP)}</p>
                    <div class="buttons">
                        <button type="button" class="button primary" aria-disabled=busy on:click=press>
                            {Icon::Tick.draw()}
                            {words::carry(locale, count)}
                        </button>
                    </div>
                </section>
            }
            .into_any(),
        )
    });
    // Once all is confirmed, that it waits is no longer true.
    let told = live_if(move || (!is_done.get()).then(|| report::draw(app, detail.book, carry.report)));
    view! { {refused} {card} {told} }.into_any()
}
