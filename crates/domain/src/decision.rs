//! A decision (quyết định khen thưởng): a numbered paper that gives awards to the dossiers it lists.
//!
//! It is prepared like any record; the step that issues it is guarded, and its number is given by the endpoint in the
//! same transaction, so that no two decisions of an authority and a year bear one number.

pub mod candidate;
pub mod numbers;
pub mod second;
#[cfg(test)]
mod tests;

use crate::award::Level;
use crate::dossier;
use crate::guard::{Attempt, Surroundings};
use crate::obstacle::Obstacle;
use crate::record::{Field, Fields, PartitionId, RecordId, Value};
use crate::rule_set::{CivilDate, RuleSet};
use crate::schema::{FieldRule, Holds};
use crate::step;

/// The year in whose row of numbers it stands.
pub const YEAR: Field = Field::of(10);
/// The day that it bears.
pub const DAY: Field = Field::of(11);
/// Who signs.
pub const SIGNER: Field = Field::of(12);
/// The signer's post.
pub const POST: Field = Field::of(13);
/// The level that decides: the code of a [`Level`].
pub const LEVEL: Field = Field::of(14);
/// What stands after the number, as in QĐ-UBND.
pub const SYMBOL: Field = Field::of(15);
/// What it is about (trích yếu).
pub const ABOUT: Field = Field::of(16);
/// A dossier that it gives an award to; one item for each.
pub const NOMINATION: Field = Field::of(17);
/// The number that is wanted, where those before it were used for other papers.
pub const WANTED: Field = Field::of(18);
/// Why numbers are left out.
pub const GAP: Field = Field::of(19);
/// The number, given by the endpoint when the decision is issued.
pub const NUMBER: Field = Field::of(20);

/// The fields of a decision.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(YEAR, Holds::Int(2000, 2100)),
    FieldRule::required(DAY, Holds::Day),
    FieldRule::required(SIGNER, Holds::Line(200)),
    FieldRule::required(POST, Holds::Line(200)),
    FieldRule::required(LEVEL, Holds::Int(1, 6)),
    FieldRule::required(SYMBOL, Holds::Line(40)),
    FieldRule::optional(ABOUT, Holds::Line(300)),
    FieldRule::of_items(NOMINATION, Holds::Link),
    FieldRule::optional(WANTED, Holds::Int(1, numbers::MOST)),
    FieldRule::optional(GAP, Holds::Prose(1_000)),
    FieldRule::optional(NUMBER, Holds::Int(1, numbers::MOST)),
];

/// Where a decision stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// It is being prepared.
    Draft,
    /// It is being prepared, and a second person has confirmed it once. Whether that holds of the text as it stands is for
    /// [`second`] to say.
    Confirmed,
    /// It has its number and holds.
    Issued,
    /// It was cancelled; its number stays taken.
    Cancelled,
}

impl State {
    /// The state of a decision.
    #[must_use]
    pub fn of(fields: &Fields) -> Self {
        match step::state(fields) {
            0 => Self::Draft,
            2 => Self::Cancelled,
            3 => Self::Confirmed,
            _ => Self::Issued,
        }
    }

    /// The number that stands for this state in records. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Draft => 0,
            Self::Issued => 1,
            Self::Cancelled => 2,
            Self::Confirmed => 3,
        }
    }

    /// Whether it has not been issued yet, so that it can be changed.
    #[must_use]
    pub const fn is_draft(self) -> bool {
        matches!(self, Self::Draft | Self::Confirmed)
    }
}

/// What can be done with a decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// It gets its number and holds.
    Issue,
    /// It is cancelled, with a reason, as long as no dossier rests on it.
    Cancel,
    /// A second person confirms it as it stands.
    Confirm,
}

impl Step {
    /// The number that stands for this step in records. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Issue => 1,
            Self::Cancel => 2,
            Self::Confirm => 3,
        }
    }

    /// The step of a code.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        [Self::Issue, Self::Cancel, Self::Confirm].into_iter().find(|step| step.code() == code)
    }

    /// The state that it leads to.
    #[must_use]
    pub const fn leads_to(self) -> State {
        match self {
            Self::Issue => State::Issued,
            Self::Cancel => State::Cancelled,
            Self::Confirm => State::Confirmed,
        }
    }
}

/// The dossiers that a decision lists.
pub fn nominations(fields: &Fields) -> impl Iterator<Item = RecordId> + '_ {
    let listed = fields.iter().filter(|(field, _)| field.number == NOMINATION.number);
    listed.filter_map(|(_, value)| value.as_text()?.parse().ok())
}

/// The day that a decision bears.
#[must_use]
pub fn day(fields: &Fields) -> Option<CivilDate> {
    fields.get(&DAY).and_then(Value::as_text)?.parse().ok()
}

/// The level that decides.
#[must_use]
pub fn level(fields: &Fields) -> Option<Level> {
    Level::from_code(u16::try_from(fields.get(&LEVEL)?.as_int()?).ok()?)
}

/// The year in whose numbers a decision has its own.
#[must_use]
pub fn year(fields: &Fields) -> Option<u16> {
    fields.get(&YEAR).and_then(Value::as_int).and_then(|year| u16::try_from(year).ok())
}

/// The number that the endpoint gave.
#[must_use]
pub fn number_of(fields: &Fields) -> Option<u32> {
    u32::try_from(fields.get(&NUMBER)?.as_int()?).ok()
}

/// The number with what stands after it, as it is cited.
#[must_use]
pub fn cited(fields: &Fields) -> Option<String> {
    let number = fields.get(&NUMBER).and_then(Value::as_int)?;
    let symbol = fields.get(&SYMBOL).and_then(Value::as_text).unwrap_or_default();
    Some(if symbol.is_empty() { number.to_string() } else { [&number.to_string(), "/", symbol].concat() })
}

/// Whether only the endpoint may write the field.
#[must_use]
pub const fn is_given(field: Field) -> bool {
    field.number == NUMBER.number
}

/// Whether the field may still change, apart from steps: nothing of a decision that has its number.
#[must_use]
pub fn is_open(fields: &Fields, _field: Field) -> bool {
    State::of(fields).is_draft()
}

/// Whether a step may be taken, and what the endpoint writes with it.
pub(crate) fn check(attempt: &Attempt<'_>, item: u32, code: u16) -> Result<Fields, Obstacle> {
    let step = Step::from_code(code).ok_or(Obstacle::NotFromThisState)?;
    let from = State::of(attempt.before);
    match (step, from) {
        (Step::Issue, State::Draft | State::Confirmed) => issue(attempt),
        (Step::Confirm, State::Draft | State::Confirmed) => second::confirm(attempt, item),
        (Step::Cancel, State::Issued) => {
            let entry = step::entry(attempt.changes, item).ok_or(Obstacle::Incomplete)?;
            if entry.reason.trim().is_empty() {
                return Err(Obstacle::ReasonMissing);
            }
            let rests = |id| {
                let dossier = attempt.around.record(id);
                dossier.is_some_and(|dossier| rests_on(&dossier.fields, attempt.record))
            };
            if nominations(attempt.before).any(rests) { Err(Obstacle::RestedOn) } else { Ok(Fields::new()) }
        }
        _ => Err(Obstacle::NotFromThisState),
    }
}

fn issue(attempt: &Attempt<'_>) -> Result<Fields, Obstacle> {
    let fields = attempt.before;
    // It was issued in the endpoint's life before, and its paper is out: what it lists may be on its way back still.
    if let Some(number) = attempt.around.given_before() {
        let year = year(fields).ok_or(Obstacle::Incomplete)?;
        if attempt.around.is_borne(attempt.partition, year, number, attempt.record) {
            return Err(Obstacle::NumberTaken);
        }
        return Ok(Fields::from_iter([(NUMBER, i64::from(number).into())]));
    }
    let decided_on = day(fields).ok_or(Obstacle::Incomplete)?;
    let level = level(fields).ok_or(Obstacle::Incomplete)?;
    check_level(attempt, level, decided_on)?;
    let mut listed = nominations(fields).peekable();
    listed.peek().ok_or(Obstacle::NothingToDecide)?;
    for id in listed {
        // A device may not hold every dossier; the endpoint does.
        let Some(other) = attempt.around.record(id) else {
            if attempt.around.is_whole() {
                return Err(Obstacle::LinkMissing);
            }
            continue;
        };
        if other.deleted || !dossier::can_be_decided(&other.fields) {
            return Err(Obstacle::NotReady);
        }
        dossier::check_decider(&other.fields, level)?;
        if dossier::submitted_on(&other.fields).is_some_and(|submitted| decided_on < submitted) {
            return Err(Obstacle::BeforeSubmission);
        }
        // Two papers that give the same award would both be signed before the second is found to be of no use.
        if attempt.around.is_listed_elsewhere(id, attempt.record) {
            return Err(Obstacle::InAnotherDecision);
        }
    }
    if attempt.around.asks_for_two() {
        second::check(attempt.record, fields, &attempt.account.name, attempt.around)?;
    }
    number(fields, attempt.partition, attempt.around)
}

/// A committee decides for its own level (R03), and only where there is such a level on the day that the paper bears (R04):
/// what another level decides goes there and comes back with that level's number.
fn check_level(attempt: &Attempt<'_>, level: Level, day: CivilDate) -> Result<(), Obstacle> {
    if attempt.account.level.is_some_and(|own| own != level) {
        return Err(Obstacle::NotOurLevel);
    }
    if is_gone(level, day) { Err(Obstacle::NoSuchLevel) } else { Ok(()) }
}

/// Whether there is no such level any more on a day: districts ended with the law in force from 2025-07-01 (R04).
#[must_use]
pub fn is_gone(level: Level, day: CivilDate) -> bool {
    level == Level::District && !RuleSet::in_force_on(day).has_districts()
}

/// The number that a decision gets: the next, or the one that is wanted where the gap has a reason.
fn number(fields: &Fields, partition: PartitionId, around: &dyn Surroundings) -> Result<Fields, Obstacle> {
    let Some(last) = around.last_number(partition, year(fields).ok_or(Obstacle::Incomplete)?) else {
        return Ok(Fields::new());
    };
    if around.is_reconciling() {
        return Err(Obstacle::Reconciling);
    }
    Ok(Fields::from_iter([(NUMBER, numbers::next(fields, last)?.into())]))
}

/// Whether dossiers may rest on the decision.
#[must_use]
pub fn holds(fields: &Fields) -> bool {
    State::of(fields) == State::Issued
}

/// Whether a dossier's award was given by the decision and was not taken away.
#[must_use]
pub fn rests_on(dossier: &Fields, decision: RecordId) -> bool {
    let entries = step::entries(dossier);
    let decided = entries.iter().rev().find(|entry| entry.kind == dossier::Step::Decide.code());
    matches!(dossier::State::of(dossier), dossier::State::Decided | dossier::State::Presented)
        && decided.is_some_and(|entry| step::link(dossier, entry.item) == Some(decision))
}
