//! Files that people carry: late, twice, in any order or never; and the receipts that somebody carries back.

use thidua_sync::administration::HandedIn;
use thidua_sync::wire::Request;

use crate::device::Commit;
use crate::endpoint::Death;
use crate::trace;
use crate::world::World;

/// A file in somebody's pocket.
pub struct Parcel {
    device: usize,
    body: Vec<u8>,
    is_receipt: bool,
}

impl Parcel {
    /// A file of a device.
    pub const fn written(device: usize, body: Vec<u8>) -> Self {
        Self { device, body, is_receipt: false }
    }
}

impl World {
    /// Somebody writes a file, or a file arrives.
    pub fn courier_acts(&mut self) {
        if self.rng.u32(..3) == 0 { self.writes_file() } else { self.parcel_arrives() }
    }

    /// A device writes what it has into a file.
    fn writes_file(&mut self) {
        let at = self.any_device();
        let tab = self.any_tab(at);
        if !self.seal(at, tab) {
            return;
        }
        let (request, left) = self.devices[at].tab(tab).replica.for_file();
        assert_eq!(left, 0);
        if !request.operations.is_empty() {
            self.trace(|| format!("{at} · writes {} operations into a file", request.operations.len()));
            self.parcels.push(Parcel { device: at, body: request.encode(), is_receipt: false });
        }
    }

    /// One of the files comes to where it is to go. Some are lost on the way, some are carried again by somebody else.
    fn parcel_arrives(&mut self) {
        if self.parcels.is_empty() {
            return;
        }
        let at = self.rng.usize(..self.parcels.len());
        let parcel = match self.rng.u32(..10) {
            0 => {
                self.tally.parcels_lost += 1;
                self.parcels.swap_remove(at);
                return;
            }
            1..4 => {
                self.tally.parcels_doubled += 1;
                let Parcel { device, body, is_receipt } = &self.parcels[at];
                Parcel { device: *device, body: body.clone(), is_receipt: *is_receipt }
            }
            _ => self.parcels.swap_remove(at),
        };
        let death = match self.rng.u32(..20) {
            0 => Death::BeforeCommit,
            1 => Death::AfterCommit,
            _ => Death::None,
        };
        self.deliver(&parcel, death);
    }

    pub fn deliver(&mut self, parcel: &Parcel, death: Death) {
        if parcel.is_receipt {
            self.receipt_arrives(parcel);
            return;
        }
        let device = self.devices[parcel.device].id;
        let (operations, waiting) = (self.endpoint.store.operations.len(), self.endpoint.store.tray.len());
        let is_out = self.endpoint.out.contains(&device);
        // As with a request: what was not carried out is not replayed.
        if death != Death::BeforeCommit {
            if is_out { &mut self.handed } else { &mut self.requests }.push(parcel.body.clone());
        }
        let receipt = self.endpoint.take_file(&parcel.body, death);
        self.trace(|| {
            let sent = Request::decode(&parcel.body).expect("a file").operations;
            format!("{} · file: {}", parcel.device, trace::sealed(&sent, device))
        });
        self.tally.carried += (self.endpoint.store.operations.len() - operations) as u64;
        self.tally.handed_in += (self.endpoint.store.tray.len() - waiting) as u64;
        if let Some(body) = receipt {
            self.parcels.push(Parcel { device: parcel.device, body, is_receipt: true });
        }
    }

    fn receipt_arrives(&mut self, parcel: &Parcel) {
        let at = parcel.device;
        let (now, tab) = (self.stamp(at), self.any_tab(at));
        let told: HandedIn = serde_json::from_slice(&parcel.body).expect("a receipt is whole or none");
        let batch = self.devices[at].tab(tab).replica.take_receipt(&told, now);
        self.tally.receipts += u64::from(!batch.writes.is_empty());
        self.trace(|| format!("{at} · receipt {told:?}"));
        let power = self.power();
        match self.devices[at].commit(tab, batch, power) {
            Commit::Done => {}
            Commit::Stale => self.tally.stale_tabs += 1,
            Commit::DiedBefore | Commit::DiedAfter => self.tally.died += 1,
        }
    }

    /// What is still under way when the faults stop comes now, or never.
    pub fn settle_parcels(&mut self) {
        while let Some(parcel) = self.parcels.pop() {
            if self.rng.bool() {
                self.deliver(&parcel, Death::None);
            }
        }
    }
}
