use super::super::finding::Overall;
use super::*;
use crate::nomination::{AWARD, RULE_SET, SUBJECT, YEAR};

/// An award, what is filled in, and what it comes to.
type Case<'c> = (&'c str, &'c [(Field, i64)], Overall, &'c [&'c str]);

const FIGHTER: &str = "chien_si_thi_dua_co_so";
const ADVANCED_WORKER: &str = "lao_dong_tien_tien";

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

fn judged(fields: &Fields) -> Findings {
    let settings = Settings::default();
    let context = Context { settings: &settings, history: Fact::Missing, known_since: None, day: None };
    judge(fields, &context).unwrap()
}

#[test]
fn what_is_empty_is_still_to_come_and_what_decides_decides_without_it() {
    let all = [(RATING, 3), (MONTHS_WORKED, 12), (REGISTERED, 1), (PROCEDURE, 1)];
    let cases: [Case; 8] = [
        (ADVANCED_WORKER, &all, Overall::Met, &[]),
        (
            ADVANCED_WORKER,
            &[],
            Overall::CannotTell,
            &["discipline", "rating", "joined_movement", "months_worked"],
        ),
        (
            ADVANCED_WORKER,
            &[(RATING, 2)],
            Overall::NotMet,
            &["discipline", "joined_movement", "months_worked"],
        ),
        (
            ADVANCED_WORKER,
            &[(RATING, 3), (MONTHS_WORKED, 6), (ABSENCE, 2), (REGISTERED, 1), (PROCEDURE, 1)],
            Overall::Met,
            &[],
        ),
        (FIGHTER, &all, Overall::CannotTell, &["initiative"]),
        (FIGHTER, &[(RATING, 4), (MONTHS_WORKED, 12), (REGISTERED, 1), (PROCEDURE, 1)], Overall::Met, &[]),
        (
            FIGHTER,
            &[(RATING, 2), (RECOGNITION, 2), (PROCEDURE, 1)],
            Overall::NotMet,
            &["joined_movement", "months_worked", "has_certificate"],
        ),
        (
            FIGHTER,
            &[(RATING, 4), (RECOGNITION, 2), (PROCEDURE, 1), (MONTHS_WORKED, 9), (REGISTERED, 1)],
            Overall::CannotTell,
            &["absence", "has_certificate"],
        ),
    ];
    for (award, more, overall, missing) in cases {
        let found = judged(&nomination(1, award, more));
        assert_eq!((found.overall(), found.missing()), (overall, missing.to_vec()), "{award} {more:?}");
    }
}

#[test]
fn a_collective_is_judged_by_its_members() {
    let all = [(RATING, 4), (MEMBERS, 10), (ADVANCED, 7), (COMPLETED, 10), (OF_THE_BASE, 1), (PROCEDURE, 1)];
    let found = |facts| judged(&nomination(2, "tap_the_lao_dong_xuat_sac", facts));
    assert_eq!(found(&all).overall(), Overall::Met);
    assert_eq!(found(&all[1..]).missing(), ["tasks_completed"]);
    assert_eq!(found(&all[..2]).missing(), ["is_under_procedure", "completed", "ldtt", "cstdcs"]);
}

#[test]
fn nothing_is_said_before_the_award_is_chosen() {
    let settings = Settings::default();
    let context = Context { settings: &settings, history: Fact::Missing, known_since: None, day: None };
    assert_eq!(judge(&nomination(1, "", &[]), &context), None);
}

#[test]
fn past_years_count_and_a_register_that_is_not_complete_says_so() {
    let year = |year: i64| AwardYear::try_from(year).unwrap();
    let fields = nomination(1, "chien_si_thi_dua_tinh", &[(RECOGNITION, 3), (PROCEDURE, 1)]);
    let verdict = |years: &[i64], since: Option<i64>| {
        let mut history = History::default();
        years.iter().for_each(|of| history.add(year(*of), FIGHTER.to_owned()));
        let settings = Settings::default();
        let known_since = since.map(year);
        let context = Context { settings: &settings, history: Fact::Is(history), known_since, day: None };
        let found = judge(&fields, &context).unwrap();
        let of = found.all().iter().find(|finding| finding.rule == RuleId::R14).unwrap();
        (of.verdict.clone(), of.severity)
    };
    let unknown = Verdict::CannotTell(vec!["history"]);
    assert_eq!(verdict(&[2022, 2023, 2024], None).0, Verdict::Met);
    assert_eq!(verdict(&[2022, 2023], Some(2019)).0, unknown, "this year is still to be decided");
    assert_eq!(verdict(&[2022], Some(2019)), (Verdict::NotMet, Severity::Warn));
    assert_eq!(verdict(&[2022], Some(2024)).0, unknown);
    assert_eq!(verdict(&[], None).0, unknown);
}

#[test]
fn only_what_is_newly_forbidden_by_the_nomination_itself_is_refused() {
    let good = nomination(1, ADVANCED_WORKER, &[(RATING, 3)]);
    let completed = nomination(1, ADVANCED_WORKER, &[(RATING, 2)]);
    let pending = nomination(1, ADVANCED_WORKER, &[(RATING, 2), (PROCEDURE, 2)]);
    let warned = nomination(1, ADVANCED_WORKER, &[(RATING, 3), (MONTHS_WORKED, 1)]);
    let cases = [
        (None, &good, None),
        (None, &completed, Some(RuleId::R05)),
        (Some(&good), &completed, Some(RuleId::R05)),
        (Some(&completed), &completed, None),
        (Some(&completed), &pending, Some(RuleId::R28)),
        (Some(&pending), &completed, None),
        (Some(&nomination(1, ADVANCED_WORKER, &[(RATING, 3), (PROCEDURE, 2)])), &pending, Some(RuleId::R05)),
        (None, &warned, None),
    ];
    for (before, after, rule) in cases {
        assert_eq!(forbids(before, after), rule, "{before:?} {after:?}");
    }
}

#[test]
fn the_higher_title_is_told_what_the_lower_one_asks_for() {
    let of = |more: &[(Field, i64)], rule| {
        let found = judged(&nomination(1, FIGHTER, more));
        found.all().iter().find(|finding| finding.rule == rule).map(|finding| finding.verdict.clone())
    };
    let initiative = [(RECOGNITION, 2), (PROCEDURE, 1), (MONTHS_WORKED, 12), (REGISTERED, 1)];
    assert_eq!(of(&initiative, RuleId::R05), Some(Verdict::CannotTell(vec!["rating"])));
    let short = [(RATING, 4), (PROCEDURE, 1), (MONTHS_WORKED, 3), (ABSENCE, 3), (REGISTERED, 2)];
    assert_eq!(of(&short, RuleId::R07), Some(Verdict::NotMet));
    assert_eq!(of(&short, RuleId::R06), Some(Verdict::NotMet));
    assert_eq!(of(&short, RuleId::R09), Some(Verdict::Met), "warnings have their reasons");
    let unasked = [(RATING, 4), (MONTHS_WORKED, 3)];
    assert_eq!(of(&unasked, RuleId::R07), Some(Verdict::CannotTell(vec!["absence"])));
}

#[test]
fn a_household_is_asked_for_its_contribution_only_where_that_is_the_ground() {
    let letter = |method: i64| {
        let mut fields = nomination(3, "giay_khen_xa", &[(PROCEDURE, 1), (METHOD, method)]);
        fields.insert(crate::nomination::NAME, "Hộ".into());
        judged(&fields).missing()
    };
    assert_eq!(letter(1), ["contribution"]);
    assert!(letter(2).is_empty());
}

#[test]
fn a_warning_is_open_until_it_has_a_reason() {
    let mut fields = nomination(1, ADVANCED_WORKER, &[(RATING, 3), (MONTHS_WORKED, 9), (ABSENCE, 3)]);
    assert_eq!(unexplained(&judged(&fields), &fields), [RuleId::R07]);
    fields.insert(Field::of_item(REASON.number, 7), " ".into());
    assert_eq!(unexplained(&judged(&fields), &fields), [RuleId::R07]);
    fields.insert(Field::of_item(REASON.number, 7), "Nghỉ ốm dài ngày".into());
    assert_eq!(unexplained(&judged(&fields), &fields), []);
}

#[test]
fn whatever_a_rule_misses_is_asked_for() {
    for award in crate::award::CATALOGUE {
        for subject in award.subjects {
            for rule_set in award.rule_sets {
                let mut fields = nomination(i64::from(subject.code()), award.id, &[(RECOGNITION, 4)]);
                fields.insert(RULE_SET, rule_set.id().into());
                let asked = asked(award, *subject, *rule_set);
                for key in judged(&fields).missing().into_iter().filter(|key| *key != "history") {
                    let field = field_of(key).unwrap_or_else(|| panic!("{key} has no field"));
                    assert!(asked.contains(&field), "{} {subject:?} {rule_set:?}: {key}", award.id);
                }
            }
        }
    }
}
