//! Figures of targets, compared and set in relation without rounding on the way.

use std::cmp::Ordering;

use crate::record::{Decimal, Value};

/// The figure of a field, also where it came as a whole number.
pub(super) fn of(value: &Value) -> Option<Decimal> {
    match value {
        Value::Decimal(amount) => Some(*amount),
        Value::Int(whole) => Decimal::new(*whole, 0),
        _ => None,
    }
}

/// The whole number that a figure is; `None` where it has a part after the point.
pub(super) fn whole(amount: Decimal) -> Option<i64> {
    (amount.scale() == 0).then(|| amount.mantissa())
}

/// Which of two figures is larger.
pub(super) fn compare(one: Decimal, other: Decimal) -> Ordering {
    scaled(one).cmp(&scaled(other))
}

/// The sum of figures; `None` where it has more digits than are kept.
pub(super) fn sum(amounts: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    // Nineteen digits and six more are far within an i128, also many times over.
    let sum: i128 = amounts.into_iter().map(scaled).sum();
    let (mut mantissa, mut scale) = (sum, Decimal::MAX_SCALE);
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    Decimal::new(i64::try_from(mantissa).ok()?, scale)
}

pub(super) fn scaled(amount: Decimal) -> i128 {
    i128::from(amount.mantissa()) * 10i128.pow(u32::from(Decimal::MAX_SCALE - amount.scale()))
}
