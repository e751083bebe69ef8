//! The rules: what each says, where it stands, how sure that is, how grave it is when it is not met.

use crate::rule_set::RuleSet;

mod catalogue;

pub use catalogue::RULES;

/// How grave it is when a rule is not met; in rising order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Told, and no more.
    Inform,
    /// Asks for a reason.
    Warn,
    /// The law forbids it outright.
    Block,
}

/// How sure it is that the rule stands so in its source.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Confidence {
    /// Read in the source or in a text that quotes it.
    Confirmed,
    /// Expected from what is known; the text was not read.
    Expected,
    /// Set by provinces and agencies, each for itself.
    Local,
    /// Of a draft.
    Draft,
}

/// A rule by its number. Numbers are kept for ever. R42 to R46 speak of pledges and R48 of documents: those that are
/// absent here have no function yet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u16)]
pub enum RuleId {
    /// The rule set follows from the day of receipt or decision, not from the year of the achievement.
    R01 = 1,
    /// The award suits the kind of subject.
    R02 = 2,
    /// The level may decide; otherwise the proposal goes up.
    R03 = 3,
    /// Since 2025-07-01 no district decides.
    R04 = 4,
    /// Rated as having completed the tasks well, or better.
    R05 = 5,
    /// Registered for the movement at the start of the year.
    R06 = 6,
    /// Worked ten months or more, absent for less than forty working days; maternity leave counts as work.
    R07 = 7,
    /// Advanced worker with a recognised initiative, topic or bravery.
    R08 = 8,
    /// Advanced worker, and rated excellent or with a recognised initiative.
    R09 = 9,
    /// Rated excellent and with a recognised initiative (draft).
    R10 = 10,
    /// Grassroots emulation soldiers within their share of the advanced workers.
    R11 = 11,
    /// How the share is rounded, and of whom it is taken, is the committee's own setting.
    R12 = 12,
    /// The initiative has its certificate: number, date, recogniser, scope.
    R13 = 13,
    /// Grassroots emulation soldier three years running.
    R14 = 14,
    /// An initiative with effect in the province.
    R15 = 15,
    /// Provincial emulation soldier twice running, with an initiative of nationwide effect.
    R16 = 16,
    /// Tasks completed; more than half of the members advanced workers; nobody disciplined with a warning or more.
    R17 = 17,
    /// Tasks completed; at least half of the members advanced workers.
    R18 = 18,
    /// All members completed their tasks; at least 70 % advanced workers; a grassroots emulation soldier among them.
    R19 = 19,
    /// Nobody disciplined with a warning or more.
    R20 = 20,
    /// Members who worked a part of the year are counted as the committee does.
    R21 = 21,
    /// First of its bloc or cluster.
    R22 = 22,
    /// Flags of the Government within their share of the collectives that meet the provincial flag.
    R23 = 23,
    /// The commune leads where it is compared.
    R24 = 24,
    /// No member of the family did what excludes it.
    R25 = 25,
    /// The village is on the commune's list, above the local floor of points.
    R26 = 26,
    /// The household contributed as much as the province asks for.
    R27 = 27,
    /// No discipline, inspection, investigation or complaint pending.
    R28 = 28,
    /// After a discipline, achievements are counted from its end.
    R29 = 29,
    /// One achievement, one award.
    R30 = 30,
    /// Merit is not proposed on results of a campaign or a sudden deed.
    R31 = 31,
    /// Among equals the woman, or the collective with at least 70 % women, comes first.
    R32 = 32,
    /// A unit that was dissolved is not commended.
    R33 = 33,
    /// The dossier has all parts that its award asks for.
    R34 = 34,
    /// Decided within the working days that the procedure gives.
    R35 = 35,
    /// The council's vote reaches the threshold.
    R36 = 36,
    /// The ballots add up with those who came and those who wrote.
    R37 = 37,
    /// The base salary is that of the day of the decision.
    R38 = 38,
    /// The multiple follows from award, subject and rule set.
    R39 = 39,
    /// Rounded to ten thousand đồng, up or to the nearest.
    R40 = 40,
    /// For one achievement at one time only the highest bonus; for different periods each.
    R41 = 41,
    /// A revoked award has its decision and is recovered; it counts for nothing any more.
    R47 = 47,
    /// Sensitive data are asked for only where decided; publication is a consent of its own.
    R49 = 49,
    /// A unit is found by its code and a day, because codes were given anew.
    R50 = 50,
}

/// A rule.
#[derive(PartialEq, Eq, Debug)]
pub struct Rule {
    /// Its number.
    pub id: RuleId,
    /// How grave it is when it is not met.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What it says, in Vietnamese.
    pub vi: &'static str,
    /// What it says, in English.
    pub en: &'static str,
    /// Where it stands, as it is cited in Vietnamese.
    pub source: &'static str,
    /// The first and the last rule set under which it may be cited so.
    pub cited: (RuleSet, RuleSet),
    /// Where it stands under the other rule sets, where that is known to be elsewhere than in the law itself.
    pub elsewhere: Option<&'static str>,
}

impl Rule {
    /// Where it stands under a rule set, as it is cited in Vietnamese. An article's number belongs to its own law: where
    /// the number under a rule set was not read, the rule set itself is named.
    #[must_use]
    pub fn source_in(&self, rule_set: RuleSet) -> &'static str {
        let (first, last) = self.cited;
        if (first..=last).contains(&rule_set) { self.source } else { self.elsewhere.unwrap_or(rule_set.vi()) }
    }
}

impl RuleId {
    /// The rule.
    #[must_use]
    pub const fn rule(self) -> &'static Rule {
        catalogue::of(self)
    }

    /// Its number: 5 for R05. Reasons and refusals are stored and sent by it.
    #[must_use]
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// The rule of a number, or `None` where a later version made it.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        RULES.iter().map(|rule| rule.id).find(|id| id.number() == number)
    }
}

impl std::fmt::Display for RuleId {
    /// As it is cited: R05.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_never_cited_under_another_law() {
        for rule in RULES {
            for rule_set in RuleSet::ALL {
                let told = rule.source_in(rule_set);
                let own: &[&str] = match rule_set {
                    RuleSet::R2013 => &["khen thưởng 2013", "91/2017"],
                    RuleSet::R2022_98 => &["06/2022", "98/2023", "86/2023"],
                    RuleSet::R2022_152 => &["06/2022", "152/2025", "86/2023"],
                    RuleSet::R2026 => &["06/2022", "06/2026", "152/2025", "86/2023"],
                };
                let cites = ["điều ", "chương "].iter().any(|word| told.contains(word));
                assert!(
                    !cites || own.iter().any(|law| told.contains(law)),
                    "{} under {rule_set:?}: {told}",
                    rule.id
                );
            }
        }
    }

    #[test]
    fn numbers_lead_to_their_own_rule() {
        for (place, rule) in RULES.iter().enumerate() {
            assert_eq!(rule.id.rule(), *rule);
            assert_eq!(rule.id.to_string(), format!("R{:02}", rule.id.number()));
            assert_eq!(RuleId::from_number(rule.id.number()), Some(rule.id));
            assert!(place == 0 || RULES[place - 1].id < rule.id);
        }
        assert_eq!([0, 42, 48, 51].map(RuleId::from_number), [None; 4]);
    }

    #[test]
    fn what_a_rule_says_is_composed_and_says_it_in_both_languages() {
        for rule in RULES {
            assert!(
                [rule.vi, rule.en, rule.source]
                    .iter()
                    .all(|text| crate::text::is_composed(text) && !text.is_empty())
            );
        }
    }
}
