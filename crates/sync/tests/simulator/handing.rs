//! Devices lose their login and get it back, or never do; what they have is handed in, and a person looks at it.

use std::collections::BTreeSet;

use thidua_sync::administration::HandedIn;
use thidua_sync::client::Sent;
use thidua_sync::wire::Request;

use crate::device::{Commit, Tab};
use crate::endpoint::Death;
use crate::network::Message;
use crate::trace;
use crate::world::World;

impl World {
    /// A login ends. One device of some histories is shut out for good.
    pub fn loses_login(&mut self) {
        let at = self.any_device();
        let id = self.devices[at].id;
        self.endpoint.out.insert(id);
        if self.lost.is_none() && self.before.is_none() && self.rng.u32(..4) == 0 {
            self.lost = Some(at);
        }
    }

    /// Somebody signs in again.
    pub fn comes_back(&mut self) {
        let at = self.any_device();
        let id = self.devices[at].id;
        if self.lost != Some(at) && self.endpoint.out.remove(&id) {
            self.tally.came_back += 1;
        }
    }

    /// A person looks at something that waits, whatever stands before it.
    pub fn reviewer_acts(&mut self) {
        let waiting = self.endpoint.waiting();
        if waiting.is_empty() {
            return;
        }
        let (key, accept) = (waiting[self.rng.usize(..waiting.len())], self.rng.u32(..4) > 0);
        self.review(key, accept);
    }

    pub fn review(&mut self, key: (thidua_sync::identity::DeviceId, u64), accept: bool) -> bool {
        let done = self.endpoint.review(key, accept);
        self.trace(|| format!("{key:?} · a person says {accept}: {done}"));
        *match (done, accept) {
            (false, _) => &mut self.tally.waits_on,
            (true, true) => &mut self.tally.accepted,
            (true, false) => &mut self.tally.refused_by_person,
        } += 1;
        done
    }

    /// Who cannot sign in any more asks a last time.
    pub fn hear_of_all(&mut self) {
        if let Some(at) = self.lost
            && let Some(message) = self.handing_that(at, 0, true)
            && let Some(answer) = self.handing_arrives(&message, Death::None)
        {
            self.fates_arrive(&answer);
        }
    }

    /// Seals, and makes a request that hands in what was not handed in, or asks what became of it.
    pub fn handing(&mut self, at: usize, tab: usize) -> Option<Message> {
        let asks = self.rng.u32(..3) == 0;
        self.handing_that(at, tab, asks)
    }

    fn handing_that(&mut self, at: usize, tab: usize, asks: bool) -> Option<Message> {
        let now = self.stamp(at);
        if !self.seal(at, tab) {
            return None;
        }
        let attempt = self.next_attempt();
        let Tab { replica, waits } = self.devices[at].tab(tab);
        let (mut request, mut counters) = replica.hand_in();
        if asks {
            request = replica.ask_fates();
            counters.clear();
        }
        *waits = Some((
            attempt,
            Sent {
                counters,
                whole: BTreeSet::new(),
                everything: false,
                witnessed: 0,
                awaits: BTreeSet::new(),
                at: now,
            },
        ));
        Some(Message { device: at, tab, attempt, body: request.encode(), is_answer: false, is_handing: true })
    }

    /// What is handed in arrives at the endpoint.
    pub fn handing_arrives(&mut self, message: &Message, death: Death) -> Option<Message> {
        self.handed.push(message.body.clone());
        self.trace(|| {
            let request = Request::decode(&message.body).expect("a request");
            let sent = trace::sealed(&request.operations, request.device);
            format!("{} · hands in {}: {sent}", message.device, message.attempt)
        });
        let before = self.endpoint.store.tray.len();
        let body = self.endpoint.hand_in(&message.body, death)?;
        self.tally.handed_in += (self.endpoint.store.tray.len() - before) as u64;
        Some(Message { body, is_answer: true, ..message.clone() })
    }

    /// The device hears what became of what it has handed in.
    pub fn fates_arrive(&mut self, message: &Message) {
        let now = self.stamp(message.device);
        let Some(tab) = &mut self.devices[message.device].tabs[message.tab] else { return };
        if tab.waits.as_ref().is_none_or(|(attempt, _)| *attempt != message.attempt) {
            return;
        }
        let Some((_, sent)) = tab.waits.take() else { return };
        let Ok(told) = serde_json::from_slice::<HandedIn>(&message.body) else { return };
        let batch = if sent.counters.is_empty() {
            tab.replica.take_all_fates(&told, now)
        } else {
            tab.replica.take_fates(&sent.counters, &told, now)
        };
        self.trace(|| format!("{} · fates {}: {told:?}", message.device, message.attempt));
        let power = self.power();
        match self.devices[message.device].commit(message.tab, batch, power) {
            Commit::Done => {}
            Commit::Stale => self.tally.stale_tabs += 1,
            Commit::DiedBefore | Commit::DiedAfter => self.tally.died += 1,
        }
    }

    /// In the end everybody signs in again who can, who cannot hands in, and a person has looked at everything.
    pub fn settle_logins(&mut self) {
        let lost = self.lost.map(|at| self.devices[at].id);
        self.endpoint.out.retain(|id| Some(*id) == lost);
        for _round in 0..20 {
            if let Some(at) = self.lost
                && let Some(message) = self.handing(at, 0)
                && let Some(answer) = self.handing_arrives(&message, Death::None)
            {
                self.fates_arrive(&answer);
            }
            for key in self.endpoint.waiting() {
                let accept = self.rng.u32(..4) > 0;
                if !self.review(key, accept) {
                    self.review(key, false);
                }
            }
        }
    }
}
