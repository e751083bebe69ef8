//! What the rules say of a nomination as it stands: its fields become facts, and what is empty is still to come.
//!
//! The titles of past years are not on a nomination, so the rules that need them (R14, R16) are not judged here.

use super::collective::{self, CollectiveFacts};
use super::fact::Fact;
use super::finding::{Findings, Overall};
use super::individual::{self, Discipline, Initiative, PersonFacts, Rating};
use crate::award::{Award, SubjectKind};
use crate::nomination::{
    ADVANCED, COMPLETED, MEMBERS, MONTHS_WORKED, Nomination, OF_THE_BASE, PROCEDURE, RATING, RECOGNITION,
    REGISTERED,
};
use crate::record::{Field, Fields, Value};
use crate::rule_set::{AwardYear, RuleSet};

/// What the rules say; `None` before award, subject, year and rule set are known.
#[must_use]
pub fn judge(fields: &Fields) -> Option<Findings> {
    let read = Nomination::read(fields);
    let (award, subject, rule_set) = (read.award?, read.subject?, read.rule_set?);
    let year = AwardYear::try_from(read.year?).ok()?;
    if subject == SubjectKind::Individual {
        return Some(individual::judge(rule_set, award, year, &person(rule_set, award, year, fields)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nomination::{AWARD, RULE_SET, SUBJECT, YEAR};

    /// An award, what is filled in, and what it comes to.
    type Case<'c> = (&'c str, &'c [(Field, i64)], Overall, &'c [&'c str]);

    fn nomination(subject: i64, award: &str, more: &[(Field, i64)]) -> Fields {
        let mut fields = Fields::from_iter([
            (SUBJECT, subject.into()),
            (AWARD, award.into()),
            (YEAR, 2024.into()),
            (RULE_SET, "R2022_98".into()),
        ]);
        for (field, value) in more {
            fields.insert(*field, (*value).into());
        }
        fields
    }

    #[test]
    fn what_is_empty_is_still_to_come_and_what_decides_decides_without_it() {
        let advanced = "lao_dong_tien_tien";
        let base = "chien_si_thi_dua_co_so";
        let all = [(RATING, 3), (MONTHS_WORKED, 12), (REGISTERED, 1), (PROCEDURE, 1)];
        let cases: [Case; 6] = [
            (advanced, &all, Overall::Met, &[]),
            (
                advanced,
                &[],
                Overall::CannotTell,
                &["discipline", "rating", "joined_movement", "months_worked"],
            ),
            (advanced, &[(RATING, 2)], Overall::NotMet, &["discipline", "joined_movement", "months_worked"]),
            (base, &all, Overall::CannotTell, &["initiative"]),
            (base, &[(RATING, 4), (MONTHS_WORKED, 12), (REGISTERED, 1), (PROCEDURE, 1)], Overall::Met, &[]),
            (base, &[(RATING, 2), (RECOGNITION, 2), (PROCEDURE, 1)], Overall::NotMet, &[]),
        ];
        for (award, more, overall, missing) in cases {
            let found = judge(&nomination(1, award, more)).unwrap();
            assert_eq!(found.overall(), overall, "{award} {more:?}");
            assert_eq!(found.missing(), missing, "{award} {more:?}");
        }
    }

    #[test]
    fn a_collective_is_judged_by_its_members() {
        let all =
            [(RATING, 3), (MEMBERS, 10), (ADVANCED, 7), (COMPLETED, 10), (OF_THE_BASE, 1), (PROCEDURE, 1)];
        let found = |facts| judge(&nomination(2, "tap_the_lao_dong_xuat_sac", facts)).unwrap();
        assert_eq!(found(&all).overall(), Overall::Met);
        assert_eq!(found(&all[1..]).missing(), ["tasks_completed"]);
        assert_eq!(found(&all[..2]).missing(), ["is_under_procedure", "completed", "ldtt", "cstdcs"]);
    }

    #[test]
    fn nothing_is_said_before_the_award_is_chosen() {
        assert_eq!(judge(&nomination(1, "", &[])), None);
    }
}
