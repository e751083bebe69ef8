//! What the fields of records are called and how their values are read, in one place for details, conflicts and
//! refusals.

use thidua_domain::award::{Award, SubjectKind};
use thidua_domain::bloc;
use thidua_domain::dossier::Step;
use thidua_domain::indicator::{self, Known};
use thidua_domain::nomination;
use thidua_domain::pledge;
use thidua_domain::profile;
use thidua_domain::record::{Field, PartitionId, RecordKind, Value};
use thidua_domain::rule_set::RuleSet;
use thidua_domain::score;
use thidua_domain::step;

use super::way;
use crate::book::Session;
use crate::forms::entry;
use crate::locale::{Locale, Words, facts};

/// What a field is called; empty for one of a later version.
#[must_use]
pub(crate) fn name(words: &Words, kind: RecordKind, field: Field) -> &'static str {
    let bare = Field::of(field.number);
    let (n, p) = (words.nomination(), words.pledge());
    match (kind, bare) {
        (_, Field::RETURNED | Field::DELETED) => words.record().returned,
        (RecordKind::Nomination | RecordKind::Profile, nomination::SUBJECT) => n.subject,
        (RecordKind::Nomination, nomination::AWARD) => n.award,
        (RecordKind::Nomination, nomination::YEAR) | (RecordKind::Pledge, pledge::YEAR) => {
            words.record().year
        }
        (RecordKind::Nomination | RecordKind::Profile, nomination::NAME) => n.name,
        (RecordKind::Nomination | RecordKind::Profile, nomination::POSITION) => n.position,
        (RecordKind::Nomination | RecordKind::Profile, nomination::WORKPLACE) => n.workplace,
        (RecordKind::Nomination, nomination::ACHIEVEMENTS) => n.achievements,
        (RecordKind::Nomination, nomination::INITIATIVE) => n.initiative,
        (RecordKind::Nomination | RecordKind::Profile, nomination::BIRTH_YEAR) => n.birth_year,
        (RecordKind::Nomination, nomination::RULE_SET) => n.rule_set,
        (RecordKind::Nomination, nomination::RATING) => words.law().rating,
        (RecordKind::Nomination, nomination::RECOGNITION) => words.law().recognition,
        (RecordKind::Nomination, nomination::MONTHS_WORKED) => words.law().months,
        (RecordKind::Nomination, nomination::REGISTERED) => words.law().registered,
        (RecordKind::Nomination, nomination::PROCEDURE) => words.law().procedure,
        (RecordKind::Nomination, nomination::MEMBERS) => words.law().members,
        (RecordKind::Nomination, nomination::ADVANCED) => words.law().advanced,
        (RecordKind::Nomination, nomination::COMPLETED) => words.law().completed,
        (RecordKind::Nomination, nomination::OF_THE_BASE) => words.law().of_the_base,
        (RecordKind::Pledge, pledge::UNIT) => words.record().unit,
        (RecordKind::Pledge, pledge::CONTENT) => p.content,
        (RecordKind::Pledge, pledge::TARGET_NAME) => p.target_name,
        (RecordKind::Pledge, pledge::TARGET_MEASURE) => p.measure,
        (RecordKind::Pledge, pledge::TARGET_PLAN) => p.plan,
        (RecordKind::Pledge, pledge::TARGET_RESULT) => p.result,
        (RecordKind::Pledge, pledge::TARGET_ORDER) => p.order,
        _ => facts::name(words.locale, kind, bare).unwrap_or(words.record().other_field),
    }
}

/// How a value is read.
#[must_use]
pub(crate) fn value(
    words: &Words,
    session: Option<&Session>,
    kind: RecordKind,
    field: Field,
    value: &Value,
) -> String {
    let known = match (kind, Field::of(field.number), value) {
        (_, _, Value::Null) => Some(words.record().nothing.to_owned()),
        (RecordKind::Nomination | RecordKind::Profile, nomination::SUBJECT, Value::Int(code)) => {
            u16::try_from(*code)
                .ok()
                .and_then(SubjectKind::from_code)
                .map(|kind| subject(words, kind).to_owned())
        }
        (RecordKind::Nomination, nomination::AWARD, Value::Text(id)) => {
            Award::by_id(id).map(|found| award(words, found).to_owned())
        }
        (RecordKind::Nomination, nomination::RULE_SET, Value::Text(id)) => {
            RuleSet::from_id(id).map(|found| rule_set(words, found).to_owned())
        }
        (RecordKind::Indicator, indicator::KEY, Value::Text(key)) => {
            Known::of(key).map(|known| words.locale.of((known.vi, known.en)).to_owned())
        }
        (RecordKind::Profile, profile::HONOUR_AWARD, Value::Text(id)) => {
            Award::by_id(id).map(|found| award(words, found).to_owned())
        }
        (RecordKind::Nomination, step::KIND, Value::Int(code)) => u16::try_from(*code)
            .ok()
            .and_then(Step::from_code)
            .map(|taken| way::words::taken(words.locale, taken).to_owned()),
        (RecordKind::Pledge | RecordKind::Score | RecordKind::Model, pledge::UNIT, Value::Int(unit))
        | (RecordKind::Score, score::BY, Value::Int(unit))
        | (RecordKind::Bloc, bloc::LEADER, Value::Int(unit)) => {
            let unit = u32::try_from(*unit).ok().map(PartitionId);
            unit.zip(session).map(|(unit, session)| session.place_name(unit).to_owned())
        }
        // Nobody reads strokes as letters.
        (RecordKind::Pledge, pledge::SIGN_STROKES, Value::Text(_)) => {
            Some(words.locale.of(("(nét vẽ)", "(drawn)")).to_owned())
        }
        (
            RecordKind::Nomination
            | RecordKind::Profile
            | RecordKind::Decision
            | RecordKind::CalendarDay
            | RecordKind::Movement
            | RecordKind::Model
            | RecordKind::Indicator
            | RecordKind::Bloc
            | RecordKind::Score
            | RecordKind::Pledge,
            field,
            Value::Int(code),
        ) => usize::try_from(code - 1)
            .ok()
            .and_then(|place| choices(words, kind, field).get(place).map(|word| (*word).to_owned())),
        _ => None,
    };
    let text = known.unwrap_or_else(|| entry::write_of(kind, field, value, words.locale.notation()));
    // Nineteen criteria have fields of the same names.
    if kind == RecordKind::RuralGrid && field.item != 0 && !text.is_empty() {
        let number = field.item.to_string();
        return [words.locale.of(("Tiêu chí ", "Criterion ")), &number, ": ", &text].concat();
    }
    text
}

/// What a field of a nomination offers to choose from, for the codes from 1; nothing where it is no choice.
#[must_use]
pub(crate) fn choices(words: &Words, kind: RecordKind, field: Field) -> Vec<&'static str> {
    let law = words.law();
    match (kind, field) {
        (RecordKind::Nomination, nomination::RATING) => law.ratings.to_vec(),
        (RecordKind::Nomination, nomination::RECOGNITION) => law.recognitions.to_vec(),
        (RecordKind::Nomination, nomination::REGISTERED) => law.registrations.to_vec(),
        (RecordKind::Nomination, nomination::PROCEDURE) => law.procedures.to_vec(),
        _ => facts::choices(words.locale, kind, field),
    }
}

/// What a kind of subject is called.
#[must_use]
pub(crate) const fn subject(words: &Words, kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Individual => words.nomination().individual,
        SubjectKind::Collective => words.nomination().collective,
        SubjectKind::Household => words.nomination().household,
    }
}

/// What an award is called.
#[must_use]
pub(crate) fn award(words: &Words, award: &'static Award) -> &'static str {
    match words.locale {
        Locale::Vi => award.vi,
        Locale::En => award.en,
    }
}

/// What a rule set is called.
#[must_use]
pub(crate) const fn rule_set(words: &Words, rule_set: RuleSet) -> &'static str {
    match words.locale {
        Locale::Vi => rule_set.vi(),
        Locale::En => rule_set.en(),
    }
}
