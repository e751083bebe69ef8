//! Where the headings of a table are, and what its columns mean by them.
//!
//! A list begins with the name of the office and a title, so the headings are looked for: the row in which the most
//! columns mean something. Two rows of headings with joined cells between them count as one.

mod phrase;

use std::sync::LazyLock;

use thidua_domain::award::SubjectKind;
use thidua_domain::text::fold;

use crate::column::Column;
use crate::legacy::{self, Script};
use crate::table::{Row, Table};
use phrase::{ALONE, PHRASES};

/// How far down the headings are looked for.
const LOOKED_AT: u32 = 20;
/// The most rows that they take.
const DEEPEST: u32 = 3;
/// The most words of a heading: what is longer is a sentence.
const MOST_WORDS: usize = 14;

/// The headings of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Headings {
    /// The row in which they begin, from 0; `None` where there are none.
    pub row: Option<u32>,
    /// The first row of the list itself.
    pub data: u32,
    /// What stands above each column, in Unicode.
    pub texts: Vec<String>,
    /// What each column seems to mean. No meaning is given twice.
    pub columns: Vec<Option<Column>>,
    /// Whether the headings speak of persons, of collectives or of households.
    pub subject: Option<SubjectKind>,
}

impl Headings {
    /// Finds the headings.
    #[must_use]
    pub fn find(table: &Table) -> Self {
        let near = table.rows.iter().take_while(|row| row.number < LOOKED_AT);
        let best = near.map(|row| (score(&guesses(&texts_of(table, row))), row.number));
        // The first of several that are as good.
        match best.rev_max() {
            Some((score, row)) if score > 0 => Self::at(table, row),
            _ => Self::none(table),
        }
    }

    /// The headings in a row that the officer points to.
    #[must_use]
    pub fn at(table: &Table, row: u32) -> Self {
        let depth = depth(table, row);
        let mut texts = vec![String::new(); table.width()];
        let mut above: Vec<String> = vec![String::new(); table.width()];
        for line in table.rows.iter().filter(|line| (row..row + depth).contains(&line.number)) {
            let mut written = texts_of(table, line);
            written.resize(texts.len(), String::new());
            let own = written.clone();
            spread(table, line.number, depth, &mut written);
            for (place, (text, of_cell)) in texts.iter_mut().zip(written).enumerate() {
                if of_cell.is_empty() || above.get(place).is_some_and(|above| *above == of_cell) {
                    continue;
                }
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&of_cell);
                if let Some(above) = above.get_mut(place) {
                    *above = own.get(place).cloned().unwrap_or_default();
                }
            }
        }
        let columns = guesses(&texts);
        let subject = subject(&texts, &columns);
        Self { row: Some(row), data: row + depth, texts, columns, subject }
    }

    /// A table without headings: every row is of the list.
    #[must_use]
    pub fn none(table: &Table) -> Self {
        let width = table.width();
        Self { texts: vec![String::new(); width], columns: vec![None; width], ..Self::default() }
    }
}

/// The largest of several, the first where they are equal.
trait FirstLargest: Iterator<Item = (u32, u32)> + Sized {
    fn rev_max(self) -> Option<(u32, u32)> {
        self.fold(None, |best, next| match best {
            Some((score, _)) if score >= next.0 => best,
            _ => Some(next),
        })
    }
}

impl<I: Iterator<Item = (u32, u32)>> FirstLargest for I {}

/// The cells of a row in Unicode.
fn texts_of(table: &Table, row: &Row) -> Vec<String> {
    let script = legacy::detect(row.cells.iter().map(|cell| cell.text.as_str()));
    let text = |cell: &crate::table::Cell| {
        let of_font = table.font(cell).and_then(Script::of_font);
        let script = if legacy::is_unicode(&cell.text) { None } else { of_font.or(script) };
        let text = script.map_or_else(|| cell.shown(), |script| script.convert(&cell.text));
        crate::value::line(&text)
    };
    row.cells.iter().map(text).collect()
}

/// How many rows the headings take that begin in a row.
fn depth(table: &Table, row: u32) -> u32 {
    let joined = table.merges.iter().filter(|merge| merge.top == row && merge.bottom > row);
    if let Some(deepest) = joined.map(|merge| merge.bottom - row + 1).max() {
        return deepest.min(DEEPEST);
    }
    let line = |number: u32| table.rows.iter().find(|line| line.number == number);
    let (Some(first), Some(second)) = (line(row), line(row + 1)) else { return 1 };
    // Without joined cells: the row below only has what the first leaves open, and means something.
    let below = guesses(&texts_of(table, second));
    let filled: Vec<usize> = second.filled().map(|(place, _)| place).collect();
    let names_stand_above = filled.iter().all(|place| *place > 0) && first.cell(0).is_some();
    let sexes = texts_of(table, second).iter().any(|text| is_sex(text).is_some());
    if names_stand_above && filled.len() < 8 && (score(&below) > 0 || sexes) { 2 } else { 1 }
}

/// Gives what stands in the first of several joined columns to all of them. Where the file does not say which are
/// joined, a heading reaches over the empty ones on its right that have something below.
fn spread(table: &Table, row: u32, depth: u32, texts: &mut [String]) {
    for merge in table.merges.iter().filter(|merge| merge.top <= row && row <= merge.bottom) {
        let Some(text) = texts.get(usize::from(merge.left)).cloned() else { continue };
        let right = texts.len().min(usize::from(merge.right) + 1);
        if let Some(joined) = texts.get_mut(usize::from(merge.left)..right) {
            joined.fill(text);
        }
    }
    if !table.merges.is_empty() || depth == 1 {
        return;
    }
    let Some(below) = table.rows.iter().find(|line| line.number == row + 1) else { return };
    let mut last = String::new();
    for (place, text) in texts.iter_mut().enumerate() {
        if !text.is_empty() {
            last.clone_from(text);
        } else if below.cell(place).is_some() && row + 1 < row + depth {
            text.clone_from(&last);
        }
    }
}

/// How well a row serves as headings; 0 where it does not.
fn score(columns: &[Option<Column>]) -> u32 {
    let found = u32::try_from(columns.iter().flatten().count()).unwrap_or_default();
    let named = columns.contains(&Some(Column::Name));
    match (found, named) {
        (0, _) | (1, false) => 0,
        (_, true) => found + 3,
        (_, false) => found,
    }
}

/// What the columns mean, each meaning once: a heading that says it alone before one that says more.
fn guesses(texts: &[String]) -> Vec<Option<Column>> {
    let all: Vec<Option<(Column, bool)>> = texts.iter().map(|text| guess(text)).collect();
    let is_taken = |column: Column, place: usize, exact: bool| {
        all.iter().enumerate().any(|(other, found)| match found {
            Some((found, true)) if !exact => *found == column,
            Some((found, same)) => *found == column && *same == exact && other < place,
            None => false,
        })
    };
    let own = |(place, found): (usize, &Option<(Column, bool)>)| {
        found.filter(|(column, exact)| !is_taken(*column, place, *exact)).map(|(column, _)| column)
    };
    all.iter().enumerate().map(own).collect()
}

/// The phrases folded, each between two spaces. Once for all: a wide sheet asks for them ten thousand times.
static SAID: LazyLock<Vec<(Column, String)>> = LazyLock::new(|| {
    let all = PHRASES.iter().flat_map(|(column, phrases)| phrases.iter().map(|phrase| (*column, phrase)));
    all.map(|(column, phrase)| (column, [" ", &fold(phrase), " "].concat())).collect()
});

/// What a heading means, and whether it says just that.
fn guess(text: &str) -> Option<(Column, bool)> {
    let folded = fold(text);
    if folded.is_empty() || folded.split(' ').count() > MOST_WORDS {
        return None;
    }
    if let Some(exact) = alone(text, &folded) {
        return Some((exact, true));
    }
    let padded = [" ", &folded, " "].concat();
    let held = SAID.iter().filter(|(_, phrase)| padded.contains(phrase.as_str()));
    let (column, phrase) = held.max_by_key(|(_, phrase)| phrase.len())?;
    Some((*column, *phrase == padded))
}

/// Words that mean something only alone: "năm" and "nam" fold to one.
fn alone(text: &str, folded: &str) -> Option<Column> {
    let born = folded.starts_with("nam sinh ") || folded.starts_with("ngai ");
    let last = text.split_whitespace().next_back().unwrap_or_default();
    match (is_sex(last), born) {
        (Some(1), true) => return Some(Column::BirthOfMan),
        (Some(_), true) => return Some(Column::BirthOfWoman),
        _ => {}
    }
    let small = text.trim().to_lowercase();
    ALONE.iter().find(|(word, _)| *word == small).map(|(_, column)| *column)
}

fn is_sex(text: &str) -> Option<i64> {
    match text.trim().to_lowercase().as_str() {
        "nam" => Some(1),
        "nữ" | "nu" => Some(2),
        _ => None,
    }
}

/// Whom the headings speak of.
fn subject(texts: &[String], columns: &[Option<Column>]) -> Option<SubjectKind> {
    let place = columns.iter().position(|column| *column == Some(Column::Name))?;
    let heading = fold(texts.get(place)?);
    let says = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    let has = |column| columns.contains(&Some(column));
    if says(&["ho gia dinh", "chu ho", "gia dinh"]) {
        Some(SubjectKind::Household)
    } else if says(&["tap the", "don vi", "co quan", "thon", "to dan pho"]) && !says(&["ca nhan"]) {
        Some(SubjectKind::Collective)
    } else if says(&["ho va ten", "ho ten", "ca nhan"]) && !says(&["tap the"]) || has(Column::Birth) {
        Some(SubjectKind::Individual)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::separated;
    use crate::table::Merge;

    fn table(text: &str) -> Table {
        separated::table(text, Some('|')).unwrap().0
    }

    #[test]
    fn headings_as_officers_write_them() {
        use Column::*;
        let cases = [
            ("Họ và tên", Some(Name)),
            ("HỌ TÊN", Some(Name)),
            ("Họ và tên (viết chữ in hoa)", Some(Name)),
            ("Tên tập thể", Some(Name)),
            ("Ngày, tháng, năm sinh", Some(Birth)),
            ("Năm sinh", Some(Birth)),
            ("Năm sinh Nam", Some(BirthOfMan)),
            ("Năm sinh Nữ", Some(BirthOfWoman)),
            ("Nam", None),
            ("Năm", Some(Year)),
            ("Giới tính", Some(Sex)),
            ("Chức vụ", Some(Position)),
            ("Đơn vị công tác", Some(Workplace)),
            ("Đơn vị", Some(Workplace)),
            ("Chức vụ, đơn vị công tác", Some(PositionAndWorkplace)),
            ("Danh hiệu đề nghị", Some(Award)),
            ("Hình thức khen thưởng", Some(Award)),
            ("Đề nghị hình thức khen thưởng năm 2025", Some(Award)),
            ("Xếp loại", Some(Rating)),
            ("Mức độ hoàn thành nhiệm vụ năm 2025", Some(Rating)),
            ("Tên sáng kiến", Some(Initiative)),
            ("Số QĐ", Some(CertificateNumber)),
            ("Số LĐTT", Some(Advanced)),
            ("Tóm tắt thành tích", Some(Achievements)),
            ("Tổng điểm", Some(Points)),
            ("STT", None),
            ("Ghi chú", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(guess(text).map(|(column, _)| column), expected, "{text}");
        }
    }

    #[test]
    fn they_are_found_below_the_title() {
        let read = Headings::find(&table(
            "ỦY BAN NHÂN DÂN XÃ BA TƠ|||\nDANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG|||\n\nSTT|Họ và tên|Năm sinh|Danh hiệu\n1|Đinh A|1980|LĐTT",
        ));
        assert_eq!((read.row, read.data, read.subject), (Some(3), 4, Some(SubjectKind::Individual)));
        assert_eq!(read.columns, [None, Some(Column::Name), Some(Column::Birth), Some(Column::Award)]);
    }

    #[test]
    fn two_rows_of_headings_count_as_one() {
        let mut two = table("STT|Họ và tên|Năm sinh||Chức vụ\n||Nam|Nữ|\n1|Đinh A|1980||x");
        let expected = [
            None,
            Some(Column::Name),
            Some(Column::BirthOfMan),
            Some(Column::BirthOfWoman),
            Some(Column::Position),
        ];
        let read = Headings::find(&two);
        assert_eq!((read.row, read.data), (Some(0), 2));
        assert_eq!(read.columns, expected);
        let merge = |top, left, bottom, right| Merge { top, left, bottom, right };
        two.merges = vec![merge(0, 0, 1, 0), merge(0, 1, 1, 1), merge(0, 2, 0, 3), merge(0, 4, 1, 4)];
        let read = Headings::find(&two);
        assert_eq!((read.data, read.columns), (2, expected.to_vec()));
        assert_eq!(read.texts[3], "Năm sinh Nữ");
    }

    #[test]
    fn no_meaning_is_given_twice() {
        let read = Headings::find(&table("Họ tên|Chức vụ|Chức vụ cũ|Họ và tên cha\nA|b|c|d"));
        assert_eq!(read.columns, [Some(Column::Name), Some(Column::Position), None, None]);
    }

    #[test]
    fn a_list_without_headings_has_none() {
        let read = Headings::find(&table("1|Đinh Văn A|1980\n2|Phạm Thị B|1985"));
        assert_eq!((read.row, read.data), (None, 0));
        let names = Headings::find(&table("Họ và tên\nĐinh Văn A"));
        assert_eq!((names.row, names.data), (Some(0), 1));
        let old = Headings::find(&table("STT|Hä vµ tªn|N¨m sinh|Chøc vô\n1|§inh A|1980|x"));
        assert_eq!(old.columns[1..], [Some(Column::Name), Some(Column::Birth), Some(Column::Position)]);
        assert_eq!(old.texts[1], "Họ và tên");
    }
}
