//! Who decides on an award.

use super::finding::Findings;
use super::rule::RuleId::{R03, R04};
use crate::award::{Award, Level};
use crate::rule_set::RuleSet;

/// What a level does with a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// It decides.
    Decide,
    /// It sends the proposal to a higher level (trình cấp trên).
    SendUp,
    /// The level does not exist under this rule set.
    NoSuchLevel,
}

/// What a level does with a proposal for an award (Law 2022 art. 77 to 80).
#[must_use]
pub fn action(rule_set: RuleSet, award: &Award, level: Level) -> Action {
    if level == Level::District && !rule_set.has_districts() {
        return Action::NoSuchLevel;
    }
    if rank(level) >= rank(lowest(rule_set, award)) { Action::Decide } else { Action::SendUp }
}

/// The lowest level that decides. Since 2024 a commune decides on Lao động tiên tiến beside the district (Law 2022
/// art. 80(3)), which is where [`Award::level_in`] still expects most of them.
fn lowest(rule_set: RuleSet, award: &Award) -> Level {
    match (award.id, rule_set) {
        ("lao_dong_tien_tien", RuleSet::R2022_98) => Level::Commune,
        _ => award.level_in(rule_set),
    }
}

/// The same as findings.
#[must_use]
pub fn judge(rule_set: RuleSet, award: &Award, level: Level) -> Findings {
    let mut found = Findings::default();
    match action(rule_set, award, level) {
        Action::Decide => found.take(R03, true.into()),
        Action::SendUp => found.take(R03, false.into()),
        Action::NoSuchLevel => found.take(R04, false.into()),
    }
    found
}

/// How high a level stands. A ministry decides on its own medals only, beside the province.
const fn rank(level: Level) -> u8 {
    match level {
        Level::Commune => 0,
        Level::District => 1,
        Level::Province | Level::Ministry => 2,
        Level::PrimeMinister => 3,
        Level::State => 4,
    }
}
