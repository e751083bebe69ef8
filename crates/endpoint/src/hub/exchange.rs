//! What a hub answers a device.
//!
//! Invariants: what the committee's endpoint is to be given is on the disk before anything is decided here, in the order in which it
//! came. An operation that the committee's endpoint has already is not decided again. What only that endpoint decides is not
//! carried out, and stays with its device.

use std::collections::BTreeSet;

use thidua_bundle::{Kind, kind_of};
use thidua_domain::record::RecordId;
use thidua_sync::counters::CounterSet;
use thidua_sync::hub::{HubAnswer, HubRequest, HubTold, decides};
use thidua_sync::identity::DeviceId;
use thidua_sync::receipt::Receipts;
use thidua_sync::wire::{Request, open};

use super::{Hub, HubError, State};
use crate::exchange;
use crate::secret;
use crate::session::lets_in;
use crate::store::{Relayed, Session, StoreError};

/// How many receipts are told at once.
const RECEIPTS: u32 = 50;

impl Hub {
    /// Who this hub is, for whoever asks.
    pub(crate) async fn told(&self) -> Result<HubTold, StoreError> {
        let (waiting, _) = self.store.read().await?.waiting().await?;
        let state = self.state();
        Ok(HubTold {
            committee: state.committee.clone(),
            key: self.key().to_text(),
            until_ms: state.until_ms,
            certificate: state.certificate.map(|signed| signed.to_text()).unwrap_or_default(),
            waiting,
            reached_ms: state.reached_ms,
        })
    }

    /// Takes what a device asks, with the file for the committee's endpoint beside it, and gives what only that device reads.
    pub(crate) async fn answer(&self, asks: &[u8], file: &[u8], now_ms: i64) -> Result<Vec<u8>, HubError> {
        let state = self.state();
        if state.shut_out {
            return Err(HubError::ShutOut);
        }
        if now_ms >= state.until_ms {
            return Err(HubError::LeaseOver);
        }
        let asked = self.committee.asked(asks)?;
        let token =
            self.store.read().await?.token_of(asked.verifier).await?.ok_or(HubError::UnknownAuthor)?;
        let session = self.store.session(token).await?.ok_or(HubError::UnknownAuthor)?;
        // The lease says when a login was last used, and is younger than that.
        lets_in(&Session { used_ms: now_ms, ..session }, now_ms)?;
        let HubRequest { seen, mut request } = HubRequest::decode(&asked.plain()?)?;
        if request.device != session.device {
            return Err(HubError::WrongDevice);
        }
        let turn = self.turn.read().await;
        let known = self.take_work(&state, &mut request, file, now_ms).await?;
        let answer = exchange::exchange(&self.store, &self.key, session, &request, now_ms).await?;
        drop(turn);
        let mut told = HubAnswer {
            answer: answer.encode_in(request.layout),
            known,
            until_ms: state.until_ms,
            reached_ms: state.reached_ms,
            ..HubAnswer::default()
        };
        let mut tx = self.store.read().await?;
        for word in tx.words_for(session.device, seen, RECEIPTS).await? {
            match word.what {
                Relayed::Taken(receipt) => told.receipts.push((word.place, receipt)),
                Relayed::Returned(_) => {
                    let ranges = word.counters.ranges().iter();
                    told.returned.extend(ranges.flat_map(|(first, last)| *first..=*last));
                    // It has its place among the receipts, so that it is told once.
                    told.receipts.push((word.place, Vec::new()));
                }
            }
        }
        (told.waiting, _) = tx.waiting().await?;
        drop(tx);
        Ok(self.committee.tell(&asked.back, &told.encode(), secret::random()?)?)
    }

    /// Leaves in the request what is to be decided here, and keeps the file for the committee's endpoint. Says what that has
    /// already.
    async fn take_work(
        &self,
        state: &State,
        request: &mut Request,
        file: &[u8],
        now_ms: i64,
    ) -> Result<Vec<u64>, HubError> {
        let device = request.device;
        let taken = state.taken.get(&device).cloned().unwrap_or_default();
        let (mut known, mut records, mut counters) = (Vec::new(), BTreeSet::new(), CounterSet::default());
        request.operations.retain(|sealed| {
            if taken.contains(sealed.counter) {
                known.push(sealed.counter);
                return false;
            }
            let op = open(sealed, device).ok();
            let is_ours = op.as_ref().is_some_and(decides);
            if let Some(op) = op.filter(|_| is_ours) {
                records.insert(op.record);
                counters.insert(sealed.counter);
            }
            is_ours
        });
        // Witnessed copies and receipts of an earlier life are for the committee's endpoint alone.
        request.witnessed.clear();
        request.receipts = Receipts::new();
        if !request.operations.is_empty() {
            self.queue(device, &counters, &records, file, now_ms).await?;
        }
        Ok(known)
    }

    async fn queue(
        &self,
        device: DeviceId,
        counters: &CounterSet,
        records: &BTreeSet<RecordId>,
        file: &[u8],
        now_ms: i64,
    ) -> Result<(), HubError> {
        let mut tx = self.store.write().await?;
        let queued = tx.queued_of(device).await?;
        let is_there = |counter: u64| queued.iter().any(|set| set.contains(counter));
        let mut all = counters.ranges().iter().flat_map(|(first, last)| *first..=*last);
        // What comes again after a cut is on its way already.
        if all.all(is_there) {
            return Ok(());
        }
        if kind_of(file) != Ok(Kind::Bundle) {
            return Err(HubError::NothingToCarry);
        }
        tx.queue(device, counters, records, file, now_ms).await?;
        tx.commit().await?;
        Ok(())
    }
}
