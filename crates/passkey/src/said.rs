//! What the authenticator says: authenticator data, and the object in which it comes when a passkey is made.

use minicbor::Decoder;
use minicbor::data::Type;
use sha2::{Digest as _, Sha256};

use crate::{Fault, PublicKey, Site};

/// The longest object or data that is read. Statements about the make may carry certificates.
const LONGEST: usize = 16 * 1024;
/// The longest name of a credential, by the specification.
const LONGEST_ID: usize = 1023;

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const COPYABLE: u8 = 1 << 3;
const COPIED: u8 = 1 << 4;
const WITH_CREDENTIAL: u8 = 1 << 6;
const WITH_EXTENSIONS: u8 = 1 << 7;

/// Authenticator data.
pub(crate) struct Said {
    /// How often the authenticator says to have signed; 0 where it does not count.
    pub(crate) counter: u32,
    /// Whether the key may be copied to other devices of its owner.
    pub(crate) copyable: bool,
    /// Whether it has been.
    pub(crate) copied: bool,
    pub(crate) credential: Option<Attested>,
}

/// A new credential.
pub(crate) struct Attested {
    pub(crate) id: Vec<u8>,
    pub(crate) key: PublicKey,
}

/// The authenticator data of an attestation object. Its statement is passed over.
pub(crate) fn data_of(object: &[u8]) -> Result<&[u8], Fault> {
    if object.len() > LONGEST {
        return Err(Fault::Data);
    }
    let mut data = None;
    let mut decoder = Decoder::new(object);
    let entries = decoder.map().ok().flatten().ok_or(Fault::Data)?;
    for _ in 0..entries {
        let key = decoder.str().map_err(|_| Fault::Data)?;
        if key == "authData" && data.is_none() {
            data = Some(decoder.bytes().map_err(|_| Fault::Data)?);
        } else if key == "authData" {
            return Err(Fault::Data);
        } else {
            decoder.skip().map_err(|_| Fault::Data)?;
        }
    }
    data.filter(|_| decoder.position() == object.len()).ok_or(Fault::Data)
}

/// Reads authenticator data of a key of this site, whose owner was there and was verified.
pub(crate) fn read(data: &[u8], site: &Site) -> Result<Said, Fault> {
    if data.len() > LONGEST {
        return Err(Fault::Data);
    }
    let (of, rest) = data.split_first_chunk::<32>().ok_or(Fault::Data)?;
    let (flags, rest) = rest.split_first().ok_or(Fault::Data)?;
    let (counter, mut rest) = rest.split_first_chunk::<4>().ok_or(Fault::Data)?;
    let is = |flag: u8| flags & flag != 0;
    let mut credential = None;
    if is(WITH_CREDENTIAL) {
        let (attested, after) = attested(rest)?;
        (credential, rest) = (Some(attested), after);
    }
    if is(WITH_EXTENSIONS) {
        let mut decoder = Decoder::new(rest);
        if !matches!(decoder.datatype(), Ok(Type::Map)) || decoder.skip().is_err() {
            return Err(Fault::Data);
        }
        rest = rest.get(decoder.position()..).ok_or(Fault::Data)?;
    }
    if !rest.is_empty() {
        return Err(Fault::Data);
    }
    if of.as_slice() != Sha256::digest(site.id()).as_slice() {
        return Err(Fault::OtherSite);
    }
    if !is(PRESENT) {
        return Err(Fault::NobodyThere);
    }
    if !is(VERIFIED) {
        return Err(Fault::NotVerified);
    }
    if is(COPIED) && !is(COPYABLE) {
        return Err(Fault::Copies);
    }
    Ok(Said { counter: u32::from_be_bytes(*counter), copyable: is(COPYABLE), copied: is(COPIED), credential })
}

/// The make of the authenticator, the credential's name and its key; and what comes after.
pub(crate) fn attested(data: &[u8]) -> Result<(Attested, &[u8]), Fault> {
    let (_make, rest) = data.split_first_chunk::<16>().ok_or(Fault::Data)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(Fault::Data)?;
    let length = usize::from(u16::from_be_bytes(*length));
    if length == 0 || length > LONGEST_ID {
        return Err(Fault::Data);
    }
    let (id, rest) = rest.split_at_checked(length).ok_or(Fault::Data)?;
    let mut decoder = Decoder::new(rest);
    decoder.skip().map_err(|_| Fault::Data)?;
    let (key, rest) = rest.split_at_checked(decoder.position()).ok_or(Fault::Data)?;
    Ok((Attested { id: id.to_owned(), key: PublicKey::read(key)? }, rest))
}
