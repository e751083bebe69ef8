//! What points add up to.

use crate::bloc::{Criterion, CriterionKind, Points, Table};

/// What the points for a table's criteria add up to: `sum` is `ordinary`, more by `bonus` and less by `penalty`, and never below
/// zero.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Total {
    /// By the items of the sections, in their order: what their ordinary criteria add up to.
    pub sections: Vec<(u32, Points)>,
    /// All ordinary criteria together.
    pub ordinary: Points,
    /// The bonus that counts.
    pub bonus: Points,
    /// What goes beyond the limit of the bonus and does not count.
    pub bonus_beyond: Points,
    /// The penalty that counts.
    pub penalty: Points,
    /// What goes beyond the limit of the penalty and does not count.
    pub penalty_beyond: Points,
    /// The total.
    pub sum: Points,
    /// How many ordinary criteria nobody gave points for. They count nothing.
    pub missing: usize,
}

impl Total {
    /// Adds up. `points` are those of a criterion; what is above its maximum is cut, also where the table was changed afterwards.
    #[must_use]
    pub fn of<'f>(table: &Table<'f>, points: impl Fn(&Criterion<'f>) -> Option<Points>) -> Self {
        let counted = |criterion: &Criterion<'f>| {
            points(criterion).unwrap_or_default().clamp(Points::ZERO, criterion.max.max(Points::ZERO))
        };
        let of_kind = |kind: CriterionKind| -> Points {
            table.criteria().filter(|criterion| criterion.kind == kind).map(counted).sum()
        };
        let ordinary = |criteria: &[Criterion<'f>]| -> Points {
            let own = criteria.iter().filter(|criterion| criterion.kind == CriterionKind::Ordinary);
            own.map(counted).sum()
        };
        let sections: Vec<_> =
            table.sections.iter().map(|section| (section.item, ordinary(&section.criteria))).collect();
        let within = |points: Points, limit: Option<Points>| limit.map_or(points, |limit| points.min(limit));
        let (all_bonus, all_penalty) = (of_kind(CriterionKind::Bonus), of_kind(CriterionKind::Penalty));
        let bonus = within(all_bonus, table.bonus_limit);
        let penalty = within(all_penalty, table.penalty_limit);
        let ordinary = sections.iter().map(|(_, points)| *points).sum();
        let is_missing = |criterion: &&Criterion<'f>| {
            criterion.kind == CriterionKind::Ordinary && points(criterion).is_none()
        };
        Self {
            ordinary,
            bonus,
            bonus_beyond: all_bonus - bonus,
            penalty,
            penalty_beyond: all_penalty - penalty,
            sum: (ordinary + bonus - penalty).max(Points::ZERO),
            missing: table.criteria().filter(is_missing).count(),
            sections,
        }
    }

    /// The points of a section.
    #[must_use]
    pub fn section(&self, item: u32) -> Option<Points> {
        self.sections.iter().find(|(section, _)| *section == item).map(|(_, points)| *points)
    }
}
