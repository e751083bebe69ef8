//! What follows an issued decision: writing it into dossiers that do not have it, handing the awards over, taking an award
//! away, cancelling the whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::decision::{self, State, Step};
use thidua_domain::record::{Fields, RecordId};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::{dossier, step};
use thidua_sync::client::NewStep;

use super::super::picker::{Candidate, Picker};
use super::super::report::{self, Report};
use super::super::small_form::Asked;
use super::super::{dossiers, words as of_papers};
use super::detail::Detail;
use super::issue::{self, Line};
use super::{may_write, words};
use crate::book::RecordView;
use crate::components::chip::{Note, Tone};
use crate::components::field::Keys;
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, said};
use crate::components::press::{Weight, button};
use crate::locale::facts::Both;
use crate::locale::faults;
use crate::web;

/// What can be done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Present,
    Revoke,
    Cancel,
}

/// The cards of one decision. `Copy`: their signals live as long as the screen, and so does what is typed.
#[derive(Clone, Copy)]
pub(super) struct Acts {
    open: RwSignal<Option<Act>>,
    busy: RwSignal<bool>,
    report: RwSignal<Option<Report>>,
    present_day: Asked,
    present: Picker,
    revoke_number: Asked,
    revoke_day: Asked,
    revoke_reason: Asked,
    revoke: Picker,
    cancel_reason: Asked,
    /// Deciding needs the endpoint: it is tried before anything is written.
    line: Line,
    /// Said at a list from which nothing was chosen.
    nobody: RwSignal<bool>,
}

fn is_decided(record: &RecordView) -> bool {
    dossier::State::of(&record.fields) == dossier::State::Decided
}

impl Acts {
    /// Of a screen.
    pub(super) fn new(detail: Detail) -> Self {
        let locale = detail.app.locale;
        let nobody = RwSignal::new(false);
        let picker = move |holds: fn(&RecordView) -> bool, all: bool| {
            let id = detail.id;
            let found = Memo::new_with_compare(
                move |_| {
                    let rest = detail.those(|record| holds(record) && decision::rests_on(&record.fields, id));
                    Arc::new(
                        rest.into_iter().map(|record| Candidate { record, unfit: None }).collect::<Vec<_>>(),
                    )
                },
                |_, _| true,
            );
            let chosen = RwSignal::new(BTreeSet::new());
            if all {
                // Mostly all are handed over at one ceremony: who was not there is taken out.
                Effect::new(move || {
                    let ids: Vec<_> = found.read().iter().map(|own: &Candidate| own.record.id).collect();
                    let mut every = BTreeSet::new();
                    every.extend(ids);
                    chosen.set(every);
                });
            }
            let changed = Callback::new(move |()| nobody.set(false));
            Picker::new(detail.app, detail.session.get_value(), found.into(), chosen, changed)
        };
        let acts = Self {
            open: RwSignal::new(None),
            busy: RwSignal::new(false),
            report: RwSignal::new(None),
            present_day: Asked::today(locale),
            present: picker(is_decided, true),
            revoke_number: Asked::new(locale),
            revoke_day: Asked::today(locale),
            revoke_reason: Asked::new(locale),
            revoke: picker(|_| true, false),
            cancel_reason: Asked::new(locale),
            line: Line::new(),
            nobody,
        };
        acts.line.follow(detail, move || acts.decide(detail));
        acts
    }

    /// Writes the decision into the dossiers that do not have it.
    fn decide(self, detail: Detail) {
        let Some(record) = detail.record.get_untracked() else { return };
        let ids = untrack(|| undecided(detail)).iter().map(|record| record.id).collect();
        self.take(detail, issue::decides(&record, ids), |_| {});
    }

    /// Takes steps and reports what became of each; closes the card where all were taken.
    fn take(self, detail: Detail, steps: Vec<(RecordId, NewStep)>, done: fn(Acts)) {
        if self.busy.get_untracked() || steps.is_empty() {
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
            if report.is_good() {
                let _gone = self.open.try_set(None);
                if self.busy.try_get_untracked().is_some() {
                    done(self);
                }
            }
            let _gone = self.report.try_set(Some(report));
            let _gone = self.busy.try_set(false);
            book.sync_now();
        });
    }

    /// The chosen ones of those that still can be.
    fn picked(self, picker: Picker) -> Option<Vec<RecordId>> {
        let chosen: Vec<_> = picker.chosen.get_untracked().into_iter().collect();
        self.nobody.set(chosen.is_empty());
        (!chosen.is_empty()).then_some(chosen)
    }

    fn present(self, detail: Detail) {
        let (Some(day), Some(chosen)) = (self.present_day.day(), self.picked(self.present)) else { return };
        if is_before(detail, day) {
            return self.present_day.complain(detail.app.locale.of(words::TOO_EARLY));
        }
        let new = |id| (id, new_step(dossier::Step::Present, day, Fields::new()));
        self.take(detail, chosen.into_iter().map(new).collect(), |_| {});
    }

    fn revoke(self, detail: Detail) {
        let (reason, day, number) =
            (self.revoke_reason.words(), self.revoke_day.day(), self.revoke_number.words());
        let (Some(number), Some(day), Some(reason)) = (number, day, reason) else { return };
        let Some(chosen) = self.picked(self.revoke) else { return };
        if is_before(detail, day) {
            return self.revoke_day.complain(detail.app.locale.of(words::TOO_EARLY));
        }
        let says = Fields::from_iter([
            (step::NUMBER, number.as_str().into()),
            (step::REASON, reason.as_str().into()),
        ]);
        let new = |id| (id, new_step(dossier::Step::Revoke, day, says.clone()));
        self.take(detail, chosen.into_iter().map(new).collect(), |acts| {
            acts.revoke_number.clear();
            acts.revoke_reason.clear();
            acts.revoke.chosen.set(BTreeSet::new());
        });
    }

    fn cancel(self, detail: Detail) {
        let (Some(reason), Some(day)) = (self.cancel_reason.words(), web::today()) else { return };
        let says = Fields::from_iter([(step::REASON, reason.as_str().into())]);
        let new = NewStep { kind: Step::Cancel.code(), leads_to: State::Cancelled.code(), day, says };
        self.take(detail, vec![(detail.id, new)], |acts| acts.cancel_reason.clear());
    }
}

/// The dossiers of the decision that could have their award by it and have not. Tracks.
fn undecided(detail: Detail) -> Vec<Arc<RecordView>> {
    detail.those(|record| dossier::can_be_decided(&record.fields))
}

fn new_step(taken: dossier::Step, day: CivilDate, says: Fields) -> NewStep {
    NewStep { kind: taken.code(), leads_to: taken.leads_to().code(), day, says }
}

fn is_before(detail: Detail, day: CivilDate) -> bool {
    let record = detail.record.get_untracked();
    record.and_then(|record| decision::day(&record.fields)).is_some_and(|decided| day < decided)
}

/// The cards, where the decision holds and the account may.
pub(super) fn draw(detail: Detail, acts: Acts) -> AnyView {
    let app = detail.app;
    let is_open = Memo::new(move |_| {
        let record = detail.record.get();
        record.is_some_and(|record| {
            decision::holds(&record.fields) && record.fields.contains_key(&decision::NUMBER)
        }) && may_write(&detail.session.get_value())
    });
    let body = live_if(move || is_open.get().then(|| card(detail, acts)));
    view! { {body} {report::draw(app, detail.book, acts.report)} }.into_any()
}

fn card(detail: Detail, acts: Acts) -> AnyView {
    let locale = detail.app.locale;
    let decide = live_if(move || {
        let rest = undecided(detail);
        if rest.is_empty() {
            return None;
        }
        let press = move |_| {
            if !acts.busy.get_untracked() {
                acts.line.ask(detail);
            }
        };
        let busy = said(move || acts.line.is_asked() || acts.busy.get());
        Some(
            view! {
                <div role="status" class="stack">{acts.line.draw()}</div>
                <button type="button" class="button primary" aria-disabled=busy on:click=press>
                    {Icon::Tick.draw()} {words::decide(locale, rest.len())}
                </button>
            }
            .into_any(),
        )
    });
    let id = detail.id;
    let rests = move |record: &RecordView| decision::rests_on(&record.fields, id);
    let can_present = Memo::new(move |_| !detail.those(|own| is_decided(own) && rests(own)).is_empty());
    let can_revoke = Memo::new(move |_| !detail.those(rests).is_empty());
    let choose = move |act: Act, weight, icon, word: Both| {
        button(weight, Some(icon), locale.of(word), move |()| {
            acts.report.set(None);
            acts.nobody.set(false);
            acts.open.update(|open| *open = if *open == Some(act) { None } else { Some(act) });
        })
    };
    let ways = live(move || {
        let present =
            can_present.get().then(|| choose(Act::Present, Weight::Primary, Icon::Award, words::PRESENT));
        let revoke =
            can_revoke.get().then(|| choose(Act::Revoke, Weight::Grave, Icon::Return, words::REVOKE));
        let cancel = choose(Act::Cancel, Weight::Grave, Icon::Bin, words::CANCEL);
        view! { <div class="buttons">{present} {revoke} {cancel}</div> }.into_any()
    });
    let open = live_if(move || Some(opened(detail, acts, acts.open.get()?)));
    view! {
        <section class="card">
            <h3>{locale.of(words::NEXT)}</h3>
            {decide}
            {ways}
            {open}
        </section>
    }
    .into_any()
}

fn opened(detail: Detail, acts: Acts, act: Act) -> AnyView {
    let locale = detail.app.locale;
    let nobody = live_if(move || {
        let words = locale.of(of_papers::CHOOSE_SOME);
        acts.nobody
            .get()
            .then(|| view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{words}</p></Note> }.into_any())
    });
    let nobody = view! { <div role="alert">{nobody}</div> };
    let close = button(Weight::Other, None, locale.of(of_papers::CANCEL), move |()| acts.open.set(None));
    let go = |weight, word: Both, run: fn(Acts, Detail)| {
        button(weight, Some(Icon::Tick), locale.of(word), move |()| run(acts, detail))
    };
    match act {
        Act::Present => view! {
            <div class="stack">
                {acts.present_day.draw("present-day", locale.of(words::PRESENT_DAY), locale.of(words::PRESENT_DAY_HELP), Keys::Line)}
                {nobody}
                {acts.present.draw()}
                <div class="buttons">{close} {go(Weight::Primary, words::PRESENT, Acts::present)}</div>
            </div>
        }
        .into_any(),
        Act::Revoke => view! {
            <div class="stack">
                <p class="help">{locale.of(words::REVOKE_HELP)}</p>
                {acts.revoke_number.draw("revoke-number", locale.of(words::REVOKE_NUMBER), "", Keys::Line)}
                {acts.revoke_day.draw("revoke-day", locale.of(words::REVOKE_DAY), locale.of(words::PRESENT_DAY_HELP), Keys::Line)}
                {acts.revoke_reason.draw("revoke-reason", locale.of(words::REASON), "", Keys::Prose)}
                {nobody}
                {acts.revoke.draw()}
                <div class="buttons">{close} {go(Weight::Primary, words::REVOKE, Acts::revoke)}</div>
            </div>
        }
        .into_any(),
        Act::Cancel => cancel(detail, acts, close),
    }
}

fn cancel(detail: Detail, acts: Acts, close: AnyView) -> AnyView {
    let locale = detail.app.locale;
    let id = detail.id;
    let rested = untrack(|| !detail.those(|record| decision::rests_on(&record.fields, id)).is_empty());
    if rested {
        return view! {
            <div class="stack">
                <Note tone=Tone::Wait icon=Icon::Alert><p>{locale.of(words::CANCEL_NOT_YET)}</p></Note>
                <div class="buttons">{close}</div>
            </div>
        }
        .into_any();
    }
    let go =
        button(Weight::Primary, Some(Icon::Tick), locale.of(words::CANCEL), move |()| acts.cancel(detail));
    view! {
        <div class="stack">
            <p class="help">{locale.of(words::CANCEL_HELP)}</p>
            {acts.cancel_reason.draw("cancel-reason", locale.of(words::REASON), "", Keys::Prose)}
            <div class="buttons">{close} {go}</div>
        </div>
    }
    .into_any()
}
