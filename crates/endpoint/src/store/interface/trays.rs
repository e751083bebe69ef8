//! What devices without a login have handed in, whatever database is behind it.

use std::collections::BTreeMap;

use thidua_sync::administration::Verdict;
use thidua_sync::counters::CounterSet;
use thidua_sync::identity::DeviceId;
use thidua_sync::operation::Sealed;
use thidua_sync::server::Handed;

use super::Transaction;
use crate::store::{Stock, StoreError, Waiting};

impl Transaction {
    /// Everything that a device has ever handed in, by its counter.
    pub(crate) async fn handed(&mut self, device: DeviceId) -> Result<BTreeMap<u64, Handed>, StoreError> {
        ask!(self.handed(device))
    }

    /// The counters that were taken from a device, whatever may be said of its account.
    pub(crate) async fn counters(&mut self, device: DeviceId) -> Result<CounterSet, StoreError> {
        ask!(self.counters(device))
    }

    /// How much a device has in the tray.
    pub(crate) async fn stock(&mut self, device: DeviceId) -> Result<Stock, StoreError> {
        ask!(self.stock(device))
    }

    /// Puts operations of a device into the tray. Says the entry of the first.
    pub(crate) async fn hand_in(
        &mut self,
        device: DeviceId,
        operations: &[Sealed],
        now_ms: i64,
    ) -> Result<u64, StoreError> {
        ask!(self.hand_in(device, operations, now_ms))
    }

    /// The operations that wait for a person, the oldest first: not those that came by an exchange meanwhile.
    pub(crate) async fn tray(&mut self, most: u32) -> Result<Vec<Waiting>, StoreError> {
        ask!(self.tray(most))
    }

    /// What waits of one device.
    pub(crate) async fn tray_of(&mut self, device: DeviceId) -> Result<Vec<Sealed>, StoreError> {
        ask!(self.tray_of(device))
    }

    /// An entry of the tray, whatever was said of it.
    pub(crate) async fn tray_entry(&mut self, entry: u64) -> Result<Option<Waiting>, StoreError> {
        ask!(self.tray_entry(entry))
    }

    /// A person's word on an entry. Its bytes stand among the operations from now on.
    pub(crate) async fn settle_entry(
        &mut self,
        entry: u64,
        verdict: Verdict,
        reason: &str,
        decided_by: u32,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.settle_entry(entry, verdict, reason, decided_by, now_ms))
    }
}
