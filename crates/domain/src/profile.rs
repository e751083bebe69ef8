//! The register (danh bạ) of people, collectives and households, and what each received over the years.
//!
//! What a nomination says of its subject stands on the nomination too, as it was then: the register is who they are
//! today. Fields that mean the same have the same number in both.

use crate::award::SubjectKind;
use crate::fault::Fault;
use crate::law::history::History;
use crate::nomination;
use crate::record::{Field, Fields, RecordId, RecordKind, Value};
use crate::rule_set::AwardYear;
use crate::schema::{self, FieldRule, Holds};

/// Whether an individual, a collective or a household: the code of a [`SubjectKind`].
pub const SUBJECT: Field = nomination::SUBJECT;
/// The name.
pub const NAME: Field = nomination::NAME;
/// The person's position.
pub const POSITION: Field = nomination::POSITION;
/// Where the person works or the collective belongs.
pub const WORKPLACE: Field = nomination::WORKPLACE;
/// The person's year of birth.
pub const BIRTH_YEAR: Field = nomination::BIRTH_YEAR;
/// The person's sex: 1 male, 2 female.
pub const SEX: Field = nomination::SEX;
/// What the person is at work: see [`nomination::RECIPIENT_CLASS`].
pub const RECIPIENT_CLASS: Field = nomination::RECIPIENT_CLASS;
/// The person's ethnic group. Sensitive (Law 91/2025/QH15): asked for only where a committee has decided so.
pub const ETHNICITY: Field = Field::of(60);
/// The entry that this one is the same as: it counts no more, and stays in the history.
pub const MERGED_INTO: Field = Field::of(61);
/// The first year from which the list of honours is complete. Before it, what is not listed is not known.
pub const KNOWN_SINCE: Field = Field::of(62);
/// Of an honour: the year whose work it commended.
pub const HONOUR_YEAR: Field = Field::of(70);
/// Of an honour: the identifier of the award.
pub const HONOUR_AWARD: Field = Field::of(71);
/// Of an honour: the number of the decision.
pub const HONOUR_DECISION: Field = Field::of(72);
/// Of an honour: the day of the decision.
pub const HONOUR_DAY: Field = Field::of(73);
/// Of an honour: the number of the decision that revoked it.
pub const HONOUR_REVOKED: Field = Field::of(74);
/// Another entry of which somebody has said that it is somebody else. The item is any number.
pub const DISTINCT_FROM: Field = Field::of(75);

/// The fields of an entry.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(SUBJECT, Holds::Int(1, 3)),
    FieldRule::required(NAME, Holds::Line(200)),
    FieldRule::optional(POSITION, Holds::Line(200)),
    FieldRule::optional(WORKPLACE, Holds::Line(200)),
    FieldRule::optional(BIRTH_YEAR, Holds::Int(1900, 2100)),
    FieldRule::optional(SEX, Holds::Int(1, 2)),
    FieldRule::optional(RECIPIENT_CLASS, Holds::Int(1, 4)),
    FieldRule::optional(ETHNICITY, Holds::Line(100)),
    FieldRule::optional(MERGED_INTO, Holds::Link),
    FieldRule::optional(KNOWN_SINCE, Holds::Int(1945, 2100)),
    FieldRule::of_items(HONOUR_YEAR, Holds::Int(1945, 2100)),
    FieldRule::of_items(HONOUR_AWARD, Holds::Line(64)),
    FieldRule::of_items(HONOUR_DECISION, Holds::Line(100)),
    FieldRule::of_items(HONOUR_DAY, Holds::Day),
    FieldRule::of_items(HONOUR_REVOKED, Holds::Line(100)),
    FieldRule::of_items(DISTINCT_FROM, Holds::Link),
];

/// What somebody received for a year.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Honour<'f> {
    /// The number of the item.
    pub item: u32,
    /// The year whose work it commended.
    pub year: Option<i64>,
    /// The identifier of the award, also of one that this version does not know.
    pub award: &'f str,
    /// The number of the decision.
    pub decision: &'f str,
    /// The day of the decision, `YYYY-MM-DD`.
    pub day: &'f str,
    /// The number of the decision that revoked it; empty while it stands.
    pub revoked: &'f str,
}

/// An entry as it is read from a record. Reading never fails: what is missing or unknown is absent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Profile<'f> {
    /// Whether an individual, a collective or a household.
    pub subject: Option<SubjectKind>,
    /// The name.
    pub name: &'f str,
    /// The person's position.
    pub position: &'f str,
    /// Where the person works or the collective belongs.
    pub workplace: &'f str,
    /// The year of birth.
    pub birth_year: Option<i64>,
    /// The entry that this one was merged into.
    pub merged_into: Option<RecordId>,
    /// The first year from which the honours are complete.
    pub known_since: Option<i64>,
    /// The honours, newest year first.
    pub honours: Vec<Honour<'f>>,
}

impl<'f> Profile<'f> {
    /// Reads an entry.
    #[must_use]
    pub fn read(fields: &'f Fields) -> Self {
        let text = |field| fields.get(&field).and_then(Value::as_text).unwrap_or_default();
        let int = |field| fields.get(&field).and_then(Value::as_int);
        let mut honours: Vec<Honour<'f>> = Vec::new();
        for (field, value) in fields.iter().filter(|(field, value)| {
            field.item != 0 && (70..=74).contains(&field.number) && **value != Value::Null
        }) {
            let known = honours.iter().position(|honour| honour.item == field.item);
            let place = known.unwrap_or_else(|| {
                honours.push(Honour { item: field.item, ..Honour::default() });
                honours.len() - 1
            });
            let Some(honour) = honours.get_mut(place) else { continue };
            let text = value.as_text().unwrap_or_default();
            match Field::of(field.number) {
                HONOUR_YEAR => honour.year = value.as_int(),
                HONOUR_AWARD => honour.award = text,
                HONOUR_DECISION => honour.decision = text,
                HONOUR_DAY => honour.day = text,
                _ => honour.revoked = text,
            }
        }
        honours.sort_by_key(|honour| (std::cmp::Reverse(honour.year), honour.item));
        Self {
            subject: int(SUBJECT).and_then(|code| u16::try_from(code).ok()).and_then(SubjectKind::from_code),
            name: text(NAME),
            position: text(POSITION),
            workplace: text(WORKPLACE),
            birth_year: int(BIRTH_YEAR),
            merged_into: fields.get(&MERGED_INTO).and_then(Value::as_text).and_then(|id| id.parse().ok()),
            known_since: int(KNOWN_SINCE),
            honours,
        }
    }

    /// The titles that count: with a decision, and not revoked (R47).
    #[must_use]
    pub fn history(&self) -> History {
        let mut history = History::default();
        for honour in &self.honours {
            let year = honour.year.and_then(|year| AwardYear::try_from(year).ok());
            if let Some(year) = year.filter(|_| honour.revoked.is_empty() && !honour.decision.is_empty()) {
                history.add(year, honour.award.to_owned());
            }
        }
        history
    }
}

/// Everything that is wrong with an entry, each to be said beside its field.
#[must_use]
pub fn check(fields: &Fields) -> Vec<Fault> {
    schema::check_record(RecordKind::Profile, fields)
}
