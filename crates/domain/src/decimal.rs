//! Numbers as officers write them, and the one division that a pledge needs.
//!
//! Never a float: 792,5 stays 792,5 on every device. A text that could be meant otherwise (1.5 where the point groups
//! thousands) is refused instead of guessed, because a target that is ten times too high is found only in December.

use crate::record::Decimal;

/// Which sign groups thousands and which one begins the decimals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notation {
    /// `1.234,5`
    Vietnamese,
    /// `1,234.5`
    English,
}

impl Notation {
    const fn group(self) -> char {
        match self {
            Self::Vietnamese => '.',
            Self::English => ',',
        }
    }

    const fn point(self) -> char {
        match self {
            Self::Vietnamese => ',',
            Self::English => '.',
        }
    }
}

/// Why a text is no number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DecimalError {
    /// Nothing was given.
    #[error("the number is empty")]
    Empty,
    /// Something else than digits, or groups that are not of three digits.
    #[error("this is not a number")]
    NotANumber,
    /// More than [`Decimal::MAX_SCALE`] digits after the point.
    #[error("the number has more than six decimals")]
    TooManyDecimals,
    /// More digits than are kept.
    #[error("the number is too large")]
    TooLarge,
}

/// Reads a number. Thousands may be grouped with the sign of the notation or with spaces, or not at all.
///
/// # Errors
/// Why it is no number.
pub fn parse(text: &str, notation: Notation) -> Result<Decimal, DecimalError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DecimalError::Empty);
    }
    // A keyboard gives the hyphen, a spreadsheet may give the true minus.
    let unsigned = text.strip_prefix(['-', '\u{2212}']);
    let (whole, fraction) = match unsigned.unwrap_or(text).split_once(notation.point()) {
        Some((_, "")) => return Err(DecimalError::NotANumber),
        Some((whole, fraction)) => (whole, fraction),
        None => (unsigned.unwrap_or(text), ""),
    };
    let mut digits = ungroup(whole, notation).ok_or(DecimalError::NotANumber)?;
    if !is_digits(fraction) {
        return Err(DecimalError::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    let scale = u8::try_from(fraction.len()).map_err(|_| DecimalError::TooManyDecimals)?;
    if scale > Decimal::MAX_SCALE {
        return Err(DecimalError::TooManyDecimals);
    }
    if unsigned.is_some() {
        digits.insert(0, '-');
    }
    digits.push_str(fraction);
    // Only digits are left, so that a failure can only mean too many of them.
    let mantissa = digits.parse().map_err(|_| DecimalError::TooLarge)?;
    Decimal::new(mantissa, scale).ok_or(DecimalError::TooManyDecimals)
}

/// The digits before the point without what groups them.
fn ungroup(whole: &str, notation: Notation) -> Option<String> {
    let separator = whole.chars().find(|c| !c.is_ascii_digit());
    let Some(separator) = separator else {
        return (!whole.is_empty()).then(|| whole.to_owned());
    };
    if separator != notation.group() && !matches!(separator, ' ' | '\u{a0}' | '\u{202f}') {
        return None;
    }
    let first = whole.split(separator).next()?;
    let well_grouped = (1..=3).contains(&first.len())
        && whole.split(separator).skip(1).all(|group| group.len() == 3)
        && whole.split(separator).all(is_digits);
    well_grouped.then(|| whole.split(separator).collect())
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// Writes a number with its thousands grouped, so that [`parse`] reads the same number again.
#[must_use]
pub fn format(number: Decimal, notation: Notation) -> String {
    let unit = 10u64.pow(u32::from(number.scale()));
    let magnitude = number.mantissa().unsigned_abs();
    let whole = (magnitude / unit).to_string();
    let mut text = String::with_capacity(whole.len() * 4 / 3 + 9);
    if number.mantissa() < 0 {
        text.push('-');
    }
    for (left, digit) in (1..=whole.len()).rev().zip(whole.chars()) {
        text.push(digit);
        if left > 1 && left % 3 == 1 {
            text.push(notation.group());
        }
    }
    if number.scale() > 0 {
        let fraction = format!("{:0scale$}", magnitude % unit, scale = usize::from(number.scale()));
        text.push(notation.point());
        text.push_str(&fraction);
    }
    text
}

/// A number in millionths, so that two of them can be compared and added.
pub(crate) fn scaled(number: Decimal) -> i128 {
    i128::from(number.mantissa()) * 10i128.pow(u32::from(Decimal::MAX_SCALE - number.scale()))
}

/// The sum of numbers, exact; `None` where it has more digits than are kept.
#[must_use]
pub fn sum(numbers: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    // Nineteen digits and six more are far within an i128, also many times over.
    let sum: i128 = numbers.into_iter().map(scaled).sum();
    let (mut mantissa, mut scale) = (sum, Decimal::MAX_SCALE);
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    Decimal::new(i64::try_from(mantissa).ok()?, scale)
}

/// How much of a plan was reached, in tenths of a percent, halves rounded up: 1,000 is the plan itself. `None` where
/// the plan is 0, of which there is no share, or the share is beyond all measure.
#[must_use]
pub fn per_mille(result: Decimal, plan: Decimal) -> Option<i64> {
    let scaled = |number: Decimal, other: Decimal| {
        // At most 19 digits and 6 more, far within the 38 of an i128, also with those that follow.
        i128::from(number.mantissa()) * 10i128.pow(u32::from(other.scale()))
    };
    let (mut share, mut whole) = (scaled(result, plan) * 1000, scaled(plan, result));
    if whole < 0 {
        (share, whole) = (-share, -whole);
    }
    if whole == 0 {
        return None;
    }
    i64::try_from((2 * share + whole).div_euclid(2 * whole)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(mantissa: i64, scale: u8) -> Decimal {
        Decimal::new(mantissa, scale).unwrap()
    }

    #[test]
    fn what_officers_type() {
        use DecimalError::{Empty, NotANumber, TooLarge, TooManyDecimals};
        use Notation::{English, Vietnamese};
        let cases = [
            ("1.234,5", Vietnamese, Ok(decimal(12_345, 1))),
            ("1,234.5", English, Ok(decimal(12_345, 1))),
            ("792,5", Vietnamese, Ok(decimal(7_925, 1))),
            ("5.430", Vietnamese, Ok(decimal(5_430, 0))),
            ("5430", Vietnamese, Ok(decimal(5_430, 0))),
            (" 8,13 ", Vietnamese, Ok(decimal(813, 2))),
            ("1 234 567,25", Vietnamese, Ok(decimal(123_456_725, 2))),
            ("1\u{a0}234", English, Ok(decimal(1_234, 0))),
            ("-0,5", Vietnamese, Ok(decimal(-5, 1))),
            ("\u{2212}12", Vietnamese, Ok(decimal(-12, 0))),
            ("-0", Vietnamese, Ok(decimal(0, 0))),
            ("007", Vietnamese, Ok(decimal(7, 0))),
            ("1,500000000", Vietnamese, Ok(decimal(15, 1))),
            ("9223372036854775807", English, Ok(decimal(i64::MAX, 0))),
            ("-9223372036854775808", English, Ok(decimal(i64::MIN, 0))),
            ("", Vietnamese, Err(Empty)),
            (" \u{a0}", Vietnamese, Err(Empty)),
            ("1.5", Vietnamese, Err(NotANumber)),
            ("1,5", English, Err(NotANumber)),
            ("1.234.5", Vietnamese, Err(NotANumber)),
            ("1.234 567", Vietnamese, Err(NotANumber)),
            ("1234.567", Vietnamese, Err(NotANumber)),
            (".234", Vietnamese, Err(NotANumber)),
            ("1,2,3", Vietnamese, Err(NotANumber)),
            ("1,2.345", Vietnamese, Err(NotANumber)),
            (",5", Vietnamese, Err(NotANumber)),
            ("5,", Vietnamese, Err(NotANumber)),
            ("-", Vietnamese, Err(NotANumber)),
            ("--5", Vietnamese, Err(NotANumber)),
            ("5-", Vietnamese, Err(NotANumber)),
            ("1e5", English, Err(NotANumber)),
            ("12%", English, Err(NotANumber)),
            ("năm", Vietnamese, Err(NotANumber)),
            ("0,1234567", Vietnamese, Err(TooManyDecimals)),
            ("9223372036854775808", English, Err(TooLarge)),
            ("9223372036854775807.5", English, Err(TooLarge)),
        ];
        for (text, notation, expected) in cases {
            assert_eq!(parse(text, notation), expected, "{text:?} as {notation:?}");
        }
    }

    #[test]
    fn what_officers_read() {
        let cases = [
            (decimal(0, 0), "0", "0"),
            (decimal(12_345, 1), "1.234,5", "1,234.5"),
            (decimal(1_800_000, 0), "1.800.000", "1,800,000"),
            (decimal(123, 0), "123", "123"),
            (decimal(5, 3), "0,005", "0.005"),
            (decimal(-1_234_050, 2), "-12.340,5", "-12,340.5"),
            (decimal(i64::MIN, 6), "-9.223.372.036.854,775808", "-9,223,372,036,854.775808"),
        ];
        for (number, vietnamese, english) in cases {
            assert_eq!(format(number, Notation::Vietnamese), vietnamese);
            assert_eq!(format(number, Notation::English), english);
        }
    }

    #[test]
    fn fulfilment_in_tenths_of_a_percent() {
        let cases = [
            (decimal(0, 0), decimal(100, 0), Some(0)),
            (decimal(100, 0), decimal(100, 0), Some(1_000)),
            (decimal(125, 1), decimal(10, 0), Some(1_250)),
            (decimal(1, 0), decimal(3, 0), Some(333)),
            (decimal(2, 0), decimal(3, 0), Some(667)),
            (decimal(1, 0), decimal(2_000, 0), Some(1)),
            (decimal(1, 0), decimal(2_001, 0), Some(0)),
            (decimal(-1, 0), decimal(2_000, 0), Some(0)),
            (decimal(-3, 0), decimal(-4, 0), Some(750)),
            (decimal(1, 0), decimal(0, 0), None),
            (decimal(i64::MAX, 0), decimal(i64::MAX, 0), Some(1_000)),
            (decimal(i64::MIN, 6), decimal(i64::MIN, 0), Some(0)),
            (decimal(i64::MAX, 0), decimal(1, 6), None),
        ];
        for (result, plan, expected) in cases {
            assert_eq!(per_mille(result, plan), expected, "{result:?} of {plan:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(mantissa: i64, scale in 0u8..=6) {
            let number = decimal(mantissa, scale);
            for notation in [Notation::Vietnamese, Notation::English] {
                prop_assert_eq!(parse(&format(number, notation), notation), Ok(number));
            }
        }

        #[test]
        fn no_text_breaks_the_reading(text in "[0-9., \u{a0}-]{0,24}") {
            let vietnamese = parse(&text, Notation::Vietnamese);
            let swapped: String = text.chars().map(|c| match c { '.' => ',', ',' => '.', c => c }).collect();
            prop_assert_eq!(parse(&swapped, Notation::English), vietnamese);
        }

        #[test]
        fn a_plan_of_any_size_that_is_reached_is_1000(mantissa in 1i64.., scale in 0u8..=6) {
            let number = decimal(mantissa, scale);
            prop_assert_eq!(per_mille(number, number), Some(1_000));
        }
    }
}
