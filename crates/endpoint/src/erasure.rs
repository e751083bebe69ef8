//! Erasing at the endpoint what is kept about a person: beside the record itself, which the sync core has emptied, what its
//! operations said and the files that it named.
//!
//! Invariant: the logs can still be followed afterwards. An operation keeps its place and its digest; its bytes are gone.

use std::collections::BTreeSet;

use thidua_domain::erasure::{DECIDED_BY, REASON};
use thidua_domain::evidence::FileDigest;
use thidua_domain::nomination::EVIDENCE_DIGEST;
use thidua_domain::record::{Field, RecordId, RecordKind, Value};
use thidua_sync::merge;
use thidua_sync::operation::{Action, Sealed};
use thidua_sync::row::Row;
use thidua_sync::wire::open;

use crate::blob;
use crate::store::{Erasure, StoreError, Transaction};

/// What stands in the place of an erased record, as it goes into the list.
pub(crate) fn noted(row: &Row, now_ms: i64) -> Erasure {
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
pub(crate) async fn carry_out(tx: &mut Transaction, erasure: &Erasure) -> Result<(), StoreError> {
    tx.note_erasure(erasure).await?;
    let mut files = BTreeSet::new();
    for said in tx.said_of(erasure.record).await? {
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
    if files.is_empty() {
        return Ok(());
    }
    for row in tx.rows_of(erasure.partition, RecordKind::Nomination).await? {
        for named in blob::named_in(&row) {
            files.remove(&named);
        }
    }
    for key in tx.files_of(erasure.partition, &files).await? {
        tx.discard(&key).await?;
    }
    Ok(())
}

/// Holds a store to a list of erasures, as after a restore from a copy that is older than they are. Says how many records
/// were there again.
pub(crate) async fn hold_to(tx: &mut Transaction, list: &[Erasure]) -> Result<usize, StoreError> {
    let mut again = 0;
    for erasure in list {
        let record: RecordId = erasure.record;
        match tx.rows(&BTreeSet::from([record])).await?.remove(&record) {
            Some(row) if !row.is_erased() => {
                again += 1;
                tx.replace_row(&merge::emptied(&row, &erasure.reason, &erasure.decided_by)).await?;
                carry_out(tx, erasure).await?;
            }
            // What the copy does not know may still be offered by a device.
            _ => tx.note_erasure(erasure).await?,
        }
    }
    Ok(again)
}

fn digest(value: &Value) -> Option<FileDigest> {
    value.as_text()?.parse().ok()
}
