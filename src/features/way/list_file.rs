//! The list of dossiers as a file of their own: what the proposal to the higher level is written from. Who, for what, with
//! which votes, and which parts are there.

use std::sync::Arc;

use thidua_domain::dossier::{self, Step};
use thidua_domain::law::dossier::{Part, required};
use thidua_domain::nomination::Nomination;
use thidua_domain::record::{Field, Value};
use thidua_domain::rule_set::RuleSet;
use thidua_domain::step;

use super::words;
use crate::book::{RecordView, Session};
use crate::features::fields;
use crate::locale::{Words, format};
use crate::web::{self, download};

/// The figures of the council's vote, in the order of their columns.
const FIGURES: [Field; 6] = [step::MEMBERS, step::PRESENT, step::WRITTEN, step::YES, step::NO, step::BLANK];

/// Hands the list to the officer as a file; says whether the browser took it.
pub(super) fn save(app: &'static Words, session: &Session, records: &[Arc<RecordView>]) -> bool {
    let locale = app.locale;
    let asked: Vec<Vec<Part>> = records.iter().map(|record| parts_of(record)).collect();
    // A column for each part that any of the dossiers needs.
    let parts: Vec<Part> =
        Part::ALL.into_iter().filter(|part| asked.iter().any(|asked| asked.contains(part))).collect();
    let mut heading: Vec<&str> = words::LIST_COLUMNS.map(|column| locale.of(column)).to_vec();
    heading.extend(FIGURES.map(|field| fields::name(app, super::history::KIND, field)));
    heading.extend(parts.iter().map(|part| locale.of(part.names())));
    let mut rows = vec![heading.into_iter().map(str::to_owned).collect::<Vec<_>>()];
    for (place, (record, asked)) in records.iter().zip(&asked).enumerate() {
        let mut row = vec![place.saturating_add(1).to_string()];
        row.extend(of_dossier(app, session, record));
        row.extend(votes(record));
        row.extend(parts.iter().map(|part| {
            let word = match (asked.contains(part), is_there(record, *part)) {
                (false, _) => return String::new(),
                (true, true) => words::PART_THERE,
                (true, false) => words::PART_MISSING,
            };
            locale.of(word).to_owned()
        }));
        rows.push(row);
    }
    download::save_table(locale.of(words::LIST_NAME), &rows)
}

fn parts_of(record: &RecordView) -> Vec<Part> {
    let nomination = Nomination::read(&record.fields);
    let rules = dossier::rule_set(&record.fields).or_else(|| web::today().map(RuleSet::in_force_on));
    match (nomination.award, nomination.subject, rules) {
        (Some(award), Some(subject), Some(rules)) => required(award, subject, rules),
        _ => Vec::new(),
    }
}

fn is_there(record: &RecordView, part: Part) -> bool {
    record.fields.get(&part.field()).and_then(Value::as_int) == Some(1)
}

fn of_dossier(app: &'static Words, session: &Session, record: &RecordView) -> [String; 6] {
    let nomination = Nomination::read(&record.fields);
    [
        nomination.name.to_owned(),
        nomination.birth_year.map(|year| year.to_string()).unwrap_or_default(),
        nomination.position.to_owned(),
        session.place_name(record.partition).to_owned(),
        nomination.award.map(|award| fields::award(app, award).to_owned()).unwrap_or_default(),
        nomination.year.map(|year| year.to_string()).unwrap_or_default(),
    ]
}

/// The day of the council's last vote for the dossier, and its figures; empty where there was none.
fn votes(record: &RecordView) -> Vec<String> {
    let entries = step::entries(&record.fields);
    let last = entries.iter().rfind(|entry| Step::from_code(entry.kind) == Some(Step::Approve));
    let day = last.and_then(|entry| entry.day).and_then(|day| format::civil(&day.to_string()));
    let count = |field: Field| {
        let count = record.fields.get(&step::of(field, last?.item))?.as_int()?;
        Some(count.to_string())
    };
    let figures = FIGURES.map(|field| count(field).unwrap_or_default());
    [day.unwrap_or_default()].into_iter().chain(figures).collect()
}
