//! Who goes forward for which flag or certificate, by the places of the ranking, and the nomination that is made from it.

use super::contest::Contest;
use super::total::Total;
use crate::award::{Award, SubjectKind};
use crate::bloc::Points;
use crate::nomination;
use crate::record::{Fields, PartitionId, RecordId};

/// One member that goes forward for an award.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal<'r> {
    /// The member.
    pub unit: PartitionId,
    /// The year.
    pub year: i64,
    /// The record of the bloc's year.
    pub bloc: RecordId,
    /// The identifier of the award, also of one that this version does not know.
    pub award: &'r str,
    /// Its place, from 1.
    pub place: u32,
    /// How many have a place.
    pub of: u32,
    /// Its points.
    pub total: Total,
    /// The most points of the table without bonus.
    pub max: Points,
    /// How many targets of its pledge were reached, of how many.
    pub reached: (usize, usize),
    /// Whether its pledge is signed.
    pub signed: bool,
    /// Whether a lot or a number alone told it apart from a neighbour.
    pub tied: bool,
    /// Whether the ranking may still change.
    pub provisional: bool,
    /// Whether it is the only one, so that it was compared with nobody (91/2017/NĐ-CP art. 12).
    pub alone: bool,
}

impl Proposal<'_> {
    /// The award, where this version knows it.
    #[must_use]
    pub fn known_award(&self) -> Option<&'static Award> {
        Award::by_id(self.award)
    }

    /// The fields of the nomination: of the collective by this name, with what it achieved in words. It belongs into the unit's
    /// partition.
    #[must_use]
    pub fn nomination(&self, name: &str, achievements: &str) -> Fields {
        let first = if self.place == 1 && !self.alone { 1 } else { 2 };
        Fields::from_iter([
            (nomination::SUBJECT, i64::from(SubjectKind::Collective.code()).into()),
            (nomination::AWARD, self.award.into()),
            (nomination::YEAR, self.year.into()),
            (nomination::NAME, name.into()),
            (nomination::ACHIEVEMENTS, achievements.into()),
            (nomination::FIRST_OF_GROUP, first.into()),
            (nomination::OF_BLOC, self.bloc.to_string().as_str().into()),
        ])
    }

    /// The nomination that was made from it already, out of the live nominations of the unit.
    pub fn made<'n>(
        &self,
        nominations: impl IntoIterator<Item = (RecordId, &'n Fields)>,
    ) -> Option<RecordId> {
        let link = self.bloc.to_string();
        let mut own = nominations.into_iter().filter(|(_, fields)| {
            let text = |field| fields.get(&field).and_then(crate::record::Value::as_text);
            text(nomination::OF_BLOC) == Some(link.as_str()) && text(nomination::AWARD) == Some(self.award)
        });
        own.next().map(|(id, _)| id)
    }
}

impl<'r> Contest<'r> {
    /// Who goes forward for what, in the order of the places.
    #[must_use]
    pub fn proposals(&self) -> Vec<Proposal<'r>> {
        let ranking = self.ranking();
        let of = u32::try_from(ranking.standings.len()).unwrap_or(u32::MAX);
        let provisional = ranking.is_provisional();
        let proposal = |forward: &crate::bloc::Forward<'r>| {
            let standing = ranking.standings.iter().find(|standing| standing.place == forward.place)?;
            let pledge = self.pledge(standing.unit);
            Some(Proposal {
                unit: standing.unit,
                year: self.bloc.year?,
                bloc: self.id,
                award: forward.award,
                place: standing.place,
                of,
                total: standing.total.clone(),
                max: self.bloc.table.max(),
                reached: self.reached(standing.unit),
                signed: pledge.is_some_and(|(_, fields)| crate::pledge::in_force(fields).is_some()),
                tied: standing.tied,
                provisional,
                alone: self.bloc.ranked().count() < 2,
            })
        };
        self.bloc.forward.iter().filter_map(proposal).collect()
    }
}
