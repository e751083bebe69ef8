//! Facts about people, collectives and households.

use super::facts::Facts;
use super::{Case, subject};
use anyhow::{Context, Result};
use serde_json::Value;
use thidua_domain::award::{Award, SubjectKind};
use thidua_domain::law::collective::{self, CollectiveFacts};
use thidua_domain::law::fact::Fact;
use thidua_domain::law::finding::Findings;
use thidua_domain::law::individual::{self, Absence, Discipline, Initiative, PersonFacts, Rating};
use thidua_domain::rule_set::{AwardYear, RuleSet};

/// What the rules say of a person, a collective or a household.
pub(super) fn judge(case: &Case, rule_set: RuleSet, facts: &Facts<'_>) -> Result<Findings> {
    let award = Award::by_id(&case.award).with_context(|| format!("no award {}", case.award))?;
    let subject = subject(&case.kind)?;
    if subject != SubjectKind::Individual {
        return Ok(collective::judge(rule_set, award, subject, &collective_facts(facts)?));
    }
    let year = facts
        .number("year")?
        .map_or_else(|| AwardYear::try_from(2023), |year| AwardYear::try_from(i64::from(year)))?;
    Ok(individual::judge(rule_set, award, year, &person_facts(facts, year)?))
}

fn person_facts(facts: &Facts<'_>, year: AwardYear) -> Result<PersonFacts> {
    Ok(PersonFacts {
        rating: facts.fact("rating", None, |value| {
            Some(match value.as_str()? {
                "not_completed" => Rating::NotCompleted,
                "completed" => Rating::Completed,
                "good" => Rating::Good,
                "excellent" => Rating::Excellent,
                _ => return None,
            })
        })?,
        discipline: match facts.get("discipline").and_then(Value::as_str) {
            // `null` means that there is none, so that what nobody has asked yet needs a word.
            Some("unknown") => Fact::Missing,
            _ => facts.fact("discipline", Some(Discipline::None), |value| {
                (value.as_str()? == "pending").then_some(Discipline::Pending)
            })?,
        },
        months_worked: facts.fact("months_worked", None, |value| u16::try_from(value.as_u64()?).ok())?,
        absence: facts.fact("absence", Some(Absence::None), |value| {
            Some(if value.as_str()? == "maternity" { Absence::Maternity } else { Absence::Other })
        })?,
        absence_days: facts.fact("absence_days", None, |value| u16::try_from(value.as_u64()?).ok())?,
        joined_movement: facts.fact("joined_movement", None, Value::as_bool)?,
        meets_ldtt: facts.fact("meets_ldtt", None, Value::as_bool)?,
        initiative: facts.fact("initiative", None, |value| {
            Some(match value.as_str()? {
                "rejected" => Initiative::Rejected,
                "recognised_local" | "topic" | "bravery" => Initiative::Base,
                "recognised_province" => Initiative::Province,
                "recognised_nation" => Initiative::Nation,
                _ => return None,
            })
        })?,
        has_certificate: facts.fact("has_certificate", None, Value::as_bool)?,
        history: facts.history(year)?,
        is_rewarded: facts.fact("is_rewarded", None, Value::as_bool)?,
        is_of_campaign: facts.fact("is_of_campaign", None, Value::as_bool)?,
        discipline_ended: facts.fact("discipline_ended", None, |value| value.as_str()?.parse().ok())?,
        counted_from: facts.fact("counted_from", None, |value| value.as_str()?.parse().ok())?,
        limits: facts.settings()?.limits(facts.day("day")?),
    })
}

fn collective_facts(facts: &Facts<'_>) -> Result<CollectiveFacts> {
    let count = |key| facts.fact(key, None, |value| u32::try_from(value.as_u64()?).ok());
    let flag = |key| facts.fact(key, None, Value::as_bool);
    Ok(CollectiveFacts {
        members: count("members")?,
        ldtt: count("ldtt")?,
        cstdcs: count("cstdcs")?,
        completed: count("completed")?,
        disciplined_from_warning: count("disciplined_from_warning")?,
        tasks_completed: flag("tasks_completed")?,
        is_under_procedure: flag("is_under_procedure")?,
        is_first_of_group: flag("is_first_of_group")?,
        leads: flag("leads")?,
        is_within_list: flag("is_within_list")?,
        has_disqualifying_fact: flag("has_disqualifying_fact")?,
        is_dissolved: flag("is_dissolved")?,
        is_rewarded: flag("is_rewarded")?,
        is_counting_said: flag("counting")?,
        points: facts.fact("points", None, |value| Some(value.as_i64()? * 100))?,
        contribution: facts.fact("contribution", None, Value::as_i64)?,
        limits: facts.settings()?.limits(facts.day("day")?),
    })
}
