//! What every guarded record has in common: a state, and the steps that led to it.
//!
//! A step has legal force (submit, appraise, decide), so it is never merged: it names the state and the text that its
//! author had before their eyes, and is carried out on these or not at all. Each step leaves its entry in the record for
//! good: what, who, when, why. The item of an entry is its place in the row of steps, from 1.

use sha2::{Digest as _, Sha256};

use crate::dossier;
use crate::order;
use crate::pledge;
use crate::record::{Field, Fields, RecordId, RecordKind, Value};
use crate::rule_set::CivilDate;
use crate::schema::{FieldRule, Holds};

/// The code of the record's state. Absent in a record that no step was taken on.
pub const STATE: Field = Field::of(60);
/// Which step: its code within the kind of record.
pub const KIND: Field = Field::of(61);
/// Who took it, as the account is called. The endpoint checks it against the account.
pub const BY: Field = Field::of(62);
/// The day of the step, as its author gave it.
pub const DAY: Field = Field::of(63);
/// Why, in words.
pub const REASON: Field = Field::of(64);
/// The record that it rests on: a council session, a decision, another dossier.
pub const LINK: Field = Field::of(65);
/// The members of the council, or those entitled to vote in the unit.
pub const MEMBERS: Field = Field::of(66);
/// Those who came.
pub const PRESENT: Field = Field::of(67);
/// Those who were absent and voted in writing.
pub const WRITTEN: Field = Field::of(68);
/// Votes for.
pub const YES: Field = Field::of(69);
/// Votes against.
pub const NO: Field = Field::of(70);
/// Blank or spoilt ballots.
pub const BLANK: Field = Field::of(71);
/// Whether the ballot was secret: 1 yes, 2 no.
pub const SECRET: Field = Field::of(72);
/// The digest of the text that the author had before their eyes: see [`seen`].
pub const SEEN: Field = Field::of(73);
/// The number of a paper that the step rests on.
pub const NUMBER: Field = Field::of(74);
/// Who signed that paper.
pub const SIGNER: Field = Field::of(75);
/// The level that decided.
pub const LEVEL: Field = Field::of(76);
/// The digest of the texts that the record lists, as its author had them before their eyes: see [`seen`].
pub const LISTED: Field = Field::of(78);

/// The files of evidence as they stood when a step kept the text: a line for each field of an item.
pub const FILES: Field = Field::of(77);

/// Added to the number of a field: the value that it had when a step kept the text. The item is that of the step.
pub const WAS: u16 = 1000;

/// The most members of a council or a unit's meeting.
const MOST_VOTERS: i64 = 10_000;

/// The fields of every guarded record.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::optional(STATE, Holds::Int(1, 99)),
    FieldRule::of_items(KIND, Holds::Int(1, 99)),
    FieldRule::of_items(BY, Holds::Line(200)),
    FieldRule::of_items(DAY, Holds::Day),
    FieldRule::of_items(REASON, Holds::Prose(4_000)),
    FieldRule::of_items(LINK, Holds::Link),
    FieldRule::of_items(MEMBERS, Holds::Int(1, MOST_VOTERS)),
    FieldRule::of_items(PRESENT, Holds::Int(0, MOST_VOTERS)),
    FieldRule::of_items(WRITTEN, Holds::Int(0, MOST_VOTERS)),
    FieldRule::of_items(YES, Holds::Int(0, MOST_VOTERS)),
    FieldRule::of_items(NO, Holds::Int(0, MOST_VOTERS)),
    FieldRule::of_items(BLANK, Holds::Int(0, MOST_VOTERS)),
    FieldRule::of_items(SECRET, Holds::Int(1, 2)),
    FieldRule::of_items(SEEN, Holds::Line(16)),
    FieldRule::of_items(NUMBER, Holds::Line(100)),
    FieldRule::of_items(SIGNER, Holds::Line(200)),
    FieldRule::of_items(LEVEL, Holds::Int(1, 6)),
    FieldRule::of_items(FILES, Holds::Prose(dossier::LONGEST_LIST)),
    FieldRule::of_items(LISTED, Holds::Line(16)),
];

/// Whether records of a kind have a state that only steps change.
#[must_use]
pub const fn is_guarded(kind: RecordKind) -> bool {
    matches!(
        kind,
        RecordKind::Nomination | RecordKind::Decision | RecordKind::CouncilSession | RecordKind::Pledge
    )
}

/// Whether only a step may write the field.
#[must_use]
pub const fn is_of_steps(field: Field) -> bool {
    (field.number >= STATE.number && field.number < 80) || field.number >= WAS
}

/// Whether only a step may write the field of a record of this kind: also what a signature under a pledge says beside its entry.
#[must_use]
pub fn is_of_steps_in(kind: RecordKind, field: Field) -> bool {
    is_of_steps(field) || kind == RecordKind::Pledge && pledge::is_of_signing(field)
}

/// One step as it stands in a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry<'f> {
    /// Its place in the row of steps, from 1.
    pub item: u32,
    /// The code of the step within the kind of record.
    pub kind: u16,
    /// Who took it.
    pub by: &'f str,
    /// When.
    pub day: Option<CivilDate>,
    /// Why.
    pub reason: &'f str,
    /// The digest of the text that it was taken on.
    pub seen: &'f str,
}

/// The steps that were taken on a record, in their order.
#[must_use]
pub fn entries(fields: &Fields) -> Vec<Entry<'_>> {
    let items = fields.keys().filter(|field| field.number == KIND.number).map(|field| field.item);
    order::by_key(items.filter_map(|item| entry(fields, item)), |entry| entry.item)
}

/// The step of a place.
#[must_use]
pub fn entry(fields: &Fields, item: u32) -> Option<Entry<'_>> {
    let kind = u16::try_from(fields.get(&of(KIND, item))?.as_int()?).ok()?;
    let text = |field| fields.get(&of(field, item)).and_then(Value::as_text).unwrap_or_default();
    Some(Entry {
        item,
        kind,
        by: text(BY),
        day: text(DAY).parse().ok(),
        reason: text(REASON),
        seen: text(SEEN),
    })
}

/// The place of the next step.
#[must_use]
pub fn next_item(fields: &Fields) -> u32 {
    let items = fields.keys().filter(|field| field.number == KIND.number).map(|field| field.item);
    items.max().unwrap_or(0).saturating_add(1)
}

/// A field of one step.
#[must_use]
pub const fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

/// The field that keeps what another said when the step of a place was taken.
#[must_use]
pub const fn was(field: Field, item: u32) -> Field {
    Field::of_item(WAS + field.number, item)
}

/// The code of the record's state; 0 where no step was taken.
#[must_use]
pub fn state(fields: &Fields) -> u16 {
    fields.get(&STATE).and_then(Value::as_int).and_then(|code| u16::try_from(code).ok()).unwrap_or_default()
}

/// The record that a step rests on.
#[must_use]
pub fn link(fields: &Fields, item: u32) -> Option<RecordId> {
    fields.get(&of(LINK, item)).and_then(Value::as_text)?.parse().ok()
}

/// The digest of a text, sixteen hexadecimal digits: of everything in a record that `is_text` names and that is not
/// empty. Equal texts have equal digests on every device.
#[must_use]
pub fn seen(fields: &Fields, is_text: impl Fn(Field) -> bool) -> String {
    let mut hasher = Sha256::new();
    for (field, value) in fields.iter().filter(|(field, _)| is_text(**field)) {
        let (tag, bytes): (u8, Vec<u8>) = match value {
            Value::Null => continue,
            Value::Bool(is) => (1, vec![u8::from(*is)]),
            Value::Int(number) => (2, number.to_be_bytes().to_vec()),
            Value::Decimal(amount) => {
                (3, [amount.mantissa().to_be_bytes().as_slice(), &[amount.scale()]].concat())
            }
            Value::Text(text) => (4, text.as_bytes().to_vec()),
            Value::Opaque(bytes) => (5, bytes.clone()),
        };
        hasher.update(field.number.to_be_bytes());
        hasher.update(field.item.to_be_bytes());
        hasher.update([tag]);
        hasher.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(bytes);
    }
    let digest: [u8; 32] = hasher.finalize().into();
    digest.iter().take(8).flat_map(|byte| [byte >> 4, byte & 15]).filter_map(hex_digit).collect()
}

fn hex_digit(nibble: u8) -> Option<char> {
    char::from_digit(nibble.into(), 16)
}
