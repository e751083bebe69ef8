//! Collecting what changed since a cursor.

use std::collections::{BTreeMap, BTreeSet};

use litemap::LiteMap;

use thidua_domain::record::{PartitionId, RecordId};

use crate::cursor::Cursor;
use crate::identity::{ChainHash, Epoch, Head, Seq};
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::row::Row;
use crate::wire::{Answer, CellPatch, Page, Request, RowPatch, open};

/// How much an answer carries at the most, in bytes before compression: a device on a weak line stores a page before it
/// asks for the next, so that a cut costs a page and not the whole.
pub const PAGE_WEIGHT: usize = 512 * 1024;

/// The rows of one exchange, collected partition by partition.
///
/// The endpoint asks [`Pull::wanted`] for the next partition and place, reads the rows after it in the order of their
/// places, hands each to [`Pull::offer`], and stops where that says that the page is full.
#[derive(Debug)]
pub struct Pull {
    /// How far the device has read, of the partitions that the account may read.
    from: BTreeMap<PartitionId, Seq>,
    heads: BTreeMap<PartitionId, Head>,
    /// How far it has read with this answer.
    read: BTreeMap<PartitionId, Seq>,
    /// The operations of the request that were applied on what the device had seen, where no other met them.
    applied: BTreeMap<RecordId, Vec<Operation>>,
    /// The records that were told out of their turn.
    told: BTreeSet<RecordId>,
    pages: Vec<Page>,
    weight: usize,
    full: bool,
    restart: bool,
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
        if cursor.epoch == epoch && Cursor::at(epoch, cursor.scope_version, &heads) == cursor {
            Self::GoesOn(cursor)
        } else {
            Self::Forked
        }
    }
}

impl Pull {
    /// Begins an answer: `heads` are those of the partitions that the account may read, after the push; `rows` are the
    /// rows that the request's operations speak of.
    #[must_use]
    pub fn new(
        request: &Request,
        standing: &Standing,
        heads: BTreeMap<PartitionId, Head>,
        outcomes: &[(u64, Outcome)],
        rows: &BTreeMap<RecordId, Row>,
    ) -> Self {
        let known = if let Standing::GoesOn(cursor) = standing { Some(cursor) } else { None };
        let seq =
            |partition| known.and_then(|cursor| cursor.read.get(partition)).copied().unwrap_or_default();
        let from: BTreeMap<_, _> = heads.keys().map(|partition| (*partition, seq(partition))).collect();
        let Effects { applied, otherwise } = Effects::of(request, outcomes);
        // A device that begins anew has thrown away what its operations were made upon: it gets every row whole.
        let applied = if known.is_some() { applied } else { BTreeMap::new() };
        let mut pull = Self {
            read: from.clone(),
            from,
            heads,
            applied,
            told: BTreeSet::new(),
            pages: Vec::new(),
            weight: 0,
            full: false,
            restart: *standing == Standing::Forked,
        };
        // Where an operation met the work of others, the row goes with its outcome, wherever the page ends.
        for row in request.whole.iter().filter_map(|record| rows.get(record)) {
            pull.tell(row, Seq(0));
        }
        for row in otherwise.iter().filter_map(|record| rows.get(record)) {
            pull.tell(row, pull.begin_of(row.partition));
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

    fn begin_of(&self, partition: PartitionId) -> Seq {
        self.from.get(&partition).copied().unwrap_or_default()
    }

    fn add(&mut self, partition: PartitionId, patch: RowPatch) {
        self.weight += patch.weight();
        match self.pages.iter_mut().find(|page| page.partition == partition) {
            Some(page) => page.rows.push(patch),
            None => self.pages.push(Page { partition, rows: vec![patch] }),
        }
    }

    /// The next partition to read and the place after which its rows are wanted; `None` where nothing is left or the
    /// page is full.
    #[must_use]
    pub fn wanted(&self) -> Option<(PartitionId, Seq)> {
        if self.full {
            return None;
        }
        let behind = self.heads.iter().find(|(partition, head)| self.read_of(**partition) < head.seq);
        behind.map(|(partition, _)| (*partition, self.read_of(*partition)))
    }

    /// Says that the partition's rows were offered to their end.
    pub fn ended(&mut self, partition: PartitionId) {
        if let Some(head) = self.heads.get(&partition) {
            self.read.insert(partition, head.seq);
        }
    }

    /// Takes the next row of a partition; `false` where the page is full, so that this row belongs to the next answer.
    pub fn offer(&mut self, row: &Row) -> bool {
        if !self.told.contains(&row.id)
            && let Some(patch) = self.patch(row, self.begin_of(row.partition))
        {
            // A single row that is larger than a page must still get through.
            if self.weight > 0 && self.weight + patch.weight() > PAGE_WEIGHT {
                self.full = true;
                return false;
            }
            self.add(row.partition, patch);
        }
        self.read.insert(row.partition, row.seq);
        true
    }

    /// What the device does not have of a row: the fields that changed since its cursor, without those that its own
    /// operations in this request wrote, which it takes from its outbox when it reads their outcomes.
    fn patch(&self, row: &Row, after: Seq) -> Option<RowPatch> {
        let own = self.applied.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let cells: LiteMap<_, _> = row
            .cells
            .iter()
            .filter(|(_, cell)| cell.seq > after)
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

    /// Finishes the answer. `places` gives the digest of a partition's log at a place short of its head, where the page
    /// ended there.
    pub fn answer(
        self,
        outcomes: Vec<(u64, Outcome)>,
        time_ms: i64,
        cursor: CursorOf<'_>,
        mut hash_at: impl FnMut(PartitionId, Seq) -> Option<ChainHash>,
    ) -> Answer {
        let mut heads = BTreeMap::new();
        for (partition, head) in &self.heads {
            let seq = self.read_of(*partition);
            let hash = if seq == head.seq { Some(head.hash) } else { hash_at(*partition, seq) };
            heads.insert(*partition, Head { seq, hash: hash.unwrap_or_default() });
        }
        let next = Cursor::at(cursor.epoch, cursor.scope_version, &heads);
        let before = if let Standing::GoesOn(before) = cursor.standing { Some(before) } else { None };
        let scope_moved = before.is_none_or(|before| before.scope_version != cursor.scope_version);
        let more = self.heads.iter().any(|(partition, head)| self.read_of(*partition) < head.seq);
        Answer {
            time_ms,
            schema: crate::operation::SCHEMA,
            outcomes,
            more,
            restart: self.restart,
            scope: scope_moved.then(|| self.heads.keys().copied().collect()),
            cursor: (before != Some(&next)).then(|| next.seal(cursor.key)),
            pages: self.pages,
            next_counter: None,
        }
    }

    fn read_of(&self, partition: PartitionId) -> Seq {
        self.read.get(&partition).copied().unwrap_or_default()
    }

    /// The partitions and places short of the head at which this answer ends, whose digests [`Pull::answer`] needs.
    pub fn ends(&self) -> impl Iterator<Item = (PartitionId, Seq)> + '_ {
        let short = self.heads.iter().filter(|(partition, head)| self.read_of(**partition) < head.seq);
        short.map(|(partition, _)| (*partition, self.read_of(*partition))).filter(|(_, seq)| *seq != Seq(0))
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
}

impl Effects {
    fn of(request: &Request, outcomes: &[(u64, Outcome)]) -> Self {
        let mut effects = Self { applied: BTreeMap::new(), otherwise: BTreeSet::new() };
        for (sealed, (_, outcome)) in request.operations.iter().zip(outcomes) {
            let Ok(op) = open(sealed, request.device) else { continue };
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
