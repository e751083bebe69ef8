//! The registry of fields: which fields each kind of record has, and what each may hold.
//!
//! Additive for ever: a number once given keeps its meaning, because devices of every age write and read it.

use crate::evidence::FileDigest;
use crate::fault::Fault;
use crate::record::{Field, Fields, RecordId, RecordKind, Value};
use crate::rule_set::CivilDate;
use crate::{
    bloc, calendar, council, decision, dossier, explanation, indicator, model, movement, nomination, notice,
    pledge, profile, rural, score, setting, step, text,
};

/// The version of this registry. Grows when a field or an action is added that an older version must not judge.
pub const SCHEMA_VERSION: u16 = 3;

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// One line of text of at most so many characters.
    Line(usize),
    /// Text of several lines of at most so many characters.
    Prose(usize),
    /// A whole number within these bounds.
    Int(i64, i64),
    /// A decimal number from zero upwards.
    Amount,
    /// A day, as `YYYY-MM-DD`.
    Day,
    /// The id of another record.
    Link,
    /// The digest of a file: see [`FileDigest`].
    Digest,
}

/// One entry of the registry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldRule {
    /// The number of the field.
    pub number: u16,
    /// What it holds.
    pub holds: Holds,
    /// Whether a record cannot be without it.
    pub required: bool,
    /// Whether it belongs to the items of a repeated part instead of the record itself.
    pub repeated: bool,
}

impl FieldRule {
    /// A field that a record cannot be without.
    #[must_use]
    pub const fn required(field: Field, holds: Holds) -> Self {
        Self { number: field.number, holds, required: true, repeated: false }
    }

    /// A field that may stay empty.
    #[must_use]
    pub const fn optional(field: Field, holds: Holds) -> Self {
        Self { number: field.number, holds, required: false, repeated: false }
    }

    /// A field of each item of a repeated part.
    #[must_use]
    pub const fn of_items(field: Field, holds: Holds) -> Self {
        Self { number: field.number, holds, required: false, repeated: true }
    }
}

/// The fields of a kind of record.
#[must_use]
pub const fn fields_of(kind: RecordKind) -> &'static [FieldRule] {
    match kind {
        RecordKind::Nomination => nomination::FIELDS,
        RecordKind::Pledge => pledge::FIELDS,
        RecordKind::Profile => profile::FIELDS,
        RecordKind::Setting => setting::FIELDS,
        RecordKind::Explanation => explanation::FIELDS,
        RecordKind::Decision => decision::FIELDS,
        RecordKind::CouncilSession => council::FIELDS,
        RecordKind::Notice => notice::FIELDS,
        RecordKind::CalendarDay => calendar::FIELDS,
        RecordKind::Movement => movement::FIELDS,
        RecordKind::Model => model::FIELDS,
        RecordKind::Indicator => indicator::FIELDS,
        RecordKind::RuralGrid => rural::FIELDS,
        RecordKind::Bloc => bloc::FIELDS,
        RecordKind::Score => score::FIELDS,
    }
}

/// The registry's entry for a field.
#[must_use]
pub fn rule_of(kind: RecordKind, field: Field) -> Option<&'static FieldRule> {
    let is_it = |rule: &&FieldRule| rule.number == field.number && rule.repeated == (field.item != 0);
    let of_kind = || fields_of(kind).iter().find(is_it);
    if kind == RecordKind::Movement {
        return movement::rule_of_figure(field).or_else(|| of_kind().filter(|_| movement::is_item(field)));
    }
    if !step::is_guarded(kind) {
        return of_kind();
    }
    if field.number >= step::WAS {
        // What a field said when a step kept the text: held to the rule of that field.
        let of_now = fields_of(kind).iter().find(|rule| rule.number == field.number - step::WAS);
        return of_now.filter(|rule| !rule.repeated && field.item != 0);
    }
    let of_dossier = || dossier::FIELDS.iter().filter(|_| kind == RecordKind::Nomination).find(is_it);
    of_kind().or_else(|| step::FIELDS.iter().find(is_it)).or_else(of_dossier)
}

/// Whether a value may stand in a field.
///
/// # Errors
/// What is wrong with it.
pub fn check_change(kind: RecordKind, field: Field, value: &Value) -> Result<(), Fault> {
    check_value(rule_of(kind, field).ok_or(Fault::UnknownField(field))?, field, value)
}

/// Whether a value may stand in a field of this rule.
pub(crate) fn check_value(rule: &FieldRule, field: Field, value: &Value) -> Result<(), Fault> {
    match (rule.holds, value) {
        (_, Value::Null) => {
            if rule.required {
                Err(Fault::Missing(field))
            } else {
                Ok(())
            }
        }
        (Holds::Line(max), Value::Text(line)) => check_text(rule, field, line, max, |_| false),
        (Holds::Prose(max), Value::Text(prose)) => {
            check_text(rule, field, prose, max, |c| matches!(c, '\n' | '\t'))
        }
        (Holds::Int(min, max), Value::Int(number)) => {
            if (min..=max).contains(number) {
                Ok(())
            } else {
                Err(Fault::OutOfRange { field, min, max })
            }
        }
        (Holds::Day, Value::Text(day)) => {
            day.parse::<CivilDate>().map(drop).map_err(|_| Fault::NotADay(field))
        }
        (Holds::Link, Value::Text(id)) => {
            id.parse::<RecordId>().map(drop).map_err(|_| Fault::NotALink(field))
        }
        (Holds::Digest, Value::Text(digest)) => {
            digest.parse::<FileDigest>().map(drop).map_err(|_| Fault::WrongType(field))
        }
        // Targets are also set in whole numbers by whoever writes the wire by hand; the value is kept as it came.
        (Holds::Amount, Value::Int(number)) if *number >= 0 => Ok(()),
        (Holds::Amount, Value::Decimal(amount)) if amount.mantissa() >= 0 => Ok(()),
        (Holds::Amount, Value::Int(_) | Value::Decimal(_)) => {
            Err(Fault::OutOfRange { field, min: 0, max: i64::MAX })
        }
        _ => Err(Fault::WrongType(field)),
    }
}

fn check_text(
    rule: &FieldRule,
    field: Field,
    content: &str,
    max: usize,
    allowed: impl Fn(char) -> bool,
) -> Result<(), Fault> {
    if rule.required && content.trim().is_empty() {
        return Err(Fault::Missing(field));
    }
    if content.chars().count() > max {
        return Err(Fault::TooLong { field, max });
    }
    if content.chars().any(|c| c.is_control() && !allowed(c)) {
        return Err(Fault::ControlCharacter(field));
    }
    if text::is_composed(content) { Ok(()) } else { Err(Fault::NotComposed(field)) }
}

/// Whether a record may begin with these fields: each value for itself, and that nothing is missing.
///
/// # Errors
/// The first thing that is wrong.
pub fn check_creation(kind: RecordKind, fields: &Fields) -> Result<(), Fault> {
    check_record(kind, fields).first().map_or(Ok(()), |fault| Err(*fault))
}

/// Everything that is wrong with a whole record's values, each for itself, and what is missing.
#[must_use]
pub fn check_record(kind: RecordKind, fields: &Fields) -> Vec<Fault> {
    let required = fields_of(kind).iter().filter(|rule| rule.required).map(|rule| Field::of(rule.number));
    let missing = required.filter(|field| !fields.contains_key(field)).map(Fault::Missing);
    let wrong = fields.iter().filter_map(|(field, value)| check_change(kind, *field, value).err());
    missing.chain(wrong).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Decimal;

    #[test]
    fn each_value_is_judged_by_its_field() {
        use RecordKind::{Nomination, Pledge};
        let long = "a".repeat(201);
        let plan = Field::of_item(pledge::TARGET_PLAN.number, 7);
        let amount = |mantissa| Value::Decimal(Decimal::new(mantissa, 1).unwrap());
        let cases: &[(RecordKind, Field, Value, Option<u16>)] = &[
            (Nomination, nomination::NAME, "Đinh Văn A".into(), None),
            (Nomination, nomination::NAME, "  ".into(), Some(107)),
            (Nomination, nomination::NAME, Value::Null, Some(107)),
            (Nomination, nomination::NAME, long.as_str().into(), Some(103)),
            (Nomination, nomination::NAME, "Đinh\nVăn".into(), Some(105)),
            (Nomination, nomination::NAME, "Hoa\u{300}".into(), Some(104)),
            (Nomination, nomination::NAME, 5.into(), Some(102)),
            (Nomination, nomination::POSITION, Value::Null, None),
            (Nomination, nomination::ACHIEVEMENTS, "một\nhai".into(), None),
            (Nomination, nomination::YEAR, 1890.into(), Some(106)),
            (Nomination, Field::of(4000), 1.into(), Some(101)),
            (Nomination, Field::DELETED, Value::Bool(true), Some(101)),
            (Nomination, Field::of_item(13, 1), "x".into(), Some(101)),
            (Pledge, plan, amount(125), None),
            (Pledge, plan, amount(-1), Some(106)),
            (Pledge, Field::of(pledge::TARGET_PLAN.number), amount(1), Some(101)),
        ];
        for (kind, field, value, code) in cases {
            let fault = check_change(*kind, *field, value).err();
            assert_eq!(fault.map(Fault::code), *code, "{field:?} {value:?}");
        }
    }

    #[test]
    fn a_creation_names_what_is_missing() {
        let mut fields =
            Fields::from_iter([(nomination::SUBJECT, 1.into()), (nomination::YEAR, 2023.into())]);
        fields.insert(nomination::NAME, "Đinh Văn A".into());
        assert_eq!(check_creation(RecordKind::Nomination, &fields), Err(Fault::Missing(nomination::AWARD)));
        fields.insert(nomination::AWARD, "lao_dong_tien_tien".into());
        assert_eq!(check_creation(RecordKind::Nomination, &fields), Ok(()));
    }

    #[test]
    fn numbers_are_given_once() {
        for kind in RecordKind::ALL {
            let of_steps = step::FIELDS.iter().filter(|_| step::is_guarded(kind));
            let of_dossier = dossier::FIELDS.iter().filter(|_| kind == RecordKind::Nomination);
            let all = fields_of(kind).iter().chain(of_steps).chain(of_dossier);
            let mut numbers: Vec<_> = all.map(|rule| rule.number).collect();
            let count = numbers.len();
            numbers.sort_unstable();
            numbers.dedup();
            assert_eq!(numbers.len(), count);
            assert!(numbers.iter().all(|number| !Field::of(*number).is_reserved()));
        }
    }
}
