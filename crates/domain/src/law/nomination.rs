//! What the rules say of a nomination as it stands: its fields become facts, and what is empty is still to come.
//!
//! Only what matters for the award is asked. Questions that are rarely to the point (an earlier discipline, an achievement
//! that was commended already) count once somebody has answered them, and are silent before.

use super::collective::{self, CollectiveFacts};
use super::fact::Fact;
use super::finding::{Findings, Verdict};
use super::history::{History, Known};
use super::individual::{self, Absence, Discipline, Initiative, PersonFacts, Rating};
use super::rule::{RuleId, Severity};
use super::setting::{Limits, Settings};
use crate::award::{Award, SubjectKind};
use crate::nomination::{
    ABSENCE, ABSENCE_DAYS, ADVANCED, BASIS, CERTIFICATE_BY, CERTIFICATE_DAY, CERTIFICATE_NUMBER, COMPLETED,
    CONTRIBUTION, COUNTED_FROM, COUNTING, DISCIPLINE_ENDED, DISCIPLINED, DISQUALIFIED, DISSOLVED,
    FIRST_OF_GROUP, LEADS, MEMBERS, METHOD, MONTHS_WORKED, Nomination, OF_THE_BASE, POINTS, PROCEDURE,
    RATING, REASON, RECOGNITION, REGISTERED, REWARDED, WITHIN_LIST,
};
use crate::record::{Field, Fields, Value};
use crate::rule_set::{AwardYear, CivilDate, RuleSet};

/// What the rules need beside the nomination.
#[derive(Clone, Debug)]
pub struct Context<'c> {
    /// What the committee has set.
    pub settings: &'c Settings,
    /// The titles of past years, from the register; not asked where there is no register to ask.
    pub history: Fact<History>,
    /// The first year from which those are complete; in earlier years, and where this is `None`, what is not listed is
    /// not known.
    pub known_since: Option<AwardYear>,
    /// The day whose settings hold: that of receipt, or today. The defaults hold without one.
    pub day: Option<CivilDate>,
}

/// What the rules say; `None` before award, subject, year and rule set are known.
#[must_use]
pub fn judge(fields: &Fields, context: &Context<'_>) -> Option<Findings> {
    let read = Nomination::read(fields);
    let (award, subject, rule_set) = (read.award?, read.subject?, read.rule_set?);
    let year = AwardYear::try_from(read.year?).ok()?;
    let limits = context.settings.limits(context.day);
    if subject == SubjectKind::Individual {
        let mut facts = person(award, year, fields, context, limits);
        let mut found = Findings::default();
        // Chiến sĩ thi đua cơ sở stands on Lao động tiên tiến, except in the draft: the same person, judged for that
        // title first, and what it says is said here too.
        let stands_on_lower = award.id == "chien_si_thi_dua_co_so" && rule_set != RuleSet::R2026;
        if let Some(lower) = Award::by_id("lao_dong_tien_tien").filter(|_| stands_on_lower) {
            let of_lower = individual::judge(rule_set, lower, year, &facts);
            facts.meets_ldtt = meets(&of_lower);
            let own = of_lower.all().iter().filter(|finding| OF_LOWER.contains(&finding.rule));
            found.adopt(own.cloned());
        }
        found.adopt(individual::judge(rule_set, award, year, &facts).all().iter().cloned());
        return Some(found);
    }
    Some(collective::judge(rule_set, award, subject, &group(rule_set, award, fields, limits)))
}

/// The first rule that forbids what a nomination says by itself, whatever the register and the settings say, and that did
/// not forbid it before: what was so may stay while something else is mended. Device and endpoint both
/// refuse by this.
#[must_use]
pub fn forbids(before: Option<&Fields>, after: &Fields) -> Option<RuleId> {
    let was = before.map(forbidden).unwrap_or_default();
    forbidden(after).into_iter().find(|rule| !was.contains(rule))
}

/// The rules that forbid it. That an award suits its subject is checked with the award itself.
fn forbidden(fields: &Fields) -> Vec<RuleId> {
    let settings = Settings::default();
    let alone = Context { settings: &settings, history: Fact::NotAsked, known_since: None, day: None };
    let Some(found) = judge(fields, &alone) else { return Vec::new() };
    let grave = found.failed().filter(|finding| finding.severity == Severity::Block);
    grave.map(|finding| finding.rule).filter(|rule| *rule != RuleId::R02).collect()
}

/// The rules that are not met, ask for a reason, and have none yet.
#[must_use]
pub fn unexplained(found: &Findings, fields: &Fields) -> Vec<RuleId> {
    let has_reason = |rule: RuleId| {
        let field = Field::of_item(REASON.number, rule.number().into());
        fields.get(&field).and_then(Value::as_text).is_some_and(|reason| !reason.trim().is_empty())
    };
    warned(found).filter(|rule| !has_reason(*rule)).collect()
}

/// The rules that are not met and ask for a reason.
pub fn warned(found: &Findings) -> impl Iterator<Item = RuleId> {
    let failed = found.all().iter().filter(|finding| finding.verdict == Verdict::NotMet);
    failed.filter(|finding| finding.severity == Severity::Warn).map(|finding| finding.rule)
}

/// The fields that matter for an award, in the order in which to ask for them.
#[must_use]
pub fn asked(award: &Award, subject: SubjectKind, rule_set: RuleSet) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    match (subject, award.id) {
        (SubjectKind::Individual, "lao_dong_tien_tien" | "chien_si_tien_tien") => {
            fields.extend([RATING, MONTHS_WORKED, ABSENCE, ABSENCE_DAYS, REGISTERED]);
        }
        (SubjectKind::Individual, "chien_si_thi_dua_co_so") => {
            fields.extend([RATING, MONTHS_WORKED, ABSENCE, ABSENCE_DAYS, REGISTERED, RECOGNITION]);
            fields.extend([CERTIFICATE_NUMBER, CERTIFICATE_DAY, CERTIFICATE_BY]);
        }
        (SubjectKind::Individual, "chien_si_thi_dua_tinh" | "chien_si_thi_dua_toan_quoc") => {
            fields.extend([RECOGNITION, CERTIFICATE_NUMBER, CERTIFICATE_DAY, CERTIFICATE_BY]);
        }
        (SubjectKind::Individual, _) => {}
        (_, "tap_the_lao_dong_tien_tien" | "don_vi_tien_tien") => {
            fields.extend([RATING, MEMBERS, COUNTING, ADVANCED]);
            fields.extend((rule_set == RuleSet::R2013).then_some(DISCIPLINED));
        }
        (_, "tap_the_lao_dong_xuat_sac" | "don_vi_quyet_thang") => {
            fields.extend([RATING, MEMBERS, COUNTING, COMPLETED, ADVANCED, OF_THE_BASE]);
            fields.extend((rule_set == RuleSet::R2013).then_some(DISCIPLINED));
        }
        (_, "co_thi_dua_tinh") => fields.push(FIRST_OF_GROUP),
        (_, "xa_tieu_bieu") => fields.push(LEADS),
        (_, "thon_van_hoa") => fields.extend([WITHIN_LIST, POINTS]),
        (_, "gia_dinh_van_hoa") => fields.push(DISQUALIFIED),
        (SubjectKind::Household, "giay_khen_xa" | "giay_khen_huyen") => fields.push(CONTRIBUTION),
        _ => {}
    }
    fields.push(PROCEDURE);
    match subject {
        SubjectKind::Individual => fields.extend([DISCIPLINE_ENDED, COUNTED_FROM, BASIS]),
        SubjectKind::Collective => fields.push(DISSOLVED),
        SubjectKind::Household => {}
    }
    fields.push(REWARDED);
    fields
}

/// The field that holds a fact, by the fact's key.
#[must_use]
pub fn field_of(key: &str) -> Option<Field> {
    Some(match key {
        "rating" | "tasks_completed" => RATING,
        "initiative" => RECOGNITION,
        "has_certificate" => CERTIFICATE_NUMBER,
        "months_worked" => MONTHS_WORKED,
        "absence" => ABSENCE,
        "absence_days" => ABSENCE_DAYS,
        "joined_movement" => REGISTERED,
        "discipline" | "is_under_procedure" => PROCEDURE,
        "discipline_ended" => DISCIPLINE_ENDED,
        "counted_from" => COUNTED_FROM,
        "is_of_campaign" => BASIS,
        "is_rewarded" => REWARDED,
        "members" => MEMBERS,
        "ldtt" => ADVANCED,
        "completed" => COMPLETED,
        "cstdcs" => OF_THE_BASE,
        "disciplined_from_warning" => DISCIPLINED,
        "counting" => COUNTING,
        "is_first_of_group" => FIRST_OF_GROUP,
        "leads" => LEADS,
        "is_within_list" => WITHIN_LIST,
        "points" => POINTS,
        "has_disqualifying_fact" => DISQUALIFIED,
        "is_dissolved" => DISSOLVED,
        "contribution" => CONTRIBUTION,
        _ => return None,
    })
}

/// What Lao động tiên tiến says of a person by rules of its own.
const OF_LOWER: [RuleId; 3] = [RuleId::R05, RuleId::R06, RuleId::R07];

const YES: i64 = 1;
const SECOND: i64 = 2;

fn person(
    award: &Award,
    year: AwardYear,
    fields: &Fields,
    context: &Context<'_>,
    limits: Limits,
) -> PersonFacts {
    let is_merit = matches!(award.id, "lao_dong_tien_tien" | "chien_si_tien_tien" | "chien_si_thi_dua_co_so");
    let asked = |fact: Fact<_>| if is_merit { fact } else { Fact::NotAsked };
    PersonFacts {
        rating: fact(fields, RATING, rating),
        initiative: fact(fields, RECOGNITION, recognition),
        has_certificate: certificate(fields),
        months_worked: fact(fields, MONTHS_WORKED, |months| u16::try_from(months).ok()),
        absence: fact(fields, ABSENCE, absence),
        absence_days: answered(fields, ABSENCE_DAYS, |days| u16::try_from(days).ok()),
        joined_movement: asked(fact(fields, REGISTERED, |code| Some(code == YES))),
        discipline: fact(fields, PROCEDURE, |code| {
            Some(if code == SECOND { Discipline::Pending } else { Discipline::None })
        }),
        discipline_ended: day(fields, DISCIPLINE_ENDED).map_or(Fact::NotAsked, Fact::Is),
        counted_from: day(fields, COUNTED_FROM).map_or(Fact::Missing, Fact::Is),
        is_rewarded: answered(fields, REWARDED, |code| Some(code == SECOND)),
        // Only merit may not rest on a campaign; a sudden deed is commended for itself.
        is_of_campaign: if is_merit_method(fields) {
            answered(fields, BASIS, |code| Some(code == SECOND))
        } else {
            Fact::NotAsked
        },
        history: past(year, context),
        meets_ldtt: Fact::NotAsked,
        limits,
    }
}

/// What the lower title comes to: only what forbids it takes it away, a warning has its reason. What is missing there is
/// told by its own name.
fn meets(found: &Findings) -> Fact<bool> {
    if found.severity() == Some(Severity::Block) {
        Fact::Is(false)
    } else if found.missing().is_empty() {
        Fact::Is(true)
    } else {
        Fact::NotAsked
    }
}

/// Past years as far as the register has them. This year's decisions are still to come, whatever is listed.
fn past(year: AwardYear, context: &Context<'_>) -> Fact<History> {
    let last = AwardYear::try_from(i64::from(year.get()) - 1);
    let known = match (context.known_since, last) {
        (Some(since), Ok(last)) => Known::Within(since, last),
        _ => Known::Nothing,
    };
    match &context.history {
        Fact::Is(history) => Fact::Is(history.clone().known(known)),
        Fact::Missing => Fact::Missing,
        Fact::NotAsked => Fact::NotAsked,
    }
}

fn group(rule_set: RuleSet, award: &Award, fields: &Fields, limits: Limits) -> CollectiveFacts {
    let count = |field| fact(fields, field, |count| u32::try_from(count).ok());
    let yes = |field| fact(fields, field, |code| Some(code == YES));
    let by_members = matches!(
        award.id,
        "tap_the_lao_dong_tien_tien"
            | "tap_the_lao_dong_xuat_sac"
            | "don_vi_tien_tien"
            | "don_vi_quyet_thang"
    );
    // Since the law of 2022 the excellent collective completed its own tasks excellently.
    let is_excellent = matches!(award.id, "tap_the_lao_dong_xuat_sac" | "don_vi_quyet_thang");
    let asked = if is_excellent && rule_set != RuleSet::R2013 { Rating::Excellent } else { Rating::Good };
    CollectiveFacts {
        members: count(MEMBERS),
        ldtt: count(ADVANCED),
        completed: count(COMPLETED),
        cstdcs: count(OF_THE_BASE),
        disciplined_from_warning: count(DISCIPLINED),
        tasks_completed: fact(fields, RATING, |code| rating(code).map(|rating| rating >= asked)),
        is_under_procedure: fact(fields, PROCEDURE, |code| Some(code == SECOND)),
        is_first_of_group: yes(FIRST_OF_GROUP),
        leads: yes(LEADS),
        is_within_list: yes(WITHIN_LIST),
        has_disqualifying_fact: fact(fields, DISQUALIFIED, |code| Some(code == SECOND)),
        is_dissolved: answered(fields, DISSOLVED, |code| Some(code == SECOND)),
        is_rewarded: answered(fields, REWARDED, |code| Some(code == SECOND)),
        // Where nothing is said, the committee's setting says it.
        is_counting_said: if by_members { Fact::Is(true) } else { Fact::NotAsked },
        points: points(fields),
        // A deed or a campaign is commended for itself, not for money.
        contribution: if is_merit_method(fields) { fact(fields, CONTRIBUTION, Some) } else { Fact::NotAsked },
        limits,
    }
}

/// Whether a nomination is made for merit (công trạng), as every one is that says nothing else.
fn is_merit_method(fields: &Fields) -> bool {
    fields.get(&METHOD).and_then(Value::as_int).is_none_or(|method| method == YES)
}

/// A fact that is asked for: empty, it is still to come.
fn fact<T>(fields: &Fields, field: Field, read: impl Fn(i64) -> Option<T>) -> Fact<T> {
    fields.get(&field).and_then(Value::as_int).and_then(read).map_or(Fact::Missing, Fact::Is)
}

/// A fact that counts once it was answered.
fn answered<T>(fields: &Fields, field: Field, read: impl Fn(i64) -> Option<T>) -> Fact<T> {
    fields.get(&field).and_then(Value::as_int).and_then(read).map_or(Fact::NotAsked, Fact::Is)
}

fn day(fields: &Fields, field: Field) -> Option<CivilDate> {
    fields.get(&field).and_then(Value::as_text).and_then(|day| day.parse().ok())
}

/// The certificate of an initiative is there with its number, its day and who gave it (R13).
fn certificate(fields: &Fields) -> Fact<bool> {
    let parts = [CERTIFICATE_NUMBER, CERTIFICATE_DAY, CERTIFICATE_BY];
    let is_there = |field: &Field| {
        fields.get(field).and_then(Value::as_text).is_some_and(|text| !text.trim().is_empty())
    };
    if parts.iter().all(is_there) { Fact::Is(true) } else { Fact::Missing }
}

/// Points in hundredths.
fn points(fields: &Fields) -> Fact<i64> {
    let hundredths = match fields.get(&POINTS) {
        Some(Value::Int(points)) => points.checked_mul(100),
        Some(Value::Decimal(points)) => match points.scale() {
            0 => points.mantissa().checked_mul(100),
            1 => points.mantissa().checked_mul(10),
            scale => Some(points.mantissa() / 10_i64.pow(u32::from(scale) - 2)),
        },
        _ => None,
    };
    hundredths.map_or(Fact::Missing, Fact::Is)
}

fn absence(code: i64) -> Option<Absence> {
    Some(match code {
        1 => Absence::None,
        2 => Absence::Maternity,
        3 => Absence::Other,
        _ => return None,
    })
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
mod tests;
