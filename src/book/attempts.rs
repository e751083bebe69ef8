//! The last attempts to sync, kept on the device as a row of figures each: a page that is opened again still tells them.

use std::sync::Arc;

use leptos::prelude::*;

use super::exchange::ATTEMPTS;
use super::keeper::{Keeper, as_float};
use super::view::{Attempt, AttemptEnd, SyncFailure};
use super::{Book, BookError};
use crate::storage::{StoredAttempt, copies};

/// The figure of an attempt that went well. Each cause of a failure has its own, never another one's.
const DONE: i64 = 0;
/// The figure of one that ended at a hub.
const AT_HUB: i64 = 20;

impl Book {
    /// Reads the attempts that were made before this page was opened, or by other tabs.
    pub(crate) async fn read_attempts(self) -> Result<(), BookError> {
        let stored = self.keeper()?.storage.attempts().await?;
        let mut all: Vec<Attempt> = stored.iter().filter_map(|stored| attempt_of(stored)).collect();
        self.attempts.update(|attempts| {
            let own = attempts.iter().filter(|own| all.iter().all(|other| other.at_ms != own.at_ms));
            let own: Vec<Attempt> = own.copied().collect();
            all.extend(own);
            all.sort_by(|a, b| b.at_ms.total_cmp(&a.at_ms));
            all.truncate(ATTEMPTS);
            *attempts = Arc::new(all);
        });
        Ok(())
    }
}

impl Keeper {
    /// What is done after each attempt: it is kept, and what is too old goes.
    pub(super) async fn after(&self, attempt: &Attempt) {
        // Signed out meanwhile: nothing is to be left behind.
        if self.session.borrow().is_none() {
            return;
        }
        // Where the store fails, the attempt is told as long as this page is open.
        let _told = self.keep_attempt(attempt).await;
        if matches!(attempt.end, AttemptEnd::Done { .. }) {
            let _later = self.drop_ready().await;
            let _later = copies::drop_old().await;
        }
    }

    async fn keep_attempt(&self, attempt: &Attempt) -> Result<(), BookError> {
        let kept = self.storage.attempts().await?;
        let oldest = kept.len().checked_sub(ATTEMPTS - 1).and_then(|more| kept.get(more)?.first().copied());
        Ok(self.storage.keep_attempt(&stored_of(attempt), oldest.unwrap_or_default()).await?)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 285,000 years")]
fn stored_of(attempt: &Attempt) -> StoredAttempt {
    let mut stored = vec![attempt.at_ms as i64, attempt.took_ms as i64];
    match attempt.end {
        AttemptEnd::Done { sent, received, bytes, mended } => {
            stored.push(DONE);
            stored.extend([sent, received, bytes, mended].map(|n| i64::try_from(n).unwrap_or(i64::MAX)));
        }
        AttemptEnd::AtHub { sent, bytes } => {
            stored.push(AT_HUB);
            stored.extend([sent, bytes].map(|n| i64::try_from(n).unwrap_or(i64::MAX)));
        }
        AttemptEnd::Failed(SyncFailure::Endpoint(status)) => stored.extend([5, i64::from(status)]),
        AttemptEnd::Failed(failure) => stored.push(match failure {
            SyncFailure::Offline => 1,
            SyncFailure::Cut => 2,
            SyncFailure::TooSlow => 3,
            SyncFailure::SignedOut => 4,
            SyncFailure::Endpoint(_) => 5,
            SyncFailure::Unreadable => 6,
            SyncFailure::NewerAppNeeded => 7,
            SyncFailure::Storage => 8,
            SyncFailure::NoRoom => 9,
        }),
    }
    stored
}

/// `None` where a later version kept it.
fn attempt_of(stored: &[i64]) -> Option<Attempt> {
    let (&[at, took, end], rest) = stored.split_first_chunk::<3>()?;
    let figure = |at: usize| rest.get(at).and_then(|n| usize::try_from(*n).ok()).unwrap_or_default();
    let failure = match end {
        DONE | AT_HUB => None,
        1 => Some(SyncFailure::Offline),
        2 => Some(SyncFailure::Cut),
        3 => Some(SyncFailure::TooSlow),
        4 => Some(SyncFailure::SignedOut),
        5 => Some(SyncFailure::Endpoint(u16::try_from(figure(0)).unwrap_or_default())),
        6 => Some(SyncFailure::Unreadable),
        7 => Some(SyncFailure::NewerAppNeeded),
        8 => Some(SyncFailure::Storage),
        9 => Some(SyncFailure::NoRoom),
        _ => return None,
    };
    let done = AttemptEnd::Done { sent: figure(0), received: figure(1), bytes: figure(2), mended: figure(3) };
    let done = if end == AT_HUB { AttemptEnd::AtHub { sent: figure(0), bytes: figure(1) } } else { done };
    let end = failure.map_or(done, AttemptEnd::Failed);
    Some(Attempt { at_ms: as_float(at), took_ms: as_float(took), end })
}
