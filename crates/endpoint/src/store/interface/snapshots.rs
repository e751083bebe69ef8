//! Checksums and snapshots of partitions, whatever database is behind them.

use thidua_domain::record::PartitionId;
use thidua_sync::checksum::Checksum;
use thidua_sync::server::Snapshot;

use super::Transaction;
use crate::store::{StoreError, Summed};

impl Transaction {
    /// Whether the tables know of checksums: a copy that an earlier version made does not.
    pub(crate) async fn knows_sums(&mut self) -> Result<bool, StoreError> {
        ask!(self.knows_sums())
    }

    /// The checksum of every partition.
    pub(crate) async fn sums(&mut self) -> Result<Vec<Summed>, StoreError> {
        ask!(self.sums())
    }

    /// The checksum of one partition; `None` where there is no such partition.
    pub(crate) async fn sum_of(&mut self, partition: PartitionId) -> Result<Option<Summed>, StoreError> {
        ask!(self.sum_of(partition))
    }

    /// Writes the checksum that a partition has at its head.
    pub(crate) async fn keep_sum(&mut self, partition: PartitionId, sum: Checksum) -> Result<(), StoreError> {
        ask!(self.keep_sum(partition, sum))
    }

    /// The snapshots of a partition, the oldest first.
    pub(crate) async fn snapshots(&mut self, partition: PartitionId) -> Result<Vec<Snapshot>, StoreError> {
        ask!(self.snapshots(partition))
    }

    /// A page of a snapshot, as it goes over the line.
    pub(crate) async fn snapshot_page(
        &mut self,
        partition: PartitionId,
        generation: u64,
        page: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        ask!(self.snapshot_page(partition, generation, page))
    }

    /// Keeps a snapshot with its pages.
    pub(crate) async fn keep_snapshot(
        &mut self,
        snapshot: &Snapshot,
        pages: Vec<Vec<u8>>,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.keep_snapshot(snapshot, pages, now_ms))
    }

    /// Takes a snapshot away, with its pages.
    pub(crate) async fn drop_snapshot(
        &mut self,
        partition: PartitionId,
        generation: u64,
    ) -> Result<(), StoreError> {
        ask!(self.drop_snapshot(partition, generation))
    }
}
