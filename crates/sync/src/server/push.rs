//! Carrying out a device's operations.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use thidua_domain::access::{self, Account};
use thidua_domain::record::{Field, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::{nomination, schema, setting};

use crate::counters::CounterSet;
use crate::gather;
use crate::identity::{ChainHash, DeviceId, Dot, Head};
use crate::merge;
use crate::operation::{Action, Digest, Operation, Sealed};
use crate::outcome::{Outcome, Reason};
use crate::row::Row;
use crate::wire::{Request, Unreadable, open};

/// What must be loaded before the operations of a request can be carried out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Needs {
    /// The rows of these records, where they exist.
    pub records: BTreeSet<RecordId>,
    /// What was stored for these counters of the device, where they were taken before.
    pub counters: BTreeSet<u64>,
}

impl Needs {
    /// What a request needs.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        let mut needs = Self { records: request.whole.iter().copied().collect(), ..Self::default() };
        for sealed in &request.operations {
            needs.counters.insert(sealed.counter);
            if let Ok(op) = open(sealed, request.device) {
                needs.records.insert(op.record);
                needs.counters.extend(parents(&op));
            }
        }
        needs
    }
}

/// The operations of the same device that this one builds on: those it names, and the one that last touched the record.
fn parents(op: &Operation) -> impl Iterator<Item = u64> {
    let base = op.base.filter(|base| base.device == op.device).map(|base| base.counter);
    op.parents.iter().copied().chain(base)
}

/// What is kept of an operation that was dealt with for good.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stored {
    /// The digest of its bytes.
    pub digest: Digest,
    /// What became of it.
    pub outcome: Outcome,
}

/// What the store holds of what a request needs. [`push`] brings it up to date, so that the pull that follows sees the
/// request's own effects.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The counters taken from the device.
    pub counters: CounterSet,
    /// What was stored for the counters in [`Needs::counters`].
    pub stored: BTreeMap<u64, Stored>,
    /// The rows of [`Needs::records`].
    pub rows: BTreeMap<RecordId, Row>,
    /// The head of every partition that the account may read.
    pub heads: BTreeMap<PartitionId, Head>,
}

/// An operation to be kept, as the history of its record and as the proof of its outcome.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogEntry {
    /// Its number on its device.
    pub counter: u64,
    /// The operation as it came.
    pub bytes: Vec<u8>,
    /// Its digest.
    pub digest: Digest,
    /// What became of it.
    pub outcome: Outcome,
    /// Where it stands in a log, where it took effect: the partition, the record, and the head that it made.
    pub place: Option<(PartitionId, RecordId, Head)>,
}

/// What the store has to write, and what the device is told.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pushed {
    /// An outcome for each operation, in the order of the request.
    pub outcomes: Vec<(u64, Outcome)>,
    /// The operations dealt with for good by this request.
    pub log: Vec<LogEntry>,
    /// The rows that changed.
    pub changed: BTreeSet<RecordId>,
    /// The heads that moved.
    pub moved: BTreeSet<PartitionId>,
    /// Where a counter was reused: the lowest one that is free.
    pub next_counter: Option<u64>,
}

/// Carries out the operations of a request, in their order, on what was loaded for it.
pub fn push(account: &Account, request: &Request, loaded: &mut Loaded) -> Pushed {
    let mut pushed = Pushed::default();
    for sealed in &request.operations {
        let outcome = take(account, request.device, sealed, loaded, &mut pushed);
        pushed.outcomes.push((sealed.counter, outcome));
    }
    let reused = |(_, outcome): &(u64, Outcome)| *outcome == Outcome::Refused(Reason::CounterReused);
    if pushed.outcomes.iter().any(reused) {
        pushed.next_counter = loaded.counters.highest().and_then(|highest| highest.checked_add(1));
    }
    pushed
}

fn take(
    account: &Account,
    device: DeviceId,
    sealed: &Sealed,
    loaded: &mut Loaded,
    pushed: &mut Pushed,
) -> Outcome {
    let digest = sealed.digest();
    if loaded.counters.contains(sealed.counter) {
        return match loaded.stored.get(&sealed.counter) {
            Some(stored) if stored.digest == digest => stored.outcome.clone(),
            _ => Outcome::Refused(Reason::CounterReused),
        };
    }
    let (outcome, place) = match open(sealed, device) {
        Ok(op) => carry_out(account, &op, digest, loaded),
        Err(Unreadable::Newer(_)) => (Outcome::NewerAppNeeded, None),
        Err(Unreadable::Malformed(_)) => (Outcome::Refused(Reason::Malformed), None),
    };
    if outcome.is_final() {
        loaded.counters.insert(sealed.counter);
        loaded.stored.insert(sealed.counter, Stored { digest, outcome: outcome.clone() });
        if let Some((partition, record, _)) = place {
            pushed.changed.insert(record);
            pushed.moved.insert(partition);
        }
        let bytes = sealed.bytes.clone();
        pushed.log.push(LogEntry { counter: sealed.counter, bytes, digest, outcome: outcome.clone(), place });
    }
    outcome
}

type Place = Option<(PartitionId, RecordId, Head)>;

fn carry_out(account: &Account, op: &Operation, digest: Digest, loaded: &mut Loaded) -> (Outcome, Place) {
    for parent in parents(op) {
        let refused = matches!(loaded.stored.get(&parent), Some(Stored { outcome: Outcome::Refused(_), .. }));
        // A parent that was refused takes with it what depends on it: what was declared, and all edits of a record that
        // never came to be. An edit of a record that is there stands on its own.
        if refused && (op.parents.contains(&parent) || !loaded.rows.contains_key(&op.record)) {
            return (Outcome::Refused(Reason::ParentRefused), None);
        }
        if !loaded.counters.contains(parent) {
            return (Outcome::Held, None);
        }
    }
    let row = loaded.rows.get(&op.record);
    if row.is_none() && op.action != Action::Create {
        return (Outcome::Held, None);
    }
    if let Err(reason) = may(account, op, row).and_then(|()| allowed(op, row)) {
        return (Outcome::Refused(reason), None);
    }
    // The account may read what it may write, and every head that it may read was loaded.
    let Some(head) = loaded.heads.get_mut(&op.partition) else {
        return (Outcome::Refused(Reason::Denied(access::Denial::OutOfScope)), None);
    };
    let seq = head.seq.next();
    let outcome = match loaded.rows.get_mut(&op.record) {
        Some(row) => merge::apply(row, op, seq),
        None => {
            loaded.rows.insert(op.record, merge::create(op, seq));
            Outcome::Applied
        }
    };
    *head = Head { seq, hash: chain(head.hash, op.dot(), digest) };
    (outcome, Some((op.partition, op.record, *head)))
}

/// The head's digest after one more entry.
fn chain(before: ChainHash, dot: Dot, digest: Digest) -> ChainHash {
    let mut hasher = Sha256::new();
    hasher.update(before.0);
    hasher.update(dot.device.0);
    hasher.update(dot.counter.to_be_bytes());
    hasher.update(digest.0);
    let full: [u8; 32] = hasher.finalize().into();
    let mut short = [0; 8];
    short.copy_from_slice(full.split_at(8).0);
    ChainHash(short)
}

/// Whether the account may do this, and whether what it writes is right in itself. The device asks the same before it
/// stores an operation, so that an officer is told early.
///
/// # Errors
/// The reason for which the operation is refused.
pub fn may(account: &Account, op: &Operation, row: Option<&Row>) -> Result<(), Reason> {
    let kind = RecordKind::from_code(op.kind)
        .ok_or(Reason::Fault(thidua_domain::fault::Fault::UnknownKind(op.kind)))?;
    if let Some(row) = row {
        if op.action == Action::Create {
            return Err(Reason::RecordExists);
        }
        if row.kind != op.kind || row.partition != op.partition {
            return Err(Reason::RecordDiffers);
        }
    }
    let before = row.map(Row::fields);
    let own = op.changes.iter().filter(|change| !change.field.is_reserved());
    let changes = gather::map(own.map(|change| (change.field, change.value.clone())));
    access::may_write(account, kind, op.partition, before.as_ref(), &changes).map_err(Reason::Denied)?;
    for change in &op.changes {
        if change.field.is_reserved() {
            reserved(op.action, change.field, &change.value)?;
        } else {
            schema::check_change(kind, change.field, &change.value).map_err(Reason::Fault)?;
        }
    }
    if op.action == Action::Create {
        schema::check_creation(kind, &changes).map_err(Reason::Fault)?;
    }
    Ok(())
}

/// Whether the record may become what it would be: by the law for a nomination, by the catalogue for a setting. The forms
/// ask the same of the domain before they save.
fn allowed(op: &Operation, row: Option<&Row>) -> Result<(), Reason> {
    if !matches!(op.action, Action::Create | Action::Edit) {
        return Ok(());
    }
    let before = row.map(Row::fields);
    let mut after = before.clone().unwrap_or_default();
    for change in op.changes.iter().filter(|change| !change.field.is_reserved()) {
        after.insert(change.field, change.value.clone());
    }
    let fault = match RecordKind::from_code(op.kind) {
        Some(RecordKind::Nomination) => nomination::refusal(before.as_ref(), &after),
        Some(RecordKind::Setting) => setting::check(&after).first().copied(),
        Some(RecordKind::Pledge | RecordKind::Profile | RecordKind::Explanation) | None => None,
    };
    fault.map_or(Ok(()), |fault| Err(Reason::Fault(fault)))
}

/// The fields that the sync core owns are written by the actions that mean them, and by no other.
fn reserved(action: Action, field: Field, value: &Value) -> Result<(), Reason> {
    let meant = match action {
        Action::Delete => field == Field::DELETED && *value == Value::Bool(true),
        Action::Restore => field == Field::DELETED && *value == Value::Bool(false),
        Action::Edit => field == Field::RETURNED && *value == Value::Bool(false),
        Action::Create => false,
    };
    if meant { Ok(()) } else { Err(Reason::Malformed) }
}
