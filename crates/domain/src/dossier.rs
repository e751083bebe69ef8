//! The way of a dossier (hồ sơ), from a draft in a unit to an award that was presented: its states, the steps between
//! them, who takes which, and what each asks for.

mod check;
mod kept;
pub mod next;
mod state;
#[cfg(test)]
pub(crate) mod tests;

use crate::access::{Account, Role};
use crate::award::{AwardKind, Level};
use crate::law;
use crate::nomination::{self, Nomination};
use crate::obstacle::Obstacle;
use crate::record::{Field, Fields, Value};
use crate::rule_set::{CivilDate, RuleSet};
use crate::schema::{FieldRule, Holds};
use crate::step;

pub(crate) use check::check;
pub(crate) use kept::{LONGEST_LIST, cell, kept_text};
pub use kept::{files_kept, known_text_at, text_at, text_to_keep};
pub use state::{Doer, State, Step};

/// The number of the decision that gave the award, as it is cited.
pub const DECISION_NUMBER: Field = Field::of(90);
/// The day of that decision.
pub const DECIDED_ON: Field = Field::of(91);
/// Who signed it.
pub const DECIDED_BY: Field = Field::of(92);
/// The level that decided: the code of a [`Level`].
pub const DECIDED_LEVEL: Field = Field::of(93);

/// What the endpoint writes into a dossier when it is decided on.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::optional(DECISION_NUMBER, Holds::Line(100)),
    FieldRule::optional(DECIDED_ON, Holds::Day),
    FieldRule::optional(DECIDED_BY, Holds::Line(200)),
    FieldRule::optional(DECIDED_LEVEL, Holds::Int(1, 6)),
];

/// What belongs to the handling of a dossier and not to what it says: it may be written while the dossier is appraised.
const OF_HANDLING: [Field; 8] = [
    nomination::PROFILE,
    nomination::RECEIVED_ON,
    nomination::RULE_SET,
    nomination::PART,
    nomination::REASON,
    nomination::PUBLISH,
    nomination::SCORE,
    nomination::REWARDED,
];

fn is_of_handling(field: Field) -> bool {
    OF_HANDLING.iter().any(|open| open.number == field.number)
}

/// Whether only the endpoint may write the field.
#[must_use]
pub const fn is_given(field: Field) -> bool {
    field.number >= DECISION_NUMBER.number && field.number <= DECIDED_LEVEL.number
}

/// Whether the field is a part of what the dossier says: the text that steps are taken on.
#[must_use]
pub fn is_text(field: Field) -> bool {
    !field.is_reserved() && !step::is_of_steps(field) && !is_given(field) && !is_of_handling(field)
}

/// Whether an ordinary edit may write the field: everything while the dossier is with its unit; what belongs to the
/// handling until it is decided on, by those who handle it.
#[must_use]
pub fn is_open(account: &Account, fields: &Fields, field: Field) -> bool {
    if is_given(field) {
        return false;
    }
    let state = State::of(fields);
    let handles = account.role != Role::CommuneOfficer;
    state.is_with_the_unit() || (is_of_handling(field) && handles && state.is_being_handled())
}

/// The day on which the dossier was last submitted.
#[must_use]
pub fn submitted_on(fields: &Fields) -> Option<CivilDate> {
    let entries = step::entries(fields);
    let submitted = entries.iter().rev().find(|entry| entry.kind == Step::Submit.code());
    submitted.and_then(|entry| entry.day)
}

/// Whether a decision may give the award now: after the council's vote, or after the appraisal where the award is a
/// form of commendation, on which a chair may decide without a vote.
#[must_use]
pub fn can_be_decided(fields: &Fields) -> bool {
    match State::of(fields) {
        State::Approved => true,
        State::Appraised => Nomination::read(fields).award.is_some_and(|award| award.kind == AwardKind::Form),
        _ => false,
    }
}

/// Whether a level decides on the award (R03).
///
/// # Errors
/// Where it does not, or where it cannot be told what the award is.
pub fn check_decider(fields: &Fields, level: Level) -> Result<(), Obstacle> {
    let nomination = Nomination::read(fields);
    let award = nomination.award.ok_or(Obstacle::Incomplete)?;
    let rule_set = rule_set(fields).ok_or(Obstacle::Incomplete)?;
    match law::authority::action(rule_set, award, level) {
        law::authority::Action::Decide => Ok(()),
        law::authority::Action::SendUp | law::authority::Action::NoSuchLevel => Err(Obstacle::OtherLevel),
    }
}

/// The rule set that the dossier stands under: the one it keeps, or that of its first day.
#[must_use]
pub fn rule_set(fields: &Fields) -> Option<RuleSet> {
    let kept = Nomination::read(fields).rule_set;
    let day = || {
        let received = fields.get(&nomination::RECEIVED_ON).and_then(Value::as_text);
        received.and_then(|day| day.parse().ok()).or_else(|| submitted_on(fields)).map(RuleSet::in_force_on)
    };
    kept.or_else(day)
}
