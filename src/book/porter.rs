//! Sending files of evidence. After each exchange of records that went well, one file at a time, in pieces; between two
//! pieces records go first. A cut loses one piece.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::dossier;
use thidua_domain::evidence::{self, FileDigest};
use thidua_domain::nomination::EVIDENCE_DIGEST;
use thidua_domain::record::{PartitionId, Value};
use thidua_sync::pace;

use super::evidence::{Due, Halt, Moving, Trouble, now_ms};
use super::{AttemptEnd, Book, BookError};
use crate::connection::blobs::{self, Address, Speed};
use crate::connection::tabs;
use crate::connection::transport::TransportError;
use crate::web;
use crate::web::line::{self, Line};
use crate::web::settings::Settings;

/// How often it is looked whether an exchange of records has ended.
const POLITENESS_MS: u32 = 200;
/// A file that nothing names any more stays for so long: a form may still be given up and taken up again.
const KEPT_UNNAMED_MS: i64 = 3 * 24 * 60 * 60 * 1000;

/// Why a file was not sent to its end.
enum Stop {
    /// The whole queue waits.
    All(Halt),
    /// This one file waits, the next one may go.
    This(Trouble),
}

impl Book {
    /// Sends files from now on, as long as the place lives in which this is called.
    pub(crate) fn start_porter(self) {
        Effect::new(move || {
            let went_well = self.attempts.with(|attempts| {
                attempts.first().is_some_and(|attempt| matches!(attempt.end, AttemptEnd::Done { .. }))
            });
            if went_well {
                self.send_files(false);
            }
        });
        let listener = line::on_change(move || self.send_files(false));
        let listener = StoredValue::new_local(listener);
        on_cleanup(move || listener.dispose());
        spawn_local(async move {
            // What cannot be cleared away now is cleared away at the next start.
            let _kept = self.drop_unnamed_files().await;
        });
    }

    /// Sends what is due. `asked`: by the officer's own wish, whatever the line is.
    pub(crate) fn send_files(self, asked: bool) {
        if self.files.busy.get_value() {
            self.files.again.update_value(|again| *again = Some(asked || again.unwrap_or(false)));
            return;
        }
        if let Some(timer) = self.files.timer.get_value() {
            timer.clear();
        }
        self.files.busy.set_value(true);
        spawn_local(async move {
            let ran = tabs::alone(tabs::FILES, async move { self.carry(asked).await }).await;
            let _gone = self.files.busy.try_set_value(false);
            if !ran {
                self.try_again_in(pace::AFTER_ANOTHER_TAB_MS);
            } else if let Some(asked) = self.files.again.try_update_value(Option::take).flatten() {
                self.send_files(asked);
            }
        });
    }

    fn try_again_in(self, ms: u32) {
        let strike = move || self.send_files(false);
        let timer = set_timeout_with_handle(strike, Duration::from_millis(u64::from(ms))).ok();
        self.files.timer.set_value(timer);
    }

    async fn carry(self, asked: bool) {
        if self.read_files().await.is_err() || self.doubt_files().await.is_err() {
            return;
        }
        let mut tried: Vec<(FileDigest, PartitionId)> = Vec::new();
        let next = |tried: &[(FileDigest, PartitionId)]| {
            let due = untrack(|| self.files_due());
            due.into_iter().find(|due| !tried.contains(&(due.digest, due.partition)))
        };
        let mut halt = None;
        while let Some(due) = next(&tried) {
            tried.push((due.digest, due.partition));
            let sent = self.send_file(&due, asked).await;
            self.files.rests(due.digest);
            match sent {
                Ok(()) => self.set_trouble(due.digest, None),
                Err(Stop::This(trouble)) => self.set_trouble(due.digest, Some(trouble)),
                Err(Stop::All(cause)) => {
                    halt = Some(cause);
                    break;
                }
            }
        }
        self.files.halt.set(halt);
        if halt == Some(Halt::Line) {
            let wait = self.files.pace.try_update_value(|pace| pace.failed(js_sys::Math::random()));
            self.try_again_in(wait.unwrap_or(pace::AFTER_ANOTHER_TAB_MS));
        } else {
            self.files.pace.set_value(pace::Pace::default());
        }
    }

    fn set_trouble(self, digest: FileDigest, trouble: Option<Trouble>) {
        self.files.troubles.update(|troubles| {
            let troubles = Arc::make_mut(troubles);
            troubles.retain(|(other, _)| *other != digest);
            troubles.extend(trouble.map(|trouble| (digest, trouble)));
        });
    }

    async fn send_file(self, due: &Due, asked: bool) -> Result<(), Stop> {
        let Due { digest, size, .. } = *due;
        may_go(asked)?;
        let token = self.token().map_err(|_| Stop::All(Halt::SignedOut))?;
        let address = Address { digest: digest.to_string(), record: due.record.to_string() };
        let mut done = blobs::look(&token, &address).await.map_err(|error| stop_of(&error))?;
        let mut begun_anew = false;
        let mut speed = Speed::default();
        let mut seconds = None;
        let bytes = match self.file_bytes(digest).await {
            Ok(Some(bytes)) if bytes.length() == size => bytes,
            Ok(_) => return Err(Stop::This(Trouble::Gone)),
            Err(_) => return Err(Stop::All(Halt::Line)),
        };
        while done < size {
            self.files.halt.set(None);
            self.files.moves(Moving { digest, is_sent: true, done, size, seconds });
            self.let_records_go_first().await;
            may_go(asked)?;
            let end = done.saturating_add(speed.piece(blobs::MOST_SENT)).min(size);
            let piece = bytes.subarray(done, end).to_vec();
            let begun = web::now_ms();
            // Anew for each piece: an exchange of records may have brought a fresh one.
            let token = self.token().map_err(|_| Stop::All(Halt::SignedOut))?;
            match blobs::send(&token, &address, done, piece).await {
                Ok(offset) => {
                    speed.saw(end.saturating_sub(done), web::now_ms() - begun);
                    done = offset;
                    seconds = speed.seconds(size.saturating_sub(done));
                }
                // Another device may have begun with other bytes; they are gone now, and it can be told only once.
                Err(TransportError::Status { status: 422, .. }) if !begun_anew => {
                    begun_anew = true;
                    done = 0;
                }
                Err(error) => return Err(stop_of(&error)),
            }
        }
        // Where it cannot be kept, the endpoint says at the next start that it has the file.
        let _kept = self.mark_sent(digest, due.partition).await;
        Ok(())
    }

    /// Waits until no exchange of records is under way.
    async fn let_records_go_first(self) {
        while self.status.with_untracked(|status| status.state.is_under_way()) {
            web::sleep(POLITENESS_MS).await;
        }
    }

    /// Forgets files that were chosen in a form which was given up, or taken out of their record.
    async fn drop_unnamed_files(self) -> Result<(), BookError> {
        self.read_files().await?;
        let mut named: Vec<FileDigest> = Vec::new();
        let mut name = |text: &str| named.extend(text.parse::<FileDigest>().ok());
        let lists = evidence::NAMED_BY.map(|kind| self.list_of(kind));
        for list in lists.into_iter().chain([self.deleted]) {
            for record in list.get_untracked().iter() {
                let others = record.conflicts.values().flatten();
                for value in record.fields.values().chain(others) {
                    value.as_text().into_iter().for_each(&mut name);
                }
                for kept in &dossier::files_kept(&record.fields) {
                    kept.values().filter_map(Value::as_text).for_each(&mut name);
                }
            }
        }
        for refusal in self.refusals.get_untracked().iter() {
            let digests = refusal.fields.iter().filter(|(field, _)| field.number == EVIDENCE_DIGEST.number);
            digests.filter_map(|(_, value)| Value::as_text(value)).for_each(&mut name);
        }
        for draft in self.drafts.get_untracked().iter() {
            draft.texts.values().for_each(|text| name(text));
        }
        let before = now_ms().saturating_sub(KEPT_UNNAMED_MS);
        let here = self.files.here.get_untracked();
        let unnamed = here.iter().filter(|file| file.kept_ms < before && !named.contains(&file.digest));
        let digests: Vec<String> = unnamed.map(|file| file.digest.to_string()).collect();
        if digests.is_empty() {
            return Ok(());
        }
        self.keeper()?.storage.drop_files(&digests).await?;
        self.read_files().await
    }
}

/// Whether the line is one on which files may go.
fn may_go(asked: bool) -> Result<(), Stop> {
    if asked || !Settings::load().only_wifi {
        return Ok(());
    }
    match line::line() {
        Line::Wifi => Ok(()),
        Line::Mobile => Err(Stop::All(Halt::Mobile)),
        Line::Untold => Err(Stop::All(Halt::Untold)),
    }
}

fn stop_of(error: &TransportError) -> Stop {
    match error {
        TransportError::Status { status: 401, .. } => Stop::All(Halt::SignedOut),
        TransportError::Status { status: 404, .. } => Stop::This(Trouble::NotNamed),
        TransportError::Status { status: 422, .. } => Stop::This(Trouble::Damaged),
        TransportError::Status { status: status @ 400..=499, .. } if *status != 408 && *status != 429 => {
            Stop::This(Trouble::Refused(*status))
        }
        _ => Stop::All(Halt::Line),
    }
}
