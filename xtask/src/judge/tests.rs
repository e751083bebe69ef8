use super::*;
use std::collections::BTreeMap;
use thidua_domain::law::criteria::STAGES;
use thidua_domain::law::finding::Verdict;
use thidua_domain::law::rule::RULES;
use thidua_domain::law::setting::SETTINGS;

fn fixture() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/rule-cases.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn law_page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/law.md");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn every_rule_has_a_case_for_each_verdict_that_it_can_have() {
    let fixture = fixture();
    let mut produced: BTreeSet<(String, &str)> = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for case in serde_json::from_value::<File>(fixture.clone()).unwrap().cases {
        let facts = Facts::new(&case.facts);
        for finding in outcome(&case, &facts).unwrap().found.all() {
            let verdict = match finding.verdict {
                Verdict::Met => "met",
                Verdict::NotMet => "not_met",
                Verdict::CannotTell(_) => "cannot_tell",
            };
            produced.insert((finding.rule.to_string(), verdict));
        }
        assert_eq!(evaluate(&case).unwrap(), Vec::<String>::new(), "{}", case.id);
        assert!(!case.expect.is_empty(), "{} expects nothing", case.id);
        assert!(ids.insert(case.id.clone()), "{} occurs twice", case.id);
    }
    let cannot: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_value(fixture["_cannot"].clone()).unwrap();
    let mut wrong = Vec::new();
    for rule in RULES {
        for verdict in ["met", "not_met", "cannot_tell"] {
            let key = rule.id.to_string();
            let excused = cannot.get(&key).is_some_and(|reasons| reasons.contains_key(verdict));
            if produced.contains(&(key.clone(), verdict)) == excused {
                wrong.push(format!("{key} {verdict} {}", if excused { "does occur" } else { "has no case" }));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    for (rule, reasons) in &cannot {
        assert!(RULES.iter().any(|known| known.id.to_string() == *rule), "no rule {rule}");
        assert!(reasons.values().all(|reason| !reason.trim().is_empty()), "{rule}");
    }
}

#[test]
fn misspelt_facts_and_expectations_are_told() {
    let case = |facts: Value, expect: Value| Case {
        id: String::new(),
        rule_set: "R2022_98".to_owned(),
        award: "lao_dong_tien_tien".to_owned(),
        kind: "individual".to_owned(),
        facts: facts.as_object().unwrap().clone(),
        expect: expect.as_object().unwrap().clone(),
    };
    let told = |case: &Case| evaluate(case).unwrap();
    assert_eq!(told(&case(json!({ "rating": "good" }), json!({ "overall": "met" }))), Vec::<String>::new());
    assert_eq!(told(&case(json!({ "raiting": 1 }), json!({}))), ["nothing here knows the fact raiting"]);
    assert_eq!(told(&case(json!({}), json!({ "overal": null }))), ["nothing here tells overal"]);
    assert!(evaluate(&case(json!({ "rating": "fine" }), json!({}))).is_err());
    assert!(evaluate(&case(json!({ "settings": { "quota": {} } }), json!({}))).is_err());
}

#[test]
fn every_rule_and_every_setting_stands_on_the_page_of_the_law() {
    let page = law_page();
    let mut rows = page.lines().filter_map(|line| line.strip_prefix("| "));
    let cells: BTreeSet<String> = rows
        .by_ref()
        .filter_map(|row| row.split(" |").next())
        .map(|cell| cell.trim_matches('`').to_owned())
        .collect();
    let rules = RULES.iter().map(|rule| rule.id.to_string());
    let settings = SETTINGS.iter().map(|entry| entry.key.to_owned());
    let missing: Vec<_> = rules.chain(settings).filter(|key| !cells.contains(key)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_new_rural_criterion_stands_on_the_page_of_the_law() {
    let page = law_page();
    for criterion in STAGES.iter().flat_map(|stage| stage.criteria) {
        let row = format!(
            "| `{}` | {}<br>{} | {}|",
            criterion.number,
            criterion.vi,
            criterion.en,
            criterion.before.map_or_else(String::new, |before| format!("{before} "))
        );
        assert!(page.lines().any(|line| line == row), "{row}");
    }
    assert!(STAGES.iter().all(|stage| page.contains(stage.source)));
}
