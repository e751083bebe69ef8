//! How far a device has read. Opaque to the device, and authenticated, so that nobody can read on from a place that the
//! endpoint did not give.
//!
//! A cursor names the endpoint's epoch, the version of the account's scope, and for each partition a place in its log,
//! with one digest of all logs up to there: whoever reads twenty units sends eight bytes of digest, not eight for each.
//! A digest that the endpoint's logs do not give at those places means that the two have seen different logs.
//!
//! In the middle of a partition the cursor also names its *floor*: the place up to which the device holds the partition
//! whole. Rows come in the order of their last change, so that a row which was written at 2 and changed at 50 comes at 50,
//! to a device that has read up to 10 and has never seen it: what was written at 2 must come with it. And where the newest
//! rows were told *ahead* of the others, it names from where to where, so that they are not told a second time in their turn.

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
pub(crate) const TAG: usize = 12;

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
    /// The partitions in whose middle the device is.
    pub under_way: BTreeMap<PartitionId, UnderWay>,
}

/// How a device stands in the middle of a partition.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct UnderWay {
    /// Up to where it held the partition whole.
    pub floor: Seq,
    /// The rows after this place…
    pub ahead_after: Seq,
    /// … up to this one, it has been told whole before their turn. Equal where there are none.
    pub ahead_to: Seq,
}

impl UnderWay {
    /// Whether a row that was last changed there was told before its turn.
    #[must_use]
    pub fn was_told(&self, seq: Seq) -> bool {
        seq > self.ahead_after && seq <= self.ahead_to
    }
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
        Self { epoch, scope_version, read, digest, under_way: BTreeMap::new() }
    }

    /// Writes the cursor and authenticates it.
    #[must_use]
    pub fn seal(&self, key: &CursorKey) -> Vec<u8> {
        let mut out = Cbor::default();
        // An even number of parts says that what is under way is among them.
        out.array(3 + usize::from(!self.under_way.is_empty()) + self.read.len() * 2);
        out.bytes(&self.epoch.0);
        out.uint(self.scope_version);
        out.bytes(&self.digest.0);
        if !self.under_way.is_empty() {
            out.array(self.under_way.len() * 4);
            for (partition, at) in &self.under_way {
                out.uint(u64::from(partition.0));
                out.uint(at.floor.0);
                out.uint(at.ahead_after.0);
                out.uint(at.ahead_to.0);
            }
        }
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
        let mut under_way = BTreeMap::new();
        if parts.is_multiple_of(2) {
            for _ in 0..array(&mut input)? / 4 {
                let partition = PartitionId(input.u32()?);
                let (floor, ahead_after) = (Seq(input.u64()?), Seq(input.u64()?));
                under_way.insert(partition, UnderWay { floor, ahead_after, ahead_to: Seq(input.u64()?) });
            }
        }
        let mut read = BTreeMap::new();
        for _ in 0..parts.saturating_sub(3) / 2 {
            let partition = PartitionId(input.u32()?);
            read.insert(partition, Seq(input.u64()?));
        }
        Ok(Self { epoch, scope_version, read, digest, under_way })
    }
}

pub(crate) fn authenticate(key: &CursorKey, content: &[u8]) -> [u8; TAG] {
    let mut mac = Hmac::<Sha256>::new(&key.0.into());
    mac.update(content);
    let full: [u8; 32] = mac.finalize().into_bytes().into();
    let mut tag = [0; TAG];
    tag.iter_mut().zip(full).for_each(|(to, from)| *to = from);
    tag
}

pub(crate) fn same_in_constant_time(left: &[u8], right: &[u8]) -> bool {
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
        let at = UnderWay { floor: Seq(7), ahead_after: Seq(400), ahead_to: Seq(410) };
        let under_way = Cursor { under_way: [(PartitionId(4), at)].into_iter().collect(), ..cursor.clone() };
        assert_eq!(Cursor::open(&key, &under_way.seal(&key)), Ok(under_way));
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
