//! Partitions that leave the account's scope, and units that were merged.
//!
//! What the device still holds of a partition that has left goes, in this order: its operations are handed in and the endpoint
//! says so, then its rows and what was kept of it go in the same transaction that stores that answer. The operations themselves stay, out
//! of sight, until a person has said what becomes of them: an endpoint that loses its tray is handed them again. The officer is
//! told what has gone and what waits.
//!
//! A unit that was merged has not left: its rows stay in sight until its heir's have come, and what was written for it goes to
//! the heir.

use std::collections::BTreeSet;

use thidua_domain::lineage::Lineage;
use thidua_domain::record::{PartitionId, RecordId};

use super::batch::{Batch, Leaving, Write};
use super::command::Stamp;
use super::doubt;
use super::exchange::Taken;
use super::forget::files;
use super::pending::{Pending, PendingState};
use super::replica::{Handed, Meta, Replica};
use crate::gather;
use crate::row::Row;

/// A partition that has left the account's scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Left {
    /// When the device was told, by its own clock, milliseconds since 1970.
    pub since_ms: i64,
    /// Whether the officer has been told and has said so.
    pub seen: bool,
}

impl Replica {
    /// The partitions that have left the account's scope and of which the officer has not said that they know: each with how many
    /// operations of it wait for a person.
    #[must_use]
    pub fn left(&self) -> Vec<(PartitionId, Left, usize)> {
        let news = self.meta.left.iter().filter(|(_, left)| !left.seen);
        let told = news.map(|(partition, left)| {
            let waits = |(counter, pending): &(&u64, &Pending)| {
                self.meta.handed.get(counter) == Some(&Handed::Left)
                    && self.meta.lineage.heir(pending.op.partition) == *partition
            };
            (*partition, *left, self.outbox.iter().filter(waits).count())
        });
        told.collect()
    }

    /// The officer has read that a partition has left.
    #[must_use]
    pub fn saw_left(&self, partition: PartitionId) -> Batch {
        let mut batch = self.batch(Vec::new());
        batch.meta.left.get_mut(&partition).into_iter().for_each(|left| left.seen = true);
        batch
    }

    /// Whether an operation is handed in and of a partition that has left: nothing of it is shown.
    pub(super) fn is_left(&self, counter: u64) -> bool {
        self.meta.handed.get(&counter) == Some(&Handed::Left)
    }

    /// The operations of which the endpoint is asked what a person has said.
    pub(super) fn awaited(&self) -> BTreeSet<u64> {
        let left = self.meta.handed.iter().filter(|(_, handed)| **handed == Handed::Left);
        gather::set(left.map(|(counter, _)| *counter).filter(|counter| self.outbox.contains_key(counter)))
    }

    /// Takes what an answer says of merged units: rows and open operations of them are their heirs'.
    pub(super) fn follow_mergers(&self, lineage: &Lineage, restart: bool, taken: &mut Taken) {
        let has_moved = |partition: PartitionId| lineage.heir(partition) != partition;
        // In sight until the heir's rows have come: as with a partition that is read again.
        for row in self.rows.values().filter(|row| !restart && has_moved(row.partition)) {
            let moved = Row { partition: lineage.heir(row.partition), ..doubt::old(row) };
            taken.rows.insert(row.id, Some(moved));
        }
        for pending in self.outbox.values().filter(|own| own.is_open() && has_moved(own.op.partition)) {
            let mut op = pending.op.clone();
            op.partition = lineage.heir(op.partition);
            taken.writes.push(Write::PutPending(Pending { op, state: PendingState::Open }));
        }
    }

    /// The files that these rows name, and neither another row nor work that is still here.
    fn files_only_of(&self, records: &BTreeSet<RecordId>) -> Vec<String> {
        let mut going: BTreeSet<String> = BTreeSet::new();
        going.extend(records.iter().filter_map(|record| self.rows.get(record)).flat_map(files));
        if !going.is_empty() {
            for row in self.rows.values().filter(|row| !records.contains(&row.id)) {
                files(row).iter().for_each(|named| _ = going.remove(named));
            }
            for change in self.outbox.values().flat_map(|pending| &pending.op.changes) {
                change.value.as_text().into_iter().for_each(|named| _ = going.remove(named));
            }
        }
        going.into_iter().collect()
    }

    /// Lets go of what an answer leaves outside of the scope. `left` are the operations that are still in the outbox, `waiting` those of
    /// them that it has put into the tray.
    pub(super) fn leave_scope(
        &self,
        meta: &mut Meta,
        scope: Option<&[PartitionId]>,
        (left, waiting): (&BTreeSet<u64>, &[u64]),
        now: Stamp,
        taken: &mut Taken,
    ) {
        let mut leaving = Leaving::default();
        // What waits is of a partition that has left, also where the device has never heard that it was in the scope.
        for pending in waiting.iter().filter_map(|counter| self.outbox.get(counter)) {
            let partition = meta.lineage.heir(pending.op.partition);
            if scope.is_none() && !meta.left.contains_key(&partition) {
                meta.left.insert(partition, Left { since_ms: now.0, seen: false });
                leaving.partitions.insert(partition);
            }
        }
        if let Some(scope) = scope {
            let mut gone: BTreeSet<PartitionId> = BTreeSet::new();
            let rows = self.rows.values().map(|row| row.partition);
            let own = self.outbox.iter().filter(|(counter, _)| left.contains(counter));
            gone.extend(rows.chain(own.map(|(_, pending)| pending.op.partition)));
            gone.extend(self.meta.sums.keys());
            gone.retain(|partition| !scope.contains(&meta.lineage.heir(*partition)));
            meta.left.retain(|partition, _| !scope.contains(partition));
            for partition in gone {
                meta.left.entry(partition).or_insert(Left { since_ms: now.0, seen: false });
                leaving.partitions.insert(partition);
            }
            // Something may be kept of what there is no row of any more, and of the units that one of them stood for.
            let before = self.meta.scope.iter().flatten().copied();
            let stood_for = self.meta.lineage.pairs().map(|(unit, _)| unit);
            let outside = before.chain(stood_for).filter(|of| !scope.contains(&meta.lineage.heir(*of)));
            leaving.partitions.extend(outside);
        }
        if meta.left.is_empty() && leaving.partitions.is_empty() {
            return;
        }
        // What is under way and not handed in yet is still seen: the request before it had no room for it.
        let is_under_way =
            |counter: &u64| left.contains(counter) && meta.handed.get(counter) != Some(&Handed::Left);
        let under_way = self.outbox.iter().filter(|(counter, _)| is_under_way(counter));
        let busy: BTreeSet<RecordId> = gather::set(under_way.map(|(_, pending)| pending.op.record));
        // As they stand after this answer: it may have told a record in another partition.
        let after =
            self.rows.values().filter_map(|row| taken.rows.get(&row.id).map_or(Some(row), Option::as_ref));
        let outside = after.filter(|row| meta.left.contains_key(&row.partition) && !busy.contains(&row.id));
        let outside: BTreeSet<RecordId> = gather::set(outside.map(|row| row.id));
        leaving.files = self.files_only_of(&outside);
        outside.into_iter().for_each(|record| _ = taken.rows.insert(record, None));
        if leaving != Leaving::default() {
            taken.writes.push(Write::Leave(leaving));
        }
    }
}
