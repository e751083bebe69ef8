//! A hub: an endpoint that knows nothing but what devices bring, answers them provisionally, and hands their work in later, now and
//! then twice; or is lost with all that it had.

use std::collections::{BTreeSet, VecDeque};

use fastrand::Rng;
use thidua_domain::record::PartitionId;
use thidua_sync::hub::{HubAnswer, decides};
use thidua_sync::identity::DeviceId;
use thidua_sync::wire::{Request, open};

use crate::couriers::Parcel;
use crate::device::Commit;
use crate::endpoint::{Death, Endpoint};
use crate::trace;
use crate::world::{MERGED, World};

pub struct Hub {
    pub endpoint: Endpoint,
    /// What is to be handed in, in the order in which it came.
    queue: VecDeque<(usize, Vec<u8>)>,
    queued: BTreeSet<(DeviceId, u64)>,
}

impl Hub {
    pub fn new(partitions: &[PartitionId], rng: &mut Rng) -> Self {
        Self { endpoint: Endpoint::new(partitions, rng), queue: VecDeque::new(), queued: BTreeSet::new() }
    }
}

impl World {
    /// Somebody meets the hub, or it finds a line.
    pub fn hub_acts(&mut self) {
        if self.rng.u32(..4) == 0 { self.hub_finds_a_line() } else { self.meets_hub() }
    }

    fn meets_hub(&mut self) {
        let at = self.any_device();
        let tab = self.any_tab(at);
        if !self.seal(at, tab) {
            return;
        }
        let now = self.stamp(at);
        let device = self.devices[at].id;
        let (asked, sent, carried) = self.devices[at].tab(tab).replica.hub_request(now);
        for sealed in &carried.operations {
            assert!(open(sealed, device).is_ok_and(|op| decides(&op)), "a hub is not asked for this");
        }
        // It is on the hub's disk before anything is decided there.
        let keys: Vec<_> = carried.operations.iter().map(|sealed| (device, sealed.counter)).collect();
        if !keys.iter().all(|key| self.hub.queued.contains(key)) {
            self.hub.queued.extend(keys);
            self.hub.queue.push_back((at, carried.encode()));
        }
        let death = match self.rng.u32(..20) {
            0 => Death::BeforeCommit,
            1 => Death::AfterCommit,
            _ => Death::None,
        };
        // A hub goes by its lease, whatever has become of an account since. One that is of units which were merged serves nobody: what it has
        // is of units that have ended.
        if self.hub.endpoint.store.accounts.is_empty() {
            self.renews_lease();
        }
        if self.hub.endpoint.store.accounts.values().any(|account| account.grant(MERGED).is_some()) {
            return;
        }
        let Some(answer) = self.hub.endpoint.exchange(&asked.request.encode(), self.now_ms, death) else {
            return;
        };
        self.trace(|| {
            let sent = trace::sealed(&asked.request.operations, device);
            format!("{at} · at the hub: {sent}\n    told: {}", trace::answer(&answer))
        });
        let told = HubAnswer { answer, ..HubAnswer::default() };
        let replica = &self.devices[at].tab(tab).replica;
        let (batch, lent) = replica.receive_from_hub(&sent, &told, now).expect("an answer");
        self.tally.at_hub += u64::from(!batch.writes.is_empty());
        let before = replica.outbox().len();
        let power = self.power();
        match self.devices[at].commit(tab, batch, power) {
            Commit::Done => {
                let replica = &mut self.devices[at].tab(tab).replica;
                replica.lend(lent);
                assert_eq!(
                    replica.outbox().len(),
                    before,
                    "a hub is not the endpoint: nothing leaves the outbox"
                );
                self.tally.lent += u64::from(replica.views().iter().any(|view| view.provisional));
            }
            Commit::Stale => self.tally.stale_tabs += 1,
            Commit::DiedBefore | Commit::DiedAfter => self.tally.died += 1,
        }
    }

    fn renews_lease(&mut self) {
        self.hub.endpoint.takes_lease(&self.endpoint.store.accounts);
    }

    fn hub_finds_a_line(&mut self) {
        self.renews_lease();
        let many = self.rng.usize(1..5);
        for _ in 0..many {
            let Some((device, body)) = self.hub.queue.pop_front() else { return };
            // The line is cut, or the program killed: what was not answered goes once more, and nothing overtakes it.
            let death = match self.rng.u32(..10) {
                0 => Death::BeforeCommit,
                1 => Death::AfterCommit,
                _ => Death::None,
            };
            self.tally.relayed += Request::decode(&body).expect("a file").operations.len() as u64;
            self.deliver(&Parcel::written(device, body.clone()), death);
            if death != Death::None {
                self.hub.queue.push_front((device, body));
                return;
            }
        }
    }

    /// When the faults stop the hub hands in what it has; now and then it has fallen into a lake.
    pub fn settle_hub(&mut self) {
        if self.rng.u32(..4) == 0 {
            self.hub.queue.clear();
        }
        while let Some((device, body)) = self.hub.queue.pop_front() {
            self.deliver(&Parcel::written(device, body), Death::None);
        }
    }
}
