//! The new-rural criteria of a commune (tiêu chí nông thôn mới): which are met, since which day and by which decision.
//!
//! The record belongs to the commune. Each criterion is an item whose number is that of the criterion, so that two
//! officers who write about one criterion write the same fields, and about two never meet. How many are met is counted.

use crate::fault::Fault;
use crate::law::criteria::{Criterion, Stage};
use crate::record::{Field, Fields, RecordKind, Value};
use crate::rule_set::CivilDate;
use crate::schema::{self, FieldRule, Holds};

/// By the criteria of which stage: the code of a [`Stage`].
pub const STAGE: Field = Field::of(10);
/// Of a criterion: since which day it is met.
pub const MET_ON: Field = Field::of(20);
/// Of a criterion: by which decision or minutes that was found.
pub const DECISION: Field = Field::of(21);
/// Of a criterion: what is still to be done, or else to be known.
pub const NOTE: Field = Field::of(22);

/// The fields of a commune's criteria.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(STAGE, Holds::Int(1, 100)),
    FieldRule::of_items(MET_ON, Holds::Day),
    FieldRule::of_items(DECISION, Holds::Line(200)),
    FieldRule::of_items(NOTE, Holds::Prose(500)),
];

/// What is known of one criterion.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cell<'f> {
    /// Since which day it is met.
    pub met_on: Option<CivilDate>,
    /// By which decision.
    pub decision: &'f str,
    /// What else is to be known.
    pub note: &'f str,
}

/// How a criterion stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is met: the day and the decision are there.
    Met,
    /// One of the two is missing, as where two officers' edits have come together: it does not count.
    Incomplete,
    /// It is not met.
    Open,
}

impl Cell<'_> {
    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match (self.met_on.is_some(), !self.decision.trim().is_empty()) {
            (true, true) => Standing::Met,
            (false, false) => Standing::Open,
            _ => Standing::Incomplete,
        }
    }

    /// Whether nothing was written about it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.standing() == Standing::Open && self.note.trim().is_empty()
    }
}

/// The criteria of a commune, as they are read from its record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grid<'f> {
    /// By the criteria of which stage.
    pub stage: &'static Stage,
    /// What is known of each criterion of the stage, in their order.
    pub cells: Vec<Cell<'f>>,
}

impl<'f> Grid<'f> {
    /// Of a commune of which nothing is known yet.
    #[must_use]
    pub fn empty(stage: &'static Stage) -> Self {
        Self { stage, cells: vec![Cell::default(); stage.criteria.len()] }
    }

    /// Reads the criteria; `None` where a later version has others.
    #[must_use]
    pub fn read(fields: &'f Fields) -> Option<Self> {
        let mut grid = Self::empty(Stage::from_code(fields.get(&STAGE).and_then(Value::as_int)?)?);
        for (criterion, cell) in grid.stage.criteria.iter().zip(&mut grid.cells) {
            let text = |field: Field| {
                let field = Field::of_item(field.number, criterion.number);
                fields.get(&field).and_then(Value::as_text).unwrap_or_default()
            };
            *cell = Cell { met_on: text(MET_ON).parse().ok(), decision: text(DECISION), note: text(NOTE) };
        }
        Some(grid)
    }

    /// The criteria of a commune that has more than one record of a stage, as when two devices have begun one at the same
    /// time: of each criterion what the first record says that says anything of it.
    #[must_use]
    pub fn joined(stage: &'static Stage, records: impl IntoIterator<Item = &'f Fields>) -> Self {
        let mut all = Self::empty(stage);
        for grid in records.into_iter().filter_map(Self::read).filter(|grid| grid.stage == stage) {
            for (known, cell) in all.cells.iter_mut().zip(grid.cells) {
                if known.is_empty() {
                    *known = cell;
                }
            }
        }
        all
    }

    /// The criteria with what is known of them.
    pub fn each(&self) -> impl Iterator<Item = (&'static Criterion, &Cell<'f>)> {
        self.stage.criteria.iter().zip(&self.cells)
    }

    /// What is known of a criterion.
    #[must_use]
    pub fn cell(&self, number: u32) -> Cell<'f> {
        self.each()
            .find(|(criterion, _)| criterion.number == number)
            .map(|(_, cell)| *cell)
            .unwrap_or_default()
    }

    /// How many criteria are met.
    #[must_use]
    pub fn met(&self) -> usize {
        self.cells.iter().filter(|cell| cell.standing() == Standing::Met).count()
    }

    /// Whether all are.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.met() == self.cells.len()
    }
}

/// Everything that is wrong with the criteria of a commune, each to be said beside its field.
///
/// What is met is met by a decision and since a day, and not before the stage that set the criterion.
#[must_use]
pub fn check(fields: &Fields) -> Vec<Fault> {
    let mut faults = schema::check_record(RecordKind::RuralGrid, fields);
    let Some(stage) = fields.get(&STAGE).and_then(Value::as_int).and_then(Stage::from_code) else {
        return faults;
    };
    let of_others = fields.keys().filter(|field| field.item != 0 && stage.criterion(field.item).is_none());
    faults.extend(of_others.map(|field| Fault::UnknownField(*field)));
    for criterion in stage.criteria {
        let field = |field: Field| Field::of_item(field.number, criterion.number);
        let text = |of: Field| fields.get(&field(of)).and_then(Value::as_text).unwrap_or_default().trim();
        let day = text(MET_ON);
        if !day.is_empty() && text(DECISION).is_empty() {
            faults.push(Fault::Missing(field(DECISION)));
        }
        if day.is_empty() && !text(DECISION).is_empty() {
            faults.push(Fault::Missing(field(MET_ON)));
        }
        let met_on = day.parse::<CivilDate>().ok();
        if met_on.zip(stage.first_day()).is_some_and(|(met_on, first)| met_on < first) {
            faults.push(Fault::Backwards(field(MET_ON)));
        }
    }
    faults
}

/// What is wrong with the criteria that was not wrong before: what the endpoint refuses.
#[must_use]
pub fn refusal(before: Option<&Fields>, after: &Fields) -> Option<Fault> {
    let known = before.map(check).unwrap_or_default();
    check(after).into_iter().find(|fault| !known.contains(fault))
}

#[cfg(test)]
mod tests;
