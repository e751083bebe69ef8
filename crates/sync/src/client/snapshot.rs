//! Reading a partition from a snapshot: pages that were made once for all, before what has changed since.
//!
//! Invariants: a snapshot is taken up only where the device holds no row of the partition that this very answer does not tell,
//! and a row of a snapshot never takes the place of one that is there, but of an old one. So what is there is always the newer one. What is
//! sent meanwhile does not wait: the endpoint leaves the partition out of its answers until the device holds all of the snapshot.
//!
//! Where a first answer tells all that has changed since the snapshots were made, it also says where the device stands once it has
//! read them, and the exchange ends with their last page. Whatever is said in between makes that void.

use std::collections::{BTreeMap, BTreeSet};

use thidua_domain::record::{PartitionId, RecordId};

use super::batch::Batch;
use super::command::Stamp;
use super::doubt::{is_old, judge};
use super::exchange::{Taken, patched};
use super::replica::Replica;
use crate::checksum::Checksum;
use crate::row::Row;
use crate::wire::{Offer, Page, TakenSnapshot};

/// How far the device has read a snapshot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loading {
    /// Which of the partition's snapshots.
    pub generation: u64,
    /// The page that is read next, from 0.
    pub next: u32,
    /// How many there are.
    pub pages: u32,
}

impl Loading {
    const fn is_whole(self) -> bool {
        self.next >= self.pages
    }
}

impl Replica {
    /// The page of a snapshot that is to be fetched next: its partition, generation and number.
    #[must_use]
    pub fn next_snapshot_page(&self) -> Option<(PartitionId, u64, u32)> {
        let unread = self.meta.loading.iter().find(|(_, loading)| !loading.is_whole());
        unread.map(|(partition, loading)| (*partition, loading.generation, loading.next))
    }

    /// Takes a page of a snapshot, which came at `now`. Where nothing is left to ask after it, [`Meta::complete_ms`] is that time.
    ///
    /// [`Meta::complete_ms`]: super::Meta::complete_ms
    #[must_use]
    pub fn receive_snapshot_page(
        &self,
        partition: PartitionId,
        generation: u64,
        number: u32,
        page: Page,
        now: Stamp,
    ) -> Batch {
        let mut batch = self.batch(Vec::new());
        let Some(loading) = batch.meta.loading.get_mut(&partition) else { return batch };
        if loading.generation != generation || loading.next != number {
            return batch;
        }
        // Not the page that was asked for, and asking again would bring the same.
        if page.partition != partition {
            return self.give_up_snapshot(partition);
        }
        loading.next += 1;
        let is_whole = batch.meta.loading.values().all(|loading| loading.is_whole());
        let mut taken = Taken::default();
        for patch in page.rows.into_iter().filter(|row| self.rows.get(&row.id).is_none_or(is_old)) {
            taken.rows.insert(patch.id, Some(patched(None, partition, patch)));
        }
        // A record may have been erased before the snapshot was made, and the device still have something to do with it.
        self.forget(&mut taken);
        if let Some(after) = batch.after.take_if(|_| is_whole) {
            let gone = self.still_old(&after.sums, &taken.rows);
            taken.rows.extend(gone.into_iter().map(|record| (record, None)));
            batch.meta.loading.clear();
            batch.meta.cursor = Some(after.cursor);
            batch.meta.sums.extend(after.sums);
            let here = self.sums_after(taken.rows.iter());
            judge(&mut batch.meta.doubts, &batch.meta.sums, &here);
            let agrees = |(partition, there): (&PartitionId, &Checksum)| {
                here.get(partition).copied().unwrap_or_default() == *there
            };
            if !self.has_sendable() && batch.meta.sums.iter().all(agrees) {
                batch.meta.complete_ms = Some(now.0);
            }
        }
        batch.writes = taken.into_writes();
        batch
    }

    /// Gives a snapshot up that the endpoint does not have any more: the partition comes with the answers.
    #[must_use]
    pub fn give_up_snapshot(&self, partition: PartitionId) -> Batch {
        let mut batch = self.batch(Vec::new());
        batch.meta.loading.remove(&partition);
        batch.after = None;
        batch
    }

    /// What the next request says of snapshots.
    pub(super) fn taken_snapshots(&self) -> Vec<TakenSnapshot> {
        let taken = |(partition, loading): (&PartitionId, &Loading)| TakenSnapshot {
            partition: *partition,
            generation: loading.generation,
            whole: loading.is_whole(),
        };
        self.meta.loading.iter().map(taken).collect()
    }

    /// What is being read after an answer with these offers. `rows` are those that the answer changes, `told` those that
    /// it tells.
    pub(super) fn loading_after(
        &self,
        mut loading: BTreeMap<PartitionId, Loading>,
        offers: &[Offer],
        rows: &BTreeMap<RecordId, Option<Row>>,
        told: &BTreeSet<RecordId>,
    ) -> BTreeMap<PartitionId, Loading> {
        // Most answers: the rows need not be looked through.
        if offers.is_empty() {
            return BTreeMap::new();
        }
        // One that was read whole is done with: the cursor goes on from it. One that is not offered any more is gone.
        let stays = |partition: &PartitionId, loading: &Loading| {
            let is_it =
                |offer: &&Offer| offer.partition == *partition && offer.generation == loading.generation;
            !loading.is_whole() && offers.iter().any(|offer| is_it(&offer))
        };
        loading.retain(|partition, loading| stays(partition, loading));
        let mut occupied: BTreeSet<PartitionId> = BTreeSet::new();
        let held = self.rows.values().filter(|row| !rows.contains_key(&row.id));
        // What the device has made itself and others may have changed since is as good as held.
        let held = held.chain(rows.values().flatten()).filter(|row| !told.contains(&row.id) && !is_old(row));
        occupied.extend(held.map(|row| row.partition));
        for offer in offers {
            let fresh = Loading { generation: offer.generation, next: 0, pages: offer.pages };
            if !occupied.contains(&offer.partition) && offer.pages > 0 {
                loading.entry(offer.partition).or_insert(fresh);
            }
        }
        loading
    }
}
