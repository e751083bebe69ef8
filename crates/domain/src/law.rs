//! What the law asks: criteria of titles, quotas, votes, who decides, and the money that comes with an award.
//!
//! A rule is data ([`rule::Rule`]: what it says, where that stands, how sure it is, how grave) and a small function
//! over facts. Facts that nobody has asked for are not judged, facts that are still to come make a rule undecided; both
//! are told apart by [`fact::Fact`]. Nothing here refuses anything: who calls decides what a finding means.

pub mod authority;
pub mod bonus;
pub mod collective;
pub mod criteria;
pub mod deadline;
pub mod dossier;
pub mod fact;
pub mod finding;
pub mod history;
pub mod individual;
pub mod nomination;
pub mod precedence;
pub mod publication;
pub mod quota;
pub mod revocation;
pub mod rule;
pub mod setting;
pub mod transition;
pub mod unit_code;
pub mod vote;
