//! A model worth copying (mô hình hay): what a unit does well, how another can do the same, and who has.
//!
//! Its pictures are named as a dossier names its evidence, by the same fields: see [`crate::evidence`]. A unit that has
//! copied it says so in an item whose number is the unit's partition, so that two units never meet.

use litemap::LiteMap;

use crate::evidence;
use crate::fault::Fault;
use crate::nomination::{EVIDENCE_DIGEST, EVIDENCE_KIND, EVIDENCE_NAME, EVIDENCE_NOTE, EVIDENCE_SIZE};
use crate::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use crate::rule_set::CivilDate;
use crate::schema::{self, FieldRule, Holds};
use crate::text::{fold, matches};

/// The partition of the unit whose model it is.
pub const UNIT: Field = Field::of(10);
/// What it is called.
pub const NAME: Field = Field::of(11);
/// Where it is done: a village, a school.
pub const PLACE: Field = Field::of(12);
/// What it is.
pub const WHAT: Field = Field::of(13);
/// What came of it.
pub const RESULT: Field = Field::of(14);
/// How to do the same.
pub const HOW: Field = Field::of(15);
/// Since which year it is done.
pub const SINCE: Field = Field::of(16);
/// The field of work: the code of a [`Work`].
pub const WORK: Field = Field::of(17);
/// The movement that it came of.
pub const MOVEMENT: Field = Field::of(18);
/// Of a unit that has copied it: since when.
pub const COPIED_SINCE: Field = Field::of(30);
/// Of a unit that has copied it: what came of it there.
pub const COPY_RESULT: Field = Field::of(31);

/// The fields of a model.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(UNIT, Holds::Int(1, u32::MAX as i64)),
    FieldRule::required(NAME, Holds::Line(300)),
    FieldRule::optional(PLACE, Holds::Line(300)),
    FieldRule::required(WHAT, Holds::Prose(4_000)),
    FieldRule::optional(RESULT, Holds::Prose(4_000)),
    FieldRule::required(HOW, Holds::Prose(4_000)),
    FieldRule::optional(SINCE, Holds::Int(1945, 2100)),
    FieldRule::required(WORK, Holds::Int(1, 6)),
    FieldRule::optional(MOVEMENT, Holds::Link),
    FieldRule::of_items(COPIED_SINCE, Holds::Day),
    FieldRule::of_items(COPY_RESULT, Holds::Prose(2_000)),
    FieldRule::of_items(EVIDENCE_DIGEST, Holds::Digest),
    FieldRule::of_items(EVIDENCE_NAME, Holds::Line(evidence::LONGEST_NAME)),
    // Photographs only: they are looked at on a telephone.
    FieldRule::of_items(EVIDENCE_KIND, Holds::Int(1, 1)),
    FieldRule::of_items(EVIDENCE_SIZE, Holds::Int(1, evidence::MOST_PHOTOGRAPH as i64)),
    FieldRule::of_items(EVIDENCE_NOTE, Holds::Line(500)),
];

/// The field of work that a model belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Work {
    /// Kinh tế.
    Economy,
    /// Văn hóa, xã hội.
    Society,
    /// Nông thôn mới.
    NewRural,
    /// Chuyển đổi số.
    Digital,
    /// Quốc phòng, an ninh.
    Security,
    /// Anything else.
    Other,
}

impl Work {
    /// Every field of work, in the order of their codes.
    pub const ALL: [Self; 6] =
        [Self::Economy, Self::Society, Self::NewRural, Self::Digital, Self::Security, Self::Other];

    /// The number that stands for it in records: its place in the list, from 1. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        self as i64 + 1
    }

    /// The field of work of a code, `None` where a later version made it.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.code() == code)
    }
}

/// What a unit tells that has copied a model.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Copied<'f> {
    /// Since when.
    pub since: Option<CivilDate>,
    /// What came of it.
    pub result: &'f str,
}

/// A model as it is read from a record. Reading never fails: what is missing or unknown is absent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Model<'f> {
    /// Whose it is.
    pub unit: Option<PartitionId>,
    /// What it is called.
    pub name: &'f str,
    /// Where it is done.
    pub place: &'f str,
    /// What it is.
    pub what: &'f str,
    /// What came of it.
    pub result: &'f str,
    /// How to do the same.
    pub how: &'f str,
    /// Since which year it is done.
    pub since: Option<i64>,
    /// The field of work.
    pub work: Option<Work>,
    /// The movement that it came of.
    pub movement: Option<RecordId>,
    /// Who has copied it, by partition.
    pub copies: LiteMap<PartitionId, Copied<'f>>,
}

impl<'f> Model<'f> {
    /// Reads a model.
    #[must_use]
    pub fn read(fields: &'f Fields) -> Self {
        let text = |field| fields.get(&field).and_then(Value::as_text).unwrap_or_default();
        let int = |field| fields.get(&field).and_then(Value::as_int);
        let mut copies: LiteMap<PartitionId, Copied<'f>> = LiteMap::new();
        for (field, value) in fields {
            let Some(text) = value.as_text().filter(|text| is_copy(*field) && !text.trim().is_empty()) else {
                continue;
            };
            let copied = copies.entry(PartitionId(field.item)).or_default();
            if field.number == COPIED_SINCE.number {
                copied.since = text.parse().ok();
            } else {
                copied.result = text;
            }
        }
        Self {
            unit: unit_of(fields),
            name: text(NAME),
            place: text(PLACE),
            what: text(WHAT),
            result: text(RESULT),
            how: text(HOW),
            since: int(SINCE),
            work: int(WORK).and_then(Work::from_code),
            movement: text(MOVEMENT).parse().ok(),
            copies,
        }
    }

    /// Whether each word of a search begins a word of what the model says. `unit` is the name of its unit; `needle` is
    /// folded.
    #[must_use]
    pub fn is_found_by(&self, unit: &str, needle: &str) -> bool {
        let said = [self.name, unit, self.place, self.what, self.result, self.how].join(" ");
        matches(&fold(&said), needle)
    }
}

fn unit_of(fields: &Fields) -> Option<PartitionId> {
    fields.get(&UNIT).and_then(Value::as_int).and_then(|unit| u32::try_from(unit).ok()).map(PartitionId)
}

/// Whether a field says that a unit has copied the model; the unit is its item.
#[must_use]
pub const fn is_copy(field: Field) -> bool {
    field.item != 0 && (field.number == COPIED_SINCE.number || field.number == COPY_RESULT.number)
}

/// Whether the officer of a unit may write these changes: all but the copies where the model is the unit's own, and
/// nothing but the unit's copy where it is another's.
#[must_use]
pub fn is_of(home: PartitionId, before: Option<&Fields>, changes: &Fields) -> bool {
    let stays = changes.get(&UNIT).is_none_or(|_| unit_of(changes) == Some(home));
    match before.map(unit_of) {
        None => unit_of(changes) == Some(home) && !changes.keys().any(|field| is_copy(*field)),
        Some(Some(unit)) if unit == home => stays && !changes.keys().any(|field| is_copy(*field)),
        // What changes no field is a deletion.
        Some(_) => !changes.is_empty() && changes.keys().all(|field| is_copy(*field) && field.item == home.0),
    }
}

/// What is wrong with the values taken together: what came of a copy that has not begun.
fn together(fields: &Fields) -> Vec<Fault> {
    let copies = Model::read(fields).copies;
    let unbegun = copies.iter().filter(|(_, copied)| copied.since.is_none());
    unbegun.map(|(unit, _)| Fault::NotBegun(Field::of_item(COPIED_SINCE.number, unit.0))).collect()
}

/// Everything that is wrong with a model, each to be said beside its field. Empty where it may be saved.
#[must_use]
pub fn check(fields: &Fields) -> Vec<Fault> {
    let mut faults = schema::check_record(RecordKind::Model, fields);
    faults.extend(together(fields));
    faults
}

/// Why a model may not become what it would be, for the endpoint: what was so before is no reason.
#[must_use]
pub fn refusal(before: Option<&Fields>, after: &Fields) -> Option<Fault> {
    let known = before.map(together).unwrap_or_default();
    together(after).into_iter().find(|fault| !known.contains(fault))
}

#[cfg(test)]
mod tests;
