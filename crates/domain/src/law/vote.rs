//! The council's vote.

use super::finding::Findings;
use super::rule::RuleId::{R36, R37};
use super::rule::Severity;
use crate::award::Award;

/// The figures of a vote, as the minutes hold them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Vote {
    /// All members of the council.
    pub members: u32,
    /// Those who came.
    pub present: u32,
    /// Those who were absent and voted in writing.
    pub written: u32,
    /// Votes for.
    pub yes: u32,
    /// Votes against, where they were counted.
    pub no: Option<u32>,
    /// Blank or spoilt ballots, where they were counted.
    pub blank: Option<u32>,
    /// Whether it was by secret ballot.
    pub secret: bool,
}

/// The share of yes that an award needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Threshold {
    /// At least so many percent of all members; `None` asks for more than half.
    pub percent: Option<u32>,
    /// Whether the ballot must be secret.
    pub secret: bool,
}

impl Threshold {
    /// What an award needs: 90 % of all members by secret ballot from Chiến sĩ thi đua tỉnh upward (91/2017/NĐ-CP
    /// art. 45(8)), otherwise more than half of all members, which a committee may set differently.
    #[must_use]
    pub fn of(award: &Award) -> Self {
        let is_high =
            matches!(award.id, "chien_si_thi_dua_tinh" | "chien_si_thi_dua_toan_quoc" | "anh_hung_lao_dong");
        if is_high { Self { percent: Some(90), secret: true } } else { Self { percent: None, secret: false } }
    }

    /// Whether the votes suffice.
    #[must_use]
    pub fn is_reached(self, vote: Vote) -> bool {
        let (yes, members) = (u64::from(vote.yes), u64::from(vote.members));
        let enough =
            self.percent.map_or(2 * yes > members, |percent| 100 * yes >= u64::from(percent) * members);
        members > 0 && enough && (vote.secret || !self.secret)
    }
}

/// What the rules say of a vote on an award.
#[must_use]
pub fn judge(award: &Award, vote: Vote) -> Findings {
    let mut found = Findings::default();
    found.take(R37, adds_up(vote).into());
    let threshold = Threshold::of(award);
    let severity = if threshold.secret { Severity::Block } else { Severity::Warn };
    found.take_as(R36, threshold.is_reached(vote).into(), severity);
    found
}

/// Nobody votes twice, and every ballot is accounted for.
fn adds_up(vote: Vote) -> bool {
    let ballots = u64::from(vote.present) + u64::from(vote.written);
    let others = u64::from(vote.no.unwrap_or(0)) + u64::from(vote.blank.unwrap_or(0));
    let counted = u64::from(vote.yes) + others;
    let all_told = vote.no.is_some() && vote.blank.is_some();
    ballots <= u64::from(vote.members) && counted <= ballots && (!all_told || counted == ballots)
}
