//! What the endpoint answers: an outcome for each operation, and what changed since the cursor.

use std::collections::BTreeMap;

use minicbor::Decoder;
use thidua_domain::lineage::Lineage;
use thidua_domain::record::PartitionId;

use super::cbor::{Cbor, DecodeError, array, bytes, end, keyed};
use super::layout::Layout;
use super::page::{Page, read_page, write_page};
use super::value::{Devices, read_field, write_field};
use crate::checksum::{Checksum, Checksums};
use crate::counters::CounterSet;
use crate::identity::DeviceId;
use crate::outcome::{Outcome, Reason};
use crate::receipt::{Receipts, read_receipts, write_receipts};

/// A snapshot that the endpoint has of a partition: what a device reads that has nothing of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Offer {
    /// Of which partition.
    pub partition: PartitionId,
    /// Which of its snapshots; part of the address.
    pub generation: u64,
    /// How many pages it has.
    pub pages: u32,
    /// How many records.
    pub rows: u64,
    /// How many bytes on the line.
    pub bytes: u64,
}

/// Where a device stands once it has read all the snapshots that the same answer offers. What has changed since they were made was told
/// in that answer, so nothing is left to ask.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AfterSnapshots {
    /// How far it has read then.
    pub cursor: Vec<u8>,
    /// The checksums of the partitions of those snapshots.
    pub sums: Checksums,
}

/// The endpoint's part of an exchange.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// The endpoint's clock, milliseconds since 1970.
    pub time_ms: i64,
    /// The highest operation schema that the endpoint reads.
    pub schema: u16,
    /// What became of each operation of the request, by counter, rising.
    pub outcomes: Vec<(u64, Outcome)>,
    /// What changed, by partition.
    pub pages: Vec<Page>,
    /// How far the device has read once it has stored the pages; none where nothing moved.
    pub cursor: Option<Vec<u8>>,
    /// There is more: ask again at once.
    pub more: bool,
    /// What the device has received is of another life of the endpoint: what it holds is replaced by what comes now.
    pub restart: bool,
    /// The partitions that the account may read, where they changed since the cursor was given.
    pub scope: Option<Vec<PartitionId>>,
    /// Where a counter was reused: the lowest counter that is free for this device.
    pub next_counter: Option<u64>,
    /// The checksum of the rows of a partition, of those that this answer brings to their head.
    pub sums: Checksums,
    /// The partitions that this answer tells from their beginning, as the device has asked: what it holds of them goes.
    pub anew: Vec<PartitionId>,
    /// Where there is more: about how many records are still to come.
    pub left: u64,
    /// The snapshots of partitions of which the device has nothing yet, and those that it reads, as long as they are there.
    pub snapshots: Vec<Offer>,
    /// Where these are all that is missing.
    pub after: Option<AfterSnapshots>,
    /// What the device keeps of the operations of the request that took effect.
    pub receipts: Receipts,
    /// With [`Answer::restart`]: the operations that the endpoint knows of each device which has written where the account
    /// reads. What the device holds of others is of the life before.
    pub known: Option<BTreeMap<DeviceId, CounterSet>>,
    /// With [`Answer::scope`], where there are any: the units that have ended and whose heirs the account may read.
    pub lineage: Option<Lineage>,
    /// The operations of the request that wait in the tray for a person, because their partition has left the account's scope.
    /// Their outcome is [`Outcome::Held`].
    pub waiting: Vec<u64>,
}

const TIME: u64 = 0;
const SCHEMA: u64 = 1;
const OUTCOMES: u64 = 2;
const DEVICES: u64 = 3;
const PAGES: u64 = 4;
const CURSOR: u64 = 5;
const MORE: u64 = 6;
const RESTART: u64 = 7;
const SCOPE: u64 = 8;
const NEXT_COUNTER: u64 = 9;
const SUMS: u64 = 10;
const SNAPSHOTS: u64 = 11;
const AFTER: u64 = 12;
const ANEW: u64 = 13;
const LEFT: u64 = 14;
const RECEIPTS: u64 = 20;
const KNOWN: u64 = 21;
const LINEAGE: u64 = 40;
const WAITING: u64 = 41;

impl Answer {
    /// Writes the answer, its rows as this version reads them.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.encode_in(Layout::Steps)
    }

    /// Writes the answer, its rows as the device that asks reads them.
    #[must_use]
    pub fn encode_in(&self, layout: Layout) -> Vec<u8> {
        // The pages name the devices as they meet them, and the names stand before the pages.
        let mut devices = Devices::default();
        let mut pages = Cbor::default();
        pages.array(self.pages.len());
        self.pages.iter().for_each(|page| write_page(&mut pages, page, &mut devices, layout));

        let mut parts = 2;
        let mut out = Cbor::default();
        out.uint(TIME);
        out.int(self.time_ms);
        out.uint(SCHEMA);
        out.uint(u64::from(self.schema));
        if !self.outcomes.is_empty() {
            parts += 1;
            out.uint(OUTCOMES);
            write_outcomes(&mut out, &self.outcomes);
        }
        if !self.pages.is_empty() {
            parts += 2;
            out.uint(DEVICES);
            devices.write(&mut out);
            out.uint(PAGES);
            out.raw(&pages.into_bytes());
        }
        if let Some(cursor) = &self.cursor {
            parts += 1;
            out.uint(CURSOR);
            out.bytes(cursor);
        }
        for (key, yes) in [(MORE, self.more), (RESTART, self.restart)] {
            if yes {
                parts += 1;
                out.uint(key);
                out.bool(true);
            }
        }
        if let Some(scope) = &self.scope {
            parts += 1;
            out.uint(SCOPE);
            out.array(scope.len());
            scope.iter().for_each(|partition| out.uint(u64::from(partition.0)));
        }
        if let Some(counter) = self.next_counter {
            parts += 1;
            out.uint(NEXT_COUNTER);
            out.uint(counter);
        }
        if !self.sums.is_empty() {
            parts += 1;
            out.uint(SUMS);
            write_sums(&mut out, &self.sums);
        }
        if !self.anew.is_empty() {
            parts += 1;
            out.uint(ANEW);
            out.array(self.anew.len());
            self.anew.iter().for_each(|partition| out.uint(u64::from(partition.0)));
        }
        if self.left > 0 {
            parts += 1;
            out.uint(LEFT);
            out.uint(self.left);
        }
        if !self.snapshots.is_empty() {
            parts += 1;
            out.uint(SNAPSHOTS);
            out.array(self.snapshots.len());
            for offer in &self.snapshots {
                out.array(5);
                out.uint(u64::from(offer.partition.0));
                out.uint(offer.generation);
                out.uint(u64::from(offer.pages));
                out.uint(offer.rows);
                out.uint(offer.bytes);
            }
        }
        if let Some(after) = &self.after {
            parts += 1;
            out.uint(AFTER);
            write_after(&mut out, after);
        }
        if !self.receipts.is_empty() {
            parts += 1;
            out.uint(RECEIPTS);
            write_receipts(&mut out, &self.receipts);
        }
        if let Some(known) = &self.known {
            parts += 1;
            out.uint(KNOWN);
            out.array(known.len() * 2);
            for (device, counters) in known {
                out.bytes(&device.0);
                out.raw(&counters.encode());
            }
        }
        if let Some(lineage) = &self.lineage {
            parts += 1;
            out.uint(LINEAGE);
            out.array(lineage.pairs().count() * 2);
            for (unit, into) in lineage.pairs() {
                out.uint(u64::from(unit.0));
                out.uint(u64::from(into.0));
            }
        }
        if !self.waiting.is_empty() {
            parts += 1;
            out.uint(WAITING);
            out.array(self.waiting.len());
            self.waiting.iter().for_each(|counter| out.uint(*counter));
        }
        let mut whole = Cbor::default();
        whole.map(parts);
        whole.raw(&out.into_bytes());
        whole.into_bytes()
    }

    /// Reads an answer.
    ///
    /// # Errors
    /// Where the bytes are no whole answer, as after a cut.
    pub fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let mut input = Decoder::new(body);
        let mut answer = Self::default();
        let mut devices = Devices::default();
        keyed(&mut input, |key, input| {
            match key {
                TIME => answer.time_ms = input.i64()?,
                SCHEMA => answer.schema = input.u16()?,
                OUTCOMES => answer.outcomes = read_outcomes(input)?,
                DEVICES => devices = Devices::read(input)?,
                PAGES => {
                    let len = array(input)?;
                    answer.pages = (0..len).map(|_| read_page(input, &devices)).collect::<Result<_, _>>()?;
                }
                CURSOR => answer.cursor = Some(input.bytes()?.to_vec()),
                MORE => answer.more = input.bool()?,
                RESTART => answer.restart = input.bool()?,
                SCOPE => answer.scope = Some(read_partitions(input)?),
                NEXT_COUNTER => answer.next_counter = Some(input.u64()?),
                SUMS => answer.sums = read_sums(input)?,
                SNAPSHOTS => {
                    for _ in 0..array(input)? {
                        if array(input)? != 5 {
                            return Err(DecodeError::new("an offer has five parts"));
                        }
                        answer.snapshots.push(Offer {
                            partition: PartitionId(input.u32()?),
                            generation: input.u64()?,
                            pages: input.u32()?,
                            rows: input.u64()?,
                            bytes: input.u64()?,
                        });
                    }
                }
                AFTER => answer.after = Some(read_after(input)?),
                LEFT => answer.left = input.u64()?,
                ANEW => answer.anew = read_partitions(input)?,
                RECEIPTS => answer.receipts = read_receipts(input)?,
                KNOWN => {
                    let mut known = BTreeMap::new();
                    for _ in 0..array(input)? / 2 {
                        let device = DeviceId(bytes(input)?);
                        known.insert(device, CounterSet::read(input)?);
                    }
                    answer.known = Some(known);
                }
                LINEAGE => answer.lineage = Some(read_lineage(input)?),
                WAITING => {
                    for _ in 0..array(input)? {
                        answer.waiting.push(input.u64()?);
                    }
                }
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        end(&input)?;
        Ok(answer)
    }
}

/// Pairs of a unit that has ended and the one that it was merged into, as [`Answer::lineage`] and a device's state have them.
pub(crate) fn read_lineage(input: &mut Decoder<'_>) -> Result<Lineage, DecodeError> {
    let mut pairs = Vec::new();
    for _ in 0..array(input)? / 2 {
        pairs.push((PartitionId(input.u32()?), PartitionId(input.u32()?)));
    }
    Ok(Lineage::of(pairs))
}

/// Partitions and their checksums, in turn.
pub(crate) fn write_sums(out: &mut Cbor, sums: &Checksums) {
    out.array(sums.len() * 2);
    for (partition, sum) in sums {
        out.uint(u64::from(partition.0));
        out.uint(sum.0);
    }
}

pub(crate) fn read_sums(input: &mut Decoder<'_>) -> Result<Checksums, DecodeError> {
    let mut sums = Checksums::new();
    for _ in 0..array(input)? / 2 {
        let partition = PartitionId(input.u32()?);
        sums.insert(partition, Checksum(input.u64()?));
    }
    Ok(sums)
}

/// `[cursor, sums]`, as [`Answer::after`] and a device's state have it.
fn write_after(out: &mut Cbor, after: &AfterSnapshots) {
    out.array(2);
    out.bytes(&after.cursor);
    write_sums(out, &after.sums);
}

fn read_after(input: &mut Decoder<'_>) -> Result<AfterSnapshots, DecodeError> {
    if array(input)? != 2 {
        return Err(DecodeError::new("where a device stands has two parts"));
    }
    Ok(AfterSnapshots { cursor: input.bytes()?.to_vec(), sums: read_sums(input)? })
}

fn read_partitions(input: &mut Decoder<'_>) -> Result<Vec<PartitionId>, DecodeError> {
    let mut partitions = Vec::new();
    for _ in 0..array(input)? {
        partitions.push(PartitionId(input.u32()?));
    }
    Ok(partitions)
}

/// Runs of one outcome: `[first, last, code]`, for a refusal `[first, last, 4, reason]` or, where the reason speaks of a
/// field, `[first, last, 4, reason, field]`.
fn write_outcomes(out: &mut Cbor, outcomes: &[(u64, Outcome)]) {
    let mut runs: Vec<(u64, u64, &Outcome)> = Vec::new();
    for (counter, outcome) in outcomes {
        match runs.last_mut() {
            Some((_, last, same)) if *same == outcome && last.checked_add(1) == Some(*counter) => {
                *last = *counter;
            }
            _ => runs.push((*counter, *counter, outcome)),
        }
    }
    out.array(runs.len());
    for (first, last, outcome) in runs {
        let reason = if let Outcome::Refused(reason) = outcome { Some(reason) } else { None };
        let field = reason.and_then(Reason::field);
        out.array(3 + usize::from(reason.is_some()) + usize::from(field.is_some()));
        out.uint(first);
        out.uint(last);
        out.uint(u64::from(outcome.code()));
        if let Some(reason) = reason {
            out.uint(u64::from(reason.code()));
        }
        if let Some(field) = field {
            write_field(out, field);
        }
    }
}

fn read_outcomes(input: &mut Decoder<'_>) -> Result<Vec<(u64, Outcome)>, DecodeError> {
    /// More operations than a request may hold are no answer to it.
    const MOST: usize = 100_000;
    let mut outcomes = Vec::new();
    for _ in 0..array(input)? {
        let parts = array(input)?;
        let (first, last, code) = (input.u64()?, input.u64()?, input.u16()?);
        let reason = if parts > 3 { Some(input.u16()?) } else { None };
        let field = if parts > 4 { Some(read_field(input)?) } else { None };
        for _ in 5..parts {
            input.skip()?;
        }
        let outcome = match (code, reason) {
            (0, _) => Outcome::Applied,
            (1, _) => Outcome::Merged,
            (2, _) => Outcome::Conflict,
            (3, _) => Outcome::Held,
            (4, Some(reason)) => Outcome::Refused(Reason::from_code(reason, field)),
            (5, _) => Outcome::NewerAppNeeded,
            _ => return Err(DecodeError::new("an outcome that is not known here")),
        };
        for counter in first..=last {
            if outcomes.len() >= MOST {
                return Err(DecodeError::new("more outcomes than operations"));
            }
            outcomes.push((counter, outcome.clone()));
        }
    }
    Ok(outcomes)
}
