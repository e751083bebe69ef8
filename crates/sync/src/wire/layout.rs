//! How a group of rows names its rows: their ids and revisions, in one of two layouts.
//!
//! The first was released with the first version of the app, and every version of the app reads it. The second is
//! smaller. A request says which one its device reads; one that says nothing reads the first and gets it, so that an app
//! of any age goes on sending and receiving.

use minicbor::Decoder;
use thidua_domain::record::RecordId;

use super::cbor::{Cbor, DecodeError, array};
use super::page::{RowPatch, expect, read_column};
use super::value::Devices;
use crate::identity::Dot;

/// A record's id begins with the time when it was made; the rest is chance.
const TIME_BYTES: usize = 6;
const CHANCE_BYTES: usize = 10;

/// How the rows of an answer are laid out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Layout {
    /// Seven parts: `kind, ids, places, counters` and three more. Of every app since the first.
    #[default]
    Whole,
    /// Eight parts: `kind, times, ids, places, counters` and the same three: times and counters as steps.
    Steps,
}

impl Layout {
    /// The number that stands for it in a request. Never reused.
    #[must_use]
    pub const fn code(self) -> u64 {
        match self {
            Self::Whole => 1,
            Self::Steps => 2,
        }
    }

    /// What is sent to a device that says this number. A later version reads every earlier layout too.
    #[must_use]
    pub const fn for_code(code: u64) -> Self {
        if code < Self::Steps.code() { Self::Whole } else { Self::Steps }
    }

    /// The parts of a group.
    const fn parts(self) -> usize {
        match self {
            Self::Whole => 7,
            Self::Steps => 8,
        }
    }
}

/// Begins a group, up to the revisions of its rows.
pub(super) fn write_names(
    out: &mut Cbor,
    kind: u16,
    rows: &[&RowPatch],
    devices: &mut Devices,
    layout: Layout,
) {
    out.array(layout.parts());
    out.uint(u64::from(kind));
    if layout == Layout::Steps {
        // Records are mostly made and sent one after the other: the steps between their times and between their counters
        // are small and alike, where the numbers themselves are what no compressor can shorten.
        write_steps(out, rows.iter().map(|row| row.id.made_ms()));
    }
    let from = if layout == Layout::Steps { TIME_BYTES } else { 0 };
    let ids = rows.iter().flat_map(|row| row.id.as_bytes().split_at(from).1.to_vec());
    out.bytes(&ids.collect::<Vec<u8>>());
    out.array(rows.len());
    rows.iter().for_each(|row| out.uint(devices.place(row.rev.device)));
    if layout == Layout::Steps {
        write_steps(out, rows.iter().map(|row| row.rev.counter.cast_signed()));
    } else {
        out.array(rows.len());
        rows.iter().for_each(|row| out.uint(row.rev.counter));
    }
}

/// Reads what [`write_names`] wrote, in either layout: the kind, and the id and revision of each row.
pub(super) fn read_names(
    input: &mut Decoder<'_>,
    devices: &Devices,
) -> Result<(u16, Vec<(RecordId, Dot)>), DecodeError> {
    match array(input)? {
        7 => read_whole(input, devices),
        parts => expect(parts, Layout::Steps.parts()).and_then(|()| read_stepped(input, devices)),
    }
}

fn read_whole(
    input: &mut Decoder<'_>,
    devices: &Devices,
) -> Result<(u16, Vec<(RecordId, Dot)>), DecodeError> {
    let kind = input.u16()?;
    let (ids, rest) = input.bytes()?.as_chunks::<{ TIME_BYTES + CHANCE_BYTES }>();
    expect(rest.len(), 0)?;
    let places = read_column(input, ids.len(), |input| Ok(input.u64()?))?;
    let counters = read_column(input, ids.len(), |input| Ok(input.u64()?))?;
    let mut names = Vec::with_capacity(ids.len());
    for ((id, place), counter) in ids.iter().zip(places).zip(counters) {
        names.push((RecordId::from_bytes(*id), devices.dot(place, counter)?));
    }
    Ok((kind, names))
}

fn read_stepped(
    input: &mut Decoder<'_>,
    devices: &Devices,
) -> Result<(u16, Vec<(RecordId, Dot)>), DecodeError> {
    let kind = input.u16()?;
    let times = read_steps(input)?;
    let (ids, rest) = input.bytes()?.as_chunks::<CHANCE_BYTES>();
    expect(rest.len(), 0)?;
    expect(times.len(), ids.len())?;
    let places = read_column(input, ids.len(), |input| Ok(input.u64()?))?;
    let counters = read_steps(input)?;
    expect(counters.len(), ids.len())?;
    let mut names = Vec::with_capacity(ids.len());
    for (((time, chance), place), counter) in times.iter().zip(ids).zip(places).zip(counters) {
        let mut id = [0; TIME_BYTES + CHANCE_BYTES];
        let (of_time, of_chance) = id.split_at_mut(TIME_BYTES);
        of_time.copy_from_slice(time.to_be_bytes().split_at(8 - TIME_BYTES).1);
        of_chance.copy_from_slice(chance);
        names.push((RecordId::from_bytes(id), devices.dot(place, counter.cast_unsigned())?));
    }
    Ok((kind, names))
}

/// The first number, and what each further one is more than the one before.
fn write_steps(out: &mut Cbor, numbers: impl ExactSizeIterator<Item = i64>) {
    out.array(numbers.len());
    let mut before = 0_i64;
    for number in numbers {
        out.int(number.wrapping_sub(before));
        before = number;
    }
}

fn read_steps(input: &mut Decoder<'_>) -> Result<Vec<i64>, DecodeError> {
    let mut at = 0_i64;
    let mut numbers = Vec::new();
    for _ in 0..array(input)? {
        at = at.wrapping_add(input.i64()?);
        numbers.push(at);
    }
    Ok(numbers)
}
