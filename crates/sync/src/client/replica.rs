//! What a device holds, in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use litemap::LiteMap;

use thidua_domain::access::Account;
use thidua_domain::lineage::Lineage;
use thidua_domain::record::{PartitionId, RecordId};

use super::batch::{Batch, Change, Write};
use super::doubt::Doubt;
use super::lent::Lent;
use super::pending::{Pending, Refused};
use super::scope::Left;
use super::snapshot::Loading;
use crate::checksum::Checksums;
use crate::gather;
use crate::identity::DeviceId;
use crate::row::Row;
use crate::wire::AfterSnapshots;

/// The device's state beside its records. Lives in the same store as the outbox, never apart from it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meta {
    /// Grows by one with every committed batch: tells a tab that another tab has written.
    pub generation: u64,
    /// The device.
    pub device: DeviceId,
    /// The counter of the next operation.
    pub next_counter: u64,
    /// How far the device has read.
    pub cursor: Option<Vec<u8>>,
    /// The highest schema that the endpoint reads, as last heard.
    pub endpoint_schema: u16,
    /// How far the device's clock was behind the endpoint's at the last exchange, milliseconds.
    pub clock_offset_ms: Option<i64>,
    /// When the last exchange ended with nothing left to send or receive, by the device's clock, milliseconds.
    pub complete_ms: Option<i64>,
    /// What became of the operations of the outbox that were handed in without a login. Empty while there is one.
    pub handed: LiteMap<u64, Handed>,
    /// The endpoint's checksums of the partitions as far as the device has read them, where it knows them.
    pub sums: Checksums,
    /// The partitions whose rows are not known to be what those checksums say.
    pub doubts: BTreeMap<PartitionId, Doubt>,
    /// The snapshots that the device is reading.
    pub loading: BTreeMap<PartitionId, Loading>,
    /// Witnessed copies that are still to be offered: see [`crate::wire::Request::witnessed`]. Mostly none, and gone with the next
    /// exchanges after a restart.
    pub witnessed: Vec<Vec<u8>>,
    /// The units that have ended, as the endpoint told last.
    pub lineage: Lineage,
    /// The partitions that have left the account's scope.
    pub left: BTreeMap<PartitionId, Left>,
    /// The account's scope, as the endpoint told it last; `None` where it has not told it to this version of the app.
    pub scope: Option<BTreeSet<PartitionId>>,
}

/// What became of an operation that was handed in and is still in the outbox.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handed {
    /// It waits for a person.
    Waiting,
    /// A person has accepted it, and it was carried out. It leaves the outbox with the next exchange, which tells the row that
    /// came of it.
    Accepted,
    /// It was carried out in an exchange before, so it is not in the tray.
    Known,
    /// A hub has taken it, provisionally, and is to carry it to the endpoint.
    AtHub,
    /// It was put into the tray by an exchange, because its partition has left the account's scope, and waits for a person.
    Left,
}

impl Handed {
    /// The number that stands for it in the device's store. Never reused.
    pub(super) const fn code(self) -> u64 {
        match self {
            Self::Waiting => 0,
            Self::Accepted => 1,
            Self::Known => 2,
            Self::AtHub => 3,
            Self::Left => 4,
        }
    }

    /// What a code stands for; `None` where a later version wrote it.
    pub(super) const fn from_code(code: u64) -> Option<Self> {
        match code {
            0 => Some(Self::Waiting),
            1 => Some(Self::Accepted),
            2 => Some(Self::Known),
            3 => Some(Self::AtHub),
            4 => Some(Self::Left),
            _ => None,
        }
    }
}

impl Meta {
    /// The state of a device that has done nothing yet.
    #[must_use]
    pub fn new(device: DeviceId) -> Self {
        Self {
            generation: 0,
            device,
            next_counter: 1,
            cursor: None,
            endpoint_schema: crate::operation::SCHEMA,
            clock_offset_ms: None,
            complete_ms: None,
            handed: LiteMap::new(),
            sums: Checksums::new(),
            doubts: BTreeMap::new(),
            loading: BTreeMap::new(),
            witnessed: Vec::new(),
            lineage: Lineage::default(),
            left: BTreeMap::new(),
            scope: None,
        }
    }
}

/// What a device holds.
#[derive(Clone, Debug)]
pub struct Replica {
    pub(super) account: Account,
    pub(super) meta: Meta,
    pub(super) rows: BTreeMap<RecordId, Row>,
    pub(super) outbox: BTreeMap<u64, Pending>,
    pub(super) refused: LiteMap<u64, Refused>,
    /// See [`Replica::sums`].
    pub(super) sums: OnceLock<Checksums>,
    /// What a hub has told. In memory only.
    pub(super) lent: Option<Arc<Lent>>,
    /// Where the device stands once it has read all that it is reading, if nothing is said to it before that. In memory only, and for no longer than
    /// a round of exchanges: what was all there is on Monday is not on Friday.
    pub(super) after: Option<AfterSnapshots>,
}

impl Replica {
    /// A device as it is found in its store.
    #[must_use]
    pub fn new(
        account: Account,
        meta: Meta,
        rows: impl IntoIterator<Item = Row>,
        outbox: impl IntoIterator<Item = Pending>,
        refused: impl IntoIterator<Item = Refused>,
    ) -> Self {
        Self {
            account,
            meta,
            rows: gather::tree(rows.into_iter().map(|row| (row.id, row))),
            outbox: gather::tree(outbox.into_iter().map(|pending| (pending.op.counter, pending))),
            refused: gather::map(refused.into_iter().map(|refused| (refused.op.counter, refused))),
            sums: OnceLock::new(),
            lent: None,
            after: None,
        }
    }

    /// A round of exchanges begins: until the endpoint has been asked in it, nothing that it told before tells where the device stands.
    pub fn begin_round(&mut self) {
        self.after = None;
    }

    /// Where the device will stand once the snapshots that it reads are here; `None` where that has to be asked.
    #[must_use]
    pub const fn after(&self) -> Option<&AfterSnapshots> {
        self.after.as_ref()
    }

    /// The device's state beside its records.
    #[must_use]
    pub const fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The account that is signed in.
    #[must_use]
    pub const fn account(&self) -> &Account {
        &self.account
    }

    /// The operations that the endpoint has not dealt with yet, by counter.
    #[must_use]
    pub const fn outbox(&self) -> &BTreeMap<u64, Pending> {
        &self.outbox
    }

    /// The operations that the endpoint has refused, by counter.
    #[must_use]
    pub const fn refused(&self) -> &LiteMap<u64, Refused> {
        &self.refused
    }

    /// The endpoint's rows, as last received.
    #[must_use]
    pub const fn rows(&self) -> &BTreeMap<RecordId, Row> {
        &self.rows
    }

    /// A batch that changes nothing.
    #[must_use]
    pub fn nothing(&self) -> Batch {
        self.batch(Vec::new())
    }

    /// Begins a batch upon the present state.
    pub(super) fn batch(&self, writes: Vec<Write>) -> Batch {
        let meta = Meta { generation: self.meta.generation + 1, ..self.meta.clone() };
        Batch { expected: self.meta.generation, meta, writes, after: self.after.clone() }
    }

    /// Takes in a batch that the store has committed, and says what it touched.
    pub fn absorb(&mut self, batch: Batch) -> Change {
        let mut change = Change::default();
        if self.outlives_lent(&batch) {
            change.records.extend(self.give_back());
        }
        self.meta = batch.meta;
        self.after = batch.after;
        for write in batch.writes {
            match write {
                Write::PutRow(row) => {
                    change.records.insert(row.id);
                    if let Some(sums) = self.sums.get_mut() {
                        sums.entry(row.partition).or_default().add(&row);
                    }
                    let before = self.rows.insert(row.id, row);
                    self.take_from_sums(before);
                }
                Write::DropRow(record) => {
                    change.records.insert(record);
                    let before = self.rows.remove(&record);
                    self.take_from_sums(before);
                }
                Write::PutPending(pending) => {
                    change.records.insert(pending.op.record);
                    self.outbox.insert(pending.op.counter, pending);
                }
                Write::DropPending(counter) => {
                    change.records.extend(self.outbox.remove(&counter).map(|pending| pending.op.record));
                }
                Write::PutRefused(refused) => {
                    change.refused = true;
                    self.refused.insert(refused.op.counter, refused);
                }
                Write::DropRefused(counter) => {
                    change.refused = true;
                    self.refused.remove(&counter);
                }
                Write::Forget(forgotten) => {
                    change.records.insert(forgotten.record);
                    change.forgotten.push(forgotten.record);
                }
                // Kept operations are only ever read when the endpoint asks for them.
                Write::PutKept(_) | Write::DropKept { .. } | Write::PruneKept(_) | Write::Leave(_) => {}
            }
        }
        change
    }

    fn take_from_sums(&mut self, row: Option<Row>) {
        if let (Some(row), Some(sums)) = (row, self.sums.get_mut()) {
            sums.entry(row.partition).or_default().take(&row);
        }
    }
}
