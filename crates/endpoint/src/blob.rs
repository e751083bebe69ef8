//! Evidence as bytes: taken chunk by chunk, verified when the last is there, and given to those who may read the record
//! that names it.
//!
//! Invariants: a file is reached through a record only, so that who may read or write it is decided by the record's
//! partition; for everybody else there is no such file. Only bytes that have the digest are ever given out.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::evidence::{self, FileDigest, FileKind};
use thidua_domain::nomination::EVIDENCE_DIGEST;
use thidua_domain::record::{Fields, PartitionId, RecordId, Value};
use thidua_domain::{access, dossier};
use thidua_sync::row::Row;

use crate::store::{BlobKey, Received, Session, Store, StoreError, Transaction};

/// The most bytes of a chunk: on the worst line that is planned for, half a minute's loss when it is cut.
pub(crate) const MOST_CHUNK: usize = 64 * 1024;
/// The most files of one record that are taken: so many times what its screens allow, for two devices that met. Without a bound
/// one account could fill the disk.
const TIMES_THE_MOST: usize = 2;
/// How long a file is kept that no record names any more: longer than any device stays away.
const KEPT_UNNAMED_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// Why a file was not taken or given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BlobError {
    /// There is no such record, it names no such file, or it is not this account's to see: all the same to whoever asks.
    #[error("no record of this account names the file")]
    NotNamed,
    /// The account may read the record and not write it.
    #[error("the account only reads")]
    ReadsOnly,
    /// The record names more files than are taken.
    #[error("too many files")]
    TooManyFiles,
    /// More bytes than the record says that the file has.
    #[error("more bytes than the file has")]
    TooLarge,
    /// The chunk does not begin where the bytes end that are there.
    #[error("bytes are missing before the chunk")]
    Gap {
        /// How many bytes are there.
        received: u32,
    },
    /// All bytes are there and are another file. They were thrown away.
    #[error("the bytes are another file")]
    WrongContent,
    /// Nobody has sent the whole file yet.
    #[error("the file is not here yet")]
    NotUploaded,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A file that a record names, to somebody who may read it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named {
    /// The file.
    pub(crate) key: BlobKey,
    /// What it is said to be.
    pub(crate) kind: FileKind,
    /// Whether the account may add to it.
    may: Result<(), May>,
}

/// Why an account may not add to a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum May {
    ReadOnly,
    NotSoMany,
}

/// The file of a digest that a record names.
///
/// # Errors
/// [`BlobError::NotNamed`] where the account has no such record or the record names no such file.
pub(crate) async fn named(
    tx: &mut Transaction,
    session: Session,
    record: RecordId,
    digest: FileDigest,
) -> Result<Named, BlobError> {
    let outset = tx.outset(session.account, session.device).await?.ok_or(BlobError::NotNamed)?;
    let rows = tx.rows(&BTreeSet::from([record])).await?;
    let row = rows.get(&record).ok_or(BlobError::NotNamed)?;
    let account = &outset.account;
    let kind = evidence::NAMED_BY.into_iter().find(|kind| kind.code() == row.kind);
    let kind = kind.filter(|_| account.grant(row.partition).is_some()).ok_or(BlobError::NotNamed)?;
    let fields = row.fields();
    let (files, kept) = (evidence::all(&fields), dossier::files_kept(&fields));
    // What stood in a dossier that was returned can still be looked at, whatever became of it since.
    let earlier = kept.iter().flat_map(evidence::all);
    let mut all = files.iter().copied().chain(earlier);
    let file = all.find(|file| file.digest == digest).ok_or(BlobError::NotNamed)?;
    // Whether the dossier can be edited now does not matter: it was when the file was named, and the bytes come after.
    let nothing = Fields::new();
    let may_write = access::may_write(account, kind, row.partition, Some(&fields), &nothing);
    let may = match may_write {
        Err(_) => Err(May::ReadOnly),
        Ok(()) if files.len() > TIMES_THE_MOST * evidence::most_files(kind) => Err(May::NotSoMany),
        Ok(()) => Ok(()),
    };
    Ok(Named { key: BlobKey { partition: row.partition, digest, size: file.size }, kind: file.kind, may })
}

/// How many bytes of a file are there.
pub(crate) async fn look(store: &Store, named: &Named) -> Result<Received, BlobError> {
    let received = store.read().await?.received(&named.key).await?;
    // The endpoint may have ended between the last byte and the check.
    if received.bytes == named.key.size && !received.whole {
        return match check(store, named).await {
            Err(BlobError::WrongContent) => Ok(Received::default()),
            checked => checked,
        };
    }
    Ok(received)
}

/// Takes a chunk that begins at `start`. One that is there already is no fault: its answer was lost on the way.
pub(crate) async fn take(
    store: &Store,
    named: &Named,
    start: u32,
    chunk: &[u8],
    now_ms: i64,
) -> Result<Received, BlobError> {
    named.may.map_err(|may| match may {
        May::ReadOnly => BlobError::ReadsOnly,
        May::NotSoMany => BlobError::TooManyFiles,
    })?;
    let length = u32::try_from(chunk.len()).map_err(|_| BlobError::TooLarge)?;
    let end = start.checked_add(length).filter(|end| *end <= named.key.size).ok_or(BlobError::TooLarge)?;
    let mut tx = store.write().await?;
    let Received { bytes, whole } = tx.received(&named.key).await?;
    if end <= bytes {
        // What is there may be of a request whose commit is still to come.
        tx.commit().await?;
        return if whole { Ok(Received { bytes, whole }) } else { look(store, named).await };
    }
    if start != bytes {
        return Err(BlobError::Gap { received: bytes });
    }
    tx.append(&named.key, start, chunk, now_ms).await?;
    tx.commit().await?;
    if end == named.key.size { check(store, named).await } else { Ok(Received { bytes: end, whole: false }) }
}

/// All bytes are there: whether they are the file. Read and digested beside the writer, whom records wait for.
async fn check(store: &Store, named: &Named) -> Result<Received, BlobError> {
    let (key, kind) = (named.key, named.kind);
    let bytes = store.read().await?.bytes(&key, 0, key.size).await?;
    let digesting = tokio::task::spawn_blocking(move || {
        FileDigest::of(&bytes) == key.digest && FileKind::of_bytes(&bytes) == Some(kind)
    });
    // A check that did not come to its end is made again when somebody asks.
    let right = digesting.await.unwrap_or(false);
    let mut tx = store.write().await?;
    if right {
        tx.make_whole(&key).await?;
    } else {
        tx.discard(&key).await?;
    }
    tx.commit().await?;
    if right { Ok(Received { bytes: key.size, whole: true }) } else { Err(BlobError::WrongContent) }
}

/// The bytes of a whole file from `from` up to `to`.
pub(crate) async fn give(store: &Store, named: &Named, from: u32, to: u32) -> Result<Vec<u8>, BlobError> {
    if !look(store, named).await?.whole {
        return Err(BlobError::NotUploaded);
    }
    let bytes = store.read().await?.bytes(&named.key, from, to).await?;
    if bytes.len() == to.saturating_sub(from) as usize {
        Ok(bytes)
    } else {
        Err(StoreError::Damaged { what: "file" }.into())
    }
}

/// Takes away what no record names any more and nobody has added to for long. Says how many files.
pub(crate) async fn sweep(store: &Store, now_ms: i64) -> Result<usize, StoreError> {
    let mut tx = store.read().await?;
    let old = tx.untouched_since(now_ms.saturating_sub(KEPT_UNNAMED_MS)).await?;
    let mut in_use: BTreeMap<PartitionId, BTreeSet<FileDigest>> = BTreeMap::new();
    for partition in old.iter().map(|key| key.partition).collect::<BTreeSet<_>>() {
        in_use.insert(partition, named_in_place(&mut tx, partition).await?);
    }
    drop(tx);
    let is_named =
        |key: &BlobKey| in_use.get(&key.partition).is_some_and(|digests| digests.contains(&key.digest));
    let unnamed: Vec<_> = old.into_iter().filter(|key| !is_named(key)).collect();
    if unnamed.is_empty() {
        return Ok(0);
    }
    let mut tx = store.write().await?;
    for key in &unnamed {
        tx.discard(key).await?;
    }
    tx.commit().await?;
    Ok(unnamed.len())
}

/// The files that the records of a place name.
pub(crate) async fn named_in_place(
    tx: &mut Transaction,
    partition: PartitionId,
) -> Result<BTreeSet<FileDigest>, StoreError> {
    let mut digests = BTreeSet::new();
    for kind in evidence::NAMED_BY {
        for row in tx.rows_of(partition, kind).await? {
            digests.extend(named_in(&row));
        }
    }
    Ok(digests)
}

/// The files that a row names, also by a value that lost its place to another, and those of a dossier that was given back:
/// somebody may still choose them.
pub(crate) fn named_in(row: &Row) -> BTreeSet<FileDigest> {
    let cells = row.cells.iter().filter(|(field, _)| field.number == EVIDENCE_DIGEST.number);
    let values =
        cells.flat_map(|(_, cell)| cell.others.iter().map(|other| &other.value).chain([&cell.value]));
    let mut named: BTreeSet<_> =
        values.filter_map(Value::as_text).filter_map(|digest| digest.parse().ok()).collect();
    let kept = dossier::files_kept(&row.fields());
    named.extend(kept.iter().flat_map(evidence::all).map(|file| file.digest));
    named
}
