//! Revoking an award (huỷ, thu hồi): a decision of its own, and money and items given back (Law 2022, chapter VII).

use super::fact::{Fact, Truth};
use super::finding::Findings;
use super::rule::RuleId::R47;

/// What is known of a revocation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Revocation {
    /// Whether the decision that revokes has its number.
    pub has_decision: Fact<bool>,
    /// Whether money and items were given back.
    pub is_recovered: Fact<bool>,
}

/// Whether an award is revoked as the law asks.
#[must_use]
pub fn judge(revocation: &Revocation) -> Findings {
    let mut found = Findings::default();
    let decided = revocation.has_decision.test("has_decision", |has| *has);
    let recovered = revocation.is_recovered.test("is_recovered", |is| *is);
    found.take(R47, Truth::all([decided, recovered]));
    found
}
