//! Letting go of what was erased, and of places that have left the account's scope: kept operations and files go in the transaction
//! that empties the row.

use std::collections::BTreeSet;

use thidua_sync::client::{Batch, Write};
use wasm_bindgen::JsValue;

use super::ready::READY;
use super::records::by_receipt;
use super::schema::Store;
use super::{Change, Put, Storage, StorageError, copies};

/// Where it is kept that a sealed page may still hold a row that was erased: it is written anew at the next unlocking.
pub(super) const FORGOT: &str = "forgot";

impl Storage {
    /// What goes beside the rows of a batch. Read before the transaction begins; where another tab writes meanwhile, the
    /// batch is prepared anew.
    pub(super) async fn forgotten(&self, batch: &Batch) -> Result<Vec<Put>, StorageError> {
        let mut writes = Vec::new();
        let mut records = Vec::new();
        let mut places = BTreeSet::new();
        for write in &batch.writes {
            let files = match write {
                Write::Forget(forgotten) => {
                    records.push(forgotten.record);
                    &forgotten.files
                }
                Write::Leave(leaving) => {
                    places.extend(leaving.partitions.iter().copied());
                    &leaving.files
                }
                _ => continue,
            };
            for digest in files {
                writes.push(Put::delete(Store::Evidence, digest.clone()));
                writes.push(Put::delete(Store::Files, digest.clone()));
            }
        }
        if records.is_empty() && places.is_empty() && writes.is_empty() {
            return Ok(writes);
        }
        writes.push(Put::delete(Store::State, READY.to_owned()));
        // A copy of before an upgrade may speak of them.
        copies::drop_all().await?;
        for kept in self.kept().await? {
            let device = batch.meta.device;
            let is_forgotten = records.iter().any(|record| kept.is_forgotten_with(*record, device));
            if is_forgotten || kept.is_of_any(&places, device) {
                let key = by_receipt(kept.acknowledged_ms, kept.sealed.counter);
                writes.push(Put::delete(Store::Kept, key));
            }
        }
        if self.is_sealed() {
            let change = Change::Put(JsValue::TRUE);
            writes.push(Put { store: Store::State, key: FORGOT.to_owned(), change });
        }
        Ok(writes)
    }
}
