//! Official codes of units (mã đơn vị hành chính). Codes were given anew when communes merged: 21361 was Long Hiệp and
//! is Minh Long since July 2025. So a code means a unit only together with a day, and units know whom they came from.

use super::fact::Truth;
use super::finding::Findings;
use super::rule::RuleId::R50;
use crate::rule_set::CivilDate;

/// A code as it was held by one unit for a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldCode<U> {
    /// The code.
    pub code: u32,
    /// The unit.
    pub unit: U,
    /// The first day on which the unit held it.
    pub from: CivilDate,
    /// The last day, `None` while it holds it.
    pub through: Option<CivilDate>,
}

impl<U> HeldCode<U> {
    /// Whether the unit held the code on a day.
    #[must_use]
    pub fn holds_on(&self, day: CivilDate) -> bool {
        self.from <= day && self.through.is_none_or(|last| day <= last)
    }
}

/// The unit that held a code on a day; `None` where none did, or where the list says that two did.
#[must_use]
pub fn unit_on<U>(held: &[HeldCode<U>], code: u32, day: CivilDate) -> Option<&U> {
    let mut found = held.iter().filter(|held| held.code == code && held.holds_on(day));
    let first = found.next()?;
    found.next().is_none().then_some(&first.unit)
}

/// Whether a code leads to one unit on a day; without a day it cannot be told.
#[must_use]
pub fn judge<U>(held: &[HeldCode<U>], code: u32, day: Option<CivilDate>) -> Findings {
    let mut found = Findings::default();
    let truth = day
        .map_or_else(|| Truth::Unknown(vec!["day"]), |day| Truth::from(unit_on(held, code, day).is_some()));
    found.take(R50, truth);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_given_anew_leads_to_the_unit_of_its_day() {
        let day = |text: &str| text.parse::<CivilDate>().unwrap();
        let held = |code, unit, from: &str, through: Option<&str>| HeldCode {
            code,
            unit,
            from: day(from),
            through: through.map(day),
        };
        let codes = [
            held(21361, "Long Hiệp", "1999-01-01", Some("2025-06-30")),
            held(21361, "Minh Long", "2025-07-01", None),
            held(21355, "Thanh An", "1999-01-01", Some("2025-06-30")),
        ];
        let cases = [
            (21361, "2023-12-31", Some("Long Hiệp")),
            (21361, "2025-07-01", Some("Minh Long")),
            (21355, "2025-07-01", None),
            (21361, "1990-01-01", None),
        ];
        for (code, on, expected) in cases {
            assert_eq!(unit_on(&codes, code, day(on)).copied(), expected, "{code} on {on}");
        }
    }
}
