//! A sealed operation.

use minicbor::Decoder;
use thidua_domain::record::{PartitionId, RecordId};

use super::cbor::{Cbor, DecodeError, array, bytes, end, keyed};
use super::value::{read_dot, read_field, read_value, write_dot, write_field, write_value};
use crate::identity::DeviceId;
use crate::operation::{Action, Change, Operation, SCHEMA, Sealed};

/// Why a sealed operation could not be opened. Neither keeps the others of its request from being carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Its schema version is above [`SCHEMA`].
    #[error("written in schema {0}")]
    Newer(u16),
    /// It is no operation of the version that it names.
    #[error(transparent)]
    Malformed(#[from] DecodeError),
}

const SCHEMA_KEY: u64 = 0;
const RECORD: u64 = 1;
const PARTITION: u64 = 2;
const KIND: u64 = 3;
const ACTION: u64 = 4;
const BASE: u64 = 5;
const CHANGES: u64 = 6;
const PARENTS: u64 = 7;
/// Counted from when the record was made, as its id says: for a new record next to nothing, where two clock readings
/// that differ in each record's last bytes would be what no compressor can shorten.
const DEVICE_TIME: u64 = 8;
const CLOCK_OFFSET: u64 = 9;

/// Gives an operation its final bytes.
#[must_use]
pub fn seal(op: &Operation) -> Sealed {
    let mut out = Cbor::default();
    let absent = usize::from(op.base.is_none())
        + usize::from(op.parents.is_empty())
        + usize::from(op.clock_offset_ms.is_none());
    out.map(10 - absent);
    out.uint(SCHEMA_KEY);
    out.uint(u64::from(op.schema));
    out.uint(RECORD);
    out.bytes(op.record.as_bytes());
    out.uint(PARTITION);
    out.uint(u64::from(op.partition.0));
    out.uint(KIND);
    out.uint(u64::from(op.kind));
    out.uint(ACTION);
    out.uint(u64::from(op.action.code()));
    if let Some(base) = op.base {
        out.uint(BASE);
        write_dot(&mut out, base, op.device);
    }
    out.uint(CHANGES);
    out.array(op.changes.len());
    for change in &op.changes {
        write_change(&mut out, change, op.device);
    }
    if !op.parents.is_empty() {
        out.uint(PARENTS);
        out.array(op.parents.len());
        op.parents.iter().for_each(|&counter| out.uint(counter));
    }
    out.uint(DEVICE_TIME);
    out.int(op.device_time_ms.wrapping_sub(op.record.made_ms()));
    if let Some(offset) = op.clock_offset_ms {
        out.uint(CLOCK_OFFSET);
        out.int(offset);
    }
    Sealed { counter: op.counter, bytes: out.into_bytes() }
}

/// `[field, value]`, `[field, value, base]` or `[field, value, base, [settled…]]`.
fn write_change(out: &mut Cbor, change: &Change, own: DeviceId) {
    let len = match (change.base, change.settles.is_empty()) {
        (_, false) => 4,
        (Some(_), true) => 3,
        (None, true) => 2,
    };
    out.array(len);
    write_field(out, change.field);
    write_value(out, &change.value);
    if len > 2 {
        match change.base {
            Some(base) => write_dot(out, base, own),
            None => out.null(),
        }
    }
    if len > 3 {
        out.array(change.settles.len());
        change.settles.iter().for_each(|&dot| write_dot(out, dot, own));
    }
}

fn read_change(input: &mut Decoder<'_>, own: DeviceId) -> Result<Change, DecodeError> {
    let len = array(input)?;
    if !(2..=4).contains(&len) {
        return Err(DecodeError::new("a change has two to four parts"));
    }
    let (field, value) = (read_field(input)?, read_value(input)?);
    let base = if len > 2 { super::cbor::nullable(input, |input| read_dot(input, own))? } else { None };
    let mut settles = Vec::new();
    if len > 3 {
        for _ in 0..array(input)? {
            settles.push(read_dot(input, own)?);
        }
    }
    Ok(Change { field, base, value, settles })
}

/// Reads a sealed operation of a device.
///
/// # Errors
/// Where the operation is of a later version, or is none.
pub fn open(sealed: &Sealed, device: DeviceId) -> Result<Operation, Unreadable> {
    let schema = read_schema(&sealed.bytes)?;
    if schema > SCHEMA {
        return Err(Unreadable::Newer(schema));
    }
    let mut input = Decoder::new(&sealed.bytes);
    let (mut record, mut partition, mut kind, mut action, mut time) = (None, None, None, None, None);
    let (mut base, mut changes, mut parents, mut offset) = (None, Vec::new(), Vec::new(), None);
    keyed(&mut input, |key, input| {
        match key {
            SCHEMA_KEY => _ = input.u16()?,
            RECORD => record = Some(RecordId::from_bytes(bytes(input)?)),
            PARTITION => partition = Some(PartitionId(input.u32()?)),
            KIND => kind = Some(input.u16()?),
            ACTION => action = Action::from_code(input.u16()?),
            BASE => base = Some(read_dot(input, device)?),
            CHANGES => {
                for _ in 0..array(input)? {
                    changes.push(read_change(input, device)?);
                }
            }
            PARENTS => {
                for _ in 0..array(input)? {
                    parents.push(input.u64()?);
                }
            }
            DEVICE_TIME => time = Some(input.i64()?),
            CLOCK_OFFSET => offset = Some(input.i64()?),
            // A key that this version of the schema does not define would be a meaning lost.
            _ => return Err(DecodeError::new(format!("an operation has no key {key}"))),
        }
        Ok(true)
    })?;
    end(&input)?;
    // Of two values for one field nobody could say which was meant, nor carry it out twice with one result.
    let mut fields: Vec<_> = changes.iter().map(|change| change.field).collect();
    fields.sort_unstable();
    if fields.windows(2).any(|two| matches!(two, [one, other] if one == other)) {
        return Err(DecodeError::new("an operation says a field twice").into());
    }
    let missing = || DecodeError::new("an operation lacks a part or has an unknown action");
    let record: RecordId = record.ok_or_else(missing)?;
    Ok(Operation {
        device,
        counter: sealed.counter,
        record,
        partition: partition.ok_or_else(missing)?,
        kind: kind.ok_or_else(missing)?,
        action: action.ok_or_else(missing)?,
        schema,
        base,
        changes,
        parents,
        device_time_ms: time.ok_or_else(missing)?.wrapping_add(record.made_ms()),
        clock_offset_ms: offset,
    })
}

/// The schema version stands first, so that it can be read whatever the rest has become.
fn read_schema(bytes: &[u8]) -> Result<u16, DecodeError> {
    let mut input = Decoder::new(bytes);
    input.map()?;
    if input.u64()? != SCHEMA_KEY {
        return Err(DecodeError::new("an operation begins with its schema"));
    }
    Ok(input.u16()?)
}
