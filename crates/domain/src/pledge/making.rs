//! A pledge that is made from another text: the template of the bloc, or the pledge of the year before. The targets keep their
//! items, by which the bloc's table finds their results.

use super::{
    CONTENT, TARGET_AIM, TARGET_GRADES, TARGET_KIND, TARGET_LAST, TARGET_MEASURE, TARGET_NAME, TARGET_ORDER,
    TARGET_PLAN, TARGET_RESULT, UNIT, YEAR,
};
use crate::record::{Field, Fields, PartitionId, Value};

const OF_TEXT: [Field; 7] =
    [CONTENT, TARGET_NAME, TARGET_MEASURE, TARGET_ORDER, TARGET_KIND, TARGET_AIM, TARGET_GRADES];

/// The fields of a new pledge of a unit after the template of its bloc: `bloc` are the fields of the bloc's year. What the year
/// before brought is taken from the unit's pledge of that year, where there is one, by the items of the targets.
#[must_use]
pub fn from_template(bloc: &Fields, unit: PartitionId, year: i64, last: Option<&Fields>) -> Fields {
    let mut fields = copied(bloc, &OF_TEXT);
    fields.extend(copied(bloc, &[TARGET_PLAN]));
    if let Some(last) = last {
        let known: Vec<Field> = fields.keys().copied().collect();
        let is_known = |item: u32| known.iter().any(|field| field.item == item);
        fields.extend(results_of(last).filter(|(field, _)| is_known(field.item)));
    }
    begun(fields, unit, year)
}

/// The fields of a new pledge after the unit's own of the year before: its words and its targets, without plans, which are to be
/// set anew beside what that year brought.
#[must_use]
pub fn from_last_year(last: &Fields, unit: PartitionId, year: i64) -> Fields {
    let mut fields = copied(last, &OF_TEXT);
    fields.extend(results_of(last));
    begun(fields, unit, year)
}

fn begun(mut fields: Fields, unit: PartitionId, year: i64) -> Fields {
    fields.insert(UNIT, i64::from(unit.0).into());
    fields.insert(YEAR, year.into());
    fields
}

fn copied(from: &Fields, which: &[Field]) -> Fields {
    let is_meant = |field: &Field| which.iter().any(|own| own.number == field.number);
    let taken = from.iter().filter(|(field, value)| is_meant(field) && **value != Value::Null);
    taken.map(|(field, value)| (*field, value.clone())).collect()
}

fn results_of(last: &Fields) -> impl Iterator<Item = (Field, Value)> {
    let results =
        last.iter().filter(|(field, value)| field.number == TARGET_RESULT.number && **value != Value::Null);
    results.map(|(field, value)| (Field::of_item(TARGET_LAST.number, field.item), value.clone()))
}
