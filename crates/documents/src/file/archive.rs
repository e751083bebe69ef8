//! The container of a workbook, looked at before it is unpacked: what its directory declares, and whether that is true.
//!
//! Whoever unpacks later trusts the directory, so each part is unpacked here first, into nothing, with its bytes
//! counted. A part that holds more than it declares, or far more than its size, is a trap or broken in any case.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

use crate::refusal::{MOST_UNPACKED, Refusal};

/// How many times its size a part may unpack to, once it is of any size. Sheets of blank cells reach about fifty.
const MOST_TIMES: u64 = 250;
/// Below this, how often a part holds its size does not matter.
const SMALL: u64 = 2_000_000;
const END_OF_DIRECTORY: [u8; 4] = *b"PK\x05\x06";
const DIRECTORY_ENTRY: [u8; 4] = *b"PK\x01\x02";
const LOCAL_HEADER: [u8; 4] = *b"PK\x03\x04";
const ENCRYPTED: u16 = 1;
const DEFLATED: u16 = 8;
const STORED: u16 = 0;
const IN_EXTRA: u64 = 0xffff_ffff;

struct Part<'b> {
    name: &'b [u8],
    flags: u16,
    method: u16,
    packed: u64,
    unpacked: u64,
    offset: u64,
}

/// Checks a container, and that it is one of a workbook.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let parts = directory(bytes).ok_or(Refusal::Damaged)?;
    let mut declared = 0u64;
    for part in parts.iter().filter(|part| is_read(part.name)) {
        if part.flags & ENCRYPTED != 0 {
            return Err(Refusal::Encrypted);
        }
        declared = declared.saturating_add(part.unpacked);
        let is_swollen = part.unpacked > SMALL && part.unpacked / part.packed.max(1) > MOST_TIMES;
        if declared > MOST_UNPACKED || is_swollen {
            return Err(Refusal::Bomb);
        }
    }
    if !parts.iter().any(|part| part.name.ends_with(b"workbook.xml")) {
        return Err(Refusal::NotAList);
    }
    parts.iter().filter(|part| is_read(part.name)).try_for_each(|part| check_content(bytes, part))
}

/// Whether the part is one that is unpacked: pictures are not.
fn is_read(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(b".xml") || name.ends_with(b".rels")
}

fn check_content(bytes: &[u8], part: &Part<'_>) -> Result<(), Refusal> {
    let content = content(bytes, part).ok_or(Refusal::Damaged)?;
    match part.method {
        STORED if part.unpacked == part.packed => Ok(()),
        DEFLATED => {
            // One byte more than declared is enough to know.
            let mut unpacked = DeflateDecoder::new(content).take(part.unpacked + 1);
            let mut buffer = [0; 16_384];
            let mut count = 0u64;
            loop {
                match unpacked.read(&mut buffer) {
                    Ok(0) => break,
                    Ok(read) => count += read as u64,
                    Err(_) => return Err(Refusal::Damaged),
                }
            }
            match count.cmp(&part.unpacked) {
                std::cmp::Ordering::Less => Err(Refusal::Damaged),
                std::cmp::Ordering::Equal => Ok(()),
                std::cmp::Ordering::Greater => Err(Refusal::Bomb),
            }
        }
        _ => Err(Refusal::Damaged),
    }
}

fn content<'b>(bytes: &'b [u8], part: &Part<'_>) -> Option<&'b [u8]> {
    let local = bytes.get(usize::try_from(part.offset).ok()?..)?;
    if local.get(..4)? != LOCAL_HEADER {
        return None;
    }
    let start = 30 + usize::from(two(local, 26)?) + usize::from(two(local, 28)?);
    local.get(start..start.checked_add(usize::try_from(part.packed).ok()?)?)
}

/// The entries of the directory, which stands at the end: a file that is cut short has none.
fn directory(bytes: &[u8]) -> Option<Vec<Part<'_>>> {
    let tail = bytes.len().saturating_sub(22 + 65_535);
    let end = bytes.get(tail..)?.windows(4).rposition(|window| window == END_OF_DIRECTORY)? + tail;
    let count = two(bytes, end + 10)?;
    let mut at = usize::try_from(four(bytes, end + 16)?).ok()?;
    let mut parts = Vec::new();
    for _ in 0..count {
        if bytes.get(at..at + 4)? != DIRECTORY_ENTRY {
            return None;
        }
        let [name, extra, comment] = [28, 30, 32].map(|place| two(bytes, at + place).map(usize::from));
        let (name, extra, comment) = (name?, extra?, comment?);
        let mut part = Part {
            name: bytes.get(at + 46..at + 46 + name)?,
            flags: two(bytes, at + 8)?,
            method: two(bytes, at + 10)?,
            packed: four(bytes, at + 20)?,
            unpacked: four(bytes, at + 24)?,
            offset: four(bytes, at + 42)?,
        };
        lengthen(&mut part, bytes.get(at + 46 + name..at + 46 + name + extra)?);
        parts.push(part);
        at += 46 + name + extra + comment;
    }
    Some(parts)
}

/// Some programs write the sizes of every part in the field for large files.
fn lengthen(part: &mut Part<'_>, mut extra: &[u8]) {
    while let (Some(kind), Some(length)) = (two(extra, 0), two(extra, 2)) {
        let Some(field) = extra.get(4..4 + usize::from(length)) else { return };
        if kind == 1 {
            let mut at = 0;
            for size in [&mut part.unpacked, &mut part.packed, &mut part.offset] {
                if *size == IN_EXTRA
                    && let Some(written) = field.get(at..).and_then(|rest| rest.first_chunk::<8>())
                {
                    *size = u64::from_le_bytes(*written);
                    at += 8;
                }
            }
        }
        extra = extra.get(4 + usize::from(length)..).unwrap_or_default();
    }
}

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn four(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?).into())
}
