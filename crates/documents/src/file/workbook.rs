//! Workbooks, read with calamine: values and fonts in one pass over a sheet, formulas without a result in a second.
//!
//! A sheet is read as a stream and only what has a value is kept, so that a million rows are refused after the first
//! twenty thousand.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::archive;
use crate::refusal::{MOST_COLUMNS, MOST_ROWS, Refusal};
use crate::table::{Cell, CellKind, Merge, Row, Table};

/// Room for what stands above the list, so that the rows of the list itself are counted where it is known.
const ABOVE: usize = 40;

/// An open workbook.
pub(super) struct Workbook {
    xlsx: Xlsx<Cursor<Vec<u8>>>,
    sheets: Vec<String>,
}

impl Workbook {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, Refusal> {
        archive::check(&bytes)?;
        let xlsx = Xlsx::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
        let all = xlsx.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let mut sheets: Vec<String> = all
            .clone()
            .filter(|sheet| sheet.visible == SheetVisible::Visible)
            .map(|sheet| sheet.name.clone())
            .collect();
        if sheets.is_empty() {
            sheets = all.map(|sheet| sheet.name.clone()).collect();
        }
        if sheets.is_empty() { Err(Refusal::NoSheet) } else { Ok(Self { xlsx, sheets }) }
    }

    pub(super) fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// The table of a sheet.
    pub(super) fn table(&mut self, sheet: usize) -> Result<Table, Refusal> {
        let name = self.sheets.get(sheet).ok_or(Refusal::NoSheet)?.clone();
        let mut table = self.values(&name)?;
        self.formulas(&name, &mut table)?;
        if table.rows.is_empty() {
            return Err(Refusal::Empty);
        }
        // A sheet whose joined cells cannot be read is a sheet without any.
        let merges = self.xlsx.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let column = |column: u32| u16::try_from(column).unwrap_or(u16::MAX);
        table.merges = merges
            .into_iter()
            .map(|merge| Merge {
                top: merge.start.0,
                left: column(merge.start.1),
                bottom: merge.end.0,
                right: column(merge.end.1),
            })
            .collect();
        Ok(table)
    }

    fn values(&mut self, name: &str) -> Result<Table, Refusal> {
        let mut reader = self.xlsx.worksheet_cells_reader(name).map_err(|error| refusal(&error))?;
        let (mut fonts, of_style) = fonts(reader.styles());
        let mut table = Table::default();
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| refusal(&error))? {
            let (row, column) = cell.get_position();
            let Some(mut read) = cell_of(cell.get_value()) else { continue };
            read.font = of_style.get(style).copied().unwrap_or_default();
            put(&mut table, row, column, read)?;
        }
        table.fonts.append(&mut fonts);
        Ok(table)
    }

    /// Marks the cells that have a formula and no result.
    fn formulas(&mut self, name: &str, table: &mut Table) -> Result<(), Refusal> {
        let mut reader = self.xlsx.worksheet_cells_reader(name).map_err(|error| refusal(&error))?;
        let mut blank = Vec::new();
        while let Some(record) = reader.next_cell_with_formula_metadata().map_err(|error| refusal(&error))? {
            if record.formula.is_some() && matches!(record.value, DataRef::Empty) {
                blank.push(record.pos);
            }
            if blank.len() > MOST_ROWS * MOST_COLUMNS {
                return Err(Refusal::TooManyRows);
            }
        }
        for (row, column) in blank {
            // A row of nothing but these is no row.
            let Ok(place) = table.rows.binary_search_by_key(&row, |row| row.number) else { continue };
            let cells = table.rows.get_mut(place).map(|row| &mut row.cells);
            if let (Some(cells), Ok(column)) = (cells, usize::try_from(column)) {
                set(cells, column, Cell { kind: CellKind::Formula, ..Cell::default() });
            }
        }
        Ok(())
    }
}

/// The names of the fonts, and which of them each style has.
fn fonts(styles: &[calamine::Style]) -> (Vec<String>, Vec<u16>) {
    let mut names: BTreeMap<&str, u16> = BTreeMap::new();
    let mut fonts = Vec::new();
    let of_style = |style: &calamine::Style| {
        // Lent by the style; the list below owns them.
        style.font.as_ref().and_then(|font| font.name.as_deref()).map(str::to_owned)
    };
    let all: Vec<Option<String>> = styles.iter().map(of_style).collect();
    let numbers = all.iter().map(|name| {
        let Some(name) = name.as_deref() else { return 0 };
        *names.entry(name).or_insert_with(|| {
            fonts.push(name.to_owned());
            u16::try_from(fonts.len()).unwrap_or_default()
        })
    });
    let numbers = numbers.collect();
    (fonts, numbers)
}

fn put(table: &mut Table, row: u32, column: u32, cell: Cell) -> Result<(), Refusal> {
    let Ok(column) = usize::try_from(column) else { return Ok(()) };
    if column >= MOST_COLUMNS {
        return Ok(());
    }
    let last = table.rows.last().map(|last| last.number);
    if last.is_some_and(|last| row < last) {
        // Rows stand in order in every file that a spreadsheet wrote.
        return Err(Refusal::Damaged);
    }
    if last != Some(row) {
        if table.rows.len() >= MOST_ROWS + ABOVE {
            return Err(Refusal::TooManyRows);
        }
        table.rows.push(Row { number: row, cells: Vec::new() });
    }
    if let Some(row) = table.rows.last_mut() {
        set(&mut row.cells, column, cell);
    }
    Ok(())
}

fn set(cells: &mut Vec<Cell>, column: usize, cell: Cell) {
    if column >= MOST_COLUMNS {
        return;
    }
    if cells.len() <= column {
        cells.resize_with(column + 1, Cell::default);
    }
    if let Some(place) = cells.get_mut(column) {
        *place = cell;
    }
}

/// A value as a cell, `None` where there is none.
fn cell_of(value: &DataRef<'_>) -> Option<Cell> {
    let of = |text: String, kind| Some(Cell { text, kind, font: 0 });
    match value {
        DataRef::Empty => None,
        DataRef::String(text) => blank_is_none(text),
        DataRef::SharedString(text) => blank_is_none(text),
        DataRef::Int(number) => of(number.to_string(), CellKind::Number),
        DataRef::Float(number) => of(number.to_string(), CellKind::Number),
        DataRef::Bool(yes) => of(yes.to_string(), CellKind::Text),
        DataRef::Error(error) => of(error.to_string(), CellKind::Error),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            // A year that was given the format of a day is still a year.
            if moment.is_datetime() && moment.as_f64() >= 2_200.0 {
                of(format!("{year:04}-{month:02}-{day:02}"), CellKind::Day)
            } else {
                of(moment.as_f64().to_string(), CellKind::Number)
            }
        }
        DataRef::DateTimeIso(text) => match text.get(..10) {
            Some(day) if day.parse::<thidua_domain::rule_set::CivilDate>().is_ok() => {
                of(day.to_owned(), CellKind::Day)
            }
            _ => of(text.clone(), CellKind::Text),
        },
        DataRef::DurationIso(text) => of(text.clone(), CellKind::Text),
    }
}

fn blank_is_none(text: &str) -> Option<Cell> {
    (!text.trim().is_empty()).then(|| Cell::text(text))
}

fn refusal(error: &XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Encrypted,
        XlsxError::WorksheetNotFound(_) => Refusal::NoSheet,
        _ => Refusal::Damaged,
    }
}
