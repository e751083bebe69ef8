//! An endpoint with a store in memory, whose transactions are all or nothing and whose process may die around a commit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fastrand::Rng;
use thidua_domain::access::Account;
use thidua_domain::council::{self, State};
use thidua_domain::guard::Tally;
use thidua_domain::lineage::Lineage;
use thidua_domain::record::{PartitionId, RecordId, RecordKind};
use thidua_sync::administration::{Fate, HandedIn, Verdict};
use thidua_sync::checksum::Checksums;
use thidua_sync::counters::CounterSet;
use thidua_sync::cursor::{Cursor, CursorKey};
use thidua_sync::identity::{ChainHash, DeviceId, Epoch, Head, Seq};
use thidua_sync::operation::{Action, Digest, Sealed};
use thidua_sync::outcome::Outcome;
use thidua_sync::row::Row;
use thidua_sync::server::{
    Arrival, CursorOf, Handed, Life, Loaded, LogEntry, Needs, Plain, Pull, Pushed, Returned, Snapshot,
    Standing, Stored, Taken, fate_of, push, refuse, refuse_erased, said_of,
};
use thidua_sync::wire::{
    Offer, Page, Request, RowPatch, TakenSnapshot, decode_row, encode_page, encode_row, open,
};

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
    /// What was handed in, with its bytes.
    pub tray: BTreeMap<(DeviceId, u64), (Handed, Vec<u8>)>,
    /// The ballots of the sessions that are open on tablets: who took one, and sums.
    pub ballots: BTreeMap<RecordId, Tally>,
    pub erased: BTreeSet<RecordId>,
    /// Witnessed copies, and what a person has said of each.
    pub witnessed: BTreeMap<Vec<u8>, Option<bool>>,
    /// Where the logs ended in the backup that was restored.
    pub restored: BTreeMap<PartitionId, Seq>,
    pub life: Life,
    /// Numbers that nothing bore when the reconciliation was closed.
    pub gaps: BTreeSet<u32>,
    pub accounts: BTreeMap<DeviceId, Account>,
    /// With whose rights each operation was carried out: those of that moment, or those that its author had before.
    pub rights: BTreeMap<(DeviceId, u64), Arc<Account>>,
    /// The versions of the accounts' scopes, and what has left them.
    pub scope_versions: BTreeMap<u32, u64>,
    pub left: BTreeMap<u32, BTreeSet<PartitionId>>,
    /// The units that have ended.
    pub lineage: Lineage,
}

impl Store {
    /// What is not as in another one.
    pub fn differs_from(&self, other: &Self) -> Vec<&'static str> {
        let same = [
            ("heads", self.heads == other.heads),
            ("rows", self.rows == other.rows),
            ("operations", self.operations == other.operations),
            ("counters", self.counters == other.counters),
            ("tray", self.tray == other.tray),
            ("witnessed", self.witnessed == other.witnessed),
            ("numbers", self.numbers == other.numbers),
        ];
        same.into_iter().filter(|(_, same)| !same).map(|(name, _)| name).collect()
    }
}

pub struct Endpoint {
    pub store: Store,
    /// The newest snapshots, with their pages.
    pub snapshots: Vec<(Snapshot, Vec<Vec<u8>>)>,
    generations: u64,
    /// The devices whose login does not hold.
    pub out: BTreeSet<DeviceId>,
    pub key: CursorKey,
    pub epoch: Epoch,
}

/// The record of an operation that was handed in is erased.
fn note_erased(store: &mut Store, device: DeviceId, counter: u64, digest: Digest) {
    let counters = store.counters.get(&device);
    let counters = counters.map(|bytes| CounterSet::decode(bytes).expect("stored")).unwrap_or_default();
    let mut loaded = Loaded { counters, ..Loaded::default() };
    for entry in refuse_erased(counter, digest, &mut loaded).log {
        store.operations.insert((device, counter), entry);
    }
    store.counters.insert(device, loaded.counters.encode());
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
            out: BTreeSet::new(),
            key: CursorKey(key),
            epoch: Epoch([1; 8]),
        }
    }

    pub fn row(&self, record: RecordId) -> Option<Row> {
        self.store.rows.get(&record).map(|bytes| decode_row(bytes).expect("a stored row"))
    }

    /// Carries out a request, and says what the store would be after it.
    fn carry_out(&self, account: &Account, request: &Request) -> (Pushed, Loaded, Store) {
        let needs = Needs::of(request, &self.store.lineage);
        let mut loaded = self.load(account, request, &needs);
        loaded.gone = self.standing(request).gone(request);
        let pushed = push(account, request, &mut loaded);
        let mut after = self.after(request.device, &pushed, &loaded);
        let with = Arc::new(account.clone());
        let placed = pushed.log.iter().filter(|entry| entry.place.is_some());
        after.rights.extend(placed.map(|entry| ((request.device, entry.counter), with.clone())));
        (pushed, loaded, after)
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

    pub fn after(&self, device: DeviceId, pushed: &Pushed, loaded: &Loaded) -> Store {
        let mut after = self.store.clone();
        for entry in &pushed.log {
            after.operations.insert((device, entry.counter), entry.clone());
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
        after.counters.insert(device, loaded.counters.encode());
        for record in &pushed.erased {
            after.erased.insert(*record);
            let says = |device, counter, bytes: &[u8]| {
                let op = open(&Sealed { counter, bytes: bytes.to_vec() }, device);
                op.is_ok_and(|op| op.record == *record && op.action != Action::Erase)
            };
            for ((device, counter), entry) in &mut after.operations {
                if says(*device, *counter, &entry.bytes) {
                    entry.bytes.clear();
                    if let Some((handed, bytes)) = after.tray.get_mut(&(*device, *counter)) {
                        *handed = Handed { verdict: Verdict::Refused, erased: true, ..handed.clone() };
                        bytes.clear();
                    }
                }
            }
            let mut waited = Vec::new();
            for ((device, counter), (handed, bytes)) in &mut after.tray {
                if says(*device, *counter, bytes) {
                    *handed = Handed { verdict: Verdict::Refused, erased: true, ..handed.clone() };
                    bytes.clear();
                    waited.push((*device, *counter, handed.digest));
                }
            }
            for (device, counter, digest) in waited {
                note_erased(&mut after, device, counter, digest);
            }
        }
        for year in &pushed.numbered {
            after.numbers.insert(*year, loaded.numbers[year]);
        }
        for session in &pushed.sessions {
            let fields = loaded.rows[session].fields();
            match State::of(&fields) {
                State::Open => {
                    // A step that was refused, or a void one of another, leaves the ballots as they are.
                    after.ballots.entry(*session).or_default();
                }
                State::Closed | State::Void => _ = after.ballots.remove(session),
                State::Preparing => {}
            }
        }
        after
    }

    /// A device without a login hands in. `None` where the endpoint died before it could answer, or the login holds.
    pub fn hand_in(&mut self, body: &[u8], death: Death) -> Option<Vec<u8>> {
        let request = Request::decode(body).expect("the network cuts answers, and requests not at all");
        let device = request.device;
        let (counters, stored) = (self.counters(device), self.stored(device));
        let about = request.operations.iter().filter_map(|sealed| open(sealed, device).ok());
        let rows = about.filter_map(|op| Some((op.record, self.row(op.record)?))).collect();
        let erased = &self.store.erased;
        let taken = Taken { counters: &counters, stored: &stored, erased, rows: &rows };
        let (mut after, mut told) = (self.store.clone(), Vec::new());
        let mut put_back = Vec::new();
        if request.operations.is_empty() {
            let of_device = self.store.tray.iter().filter(|((of, _), _)| *of == device);
            told.extend(of_device.map(|((_, counter), (handed, _))| taken.fate(*counter, handed)));
        } else if !self.out.contains(&device) {
            return None;
        }
        for sealed in &request.operations {
            let before = self.store.tray.get(&(device, sealed.counter)).map(|(handed, _)| handed);
            match taken.arrival(device, sealed, before) {
                Arrival::Told(fate) => told.push(fate),
                Arrival::Newer => {}
                Arrival::Erased(fate) => {
                    told.push(fate);
                    note_erased(&mut after, device, sealed.counter, sealed.digest());
                }
                Arrival::PutBack => {
                    told.push(Fate::plain(sealed.counter, Verdict::Known));
                    put_back.push(sealed.clone());
                }
                Arrival::Waits => {
                    told.push(Fate::plain(sealed.counter, Verdict::Waiting));
                    let (digest, verdict) = (sealed.digest(), Verdict::Waiting);
                    let handed = Handed { digest, verdict, words: None, erased: false };
                    after.tray.insert((device, sealed.counter), (handed, sealed.bytes.clone()));
                }
            }
        }
        if death == Death::BeforeCommit {
            return None;
        }
        self.store = after;
        put_back.into_iter().for_each(|sealed| self.take_for_done(device, sealed));
        let told = HandedIn { operations: told, restored: false };
        (death == Death::None).then(|| serde_json::to_vec(&told).expect("JSON"))
    }

    /// Carries out what a person has put back from a witnessed copy, and takes it out of what waits.
    pub fn take_for_done(&mut self, device: DeviceId, sealed: Sealed) {
        let (counter, op) = (sealed.counter, open(&sealed, device).expect("it was read before"));
        let account = self.as_it_was(&self.store.accounts[&device], op.partition);
        let request = Request { operations: vec![sealed], ..Request::of(device) };
        let (pushed, _, after) = self.carry_out(&account, &request);
        assert_eq!(pushed.outcomes, [(counter, Outcome::Merged)], "it is done");
        self.store = after;
        if let Some((handed, bytes)) = self.store.tray.get_mut(&(device, counter)) {
            (handed.verdict, *bytes) = (Verdict::Accepted, Vec::new());
        }
    }

    /// Somebody brings a file: what it holds is carried out as its author's, or put into the tray where the login does not hold.
    /// The receipt, where the endpoint did not die before it could give it.
    pub fn take_file(&mut self, body: &[u8], death: Death) -> Option<Vec<u8>> {
        let request = Request::decode(body).expect("a file is whole or none");
        let device = request.device;
        if self.out.contains(&device) {
            return self.hand_in(body, death);
        }
        let account = self.store.accounts.get(&device).expect("a device that signed in").clone();
        let (pushed, _, mut after) = self.carry_out(&account, &request);
        if death == Death::BeforeCommit {
            return None;
        }
        let waiting = Self::put_by(&mut after, device, &pushed.for_person);
        self.store = after;
        let before = |counter| self.store.tray.get(&(device, counter)).map(|(handed, _)| handed);
        let told = pushed.outcomes.iter();
        let told = told.filter_map(|(counter, outcome)| fate_of(*counter, outcome, before(*counter)));
        let waits = waiting.into_iter().map(|counter| Fate::plain(counter, Verdict::Waiting));
        let told = HandedIn { operations: told.chain(waits).collect(), restored: false };
        (death == Death::None).then(|| serde_json::to_vec(&told).expect("JSON"))
    }

    /// What waits in the tray.
    pub fn waiting(&self) -> Vec<(DeviceId, u64)> {
        let waits = |(key, (handed, _)): (&(DeviceId, u64), &(Handed, Vec<u8>))| {
            (handed.verdict == Verdict::Waiting && !self.store.operations.contains_key(key)).then_some(*key)
        };
        self.store.tray.iter().filter_map(waits).collect()
    }

    /// A person's word on what waits. Says whether it is done.
    pub fn review(&mut self, (device, counter): (DeviceId, u64), accept: bool) -> bool {
        let (handed, bytes) = self.store.tray[&(device, counter)].clone();
        let sealed = Sealed { counter, bytes };
        let op = open(&sealed, device).expect("what is no operation does not wait");
        if self.store.erased.contains(&op.record) {
            note_erased(&mut self.store, device, counter, handed.digest);
            let erased = Handed { verdict: Verdict::Refused, erased: true, ..handed };
            self.store.tray.insert((device, counter), (erased, Vec::new()));
            return true;
        }
        let (mut after, verdict) = if accept {
            let account = self.as_it_was(&self.store.accounts[&device], op.partition);
            let operations = vec![sealed];
            let request = Request { operations, ..Request::of(device) };
            let (pushed, _, after) = self.carry_out(&account, &request);
            if !pushed.outcomes[0].1.took_effect() {
                return false;
            }
            (after, Verdict::Accepted)
        } else {
            let mut loaded = Loaded { counters: self.counters(device), ..Loaded::default() };
            let pushed = refuse(&sealed, &mut loaded);
            (self.after(device, &pushed, &loaded), Verdict::Refused)
        };
        let words = Some("Vì (mẫu)".to_owned());
        after.tray.insert((device, counter), (Handed { verdict, words, ..handed }, Vec::new()));
        self.store = after;
        true
    }

    pub fn counters(&self, device: DeviceId) -> CounterSet {
        let counters = self.store.counters.get(&device);
        counters.map(|bytes| CounterSet::decode(bytes).expect("stored")).unwrap_or_default()
    }

    fn stored_of(entry: &LogEntry) -> Stored {
        let seq = entry.place.map(|(.., head)| head.seq);
        Stored { digest: entry.digest, outcome: entry.outcome.clone(), seq }
    }

    fn stored(&self, device: DeviceId) -> BTreeMap<u64, Stored> {
        let of_device = self.store.operations.iter().filter(|((of, _), _)| *of == device);
        of_device.map(|((_, counter), entry)| (*counter, Self::stored_of(entry))).collect()
    }

    /// What the cursor of a request turns out to be. A log only grows, so that it does not matter when this is asked.
    fn standing(&self, request: &Request) -> Standing {
        let cursor =
            request.cursor.as_deref().map(|bytes| Cursor::open(&self.key, bytes).expect("our cursor"));
        Standing::of(cursor, self.epoch, |partition, seq| self.store.log.get(&(partition, seq)).copied())
    }

    /// One exchange. `None` where the endpoint died before it could answer, or the login does not hold.
    pub fn exchange(&mut self, body: &[u8], time_ms: i64, death: Death) -> Option<Vec<u8>> {
        let request = Request::decode(body).expect("the network cuts answers, and requests not at all");
        let account = self.store.accounts.get(&request.device).expect("a device that signed in").clone();
        if self.out.contains(&request.device) {
            return None;
        }
        let (pushed, loaded, mut after) = self.carry_out(&account, &request);
        if death == Death::BeforeCommit {
            return None;
        }
        let waiting = Self::put_by(&mut after, request.device, &pushed.for_person);
        if after.life != Life::Whole {
            let copies = request.witnessed.iter().filter(|copy| self.may_witness(&account, copy));
            copies.for_each(|copy| _ = after.witnessed.entry(copy.clone()).or_insert(None));
        }
        self.store = after;
        if death == Death::AfterCommit {
            return None;
        }

        let hash_at = |partition, seq| self.store.log.get(&(partition, seq)).copied();
        let standing = self.standing(&request);
        let scale = Box::new(Plain::default());
        let heads = loaded.heads.clone();
        let named = |known: &&Snapshot| {
            let of = known.offer;
            let names =
                |taken: &TakenSnapshot| taken.partition == of.partition && taken.generation == of.generation;
            let begins = request.cursor.is_none();
            begins || request.snapshots.iter().any(names) || request.anew.contains(&of.partition)
        };
        let snapshots: Vec<_> =
            self.snapshots.iter().map(|(known, _)| known).filter(named).copied().collect();
        let rows = &loaded.rows;
        let mut pull =
            Pull::new(&request, &standing, heads, &pushed.outcomes, rows, account.home, &snapshots, scale);
        let all: Vec<Row> =
            self.store.rows.values().map(|bytes| decode_row(bytes).expect("a stored row")).collect();
        while let Some((partition, before)) = pull.newest() {
            let mut rows: Vec<_> = all.iter().filter(|row| row.partition == partition).collect();
            rows.retain(|row| row.seq < before);
            rows.sort_by_key(|row| std::cmp::Reverse(row.seq));
            if rows.iter().all(|row| pull.offer_newest(row)) {
                pull.newest_ended(partition);
            }
        }
        while let Some((partition, after)) = pull.wanted() {
            let mut rows: Vec<_> = all.iter().filter(|row| row.partition == partition).collect();
            rows.retain(|row| row.seq > after);
            rows.sort_by_key(|row| row.seq);
            if rows.iter().all(|row| pull.offer(row)) {
                pull.ended(partition);
            }
        }
        let scope_version = self.store.scope_versions.get(&account.id).copied().unwrap_or(1);
        let of = CursorOf { key: &self.key, epoch: self.epoch, scope_version, standing: &standing };
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
        let (next_counter, receipts) = (pushed.next_counter, pushed.receipts(&self.key, request.device));
        let mut answer = pull.answer(pushed.outcomes, time_ms, of, &self.store.sums, hash_at);
        answer.next_counter = next_counter;
        answer.receipts = receipts;
        answer.known = (standing == Standing::Forked).then(|| {
            let heads = loaded.heads.keys();
            let in_scope =
                |entry: &LogEntry| entry.place.is_some_and(|(at, ..)| heads.clone().any(|p| *p == at));
            let writers = self.store.operations.iter().filter(|(_, entry)| in_scope(entry));
            writers.map(|((device, _), _)| (*device, self.counters(*device))).collect()
        });
        answer.snapshots = offers;
        answer.waiting = waiting;
        answer.outcomes.extend(self.said_of(&account, &request));
        answer.outcomes.sort_by_key(|(counter, _)| *counter);
        if answer.scope.is_some() && !self.store.lineage.is_empty() {
            answer.lineage = Some(self.store.lineage.clone());
        }
        for page in &answer.pages {
            assert!(
                account.grants.iter().any(|grant| grant.partition == page.partition),
                "outside the scope"
            );
        }
        Some(answer.encode_in(request.layout))
    }

    /// A member takes a ballot. Whether there was one to be had.
    pub fn give_ballot(&mut self, session: RecordId, member: u32) -> bool {
        let Some(tally) = self.store.ballots.get_mut(&session).filter(|tally| !tally.lost) else {
            return false;
        };
        if !tally.took.contains(&member) {
            tally.took.push(member);
        }
        true
    }

    /// A ballot is cast: one choice for each item of the agenda. Whether it came in time.
    pub fn cast(&mut self, session: RecordId, choices: &[(u32, usize)]) -> bool {
        let Some(tally) = self.store.ballots.get_mut(&session).filter(|tally| !tally.lost) else {
            return false;
        };
        tally.ballots += 1;
        for (item, choice) in choices {
            match tally.votes.iter_mut().find(|(at, _)| at == item) {
                Some((_, votes)) => votes[*choice] += 1,
                None => {
                    let mut votes = [0; 3];
                    votes[*choice] = 1;
                    tally.votes.push((*item, votes));
                }
            }
        }
        true
    }

    fn left_of(&self, account: &Account) -> BTreeSet<PartitionId> {
        let left = self.store.left.get(&account.id).into_iter().flatten();
        left.filter(|partition| account.grant(**partition).is_none()).copied().collect()
    }

    /// Puts what an exchange has brought for partitions that have left into the tray. Says what waits there.
    fn put_by(store: &mut Store, device: DeviceId, operations: &[Sealed]) -> Vec<u64> {
        let mut waiting = Vec::new();
        for sealed in operations {
            let (digest, verdict) = (sealed.digest(), Verdict::Waiting);
            let handed = Handed { digest, verdict, words: None, erased: false };
            let known = store.tray.entry((device, sealed.counter)).or_insert((handed, sealed.bytes.clone()));
            if known.0.digest == digest {
                waiting.push(sealed.counter);
            }
        }
        waiting
    }

    /// What has become of operations that [`Self::put_by`] has put into the tray.
    fn said_of(&self, account: &Account, request: &Request) -> Vec<(u64, Outcome)> {
        let of_device = self.store.tray.iter().filter(|((device, _), _)| *device == request.device);
        let waits = of_device.filter(|(_, (handed, _))| handed.verdict == Verdict::Waiting);
        let waiting = waits
            .map(|((_, counter), (_, bytes))| (*counter, Sealed { counter: *counter, bytes: bytes.clone() }));
        let (stored, waiting) = (self.stored(request.device), waiting.collect());
        let reads = |partition| account.grant(partition).is_some();
        said_of(request, &stored, &waiting, &self.store.lineage, &reads)
    }

    fn load(&self, account: &Account, request: &Request, needs: &Needs) -> Loaded {
        let stored = |counter: &u64| {
            let entry = self.store.operations.get(&(request.device, *counter))?;
            Some((*counter, Self::stored_of(entry)))
        };
        let heads = account.grants.iter().map(|grant| (grant.partition, self.store.heads[&grant.partition]));
        let own = self.store.accounts.iter().filter(|(_, of)| of.id == account.id);
        let mut rows: BTreeMap<_, _> =
            needs.records.iter().filter_map(|record| Some((*record, self.row(*record)?))).collect();
        let kinds: Vec<_> = needs.kinds(account).map(|(partition, kind)| (partition, kind.code())).collect();
        if !kinds.is_empty() {
            let all = self.store.rows.values().map(|bytes| decode_row(bytes).expect("a row"));
            rows.extend(
                all.filter(|row| kinds.contains(&(row.partition, row.kind))).map(|row| (row.id, row)),
            );
        }
        for record in needs.further(&rows) {
            rows.extend(self.row(record).map(|row| (record, row)));
        }
        if !needs.numbers.is_empty() {
            let all = self.store.rows.values().map(|bytes| decode_row(bytes).expect("a stored row"));
            let of_authority =
                |row: &Row| row.kind == RecordKind::Decision.code() && needs.numbers.contains(&row.partition);
            rows.extend(all.filter(of_authority).map(|row| (row.id, row)));
        }
        let (mut tallies, mut ballot_keys) = (BTreeMap::new(), BTreeMap::new());
        for session in &needs.sessions {
            let Some(fields) = rows.get(session).map(Row::fields) else { continue };
            match State::of(&fields) {
                _ if !council::is_on_tablets(&fields) => {}
                State::Preparing => _ = ballot_keys.insert(*session, session.to_string().repeat(2)),
                State::Open => _ = tallies.insert(*session, self.store.ballots[session].clone()),
                State::Closed | State::Void => {}
            }
        }
        let opened = request.operations.iter().filter_map(|sealed| open(sealed, request.device).ok());
        let spoken = opened.map(|op| op.partition);
        let dealt_with = needs.grounds.iter().filter(|dot| self.counters(dot.device).contains(dot.counter));
        Loaded {
            dealt_with: dealt_with.copied().collect(),
            counters: self.counters(request.device),
            stored: needs.counters.iter().filter_map(stored).collect(),
            rows,
            heads: heads.collect(),
            sums: self.store.sums.clone(),
            numbers: self.store.numbers.clone(),
            own_devices: own.map(|(device, _)| *device).collect(),
            today: None,
            erased: self.store.erased.clone(),
            tallies,
            ballot_keys,
            life: self.store.life,
            restored: self.store.restored.clone(),
            returned: Returned::of(request, &self.key),
            gone: BTreeSet::new(),
            since: needs.since.iter().map(|record| (*record, self.since(*record))).collect(),
            lineage: self.store.lineage.clone(),
            left: self.left_of(account),
            missing: spoken.filter(|partition| !self.store.heads.contains_key(partition)).collect(),
        }
    }
}
