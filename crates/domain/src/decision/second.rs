//! The second person (người thứ hai xác nhận): where a committee has set it, a decision is issued only when somebody else
//! has confirmed it as it stands.
//!
//! Two pairs of eyes see the same text: whoever changed it last cannot confirm it, whoever has confirmed it cannot issue
//! it. A confirmation names the digest of the decision and, beside it, that of the dossiers which the decision lists, so
//! that it is void as soon as either says something else.

#[cfg(test)]
mod tests;

use crate::dossier;
use crate::guard::{Attempt, Surroundings, text_of};
use crate::obstacle::Obstacle;
use crate::record::{Field, Fields, RecordId, RecordKind, Value};
use crate::step::{self, Entry, of};

use super::{Step, nominations};

/// The confirmations of a decision, the oldest first, whether they still hold or not.
pub fn confirmations(fields: &Fields) -> impl Iterator<Item = Entry<'_>> {
    step::entries(fields).into_iter().filter(|entry| entry.kind == Step::Confirm.code())
}

/// The digest of the dossiers that a decision lists: which, and what each says. `None` where one of them is not here.
#[must_use]
pub fn listed(fields: &Fields, around: &dyn Surroundings) -> Option<String> {
    let mut texts = Fields::new();
    for (id, item) in nominations(fields).zip(1..) {
        let dossier = around.record(id)?;
        let text = step::seen(&dossier.fields, dossier::is_text);
        texts.insert(Field::of_item(1, item), [&id.to_string(), text.as_str()].concat().as_str().into());
    }
    Some(step::seen(&texts, |_| true))
}

/// Whether a confirmation is of the decision and of the dossiers as they stand. A device that does not hold every dossier
/// leaves those to the endpoint.
#[must_use]
pub fn holds(fields: &Fields, entry: &Entry<'_>, around: &dyn Surroundings) -> bool {
    let named = fields.get(&of(step::LISTED, entry.item)).and_then(Value::as_text);
    let as_listed = match listed(fields, around) {
        Some(listed) => named == Some(listed.as_str()),
        None => !around.is_whole(),
    };
    as_listed && entry.seen == text_of(RecordKind::Decision, fields)
}

/// Whether somebody else than the account at hand has confirmed the decision as it stands.
///
/// # Errors
/// Where nobody has, or only the account itself.
pub fn check(
    record: RecordId,
    fields: &Fields,
    name: &str,
    around: &dyn Surroundings,
) -> Result<(), Obstacle> {
    let mut missing = Obstacle::NotConfirmed;
    for entry in confirmations(fields).filter(|entry| holds(fields, entry, around)) {
        // The name may have changed since; which device wrote the entry does not.
        if around.wrote(record, of(step::KIND, entry.item)).unwrap_or(entry.by == name) {
            missing = Obstacle::OwnConfirmation;
        } else {
            return Ok(());
        }
    }
    Err(missing)
}

/// Whether the account may confirm the decision as it stands.
pub(super) fn confirm(attempt: &Attempt<'_>, item: u32) -> Result<Fields, Obstacle> {
    if attempt.disputed {
        return Err(Obstacle::Unsettled);
    }
    nominations(attempt.before).next().ok_or(Obstacle::NothingToDecide)?;
    if attempt.around.wrote_last(attempt.record) == Some(true) {
        return Err(Obstacle::OwnText);
    }
    let named = attempt.changes.get(&of(step::LISTED, item)).and_then(Value::as_text);
    match listed(attempt.before, attempt.around) {
        Some(listed) if named == Some(listed.as_str()) => Ok(Fields::new()),
        Some(_) => Err(Obstacle::TextMoved),
        None if attempt.around.is_whole() || named.is_none() => Err(Obstacle::LinkMissing),
        None => Ok(Fields::new()),
    }
}
