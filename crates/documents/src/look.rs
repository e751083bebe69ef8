//! A first look at a table: its headings, what is written in old fonts, and how its cells read in Unicode.
//!
//! Conversion is an offer. Each column says by what it was recognised, and the officer can switch it off for that
//! column; cells that already are Unicode stay as they are in either case.

use std::borrow::Cow;

use minicbor::{Decode, Encode};
use thidua_domain::text::compose;

use crate::column::Column;
use crate::heading::Headings;
use crate::legacy::{self, Script};
use crate::table::{Cell, CellKind, Row, Table};

/// How many cells of a column tell its script.
const LOOKED_AT: usize = 2_000;

/// What was found of old fonts in a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Finding {
    /// The script that its cells are in.
    #[n(0)]
    pub script: Script,
    /// Whether the font said so, and not the letters.
    #[n(1)]
    pub by_font: bool,
    /// How many cells would change among those that were looked at.
    #[n(2)]
    pub cells: u32,
    /// Whether other cells of the column are in Unicode: then a cell is only converted for its own reasons.
    #[n(3)]
    pub mixed: bool,
}

/// A table with its headings and findings.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Look {
    /// The headings.
    pub headings: Headings,
    /// What each column is written in, where it is not Unicode.
    pub findings: Vec<Option<Finding>>,
}

impl Look {
    /// Looks at a table; at headings in a certain row, where one is given.
    #[must_use]
    pub fn at(table: &Table, heading: Option<u32>) -> Self {
        let headings = heading.map_or_else(|| Headings::find(table), |row| Headings::at(table, row));
        let findings = (0..table.width()).map(|column| finding(table, headings.data, column)).collect();
        Self { headings, findings }
    }

    /// The rows of the list.
    pub fn rows<'t>(&self, table: &'t Table) -> impl Iterator<Item = &'t Row> {
        let data = self.headings.data;
        table.rows.iter().skip_while(move |row| row.number < data)
    }
}

fn finding(table: &Table, data: u32, column: usize) -> Option<Finding> {
    let rows = table.rows.iter().filter(|row| row.number >= data).take(LOOKED_AT);
    let cells = rows.filter_map(|row| row.cell(column)).filter(|cell| cell.kind == CellKind::Text);
    let mixed = cells.clone().any(|cell| legacy::is_unicode(&cell.text));
    let of_font = |cell: &Cell| table.font(cell).and_then(Script::of_font);
    let by_font = cells.clone().filter(|cell| !legacy::is_unicode(&cell.text)).find_map(of_font);
    let by_letters = || legacy::detect(cells.clone().map(|cell| cell.text.as_str()));
    let script = by_font.or_else(by_letters)?;
    let mut finding = Finding { script, by_font: by_font.is_some(), cells: 0, mixed };
    let changed = cells.filter(|cell| in_unicode(table, cell, Some(finding)) != cell.text);
    finding.cells = u32::try_from(changed.count()).unwrap_or(u32::MAX);
    (finding.cells > 0).then_some(finding)
}

/// What a cell says in Unicode, where its column was found to be in an old script. Numbers and days have none.
#[must_use]
pub fn in_unicode<'c>(table: &Table, cell: &'c Cell, finding: Option<Finding>) -> Cow<'c, str> {
    let text = cell.text.as_str();
    let Some(finding) = finding.filter(|_| cell.kind == CellKind::Text && !legacy::is_unicode(text)) else {
        return compose(text);
    };
    let of_font = table.font(cell).and_then(Script::of_font);
    let script = of_font.unwrap_or(finding.script);
    if text.is_ascii() {
        // A font of capitals shows these letters as capitals too; by letters alone nothing is known of them.
        return if of_font == Some(Script::Tcvn3Capitals) {
            Cow::Owned(script.convert(text))
        } else {
            Cow::Borrowed(text)
        };
    }
    let (plain, read) = (legacy::sense(text, None).syllables, legacy::sense(text, Some(script)).syllables);
    let certain = read > plain || (read == plain && !finding.mixed);
    if certain { Cow::Owned(script.convert(text)) } else { compose(text) }
}

/// A cell in Unicode as [`in_unicode`] has it; of a name, capitals where the old script has none. TCVN3 writes
/// capitals with a tone in a font of their own, so that Ánh comes as ánh among words that all begin with capitals.
#[must_use]
pub fn read_cell<'c>(
    table: &Table,
    cell: &'c Cell,
    finding: Option<Finding>,
    column: Option<Column>,
) -> Cow<'c, str> {
    let text = in_unicode(table, cell, finding);
    if column != Some(Column::Name) || finding.is_none() || text == cell.text {
        return text;
    }
    let begins = |word: &str, with: fn(char) -> bool| word.chars().next().is_some_and(with);
    let lost = |word: &str| begins(word, |c| !c.is_ascii() && c.is_lowercase());
    let (lost_words, others): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(|word| lost(word));
    if lost_words.is_empty()
        || others.is_empty()
        || !others.iter().all(|word| begins(word, char::is_uppercase))
    {
        return text;
    }
    let raised = text.split(' ').map(|word| {
        let mut letters = word.chars();
        match letters.next().filter(|_| lost(word)) {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => word.to_owned(),
        }
    });
    Cow::Owned(raised.collect::<Vec<String>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::separated;

    fn read(table: &Table, look: &Look, row: usize, column: usize) -> String {
        in_unicode(table, &table.rows[row].cells[column], look.findings[column]).into_owned()
    }

    #[test]
    fn a_column_in_an_old_script_is_found_by_its_letters_and_others_are_left() {
        let text = "STT|Họ và tên|Chức vụ\n1|§inh V¨n Hßa|Chủ tịch\n2|Lª Tó|Công chức\n3|An|Kế toán";
        let (table, _) = separated::table(text, Some('|')).unwrap();
        let look = Look::at(&table, None);
        let found = Finding { script: Script::Tcvn3, by_font: false, cells: 2, mixed: false };
        assert_eq!(look.findings, [None, Some(found), None]);
        assert_eq!(read(&table, &look, 1, 1), "Đinh Văn Hòa");
        assert_eq!(read(&table, &look, 2, 1), "Lê Tú");
        assert_eq!(read(&table, &look, 3, 1), "An");
    }

    #[test]
    fn cells_in_unicode_stay_beside_others() {
        let text = "Họ và tên|Chức vụ\n§inh V¨n Hßa|a\nĐinh Văn Hòa|b\nLý Tú|c\nNguyÔn ThÞ Hµ|d";
        let (table, _) = separated::table(text, Some('|')).unwrap();
        let look = Look::at(&table, None);
        assert!(look.findings[0].unwrap().mixed);
        let names: Vec<_> = (1..5).map(|row| read(&table, &look, row, 0)).collect();
        assert_eq!(names, ["Đinh Văn Hòa", "Đinh Văn Hòa", "Lý Tú", "Nguyễn Thị Hà"]);
    }

    #[test]
    fn a_font_of_capitals_makes_capitals_also_of_plain_letters() {
        let text = "Họ và tên|Chức vụ\nnguyÔn v¨n an|a\nan|b\nĐinh Hòa|c";
        let (mut table, _) = separated::table(text, Some('|')).unwrap();
        table.fonts = vec![".VnTimeH".into()];
        for row in &mut table.rows[1..] {
            row.cells[0].font = 1;
        }
        let look = Look::at(&table, None);
        assert_eq!(
            look.findings[0].map(|found| (found.script, found.by_font)),
            Some((Script::Tcvn3Capitals, true))
        );
        let names: Vec<_> = (1..4).map(|row| read(&table, &look, row, 0)).collect();
        assert_eq!(names, ["NGUYỄN VĂN AN", "AN", "Đinh Hòa"]);
    }
}
