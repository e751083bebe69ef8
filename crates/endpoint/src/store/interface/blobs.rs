//! Files of evidence, whatever database is behind them.

use super::Transaction;
use crate::store::{BlobKey, Received, StoreError};

impl Transaction {
    /// How much of a file is there.
    pub(crate) async fn received(&mut self, key: &BlobKey) -> Result<Received, StoreError> {
        ask!(self.received(key))
    }

    /// Adds bytes to the end of what is there, which is at `start`.
    pub(crate) async fn append(
        &mut self,
        key: &BlobKey,
        start: u32,
        bytes: &[u8],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.append(key, start, bytes, now_ms))
    }

    /// The file is what it is said to be.
    pub(crate) async fn make_whole(&mut self, key: &BlobKey) -> Result<(), StoreError> {
        ask!(self.make_whole(key))
    }

    /// Takes a file away, with its chunks.
    pub(crate) async fn discard(&mut self, key: &BlobKey) -> Result<(), StoreError> {
        ask!(self.discard(key))
    }

    /// The bytes of a file from `from` up to `to`, as far as they are there.
    pub(crate) async fn bytes(&mut self, key: &BlobKey, from: u32, to: u32) -> Result<Vec<u8>, StoreError> {
        ask!(self.bytes(key, from, to))
    }

    /// The files that nobody has added to since a moment.
    pub(crate) async fn untouched_since(&mut self, ms: i64) -> Result<Vec<BlobKey>, StoreError> {
        ask!(self.untouched_since(ms))
    }
}
