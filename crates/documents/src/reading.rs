//! Reading the rows of a list, a few at a time, so that whoever reads can tell how far it is and can stop.
//!
//! A good row never waits for a bad one. What is no row of the list (numbering, totals, signatures, titles of parts) is
//! left out and counted.

mod skip;

use std::collections::BTreeMap;
use std::rc::Rc;

use thidua_domain::award::SubjectKind;
use thidua_domain::likeness::{Likeness, LikenessKey, Subject, likeness};
use thidua_domain::record::{Fields, PartitionId};

use crate::column::Column;
use crate::fault::{Bad, CellFault};
use crate::look::{Look, read_cell};
use crate::message::{Good, Order, Skipped};
use crate::row::{Entry, Reader};
use crate::table::{CellKind, Row, Table};
use skip::{Kind, Skipper};

/// How far the reading is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// The rows that are read.
    pub done: u32,
    /// All rows.
    pub all: u32,
}

impl Progress {
    /// Whether nothing is left to read.
    #[must_use]
    pub const fn is_complete(self) -> bool {
        self.done >= self.all
    }
}

/// A list that is being read.
pub struct Reading {
    table: Rc<Table>,
    look: Look,
    mapping: Vec<Option<Column>>,
    partition: PartitionId,
    first: usize,
    next: usize,
    reader: Reader,
    skipper: Skipper,
    section: Option<SubjectKind>,
    known: BTreeMap<LikenessKey, Vec<(Subject, u32)>>,
    good: Vec<Good>,
    bad: Vec<Bad>,
    skipped: Skipped,
}

impl Reading {
    /// Begins to read a table.
    #[must_use]
    pub fn new(table: Rc<Table>, order: Order) -> Self {
        let mut look = match order.heading {
            Some(row) => Look::at(&table, Some(row)),
            None => Look { headings: crate::heading::Headings::none(&table), ..Look::at(&table, None) },
        };
        for column in order.unconverted {
            if let Some(finding) = look.findings.get_mut(usize::from(column)) {
                *finding = None;
            }
        }
        let first =
            table.rows.iter().position(|row| row.number >= look.headings.data).unwrap_or(table.rows.len());
        Self {
            partition: PartitionId(order.defaults.partition),
            skipper: Skipper::new(&look.headings, &order.mapping),
            reader: Reader::new(order.defaults),
            mapping: order.mapping,
            look,
            table,
            first,
            next: first,
            section: None,
            known: BTreeMap::new(),
            good: Vec::new(),
            bad: Vec::new(),
            skipped: Skipped::default(),
        }
    }

    /// Reads some rows.
    pub fn step(&mut self, rows: usize) -> Progress {
        let table = Rc::clone(&self.table);
        let end = table.rows.len().min(self.next.saturating_add(rows));
        for (place, row) in table.rows.iter().enumerate().take(end).skip(self.next) {
            let before =
                place.checked_sub(1).filter(|_| place > self.first).and_then(|place| table.rows.get(place));
            let expected = before.map_or(self.look.headings.data, |before| before.number + 1);
            self.skipped.empty += row.number.saturating_sub(expected);
            self.row(&table, row);
        }
        self.next = end.max(self.next);
        self.progress()
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
        Progress { done: count(self.next - self.first), all: count(self.table.rows.len() - self.first) }
    }

    /// The good rows since this was last asked.
    pub fn take_good(&mut self) -> Vec<Good> {
        std::mem::take(&mut self.good)
    }

    /// The faults since this was last asked.
    pub fn take_bad(&mut self) -> Vec<Bad> {
        std::mem::take(&mut self.bad)
    }

    /// What was left out so far.
    #[must_use]
    pub const fn skipped(&self) -> Skipped {
        self.skipped
    }

    fn row(&mut self, table: &Table, row: &Row) {
        let texts: Vec<(usize, String)> = row
            .filled()
            .map(|(place, cell)| {
                (place, read_cell(table, cell, self.finding(place), self.mapped(place)).into_owned())
            })
            .collect();
        match self.skipper.kind(&texts) {
            Kind::OfTheList => {}
            Kind::Heading => return self.skipped.headings += 1,
            Kind::Footer => return self.skipped.footers += 1,
            Kind::Section(subject) => {
                self.section = Some(subject);
                return self.skipped.sections += 1;
            }
        }
        let entry = |(place, text): (usize, String)| {
            let column = self.mapped(place)?;
            let kind = row.cells.get(place).map_or(CellKind::Text, |cell| cell.kind);
            Some(Entry { place: u16::try_from(place).ok()?, column, text: text.into(), kind })
        };
        let entries: Vec<Entry<'_>> = texts.into_iter().filter_map(entry).collect();
        match self.reader.read(&entries, self.section) {
            Ok(fields) => self.keep(row.number, fields),
            Err(faults) => {
                for (column, fault) in faults {
                    // A name that is missing is missing in its column, though nothing is in that cell.
                    let column = column.or_else(|| self.column_of(fault));
                    let text = entries.iter().find(|entry| Some(entry.place) == column);
                    let text = text.map(|entry| entry.text.to_string()).unwrap_or_default();
                    self.bad.push(Bad {
                        row: row.number,
                        column,
                        heading: self.heading(column),
                        fault,
                        text,
                    });
                }
            }
        }
    }

    /// Keeps a good row, unless it is the same nomination as one before.
    fn keep(&mut self, row: u32, fields: Fields) {
        if let Some(subject) = Subject::read(self.partition, &fields) {
            let alike = self.known.entry(subject.key().clone()).or_default();
            let same = alike.iter().find(|(other, _)| likeness(other, &subject) == Some(Likeness::Same));
            if let Some((_, earlier)) = same {
                let fault = CellFault::Twice { row: *earlier };
                let column = self.place_of(Column::Name);
                let name = fields.get(&thidua_domain::nomination::NAME);
                let text = name.and_then(|name| name.as_text()).unwrap_or_default().to_owned();
                self.bad.push(Bad { row, column, heading: self.heading(column), fault, text });
                return;
            }
            alike.push((subject, row));
        }
        self.good.push(Good { row, fields });
    }

    fn finding(&self, column: usize) -> Option<crate::look::Finding> {
        self.look.findings.get(column).copied().flatten()
    }

    fn mapped(&self, place: usize) -> Option<Column> {
        self.mapping.get(place).copied().flatten()
    }

    fn place_of(&self, column: Column) -> Option<u16> {
        let place = self.mapping.iter().position(|mapped| *mapped == Some(column))?;
        u16::try_from(place).ok()
    }

    fn column_of(&self, fault: CellFault) -> Option<u16> {
        let CellFault::Value(fault) = fault else { return None };
        let field = fault.field()?;
        let place =
            self.mapping.iter().position(|mapped| mapped.is_some_and(|mapped| mapped.field() == field))?;
        u16::try_from(place).ok()
    }

    fn heading(&self, column: Option<u16>) -> String {
        column
            .and_then(|column| self.look.headings.texts.get(usize::from(column)))
            .cloned()
            .unwrap_or_default()
    }
}
