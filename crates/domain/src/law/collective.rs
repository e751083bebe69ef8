//! Criteria of a collective's titles, and of a household's.

use super::fact::{Fact, Truth};
use super::finding::Findings;
use super::rule::RuleId::{R02, R17, R18, R19, R20, R21, R22, R24, R25, R26, R27, R28, R30, R33};
use super::setting::Limits;
use crate::award::{Award, SubjectKind};
use crate::rule_set::RuleSet;

/// What is known about a collective, a village or a family in the year of the nomination. Counts are of persons.
#[derive(Clone, Debug, Default)]
pub struct CollectiveFacts {
    /// The members counted that year: the denominator of every share.
    pub members: Fact<u32>,
    /// How many are Lao động tiên tiến.
    pub ldtt: Fact<u32>,
    /// How many are Chiến sĩ thi đua cơ sở.
    pub cstdcs: Fact<u32>,
    /// How many completed their tasks.
    pub completed: Fact<u32>,
    /// How many were disciplined with a warning (cảnh cáo) or more.
    pub disciplined_from_warning: Fact<u32>,
    /// Whether the collective completed its tasks.
    pub tasks_completed: Fact<bool>,
    /// Whether a procedure, an inspection or an investigation is under way.
    pub is_under_procedure: Fact<bool>,
    /// Whether it is the first of its bloc or cluster.
    pub is_first_of_group: Fact<bool>,
    /// Whether a commune leads where it is compared.
    pub leads: Fact<bool>,
    /// Whether a village is within the commune's list and above the local floor of points.
    pub is_within_list: Fact<bool>,
    /// Whether a member of a family did what excludes it.
    pub has_disqualifying_fact: Fact<bool>,
    /// Whether it was dissolved when units were merged.
    pub is_dissolved: Fact<bool>,
    /// Whether the same achievement has brought an award already.
    pub is_rewarded: Fact<bool>,
    /// Whether it was said how members who worked a part of the year are counted.
    pub is_counting_said: Fact<bool>,
    /// The points of a village, in hundredths.
    pub points: Fact<i64>,
    /// What a household contributed, in đồng.
    pub contribution: Fact<i64>,
    /// The committee's own limits.
    pub limits: Limits,
}

/// What the rules say of a collective or a household for an award.
#[must_use]
pub fn judge(rule_set: RuleSet, award: &Award, subject: SubjectKind, facts: &CollectiveFacts) -> Findings {
    let mut found = Findings::default();
    let is = |fact: &Fact<bool>, key| fact.test(key, |holds| *holds);
    let is_not = |fact: &Fact<bool>, key| fact.test(key, |holds| !holds);
    found.take(R02, award.is_for(subject).into());
    found.take(R28, is_not(&facts.is_under_procedure, "is_under_procedure"));
    found.take(R33, is_not(&facts.is_dissolved, "is_dissolved"));
    let tasks = is(&facts.tasks_completed, "tasks_completed");
    let orderly = facts.disciplined_from_warning.test("disciplined_from_warning", |count| *count == 0);
    match (award.id, rule_set) {
        ("tap_the_lao_dong_tien_tien" | "don_vi_tien_tien", RuleSet::R2013) => {
            let half = share(&facts.ldtt, "ldtt", &facts.members, |part, all| 2 * part > all);
            found.take(R17, Truth::all([tasks, half, orderly]));
        }
        ("tap_the_lao_dong_tien_tien" | "don_vi_tien_tien", _) => {
            let half = share(&facts.ldtt, "ldtt", &facts.members, |part, all| 2 * part >= all);
            found.take(R18, Truth::all([tasks, half]));
        }
        ("tap_the_lao_dong_xuat_sac" | "don_vi_quyet_thang", _) => {
            let everybody = share(&facts.completed, "completed", &facts.members, |part, all| part >= all);
            let most = share(&facts.ldtt, "ldtt", &facts.members, |part, all| 10 * part >= 7 * all);
            let has_one = facts.cstdcs.test("cstdcs", |count| *count >= 1);
            found.take(R19, Truth::all([tasks, everybody, most, has_one]));
            if rule_set == RuleSet::R2013 {
                found.take(R20, orderly);
            }
        }
        ("co_thi_dua_tinh", _) => found.take(R22, is(&facts.is_first_of_group, "is_first_of_group")),
        ("xa_tieu_bieu", _) => found.take(R24, is(&facts.leads, "leads")),
        ("thon_van_hoa", _) => {
            let enough = facts.points.test("points", |points| *points >= facts.limits.village_points);
            found.take(R26, Truth::all([is(&facts.is_within_list, "is_within_list"), enough]));
        }
        ("giay_khen_xa", _) if subject == SubjectKind::Household => {
            found.take(R27, contributed(facts, facts.limits.contribution_commune));
        }
        ("giay_khen_huyen", _) if subject == SubjectKind::Household => {
            found.take(R27, contributed(facts, facts.limits.contribution_district));
        }
        ("gia_dinh_van_hoa", _) => {
            found.take(R25, is_not(&facts.has_disqualifying_fact, "has_disqualifying_fact"));
        }
        _ => {}
    }
    if is_by_members(award) {
        found.take(R21, is(&facts.is_counting_said, "counting"));
    }
    found.take(R30, is_not(&facts.is_rewarded, "is_rewarded"));
    found
}

/// Whether an award asks for shares of the members.
fn is_by_members(award: &Award) -> bool {
    matches!(
        award.id,
        "tap_the_lao_dong_tien_tien"
            | "tap_the_lao_dong_xuat_sac"
            | "don_vi_tien_tien"
            | "don_vi_quyet_thang"
    )
}

fn contributed(facts: &CollectiveFacts, least: i64) -> Truth {
    facts.contribution.test("contribution", |contribution| *contribution >= least)
}

/// Whether a part of the members is large enough. Of nobody there is no share: the members are still to come.
fn share(
    part: &Fact<u32>,
    key: &'static str,
    members: &Fact<u32>,
    is_enough: impl Fn(u64, u64) -> bool,
) -> Truth {
    match (part, members) {
        (Fact::NotAsked, _) | (_, Fact::NotAsked) => Truth::NotAsked,
        (Fact::Is(_), Fact::Missing | Fact::Is(0)) => Truth::Unknown(vec!["members"]),
        (Fact::Missing, Fact::Missing | Fact::Is(0)) => Truth::Unknown(vec![key, "members"]),
        (Fact::Missing, Fact::Is(_)) => Truth::Unknown(vec![key]),
        (Fact::Is(part), Fact::Is(members)) => is_enough(u64::from(*part), u64::from(*members)).into(),
    }
}
