//! The numbers of a year's decisions: which comes next, and the register in which none is missing without a reason.

use super::{GAP, NUMBER, WANTED, YEAR};
use crate::obstacle::Obstacle;
use crate::record::{Fields, RecordId, Value};

/// The most that a number can be.
pub(super) const MOST: i64 = 1_000_000;

/// The number that a decision gets after the last one of its year: the next, or the one that is wanted where the gap has a
/// reason.
///
/// # Errors
/// Where the wanted number is taken, or leaves others out without a reason.
pub fn next(fields: &Fields, last: u32) -> Result<i64, Obstacle> {
    let next = i64::from(last) + 1;
    let number = match fields.get(&WANTED).and_then(Value::as_int) {
        Some(wanted) if wanted < next => return Err(Obstacle::NumberTaken),
        Some(wanted) if wanted > next => {
            let reason = fields.get(&GAP).and_then(Value::as_text).unwrap_or_default();
            if reason.trim().is_empty() {
                return Err(Obstacle::GapUnexplained);
            }
            wanted
        }
        _ => next,
    };
    if number > MOST { Err(Obstacle::NumberTaken) } else { Ok(number) }
}

/// A line of the register of a year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Line {
    /// A number and the decision that bears it.
    Given {
        /// The number.
        number: u32,
        /// The decision.
        decision: RecordId,
    },
    /// Numbers that no decision bears.
    LeftOut {
        /// The first of them.
        first: u32,
        /// The last of them.
        last: u32,
        /// What was said of it by the decision that came after; empty where nothing was.
        reason: String,
    },
}

/// The register of a year, by number. Cancelled decisions keep their numbers.
pub fn register<'f>(decisions: impl Iterator<Item = (RecordId, &'f Fields)>, year: u16) -> Vec<Line> {
    let number = |fields: &Fields| u32::try_from(fields.get(&NUMBER)?.as_int()?).ok();
    let of_year = |fields: &Fields| fields.get(&YEAR).and_then(Value::as_int) == Some(i64::from(year));
    let mut given: Vec<_> = decisions
        .filter(|(_, fields)| of_year(fields))
        .filter_map(|(id, fields)| Some((number(fields)?, id, fields)))
        .collect();
    given.sort_by_key(|(number, id, _)| (*number, *id));
    let mut lines = Vec::new();
    let mut expected = 1;
    for (number, decision, fields) in given {
        if number > expected {
            let reason = fields.get(&GAP).and_then(Value::as_text).unwrap_or_default().trim().to_owned();
            lines.push(Line::LeftOut { first: expected, last: number - 1, reason });
        }
        lines.push(Line::Given { number, decision });
        expected = number.saturating_add(1);
    }
    lines
}

/// The last number that is known of a year.
pub fn last<'f>(decisions: impl Iterator<Item = &'f Fields>, year: i64) -> u32 {
    let of_year = decisions.filter(|fields| fields.get(&YEAR).and_then(Value::as_int) == Some(year));
    let numbers = of_year.filter_map(|fields| u32::try_from(fields.get(&NUMBER)?.as_int()?).ok());
    numbers.max().unwrap_or(0)
}
