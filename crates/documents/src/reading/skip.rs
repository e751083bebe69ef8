//! Which rows are no rows of the list: the numbering of its columns, repeated headings, titles of its parts, totals and
//! what stands below.
//!
//! Only what is certain is left out. "Công" alone is a name; "Cộng" alone is a total.

use thidua_domain::award::SubjectKind;
use thidua_domain::text::fold;

use crate::column::Column;
use crate::heading::Headings;

/// What a row is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A row to be read.
    OfTheList,
    /// The numbering of the columns, or headings once more.
    Heading,
    /// A total, or what stands below the list.
    Footer,
    /// The title of a part.
    Section(SubjectKind),
}

/// Tells rows apart, from top to bottom.
pub(super) struct Skipper {
    /// The headings, folded.
    headings: Vec<String>,
    name: Option<usize>,
    /// The columns that mean something, without the name's.
    others: Vec<usize>,
    is_first: bool,
    is_below: bool,
}

/// What totals and the end of a list begin with, folded.
const TOTALS: [&str; 5] = ["tong cong", "tong so", "cong tong", "tong:", "an dinh danh sach"];
const ENDS: [&str; 12] = [
    "danh sach nai",
    "danh sach co",
    "danh sach gom",
    "nguoi lap",
    "thu truong",
    "noi nhan",
    "tm ",
    "kt ",
    "tl ",
    "xac nhan",
    "ghi chu",
    "an dinh",
];

impl Skipper {
    pub(super) fn new(headings: &Headings, mapping: &[Option<Column>]) -> Self {
        let mapped = |column: usize| mapping.get(column).copied().flatten();
        let name = mapping.iter().position(|column| *column == Some(Column::Name));
        Self {
            headings: headings.texts.iter().map(|text| fold(text)).collect(),
            name,
            others: (0..mapping.len())
                .filter(|place| Some(*place) != name && mapped(*place).is_some())
                .collect(),
            is_first: headings.row.is_some(),
            is_below: false,
        }
    }

    /// What a row is, by its cells with something in them.
    pub(super) fn kind(&mut self, cells: &[(usize, String)]) -> Kind {
        let is_first = std::mem::take(&mut self.is_first);
        if (is_first && is_numbering(cells)) || self.is_heading(cells) {
            return Kind::Heading;
        }
        let mapped = cells.iter().filter(|(place, _)| self.others.contains(place)).count();
        if let Some(kind) = section(cells).filter(|_| mapped == 0) {
            return Kind::Section(kind);
        }
        let is_end = cells.iter().take(2).any(|(_, text)| self.ends(text, mapped));
        let has_name = self.name.is_some_and(|name| cells.iter().any(|(place, _)| *place == name));
        // Below a total stand the place, the day and the signatures, in whichever columns have room.
        if is_end || (self.is_below && (!has_name || mapped == 0 || cells.len() < 3)) {
            self.is_below = true;
            return Kind::Footer;
        }
        self.is_below = false;
        Kind::OfTheList
    }

    fn is_heading(&self, cells: &[(usize, String)]) -> bool {
        cells.len() > 1
            && cells.iter().all(|(place, text)| {
                self.headings.get(*place).is_some_and(|heading| !heading.is_empty() && *heading == fold(text))
            })
    }

    fn ends(&self, text: &str, mapped: usize) -> bool {
        let folded = fold(text);
        let begins = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
        let small = text.trim().to_lowercase();
        let total = small.starts_with("cộng")
            && (small == "cộng" || small.starts_with("cộng ") || small.starts_with("cộng:"));
        total || begins(&TOTALS) || (begins(&ENDS) && mapped < 2)
    }
}

/// Whether the cells number the columns: 1 2 3 4, (1) (2) (3), or A B 1 2, also 5=3+4.
fn is_numbering(cells: &[(usize, String)]) -> bool {
    let mut last = 0;
    cells.len() > 1
        && cells.iter().all(|(_, text)| {
            let text = text.trim().trim_matches(['(', ')', '[', ']']);
            let number = text.split(['=', ' ']).next().unwrap_or_default();
            match number.parse::<u32>() {
                Ok(number) => {
                    let follows = number > last && number < 100;
                    last = number;
                    follows
                }
                Err(_) => text.chars().count() == 1 && text.chars().all(char::is_alphabetic),
            }
        })
}

/// The title of a part: `I. CÁ NHÂN`, or `II` and `Tập thể` in two cells.
fn section(cells: &[(usize, String)]) -> Option<SubjectKind> {
    let text = match cells {
        [(_, title)] => fold(title),
        [(_, mark), (_, title)] if mark.trim().chars().count() <= 5 => fold(title),
        _ => return None,
    };
    let rest =
        text.split_once(' ').filter(|(first, _)| is_mark(first)).map_or(text.as_str(), |(_, rest)| rest);
    let kinds = [
        ("ca nhan", SubjectKind::Individual),
        ("tap the", SubjectKind::Collective),
        ("ho gia dinh", SubjectKind::Household),
    ];
    let says =
        |title: &str| rest == title || rest.strip_prefix(title).is_some_and(|after| after.starts_with(' '));
    let is_title = |rest: &str| rest.split(' ').count() <= 10;
    kinds.into_iter().find(|(title, _)| says(title) && is_title(rest)).map(|(_, kind)| kind)
}

/// A Roman or an Arabic number, or one letter.
fn is_mark(word: &str) -> bool {
    word.chars().all(|c| "ivx".contains(c)) || word.chars().count() == 1 || word.parse::<u8>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(row: &str) -> Vec<(usize, String)> {
        row.split('|').map(str::to_owned).enumerate().filter(|(_, text)| !text.is_empty()).collect()
    }

    #[test]
    fn rows_that_are_not_of_the_list() {
        let texts = ["STT", "Họ và tên", "Năm sinh", "Chức vụ"].map(str::to_owned).to_vec();
        let mapping = [None, Some(Column::Name), Some(Column::Birth), Some(Column::Position)];
        let headings = Headings { row: Some(0), data: 1, texts, ..Headings::default() };
        let mut skipper = Skipper::new(&headings, &mapping);
        let cases = [
            ("(1)|(2)|(3)|(4)", Kind::Heading),
            ("I|CÁ NHÂN||", Kind::Section(SubjectKind::Individual)),
            ("1|Đinh Văn Hòa|1980|Chủ tịch", Kind::OfTheList),
            ("2|Công|1985|Chủ tịch", Kind::OfTheList),
            ("3|Công||", Kind::OfTheList),
            ("STT|Họ và tên|Năm sinh|Chức vụ", Kind::Heading),
            ("II. TẬP THỂ|||", Kind::Section(SubjectKind::Collective)),
            ("1|Tập thể Ban Chỉ huy quân sự||x", Kind::OfTheList),
            ("Tổng cộng||2|", Kind::Footer),
            ("3|Phạm Văn A|1970|x", Kind::OfTheList),
            ("|Cộng: 3 người||", Kind::Footer),
            ("|Ba Tơ, ngày 3 tháng 4||", Kind::Footer),
            ("|NGƯỜI LẬP BIỂU||CHỦ TỊCH", Kind::Footer),
            ("|Nguyễn Văn B||", Kind::Footer),
        ];
        for (row, expected) in cases {
            assert_eq!(skipper.kind(&cells(row)), expected, "{row}");
        }
    }

    #[test]
    fn the_numbering_stands_right_below_the_headings() {
        for row in ["1|2|3|4", "A|B|1|2", "(1)|(2)|(3)|(4=3+1)"] {
            assert!(is_numbering(&cells(row)), "{row}");
        }
        for row in ["1|Đinh|3", "1|1980", "5", "2|1|3"] {
            assert!(!is_numbering(&cells(row)), "{row}");
        }
    }
}
