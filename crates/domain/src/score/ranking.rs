//! Who stands where in a bloc: by points, then by the tie-breaks that the bloc declared, then by the lot that was drawn, and where
//! there is none by the numbers of the units, so that the order is the same on every device. Who was told apart by a lot or a number
//! only is shown as tied.

use std::cmp::Reverse;

use super::contest::Contest;
use super::sheet::{Basis, Sheet};
use super::total::Total;
use crate::bloc::{Points, TieBreak, TieRule};
use crate::pledge::{self, Period, Pledge};
use crate::record::PartitionId;
use crate::rule_set::CivilDate;

/// What told a member apart from the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decider {
    /// Its points.
    Points,
    /// A tie-break, by its item.
    TieBreak(u32),
    /// The lot.
    Lot,
    /// Nothing that was declared: the numbers of the units.
    Number,
}

/// The place of one member.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The member.
    pub unit: PartitionId,
    /// Its place, from 1. No two have the same.
    pub place: u32,
    /// Its points.
    pub total: Total,
    /// On what they rest.
    pub basis: Basis,
    /// What told it apart from the one before it; `None` for the first.
    pub decided_by: Option<Decider>,
    /// Whether nothing that was declared told it apart from a neighbour, but a lot or a number.
    pub tied: bool,
    /// Whether a result was changed after it was verified.
    pub verify_again: bool,
}

/// Why a member has no place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unranked {
    /// It left the bloc on this day, before the end of the year.
    Left(CivilDate),
    /// It comes to the bloc after the end of the year.
    NotYet,
    /// No score of it is done.
    NotScored,
}

/// The ranking of a bloc's year.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ranking {
    /// Who has a place, the first first.
    pub standings: Vec<Standing>,
    /// Who has none, and why.
    pub unranked: Vec<(PartitionId, Unranked)>,
}

impl Ranking {
    /// Whether it may still change: somebody's points are not verified, or have to be verified again, or somebody is not scored.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        let is_open = |standing: &Standing| !standing.basis.is_final() || standing.verify_again;
        self.standings.iter().any(is_open) || self.unranked.iter().any(|(_, why)| *why == Unranked::NotScored)
    }

    /// The place of a unit.
    #[must_use]
    pub fn of(&self, unit: PartitionId) -> Option<&Standing> {
        self.standings.iter().find(|standing| standing.unit == unit)
    }
}

/// What members are compared by: the best is the lowest.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    total: Reverse<Points>,
    ties: Vec<Reverse<i64>>,
    lot: i64,
    unit: PartitionId,
}

impl Contest<'_> {
    /// Who stands where.
    #[must_use]
    pub fn ranking(&self) -> Ranking {
        let mut ranking = Ranking::default();
        let mut keyed: Vec<(Key, Sheet<'_>)> = Vec::new();
        for member in &self.bloc.members {
            let is_ranked = self.bloc.ranked().any(|ranked| ranked.unit == member.unit);
            let sheet = self.sheet(member.unit);
            let why = match (is_ranked, member.until, &sheet.result) {
                (false, Some(until), _) => Some(Unranked::Left(until)),
                (false, None, _) => Some(Unranked::NotYet),
                (true, _, None) => Some(Unranked::NotScored),
                (true, _, Some((_, total))) => {
                    let ties =
                        self.bloc.table.ties.iter().map(|tie| Reverse(self.weight(&sheet, total, *tie)));
                    let key = Key {
                        total: Reverse(total.sum),
                        ties: ties.collect(),
                        lot: member.lot.unwrap_or(i64::MAX),
                        unit: member.unit,
                    };
                    keyed.push((key, sheet));
                    None
                }
            };
            ranking.unranked.extend(why.map(|why| (member.unit, why)));
        }
        keyed.sort_by(|(one, _), (other, _)| one.cmp(other));
        let decided: Vec<Decider> = keyed
            .windows(2)
            .filter_map(|pair| Some(self.decider(&pair.first()?.0, &pair.last()?.0)))
            .collect();
        let is_told_apart = |at: Option<usize>| {
            let decider = at.and_then(|at| decided.get(at));
            !matches!(decider, Some(Decider::Lot | Decider::Number))
        };
        for (at, (key, sheet)) in keyed.iter().enumerate() {
            let Some((basis, total)) = sheet.result.clone() else { continue };
            ranking.standings.push(Standing {
                unit: key.unit,
                place: u32::try_from(at + 1).unwrap_or(u32::MAX),
                total,
                basis,
                decided_by: at.checked_sub(1).and_then(|before| decided.get(before)).copied(),
                tied: !(is_told_apart(at.checked_sub(1)) && is_told_apart(Some(at))),
                verify_again: sheet.verify_again,
            });
        }
        ranking
    }

    /// What told the second of two neighbours apart from the first.
    fn decider(&self, first: &Key, second: &Key) -> Decider {
        if first.total != second.total {
            return Decider::Points;
        }
        let mut ties = self.bloc.table.ties.iter().zip(first.ties.iter().zip(&second.ties));
        if let Some((tie, _)) = ties.find(|(_, (one, other))| one != other) {
            return Decider::TieBreak(tie.item);
        }
        if first.lot == second.lot { Decider::Number } else { Decider::Lot }
    }

    /// What a tie-break looks at: the most is the best.
    fn weight(&self, sheet: &Sheet<'_>, total: &Total, tie: TieBreak) -> i64 {
        match tie.rule {
            TieRule::Section => tie.of.and_then(|item| total.section(item)).unwrap_or_default().0,
            TieRule::Criterion => {
                let mut lines = sheet.lines.iter();
                let line = lines.find(|line| Some(line.criterion.item) == tie.of);
                line.and_then(|line| line.counts).unwrap_or_default().0
            }
            TieRule::FewerPenalties => -total.penalty.0,
            TieRule::MoreBonus => total.bonus.0,
            TieRule::MoreReached => self.reached(sheet.unit).0.try_into().unwrap_or(i64::MAX),
        }
    }

    /// How many targets of a unit's pledge were reached in the year, of how many.
    #[must_use]
    pub fn reached(&self, unit: PartitionId) -> (usize, usize) {
        let Some((_, fields)) = self.pledge(unit) else { return (0, 0) };
        let pledge = Pledge::read(fields);
        let is_reached = |target: &&pledge::Target<'_>| {
            pledge::fulfilment(target, Period::Year).is_reached() == Some(true)
        };
        (pledge.targets.iter().filter(is_reached).count(), pledge.targets.len())
    }
}
