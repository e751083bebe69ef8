//! The endpoint's clock. It dates what is kept and tells devices how far theirs is off; it orders nothing.

use std::time::{SystemTime, UNIX_EPOCH};

use thidua_domain::rule_set::CivilDate;

/// Vietnam is seven hours ahead, without summer time.
const AHEAD_MS: i64 = 7 * 60 * 60 * 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The day in Vietnam at a moment; `None` before the year 0 or after 65535.
pub(crate) fn day(ms: i64) -> Option<CivilDate> {
    // Counted from the first of March of the year 0: years that begin in March have their leap day at the end.
    let days = ms.checked_add(AHEAD_MS)?.div_euclid(DAY_MS) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153;
    let day = u8::try_from(of_year - (153 * march + 2) / 5 + 1).ok()?;
    let month = u8::try_from(if march < 10 { march + 3 } else { march - 9 }).ok()?;
    let year = u16::try_from(era * 400 + year + i64::from(month < 3)).ok()?;
    CivilDate::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_vietnam() {
        let cases = [
            (0, "1970-01-01"),
            (-AHEAD_MS - 1, "1969-12-31"),
            (-AHEAD_MS, "1970-01-01"),
            (1_700_000_000_000, "2023-11-15"),
            (1_709_139_600_000 - 1, "2024-02-28"),
            (1_709_139_600_000, "2024-02-29"),
            (1_709_226_000_000, "2024-03-01"),
            (1_735_664_400_000, "2025-01-01"),
        ];
        for (ms, expected) in cases {
            assert_eq!(day(ms).unwrap().to_string(), expected, "{ms}");
        }
    }
}
