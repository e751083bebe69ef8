//! Operations that come back after a restore, in whatever order their devices do.
//!
//! In the endpoint's life before each had its place, which its receipt tells. What stands on a row now may have come after it
//! then: another device's operation that was faster this time, or new work. Such a value keeps its place: it was written
//! over this one, and whoever did had seen it, or the two stood beside each other. So the row becomes what it was,
//! and no field moves back to what it said before.
//!
//! Invariant: nothing that was not seen is dropped. Where it is not known whether a value was, it is offered beside the one
//! that is shown.

use thidua_domain::record::{Field, RecordKind, Value};
use thidua_domain::step;

use crate::identity::{Dot, Seq};
use crate::merge;
use crate::operation::{Action, Change, Operation};
use crate::outcome::Outcome;
use crate::row::{Cell, Other, Row};

/// Whether the logs are a continuation of all that devices have seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Life {
    /// They are.
    #[default]
    Whole,
    /// They begin with a backup, and devices bring back what came after it: what is not there may come still.
    Reconciling,
    /// The same, and an administrator has said that nothing more is waited for.
    Reconciled,
}

/// What was said in the endpoint's life before of an operation that is offered again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Returned {
    /// Its place in the log of its partition then.
    pub seq: Seq,
    /// The number that it was given.
    pub number: Option<u32>,
}

/// An operation on a record that came after the backup.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Since {
    /// Its place in the life before, where it was offered again; new work comes after all that was.
    pub old: Option<Seq>,
    /// The operation.
    pub op: Operation,
}

/// What is known of the order around an operation that is offered again.
#[derive(Clone, Copy)]
pub(super) struct Late<'a> {
    /// Its place in the life before.
    pub(super) at: Seq,
    /// Where the log of the partition ended in the backup.
    pub(super) restored: Seq,
    /// What came to the record since, whatever wrote it.
    pub(super) since: &'a [Since],
}

impl Late<'_> {
    /// Whether what a revision wrote came before the operation, in the old order.
    fn came_before(&self, rev: Dot, seq: Seq) -> bool {
        match self.since.iter().find(|since| since.op.dot() == rev) {
            Some(since) => since.old.is_some_and(|old| old < self.at),
            // Of a witnessed copy nobody knows.
            None => seq <= self.restored,
        }
    }

    /// Whether somebody who wrote the field since had the value of this operation before their eyes.
    fn was_seen(&self, dot: Dot, field: Field) -> bool {
        let mut changes = self.since.iter().filter_map(|since| since.op.change_of(field));
        changes.any(|change| change.base == Some(dot) || change.settles.contains(&dot))
    }
}

/// Whether the row names the operation already: a person has put it back from a witnessed copy, which was made when all that the
/// operation says had been done.
pub(super) fn holds(row: &Row, op: &Operation) -> bool {
    is_named(row, op.dot())
}

/// Whether only a step may write a field of a record whose kind has this code.
pub(super) fn is_of_steps(kind: u16, field: Field) -> bool {
    RecordKind::from_code(kind)
        .map_or_else(|| step::is_of_steps(field), |kind| step::is_of_steps_in(kind, field))
}

/// Whether the row names a revision.
pub(super) fn is_named(row: &Row, dot: Dot) -> bool {
    row.cells.values().any(|cell| names(cell, dot))
}

fn names(cell: &Cell, dot: Dot) -> bool {
    cell.rev == dot || cell.others.iter().any(|other| other.rev == dot)
}

/// Whether a deletion that is offered again was made on the last that had been done to the record then; `None` where what it was
/// made on is not here.
fn was_last(row: &Row, op: &Operation, late: Late<'_>) -> Option<bool> {
    let Some(base) = op.base else { return Some(false) };
    if base == row.rev {
        return Some(true);
    }
    let of_devices = || late.since.iter().filter(|since| !since.op.device.is_of_endpoint());
    if of_devices().any(|since| since.old.is_none_or(|old| old > late.at)) {
        return Some(false);
    }
    if let Some(last) = of_devices().max_by_key(|since| since.old)
        && last.op.dot() == base
    {
        return Some(true);
    }
    if of_devices().any(|since| since.op.dot() == base) {
        return Some(false);
    }
    // It is here by a witnessed copy, or it was there before the backup, and more was done since.
    let cell = row.cells.values().find(|cell| names(cell, base))?;
    Some(cell.seq > late.restored)
}

/// Whether a deletion waits for what its officer had seen.
pub(super) fn waits(row: &Row, op: &Operation, late: Late<'_>) -> bool {
    op.action == Action::Delete && !row.is_deleted() && was_last(row, op, late).is_none()
}

/// Takes an operation that the row holds already for done, by whichever way it comes: offered again, handed in, or sent for the
/// first time because its outcome never arrived. Nobody has asked whether it may: it touches nothing but what the row has of
/// this very operation.
pub(super) fn take_for_done(row: &mut Row, op: &Operation, seq: Seq) -> Outcome {
    for change in &op.changes {
        if let Some(cell) = row.cells.get_mut(&change.field)
            && names(cell, op.dot())
            && settle(cell, change)
        {
            (cell.seq, row.rev) = (seq, op.dot());
        }
    }
    row.seq = seq;
    Outcome::Merged
}

/// Carries an operation that is offered again out on the row it speaks of.
pub(super) fn apply(row: &mut Row, op: &Operation, seq: Seq, late: Late<'_>) -> Outcome {
    // Nothing that is later stands here: it is done as it was done then.
    let is_next = late.since.iter().all(|since| since.old.is_some_and(|old| old < late.at));
    if op.action == Action::Erase || (op.base == Some(row.rev) && is_next) {
        return merge::apply(row, op, seq);
    }
    let deleted = row.cells.get(&Field::DELETED);
    let is_overruled = deleted.is_some_and(|cell| !late.came_before(cell.rev, cell.seq));
    let flag = |value| Cell { value: Value::Bool(value), rev: op.dot(), seq, others: Vec::new() };
    let mut outcome = Outcome::Merged;
    match op.action {
        Action::Delete if is_overruled => {}
        Action::Delete if row.is_deleted() || was_last(row, op, late) == Some(true) => {
            row.cells.insert(Field::DELETED, flag(true));
        }
        Action::Delete => {
            row.cells.insert(Field::RETURNED, flag(true));
            outcome = Outcome::Conflict;
        }
        Action::Restore => {
            if row.is_deleted() && !is_overruled {
                row.cells.insert(Field::DELETED, flag(false));
            }
        }
        Action::Create | Action::Edit | Action::Step | Action::Erase => {
            // A deletion whose officer had not seen this yields to it, whichever came first.
            if row.is_deleted() && !late.was_deleted_knowing(op.dot()) {
                row.cells.insert(Field::DELETED, flag(false));
                row.cells.insert(Field::RETURNED, flag(true));
                outcome = Outcome::Conflict;
            }
            for change in &op.changes {
                if write(row, op, change, seq, late) {
                    outcome = Outcome::Conflict;
                }
            }
        }
    }
    // Whoever builds on the row is to have seen this: a device is told the row where its base is another.
    (row.rev, row.seq) = (op.dot(), seq);
    outcome
}

impl Late<'_> {
    fn was_deleted_knowing(&self, dot: Dot) -> bool {
        self.since.iter().any(|since| since.op.action == Action::Delete && since.op.base == Some(dot))
    }
}

/// Takes away what the author of a change saw and settled, and the version that it was made upon. Says whether there was any.
fn settle(cell: &mut Cell, change: &Change) -> bool {
    let before = cell.others.len();
    cell.others.retain(|other| !change.settles.contains(&other.rev) && Some(other.rev) != change.base);
    cell.others.len() < before
}

/// Writes one change. Says whether two values stand beside each other that nobody has settled.
fn write(row: &mut Row, op: &Operation, change: &Change, seq: Seq, late: Late<'_>) -> bool {
    let dot = op.dot();
    let Some(cell) = row.cells.get_mut(&change.field) else {
        let (value, others) = (change.value.clone(), Vec::new());
        row.cells.insert(change.field, Cell { value, rev: dot, seq, others });
        return false;
    };
    let is_settled = settle(cell, change);
    let shown_was_seen = change.base == Some(cell.rev) || change.settles.contains(&cell.rev);
    let same = cell.value == change.value;
    let takes_place = shown_was_seen || late.came_before(cell.rev, cell.seq);
    let mut against = false;
    if takes_place {
        if !shown_was_seen && !same {
            cell.others.push(Other { value: cell.value.clone(), rev: cell.rev });
            against = true;
        }
        cell.others.retain(|other| other.value != change.value);
        (cell.value, cell.rev) = (change.value.clone(), dot);
    } else {
        // Steps stand beside nothing.
        let is_gone = is_of_steps(op.kind, change.field)
            || same
            || late.was_seen(dot, change.field)
            || cell.others.iter().any(|other| other.value == change.value);
        if !is_gone {
            cell.others.push(Other { value: change.value.clone(), rev: dot });
            against = true;
        }
    }
    if takes_place || against || is_settled {
        cell.seq = seq;
    }
    against
}

#[cfg(test)]
mod tests {
    use thidua_domain::record::{PartitionId, RecordId};

    use super::*;
    use crate::identity::DeviceId;

    const NAME: Field = Field::of(13);

    fn dot(device: u8, counter: u64) -> Dot {
        Dot { device: DeviceId([device; 16]), counter }
    }

    fn edit(by: Dot, base: Dot, value: &str) -> Operation {
        let change = Change { field: NAME, base: Some(base), value: value.into(), settles: Vec::new() };
        Operation {
            device: by.device,
            counter: by.counter,
            record: RecordId::from_bytes([9; 16]),
            partition: PartitionId(3),
            kind: 1,
            action: Action::Edit,
            schema: 1,
            base: Some(base),
            changes: vec![change],
            parents: Vec::new(),
            device_time_ms: 0,
            clock_offset_ms: None,
        }
    }

    /// A row of the backup, whose log ended at 1.
    fn row() -> Row {
        let mut creation = edit(dot(1, 1), dot(1, 1), "một");
        creation.action = Action::Create;
        merge::create(&creation, Seq(1))
    }

    /// Every order in which three operations can come back.
    const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    fn back(row: &mut Row, operations: &[Operation; 3], order: [usize; 3]) {
        let mut since = Vec::new();
        for (seq, at) in (2..).zip(order) {
            let old = Seq(at as u64 + 2);
            let late = Late { at: old, restored: Seq(1), since: &since };
            apply(row, &operations[at], Seq(seq), late);
            since.push(Since { old: Some(old), op: operations[at].clone() });
        }
        row.seq = Seq::default();
        row.cells.iter_mut().for_each(|(_, cell)| cell.seq = Seq::default());
    }

    #[test]
    fn whoever_comes_back_first_the_row_becomes_what_it_was() {
        let chain = [
            edit(dot(2, 1), dot(1, 1), "hai"),
            edit(dot(3, 1), dot(2, 1), "ba"),
            edit(dot(4, 1), dot(3, 1), "bốn"),
        ];
        let beside = [
            edit(dot(2, 1), dot(1, 1), "hai"),
            edit(dot(3, 1), dot(1, 1), "ba"),
            edit(dot(4, 1), dot(1, 1), "bốn"),
        ];
        let mixed = [
            edit(dot(2, 1), dot(1, 1), "hai"),
            edit(dot(3, 1), dot(1, 1), "ba"),
            edit(dot(4, 1), dot(3, 1), "bốn"),
        ];
        for operations in [chain, beside, mixed] {
            let mut wanted = row();
            for (seq, op) in (2..).zip(&operations) {
                merge::apply(&mut wanted, op, Seq(seq));
            }
            let said = |row: &Row| {
                let cell = &row.cells[&NAME];
                let mut others: Vec<_> = cell.others.iter().map(|other| other.rev).collect();
                others.sort_unstable();
                (cell.value.clone(), cell.rev, others)
            };
            for order in ORDERS {
                let mut row = row();
                back(&mut row, &operations, order);
                assert_eq!(said(&row), said(&wanted), "{order:?}");
            }
        }
    }

    #[test]
    fn a_deletion_waits_for_what_it_was_made_on_and_then_is_one() {
        let edited = edit(dot(2, 1), dot(1, 1), "hai");
        let mut deletion = edit(dot(3, 1), dot(2, 1), "");
        (deletion.action, deletion.changes) = (Action::Delete, Vec::new());
        let mut row = row();
        let alone = Late { at: Seq(3), restored: Seq(1), since: &[] };
        assert!(waits(&row, &deletion, alone));
        apply(&mut row, &edited, Seq(2), Late { at: Seq(2), ..alone });
        let since = [Since { old: Some(Seq(2)), op: edited }];
        let late = Late { since: &since, ..alone };
        assert!(!waits(&row, &deletion, late));
        apply(&mut row, &deletion, Seq(3), late);
        assert!(row.is_deleted() && !row.is_returned());
    }

    #[test]
    fn new_work_stays_in_sight_and_what_it_had_not_seen_is_offered_beside_it() {
        let (lost, new) = (edit(dot(2, 1), dot(1, 1), "hai"), edit(dot(3, 1), dot(1, 1), "mới"));
        let mut row = row();
        merge::apply(&mut row, &new, Seq(2));
        let since = [Since { old: None, op: new }];
        let late = Late { at: Seq(2), restored: Seq(1), since: &since };
        assert_eq!(apply(&mut row, &lost, Seq(3), late), Outcome::Conflict);
        let cell = &row.cells[&NAME];
        assert_eq!((&cell.value, cell.others[0].rev), (&"mới".into(), dot(2, 1)));
    }
}
