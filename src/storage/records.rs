//! Rows, outbox and what is kept: the batches of the sync core, made durable.

use thidua_sync::client::{Batch, Kept, Meta, Pending, Refused, Write};
use thidua_sync::row::Row;
use thidua_sync::wire::{decode_row, encode_row};

use super::schema::Store;
use super::session::STATE;
use super::{Asked, Put, Storage, StorageError, bytes_of};

/// Everything that a replica begins with.
pub(crate) struct Records {
    pub(crate) rows: Vec<Row>,
    pub(crate) outbox: Vec<Pending>,
    pub(crate) refused: Vec<Refused>,
}

impl Storage {
    /// Reads what a replica begins with, a store in one request each. A row that cannot be read is left out: it is the
    /// endpoint's, and comes again because the checksum of its partition misses it.
    ///
    /// # Errors
    /// Where the store fails or its bytes are of a later version.
    pub(crate) async fn records(&self, meta: &Meta) -> Result<Records, StorageError> {
        let mut records = Records { rows: Vec::new(), outbox: Vec::new(), refused: Vec::new() };
        for value in self.read_all(Store::Rows).await? {
            if let Ok(row) = decode_row(&bytes_of(&value)?) {
                records.rows.push(row);
            }
        }
        for value in self.read_all(Store::Outbox).await? {
            records.outbox.push(Pending::decode(&bytes_of(&value)?, meta.device)?);
        }
        for value in self.read_all(Store::Refused).await? {
            records.refused.push(Refused::decode(&bytes_of(&value)?, meta.device)?);
        }
        Ok(records)
    }

    /// The acknowledged operations that are still kept. One that cannot be read is passed over: the others, and the exchange that asks for them,
    /// do not wait for it.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn kept(&self) -> Result<Vec<Kept>, StorageError> {
        let values = self.read_all(Store::Kept).await?;
        let read = |value| Kept::decode(&bytes_of(value).ok()?).ok();
        Ok(values.iter().filter_map(read).collect())
    }

    /// Commits a batch. When this returns `Ok`, and not before, what is in it is saved. The draft that it was typed in goes
    /// in the same transaction: a draft that stayed behind would be saved a second time. So do those of erased records.
    ///
    /// # Errors
    /// [`StorageError::Stale`] where another tab has written meanwhile; otherwise where the store fails.
    pub(crate) async fn commit(&self, batch: &Batch, drafts: Vec<String>) -> Result<(), StorageError> {
        let mut writes = vec![Put::bytes(Store::State, STATE.into(), &batch.meta.encode())];
        writes.extend(drafts.into_iter().map(|key| Put::delete(Store::Drafts, key)));
        for write in &batch.writes {
            match write {
                Write::PutRow(row) => {
                    writes.push(Put::bytes(Store::Rows, row.id.to_string(), &encode_row(row)));
                }
                Write::DropRow(record) => writes.push(Put::delete(Store::Rows, record.to_string())),
                Write::PutPending(pending) => {
                    writes.push(Put::bytes(Store::Outbox, by_counter(pending.op.counter), &pending.encode()));
                }
                Write::DropPending(counter) => writes.push(Put::delete(Store::Outbox, by_counter(*counter))),
                Write::PutKept(kept) => {
                    let key = by_receipt(kept.acknowledged_ms, kept.sealed.counter);
                    writes.push(Put::bytes(Store::Kept, key, &kept.encode()));
                }
                Write::DropKept { counter, acknowledged_ms } => {
                    writes.push(Put::delete(Store::Kept, by_receipt(*acknowledged_ms, *counter)));
                }
                Write::PruneKept(before_ms) => {
                    writes.push(Put::delete_below(Store::Kept, by_receipt(*before_ms, 0)));
                }
                Write::PutRefused(refused) => {
                    writes.push(Put::bytes(
                        Store::Refused,
                        by_counter(refused.op.counter),
                        &refused.encode(),
                    ));
                }
                Write::DropRefused(counter) => writes.push(Put::delete(Store::Refused, by_counter(*counter))),
                Write::Forget(_) | Write::Leave(_) => {}
            }
        }
        writes.extend(self.forgotten(batch).await?);
        self.write(Asked::Generation(batch.expected), writes).await
    }
}

/// Keys of equal length, so that their order as text is the order of the counters.
fn by_counter(counter: u64) -> String {
    format!("{counter:020}")
}

/// The oldest receipts first.
pub(super) fn by_receipt(acknowledged_ms: i64, counter: u64) -> String {
    format!("{:020}-{counter:020}", acknowledged_ms.max(0))
}
