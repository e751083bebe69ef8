//! `cargo xtask judge FILE`: cases of the law, evaluated by the functions that the app and the endpoint use.
//!
//! A case names a rule set, an award (or what is judged that is none), a kind and facts; what it expects is compared key
//! by key. A fact that is absent is not asked about; `null` is "none" for discipline and absence, and "not entered yet"
//! for everything else. Facts and expectations that nothing here knows are told, never passed over in silence. What each
//! key means stands at the head of `tests/fixtures/rule-cases.json`.

use anyhow::{Context, Result, bail, ensure};
use facts::Facts;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use thidua_domain::award::{Level, SubjectKind};
use thidua_domain::law::finding::{Findings, Overall};
use thidua_domain::law::rule::Severity;
use thidua_domain::rule_set::RuleSet;

mod facts;
mod nomination;
mod procedure;
mod subject_facts;

#[derive(Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    id: String,
    rule_set: String,
    award: String,
    kind: String,
    facts: Map<String, Value>,
    #[serde(default)]
    expect: Map<String, Value>,
}

/// What came out: the findings, and what is told beside them.
#[derive(Default)]
struct Outcome {
    found: Findings,
    beside: Map<String, Value>,
}

impl Outcome {
    /// The same, with something told beside the findings.
    fn with(mut self, key: &str, told: impl Into<Value>) -> Self {
        self.beside.insert(key.to_owned(), told.into());
        self
    }
}

impl From<Findings> for Outcome {
    fn from(found: Findings) -> Self {
        Self { found, beside: Map::new() }
    }
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
    let got = told(outcome(case, &facts)?);
    let mut wrong = Vec::new();
    for (key, wanted) in &case.expect {
        let fits = match (key.as_str(), got.get(key)) {
            ("places_any", _) => {
                wanted.as_array().is_some_and(|any| got.get("places").is_some_and(|it| any.contains(it)))
            }
            (_, None) => {
                wrong.push(format!("nothing here tells {key}"));
                continue;
            }
            ("failed" | "missing", Some(found)) => sorted(wanted) == sorted(found),
            (_, Some(found)) => found == wanted,
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

fn outcome(case: &Case, facts: &Facts<'_>) -> Result<Outcome> {
    if case.award == "rule_set" {
        return procedure::in_force(facts);
    }
    let named = || rule_set(&case.rule_set);
    match case.award.as_str() {
        "transition" => procedure::kept(facts),
        "decider" => procedure::decider(named()?, facts),
        "quota_cstdcs" => procedure::share(facts),
        "quota_setting" => procedure::share_setting(facts),
        "government_flags" => procedure::government_flags(facts),
        "precedence" => procedure::first_of_two(facts),
        "dossier" => procedure::dossier(case, named()?, facts),
        "deadline" => procedure::deadline(case, facts),
        "vote" => procedure::council(facts),
        "bonus" => procedure::money(case, named()?, facts),
        "payments" => procedure::payments(facts),
        "revocation" => procedure::revocation(facts),
        "publication" => procedure::publication(facts),
        "unit_code" => procedure::unit_code(facts),
        "nomination" => nomination::judge(named()?, facts),
        _ => Ok(subject_facts::judge(case, named()?, facts)?.into()),
    }
}

/// What can be expected: what the findings come to, and what is told beside them.
fn told(outcome: Outcome) -> Map<String, Value> {
    let found = &outcome.found;
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
    let all =
        json!({ "overall": overall, "failed": failed, "missing": found.missing(), "severity": severity });
    let mut told = match all {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    told.extend(outcome.beside);
    told
}

fn rule_set(id: &str) -> Result<RuleSet> {
    RuleSet::from_id(id).with_context(|| format!("no rule set {id}"))
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

#[cfg(test)]
mod tests;
