//! A line of the table by which the members of a bloc are scored.

use super::Points;

/// What the points of a criterion do to the total.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CriterionKind {
    /// They make up the total.
    Ordinary,
    /// They are added (điểm thưởng), within the limit of the table.
    Bonus,
    /// They are taken off (điểm trừ), within the limit of the table. They are entered without a sign.
    Penalty,
}

impl CriterionKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Ordinary, Self::Bonus, Self::Penalty];

    /// The number that stands for it in records. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Ordinary => 1,
            Self::Bonus => 2,
            Self::Penalty => 3,
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How the points of a criterion come about. A whole percent is one that is full: 98.9 % is one and a bit short of the plan, and
/// is one percent short.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Formula {
    /// By hand.
    ByHand,
    /// The maximum times the percent of the plan that was reached, all of it from 100 % upwards.
    Proportional,
    /// The maximum where the plan was reached, otherwise nothing.
    AllOrNothing,
    /// The maximum less the rate for each whole percent that is missing, never below nothing.
    LessPerPercent,
    /// The rate for each whole percent above the plan, up to the maximum.
    PerPercentOver,
    /// The rate for each whole percent that is missing, up to the maximum: for a penalty.
    PerPercentShort,
    /// The maximum where the pledge is not signed, otherwise nothing: for a penalty.
    Unsigned,
    /// The rate for each period whose results are missing or came late, up to the maximum: for a penalty.
    PerLateReport,
}

impl Formula {
    /// Every formula.
    pub const ALL: [Self; 8] = [
        Self::ByHand,
        Self::Proportional,
        Self::AllOrNothing,
        Self::LessPerPercent,
        Self::PerPercentOver,
        Self::PerPercentShort,
        Self::Unsigned,
        Self::PerLateReport,
    ];

    /// The number that stands for it in records. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::ByHand => 1,
            Self::Proportional => 2,
            Self::AllOrNothing => 3,
            Self::LessPerPercent => 4,
            Self::PerPercentOver => 5,
            Self::PerPercentShort => 6,
            Self::Unsigned => 7,
            Self::PerLateReport => 8,
        }
    }

    /// The formula of a code.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|formula| formula.code() == code)
    }

    /// Whether it looks at a target.
    #[must_use]
    pub const fn needs_target(self) -> bool {
        !matches!(self, Self::ByHand | Self::Unsigned | Self::PerLateReport)
    }

    /// Whether it counts in steps, each worth the rate.
    #[must_use]
    pub const fn needs_rate(self) -> bool {
        matches!(
            self,
            Self::LessPerPercent | Self::PerPercentOver | Self::PerPercentShort | Self::PerLateReport
        )
    }
}

/// One criterion of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Criterion<'f> {
    /// The number that its fields carry.
    pub item: u32,
    /// What is judged.
    pub name: &'f str,
    /// The item of its section.
    pub section: Option<u32>,
    /// Its place within the section.
    pub order: i64,
    /// The most points.
    pub max: Points,
    /// What they do to the total.
    pub kind: CriterionKind,
    /// How they come about.
    pub formula: Formula,
    /// The item of the target that they are computed from.
    pub target: Option<u32>,
    /// The points for each step.
    pub rate: Points,
}
