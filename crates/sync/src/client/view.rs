//! What an officer sees of a record: the endpoint's row with the device's own operations on top.

use std::collections::{BTreeMap, BTreeSet};

use litemap::LiteMap;

use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind};

use super::pending::Pending;
use super::replica::Replica;
use crate::identity::{Dot, Seq};
use crate::operation::{Action, Operation};
use crate::row::{Cell, Other, Row};
use crate::{gather, merge};

/// A record as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// The record.
    pub id: RecordId,
    /// The code of its kind.
    pub kind: u16,
    /// The partition it belongs to.
    pub partition: PartitionId,
    /// The operation that last touched it.
    pub rev: Dot,
    /// The shown values.
    pub fields: Fields,
    /// Whether it is deleted.
    pub deleted: bool,
    /// Whether an edit brought it back after a deletion, and nobody has settled that yet.
    pub returned: bool,
    /// Whether something of it is only on this device.
    pub unsent: bool,
    /// Whether all of that is at a hub as well, which is not the endpoint.
    pub at_hub: bool,
    /// Whether what is shown is what a hub says, provisionally.
    pub provisional: bool,
    /// How many of its last steps wait for the endpoint: they are not done yet (chờ xác nhận).
    pub waiting: usize,
    /// The values that are offered beside the shown ones.
    pub conflicts: LiteMap<Field, Vec<Other>>,
}

impl Replica {
    /// A record as it is shown; `None` where the device does not have it.
    #[must_use]
    pub fn view(&self, record: RecordId) -> Option<View> {
        self.show(record, &self.own(record).collect::<Vec<_>>())
    }

    /// These records as they are shown, those that the device does not have left out. Reads the outbox once, however many
    /// they are.
    #[must_use]
    pub fn views_of(&self, records: &BTreeSet<RecordId>) -> Vec<View> {
        let own = self.own_of(&|record| records.contains(record));
        let view =
            |record: &RecordId| self.show(*record, own.get(record).map(Vec::as_slice).unwrap_or_default());
        records.iter().filter_map(view).collect()
    }

    /// The records of a kind as they are shown.
    #[must_use]
    pub fn views_of_kind(&self, kind: RecordKind) -> Vec<View> {
        let mut records = BTreeSet::new();
        let received = self.rows.values().chain(self.lent_rows());
        records.extend(received.filter(|row| row.kind == kind.code()).map(|row| row.id));
        let own = self.outbox.values().filter(|own| own.op.kind == kind.code() && self.shows(own));
        records.extend(own.map(|pending| pending.op.record));
        self.views_of(&records)
    }

    /// The own operations by record, of those records that are asked for.
    fn own_of(&self, is_asked: &dyn Fn(&RecordId) -> bool) -> BTreeMap<RecordId, Vec<&Operation>> {
        let mut own: BTreeMap<RecordId, Vec<&Operation>> = BTreeMap::new();
        let shown = self.outbox.values().filter(|pending| self.shows(pending));
        for pending in shown.filter(|pending| is_asked(&pending.op.record)) {
            own.entry(pending.op.record).or_default().push(&pending.op);
        }
        own
    }

    /// Every record that the device has.
    #[must_use]
    pub fn views(&self) -> Vec<View> {
        let own = self.own_of(&|_| true);
        let mut records = BTreeSet::new();
        records.extend(self.rows.keys().copied());
        records.extend(self.lent_rows().map(|row| row.id));
        records.extend(own.keys().copied());
        let show = |record| self.show(record, own.get(&record).map(Vec::as_slice).unwrap_or_default());
        records.into_iter().filter_map(show).collect()
    }

    /// The record with the device's own operations on top, as a row.
    pub(super) fn folded(&self, record: RecordId) -> Option<Row> {
        let row = self.fold(record, &self.own(record).collect::<Vec<_>>());
        row.map(|row| self.today(row))
    }

    /// A field of a record as it is shown, with whoever wrote it and the values beside it.
    #[must_use]
    pub fn folded_cell(&self, record: RecordId, field: Field) -> Option<Cell> {
        self.folded(record).and_then(|row| row.cells.get(&field).cloned())
    }

    fn own(&self, record: RecordId) -> impl Iterator<Item = &Operation> {
        let shown =
            self.outbox.values().filter(move |pending| self.shows(pending) && pending.op.record == record);
        shown.map(|pending| &pending.op)
    }

    /// What stands there with what is not in it yet on top. Of what was erased nothing is left to show.
    fn fold(&self, record: RecordId, own: &[&Operation]) -> Option<Row> {
        let on_top = own.iter().filter(|op| self.is_on_top(record, op.counter));
        fold(self.base(record), &on_top.copied().collect::<Vec<_>>()).filter(|row| !row.is_erased())
    }

    /// Whether an operation of the outbox is shown: not one of a partition that has left, once it is handed in.
    fn shows(&self, pending: &Pending) -> bool {
        pending.is_shown() && !self.is_left(pending.op.counter)
    }

    /// What was made here for a unit that has ended since is shown as its heir's.
    fn today(&self, row: Row) -> Row {
        Row { partition: self.meta.lineage.heir(row.partition), ..row }
    }

    fn show(&self, record: RecordId, own: &[&Operation]) -> Option<View> {
        let row = self.fold(record, own).map(|row| self.today(row))?;
        let disputed = row.cells.iter().filter(|(_, cell)| !cell.others.is_empty());
        let mut only_here = own.iter().filter(|op| !self.is_done(op.counter));
        Some(View {
            id: row.id,
            kind: row.kind,
            partition: row.partition,
            rev: row.rev,
            fields: row.fields(),
            deleted: row.is_deleted(),
            returned: row.is_returned(),
            waiting: only_here.clone().filter(|op| op.action == Action::Step).count(),
            at_hub: only_here.clone().next().is_some()
                && only_here.clone().all(|op| self.is_at_hub(op.counter)),
            provisional: self.is_provisional(record),
            unsent: only_here.next().is_some(),
            conflicts: gather::map(disputed.map(|(field, cell)| (*field, cell.others.clone()))),
        })
    }
}

/// The same merge that the endpoint will do, done early: an officer sees at once what will come of it.
fn fold(row: Option<&Row>, own: &[&Operation]) -> Option<Row> {
    let mut folded = row.cloned();
    for op in own {
        if folded.as_ref().is_some_and(Row::is_erased) {
            break;
        }
        match &mut folded {
            Some(row) => _ = merge::apply(row, op, Seq::default()),
            None if op.action == Action::Create => folded = Some(merge::create(op, Seq::default())),
            None => {}
        }
    }
    folded
}
