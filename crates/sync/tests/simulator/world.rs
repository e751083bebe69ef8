//! One history, from one seed.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::award::Level;
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, PartitionId, PartitionKind, RecordId, Value};
use thidua_sync::client::Stamp;
use thidua_sync::identity::{DeviceId, Dot, Seq};
use thidua_sync::operation::{SCHEMA, Sealed};
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::row::Row;
use thidua_sync::wire::{Answer, Layout, Request, decode_page};

use crate::couriers::Parcel;
use crate::device::{Commit, Device, Power, Tab};
use crate::endpoint::{Death, Endpoint, Store};
use crate::hubs::Hub;
use crate::network::{Message, Network};
use crate::restores::Before;
use crate::tally::Tally;
use crate::trace;

pub const LONG_MON: PartitionId = PartitionId(1);
pub const THANH_AN: PartitionId = PartitionId(2);
pub const CLUSTER: PartitionId = PartitionId(3);
pub const COMMITTEE: PartitionId = PartitionId(4);
pub const COUNCIL: PartitionId = PartitionId(5);
pub const COMMONS: PartitionId = PartitionId(6);
/// What the two communes become where they are merged.
pub const MERGED: PartitionId = PartitionId(7);

/// What the first app that was handed out wrote.
const FIRST_SCHEMA: u16 = 1;

/// What members were told of the ballots of one session.
#[derive(Debug, Default)]
pub struct Ledger {
    pub took: u32,
    pub cast: u32,
    /// By item: for, against, blank.
    pub votes: BTreeMap<u32, [u32; 3]>,
}

pub struct World {
    pub rng: Rng,
    pub endpoint: Endpoint,
    pub hub: Hub,
    pub devices: Vec<Device>,
    pub network: Network,
    pub now_ms: i64,
    attempts: u64,
    /// How many records were made, to name the next.
    pub records: u64,
    /// What every officer was told is saved: the record, and the last value by operation and field.
    pub saved: BTreeMap<(DeviceId, u64), (RecordId, BTreeMap<Field, Value>)>,
    /// Every request that ever reached the endpoint.
    pub requests: Vec<Vec<u8>>,
    pub tally: Tally,
    /// Everything that ever was handed in.
    pub handed: Vec<Vec<u8>>,
    /// Files that are carried.
    pub parcels: Vec<Parcel>,
    /// The device that is shut out for good.
    pub lost: Option<usize>,
    /// Papers of secret ballots that are under way, and what became of those before.
    pub papers: Vec<(RecordId, Vec<(u32, usize)>)>,
    pub ledger: BTreeMap<RecordId, Ledger>,
    traced: bool,
    /// The faults have stopped.
    calm: bool,
    /// Something was written into a device's store that no answer has brought.
    pub planted: bool,
    /// The devices on which somebody has had everything read again.
    begun_anew: BTreeSet<usize>,
    /// Whether the devices ask for pages of a few records.
    small_pages: bool,
    /// A copy of the endpoint's store, and what was there when it was put back.
    pub backup: Option<Store>,
    pub before: Option<Before>,
    /// Whether there is a conference with a hub in this history.
    pub has_hub: bool,
    /// Whether units are merged and scopes move. In a third of the histories both happen.
    scopes_move: bool,
    /// What has ever left the scope of an account.
    pub ever_left: BTreeSet<(u32, PartitionId)>,
    /// Whether the communes were merged, whatever a restore has made of it.
    pub has_merged: bool,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let small_pages = rng.bool();
        let partitions = [LONG_MON, THANH_AN, CLUSTER, COMMITTEE, COUNCIL, COMMONS];
        let mut endpoint = Endpoint::new(&partitions, &mut rng);
        let hub = Hub::new(&partitions, &mut rng);
        let commune = |partition| Grant { partition, kind: PartitionKind::Commune };
        let cluster = Grant { partition: CLUSTER, kind: PartitionKind::Cluster };
        let commons = Grant { partition: COMMONS, kind: PartitionKind::Commons };
        let name = |id: u32| format!("Tài khoản {id} (mẫu)");
        let officer = |id, home| Account {
            id,
            name: name(id),
            role: Role::CommuneOfficer,
            home,
            level: Some(Level::District),
            grants: vec![commune(home), cluster.clone(), commons.clone()],
        };
        let committee = Grant { partition: COMMITTEE, kind: PartitionKind::Authority };
        let council = Grant { partition: COUNCIL, kind: PartitionKind::Council };
        let district = |id, role| Account {
            id,
            name: name(id),
            role,
            home: LONG_MON,
            level: Some(Level::District),
            grants: vec![
                commune(LONG_MON),
                commune(THANH_AN),
                cluster.clone(),
                committee.clone(),
                council.clone(),
                commons.clone(),
            ],
        };
        // Two devices of one officer, one of another commune, two of the district, one of them with two tabs.
        let accounts = [
            officer(1, LONG_MON),
            officer(1, LONG_MON),
            officer(2, THANH_AN),
            district(3, Role::EmulationOfficer),
            district(4, Role::Administrator),
        ];
        let mut devices = Vec::new();
        for (at, account) in accounts.into_iter().enumerate() {
            let mut id = [at as u8 + 1; 16];
            rng.fill(&mut id[4..]);
            let id = DeviceId(id);
            endpoint.store.accounts.insert(id, account.clone());
            let wrong_clock = if rng.bool() { 0 } else { rng.i64(-90_000_000..90_000_000) };
            let schema = if at == 0 { FIRST_SCHEMA } else { SCHEMA };
            devices.push(Device::new(
                id,
                account,
                if at == 3 || at == 0 { 2 } else { 1 },
                wrong_clock,
                schema,
            ));
        }
        // The officer of Thanh An believes that Long Môn is theirs too: the endpoint is to say otherwise.
        devices[2].account.grants.push(commune(LONG_MON));
        devices[2].account.role = Role::EmulationOfficer;
        if rng.bool() {
            devices[2].account.name = name(3);
        }
        Self {
            rng,
            endpoint,
            hub,
            devices,
            network: Network::default(),
            now_ms: 1_700_000_000_000,
            attempts: 0,
            records: 0,
            saved: BTreeMap::new(),
            requests: Vec::new(),
            tally: Tally::default(),
            handed: Vec::new(),
            parcels: Vec::new(),
            lost: None,
            papers: Vec::new(),
            ledger: BTreeMap::new(),
            traced: std::env::var_os("THIDUA_TRACE").is_some(),
            calm: false,
            planted: false,
            begun_anew: BTreeSet::new(),
            small_pages,
            backup: None,
            before: None,
            has_hub: seed % 3 != 1,
            scopes_move: !seed.is_multiple_of(3),
            ever_left: BTreeSet::new(),
            has_merged: false,
        }
    }

    pub fn run(mut self) -> Tally {
        if self.rng.bool() {
            self.calm = true;
            self.go_far();
            self.calm = false;
        }
        if self.rng.u32(..3) == 0 {
            self.calm = true;
            self.quarrel();
            self.calm = false;
        }
        if self.rng.u32(..3) == 0 {
            self.calm = true;
            self.go_through_a_year();
            self.calm = false;
        }
        let steps = self.rng.u32(60..260);
        for _ in 0..steps {
            self.now_ms += self.rng.i64(1..60_000);
            match self.rng.u32(..100) {
                0..2 => self.backs_up(),
                2 => self.restores(),
                3 => self.looks_at_copy(),
                4..42 => self.officer_acts(),
                42..61 => self.begins_exchange(),
                61..66 => self.courier_acts(),
                66..71 if self.has_hub => self.hub_acts(),
                66..88 => self.message_arrives(),
                88 => self.paper_arrives(),
                89 => self.snaps(),
                90..93 => self.loses_power(),
                93 => self.loses_login(),
                94 => self.comes_back(),
                95..98 => self.reviewer_acts(),
                98 if self.scopes_move => self.scope_moves(),
                _ => self.later_version_writes(),
            }
        }
        self.calm_down();
        crate::invariants::check(&mut self);
        (self.tally.lost, self.tally.doubled, self.tally.cut) =
            (self.network.lost, self.network.doubled, self.network.cut);
        self.tally
    }

    /// With `THIDUA_TRACE` set, tells the history as it happens: a failing seed is read, not guessed at.
    pub fn trace(&self, what: impl FnOnce() -> String) {
        if self.traced {
            eprintln!("{}", what());
        }
    }

    pub fn any_device(&mut self) -> usize {
        self.rng.usize(..self.devices.len())
    }

    pub fn any_tab(&mut self, at: usize) -> usize {
        self.rng.usize(..self.devices[at].tabs.len())
    }

    pub fn power(&mut self) -> Power {
        if self.calm {
            return Power::Stays;
        }
        match self.rng.u32(..100) {
            0..4 => Power::GoesBefore,
            4..8 => Power::GoesAfter,
            _ => Power::Stays,
        }
    }

    pub fn stamp(&self, at: usize) -> Stamp {
        Stamp(self.now_ms + self.devices[at].clock_ms)
    }

    /// The power goes. A tablet whose battery was empty wakes up in 1970, or by whatever day somebody has set, or by the right one.
    fn loses_power(&mut self) {
        let at = self.any_device();
        self.devices[at].crash();
        self.tally.died += 1;
        if self.rng.u32(..3) == 0 {
            const YEAR_MS: i64 = 365 * 86_400_000;
            let clock_ms = [-self.now_ms, self.rng.i64(-2 * YEAR_MS..2 * YEAR_MS), 0];
            self.devices[at].clock_ms = clock_ms[self.rng.usize(..clock_ms.len())];
            self.tally.clocks_jumped += 1;
        }
    }

    /// An operation of a later version, as an updated tab next to an old endpoint would leave it in the outbox's
    /// request: it must get its outcome and hold nobody up.
    fn later_version_writes(&mut self) {
        let at = self.any_device();
        let device = self.devices[at].id;
        if self.endpoint.out.contains(&device) {
            return;
        }
        let mut bytes = vec![0xA1, 0x00, 0x19];
        bytes.extend((SCHEMA + 1).to_be_bytes());
        let operations = vec![Sealed { counter: 1 << 40, bytes }];
        let body = Request { device, schema: SCHEMA + 1, operations, ..Request::of(device) }.encode();
        let before = self.endpoint.store.operations.len();
        let answer = self.endpoint.exchange(&body, self.now_ms, Death::None).expect("alive");
        let answer = Answer::decode(&answer).expect("whole");
        assert_eq!(answer.outcomes, [(1 << 40, Outcome::NewerAppNeeded)]);
        assert_eq!(self.endpoint.store.operations.len(), before, "it left no trace");
        self.tally.newer += 1;
    }

    fn begins_exchange(&mut self) {
        let at = self.any_device();
        let tab = self.any_tab(at);
        // Some exchanges are of one round, as where there is more to read.
        if self.rng.u32(..3) == 0 {
            self.devices[at].tab(tab).replica.begin_round();
        }
        let out = self.endpoint.out.contains(&self.devices[at].id);
        // What is written does not wait for a snapshot: now the one, now the other.
        if !out && self.rng.bool() && self.reads_snapshot(at, tab) {
            return;
        }
        let message = if out { self.handing(at, tab) } else { self.request(at, tab) };
        if let Some(message) = message {
            self.network.send(message, &mut self.rng);
        }
    }

    /// Seals and makes a request, unless the power goes. Only one tab of a device syncs at a time.
    fn request(&mut self, at: usize, tab: usize) -> Option<Message> {
        let now = self.stamp(at);
        if !self.seal(at, tab) {
            return None;
        }
        let attempt = self.next_attempt();
        let calm = self.calm;
        let schema = self.devices[at].schema;
        let Tab { replica, waits } = self.devices[at].tab(tab);
        let (mut request, mut sent) = replica.request(now);
        // Lines that take little at once: answers end in the middle of partitions.
        if self.small_pages {
            request.page = Some(self.rng.u32(500..2_000));
        }
        // An app of the first schema is among them, which knows of one layout only.
        if schema == FIRST_SCHEMA {
            request.layout = Layout::Whole;
            request.schema = FIRST_SCHEMA;
        }
        // Now and then a later operation overtakes an earlier one, as by another path.
        if request.operations.len() > 1 && attempt.is_multiple_of(7) && !calm {
            let left_out = request.operations.remove(0);
            sent.counters.remove(&left_out.counter);
        }
        *waits = Some((attempt, sent));
        Some(Message {
            device: at,
            tab,
            attempt,
            body: request.encode(),
            is_answer: false,
            is_handing: false,
        })
    }

    pub fn next_attempt(&mut self) -> u64 {
        self.attempts += 1;
        self.attempts
    }

    /// Seals what is open, unless the power goes; says whether what is sealed may be sent.
    pub fn seal(&mut self, at: usize, tab: usize) -> bool {
        for other in self.devices[at].tabs.iter_mut().flatten() {
            other.waits = None;
        }
        let Some(batch) = self.devices[at].tab(tab).replica.seal() else { return true };
        let power = self.power();
        match self.devices[at].commit(tab, batch, power) {
            Commit::Done => true,
            Commit::Stale => {
                self.tally.stale_tabs += 1;
                false
            }
            Commit::DiedBefore | Commit::DiedAfter => {
                self.tally.died += 1;
                false
            }
        }
    }

    fn message_arrives(&mut self) {
        let Some(message) = self.network.arrive(&mut self.rng) else { return };
        if message.is_answer {
            if message.is_handing {
                self.fates_arrive(&message);
            } else {
                self.answer_arrives(&message);
            }
            return;
        }
        let death = match self.rng.u32(..20) {
            0 => Death::BeforeCommit,
            1 => Death::AfterCommit,
            _ => Death::None,
        };
        let answer = if message.is_handing {
            self.handing_arrives(&message, death)
        } else {
            self.request_arrives(&message, death)
        };
        if let Some(answer) = answer {
            self.network.send(answer, &mut self.rng);
        }
    }

    fn request_arrives(&mut self, message: &Message, death: Death) -> Option<Message> {
        // What dies before it was carried out, or is not let in, is no request of which a second one would be a replay.
        let is_let_in = !self.endpoint.out.contains(&self.devices[message.device].id);
        if death != Death::BeforeCommit && is_let_in {
            self.requests.push(message.body.clone());
        }
        let anew = Request::decode(&message.body).expect("a request").anew;
        assert!(
            anew.is_empty() || self.planted || self.begun_anew.contains(&message.device),
            "{} asks for {anew:?} although nothing was damaged: {:#?}",
            message.device,
            self.differing(message.device, &anew)
        );
        self.trace(|| {
            let request = Request::decode(&message.body).expect("a request");
            let sent = trace::sealed(&request.operations, request.device);
            let (refused, awaits) = (&request.refused, &request.awaits);
            let (gone, anew) = (&request.gone, &request.anew);
            let asks = format!("refused {refused:?}, awaits {awaits:?}, gone {gone:?}, anew {anew:?}");
            let dies = if death == Death::None { "" } else { " and the endpoint dies" };
            format!("{} · request {}{dies} ({asks}): {sent}", message.device, message.attempt)
        });
        let body = self.endpoint.exchange(&message.body, self.now_ms, death)?;
        let answer = Answer::decode(&body).expect("an answer is whole before it is cut");
        self.tally.paged += u64::from(answer.more);
        let outcomes = answer.outcomes;
        self.note_clashes(message, &outcomes);
        for (_, outcome) in outcomes {
            *match outcome {
                Outcome::Applied => &mut self.tally.applied,
                Outcome::Merged => &mut self.tally.merged,
                Outcome::Conflict => &mut self.tally.conflicts,
                Outcome::Held => &mut self.tally.held,
                Outcome::Refused(Reason::Obstacle(Obstacle::Reconciling)) => {
                    &mut self.tally.waited_for_numbers
                }
                Outcome::Refused(Reason::Obstacle(_)) => &mut self.tally.late,
                Outcome::Refused(Reason::Erased) => &mut self.tally.offered_in_vain,
                Outcome::Refused(_) => &mut self.tally.refused,
                Outcome::NewerAppNeeded => &mut self.tally.newer,
            } += 1;
        }
        self.tally.put_by += answer.waiting.len() as u64;
        Some(Message { body, is_answer: true, ..message.clone() })
    }

    /// The rows of partitions that a device and the endpoint hold otherwise than each other.
    fn differing(&self, at: usize, partitions: &[PartitionId]) -> Vec<(RecordId, Option<Row>, Option<Row>)> {
        let replica = self.devices[at].read();
        let mut records: BTreeSet<_> = replica.rows().keys().copied().collect();
        records.extend(self.endpoint.store.rows.keys());
        let plain = |row: Option<Row>| {
            row.filter(|row| partitions.contains(&row.partition)).map(|mut row| {
                row.seq = Seq::default();
                row.cells.iter_mut().for_each(|(_, cell)| cell.seq = Seq::default());
                row
            })
        };
        let both = |record: RecordId| {
            let (here, there) = (replica.rows().get(&record).cloned(), self.endpoint.row(record));
            (record, plain(here), plain(there))
        };
        records.into_iter().map(both).filter(|(_, here, there)| here != there).collect()
    }

    /// With whose rights an operation was carried out: in this life of the endpoint, and in the one before, if it was. What a person puts
    /// back was right in that one.
    pub fn rights_of(&self, dot: Dot) -> impl Iterator<Item = &Account> {
        let key = (dot.device, dot.counter);
        let before = self.before.iter().filter_map(move |before| before.rights.get(&key));
        self.endpoint.store.rights.get(&key).into_iter().chain(before).map(AsRef::as_ref)
    }

    /// Whether the device of an operation was told that it took effect and has let go of it, because its partition has left the scope.
    pub fn has_let_go(&self, dot: Dot) -> bool {
        let device = self.devices.iter().find(|device| device.id == dot.device);
        device.is_some_and(|device| device.let_go.contains_key(&dot.counter))
    }

    fn answer_arrives(&mut self, message: &Message) -> bool {
        let now = self.stamp(message.device);
        let kept = self.devices[message.device].kept();
        let Some(tab) = &mut self.devices[message.device].tabs[message.tab] else { return false };
        // An answer to an attempt that was given up is not read, however late it comes.
        if tab.waits.as_ref().is_none_or(|(attempt, _)| *attempt != message.attempt) {
            return false;
        }
        let Some((_, sent)) = tab.waits.take() else { return false };
        let Ok(answer) = Answer::decode(&message.body) else { return false };
        let batch = tab.replica.receive(&sent, answer, now, kept);
        self.trace(|| {
            format!("{} · answer {}: {}", message.device, message.attempt, trace::answer(&message.body))
        });
        let power = self.power();
        let scope_moved = Answer::decode(&message.body).is_ok_and(|answer| answer.scope.is_some());
        let ended = self.devices[message.device].commit(message.tab, batch, power);
        self.trace(|| format!("{} · {ended:?}", message.device));
        // Whether it heard of it, or died and asks when it starts.
        if scope_moved && matches!(ended, Commit::Done | Commit::DiedAfter) {
            self.adopts(message.device);
        }
        match ended {
            Commit::Done => true,
            Commit::Stale => {
                self.tally.stale_tabs += 1;
                false
            }
            Commit::DiedBefore | Commit::DiedAfter => {
                self.tally.died += 1;
                false
            }
        }
    }

    /// The endpoint makes a snapshot of a partition; or of all, and an officer reads everything again.
    fn snaps(&mut self) {
        let mut partitions: Vec<_> = self.endpoint.store.heads.keys().copied().collect();
        let is_all = self.rng.bool();
        if !is_all {
            partitions = vec![partitions[self.rng.usize(..partitions.len())]];
        }
        for partition in partitions {
            self.endpoint.snap(partition, &mut self.rng);
        }
        if is_all {
            let at = self.any_device();
            let tab = self.any_tab(at);
            self.begun_anew.insert(at);
            let batch = self.devices[at].tab(tab).replica.read_all_again();
            let power = self.power();
            self.trace(|| format!("device {at} reads everything again"));
            match self.devices[at].commit(tab, batch, power) {
                Commit::Done => self.tally.begun_anew += 1,
                Commit::Stale => self.tally.stale_tabs += 1,
                Commit::DiedBefore | Commit::DiedAfter => self.tally.died += 1,
            }
        }
    }

    /// Fetches a page of a snapshot, where a tab reads one.
    fn reads_snapshot(&mut self, at: usize, tab: usize) -> bool {
        let now = self.stamp(at);
        let replica = &self.devices[at].tab(tab).replica;
        let Some((partition, generation, number)) = replica.next_snapshot_page() else { return false };
        if !self.calm && self.rng.u32(..5) == 0 {
            self.tally.cut += 1;
            return true;
        }
        let batch = match self.endpoint.snapshot_page(partition, generation, number) {
            Some(bytes) => {
                self.tally.snapshot_pages += 1;
                let page = decode_page(bytes).expect("a page");
                replica.receive_snapshot_page(partition, generation, number, page, now)
            }
            None => replica.give_up_snapshot(partition),
        };
        let power = self.power();
        match self.devices[at].commit(tab, batch, power) {
            Commit::Done => {}
            Commit::Stale => self.tally.stale_tabs += 1,
            Commit::DiedBefore | Commit::DiedAfter => self.tally.died += 1,
        }
        true
    }

    /// The faults stop, and everybody syncs until nobody has anything left.
    fn calm_down(&mut self) {
        self.calm = true;
        for at in 0..self.devices.len() {
            self.devices[at].crash();
        }
        self.settle_hub();
        self.settle_parcels();
        self.settle_logins();
        self.come_back();
        for _round in 0..3 {
            for at in (0..self.devices.len()).filter(|at| self.lost != Some(*at)).collect::<Vec<_>>() {
                self.sync_now(at);
            }
        }
        self.settle_left();
        self.hear_of_all();
        self.begun_anew.clear();
        // The last papers find what has become of their sessions.
        while !self.papers.is_empty() {
            self.paper_arrives();
        }
    }

    /// Exchanges until nothing is left, without a fault.
    pub fn sync_now(&mut self, at: usize) {
        // What the endpoint holds back until others come is not sent for ever.
        self.devices[at].tab(0).replica.begin_round();
        let (mut in_vain, mut left) = (0, usize::MAX);
        for _exchange in 0..400 {
            self.now_ms += 1000;
            if self.reads_snapshot(at, 0) {
                continue;
            }
            let Some(message) = self.request(at, 0) else { continue };
            let answer = self.request_arrives(&message, Death::None).expect("alive");
            let more = Answer::decode(&answer.body).expect("whole").more;
            self.answer_arrives(&answer);
            let tab = self.devices[at].tab(0);
            let replica = &tab.replica;
            in_vain = if replica.outbox().len() < left || more { 0 } else { in_vain + 1 };
            left = replica.outbox().len();
            if in_vain > 8 {
                break;
            }
            let mends = !replica.to_read_again().is_empty()
                || replica.comparisons().iter().any(|of| of.there.is_none());
            let loads = !replica.meta().loading.is_empty();
            if !more && !loads && !replica.has_sendable() && replica.meta().complete_ms.is_some() && !mends {
                break;
            }
        }
    }

    /// Sends everything that ever arrived once more. What was refused in the life before the restore, and of which its device heard only
    /// when it had sent it in this one, the endpoint has said nothing of: the first word on it would be no replay.
    pub fn replay_everything(&mut self) {
        let nothing = BTreeSet::new();
        let refused = self.before.as_ref().map_or(&nothing, |before| &before.refused).clone();
        for body in std::mem::take(&mut self.requests) {
            let mut request = Request::decode(&body).expect("a request");
            let device = request.device;
            request.operations.retain(|sealed| {
                let key = (device, sealed.counter);
                let is_refused = refused.contains(&Dot { device, counter: sealed.counter });
                self.endpoint.store.operations.contains_key(&key) || !is_refused
            });
            let answer = self.endpoint.exchange(&request.encode(), self.now_ms, Death::None);
            assert_eq!(answer.is_none(), self.endpoint.out.contains(&device));
            self.tally.replays += 1;
        }
        for body in std::mem::take(&mut self.handed) {
            self.endpoint.hand_in(&body, Death::None);
        }
    }
}
