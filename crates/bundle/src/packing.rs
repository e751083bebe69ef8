//! Making the inside of a file small, and bounded unpacking.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use crate::{MOST_PLAIN, OpenError};

const PLAIN: u8 = 0;
const DEFLATED: u8 = 1;

/// A mark of how it is packed, and the bytes.
pub(crate) fn pack(plain: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(vec![DEFLATED], Compression::best());
    // Writing into memory does not fail; where it did, the bytes go as they are.
    let packed = encoder.write_all(plain).and_then(|()| encoder.finish()).ok();
    packed
        .filter(|packed| packed.len() <= plain.len())
        .unwrap_or_else(|| std::iter::once(PLAIN).chain(plain.iter().copied()).collect())
}

/// What was packed, where that is not more than a file may hold.
pub(crate) fn unpack(packed: &[u8]) -> Result<Vec<u8>, OpenError> {
    let (mark, bytes) = packed.split_first().ok_or(OpenError::Unreadable)?;
    let mut plain = Vec::new();
    match *mark {
        PLAIN => plain.extend_from_slice(bytes),
        DEFLATED => {
            // One byte more than may be there tells that there is too much, without unpacking it.
            let most = MOST_PLAIN as u64 + 1;
            let mut decoder = DeflateDecoder::new(bytes).take(most);
            decoder.read_to_end(&mut plain).map_err(|_| OpenError::Unreadable)?;
        }
        _ => return Err(OpenError::Unreadable),
    }
    if plain.len() > MOST_PLAIN { Err(OpenError::TooLarge) } else { Ok(plain) }
}
