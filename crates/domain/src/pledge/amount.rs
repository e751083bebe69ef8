//! Figures of targets, compared and set in relation without rounding on the way.

use std::cmp::Ordering;

use crate::decimal::scaled;
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
