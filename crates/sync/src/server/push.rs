//! Carrying out a device's operations.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use thidua_domain::access::{self, Account};
use thidua_domain::guard::{self, Tally};
use thidua_domain::lineage::Lineage;
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, Fields, PartitionId, PartitionKind, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::{
    bloc, council, decision, dossier, erasure, indicator, model, movement, nomination, rural, schema, score,
    setting, step,
};

use crate::checksum::Checksums;
use crate::counters::CounterSet;
use crate::gather;
use crate::identity::{ChainHash, DeviceId, Dot, Head, Seq};
use crate::merge;
use crate::operation::{Action, Change, Digest, Operation, Sealed};
use crate::outcome::{Outcome, Reason};
use crate::row::Row;
use crate::wire::{Request, Unreadable, open};

use super::around::Around;
use super::erase;
use super::late::{self, Late, Life, Returned, Since};
use super::receipts::Told;

/// What must be loaded before the operations of a request can be carried out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Needs {
    /// The rows of these records, where they exist.
    pub records: BTreeSet<RecordId>,
    /// What was stored for these counters of the device, where they were taken before.
    pub counters: BTreeSet<u64>,
    /// What was counted in these sessions of the council, where they are being closed.
    pub sessions: BTreeSet<RecordId>,
    /// The units whose nominations tell whether an entry of the register may be erased.
    units: BTreeSet<PartitionId>,
    /// The last numbers that these authorities have given, and the rows of all their decisions: two that hold do not list
    /// one dossier. The rows go among the others after [`Needs::further`].
    pub numbers: BTreeSet<PartitionId>,
    /// The records of operations that are offered again after a restore: what came to them since.
    pub since: BTreeSet<RecordId>,
    /// The operations of other devices that those of the request build on.
    pub grounds: BTreeSet<Dot>,
    /// Whether one of those is a step's.
    follows: bool,
    /// Every session of the council, and with them what the committee has set: a vote stands beside other votes.
    council: bool,
    /// Every bloc that the account may read: a unit belongs to one at a time.
    blocs: bool,
}

impl Needs {
    /// What a request needs, where these units have ended.
    #[must_use]
    pub fn of(request: &Request, lineage: &Lineage) -> Self {
        let mut needs = Self { records: request.whole.iter().copied().collect(), ..Self::default() };
        for sealed in &request.operations {
            needs.counters.insert(sealed.counter);
            if let Ok((op, _)) = carried(sealed, request.device, lineage) {
                needs.records.insert(op.record);
                if request.receipts.contains_key(&sealed.counter) {
                    needs.since.insert(op.record);
                }
                needs.counters.extend(parents(&op));
                let followed = step_before(&op).filter(|step| step.device != op.device);
                needs.follows |= followed.is_some();
                needs.grounds.extend(ground(&op).into_iter().chain(followed));
                needs.of_step(&op);
            }
        }
        needs
    }

    /// What a step rests on: the record that it names, the dossiers of a decision, a session's count.
    fn of_step(&mut self, op: &Operation) {
        let names = |change: &&Change| match RecordKind::from_code(op.kind) {
            Some(RecordKind::Decision) => change.field.number == decision::NOMINATION.number,
            // By whose table it is scored.
            Some(RecordKind::Score) => change.field == score::BLOC,
            _ => op.action == Action::Step && change.field.number == step::LINK.number,
        };
        let named = op
            .changes
            .iter()
            .filter(names)
            .filter_map(|change| change.value.as_text()?.parse::<RecordId>().ok());
        self.records.extend(named);
        match (op.action, RecordKind::from_code(op.kind)) {
            (Action::Step, Some(RecordKind::CouncilSession)) => {
                self.sessions.insert(op.record);
                self.council = true;
            }
            (Action::Step, Some(RecordKind::Decision)) => _ = self.numbers.insert(op.partition),
            (Action::Step, Some(RecordKind::Nomination)) => {
                let votes = [dossier::Step::Approve.code(), dossier::Step::Reject.code()].map(i64::from);
                let is_vote = |change: &Change| {
                    change.field.number == step::KIND.number
                        && change.value.as_int().is_some_and(|code| votes.contains(&code))
                };
                self.council |= op.changes.iter().any(is_vote);
            }
            // What such a request puts on an agenda, its own later step may open.
            (_, Some(RecordKind::CouncilSession)) => {
                let agenda = op.changes.iter().filter(|change| change.field.number == council::AGENDA.number);
                let listed = agenda.filter_map(|change| change.value.as_text()?.parse::<RecordId>().ok());
                self.records.extend(listed);
            }
            (Action::Erase, Some(RecordKind::Profile)) => _ = self.units.insert(op.partition),
            (_, Some(RecordKind::Bloc)) => self.blocs = true,
            _ => {}
        }
    }

    /// Whether it matters what became of the operations that others have done before: where a record is not there, or a step
    /// follows theirs.
    #[must_use]
    pub fn asks_for_grounds(&self, rows: &BTreeMap<RecordId, Row>) -> bool {
        let lacks = || self.records.iter().any(|record| !rows.contains_key(record));
        !self.grounds.is_empty() && (self.follows || lacks())
    }

    /// The kinds of which every record is needed, with the places where they are.
    pub fn kinds(&self, account: &Account) -> impl Iterator<Item = (PartitionId, RecordKind)> {
        let of = |kind| match kind {
            PartitionKind::Council => Some(RecordKind::CouncilSession),
            PartitionKind::Authority => Some(RecordKind::Setting),
            _ => None,
        };
        let grants = account.grants.iter().filter(|_| self.council);
        let of_council = grants.filter_map(move |grant| Some((grant.partition, of(grant.kind)?)));
        let of_decisions = self.numbers.iter().map(|authority| (*authority, RecordKind::Setting));
        let of_erasing = self.units.iter().map(|unit| (*unit, RecordKind::Nomination));
        let groups = account.grants.iter().filter(|grant| self.blocs && grant.kind.is_group());
        let of_blocs = groups.map(|grant| (grant.partition, RecordKind::Bloc));
        of_council.chain(of_decisions).chain(of_erasing).chain(of_blocs)
    }

    /// What turns out to be needed once the first rows are there: the dossiers that a stored decision lists, and those on the
    /// agenda of a session, the table of a stored score.
    #[must_use]
    pub fn further(&self, rows: &BTreeMap<RecordId, Row>) -> BTreeSet<RecordId> {
        let mut listed = BTreeSet::new();
        for row in rows.values() {
            if row.kind == RecordKind::Decision.code() && !self.numbers.is_empty() {
                listed.extend(decision::nominations(&row.fields()));
            } else if self.sessions.contains(&row.id) {
                listed.extend(council::agenda(&row.fields()).map(|(_, dossier)| dossier));
            } else if row.kind == RecordKind::Score.code() {
                listed.extend(score::Score::read(&row.fields()).bloc);
            }
        }
        listed.retain(|record| !rows.contains_key(record));
        listed
    }
}

/// An operation as it is to be carried out: what was made for a unit that has ended is its heir's. Says whether it was made for
/// another one.
fn carried(sealed: &Sealed, device: DeviceId, lineage: &Lineage) -> Result<(Operation, bool), Unreadable> {
    let mut op = open(sealed, device)?;
    let heir = lineage.heir(op.partition);
    let is_carried = heir != op.partition;
    op.partition = heir;
    Ok((op, is_carried))
}

/// The operations of the same device that this one builds on: those it names, and the one that last touched the record.
fn parents(op: &Operation) -> impl Iterator<Item = u64> {
    let base = op.base.filter(|base| base.device == op.device).map(|base| base.counter);
    op.parents.iter().copied().chain(base)
}

/// The operation of another device that this one was done upon.
fn ground(op: &Operation) -> Option<Dot> {
    op.base.filter(|base| base.device != op.device)
}

/// The step that a step follows: it wrote the state that this one goes on from.
fn step_before(op: &Operation) -> Option<Dot> {
    op.change_of(step::STATE).filter(|_| op.action == Action::Step)?.base
}

/// What is kept of an operation that was dealt with for good.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stored {
    /// The digest of its bytes.
    pub digest: Digest,
    /// What became of it.
    pub outcome: Outcome,
    /// Its place in its partition's log, where it took effect and that was noted.
    pub seq: Option<Seq>,
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
    /// The checksum of the rows of each of them, at its head.
    pub sums: Checksums,
    /// The last number that an authority has given in a year.
    pub numbers: BTreeMap<(PartitionId, u16), u32>,
    /// The devices of the account, where a step is to be taken on a decision: its rows name devices.
    pub own_devices: BTreeSet<DeviceId>,
    /// Today, by the endpoint's clock.
    pub today: Option<CivilDate>,
    /// Those of [`Needs::records`] that were erased, also where no row of them is left.
    pub erased: BTreeSet<RecordId>,
    /// What was counted in the sessions of [`Needs::sessions`].
    pub tallies: BTreeMap<RecordId, Tally>,
    /// The keys under which ballots would be given out in the sessions of [`Needs::sessions`].
    pub ballot_keys: BTreeMap<RecordId, String>,
    /// Whether the logs begin with a backup that was restored.
    pub life: Life,
    /// What the receipts of the request say of its operations: see [`Returned::of`].
    pub returned: BTreeMap<u64, Returned>,
    /// What the device says that it cannot bring any more: see [`super::Standing::gone`].
    pub gone: BTreeSet<u64>,
    /// Where the logs ended in the backup.
    pub restored: BTreeMap<PartitionId, Seq>,
    /// What came since to the records of operations that are offered again.
    pub since: BTreeMap<RecordId, Vec<Since>>,
    /// Those of [`Needs::grounds`] that were dealt with for good.
    pub dealt_with: BTreeSet<Dot>,
    /// The units that have ended, and their heirs.
    pub lineage: Lineage,
    /// The partitions that the account read once and reads no more: what was written for them meanwhile a person looks at.
    pub left: BTreeSet<PartitionId>,
    /// The partitions that operations of the request speak of and that are not here at all.
    pub missing: BTreeSet<PartitionId>,
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
    /// Its place in the log of the endpoint's life before, where it was offered again.
    pub old: Option<Seq>,
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
    /// The numbers that were given.
    pub numbered: BTreeSet<(PartitionId, u16)>,
    /// The council sessions on which a step was taken.
    pub sessions: BTreeSet<RecordId>,
    /// The records that were erased: what their operations said goes in the same transaction.
    pub erased: BTreeSet<RecordId>,
    /// Where a counter was reused: the lowest one that is free.
    pub next_counter: Option<u64>,
    /// What is told of the operations that took effect, also of those that were sent again.
    pub told: BTreeMap<u64, Told>,
    /// The operations on partitions that have left the account's scope: they are held, and go into the tray, where they are not
    /// there yet.
    pub for_person: Vec<Sealed>,
}

/// Carries out the operations of a request, in their order, on what was loaded for it.
pub fn push(account: &Account, request: &Request, loaded: &mut Loaded) -> Pushed {
    let mut pushed = Pushed::default();
    for sealed in in_old_order(request, loaded) {
        let outcome = take(account, request, sealed, loaded, &mut pushed);
        pushed.outcomes.push((sealed.counter, outcome));
    }
    pushed.outcomes.sort_by_key(|(counter, _)| *counter);
    let reused = |(_, outcome): &(u64, Outcome)| *outcome == Outcome::Refused(Reason::CounterReused);
    if pushed.outcomes.iter().any(reused) {
        pushed.next_counter = loaded.counters.highest().and_then(|highest| highest.checked_add(1));
    }
    pushed
}

/// The operations of a request in the order in which they are carried out: those that are offered again before new work, in the
/// order of their counters but for those of one partition, which had an order there.
fn in_old_order<'r>(request: &'r Request, loaded: &Loaded) -> Vec<&'r Sealed> {
    if loaded.returned.is_empty() {
        return request.operations.iter().collect();
    }
    let (mut back, mut new) = (Vec::new(), Vec::new());
    for sealed in &request.operations {
        match loaded.returned.get(&sealed.counter) {
            Some(returned) => {
                let opened = carried(sealed, request.device, &loaded.lineage);
                let partition = opened.ok().map(|(op, _)| op.partition);
                back.push((partition, returned.seq, sealed));
            }
            None => new.push(sealed),
        }
    }
    let partitions: BTreeSet<_> = back.iter().map(|(partition, ..)| *partition).collect();
    for partition in partitions {
        let mut of: Vec<_> = back.iter().filter(|(at, ..)| *at == partition).map(|it| (it.1, it.2)).collect();
        of.sort_by_key(|(seq, _)| *seq);
        let slots = back.iter_mut().filter(|(at, ..)| *at == partition);
        slots.zip(of).for_each(|(slot, (seq, sealed))| (slot.1, slot.2) = (seq, sealed));
    }
    back.into_iter().map(|(.., sealed)| sealed).chain(new).collect()
}

/// The number that a step was given: the one that stands in its decision with its revision.
fn number_given(op: &Operation, loaded: &Loaded) -> Option<u32> {
    if op.action != Action::Step || op.kind != RecordKind::Decision.code() {
        return None;
    }
    let cell = loaded.rows.get(&op.record)?.cells.get(&decision::NUMBER)?;
    u32::try_from(cell.value.as_int()?).ok().filter(|_| cell.rev == op.dot())
}

fn take(
    account: &Account,
    request: &Request,
    sealed: &Sealed,
    loaded: &mut Loaded,
    pushed: &mut Pushed,
) -> Outcome {
    let (device, digest) = (request.device, sealed.digest());
    if loaded.counters.contains(sealed.counter) {
        return match loaded.stored.get(&sealed.counter) {
            // Of a record that was erased since nothing is offered again, whatever became of it then.
            Some(stored) if stored.digest == digest && is_void(sealed, device, loaded) => {
                Outcome::Refused(Reason::Erased)
            }
            Some(stored) if stored.digest == digest => {
                if let Some(seq) = stored.seq.filter(|_| stored.outcome.took_effect()) {
                    let number = open(sealed, device).ok().and_then(|op| number_given(&op, loaded));
                    pushed.told.insert(sealed.counter, Told { seq, number, digest });
                }
                // Applied before its unit ended: the row that the device would make of it is elsewhere by now.
                let has_moved = || carried(sealed, device, &loaded.lineage).is_ok_and(|(_, moved)| moved);
                match stored.outcome {
                    Outcome::Applied if has_moved() => Outcome::Merged,
                    _ => stored.outcome.clone(),
                }
            }
            _ => Outcome::Refused(Reason::CounterReused),
        };
    }
    let opened = carried(sealed, device, &loaded.lineage);
    let (outcome, place) = match &opened {
        // Nothing of it is kept here: whoever reads the partition has the last word.
        Ok((op, _)) if loaded.left.contains(&op.partition) && !is_void(sealed, device, loaded) => {
            pushed.for_person.push(sealed.clone());
            (Outcome::Held, None)
        }
        Ok((op, is_carried)) => match carry_out(account, request, op, digest, loaded, pushed) {
            // The device holds the record elsewhere, or nowhere: it is told the row.
            (Outcome::Applied, place) if *is_carried => (Outcome::Merged, place),
            other => other,
        },
        Err(Unreadable::Newer(_)) => (Outcome::NewerAppNeeded, None),
        Err(Unreadable::Malformed(_)) => (Outcome::Refused(Reason::Malformed), None),
    };
    if outcome.is_final() {
        loaded.counters.insert(sealed.counter);
        let seq = place.map(|(.., head)| head.seq);
        loaded.stored.insert(sealed.counter, Stored { digest, outcome: outcome.clone(), seq });
        let old = loaded.returned.get(&sealed.counter).map(|returned| returned.seq);
        if let Some((partition, record, head)) = place {
            let number = opened.ok().and_then(|(op, _)| number_given(&op, loaded));
            pushed.told.insert(sealed.counter, Told { seq: head.seq, number, digest });
            pushed.changed.insert(record);
            pushed.moved.insert(partition);
        }
        // What was said of a record that is erased is not stored anew.
        let says_nothing = outcome == Outcome::Refused(Reason::Erased);
        let bytes = if says_nothing { Vec::new() } else { sealed.bytes.clone() };
        let (counter, outcome) = (sealed.counter, outcome.clone());
        pushed.log.push(LogEntry { counter, bytes, digest, outcome, place, old });
    }
    outcome
}

/// Whether an operation speaks of a record that was erased, and is not the one that erased it.
fn is_void(sealed: &Sealed, device: DeviceId, loaded: &Loaded) -> bool {
    let erased =
        |record| loaded.erased.contains(&record) || loaded.rows.get(&record).is_some_and(Row::is_erased);
    open(sealed, device).is_ok_and(|op| op.action != Action::Erase && erased(op.record))
}

/// Whether a step rests on what the endpoint has lost: on steps before it that are not there, or on a record that is not.
/// Whoever took it had them before their eyes, so this is an endpoint that was restored from a backup, and the device that
/// has them will bring them.
fn is_ahead(op: &Operation, row: &Row, rows: &BTreeMap<RecordId, Row>) -> bool {
    let next = step::next_item(&row.fields());
    let is_later = |change: &Change| change.field.number == step::KIND.number && change.field.item > next;
    op.action == Action::Step && (op.changes.iter().any(is_later) || misses_link(op, rows))
}

/// Whether a step rests on a record that is not there.
fn misses_link(op: &Operation, rows: &BTreeMap<RecordId, Row>) -> bool {
    let is_missing = |change: &Change| {
        let link = change.value.as_text().and_then(|link| link.parse().ok());
        change.field.number == step::LINK.number && link.is_some_and(|link| !rows.contains_key(&link))
    };
    op.action == Action::Step && op.changes.iter().any(is_missing)
}

type Place = Option<(PartitionId, RecordId, Head)>;

fn carry_out(
    account: &Account,
    request: &Request,
    op: &Operation,
    digest: Digest,
    loaded: &mut Loaded,
    pushed: &mut Pushed,
) -> (Outcome, Place) {
    // Asked before anything else: what it builds on will never come any more.
    if loaded.erased.contains(&op.record) || loaded.rows.get(&op.record).is_some_and(Row::is_erased) {
        return (Outcome::Refused(Reason::Erased), None);
    }
    // A place that was made, or that units were merged into, after the backup that this endpoint was put back from. Until somebody has
    // made it again nobody can say whose it is; where there was no restore, nobody has made it.
    if loaded.life != Life::Whole && loaded.missing.contains(&op.partition) {
        return (Outcome::Held, None);
    }
    // What a person has put back from a witnessed copy is done, by whichever way the operation comes: so were its parents then.
    let is_done = loaded.rows.get(&op.record).is_some_and(|row| late::holds(row, op));
    for parent in parents(op).filter(|_| !is_done) {
        // An endpoint that was restored may not know that it refused it; the device does.
        let is_told = !loaded.counters.contains(parent) && request.refused.contains(&parent);
        let refused = is_told
            || matches!(loaded.stored.get(&parent), Some(Stored { outcome: Outcome::Refused(_), .. }));
        // A parent that was refused takes with it what depends on it: what was declared, and all edits of a record that
        // never came to be. An edit of a record that is there stands on its own.
        if refused && (op.parents.contains(&parent) || !loaded.rows.contains_key(&op.record)) {
            return (Outcome::Refused(Reason::ParentRefused), None);
        }
        // What took effect once had its parents then. One that is not offered with it was refused, and is not known any more.
        let is_offered = || request.operations.iter().any(|sealed| sealed.counter == parent);
        let is_back = loaded.returned.contains_key(&op.counter);
        // What its device has let go of comes back by a witnessed copy, if it does.
        let is_gone = loaded.life != Life::Reconciling && loaded.gone.contains(&parent);
        let parent = Dot { device: op.device, counter: parent };
        let is_put_back = || loaded.rows.values().any(|row| late::is_named(row, parent));
        let is_here = loaded.counters.contains(parent.counter) || is_told || is_gone;
        if !is_here && (!is_back || is_offered()) && !is_put_back() {
            return (Outcome::Held, None);
        }
    }
    let row = loaded.rows.get(&op.record);
    let back = loaded.returned.get(&op.counter).copied();
    let since = loaded.since.get(&op.record).cloned().unwrap_or_default();
    let restored = loaded.restored.get(&op.partition).copied().unwrap_or_default();
    let late = back.map(|back| Late { at: back.seq, restored, since: &since });
    let is_dealt_with = |dot: Option<Dot>| {
        dot.is_some_and(|dot| match dot.device == op.device {
            true => loaded.counters.contains(dot.counter),
            false => loaded.dealt_with.contains(&dot),
        })
    };
    let is_to_come = |base: Dot| base.device == op.device && !loaded.gone.contains(&base.counter);
    let lacks = match row {
        None => !matches!(op.action, Action::Create | Action::Erase),
        Some(_) if is_done => false,
        Some(row) => is_ahead(op, row, &loaded.rows) || late.is_some_and(|late| late::waits(row, op, late)),
    };
    match (lacks, loaded.life) {
        (false, _) => {}
        // Its ground was seen at a hub, and refused here since: it will not come.
        (true, Life::Whole) if row.is_none() && is_dealt_with(ground(op)) => {
            return (Outcome::Refused(Reason::ParentRefused), None);
        }
        (true, Life::Whole)
            if row.is_some() && is_dealt_with(step_before(op)) && !misses_link(op, &loaded.rows) => {}
        (true, Life::Whole | Life::Reconciling) => return (Outcome::Held, None),
        // What the device itself has made it will bring, unless it says that it cannot.
        (true, Life::Reconciled) if row.is_none() && op.base.is_some_and(is_to_come) => {
            return (Outcome::Held, None);
        }
        // Nobody has brought it back, and nothing more is waited for.
        (true, Life::Reconciled) if row.is_none() => return (Outcome::Refused(Reason::Lost), None),
        (true, Life::Reconciled) => {}
    }
    let around = Around { account, loaded, back };
    let given = if is_done {
        Ok(())
    } else {
        may_today(account, op, row, &loaded.lineage).and_then(|()| allowed(account, op, row, &loaded.rows))
    }
    .and_then(|()| match op.action {
        Action::Erase => {
            erase::may_erase(op, row, &erase::nominations_of(op.partition, loaded.rows.values()))
        }
        _ => Ok(()),
    })
    .and_then(|()| if is_done { Ok(Fields::new()) } else { take_step(account, op, row, &around) });
    let given = match given {
        Ok(given) => given,
        // It was carried out once: what stands in its way is what others are still to bring.
        Err(_) if back.is_some() && loaded.life == Life::Reconciling => return (Outcome::Held, None),
        // Nor does the backup know which units were merged since.
        Err(Reason::RecordDiffers) if loaded.life == Life::Reconciling => return (Outcome::Held, None),
        Err(reason) => return (Outcome::Refused(reason), None),
    };
    // The account may read what it may write, and every head that it may read was loaded.
    let Some(head) = loaded.heads.get_mut(&op.partition) else {
        return (Outcome::Refused(Reason::Denied(access::Denial::OutOfScope)), None);
    };
    let seq = head.seq.next();
    let sum = loaded.sums.entry(op.partition).or_default();
    let outcome = match loaded.rows.get_mut(&op.record) {
        Some(row) => {
            sum.take(row);
            let outcome = match late {
                _ if is_done => late::take_for_done(row, op, seq),
                Some(late) => late::apply(row, op, seq, late),
                None => merge::apply(row, op, seq),
            };
            merge::add(row, op, &given, seq);
            sum.add(row);
            if let Some(number) = given.get(&decision::NUMBER).and_then(Value::as_int)
                && let Some(year) = row.fields().get(&decision::YEAR).and_then(Value::as_int)
                && let (Ok(year), Ok(number)) = (u16::try_from(year), u32::try_from(number))
            {
                let last = loaded.numbers.entry((op.partition, year)).or_default();
                *last = (*last).max(number);
                pushed.numbered.insert((op.partition, year));
            }
            if op.action == Action::Step && op.kind == RecordKind::CouncilSession.code() {
                pushed.sessions.insert(op.record);
            }
            // What the device cannot know it is told with the row.
            if given.is_empty() || outcome != Outcome::Applied { outcome } else { Outcome::Merged }
        }
        None if op.action == Action::Erase => {
            let row = merge::erased(op, seq);
            sum.add(&row);
            loaded.rows.insert(op.record, row);
            Outcome::Merged
        }
        None => {
            let row = merge::create(op, seq);
            sum.add(&row);
            loaded.rows.insert(op.record, row);
            Outcome::Applied
        }
    };
    if op.action == Action::Erase {
        pushed.erased.insert(op.record);
    }
    // Whoever comes after it in the same request is to know of it.
    if let Some(since) = loaded.since.get_mut(&op.record) {
        since.push(Since { old: back.map(|back| back.seq), op: op.clone() });
    }
    *head = Head { seq, hash: chained(head.hash, op.dot(), digest) };
    (outcome, Some((op.partition, op.record, *head)))
}

/// The digest of a log after one more entry: an operation by its dot and the digest of its bytes.
#[must_use]
pub fn chained(before: ChainHash, dot: Dot, digest: Digest) -> ChainHash {
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
    may_today(account, op, row, &Lineage::default())
}

/// Whether a step keeps a field as it stands. What stands may be of a later version, of a field that is not known here: it goes with the rest of
/// the text, or no earlier version could take a step on it.
fn keeps_as_it_stands(op: &Operation, change: &Change, before: &Fields) -> bool {
    let kept = change.field.number.checked_sub(step::WAS).map(Field::of);
    op.action == Action::Step && kept.is_some_and(|kept| before.get(&kept) == Some(&change.value))
}

/// The same, where these units have ended: what names one of them is its heir's.
///
/// # Errors
/// The reason for which the operation is refused.
pub fn may_today(
    account: &Account,
    op: &Operation,
    row: Option<&Row>,
    lineage: &Lineage,
) -> Result<(), Reason> {
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
    let may = if op.action == Action::Step { access::may_step } else { access::may_write };
    let (as_before, as_changed) =
        (before.clone().map(|before| lineage.today(kind, before)), lineage.today(kind, changes.clone()));
    may(account, kind, op.partition, as_before.as_ref(), &as_changed).map_err(Reason::Denied)?;
    if op.action == Action::Erase {
        erasure::may(account).map_err(Reason::Denied)?;
    }
    let as_it_stands = before.unwrap_or_default();
    if matches!(op.action, Action::Delete | Action::Restore) {
        guard::may_delete(kind, &as_it_stands).map_err(Reason::Obstacle)?;
    }
    for change in &op.changes {
        if change.field.is_reserved() {
            reserved(op.action, change.field, &change.value)?;
        } else {
            // First whether there is such a field: nobody is told that a field is locked which does not exist.
            if !keeps_as_it_stands(op, change, &as_it_stands) {
                schema::check_change(kind, change.field, &change.value).map_err(Reason::Fault)?;
            }
            if op.action != Action::Step {
                guard::may_edit(account, kind, &as_it_stands, change.field).map_err(Reason::Obstacle)?;
            }
        }
    }
    if op.action == Action::Create {
        schema::check_creation(kind, &changes).map_err(Reason::Fault)?;
    }
    Ok(())
}

/// Whether the record may become what it would be: by the law for a nomination, by the catalogue for a setting, by the other blocs
/// for a bloc, by its table for a score, by its days for a movement, by its figures for an indicator, by its criteria for a commune.
/// The forms ask the same of the domain before they save.
fn allowed(
    account: &Account,
    op: &Operation,
    row: Option<&Row>,
    rows: &BTreeMap<RecordId, Row>,
) -> Result<(), Reason> {
    let kind = RecordKind::from_code(op.kind);
    let is_writing = matches!(op.action, Action::Create | Action::Edit);
    // A bloc that comes back takes its members back with it.
    let is_coming_back = op.action == Action::Restore && kind == Some(RecordKind::Bloc);
    if !is_writing && !is_coming_back {
        return Ok(());
    }
    // What is deleted stands in nobody's way, and an edit brings it back.
    let stands = |row: &&Row| kind != Some(RecordKind::Bloc) || !row.is_deleted();
    let before = row.filter(stands).map(Row::fields);
    let mut after = row.map(Row::fields).unwrap_or_default();
    for change in op.changes.iter().filter(|change| !change.field.is_reserved()) {
        after.insert(change.field, change.value.clone());
    }
    let fault = match kind {
        Some(RecordKind::Nomination) => nomination::refusal(before.as_ref(), &after),
        Some(RecordKind::Setting) => setting::check(&after).first().copied(),
        Some(RecordKind::Movement) => movement::refusal(before.as_ref(), &after),
        Some(RecordKind::Model) => model::refusal(before.as_ref(), &after),
        Some(RecordKind::Indicator) => indicator::refusal(before.as_ref(), &after),
        Some(RecordKind::RuralGrid) => rural::refusal(before.as_ref(), &after),
        Some(RecordKind::Bloc) => {
            let is_other = |row: &&Row| row.kind == op.kind && row.id != op.record && !row.is_deleted();
            let others = rows.values().filter(is_other);
            let others = others.filter(|row| account.grant(row.partition).is_some());
            let others: Vec<_> = others.map(|row| (row.id, row.fields())).collect();
            let others = || others.iter().map(|(id, fields)| (*id, fields));
            bloc::refusal(op.record, before.as_ref(), &after, others)
        }
        Some(RecordKind::Score) => {
            let bloc = score::Score::read(&after).bloc.and_then(|bloc| rows.get(&bloc));
            let bloc = bloc.filter(|bloc| bloc.kind == RecordKind::Bloc.code()).map(Row::fields);
            score::refusal(before.as_ref(), &after, bloc.as_ref())
        }
        Some(_) | None => None,
    };
    fault.map_or(Ok(()), |fault| Err(Reason::Fault(fault)))
}

/// Whether a step may be taken on the record as it stands, and what the endpoint writes with it. Whatever is no step passes.
/// The device asks the same with the rows that it has.
///
/// # Errors
/// What stands in the way.
pub fn take_step(
    account: &Account,
    op: &Operation,
    row: Option<&Row>,
    around: &dyn guard::Surroundings,
) -> Result<Fields, Reason> {
    if op.action != Action::Step {
        return Ok(Fields::new());
    }
    let (Some(row), Some(kind)) = (row, RecordKind::from_code(op.kind)) else {
        return Err(Reason::Malformed);
    };
    if row.is_deleted() {
        return Err(Reason::Obstacle(Obstacle::Deleted));
    }
    let before = row.fields();
    let changes = gather::map(op.changes.iter().map(|change| (change.field, change.value.clone())));
    let attempt = guard::Attempt {
        account,
        kind,
        record: op.record,
        partition: op.partition,
        before: &before,
        changes: &changes,
        disputed: row.cells.values().any(|cell| !cell.others.is_empty()),
        around,
    };
    guard::check(&attempt).map_err(Reason::Obstacle)
}

/// The fields that the sync core owns are written by the actions that mean them, and by no other.
fn reserved(action: Action, field: Field, value: &Value) -> Result<(), Reason> {
    let meant = match action {
        Action::Delete => field == Field::DELETED && *value == Value::Bool(true),
        Action::Restore => field == Field::DELETED && *value == Value::Bool(false),
        Action::Edit => field == Field::RETURNED && *value == Value::Bool(false),
        Action::Erase => return erase::is_meant(field, value),
        Action::Create | Action::Step => false,
    };
    if meant { Ok(()) } else { Err(Reason::Malformed) }
}
