//! Shares and changes in hundredths of a percent: what the figures of a year are compared by.
//!
//! Worked out in whole numbers and never typed, so that a report says the same on every device. The size is rounded half
//! up, whichever way a change went: a fall by 2,325 % is told as 2,33 %, as a rise is.

use std::cmp::Ordering;

use crate::decimal::{self, Notation};
use crate::record::Decimal;

/// A share, in hundredths of a percent: 10,000 is the whole.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Percent(i64);

/// The hundredths of one percent.
const ONE: i64 = 100;

impl Percent {
    /// The whole.
    pub const WHOLE: Self = Self(100 * ONE);

    /// A share of so many hundredths of a percent.
    #[must_use]
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// What a part is of a whole; neither is below zero. `None` where the whole is 0, of which there is no share, or the
    /// share is beyond all measure.
    #[must_use]
    pub fn of(part: Decimal, whole: Decimal) -> Option<Self> {
        let (part, whole) = aligned(part, whole);
        rounded(part, whole)
    }

    /// In hundredths of a percent.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// Whether nothing stands after the point.
    #[must_use]
    pub const fn is_even(self) -> bool {
        self.0 % ONE == 0
    }

    /// The next whole percent below, or itself.
    #[must_use]
    pub const fn floor(self) -> Self {
        Self(self.0.div_euclid(ONE) * ONE)
    }

    /// The next whole percent above, or itself.
    #[must_use]
    pub const fn ceiling(self) -> Self {
        let floor = self.floor();
        if floor.0 == self.0 { floor } else { Self(floor.0.saturating_add(ONE)) }
    }

    /// The nearest whole percent, halves up.
    #[must_use]
    pub const fn nearest(self) -> Self {
        Self(self.0.saturating_add(ONE / 2)).floor()
    }

    /// As it is read: `16,78%`.
    #[must_use]
    pub fn written(self, notation: Notation) -> String {
        let figure = Decimal::new(self.0, 2).map(|figure| decimal::format(figure, notation));
        [&figure.unwrap_or_default(), "%"].concat()
    }
}

/// By how much a figure has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// Which way it went, by the figures themselves: `Greater` where it has grown. The size may still be rounded to nothing.
    pub way: Ordering,
    /// By what part of the figure before.
    pub size: Percent,
}

impl Change {
    /// From a figure to the one that came after it; neither is below zero. `None` where the one before is 0, against
    /// which nothing is measured, or the change is beyond all measure.
    #[must_use]
    pub fn between(before: Decimal, after: Decimal) -> Option<Self> {
        let (before, after) = aligned(before, after);
        let size = rounded((after - before).abs(), before)?;
        Some(Self { way: after.cmp(&before), size })
    }
}

/// Two numbers by their worth.
#[must_use]
pub fn compare(one: Decimal, other: Decimal) -> Ordering {
    let (one, other) = aligned(one, other);
    one.cmp(&other)
}

/// Both numbers in the smallest unit of either. At most 19 digits and 6 more, far within the 38 of an i128.
fn aligned(one: Decimal, other: Decimal) -> (i128, i128) {
    let in_units = |number: Decimal, scale: u8| {
        i128::from(number.mantissa()) * 10i128.pow(u32::from(scale.saturating_sub(number.scale())))
    };
    let scale = one.scale().max(other.scale());
    (in_units(one, scale), in_units(other, scale))
}

/// The part in hundredths of a percent of the whole, halves up. Four digits more than the numbers have still fit.
fn rounded(part: i128, whole: i128) -> Option<Percent> {
    if whole <= 0 {
        return None;
    }
    let scaled = part * i128::from(Percent::WHOLE.0);
    i64::try_from((2 * scaled + whole).div_euclid(2 * whole)).ok().map(Percent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Decimal {
        decimal::parse(text, Notation::Vietnamese).unwrap()
    }

    #[test]
    fn shares_are_rounded_half_up() {
        let cases = [
            ("885", "5.274", Some(1_678)),
            ("262", "5.274", Some(497)),
            ("790", "790", Some(10_000)),
            ("792,5", "790", Some(10_032)),
            ("378,3", "202", Some(18_728)),
            ("1", "3", Some(3_333)),
            ("2", "3", Some(6_667)),
            ("1", "20.000", Some(1)),
            ("1", "20.001", Some(0)),
            ("0", "7", Some(0)),
            ("7", "0", None),
            ("0", "0", None),
            ("9223372036854775807", "0,000001", None),
        ];
        for (part, whole, expected) in cases {
            let got = Percent::of(number(part), number(whole)).map(Percent::hundredths);
            assert_eq!(got, expected, "{part} of {whole}");
        }
    }

    #[test]
    fn changes_are_told_by_their_way_and_their_size() {
        use Ordering::{Equal, Greater, Less};
        let cases = [
            ("732,9", "792,5", Some((Greater, 813))),
            ("371,43", "378,3", Some((Greater, 185))),
            ("369,53", "378,1", Some((Greater, 232))),
            ("792,5", "732,9", Some((Less, 752))),
            ("1.000", "976,75", Some((Less, 233))),
            ("1.000", "1.023,25", Some((Greater, 233))),
            ("100", "0", Some((Less, 10_000))),
            ("100", "250", Some((Greater, 15_000))),
            ("5,0", "5", Some((Equal, 0))),
            ("100.000", "100.001", Some((Greater, 0))),
            ("0", "5", None),
            ("0", "0", None),
        ];
        for (before, after, expected) in cases {
            let got = Change::between(number(before), number(after));
            let got = got.map(|change| (change.way, change.size.hundredths()));
            assert_eq!(got, expected, "{before} to {after}");
        }
    }

    #[test]
    fn whole_percents_and_how_they_are_read() {
        let cases = [
            (18_728, false, 18_700, 18_800, 18_700, "187,28%", "187.28%"),
            (497, false, 400, 500, 500, "4,97%", "4.97%"),
            (450, false, 400, 500, 500, "4,5%", "4.5%"),
            (10_000, true, 10_000, 10_000, 10_000, "100%", "100%"),
            (0, true, 0, 0, 0, "0%", "0%"),
            (123_456_789, false, 123_456_700, 123_456_800, 123_456_800, "1.234.567,89%", "1,234,567.89%"),
        ];
        for (hundredths, even, floor, ceiling, nearest, vi, en) in cases {
            let share = Percent::from_hundredths(hundredths);
            assert_eq!(share.is_even(), even, "{vi}");
            let whole = [share.floor(), share.ceiling(), share.nearest()].map(Percent::hundredths);
            assert_eq!(whole, [floor, ceiling, nearest], "{vi}");
            assert_eq!(share.written(Notation::Vietnamese), vi);
            assert_eq!(share.written(Notation::English), en);
        }
    }

    proptest! {
        #[test]
        fn a_part_and_the_rest_come_to_the_whole(part in 0i64..=1_000_000, rest in 0i64..=1_000_000, scale in 0u8..=6) {
            let of = |mantissa| Decimal::new(mantissa, scale).unwrap();
            prop_assume!(part + rest > 0);
            let (one, other) = (Percent::of(of(part), of(part + rest)), Percent::of(of(rest), of(part + rest)));
            let sum = one.unwrap().hundredths() + other.unwrap().hundredths();
            // Both halves may have been rounded up.
            prop_assert!((10_000..=10_001).contains(&sum), "{sum}");
        }

        #[test]
        fn no_figures_break_the_reckoning(before in 0i64.., after in 0i64.., one in 0u8..=6, other in 0u8..=6) {
            let (before, after) = (Decimal::new(before, one).unwrap(), Decimal::new(after, other).unwrap());
            if let Some(change) = Change::between(before, after) {
                prop_assert_eq!(change.way, compare(after, before));
                prop_assert!(change.size.hundredths() >= 0);
                prop_assert!(change.way != Ordering::Less || change.size <= Percent::WHOLE);
            }
            prop_assert_eq!(Percent::of(after, after).is_none(), after.mantissa() == 0);
        }

        #[test]
        fn whole_percents_enclose_the_share(hundredths in 0i64..1_000_000_000) {
            let share = Percent::from_hundredths(hundredths);
            prop_assert!(share.floor() <= share && share <= share.ceiling());
            prop_assert_eq!(share.floor() == share.ceiling(), share.is_even());
            prop_assert!([share.floor(), share.ceiling()].contains(&share.nearest()));
        }
    }
}
