//! The points of one member beside each other: what was computed, what it gave itself, what the others gave it, what was verified,
//! what the council said; where they differ, and what counts.

use super::contest::{Contest, Scored};
use super::{Computed, Role, Total, computed, entered, is_stale, reason};
use crate::bloc::{Criterion, Points, table_digest};
use crate::record::{PartitionId, RecordId};
use crate::rule_set::CivilDate;

/// What the points of a member rest on, the best that there is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Basis {
    /// The council's score.
    Council,
    /// The verification by the standing office.
    Verified,
    /// The mean of what the other members gave.
    Crossed,
    /// What it gave itself.
    Own,
}

impl Basis {
    /// Whether a ranking may be made known that rests on it.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Council | Self::Verified)
    }
}

/// One score as a column of the sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its record.
    pub record: RecordId,
    /// As what it was given.
    pub role: Role,
    /// By which unit; `None` for the committee's.
    pub by: Option<PartitionId>,
    /// The day on which it was done; `None` while it is not, and does not count.
    pub done: Option<CivilDate>,
    /// What it adds up to.
    pub total: Total,
    /// Whether a result was changed after the scorer saw it.
    pub stale: bool,
    /// Whether the table was changed after the scorer saw it.
    pub other_table: bool,
}

/// The points that one score gives for a criterion.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Given<'r> {
    /// The points that count: those that were entered, at most the maximum, otherwise those that were computed.
    pub points: Option<Points>,
    /// The points that were entered.
    pub entered: Option<Points>,
    /// Why; empty where nothing was said.
    pub reason: &'r str,
    /// Whether more was entered than the maximum.
    pub over: bool,
}

/// One criterion of the sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line<'r> {
    /// The criterion.
    pub criterion: Criterion<'r>,
    /// What its formula says.
    pub computed: Computed,
    /// What each score gives, in the order of [`Sheet::columns`].
    pub given: Vec<Given<'r>>,
    /// What the other members gave who are done, in the mean, halves rounded up.
    pub cross_mean: Option<Points>,
    /// What counts.
    pub counts: Option<Points>,
    /// The lowest and the highest of what was given and computed, where they are not the same.
    pub differ: Option<(Points, Points)>,
}

/// All points of one member.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet<'r> {
    /// The member.
    pub unit: PartitionId,
    /// The scores: its own, those of the others by their numbers, the verification, the council's.
    pub columns: Vec<Column>,
    /// The criteria, in the order of the table.
    pub lines: Vec<Line<'r>>,
    /// What counts, and on what it rests; `None` while no score is done.
    pub result: Option<(Basis, Total)>,
    /// Whether a result was changed after the verification, which is needed again.
    pub verify_again: bool,
}

impl<'r> Contest<'r> {
    /// The sheet of a member.
    #[must_use]
    pub fn sheet(&self, unit: PartitionId) -> Sheet<'r> {
        let pledge = self.pledge(unit).map(|(_, fields)| fields);
        let scored: Vec<Scored<'r>> = self.scores_of(unit).collect();
        let table = &self.bloc.table;
        let digest = table_digest(self.fields);
        let computed_of = |criterion: &Criterion<'r>| computed(criterion, pledge, self.fields, self.today);
        let points_of = |scored: &Scored<'r>, criterion: &Criterion<'r>| {
            let own = entered(scored.fields, criterion.item).or_else(|| computed_of(criterion).points());
            own.map(|points| points.min(criterion.max))
        };
        let column = |one: &Scored<'r>, role: Role| Column {
            record: one.id,
            role,
            by: one.score.by,
            done: one.score.done,
            total: Total::of(table, |criterion| points_of(one, criterion)),
            stale: is_stale(one.fields, pledge),
            other_table: !one.score.table_seen.is_empty() && one.score.table_seen != digest,
        };
        let columns: Vec<Column> =
            scored.iter().filter_map(|one| Some(column(one, one.score.role?))).collect();
        let basis = basis(&columns);
        let done = |role: Role| {
            scored.iter().filter(move |one| one.score.role == Some(role) && one.score.done.is_some())
        };
        let mean_of =
            |criterion: &Criterion<'r>| mean(done(Role::Cross).filter_map(|one| points_of(one, criterion)));
        let of_role = |role: Role, criterion: &Criterion<'r>| {
            done(role).next().and_then(|one| points_of(one, criterion))
        };
        let counts = |criterion: &Criterion<'r>| match basis? {
            // Where the council said nothing of a criterion, what was verified stands.
            Basis::Council => {
                let own = done(Role::Council).next().and_then(|one| entered(one.fields, criterion.item));
                let own = own.map(|points| points.min(criterion.max));
                own.or_else(|| of_role(Role::Verification, criterion))
                    .or_else(|| of_role(Role::Council, criterion))
            }
            Basis::Verified => of_role(Role::Verification, criterion),
            Basis::Crossed => mean_of(criterion),
            Basis::Own => of_role(Role::Own, criterion),
        };
        let line = |criterion: &Criterion<'r>| {
            let given: Vec<Given<'r>> = scored
                .iter()
                .map(|one| {
                    let entered = entered(one.fields, criterion.item);
                    Given {
                        points: points_of(one, criterion),
                        entered,
                        reason: reason(one.fields, criterion.item),
                        over: entered.is_some_and(|points| points > criterion.max),
                    }
                })
                .collect();
            let computed = computed_of(criterion);
            let all = || given.iter().filter_map(|given| given.points).chain(computed.points());
            let differ = all().min().zip(all().max()).filter(|(least, most)| least != most);
            Line {
                criterion: *criterion,
                computed,
                given,
                cross_mean: mean_of(criterion),
                counts: counts(criterion),
                differ,
            }
        };
        let lines: Vec<Line<'r>> = table.criteria().map(line).collect();
        let result = basis.map(|basis| (basis, Total::of(table, counts)));
        let verify_again = columns
            .iter()
            .any(|column| column.role == Role::Verification && column.done.is_some() && column.stale);
        Sheet { unit, columns, lines, result, verify_again }
    }
}

/// The best of what is done.
fn basis(columns: &[Column]) -> Option<Basis> {
    let best = [
        (Role::Council, Basis::Council),
        (Role::Verification, Basis::Verified),
        (Role::Cross, Basis::Crossed),
        (Role::Own, Basis::Own),
    ];
    let is_done = |role: Role| columns.iter().any(|column| column.role == role && column.done.is_some());
    best.into_iter().find(|(role, _)| is_done(*role)).map(|(_, basis)| basis)
}

/// The mean, halves rounded up; `None` of nothing.
fn mean(points: impl Iterator<Item = Points>) -> Option<Points> {
    let (mut sum, mut count) = (0i64, 0i64);
    for Points(one) in points {
        sum = sum.saturating_add(one);
        count += 1;
    }
    (count > 0).then(|| Points((2 * sum + count).div_euclid(2 * count)))
}
