//! A public notice (công khai, lấy ý kiến): the list of nominees, shown for some days at a place, and what was said
//! against it.

use crate::record::{Field, Fields, RecordId, Value};
use crate::rule_set::CivilDate;
use crate::schema::{FieldRule, Holds};

/// The year whose nominees it lists.
pub const YEAR: Field = Field::of(10);
/// The first day.
pub const FROM: Field = Field::of(11);
/// The last day.
pub const UNTIL: Field = Field::of(12);
/// Where it is shown: a notice board, the commune's page.
pub const PLACE: Field = Field::of(13);
/// A dossier that it lists; one item for each.
pub const NOMINATION: Field = Field::of(14);
/// Who objected.
pub const OBJECTOR: Field = Field::of(15);
/// When.
pub const OBJECTED_ON: Field = Field::of(16);
/// What was said.
pub const OBJECTION: Field = Field::of(17);
/// The dossier that it was said of.
pub const OBJECTED_TO: Field = Field::of(18);
/// How it was settled.
pub const ANSWER: Field = Field::of(19);

/// The fields of a notice.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(YEAR, Holds::Int(2000, 2100)),
    FieldRule::required(FROM, Holds::Day),
    FieldRule::required(UNTIL, Holds::Day),
    FieldRule::required(PLACE, Holds::Line(300)),
    FieldRule::of_items(NOMINATION, Holds::Link),
    FieldRule::of_items(OBJECTOR, Holds::Line(200)),
    FieldRule::of_items(OBJECTED_ON, Holds::Day),
    FieldRule::of_items(OBJECTION, Holds::Prose(4_000)),
    FieldRule::of_items(OBJECTED_TO, Holds::Link),
    FieldRule::of_items(ANSWER, Holds::Prose(4_000)),
];

/// The dossiers that a notice lists.
pub fn nominations(fields: &Fields) -> impl Iterator<Item = RecordId> + '_ {
    let listed = fields.iter().filter(|(field, _)| field.number == NOMINATION.number);
    listed.filter_map(|(_, value)| value.as_text()?.parse().ok())
}

/// The days of a notice, the first and the last.
#[must_use]
pub fn days(fields: &Fields) -> Option<(CivilDate, CivilDate)> {
    let day = |field| fields.get(&field).and_then(Value::as_text)?.parse().ok();
    Some((day(FROM)?, day(UNTIL)?))
}

/// The items of objections that nobody has answered.
pub fn unanswered(fields: &Fields) -> impl Iterator<Item = u32> + '_ {
    let said = |field: Field, item: u32| {
        let text = fields.get(&Field::of_item(field.number, item)).and_then(Value::as_text);
        text.is_some_and(|text| !text.trim().is_empty())
    };
    let items = fields.keys().filter(|field| field.number == OBJECTION.number).map(|field| field.item);
    items.filter(move |item| said(OBJECTION, *item) && !said(ANSWER, *item))
}
