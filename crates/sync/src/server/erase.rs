//! Erasing a record: the one operation after which nothing more is taken on it.

use thidua_domain::erasure::{self, DECIDED_BY, ERASED, REASON};
use thidua_domain::fault::Fault;
use thidua_domain::record::{Field, Fields, PartitionId, RecordKind, Value};

use crate::operation::{Action, Operation};
use crate::outcome::Reason;
use crate::row::Row;

/// Whether a field is one of those that erasing writes, with a value that it may have.
pub(super) fn is_meant(field: Field, value: &Value) -> Result<(), Reason> {
    match field {
        ERASED if *value == Value::Bool(true) => Ok(()),
        REASON | DECIDED_BY => erasure::check_words(field, value).map_err(Reason::Fault),
        _ => Err(Reason::Malformed),
    }
}

/// Whether the record may be erased. Whatever erases nothing passes. `unit` are the nominations of the record's unit. The
/// device asks the same with the rows that it has; where there is no row, there is nothing that would have to be kept.
///
/// # Errors
/// What stands in the way.
pub fn may_erase(op: &Operation, row: Option<&Row>, unit: &[Fields]) -> Result<(), Reason> {
    if op.action != Action::Erase {
        return Ok(());
    }
    let kind = RecordKind::from_code(op.kind);
    let (Some(kind), Some(_)) = (kind, op.change_of(ERASED)) else { return Err(Reason::Malformed) };
    let said = |field| {
        let value = op.change_of(field).and_then(|change| change.value.as_text());
        value.ok_or(Reason::Fault(Fault::Missing(field)))
    };
    let (reason, _) = (said(REASON)?, said(DECIDED_BY)?);
    let Some(row) = row else { return Ok(()) };
    erasure::check(kind, row.partition, &row.fields(), reason, unit).map_err(Reason::Obstacle)
}

/// The nominations of a unit, of those rows that are there.
pub fn nominations_of<'r>(unit: PartitionId, rows: impl Iterator<Item = &'r Row>) -> Vec<Fields> {
    let of_unit =
        |row: &&Row| row.kind == RecordKind::Nomination.code() && row.partition == unit && !row.is_deleted();
    rows.filter(of_unit).map(Row::fields).collect()
}
