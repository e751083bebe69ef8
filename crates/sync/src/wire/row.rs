//! A row as it is stored, on the endpoint and on a device.

use litemap::LiteMap;

use minicbor::Decoder;
use thidua_domain::record::{PartitionId, RecordId};

use super::cbor::{Cbor, DecodeError, array, bytes, end};
use super::value::{Devices, read_field, read_value, write_field, write_value};
use crate::identity::{Dot, Seq};
use crate::row::{Cell, Other, Row};

/// The layout that [`encode_row`] writes; stored first, so that a later layout can be told apart.
const LAYOUT: u64 = 1;

/// Writes a row with all that it holds.
#[must_use]
pub fn encode_row(row: &Row) -> Vec<u8> {
    let mut devices = Devices::default();
    let mut body = Cbor::default();
    write_dot(&mut body, &mut devices, row.rev);
    body.uint(row.seq.0);
    body.array(row.cells.len());
    for (field, cell) in &row.cells {
        body.array(5 + usize::from(!cell.others.is_empty()));
        write_field(&mut body, *field);
        write_value(&mut body, &cell.value);
        write_dot(&mut body, &mut devices, cell.rev);
        body.uint(cell.seq.0);
        if !cell.others.is_empty() {
            body.array(cell.others.len());
            for other in &cell.others {
                body.array(3);
                write_value(&mut body, &other.value);
                write_dot(&mut body, &mut devices, other.rev);
            }
        }
    }
    let mut out = Cbor::default();
    out.array(9);
    out.uint(LAYOUT);
    out.bytes(row.id.as_bytes());
    out.uint(u64::from(row.partition.0));
    out.uint(u64::from(row.kind));
    devices.write(&mut out);
    out.raw(&body.into_bytes());
    out.into_bytes()
}

/// Reads what [`encode_row`] wrote.
///
/// # Errors
/// Where the bytes are no row of a layout that this version knows.
pub fn decode_row(stored: &[u8]) -> Result<Row, DecodeError> {
    let mut input = Decoder::new(stored);
    if array(&mut input)? != 9 || input.u64()? != LAYOUT {
        return Err(DecodeError::new("not a row of a known layout"));
    }
    let id = RecordId::from_bytes(bytes(&mut input)?);
    let partition = PartitionId(input.u32()?);
    let kind = input.u16()?;
    let devices = Devices::read(&mut input)?;
    let rev = read_dot(&mut input, &devices)?;
    let seq = Seq(input.u64()?);
    let mut cells = LiteMap::new();
    for _ in 0..array(&mut input)? {
        let parts = array(&mut input)?;
        let (field, value) = (read_field(&mut input)?, read_value(&mut input)?);
        let (rev, seq) = (read_dot(&mut input, &devices)?, Seq(input.u64()?));
        let mut others = Vec::new();
        if parts > 5 {
            for _ in 0..array(&mut input)? {
                array(&mut input)?;
                let value = read_value(&mut input)?;
                others.push(Other { value, rev: read_dot(&mut input, &devices)? });
            }
        }
        cells.insert(field, Cell { value, rev, seq, others });
    }
    end(&input)?;
    Ok(Row { id, partition, kind, rev, seq, cells })
}

/// What a row says, in the one way in which it can be said: what a checksum is made of. `docs/protocol.md` shows it.
pub(crate) fn row_content(row: &Row) -> Vec<u8> {
    let mut out = Cbor::default();
    let dot = |out: &mut Cbor, dot: Dot| {
        out.bytes(&dot.device.0);
        out.uint(dot.counter);
    };
    out.bytes(row.id.as_bytes());
    out.uint(u64::from(row.partition.0));
    out.uint(u64::from(row.kind));
    dot(&mut out, row.rev);
    // In rising order, as the map has them.
    for (field, cell) in &row.cells {
        write_field(&mut out, *field);
        write_value(&mut out, &cell.value);
        dot(&mut out, cell.rev);
        out.array(cell.others.len());
        for other in &cell.others {
            write_value(&mut out, &other.value);
            dot(&mut out, other.rev);
        }
    }
    out.into_bytes()
}

/// Two items: the device's place, the counter.
fn write_dot(out: &mut Cbor, devices: &mut Devices, dot: Dot) {
    out.uint(devices.place(dot.device));
    out.uint(dot.counter);
}

fn read_dot(input: &mut Decoder<'_>, devices: &Devices) -> Result<Dot, DecodeError> {
    let (place, counter) = (input.u64()?, input.u64()?);
    devices.dot(place, counter)
}
