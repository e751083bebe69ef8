//! One field of a form: what is typed, and the value that it means.

use std::fmt;

use leptos::prelude::*;
use thidua_domain::bloc::Points;
use thidua_domain::decimal::{self, DecimalError, Notation};
use thidua_domain::fault::Fault;
use thidua_domain::record::{Field, Fields, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::schema::{self, Holds};
use thidua_domain::text;

use super::points;
use crate::components::field::Input;
use crate::locale::format;
use crate::order;

/// What a field of a form stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum EntryName {
    /// Where the record belongs: its partition.
    Place,
    /// A field of the record.
    Of(Field),
}

impl fmt::Display for EntryName {
    /// Its name in a draft and, with a letter before it, its id in the page.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place => f.write_str("place"),
            Self::Of(Field { number, item: 0 }) => number.fmt(f),
            Self::Of(Field { number, item }) => write!(f, "{number}-{item}"),
        }
    }
}

impl EntryName {
    /// The entry of a name in a draft; `None` where another version of the app wrote it.
    #[must_use]
    pub(crate) fn parse(name: &str) -> Option<Self> {
        if name == "place" {
            return Some(Self::Place);
        }
        let (number, item) = name.split_once('-').unwrap_or((name, "0"));
        Some(Self::Of(Field { number: number.parse().ok()?, item: item.parse().ok()? }))
    }

    /// The id of the field in the page.
    #[must_use]
    pub(crate) fn id(self) -> String {
        ["f-", &self.to_string()].concat()
    }
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum EntryFault {
    /// It is no whole number.
    NotWhole,
    /// It is no number as officers write them.
    Number(DecimalError),
    /// The value is wrong in itself or together with others.
    Value(Fault),
    /// No place was chosen.
    NoPlace,
    /// These are no points: not two digits after the point, or beyond the most.
    Points,
}

/// One field of a form.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    /// What it stands for.
    pub(crate) name: EntryName,
    /// What is typed.
    pub(crate) input: Input,
}

impl Entry {
    /// As typed. Tracks.
    #[must_use]
    pub(crate) fn text(self) -> String {
        self.input.text.get()
    }
}

/// The value that a typed text means for a field. What is empty is cleared.
///
/// # Errors
/// What is wrong with the text by itself.
pub(crate) fn read(
    kind: RecordKind,
    field: Field,
    typed: &str,
    notation: Notation,
) -> Result<Value, EntryFault> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Value::Null);
    }
    if points::holds(kind, field) {
        let typed = decimal::parse(typed, notation).map_err(EntryFault::Number)?;
        return Points::of_decimal(typed).map(|points| Value::Int(points.0)).ok_or(EntryFault::Points);
    }
    let holds = schema::rule_of(kind, field).map(|rule| rule.holds);
    Ok(match holds {
        Some(Holds::Int(..)) => Value::Int(typed.parse().map_err(|_| EntryFault::NotWhole)?),
        Some(Holds::Amount) => Value::Decimal(decimal::parse(typed, notation).map_err(EntryFault::Number)?),
        Some(Holds::Day) => {
            let day = CivilDate::parse_typed(typed);
            let day = day.map_err(|_| EntryFault::Value(Fault::NotADay(field)))?;
            Value::Text(day.to_string())
        }
        Some(Holds::Line(_) | Holds::Prose(_) | Holds::Link | Holds::Digest) | None => {
            Value::Text(text::compose(typed).into_owned())
        }
    })
}

/// The text that an officer would type for a value.
#[must_use]
pub(crate) fn write(value: &Value, notation: Notation) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => decimal::format(*number, notation),
        Value::Null | Value::Bool(_) | Value::Opaque(_) => String::new(),
    }
}

/// The same for the value of a field: a day is written as days are.
#[must_use]
pub(crate) fn write_of(kind: RecordKind, field: Field, value: &Value, notation: Notation) -> String {
    if let Some(hundredths) = value.as_int().filter(|_| points::holds(kind, field)) {
        return decimal::format(Points(hundredths).to_decimal(), notation);
    }
    let is_day = schema::rule_of(kind, field).is_some_and(|rule| rule.holds == Holds::Day);
    let day = value.as_text().filter(|_| is_day).and_then(format::civil);
    day.unwrap_or_else(|| write(value, notation))
}

/// The values of a form without those that are empty, as a record would hold them.
#[must_use]
pub(crate) fn filled(fields: &Fields) -> Fields {
    let filled = fields.iter().filter(|(_, value)| **value != Value::Null);
    order::gathered(filled.map(|(field, value)| (*field, value.clone())))
}
