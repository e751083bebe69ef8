//! How far a target was reached, and how it grew. Whether it was reached is decided by the figures themselves and never by a
//! percentage that was rounded.

use std::cmp::Ordering;

use super::amount;
use super::results::Period;
use super::target::{Aim, Target, TargetKind};
use crate::decimal;
use crate::record::Decimal;

/// A share of the plan, exact: so many parts of a whole. The whole is above zero, the part is not below.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Share {
    part: i128,
    whole: i128,
}

impl Share {
    /// All of it.
    pub const FULL: Self = Self { part: 1, whole: 1 };
    /// Nothing of it.
    pub const NONE: Self = Self { part: 0, whole: 1 };

    /// So much of a whole; `None` where the whole is not above zero, of which there is no share, or the part is below.
    #[must_use]
    pub fn of(part: Decimal, whole: Decimal) -> Option<Self> {
        let share = Self { part: decimal::scaled(part), whole: decimal::scaled(whole) };
        (share.whole > 0 && share.part >= 0).then_some(share)
    }

    fn of_places(part: i64, whole: i64) -> Self {
        if whole <= 0 { Self::NONE } else { Self { part: part.max(0).into(), whole: whole.into() } }
    }

    /// In tenths of a percent, halves rounded up: 1,000 is the plan itself.
    #[must_use]
    pub fn per_mille(self) -> i64 {
        self.times(1_000)
    }

    /// So many times the share, halves rounded up.
    #[must_use]
    pub fn times(self, factor: i64) -> i64 {
        // At most 25 digits, and 19 of the factor: the product of both is cut at what an i128 holds.
        let doubled = self.part.saturating_mul(i128::from(factor)).saturating_mul(2);
        let rounded = doubled.saturating_add(self.whole).div_euclid(self.whole.saturating_mul(2));
        i64::try_from(rounded).unwrap_or(i64::MAX)
    }

    /// The whole percents that are missing to all of it.
    #[must_use]
    pub fn percents_short(self) -> i64 {
        Self::percents(self.whole - self.part, self.whole)
    }

    /// The whole percents above all of it.
    #[must_use]
    pub fn percents_over(self) -> i64 {
        Self::percents(self.part - self.whole, self.whole)
    }

    fn percents(part: i128, whole: i128) -> i64 {
        let percents = part.max(0).saturating_mul(100) / whole.max(1);
        i64::try_from(percents).unwrap_or(i64::MAX)
    }

    /// The share itself, at most all of it.
    #[must_use]
    pub fn capped(self) -> Self {
        if self.part > self.whole { Self::FULL } else { self }
    }
}

/// How far a target was reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fulfilment {
    /// There is no result yet.
    NoResult,
    /// There is a result, and nothing was promised that it could be measured by.
    NoPlan,
    /// A share of the plan.
    Share {
        /// The share.
        share: Share,
        /// Whether the plan was reached.
        reached: bool,
    },
    /// What is told in words: yes or no, a grade, or a plan of zero, of which there is no share.
    Words {
        /// Whether the plan was reached.
        reached: bool,
    },
}

impl Fulfilment {
    /// Whether the plan was reached; `None` where that cannot be said yet.
    #[must_use]
    pub const fn is_reached(self) -> Option<bool> {
        match self {
            Self::NoResult | Self::NoPlan => None,
            Self::Share { reached, .. } | Self::Words { reached } => Some(reached),
        }
    }
}

/// How far a target was reached in a period, measured by the plan of the year.
///
/// Where at most so much was promised, the share is the plan by the result: half of what was allowed is 200 %.
#[must_use]
pub fn fulfilment(target: &Target<'_>, period: Period) -> Fulfilment {
    let Some(result) = target.result_of(period) else { return Fulfilment::NoResult };
    match target.kind {
        TargetKind::YesNo => Fulfilment::Words { reached: amount::whole(result) == Some(1) },
        TargetKind::Grade => match target.plan {
            // The best grade has the lowest place.
            Some(plan) => Fulfilment::Words { reached: amount::compare(result, plan) != Ordering::Greater },
            None => Fulfilment::NoPlan,
        },
        TargetKind::Number => {
            let Some(plan) = target.plan else { return Fulfilment::NoPlan };
            let order = amount::compare(result, plan);
            let (part, whole, reached) = match target.aim {
                Aim::AtLeast => (result, plan, order != Ordering::Less),
                Aim::AtMost => (plan, result, order != Ordering::Greater),
            };
            // A plan of zero has no share, whichever way it is meant.
            let is_zero = amount::compare(plan, Decimal::ZERO) == Ordering::Equal;
            match Share::of(part, whole).filter(|_| !is_zero) {
                Some(share) => Fulfilment::Share { share, reached },
                None => Fulfilment::Words { reached },
            }
        }
    }
}

/// The share of the plan that points are computed from; `None` where there is no result or no plan. What is told in words counts
/// all or nothing, a grade below the plan by its place from the last one.
#[must_use]
pub(crate) fn share_for_points(target: &Target<'_>, period: Period) -> Option<Share> {
    match fulfilment(target, period) {
        Fulfilment::NoResult | Fulfilment::NoPlan => None,
        Fulfilment::Share { share, .. } => Some(share),
        Fulfilment::Words { reached: true } => Some(Share::FULL),
        Fulfilment::Words { reached: false } if target.kind == TargetKind::Grade => {
            let grades = i64::try_from(target.grades().count()).ok()?;
            let from_last = |place: Decimal| amount::whole(place).map(|place| grades - place + 1);
            let (result, plan) = (target.result_of(period)?, target.plan?);
            Some(Share::of_places(from_last(result)?, from_last(plan)?))
        }
        Fulfilment::Words { reached: false } => Some(Share::NONE),
    }
}

/// How much more the year brought than the year before, in tenths of a percent, halves rounded up; less is below zero. `None` where
/// one of them is missing or the year before brought nothing, or the target is no figure.
#[must_use]
pub fn growth(target: &Target<'_>) -> Option<i64> {
    let (result, last) = target.result.zip(target.last).filter(|_| target.kind == TargetKind::Number)?;
    decimal::per_mille(result, last)?.checked_sub(1_000)
}
