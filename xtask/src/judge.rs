//! `cargo xtask judge FILE`: cases of the law, evaluated by the functions that the app and the endpoint use.
//!
//! A case names a rule set, an award, a kind and facts; what it expects is compared key by key. A fact that is absent is
//! not asked about; `null` is "none" for discipline and absence, and "not entered yet" for everything else. Facts and
//! expectations that nothing here knows are told, never passed over in silence.

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use thidua_domain::award::{Award, Level, SubjectKind};
use thidua_domain::law::authority::{self, Action};
use thidua_domain::law::bonus::{self, RoundMode};
use thidua_domain::law::collective::{self, CollectiveFacts};
use thidua_domain::law::fact::Fact;
use thidua_domain::law::finding::{Findings, Overall};
use thidua_domain::law::history::History;
use thidua_domain::law::individual::{self, Absence, Discipline, Initiative, PersonFacts, Rating};
use thidua_domain::law::quota::{Quota, Rounding};
use thidua_domain::law::rule::Severity;
use thidua_domain::law::setting::Limits;
use thidua_domain::law::vote::{self, Vote};
use thidua_domain::rule_set::{AwardYear, CivilDate, RuleSet};

#[derive(Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    rule_set: String,
    award: String,
    kind: String,
    facts: Map<String, Value>,
    expect: Map<String, Value>,
}

/// Judges every case and prints each; fails where one failed.
pub(crate) fn judge(file: &Path) -> Result<ExitCode> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let cases = serde_json::from_str::<File>(&text).context("not a file of cases")?.cases;
    ensure!(!cases.is_empty(), "{} has no cases", file.display());
    let (mut passed, mut failed) = (0_u32, 0_u32);
    for case in cases {
        match evaluate(&case) {
            Ok(wrong) if wrong.is_empty() => {
                passed += 1;
                println!("ok      {}", case.id);
            }
            Ok(wrong) => {
                failed += 1;
                println!("FAILED  {}: {}", case.id, wrong.join("; "));
            }
            Err(error) => {
                failed += 1;
                println!("FAILED  {}: {error:#}", case.id);
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What differs from what was expected.
fn evaluate(case: &Case) -> Result<Vec<String>> {
    let facts = Facts::new(&case.facts);
    let got = got(case, &facts)?;
    let mut wrong = Vec::new();
    for (key, wanted) in &case.expect {
        let fits = match (key.as_str(), got.get(key)) {
            ("places_any", _) => {
                wanted.as_array().is_some_and(|any| got.get("places").is_some_and(|it| any.contains(it)))
            }
            ("failed" | "missing", Some(found)) => sorted(wanted) == sorted(found),
            (_, found) => found == Some(wanted),
        };
        if !fits {
            wrong.push(format!("{key} is {}, expected {wanted}", got.get(key).unwrap_or(&Value::Null)));
        }
    }
    for key in facts.unknown() {
        wrong.push(format!("nothing here knows the fact {key}"));
    }
    Ok(wrong)
}

fn sorted(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().map(ToString::to_string).collect()
}

fn got(case: &Case, facts: &Facts<'_>) -> Result<Map<String, Value>> {
    if case.award == "rule_set" {
        let chosen = facts.day("received_at")?.or(facts.day("decided_on")?).context("no day is given")?;
        facts.passed_over(&["year", "decided_on"]);
        return Ok(object(json!({ "rule_set": RuleSet::in_force_on(chosen).id() })));
    }
    let rule_set =
        RuleSet::from_id(&case.rule_set).with_context(|| format!("no rule set {}", case.rule_set))?;
    match case.award.as_str() {
        "quota_cstdcs" => quota(facts),
        "vote" => {
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
            Ok(told(&vote::judge(award, vote)))
        }
        "bonus" => money(case, rule_set, facts),
        "decider" => {
            let level = level(facts.text("level")?.context("no level is given")?)?;
            let award = facts.award()?;
            let mut told = told(&authority::judge(rule_set, award, level));
            let action = match authority::action(rule_set, award, level) {
                Action::Decide => "decide",
                Action::SendUp => "send_up",
                Action::NoSuchLevel => "no_such_level",
            };
            told.insert("action".to_owned(), action.into());
            Ok(told)
        }
        _ => person_or_collective(case, rule_set, facts),
    }
}

fn person_or_collective(case: &Case, rule_set: RuleSet, facts: &Facts<'_>) -> Result<Map<String, Value>> {
    let award = Award::by_id(&case.award).with_context(|| format!("no award {}", case.award))?;
    let subject = subject(&case.kind)?;
    if subject != SubjectKind::Individual {
        return Ok(told(&collective::judge(rule_set, award, subject, &collective_facts(facts)?)));
    }
    let year = facts
        .number("year")?
        .map_or_else(|| AwardYear::try_from(2023), |year| AwardYear::try_from(i64::from(year)))?;
    Ok(told(&individual::judge(rule_set, award, year, &person_facts(facts, year)?)))
}

fn told(found: &Findings) -> Map<String, Value> {
    let overall = match found.overall() {
        Overall::Met => "met",
        Overall::NotMet => "not_met",
        Overall::CannotTell => "cannot_tell",
    };
    let worst = found.severity();
    let severity = worst.map(|severity| match severity {
        Severity::Block => "block",
        Severity::Warn => "warn",
        Severity::Inform => "inform",
    });
    let failed = found.failed().filter(|finding| Some(finding.severity) == worst);
    let failed: Vec<_> = failed.map(|finding| finding.rule.to_string()).collect();
    object(json!({ "overall": overall, "failed": failed, "missing": found.missing(), "severity": severity }))
}

fn quota(facts: &Facts<'_>) -> Result<Map<String, Value>> {
    let (ldtt, proposed) =
        (facts.number("ldtt")?.unwrap_or_default(), facts.number("cstdcs")?.unwrap_or_default());
    let mut quota = Quota { percent: facts.number("percent")?.unwrap_or(15), ..Quota::default() };
    if let Some(mode) = facts.text("rounding")? {
        quota.rounding = match mode {
            "floor" => Rounding::Down,
            "nearest" => Rounding::Nearest,
            other => bail!("no way of rounding {other}"),
        };
    }
    quota.at_least_one = facts.flag("at_least_one")?.unwrap_or_default();
    let mut told = told(&quota.judge(ldtt, proposed));
    told.insert("places".to_owned(), quota.places(ldtt).into());
    Ok(told)
}

fn money(case: &Case, rule_set: RuleSet, facts: &Facts<'_>) -> Result<Map<String, Value>> {
    let day = facts.day("decided_on")?.context("no day of decision is given")?;
    let mode = match facts.text("round_mode")? {
        None | Some("up") => RoundMode::Up,
        Some("nearest") => RoundMode::Nearest,
        Some(other) => bail!("no way of rounding {other}"),
    };
    let bonus = bonus::bonus(rule_set, facts.award()?, subject(&case.kind)?, day, mode);
    Ok(object(json!({
        "amount": bonus.map(|bonus| bonus.amount),
        "unrounded": bonus.map(|bonus| bonus.unrounded),
    })))
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
        discipline: facts.fact("discipline", Some(Discipline::None), |value| {
            (value.as_str()? == "pending").then_some(Discipline::Pending)
        })?,
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
        history: history(facts, year)?,
        is_rewarded: facts.fact("is_rewarded", None, Value::as_bool)?,
        is_of_campaign: facts.fact("is_of_campaign", None, Value::as_bool)?,
        discipline_ended: facts.fact("discipline_ended", None, |value| value.as_str()?.parse().ok())?,
        counted_from: facts.fact("counted_from", None, |value| value.as_str()?.parse().ok())?,
        limits: Limits::default(),
    })
}

/// Past years, this year's titles, and those that were revoked.
fn history(facts: &Facts<'_>, year: AwardYear) -> Result<Fact<History>> {
    let past = facts.get("history");
    let (this, revoked) = (facts.get("this_year"), facts.get("revoked"));
    let mut history = History::default();
    let Some(past) = past else { return Ok(Fact::NotAsked) };
    if past.is_null() {
        return Ok(Fact::Missing);
    }
    for (year, award) in titles(past)? {
        history.add(year, award);
    }
    for award in this.and_then(Value::as_array).into_iter().flatten() {
        history.add(year, award.as_str().context("a title is a word")?.to_owned());
    }
    for (year, award) in revoked.map(titles).transpose()?.unwrap_or_default() {
        history.revoke(year, &award);
    }
    Ok(Fact::Is(history))
}

fn titles(by_year: &Value) -> Result<Vec<(AwardYear, String)>> {
    let mut all = Vec::new();
    for (year, awards) in by_year.as_object().context("titles are told by year")? {
        for award in awards.as_array().context("the titles of a year are a list")? {
            all.push((year.parse()?, award.as_str().context("a title is a word")?.to_owned()));
        }
    }
    Ok(all)
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
        limits: Limits::default(),
    })
}

fn subject(kind: &str) -> Result<SubjectKind> {
    Ok(match kind {
        "individual" => SubjectKind::Individual,
        "collective" => SubjectKind::Collective,
        "household" => SubjectKind::Household,
        other => bail!("an award is not given to a {other}"),
    })
}

fn level(name: &str) -> Result<Level> {
    Ok(match name {
        "commune" => Level::Commune,
        "district" => Level::District,
        "province" => Level::Province,
        "prime_minister" => Level::PrimeMinister,
        "state" => Level::State,
        "ministry" => Level::Ministry,
        other => bail!("no level {other}"),
    })
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The facts of a case, and which of them were looked at.
struct Facts<'c> {
    all: &'c Map<String, Value>,
    known: RefCell<BTreeSet<String>>,
}

impl<'c> Facts<'c> {
    fn new(all: &'c Map<String, Value>) -> Self {
        Self { all, known: RefCell::default() }
    }

    fn get(&self, key: &str) -> Option<&'c Value> {
        self.known.borrow_mut().insert(key.to_owned());
        self.all.get(key)
    }

    /// Facts that are told and decide nothing.
    fn passed_over(&self, keys: &[&str]) {
        self.known.borrow_mut().extend(keys.iter().map(|key| (*key).to_owned()));
    }

    fn unknown(&self) -> Vec<&'c String> {
        let known = self.known.borrow();
        self.all.keys().filter(|key| !known.contains(*key)).collect()
    }

    /// A fact; `null` is `none` where that is a fact, and otherwise not entered yet.
    fn fact<T>(&self, key: &str, none: Option<T>, read: impl Fn(&Value) -> Option<T>) -> Result<Fact<T>> {
        Ok(match self.get(key) {
            None => Fact::NotAsked,
            Some(Value::Null) => none.map_or(Fact::Missing, Fact::Is),
            Some(value) => Fact::Is(read(value).with_context(|| format!("{key} cannot be {value}"))?),
        })
    }

    fn given<T>(&self, key: &str, read: impl Fn(&'c Value) -> Option<T>) -> Result<Option<T>> {
        let value = self.get(key).filter(|value| !value.is_null());
        value.map(|value| read(value).with_context(|| format!("{key} cannot be {value}"))).transpose()
    }

    fn number(&self, key: &str) -> Result<Option<u32>> {
        self.given(key, |value| u32::try_from(value.as_u64()?).ok())
    }

    fn flag(&self, key: &str) -> Result<Option<bool>> {
        self.given(key, Value::as_bool)
    }

    fn text(&self, key: &str) -> Result<Option<&'c str>> {
        self.given(key, Value::as_str)
    }

    fn day(&self, key: &str) -> Result<Option<CivilDate>> {
        self.given(key, |value| value.as_str()?.parse().ok())
    }

    fn award(&self) -> Result<&'static Award> {
        self.given("award", |value| Award::by_id(value.as_str()?))?.context("no award is given")
    }
}
