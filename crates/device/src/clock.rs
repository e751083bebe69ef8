//! The device's own clock: that of the machine, set forward or back.

use serde::{Deserialize, Serialize};
use thidua_domain::rule_set::CivilDate;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Vietnam keeps no summer time.
const VIETNAM_MS: i64 = 7 * 60 * 60 * 1000;

/// How the clock is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Clock {
    /// To the machine's.
    Real,
    /// Forward or back by so many milliseconds.
    By(i64),
    /// To this moment, milliseconds since 1970.
    To(i64),
}

impl Clock {
    /// Reads `2024-03-01`, `2024-03-01T08:30`, `+3d`, `-2h` or `real`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text == "real" {
            return Some(Self::Real);
        }
        if let Some(after) = text.strip_prefix('+') {
            return i64::try_from(duration(after)?).ok().map(Self::By);
        }
        if let Some(before) = text.strip_prefix('-') {
            return i64::try_from(duration(before)?).ok().map(|ms| Self::By(-ms));
        }
        let (day, time) = text.split_once('T').unwrap_or((text, "00:00"));
        let (hours, minutes) = time.split_once(':')?;
        let part = |text: &str, below: i64| {
            let number: i64 = text.parse().ok().filter(|_| text.len() == 2)?;
            (0..below).contains(&number).then_some(number)
        };
        let minutes = part(hours, 24)? * 60 + part(minutes, 60)?;
        let day: CivilDate = day.parse().ok()?;
        Some(Self::To(day.days_since(first()?) * DAY_MS + minutes * 60_000))
    }

    /// How far the device's clock is before the machine's after this, in milliseconds, where it was `ahead` before it and the
    /// machine's says `machine`.
    #[must_use]
    pub const fn ahead(self, ahead: i64, machine: i64) -> i64 {
        match self {
            Self::Real => 0,
            Self::By(ms) => ahead.saturating_add(ms),
            Self::To(ms) => ms.saturating_sub(machine),
        }
    }
}

fn first() -> Option<CivilDate> {
    CivilDate::new(1970, 1, 1).ok()
}

/// Reads `500ms`, `2s`, `3m`, `4h` or `5d`, in milliseconds.
#[must_use]
pub fn duration(text: &str) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(end);
    let unit = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit)
}

/// The day in Vietnam at a moment.
#[must_use]
pub fn day(ms: i64) -> Option<CivilDate> {
    civil(ms.checked_add(VIETNAM_MS)?.div_euclid(DAY_MS))
}

/// The day that is so many days after the first of 1970.
fn civil(days: i64) -> Option<CivilDate> {
    // Near enough to be one off: the calendar says which.
    let year = u16::try_from((1970 + days.checked_mul(400)? / 146_097).clamp(1, 9999)).ok()?;
    let years = [year.saturating_sub(1), year, year.saturating_add(1)];
    let begun = years.into_iter().rev().find_map(|year| {
        let begins = CivilDate::new(year, 1, 1).ok()?;
        (begins.days_since(first()?) <= days).then_some(begins)
    })?;
    let later = usize::try_from(days - begun.days_since(first()?)).ok()?;
    std::iter::successors(Some(begun), |day| Some(day.next())).nth(later)
}

/// A moment as text, in UTC.
#[must_use]
pub fn written(ms: i64) -> String {
    let within = ms.rem_euclid(DAY_MS) / 1000;
    match civil(ms.div_euclid(DAY_MS)) {
        Some(day) => format!("{day}T{:02}:{:02}:{:02}Z", within / 3600, within / 60 % 60, within % 60),
        None => format!("{ms} ms"),
    }
}

/// The machine's clock, milliseconds since 1970.
#[must_use]
pub fn machine() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.ok().and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_written() {
        assert_eq!(Clock::read("2023-11-14T22:13"), Some(Clock::To(1_699_999_980_000)));
        assert_eq!(Clock::read("1970-01-02"), Some(Clock::To(DAY_MS)));
        assert_eq!(Clock::read("+3d"), Some(Clock::By(3 * DAY_MS)));
        assert_eq!(Clock::read("-90m"), Some(Clock::By(-5_400_000)));
        for wrong in ["", "3d", "2024-02-30", "2024-03-01T24:00", "2024-03-01T8:00", "+3", "+3w", "now"] {
            assert_eq!(Clock::read(wrong), None, "{wrong}");
        }
        assert_eq!(written(1_700_000_000_000), "2023-11-14T22:13:20Z");
        // In Vietnam the next day has begun.
        assert_eq!(day(1_700_000_000_000).unwrap().to_string(), "2023-11-15");
        for (days, expected) in
            [(0, "1970-01-01"), (-1, "1969-12-31"), (11_016, "2000-02-29"), (19_723, "2024-01-01")]
        {
            assert_eq!(civil(days).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn the_clock_runs_on_from_where_it_was_set() {
        assert_eq!(Clock::To(500).ahead(7, 2_000), -1_500);
        assert_eq!(Clock::By(10).ahead(-1_500, 2_000), -1_490);
        assert_eq!(Clock::Real.ahead(-1_490, 2_000), 0);
    }
}
