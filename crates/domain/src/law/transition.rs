//! From one rule set to the next: the day of receipt decides, not the year of the achievement; a dossier that was
//! received before a change keeps the old rules, unless the new ones are kinder to it.

use super::fact::Fact;
use super::finding::{Findings, Verdict};
use super::rule::RuleId::R01;
use super::rule::Severity;
use super::setting::Settings;
use crate::rule_set::{CivilDate, RuleSet};

/// Whether a record stands under the rule set of its day, or under a later one because that is kinder.
#[must_use]
pub fn judge(kept: RuleSet, day: &Fact<CivilDate>) -> Findings {
    judge_by(&Settings::default(), kept, day)
}

/// The same where a committee may still follow the text before the draft of 2026.
#[must_use]
pub fn judge_by(settings: &Settings, kept: RuleSet, day: &Fact<CivilDate>) -> Findings {
    let mut found = Findings::default();
    found.take(R01, day.test("received_at", |day| kept >= settings.rule_set_on(*day)));
    found
}

/// Whether the findings under the new rules are kinder than those under the old: less that forbids, then less that warns,
/// then less that is missing. Equal findings leave the old rules in place.
#[must_use]
pub fn is_more_favourable(old: &Findings, new: &Findings) -> bool {
    weight(new) < weight(old)
}

fn weight(found: &Findings) -> (usize, usize, usize) {
    let count = |severity| found.failed().filter(|finding| finding.severity == severity).count();
    let open = found.all().iter().filter(|finding| matches!(finding.verdict, Verdict::CannotTell(_)));
    (count(Severity::Block), count(Severity::Warn), open.count())
}
