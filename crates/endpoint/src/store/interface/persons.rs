//! What concerns persons: which operations speak of a record, what was erased, and which accounts there are.

use std::collections::BTreeSet;

use thidua_domain::evidence::FileDigest;
use thidua_domain::record::{PartitionId, RecordId};
use thidua_sync::identity::{DeviceId, Dot};
use thidua_sync::operation::Sealed;
use thidua_sync::row::Row;

use super::Transaction;
use crate::store::{BlobKey, Erasure, Owner, Said, StoreError};

impl Transaction {
    /// The next operations after one, by device and counter, of those of which it is still known what they said.
    pub(crate) async fn said_after(&mut self, after: Dot, most: u32) -> Result<Vec<Said>, StoreError> {
        ask!(self.said_after(after, most))
    }

    /// An operation by its device and number.
    pub(crate) async fn said_by(&mut self, dot: Dot) -> Result<Option<Said>, StoreError> {
        ask!(self.said_by(dot))
    }

    /// The operations whose outcome has this code or a higher one, where it is still known what they said.
    pub(crate) async fn not_taken(&mut self, lowest: u16) -> Result<Vec<Said>, StoreError> {
        ask!(self.not_taken(lowest))
    }

    /// The next entries of the tray after one, of those that wait.
    pub(crate) async fn waiting_after(
        &mut self,
        after: u64,
        most: u32,
    ) -> Result<Vec<(u64, DeviceId, Sealed)>, StoreError> {
        ask!(self.waiting_after(after, most))
    }

    /// Takes away what an entry of the tray says, because its record was erased.
    pub(crate) async fn silence_entry(&mut self, entry: u64, now_ms: i64) -> Result<(), StoreError> {
        ask!(self.silence_entry(entry, now_ms))
    }

    /// The accounts.
    pub(crate) async fn owners(&mut self) -> Result<Vec<Owner>, StoreError> {
        ask!(self.owners())
    }

    /// The names of all places.
    pub(crate) async fn place_names(&mut self) -> Result<Vec<(PartitionId, String)>, StoreError> {
        ask!(self.place_names())
    }

    /// Notes that a record is erased.
    pub(crate) async fn note_erasure(&mut self, erasure: &Erasure) -> Result<(), StoreError> {
        ask!(self.note_erasure(erasure))
    }

    /// Everything that was erased.
    pub(crate) async fn erasures(&mut self) -> Result<Vec<Erasure>, StoreError> {
        ask!(self.erasures())
    }

    /// Those of some records that were erased.
    pub(crate) async fn erased_among(
        &mut self,
        records: &[RecordId],
    ) -> Result<BTreeSet<RecordId>, StoreError> {
        ask!(self.erased_among(records))
    }

    /// Takes away what an operation said, and with the commit its traces.
    pub(crate) async fn silence(&mut self, dot: Dot, now_ms: i64) -> Result<(), StoreError> {
        ask!(self.silence(dot, now_ms))
    }

    /// Puts a row in the place of the one that is there, and with the commit removes the traces of that one.
    pub(crate) async fn replace_row(&mut self, row: &Row) -> Result<(), StoreError> {
        ask!(self.replace_row(row))
    }

    /// The files of a unit that bear one of these digests.
    pub(crate) async fn files_of(
        &mut self,
        unit: PartitionId,
        digests: &BTreeSet<FileDigest>,
    ) -> Result<Vec<BlobKey>, StoreError> {
        ask!(self.files_of(unit, digests))
    }
}
