//! What a history says of itself where it is read, one line for each thing.

use std::fmt::Write as _;

use thidua_domain::record::{Field, RecordId, Value};
use thidua_sync::identity::DeviceId;
use thidua_sync::operation::{Operation, Sealed};
use thidua_sync::wire::{Answer, open};

/// A record by its number, and the device that made it.
pub fn record(record: RecordId) -> String {
    let name = record.to_string();
    let number = name.get(..16).and_then(|number| u64::from_str_radix(number, 16).ok());
    number.map_or(name, |number| format!("r{number}"))
}

fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{:?}", text.chars().take(24).collect::<String>()),
        other => format!("{other:?}"),
    }
}

/// An operation.
pub fn operation(op: &Operation) -> String {
    let (record, at, kind) = (record(op.record), op.partition, op.kind);
    let mut told = format!("·{} {:?} {record} (kind {kind}) @{at} on {:?}", op.counter, op.action, op.base);
    if !op.parents.is_empty() {
        _ = write!(told, " after {:?}", op.parents);
    }
    for change in &op.changes {
        _ = write!(told, " {:?}={}", change.field, value(&change.value));
        if change.base.is_some() || !change.settles.is_empty() {
            _ = write!(told, "(on {:?}, settles {:?})", change.base, change.settles);
        }
    }
    told
}

/// What a request or a file carries.
pub fn sealed(operations: &[Sealed], device: DeviceId) -> String {
    let mut told = String::new();
    for sealed in operations {
        match open(sealed, device) {
            Ok(op) => _ = write!(told, "\n    {}", operation(&op)),
            Err(error) => _ = write!(told, "\n    ·{} {error:?}", sealed.counter),
        }
    }
    told
}

/// What an answer says.
pub fn answer(body: &[u8]) -> String {
    let Ok(answer) = Answer::decode(body) else { return "cut".to_owned() };
    let mut told = String::new();
    for (what, is_so) in [("more", answer.more), ("restart", answer.restart)] {
        told += if is_so { what } else { "" };
    }
    answer.scope.iter().for_each(|scope| _ = write!(told, " scope {scope:?}"));
    answer.lineage.iter().for_each(|lineage| _ = write!(told, " {lineage:?}"));
    for (what, partitions) in
        [("anew", format!("{:?}", answer.anew)), ("waiting", format!("{:?}", answer.waiting))]
    {
        if partitions != "[]" {
            _ = write!(told, " {what} {partitions}");
        }
    }
    answer.snapshots.iter().for_each(|offer| _ = write!(told, " {offer:?}"));
    for (counter, outcome) in &answer.outcomes {
        _ = write!(told, "\n    ·{counter} {outcome:?}");
    }
    for page in &answer.pages {
        for row in &page.rows {
            _ = write!(told, "\n    {} @{} at {:?}:", record(row.id), page.partition, row.rev);
            for (field, cell) in &row.cells {
                let field: &Field = field;
                _ = write!(told, " {field:?}={}({:?})", value(&cell.value), cell.rev);
            }
        }
    }
    if !answer.sums.is_empty() {
        _ = write!(told, "\n    sums of {:?}", answer.sums.keys().map(|at| at.0).collect::<Vec<_>>());
    }
    told
}
