//! What was found, rule by rule, and what it comes to.

use super::fact::Truth;
use super::rule::{RuleId, Severity};

/// What a rule says of the facts at hand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The condition is met.
    Met,
    /// It is not.
    NotMet,
    /// It cannot be told before these facts are entered.
    CannotTell(Vec<&'static str>),
}

/// A rule with its verdict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// What it says.
    pub verdict: Verdict,
    /// How grave it is here when it is not met: the rule's own gravity, unless the award makes it graver.
    pub severity: Severity,
}

/// What all findings come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Overall {
    /// Nothing stands against it, and nothing is missing.
    Met,
    /// At least one condition is not met.
    NotMet,
    /// Nothing stands against it yet, but facts are missing.
    CannotTell,
}

/// Collects findings; what was not asked leaves none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Takes what a rule says.
    pub fn take(&mut self, rule: RuleId, truth: Truth) {
        self.take_as(rule, truth, rule.rule().severity);
    }

    /// The same, where the award makes the rule graver or milder than it is otherwise.
    pub fn take_as(&mut self, rule: RuleId, truth: Truth, severity: Severity) {
        let verdict = match truth {
            Truth::NotAsked => return,
            Truth::Yes => Verdict::Met,
            Truth::No => Verdict::NotMet,
            Truth::Unknown(missing) => Verdict::CannotTell(missing),
        };
        self.0.push(Finding { rule, verdict, severity });
    }

    /// Takes findings of another judgement in.
    pub fn adopt(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.0.extend(findings);
    }

    /// Each finding, in the order of the rules' importance to the award.
    #[must_use]
    pub fn all(&self) -> &[Finding] {
        &self.0
    }

    /// The rules that are not met.
    pub fn failed(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter().filter(|finding| finding.verdict == Verdict::NotMet)
    }

    /// The facts that are still to come, each once.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        for finding in &self.0 {
            let Verdict::CannotTell(keys) = &finding.verdict else { continue };
            for key in keys {
                if !missing.contains(key) {
                    missing.push(*key);
                }
            }
        }
        missing
    }

    /// How grave the gravest rule that is not met is.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.failed().map(|finding| finding.severity).max()
    }

    /// What it all comes to.
    #[must_use]
    pub fn overall(&self) -> Overall {
        if self.failed().next().is_some() {
            Overall::NotMet
        } else if self.missing().is_empty() {
            Overall::Met
        } else {
            Overall::CannotTell
        }
    }
}
