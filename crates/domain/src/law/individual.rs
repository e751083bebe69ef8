//! Criteria of a person's titles.

use super::fact::{Fact, Truth};
use super::finding::Findings;
use super::history::History;
use super::rule::RuleId::{R02, R05, R06, R07, R08, R09, R10, R13, R14, R15, R16, R28, R29, R30, R31};
use super::rule::Severity;
use super::setting::Limits;
use crate::award::{Award, SubjectKind};
use crate::rule_set::{AwardYear, CivilDate, RuleSet};

/// The yearly rating (xếp loại), from low to high.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rating {
    /// Không hoàn thành nhiệm vụ.
    NotCompleted,
    /// Hoàn thành nhiệm vụ.
    Completed,
    /// Hoàn thành tốt nhiệm vụ.
    Good,
    /// Hoàn thành xuất sắc nhiệm vụ.
    Excellent,
}

/// Discipline, and what may lead to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Discipline {
    /// Nothing.
    None,
    /// A procedure, an inspection or an investigation is under way.
    Pending,
}

/// Why somebody did not work the whole year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Absence {
    /// No absence that matters.
    None,
    /// Maternity leave, which counts as work (152/2025/NĐ-CP art. 4(5)).
    Maternity,
    /// Another absence.
    Other,
}

/// What became of an initiative (sáng kiến), a topic, or of bravery in combat that stands in its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Initiative {
    /// Not recognised.
    Rejected,
    /// Recognised at the base.
    Base,
    /// Recognised with effect in the province or ministry.
    Province,
    /// Recognised with effect in the whole country.
    Nation,
}

/// What is known about a person in the year of the nomination.
#[derive(Clone, Debug, Default)]
pub struct PersonFacts {
    /// The yearly rating.
    pub rating: Fact<Rating>,
    /// Discipline.
    pub discipline: Fact<Discipline>,
    /// Months worked in the year, 0 to 12.
    pub months_worked: Fact<u16>,
    /// Why not the whole year.
    pub absence: Fact<Absence>,
    /// Working days of absence.
    pub absence_days: Fact<u16>,
    /// Whether the person registered for the year's movement.
    pub joined_movement: Fact<bool>,
    /// Whether the person is, or will be, Lao động tiên tiến of the year.
    pub meets_ldtt: Fact<bool>,
    /// The best initiative of the time that counts.
    pub initiative: Fact<Initiative>,
    /// Whether the certificate of the initiative is there, with number, date and who recognised it.
    pub has_certificate: Fact<bool>,
    /// The titles of past years and of this one.
    pub history: Fact<History>,
    /// Whether the same achievement has brought an award already.
    pub is_rewarded: Fact<bool>,
    /// Whether the proposal rests on results of a single campaign or a sudden deed.
    pub is_of_campaign: Fact<bool>,
    /// The day on which a discipline ended, where there was one.
    pub discipline_ended: Fact<CivilDate>,
    /// The day from which the achievements are counted.
    pub counted_from: Fact<CivilDate>,
    /// The committee's own limits.
    pub limits: Limits,
}

/// What the rules say of a person for an award, in a year.
#[must_use]
pub fn judge(rule_set: RuleSet, award: &Award, year: AwardYear, facts: &PersonFacts) -> Findings {
    let mut found = Findings::default();
    found.take(R02, award.is_for(SubjectKind::Individual).into());
    found.take(R28, facts.discipline.test("discipline", |discipline| *discipline != Discipline::Pending));
    match award.id {
        "lao_dong_tien_tien" | "chien_si_tien_tien" => {
            found.take(R05, facts.rating.test("rating", |rating| *rating >= Rating::Good));
            found.take(R06, facts.joined_movement.test("joined_movement", |joined| *joined));
            found.take(R07, worked_enough(facts));
        }
        "chien_si_thi_dua_co_so" => {
            let (rule, truth) = of_the_base(rule_set, facts);
            found.take(rule, truth);
            found.take(R13, certified(facts));
        }
        "chien_si_thi_dua_tinh" => {
            let base = |history: &History| history.running("chien_si_thi_dua_co_so", year, 3);
            found.take_as(R14, past(facts, base), gravity(facts));
            found.take(R15, reaches(facts, Initiative::Province));
            found.take(R13, certified(facts));
        }
        "chien_si_thi_dua_toan_quoc" => {
            let twice = |history: &History| history.twice_running("chien_si_thi_dua_tinh", year);
            let reach = reaches(facts, Initiative::Nation);
            // What the initiative lacks is said by the nomination itself, whatever the register may still lack.
            let severity = if reach == Truth::No { Severity::Block } else { gravity(facts) };
            found.take_as(R16, Truth::all([past(facts, twice), reach]), severity);
        }
        _ => {}
    }
    found.take(R29, counted_after_discipline(facts));
    found.take(R30, facts.is_rewarded.test("is_rewarded", |rewarded| !rewarded));
    found.take(R31, facts.is_of_campaign.test("is_of_campaign", |campaign| !campaign));
    found
}

/// What past years say.
fn past(facts: &PersonFacts, holds: impl FnOnce(&History) -> Truth) -> Truth {
    match &facts.history {
        Fact::NotAsked => Truth::NotAsked,
        Fact::Missing => Truth::Unknown(vec!["history"]),
        Fact::Is(history) => holds(history),
    }
}

/// The law forbids the title without the earlier ones. A register that is being filled may lack one, so that what only it
/// says warns and asks for a reason.
fn gravity(facts: &PersonFacts) -> Severity {
    if facts.history.known().is_some_and(|history| !history.is_complete()) {
        Severity::Warn
    } else {
        Severity::Block
    }
}

/// After a discipline, achievements are counted from its end (152/2025/NĐ-CP art. 4(4)).
fn counted_after_discipline(facts: &PersonFacts) -> Truth {
    match &facts.discipline_ended {
        Fact::NotAsked => Truth::NotAsked,
        Fact::Missing => Truth::Unknown(vec!["discipline_ended"]),
        Fact::Is(ended) => match &facts.counted_from {
            Fact::Is(from) => Truth::from(from >= ended),
            Fact::NotAsked | Fact::Missing => Truth::Unknown(vec!["counted_from"]),
        },
    }
}

/// Months enough of work, and few days of absence; maternity leave is work.
fn worked_enough(facts: &PersonFacts) -> Truth {
    if facts.absence.known() == Some(&Absence::Maternity) {
        return Truth::Yes;
    }
    let worked = Truth::all([
        facts.months_worked.test("months_worked", |months| *months >= facts.limits.months_worked),
        facts.absence_days.test("absence_days", |days| *days < facts.limits.days_absent),
    ]);
    // Before it is known why, it may be maternity leave.
    match (worked, &facts.absence) {
        (Truth::No, Fact::Missing) => Truth::Unknown(vec!["absence"]),
        (worked, _) => worked,
    }
}

/// Chiến sĩ thi đua cơ sở: the law of 2022 takes an excellent rating for the initiative, the old law does not, and the
/// draft of 2026 asks for both.
fn of_the_base(rule_set: RuleSet, facts: &PersonFacts) -> (super::rule::RuleId, Truth) {
    let advanced = facts.meets_ldtt.test("meets_ldtt", |meets| *meets);
    let excellent = facts.rating.test("rating", |rating| *rating == Rating::Excellent);
    let initiative = reaches(facts, Initiative::Base);
    match rule_set {
        RuleSet::R2013 => (R08, Truth::all([advanced, initiative])),
        RuleSet::R2022_98 | RuleSet::R2022_152 => {
            (R09, Truth::all([advanced, Truth::any([excellent, initiative])]))
        }
        RuleSet::R2026 => (R10, Truth::all([excellent, initiative])),
    }
}

fn reaches(facts: &PersonFacts, scope: Initiative) -> Truth {
    facts.initiative.test("initiative", |initiative| *initiative >= scope)
}

/// A certificate matters only where there is a recognised initiative.
fn certified(facts: &PersonFacts) -> Truth {
    match facts.initiative.known() {
        Some(Initiative::Rejected) | None => Truth::NotAsked,
        Some(_) => facts.has_certificate.test("has_certificate", |has| *has),
    }
}
