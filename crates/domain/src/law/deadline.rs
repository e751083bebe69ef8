//! Until when a dossier is to be dealt with: working days, counted from the day after it was received.
//!
//! How many days an award has differs from province to province and is a setting; which days are holidays is decided
//! anew each year and is given by whoever asks.

use super::fact::Fact;
use super::finding::Findings;
use super::rule::RuleId::R35;
use super::setting::{Setting, Settings};
use crate::award::{Award, AwardKind, SubjectKind};
use crate::rule_set::CivilDate;

/// The setting that holds the days for an award.
#[must_use]
pub fn setting_for(award: &Award, subject: SubjectKind) -> Setting {
    match (award.kind, subject) {
        (AwardKind::Form, SubjectKind::Household) => Setting::DaysForHousehold,
        (AwardKind::Form, _) => Setting::DaysForLetter,
        (AwardKind::Title, SubjectKind::Individual) => Setting::DaysForTitle,
        (AwardKind::Title, _) => Setting::DaysForCollective,
    }
}

/// The working days that a committee has for an award, as set on the day of receipt.
#[must_use]
pub fn days(award: &Award, subject: SubjectKind, settings: &Settings, received: CivilDate) -> u32 {
    u32::try_from(settings.on(setting_for(award, subject), received)).unwrap_or_default()
}

/// The last working day for something received on a day: Saturdays, Sundays and `holidays` do not count, nor does the
/// day of receipt. Without days, the day of receipt itself.
#[must_use]
pub fn due(received: CivilDate, days: u32, holidays: &[CivilDate]) -> CivilDate {
    let mut day = received;
    let mut left = days;
    while left > 0 {
        day = day.next();
        if !day.is_weekend() && !holidays.contains(&day) {
            left -= 1;
        }
    }
    day
}

/// The working days that are left on a day until another, today not counted and the last day counted; none where that
/// has passed.
#[must_use]
pub fn left(today: CivilDate, due: CivilDate, holidays: &[CivilDate]) -> u32 {
    let (mut day, mut left) = (today, 0);
    while day < due {
        day = day.next();
        left += u32::from(!day.is_weekend() && !holidays.contains(&day));
    }
    left
}

/// Whether it was dealt with in time.
#[must_use]
pub fn judge(received: CivilDate, days: u32, holidays: &[CivilDate], done: &Fact<CivilDate>) -> Findings {
    let mut found = Findings::default();
    found.take(R35, done.test("done_on", |done| *done <= due(received, days, holidays)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_and_holidays_do_not_count() {
        let day = |text: &str| text.parse::<CivilDate>().unwrap();
        let holidays = [day("2024-04-18"), day("2024-04-30"), day("2024-05-01")];
        let cases = [
            ("2024-04-03", 0, "2024-04-03"),
            ("2024-04-03", 1, "2024-04-04"),
            ("2024-04-05", 1, "2024-04-08"),
            ("2024-04-06", 1, "2024-04-08"),
            ("2024-04-17", 1, "2024-04-19"),
            ("2024-04-26", 3, "2024-05-03"),
            ("2024-12-31", 1, "2025-01-01"),
            ("2024-02-28", 1, "2024-02-29"),
        ];
        for (received, days, expected) in cases {
            assert_eq!(due(day(received), days, &holidays), day(expected), "{received} and {days} days");
        }
    }

    #[test]
    fn the_days_that_are_left_are_those_that_were_given_less_those_that_passed() {
        let day = |text: &str| text.parse::<CivilDate>().unwrap();
        let holidays = [day("2024-04-18"), day("2024-04-30"), day("2024-05-01")];
        let cases = [
            ("2024-04-03", "2024-04-03", 0),
            ("2024-04-03", "2024-04-04", 1),
            ("2024-04-05", "2024-04-07", 0),
            ("2024-04-05", "2024-04-08", 1),
            ("2024-04-17", "2024-04-19", 1),
            ("2024-04-26", "2024-05-03", 3),
            ("2024-05-04", "2024-05-03", 0),
        ];
        for (today, until, expected) in cases {
            assert_eq!(left(day(today), day(until), &holidays), expected, "{today} to {until}");
        }
        for days in 0..40 {
            let until = due(day("2024-04-03"), days, &holidays);
            assert_eq!(left(day("2024-04-03"), until, &holidays), days);
        }
    }
}
