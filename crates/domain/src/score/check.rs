//! What is wrong with a score.

use super::{BY, IDENTITY, POINTS, REASON, ROLE, Role, Score, entered, reason};
use crate::bloc::Table;
use crate::fault::Fault;
use crate::record::{Field, Fields, RecordKind, Value};
use crate::schema;

/// Everything that is wrong with a score, each to be said beside its field. Empty where it may be saved. `table` is that of the
/// bloc, where it is at hand.
#[must_use]
pub fn check(fields: &Fields, table: Option<&Table<'_>>) -> Vec<Fault> {
    let mut faults = schema::check_record(RecordKind::Score, fields);
    faults.extend(scorer(fields));
    if let Some(table) = table {
        faults.extend(over_maximum(fields, table));
    }
    faults
}

/// Whether the role fits who scores: a unit itself, another unit, or the committee.
fn scorer(fields: &Fields) -> Option<Fault> {
    let score = Score::read(fields);
    let fits = match score.role? {
        Role::Own => score.by.is_some() && score.by == score.unit,
        Role::Cross => score.by.is_some() && score.by != score.unit,
        Role::Verification | Role::Council => score.by.is_none(),
    };
    (!fits).then_some(Fault::NotTheScorer(if score.by.is_none() { ROLE } else { BY }))
}

/// The points that are above the maximum of their criterion, each told with it.
pub fn over_maximum(fields: &Fields, table: &Table<'_>) -> impl Iterator<Item = Fault> {
    let over = table
        .criteria()
        .filter(|criterion| entered(fields, criterion.item).is_some_and(|points| points > criterion.max));
    let faults: Vec<Fault> = over
        .map(|criterion| Fault::OverMaximum {
            field: Field::of_item(POINTS.number, criterion.item),
            max: criterion.max.0,
        })
        .collect();
    faults.into_iter()
}

/// What a score may not become, whoever writes it: the device asks before it stores, the endpoint before it carries out. What was so
/// before is no reason to refuse a change of something else. `bloc` are the fields of the bloc's year, where it is at hand.
#[must_use]
pub fn refusal(before: Option<&Fields>, after: &Fields, bloc: Option<&Fields>) -> Option<Fault> {
    if let Some(before) = before {
        let moved = IDENTITY.iter().find(|field| filled(before, field) != filled(after, field));
        if let Some(field) = moved {
            return Some(Fault::NotTheScorer(*field));
        }
    } else if let Some(fault) = scorer(after) {
        return Some(fault);
    }
    let table = Table::read(bloc?);
    let is_new = |fault: &Fault| {
        let written = |fields: &Fields| fault.field().and_then(|field| fields.get(&field).cloned());
        before.is_none_or(|before| written(before) != written(after))
    };
    over_maximum(after, &table).find(is_new)
}

fn filled<'f>(fields: &'f Fields, field: &Field) -> Option<&'f Value> {
    fields.get(field).filter(|value| **value != Value::Null)
}

/// The criteria whose points differ from what the unit gave itself, or from what was computed, without a word of why: to be told
/// before the scorer is done. `beside` are the points that were there before, by criterion.
#[must_use]
pub fn missing_reasons(
    fields: &Fields,
    table: &Table<'_>,
    beside: impl Fn(u32) -> Option<crate::bloc::Points>,
) -> Vec<Fault> {
    let lacks = |item: u32| {
        let other = entered(fields, item).zip(beside(item)).is_some_and(|(own, before)| own != before);
        other && reason(fields, item).trim().is_empty()
    };
    let items = table.criteria().map(|criterion| criterion.item).filter(|item| lacks(*item));
    items.map(|item| Fault::Missing(Field::of_item(REASON.number, item))).collect()
}
