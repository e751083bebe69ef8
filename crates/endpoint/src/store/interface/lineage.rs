//! Units that have ended and what accounts read no more, whatever database is behind them.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::lineage::Lineage;
use thidua_domain::record::{PartitionId, PartitionKind};
use thidua_sync::checksum::Checksum;
use thidua_sync::identity::{Head, Seq};

use super::Transaction;
use crate::store::{BlobKey, StoreError};

impl Transaction {
    /// The units that have ended, and what each was merged into.
    pub(crate) async fn lineage(&mut self) -> Result<Lineage, StoreError> {
        ask!(self.lineage())
    }

    /// What an account read once and reads no more.
    pub(crate) async fn past_grants(&mut self, account: u32) -> Result<BTreeSet<PartitionId>, StoreError> {
        ask!(self.past_grants(account))
    }

    /// What a partition is, and where its log ends; with its checksum, where that holds there. `None` where there is none.
    pub(crate) async fn end_of(
        &mut self,
        of: PartitionId,
    ) -> Result<Option<(PartitionKind, Head, Option<Checksum>)>, StoreError> {
        ask!(self.end_of(of))
    }

    /// The logs that a reconciliation waits for end here.
    pub(crate) async fn set_reconciled_heads(
        &mut self,
        number: u64,
        heads: &BTreeMap<PartitionId, Seq>,
    ) -> Result<(), StoreError> {
        ask!(self.set_reconciled_heads(number, heads))
    }

    /// The files of a unit.
    pub(crate) async fn files_in(&mut self, unit: PartitionId) -> Result<Vec<BlobKey>, StoreError> {
        ask!(self.files_in(unit))
    }

    /// Gives a file to another unit, which must not have it.
    pub(crate) async fn give_file(&mut self, key: &BlobKey, to: PartitionId) -> Result<(), StoreError> {
        ask!(self.give_file(key, to))
    }
}
