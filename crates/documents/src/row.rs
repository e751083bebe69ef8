//! One row as the fields of a nomination, or as the faults of its cells.
//!
//! Who is put forward and for what is settled first: an award that only collectives receive makes the row one of a
//! collective, unless the row itself says otherwise.

use std::collections::BTreeMap;

use thidua_domain::award::{Award, SubjectKind};
use thidua_domain::fault::Fault;
use thidua_domain::nomination as of;
use thidua_domain::record::{Field, Fields, Value};
use thidua_domain::rule_set::{AwardYear, CivilDate, RuleSet};

use crate::column::{Column, Reads, Words};
use crate::fault::CellFault;
use crate::message::Defaults;
use crate::table::CellKind;
use crate::value;

/// A cell of a row: its column in the file, what it means, and what it says in Unicode.
pub(crate) struct Entry<'c> {
    pub(crate) place: u16,
    pub(crate) column: Column,
    pub(crate) text: std::borrow::Cow<'c, str>,
    pub(crate) kind: CellKind,
}

/// A fault of a row: in a column of the file, or `None` where no column is to blame.
pub(crate) type RowFault = (Option<u16>, CellFault);

/// What rows are read with. The same few awards stand in thousands of rows, so what was recognised is kept.
pub(crate) struct Reader {
    defaults: Defaults,
    today: CivilDate,
    awards: BTreeMap<(Option<SubjectKind>, String), Result<&'static Award, CellFault>>,
    words: BTreeMap<(Column, String), Result<Value, CellFault>>,
}

impl Reader {
    pub(crate) fn new(defaults: Defaults) -> Self {
        let today = defaults.today;
        Self { defaults, today, awards: BTreeMap::new(), words: BTreeMap::new() }
    }

    /// Reads a row. `section` is what the title of its part of the list says.
    pub(crate) fn read(
        &mut self,
        entries: &[Entry<'_>],
        section: Option<SubjectKind>,
    ) -> Result<Fields, Vec<RowFault>> {
        let mut faults = Vec::new();
        let mut fields = Fields::new();
        let find = |column| entries.iter().find(|entry| entry.column == column);
        let said = find(Column::Subject).map(|entry| (entry.place, value::code(Words::Subject, &entry.text)));
        let mut subject = match said {
            Some((_, Some(code))) => u16::try_from(code).ok().and_then(SubjectKind::from_code),
            Some((place, None)) => {
                faults.push((Some(place), CellFault::UnknownWord));
                None
            }
            None => section,
        };
        let of_default = self.defaults.kind().filter(|_| said.is_none());
        let award = match find(Column::Award) {
            Some(entry) => {
                self.award(&entry.text, subject.or(of_default)).map_err(|fault| (Some(entry.place), fault))
            }
            None => Ok(self.defaults.award.clone()),
        };
        match award {
            Ok(award) => {
                if let Some([only]) = award.as_deref().and_then(Award::by_id).map(|award| award.subjects) {
                    subject = subject.or(Some(*only));
                }
                insert(&mut fields, of::AWARD, award.map(Value::Text));
            }
            Err(fault) => faults.push(fault),
        }
        let subject = subject.or(of_default);
        insert(&mut fields, of::SUBJECT, subject.map(|kind| Value::Int(kind.code().into())));
        for entry in entries {
            if let Err(fault) = self.entry(entry, subject, &mut fields) {
                faults.push((Some(entry.place), fault));
            }
        }
        self.complete(&mut fields, entries, &mut faults);
        if faults.is_empty() { Ok(fields) } else { Err(faults) }
    }

    fn award(&mut self, text: &str, subject: Option<SubjectKind>) -> Result<Option<String>, CellFault> {
        let known = self.awards.entry((subject, text.to_owned()));
        let award = *known.or_insert_with(|| value::award(text, subject));
        award.map(|award| Some(award.id.to_owned()))
    }

    /// Reads every other cell.
    fn entry(
        &mut self,
        entry: &Entry<'_>,
        subject: Option<SubjectKind>,
        fields: &mut Fields,
    ) -> Result<(), CellFault> {
        match entry.kind {
            CellKind::Formula => return Err(CellFault::Formula),
            CellKind::Error => return Err(CellFault::ErrorValue),
            CellKind::Text | CellKind::Number | CellKind::Day => {}
        }
        let field = entry.column.field();
        if subject.is_some_and(|subject| !is_asked(field, subject)) {
            return Err(CellFault::NotOfSubject);
        }
        match entry.column.reads() {
            Reads::Award | Reads::Words(Words::Subject) => {}
            Reads::Birth => {
                let year = value::read_birth(&entry.text, entry.kind, self.today)?;
                fields.insert(field, Value::Int(year));
                let sex = match entry.column {
                    Column::BirthOfMan => 1,
                    Column::BirthOfWoman => 2,
                    _ => return Ok(()),
                };
                fields.insert(of::SEX, Value::Int(sex));
            }
            Reads::PositionAndWorkplace => {
                let cut = entry.text.split_once(['\n', ',', ';']);
                let (position, workplace) = cut.unwrap_or((&entry.text, ""));
                for (field, text) in [(of::POSITION, position), (of::WORKPLACE, workplace)] {
                    let text = value::line(text);
                    if !text.is_empty() && !fields.contains_key(&field) {
                        fields.insert(field, Value::Text(text));
                    }
                }
            }
            reads @ Reads::Words(_) => {
                let known = self.words.entry((entry.column, entry.text.to_string()));
                let value = known.or_insert_with(|| value::read(reads, &entry.text, entry.kind, self.today));
                fields.insert(field, value.clone()?);
            }
            reads @ (Reads::Line | Reads::Prose | Reads::Whole | Reads::Amount | Reads::Day) => {
                fields.insert(field, value::read(reads, &entry.text, entry.kind, self.today)?);
            }
        }
        Ok(())
    }

    /// The year and the rule set, and what the domain says of the whole.
    fn complete(&self, fields: &mut Fields, entries: &[Entry<'_>], faults: &mut Vec<RowFault>) {
        if !fields.contains_key(&of::YEAR) && !entries.iter().any(|entry| entry.column == Column::Year) {
            insert(fields, of::YEAR, self.defaults.year.map(Value::Int));
        }
        let year =
            fields.get(&of::YEAR).and_then(Value::as_int).and_then(|year| AwardYear::try_from(year).ok());
        if let Some(year) = year {
            let rules = RuleSet::for_new(year, self.today);
            fields.insert(of::RULE_SET, Value::Text(rules.id().to_owned()));
        }
        for fault in of::check(fields) {
            let column =
                |field| entries.iter().find(|entry| entry.column.field() == field).map(|entry| entry.place);
            let place = fault.field().and_then(column);
            // What could not be read is missing, too; that is told already.
            let told = place.is_some() && faults.iter().any(|(other, _)| *other == place);
            if !(told && matches!(fault, Fault::Missing(_) | Fault::AwardNotForSubject)) {
                faults.push((place, CellFault::Value(fault)));
            }
        }
        // What the law forbids outright a form would not save either.
        if let Some(fault @ Fault::Forbidden(_)) = of::refusal(None, fields) {
            faults.push((None, CellFault::Value(fault)));
        }
    }
}

fn insert(fields: &mut Fields, field: Field, value: Option<Value>) {
    if let Some(value) = value {
        fields.insert(field, value);
    }
}

/// Whether a field is asked of such a subject at all.
fn is_asked(field: Field, subject: SubjectKind) -> bool {
    let only = |fields: &[Field], kind| !fields.contains(&field) || subject == kind;
    only(&of::OF_PERSONS, SubjectKind::Individual)
        && only(&of::OF_COLLECTIVES, SubjectKind::Collective)
        && only(&of::OF_HOUSEHOLDS, SubjectKind::Household)
}
