//! What of the year a committee does not hold yet, so that a load that was cut goes on where it stopped.

use std::collections::BTreeMap;

use thidua_domain::explanation;
use thidua_domain::nomination::{AWARD, BIRTH_YEAR, NAME, SUBJECT, YEAR};
use thidua_domain::record::{Field, Fields, PartitionId, RecordKind, Value};

use crate::New;

/// What tells a record of the year from the others of its kind.
const TELLING: [Field; 7] = [SUBJECT, AWARD, YEAR, NAME, BIRTH_YEAR, explanation::YEAR, explanation::RULE];

type Key = (RecordKind, PartitionId, Vec<Option<String>>);

/// The records that are not among those that the committee holds.
#[must_use]
pub fn absent<'f>(
    records: Vec<New>,
    held: impl IntoIterator<Item = (RecordKind, PartitionId, &'f Fields)>,
) -> Vec<New> {
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    for (kind, unit, fields) in held {
        *known.entry(key(kind, unit, fields)).or_default() += 1;
    }
    let is_absent = |new: &New| match known.get_mut(&key(new.kind, new.unit, &new.fields)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    let mut is_absent = is_absent;
    records.into_iter().filter(|new| is_absent(new)).collect()
}

fn key(kind: RecordKind, unit: PartitionId, fields: &Fields) -> Key {
    let told = |field: &Field| {
        fields.get(field).and_then(|value| match value {
            Value::Text(text) => Some(text.clone()),
            Value::Int(number) => Some(number.to_string()),
            _ => None,
        })
    };
    (kind, unit, TELLING.iter().map(told).collect())
}
