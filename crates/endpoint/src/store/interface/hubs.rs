//! What the committee's endpoint tells a hub, and what a hub keeps.

use std::collections::{BTreeMap, BTreeSet};

use thidua_bundle::Verifier;
use thidua_domain::record::RecordId;
use thidua_sync::counters::CounterSet;
use thidua_sync::identity::DeviceId;
use thidua_sync::row::Row;

use super::Transaction;
use crate::store::StoreError;
use crate::store::hubs::{Queued, Relayed, Word};

impl Transaction {
    /// By what devices are known as authors, of those whose login holds and was used since.
    pub(crate) async fn verifiers(&mut self, since_ms: i64) -> Result<Vec<(DeviceId, Verifier)>, StoreError> {
        ask!(self.verifiers(since_ms))
    }

    /// The devices that are known, each with the counters that were taken from it.
    pub(crate) async fn all_counters(&mut self) -> Result<BTreeMap<DeviceId, CounterSet>, StoreError> {
        ask!(self.all_counters())
    }

    /// A fact of a hub.
    pub(crate) async fn hub_fact(&mut self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        ask!(self.hub_fact(key))
    }

    /// Keeps a fact of a hub.
    pub(crate) async fn keep_hub_fact(&mut self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        ask!(self.keep_hub_fact(key, value))
    }

    /// Forgets all logins: a hub is told anew by what its devices are known.
    pub(crate) async fn forget_logins(&mut self) -> Result<(), StoreError> {
        ask!(self.forget_logins())
    }

    /// Notes whether a device is shut out, and what was taken from it here or by the committee's endpoint.
    pub(crate) async fn keep_leased(
        &mut self,
        device: DeviceId,
        shut_out: Option<i64>,
        counters: &CounterSet,
    ) -> Result<(), StoreError> {
        ask!(self.keep_leased(device, shut_out, counters))
    }

    /// Stores by what a device is known to a hub.
    pub(crate) async fn keep_author(
        &mut self,
        verifier: Verifier,
        device: DeviceId,
        account: u32,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.keep_author(verifier, device, account, now_ms))
    }

    /// The rows as the committee's endpoint has told them.
    pub(crate) async fn hub_rows(&mut self) -> Result<Vec<Row>, StoreError> {
        ask!(self.hub_rows())
    }

    /// Keeps a row as the committee's endpoint has told it.
    pub(crate) async fn keep_hub_row(&mut self, row: &Row) -> Result<(), StoreError> {
        ask!(self.keep_hub_row(row))
    }

    /// The committee's endpoint has no such row any more.
    pub(crate) async fn drop_hub_row(&mut self, record: RecordId) -> Result<(), StoreError> {
        ask!(self.drop_hub_row(record))
    }

    /// Puts work at the end of the queue.
    pub(crate) async fn queue(
        &mut self,
        device: DeviceId,
        counters: &CounterSet,
        records: &BTreeSet<RecordId>,
        file: &[u8],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.queue(device, counters, records, file, now_ms))
    }

    /// The operations of a device that are in the queue, or were and reached the committee's endpoint.
    pub(crate) async fn queued_of(&mut self, device: DeviceId) -> Result<Vec<CounterSet>, StoreError> {
        ask!(self.queued_of(device))
    }

    /// The next work that waits.
    pub(crate) async fn next_queued(&mut self) -> Result<Option<Queued>, StoreError> {
        ask!(self.next_queued())
    }

    /// How many operations wait, and the records that they speak of.
    pub(crate) async fn waiting(&mut self) -> Result<(u64, BTreeSet<RecordId>), StoreError> {
        ask!(self.waiting())
    }

    /// Notes what became of work at the committee's endpoint.
    pub(crate) async fn relayed(&mut self, place: u64, what: &Relayed) -> Result<(), StoreError> {
        ask!(self.relayed(place, what))
    }

    /// What became of a device's work after a place, the first of it.
    pub(crate) async fn words_for(
        &mut self,
        device: DeviceId,
        after: u64,
        most: u32,
    ) -> Result<Vec<Word>, StoreError> {
        ask!(self.words_for(device, after, most))
    }
}
