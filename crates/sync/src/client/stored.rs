//! How a device's store keeps what is no row: its state, its outbox, what it keeps and what was refused.

use std::collections::{BTreeMap, BTreeSet};

use litemap::LiteMap;

use minicbor::Decoder;
use thidua_domain::lineage::Lineage;
use thidua_domain::record::PartitionId;

use super::doubt::Doubt;
use super::pending::{Kept, Pending, PendingState, Refused};
use super::replica::{Handed, Meta};
use super::scope::Left;
use super::snapshot::Loading;
use crate::checksum::Checksums;
use crate::identity::DeviceId;
use crate::operation::Sealed;
use crate::outcome::{Outcome, Reason};
use crate::receipt::{Receipt, read_kept, write_kept};
use crate::wire::{Cbor, DecodeError, array, bytes, open, read_lineage, read_sums, seal, write_sums};

/// The layout of everything here; stored first in each. The outbox's layout is frozen: an app of any later version
/// must be able to send what an earlier one left.
const LAYOUT: u64 = 1;

fn begin(parts: usize) -> Cbor {
    let mut out = Cbor::default();
    out.array(parts + 1);
    out.uint(LAYOUT);
    out
}

/// The parts that follow, and how many they are: later versions may add some at the end, which earlier ones pass over.
fn opened_of(stored: &[u8]) -> Result<(Decoder<'_>, usize), DecodeError> {
    let mut input = Decoder::new(stored);
    let parts = array(&mut input)?.saturating_sub(1);
    if input.u64()? != LAYOUT {
        return Err(DecodeError::new("a layout that is not known here"));
    }
    Ok((input, parts))
}

fn optional<T>(value: Option<T>, write: impl FnOnce(&mut Cbor, T), out: &mut Cbor) {
    match value {
        Some(value) => write(out, value),
        None => out.null(),
    }
}

fn read_optional<'b, T>(
    input: &mut Decoder<'b>,
    read: impl FnOnce(&mut Decoder<'b>) -> Result<T, minicbor::decode::Error>,
) -> Result<Option<T>, DecodeError> {
    crate::wire::nullable(input, |input| Ok(read(input)?))
}

impl Meta {
    /// The state in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let parts = match (self.has_compared(), self.handed.is_empty()) {
            _ if self.scope.is_some() => 15,
            _ if self.has_left() => 14,
            (true, _) => 11 + usize::from(!self.witnessed.is_empty()),
            (false, is_empty) => 7 + usize::from(!is_empty),
        };
        let mut out = begin(parts);
        out.uint(self.generation);
        out.bytes(&self.device.0);
        out.uint(self.next_counter);
        optional(self.cursor.as_deref(), Cbor::bytes, &mut out);
        out.uint(u64::from(self.endpoint_schema));
        optional(self.clock_offset_ms, Cbor::int, &mut out);
        optional(self.complete_ms, Cbor::int, &mut out);
        if self.has_compared() || self.has_left() || !self.handed.is_empty() {
            out.array(self.handed.len() * 2);
            for (counter, handed) in &self.handed {
                out.uint(*counter);
                out.uint(handed.code());
            }
        }
        if self.has_compared() || self.has_left() {
            write_sums(&mut out, &self.sums);
            out.array(self.doubts.len() * 2);
            for (partition, doubt) in &self.doubts {
                out.uint(u64::from(partition.0));
                out.bool(*doubt == Doubt::Remains);
            }
            out.array(self.loading.len() * 4);
            for (partition, loading) in &self.loading {
                out.uint(u64::from(partition.0));
                out.uint(loading.generation);
                out.uint(u64::from(loading.next));
                out.uint(u64::from(loading.pages));
            }
            if !self.witnessed.is_empty() || self.has_left() {
                out.array(self.witnessed.len());
                self.witnessed.iter().for_each(|row| out.bytes(row));
            }
        }
        if self.has_left() {
            out.array(self.lineage.pairs().count() * 2);
            for (unit, into) in self.lineage.pairs() {
                out.uint(u64::from(unit.0));
                out.uint(u64::from(into.0));
            }
            out.array(self.left.len() * 3);
            for (partition, left) in &self.left {
                out.uint(u64::from(partition.0));
                out.int(left.since_ms);
                out.bool(left.seen);
            }
        }
        if let Some(scope) = &self.scope {
            out.array(scope.len());
            scope.iter().for_each(|partition| out.uint(u64::from(partition.0)));
        }
        out.into_bytes()
    }

    /// Reads what [`Meta::encode`] wrote.
    ///
    /// # Errors
    /// Where the bytes are of a later layout or damaged.
    pub fn decode(stored: &[u8]) -> Result<Self, DecodeError> {
        let (mut input, parts) = opened_of(stored)?;
        let mut meta = Self {
            generation: input.u64()?,
            device: DeviceId(bytes(&mut input)?),
            next_counter: input.u64()?,
            cursor: read_optional(&mut input, |input| input.bytes().map(<[u8]>::to_vec))?,
            endpoint_schema: input.u16()?,
            clock_offset_ms: read_optional(&mut input, Decoder::i64)?,
            complete_ms: read_optional(&mut input, Decoder::i64)?,
            handed: LiteMap::new(),
            sums: Checksums::new(),
            doubts: BTreeMap::new(),
            loading: BTreeMap::new(),
            witnessed: Vec::new(),
            lineage: Lineage::default(),
            left: BTreeMap::new(),
            scope: None,
        };
        if parts > 7 {
            for _ in 0..array(&mut input)? / 2 {
                let (counter, code) = (input.u64()?, input.u64()?);
                // What a later version has noted is asked anew.
                Handed::from_code(code)
                    .into_iter()
                    .for_each(|handed| _ = meta.handed.insert(counter, handed));
            }
        }
        // A version that knew of no checksums has written none.
        if parts > 8 {
            meta.read_compared(&mut input)?;
        }
        if parts > 11 {
            for _ in 0..array(&mut input)? {
                meta.witnessed.push(input.bytes()?.to_vec());
            }
        }
        if parts > 12 {
            meta.lineage = read_lineage(&mut input)?;
        }
        if parts > 13 {
            for _ in 0..array(&mut input)? / 3 {
                let partition = PartitionId(input.u32()?);
                let (since_ms, seen) = (input.i64()?, input.bool()?);
                meta.left.insert(partition, Left { since_ms, seen });
            }
        }
        if parts > 14 {
            let mut scope = BTreeSet::new();
            for _ in 0..array(&mut input)? {
                scope.insert(PartitionId(input.u32()?));
            }
            meta.scope = Some(scope);
        }
        Ok(meta)
    }

    /// Whether there is something to say of checksums and snapshots.
    fn has_compared(&self) -> bool {
        !self.sums.is_empty()
            || !self.doubts.is_empty()
            || !self.loading.is_empty()
            || !self.witnessed.is_empty()
    }

    /// Whether there is something to say of units that have ended or that left the scope, or of the scope itself.
    fn has_left(&self) -> bool {
        !self.lineage.is_empty() || !self.left.is_empty() || self.scope.is_some()
    }

    fn read_compared(&mut self, input: &mut Decoder<'_>) -> Result<(), DecodeError> {
        self.sums = read_sums(input)?;
        for _ in 0..array(input)? / 2 {
            let partition = PartitionId(input.u32()?);
            let doubt = if input.bool()? { Doubt::Remains } else { Doubt::UnderWay };
            self.doubts.insert(partition, doubt);
        }
        for _ in 0..array(input)? / 4 {
            let partition = PartitionId(input.u32()?);
            let (generation, next, pages) = (input.u64()?, input.u32()?, input.u32()?);
            self.loading.insert(partition, Loading { generation, next, pages });
        }
        Ok(())
    }
}

impl Pending {
    /// The operation and how far it has come, in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let (code, sealed) = match &self.state {
            PendingState::Open => (0, seal(&self.op)),
            PendingState::Sealed(sealed) => (1, sealed.clone()),
            PendingState::Parked(sealed) => (2, sealed.clone()),
            PendingState::Offered(sealed, _) => (3, sealed.clone()),
        };
        let receipt = self.receipt();
        let mut out = begin(3 + Receipt::parts(receipt));
        out.uint(code);
        write_sealed(&mut out, &sealed);
        receipt.into_iter().for_each(|receipt| write_kept(&mut out, receipt));
        out.into_bytes()
    }

    /// Reads what [`Pending::encode`] wrote on this device.
    ///
    /// # Errors
    /// Where the bytes are of a later layout or schema, or damaged.
    pub fn decode(stored: &[u8], device: DeviceId) -> Result<Self, DecodeError> {
        let (mut input, parts) = opened_of(stored)?;
        let code = input.u64()?;
        let sealed = read_sealed(&mut input)?;
        let receipt = read_kept(&mut input, parts.saturating_sub(3))?;
        let op = open(&sealed, device).map_err(|error| DecodeError::new(error.to_string()))?;
        let state = match code {
            0 => PendingState::Open,
            1 => PendingState::Sealed(sealed),
            2 => PendingState::Parked(sealed),
            3 => PendingState::Offered(sealed, receipt),
            _ => return Err(DecodeError::new("a state that is not known here")),
        };
        Ok(Self { op, state })
    }
}

impl Kept {
    /// The operation, its outcome and when it came, in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = begin(4 + Receipt::parts(self.receipt.as_ref()));
        write_sealed(&mut out, &self.sealed);
        out.uint(u64::from(self.outcome.code()));
        out.int(self.acknowledged_ms);
        self.receipt.iter().for_each(|receipt| write_kept(&mut out, receipt));
        out.into_bytes()
    }

    /// Reads what [`Kept::encode`] wrote.
    ///
    /// # Errors
    /// Where the bytes are of a later layout or damaged.
    pub fn decode(stored: &[u8]) -> Result<Self, DecodeError> {
        let (mut input, parts) = opened_of(stored)?;
        let sealed = read_sealed(&mut input)?;
        let outcome = match input.u16()? {
            0 => Outcome::Applied,
            1 => Outcome::Merged,
            2 => Outcome::Conflict,
            _ => return Err(DecodeError::new("only what took effect is kept")),
        };
        let acknowledged_ms = input.i64()?;
        let receipt = read_kept(&mut input, parts.saturating_sub(4))?;
        Ok(Self { sealed, outcome, acknowledged_ms, receipt })
    }
}

impl Refused {
    /// The operation, the reason and when it came, in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = begin(5 + usize::from(self.words.is_some()));
        write_sealed(&mut out, &seal(&self.op));
        out.uint(u64::from(self.reason.code()));
        optional(self.reason.field(), crate::wire::write_field, &mut out);
        out.int(self.refused_ms);
        self.words.iter().for_each(|words| out.text(words));
        out.into_bytes()
    }

    /// Reads what [`Refused::encode`] wrote on this device.
    ///
    /// # Errors
    /// Where the bytes are of a later layout or schema, or damaged.
    pub fn decode(stored: &[u8], device: DeviceId) -> Result<Self, DecodeError> {
        let (mut input, parts) = opened_of(stored)?;
        let sealed = read_sealed(&mut input)?;
        let op = open(&sealed, device).map_err(|error| DecodeError::new(error.to_string()))?;
        let code = input.u16()?;
        let field = crate::wire::nullable(&mut input, crate::wire::read_field)?;
        let refused_ms = input.i64()?;
        // The sealed operation is two of the parts.
        let words = if parts > 5 { Some(input.str()?.to_owned()) } else { None };
        Ok(Self { op, reason: Reason::from_code(code, field), words, refused_ms })
    }
}

fn write_sealed(out: &mut Cbor, sealed: &Sealed) {
    out.uint(sealed.counter);
    out.bytes(&sealed.bytes);
}

fn read_sealed(input: &mut Decoder<'_>) -> Result<Sealed, DecodeError> {
    Ok(Sealed { counter: input.u64()?, bytes: input.bytes()?.to_vec() })
}
