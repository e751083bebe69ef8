//! A bloc's year with everything that was written in it: the pledges and the scores of its members, each as it counts.

use super::{Role, Score, unit};
use crate::bloc::Bloc;
use crate::order;
use crate::pledge;
use crate::record::{Fields, PartitionId, RecordId, RecordKind};
use crate::rule_set::CivilDate;

/// A bloc's year as it stands on a day. Reads, and holds nothing of its own.
#[derive(Clone, Debug)]
pub struct Contest<'r> {
    /// The record of the bloc's year.
    pub id: RecordId,
    /// Its fields.
    pub fields: &'r Fields,
    /// The bloc.
    pub bloc: Bloc<'r>,
    /// The day: what is due by then and is not there is missing.
    pub today: CivilDate,
    /// The pledges of its year, by the lowest id first.
    pub(super) pledges: Vec<(RecordId, &'r Fields)>,
    /// The scores by its table, by the lowest id first.
    pub(super) scores: Vec<(RecordId, &'r Fields)>,
}

/// A score that counts.
#[derive(Clone, Copy, Debug)]
pub struct Scored<'r> {
    /// Its record.
    pub id: RecordId,
    /// Its fields.
    pub fields: &'r Fields,
    /// What it says of itself.
    pub score: Score<'r>,
}

impl<'r> Contest<'r> {
    /// Takes what belongs to the bloc's year out of the live records of its partition.
    #[must_use]
    pub fn of(
        id: RecordId,
        fields: &'r Fields,
        records: impl IntoIterator<Item = (RecordId, RecordKind, &'r Fields)>,
        today: CivilDate,
    ) -> Self {
        let bloc = Bloc::read(fields);
        let (mut pledges, mut scores) = (Vec::new(), Vec::new());
        for (record, kind, of) in records {
            match kind {
                RecordKind::Pledge if pledge::year(of) == bloc.year => pledges.push((record, of)),
                RecordKind::Score if Score::read(of).bloc == Some(id) => scores.push((record, of)),
                _ => {}
            }
        }
        let by_id = |list: Vec<(RecordId, &'r Fields)>| order::by_key(list, |(record, _)| *record);
        Self { id, fields, bloc, today, pledges: by_id(pledges), scores: by_id(scores) }
    }

    /// The pledge of a unit that counts.
    #[must_use]
    pub fn pledge(&self, of: PartitionId) -> Option<(RecordId, &'r Fields)> {
        pledge::current(self.pledges.iter().copied(), of, self.bloc.year?)
    }

    /// The score that counts of those that one gave another in a role, whether it is done or not.
    #[must_use]
    pub fn score(&self, of: PartitionId, role: Role, by: Option<PartitionId>) -> Option<Scored<'r>> {
        self.scores_of(of).find(|scored| scored.score.role == Some(role) && scored.score.by == by)
    }

    /// All scores of a unit that count: by role, then by who gave them.
    pub(super) fn scores_of(&self, of: PartitionId) -> impl Iterator<Item = Scored<'r>> {
        let own = self.scores.iter().filter(move |(_, fields)| unit(fields) == Some(of));
        let scored = own
            .map(|(id, fields)| Scored { id: *id, fields, score: Score::read(fields) })
            .filter(|scored| scored.score.role.is_some());
        // This keeps the order of their ids, so that of several the first is the one with the lowest.
        let mut scored: Vec<Scored<'r>> =
            order::by_key(scored, |scored| (scored.score.role, scored.score.by));
        scored.dedup_by_key(|scored| (scored.score.role, scored.score.by));
        scored.into_iter()
    }

    /// The pledges and scores that count for nothing, because another of the same unit, by the same scorer in the same role, counts:
    /// to be shown as duplicates beside it.
    #[must_use]
    pub fn duplicates(&self) -> Vec<RecordId> {
        let is_other = |(id, fields): &&(RecordId, &Fields)| {
            pledge::unit(fields).and_then(|unit| self.pledge(unit)).is_some_and(|(counts, _)| counts != *id)
        };
        let pledges = self.pledges.iter().filter(is_other).map(|(id, _)| *id);
        let counts = |id: RecordId, fields: &Fields| {
            let score = Score::read(fields);
            let of = score.unit.zip(score.role);
            of.and_then(|(of, role)| self.score(of, role, score.by)).is_none_or(|scored| scored.id == id)
        };
        let scores = self.scores.iter().filter(|(id, fields)| !counts(*id, fields)).map(|(id, _)| *id);
        pledges.chain(scores).collect()
    }
}
