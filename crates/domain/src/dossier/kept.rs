//! What a dossier said at an earlier step. A step after which the unit may write on (the consideration, one that gives the
//! dossier back) keeps the whole text in fields of its own, its files by their names and digests: what is written afterwards
//! takes nothing away, and every digest of a step can be worked out again.
//!
//! Considerations recorded by an app of before kept the digest alone. Their text is told where it still stands somewhere,
//! which the digest shows, and else it is lost.

#[cfg(test)]
mod tests;

use super::{Step, is_text};
use crate::record::{Decimal, Field, Fields, Value};
use crate::step;

/// The longest list of files that a step keeps, in characters: twenty files with the longest names take half of it.
pub(crate) const LONGEST_LIST: usize = 40_000;

/// What the dossier said when the step of a place was taken: what the next step keeps that keeps a text, this one
/// included; the present text where there is none. Only what is filled in.
#[must_use]
pub fn text_at(fields: &Fields, item: u32) -> Fields {
    let entries = step::entries(fields);
    let keeper = entries.iter().filter(|entry| entry.item >= item).find(|entry| keeps(fields, entry));
    let mut text = keeper.map(|entry| files_of(fields, entry.item)).unwrap_or_default();
    for (field, value) in fields.iter() {
        match keeper {
            Some(entry) if field.number >= step::WAS && field.item == entry.item => {
                _ = text.insert(Field::of(field.number - step::WAS), value.clone());
            }
            None if is_text(*field) && *value != Value::Null => _ = text.insert(*field, value.clone()),
            _ => {}
        }
    }
    text
}

/// What the dossier said when a step was taken, where that is still known: the text whose digest the step names.
#[must_use]
pub fn known_text_at(fields: &Fields, entry: &step::Entry<'_>) -> Option<Fields> {
    let text = text_at(fields, entry.item);
    (step::seen(&text, is_text) == entry.seen).then_some(text)
}

/// Whether a step kept the text: no nomination is without a name, so there is a field of it.
fn keeps(fields: &Fields, entry: &step::Entry<'_>) -> bool {
    Step::from_code(entry.kind).is_some_and(Step::keeps_text)
        && fields.keys().any(|field| field.number >= step::WAS && field.item == entry.item)
}

/// What a step that keeps the text writes beside its entry: the text as it stood.
#[must_use]
pub fn text_to_keep(fields: &Fields, item: u32) -> Fields {
    kept_text(fields, item, is_text)
}

/// The same of any guarded record, whose text are the fields that `is_text` names.
pub(crate) fn kept_text(fields: &Fields, item: u32, is_text: impl Fn(Field) -> bool) -> Fields {
    let text = fields.iter().filter(|(field, value)| is_text(**field) && **value != Value::Null);
    let (mut kept, mut lines) = (Fields::new(), Vec::new());
    for (field, value) in text {
        if field.item == 0 {
            kept.insert(step::was(*field, item), value.clone());
        } else {
            lines.extend(line(*field, value));
        }
    }
    let list = lines.join("\n");
    if !list.is_empty() && list.chars().count() <= LONGEST_LIST {
        kept.insert(step::of(step::FILES, item), list.as_str().into());
    }
    kept
}

/// The fields of the files that stood in the dossier at each step that kept its text, one step after the other.
#[must_use]
pub fn files_kept(fields: &Fields) -> Vec<Fields> {
    let lists = fields.keys().filter(|field| field.number == step::FILES.number);
    lists.map(|field| files_of(fields, field.item)).collect()
}

fn files_of(fields: &Fields, item: u32) -> Fields {
    let list = fields.get(&step::of(step::FILES, item)).and_then(Value::as_text).unwrap_or_default();
    let mut files = Fields::new();
    for (field, value) in list.lines().filter_map(cell) {
        files.insert(field, value);
    }
    files
}

/// A field of an item as a line: number, item, and the value with its type. The texts of items are of one line.
fn line(field: Field, value: &Value) -> Option<String> {
    let value = match value {
        Value::Int(number) => ["i", &number.to_string()].concat(),
        Value::Text(text) => ["t", text].concat(),
        Value::Decimal(amount) => {
            ["d", &amount.scale().to_string(), "e", &amount.mantissa().to_string()].concat()
        }
        _ => return None,
    };
    Some([&field.number.to_string(), ".", &field.item.to_string(), "=", &value].concat())
}

pub(crate) fn cell(line: &str) -> Option<(Field, Value)> {
    let (place, value) = line.split_once('=')?;
    let (number, item) = place.split_once('.')?;
    let value = match value.split_at_checked(1)? {
        ("i", number) => Value::Int(number.parse().ok()?),
        ("t", text) => Value::Text(text.to_owned()),
        ("d", amount) => {
            let (scale, mantissa) = amount.split_once('e')?;
            Value::Decimal(Decimal::new(mantissa.parse().ok()?, scale.parse().ok()?)?)
        }
        _ => return None,
    };
    Some((Field::of_item(number.parse().ok()?, item.parse().ok()?), value))
}
