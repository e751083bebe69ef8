//! What concerns restores: the lives of the logs, what devices bring back, and the copies that others have witnessed.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::record::{PartitionId, RecordId};
use thidua_sync::administration::Verdict;
use thidua_sync::counters::CounterSet;
use thidua_sync::identity::{DeviceId, Seq};
use thidua_sync::operation::Digest;
use thidua_sync::server::Since;

use super::Transaction;
use crate::store::{Gap, Met, Reconciliation, Stock, StoreError, Witnessed};

impl Transaction {
    /// The last reconciliation; `None` where nothing was ever restored.
    pub(crate) async fn reconciliation(&mut self) -> Result<Option<Reconciliation>, StoreError> {
        ask!(self.reconciliation())
    }

    /// Begins one, with where the logs end.
    pub(crate) async fn begin_reconciliation(
        &mut self,
        number: u64,
        heads: &BTreeMap<PartitionId, Seq>,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.begin_reconciliation(number, heads, now_ms))
    }

    /// Closes one. Without an account, another one has taken its place.
    pub(crate) async fn close_reconciliation(
        &mut self,
        number: u64,
        by: Option<u32>,
        reason: &str,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.close_reconciliation(number, by, reason, now_ms))
    }

    /// Notes numbers that nothing bears.
    pub(crate) async fn keep_gap(&mut self, number: u64, gap: &Gap) -> Result<(), StoreError> {
        ask!(self.keep_gap(number, gap))
    }

    /// The number after which an authority goes on in a year.
    pub(crate) async fn set_last_number(
        &mut self,
        partition: PartitionId,
        year: u16,
        last: u32,
    ) -> Result<(), StoreError> {
        ask!(self.set_last_number(partition, year, last))
    }

    /// Notes that a device has come back.
    pub(crate) async fn meet(
        &mut self,
        device: DeviceId,
        number: u64,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.meet(device, number, now_ms))
    }

    /// In which reconciliation each device has come back last.
    pub(crate) async fn met(&mut self) -> Result<BTreeMap<DeviceId, Met>, StoreError> {
        ask!(self.met())
    }

    /// The operations that were taken of these devices, of those that are known.
    pub(crate) async fn counters_of(
        &mut self,
        devices: &BTreeSet<DeviceId>,
    ) -> Result<BTreeMap<DeviceId, CounterSet>, StoreError> {
        ask!(self.counters_of(devices))
    }

    /// The same of all devices that have written into a partition.
    pub(crate) async fn counters_in(
        &mut self,
        partition: PartitionId,
    ) -> Result<BTreeMap<DeviceId, CounterSet>, StoreError> {
        ask!(self.counters_in(partition))
    }

    /// What took effect on a record after a place in its partition's log, in its order. What was erased is left out.
    pub(crate) async fn since(
        &mut self,
        partition: PartitionId,
        record: RecordId,
        after: Seq,
    ) -> Result<Vec<Since>, StoreError> {
        ask!(self.since(partition, record, after))
    }

    /// Keeps a copy that a device offers, unless the very same is there.
    pub(crate) async fn keep_witnessed(
        &mut self,
        of: (RecordId, PartitionId),
        device: DeviceId,
        digest: Digest,
        bytes: &[u8],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.keep_witnessed(of, device, digest, bytes, now_ms))
    }

    /// How much a device has offered that waits.
    pub(crate) async fn witness_stock(&mut self, device: DeviceId) -> Result<Stock, StoreError> {
        ask!(self.witness_stock(device))
    }

    /// The copies that wait, the oldest first.
    pub(crate) async fn witnessed(&mut self, most: u32) -> Result<Vec<Witnessed>, StoreError> {
        ask!(self.witnessed(most))
    }

    /// Every copy of a record, whatever was said of it.
    pub(crate) async fn witnessed_of(&mut self, record: RecordId) -> Result<Vec<Witnessed>, StoreError> {
        ask!(self.witnessed_of(record))
    }

    /// A copy, whatever was said of it.
    pub(crate) async fn witnessed_entry(&mut self, entry: u64) -> Result<Option<Witnessed>, StoreError> {
        ask!(self.witnessed_entry(entry))
    }

    /// A person's word on a copy. What it says stays: whatever names no more than it is not asked about again.
    pub(crate) async fn settle_witnessed(
        &mut self,
        entry: u64,
        verdict: Verdict,
        reason: &str,
        decided_by: u32,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.settle_witnessed(entry, verdict, reason, decided_by, now_ms))
    }

    /// Takes away what copies of a record say, because it was erased.
    pub(crate) async fn silence_witnessed(
        &mut self,
        record: RecordId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.silence_witnessed(record, now_ms))
    }
}
