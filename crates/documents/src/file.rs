//! A file as it comes from the officer: what it is, and the tables in it.
//!
//! The content decides, never the name: a workbook that was renamed to `.csv` is read, and a web page that was saved as
//! `.xls` is refused as what it is.

mod archive;
mod workbook;

use std::rc::Rc;

use crate::encoding::{self, Encoding};
use crate::heading::Headings;
use crate::look::{Look, read_cell};
use crate::message::{Preview, SAMPLE, Sample, Seen};
use crate::refusal::{MOST_BYTES, MOST_ROWS, Refusal};
use crate::separated;
use crate::table::{Row, Table};
use workbook::Workbook;

/// A file that is open, with the sheet that was last looked at.
pub struct File {
    content: Content,
    current: Option<(u16, Rc<Table>)>,
}

enum Content {
    Workbook(Box<Workbook>),
    Text { table: Rc<Table>, encoding: Option<Encoding>, separator: char },
}

const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

impl File {
    /// Opens a file.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Refusal> {
        if bytes.len() > MOST_BYTES {
            return Err(Refusal::TooLarge);
        }
        if bytes.is_empty() {
            return Err(Refusal::Empty);
        }
        if bytes.starts_with(COMPOUND) {
            return Err(if is_encrypted(&bytes) { Refusal::Encrypted } else { Refusal::OldExcel });
        }
        if bytes.starts_with(b"PK") {
            let content = Content::Workbook(Box::new(Workbook::open(bytes)?));
            return Ok(Self { content, current: None });
        }
        if is_foreign(&bytes) {
            return Err(Refusal::NotAList);
        }
        let (text, encoding) = encoding::decode(&bytes).ok_or(Refusal::NotAList)?;
        Self::of_text(&text, Some(encoding))
    }

    /// Opens pasted text.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn paste(text: &str) -> Result<Self, Refusal> {
        if text.len() > MOST_BYTES {
            return Err(Refusal::TooLarge);
        }
        Self::of_text(&thidua_domain::text::compose(text), None)
    }

    fn of_text(text: &str, encoding: Option<Encoding>) -> Result<Self, Refusal> {
        let (table, separator) = separated::table(text, None)?;
        Ok(Self { content: Content::Text { table: Rc::new(table), encoding, separator }, current: None })
    }

    /// The names of its sheets.
    #[must_use]
    pub fn sheets(&self) -> Vec<String> {
        match &self.content {
            Content::Workbook(workbook) => workbook.sheets().to_vec(),
            Content::Text { .. } => vec![String::new()],
        }
    }

    /// A table of it.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn table(&mut self, sheet: u16) -> Result<Rc<Table>, Refusal> {
        if let Some((_, table)) = self.current.as_ref().filter(|(current, _)| *current == sheet) {
            return Ok(Rc::clone(table));
        }
        let table = match &mut self.content {
            Content::Text { table, .. } => Rc::clone(table),
            Content::Workbook(workbook) => Rc::new(workbook.table(sheet.into())?),
        };
        self.current = Some((sheet, Rc::clone(&table)));
        Ok(table)
    }

    /// A first look: at the first sheet that has headings, otherwise at the first with anything in it.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn preview(&mut self) -> Result<Preview, Refusal> {
        let mut first = None;
        let mut refusal = Refusal::Empty;
        for sheet in 0..u16::try_from(self.sheets().len()).unwrap_or(u16::MAX) {
            match self.table(sheet) {
                Ok(table) if Headings::find(&table).row.is_some() => return self.look(sheet, None),
                Ok(_) => first = first.or(Some(sheet)),
                Err(Refusal::Empty) => {}
                Err(other) => refusal = other,
            }
        }
        self.look(first.ok_or(refusal)?, None)
    }

    /// A look at one sheet, and at headings in a certain row where one is given.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn look(&mut self, sheet: u16, heading: Option<u32>) -> Result<Preview, Refusal> {
        let table = self.table(sheet)?;
        let look = Look::at(&table, heading);
        let rows = look.rows(&table).count();
        if rows > MOST_ROWS {
            return Err(Refusal::TooManyRows);
        }
        let (encoding, separator) = match &self.content {
            Content::Workbook(_) => (None, None),
            Content::Text { encoding, separator, .. } => (*encoding, Some(*separator)),
        };
        let seen = |place: usize| Seen {
            heading: look.headings.texts.get(place).cloned().unwrap_or_default(),
            guess: look.headings.columns.get(place).copied().flatten(),
            finding: look.findings.get(place).copied().flatten(),
        };
        Ok(Preview {
            sheets: self.sheets(),
            sheet,
            heading: look.headings.row,
            columns: (0..table.width()).map(seen).collect(),
            sample: look.rows(&table).take(SAMPLE).map(|row| sample(&table, &look, row)).collect(),
            rows: u32::try_from(rows).unwrap_or(u32::MAX),
            subject: look.headings.subject.map(thidua_domain::award::SubjectKind::code),
            encoding,
            separator,
        })
    }
}

fn sample(table: &Table, look: &Look, row: &Row) -> Sample {
    let after = row.cells.iter().enumerate().map(|(place, cell)| match look.findings.get(place) {
        Some(Some(finding)) => {
            let guess = look.headings.columns.get(place).copied().flatten();
            read_cell(table, cell, Some(*finding), guess).into_owned()
        }
        _ => cell.shown(),
    });
    Sample {
        row: row.number,
        before: row.cells.iter().map(crate::table::Cell::shown).collect(),
        after: after.collect(),
    }
}

/// Whether a compound file holds a locked workbook: its directory names the stream, in UTF-16.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// What begins like no list.
fn is_foreign(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let start =
        String::from_utf8_lossy(start).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let beginnings = ["%pdf", "<html", "<!doctype", "<?xml", "<table", "{\\rtf", "<meta"];
    beginnings.iter().any(|beginning| start.starts_with(beginning))
}
