//! Writing and reading of CBOR (RFC 8949), as far as the protocol uses it.

use minicbor::{Decoder, Encoder};

/// Why bytes could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct DecodeError {
    what: String,
}

impl DecodeError {
    /// An error with what was wrong, for logs; never shown to officers.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}

impl From<minicbor::decode::Error> for DecodeError {
    fn from(error: minicbor::decode::Error) -> Self {
        Self::new(error.to_string())
    }
}

/// Writes CBOR into memory. Writing to memory cannot fail, so nothing here returns an error.
#[derive(Debug)]
pub struct Cbor(Encoder<Vec<u8>>);

impl Default for Cbor {
    fn default() -> Self {
        Self(Encoder::new(Vec::new()))
    }
}

macro_rules! writes {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty)?) = $call:ident($($pass:expr)?);)*) => {
        $($(#[$doc])* pub fn $name(&mut self $(, $arg: $type)?) {
            // The error of writing to a Vec is uninhabited; minicbor's wrapper around it is not.
            self.0.$call($($pass)?).ok();
        })*
    };
}

impl Cbor {
    writes! {
        /// Begins an array of `len` items.
        array(len: usize) = array(len as u64);
        /// Begins a map of `len` pairs.
        map(len: usize) = map(len as u64);
        /// A whole number from zero.
        uint(number: u64) = u64(number);
        /// A whole number.
        int(number: i64) = i64(number);
        /// Text.
        text(text: &str) = str(text);
        /// A byte string.
        bytes(bytes: &[u8]) = bytes(bytes);
        /// True or false.
        bool(yes: bool) = bool(yes);
        /// Null.
        null() = null();
        /// Undefined: the mark of an absent item in a column.
        undefined() = undefined();
        /// A tag on the item that follows.
        tag(number: u64) = tag(minicbor::data::Tag::new(number));
    }

    /// One item that is already encoded.
    pub fn raw(&mut self, item: &[u8]) {
        self.0.writer_mut().extend_from_slice(item);
    }

    /// What was written.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_writer()
    }

    /// How many bytes were written so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.writer().len()
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The length of a definite array.
pub(crate) fn array(input: &mut Decoder<'_>) -> Result<usize, DecodeError> {
    definite(input.array()?, input)
}

/// The length of a definite map.
pub(crate) fn map(input: &mut Decoder<'_>) -> Result<usize, DecodeError> {
    definite(input.map()?, input)
}

fn definite(len: Option<u64>, input: &Decoder<'_>) -> Result<usize, DecodeError> {
    let len = len.ok_or_else(|| DecodeError::new("lengths must be definite"))?;
    // Each item takes a byte at least: a length beyond what is left is a lie that must not be allocated for.
    let left = input.input().len().saturating_sub(input.position());
    usize::try_from(len)
        .ok()
        .filter(|&n| n <= left)
        .ok_or_else(|| DecodeError::new("a length beyond the input"))
}

/// A byte string of exactly `N` bytes.
pub(crate) fn bytes<const N: usize>(input: &mut Decoder<'_>) -> Result<[u8; N], DecodeError> {
    input.bytes()?.try_into().map_err(|_| DecodeError::new(format!("expected {N} bytes")))
}

/// Nothing may follow the last item.
pub(crate) fn end(input: &Decoder<'_>) -> Result<(), DecodeError> {
    if input.position() == input.input().len() {
        Ok(())
    } else {
        Err(DecodeError::new("bytes after the end"))
    }
}

/// Reads a map with whole numbers as keys: `read` is given each key and reads its value, or says `false` for a key that
/// it does not know, whose value is then passed over.
pub(crate) fn keyed<'b>(
    input: &mut Decoder<'b>,
    mut read: impl FnMut(u64, &mut Decoder<'b>) -> Result<bool, DecodeError>,
) -> Result<(), DecodeError> {
    for _ in 0..map(input)? {
        let key = input.u64()?;
        if !read(key, input)? {
            input.skip()?;
        }
    }
    Ok(())
}

/// Null, or what `read` reads.
pub(crate) fn nullable<'b, T>(
    input: &mut Decoder<'b>,
    read: impl FnOnce(&mut Decoder<'b>) -> Result<T, DecodeError>,
) -> Result<Option<T>, DecodeError> {
    if input.datatype()? == minicbor::data::Type::Null {
        input.null()?;
        return Ok(None);
    }
    read(input).map(Some)
}
