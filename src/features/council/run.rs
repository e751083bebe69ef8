//! Opening, closing and breaking off: what only the endpoint can do.
//!
//! Before anything is written the line is tried: a step that waits in an outbox would leave members before a vote that is
//! open on one device alone.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::council::{self, State, Step};
use thidua_domain::record::Fields;
use thidua_domain::step;
use thidua_sync::client::NewStep;

use super::super::papers::report;
use super::super::papers::small_form::Asked;
use super::detail::Detail;
use super::{may_write, words};
use crate::book::{AttemptEnd, BookError, DraftKey, RecordView, RefusalView, SyncFailure, SyncState};
use crate::components::chip::{Note, Tone};
use crate::components::confirm::{Confirm, Question};
use crate::components::field::Keys;
use crate::components::icon::Icon;
use crate::components::live::{live_if, said};
use crate::components::press::{Weight, button};
use crate::locale::{Words, faults};
use crate::web;

/// As long is the endpoint waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// How far a step is.
#[derive(Clone, Copy, PartialEq)]
enum Doing {
    /// Nothing was asked for.
    Rest,
    /// The line is being tried for a step, since this time.
    Asking(Step, f64),
    /// There is no line.
    Offline,
    /// The endpoint was not reached for another reason.
    NotReached,
    /// The device says that it cannot be.
    Failed(BookError),
    /// What was counted is typed and not saved.
    Unsaved,
}

/// The steps of one session. `Copy`: its signals live as long as the screen, and so does what is typed.
#[derive(Clone, Copy)]
pub(super) struct Run {
    doing: RwSignal<Doing>,
    sure_open: RwSignal<bool>,
    sure_close: RwSignal<bool>,
    sure_lock: RwSignal<bool>,
    voiding: RwSignal<bool>,
    reason: Asked,
    begin: Callback<Step>,
}

impl Run {
    /// Of a screen.
    pub(super) fn new(detail: Detail) -> Self {
        let doing = RwSignal::new(Doing::Rest);
        let reason = Asked::new(detail.app.locale);
        let begin = Callback::new(move |taken| begin(detail, doing, taken));
        Effect::new(move || {
            let attempts = detail.book.attempts().get();
            let Doing::Asking(taken, since) = doing.get_untracked() else { return };
            let Some(last) = attempts.first().filter(|last| last.at_ms > since) else { return };
            match last.end {
                AttemptEnd::Done { .. } => take(detail, doing, reason, taken),
                // A hub opens and closes no session.
                AttemptEnd::AtHub { .. } | AttemptEnd::Failed(SyncFailure::Offline) => {
                    doing.set(Doing::Offline);
                }
                AttemptEnd::Failed(_) => doing.set(Doing::NotReached),
            }
        });
        Self {
            doing,
            sure_open: RwSignal::new(false),
            sure_close: RwSignal::new(false),
            sure_lock: RwSignal::new(false),
            voiding: RwSignal::new(false),
            reason,
            begin,
        }
    }

    fn is_busy(self) -> bool {
        matches!(self.doing.get(), Doing::Asking(..))
    }
}

/// Tries the line. What the endpoint knows newer comes with it.
fn begin(detail: Detail, doing: RwSignal<Doing>, taken: Step) {
    if matches!(doing.get_untracked(), Doing::Asking(..)) {
        return;
    }
    let since = detail.book.attempts().with_untracked(|all| all.first().map_or(0.0, |last| last.at_ms));
    let asking = Doing::Asking(taken, since);
    doing.set(asking);
    detail.book.sync_now();
    set_timeout(
        move || {
            if doing.try_get_untracked() == Some(asking) {
                let _gone = doing.try_set(Doing::NotReached);
            }
        },
        PATIENCE,
    );
}

fn take(detail: Detail, doing: RwSignal<Doing>, reason: Asked, taken: Step) {
    let (book, id) = (detail.book, detail.id);
    let Some(today) = web::today() else { return doing.set(Doing::NotReached) };
    let before: Vec<_> = book.refusals().with_untracked(|all| {
        all.iter().filter(|own| own.record == Some(id)).map(|own| own.counter).collect()
    });
    let mut says = Fields::new();
    if taken == Step::Void {
        let why = reason.input.text.get_untracked();
        says.insert(step::REASON, why.trim().into());
    }
    doing.set(Doing::Rest);
    spawn_local(async move {
        for counter in before {
            let _kept = book.dismiss_refusal(counter).await;
        }
        let new = NewStep { kind: taken.code(), leads_to: taken.leads_to().code(), day: today, says };
        let refused = match book.steps(vec![(id, new)]).await {
            Ok(steps) => steps.iter().find_map(|one| one.refused),
            Err(error) => Some(error),
        };
        if let Some(error) = refused {
            let _gone = doing.try_set(Doing::Failed(error));
            return;
        }
        book.sync_now();
    });
}

/// The card with what can be done now, and what the endpoint said of it.
pub(super) fn draw(detail: Detail, run: Run) -> AnyView {
    let app = detail.app;
    let id = detail.id;
    // A step on the record itself; that of a dossier which rests on it is told where results are carried.
    let refused = report::refusals(app, detail.book, move |own: &RefusalView| own.record == Some(id));
    let locale = app.locale;
    let body = live_if(move || {
        let record = detail.record.get()?;
        if record.waiting > 0 {
            return Some(
                view! {
                    <Note tone=Tone::Wait icon=Icon::Clock>
                        <p><strong>{locale.of(words::AWAITS)}</strong></p>
                        <p>{locale.of(words::AWAITS_HELP)}</p>
                    </Note>
                }
                .into_any(),
            );
        }
        let state = State::of(&record.fields);
        let is_live = match state {
            State::Preparing | State::Open => !record.deleted,
            State::Closed => !is_used(detail, &record),
            State::Void => false,
        };
        (is_live && may_write(&detail.session.get_value())).then(|| card(detail, run, &record, state))
    });
    // The dialogs stay while the card is drawn anew by what the endpoint sends.
    view! { {refused} <div class="stack" role="status">{body}</div> {questions(detail, run)} }.into_any()
}

/// Whether the result stands in a dossier that this device holds. Tracks.
fn is_used(detail: Detail, record: &RecordView) -> bool {
    let votes = |id| {
        let dossier = detail.book.record(id)?;
        let entries = step::entries(&dossier.fields);
        let is_this = |entry: &step::Entry<'_>| step::link(&dossier.fields, entry.item) == Some(detail.id);
        Some(entries.iter().any(is_this))
    };
    council::agenda(&record.fields).any(|(_, id)| votes(id).unwrap_or(false))
}

fn questions(detail: Detail, run: Run) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let opening = Question {
        title: locale.of(words::OPEN_TITLE),
        text: Signal::derive(move || {
            let counts = detail.record.get().map(|record| {
                (council::members(&record.fields).count(), council::agenda(&record.fields).count())
            });
            counts.map_or_else(String::new, |(members, dossiers)| words::open_text(locale, members, dossiers))
        }),
        yes: locale.of(words::OPEN),
        no: app.form().cancel,
        typed: None,
    };
    let closing = Question {
        title: locale.of(words::CLOSE_TITLE),
        text: Signal::derive(move || {
            let members = detail.record.get().map_or(0, |record| council::members(&record.fields).count());
            let roll = detail.roll.get().map(|known| (known.roll.took.len(), known.roll.ballots, members));
            words::close_text(locale, roll)
        }),
        yes: locale.of(words::CLOSE),
        no: app.form().cancel,
        typed: None,
    };
    let locking = Question {
        title: locale.of(words::LOCK_TITLE),
        text: Signal::stored(locale.of(words::LOCK_COUNT_HELP).to_owned()),
        yes: locale.of(words::LOCK_COUNT),
        no: app.form().cancel,
        typed: None,
    };
    let open = Callback::new(move |()| run.begin.run(Step::Open));
    let close = Callback::new(move |()| run.begin.run(Step::Close));
    view! {
        <Confirm open=run.sure_open question=opening on_yes=open/>
        <Confirm open=run.sure_close question=closing on_yes=close/>
        <Confirm open=run.sure_lock question=locking on_yes=close/>
    }
    .into_any()
}

fn card(detail: Detail, run: Run, record: &RecordView, state: State) -> AnyView {
    let locale = detail.app.locale;
    let is_open = state == State::Open;
    let is_over = state == State::Closed;
    let by_hand = !council::is_on_tablets(&record.fields);
    let (word, help, sure) = match (is_open, by_hand) {
        (true, _) => (words::CLOSE, words::CLOSE_HELP, run.sure_close),
        (false, true) => (words::LOCK_COUNT, words::LOCK_COUNT_HELP, run.sure_lock),
        (false, false) => (words::OPEN, words::OPEN_HELP, run.sure_open),
    };
    let (title, help, void) = if is_over {
        (words::ANNUL, words::ANNUL_HELP, words::ANNUL)
    } else {
        (words::BALLOT, help, words::VOID)
    };
    let busy = said(move || run.is_busy());
    let press = move |_| {
        let is_typed = |draft: &crate::book::Draft| draft.key == DraftKey::Step(detail.id);
        let unsaved = detail.book.drafts().with_untracked(|drafts| drafts.iter().any(is_typed));
        if unsaved {
            run.doing.set(Doing::Unsaved);
        } else if !untrack(|| run.is_busy()) {
            sure.set(true);
        }
    };
    let on = (!is_over).then(|| {
        view! {
            <button type="button" class="button primary" aria-disabled=busy on:click=press>
                {Icon::Tick.draw()}
                {locale.of(word)}
            </button>
        }
    });
    let break_off = button(Weight::Grave, Some(Icon::Bin), locale.of(void), move |()| {
        run.voiding.update(|open| *open = !*open);
        request_animation_frame(|| web::focus("#f-void"));
    });
    let voiding = live_if(move || run.voiding.get().then(|| breaking_off(detail, run, is_over)));
    // A session that is only being prepared is deleted, unless somebody else has to read why it never was.
    let can_void = is_open || is_over || council::agenda(&record.fields).next().is_some();
    view! {
        <section class="card">
            <h3>{locale.of(title)}</h3>
            <p class="muted">{locale.of(help)}</p>
            {told(detail, run, is_open)}
            <div class="buttons">
                {on}
                {can_void.then_some(break_off)}
            </div>
            {voiding}
        </section>
    }
    .into_any()
}

fn told(detail: Detail, run: Run, is_open: bool) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    live_if(move || {
        let offline = matches!(detail.book.status().read().state, SyncState::Offline | SyncState::AtHub);
        let no_line = if is_open { words::OFFLINE_OPEN } else { words::OFFLINE };
        let (tone, icon, text) = match run.doing.get() {
            Doing::Rest if !offline => return None,
            Doing::Asking(..) => (Tone::Wait, Icon::Clock, locale.of(words::ASKING).to_owned()),
            Doing::Rest | Doing::Offline => (Tone::Wait, Icon::Offline, locale.of(no_line).to_owned()),
            Doing::NotReached => (Tone::Grave, Icon::Alert, locale.of(words::NOT_REACHED).to_owned()),
            Doing::Failed(error) => (Tone::Grave, Icon::Alert, faults::book(app, error)),
            Doing::Unsaved => (Tone::Grave, Icon::Alert, locale.of(words::UNSAVED).to_owned()),
        };
        Some(view! { <Note tone=tone icon=icon><p>{text}</p></Note> }.into_any())
    })
}

fn breaking_off(detail: Detail, run: Run, is_over: bool) -> AnyView {
    let locale = detail.app.locale;
    let void = if is_over { words::ANNUL } else { words::VOID };
    let help = (!is_over).then(|| view! { <p class="help">{locale.of(words::VOID_HELP)}</p> });
    let yes = move |()| {
        if run.reason.words().is_some() {
            run.begin.run(Step::Void);
        }
    };
    view! {
        <div class="stack">
            {help}
            {run.reason.draw("f-void", locale.of(words::VOID_REASON), "", Keys::Prose)}
            <div class="buttons">
                {button(Weight::Grave, Some(Icon::Bin), locale.of(void), yes)}
                {button(Weight::Plain, None, locale.of(words::CANCEL), move |()| run.voiding.set(false))}
            </div>
        </div>
    }
    .into_any()
}

/// Why a session was broken off.
pub(super) fn why_void(app: &Words, record: &RecordView) -> Option<AnyView> {
    let entries = step::entries(&record.fields);
    let entry = entries.iter().find(|entry| entry.kind == Step::Void.code())?;
    let (reason, by) = ([app.locale.of(words::VOIDED_BECAUSE), entry.reason].concat(), entry.by.to_owned());
    Some(
        view! {
            <Note tone=Tone::Grave icon=Icon::Bin>
                <p>{reason}</p>
                <p class="small">{by}</p>
            </Note>
        }
        .into_any(),
    )
}
