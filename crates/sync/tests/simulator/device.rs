//! A device: a store that commits whole batches, one or two tabs over it, and a power button.

use std::collections::BTreeMap;

use thidua_domain::access::Account;
use thidua_domain::record::{PartitionId, RecordId};
use thidua_sync::client::{Batch, Kept, Meta, Pending, Refused, Replica, Sent, Write};
use thidua_sync::identity::DeviceId;
use thidua_sync::wire::{decode_row, encode_row, open};

/// What the disk holds: bytes, so that every restart reads what a real one would.
#[derive(Clone)]
pub struct Disk {
    pub meta: Vec<u8>,
    pub rows: BTreeMap<RecordId, Vec<u8>>,
    pub outbox: BTreeMap<u64, Vec<u8>>,
    pub kept: BTreeMap<u64, Vec<u8>>,
    pub refused: BTreeMap<u64, Vec<u8>>,
}

/// An open page of the app.
pub struct Tab {
    pub replica: Replica,
    /// The exchange that it waits for, with the number of the attempt.
    pub waits: Option<(u64, Sent)>,
}

pub struct Device {
    pub id: DeviceId,
    pub account: Account,
    pub disk: Disk,
    pub tabs: Vec<Option<Tab>>,
    /// How far the device's clock is from the truth, milliseconds.
    pub clock_ms: i64,
    /// The schema of the app on it, which stands in what is written there.
    pub schema: u16,
    /// What it has done and holds nowhere any more, by counter: the record and its partition.
    pub let_go: BTreeMap<u64, (RecordId, PartitionId)>,
    commits: u32,
}

/// How a commit ended.
#[derive(PartialEq, Debug)]
pub enum Commit {
    Done,
    /// Another tab has written meanwhile; nothing was.
    Stale,
    /// The power went before the write.
    DiedBefore,
    /// The power went after the write, before anybody was told.
    DiedAfter,
}

/// Where the power goes.
#[derive(Clone, Copy, PartialEq)]
pub enum Power {
    Stays,
    GoesBefore,
    GoesAfter,
}

impl Device {
    pub fn new(id: DeviceId, account: Account, tabs: usize, clock_ms: i64, schema: u16) -> Self {
        let empty = BTreeMap::new;
        let meta = Meta::new(id).encode();
        let disk = Disk { meta, rows: BTreeMap::new(), outbox: empty(), kept: empty(), refused: empty() };
        let (tabs, let_go) = ((0..tabs).map(|_| None).collect(), BTreeMap::new());
        Self { id, account, disk, tabs, clock_ms, schema, let_go, commits: 0 }
    }

    /// The replica as a fresh start reads it from the disk.
    pub fn read(&self) -> Replica {
        let meta = Meta::decode(&self.disk.meta).expect("stored state");
        let pending = |bytes: &Vec<u8>| Pending::decode(bytes, meta.device).expect("stored operation");
        Replica::new(
            self.account.clone(),
            meta.clone(),
            self.disk.rows.values().map(|bytes| decode_row(bytes).expect("stored row")),
            self.disk.outbox.values().map(pending),
            self.disk
                .refused
                .values()
                .map(|bytes| Refused::decode(bytes, meta.device).expect("stored refusal")),
        )
    }

    pub fn kept(&self) -> Vec<Kept> {
        self.disk.kept.values().map(|bytes| Kept::decode(bytes).expect("stored receipt")).collect()
    }

    /// The tab, opened where it is closed.
    pub fn tab(&mut self, at: usize) -> &mut Tab {
        if self.tabs[at].is_none() {
            self.tabs[at] = Some(Tab { replica: self.read(), waits: None });
        }
        self.tabs[at].as_mut().expect("just opened")
    }

    /// Commits a batch that a tab prepared.
    pub fn commit(&mut self, at: usize, mut batch: Batch, power: Power) -> Commit {
        for write in &mut batch.writes {
            if let Write::PutPending(pending) = write
                && pending.is_open()
            {
                pending.op.schema = self.schema;
            }
        }
        if power == Power::GoesBefore {
            self.crash();
            return Commit::DiedBefore;
        }
        if Meta::decode(&self.disk.meta).expect("stored state").generation != batch.expected {
            // As the real tab does: read what the other one wrote, and let the officer's command be prepared anew.
            let waits = self.tabs[at].take().and_then(|tab| tab.waits);
            self.tab(at).waits = waits;
            return Commit::Stale;
        }
        let before = self.disk.clone();
        self.disk.write(&batch);
        self.note_let_go(&before);
        if power == Power::GoesAfter {
            self.crash();
            return Commit::DiedAfter;
        }
        self.tab(at).replica.absorb(batch);
        self.commits += 1;
        // What is in memory is what a fresh start would read. Reading everything is dear: not after each commit.
        if self.commits.is_multiple_of(4) {
            let tab = self.tabs[at].as_ref().expect("open");
            // What a hub has lent is in memory alone.
            let fresh = self.read().with_lent(tab.replica.lent().cloned());
            assert_eq!(fresh.views(), tab.replica.views());
        }
        Commit::Done
    }

    fn note_let_go(&mut self, before: &Disk) {
        let own = before.outbox.iter().map(|(counter, bytes)| {
            (*counter, Pending::decode(bytes, self.id).expect("stored operation").op)
        });
        let kept = before.kept.iter().map(|(counter, bytes)| {
            let sealed = Kept::decode(bytes).expect("stored receipt").sealed;
            (*counter, open(&sealed, self.id).expect("of this version"))
        });
        let is_held = |counter: &u64| {
            let Disk { outbox, kept, refused, .. } = &self.disk;
            outbox.contains_key(counter) || kept.contains_key(counter) || refused.contains_key(counter)
        };
        let gone = own.chain(kept).filter(|(counter, _)| !is_held(counter));
        self.let_go.extend(gone.map(|(counter, op)| (counter, (op.record, op.partition))));
    }

    /// Who its officer is, as the endpoint says now. Every open page reads it.
    pub fn adopt(&mut self, account: Account) {
        self.account = account;
        for at in 0..self.tabs.len() {
            if let Some(tab) = self.tabs[at].take() {
                self.tabs[at] = Some(Tab { replica: self.read(), waits: tab.waits });
            }
        }
    }

    pub fn crash(&mut self) {
        self.tabs.iter_mut().for_each(|tab| *tab = None);
    }
}

impl Disk {
    fn write(&mut self, batch: &Batch) {
        self.meta = batch.meta.encode();
        for write in &batch.writes {
            match write {
                Write::PutRow(row) => _ = self.rows.insert(row.id, encode_row(row)),
                Write::DropRow(record) => _ = self.rows.remove(record),
                Write::PutPending(pending) => _ = self.outbox.insert(pending.op.counter, pending.encode()),
                Write::DropPending(counter) => _ = self.outbox.remove(counter),
                Write::PutKept(kept) => _ = self.kept.insert(kept.sealed.counter, kept.encode()),
                Write::DropKept { counter, .. } => _ = self.kept.remove(counter),
                Write::PruneKept(before) => {
                    self.kept
                        .retain(|_, kept| Kept::decode(kept).expect("stored").acknowledged_ms >= *before);
                }
                Write::PutRefused(refused) => _ = self.refused.insert(refused.op.counter, refused.encode()),
                Write::DropRefused(counter) => _ = self.refused.remove(counter),
                Write::Leave(leaving) => {
                    let device = Meta::decode(&self.meta).expect("stored state").device;
                    self.kept.retain(|_, kept| {
                        !Kept::decode(kept).expect("stored").is_of_any(&leaving.partitions, device)
                    });
                }
                Write::Forget(forgotten) => {
                    let device = Meta::decode(&self.meta).expect("stored state").device;
                    let goes = |bytes: &Vec<u8>| {
                        Kept::decode(bytes).expect("stored").is_forgotten_with(forgotten.record, device)
                    };
                    self.kept.retain(|_, kept| !goes(kept));
                }
            }
        }
    }
}
