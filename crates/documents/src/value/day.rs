//! Days and years of birth: 03/04/2024, 3-4-24, 2024-04-03, the day numbers of spreadsheets, or a year alone.

use thidua_domain::rule_set::CivilDate;

use crate::fault::CellFault;
use crate::table::CellKind;

/// The day numbers that are taken for days: 1927 to 2100. Smaller ones are years or counts.
const SERIALS: std::ops::RangeInclusive<i64> = 10_000..=73_415;
/// Nobody who is nominated is younger than a pupil or older than anyone alive.
const YOUNGEST: i64 = 6;
const OLDEST: i64 = 120;

/// Reads a day. A year of two digits is the latest that has begun, or the next.
pub(crate) fn read(text: &str, kind: CellKind, today: CivilDate) -> Option<CivilDate> {
    let text = text.trim();
    if let Ok(day) = text.get(..10).unwrap_or(text).parse() {
        return Some(day);
    }
    if kind == CellKind::Number || (text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit())) {
        let whole = text.split('.').next()?;
        return from_serial(whole.parse().ok()?);
    }
    // "ngày 03 tháng 4 năm 2024", "03/04/2024", "3-4-24", "3. 4. 2024", also with a time behind it.
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (day, month, year) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let is_tail = text.chars().all(|c| c.is_ascii_digit() || " /-.:".contains(c));
    if !is_tail && !text.starts_with("ngày") && !text.starts_with("Ngày") {
        return None;
    }
    let written: u16 = year.parse().ok()?;
    let year = match year.len() {
        4 => written,
        2 => {
            let century = today.year() - today.year() % 100;
            if century + written > today.year() + 1 { century + written - 100 } else { century + written }
        }
        _ => return None,
    };
    CivilDate::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The day of a spreadsheet's number: days since the last of 1899, with a 29 February 1900 that never was.
fn from_serial(serial: i64) -> Option<CivilDate> {
    if !SERIALS.contains(&serial) {
        return None;
    }
    // Days since 1 March 0000, so that the leap day is the last of its year.
    let days = serial - 25_569 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    CivilDate::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

/// The first and the last year of birth that can be.
pub(crate) fn birth_years(today: CivilDate) -> (i64, i64) {
    let year = i64::from(today.year());
    ((year - OLDEST).max(1900), year - YOUNGEST)
}

/// Reads a year of birth from a year, from a day, or from what is known of one ("5/1985").
pub(crate) fn read_birth(text: &str, kind: CellKind, today: CivilDate) -> Result<i64, CellFault> {
    let (min, max) = birth_years(today);
    let fault = CellFault::BirthYear { min, max };
    let text = text.trim();
    let number = text.parse::<i64>().ok();
    let year = match number {
        Some(number) if !SERIALS.contains(&number) => number,
        _ => match read(text, kind, today) {
            Some(day) => i64::from(day.year()),
            None => partly(text).ok_or(fault)?,
        },
    };
    if (min..=max).contains(&year) { Ok(year) } else { Err(fault) }
}

/// The year of a day of which only that, or that and the month, is known.
fn partly(text: &str) -> Option<i64> {
    let (before, year) = text.rsplit_once(['/', '-', '.', ' '])?;
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    // Three numbers are a day, which the calendar does not have.
    let unknown = before.split(['/', '-', '.', ' ']).filter(|part| part.bytes().any(|b| b.is_ascii_digit()));
    if is_year && unknown.count() < 2 { year.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> CivilDate {
        CivilDate::new(2025, 11, 23).unwrap()
    }

    #[test]
    fn days_in_all_their_forms() {
        let cases = [
            ("03/04/2024", CellKind::Text, Some("2024-04-03")),
            ("3/4/2024", CellKind::Text, Some("2024-04-03")),
            ("3-4-24", CellKind::Text, Some("2024-04-03")),
            ("3.4.98", CellKind::Text, Some("1998-04-03")),
            ("2024-04-03", CellKind::Text, Some("2024-04-03")),
            ("2024-04-03 00:00:00", CellKind::Text, Some("2024-04-03")),
            ("03/04/2024 08:30", CellKind::Text, Some("2024-04-03")),
            ("ngày 03 tháng 4 năm 2024", CellKind::Text, Some("2024-04-03")),
            ("45385", CellKind::Number, Some("2024-04-03")),
            ("45385", CellKind::Text, Some("2024-04-03")),
            ("45385.75", CellKind::Number, Some("2024-04-03")),
            ("2024-04-03", CellKind::Day, Some("2024-04-03")),
            ("36526", CellKind::Number, Some("2000-01-01")),
            ("30/02/2024", CellKind::Text, None),
            ("13/13/2024", CellKind::Text, None),
            ("2024", CellKind::Text, None),
            ("2024", CellKind::Number, None),
            ("3/4", CellKind::Text, None),
            ("số 3/4/2024", CellKind::Text, None),
            ("", CellKind::Text, None),
        ];
        for (text, kind, expected) in cases {
            assert_eq!(read(text, kind, today()).map(|day| day.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn years_of_birth() {
        let cases = [
            ("1985", CellKind::Number, Some(1985)),
            ("1985", CellKind::Text, Some(1985)),
            ("03/04/1985", CellKind::Text, Some(1985)),
            ("3/4/85", CellKind::Text, Some(1985)),
            ("31140", CellKind::Number, Some(1985)),
            ("1985-04-03", CellKind::Day, Some(1985)),
            ("4/1985", CellKind::Text, Some(1985)),
            ("--/--/1985", CellKind::Text, Some(1985)),
            ("30/02/1985", CellKind::Text, None),
            ("2090", CellKind::Text, None),
            ("1890", CellKind::Text, None),
            ("2024", CellKind::Number, None),
            ("85", CellKind::Text, None),
            ("Quảng Ngãi", CellKind::Text, None),
        ];
        let fault = CellFault::BirthYear { min: 1905, max: 2019 };
        for (text, kind, expected) in cases {
            assert_eq!(read_birth(text, kind, today()), expected.ok_or(fault), "{text}");
        }
    }
}
