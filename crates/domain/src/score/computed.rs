//! Points that follow from results, computed the same on every device.

use crate::bloc::{Criterion, Formula, Points};
use crate::pledge::{self, Period, Pledge, Report, Share};
use crate::record::Fields;
use crate::rule_set::CivilDate;

/// What a criterion's formula says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Computed {
    /// It is judged by hand.
    ByHand,
    /// The pledge has no such target, or there is no result or no plan yet.
    NoResult,
    /// So many points.
    Points(Points),
}

impl Computed {
    /// The points, where there are some.
    #[must_use]
    pub const fn points(self) -> Option<Points> {
        match self {
            Self::Points(points) => Some(points),
            Self::ByHand | Self::NoResult => None,
        }
    }
}

/// The points of a criterion from the results of a unit's year. `pledge` are the fields of the unit's pledge, `None` where it made
/// none; `bloc` those of the bloc's year.
#[must_use]
pub fn computed(
    criterion: &Criterion<'_>,
    pledge: Option<&Fields>,
    bloc: &Fields,
    today: CivilDate,
) -> Computed {
    let max = criterion.max;
    let points = |points: Points| Computed::Points(points.clamp(Points::ZERO, max));
    let steps = |steps: i64| Points(criterion.rate.0.saturating_mul(steps));
    match criterion.formula {
        Formula::ByHand => Computed::ByHand,
        Formula::Unsigned => {
            let signed = pledge.is_some_and(|pledge| pledge::in_force(pledge).is_some());
            points(if signed { Points::ZERO } else { max })
        }
        Formula::PerLateReport => {
            let reports: Vec<Report> =
                pledge.map(|pledge| pledge::reports(pledge, bloc, today)).unwrap_or_default();
            let late = pledge::late_reports(&reports);
            points(steps(i64::try_from(late).unwrap_or(i64::MAX)))
        }
        _ => match share(criterion, pledge) {
            None => Computed::NoResult,
            Some((share, reached)) => points(match criterion.formula {
                Formula::Proportional => Points(share.capped().times(max.0)),
                Formula::AllOrNothing => {
                    if reached {
                        max
                    } else {
                        Points::ZERO
                    }
                }
                Formula::LessPerPercent => max - steps(share.percents_short()),
                Formula::PerPercentOver => steps(share.percents_over()),
                Formula::PerPercentShort => steps(share.percents_short()),
                Formula::ByHand | Formula::Unsigned | Formula::PerLateReport => Points::ZERO,
            }),
        },
    }
}

/// The share of the plan that the criterion's target reached in the year, and whether the plan was reached.
fn share(criterion: &Criterion<'_>, pledge: Option<&Fields>) -> Option<(Share, bool)> {
    let read = Pledge::read(pledge?);
    let target = read.target(criterion.target?)?;
    let reached = pledge::fulfilment(target, Period::Year).is_reached()?;
    Some((pledge::share_for_points(target, Period::Year)?, reached))
}
