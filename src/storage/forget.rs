//! Letting go of what was erased: kept operations and files go in the transaction that empties the row.

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
        for write in &batch.writes {
            let Write::Forget(forgotten) = write else { continue };
            records.push(forgotten.record);
            for digest in &forgotten.files {
                writes.push(Put::delete(Store::Evidence, digest.clone()));
                writes.push(Put::delete(Store::Files, digest.clone()));
            }
        }
        if records.is_empty() {
            return Ok(writes);
        }
        writes.push(Put::delete(Store::State, READY.to_owned()));
        // A copy of before an upgrade may speak of them.
        copies::drop_all().await?;
        for kept in self.kept().await? {
            if records.iter().any(|record| kept.is_forgotten_with(*record, batch.meta.device)) {
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
