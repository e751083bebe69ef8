//! Whether the device holds what the endpoint holds, partition by partition, and what it does where it does not.
//!
//! The endpoint's checksum of a partition is kept with the cursor, in the same transaction as the rows. So the device can
//! compare at any time, without asking: what a disk has lost, or a fault has written, is found at the next exchange,
//! and that partition alone is read again from its beginning. The outbox is not touched.
//!
//! What is there meanwhile stays in sight, marked as *old*: a line that is cut in the middle must not leave an officer with less
//! than before. A record that is told takes the place of its old row, and nothing is built on one; what is still old when the
//! partition has been read to its head was never told, and goes.
//!
//! Invariant: a partition that was read again and differs still is not read a third time by itself. Two versions that do
//! not agree on a checksum must not fetch a megabyte with every exchange. It is told on the health page instead.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::record::{PartitionId, RecordId};

use super::batch::Batch;
use super::replica::Replica;
use crate::checksum::{Checksum, Checksums};
use crate::identity::Seq;
use crate::row::Row;

/// The mark of an old row. A device does not know the places of rows in the log, and this is none.
const OLD: Seq = Seq(u64::MAX);

/// The row, marked as one of before its partition was read again.
pub(super) fn old(row: &Row) -> Row {
    Row { seq: OLD, ..row.clone() }
}

/// Whether a row is one of before its partition was read again.
pub(super) fn is_old(row: &Row) -> bool {
    row.seq == OLD
}

/// Why the checksum of a partition may not be what the endpoint told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// The partition is being read again.
    UnderWay,
    /// It was read again, and differs still.
    Remains,
}

/// A partition as this device and the endpoint hold it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// The partition.
    pub partition: PartitionId,
    /// The checksum of the rows on this device.
    pub here: Checksum,
    /// What the endpoint told last; `None` where it has told none that holds for where the device stands.
    pub there: Option<Checksum>,
    /// What is known to be wrong with it.
    pub doubt: Option<Doubt>,
}

impl Replica {
    /// The checksum of each partition of which the device holds rows. Worked out once, then kept up with every batch.
    #[must_use]
    pub fn sums(&self) -> &Checksums {
        self.sums.get_or_init(|| {
            let mut sums = Checksums::new();
            self.rows.values().for_each(|row| sums.entry(row.partition).or_default().add(row));
            sums
        })
    }

    /// Every partition that the device or the endpoint has rows of, as both hold it. Where neither has any there is nothing
    /// to compare.
    #[must_use]
    pub fn comparisons(&self) -> Vec<Comparison> {
        let here = self.sums();
        let mut partitions: BTreeSet<PartitionId> = BTreeSet::new();
        partitions.extend(here.keys().chain(self.meta.sums.keys()).chain(self.meta.doubts.keys()));
        let compared = partitions.into_iter().map(|partition| Comparison {
            partition,
            here: here.get(&partition).copied().unwrap_or_default(),
            there: self.meta.sums.get(&partition).copied(),
            doubt: self.meta.doubts.get(&partition).copied(),
        });
        let nothing = Checksum::default();
        let has_rows = |of: &Comparison| of.here != nothing || of.there.is_some_and(|there| there != nothing);
        compared.filter(|of| has_rows(of) || of.doubt.is_some()).collect()
    }

    /// The partitions that the next request is to ask for from their beginning.
    #[must_use]
    pub fn to_read_again(&self) -> Vec<PartitionId> {
        let here = self.sums();
        let differs = self.meta.sums.iter().filter(|(partition, there)| {
            !self.meta.doubts.contains_key(partition)
                && here.get(partition).copied().unwrap_or_default() != **there
        });
        differs.map(|(partition, _)| *partition).collect()
    }

    /// Whether the device holds rows of which it does not know the endpoint's checksum, as after an update from a version
    /// that knew of none. Rows that stay although the account may not read them any more are nobody's to compare.
    pub(super) fn lacks_sums(&self) -> bool {
        let known = &self.meta.sums;
        let lacks = |partition: &&PartitionId| {
            !known.contains_key(*partition)
                && !self.meta.loading.contains_key(*partition)
                && self.account.grant(**partition).is_some()
        };
        self.meta.cursor.is_some() && (known.is_empty() || self.sums().keys().find(lacks).is_some())
    }

    /// Compares everything again with the next exchange, also what was given up: the officer has asked for it. What is known
    /// to differ is read again with that very request; of all else the endpoint is asked for its checksums.
    #[must_use]
    pub fn compare_anew(&self) -> Batch {
        let mut batch = self.batch(Vec::new());
        let here = self.sums();
        batch.meta.sums.retain(|partition, there| here.get(partition).copied().unwrap_or_default() != *there);
        batch.meta.doubts.retain(|_, doubt| *doubt == Doubt::UnderWay);
        batch
    }

    /// Reads a partition again with the next exchange, whatever its checksum says: the officer has asked for it. Until it has
    /// come, what is there stays in sight; the outbox is not touched.
    #[must_use]
    pub fn read_again(&self, partition: PartitionId) -> Batch {
        let mut batch = self.batch(Vec::new());
        let here = self.sums().get(&partition).copied().unwrap_or_default();
        batch.meta.sums.insert(partition, differing(here));
        batch.meta.doubts.remove(&partition);
        batch.after = None;
        batch
    }

    /// Reads everything again with the next exchanges, from the beginning. Until it has come, what is there stays in sight;
    /// the outbox is not touched. The cursor stays: by it an endpoint that was restored knows a device of the life before, which has to
    /// offer again what it keeps.
    #[must_use]
    pub fn read_all_again(&self) -> Batch {
        let mut batch = self.batch(Vec::new());
        let here = self.sums();
        let mut all: BTreeSet<PartitionId> = BTreeSet::new();
        match &self.meta.scope {
            Some(scope) => all.extend(scope),
            None => all.extend(here.keys().chain(self.meta.sums.keys())),
        }
        for partition in all {
            let here = here.get(&partition).copied().unwrap_or_default();
            batch.meta.sums.insert(partition, differing(here));
        }
        batch.meta.doubts.clear();
        batch.meta.loading.clear();
        batch.after = None;
        batch
    }

    /// The rows of the partitions of which a checksum was told that are old still, once these have changed.
    pub(super) fn still_old(
        &self,
        told: &Checksums,
        changed: &BTreeMap<RecordId, Option<Row>>,
    ) -> Vec<RecordId> {
        let here = self.rows.values().map(|row| changed.get(&row.id).map_or(Some(row), Option::as_ref));
        let old = here.flatten().filter(|row| is_old(row) && told.contains_key(&row.partition));
        old.map(|row| row.id).collect()
    }

    /// The checksums once these rows have changed.
    pub(super) fn sums_after<'r>(
        &self,
        changed: impl Iterator<Item = (&'r RecordId, &'r Option<Row>)>,
    ) -> Checksums {
        let mut sums = self.sums().clone();
        for (record, row) in changed {
            if let Some(before) = self.rows.get(record) {
                sums.entry(before.partition).or_default().take(before);
            }
            if let Some(row) = row {
                sums.entry(row.partition).or_default().add(row);
            }
        }
        sums
    }
}

/// Another checksum than this one: what differs is asked for.
const fn differing(here: Checksum) -> Checksum {
    Checksum(here.0.wrapping_add(1))
}

/// Judges what an answer has brought: `there` are the endpoint's checksums, `here` the device's.
pub(super) fn judge(doubts: &mut BTreeMap<PartitionId, Doubt>, there: &Checksums, here: &Checksums) {
    for (partition, there) in there {
        if here.get(partition).copied().unwrap_or_default() == *there {
            doubts.remove(partition);
        } else if doubts.contains_key(partition) {
            doubts.insert(*partition, Doubt::Remains);
        }
    }
}
