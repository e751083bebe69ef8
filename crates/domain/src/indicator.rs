//! An indicator of the year (chỉ tiêu): what was planned, what came of it, and what it was the year before.
//!
//! Growth, percent of plan and share are worked out here from those figures and are no fields: nobody types them. What the
//! committee says of all units stands in the commons, what a unit says of itself with the unit.

mod known;
mod over_years;
mod spoken;

use crate::fault::Fault;
use crate::percent::{self, Change, Percent};
use crate::record::{Decimal, Field, Fields, RecordKind, Value};
use crate::schema::{self, FieldRule, Holds};
use crate::text;

pub use known::{Better, KNOWN, Known};
pub use over_years::{Point, TREND_YEARS, begun, differs_from, to_begin, trend};
pub use spoken::{growth_words, plan_words, said, sentence, share_words, why};

/// The year.
pub const YEAR: Field = Field::of(10);
/// Which indicator: the key of a [`Known`] one, or [`OWN`].
pub const KEY: Field = Field::of(11);
/// Under which heading an own indicator stands: the code of a [`Group`].
pub const GROUP: Field = Field::of(12);
/// What is measured.
pub const NAME: Field = Field::of(13);
/// The unit in which it is measured.
pub const MEASURE: Field = Field::of(14);
/// The figure that was planned.
pub const PLAN: Field = Field::of(15);
/// The figure that was reached.
pub const ACTUAL: Field = Field::of(16);
/// The figure of the year before.
pub const LAST_YEAR: Field = Field::of(17);
/// Of what the figure is a part: all households, of which so many are poor.
pub const TOTAL: Field = Field::of(18);
/// How the figure is told: the code of a [`Qualifier`], nothing where it is exact.
pub const ACTUAL_SAID: Field = Field::of(19);
/// How the percent of plan is told.
pub const PLAN_SAID: Field = Field::of(20);
/// How the share is told.
pub const SHARE_SAID: Field = Field::of(21);
/// By whose report or which document.
pub const SOURCE: Field = Field::of(22);
/// What else is to be known of the figures.
pub const NOTE: Field = Field::of(23);
/// Its place under its heading, lowest first.
pub const ORDER: Field = Field::of(24);

/// The key of an indicator that no list has.
pub const OWN: &str = "own";

/// The fields of an indicator.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(YEAR, Holds::Int(2000, 2100)),
    FieldRule::required(KEY, Holds::Line(64)),
    FieldRule::optional(GROUP, Holds::Int(1, 6)),
    FieldRule::required(NAME, Holds::Line(300)),
    FieldRule::required(MEASURE, Holds::Line(50)),
    FieldRule::optional(PLAN, Holds::Amount),
    FieldRule::optional(ACTUAL, Holds::Amount),
    FieldRule::optional(LAST_YEAR, Holds::Amount),
    FieldRule::optional(TOTAL, Holds::Amount),
    FieldRule::optional(ACTUAL_SAID, Holds::Int(1, 5)),
    FieldRule::optional(PLAN_SAID, Holds::Int(1, 5)),
    FieldRule::optional(SHARE_SAID, Holds::Int(1, 5)),
    FieldRule::optional(SOURCE, Holds::Line(300)),
    FieldRule::optional(NOTE, Holds::Prose(1_000)),
    FieldRule::optional(ORDER, Holds::Int(0, 100_000)),
];

/// Under which heading indicators stand in a report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Group {
    /// Production (kinh tế).
    Economy,
    /// Revenue and expenditure (ngân sách).
    Budget,
    /// New rural areas (nông thôn mới).
    NewRural,
    /// Poor and near-poor households (hộ nghèo, cận nghèo).
    Poverty,
    /// Digital transformation (chuyển đổi số).
    Digital,
    /// Everything else.
    Other,
}

impl Group {
    /// Every group, in the order of their codes and of a report.
    pub const ALL: [Self; 6] =
        [Self::Economy, Self::Budget, Self::NewRural, Self::Poverty, Self::Digital, Self::Other];

    /// The number that stands for it in records: its place in the list, from 1. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        self as i64 + 1
    }

    /// The group of a code, `None` where a later version made it.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }
}

/// How a figure is told that is not meant to the last digit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Qualifier {
    /// Trên: it is more than the figure that is told.
    Over,
    /// Hơn: the same, in another word.
    MoreThan,
    /// Gần: it is somewhat less.
    Nearly,
    /// Khoảng: it is about that.
    About,
    /// Dưới: it is less.
    Below,
}

impl Qualifier {
    /// Every qualifier, in the order of their codes.
    pub const ALL: [Self; 5] = [Self::Over, Self::MoreThan, Self::Nearly, Self::About, Self::Below];

    /// The number that stands for it in records: its place in the list, from 1. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        self as i64 + 1
    }

    /// The qualifier of a code, `None` where a later version made it.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|qualifier| qualifier.code() == code)
    }

    /// The whole percent of which a share is truly told in this way: over 187, of 187,28. `None` where there is no such,
    /// because the share is a whole percent itself, or would be told as nothing; it is told exactly then.
    #[must_use]
    pub fn of_share(self, share: Percent) -> Option<Percent> {
        let told = match self {
            Self::Over | Self::MoreThan => share.floor(),
            Self::Nearly | Self::Below => share.ceiling(),
            Self::About => share.nearest(),
        };
        (!share.is_even() && told.hundredths() > 0).then_some(told)
    }
}

/// Why something cannot be worked out from the figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Untold {
    /// No figure was reached yet.
    NoActual,
    /// Nothing was planned.
    NoPlan,
    /// The plan is 0, of which there is no percent.
    PlanIsZero,
    /// The figure of the year before is not known.
    NoLastYear,
    /// The year before there was nothing, against which no growth is measured.
    LastYearIsZero,
    /// It is not known of what the figure is a part.
    NoTotal,
    /// It is a part of nothing.
    TotalIsZero,
    /// The part is more than the whole: one of the two is wrong.
    MoreThanTotal,
    /// The figures differ beyond all measure.
    TooLarge,
}

/// An indicator as it is read from a record. Reading never fails: what is missing or unknown is absent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Indicator<'f> {
    /// The year.
    pub year: Option<i64>,
    /// Its key; [`OWN`] or one that only a later version knows where the list does not have it.
    pub key: &'f str,
    /// What is measured.
    pub name: &'f str,
    /// The unit of measure.
    pub measure: &'f str,
    /// The figure that was planned.
    pub plan: Option<Decimal>,
    /// The figure that was reached.
    pub actual: Option<Decimal>,
    /// The figure of the year before.
    pub last_year: Option<Decimal>,
    /// Of what the figure is a part.
    pub total: Option<Decimal>,
    /// How the figure is told.
    pub actual_said: Option<Qualifier>,
    /// How the percent of plan is told.
    pub plan_said: Option<Qualifier>,
    /// How the share is told.
    pub share_said: Option<Qualifier>,
    /// By whose report or which document.
    pub source: &'f str,
    /// What else is to be known.
    pub note: &'f str,
    group: Option<Group>,
    order: Option<i64>,
}

impl<'f> Indicator<'f> {
    /// Reads an indicator.
    #[must_use]
    pub fn read(fields: &'f Fields) -> Self {
        let text = |field| fields.get(&field).and_then(Value::as_text).unwrap_or_default();
        let int = |field| fields.get(&field).and_then(Value::as_int);
        let amount = |field| fields.get(&field).and_then(Value::as_amount);
        let qualifier = |field| int(field).and_then(Qualifier::from_code);
        Self {
            year: int(YEAR),
            key: text(KEY),
            name: text(NAME),
            measure: text(MEASURE),
            plan: amount(PLAN),
            actual: amount(ACTUAL),
            last_year: amount(LAST_YEAR),
            total: amount(TOTAL),
            actual_said: qualifier(ACTUAL_SAID),
            plan_said: qualifier(PLAN_SAID),
            share_said: qualifier(SHARE_SAID),
            source: text(SOURCE),
            note: text(NOTE),
            group: int(GROUP).and_then(Group::from_code),
            order: int(ORDER),
        }
    }

    /// What the list says of it, where the list has it.
    #[must_use]
    pub fn known(&self) -> Option<&'static Known> {
        Known::of(self.key)
    }

    /// The heading under which it stands: that of the list where the list has it.
    #[must_use]
    pub fn group(&self) -> Group {
        self.known().map(|known| known.group).or(self.group).unwrap_or(Group::Other)
    }

    /// Where it stands among others: heading, order, and then as the list goes; own ones after those of the list.
    #[must_use]
    pub fn place(&self) -> (Group, i64, usize) {
        let listed = KNOWN.iter().position(|known| known.key == self.key).unwrap_or(KNOWN.len());
        (self.group(), self.order.unwrap_or(i64::MAX), listed)
    }

    /// Whether two speak of the same thing, perhaps in different years.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        if self.known().is_some() || other.known().is_some() {
            return self.key == other.key;
        }
        let name = text::fold(self.name);
        !name.is_empty() && name == text::fold(other.name)
    }

    /// By how much it has changed since the year before.
    ///
    /// # Errors
    /// Why that cannot be told.
    pub fn growth(&self) -> Result<Change, Untold> {
        let actual = self.actual.ok_or(Untold::NoActual)?;
        let before = self.last_year.ok_or(Untold::NoLastYear)?;
        let before = not_zero(before, Untold::LastYearIsZero)?;
        Change::between(before, actual).ok_or(Untold::TooLarge)
    }

    /// How much of the plan was reached.
    ///
    /// # Errors
    /// Why that cannot be told.
    pub fn of_plan(&self) -> Result<Percent, Untold> {
        let actual = self.actual.ok_or(Untold::NoActual)?;
        let plan = not_zero(self.plan.ok_or(Untold::NoPlan)?, Untold::PlanIsZero)?;
        Percent::of(actual, plan).ok_or(Untold::TooLarge)
    }

    /// What part of the whole it is.
    ///
    /// # Errors
    /// Why that cannot be told.
    pub fn share(&self) -> Result<Percent, Untold> {
        let actual = self.actual.ok_or(Untold::NoActual)?;
        let total = not_zero(self.total.ok_or(Untold::NoTotal)?, Untold::TotalIsZero)?;
        if percent::compare(actual, total).is_gt() {
            return Err(Untold::MoreThanTotal);
        }
        Percent::of(actual, total).ok_or(Untold::TooLarge)
    }

    /// Whether the plan was reached, as far as that can be told: by as much or more, or by as little or less where less is
    /// better.
    #[must_use]
    pub fn is_reached(&self) -> Option<bool> {
        let by = percent::compare(self.actual?, self.plan?);
        Some(match self.known().map_or(Better::More, |known| known.better) {
            Better::Less => by.is_le(),
            Better::More | Better::Neither => by.is_ge(),
        })
    }
}

fn not_zero(figure: Decimal, why: Untold) -> Result<Decimal, Untold> {
    if figure.mantissa() == 0 { Err(why) } else { Ok(figure) }
}

/// Everything that is wrong with an indicator, each to be said beside its field. Empty where it may be saved.
///
/// A plan or a year before of 0 is right: there was nothing. It is told in words that nothing can be worked out of it.
#[must_use]
pub fn check(fields: &Fields) -> Vec<Fault> {
    let mut faults = schema::check_record(RecordKind::Indicator, fields);
    if Indicator::read(fields).share() == Err(Untold::MoreThanTotal) {
        faults.push(Fault::MoreThanWhole(TOTAL));
    }
    faults
}

/// What is wrong with an indicator that was not wrong before: what the endpoint refuses. What two officers' edits have come
/// to together does not stand in the way of a third.
#[must_use]
pub fn refusal(before: Option<&Fields>, after: &Fields) -> Option<Fault> {
    let known = before.map(check).unwrap_or_default();
    check(after).into_iter().find(|fault| !known.contains(fault))
}

#[cfg(test)]
mod tests;
