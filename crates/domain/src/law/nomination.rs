//! What the rules say of a nomination as it stands: its fields become facts, and what is empty is still to come.
//!
//! The titles of past years are not on a nomination, so the rules that need them (R14, R16) are not judged here.

use super::collective::{self, CollectiveFacts};
use super::fact::Fact;
use super::finding::{Findings, Overall};
use super::history::History;
use super::individual::{self, Discipline, Initiative, PersonFacts, Rating};
use super::rule::{RuleId, Severity};
use super::setting::Settings;
use crate::award::{Award, SubjectKind};
use crate::nomination::{
    ADVANCED, COMPLETED, MEMBERS, MONTHS_WORKED, Nomination, OF_THE_BASE, PROCEDURE, RATING, RECOGNITION,
    REGISTERED,
};
use crate::record::{Field, Fields, Value};
use crate::rule_set::CivilDate;
use crate::rule_set::{AwardYear, RuleSet};

/// What the rules need beside the nomination.
#[derive(Clone, Debug)]
pub struct Context<'c> {
    /// What the committee has set.
    pub settings: &'c Settings,
    /// The titles of past years, from the register.
    pub history: Fact<History>,
    /// The first year from which those are complete.
    pub known_since: Option<AwardYear>,
    /// The day whose settings hold.
    pub day: Option<CivilDate>,
}

/// The fields that matter for an award, in the order to ask for them.
#[must_use]
pub fn asked(award: &Award, subject: SubjectKind, _rule_set: RuleSet) -> Vec<Field> {
    let _ = award;
    match subject {
        SubjectKind::Individual => {
            vec![RATING, RECOGNITION, MONTHS_WORKED, crate::nomination::ABSENCE, REGISTERED, PROCEDURE]
        }
        _ => vec![RATING, MEMBERS, ADVANCED, COMPLETED, OF_THE_BASE, PROCEDURE],
    }
}

/// The first rule that forbids.
#[must_use]
pub fn forbids(before: Option<&Fields>, after: &Fields) -> Option<RuleId> {
    let settings = Settings::default();
    let context = Context { settings: &settings, history: Fact::NotAsked, known_since: None, day: None };
    let blocked = |fields: &Fields| {
        judge(fields, &context)?.failed().find(|f| f.severity == Severity::Block).map(|f| f.rule)
    };
    let now = blocked(after)?;
    (before.and_then(blocked) != Some(now)).then_some(now)
}

/// Whether the new rules are kinder.
#[must_use]
pub fn is_more_favourable(old: &Findings, new: &Findings) -> bool {
    old.failed().count() > new.failed().count()
}

/// What the rules say; `None` before award, subject, year and rule set are known.
#[must_use]
pub fn judge(fields: &Fields, context: &Context<'_>) -> Option<Findings> {
    let read = Nomination::read(fields);
    let (award, subject, rule_set) = (read.award?, read.subject?, read.rule_set?);
    let year = AwardYear::try_from(read.year?).ok()?;
    if subject == SubjectKind::Individual {
        return Some(individual::judge(
            rule_set,
            award,
            year,
            &PersonFacts { history: context.history.clone(), ..person(rule_set, award, year, fields) },
        ));
    }
    let count = |field| fact(fields, field, |count| u32::try_from(count).ok());
    let facts = CollectiveFacts {
        members: count(MEMBERS),
        ldtt: count(ADVANCED),
        completed: count(COMPLETED),
        cstdcs: count(OF_THE_BASE),
        tasks_completed: fact(fields, RATING, |code| rating(code).map(|rating| rating >= Rating::Good)),
        is_under_procedure: fact(fields, PROCEDURE, |code| Some(code == PENDING)),
        ..CollectiveFacts::default()
    };
    Some(collective::judge(rule_set, award, subject, &facts))
}

/// The field that holds a fact, by the fact's key.
#[must_use]
pub fn field_of(key: &str) -> Option<Field> {
    Some(match key {
        "rating" | "tasks_completed" => RATING,
        "initiative" => RECOGNITION,
        "months_worked" => MONTHS_WORKED,
        "joined_movement" => REGISTERED,
        "discipline" | "is_under_procedure" => PROCEDURE,
        "members" => MEMBERS,
        "ldtt" => ADVANCED,
        "completed" => COMPLETED,
        "cstdcs" => OF_THE_BASE,
        _ => return None,
    })
}

const YES: i64 = 1;
const PENDING: i64 = 2;

fn person(rule_set: RuleSet, award: &Award, year: AwardYear, fields: &Fields) -> PersonFacts {
    let mut facts = PersonFacts {
        rating: fact(fields, RATING, rating),
        initiative: fact(fields, RECOGNITION, recognition),
        months_worked: fact(fields, MONTHS_WORKED, |months| u16::try_from(months).ok()),
        joined_movement: fact(fields, REGISTERED, |code| Some(code == YES)),
        discipline: fact(fields, PROCEDURE, |code| {
            Some(if code == PENDING { Discipline::Pending } else { Discipline::None })
        }),
        ..PersonFacts::default()
    };
    // Chiến sĩ thi đua cơ sở stands on Lao động tiên tiến: the same person, judged for that title first.
    if let Some(advanced) = Award::by_id("lao_dong_tien_tien").filter(|advanced| advanced.id != award.id) {
        facts.meets_ldtt = match individual::judge(rule_set, advanced, year, &facts).overall() {
            Overall::Met => Fact::Is(true),
            Overall::NotMet => Fact::Is(false),
            // What is missing there is told by its own name here.
            Overall::CannotTell => Fact::NotAsked,
        };
    }
    facts
}

fn fact<T>(fields: &Fields, field: Field, read: impl Fn(i64) -> Option<T>) -> Fact<T> {
    fields.get(&field).and_then(Value::as_int).and_then(read).map_or(Fact::Missing, Fact::Is)
}

fn rating(code: i64) -> Option<Rating> {
    Some(match code {
        1 => Rating::NotCompleted,
        2 => Rating::Completed,
        3 => Rating::Good,
        4 => Rating::Excellent,
        _ => return None,
    })
}

fn recognition(code: i64) -> Option<Initiative> {
    Some(match code {
        1 => Initiative::Rejected,
        2 => Initiative::Base,
        3 => Initiative::Province,
        4 => Initiative::Nation,
        _ => return None,
    })
}
