//! Issuing a decision: the endpoint gives the number, and with it, in the same exchange, each dossier its award.
//!
//! Before anything is written the line is tried: a decision that waits for days in an outbox would be dated and not
//! numbered. Without a line the draft stays what it is.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::decision::{self, State, Step};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Fields, RecordId, RecordKind};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::{dossier, step};
use thidua_sync::client::NewStep;
use thidua_sync::outcome::Reason;

use super::super::report;
use super::detail::Detail;
use super::{address, may_write, second, words};
use crate::book::{AttemptEnd, BookError, RecordView, RefusalView, SyncState};
use crate::components::chip::{Note, Tone};
use crate::components::confirm::{Confirm, Question};
use crate::components::icon::Icon;
use crate::components::live::{live_if, said};
use crate::components::press::{Weight, link};
use crate::locale::{faults, obstacles, words as of_app};
use crate::web;

/// As long is the endpoint waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// How far issuing is.
#[derive(Clone, Copy, PartialEq)]
enum Doing {
    /// Nothing was asked for.
    Rest,
    /// The line is being tried, since this time.
    Asking(f64),
    /// There is no line.
    Offline,
    /// The endpoint was not reached for another reason.
    NotReached,
    /// The device says that it cannot be.
    Failed(BookError),
}

/// Issuing one decision. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Issue {
    doing: RwSignal<Doing>,
    sure: RwSignal<bool>,
    begin: Callback<()>,
}

impl Issue {
    /// Of a screen.
    pub(super) fn new(detail: Detail) -> Self {
        let doing = RwSignal::new(Doing::Rest);
        let begin = Callback::new(move |()| begin(detail, doing));
        when_reached(detail, doing, move || issue(detail, doing));
        Self { doing, sure: RwSignal::new(false), begin }
    }
}

/// Trying the line before dossiers get their award by a decision that has its number. `Copy`: its signal lives as long as
/// the screen.
#[derive(Clone, Copy)]
pub(super) struct Line {
    doing: RwSignal<Doing>,
}

impl Line {
    /// Of a screen.
    pub(super) fn new() -> Self {
        Self { doing: RwSignal::new(Doing::Rest) }
    }

    /// Says what is done when the endpoint has answered.
    pub(super) fn follow(self, detail: Detail, then: impl Fn() + 'static) {
        when_reached(detail, self.doing, move || {
            self.doing.set(Doing::Rest);
            then();
        });
    }

    /// Tries it.
    pub(super) fn ask(self, detail: Detail) {
        begin(detail, self.doing);
    }

    /// Whether it is being tried. Tracks.
    pub(super) fn is_asked(self) -> bool {
        matches!(self.doing.get(), Doing::Asking(_))
    }

    /// How far it is.
    pub(super) fn draw(self) -> AnyView {
        let locale = of_app().locale;
        live_if(move || {
            let (tone, icon, text) = match self.doing.get() {
                Doing::Asking(_) => (Tone::Wait, Icon::Clock, words::ASKING),
                Doing::Offline => (Tone::Wait, Icon::Offline, words::DECIDE_OFFLINE),
                Doing::NotReached => (Tone::Grave, Icon::Alert, words::DECIDE_NOT_REACHED),
                Doing::Rest | Doing::Failed(_) => return None,
            };
            Some(view! { <Note tone=tone icon=icon><p>{locale.of(text)}</p></Note> }.into_any())
        })
    }
}

/// Follows how trying the line ends.
fn when_reached(detail: Detail, doing: RwSignal<Doing>, then: impl Fn() + 'static) {
    Effect::new(move || {
        let attempts = detail.book.attempts().get();
        let Doing::Asking(since) = doing.get_untracked() else { return };
        let Some(last) = attempts.first().filter(|last| last.at_ms > since) else { return };
        match last.end {
            AttemptEnd::Done { .. } => then(),
            // A hub gives no numbers.
            AttemptEnd::AtHub { .. } | AttemptEnd::Failed(crate::book::SyncFailure::Offline) => {
                doing.set(Doing::Offline);
            }
            AttemptEnd::Failed(_) => doing.set(Doing::NotReached),
        }
    });
}

/// Tries the line. What the endpoint knows newer comes with it.
fn begin(detail: Detail, doing: RwSignal<Doing>) {
    if matches!(doing.get_untracked(), Doing::Asking(_)) {
        return;
    }
    let since = detail.book.attempts().with_untracked(|all| all.first().map_or(0.0, |last| last.at_ms));
    doing.set(Doing::Asking(since));
    detail.book.sync_now();
    set_timeout(
        move || {
            if doing.try_get_untracked() == Some(Doing::Asking(since)) {
                let _gone = doing.try_set(Doing::NotReached);
            }
        },
        PATIENCE,
    );
}

/// Takes the step, and those of the dossiers that rest on it: they name it, so that the endpoint takes all or none.
fn issue(detail: Detail, doing: RwSignal<Doing>) {
    let book = detail.book;
    let Some(record) = detail.record.get_untracked() else { return };
    let Some(today) = web::today() else { return };
    let before: Vec<_> = book.refusals().with_untracked(|all| {
        all.iter().filter(|own| own.record == Some(record.id)).map(|own| own.counter).collect()
    });
    doing.set(Doing::Rest);
    spawn_local(async move {
        for counter in before {
            let _kept = book.dismiss_refusal(counter).await;
        }
        let says = Fields::new();
        let new = NewStep { kind: Step::Issue.code(), leads_to: State::Issued.code(), day: today, says };
        let issued = book.steps(vec![(record.id, new)]).await;
        let refused = match &issued {
            Ok(steps) => steps.iter().find_map(|taken| taken.refused),
            Err(error) => Some(*error),
        };
        if let Some(error) = refused {
            let _gone = doing.try_set(Doing::Failed(error));
            return;
        }
        let listed: Vec<_> = decision::nominations(&record.fields).collect();
        // What the device cannot take now is offered again when the decision has its number.
        let _each = book.steps(decides(&record, listed)).await;
        book.sync_now();
    });
}

/// The steps that give dossiers their award by a decision.
pub(super) fn decides(record: &RecordView, dossiers: Vec<RecordId>) -> Vec<(RecordId, NewStep)> {
    let day = decision::day(&record.fields).or_else(web::today);
    let new = |day: CivilDate| NewStep {
        kind: dossier::Step::Decide.code(),
        leads_to: dossier::State::Decided.code(),
        day,
        says: Fields::from_iter([(step::LINK, record.id.to_string().as_str().into())]),
    };
    let steps = day.map(|day| dossiers.into_iter().map(|id| (id, new(day))).collect());
    steps.unwrap_or_default()
}

/// Whether what was refused is the step that issues a decision.
pub(super) fn is_issue(refusal: &RefusalView) -> bool {
    let issued = thidua_domain::record::Value::from(i64::from(State::Issued.code()));
    refusal.kind == Some(RecordKind::Decision) && refusal.fields.get(&step::STATE) == Some(&issued)
}

/// The card that issues a draft, or says that its number is on its way.
pub(super) fn draw(detail: Detail, issue: Issue) -> AnyView {
    let locale = of_app().locale;
    let body = live_if(move || {
        let record = detail.record.get()?;
        match State::of(&record.fields) {
            State::Issued if record.waiting > 0 => Some(
                view! {
                    <Note tone=Tone::Wait icon=Icon::Clock>
                        <p><strong>{locale.of(words::AWAITS)}</strong></p>
                        <p>{locale.of(words::AWAITS_HELP)}</p>
                    </Note>
                }
                .into_any(),
            ),
            of if of.is_draft() && !record.deleted && may_write(&detail.session.get_value()) => {
                Some(card(detail, issue, &record))
            }
            _ => None,
        }
    });
    view! { <div class="stack" role="status">{body}</div> }.into_any()
}

fn card(detail: Detail, issue: Issue, record: &Arc<RecordView>) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let count = decision::nominations(&record.fields).count();
    let question = Question {
        title: locale.of(words::ISSUE_TITLE),
        text: Signal::stored(words::issue_text(locale, count)),
        yes: locale.of(words::ISSUE),
        no: app.form().cancel,
        typed: None,
    };
    let busy = said(move || matches!(issue.doing.get(), Doing::Asking(_)));
    let press = move |_| {
        if !matches!(issue.doing.get_untracked(), Doing::Asking(_)) {
            issue.sure.set(true);
        }
    };
    let told = live_if(move || {
        let offline = matches!(detail.book.status().read().state, SyncState::Offline | SyncState::AtHub);
        let (tone, icon, text) = match issue.doing.get() {
            Doing::Rest if !offline => return None,
            Doing::Asking(_) => (Tone::Wait, Icon::Clock, locale.of(words::ASKING).to_owned()),
            Doing::Rest | Doing::Offline => (Tone::Wait, Icon::Offline, locale.of(words::OFFLINE).to_owned()),
            Doing::NotReached => (Tone::Grave, Icon::Alert, locale.of(words::NOT_REACHED).to_owned()),
            Doing::Failed(error) => (Tone::Grave, Icon::Alert, faults::book(app, error)),
        };
        Some(view! { <Note tone=tone icon=icon><p>{text}</p></Note> }.into_any())
    });
    // The endpoint would refuse it; what is missing stands in the card of the second person.
    let missing = second::missing(detail, record).map(|obstacle| obstacles::words(locale, obstacle));
    if let Some(missing) = missing {
        return view! {
            <section class="card">
                <h3>{locale.of(words::ISSUE)}</h3>
                {refused(detail)}
                <p class="muted">{missing}</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="card">
            <h3>{locale.of(words::ISSUE)}</h3>
            {refused(detail)}
            <p class="muted">{locale.of(words::ISSUE_HELP)}</p>
            {told}
            <div class="buttons">
                <button type="button" class="button primary" aria-disabled=busy on:click=press>
                    {Icon::Tick.draw()}
                    {locale.of(words::ISSUE)}
                </button>
            </div>
        </section>
        <Confirm open=issue.sure question=question on_yes=issue.begin/>
    }
    .into_any()
}

/// Why the endpoint did not issue it, with the way to mend it.
fn refused(detail: Detail) -> AnyView {
    let (app, id) = (detail.app, detail.id);
    live_if(move || {
        let refusals = detail.book.refusals().get();
        let refusal = refusals.iter().rev().find(|own| own.record == Some(id) && is_issue(own))?;
        let reason = faults::reason(app, RecordKind::Decision, &refusal.reason);
        let can_mend =
            matches!(refusal.reason, Reason::Obstacle(obstacle) if obstacle != Obstacle::StateMoved);
        let mend = can_mend.then(|| {
            let edit = [address(id), "/edit".to_owned()].concat();
            view! {
                <div class="buttons">
                    {link(Weight::Other, Some(Icon::Pencil), app.locale.of(words::MEND), edit)}
                </div>
            }
        });
        let counter = refusal.counter;
        let seen = crate::components::press::button(
            Weight::Plain,
            None,
            app.locale.of(super::super::words::SEEN),
            move |()| report::dismiss(detail.book, vec![counter]),
        );
        Some(
            view! {
                <Note tone=Tone::Grave icon=Icon::Alert>
                    <p><strong>{app.locale.of(words::NOT_ISSUED)}</strong></p>
                    <p>{reason}</p>
                    {mend}
                    {seen}
                </Note>
            }
            .into_any(),
        )
    })
}
