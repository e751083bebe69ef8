//! An endpoint with a store in memory, whose transactions are all or nothing and whose process may die around a commit.

use std::collections::BTreeMap;

use fastrand::Rng;
use thidua_domain::access::Account;
use thidua_domain::record::{PartitionId, RecordId, RecordKind};
use thidua_sync::checksum::Checksums;
use thidua_sync::counters::CounterSet;
use thidua_sync::cursor::{Cursor, CursorKey};
use thidua_sync::identity::{ChainHash, DeviceId, Epoch, Head, Seq};
use thidua_sync::row::Row;
use thidua_sync::server::{CursorOf, Loaded, LogEntry, Needs, Plain, Pull, Snapshot, Standing, Stored, push};
use thidua_sync::wire::{Offer, Page, Request, RowPatch, Taken, decode_row, encode_page, encode_row};

/// What the endpoint's database holds.
#[derive(Clone, Default, PartialEq)]
pub struct Store {
    pub heads: BTreeMap<PartitionId, Head>,
    pub sums: Checksums,
    pub log: BTreeMap<(PartitionId, Seq), ChainHash>,
    pub rows: BTreeMap<RecordId, Vec<u8>>,
    pub operations: BTreeMap<(DeviceId, u64), LogEntry>,
    pub counters: BTreeMap<DeviceId, Vec<u8>>,
    pub numbers: BTreeMap<(PartitionId, u16), u32>,
}

pub struct Endpoint {
    pub store: Store,
    /// The newest snapshots, with their pages.
    snapshots: Vec<(Snapshot, Vec<Vec<u8>>)>,
    generations: u64,
    pub accounts: BTreeMap<DeviceId, Account>,
    key: CursorKey,
    epoch: Epoch,
}

/// Where the process dies in an exchange.
#[derive(Clone, Copy, PartialEq)]
pub enum Death {
    None,
    BeforeCommit,
    AfterCommit,
}

impl Endpoint {
    pub fn new(partitions: &[PartitionId], rng: &mut Rng) -> Self {
        let mut key = [0; 64];
        rng.fill(&mut key);
        let store =
            Store { heads: partitions.iter().map(|p| (*p, Head::default())).collect(), ..Store::default() };
        Self {
            store,
            snapshots: Vec::new(),
            generations: 0,
            accounts: BTreeMap::new(),
            key: CursorKey(key),
            epoch: Epoch([1; 8]),
        }
    }

    pub fn row(&self, record: RecordId) -> Option<Row> {
        self.store.rows.get(&record).map(|bytes| decode_row(bytes).expect("a stored row"))
    }

    /// Makes a snapshot of a partition, in pages of a few rows. Of older ones the last is kept: whoever reads it may end.
    pub fn snap(&mut self, partition: PartitionId, rng: &mut Rng) {
        let mut rows: Vec<_> =
            self.store.rows.values().map(|bytes| decode_row(bytes).expect("a row")).collect();
        rows.retain(|row| row.partition == partition);
        rows.sort_by_key(|row| row.seq);
        let pages: Vec<_> = rows
            .chunks(rng.usize(1..4))
            .map(|rows| encode_page(&Page { partition, rows: rows.iter().map(RowPatch::whole).collect() }))
            .collect();
        self.generations += 1;
        let count = u32::try_from(pages.len()).expect("few");
        let offer = Offer {
            partition,
            generation: self.generations,
            pages: count,
            rows: rows.len() as u64,
            bytes: 1,
        };
        let of_partition = self.snapshots.iter().filter(|(known, _)| known.offer.partition == partition);
        if of_partition.count() > 1 {
            let oldest = self.snapshots.iter().position(|(known, _)| known.offer.partition == partition);
            self.snapshots.remove(oldest.expect("two of them"));
        }
        self.snapshots.push((Snapshot { offer, seq: self.store.heads[&partition].seq }, pages));
    }

    /// A page of a snapshot, where it is there still.
    pub fn snapshot_page(&self, partition: PartitionId, generation: u64, number: u32) -> Option<&[u8]> {
        let is_it = |of: &Offer| of.partition == partition && of.generation == generation;
        let (_, pages) = self.snapshots.iter().find(|(known, _)| is_it(&known.offer))?;
        pages.get(number as usize).map(Vec::as_slice)
    }

    /// One exchange. `None` where the endpoint died before it could answer.
    pub fn exchange(&mut self, body: &[u8], time_ms: i64, death: Death) -> Option<Vec<u8>> {
        let request = Request::decode(body).expect("the network cuts answers, and requests not at all");
        let account = self.accounts.get(&request.device).expect("a device that signed in").clone();
        let needs = Needs::of(&request);
        let mut loaded = self.load(&account, &request, &needs);
        let pushed = push(&account, &request, &mut loaded);

        let mut after = self.store.clone();
        for entry in &pushed.log {
            after.operations.insert((request.device, entry.counter), entry.clone());
            if let Some((partition, _, head)) = entry.place {
                let before = after.log.insert((partition, head.seq), head.hash);
                assert_eq!(before, None, "a place in a log is written once");
            }
        }
        for record in &pushed.changed {
            after.rows.insert(*record, encode_row(&loaded.rows[record]));
        }
        after.heads.extend(loaded.heads.iter().map(|(partition, head)| (*partition, *head)));
        after.sums.extend(loaded.sums.iter().map(|(partition, sum)| (*partition, *sum)));
        after.counters.insert(request.device, loaded.counters.encode());
        for year in &pushed.numbered {
            after.numbers.insert(*year, loaded.numbers[year]);
        }
        if death == Death::BeforeCommit {
            return None;
        }
        self.store = after;
        if death == Death::AfterCommit {
            return None;
        }

        let cursor =
            request.cursor.as_deref().map(|bytes| Cursor::open(&self.key, bytes).expect("our cursor"));
        let hash_at = |partition, seq| self.store.log.get(&(partition, seq)).copied();
        let standing = Standing::of(cursor, self.epoch, hash_at);
        let scale = Box::new(Plain::default());
        let heads = loaded.heads.clone();
        let named = |known: &&Snapshot| {
            let of = known.offer;
            let names = |taken: &Taken| taken.partition == of.partition && taken.generation == of.generation;
            request.snapshots.iter().any(names) || request.anew.contains(&of.partition)
        };
        let snapshots: Vec<_> =
            self.snapshots.iter().map(|(known, _)| known).filter(named).copied().collect();
        let rows = &loaded.rows;
        let mut pull =
            Pull::new(&request, &standing, heads, &pushed.outcomes, rows, account.home, &snapshots, scale);
        while let Some((partition, before)) = pull.newest() {
            let mut rows: Vec<_> =
                self.store.rows.values().map(|bytes| decode_row(bytes).expect("a row")).collect();
            rows.retain(|row| row.partition == partition && row.seq < before);
            rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
            if rows.iter().all(|row| pull.offer_newest(row)) {
                pull.newest_ended(partition);
            }
        }
        while let Some((partition, after)) = pull.wanted() {
            let mut rows: Vec<_> =
                self.store.rows.values().map(|bytes| decode_row(bytes).expect("a row")).collect();
            rows.retain(|row| row.partition == partition && row.seq > after);
            rows.sort_by_key(|row| row.seq);
            if rows.iter().all(|row| pull.offer(row)) {
                pull.ended(partition);
            }
        }
        let of = CursorOf { key: &self.key, epoch: self.epoch, scope_version: 1, standing: &standing };
        let of_use: Vec<_> = pull.of_use().collect();
        let mut offers: Vec<Offer> = Vec::new();
        for partition in of_use {
            let of_partition = self.snapshots.iter().map(|(known, _)| known.offer);
            let mut of_partition = of_partition.filter(|offer| offer.partition == partition);
            let reads = request.snapshots.iter().find(|taken| taken.partition == partition);
            offers.extend(match reads {
                Some(reads) => of_partition.find(|offer| offer.generation == reads.generation),
                None => of_partition.next_back(),
            });
        }
        let mut answer = pull.answer(pushed.outcomes, time_ms, of, &self.store.sums, hash_at);
        answer.next_counter = pushed.next_counter;
        answer.snapshots = offers;
        for page in &answer.pages {
            assert!(
                account.grants.iter().any(|grant| grant.partition == page.partition),
                "outside the scope"
            );
        }
        Some(answer.encode())
    }

    fn load(&self, account: &Account, request: &Request, needs: &Needs) -> Loaded {
        let stored = |counter: &u64| {
            let entry = self.store.operations.get(&(request.device, *counter))?;
            Some((*counter, Stored { digest: entry.digest, outcome: entry.outcome.clone() }))
        };
        let heads = account.grants.iter().map(|grant| (grant.partition, self.store.heads[&grant.partition]));
        let counters = self.store.counters.get(&request.device);
        let mut rows: BTreeMap<_, _> =
            needs.records.iter().filter_map(|record| Some((*record, self.row(*record)?))).collect();
        for record in needs.further(&rows) {
            rows.extend(self.row(record).map(|row| (record, row)));
        }
        let decisions = self.store.rows.values().map(|bytes| decode_row(bytes).expect("a stored row"));
        let of_authority =
            |row: &Row| row.kind == RecordKind::Decision.code() && needs.numbers.contains(&row.partition);
        rows.extend(decisions.filter(of_authority).map(|row| (row.id, row)));
        Loaded {
            counters: counters.map(|bytes| CounterSet::decode(bytes).expect("stored")).unwrap_or_default(),
            stored: needs.counters.iter().filter_map(stored).collect(),
            rows,
            heads: heads.collect(),
            sums: self.store.sums.clone(),
            numbers: self.store.numbers.clone(),
            tallies: BTreeMap::new(),
            ballot_keys: BTreeMap::new(),
        }
    }
}
