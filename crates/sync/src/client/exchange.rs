//! Sending and receiving.

use std::collections::{BTreeMap, BTreeSet};

use litemap::LiteMap;

use thidua_domain::erasure;
use thidua_domain::lineage::Lineage;
use thidua_domain::record::{PartitionId, RecordId, Value};

use super::batch::{Batch, Write};
use super::command::Stamp;
use super::doubt::{self, Doubt};
use super::pending::{Kept, Pending, PendingState, Refused};
use super::replica::{Handed, Meta, Replica};
use crate::identity::Dot;
use crate::operation::{Action, SCHEMA, Sealed};
use crate::outcome::{Outcome, Reason};
use crate::receipt::{Receipt, Receipts};
use crate::row::{Cell, Row};
use crate::wire::{Answer, Layout, Offer, Request, RowPatch, open, seal};
use crate::{gather, merge};

/// How long acknowledged operations are kept, milliseconds: 90 days by the endpoint's clock. A tablet that wakes up in 1970, or next year,
/// must not let go of what may have to heal the endpoint.
pub const KEEP_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// The most operations that one request carries.
const MOST_OPERATIONS: usize = 1000;
/// About the most bytes of operations that one request carries, before compression.
const MOST_BYTES: usize = 256 * 1024;

/// The first of these operations, as many as go into one request.
pub(super) fn as_many_as_fit(sealed: &mut dyn Iterator<Item = &Sealed>) -> Vec<Sealed> {
    let mut bytes = 0;
    let fitting = sealed.take(MOST_OPERATIONS).take_while(|sealed| {
        // The first goes however large it is: the endpoint must have the chance to refuse it.
        let fits = bytes == 0 || bytes + sealed.bytes.len() <= MOST_BYTES;
        bytes += sealed.bytes.len();
        fits
    });
    fitting.cloned().collect()
}

/// What was sent in an exchange that is under way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// The operations in the request.
    pub counters: BTreeSet<u64>,
    /// The records that it asks for whole.
    pub whole: BTreeSet<RecordId>,
    /// Whether it asks for everything.
    pub everything: bool,
    /// How many witnessed copies go with it.
    pub witnessed: usize,
    /// The operations of which it asks what a person has said.
    pub awaits: BTreeSet<u64>,
    /// When, by the device's clock.
    pub at: Stamp,
}

impl Replica {
    /// Gives the open operations their final bytes. The batch must be committed before [`Replica::request`] is sent.
    /// `None` where nothing is open.
    #[must_use]
    pub fn seal(&self) -> Option<Batch> {
        let open = self.outbox.values().filter(|pending| pending.is_open());
        let sealed = open.map(|pending| {
            let state = PendingState::Sealed(seal(&pending.op));
            Write::PutPending(Pending { op: pending.op.clone(), state })
        });
        let writes: Vec<_> = sealed.collect();
        (!writes.is_empty()).then(|| self.batch(writes))
    }

    /// The next request, from what is sealed.
    #[must_use]
    pub fn request(&self, now: Stamp) -> (Request, Sent) {
        let due = self.outbox.values().filter(|pending| !self.is_left(pending.op.counter));
        let operations = as_many_as_fit(&mut due.filter_map(Pending::sendable));
        let counters = gather::set(operations.iter().map(|sealed| sealed.counter));
        let awaits = self.awaited();
        let whole = self.doubtful(&counters);
        let everything = self.meta.cursor.is_none();
        let witnessed = self.next_witnesses();
        let mut receipts = Receipts::new();
        for counter in &counters {
            let receipt = self.outbox.get(counter).and_then(Pending::receipt);
            receipt.into_iter().for_each(|receipt| _ = receipts.insert(*counter, *receipt));
        }
        let (mut refused, mut gone) = (BTreeSet::new(), BTreeSet::new());
        for op in counters.iter().filter_map(|counter| self.outbox.get(counter)).map(|pending| &pending.op) {
            let base = op.base.filter(|base| base.device == self.meta.device).map(|base| base.counter);
            for parent in op.parents.iter().copied().chain(base) {
                if self.refused.contains_key(&parent) {
                    refused.insert(parent);
                } else if self.has_let_go(parent, op.record) {
                    gone.insert(parent);
                }
            }
        }
        let sent = Sent {
            counters,
            whole: gather::set(whole.iter().copied()),
            everything,
            witnessed: witnessed.len(),
            awaits: awaits.clone(),
            at: now,
        };
        let request = Request {
            device: self.meta.device,
            schema: SCHEMA,
            cursor: self.meta.cursor.clone(),
            operations,
            whole,
            anew: self.to_read_again(),
            page: None,
            snapshots: self.taken_snapshots(),
            sums: self.lacks_sums(),
            layout: Layout::Steps,
            receipts,
            witnessed,
            refused,
            awaits,
            key: None,
            gone,
        };
        (request, sent)
    }

    /// Whether an operation on a record that was done here took effect, and neither the outbox nor the record's row has it any more: the
    /// partition has left the scope meanwhile, or others have written since.
    fn has_let_go(&self, counter: u64, record: RecordId) -> bool {
        let dot = Dot { device: self.meta.device, counter };
        let names = |row: &Row| row.rev == dot || row.cells.values().any(|cell| cell.rev == dot);
        !self.outbox.contains_key(&counter) && !self.rows.get(&record).is_some_and(names)
    }

    /// The records of which the first operation that is sent does not build on the row that the device holds. The
    /// endpoint may have taken it already, on a row that the device does not have; or the row has not come back yet, in the
    /// middle of a partition that is read again.
    fn doubtful(&self, counters: &BTreeSet<u64>) -> Vec<RecordId> {
        let mut first: BTreeMap<RecordId, &Pending> = BTreeMap::new();
        for pending in counters.iter().filter_map(|counter| self.outbox.get(counter)) {
            first.entry(pending.op.record).or_insert(pending);
        }
        let builds_on_another = |(record, pending): &(RecordId, &Pending)| match self
            .rows
            .get(record)
            .filter(|row| !doubt::is_old(row))
        {
            Some(row) => pending.op.base != Some(row.rev),
            None => pending.op.action != Action::Create,
        };
        first.into_iter().filter(builds_on_another).map(|(record, _)| record).collect()
    }

    /// Forgets how far the device has read, where the endpoint does not take its cursor any more: the next answer brings
    /// everything, and what is there already changes nothing. An endpoint that does not know its own cursor may not know what it was given
    /// either, and cannot say so: the `kept` operations of the store are offered again.
    #[must_use]
    pub fn forget_cursor(&self, kept: &[Kept]) -> Batch {
        let mut batch = self.batch(kept.iter().filter_map(|kept| self.offer_again(kept)).flatten().collect());
        batch.meta.cursor = None;
        batch.meta.loading.clear();
        batch.after = None;
        batch
    }

    /// Whether something waits to be sent that an exchange right now would carry.
    #[must_use]
    pub fn has_sendable(&self) -> bool {
        !self.meta.witnessed.is_empty() || self.outbox.values().any(|pending| self.is_due(pending))
    }

    /// Whether an operation goes with the next exchange, once it is sealed.
    fn is_due(&self, pending: &Pending) -> bool {
        !self.is_left(pending.op.counter) && (pending.is_open() || pending.sendable().is_some())
    }

    /// Takes the answer to a request. `kept` are the kept operations of the store, read where [`Answer::restart`] is
    /// set: they are then offered again.
    #[must_use]
    pub fn receive(&self, sent: &Sent, answer: Answer, now: Stamp, kept: Vec<Kept>) -> Batch {
        let mut taken = Taken { receipts: answer.receipts, at_ms: answer.time_ms, ..Taken::default() };
        // Whatever the endpoint made of the copies, it has read them.
        let mut witnessed = self.meta.witnessed.clone();
        witnessed.drain(..sent.witnessed.min(witnessed.len()));
        // What was said of operations that were handed in is void, and with it what is shown of their records.
        let handed = self.meta.handed.keys().filter_map(|counter| self.outbox.get(counter));
        taken.writes.extend(handed.cloned().map(Write::PutPending));
        if answer.restart {
            taken.writes.extend(self.rows.keys().copied().map(Write::DropRow));
            taken.rows.extend(self.rows.keys().map(|record| (*record, None)));
            answer.known.iter().for_each(|known| witnessed.extend(self.witnesses(known, &kept)));
            taken.writes.extend(kept.into_iter().filter_map(|kept| self.offer_again(&kept)).flatten());
        }
        if let Some(lineage) = &answer.lineage {
            self.follow_mergers(lineage, answer.restart, &mut taken);
        }
        // A scope without it says that no unit has ended: an endpoint that was restored may not know of a merger any more.
        taken.lineage = answer.scope.as_ref().map(|_| answer.lineage.clone().unwrap_or_default());
        let lineage = taken.lineage.clone().unwrap_or_else(|| self.meta.lineage.clone());
        taken.scope = answer.scope.as_ref().map(|scope| gather::set(scope.iter().copied()));
        let (mut there, mut doubts) = (self.meta.sums.clone(), self.meta.doubts.clone());
        let mut loading = self.meta.loading.clone();
        if answer.restart {
            there.clear();
            doubts.clear();
            loading.clear();
        }
        for partition in &answer.anew {
            let before = self.rows.values().filter(|row| row.partition == *partition);
            taken.rows.extend(before.map(|row| (row.id, Some(doubt::old(row)))));
            there.remove(partition);
            doubts.insert(*partition, Doubt::UnderWay);
            loading.remove(partition);
        }
        let mut left = gather::set(self.outbox.keys().copied());
        taken.told = gather::set(answer.pages.iter().flat_map(|page| &page.rows).map(|row| row.id));
        taken.restart = answer.restart;
        // What the operations of the request wrote is left out of a row, unless it was asked for whole or one of them met
        // the work of others.
        taken.complete = match sent.everything {
            true => taken.told.clone(),
            false => sent.whole.clone(),
        };
        for (counter, outcome) in &answer.outcomes {
            if matches!(outcome, Outcome::Merged | Outcome::Conflict) {
                taken.complete.extend(self.outbox.get(counter).map(|pending| pending.op.record));
            }
        }
        taken.anew = gather::set(answer.anew);
        // What waits for a person because its partition has left: what was told of it before still holds, where this answer does
        // not say otherwise. After a restart it is sent again.
        let mut handed = LiteMap::new();
        if !answer.restart {
            self.awaited().into_iter().for_each(|counter| _ = handed.insert(counter, Handed::Left));
        }
        for pending in answer.waiting.iter().filter_map(|counter| self.outbox.get(counter)) {
            // Written once more: it is not shown from now on.
            taken.writes.push(Write::PutPending(pending.clone()));
            handed.insert(pending.op.counter, Handed::Left);
        }
        for (counter, outcome) in answer.outcomes {
            let is_sent = sent.counters.contains(&counter) || sent.awaits.contains(&counter);
            if let Some(pending) = self.outbox.get(&counter).filter(|_| is_sent) {
                if !answer.waiting.contains(&counter) {
                    handed.remove(&counter);
                }
                self.settle_pending(pending, outcome, now, &mut left, &mut taken);
            }
        }
        handed.retain(|counter, _| left.contains(counter));
        for page in answer.pages {
            for patch in page.rows {
                let row = taken.row(self, patch.id);
                let row = patched(row, page.partition, patch);
                taken.rows.insert(row.id, Some(row));
            }
        }
        self.forget(&mut taken);
        let mut meta = Meta { lineage, handed, ..self.meta.clone() };
        let in_outbox = (&left, answer.waiting.as_slice());
        self.leave_scope(&mut meta, answer.scope.as_deref(), in_outbox, now, &mut taken);
        if let Some(scope) = answer.scope {
            there.retain(|partition, _| scope.contains(partition));
            doubts.retain(|partition, _| scope.contains(partition));
            loading.retain(|partition, _| scope.contains(partition));
        }
        let loading = self.loading_after(loading, &answer.snapshots, &taken.rows, &taken.told);
        // Where a row has come before its turn, what was told of the partition does not hold any more, and what will hold
        // comes when it has been read to its head.
        loading.keys().for_each(|partition| _ = there.remove(partition));
        let is_read = |offer: &Offer| {
            loading.get(&offer.partition).is_some_and(|loading| loading.generation == offer.generation)
        };
        let after = answer.after.filter(|_| answer.snapshots.iter().all(is_read));
        if answer.more || !loading.is_empty() {
            let touched = taken.rows.iter().flat_map(|(record, row)| [self.rows.get(record), row.as_ref()]);
            touched.flatten().for_each(|row| _ = there.remove(&row.partition));
        }
        // These partitions are here whole: what has not been told of them is not there any more.
        let gone = self.still_old(&answer.sums, &taken.rows);
        taken.rows.extend(gone.into_iter().map(|record| (record, None)));
        there.extend(answer.sums);
        // The endpoint has taken what the device cannot show yet. With the next request it asks for what holds then.
        taken.behind.iter().for_each(|partition| _ = there.remove(partition));
        self.wake_parked(answer.schema, &left, &mut taken);

        let nothing_left = !answer.more
            && loading.is_empty()
            && witnessed.is_empty()
            && !answer.restart
            && !self.outbox.iter().any(|(counter, pending)| {
                left.contains(counter)
                    && meta.handed.get(counter).is_none()
                    && (pending.is_open() || pending.sendable().is_some())
            });
        doubt::judge(&mut doubts, &there, &self.sums_after(taken.rows.iter()));

        let scope = taken.scope.take().or_else(|| self.meta.scope.clone());
        let mut batch = self.batch(taken.into_writes());
        batch.meta.scope = scope;
        // The login holds, so whatever else is still here goes by exchanges again.
        (batch.meta.handed, batch.meta.lineage, batch.meta.left) = (meta.handed, meta.lineage, meta.left);
        (batch.meta.sums, batch.meta.doubts, batch.meta.loading) = (there, doubts, loading);
        (batch.meta.witnessed, batch.after) = (witnessed, after);
        batch.meta.cursor = answer.cursor.or(batch.meta.cursor);
        batch.meta.endpoint_schema = answer.schema;
        batch.meta.next_counter = batch.meta.next_counter.max(answer.next_counter.unwrap_or_default());
        // The endpoint read its clock somewhere between sending and receiving; the middle errs by half at the most.
        let middle = sent.at.0 + (now.0 - sent.at.0) / 2;
        batch.meta.clock_offset_ms = Some(answer.time_ms.saturating_sub(middle));
        if nothing_left {
            batch.meta.complete_ms = Some(now.0);
            batch.writes.push(Write::PruneKept(answer.time_ms.saturating_sub(KEEP_MS)));
        }
        batch
    }

    fn settle_pending(
        &self,
        pending: &Pending,
        outcome: Outcome,
        now: Stamp,
        left: &mut BTreeSet<u64>,
        taken: &mut Taken,
    ) {
        let counter = pending.op.counter;
        let Some(sealed) = pending.sendable() else { return };
        match outcome {
            Outcome::Held => return,
            Outcome::NewerAppNeeded => {
                let state = PendingState::Parked(sealed.clone());
                taken.writes.push(Write::PutPending(Pending { op: pending.op.clone(), state }));
                return;
            }
            // Nothing of it is kept, nor shown to anybody.
            Outcome::Refused(Reason::Erased) => taken.forget(pending.op.record),
            // Judged before it was erased, and told after.
            Outcome::Refused(_) if self.is_erased(pending.op.record) => {}
            Outcome::Refused(reason) => {
                let refused = Refused { op: pending.op.clone(), reason, words: None, refused_ms: now.0 };
                taken.writes.push(Write::PutRefused(refused));
            }
            Outcome::Applied | Outcome::Merged | Outcome::Conflict => {
                let partition = taken.heir(self, pending.op.partition);
                let is_outside = match taken.scope.as_ref().or(self.meta.scope.as_ref()) {
                    Some(scope) => !scope.contains(&partition),
                    None => self.is_left(counter) || self.meta.left.contains_key(&partition),
                };
                if is_outside {
                    // Nothing of it comes here any more, nor is kept: it is done.
                    left.remove(&counter);
                    taken.writes.push(Write::DropPending(counter));
                    return;
                }
                let row = taken.row(self, pending.op.record);
                let row = merge::take_acknowledged(row.as_ref(), &pending.op)
                    .filter(|_| outcome == Outcome::Applied)
                    .map(|row| Row { partition, ..row });
                match row {
                    Some(row) if !taken.begins_anew(row.partition) => {
                        _ = taken.rows.insert(row.id, Some(row));
                    }
                    // The row comes with this answer, or with the pages that follow it.
                    _ if taken.begins_anew(partition) || taken.tells_all_of(pending.op.record) => {}
                    // Taken by the endpoint before an operation that this one builds on was acknowledged: sent again
                    // until the device can say what came of it.
                    _ => {
                        taken.behind.insert(partition);
                        return;
                    }
                }
                let receipt = taken.receipts.get(&counter).or(pending.receipt()).copied();
                let acknowledged_ms = taken.at_ms;
                let kept = Kept { sealed: sealed.clone(), outcome, acknowledged_ms, receipt };
                taken.writes.push(Write::PutKept(kept));
            }
        }
        left.remove(&counter);
        taken.writes.push(Write::DropPending(counter));
    }

    pub(super) fn offer_again(&self, kept: &Kept) -> Option<[Write; 2]> {
        // What cannot be opened by this version was sealed by a later one; it stays kept.
        let op = open(&kept.sealed, self.meta.device).ok()?;
        let pending = Pending { op, state: PendingState::Offered(kept.sealed.clone(), kept.receipt) };
        let (counter, acknowledged_ms) = (kept.sealed.counter, kept.acknowledged_ms);
        Some([Write::DropKept { counter, acknowledged_ms }, Write::PutPending(pending)])
    }

    fn wake_parked(&self, schema: u16, left: &BTreeSet<u64>, taken: &mut Taken) {
        for pending in self.outbox.values().filter(|pending| left.contains(&pending.op.counter)) {
            if let PendingState::Parked(sealed) = &pending.state
                && pending.op.schema <= schema
            {
                let state = PendingState::Sealed(sealed.clone());
                taken.writes.push(Write::PutPending(Pending { op: pending.op.clone(), state }));
            }
        }
    }
}

/// What an answer has changed so far.
#[derive(Default)]
pub(super) struct Taken {
    /// The rows that changed; `None` where one is dropped.
    pub(super) rows: BTreeMap<RecordId, Option<Row>>,
    pub(super) writes: Vec<Write>,
    /// The records of which the endpoint says that they were erased.
    pub(super) erased: BTreeSet<RecordId>,
    /// The records that the answer itself tells of.
    told: BTreeSet<RecordId>,
    /// The records of which an answer leaves nothing out, where it tells of them.
    complete: BTreeSet<RecordId>,
    /// When the endpoint answered, by its own clock, milliseconds since 1970.
    at_ms: i64,
    /// Whether the endpoint has begun a new life.
    restart: bool,
    /// The partitions that are told from their beginning.
    anew: BTreeSet<PartitionId>,
    /// The partitions of which the endpoint has more of this device's work than the rows here show.
    behind: BTreeSet<PartitionId>,
    /// What the endpoint says of the operations that took effect.
    receipts: BTreeMap<u64, Receipt>,
    /// The partitions that the account may read, where the answer tells them.
    scope: Option<BTreeSet<PartitionId>>,
    /// The units that have ended, where the answer tells them.
    lineage: Option<Lineage>,
}

impl Taken {
    /// Whether the answer tells of a record, this device's own part in it included.
    fn tells_all_of(&self, record: RecordId) -> bool {
        self.told.contains(&record) && self.complete.contains(&record)
    }

    /// The partition that stands for one today.
    fn heir(&self, replica: &Replica, partition: PartitionId) -> PartitionId {
        self.lineage.as_ref().unwrap_or(&replica.meta.lineage).heir(partition)
    }

    /// Whether the rows of a partition come whole, with this answer and those that follow.
    fn begins_anew(&self, partition: PartitionId) -> bool {
        self.restart || self.anew.contains(&partition)
    }

    /// What is to be built upon: an old row is as good as none.
    fn row(&self, replica: &Replica, record: RecordId) -> Option<Row> {
        let row = self.rows.get(&record).map_or_else(|| replica.rows.get(&record), Option::as_ref);
        row.filter(|row| !doubt::is_old(row)).cloned()
    }

    pub(super) fn into_writes(mut self) -> Vec<Write> {
        self.writes.extend(self.rows.into_iter().map(|(record, row)| match row {
            Some(row) => Write::PutRow(row),
            None => Write::DropRow(record),
        }));
        self.writes
    }
}

/// The row with the fields that came.
pub(super) fn patched(row: Option<Row>, partition: PartitionId, patch: RowPatch) -> Row {
    let mut row = row.unwrap_or_else(|| Row {
        id: patch.id,
        partition,
        kind: patch.kind,
        rev: patch.rev,
        seq: crate::identity::Seq::default(),
        cells: LiteMap::new(),
    });
    row.partition = partition;
    row.rev = patch.rev;
    if patch.cells.get(&erasure::ERASED).is_some_and(|cell| cell.value == Value::Bool(true)) {
        row.cells = LiteMap::new();
    }
    for (field, cell) in patch.cells {
        let seq = crate::identity::Seq::default();
        row.cells.insert(field, Cell { value: cell.value, rev: cell.rev, seq, others: cell.others });
    }
    row
}
