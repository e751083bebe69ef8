//! One target of a pledge: what is to be reached, how it is measured, and what was promised.

use litemap::LiteMap;

use super::results::Period;
use super::{
    TARGET_AIM, TARGET_GRADES, TARGET_KIND, TARGET_LAST, TARGET_MEASURE, TARGET_NAME, TARGET_ORDER,
    TARGET_PLAN, amount,
};
use crate::record::{Decimal, Field, Fields, Value};

/// How a target is measured.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum TargetKind {
    /// In figures of a unit of measure.
    #[default]
    Number,
    /// It is done or not.
    YesNo,
    /// By a grade.
    Grade,
}

impl TargetKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Number, Self::YesNo, Self::Grade];

    /// The number that stands for it in records. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Number => 1,
            Self::YesNo => 2,
            Self::Grade => 3,
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Whether more is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Aim {
    /// At least so much.
    #[default]
    AtLeast,
    /// At most so much, as of poor households.
    AtMost,
}

impl Aim {
    /// The number that stands for it in records. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::AtLeast => 1,
            Self::AtMost => 2,
        }
    }

    /// The aim of a code.
    #[must_use]
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            1 => Some(Self::AtLeast),
            2 => Some(Self::AtMost),
            _ => None,
        }
    }
}

/// One target of a pledge. It exists while any of its fields holds something.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Target<'f> {
    /// The number that its fields carry.
    pub item: u32,
    /// What is to be reached.
    pub name: &'f str,
    /// How it is measured.
    pub kind: TargetKind,
    /// Whether more is better.
    pub aim: Aim,
    /// The unit of measure.
    pub measure: &'f str,
    /// The grades from the best to the last, with `;` between them; see [`Target::grades`].
    pub grade_line: &'f str,
    /// What was promised: the figure, or the place of the grade from 1.
    pub plan: Option<Decimal>,
    /// What the year before brought.
    pub last: Option<Decimal>,
    /// What the year brought: the figure, 1 yes and 2 no, or the place of the grade.
    pub result: Option<Decimal>,
    /// What the periods brought, by [`Period::index`]; the year's is that of [`Target::result`].
    pub results: [Option<Decimal>; Period::ALL.len()],
    /// Its place in the list.
    pub order: i64,
}

/// The fields of a target that say what it is. A target of which only a result is left is shown as well, so that nothing is
/// hidden.
const OF_TARGET: [Field; 8] = [
    TARGET_NAME,
    TARGET_MEASURE,
    TARGET_PLAN,
    TARGET_ORDER,
    TARGET_KIND,
    TARGET_AIM,
    TARGET_GRADES,
    TARGET_LAST,
];

/// Whether a field makes a target of its item.
fn is_of_target(field: Field) -> bool {
    OF_TARGET.iter().any(|own| own.number == field.number) || Period::of_result(field).is_some()
}

impl<'f> Target<'f> {
    /// The grades from the best to the last.
    pub fn grades(&self) -> impl Iterator<Item = &'f str> {
        self.grade_line.split(';').map(str::trim).filter(|grade| !grade.is_empty())
    }

    /// The grade of a place, from 1.
    #[must_use]
    pub fn grade(&self, place: Decimal) -> Option<&'f str> {
        let at = usize::try_from(amount::whole(place)?.checked_sub(1)?).ok()?;
        self.grades().nth(at)
    }

    /// What the period brought.
    #[must_use]
    pub fn result_of(&self, period: Period) -> Option<Decimal> {
        self.results.get(period.index()).copied().flatten()
    }

    fn take(&mut self, field: Field, value: &'f Value) {
        self.item = field.item;
        let text = value.as_text().unwrap_or_default();
        match Field::of(field.number) {
            TARGET_NAME => self.name = text,
            TARGET_MEASURE => self.measure = text,
            TARGET_GRADES => self.grade_line = text,
            TARGET_PLAN => self.plan = amount::of(value),
            TARGET_LAST => self.last = amount::of(value),
            TARGET_ORDER => self.order = value.as_int().unwrap_or_default(),
            TARGET_KIND => {
                self.kind = value.as_int().and_then(TargetKind::from_code).unwrap_or_default();
            }
            TARGET_AIM => self.aim = value.as_int().and_then(Aim::from_code).unwrap_or_default(),
            bare => {
                let Some(period) = Period::of_result(bare) else { return };
                if let Some(result) = self.results.get_mut(period.index()) {
                    *result = amount::of(value);
                }
                if period == Period::Year {
                    self.result = amount::of(value);
                }
            }
        }
    }
}

pub(super) fn read(fields: &Fields) -> Vec<Target<'_>> {
    let mut found: LiteMap<u32, Target<'_>> = LiteMap::new();
    for (field, value) in fields {
        if field.item != 0 && *value != Value::Null && is_of_target(*field) {
            found.entry(field.item).or_default().take(*field, value);
        }
    }
    // Two targets may have been given one place on two devices: the item tells them apart, on all devices alike.
    let mut placed: LiteMap<(i64, u32), Target<'_>> = LiteMap::new();
    for (item, target) in found {
        placed.insert((target.order, item), target);
    }
    placed.into_iter().map(|(_, target)| target).collect()
}
