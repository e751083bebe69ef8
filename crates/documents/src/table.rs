//! A table as it stands in the file: rows of cells, each with its place, its kind and its font.
//!
//! Fonts come from workbooks (calamine gives each cell's style); text files have none, and there the letters decide
//! what was typed in an old code. Cells are kept as they came, so that the officer can be shown before and after.

use std::fmt;

/// Where a cell stands, as spreadsheets write it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0; `None` where the whole row is meant.
    pub column: Option<u16>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(column) = self.column {
            f.write_str(&letters(column))?;
        }
        write!(f, "{}", self.row + 1)
    }
}

/// The letters of a column: 0 is A, 26 is AA.
#[must_use]
pub fn letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut left = u32::from(column) + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// What a cell says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CellKind {
    /// Text, as it was typed.
    #[default]
    Text,
    /// A number, written with a point and without groups.
    Number,
    /// A day, written as in ISO 8601.
    Day,
    /// A formula whose result is not in the file.
    Formula,
    /// An error value such as `#REF!`.
    Error,
}

/// One cell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cell {
    /// What is written in it.
    pub text: String,
    /// What it is.
    pub kind: CellKind,
    /// Its font among [`Table::fonts`], counted from 1; 0 where it is not known.
    pub font: u16,
}

impl Cell {
    /// A cell of text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.kind != CellKind::Formula && self.text.trim().is_empty()
    }

    /// Its content as it is shown: numbers and days as they are written in Vietnam.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.kind {
            CellKind::Number => self.text.replace('.', ","),
            CellKind::Day => {
                let mut parts = self.text.split('-');
                match (parts.next(), parts.next(), parts.next()) {
                    (Some(year), Some(month), Some(day)) => [day, month, year].join("/"),
                    _ => self.text.clone(),
                }
            }
            CellKind::Text | CellKind::Formula | CellKind::Error => self.text.clone(),
        }
    }
}

/// One row with something in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// The row of the sheet, from 0.
    pub number: u32,
    /// Its cells from the first column; those that are empty at the end may be missing.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A cell, where there is one.
    #[must_use]
    pub fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.get(column).filter(|cell| !cell.is_blank())
    }

    /// The cells with something in them, with their columns.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank())
    }
}

/// Cells that are joined: what is written in the first counts for it alone, except in headings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Merge {
    /// The first row.
    pub top: u32,
    /// The first column.
    pub left: u16,
    /// The last row.
    pub bottom: u32,
    /// The last column.
    pub right: u16,
}

/// A table: the rows that have something in them, from top to bottom.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// The rows.
    pub rows: Vec<Row>,
    /// The names of the fonts that its cells have.
    pub fonts: Vec<String>,
    /// The joined cells.
    pub merges: Vec<Merge>,
}

impl Table {
    /// How many columns the widest row has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default()
    }

    /// The name of a cell's font.
    #[must_use]
    pub fn font(&self, cell: &Cell) -> Option<&str> {
        let place = usize::from(cell.font).checked_sub(1)?;
        self.fonts.get(place).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_as_spreadsheets_do() {
        let cases = [(0, Some(0), "A1"), (6, Some(2), "C7"), (9, Some(25), "Z10"), (0, Some(26), "AA1")];
        for (row, column, expected) in cases {
            assert_eq!(Place { row, column }.to_string(), expected);
        }
        assert_eq!(Place { row: 19, column: Some(701) }.to_string(), "ZZ20");
        assert_eq!(Place { row: 19, column: Some(702) }.to_string(), "AAA20");
        assert_eq!(Place { row: 6, column: None }.to_string(), "7");
    }

    #[test]
    fn numbers_and_days_are_shown_as_they_are_written_here() {
        let cell = |text: &str, kind| Cell { text: text.into(), kind, font: 0 }.shown();
        assert_eq!(cell("85.5", CellKind::Number), "85,5");
        assert_eq!(cell("2024-04-03", CellKind::Day), "03/04/2024");
        assert_eq!(cell("85.5", CellKind::Text), "85.5");
    }
}
