//! How far a device has read. Opaque to the device, and authenticated, so that nobody can read on from a place that the
//! endpoint did not give.
//!
//! A cursor names the endpoint's epoch, the version of the account's scope, and for each partition a place in its log,
//! with one digest of all logs up to there: whoever reads twenty units sends eight bytes of digest, not eight for each.
//! A digest that the endpoint's logs do not give at those places means that the two have seen different logs.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use minicbor::Decoder;
use sha2::{Digest as _, Sha256};
use thidua_domain::record::PartitionId;

use crate::identity::{ChainHash, Epoch, Head, Seq};
use crate::wire::{Cbor, DecodeError, array, bytes};

/// The endpoint's secret for cursors: 64 random bytes (one block of SHA-256) kept in its store, never logged,
/// never sent.
#[derive(Clone)]
pub struct CursorKey(pub [u8; 64]);

/// The bytes of a truncated HMAC-SHA-256 that stand before the cursor's content.
const TAG: usize = 12;

/// A cursor, opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cursor {
    /// The life of the endpoint in which it was given.
    pub epoch: Epoch,
    /// The version of the account's scope at that time.
    pub scope_version: u64,
    /// How far each partition was read; those of which nothing was read are absent.
    pub read: BTreeMap<PartitionId, Seq>,
    /// The digest of the logs up to there.
    pub digest: ChainHash,
}

impl Cursor {
    /// The cursor of a device that has read each partition up to a head.
    #[must_use]
    pub fn at(epoch: Epoch, scope_version: u64, heads: &BTreeMap<PartitionId, Head>) -> Self {
        let mut read = BTreeMap::new();
        let mut hasher = Sha256::new();
        for (partition, head) in heads.iter().filter(|(_, head)| head.seq != Seq(0)) {
            read.insert(*partition, head.seq);
            hasher.update(partition.0.to_be_bytes());
            hasher.update(head.seq.0.to_be_bytes());
            hasher.update(head.hash.0);
        }
        let full: [u8; 32] = hasher.finalize().into();
        let mut digest = ChainHash::default();
        digest.0.iter_mut().zip(full).for_each(|(to, from)| *to = from);
        Self { epoch, scope_version, read, digest }
    }

    /// Writes the cursor and authenticates it.
    #[must_use]
    pub fn seal(&self, key: &CursorKey) -> Vec<u8> {
        let mut out = Cbor::default();
        out.array(3 + self.read.len() * 2);
        out.bytes(&self.epoch.0);
        out.uint(self.scope_version);
        out.bytes(&self.digest.0);
        for (partition, seq) in &self.read {
            out.uint(u64::from(partition.0));
            out.uint(seq.0);
        }
        let content = out.into_bytes();
        let mut sealed = authenticate(key, &content).to_vec();
        sealed.extend_from_slice(&content);
        sealed
    }

    /// Opens a cursor that [`Cursor::seal`] wrote under the same key.
    ///
    /// # Errors
    /// Where it was written by somebody else, changed on the way, or cut.
    pub fn open(key: &CursorKey, sealed: &[u8]) -> Result<Self, DecodeError> {
        let (tag, content) =
            sealed.split_at_checked(TAG).ok_or_else(|| DecodeError::new("a cursor cut short"))?;
        if !same_in_constant_time(tag, &authenticate(key, content)) {
            return Err(DecodeError::new("a cursor that this endpoint did not give"));
        }
        let mut input = Decoder::new(content);
        let parts = array(&mut input)?;
        let epoch = Epoch(bytes(&mut input)?);
        let scope_version = input.u64()?;
        let digest = ChainHash(bytes(&mut input)?);
        let mut read = BTreeMap::new();
        for _ in 0..parts.saturating_sub(3) / 2 {
            let partition = PartitionId(input.u32()?);
            read.insert(partition, Seq(input.u64()?));
        }
        Ok(Self { epoch, scope_version, read, digest })
    }
}

fn authenticate(key: &CursorKey, content: &[u8]) -> [u8; TAG] {
    let mut mac = Hmac::<Sha256>::new(&key.0.into());
    mac.update(content);
    let full: [u8; 32] = mac.finalize().into_bytes().into();
    let mut tag = [0; TAG];
    tag.iter_mut().zip(full).for_each(|(to, from)| *to = from);
    tag
}

fn same_in_constant_time(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_cursor_is_not_opened() {
        let key = CursorKey([7; 64]);
        let head = Head { seq: Seq(300), hash: ChainHash([5; 8]) };
        let heads = [(PartitionId(4), head), (PartitionId(5), Head::default())].into_iter().collect();
        let cursor = Cursor::at(Epoch([1; 8]), 2, &heads);
        assert_eq!(cursor.read, [(PartitionId(4), Seq(300))].into_iter().collect());
        let sealed = cursor.seal(&key);
        assert_eq!(Cursor::open(&key, &sealed), Ok(cursor));
        assert!(Cursor::open(&CursorKey([8; 64]), &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(Cursor::open(&key, &changed).is_err(), "byte {at}");
            assert!(Cursor::open(&key, &sealed[..at]).is_err());
        }
    }
}
