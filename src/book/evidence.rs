//! The files of evidence on this device: what is here, what is on its way, and how a reader gets one. Records name the
//! files; the files themselves have a queue of their own, which never holds up a record (see `porter`).

use std::sync::Arc;

use js_sys::Uint8Array;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::evidence::{self, FileDigest, FileKind};
use thidua_domain::record::{Fields, PartitionId, RecordId};
use thidua_sync::pace::Pace;

use super::{Book, BookError, RecordView, Shared};
use crate::storage::StoredFile;
use crate::web;

/// A file that is here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct FileHere {
    /// The digest of its bytes.
    pub(crate) digest: FileDigest,
    /// How many they are.
    pub(crate) size: u32,
    /// When it was kept, by the device's clock: milliseconds since 1970.
    pub(super) kept_ms: i64,
    /// The units whose endpoint has it.
    pub(crate) sent: Vec<PartitionId>,
}

/// A file that is still to be sent, for a record that names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Due {
    /// The file.
    pub(crate) digest: FileDigest,
    /// Its bytes.
    pub(crate) size: u32,
    /// What the record calls it.
    pub(crate) name: String,
    /// A record that names it.
    pub(crate) record: RecordId,
    /// The unit of that record.
    pub(crate) partition: PartitionId,
    /// What it is.
    pub(crate) kind: FileKind,
}

/// A file on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Moving {
    /// Which.
    pub(crate) digest: FileDigest,
    /// Whether it is being sent; otherwise it is being fetched.
    pub(crate) is_sent: bool,
    /// The bytes that are over.
    pub(crate) done: u32,
    /// All its bytes.
    pub(crate) size: u32,
    /// The seconds that it still takes, once that can be told.
    pub(crate) seconds: Option<u32>,
}

/// Why files wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Halt {
    /// The officer wants Wi-Fi for files, and the line is the telephone's.
    Mobile,
    /// The officer wants Wi-Fi for files, and the browser does not tell what the line is.
    Untold,
    /// The endpoint could not be reached, or did not answer as it should; another try follows.
    Line,
    /// The endpoint wants a new sign-in.
    SignedOut,
}

/// Why one file was not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Trouble {
    /// The endpoint does not know yet that the record names it. It goes after the next exchange.
    NotNamed,
    /// The endpoint found other bytes than the file's, twice.
    Damaged,
    /// The bytes are not on this device any more.
    Gone,
    /// The endpoint does not take it, with this status.
    Refused(u16),
}

/// What screens follow of the files. `Copy`: signals of the root owner.
#[derive(Clone, Copy)]
pub(crate) struct Files {
    /// The files that are here.
    pub(crate) here: RwSignal<Shared<FileHere>>,
    /// The files on their way.
    pub(crate) moving: RwSignal<Shared<Moving>>,
    /// Why those wait that are to be sent.
    pub(crate) halt: RwSignal<Option<Halt>>,
    /// The files that were not taken.
    pub(crate) troubles: RwSignal<Shared<(FileDigest, Trouble)>>,
    /// Whether there is anything here that may have to be sent.
    pub(crate) wanted: RwSignal<bool>,
    pub(super) busy: StoredValue<bool>,
    /// Something came up while files were being sent, and whether by the officer's own wish.
    pub(super) again: StoredValue<Option<bool>>,
    pub(super) pace: StoredValue<Pace>,
    pub(super) timer: StoredValue<Option<TimeoutHandle>>,
    /// What came of a file before the line was cut.
    pub(super) partial: StoredValue<Vec<(FileDigest, Vec<u8>)>>,
}

impl Files {
    /// Nothing is known yet. Call it in the root owner.
    pub(super) fn new() -> Self {
        Self {
            here: RwSignal::default(),
            moving: RwSignal::default(),
            halt: RwSignal::new(None),
            troubles: RwSignal::default(),
            wanted: RwSignal::new(false),
            busy: StoredValue::new(false),
            again: StoredValue::new(None),
            pace: StoredValue::new(Pace::default()),
            timer: StoredValue::new(None),
            partial: StoredValue::new(Vec::new()),
        }
    }

    /// Nobody is signed in.
    pub(super) fn clear(self) {
        self.here.set(Arc::default());
        self.moving.set(Arc::default());
        self.troubles.set(Arc::default());
        self.halt.set(None);
        self.partial.set_value(Vec::new());
    }

    /// A file is on its way, so far.
    pub(super) fn moves(self, now: Moving) {
        self.moving.update(|moving| {
            let moving = Arc::make_mut(moving);
            moving.retain(|other| other.digest != now.digest);
            moving.push(now);
        });
    }

    /// A file is not on its way any more.
    pub(super) fn rests(self, digest: FileDigest) {
        self.moving.update(|moving| Arc::make_mut(moving).retain(|other| other.digest != digest));
    }
}

impl Book {
    /// The files of evidence on this device.
    pub(crate) fn files(self) -> Files {
        self.files
    }

    /// Finds out whether any file is here.
    pub(crate) async fn look_for_files(self) {
        let has_files = match self.keeper() {
            Ok(keeper) => keeper.storage.has_files().await.unwrap_or(false),
            Err(_) => false,
        };
        if has_files {
            self.files.wanted.set(true);
        }
    }

    /// Reads anew what is here: another tab may have added a file.
    pub(crate) async fn read_files(self) -> Result<(), BookError> {
        let stored = self.keeper()?.storage.files().await?;
        let here: Vec<FileHere> = stored.iter().filter_map(here_of).collect();
        if self.files.here.with_untracked(|before| **before != here) {
            self.files.here.set(Arc::new(here));
        }
        Ok(())
    }

    /// Keeps a file that was chosen here, until it is sent and after.
    pub(crate) async fn keep_file(self, digest: FileDigest, bytes: &Uint8Array) -> Result<(), BookError> {
        self.put_file(digest, bytes, Vec::new()).await?;
        self.files.wanted.set(true);
        Ok(())
    }

    pub(super) async fn put_file(
        self,
        digest: FileDigest,
        bytes: &Uint8Array,
        sent: Vec<PartitionId>,
    ) -> Result<(), BookError> {
        let known = self.here(digest).map(|file| file.sent).unwrap_or_default();
        let sent = if sent.is_empty() { known } else { sent };
        let file = FileHere { digest, size: bytes.length(), kept_ms: now_ms(), sent };
        self.keeper()?.storage.keep_file(&stored_of(&file), Some(bytes)).await?;
        self.show_file(file);
        Ok(())
    }

    /// The endpoint has the file for a unit.
    pub(super) async fn mark_sent(self, digest: FileDigest, partition: PartitionId) -> Result<(), BookError> {
        let Some(mut file) = self.here(digest) else { return Ok(()) };
        if !file.sent.contains(&partition) {
            file.sent.push(partition);
            self.keeper()?.storage.keep_file(&stored_of(&file), None).await?;
            self.show_file(file);
        }
        Ok(())
    }

    /// The endpoint may have lost what it had: each file is asked for anew.
    pub(super) async fn doubt_files(self) -> Result<(), BookError> {
        let keeper = self.keeper()?;
        if keeper.storage.are_files_in_doubt().await? {
            for mut file in self.files.here.get_untracked().iter().cloned() {
                file.sent.clear();
                keeper.storage.keep_file(&stored_of(&file), None).await?;
                self.show_file(file);
            }
            keeper.storage.set_files_in_doubt(false).await?;
        }
        Ok(())
    }

    fn show_file(self, file: FileHere) {
        self.files.here.update(|here| {
            let here = Arc::make_mut(here);
            here.retain(|other| other.digest != file.digest);
            here.push(file);
        });
    }

    /// What is known of a file that is here.
    fn here(self, digest: FileDigest) -> Option<FileHere> {
        self.files.here.with_untracked(|here| here.iter().find(|file| file.digest == digest).cloned())
    }

    /// The bytes of a file; `None` where it is not here.
    pub(crate) async fn file_bytes(self, digest: FileDigest) -> Result<Option<Uint8Array>, BookError> {
        Ok(self.keeper()?.storage.file_bytes(&digest.to_string()).await?)
    }

    /// The files that are here and that the endpoint does not have for a unit whose record names them. Photographs stand
    /// first: each takes moments. Tracks.
    pub(crate) fn files_due(self) -> Vec<Due> {
        let Some(session) = self.session.get() else { return Vec::new() };
        let here = self.files.here.get();
        let mut due: Vec<Due> = Vec::new();
        for kind in [FileKind::Photograph, FileKind::Pdf] {
            for of in evidence::NAMED_BY {
                for record in self.list_of(of).read().iter() {
                    let nothing = Fields::new();
                    let (unit, own) = (record.partition, Some(&record.fields));
                    if access::may_write(&session.account, of, unit, own, &nothing).is_err() {
                        continue;
                    }
                    due.extend(due_of(record, &here).into_iter().filter(|due| due.kind == kind));
                }
            }
        }
        let mut seen = Vec::new();
        due.retain(|due| {
            let key = (due.digest, due.partition);
            let is_new = !seen.contains(&key);
            seen.push(key);
            is_new
        });
        due
    }
}

/// The files of a record that are here and not sent for its unit.
fn due_of(record: &RecordView, here: &[FileHere]) -> Vec<Due> {
    let is_due = |file: &evidence::Evidence<'_>| {
        here.iter().any(|known| known.digest == file.digest && !known.sent.contains(&record.partition))
    };
    let named = evidence::all(&record.fields).into_iter().filter(is_due);
    named
        .map(|file| Due {
            digest: file.digest,
            size: file.size,
            name: file.name.to_owned(),
            record: record.id,
            partition: record.partition,
            kind: file.kind,
        })
        .collect()
}

fn here_of(stored: &StoredFile) -> Option<FileHere> {
    Some(FileHere {
        digest: stored.digest.parse().ok()?,
        size: stored.size,
        kept_ms: stored.kept_ms,
        sent: stored.sent.iter().copied().map(PartitionId).collect(),
    })
}

fn stored_of(file: &FileHere) -> StoredFile {
    StoredFile {
        digest: file.digest.to_string(),
        size: file.size,
        kept_ms: file.kept_ms,
        sent: file.sent.iter().map(|partition| partition.0).collect(),
    }
}

/// The device's clock, as it is stored.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 285,000 years")]
pub(super) fn now_ms() -> i64 {
    web::now_ms() as i64
}
