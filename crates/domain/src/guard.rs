//! Whether a step may be taken on a guarded record: asked by the device before it stores the step, and by the endpoint,
//! which decides, with the records of its own store.

use crate::access::Account;
use crate::law::setting::Settings;
use crate::obstacle::Obstacle;
use crate::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use crate::{council, decision, dossier, pledge, step};

/// A record that a step rests on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Other {
    /// Its kind.
    pub kind: RecordKind,
    /// Where it belongs.
    pub partition: PartitionId,
    /// Its fields.
    pub fields: Fields,
    /// Whether it is deleted.
    pub deleted: bool,
}

/// What was counted of the ballots of a council session.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// The accounts of the members who took a ballot.
    pub took: Vec<u32>,
    /// The ballots that were cast.
    pub ballots: u32,
    /// By item of the agenda: votes for, votes against, blank ones.
    pub votes: Vec<(u32, [u32; 3])>,
    /// The ballots were lost while the session was open: there is nothing that could be counted.
    pub lost: bool,
}

/// What a check may ask about what is not in the record itself.
pub trait Surroundings {
    /// Another record.
    fn record(&self, id: RecordId) -> Option<Other>;
    /// Whether every record is here, as on the endpoint: then one that is not here does not exist.
    fn is_whole(&self) -> bool;
    /// Whether a decision that holds, other than this one, lists a dossier.
    fn is_listed_elsewhere(&self, dossier: RecordId, than: RecordId) -> bool;
    /// The last number that was given in a year by an authority, 0 where there is none; `None` where numbers are not
    /// given.
    fn last_number(&self, partition: PartitionId, year: u16) -> Option<u32>;
    /// What was counted of a session's ballots, `None` where ballots are not counted.
    fn tally(&self, session: RecordId) -> Option<Tally>;
    /// The key under which ballots would be given out in a session, `None` where none are given out.
    fn ballot_key(&self, _session: RecordId) -> Option<String> {
        None
    }
    /// The sessions of the council that are here and not deleted: asked before a vote is typed, and before a session votes.
    fn sessions(&self) -> Vec<(RecordId, Fields)>;
    /// What the committee has set, `None` where that is left to the endpoint.
    fn settings(&self) -> Option<Settings> {
        None
    }
    /// The number that the endpoint gave to this very step in its life before, where it was restored from a backup and the step is
    /// offered again.
    fn given_before(&self) -> Option<u32> {
        None
    }
    /// Whether another decision of an authority bears a number of a year.
    fn is_borne(&self, _authority: PartitionId, _year: u16, _number: u32, _but_by: RecordId) -> bool {
        false
    }
    /// Whether it is not known which numbers were given since a backup that was restored.
    fn is_reconciling(&self) -> bool {
        false
    }
    /// Whether the committee asks today for a second person who confirms a decision. The endpoint knows; on a device the
    /// screen of the decisions asks, so that the settings stay out of what every screen needs.
    fn asks_for_two(&self) -> bool {
        false
    }
    /// Whether the account at hand wrote what stands in a field of a record; `None` where that cannot be told.
    fn wrote(&self, _record: RecordId, _field: Field) -> Option<bool> {
        None
    }
    /// Whether the account at hand was the last to change a record's text; `None` where that cannot be told.
    fn wrote_last(&self, _record: RecordId) -> Option<bool> {
        None
    }
}

/// A step that somebody wants to take.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    /// Who.
    pub account: &'a Account,
    /// The kind of record.
    pub kind: RecordKind,
    /// The record.
    pub record: RecordId,
    /// Where it belongs.
    pub partition: PartitionId,
    /// The record before the step.
    pub before: &'a Fields,
    /// What the step writes.
    pub changes: &'a Fields,
    /// Whether a value of the text is disputed.
    pub disputed: bool,
    /// The other records.
    pub around: &'a dyn Surroundings,
}

/// Whether a step may be taken, and what the endpoint writes into the record with it.
///
/// # Errors
/// What stands in the way.
pub fn check(attempt: &Attempt<'_>) -> Result<Fields, Obstacle> {
    let item = step::next_item(attempt.before);
    let is_merged = attempt.kind == RecordKind::Nomination
        && dossier::State::of(attempt.before) == dossier::State::Merged;
    // Whoever had not seen the merge is told of it, and not only that somebody was first.
    let late = if is_merged { Obstacle::Merged } else { Obstacle::StateMoved };
    let entry = step::entry(attempt.changes, item).ok_or(late)?;
    let is_of_this_step = |field: &Field| {
        *field == step::STATE || (step::is_of_steps_in(attempt.kind, *field) && field.item == item)
    };
    if !attempt.changes.keys().all(is_of_this_step) || entry.day.is_none() {
        return Err(Obstacle::Incomplete);
    }
    if entry.by != attempt.account.name {
        return Err(Obstacle::OtherAuthor);
    }
    if entry.seen != text_of(attempt.kind, attempt.before) {
        return Err(Obstacle::TextMoved);
    }
    match attempt.kind {
        RecordKind::Nomination => dossier::check(attempt, item, entry.kind),
        RecordKind::Decision => {
            expect(attempt, decision::Step::from_code(entry.kind).map(|step| step.leads_to().code()))?;
            decision::check(attempt, item, entry.kind)
        }
        RecordKind::CouncilSession => {
            expect(attempt, council::Step::from_code(entry.kind).map(|step| step.leads_to().code()))?;
            council::check(attempt, item, entry.kind)
        }
        RecordKind::Pledge => pledge::check_step(attempt, item, entry.kind),
        _ => Err(Obstacle::NotFromThisState),
    }
}

/// Whether the step writes the state that it leads to.
pub(crate) fn expect(attempt: &Attempt<'_>, state: Option<u16>) -> Result<(), Obstacle> {
    let written = attempt.changes.get(&step::STATE).and_then(Value::as_int);
    if state.is_some() && written == state.map(i64::from) { Ok(()) } else { Err(Obstacle::NotFromThisState) }
}

/// The digest of a guarded record's text: what a step names as seen.
#[must_use]
pub fn text_of(kind: RecordKind, fields: &Fields) -> String {
    match kind {
        RecordKind::Nomination => step::seen(fields, dossier::is_text),
        RecordKind::Pledge => step::seen(fields, pledge::is_text),
        _ => step::seen(fields, is_plain_text),
    }
}

/// Whether a field is a part of what a guarded record says, where none of it belongs to its handling.
#[must_use]
pub const fn is_plain_text(field: Field) -> bool {
    !field.is_reserved() && !step::is_of_steps(field)
}

/// Whether an ordinary edit may write the field of a guarded record as it stands.
///
/// # Errors
/// What stands in the way.
pub fn may_edit(account: &Account, kind: RecordKind, before: &Fields, field: Field) -> Result<(), Obstacle> {
    if !step::is_guarded(kind) {
        return Ok(());
    }
    let open = match kind {
        RecordKind::Nomination => dossier::is_open(account, before, field),
        RecordKind::Decision => decision::is_open(before, field) && !decision::is_given(field),
        RecordKind::CouncilSession => council::is_open(before, field) && !council::is_given(field),
        RecordKind::Pledge if pledge::is_text(field) && !pledge::is_open(before, field) => {
            return Err(Obstacle::Signed);
        }
        RecordKind::Pledge => pledge::is_open(before, field),
        _ => true,
    };
    if open && !step::is_of_steps(field) { Ok(()) } else { Err(Obstacle::Locked) }
}

/// Whether a guarded record may be deleted or brought back as it stands.
///
/// # Errors
/// What stands in the way.
pub fn may_delete(kind: RecordKind, before: &Fields) -> Result<(), Obstacle> {
    let open = match kind {
        RecordKind::Nomination => dossier::State::of(before).is_with_the_unit(),
        RecordKind::Decision => decision::State::of(before).is_draft(),
        RecordKind::CouncilSession => council::State::of(before) == council::State::Preparing,
        // What was signed once stays, with all its versions.
        RecordKind::Pledge if pledge::State::of(before) != pledge::State::Draft => {
            return Err(Obstacle::Signed);
        }
        _ => true,
    };
    if open { Ok(()) } else { Err(Obstacle::Locked) }
}
