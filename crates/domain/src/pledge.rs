//! An emulation pledge (giao ước thi đua): what a unit promises in its bloc or cluster for a year, and what came of it.
//!
//! The bloc or cluster is the partition of the record, so that its members read each other's pledges. The targets are
//! items: two officers can work on two targets at once without meeting. What is promised is signed: a step freezes the text, and
//! what is to be changed afterwards is amended and signed again. The results are no part of that text, and stay open.

mod amount;
mod check;
mod fulfilment;
mod making;
mod results;
mod signing;
mod target;
#[cfg(test)]
mod tests;

use crate::nomination::{EVIDENCE_DIGEST, EVIDENCE_KIND, EVIDENCE_NAME, EVIDENCE_NOTE, EVIDENCE_SIZE};
use crate::record::{Field, Fields, PartitionId, RecordId, Value};
use crate::schema::{FieldRule, Holds};
use crate::signature;
use crate::step;

pub use check::{Lack, MOST_TARGETS, check, lacks};
pub(crate) use fulfilment::share_for_points;
pub use fulfilment::{Fulfilment, Share, fulfilment, growth};
pub use making::{from_last_year, from_template};
pub use results::{
    Due, Period, Report, evidence_astray, evidence_of, has_results, late_reports, reports, results_digest,
    suggested,
};
pub use signing::{
    Pen, Signing, State, Step, holds_together, in_force, is_of_signer, is_text, pen_of, signings, text_at,
    text_to_keep, version,
};
pub(crate) use signing::{check as check_step, is_of_signing, is_open};
pub use target::{Aim, Target, TargetKind};

/// The partition of the pledging unit.
pub const UNIT: Field = Field::of(10);
/// The year of the pledge.
pub const YEAR: Field = Field::of(11);
/// What is promised, in words.
pub const CONTENT: Field = Field::of(12);
/// Of a target: what is to be reached.
pub const TARGET_NAME: Field = Field::of(20);
/// Of a target: the unit in which it is measured.
pub const TARGET_MEASURE: Field = Field::of(21);
/// Of a target: what was promised: the figure; of a grade its place among the grades, from 1. Nothing where yes is promised.
pub const TARGET_PLAN: Field = Field::of(22);
/// Of a target: what the year brought: the figure; 1 yes, 2 no; of a grade its place among the grades, from 1.
pub const TARGET_RESULT: Field = Field::of(23);
/// Of a target: its place in the list, lowest first.
pub const TARGET_ORDER: Field = Field::of(24);
/// Of a target: 1 a figure, 2 yes or no, 3 a grade. Absent in pledges that were made before there was a choice: a figure.
pub const TARGET_KIND: Field = Field::of(25);
/// Of a target with a figure: 1 at least so much, 2 at most so much. Absent: at least.
pub const TARGET_AIM: Field = Field::of(26);
/// Of a target that is a grade: the grades from the best to the last, with `;` between them.
pub const TARGET_GRADES: Field = Field::of(27);
/// Of a target: what the year before brought, as in [`TARGET_RESULT`].
pub const TARGET_LAST: Field = Field::of(28);
/// Of a file of evidence: the item of the target whose result it shows.
pub const EVIDENCE_TARGET: Field = Field::of(85);
/// Of a file of evidence: the code of the [`Period`].
pub const EVIDENCE_PERIOD: Field = Field::of(86);
/// Of a signature, beside [`step::SIGNER`]: the signer's post.
pub const SIGN_POST: Field = Field::of(90);
/// Of a signature: its strokes, as [`signature::Signature`] writes them. Empty where the name was typed.
pub const SIGN_STROKES: Field = Field::of(91);
/// Of a signature: 1 where the name was typed and the account confirmed it.
pub const SIGN_TYPED: Field = Field::of(92);
/// Of a signature: whose account held the tablet, the code of a [`Pen`]. The account itself is [`step::BY`].
pub const SIGN_PEN: Field = Field::of(93);

/// The first of the fields with the result of a period that is shorter than the year: see [`Period::result`].
const RESULT: u16 = 31;
/// The first of the fields with a note on the result of a period: see [`Period::note`].
const NOTE: u16 = 41;
/// The first of the fields with the day on which the result of a period was reported: see [`Period::day`].
const DAY: u16 = 51;

/// The fields of a pledge.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(UNIT, Holds::Int(1, u32::MAX as i64)),
    FieldRule::required(YEAR, Holds::Int(2000, 2100)),
    FieldRule::optional(CONTENT, Holds::Prose(4_000)),
    FieldRule::of_items(TARGET_NAME, Holds::Line(300)),
    FieldRule::of_items(TARGET_MEASURE, Holds::Line(50)),
    FieldRule::of_items(TARGET_PLAN, Holds::Amount),
    FieldRule::of_items(TARGET_RESULT, Holds::Amount),
    FieldRule::of_items(TARGET_ORDER, Holds::Int(0, 100_000)),
    FieldRule::of_items(TARGET_KIND, Holds::Int(1, 3)),
    FieldRule::of_items(TARGET_AIM, Holds::Int(1, 2)),
    FieldRule::of_items(TARGET_GRADES, Holds::Line(200)),
    FieldRule::of_items(TARGET_LAST, Holds::Amount),
    FieldRule::of_items(Field::of(RESULT), Holds::Amount),
    FieldRule::of_items(Field::of(RESULT + 1), Holds::Amount),
    FieldRule::of_items(Field::of(RESULT + 2), Holds::Amount),
    FieldRule::of_items(Field::of(RESULT + 3), Holds::Amount),
    FieldRule::of_items(Field::of(RESULT + 4), Holds::Amount),
    FieldRule::of_items(Field::of(NOTE), Holds::Prose(1_000)),
    FieldRule::of_items(Field::of(NOTE + 1), Holds::Prose(1_000)),
    FieldRule::of_items(Field::of(NOTE + 2), Holds::Prose(1_000)),
    FieldRule::of_items(Field::of(NOTE + 3), Holds::Prose(1_000)),
    FieldRule::of_items(Field::of(NOTE + 4), Holds::Prose(1_000)),
    FieldRule::of_items(Field::of(NOTE + 5), Holds::Prose(1_000)),
    FieldRule::of_items(Field::of(DAY), Holds::Day),
    FieldRule::of_items(Field::of(DAY + 1), Holds::Day),
    FieldRule::of_items(Field::of(DAY + 2), Holds::Day),
    FieldRule::of_items(Field::of(DAY + 3), Holds::Day),
    FieldRule::of_items(Field::of(DAY + 4), Holds::Day),
    FieldRule::of_items(Field::of(DAY + 5), Holds::Day),
    FieldRule::of_items(EVIDENCE_DIGEST, Holds::Digest),
    FieldRule::of_items(EVIDENCE_NAME, Holds::Line(crate::evidence::LONGEST_NAME)),
    FieldRule::of_items(EVIDENCE_KIND, Holds::Int(1, 2)),
    FieldRule::of_items(EVIDENCE_SIZE, Holds::Int(1, crate::evidence::MOST_PDF as i64)),
    FieldRule::of_items(EVIDENCE_NOTE, Holds::Line(300)),
    FieldRule::of_items(EVIDENCE_TARGET, Holds::Int(1, u32::MAX as i64)),
    FieldRule::of_items(EVIDENCE_PERIOD, Holds::Int(1, 6)),
    FieldRule::of_items(SIGN_POST, Holds::Line(200)),
    FieldRule::of_items(SIGN_STROKES, Holds::Line(signature::MOST_CHARACTERS)),
    FieldRule::of_items(SIGN_TYPED, Holds::Int(1, 1)),
    FieldRule::of_items(SIGN_PEN, Holds::Int(1, 3)),
];

/// A pledge as it is read from a record. Reading never fails: what is missing or unknown is absent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pledge<'f> {
    /// The pledging unit.
    pub unit: Option<PartitionId>,
    /// The year.
    pub year: Option<i64>,
    /// What is promised, in words.
    pub content: &'f str,
    /// The targets, in their order.
    pub targets: Vec<Target<'f>>,
}

impl<'f> Pledge<'f> {
    /// Reads a pledge, or the template of one in a bloc.
    #[must_use]
    pub fn read(fields: &'f Fields) -> Self {
        Self {
            unit: unit(fields),
            year: year(fields),
            content: fields.get(&CONTENT).and_then(Value::as_text).unwrap_or_default(),
            targets: target::read(fields),
        }
    }

    /// The target of an item.
    #[must_use]
    pub fn target(&self, item: u32) -> Option<&Target<'f>> {
        self.targets.iter().find(|target| target.item == item)
    }
}

/// The pledging unit.
#[must_use]
pub fn unit(fields: &Fields) -> Option<PartitionId> {
    let unit = fields.get(&UNIT).and_then(Value::as_int)?;
    u32::try_from(unit).ok().map(PartitionId)
}

/// The year of a pledge.
#[must_use]
pub fn year(fields: &Fields) -> Option<i64> {
    fields.get(&YEAR).and_then(Value::as_int)
}

/// The pledge of a unit for a year that counts, where two devices made one each: one that was signed before one that was not,
/// then the one with the lowest id. The others are to be shown as duplicates. `records` are the live pledges of one bloc.
pub fn current<'r>(
    records: impl IntoIterator<Item = (RecordId, &'r Fields)>,
    of: PartitionId,
    in_year: i64,
) -> Option<(RecordId, &'r Fields)> {
    let own =
        records.into_iter().filter(|(_, fields)| unit(fields) == Some(of) && year(fields) == Some(in_year));
    own.min_by_key(|(id, fields)| (step::state(fields) == 0, *id))
}
