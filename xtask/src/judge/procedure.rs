//! What is no award of its own: who decides, shares, the vote, money, the dossier and its time, and what comes after.

use super::facts::Facts;
use super::{Case, Outcome, level, rule_set, subject, subject_facts};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::cmp::Ordering;
use thidua_domain::law::authority::{self, Action};
use thidua_domain::law::bonus::{self, Paid};
use thidua_domain::law::dossier::{self, Part};
use thidua_domain::law::fact::Fact;
use thidua_domain::law::precedence::{self, Candidate};
use thidua_domain::law::quota::{self, Quota, Rounding};
use thidua_domain::law::revocation::{self, Revocation};
use thidua_domain::law::setting::{Setting, Settings};
use thidua_domain::law::unit_code::{self, HeldCode};
use thidua_domain::law::vote::{self, Threshold, Vote};
use thidua_domain::law::{deadline, publication, transition};
use thidua_domain::nomination::PUBLISH;
use thidua_domain::record::Fields;
use thidua_domain::rule_set::{AwardYear, CivilDate, RuleSet};

/// Which rule set a day leads to; the committee's setting says which text it follows since October 2026.
pub(super) fn in_force(facts: &Facts<'_>) -> Result<Outcome> {
    let day = facts.day("received_at")?.or(facts.day("decided_on")?).context("no day is given")?;
    facts.passed_over(&["year", "decided_on"]);
    let chosen = facts.settings()?.rule_set_on(day);
    Ok(Outcome::default().with("rule_set", chosen.id()))
}

/// Whether a record keeps the rule set of its day, and whether other rules would be kinder.
pub(super) fn kept(facts: &Facts<'_>) -> Result<Outcome> {
    let mut told = Outcome::default();
    if let Some(kept) = facts.text("rule_set_kept")? {
        let received = facts.fact("received_at", None, |day| day.as_str()?.parse().ok())?;
        told.found = transition::judge_by(&facts.settings()?, rule_set(kept)?, &received);
    }
    let side = |key| -> Result<_> {
        let Some(side) = facts.given(key, Some)? else { return Ok(None) };
        let case =
            serde_json::from_value::<Case>(side.clone()).with_context(|| format!("no case in {key}"))?;
        let within = Facts::new(&case.facts);
        let found = subject_facts::judge(&case, rule_set(&case.rule_set)?, &within)?;
        within.nothing_else()?;
        Ok(Some(found))
    };
    if let (Some(old), Some(new)) = (side("old")?, side("new")?) {
        told = told.with("favourable", transition::is_more_favourable(&old, &new));
    }
    Ok(told)
}

/// What a level does with a proposal.
pub(super) fn decider(rule_set: RuleSet, facts: &Facts<'_>) -> Result<Outcome> {
    let level = level(facts.text("level")?.context("no level is given")?)?;
    let award = facts.award()?;
    let action = match authority::action(rule_set, award, level) {
        Action::Decide => "decide",
        Action::SendUp => "send_up",
        Action::NoSuchLevel => "no_such_level",
    };
    Ok(Outcome::from(authority::judge(rule_set, award, level)).with("action", action))
}

/// The council's vote, against the law's share or the committee's own.
pub(super) fn council(facts: &Facts<'_>) -> Result<Outcome> {
    let award = facts.award()?;
    let number = |key| facts.number(key).map(Option::unwrap_or_default);
    let vote = Vote {
        members: number("members")?,
        present: number("present")?,
        written: number("written")?,
        yes: number("yes")?,
        no: facts.number("no")?,
        blank: facts.number("blank")?,
        secret: facts.flag("secret")?.unwrap_or_default(),
    };
    let settings = facts.settings()?;
    Ok(Outcome::from(match facts.day("day")? {
        Some(day) => vote::judge_by(Threshold::set(award, &settings, day), vote),
        None => vote::judge(award, vote),
    }))
}

/// The share of Chiến sĩ thi đua cơ sở.
pub(super) fn share(facts: &Facts<'_>) -> Result<Outcome> {
    let (ldtt, proposed) =
        (facts.number("ldtt")?.unwrap_or_default(), facts.number("cstdcs")?.unwrap_or_default());
    let settings = facts.settings()?;
    let mut quota = facts.day("day")?.map(|day| Quota::on(&settings, day)).unwrap_or_default();
    if let Some(percent) = facts.number("percent")? {
        quota.percent = percent;
    }
    if let Some(mode) = facts.text("rounding")? {
        quota.rounding = match mode {
            "floor" => Rounding::Down,
            "nearest" => Rounding::Nearest,
            other => bail!("no way of rounding {other}"),
        };
    }
    if let Some(at_least_one) = facts.flag("at_least_one")? {
        quota.at_least_one = at_least_one;
    }
    if let Some(with_proposed) = facts.flag("with_proposed")? {
        quota.with_proposed = with_proposed;
    }
    let base = quota.base(ldtt, proposed);
    Ok(Outcome::from(quota.judge(ldtt, proposed)).with("places", quota.places(base)).with("base", base))
}

/// Whether the committee has said how a share is rounded and taken.
pub(super) fn share_setting(facts: &Facts<'_>) -> Result<Outcome> {
    let settings = facts.settings()?;
    let day = facts.day("day")?.context("no day is given")?;
    let is_set = settings.set_on(Setting::QuotaRounding, day).is_some();
    let found = Quota::judge_setting(is_set.then(|| Quota::on(&settings, day)));
    Ok(Outcome::from(found))
}

/// Flags of the Government within their share.
pub(super) fn government_flags(facts: &Facts<'_>) -> Result<Outcome> {
    let settings = facts.settings()?;
    let day = facts.day("day")?;
    let set = |day| settings.on(Setting::GovernmentFlagPercent, day);
    let percent =
        day.map_or_else(|| Setting::GovernmentFlagPercent.entry().map_or(0, |entry| entry.default), set);
    let flags = facts.number("flags")?.context("no flags are given")?;
    let meeting = facts.number("provincial_level")?;
    Ok(Outcome::from(quota::judge_government_flags(u32::try_from(percent)?, meeting, flags)))
}

/// The money that comes with an award.
pub(super) fn money(case: &Case, rule_set: RuleSet, facts: &Facts<'_>) -> Result<Outcome> {
    let day = facts.day("decided_on")?;
    let mut settings = facts.settings()?;
    match facts.text("round_mode")? {
        None | Some("up") => {}
        Some("nearest") => settings.set(Setting::BonusRounding, CivilDate::new(2000, 1, 1)?, 2),
        Some(other) => bail!("no way of rounding {other}"),
    }
    let (award, subject) = (facts.award()?, subject(&case.kind)?);
    let bonus = day.and_then(|day| bonus::bonus_by(&settings, rule_set, award, subject, day));
    Ok(Outcome::from(bonus::judge(&settings, rule_set, award, subject, day))
        .with("amount", bonus.map(|bonus| bonus.amount))
        .with("unrounded", bonus.map(|bonus| bonus.unrounded)))
}

/// What of a list of awards is paid.
pub(super) fn payments(facts: &Facts<'_>) -> Result<Outcome> {
    let mut list = Vec::new();
    for one in facts.list("payments")? {
        list.push(Paid {
            year: AwardYear::try_from(i64::from(one.number("year")?.context("no year")?))?,
            amount: one.given("amount", Value::as_u64)?.context("no amount")?,
            is_paid: one.flag("paid")?.unwrap_or_default(),
        });
        one.nothing_else()?;
    }
    Ok(Outcome::from(bonus::judge_payments(&list)).with("paid", bonus::payable(&list)))
}

/// Which of two stands first.
pub(super) fn first_of_two(facts: &Facts<'_>) -> Result<Outcome> {
    let one = |key| -> Result<Candidate> {
        let told = facts.within(key)?.with_context(|| format!("nobody is {key}"))?;
        let candidate = Candidate {
            score: told.given("score", Value::as_i64)?.unwrap_or_default(),
            is_woman: told.fact("woman", None, Value::as_bool)?,
            women: told.fact("women", None, |value| match value.as_array()?.as_slice() {
                [women, all] => {
                    Some((u32::try_from(women.as_u64()?).ok()?, u32::try_from(all.as_u64()?).ok()?))
                }
                _ => None,
            })?,
        };
        told.nothing_else()?;
        Ok(candidate)
    };
    let (first, second) = (one("first")?, one("second")?);
    let order = match precedence::compare(&first, &second) {
        Ordering::Less => "first",
        Ordering::Equal => "equal",
        Ordering::Greater => "second",
    };
    Ok(Outcome::from(precedence::judge(&first, &second)).with("order", order))
}

/// The parts of a dossier.
pub(super) fn dossier(case: &Case, rule_set: RuleSet, facts: &Facts<'_>) -> Result<Outcome> {
    let (award, subject) = (facts.award()?, subject(&case.kind)?);
    let mut fields = Fields::default();
    if let Some(told) = facts.within("parts")? {
        for part in Part::ALL {
            if let Some(is_there) = told.flag(part.key())? {
                fields.insert(part.field(), if is_there { 1 } else { 2 }.into());
            }
        }
        told.nothing_else()?;
    }
    let keys = |parts: Vec<Part>| json!(parts.into_iter().map(Part::key).collect::<Vec<_>>());
    Ok(Outcome::from(dossier::judge(award, subject, rule_set, &fields))
        .with("missing_parts", keys(dossier::missing(award, subject, rule_set, &fields)))
        .with("required_parts", keys(dossier::required(award, subject, rule_set))))
}

/// Until when a dossier is to be dealt with.
pub(super) fn deadline(case: &Case, facts: &Facts<'_>) -> Result<Outcome> {
    let received = facts.day("received_at")?.context("no day of receipt is given")?;
    let settings: Settings = facts.settings()?;
    let days = match facts.number("days")? {
        Some(days) => days,
        None => deadline::days(facts.award()?, subject(&case.kind)?, &settings, received),
    };
    let holidays = facts.days("holidays")?;
    let done = facts.fact("done_on", None, |day| day.as_str()?.parse().ok())?;
    Ok(Outcome::from(deadline::judge(received, days, &holidays, &done))
        .with("days", days)
        .with("due", deadline::due(received, days, &holidays).to_string()))
}

/// Whether an award is revoked as the law asks.
pub(super) fn revocation(facts: &Facts<'_>) -> Result<Outcome> {
    let flag = |key| facts.fact(key, None, Value::as_bool);
    let revocation = Revocation { has_decision: flag("has_decision")?, is_recovered: flag("is_recovered")? };
    Ok(revocation::judge(&revocation).into())
}

/// Whether a name may be made public, as the nomination holds it.
pub(super) fn publication(facts: &Facts<'_>) -> Result<Outcome> {
    let mut fields = Fields::default();
    if let Fact::Is(may) = facts.fact("may_publish", None, Value::as_bool)? {
        fields.insert(PUBLISH, if may { 1 } else { 2 }.into());
    }
    Ok(publication::judge(&fields).into())
}

/// The unit that a code leads to on a day.
pub(super) fn unit_code(facts: &Facts<'_>) -> Result<Outcome> {
    let mut held = Vec::new();
    for one in facts.list("codes")? {
        held.push(HeldCode {
            code: one.number("code")?.context("no code")?,
            unit: one.text("unit")?.context("no unit")?,
            from: one.day("from")?.context("no first day")?,
            through: one.day("through")?,
        });
        one.nothing_else()?;
    }
    let code = facts.number("code")?.context("no code is given")?;
    let day = facts.day("day")?;
    let unit = day.and_then(|day| unit_code::unit_on(&held, code, day).copied());
    Ok(Outcome::from(unit_code::judge(&held, code, day)).with("unit", unit))
}
