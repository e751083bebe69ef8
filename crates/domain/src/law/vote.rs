//! The council's vote.

use super::finding::Findings;
use super::rule::RuleId::{R36, R37};
use super::rule::Severity;
use super::setting::{Setting, Settings};
use crate::award::Award;
use crate::rule_set::CivilDate;

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
    /// Whether the share is taken of those who came or wrote, instead of all members.
    pub of_voters: bool,
}

impl Threshold {
    /// What an award needs where a committee has set its own share: what the law sets, it cannot change.
    #[must_use]
    pub fn set(award: &Award, settings: &Settings, day: CivilDate) -> Self {
        let law = Self::of(award);
        if law.secret {
            return law;
        }
        let percent =
            u32::try_from(settings.on(Setting::VotePercent, day)).ok().filter(|percent| *percent > 0);
        Self { percent, of_voters: settings.on(Setting::VoteBase, day) == 2, ..law }
    }

    /// What an award needs: 90 % of all members by secret ballot from Chiến sĩ thi đua tỉnh upward (91/2017/NĐ-CP
    /// art. 45(8)), otherwise more than half of all members, which a committee may set differently.
    #[must_use]
    pub fn of(award: &Award) -> Self {
        let is_high =
            matches!(award.id, "chien_si_thi_dua_tinh" | "chien_si_thi_dua_toan_quoc" | "anh_hung_lao_dong");
        let percent = is_high.then_some(90);
        Self { percent, secret: is_high, of_voters: false }
    }

    /// Whether the law itself sets the share, so that no committee can set another.
    #[must_use]
    pub const fn is_by_law(self) -> bool {
        self.secret
    }

    /// Whether the votes suffice.
    #[must_use]
    pub fn is_reached(self, vote: Vote) -> bool {
        let members = if self.of_voters { vote.present.saturating_add(vote.written) } else { vote.members };
        let (yes, members) = (u64::from(vote.yes), u64::from(members));
        let enough =
            self.percent.map_or(2 * yes > members, |percent| 100 * yes >= u64::from(percent) * members);
        members > 0 && enough && (vote.secret || !self.secret)
    }
}

/// How many members must vote for the council to decide anything (R36).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quorum {
    /// Nothing is asked for.
    None,
    /// More than half of all members.
    Half,
    /// Two thirds of all members.
    TwoThirds,
}

impl Quorum {
    /// What the committee asks for on a day.
    #[must_use]
    pub fn set(settings: &Settings, day: CivilDate) -> Self {
        match settings.on(Setting::Quorum, day) {
            1 => Self::None,
            2 => Self::Half,
            _ => Self::TwoThirds,
        }
    }

    /// Whether as many have voted, in the hall or in writing.
    #[must_use]
    pub fn is_there(self, voters: u32, members: u32) -> bool {
        let (voters, members) = (u64::from(voters), u64::from(members));
        match self {
            Self::None => true,
            Self::Half => 2 * voters > members,
            Self::TwoThirds => 3 * voters >= 2 * members,
        }
    }
}

/// What the rules say of a vote on an award.
#[must_use]
pub fn judge(award: &Award, vote: Vote) -> Findings {
    judge_by(Threshold::of(award), vote)
}

/// The same against a share that the committee has set.
#[must_use]
pub fn judge_by(threshold: Threshold, vote: Vote) -> Findings {
    let mut found = Findings::default();
    found.take(R37, adds_up(vote).into());
    let severity = if threshold.secret { Severity::Block } else { Severity::Warn };
    found.take_as(R36, threshold.is_reached(vote).into(), severity);
    found
}

/// Nobody votes twice, and every ballot is accounted for.
#[must_use]
pub fn adds_up(vote: Vote) -> bool {
    let ballots = u64::from(vote.present) + u64::from(vote.written);
    let others = u64::from(vote.no.unwrap_or(0)) + u64::from(vote.blank.unwrap_or(0));
    let counted = u64::from(vote.yes) + others;
    let all_told = vote.no.is_some() && vote.blank.is_some();
    ballots <= u64::from(vote.members) && counted <= ballots && (!all_told || counted == ballots)
}
