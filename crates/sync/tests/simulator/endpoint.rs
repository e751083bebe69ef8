//! An endpoint with a store in memory, whose transactions are all or nothing and whose process may die around a commit.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use thidua_domain::access::Account;
use thidua_domain::record::{PartitionId, RecordId, RecordKind};
use thidua_sync::counters::CounterSet;
use thidua_sync::cursor::{Cursor, CursorKey};
use thidua_sync::identity::{ChainHash, DeviceId, Epoch, Head, Seq};
use thidua_sync::operation::{Action, Sealed};
use thidua_sync::row::Row;
use thidua_sync::server::{CursorOf, Loaded, LogEntry, Needs, Pull, Standing, Stored, push};
use thidua_sync::wire::{Request, decode_row, encode_row, open};

/// What the endpoint's database holds.
#[derive(Clone, Default, PartialEq)]
pub struct Store {
    pub heads: BTreeMap<PartitionId, Head>,
    pub log: BTreeMap<(PartitionId, Seq), ChainHash>,
    pub rows: BTreeMap<RecordId, Vec<u8>>,
    pub operations: BTreeMap<(DeviceId, u64), LogEntry>,
    pub counters: BTreeMap<DeviceId, Vec<u8>>,
    pub numbers: BTreeMap<(PartitionId, u16), u32>,
    pub erased: BTreeSet<RecordId>,
}

pub struct Endpoint {
    pub store: Store,
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
        Self { store, accounts: BTreeMap::new(), key: CursorKey(key), epoch: Epoch([1; 8]) }
    }

    pub fn row(&self, record: RecordId) -> Option<Row> {
        self.store.rows.get(&record).map(|bytes| decode_row(bytes).expect("a stored row"))
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
        after.counters.insert(request.device, loaded.counters.encode());
        for record in &pushed.erased {
            after.erased.insert(*record);
            for ((device, counter), entry) in &mut after.operations {
                let sealed = Sealed { counter: *counter, bytes: entry.bytes.clone() };
                let op = open(&sealed, *device);
                if op.is_ok_and(|op| op.record == *record && op.action != Action::Erase) {
                    entry.bytes.clear();
                }
            }
        }
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
        let mut pull = Pull::new(&request, &standing, loaded.heads.clone(), &pushed.outcomes, &loaded.rows);
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
        let mut answer = pull.answer(pushed.outcomes, time_ms, of, hash_at);
        answer.next_counter = pushed.next_counter;
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
        let own = self.accounts.iter().filter(|(_, of)| of.id == account.id);
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
            numbers: self.store.numbers.clone(),
            own_devices: own.map(|(device, _)| *device).collect(),
            today: None,
            erased: self.store.erased.clone(),
            tallies: BTreeMap::new(),
            ballot_keys: BTreeMap::new(),
        }
    }
}
