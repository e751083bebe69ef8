//! One cell as the value of a field: text in one line, numbers, days, awards and words, as officers write them.
//!
//! What could be meant in two ways is a fault, never a guess: an officer sees a fault now, and a wrong year of birth on
//! the certificate.

mod award;
mod day;
mod words;

use std::borrow::Cow;

use thidua_domain::decimal::{self, Notation};
use thidua_domain::record::{Decimal, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::text::{compose, fold};

pub(crate) use award::recognise as award;
pub(crate) use day::read_birth;

use crate::column::{Reads, Words};
use crate::fault::CellFault;
use crate::table::CellKind;

/// Units that stand behind a number and say nothing.
const UNITS: [&str; 7] = ["tháng", "người", "điểm", "đồng", "đ", "ngày", "đ."];

/// Text in one line: spaces at the ends and between words are typing, not content.
pub(crate) fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let word: String = word.chars().filter(|c| !is_invisible(*c)).collect();
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
    }
    composed(line)
}

/// Text of several lines.
pub(crate) fn prose(text: &str) -> String {
    let text = text.replace("_x000D_", "").replace("\r\n", "\n").replace(['\r', '\u{b}'], "\n");
    let kept = text.trim().chars().filter(|c| *c == '\n' || *c == '\t' || !is_invisible(*c));
    composed(kept.collect())
}

fn composed(text: String) -> String {
    match compose(&text) {
        Cow::Owned(composed) => composed,
        Cow::Borrowed(_) => text,
    }
}

/// What copying leaves in words and no form takes.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Reads a value of a column that fills one field. Births, awards, and the columns that fill two are read by their own.
pub(crate) fn read(reads: Reads, text: &str, kind: CellKind, today: CivilDate) -> Result<Value, CellFault> {
    match reads {
        Reads::Line | Reads::PositionAndWorkplace | Reads::Award => Ok(Value::Text(line(text))),
        Reads::Prose => Ok(Value::Text(prose(text))),
        Reads::Whole | Reads::Birth => {
            let number = number(text, kind)?;
            if number.scale() == 0 { Ok(Value::Int(number.mantissa())) } else { Err(CellFault::NotWhole) }
        }
        Reads::Amount => number(text, kind).map(Value::Decimal),
        Reads::Day => {
            day::read(text, kind, today).map(|day| Value::Text(day.to_string())).ok_or(CellFault::NotADay)
        }
        Reads::Words(words) => code(words, text).map(Value::Int).ok_or(CellFault::UnknownWord),
    }
}

/// The code of a word.
pub(crate) fn code(words: Words, text: &str) -> Option<i64> {
    words::code(words, text)
}

fn number(text: &str, kind: CellKind) -> Result<Decimal, CellFault> {
    let (text, notation) = if kind == CellKind::Number {
        (text, Notation::English)
    } else {
        let text = text.trim();
        let unit = UNITS.iter().find_map(|unit| text.strip_suffix(unit));
        (unit.filter(|rest| !rest.is_empty()).unwrap_or(text), Notation::Vietnamese)
    };
    decimal::parse(text, notation).map_err(|_| CellFault::NotANumber)
}

/// Whether a folded text is one of several phrases, each written with its marks.
pub(crate) fn is_any(folded: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| fold(phrase) == folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_prose() {
        assert_eq!(line("  Đinh\u{a0} Văn\n Ho\u{300}a \u{200b}"), "Đinh Văn Hòa");
        assert_eq!(line("H'Hen  Niê"), "H'Hen Niê");
        assert_eq!(line("Krông’ ĐINH"), "Krông’ ĐINH");
        assert_eq!(prose(" a\r\nb_x000D_\n c\u{7} "), "a\nb\n c");
    }

    #[test]
    fn numbers() {
        let today = CivilDate::new(2025, 11, 23).unwrap();
        let text = |text, reads| read(reads, text, CellKind::Text, today);
        let cases = [
            ("12", Reads::Whole, Ok(Value::Int(12))),
            ("12 tháng", Reads::Whole, Ok(Value::Int(12))),
            ("1.234", Reads::Whole, Ok(Value::Int(1234))),
            ("11,5", Reads::Whole, Err(CellFault::NotWhole)),
            ("mười", Reads::Whole, Err(CellFault::NotANumber)),
            ("1.5", Reads::Amount, Err(CellFault::NotANumber)),
            ("1.234,5", Reads::Amount, Ok(Value::Decimal(Decimal::new(12345, 1).unwrap()))),
            ("85,5 điểm", Reads::Amount, Ok(Value::Decimal(Decimal::new(855, 1).unwrap()))),
        ];
        for (written, reads, expected) in cases {
            assert_eq!(text(written, reads), expected, "{written}");
        }
        let cell = read(Reads::Amount, "85.5", CellKind::Number, today);
        assert_eq!(cell, Ok(Value::Decimal(Decimal::new(855, 1).unwrap())));
    }
}
