//! What an officer can do where the device or its line is in trouble: find out what the next exchange needs, read a place or
//! everything again, and make room.

use leptos::prelude::*;
use thidua_domain::record::PartitionId;
use thidua_sync::client::{Pending, Replica};
use thidua_sync::wire::seal;

use super::evidence::FileHere;
use super::keeper::now;
use super::view::{Attempt, AttemptEnd};
use super::{Book, BookError};

/// About what the browser sends around a request: its own headers and the login.
const AROUND: usize = 700;
/// What a line is taken for that was not measured yet: bytes in a millisecond, and the milliseconds there and back.
const SLOW_LINE: f64 = 25.0;
const LONG_WAY_MS: f64 = 800.0;
/// A round with fewer bytes says nothing of the speed, only of the way.
const SAYS_SPEED: usize = 8_000;

/// What the next exchange needs to send what waits here. What is to come is not known before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Needs {
    /// Operations that go.
    pub(crate) operations: usize,
    /// About how many bytes that is at most.
    pub(crate) bytes: usize,
    /// About how many seconds it takes, as the line was lately.
    pub(crate) seconds: usize,
}

impl Book {
    /// What the next exchange needs. Tracks.
    pub(crate) fn needs(self) -> Needs {
        // Told anew after everything that was stored.
        self.status.track();
        let Ok(keeper) = self.keeper() else { return Needs::default() };
        let replica = keeper.replica.borrow();
        let Some(replica) = replica.as_ref() else { return Needs::default() };
        let going: Vec<&Pending> = replica.outbox().values().filter(|pending| goes(pending)).collect();
        let (request, _) = replica.request(now());
        let open = going.iter().filter(|pending| pending.is_open());
        let open: usize = open.map(|pending| seal(&pending.op).bytes.len()).sum();
        let bytes = AROUND + request.encode().len() + open;
        let seconds = self.attempts.with(|attempts| seconds(attempts, bytes));
        Needs { operations: going.len(), bytes, seconds }
    }

    /// The version of the operations that this app writes, and that of those which the endpoint reads, as last heard. Tracks.
    pub(crate) fn schemas(self) -> (u16, Option<u16>) {
        self.status.track();
        let keeper = self.keeper().ok();
        let heard = keeper.and_then(|keeper| {
            let replica = keeper.replica.borrow();
            let meta = replica.as_ref().map(Replica::meta)?;
            // Before the first answer the device believes what it writes itself.
            meta.clock_offset_ms.map(|_| meta.endpoint_schema)
        });
        (thidua_sync::operation::SCHEMA, heard)
    }

    /// Reads the records of a place again, whatever its code says. What is there stays in sight until then.
    pub(crate) async fn read_place_again(self, place: PartitionId) -> Result<(), BookError> {
        let keeper = self.keeper()?;
        keeper.carry_out(&|replica, _| Ok(replica.read_again(place))).await?;
        keeper.sync_now();
        Ok(())
    }

    /// Reads everything again, but for what is only here. What is there stays in sight until then.
    pub(crate) async fn read_all_again(self) -> Result<(), BookError> {
        let keeper = self.keeper()?;
        keeper.carry_out(&|replica, _| Ok(replica.read_all_again())).await?;
        keeper.sync_now();
        Ok(())
    }

    /// The files of evidence that the endpoint has for every unit that names them, so that they can go from this device.
    /// Tracks.
    pub(crate) fn spare_files(self) -> Vec<FileHere> {
        let due = self.files_due();
        let here = self.files.here.get();
        let is_spare =
            |file: &&FileHere| !file.sent.is_empty() && due.iter().all(|due| due.digest != file.digest);
        here.iter().filter(is_spare).cloned().collect()
    }

    /// Takes those files off this device. Who opens one fetches it again.
    pub(crate) async fn drop_spare_files(self) -> Result<(), BookError> {
        self.read_files().await?;
        let spare = untrack(|| self.spare_files());
        let digests: Vec<String> = spare.iter().map(|file| file.digest.to_string()).collect();
        self.keeper()?.storage.drop_files(&digests).await?;
        self.read_files().await
    }
}

/// Whether the next exchange sends it.
fn goes(pending: &Pending) -> bool {
    pending.is_open() || pending.sendable().is_some()
}

/// About how long so many bytes take, by the attempts that went well.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an estimate of what is far below 2^53"
)]
fn seconds(attempts: &[Attempt], bytes: usize) -> usize {
    let well = attempts.iter().filter_map(|attempt| match attempt.end {
        AttemptEnd::Done { bytes, .. } if attempt.took_ms > 0.0 => Some((bytes, attempt.took_ms)),
        _ => None,
    });
    let way = well.clone().filter(|(bytes, _)| *bytes < SAYS_SPEED).map(|(_, took)| took);
    let way = way.reduce(f64::min).unwrap_or(LONG_WAY_MS);
    let speed = well.filter(|(bytes, _)| *bytes >= SAYS_SPEED).map(|(bytes, took)| bytes as f64 / took);
    let speed = speed.reduce(f64::min).unwrap_or(SLOW_LINE).max(0.1);
    ((way + bytes as f64 / speed) / 1000.0).ceil().max(1.0) as usize
}
