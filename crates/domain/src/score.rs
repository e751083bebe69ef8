//! The points that somebody gave a member of a bloc for its year, by the bloc's table: the member itself, the other members, the
//! standing office that verifies, the council.
//!
//! One record for each unit that is scored, each who scores, and each role: two who score at the same time, far from any line, never
//! meet. Where one of them made two records on two devices, the one with the lowest id counts.

mod awaited;
mod check;
mod computed;
mod contest;
mod proposal;
mod ranking;
mod sheet;
#[cfg(test)]
mod tests;
mod total;

use crate::bloc::{MOST_POINTS, Points};
use crate::pledge;
use crate::record::{Field, Fields, PartitionId, RecordId, Value};
use crate::rule_set::CivilDate;
use crate::schema::{FieldRule, Holds};

pub use awaited::Awaited;
pub use check::{check, missing_reasons, over_maximum, refusal};
pub use computed::{Computed, computed};
pub use contest::Contest;
pub use proposal::Proposal;
pub use ranking::{Decider, Ranking, Standing, Unranked};
pub use sheet::{Basis, Column, Given, Line, Sheet};
pub use total::Total;

/// The unit that is scored.
pub const UNIT: Field = pledge::UNIT;
/// The year.
pub const YEAR: Field = pledge::YEAR;
/// The record of the bloc's year, whose table it is scored by.
pub const BLOC: Field = Field::of(12);
/// The unit that scores: itself or another member. Empty where the standing office verifies or the council scores.
pub const BY: Field = Field::of(13);
/// As what: the code of a [`Role`].
pub const ROLE: Field = Field::of(14);
/// The digest of the results that were before the scorer's eyes: see [`pledge::results_digest`].
pub const RESULTS_SEEN: Field = Field::of(15);
/// The digest of the table that was scored by: see [`crate::bloc::table_digest`].
pub const TABLE_SEEN: Field = Field::of(16);
/// What else there is to say.
pub const NOTE: Field = Field::of(17);
/// The day on which the scorer was done; empty while they are not. Only what is done counts.
pub const DAY: Field = Field::of(18);
/// The points for a criterion, in hundredths, those of a penalty without a sign. The item is that of the criterion.
pub const POINTS: Field = Field::of(20);
/// Why so many. The item is that of the criterion.
pub const REASON: Field = Field::of(21);

/// The fields of a score.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(UNIT, Holds::Int(1, u32::MAX as i64)),
    FieldRule::required(YEAR, Holds::Int(2000, 2100)),
    FieldRule::required(BLOC, Holds::Link),
    FieldRule::optional(BY, Holds::Int(1, u32::MAX as i64)),
    FieldRule::required(ROLE, Holds::Int(1, 4)),
    FieldRule::optional(RESULTS_SEEN, Holds::Line(16)),
    FieldRule::optional(TABLE_SEEN, Holds::Line(16)),
    FieldRule::optional(NOTE, Holds::Prose(4_000)),
    FieldRule::optional(DAY, Holds::Day),
    FieldRule::of_items(POINTS, Holds::Int(0, MOST_POINTS)),
    FieldRule::of_items(REASON, Holds::Prose(1_000)),
];

/// The fields that say what a score is of, and that never change.
pub const IDENTITY: [Field; 5] = [UNIT, YEAR, BLOC, BY, ROLE];

/// As what somebody scores.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// The unit scores itself (tự chấm).
    Own,
    /// Another member scores it (chấm chéo).
    Cross,
    /// The standing office verifies (thẩm định).
    Verification,
    /// What the council decided on.
    Council,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Own, Self::Cross, Self::Verification, Self::Council];

    /// The number that stands for it in records. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Own => 1,
            Self::Cross => 2,
            Self::Verification => 3,
            Self::Council => 4,
        }
    }

    /// The role of a code.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether a member of the bloc scores, and not the committee.
    #[must_use]
    pub const fn is_of_a_member(self) -> bool {
        matches!(self, Self::Own | Self::Cross)
    }
}

/// A score as it is read from a record. Reading never fails: what is missing or unknown is absent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Score<'f> {
    /// The unit that is scored.
    pub unit: Option<PartitionId>,
    /// The year.
    pub year: Option<i64>,
    /// The record of the bloc's year.
    pub bloc: Option<RecordId>,
    /// The unit that scores.
    pub by: Option<PartitionId>,
    /// As what.
    pub role: Option<Role>,
    /// The day on which the scorer was done.
    pub done: Option<CivilDate>,
    /// The digest of the results that were seen; empty where none was noted.
    pub results_seen: &'f str,
    /// The digest of the table; empty where none was noted.
    pub table_seen: &'f str,
    /// What else there is to say.
    pub note: &'f str,
}

impl<'f> Score<'f> {
    /// Reads a score.
    #[must_use]
    pub fn read(fields: &'f Fields) -> Self {
        let int = |field| fields.get(&field).and_then(Value::as_int);
        let text = |field| fields.get(&field).and_then(Value::as_text);
        Self {
            unit: unit(fields),
            year: int(YEAR),
            bloc: text(BLOC).and_then(|id| id.parse().ok()),
            by: int(BY).and_then(|by| u32::try_from(by).ok()).map(PartitionId),
            role: int(ROLE).and_then(Role::from_code),
            done: text(DAY).and_then(|day| day.parse().ok()),
            results_seen: text(RESULTS_SEEN).unwrap_or_default(),
            table_seen: text(TABLE_SEEN).unwrap_or_default(),
            note: text(NOTE).unwrap_or_default(),
        }
    }
}

/// The unit that is scored.
#[must_use]
pub fn unit(fields: &Fields) -> Option<PartitionId> {
    pledge::unit(fields)
}

/// The points that a score gives for a criterion, as they were entered.
#[must_use]
pub fn entered(fields: &Fields, criterion: u32) -> Option<Points> {
    fields.get(&Field::of_item(POINTS.number, criterion)).and_then(Value::as_int).map(Points)
}

/// Why a score gives so many points for a criterion; empty where nothing was said.
#[must_use]
pub fn reason(fields: &Fields, criterion: u32) -> &str {
    fields.get(&Field::of_item(REASON.number, criterion)).and_then(Value::as_text).unwrap_or_default()
}

/// What a new score begins with: who scores whom, as what, by which table, and the results that are before their eyes. `bloc` and
/// `pledge` are the fields of the bloc's year and of the unit's pledge, where there is one.
#[must_use]
pub fn begin(
    bloc_id: RecordId,
    bloc: &Fields,
    pledge: Option<&Fields>,
    unit: PartitionId,
    role: Role,
    by: Option<PartitionId>,
) -> Fields {
    let mut fields = Fields::from_iter([
        (UNIT, i64::from(unit.0).into()),
        (BLOC, bloc_id.to_string().as_str().into()),
        (ROLE, role.code().into()),
    ]);
    fields.extend(pledge::year(bloc).map(|year| (YEAR, year.into())));
    fields.extend(by.map(|by| (BY, i64::from(by.0).into())));
    fields.extend(seen(bloc, pledge));
    fields
}

/// What a scorer has before their eyes, to be written whenever they save: the digests of the table and of the results.
#[must_use]
pub fn seen(bloc: &Fields, pledge: Option<&Fields>) -> Fields {
    let results = pledge.map(pledge::results_digest).unwrap_or_default();
    let mut seen = Fields::from_iter([(TABLE_SEEN, crate::bloc::table_digest(bloc).as_str().into())]);
    let results = if results.is_empty() { Value::Null } else { results.as_str().into() };
    seen.insert(RESULTS_SEEN, results);
    seen
}

/// Whether a result was changed after it was seen: a verification is needed again.
#[must_use]
pub fn is_stale(score: &Fields, pledge: Option<&Fields>) -> bool {
    let seen = Score::read(score).results_seen;
    let now = pledge.map(pledge::results_digest).unwrap_or_default();
    !seen.is_empty() && seen != now || seen.is_empty() && pledge.is_some_and(pledge::has_results)
}
