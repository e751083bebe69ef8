//! Steps as an officer takes them.

use thidua_domain::law::vote::Vote;
use thidua_domain::record::{Field, Fields, RecordId, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::{council, decision, dossier, step};
use thidua_sync::client::NewStep;

fn taken(kind: u16, leads_to: u16, day: &str, says: &[(Field, Value)]) -> NewStep {
    let day: CivilDate = day.parse().unwrap();
    NewStep { kind, leads_to, day, says: Fields::from_iter(says.iter().cloned()) }
}

pub fn of_dossier(step: dossier::Step, day: &str, says: &[(Field, Value)]) -> NewStep {
    taken(step.code(), step.leads_to().code(), day, says)
}

pub fn of_decision(step: decision::Step, day: &str, says: &[(Field, Value)]) -> NewStep {
    taken(step.code(), step.leads_to().code(), day, says)
}

pub fn of_session(step: council::Step, day: &str, says: &[(Field, Value)]) -> NewStep {
    taken(step.code(), step.leads_to().code(), day, says)
}

/// The record that the step rests on.
pub fn link(record: RecordId) -> (Field, Value) {
    (step::LINK, reference(record))
}

/// Why.
pub fn because(reason: &str) -> (Field, Value) {
    (step::REASON, reason.into())
}

/// A record as a value of a field.
pub fn reference(record: RecordId) -> Value {
    record.to_string().as_str().into()
}

/// The figures of a vote, as a step says them.
pub fn figures(vote: Vote) -> Vec<(Field, Value)> {
    let counts = [
        (step::MEMBERS, vote.members),
        (step::PRESENT, vote.present),
        (step::WRITTEN, vote.written),
        (step::YES, vote.yes),
        (step::NO, vote.no.unwrap_or(0)),
        (step::BLANK, vote.blank.unwrap_or(0)),
        (step::SECRET, if vote.secret { 1 } else { 2 }),
    ];
    counts.map(|(field, count)| (field, i64::from(count).into())).to_vec()
}
