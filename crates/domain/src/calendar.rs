//! The calendar of the year: days off, and the days until which something is to be done.

use crate::record::{Field, Fields, Value};
use crate::rule_set::CivilDate;
use crate::schema::{FieldRule, Holds};

/// The day.
pub const DAY: Field = Field::of(10);
/// What it is: the code of a [`DayKind`].
pub const WHAT: Field = Field::of(11);
/// What it is called.
pub const NAME: Field = Field::of(12);

/// The fields of a day of the calendar.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(DAY, Holds::Day),
    FieldRule::required(WHAT, Holds::Int(1, 4)),
    FieldRule::required(NAME, Holds::Line(200)),
];

/// What a day of the calendar is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DayKind {
    /// Nobody works (nghỉ lễ).
    Holiday,
    /// Until then communes and offices hand up their dossiers of the year.
    UnitsSubmit,
    /// Until then the committee sends dossiers to the higher level.
    SendUp,
    /// The conference.
    Conference,
}

impl DayKind {
    /// Every kind, in the order of their codes.
    pub const ALL: [Self; 4] = [Self::Holiday, Self::UnitsSubmit, Self::SendUp, Self::Conference];

    /// The number that stands for this kind in records: its place in the list, from 1. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        self as i64 + 1
    }
}

/// A day of the calendar as it is read from a record.
#[must_use]
pub fn read(fields: &Fields) -> Option<(CivilDate, DayKind)> {
    let day = fields.get(&DAY).and_then(Value::as_text)?.parse().ok()?;
    let code = fields.get(&WHAT).and_then(Value::as_int)?;
    let kind = DayKind::ALL.into_iter().find(|kind| kind.code() == code)?;
    Some((day, kind))
}

/// Whether nobody works on a day, whatever the committee has entered: the holidays with a fixed date of the solar
/// calendar (Labour Code 2019 art. 112). Tết and the Hùng kings' day follow the moon and are entered.
#[must_use]
pub const fn is_fixed_holiday(day: CivilDate) -> bool {
    matches!((day.month(), day.day()), (1 | 5, 1) | (4, 30) | (9, 2))
}

/// The fixed holidays of a year, in their order.
pub fn fixed_holidays(year: u16) -> impl Iterator<Item = CivilDate> {
    const FIXED: [(u8, u8); 4] = [(1, 1), (4, 30), (5, 1), (9, 2)];
    FIXED.into_iter().filter_map(move |(month, day)| CivilDate::new(year, month, day).ok())
}

/// The days on which nobody works beside Saturdays, Sundays and the fixed holidays, as the committee has entered them;
/// in their order, each once.
#[must_use]
pub fn entered_holidays<'f>(days: impl Iterator<Item = &'f Fields>) -> Vec<CivilDate> {
    let off = days.filter_map(read).filter(|(_, kind)| *kind == DayKind::Holiday);
    let mut off: Vec<_> = off.map(|(day, _)| day).collect();
    off.sort_unstable();
    off.dedup();
    off
}

/// The same with the fixed holidays of some years: what [`crate::law::deadline::due`] leaves out beside weekends.
#[must_use]
pub fn days_off(entered: &[CivilDate], years: std::ops::RangeInclusive<u16>) -> Vec<CivilDate> {
    let mut off: Vec<_> = years.flat_map(fixed_holidays).chain(entered.iter().copied()).collect();
    off.sort_unstable();
    off.dedup();
    off
}

/// Whether offices work on a day; `entered` are the holidays that the committee has entered.
#[must_use]
pub fn is_working_day(day: CivilDate, entered: &[CivilDate]) -> bool {
    !day.is_weekend() && !is_fixed_holiday(day) && !entered.contains(&day)
}

/// How many working days lie between two days, both counted. None where the last lies before the first.
#[must_use]
pub fn working_days(first: CivilDate, last: CivilDate, entered: &[CivilDate]) -> u32 {
    let mut count = 0;
    let mut day = first;
    while day <= last {
        count += u32::from(is_working_day(day, entered));
        if day.next() == day {
            break;
        }
        day = day.next();
    }
    count
}

/// Whether a day belongs to the work on a year's awards: it begins in the second half of that year and ends with the first
/// half of the next, so that the deadlines of two years never meet.
#[must_use]
pub fn is_of_work(day: CivilDate, year: u16) -> bool {
    (day.year() == year && day.month() > 6) || (day.year() == year.saturating_add(1) && day.month() <= 6)
}

/// A day until which something is to be done, or on which it happens.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Deadline {
    /// The day.
    pub day: CivilDate,
    /// What is to be done: never a holiday.
    pub kind: DayKind,
    /// What it is called.
    pub name: String,
}

/// The deadlines of a calendar, the soonest first.
#[must_use]
pub fn deadlines<'f>(days: impl Iterator<Item = &'f Fields>) -> Vec<Deadline> {
    let deadline = |fields: &Fields| {
        let (day, kind) = read(fields).filter(|(_, kind)| *kind != DayKind::Holiday)?;
        let name = fields.get(&NAME).and_then(Value::as_text).unwrap_or_default().to_owned();
        Some(Deadline { day, kind, name })
    };
    let mut all: Vec<_> = days.filter_map(deadline).collect();
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entered(day: &str, kind: DayKind, name: &str) -> Fields {
        Fields::from_iter([(DAY, day.into()), (WHAT, kind.code().into()), (NAME, name.into())])
    }

    fn day(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    #[test]
    fn working_days_leave_out_weekends_fixed_and_entered_holidays() {
        let tet = [day("2024-02-08"), day("2024-02-09"), day("2024-02-12"), day("2024-02-13")];
        let cases = [
            ("2024-02-05", "2024-02-09", &tet[..], 3),
            ("2024-02-05", "2024-02-09", &[][..], 5),
            ("2024-04-29", "2024-05-03", &[][..], 3),
            ("2024-09-02", "2024-09-02", &[][..], 0),
            ("2024-02-10", "2024-02-11", &[][..], 0),
            ("2024-02-06", "2024-02-05", &[][..], 0),
        ];
        for (first, last, off, expected) in cases {
            assert_eq!(working_days(day(first), day(last), off), expected, "{first} to {last}");
        }
        assert!(!is_working_day(day("2025-01-01"), &[]));
        assert!(is_working_day(day("2025-01-02"), &[]));
        assert!(!is_working_day(day("2025-01-02"), &[day("2025-01-02")]));
    }

    #[test]
    fn the_work_on_a_years_awards_meets_no_other_years() {
        let cases = [
            ("2023-06-30", None),
            ("2023-07-01", Some(2023)),
            ("2023-12-15", Some(2023)),
            ("2024-04-03", Some(2023)),
            ("2024-06-30", Some(2023)),
            ("2024-12-15", Some(2024)),
        ];
        for (text, expected) in cases {
            let of = (2023..=2024).find(|year| is_of_work(day(text), *year));
            assert_eq!(of, expected, "{text}");
        }
    }

    #[test]
    fn every_fixed_holiday_is_listed() {
        for year in [2023, 2024] {
            let listed: Vec<_> = fixed_holidays(year).collect();
            assert_eq!(listed.len(), 4);
            assert!(listed.iter().all(|day| is_fixed_holiday(*day) && day.year() == year));
        }
        assert_eq!(days_off(&[day("2024-04-18"), day("2024-05-01")], 2024..=2024).len(), 5);
    }

    #[test]
    fn holidays_and_deadlines_are_told_apart_and_put_in_order() {
        let days = [
            entered("2024-12-20", DayKind::Conference, "Hội nghị tổng kết"),
            entered("2024-02-09", DayKind::Holiday, "Tết"),
            entered("2024-11-30", DayKind::UnitsSubmit, "Hạn nộp hồ sơ"),
            entered("2024-02-08", DayKind::Holiday, "Tết"),
            entered("2024-02-09", DayKind::Holiday, "Mồng một Tết"),
            Fields::from_iter([(DAY, "2024-01-05".into()), (WHAT, 9.into())]),
        ];
        assert_eq!(entered_holidays(days.iter()), [day("2024-02-08"), day("2024-02-09")]);
        let told: Vec<_> = deadlines(days.iter()).into_iter().map(|own| (own.day, own.kind)).collect();
        let expected = [(day("2024-11-30"), DayKind::UnitsSubmit), (day("2024-12-20"), DayKind::Conference)];
        assert_eq!(told, expected);
    }
}
