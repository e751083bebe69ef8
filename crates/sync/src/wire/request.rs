//! What a device sends in one exchange: its next operations and how far it has read.

use std::collections::BTreeSet;

use minicbor::Decoder;
use thidua_domain::record::{PartitionId, RecordId};

use super::cbor::{Cbor, DecodeError, array, bytes, end, keyed};
use super::layout::Layout;
use crate::device_key::DeviceKey;
use crate::identity::DeviceId;
use crate::operation::{SCHEMA as SCHEMA_VERSION, Sealed};
use crate::receipt::{Proof, Receipts, read_receipts, write_receipts};

/// The version of the envelopes. An endpoint that does not know a request's version answers 400.
pub const VERSION: u64 = 1;

/// A snapshot that the device reads or has read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TakenSnapshot {
    /// Of which partition.
    pub partition: PartitionId,
    /// Which of its snapshots.
    pub generation: u64,
    /// Whether the device holds all of it. Until then the endpoint tells nothing of the partition.
    pub whole: bool,
}

/// A device's part of an exchange.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The device.
    pub device: DeviceId,
    /// The highest operation schema that the device reads.
    pub schema: u16,
    /// The cursor of the last answer; none for a device that has nothing yet.
    pub cursor: Option<Vec<u8>>,
    /// The operations, in rising order of their counters.
    pub operations: Vec<Sealed>,
    /// Records that the endpoint is to send whole, because the device's copy is not what its operations build on.
    pub whole: Vec<RecordId>,
    /// Partitions that the endpoint is to tell from their beginning, whatever the cursor says: what the device holds of
    /// them is not what the endpoint holds.
    pub anew: Vec<PartitionId>,
    /// How many bytes of answer the device would take at once, after compression; none for as many as the endpoint gives.
    pub page: Option<u32>,
    /// The snapshots that the device reads, and those that it has read and whose partitions it goes on in.
    pub snapshots: Vec<TakenSnapshot>,
    /// Whether the endpoint is to tell the checksum of every partition, and not only of those that moved.
    pub sums: bool,
    /// How the device reads rows.
    pub layout: Layout,
    /// What the endpoint said in its life before of those operations that are offered again.
    pub receipts: Receipts,
    /// Witnessed copies: rows of the endpoint's life before, each as [`super::encode_row`] writes it, that say what the endpoint
    /// does not know any more and this device did not write.
    pub witnessed: Vec<Vec<u8>>,
    /// Operations of the device that those of the request build on and that were refused: an endpoint that was restored may not
    /// know it any more.
    pub refused: BTreeSet<u64>,
    /// Operations that were put into the tray by an exchange, of which the device asks what a person has said.
    pub awaits: BTreeSet<u64>,
    /// By what an endpoint that was restored knows the device again. It goes with what is handed in, and with files.
    pub key: Option<DeviceKey>,
    /// Operations of the device that those of the request build on, that took effect once, and that it has let go of since: an endpoint
    /// that was restored waits in vain for them.
    pub gone: BTreeSet<u64>,
}

const VERSION_KEY: u64 = 0;
const DEVICE: u64 = 1;
const SCHEMA: u64 = 2;
const CURSOR: u64 = 3;
const OPERATIONS: u64 = 4;
const WHOLE: u64 = 5;
// 6 is free.
const PAGE: u64 = 7;
const ANEW: u64 = 8;
const SUMS: u64 = 9;
const SNAPSHOTS: u64 = 10;
const LAYOUT: u64 = 11;
const RECEIPTS: u64 = 20;
const WITNESSED: u64 = 21;
const REFUSED: u64 = 22;
const KEY: u64 = 23;
const AWAITS: u64 = 40;
const GONE: u64 = 41;

impl Request {
    /// The request of a device that has nothing, wants to hand over nothing, and reads what this version reads.
    #[must_use]
    pub const fn of(device: DeviceId) -> Self {
        Self {
            device,
            schema: SCHEMA_VERSION,
            cursor: None,
            operations: Vec::new(),
            whole: Vec::new(),
            anew: Vec::new(),
            page: None,
            snapshots: Vec::new(),
            sums: false,
            layout: Layout::Steps,
            receipts: Receipts::new(),
            witnessed: Vec::new(),
            refused: BTreeSet::new(),
            awaits: BTreeSet::new(),
            key: None,
            gone: BTreeSet::new(),
        }
    }

    /// Writes the request.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Cbor::default();
        let optional = [
            self.cursor.is_some(),
            !self.operations.is_empty(),
            !self.whole.is_empty(),
            self.page.is_some(),
            !self.snapshots.is_empty(),
            !self.anew.is_empty(),
            self.sums,
            self.layout != Layout::default(),
            !self.receipts.is_empty(),
            !self.witnessed.is_empty(),
            !self.refused.is_empty(),
            !self.awaits.is_empty(),
            self.key.is_some(),
            !self.gone.is_empty(),
        ];
        out.map(3 + optional.into_iter().filter(|there| *there).count());
        out.uint(VERSION_KEY);
        out.uint(VERSION);
        out.uint(DEVICE);
        out.bytes(&self.device.0);
        out.uint(SCHEMA);
        out.uint(u64::from(self.schema));
        if let Some(cursor) = &self.cursor {
            out.uint(CURSOR);
            out.bytes(cursor);
        }
        if !self.operations.is_empty() {
            out.uint(OPERATIONS);
            out.array(self.operations.len());
            let mut before = 0;
            for sealed in &self.operations {
                out.array(2);
                // The step from the one before: mostly 1, and the same byte again compresses to nothing.
                out.uint(sealed.counter.saturating_sub(before));
                out.bytes(&sealed.bytes);
                before = sealed.counter;
            }
        }
        if !self.whole.is_empty() {
            out.uint(WHOLE);
            out.array(self.whole.len());
            self.whole.iter().for_each(|record| out.bytes(record.as_bytes()));
        }
        if let Some(page) = self.page {
            out.uint(PAGE);
            out.uint(u64::from(page));
        }
        if !self.anew.is_empty() {
            out.uint(ANEW);
            out.array(self.anew.len());
            self.anew.iter().for_each(|partition| out.uint(u64::from(partition.0)));
        }
        if self.sums {
            out.uint(SUMS);
            out.bool(true);
        }
        if !self.snapshots.is_empty() {
            out.uint(SNAPSHOTS);
            out.array(self.snapshots.len() * 3);
            for taken in &self.snapshots {
                out.uint(u64::from(taken.partition.0));
                out.uint(taken.generation);
                out.bool(taken.whole);
            }
        }
        if self.layout != Layout::default() {
            out.uint(LAYOUT);
            out.uint(self.layout.code());
        }
        if !self.receipts.is_empty() {
            out.uint(RECEIPTS);
            write_receipts(&mut out, &self.receipts);
        }
        if !self.witnessed.is_empty() {
            out.uint(WITNESSED);
            out.array(self.witnessed.len());
            self.witnessed.iter().for_each(|row| out.bytes(row));
        }
        write_counters(&mut out, REFUSED, &self.refused);
        if let Some(key) = &self.key {
            out.uint(KEY);
            out.array(2);
            out.text(&key.login);
            out.bytes(&key.proof.0);
        }
        write_counters(&mut out, AWAITS, &self.awaits);
        write_counters(&mut out, GONE, &self.gone);
        out.into_bytes()
    }

    /// Reads a request. The operations inside stay sealed: one that cannot be read is its own affair.
    ///
    /// # Errors
    /// Where the bytes are no request of a known version.
    pub fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let mut input = Decoder::new(body);
        let (mut version, mut device, mut schema, mut cursor) = (None, None, 0, None);
        let (mut operations, mut whole): (Vec<Sealed>, Vec<RecordId>) = Default::default();
        let (mut page, mut anew, mut sums) = (None, Vec::new(), false);
        let (mut snapshots, mut layout) = (Vec::new(), Layout::default());
        let (mut receipts, mut witnessed, mut refused) = (Receipts::new(), Vec::new(), BTreeSet::new());
        let (mut awaits, mut gone, mut key) = (BTreeSet::new(), BTreeSet::new(), None);
        keyed(&mut input, |name, input| {
            match name {
                VERSION_KEY => version = Some(input.u64()?),
                DEVICE => device = Some(DeviceId(bytes(input)?)),
                SCHEMA => schema = input.u16()?,
                CURSOR => cursor = Some(input.bytes()?.to_vec()),
                OPERATIONS => {
                    for _ in 0..array(input)? {
                        if array(input)? != 2 {
                            return Err(DecodeError::new("a sealed operation is a pair"));
                        }
                        let before = operations.last().map_or(0, |before| before.counter);
                        let counter = before.checked_add(input.u64()?).filter(|counter| *counter > before);
                        let counter = counter.ok_or_else(|| DecodeError::new("counters must rise"))?;
                        operations.push(Sealed { counter, bytes: input.bytes()?.to_vec() });
                    }
                }
                WHOLE => {
                    for _ in 0..array(input)? {
                        whole.push(RecordId::from_bytes(bytes(input)?));
                    }
                }
                ANEW => {
                    for _ in 0..array(input)? {
                        anew.push(PartitionId(input.u32()?));
                    }
                }
                PAGE => page = Some(input.u32()?),
                SNAPSHOTS => {
                    for _ in 0..array(input)? / 3 {
                        let partition = PartitionId(input.u32()?);
                        let (generation, whole) = (input.u64()?, input.bool()?);
                        snapshots.push(TakenSnapshot { partition, generation, whole });
                    }
                }
                SUMS => sums = input.bool()?,
                LAYOUT => layout = Layout::for_code(input.u64()?),
                RECEIPTS => receipts = read_receipts(input)?,
                WITNESSED => {
                    for _ in 0..array(input)? {
                        witnessed.push(input.bytes()?.to_vec());
                    }
                }
                REFUSED => refused = read_counters(input)?,
                KEY => {
                    if array(input)? != 2 {
                        return Err(DecodeError::new("the key of a device is a pair"));
                    }
                    let login = input.str()?.to_owned();
                    key = Some(DeviceKey { login, proof: Proof(bytes(input)?) });
                }
                AWAITS => awaits = read_counters(input)?,
                GONE => gone = read_counters(input)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        end(&input)?;
        if version != Some(VERSION) {
            return Err(DecodeError::new("a version of the protocol that is not known here"));
        }
        let device = device.ok_or_else(|| DecodeError::new("a request names its device"))?;
        Ok(Self {
            device,
            schema,
            cursor,
            operations,
            whole,
            anew,
            page,
            snapshots,
            sums,
            layout,
            receipts,
            witnessed,
            refused,
            awaits,
            key,
            gone,
        })
    }
}

fn write_counters(out: &mut Cbor, key: u64, counters: &BTreeSet<u64>) {
    if !counters.is_empty() {
        out.uint(key);
        out.array(counters.len());
        counters.iter().for_each(|counter| out.uint(*counter));
    }
}

fn read_counters(input: &mut Decoder<'_>) -> Result<BTreeSet<u64>, DecodeError> {
    let mut counters = BTreeSet::new();
    for _ in 0..array(input)? {
        counters.insert(input.u64()?);
    }
    Ok(counters)
}
