//! How a device's store keeps what is no row: its state, its outbox, what it keeps and what was refused.

use std::collections::BTreeMap;

use minicbor::Decoder;
use thidua_domain::record::PartitionId;

use super::doubt::Doubt;
use super::pending::{Kept, Pending, PendingState, Refused};
use super::replica::Meta;
use super::snapshot::Loading;
use crate::checksum::{Checksum, Checksums};
use crate::identity::DeviceId;
use crate::operation::Sealed;
use crate::outcome::{Outcome, Reason};
use crate::wire::{Cbor, DecodeError, array, bytes, open, seal};

/// The layout of everything here; stored first in each. The outbox's layout is frozen: an app of any later version
/// must be able to send what an earlier one left.
const LAYOUT: u64 = 1;

fn begin(parts: usize) -> Cbor {
    let mut out = Cbor::default();
    out.array(parts + 1);
    out.uint(LAYOUT);
    out
}

fn opened(stored: &[u8]) -> Result<Decoder<'_>, DecodeError> {
    let mut input = Decoder::new(stored);
    array(&mut input)?;
    if input.u64()? == LAYOUT { Ok(input) } else { Err(DecodeError::new("a layout that is not known here")) }
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
        let mut out = begin(10);
        out.uint(self.generation);
        out.bytes(&self.device.0);
        out.uint(self.next_counter);
        optional(self.cursor.as_deref(), Cbor::bytes, &mut out);
        out.uint(u64::from(self.endpoint_schema));
        optional(self.clock_offset_ms, Cbor::int, &mut out);
        optional(self.complete_ms, Cbor::int, &mut out);
        out.array(self.sums.len() * 2);
        for (partition, sum) in &self.sums {
            out.uint(u64::from(partition.0));
            out.uint(sum.0);
        }
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
        out.into_bytes()
    }

    /// Reads what [`Meta::encode`] wrote.
    ///
    /// # Errors
    /// Where the bytes are of a later layout or damaged.
    pub fn decode(stored: &[u8]) -> Result<Self, DecodeError> {
        let mut input = opened(stored)?;
        let mut meta = Self {
            generation: input.u64()?,
            device: DeviceId(bytes(&mut input)?),
            next_counter: input.u64()?,
            cursor: read_optional(&mut input, |input| input.bytes().map(<[u8]>::to_vec))?,
            endpoint_schema: input.u16()?,
            clock_offset_ms: read_optional(&mut input, Decoder::i64)?,
            complete_ms: read_optional(&mut input, Decoder::i64)?,
            sums: Checksums::new(),
            doubts: BTreeMap::new(),
            loading: BTreeMap::new(),
        };
        // A version that knew of no checksums has written none.
        if input.position() == stored.len() {
            return Ok(meta);
        }
        for _ in 0..array(&mut input)? / 2 {
            let partition = PartitionId(input.u32()?);
            meta.sums.insert(partition, Checksum(input.u64()?));
        }
        for _ in 0..array(&mut input)? / 2 {
            let partition = PartitionId(input.u32()?);
            let doubt = if input.bool()? { Doubt::Remains } else { Doubt::UnderWay };
            meta.doubts.insert(partition, doubt);
        }
        for _ in 0..array(&mut input)? / 4 {
            let partition = PartitionId(input.u32()?);
            let (generation, next, pages) = (input.u64()?, input.u32()?, input.u32()?);
            meta.loading.insert(partition, Loading { generation, next, pages });
        }
        Ok(meta)
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
            PendingState::Offered(sealed) => (3, sealed.clone()),
        };
        let mut out = begin(3);
        out.uint(code);
        write_sealed(&mut out, &sealed);
        out.into_bytes()
    }

    /// Reads what [`Pending::encode`] wrote on this device.
    ///
    /// # Errors
    /// Where the bytes are of a later layout or schema, or damaged.
    pub fn decode(stored: &[u8], device: DeviceId) -> Result<Self, DecodeError> {
        let mut input = opened(stored)?;
        let code = input.u64()?;
        let sealed = read_sealed(&mut input)?;
        let op = open(&sealed, device).map_err(|error| DecodeError::new(error.to_string()))?;
        let state = match code {
            0 => PendingState::Open,
            1 => PendingState::Sealed(sealed),
            2 => PendingState::Parked(sealed),
            3 => PendingState::Offered(sealed),
            _ => return Err(DecodeError::new("a state that is not known here")),
        };
        Ok(Self { op, state })
    }
}

impl Kept {
    /// The operation, its outcome and when it came, in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = begin(4);
        write_sealed(&mut out, &self.sealed);
        out.uint(u64::from(self.outcome.code()));
        out.int(self.acknowledged_ms);
        out.into_bytes()
    }

    /// Reads what [`Kept::encode`] wrote.
    ///
    /// # Errors
    /// Where the bytes are of a later layout or damaged.
    pub fn decode(stored: &[u8]) -> Result<Self, DecodeError> {
        let mut input = opened(stored)?;
        let sealed = read_sealed(&mut input)?;
        let outcome = match input.u16()? {
            0 => Outcome::Applied,
            1 => Outcome::Merged,
            2 => Outcome::Conflict,
            _ => return Err(DecodeError::new("only what took effect is kept")),
        };
        Ok(Self { sealed, outcome, acknowledged_ms: input.i64()? })
    }
}

impl Refused {
    /// The operation, the reason and when it came, in bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = begin(5);
        write_sealed(&mut out, &seal(&self.op));
        out.uint(u64::from(self.reason.code()));
        optional(self.reason.field(), crate::wire::write_field, &mut out);
        out.int(self.refused_ms);
        out.into_bytes()
    }

    /// Reads what [`Refused::encode`] wrote on this device.
    ///
    /// # Errors
    /// Where the bytes are of a later layout or schema, or damaged.
    pub fn decode(stored: &[u8], device: DeviceId) -> Result<Self, DecodeError> {
        let mut input = opened(stored)?;
        let sealed = read_sealed(&mut input)?;
        let op = open(&sealed, device).map_err(|error| DecodeError::new(error.to_string()))?;
        let code = input.u16()?;
        let field = crate::wire::nullable(&mut input, crate::wire::read_field)?;
        Ok(Self { op, reason: Reason::from_code(code, field), refused_ms: input.i64()? })
    }
}

fn write_sealed(out: &mut Cbor, sealed: &Sealed) {
    out.uint(sealed.counter);
    out.bytes(&sealed.bytes);
}

fn read_sealed(input: &mut Decoder<'_>) -> Result<Sealed, DecodeError> {
    Ok(Sealed { counter: input.u64()?, bytes: input.bytes()?.to_vec() })
}
