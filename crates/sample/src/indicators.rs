//! The figures of the year as they were published, and those beside them from which growth, percent of plan and shares come
//! out as published. The latter are derived, and say so in the note of each record.

use serde::Deserialize;
use serde_json::Number;
use thidua_domain::decimal::{self, Notation};
use thidua_domain::indicator::{
    ACTUAL, ACTUAL_SAID, KEY, Known, LAST_YEAR, MEASURE, NAME, NOTE, PLAN, PLAN_SAID, Qualifier, SHARE_SAID,
    SOURCE, TOTAL, YEAR,
};
use thidua_domain::law::criteria::Stage;
use thidua_domain::record::{Field, Fields, PartitionKind, RecordKind, Value};
use thidua_domain::rural;

use crate::facts::{Facts, FactsError, Published};
use crate::year::{New, Unit};

const DERIVED: &str = include_str!("../../../tests/fixtures/indicators-2023.json");

/// What was derived, because it was not published.
#[derive(Debug, Deserialize)]
struct Derived {
    source_vi: String,
    indicators: Vec<Beside>,
    new_rural: NewRural,
}

/// The figures beside a published one.
#[derive(Debug, Deserialize)]
struct Beside {
    id: String,
    plan: Option<Number>,
    actual: Option<Number>,
    last_year: Option<Number>,
    total: Option<Number>,
    note_vi: String,
}

/// Since when and by what the communes meet the criteria.
#[derive(Debug, Deserialize)]
struct NewRural {
    met_on: String,
    decision_vi: String,
    note_vi: String,
}

/// The records of the year's figures: those of the committee in its commons, where it has one, and the criteria of the
/// communes that meet all of them.
pub(crate) fn records(facts: &Facts, units: &[Unit], year: i64) -> Result<Vec<New>, FactsError> {
    let derived: Derived = serde_json::from_str(DERIVED)?;
    let mut records = Vec::new();
    if let Some(commons) = units.iter().find(|unit| unit.kind == PartitionKind::Commons) {
        let of_committee = facts.indicators_2023.iter().filter_map(|published| {
            let beside = derived.indicators.iter().find(|beside| beside.id == published.id);
            let fields = indicator(published, beside, &derived.source_vi, year)?;
            Some(New { kind: RecordKind::Indicator, unit: commons.partition, fields })
        });
        records.extend(of_committee);
    }
    let complete = facts.indicators_2023.iter().find(|published| published.id == "new_rural_communes");
    for name in complete.map(|published| published.items_vi.as_slice()).unwrap_or_default() {
        let mut communes = units.iter().filter(|unit| unit.kind == PartitionKind::Commune);
        if let Some(commune) = communes.find(|unit| unit.name.trim_start_matches("Xã ") == name) {
            let fields = all_criteria(&derived.new_rural, year);
            records.push(New { kind: RecordKind::RuralGrid, unit: commune.partition, fields });
        }
    }
    Ok(records)
}

/// A figure of the list. The words are those of the list, of which the article's are the source.
fn indicator(published: &Published, beside: Option<&Beside>, source: &str, year: i64) -> Option<Fields> {
    let known = Known::of(&published.id)?;
    let mut fields = Fields::new();
    fields.insert(YEAR, year.into());
    let texts = [(KEY, known.key), (NAME, known.vi), (MEASURE, known.measure.0), (SOURCE, source)];
    for (field, text) in texts {
        fields.insert(field, text.into());
    }
    let of = |read: fn(&Beside) -> &Option<Number>| beside.and_then(|beside| read(beside).as_ref());
    let figures = [
        (PLAN, of(|beside| &beside.plan)),
        (ACTUAL, published.actual.as_ref().or_else(|| of(|beside| &beside.actual))),
        (LAST_YEAR, of(|beside| &beside.last_year)),
        (TOTAL, of(|beside| &beside.total)),
    ];
    for (field, figure) in figures {
        if let Some(figure) = figure {
            fields.insert(field, number(figure)?);
        }
    }
    // Of what was only published as a share, the word belongs to the share.
    let own = if published.actual.is_some() { ACTUAL_SAID } else { SHARE_SAID };
    let said = [(own, &published.qualifier_vi), (PLAN_SAID, &published.plan_qualifier_vi)];
    for (field, word) in said {
        let is_meant = |qualifier: &Qualifier| qualifier.word(Notation::Vietnamese) == word;
        if let Some(qualifier) = Qualifier::ALL.into_iter().find(is_meant) {
            fields.insert(field, qualifier.code().into());
        }
    }
    if let Some(beside) = beside {
        fields.insert(NOTE, beside.note_vi.as_str().into());
    }
    Some(fields)
}

/// The number as it stands in the file, digit by digit.
fn number(figure: &Number) -> Option<Value> {
    decimal::parse(&figure.to_string(), Notation::English).ok().map(Value::Decimal)
}

fn all_criteria(derived: &NewRural, year: i64) -> Fields {
    let stage = Stage::of_year(year);
    let mut fields = Fields::new();
    fields.insert(rural::STAGE, stage.code.into());
    for criterion in stage.criteria {
        let of = |field: Field| Field::of_item(field.number, criterion.number);
        fields.insert(of(rural::MET_ON), derived.met_on.as_str().into());
        fields.insert(of(rural::DECISION), derived.decision_vi.as_str().into());
        fields.insert(of(rural::NOTE), derived.note_vi.as_str().into());
    }
    fields
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use thidua_domain::indicator::{self, Indicator};
    use thidua_domain::record::PartitionId;
    use thidua_domain::rural::Grid;

    use super::*;

    const FACTS: &str = include_str!("../../../tests/fixtures/minh-long-2023.json");

    fn made() -> Vec<New> {
        let unit = |(at, kind, name): (u32, PartitionKind, &str)| Unit {
            partition: PartitionId(at),
            kind,
            name: name.to_owned(),
        };
        let units = [
            (1, PartitionKind::Commune, "Xã Long Hiệp"),
            (2, PartitionKind::Commune, "Xã Long Mai"),
            (4, PartitionKind::Commune, "Xã Long Sơn"),
            (5, PartitionKind::Commune, "Xã Thanh An"),
            (22, PartitionKind::Commons, "Việc chung"),
        ];
        records(&Facts::parse(FACTS).unwrap(), &units.map(unit), 2023).unwrap()
    }

    #[test]
    fn the_published_growth_and_shares_come_out_of_the_figures() {
        let made = made();
        let sentence = |key: &str| {
            let of_key = |new: &&New| new.fields.get(&KEY).and_then(Value::as_text) == Some(key);
            let new = made.iter().find(of_key).unwrap();
            assert_eq!(indicator::check(&new.fields), [], "{key}");
            indicator::sentence(&Indicator::read(&new.fields), Notation::Vietnamese).unwrap()
        };
        let published = [
            ("production_value", "trên 792,5 tỷ đồng, tăng 8,13% so với năm trước, đạt trên 100% kế hoạch"),
            ("budget_revenue", "trên 378,3 tỷ đồng, tăng 1,85% so với năm trước, đạt trên 187% kế hoạch"),
            ("budget_expenditure", "trên 378,1 tỷ đồng, tăng 2,32% so với năm trước"),
            ("new_rural_communes", "3 xã, chiếm 60% tổng số xã"),
            ("poor_households", "885 hộ, chiếm 16,78% tổng số hộ"),
            ("near_poor_households", "262 hộ, chiếm gần 5% tổng số hộ"),
            ("digital_people_guided", "5.430 người"),
            ("new_internet_lines", "90 đường truyền"),
            ("cashless_accounts", "hơn 250 tài khoản"),
        ];
        for (key, expected) in published {
            assert_eq!(sentence(key), expected);
        }
    }

    #[test]
    fn every_published_figure_is_there_and_is_the_articles_own() {
        let (facts, made) = (Facts::parse(FACTS).unwrap(), made());
        let figures: Vec<&New> = made.iter().filter(|new| new.kind == RecordKind::Indicator).collect();
        assert_eq!(figures.len(), facts.indicators_2023.len());
        for (published, new) in facts.indicators_2023.iter().zip(figures) {
            let read = Indicator::read(&new.fields);
            assert_eq!(read.key, published.id);
            assert!(published.label_vi.starts_with(read.name), "{} and {}", read.name, published.label_vi);
            if let Some(actual) = &published.actual {
                assert_eq!(read.actual, number(actual).and_then(|value| value.as_amount()));
            }
            if let Some(change) = &published.change_vs_previous_year_pct {
                let growth = read.growth().unwrap();
                assert_eq!(growth.way, Ordering::Greater);
                assert_eq!(growth.size.written(Notation::English), format!("{change}%"));
            }
            if let Some(share) = &published.share_pct {
                let exact = read.share().unwrap();
                let told = read.share_said.and_then(|said| said.of_share(exact)).unwrap_or(exact);
                assert_eq!(told.written(Notation::English), format!("{share}%"));
            }
            if let Some(plan) = &published.plan_achieved_pct {
                let told = read.plan_said.unwrap().of_share(read.of_plan().unwrap()).unwrap();
                assert_eq!(told.written(Notation::English), format!("{plan}%"));
            }
            // What was not published says that it is derived.
            let derived = read.plan.or(read.last_year).or(read.total).is_some();
            assert_eq!(read.note.contains(crate::MARK), derived, "{}", read.key);
        }
    }

    #[test]
    fn the_fixture_says_of_each_figure_that_it_is_derived() {
        let file: serde_json::Value = serde_json::from_str(DERIVED).unwrap();
        let each = file["indicators"].as_array().unwrap();
        assert!(each.iter().chain([&file["new_rural"]]).all(|of| of["derived"] == true));
    }

    #[test]
    fn three_communes_meet_all_criteria() {
        let made = made();
        let grids: Vec<_> = made.iter().filter(|new| new.kind == RecordKind::RuralGrid).collect();
        assert_eq!(grids.iter().map(|new| new.unit.0).collect::<Vec<_>>(), [4, 5, 1]);
        for new in grids {
            assert!(Grid::read(&new.fields).unwrap().is_complete());
            assert_eq!(rural::check(&new.fields), []);
        }
    }

    #[test]
    fn a_committee_without_commons_has_the_criteria_alone() {
        let unit =
            Unit { partition: PartitionId(1), kind: PartitionKind::Commune, name: "Xã Long Sơn".into() };
        let made = records(&Facts::parse(FACTS).unwrap(), &[unit], 2023).unwrap();
        assert_eq!(made.iter().map(|new| new.kind).collect::<Vec<_>>(), [RecordKind::RuralGrid]);
    }
}
