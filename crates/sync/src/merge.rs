//! How an operation changes a row. The one place where concurrent edits meet.
//!
//! Different fields merge. The same field keeps both values: the one that the endpoint takes last is shown, the other
//! is offered until somebody settles it. A deletion yields to an edit that the deleting officer had not seen. No clock
//! takes part. The device uses the same code to take its acknowledged operations into its copy of the row.

use litemap::LiteMap;
use thidua_domain::erasure;
use thidua_domain::record::{Field, Fields, Value};

use crate::gather;
use crate::identity::{Dot, Seq};
use crate::operation::{Action, Change, Operation};
use crate::outcome::Outcome;
use crate::row::{Cell, Other, Row};

/// The row that a creation makes.
#[must_use]
pub fn create(op: &Operation, seq: Seq) -> Row {
    let rev = op.dot();
    let cells = op
        .changes
        .iter()
        .map(|change| (change.field, Cell { value: change.value.clone(), rev, seq, others: Vec::new() }));
    Row { id: op.record, partition: op.partition, kind: op.kind, rev, seq, cells: gather::map(cells) }
}

/// What stays in the place of a record that is erased: that it was, why, and who decided so.
#[must_use]
pub fn erased(op: &Operation, seq: Seq) -> Row {
    let mut row = create(op, seq);
    set(&mut row, Field::DELETED, Value::Bool(true), op.dot(), seq);
    row
}

/// What stands in the place of a record that was erased, where the operation that erased it is not there any more: at the
/// place and with the revision of what was there.
#[must_use]
pub fn emptied(row: &Row, reason: &str, decided_by: &str) -> Row {
    let (rev, seq) = (row.rev, row.seq);
    let mut empty = Row { cells: LiteMap::new(), ..row.clone() };
    set(&mut empty, Field::DELETED, Value::Bool(true), rev, seq);
    set(&mut empty, erasure::ERASED, Value::Bool(true), rev, seq);
    set(&mut empty, erasure::REASON, reason.into(), rev, seq);
    set(&mut empty, erasure::DECIDED_BY, decided_by.into(), rev, seq);
    empty
}

/// Carries an operation out on the row it speaks of. Always takes effect in some way: what it may not do was refused
/// before.
pub fn apply(row: &mut Row, op: &Operation, seq: Seq) -> Outcome {
    if op.action == Action::Erase {
        *row = erased(op, seq);
        // Only the endpoint can say what the record is now.
        return Outcome::Merged;
    }
    let saw_the_latest = op.base == Some(row.rev);
    let mut outcome = if saw_the_latest { Outcome::Applied } else { Outcome::Merged };
    match op.action {
        Action::Delete if !saw_the_latest && !row.is_deleted() => {
            // Somebody edited what this officer thought was finished with: their work stays and is flagged.
            set(row, Field::RETURNED, Value::Bool(true), op.dot(), seq);
            outcome = Outcome::Conflict;
        }
        Action::Delete => set(row, Field::DELETED, Value::Bool(true), op.dot(), seq),
        Action::Restore => {
            if row.is_deleted() {
                set(row, Field::DELETED, Value::Bool(false), op.dot(), seq);
            }
        }
        Action::Erase => {}
        // A step is asked for before; what it writes was written by nobody else.
        Action::Create | Action::Edit | Action::Step => {
            if row.is_deleted() {
                set(row, Field::DELETED, Value::Bool(false), op.dot(), seq);
                set(row, Field::RETURNED, Value::Bool(true), op.dot(), seq);
                outcome = Outcome::Conflict;
            }
            for change in &op.changes {
                match write(row, change, op.dot(), seq) {
                    Wrote::Cleanly => {}
                    Wrote::TheSame => outcome = outcome_at_least(outcome, Outcome::Merged),
                    Wrote::Against => outcome = Outcome::Conflict,
                }
            }
        }
    }
    row.rev = op.dot();
    row.seq = seq;
    outcome
}

/// How a change met what was there.
enum Wrote {
    /// On the very revision that the officer had seen.
    Cleanly,
    /// On another revision that says the same.
    TheSame,
    /// On another revision that says something else.
    Against,
}

fn write(row: &mut Row, change: &Change, rev: Dot, seq: Seq) -> Wrote {
    let Some(cell) = row.cells.get_mut(&change.field) else {
        set(row, change.field, change.value.clone(), rev, seq);
        return Wrote::Cleanly;
    };
    let shown_was_seen = change.base == Some(cell.rev) || change.settles.contains(&cell.rev);
    let same = cell.value == change.value;
    cell.others.retain(|other| {
        // What the officer saw and settled goes; so does the version that this very edit was made upon.
        !change.settles.contains(&other.rev) && Some(other.rev) != change.base
    });
    if !shown_was_seen && !same {
        cell.others.push(Other { value: cell.value.clone(), rev: cell.rev });
    }
    // Nothing is offered twice, nor beside itself.
    cell.others.retain(|other| other.value != change.value);
    cell.value = change.value.clone();
    cell.rev = rev;
    cell.seq = seq;
    match (shown_was_seen, same) {
        (true, _) => Wrote::Cleanly,
        (false, true) => Wrote::TheSame,
        (false, false) => Wrote::Against,
    }
}

/// What the endpoint writes with an operation on its own: a number that it gives, figures that it counted. The device gets
/// the row.
pub fn add(row: &mut Row, op: &Operation, given: &Fields, seq: Seq) {
    for (field, value) in given.iter() {
        set(row, *field, value.clone(), op.dot(), seq);
    }
}

fn set(row: &mut Row, field: Field, value: Value, rev: Dot, seq: Seq) {
    row.cells.insert(field, Cell { value, rev, seq, others: Vec::new() });
}

fn outcome_at_least(outcome: Outcome, least: Outcome) -> Outcome {
    if outcome.code() < least.code() { least } else { outcome }
}

/// On a device: takes an operation that the endpoint has applied into the device's copy of the row. The endpoint says
/// [`Outcome::Applied`] only where its row stood as the device had seen it, so that the same code gives the same row.
/// `None` where the copy stands elsewhere: then only the endpoint can say what the row is.
#[must_use]
pub fn take_acknowledged(row: Option<&Row>, op: &Operation) -> Option<Row> {
    match row {
        None => (op.action == Action::Create).then(|| create(op, Seq::default())),
        Some(row) => {
            let mut row = (op.base == Some(row.rev)).then(|| row.clone())?;
            apply(&mut row, op, Seq::default());
            Some(row)
        }
    }
}

#[cfg(test)]
mod tests {
    use thidua_domain::record::{PartitionId, RecordId};

    use super::*;
    use crate::identity::DeviceId;

    const NAME: Field = Field::of(13);
    const POSITION: Field = Field::of(14);

    fn dot(device: u8, counter: u64) -> Dot {
        Dot { device: DeviceId([device; 16]), counter }
    }

    fn op(by: Dot, action: Action, base: Option<Dot>, changes: Vec<Change>) -> Operation {
        Operation {
            device: by.device,
            counter: by.counter,
            record: RecordId::from_bytes([9; 16]),
            partition: PartitionId(3),
            kind: 1,
            action,
            schema: 1,
            base,
            changes,
            parents: Vec::new(),
            device_time_ms: 0,
            clock_offset_ms: None,
        }
    }

    fn change(field: Field, base: Option<Dot>, value: &str) -> Change {
        Change { field, base, value: value.into(), settles: Vec::new() }
    }

    fn row() -> Row {
        let first = dot(1, 1);
        let changes = vec![change(NAME, None, "Đinh Văn A"), change(POSITION, None, "Công chức")];
        create(&op(first, Action::Create, None, changes), Seq(1))
    }

    fn edit(by: Dot, field: Field, value: &str) -> Operation {
        op(by, Action::Edit, Some(dot(1, 1)), vec![change(field, Some(dot(1, 1)), value)])
    }

    #[test]
    fn different_fields_merge_silently() {
        let mut row = row();
        assert_eq!(apply(&mut row, &edit(dot(1, 2), NAME, "Đinh Văn B"), Seq(2)), Outcome::Applied);
        assert_eq!(apply(&mut row, &edit(dot(2, 1), POSITION, "Kế toán"), Seq(3)), Outcome::Merged);
        assert_eq!(row.fields()[&NAME], "Đinh Văn B".into());
        assert_eq!(row.fields()[&POSITION], "Kế toán".into());
        assert!(row.cells.values().all(|cell| cell.others.is_empty()));
    }

    #[test]
    fn the_same_field_keeps_both_and_shows_the_endpoints_last() {
        let mut row = row();
        apply(&mut row, &edit(dot(1, 2), NAME, "một"), Seq(2));
        assert_eq!(apply(&mut row, &edit(dot(2, 1), NAME, "hai"), Seq(3)), Outcome::Conflict);
        assert_eq!(row.cells[&NAME].value, "hai".into());
        assert_eq!(row.cells[&NAME].others, [Other { value: "một".into(), rev: dot(1, 2) }]);
    }

    #[test]
    fn the_same_value_is_no_conflict() {
        let mut row = row();
        apply(&mut row, &edit(dot(1, 2), NAME, "một"), Seq(2));
        assert_eq!(apply(&mut row, &edit(dot(2, 1), NAME, "một"), Seq(3)), Outcome::Merged);
        assert!(row.cells[&NAME].others.is_empty());
    }

    #[test]
    fn settling_names_what_was_seen_and_leaves_the_unseen() {
        let mut row = row();
        apply(&mut row, &edit(dot(1, 2), NAME, "một"), Seq(2));
        apply(&mut row, &edit(dot(2, 1), NAME, "hai"), Seq(3));
        apply(&mut row, &edit(dot(3, 1), NAME, "ba"), Seq(4));
        let mut settle = op(dot(4, 1), Action::Edit, Some(row.rev), Vec::new());
        settle.changes.push(Change {
            field: NAME,
            base: Some(dot(3, 1)),
            value: "hai".into(),
            settles: vec![dot(2, 1)],
        });
        assert_eq!(apply(&mut row, &settle, Seq(5)), Outcome::Applied);
        assert_eq!(row.cells[&NAME].value, "hai".into());
        assert_eq!(row.cells[&NAME].others, [Other { value: "một".into(), rev: dot(1, 2) }]);
    }

    #[test]
    fn going_on_from_the_value_that_lost_replaces_it() {
        let mut row = row();
        apply(&mut row, &edit(dot(1, 2), NAME, "một"), Seq(2));
        apply(&mut row, &edit(dot(2, 1), NAME, "hai"), Seq(3));
        let next =
            op(dot(1, 3), Action::Edit, Some(dot(1, 2)), vec![change(NAME, Some(dot(1, 2)), "một nữa")]);
        assert_eq!(apply(&mut row, &next, Seq(4)), Outcome::Conflict);
        assert_eq!(row.cells[&NAME].value, "một nữa".into());
        assert_eq!(row.cells[&NAME].others, [Other { value: "hai".into(), rev: dot(2, 1) }]);
    }

    #[test]
    fn an_edit_wins_over_a_deletion_whichever_comes_first() {
        let delete = |by, base| op(by, Action::Delete, Some(base), vec![]);

        let mut edited_first = row();
        apply(&mut edited_first, &edit(dot(1, 2), NAME, "một"), Seq(2));
        assert_eq!(apply(&mut edited_first, &delete(dot(2, 1), dot(1, 1)), Seq(3)), Outcome::Conflict);

        let mut deleted_first = row();
        assert_eq!(apply(&mut deleted_first, &delete(dot(2, 1), dot(1, 1)), Seq(2)), Outcome::Applied);
        assert!(deleted_first.is_deleted());
        assert_eq!(apply(&mut deleted_first, &edit(dot(1, 2), NAME, "một"), Seq(3)), Outcome::Conflict);

        for row in [edited_first, deleted_first] {
            assert!(!row.is_deleted() && row.is_returned());
            assert_eq!(row.fields()[&NAME], "một".into());
        }
    }
}
