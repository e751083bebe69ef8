//! The figures of a movement's units, added up target by target: half way, and at the end.

use super::{Movement, Part, Report, Target};
use crate::decimal;
use crate::record::{Decimal, PartitionId};
use crate::rule_set::CivilDate;

/// When figures are told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Review {
    /// Half way (sơ kết).
    Interim,
    /// At the end (tổng kết).
    Final,
}

impl Review {
    /// What a unit told then.
    const fn of<'p, 'f>(self, part: &'p Part<'f>) -> &'p Report<'f> {
        match self {
            Self::Interim => &part.interim,
            Self::Final => &part.last,
        }
    }
}

/// What the units have reached of one target together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Total<'f> {
    /// The target.
    pub target: Target<'f>,
    /// The sum of the figures that were told; `None` where none was, or where it has more digits than are kept.
    pub sum: Option<Decimal>,
    /// How many units have told a figure.
    pub told: usize,
}

/// What the units have reached together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Totals<'f> {
    /// By target, in their order.
    pub totals: Vec<Total<'f>>,
    /// How many units take part.
    pub units: usize,
    /// Those that have told nothing although the last day is over.
    pub late: Vec<PartitionId>,
}

impl<'f> Movement<'f> {
    /// The figures of all who take part. `asked` are the units that are asked; of them those take part that have joined, or
    /// have told something all the same.
    #[must_use]
    pub fn totals(&self, asked: &[PartitionId], when: Review, today: CivilDate) -> Totals<'f> {
        let part_of = |unit: &PartitionId| Some((*unit, self.parts.get(unit)?));
        let takes_part =
            |part: &Part<'_>| part.joined_on.is_some() || part.interim.is_given() || part.last.is_given();
        let parts: Vec<(PartitionId, &Part<'f>)> =
            asked.iter().filter_map(part_of).filter(|(_, part)| takes_part(part)).collect();
        let total = |target: &Target<'f>| {
            let figures =
                parts.iter().filter_map(|(_, part)| when.of(part).figures.get(&target.item).copied());
            let told = figures.clone().count();
            let sum = (told > 0).then(|| decimal::sum(figures)).flatten();
            Total { target: target.clone(), sum, told }
        };
        let by = match when {
            Review::Interim => self.interim_by,
            Review::Final => self.final_by,
        };
        let is_over = by.is_some_and(|by| today > by);
        // Whoever has told what came of it in the end is not asked any more how it stood half way.
        let owes = |part: &Part<'_>| !when.of(part).is_given() && !part.last.is_given();
        let late = parts.iter().filter(|(_, part)| is_over && owes(part)).map(|(unit, _)| *unit);
        Totals { totals: self.targets.iter().map(total).collect(), units: parts.len(), late: late.collect() }
    }
}
