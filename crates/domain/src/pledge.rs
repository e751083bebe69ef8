//! An emulation pledge (giao ước thi đua): what a unit promises in its bloc or cluster for a year, and what came of it.
//!
//! The bloc or cluster is the partition of the record, so that its members read each other's pledges. The targets are
//! items: two officers can work on two targets at once without meeting.

use litemap::LiteMap;

use crate::fault::Fault;
use crate::record::{Decimal, Field, Fields, PartitionId, RecordKind, Value};
use crate::schema::{self, FieldRule, Holds};

/// The partition of the pledging unit.
pub const UNIT: Field = Field::of(10);
/// The year of the pledge.
pub const YEAR: Field = Field::of(11);
/// What is promised, in words.
pub const CONTENT: Field = Field::of(12);
/// Of a target: what is to be reached.
pub const TARGET_NAME: Field = Field::of(20);
/// Of a target: the unit in which it is measured.
pub const TARGET_MEASURE: Field = Field::of(21);
/// Of a target: the figure that was promised.
pub const TARGET_PLAN: Field = Field::of(22);
/// Of a target: the figure that was reached.
pub const TARGET_RESULT: Field = Field::of(23);
/// Of a target: its place in the list, lowest first.
pub const TARGET_ORDER: Field = Field::of(24);

/// The fields of a pledge.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(UNIT, Holds::Int(1, u32::MAX as i64)),
    FieldRule::required(YEAR, Holds::Int(2000, 2100)),
    FieldRule::optional(CONTENT, Holds::Prose(4_000)),
    FieldRule::of_items(TARGET_NAME, Holds::Line(300)),
    FieldRule::of_items(TARGET_MEASURE, Holds::Line(50)),
    FieldRule::of_items(TARGET_PLAN, Holds::Amount),
    FieldRule::of_items(TARGET_RESULT, Holds::Amount),
    FieldRule::of_items(TARGET_ORDER, Holds::Int(0, 100_000)),
];

/// A pledge as it is read from a record. Reading never fails: what is missing or unknown is absent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pledge<'f> {
    /// The pledging unit.
    pub unit: Option<PartitionId>,
    /// The year.
    pub year: Option<i64>,
    /// What is promised, in words.
    pub content: &'f str,
    /// The targets, in their order.
    pub targets: Vec<Target<'f>>,
}

/// One target of a pledge. It exists while any of its fields holds something.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Target<'f> {
    /// The number that its fields carry.
    pub item: u32,
    /// What is to be reached.
    pub name: &'f str,
    /// The unit of measure.
    pub measure: &'f str,
    /// The promised figure.
    pub plan: Option<Decimal>,
    /// The figure that was reached.
    pub result: Option<Decimal>,
    /// Its place in the list.
    pub order: i64,
}

impl<'f> Pledge<'f> {
    /// Reads a pledge.
    #[must_use]
    pub fn read(fields: &'f Fields) -> Self {
        let int = |field| fields.get(&field).and_then(Value::as_int);
        let mut found: LiteMap<u32, Target<'f>> = LiteMap::new();
        for (field, value) in fields {
            if field.item != 0 && *value != Value::Null {
                found.entry(field.item).or_default().take(*field, value);
            }
        }
        // Two targets may have been given one place on two devices: the item tells them apart, on all devices alike.
        let mut placed: LiteMap<(i64, u32), Target<'f>> = LiteMap::new();
        for (item, target) in found {
            placed.insert((target.order, item), target);
        }
        let targets = placed.into_iter().map(|(_, target)| target).collect();
        Self {
            unit: int(UNIT).and_then(|unit| u32::try_from(unit).ok()).map(PartitionId),
            year: int(YEAR),
            content: fields.get(&CONTENT).and_then(Value::as_text).unwrap_or_default(),
            targets,
        }
    }
}

impl<'f> Target<'f> {
    fn take(&mut self, field: Field, value: &'f Value) {
        self.item = field.item;
        let text = value.as_text().unwrap_or_default();
        match Field::of(field.number) {
            TARGET_NAME => self.name = text,
            TARGET_MEASURE => self.measure = text,
            TARGET_PLAN => self.plan = value.as_amount(),
            TARGET_RESULT => self.result = value.as_amount(),
            TARGET_ORDER => self.order = value.as_int().unwrap_or_default(),
            _ => {}
        }
    }
}

/// Everything that is wrong with a pledge, each to be said beside its field. Empty where it may be saved.
#[must_use]
pub fn check(fields: &Fields) -> Vec<Fault> {
    let mut faults = schema::check_record(RecordKind::Pledge, fields);
    for target in Pledge::read(fields).targets {
        if target.name.trim().is_empty() {
            faults.push(Fault::Missing(Field::of_item(TARGET_NAME.number, target.item)));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_stand_in_their_order_and_cleared_ones_are_gone() {
        let target = |number: Field, item| Field::of_item(number.number, item);
        let fields = Fields::from_iter([
            (UNIT, 3.into()),
            (YEAR, 2023.into()),
            (target(TARGET_NAME, 9), "Hộ thoát nghèo".into()),
            (target(TARGET_ORDER, 9), 2.into()),
            (target(TARGET_NAME, 4), "Trồng rừng".into()),
            (target(TARGET_PLAN, 4), Value::Decimal(Decimal::new(125, 1).unwrap())),
            (target(TARGET_ORDER, 4), 1.into()),
            (target(TARGET_NAME, 5), Value::Null),
        ]);
        let pledge = Pledge::read(&fields);
        let names: Vec<_> = pledge.targets.iter().map(|target| target.name).collect();
        assert_eq!(names, ["Trồng rừng", "Hộ thoát nghèo"]);
        assert_eq!(pledge.targets[0].plan, Decimal::new(125, 1));
        assert_eq!(check(&fields), []);
    }

    #[test]
    fn a_target_without_a_name_is_told() {
        let plan = Field::of_item(TARGET_PLAN.number, 4);
        let fields = Fields::from_iter([(UNIT, 3.into()), (YEAR, 2023.into()), (plan, 5.into())]);
        assert_eq!(check(&fields), [Fault::Missing(Field::of_item(TARGET_NAME.number, 4))]);
    }
}
