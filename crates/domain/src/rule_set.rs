//! Which law, decree and circular a nomination stands under, and the two kinds of date that decide it.
//!
//! A rule set follows from the day on which a dossier is received, never from the year of the achievement; a
//! nomination that has one keeps it for ever, so nothing here looks at records. There is no clock: today is given.

use std::fmt;
use std::str::FromStr;

/// A law together with its decree and circular.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RuleSet {
    /// Law of 2003 as amended to 2013, Decree 91/2017/NĐ-CP: to the end of 2023.
    R2013,
    /// Law 06/2022/QH15, Decree 98/2023/NĐ-CP: from 2024-01-01.
    R2022_98,
    /// Law 06/2022/QH15, Decree 152/2025/NĐ-CP, without districts: from 2025-07-01.
    R2022_152,
    /// Law 06/2022/QH15 as amended by 06/2026/QH16, of which only the draft is known: from 2026-10-01.
    R2026,
}

impl RuleSet {
    /// Every rule set, from old to new.
    pub const ALL: [Self; 4] = [Self::R2013, Self::R2022_98, Self::R2022_152, Self::R2026];

    /// What stands for it in records. Never renamed.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::R2013 => "R2013",
            Self::R2022_98 => "R2022_98",
            Self::R2022_152 => "R2022_152",
            Self::R2026 => "R2026",
        }
    }

    /// The rule set of an identifier, or `None` where a later version made it.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule_set| rule_set.id() == id)
    }

    /// Its name in Vietnamese.
    #[must_use]
    pub const fn vi(self) -> &'static str {
        match self {
            Self::R2013 => "Luật 2003 (sửa đổi đến 2013), Nghị định 91/2017/NĐ-CP",
            Self::R2022_98 => "Luật 06/2022/QH15, Nghị định 98/2023/NĐ-CP",
            Self::R2022_152 => "Luật 06/2022/QH15, Nghị định 152/2025/NĐ-CP",
            Self::R2026 => "Luật 06/2022/QH15 sửa đổi 2026 (bản dự thảo, chờ cập nhật)",
        }
    }

    /// Its name in English.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::R2013 => "Law of 2003 (as amended to 2013), Decree 91/2017/NĐ-CP",
            Self::R2022_98 => "Law 06/2022/QH15, Decree 98/2023/NĐ-CP",
            Self::R2022_152 => "Law 06/2022/QH15, Decree 152/2025/NĐ-CP",
            Self::R2026 => "Law 06/2022/QH15 as amended in 2026 (draft, to be updated)",
        }
    }

    /// Whether districts decide on awards under it.
    #[must_use]
    pub const fn has_districts(self) -> bool {
        matches!(self, Self::R2013 | Self::R2022_98)
    }

    /// The first day on which it is in force, `None` for the oldest.
    #[must_use]
    pub const fn since(self) -> Option<CivilDate> {
        match self {
            Self::R2013 => None,
            Self::R2022_98 => Some(CivilDate { year: 2024, month: 1, day: 1 }),
            Self::R2022_152 => Some(CivilDate { year: 2025, month: 7, day: 1 }),
            Self::R2026 => Some(CivilDate { year: 2026, month: 10, day: 1 }),
        }
    }

    /// The rule set for a dossier received on a day.
    #[must_use]
    pub fn in_force_on(date: CivilDate) -> Self {
        let newest =
            Self::ALL.into_iter().rev().find(|rule_set| rule_set.since().is_none_or(|since| since <= date));
        newest.unwrap_or(Self::R2013)
    }

    /// The rule set for a nomination of which no receipt is recorded yet. It is taken for received today; one for a
    /// past year is an old dossier entered late, and is taken for received on the last day of its year.
    #[must_use]
    pub fn for_new(year: AwardYear, today: CivilDate) -> Self {
        if year.get() >= today.year() { Self::in_force_on(today) } else { Self::in_force_on(year.last_day()) }
    }
}

/// A day of the calendar, without time and zone. Only days that exist.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CivilDate {
    // In this order the derived comparison is that of the calendar.
    year: u16,
    month: u8,
    day: u8,
}

/// Why a text or three numbers are no day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CivilDateError {
    /// The text has another form than `YYYY-MM-DD`.
    #[error("a date is written YYYY-MM-DD")]
    Form,
    /// The calendar has no such day.
    #[error("there is no such day")]
    NoSuchDay,
}

impl CivilDate {
    /// A day from its year (1 to 9999), month and day.
    ///
    /// # Errors
    /// Where the calendar has no such day.
    pub const fn new(year: u16, month: u8, day: u8) -> Result<Self, CivilDateError> {
        let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 0,
        };
        if year == 0 || year > 9999 || day == 0 || day > days {
            return Err(CivilDateError::NoSuchDay);
        }
        Ok(Self { year, month, day })
    }

    /// A day as officers write it: `3/4/2024`, `03-04-24`, `03.04.2024`, or as it travels. A year of two digits is of this
    /// century up to 50, and otherwise of the last.
    ///
    /// # Errors
    /// Where it is written otherwise, or the calendar has no such day.
    pub fn parse_typed(text: &str) -> Result<Self, CivilDateError> {
        fn number(part: Option<&str>, most: usize) -> Result<&str, CivilDateError> {
            let part = part.map(str::trim).filter(|part| !part.is_empty() && part.len() <= most);
            part.filter(|part| part.bytes().all(|b| b.is_ascii_digit())).ok_or(CivilDateError::Form)
        }
        let text = text.trim();
        if let Ok(day) = text.parse() {
            return Ok(day);
        }
        let mut parts = text.split(['/', '-', '.']);
        let (day, month, year) =
            (number(parts.next(), 2)?, number(parts.next(), 2)?, number(parts.next(), 4)?);
        if parts.next().is_some() || year.len() == 3 || year.len() == 1 {
            return Err(CivilDateError::Form);
        }
        let written: u16 = year.parse().map_err(|_| CivilDateError::Form)?;
        let year = match (year.len(), written) {
            (2, 0..=50) => 2000 + written,
            (2, _) => 1900 + written,
            _ => written,
        };
        let small = |part: &str| part.parse::<u8>().map_err(|_| CivilDateError::Form);
        Self::new(year, small(month)?, small(day)?)
    }

    /// The day after. After the last day that can be written it stays.
    #[must_use]
    pub fn next(self) -> Self {
        let tomorrow = Self::new(self.year, self.month, self.day + 1);
        let next_month = || Self::new(self.year, self.month + 1, 1);
        tomorrow.or_else(|_| next_month()).or_else(|_| Self::new(self.year + 1, 1, 1)).unwrap_or(self)
    }

    /// The day before. Before the first day that can be written it stays.
    #[must_use]
    pub fn previous(self) -> Self {
        let of_month = |year, month| (28..=31).rev().find_map(|day| Self::new(year, month, day).ok());
        let yesterday = match (self.day, self.month) {
            (2.., _) => Self::new(self.year, self.month, self.day - 1).ok(),
            (_, 2..) => of_month(self.year, self.month - 1),
            _ => of_month(self.year.saturating_sub(1), 12),
        };
        yesterday.unwrap_or(self)
    }

    /// The days that have passed since another day; less than none where that one is later.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        self.ordinal() - earlier.ordinal()
    }

    /// The days since the first of March of the year 0: years that begin in March have their leap day at the end.
    fn ordinal(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month < 3);
        let month = (i64::from(self.month) + 9) % 12;
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + i64::from(self.day) - 1
    }

    /// Whether it is a Saturday or a Sunday.
    #[must_use]
    pub fn is_weekend(self) -> bool {
        matches!(self.weekday(), 0 | 6)
    }

    /// The day of the week: 0 is Sunday, 6 is Saturday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        // Sakamoto's way.
        const SHIFT: [u32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let year = u32::from(self.year) - u32::from(self.month < 3);
        let shift = SHIFT.get(usize::from(self.month) - 1).copied().unwrap_or_default();
        let day = (year + year / 4 - year / 100 + year / 400 + shift + u32::from(self.day)) % 7;
        u8::try_from(day).unwrap_or_default()
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }
}

impl fmt::Display for CivilDate {
    /// As in ISO 8601, which is how dates travel; screens and sheets write them their own way.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for CivilDate {
    type Err = CivilDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        fn number<T: FromStr>(part: Option<&str>, digits: usize) -> Result<T, CivilDateError> {
            let part = part.filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
            part.and_then(|part| part.parse().ok()).ok_or(CivilDateError::Form)
        }
        let mut parts = text.split('-');
        let (year, month, day) =
            (number(parts.next(), 4)?, number(parts.next(), 2)?, number(parts.next(), 2)?);
        if parts.next().is_some() {
            return Err(CivilDateError::Form);
        }
        Self::new(year, month, day)
    }
}

/// The year whose work is commended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AwardYear(u16);

/// Why something is no award year.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AwardYearError {
    /// Nothing was given.
    #[error("the year is empty")]
    Empty,
    /// Something else than digits was given.
    #[error("the year is not a number")]
    NotANumber,
    /// The year is before [`AwardYear::MIN`] or after [`AwardYear::MAX`].
    #[error("the year is not between 2000 and 2100")]
    OutOfRange,
}

impl AwardYear {
    /// The earliest year.
    pub const MIN: u16 = 2000;
    /// The latest year.
    pub const MAX: u16 = 2100;

    /// The number of the year.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    const fn last_day(self) -> CivilDate {
        CivilDate { year: self.0, month: 12, day: 31 }
    }
}

impl TryFrom<i64> for AwardYear {
    type Error = AwardYearError;

    fn try_from(year: i64) -> Result<Self, Self::Error> {
        let year = u16::try_from(year).map_err(|_| AwardYearError::OutOfRange)?;
        if (Self::MIN..=Self::MAX).contains(&year) { Ok(Self(year)) } else { Err(AwardYearError::OutOfRange) }
    }
}

impl From<AwardYear> for i64 {
    fn from(year: AwardYear) -> Self {
        year.0.into()
    }
}

impl FromStr for AwardYear {
    type Err = AwardYearError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AwardYearError::Empty);
        }
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(AwardYearError::NotANumber);
        }
        // Only digits are left, so that a failure can only mean too many of them.
        text.parse::<i64>().map_err(|_| AwardYearError::OutOfRange)?.try_into()
    }
}

impl fmt::Display for AwardYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_before_is_the_one_that_this_comes_after() {
        for (day, before) in [
            ("2025-07-01", "2025-06-30"),
            ("2024-03-01", "2024-02-29"),
            ("2023-03-01", "2023-02-28"),
            ("2025-01-01", "2024-12-31"),
            ("2025-07-02", "2025-07-01"),
        ] {
            let (day, before): (CivilDate, CivilDate) = (day.parse().unwrap(), before.parse().unwrap());
            assert_eq!((day.previous(), before.next()), (before, day));
        }
        let first = CivilDate::new(1, 1, 1).unwrap();
        assert_eq!(first.previous(), first);
    }
    use proptest::prelude::*;

    fn date(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_counted_over_ends_of_months_and_leap_days() {
        let cases = [
            ("2024-03-01", "2024-02-28", 2),
            ("2023-03-01", "2023-02-28", 1),
            ("2024-01-01", "2023-12-31", 1),
            ("2024-12-31", "2023-12-31", 366),
            ("2000-03-01", "1900-03-01", 36_525),
            ("2023-12-01", "2023-12-15", -14),
            ("2023-12-01", "2023-12-01", 0),
        ];
        for (day, earlier, expected) in cases {
            assert_eq!(date(day).days_since(date(earlier)), expected, "{earlier} to {day}");
        }
    }

    #[test]
    fn days_are_read_as_officers_write_them() {
        let cases = [
            ("3/4/2024", Some("2024-04-03")),
            (" 03/04/2024 ", Some("2024-04-03")),
            ("03-04-24", Some("2024-04-03")),
            ("3.4.1985", Some("1985-04-03")),
            ("3/4/85", Some("1985-04-03")),
            ("2024-04-03", Some("2024-04-03")),
            ("31/02/2024", None),
            ("2024", None),
            ("3/4", None),
            ("3/4/202", None),
            ("3/4/2024/5", None),
            ("ba/4/2024", None),
        ];
        for (text, expected) in cases {
            let day = CivilDate::parse_typed(text).ok().map(|day| day.to_string());
            assert_eq!(day.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_day_of_receipt_decides() {
        let cases = [
            ("2003-11-26", RuleSet::R2013),
            ("2023-12-31", RuleSet::R2013),
            ("2024-01-01", RuleSet::R2022_98),
            ("2025-06-30", RuleSet::R2022_98),
            ("2025-07-01", RuleSet::R2022_152),
            ("2026-09-30", RuleSet::R2022_152),
            ("2026-10-01", RuleSet::R2026),
            ("2100-12-31", RuleSet::R2026),
        ];
        for (day, expected) in cases {
            assert_eq!(RuleSet::in_force_on(date(day)), expected, "{day}");
        }
    }

    #[test]
    fn a_new_nomination_takes_today_and_a_late_one_the_end_of_its_year() {
        let cases = [
            (2023, "2023-12-20", RuleSet::R2013),
            (2023, "2024-04-03", RuleSet::R2013),
            (2024, "2024-04-03", RuleSet::R2022_98),
            (2025, "2024-04-03", RuleSet::R2022_98),
            (2024, "2025-08-01", RuleSet::R2022_98),
            (2025, "2025-06-30", RuleSet::R2022_98),
            (2025, "2026-11-01", RuleSet::R2022_152),
            (2026, "2026-09-30", RuleSet::R2022_152),
            (2026, "2026-10-01", RuleSet::R2026),
        ];
        for (year, today, expected) in cases {
            let year = AwardYear::try_from(year).unwrap();
            assert_eq!(RuleSet::for_new(year, date(today)), expected, "{year} on {today}");
        }
    }

    #[test]
    fn identifiers_come_back() {
        for rule_set in RuleSet::ALL {
            assert_eq!(RuleSet::from_id(rule_set.id()), Some(rule_set));
        }
        assert_eq!(RuleSet::from_id("R2022"), None);
        assert!(RuleSet::ALL.is_sorted_by_key(|rule_set| rule_set.since()));
    }

    #[test]
    fn only_days_that_exist_are_dates() {
        use CivilDateError::{Form, NoSuchDay};
        let cases = [
            ("2024-02-29", Ok(())),
            ("2000-02-29", Ok(())),
            ("2023-02-29", Err(NoSuchDay)),
            ("1900-02-29", Err(NoSuchDay)),
            ("2023-04-31", Err(NoSuchDay)),
            ("2023-13-01", Err(NoSuchDay)),
            ("2023-00-10", Err(NoSuchDay)),
            ("2023-01-00", Err(NoSuchDay)),
            ("0000-01-01", Err(NoSuchDay)),
            ("2023-1-1", Err(Form)),
            ("03/04/2024", Err(Form)),
            ("+023-04-01", Err(Form)),
            ("2023-04-01T00", Err(Form)),
            ("2023-04-01-1", Err(Form)),
            ("", Err(Form)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<CivilDate>().map(|_| ()), expected, "{text}");
        }
    }

    #[test]
    fn a_year_is_read_from_what_was_typed() {
        use AwardYearError::{Empty, NotANumber, OutOfRange};
        let cases = [
            ("2023", Ok(2023)),
            (" 2023\u{a0}", Ok(2023)),
            ("2000", Ok(2000)),
            ("2100", Ok(2100)),
            ("", Err(Empty)),
            ("  ", Err(Empty)),
            ("1999", Err(OutOfRange)),
            ("2101", Err(OutOfRange)),
            ("23", Err(OutOfRange)),
            ("99999999999999999999999", Err(OutOfRange)),
            ("-2023", Err(NotANumber)),
            ("năm 2023", Err(NotANumber)),
            ("2.023", Err(NotANumber)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<AwardYear>().map(AwardYear::get), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_date_comes_back_from_its_text(year in 1u16..=9999, month in 1u8..=12, day in 1u8..=31) {
            if let Ok(date) = CivilDate::new(year, month, day) {
                prop_assert_eq!(date.to_string().parse(), Ok(date));
            }
        }

        #[test]
        fn a_later_receipt_never_means_an_older_rule_set(
            a in (2000u16..=2100, 1u8..=12, 1u8..=28),
            b in (2000u16..=2100, 1u8..=12, 1u8..=28),
        ) {
            let [a, b] = [a.min(b), a.max(b)].map(|(y, m, d)| CivilDate::new(y, m, d).unwrap());
            prop_assert!(RuleSet::in_force_on(a) <= RuleSet::in_force_on(b));
        }
    }
}
