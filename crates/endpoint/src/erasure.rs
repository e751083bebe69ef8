//! Erasing at the endpoint what is kept about a person: beside the record itself, which the sync core has emptied, what its
//! operations said and the files that it named.
//!
//! Invariant: the logs can still be followed afterwards. An operation keeps its place and its digest; its bytes are gone.

mod list;

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::erasure::{DECIDED_BY, REASON};
use thidua_domain::evidence::FileDigest;
use thidua_domain::nomination::EVIDENCE_DIGEST;
use thidua_domain::record::{Field, PartitionId, RecordId, Value};
use thidua_sync::identity::DeviceId;
use thidua_sync::merge;
use thidua_sync::operation::{Action, Sealed};
use thidua_sync::row::Row;
use thidua_sync::server::{Loaded, refuse_erased};
use thidua_sync::wire::open;

use crate::audit::Entry;
use crate::blob;
use crate::checksums;
use crate::mentions::{self, Waiting};
use crate::snapshots;
use crate::store::{Erasure, Said, StoreError, Transaction};

pub(crate) use list::List;
pub use list::ListError;

/// Those of the records of a request that were erased and of which not even a row is left. One that is there says itself
/// whether it was erased.
pub(crate) async fn among(
    tx: &mut Transaction,
    records: &BTreeSet<RecordId>,
    rows: &BTreeMap<RecordId, Row>,
) -> Result<BTreeSet<RecordId>, StoreError> {
    let unknown: Vec<_> = records.iter().filter(|record| !rows.contains_key(record)).copied().collect();
    if unknown.is_empty() { Ok(BTreeSet::new()) } else { tx.erased_among(&unknown).await }
}

/// Those of some records that were erased.
pub(crate) async fn of(
    tx: &mut Transaction,
    records: &BTreeSet<RecordId>,
) -> Result<BTreeSet<RecordId>, StoreError> {
    let rows = tx.rows(records).await?;
    let mut erased = among(tx, records, &rows).await?;
    erased.extend(rows.into_values().filter(Row::is_erased).map(|row| row.id));
    Ok(erased)
}

/// Erases beside their rows what a request has erased, each with an entry of the audit.
pub(crate) async fn after(
    tx: &mut Transaction,
    erased: &BTreeSet<RecordId>,
    rows: &BTreeMap<RecordId, Row>,
    entry: &Entry,
) -> Result<(), StoreError> {
    let mut said = Words::of(tx, erased).await?;
    for row in erased.iter().filter_map(|record| rows.get(record)) {
        carry_out(tx, &noted(row, entry.at_ms), said.take(row.id)).await?;
        tx.audit(entry).await?;
    }
    Ok(())
}

/// What was said of records that are to be erased: read once for all of them.
struct Words {
    taken: BTreeMap<RecordId, Vec<Said>>,
    waiting: BTreeMap<RecordId, Vec<Waiting>>,
}

/// What was said of one of them.
struct WordsOfOne {
    taken: Vec<Said>,
    waiting: Vec<Waiting>,
}

impl Words {
    async fn of(tx: &mut Transaction, records: &BTreeSet<RecordId>) -> Result<Self, StoreError> {
        let taken = mentions::said_of(tx, records).await?;
        Ok(Self { taken, waiting: mentions::waiting_about(tx, records).await? })
    }

    fn take(&mut self, record: RecordId) -> WordsOfOne {
        let taken = self.taken.remove(&record).unwrap_or_default();
        WordsOfOne { taken, waiting: self.waiting.remove(&record).unwrap_or_default() }
    }
}

/// What stands in the place of an erased record, as it goes into the list.
fn noted(row: &Row, now_ms: i64) -> Erasure {
    let said = |field: Field| {
        let text = row.cells.get(&field).and_then(|cell| cell.value.as_text());
        text.unwrap_or_default().to_owned()
    };
    Erasure {
        record: row.id,
        partition: row.partition,
        kind: row.kind,
        erased_ms: now_ms,
        reason: said(REASON),
        decided_by: said(DECIDED_BY),
    }
}

/// Erases what the store holds of a record beside its row, and notes that it did.
async fn carry_out(tx: &mut Transaction, erasure: &Erasure, words: WordsOfOne) -> Result<(), StoreError> {
    tx.note_erasure(erasure).await?;
    let mut files = BTreeSet::new();
    for said in words.taken {
        let sealed = Sealed { counter: said.dot.counter, bytes: said.bytes };
        match open(&sealed, said.dot.device) {
            // It names the record among other things and speaks of another.
            Ok(op) if op.record != erasure.record => continue,
            // That it was erased, and why, stays.
            Ok(op) if op.action == Action::Erase => continue,
            Ok(op) => {
                let named = op.changes.iter().filter(|change| change.field.number == EVIDENCE_DIGEST.number);
                files.extend(named.filter_map(|change| digest(&change.value)));
            }
            // What could not be read was refused, and may say anything.
            Err(_) => {}
        }
        tx.silence(said.dot, erasure.erased_ms).await?;
    }
    clear_tray(tx, erasure, words.waiting).await?;
    // They say what the record said. Whoever was reading one begins anew.
    snapshots::forget(tx, erasure.partition).await?;
    if files.is_empty() {
        return Ok(());
    }
    for named in blob::named_in_place(tx, erasure.partition).await? {
        files.remove(&named);
    }
    for key in tx.files_of(erasure.partition, &files).await? {
        tx.discard(&key).await?;
    }
    Ok(())
}

/// What devices without a login have handed in about the record waits for nobody any more.
async fn clear_tray(
    tx: &mut Transaction,
    erasure: &Erasure,
    waiting: Vec<Waiting>,
) -> Result<(), StoreError> {
    tx.silence_witnessed(erasure.record, erasure.erased_ms).await?;
    for (entry, device, sealed) in waiting {
        let op = open(&sealed, device);
        if op.is_ok_and(|op| op.record == erasure.record && op.action != Action::Erase) {
            tx.silence_entry(entry, erasure.erased_ms).await?;
            note(tx, device, &sealed, erasure.erased_ms).await?;
        }
    }
    Ok(())
}

/// The record of an operation that was handed in is erased: it is dealt with for good.
pub(crate) async fn note(
    tx: &mut Transaction,
    device: DeviceId,
    sealed: &Sealed,
    now_ms: i64,
) -> Result<(), StoreError> {
    let mut loaded = Loaded { counters: tx.counters(device).await?, ..Loaded::default() };
    let pushed = refuse_erased(sealed.counter, sealed.digest(), &mut loaded);
    tx.keep(device, &pushed, &loaded, now_ms).await
}

/// Holds a store to a list of erasures, as after a restore from a copy that is older than they are. Says how many records
/// were there again.
pub(crate) async fn hold_to(tx: &mut Transaction, list: &[Erasure]) -> Result<usize, StoreError> {
    let (mut again, mut emptied) = (0, BTreeSet::new());
    let mut words = Words::of(tx, &list.iter().map(|erasure| erasure.record).collect()).await?;
    let places: Vec<PartitionId> = tx.all_heads().await?.into_iter().map(|(place, _)| place).collect();
    for erasure in list {
        let record: RecordId = erasure.record;
        let words = words.take(record);
        let row = tx.rows(&BTreeSet::from([record])).await?.remove(&record);
        // A copy of before units were merged has the record, and its files, with the old unit, and does not know the new one. The list
        // is asked by records alone.
        let partition = row.as_ref().map_or(erasure.partition, |row| row.partition);
        let known = places.iter().find(|place| **place == partition).or(places.first());
        let Some(partition) = known.copied() else { continue };
        let erasure = &Erasure { partition, ..erasure.clone() };
        match row {
            Some(row) if !row.is_erased() => {
                again += 1;
                emptied.insert(row.partition);
                tx.replace_row(&merge::emptied(&row, &erasure.reason, &erasure.decided_by)).await?;
                carry_out(tx, erasure, words).await?;
            }
            Some(_) => {
                tx.note_erasure(erasure).await?;
                clear_tray(tx, erasure, words.waiting).await?;
            }
            // What the copy does not know may still be offered by a device, and what was refused of it may stand there.
            None => carry_out(tx, erasure, words).await?,
        }
    }
    // The rows have changed without an entry of the log.
    for partition in emptied {
        let sum = checksums::of_rows(tx, partition).await?;
        tx.keep_sum(partition, sum).await?;
    }
    Ok(again)
}

fn digest(value: &Value) -> Option<FileDigest> {
    value.as_text()?.parse().ok()
}
