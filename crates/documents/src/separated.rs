//! CSV and pasted text: fields between tabs, semicolons or commas, in quotes where they hold the separator or a line
//! end, as Excel writes them to a file and to the clipboard.
//!
//! Nothing is an error but the number of rows: a quote that never closes is a character like any other.

use crate::refusal::{MOST_COLUMNS, MOST_ROWS, Refusal};
use crate::table::{Cell, Row, Table};

/// What may stand between two fields, the likeliest first.
pub const SEPARATORS: [char; 3] = ['\t', ';', ','];
/// How many records are looked at to find the separator.
const LOOKED_AT: usize = 40;

/// Reads a table. The separator is found where none is given.
///
/// # Errors
/// Where it has too many rows, or nothing in it.
pub fn table(text: &str, separator: Option<char>) -> Result<(Table, char), Refusal> {
    let (named, text) = named_separator(text);
    let separator = separator.or(named).unwrap_or_else(|| find_separator(text));
    let mut rows = Vec::new();
    for (record, number) in Records::new(text, separator).zip(0u32..) {
        let cells: Vec<Cell> = record.into_iter().take(MOST_COLUMNS).map(Cell::text).collect();
        if cells.iter().any(|cell| !cell.is_blank()) {
            rows.push(Row { number, cells });
        }
        // With room for a title, headings and what stands below the list.
        if rows.len() > MOST_ROWS + LOOKED_AT {
            return Err(Refusal::TooManyRows);
        }
    }
    if rows.is_empty() {
        return Err(Refusal::Empty);
    }
    Ok((Table { rows, ..Table::default() }, separator))
}

/// Excel's own first line `sep=;`, and the text after it.
fn named_separator(text: &str) -> (Option<char>, &str) {
    let named = || {
        let (line, rest) = text.split_once('\n')?;
        let mut after = line.trim_end_matches('\r').strip_prefix("sep=")?.chars();
        after.next().filter(|_| after.next().is_none()).map(|separator| (separator, rest))
    };
    named().map_or((None, text), |(separator, rest)| (Some(separator), rest))
}

/// The separator that cuts the most records into one same number of fields.
fn find_separator(text: &str) -> char {
    let evenness = |separator: char| {
        let mut counts = [0usize; 64];
        for record in Records::new(text, separator).take(LOOKED_AT) {
            if let Some(count) = counts.get_mut(record.len()) {
                *count += 1;
            }
        }
        // A record of one field tells nothing.
        let (fields, records) =
            counts.iter().enumerate().skip(2).max_by_key(|(_, count)| **count).unwrap_or((0, &0));
        records * 64 + if *records > 0 { fields } else { 0 }
    };
    let best = SEPARATORS.into_iter().rev().max_by_key(|separator| evenness(*separator));
    best.filter(|separator| evenness(*separator) > 0).unwrap_or('\t')
}

/// The records of a text, one after the other.
struct Records<'t> {
    rest: &'t str,
    separator: char,
    ended: bool,
    /// Whether a quote was found that never closes: then none after it does, and none is looked for.
    no_quotes: bool,
}

impl<'t> Records<'t> {
    const fn new(text: &'t str, separator: char) -> Self {
        Self { rest: text, separator, ended: text.is_empty(), no_quotes: false }
    }

    fn field(&mut self) -> String {
        if let Some(inner) = self.rest.strip_prefix('"').filter(|_| !self.no_quotes) {
            match self.quoted(inner) {
                Some((field, rest)) => {
                    self.rest = rest;
                    return field;
                }
                None => self.no_quotes = true,
            }
        }
        let end = self.rest.find([self.separator, '\n', '\r']).unwrap_or(self.rest.len());
        let (field, rest) = self.rest.split_at(end);
        self.rest = rest;
        field.to_owned()
    }

    /// What stands in quotes, and what follows; `None` where the quote never closes.
    fn quoted(&self, mut rest: &'t str) -> Option<(String, &'t str)> {
        let mut field = String::new();
        loop {
            let (before, after) = rest.split_once('"')?;
            field.push_str(before);
            if after.is_empty() || after.starts_with([self.separator, '\n', '\r']) {
                return Some((field, after));
            }
            // Two stand for one; a single one within is somebody's carelessness.
            field.push('"');
            rest = after.strip_prefix('"').unwrap_or(after);
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.ended {
            return None;
        }
        let mut record = Vec::new();
        loop {
            record.push(self.field());
            if let Some(rest) = self.rest.strip_prefix(self.separator) {
                self.rest = rest;
                continue;
            }
            self.rest = self
                .rest
                .strip_prefix("\r\n")
                .or_else(|| self.rest.strip_prefix(['\n', '\r']))
                .unwrap_or_default();
            self.ended = self.rest.is_empty();
            return Some(record);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> (Vec<Vec<String>>, char) {
        let (table, separator) = table(text, None).unwrap();
        let cells = |row: Row| row.cells.into_iter().map(|cell| cell.text).collect();
        (table.rows.into_iter().map(cells).collect(), separator)
    }

    #[test]
    fn separators_are_found_and_quotes_hold_them() {
        let cases: [(&str, char, &[&[&str]]); 9] = [
            ("a,b\nc,d\n", ',', &[&["a", "b"], &["c", "d"]]),
            ("a;b\r\nc;d", ';', &[&["a", "b"], &["c", "d"]]),
            ("a\tb\n\"c\td\"\te", '\t', &[&["a", "b"], &["c\td", "e"]]),
            ("họ, tên;năm\n\"A; B\";1\n", ';', &[&["họ, tên", "năm"], &["A; B", "1"]]),
            ("a,b\n\"c\nd\",e\n", ',', &[&["a", "b"], &["c\nd", "e"]]),
            ("a,\"say \"\"x\"\"\"\n", ',', &[&["a", "say \"x\""]]),
            ("sep=;\na,b;c\n", ';', &[&["a,b", "c"]]),
            ("tên\nA\nB\n", '\t', &[&["tên"], &["A"], &["B"]]),
            ("a;\"b\nc;d\n", ';', &[&["a", "\"b"], &["c", "d"]]),
        ];
        for (text, separator, expected) in cases {
            assert_eq!(
                cells(text),
                (
                    expected.iter().map(|row| row.iter().map(|c| (*c).to_owned()).collect()).collect(),
                    separator
                ),
                "{text:?}"
            );
        }
    }

    #[test]
    fn numbers_with_commas_do_not_make_the_comma_the_separator() {
        assert_eq!(cells("Tên;Điểm\nA;85,5\nB;90,5\nC;7\n").1, ';');
        assert_eq!(cells("Tên\tĐiểm, xếp loại\nA\t85,5\nB\t90,5\n").1, '\t');
    }

    #[test]
    fn rows_keep_their_numbers_and_too_many_are_refused() {
        let (read, _) = table("a,b\n\n,\nc,d", None).unwrap();
        assert_eq!(read.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [0, 3]);
        assert_eq!(table(&"a,b\n".repeat(1_000_000), None), Err(Refusal::TooManyRows));
        assert_eq!(table("\n , \n", None), Err(Refusal::Empty));
        assert_eq!(table("", None), Err(Refusal::Empty));
    }

    #[test]
    fn quotes_that_never_close_cost_no_time() {
        assert!(table(&"\"a\n".repeat(19_000), None).is_ok());
    }
}
