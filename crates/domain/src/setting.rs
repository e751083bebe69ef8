//! A setting of the committee as a record: what was decided, from which day it holds, and why.
//!
//! Settings are never overwritten: a new value is a new record with its own day, so that an old nomination is judged by
//! what held then. What can be set, with the default and its source, is the catalogue in [`crate::law::setting`].

use crate::fault::Fault;
use crate::law::setting::Setting;
use crate::record::{Field, Fields, RecordKind, Value};
use crate::rule_set::CivilDate;
use crate::schema::{self, FieldRule, Holds};

/// Which setting: its key in the catalogue.
pub const KEY: Field = Field::of(10);
/// What was decided: a number in the setting's own measure, or the code of a choice.
pub const VALUE: Field = Field::of(11);
/// The first day on which it holds.
pub const VALID_FROM: Field = Field::of(12);
/// Why, or by which document.
pub const REASON: Field = Field::of(13);
/// Who decided, as the account is called.
pub const SET_BY: Field = Field::of(14);

/// The fields of a setting.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(KEY, Holds::Line(64)),
    FieldRule::required(VALUE, Holds::Int(0, 1_000_000_000_000)),
    FieldRule::required(VALID_FROM, Holds::Day),
    FieldRule::required(REASON, Holds::Prose(1_000)),
    FieldRule::required(SET_BY, Holds::Line(200)),
];

/// A setting as it is read from a record; `None` where something of it is missing or unknown.
#[must_use]
pub fn read(fields: &Fields) -> Option<(Setting, i64, CivilDate)> {
    let text = |field| fields.get(&field).and_then(Value::as_text);
    let setting = Setting::from_key(text(KEY)?)?;
    let value = fields.get(&VALUE).and_then(Value::as_int)?;
    let day = text(VALID_FROM)?.parse().ok()?;
    setting.takes(value).then_some((setting, value, day))
}

/// Everything that is wrong with a setting, each to be said beside its field.
#[must_use]
pub fn check(fields: &Fields) -> Vec<Fault> {
    let mut faults = schema::check_record(RecordKind::Setting, fields);
    let key = fields.get(&KEY).and_then(Value::as_text);
    match key.map(Setting::from_key) {
        None => {}
        Some(None) => faults.push(Fault::UnknownSetting),
        Some(Some(setting)) => {
            let value = fields.get(&VALUE).and_then(Value::as_int);
            if value.is_some_and(|value| !setting.takes(value)) {
                let (min, max) = setting.bounds();
                faults.push(Fault::OutOfRange { field: VALUE, min, max });
            }
        }
    }
    faults
}
