//! Collecting what changed since a cursor.

use std::collections::{BTreeMap, BTreeSet};

use litemap::LiteMap;

use thidua_domain::record::{PartitionId, RecordId};

use crate::checksum::Checksums;
use crate::cursor::{Cursor, UnderWay};
use crate::identity::{ChainHash, Dot, Epoch, Head, Seq};
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::row::Row;
use crate::wire::{AfterSnapshots, Answer, CellPatch, Offer, Page, Request, RowPatch, TakenSnapshot, open};

/// How much an answer carries at the most, in bytes after compression, and where the device does not say what it would take: it
/// stores a page before it asks for the next, so that a cut costs a page and not the whole.
pub const MOST: u32 = 96_000;
/// The least that a device can ask for. A single row may be more, and must get through.
const LEAST: u32 = 500;
/// How much of a partition a device is told ahead that is offered a snapshot of it, as the scale shows it: the first few of a list. It comes
/// once more with the snapshot.
const AHEAD_OF_SNAPSHOT: usize = 1_000;
/// How much an answer carries at the most before compression: what compresses well must still fit into memory.
const MOST_PLAIN: usize = 1024 * 1024;

/// Weighs an answer while it is collected.
pub trait Scale: Send {
    /// About how many bytes the rows so far and this one take on the line.
    fn with(&mut self, row: &RowPatch) -> usize;
}

/// Weighs without compressing.
#[derive(Clone, Copy, Default, Debug)]
pub struct Plain(usize);

impl Scale for Plain {
    fn with(&mut self, row: &RowPatch) -> usize {
        self.0 += row.weight();
        self.0
    }
}

/// The rows of one exchange, collected partition by partition.
///
/// The endpoint asks [`Pull::wanted`] for the next partition and place, reads the rows after it in the order of their
/// places, hands each to [`Pull::offer`], and stops where that says that the page is full.
///
/// Before that, to a device that has nothing, it hands over the newest rows: see [`Pull::newest`].
pub struct Pull {
    /// How the device stands in the partitions that the account may read, where it has not read them whole.
    under_way: BTreeMap<PartitionId, UnderWay>,
    /// How far it has read them.
    from: BTreeMap<PartitionId, Seq>,
    heads: BTreeMap<PartitionId, Head>,
    /// How far it has read with this answer.
    read: BTreeMap<PartitionId, Seq>,
    /// The operations of the request that were applied on what the device had seen, where no other met them.
    applied: BTreeMap<RecordId, Vec<Operation>>,
    /// All that took effect. An answer before may have left out what they wrote, and its device not have been able to redo it.
    own: BTreeSet<Dot>,
    /// The records that were told out of their turn.
    told: BTreeSet<RecordId>,
    pages: Vec<Page>,
    scale: Box<dyn Scale>,
    /// What the scale shows, and what it may show.
    weight: usize,
    most: usize,
    /// The bytes before compression.
    plain: usize,
    full: bool,
    /// Whether a row was told in its turn.
    begun: bool,
    /// The partitions whose newest rows are still to be told before all others, the last one first.
    newest: Vec<PartitionId>,
    /// How many there were.
    newest_of: usize,
    /// What the scale showed when the present one's turn came.
    newest_from: usize,
    restart: bool,
    /// The partitions that are told from their beginning because the device has asked for it.
    anew: Vec<PartitionId>,
    /// Whether the device asks for all checksums.
    all_sums: bool,
    /// The partitions that the device reads from snapshots: nothing is told of them meanwhile.
    elsewhere: BTreeSet<PartitionId>,
    /// The partitions that it has just read whole from a snapshot.
    taken_up: BTreeSet<PartitionId>,
    /// The places at which the snapshots were made that a device is offered that has nothing yet.
    offered: BTreeMap<PartitionId, Seq>,
    /// Whether the device sends something.
    sends: bool,
}

/// A snapshot of a partition, as the endpoint has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Snapshot {
    /// What a device is told of it.
    pub offer: Offer,
    /// The place in the log at which it was made.
    pub seq: Seq,
}

/// What the cursor of a request turned out to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The device has nothing yet.
    New,
    /// It goes on from this cursor.
    GoesOn(Cursor),
    /// What it has is not a part of this endpoint's logs.
    Forked,
}

impl Standing {
    /// Judges a cursor. `hash_at` is the digest that the endpoint's log has at a place, `None` where it has no such
    /// place.
    pub fn of(
        cursor: Option<Cursor>,
        epoch: Epoch,
        mut hash_at: impl FnMut(PartitionId, Seq) -> Option<ChainHash>,
    ) -> Self {
        let Some(cursor) = cursor else { return Self::New };
        let mut heads = BTreeMap::new();
        for (partition, seq) in &cursor.read {
            let Some(hash) = hash_at(*partition, *seq) else { return Self::Forked };
            heads.insert(*partition, Head { seq: *seq, hash });
        }
        let here = Cursor::at(epoch, cursor.scope_version, &heads);
        if cursor.epoch == epoch && here.digest == cursor.digest {
            Self::GoesOn(cursor)
        } else {
            Self::Forked
        }
    }

    /// The operations of the device that others of the request build on and that it cannot bring any more. Only a device that was told
    /// of the endpoint's present life knows that: before, it has not looked yet for what it keeps.
    #[must_use]
    pub fn gone(&self, request: &Request) -> BTreeSet<u64> {
        match self {
            Self::GoesOn(_) => request.gone.clone(),
            Self::New | Self::Forked => BTreeSet::new(),
        }
    }
}

impl Snapshot {
    fn is(&self, taken: &TakenSnapshot) -> bool {
        self.offer.partition == taken.partition && self.offer.generation == taken.generation
    }
}

impl Pull {
    /// Begins an answer: `heads` are those of the partitions that the account may read, after the push; `rows` are the
    /// rows that the request's operations speak of; `home` is the account's own unit; `snapshots` are those that the request
    /// names, and those of partitions that are to be told anew, as far as they are there; where the device has nothing yet, the newest of
    /// each partition.
    #[must_use]
    #[expect(
        clippy::too_many_arguments,
        reason = "each of its own type, and all of them what one answer rests on"
    )]
    pub fn new(
        request: &Request,
        standing: &Standing,
        heads: BTreeMap<PartitionId, Head>,
        outcomes: &[(u64, Outcome)],
        rows: &BTreeMap<RecordId, Row>,
        home: PartitionId,
        snapshots: &[Snapshot],
        scale: Box<dyn Scale>,
    ) -> Self {
        let known = if let Standing::GoesOn(cursor) = standing { Some(cursor) } else { None };
        // With the cursor void everything is told from its beginning anyway.
        let anew = request.anew.iter().filter(|partition| known.is_some() && heads.contains_key(partition));
        let anew: BTreeSet<PartitionId> = anew.copied().collect();
        let (mut from, mut under_way) = (BTreeMap::new(), BTreeMap::new());
        let (mut elsewhere, mut taken_up) = (BTreeSet::new(), BTreeSet::new());
        for partition in heads.keys() {
            let known = known.filter(|_| !anew.contains(partition));
            let read = known.and_then(|cursor| cursor.read.get(partition)).copied().unwrap_or_default();
            let at = known.and_then(|cursor| cursor.under_way.get(partition)).copied();
            let mut at = at.unwrap_or(UnderWay { floor: read, ..UnderWay::default() });
            let mut read = read;
            let taken = request.snapshots.iter().find(|taken| taken.partition == *partition);
            let there = |taken: &TakenSnapshot| snapshots.iter().find(|known| known.is(taken)).copied();
            // A device that has read on in the partition itself has no use for a snapshot of it.
            if let Some((taken, snapshot)) = taken.and_then(|taken| Some((taken, there(taken)?)))
                && read == Seq(0)
                && known.is_some()
            {
                if taken.whole {
                    (read, at.floor) = (snapshot.seq, snapshot.seq);
                    taken_up.insert(*partition);
                } else {
                    elsewhere.insert(*partition);
                }
            }
            // What is read again may come from a snapshot as well.
            if anew.contains(partition) && snapshots.iter().any(|of| of.offer.partition == *partition) {
                elsewhere.insert(*partition);
            }
            from.insert(*partition, read);
            under_way.insert(*partition, at);
        }
        let Effects { mut applied, otherwise, own } = Effects::of(request, outcomes);
        // A device that begins anew throws away what its operations were made upon: it gets every row whole.
        let begins_anew = |op: &Operation| known.is_none() || anew.contains(&op.partition);
        applied.retain(|_, operations| !operations.iter().any(begins_anew));
        // Who has nothing yet is told the newest first: of their own unit, and then of all others.
        let mut newest = Vec::new();
        if known.is_none() {
            let others =
                heads.iter().rev().filter(|(partition, head)| **partition != home && head.seq > Seq(0));
            newest.extend(others.map(|(partition, _)| *partition));
            newest.extend(heads.get(&home).filter(|head| head.seq > Seq(0)).map(|_| home));
        }
        let mut pull = Self {
            read: from.clone(),
            under_way,
            from,
            heads,
            applied,
            own,
            told: BTreeSet::new(),
            pages: Vec::new(),
            scale,
            weight: 0,
            most: request.page.unwrap_or(MOST).clamp(LEAST, MOST) as usize,
            plain: 0,
            full: false,
            begun: false,
            newest_of: newest.len(),
            newest_from: 0,
            newest,
            restart: *standing == Standing::Forked,
            anew: anew.into_iter().collect(),
            all_sums: request.sums,
            elsewhere,
            taken_up,
            offered: snapshots
                .iter()
                .filter(|_| known.is_none())
                .map(|snapshot| (snapshot.offer.partition, snapshot.seq))
                .collect(),
            sends: !request.operations.is_empty(),
        };
        // Where an operation met the work of others, the row goes with its outcome, wherever the page ends.
        for row in request.whole.iter().filter_map(|record| rows.get(record)) {
            pull.tell(row, Seq(0));
        }
        // Of a partition that is read elsewhere nothing comes in its turn: what others have done to the device's own records
        // would be missed.
        let own: Vec<RecordId> = pull.applied.keys().copied().collect();
        for row in own.iter().filter_map(|record| rows.get(record)) {
            if pull.elsewhere.contains(&row.partition) {
                pull.tell(row, Seq(0));
            }
        }
        for row in otherwise.iter().filter_map(|record| rows.get(record)) {
            pull.tell(row, pull.floor_of(row.partition));
        }
        pull
    }

    fn tell(&mut self, row: &Row, after: Seq) {
        if self.heads.contains_key(&row.partition) && self.told.insert(row.id) {
            self.applied.remove(&row.id);
            if let Some(patch) = self.patch(row, after) {
                self.add(row.partition, patch);
            }
        }
    }

    fn at(&self, partition: PartitionId) -> UnderWay {
        self.under_way.get(&partition).copied().unwrap_or_default()
    }

    fn floor_of(&self, partition: PartitionId) -> Seq {
        self.at(partition).floor
    }

    fn add(&mut self, partition: PartitionId, patch: RowPatch) {
        self.weight = self.scale.with(&patch);
        self.put(partition, patch);
    }

    fn put(&mut self, partition: PartitionId, patch: RowPatch) {
        self.plain += patch.weight();
        match self.pages.iter_mut().find(|page| page.partition == partition) {
            Some(page) => page.rows.push(patch),
            None => self.pages.push(Page { partition, rows: vec![patch] }),
        }
    }

    /// The next partition whose newest rows are wanted and the place before which; `None` once there are enough, or where
    /// the device has something already. The rows are to be read with the last first.
    #[must_use]
    pub fn newest(&self) -> Option<(PartitionId, Seq)> {
        let partition = *self.newest.last()?;
        let at = self.at(partition);
        let head = self.heads.get(&partition)?.seq;
        Some((partition, if at.ahead_to == Seq(0) { head.next() } else { at.ahead_after.next() }))
    }

    /// Takes the next of the newest rows; `false` where the partition has had its share.
    pub fn offer_newest(&mut self, row: &Row) -> bool {
        let Some(head) = self.heads.get(&row.partition).copied() else { return false };
        if !self.told.contains(&row.id)
            && let Some(patch) = self.patch(row, Seq(0))
        {
            // Half for the first, the account's own unit; the others share the rest. Nobody's text shrinks to less than a
            // third by itself, so that what the scale will show is guessed on the safe side.
            let done = self.newest_of - self.newest.len();
            let share = match self.newest_of {
                1 => self.most,
                of => self.most / 2 + self.most / 2 * done / (of - 1),
            };
            let share = match self.offered.contains_key(&row.partition) {
                true => share.min(self.newest_from + AHEAD_OF_SNAPSHOT),
                false => share,
            };
            let is_too_much =
                self.weight + patch.weight() / 3 > share || self.plain + patch.weight() > MOST_PLAIN;
            if self.weight > 0 && is_too_much {
                self.newest_done();
                return false;
            }
            self.told.insert(row.id);
            self.add(row.partition, patch);
        }
        let at = self.under_way.entry(row.partition).or_default();
        (at.ahead_after, at.ahead_to) = (Seq(row.seq.0.saturating_sub(1)), head.seq);
        true
    }

    /// Says that all rows of the partition were offered.
    pub fn newest_ended(&mut self, partition: PartitionId) {
        self.ended(partition);
        self.newest_done();
    }

    /// The next partition's turn. After the last one the page is done: what it is for is to be there soon.
    fn newest_done(&mut self) {
        self.newest.pop();
        self.newest_from = self.weight;
        self.full = self.newest.is_empty();
    }

    /// The next partition to read and the place after which its rows are wanted; `None` where nothing is left or the
    /// page is full.
    #[must_use]
    pub fn wanted(&self) -> Option<(PartitionId, Seq)> {
        if self.full {
            return None;
        }
        self.behind().next().map(|(partition, read, _)| (partition, read))
    }

    /// Says that the partition's rows were offered to their end.
    pub fn ended(&mut self, partition: PartitionId) {
        if let Some(head) = self.heads.get(&partition) {
            self.read.insert(partition, head.seq);
        }
    }

    /// Takes the next row of a partition; `false` where the page is full, so that this row belongs to the next answer.
    pub fn offer(&mut self, row: &Row) -> bool {
        let at = self.at(row.partition);
        if !self.told.contains(&row.id)
            && !at.was_told(row.seq)
            && let Some(patch) = self.patch(row, at.floor)
        {
            let weight = self.scale.with(&patch);
            // One must get through, however large it is and whatever was told before its turn.
            if self.begun && (weight > self.most || self.plain + patch.weight() > MOST_PLAIN) {
                self.full = true;
                return false;
            }
            (self.weight, self.begun) = (weight, true);
            self.put(row.partition, patch);
        }
        self.read.insert(row.partition, row.seq);
        true
    }

    /// What the device does not have of a row: the fields that changed since its floor, and those that its own operations in this
    /// request wrote, where it does not take them from its outbox when it reads their outcomes.
    fn patch(&self, row: &Row, after: Seq) -> Option<RowPatch> {
        let own = self.applied.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let cells: LiteMap<_, _> = row
            .cells
            .iter()
            .filter(|(_, cell)| cell.seq > after || self.own.contains(&cell.rev))
            .filter(|(field, cell)| {
                let by_own = own.iter().find(|op| op.dot() == cell.rev);
                by_own.and_then(|op| op.change_of(**field)).is_none_or(|change| change.value != cell.value)
            })
            .map(|(field, cell)| {
                (*field, CellPatch { value: cell.value.clone(), rev: cell.rev, others: cell.others.clone() })
            })
            .collect();
        let known = cells.is_empty() && own.last().is_some_and(|op| op.dot() == row.rev);
        (!known).then_some(RowPatch { id: row.id, kind: row.kind, rev: row.rev, cells })
    }

    /// Finishes the answer. `sums` are the checksums of the partitions at their heads; `hash_at` gives the digest of a
    /// partition's log at a place short of its head, where the page ended there.
    pub fn answer(
        self,
        outcomes: Vec<(u64, Outcome)>,
        time_ms: i64,
        cursor: CursorOf<'_>,
        sums: &Checksums,
        mut hash_at: impl FnMut(PartitionId, Seq) -> Option<ChainHash>,
    ) -> Answer {
        let (mut heads, mut under_way) = (BTreeMap::new(), BTreeMap::new());
        for (partition, head) in &self.heads {
            let (seq, at) = (self.read_of(*partition), self.at(*partition));
            if seq < head.seq && (at.floor != seq || at.ahead_to > seq) {
                under_way.insert(*partition, at);
            }
            let hash = if seq == head.seq { Some(head.hash) } else { hash_at(*partition, seq) };
            heads.insert(*partition, Head { seq, hash: hash.unwrap_or_default() });
        }
        let next = Cursor { under_way, ..Cursor::at(cursor.epoch, cursor.scope_version, &heads) };
        let before = if let Standing::GoesOn(before) = cursor.standing { Some(before) } else { None };
        let scope_moved = before.is_none_or(|before| before.scope_version != cursor.scope_version);
        let after = self.after_snapshots(cursor, sums);
        let more = self.behind().next().is_some();
        Answer {
            time_ms,
            schema: crate::operation::SCHEMA,
            outcomes,
            more,
            restart: self.restart,
            scope: scope_moved.then(|| self.heads.keys().copied().collect()),
            cursor: (before != Some(&next)).then(|| next.seal(cursor.key)),
            sums: self.told_sums(sums),
            after,
            anew: self.anew,
            pages: self.pages,
            next_counter: None,
            left: 0,
            ..Answer::default()
        }
    }

    /// The checksums of the partitions that the device holds whole with this answer, as far as it cannot have them
    /// already: where the log has moved, a row is told, or a snapshot was all that there is.
    fn told_sums(&self, sums: &Checksums) -> Checksums {
        let is_told = |partition: &PartitionId, head: &Head| {
            let (from, read) =
                (self.from.get(partition).copied().unwrap_or_default(), self.read_of(*partition));
            let is_news = from < head.seq || self.pages.iter().any(|page| page.partition == *partition);
            let is_new_here = self.anew.contains(partition) || self.taken_up.contains(partition);
            read == head.seq && (is_news || self.all_sums || is_new_here)
        };
        let told = self.heads.iter().filter(|(partition, head)| is_told(partition, head));
        told.map(|(partition, _)| (*partition, sums.get(partition).copied().unwrap_or_default())).collect()
    }

    /// Where a device that has nothing yet stands once it has read the snapshots that it is offered. `None` where something would be left
    /// to tell then: rows that have changed since and are not among the newest, or what others have made of the device's own work.
    fn after_snapshots(&self, of: CursorOf<'_>, sums: &Checksums) -> Option<AfterSnapshots> {
        if self.sends || *of.standing != Standing::New {
            return None;
        }
        let mut read = Checksums::new();
        for (partition, _, at) in self.behind() {
            let (head, made) = (self.heads.get(&partition)?.seq, *self.offered.get(&partition)?);
            let told = at.ahead_to == head && at.ahead_after <= made;
            if made != head && !told {
                return None;
            }
            read.insert(partition, sums.get(&partition).copied().unwrap_or_default());
        }
        let cursor = Cursor::at(of.epoch, of.scope_version, &self.heads).seal(of.key);
        (!read.is_empty()).then_some(AfterSnapshots { cursor, sums: read })
    }

    fn read_of(&self, partition: PartitionId) -> Seq {
        self.read.get(&partition).copied().unwrap_or_default()
    }

    /// The partitions that are not read to their head with this answer: where the device stands in them then.
    pub fn behind(&self) -> impl Iterator<Item = (PartitionId, Seq, UnderWay)> + '_ {
        let short = self.heads.iter().filter(|(partition, head)| {
            self.read_of(**partition) < head.seq && !self.elsewhere.contains(partition)
        });
        short.map(|(partition, _)| (*partition, self.read_of(*partition), self.at(*partition)))
    }

    /// The partitions of which the device has nothing with this answer but what was told ahead: snapshots of them are of use
    /// to it. And those that it reads from snapshots already.
    pub fn of_use(&self) -> impl Iterator<Item = PartitionId> + '_ {
        let begins = self.behind().filter(|(_, read, _)| *read == Seq(0)).map(|(partition, ..)| partition);
        begins.chain(self.elsewhere.iter().copied())
    }

    /// The partitions and places short of the head at which this answer ends, whose digests [`Pull::answer`] needs.
    pub fn ends(&self) -> impl Iterator<Item = (PartitionId, Seq)> + '_ {
        self.behind().map(|(partition, seq, _)| (partition, seq)).filter(|(_, seq)| *seq != Seq(0))
    }
}

/// What a new cursor is made with.
#[derive(Clone, Copy)]
pub struct CursorOf<'a> {
    /// The endpoint's secret.
    pub key: &'a crate::cursor::CursorKey,
    /// The endpoint's life.
    pub epoch: Epoch,
    /// The version of the account's scope.
    pub scope_version: u64,
    /// What the request's cursor turned out to be.
    pub standing: &'a Standing,
}

/// What the operations of a request did, by record.
struct Effects {
    /// Only applied, each on what the device had seen, in the order of their counters.
    applied: BTreeMap<RecordId, Vec<Operation>>,
    /// Where one of them met the work of others.
    otherwise: BTreeSet<RecordId>,
    /// All of them.
    own: BTreeSet<Dot>,
}

impl Effects {
    fn of(request: &Request, outcomes: &[(u64, Outcome)]) -> Self {
        let mut effects = Self { applied: BTreeMap::new(), otherwise: BTreeSet::new(), own: BTreeSet::new() };
        for (sealed, (_, outcome)) in request.operations.iter().zip(outcomes) {
            let Ok(op) = open(sealed, request.device) else { continue };
            if outcome.took_effect() {
                effects.own.insert(op.dot());
            }
            match outcome {
                Outcome::Applied => effects.applied.entry(op.record).or_default().push(op),
                Outcome::Merged | Outcome::Conflict => _ = effects.otherwise.insert(op.record),
                Outcome::Held | Outcome::Refused(_) | Outcome::NewerAppNeeded => {}
            }
        }
        effects.applied.retain(|record, _| !effects.otherwise.contains(record));
        effects
    }
}
