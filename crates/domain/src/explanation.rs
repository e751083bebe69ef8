//! An explanation (giải trình): why a rule was not kept that looks at a whole year instead of one nomination.
//!
//! It belongs to the unit that it speaks of, or to the committee where it speaks of all units together.

use crate::fault::Fault;
use crate::record::{Field, Fields, RecordKind};
use crate::schema::{self, FieldRule, Holds};

/// The year that it speaks of.
pub const YEAR: Field = Field::of(10);
/// The rule, as it is cited: R11.
pub const RULE: Field = Field::of(11);
/// The reason, in words.
pub const TEXT: Field = Field::of(12);

/// The fields of an explanation.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(YEAR, Holds::Int(2000, 2100)),
    FieldRule::required(RULE, Holds::Line(8)),
    FieldRule::required(TEXT, Holds::Prose(2_000)),
];

/// Everything that is wrong with an explanation, each to be said beside its field.
#[must_use]
pub fn check(fields: &Fields) -> Vec<Fault> {
    schema::check_record(RecordKind::Explanation, fields)
}
