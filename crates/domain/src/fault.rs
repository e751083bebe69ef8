//! What can be wrong with a value in itself, whoever writes it.
//!
//! One list for the form, which says it beside the field, and for the endpoint, which answers with the code. The words
//! are the screen's; here are only the causes and their figures.

use crate::record::Field;

/// One thing that is wrong with a record or with one of its values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// There is no such kind of record.
    UnknownKind(u16),
    /// The kind of record has no such field.
    UnknownField(Field),
    /// The field takes values of another type.
    WrongType(Field),
    /// The text is longer than `max` characters.
    TooLong {
        /// The field.
        field: Field,
        /// The most characters that it takes.
        max: usize,
    },
    /// The text is not in Unicode NFC, so that equal words would not be equal.
    NotComposed(Field),
    /// The text holds a control character, as from a broken paste.
    ControlCharacter(Field),
    /// The number is outside of `min` to `max`.
    OutOfRange {
        /// The field.
        field: Field,
        /// The least that it takes.
        min: i64,
        /// The most that it takes.
        max: i64,
    },
    /// The text is no day of the calendar.
    NotADay(Field),
    /// The text is not the id of a record.
    NotALink(Field),
    /// The field must be filled in.
    Missing(Field),
    /// There is no such award.
    UnknownAward,
    /// The award is not given to individuals, collectives or households, as the case may be.
    AwardNotForSubject,
    /// The award is not in the rule set of the nomination.
    AwardNotInRuleSet,
    /// There is no such rule set.
    UnknownRuleSet,
    /// The committee has no such setting.
    UnknownSetting,
    /// The part is more than the whole: the field is the one of the whole.
    MoreThanWhole(Field),
    /// The day lies before the one that it must not lie before: a period that ends before it begins.
    Backwards(Field),
    /// Something is told of what has not begun: the result of a movement that the unit has not joined. The field is the
    /// one that comes first.
    NotBegun(Field),
    /// The unit belongs to another bloc of the year as well: the field of the member.
    InTwoBlocs(Field),
    /// More points than the maximum of the criterion.
    OverMaximum {
        /// The field.
        field: Field,
        /// The maximum, in hundredths of a point.
        max: i64,
    },
    /// Who scores does not fit the role: a unit itself, another unit, or the committee.
    NotTheScorer(Field),
    /// The law forbids the nomination outright: the number of the rule, as in R05.
    Forbidden(u16),
}

/// Faults of rules have codes from here, by the number of the rule.
const FORBIDDEN: u16 = 120;
const LAST_FORBIDDEN: u16 = FORBIDDEN + 59;

impl Fault {
    /// The number that stands for this fault in answers: 100 to 199, never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::UnknownKind(_) => 100,
            Self::UnknownField(_) => 101,
            Self::WrongType(_) => 102,
            Self::TooLong { .. } => 103,
            Self::NotComposed(_) => 104,
            Self::ControlCharacter(_) => 105,
            Self::OutOfRange { .. } => 106,
            Self::Missing(_) => 107,
            Self::UnknownAward => 108,
            Self::AwardNotForSubject => 109,
            Self::AwardNotInRuleSet => 110,
            Self::UnknownRuleSet => 111,
            Self::NotADay(_) => 112,
            Self::NotALink(_) => 113,
            Self::UnknownSetting => 114,
            Self::MoreThanWhole(_) => 117,
            Self::Backwards(_) => 118,
            Self::NotBegun(_) => 119,
            Self::InTwoBlocs(_) => 116,
            Self::OverMaximum { .. } => 115,
            Self::NotTheScorer(_) => 180,
            Self::Forbidden(rule) => FORBIDDEN + rule,
        }
    }

    /// The field that is at fault, where it is one.
    #[must_use]
    pub const fn field(self) -> Option<Field> {
        match self {
            Self::UnknownField(field)
            | Self::WrongType(field)
            | Self::TooLong { field, .. }
            | Self::NotComposed(field)
            | Self::ControlCharacter(field)
            | Self::OutOfRange { field, .. }
            | Self::NotADay(field)
            | Self::NotALink(field)
            | Self::MoreThanWhole(field)
            | Self::Backwards(field)
            | Self::NotBegun(field)
            | Self::InTwoBlocs(field)
            | Self::OverMaximum { field, .. }
            | Self::NotTheScorer(field)
            | Self::Missing(field) => Some(field),
            Self::UnknownAward | Self::AwardNotForSubject | Self::AwardNotInRuleSet => {
                Some(crate::nomination::AWARD)
            }
            Self::UnknownRuleSet => Some(crate::nomination::RULE_SET),
            Self::UnknownSetting => Some(crate::setting::KEY),
            Self::UnknownKind(_) | Self::Forbidden(_) => None,
        }
    }

    /// The fault of a code and the field that came with it. Its figures did not travel; they stand in the registry of
    /// fields, and are 0 here.
    #[must_use]
    pub fn from_code(code: u16, field: Option<Field>) -> Option<Self> {
        Some(match (code, field) {
            (100, _) => Self::UnknownKind(0),
            (101, Some(field)) => Self::UnknownField(field),
            (102, Some(field)) => Self::WrongType(field),
            (103, Some(field)) => Self::TooLong { field, max: 0 },
            (104, Some(field)) => Self::NotComposed(field),
            (105, Some(field)) => Self::ControlCharacter(field),
            (106, Some(field)) => Self::OutOfRange { field, min: 0, max: 0 },
            (107, Some(field)) => Self::Missing(field),
            (108, _) => Self::UnknownAward,
            (109, _) => Self::AwardNotForSubject,
            (110, _) => Self::AwardNotInRuleSet,
            (111, _) => Self::UnknownRuleSet,
            (112, Some(field)) => Self::NotADay(field),
            (113, Some(field)) => Self::NotALink(field),
            (114, _) => Self::UnknownSetting,
            (117, Some(field)) => Self::MoreThanWhole(field),
            (118, Some(field)) => Self::Backwards(field),
            (119, Some(field)) => Self::NotBegun(field),
            (116, Some(field)) => Self::InTwoBlocs(field),
            (115, Some(field)) => Self::OverMaximum { field, max: 0 },
            (180, Some(field)) => Self::NotTheScorer(field),
            (rule @ FORBIDDEN..=LAST_FORBIDDEN, _) => Self::Forbidden(rule - FORBIDDEN),
            _ => return None,
        })
    }
}
