//! The courier: carries a filled-in ballot to the endpoint, as nobody, and tries again until there is a receipt.
//!
//! When a line comes back, the device exchanges its records at once, by name. A ballot that went along in the same second
//! would be easy to set beside that name, so it waits for a few seconds that nobody can foretell.

use std::cell::Cell;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::council::State;
use thidua_domain::record::RecordId;

use super::KIND;
use crate::book::{AttemptEnd, Ballot, BallotError, Book, Stage, use_book};

/// The shortest and the longest pause after the line came back.
const PAUSE_MS: (f64, f64) = (3_000.0, 12_000.0);
/// The longest pause between two tries: members sit in a hall and wait.
const LONGEST_MS: f64 = 60_000.0;

thread_local! {
    /// Whether a ballot is on the line now.
    static UNDER_WAY: Cell<bool> = const { Cell::new(false) };
}

/// Starts the courier, for as long as the account is signed in.
pub(crate) fn start() {
    let book = use_book();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let failures = StoredValue::new(0_u32);
    spawn_local(async move {
        // Where the store fails here, the screen of the council says so when it is opened.
        let _failed = book.read_ballots().await;
    });
    // Each exchange that went well says that there is a line.
    Effect::new(move || {
        let reached =
            matches!(book.attempts().read().first().map(|last| last.end), Some(AttemptEnd::Done { .. }));
        if reached && is_waiting(book) {
            failures.set_value(0);
            after(book, timer, failures, pause());
        }
    });
    Effect::new(move || {
        let over = over(book);
        spawn_local(async move { clear(book, over).await });
    });
    // What was begun before the app was closed goes on.
    Effect::new(move || {
        if book.ballots().read().iter().any(|ballot| matches!(ballot.stage, Stage::Cast(_))) {
            let is_set = timer.with_value(Option::is_some);
            if !is_set {
                after(book, timer, failures, pause());
            }
        }
    });
    on_cleanup(move || {
        if let Some(timer) = timer.try_get_value().flatten() {
            timer.clear();
        }
    });
}

fn pause() -> f64 {
    PAUSE_MS.0 + js_sys::Math::random() * (PAUSE_MS.1 - PAUSE_MS.0)
}

fn is_waiting(book: Book) -> bool {
    book.ballots().with_untracked(|all| all.iter().any(|ballot| matches!(ballot.stage, Stage::Cast(_))))
}

/// Tries after a pause, and again after a longer one for as long as something waits.
fn after(book: Book, timer: StoredValue<Option<TimeoutHandle>>, failures: StoredValue<u32>, ms: f64) {
    if let Some(before) = timer.try_get_value().flatten() {
        before.clear();
    }
    let strike = move || {
        let _gone = timer.try_set_value(None);
        spawn_local(async move {
            carry(book).await;
            let Some(before) = failures.try_get_value() else { return };
            if is_waiting(book) {
                let _gone = failures.try_set_value(before.saturating_add(1));
                let longest = (PAUSE_MS.1 * f64::from(1_u32 << before.min(4))).min(LONGEST_MS);
                after(book, timer, failures, longest * (1.0 - js_sys::Math::random() / 2.0));
            }
        });
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 3 s and a minute")]
    let wait = Duration::from_millis(ms as u64);
    let _gone = timer.try_set_value(set_timeout_with_handle(strike, wait).ok());
}

/// Carries what waits, now. What the endpoint has is not on the device any more.
pub(super) async fn carry(book: Book) {
    if UNDER_WAY.replace(true) {
        return;
    }
    // Another window may have carried it already.
    let _failed = book.read_ballots().await;
    let waiting = book.ballots().get_untracked();
    for ballot in waiting.iter() {
        let (Stage::Cast(paper), Ok(session)) = (&ballot.stage, ballot.session.parse::<RecordId>()) else {
            continue;
        };
        let stage = match book.cast_ballot(session, paper.clone()).await {
            Ok(()) => Stage::Received,
            Err(BallotError::Over) => Stage::Late,
            Err(BallotError::Refused) => Stage::Refused,
            // There is no line, or something that passes.
            Err(_) => continue,
        };
        // Should the store fail here, the same paper is carried again and has the same receipt.
        let _failed = book.change_ballot(session, Some(ballot.stage.clone()), stage).await;
    }
    UNDER_WAY.set(false);
}

/// The ballots whose session is over without a receipt, as far as this device knows. Tracks.
fn over(book: Book) -> Vec<Ballot> {
    let sessions = book.records(KIND).get();
    let is_over = |ballot: &Ballot| {
        let record = sessions.iter().find(|record| record.id.to_string() == ballot.session);
        record.is_some_and(|record| {
            record.waiting == 0 && matches!(State::of(&record.fields), State::Closed | State::Void)
        })
    };
    book.ballots().read().iter().filter(|ballot| is_over(ballot)).cloned().collect()
}

/// Of a session that is over the device keeps neither token nor vote.
async fn clear(book: Book, over: Vec<Ballot>) {
    for ballot in over {
        let stage = match &ballot.stage {
            Stage::Asked(_) | Stage::Held(..) => Stage::Uncast,
            Stage::Cast(_) => Stage::Late,
            Stage::Received | Stage::Late | Stage::Uncast | Stage::Refused | Stage::Elsewhere => continue,
        };
        let Ok(session) = ballot.session.parse() else { continue };
        // Where the store fails, it is tried again when the app is opened next.
        let _failed = book.change_ballot(session, Some(ballot.stage), stage).await;
    }
}
