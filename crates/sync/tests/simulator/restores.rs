//! The endpoint is restored from a backup under running devices, which bring back what they were told is safe.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use thidua_domain::access::Account;
use thidua_domain::guard::Tally;
use thidua_domain::record::{Field, RecordId, RecordKind, Value};
use thidua_domain::{council, decision};
use thidua_sync::client::Kept;
use thidua_sync::counters::CounterSet;
use thidua_sync::identity::{DeviceId, Dot};
use thidua_sync::operation::{Operation, Sealed};
use thidua_sync::outcome::Outcome;
use thidua_sync::row::Row;
use thidua_sync::server::{Copy, Life, Loaded, LogEntry, Since, accept, is_put_back, news_of};
use thidua_sync::wire::{decode_row, open};

use crate::endpoint::{Endpoint, Store};
use crate::world::World;

/// What was there when the endpoint was restored.
#[derive(Default)]
pub struct Before {
    /// The numbers of the decisions that were issued, as far as who issued them was told so.
    pub numbers: BTreeMap<RecordId, i64>,
    /// The rows of records that the backup does not know as they were.
    pub rows: BTreeMap<RecordId, Row>,
    /// What took effect after the backup, by record.
    pub lost: BTreeMap<RecordId, BTreeSet<Dot>>,
    /// What they said.
    pub operations: Vec<Operation>,
    /// With whose rights everything was carried out then.
    pub rights: BTreeMap<(DeviceId, u64), Arc<Account>>,
    /// Those of them that their devices keep with a receipt.
    pub receipted: BTreeSet<Dot>,
    /// What was refused then: the refusals are lost with the endpoint, and stay with the devices.
    pub refused: BTreeSet<Dot>,
    /// What was erased then: devices have let go of it, also where the erasing is not repeated.
    pub erased: BTreeSet<RecordId>,
    /// How the votes stood in sessions of which the backup does not know that they are closed.
    pub sessions: BTreeSet<RecordId>,
}

impl World {
    /// A copy of the store is made, as every night.
    pub fn backs_up(&mut self) {
        if self.before.is_none() {
            self.backup = Some(self.endpoint.store.clone());
        }
    }

    /// The copy is put back, once in a history. Nobody was shut out for good: what such a device has is nowhere else.
    pub fn restores(&mut self) {
        if self.before.is_some() || self.lost.is_some() {
            return;
        }
        let Some(backup) = self.backup.take() else { return };
        let before = self.what_is_lost(&backup);
        let store = &mut self.endpoint.store;
        *store = backup;
        store.life = Life::Reconciling;
        store.restored = store.heads.iter().map(|(partition, head)| (*partition, head.seq)).collect();
        for tally in store.ballots.values_mut() {
            *tally = Tally { lost: true, ..Tally::default() };
        }
        self.rng.fill(&mut self.endpoint.epoch.0);
        // Snapshots of the life before are told to nobody: their generation goes on in the real store.
        self.endpoint.snapshots.clear();
        // What was under way ends with the process, and what was sent before is not sent again as it was.
        self.network.clear();
        self.requests.clear();
        self.handed.clear();
        self.papers.clear();
        self.ledger.retain(|session, _| !before.sessions.contains(session));
        self.trace(|| "the endpoint is restored".to_owned());
        self.before = Some(before);
        self.tally.restored += 1;
    }

    fn what_is_lost(&self, backup: &Store) -> Before {
        let Store { erased, rights, .. } = self.endpoint.store.clone();
        let mut before = Before { erased, rights, ..Before::default() };
        for device in &self.devices {
            let receipted = |kept: Kept| {
                let counter = kept.sealed.counter;
                kept.receipt.map(|_| Dot { device: device.id, counter })
            };
            before.receipted.extend(device.kept().into_iter().filter_map(receipted));
        }
        let receipted = before.receipted.clone();
        let is_told = |dot: Dot| receipted.contains(&dot);
        let now = &self.endpoint.store;
        for (record, bytes) in &now.rows {
            let row = decode_row(bytes).expect("a row");
            let fields = row.fields();
            if row.kind == RecordKind::Decision.code()
                && let Some(number) = fields.get(&decision::NUMBER).and_then(Value::as_int)
                && row.rev_of(decision::NUMBER).is_some_and(|dot| {
                    is_told(dot) || backup.operations.contains_key(&(dot.device, dot.counter))
                })
            {
                before.numbers.insert(*record, number);
            }
            let closed = |bytes: &Vec<u8>| {
                let fields = decode_row(bytes).expect("a row").fields();
                council::State::of(&fields) == council::State::Closed
            };
            if row.kind == RecordKind::CouncilSession.code() && !backup.rows.get(record).is_some_and(closed) {
                before.sessions.insert(*record);
            }
            if backup.rows.get(record) != Some(bytes) {
                before.rows.insert(*record, row);
            }
        }
        for ((device, counter), entry) in &now.operations {
            // What a merger has moved is moved again with it.
            if device.is_of_endpoint() || backup.operations.contains_key(&(*device, *counter)) {
                continue;
            }
            let dot = Dot { device: *device, counter: *counter };
            match entry.place {
                Some((_, record, _)) => {
                    before.lost.entry(record).or_default().insert(dot);
                    let sealed = Sealed { counter: *counter, bytes: entry.bytes.clone() };
                    before.operations.extend(open(&sealed, *device));
                }
                None => _ = before.refused.insert(dot),
            }
        }
        before
    }

    /// A person looks at a witnessed copy.
    pub fn looks_at_copy(&mut self) {
        let waiting = self.endpoint.copies();
        if waiting.is_empty() {
            return;
        }
        let copy = waiting[self.rng.usize(..waiting.len())].clone();
        self.says_of_copy(copy);
    }

    fn says_of_copy(&mut self, copy: Vec<u8>) {
        let accepts = self.rng.u32(..4) > 0;
        let done = !accepts || self.endpoint.puts_back(&copy, self.now_ms);
        self.trace(|| {
            let row = decode_row(&copy).expect("a row");
            format!("a person says {accepts} of the copy of {}: {done}", row.id)
        });
        if done {
            self.endpoint.store.witnessed.insert(copy, Some(accepts));
            *if accepts { &mut self.tally.put_back } else { &mut self.tally.copies_refused } += 1;
        }
    }

    /// An administrator says that nothing more is waited for.
    pub fn closes_reconciliation(&mut self) {
        self.tally.witnessed += self.endpoint.store.witnessed.len() as u64;
        let numbers: BTreeSet<u32> = self.endpoint.numbers_borne();
        let last = numbers.iter().next_back().copied().unwrap_or(0);
        let store = &mut self.endpoint.store;
        store.gaps = (1..=last).filter(|number| !numbers.contains(number)).collect();
        store.life = Life::Reconciled;
        self.trace(|| "the reconciliation is closed".to_owned());
    }

    /// Until the reconciliation is closed: everybody comes back, and a person looks at the copies.
    pub fn come_back(&mut self) {
        if self.endpoint.store.life != Life::Reconciling {
            return;
        }
        self.merges_again();
        for _round in 0..3 {
            for at in 0..self.devices.len() {
                self.sync_now(at);
                if self.rng.u32(..3) == 0 {
                    self.looks_at_copy();
                }
            }
        }
        if self.rng.bool() {
            self.endpoint.copies().into_iter().for_each(|copy| self.says_of_copy(copy));
        }
        for at in 0..self.devices.len() {
            self.sync_now(at);
        }
        self.closes_reconciliation();
    }
}

impl Endpoint {
    /// What came to a record since the backup.
    pub fn since(&self, record: RecordId) -> Vec<Since> {
        let is_since = |entry: &LogEntry| {
            entry.place.is_some_and(|(partition, of, head)| {
                let restored = self.store.restored.get(&partition).copied().unwrap_or_default();
                of == record && head.seq > restored
            })
        };
        let entries = self.store.operations.iter().filter(|(_, entry)| is_since(entry));
        let since = |((device, counter), entry): (&(DeviceId, u64), &LogEntry)| {
            let sealed = Sealed { counter: *counter, bytes: entry.bytes.clone() };
            Some((entry.place?.2.seq, Since { old: entry.old, op: open(&sealed, *device).ok()? }))
        };
        let mut since: Vec<_> = entries.filter_map(since).collect();
        since.sort_by_key(|(seq, _)| *seq);
        since.into_iter().map(|(_, since)| since).collect()
    }

    /// Whether an account may offer a copy, and it says something.
    pub fn may_witness(&self, account: &Account, copy: &[u8]) -> bool {
        let row = self.copied(copy);
        let partition = row.partition;
        account.grant(partition).is_some()
            && !self.store.erased.contains(&row.id)
            && !self.lost_of(&row).is_empty()
    }

    /// The row of a copy, as one of the unit that stands for its own today.
    fn copied(&self, copy: &[u8]) -> Row {
        let row = decode_row(copy).expect("a copy");
        Row { partition: self.store.lineage.heir(row.partition), ..row }
    }

    fn lost_of(&self, copy: &Row) -> BTreeSet<Dot> {
        let settled: BTreeSet<Dot> = self
            .store
            .witnessed
            .iter()
            .filter(|(_, said)| said.is_some())
            .map(|(bytes, _)| decode_row(bytes).expect("a copy"))
            .filter(|row| row.id == copy.id)
            .flat_map(|row| row.cells.values().map(|cell| cell.rev).collect::<Vec<_>>())
            .collect();
        news_of(copy, self.row(copy.id).as_ref(), |dot| {
            settled.contains(&dot) || self.counters(dot.device).contains(dot.counter)
        })
    }

    /// The copies that wait and still say something.
    pub fn copies(&self) -> Vec<Vec<u8>> {
        let waits = |(copy, said): (&Vec<u8>, &Option<bool>)| {
            let row = self.copied(copy);
            let speaks = said.is_none() && !self.store.erased.contains(&row.id);
            (speaks && !self.lost_of(&row).is_empty()).then(|| copy.clone())
        };
        self.store.witnessed.iter().filter_map(waits).collect()
    }

    fn puts_back(&mut self, copy: &[u8], now_ms: i64) -> bool {
        let (row, by) = (self.copied(copy), DeviceId::of_endpoint(4));
        let lost = self.lost_of(&row);
        if lost.is_empty() {
            return false;
        }
        let counters: CounterSet = self.counters(by);
        let counter = counters.highest().map_or(1, |highest| highest + 1);
        let all = self.store.rows.values().map(|bytes| decode_row(bytes).expect("a row"));
        let mut loaded = Loaded {
            counters,
            rows: all.map(|row| (row.id, row)).collect(),
            heads: self.store.heads.clone(),
            sums: self.store.sums.clone(),
            numbers: self.store.numbers.clone(),
            erased: self.store.erased.clone(),
            since: [(row.id, self.since(row.id))].into(),
            ..Loaded::default()
        };
        let restored = self.store.restored.get(&row.partition).copied().unwrap_or_default();
        let copy = Copy { row: &row, lost: &lost, by, counter, restored, now_ms };
        let Ok(pushed) = accept(copy, &mut loaded) else { return false };
        self.store = self.after(by, &pushed, &loaded);
        if let Some(tally) = self.store.ballots.get_mut(&row.id) {
            // The ballots of a session that is put back as open are lost with the life before.
            tally.lost = true;
        }
        // What waits in the tray and is put back with it nobody need look at.
        for (device, counter) in self.waiting() {
            let bytes = self.store.tray[&(device, counter)].1.clone();
            let sealed = Sealed { counter, bytes };
            let of = open(&sealed, device).expect("what is no operation does not wait").record;
            if is_put_back(&sealed, device, &self.counters(device), self.row(of).as_ref()) {
                self.take_for_done(device, sealed);
            }
        }
        true
    }

    /// The numbers that decisions bear.
    pub fn numbers_borne(&self) -> BTreeSet<u32> {
        let rows = self.store.rows.keys().filter_map(|record| self.row(*record));
        let decisions = rows.filter(|row| row.kind == RecordKind::Decision.code());
        decisions.filter_map(|row| decision::number_of(&row.fields())).collect()
    }
}

/// What was acknowledged has come back, once, as what it was; decisions keep their numbers.
pub fn what_was_lost_came_back(world: &mut World) {
    let Some(before) = world.before.take() else { return };
    assert_eq!(world.endpoint.store.life, Life::Reconciled);
    let store = &world.endpoint.store;
    for dot in before.lost.values().flatten() {
        let entry = store.operations.get(&(dot.device, dot.counter));
        let record = before.lost.iter().find(|(_, dots)| dots.contains(dot)).map(|(record, _)| *record);
        let erased =
            record.is_some_and(|record| store.erased.contains(&record) || before.erased.contains(&record));
        assert!(
            erased || entry.is_some() || world.has_let_go(*dot),
            "{dot:?} was acknowledged and did not come back"
        );
        world.tally.came_back_again += u64::from(entry.is_some_and(|entry| entry.outcome.took_effect()));
    }
    for (record, number) in &before.numbers {
        let fields = world.endpoint.row(*record).map(|row| row.fields()).unwrap_or_default();
        if let Some(now) = fields.get(&decision::NUMBER).and_then(Value::as_int) {
            assert_eq!(now, *number, "{record} bears another number than its paper");
            world.tally.numbers_back += u64::from(before.lost.contains_key(record));
        }
    }
    for (record, was) in &before.rows {
        if let Some(now) = world.endpoint.row(*record)
            && is_comparable(world, &before, was, &now)
        {
            // Where two wrote the same, it does not matter whose of the two is offered.
            let said = |row: &Row| {
                let plain = row.cells.iter().filter(|(field, _)| !field.is_reserved());
                let said: BTreeMap<Field, (Value, Dot, BTreeSet<String>)> = plain
                    .map(|(field, cell)| {
                        let others = cell.others.iter().map(|other| format!("{:?}", other.value)).collect();
                        (*field, (cell.value.clone(), cell.rev, others))
                    })
                    .collect();
                said
            };
            assert_eq!(said(&now), said(was), "{record} is not what it was");
            world.tally.as_before += 1;
        }
    }
    world.before = Some(before);
}

/// Whether all that was done to a record came back with its order known, and nothing else was done to it since.
fn is_comparable(world: &World, before: &Before, was: &Row, now: &Row) -> bool {
    let none = BTreeSet::new();
    let lost = before.lost.get(&was.id).unwrap_or(&none);
    let of_record = world.endpoint.store.operations.iter().filter(|(_, entry)| {
        let restored = &world.endpoint.store.restored;
        entry.place.is_some_and(|(partition, record, head)| {
            record == was.id && head.seq > restored.get(&partition).copied().unwrap_or_default()
        })
    });
    let since: BTreeSet<Dot> = of_record
        .map(|((device, counter), _)| Dot { device: *device, counter: *counter })
        .filter(|dot| !dot.device.is_of_endpoint())
        .collect();
    let is_plain = was.kind != RecordKind::CouncilSession.code();
    is_plain
        // What was moved since has no order with what came before.
        && was.partition == now.partition
        && !was.is_erased()
        && !now.is_erased()
        && since == *lost
        && lost.iter().all(|dot| before.receipted.contains(dot))
        && lost.iter().all(|dot| {
            let entry = world.endpoint.store.operations.get(&(dot.device, dot.counter));
            let Some(entry) = entry else { return false };
            !matches!(entry.outcome, Outcome::Refused(_)) && entry.old.is_some()
        })
}
