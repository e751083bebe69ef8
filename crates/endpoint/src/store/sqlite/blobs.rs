//! The bytes of evidence, in chunks as they came.

use thidua_domain::evidence::FileDigest;
use thidua_domain::record::{PartitionId, RecordKind};
use thidua_sync::row::Row;

use super::driver::{self as sqlx, Row as _};
use super::{TENANT, Transaction};
use crate::store::stored::{exactly, read_row};
use crate::store::{BlobKey, Received, StoreError};

impl Transaction {
    /// How much of a file is there.
    pub(crate) async fn received(&mut self, key: &BlobKey) -> Result<Received, StoreError> {
        let query = sqlx::query(
            "SELECT received, whole FROM blobs WHERE tenant = ? AND partition = ? AND digest = ? AND size = ?",
        );
        let query = query.bind(TENANT).bind(key.partition.0).bind(key.digest.as_bytes().as_slice());
        let Some(found) = query.bind(key.size).fetch_optional(&mut self.0).await? else {
            return Ok(Received::default());
        };
        Ok(Received { bytes: found.try_get(0)?, whole: found.try_get(1)? })
    }

    /// Adds bytes to the end of what is there, which is at `start`.
    pub(crate) async fn append(
        &mut self,
        key: &BlobKey,
        start: u32,
        bytes: &[u8],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO blobs (tenant, partition, digest, size, touched_ms) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (tenant, partition, digest, size) DO UPDATE SET touched_ms = excluded.touched_ms",
        );
        let query = query.bind(TENANT).bind(key.partition.0).bind(key.digest.as_bytes().as_slice());
        query.bind(key.size).bind(now_ms).execute(&mut self.0).await?;
        let query = sqlx::query(
            "INSERT INTO blob_chunks (tenant, partition, digest, size, start, bytes) VALUES (?, ?, ?, ?, ?, ?)",
        );
        let query = query.bind(TENANT).bind(key.partition.0).bind(key.digest.as_bytes().as_slice());
        query.bind(key.size).bind(start).bind(bytes).execute(&mut self.0).await?;
        let query = sqlx::query(
            "UPDATE blobs SET received = received + length(?)
             WHERE tenant = ? AND partition = ? AND digest = ? AND size = ?",
        );
        let query = query.bind(bytes).bind(TENANT).bind(key.partition.0);
        query.bind(key.digest.as_bytes().as_slice()).bind(key.size).execute(&mut self.0).await?;
        Ok(())
    }

    /// The file is what it is said to be.
    pub(crate) async fn make_whole(&mut self, key: &BlobKey) -> Result<(), StoreError> {
        let query = sqlx::query(
            "UPDATE blobs SET whole = 1 WHERE tenant = ? AND partition = ? AND digest = ? AND size = ?",
        );
        let query = query.bind(TENANT).bind(key.partition.0).bind(key.digest.as_bytes().as_slice());
        query.bind(key.size).execute(&mut self.0).await?;
        Ok(())
    }

    /// Takes a file away, with its chunks.
    pub(crate) async fn discard(&mut self, key: &BlobKey) -> Result<(), StoreError> {
        let query =
            sqlx::query("DELETE FROM blobs WHERE tenant = ? AND partition = ? AND digest = ? AND size = ?");
        let query = query.bind(TENANT).bind(key.partition.0).bind(key.digest.as_bytes().as_slice());
        query.bind(key.size).execute(&mut self.0).await?;
        Ok(())
    }

    /// The bytes of a file from `from` up to `to`, as far as they are there.
    pub(crate) async fn bytes(&mut self, key: &BlobKey, from: u32, to: u32) -> Result<Vec<u8>, StoreError> {
        let query = sqlx::query(
            "SELECT start, bytes FROM blob_chunks
             WHERE tenant = ? AND partition = ? AND digest = ? AND size = ?
             AND start < ? AND start + length(bytes) > ? ORDER BY start",
        );
        let query = query.bind(TENANT).bind(key.partition.0).bind(key.digest.as_bytes().as_slice());
        let mut bytes = Vec::new();
        for found in query.bind(key.size).bind(to).bind(from).fetch_all(&mut self.0).await? {
            let start: u32 = found.try_get(0)?;
            let chunk: Vec<u8> = found.try_get(1)?;
            let within = |place: u32| (place.saturating_sub(start) as usize).min(chunk.len());
            bytes.extend_from_slice(chunk.get(within(from)..within(to)).unwrap_or_default());
        }
        Ok(bytes)
    }

    /// The files that nobody has added to since a moment.
    pub(crate) async fn untouched_since(&mut self, ms: i64) -> Result<Vec<BlobKey>, StoreError> {
        let query =
            sqlx::query("SELECT partition, digest, size FROM blobs WHERE tenant = ? AND touched_ms < ?");
        let mut keys = Vec::new();
        for found in query.bind(TENANT).bind(ms).fetch_all(&mut self.0).await? {
            let digest = FileDigest::from_bytes(exactly(found.try_get(1)?, "digest of a file")?);
            keys.push(BlobKey { partition: PartitionId(found.try_get(0)?), digest, size: found.try_get(2)? });
        }
        Ok(keys)
    }

    /// The rows of a kind in a partition, deleted ones too.
    pub(crate) async fn rows_of(
        &mut self,
        partition: PartitionId,
        kind: RecordKind,
    ) -> Result<Vec<Row>, StoreError> {
        let query =
            sqlx::query_scalar("SELECT row FROM records WHERE tenant = ? AND partition = ? AND kind = ?");
        let query = query.bind(TENANT).bind(partition.0).bind(kind.code());
        let found: Vec<Vec<u8>> = query.fetch_all(&mut self.0).await?;
        found.iter().map(|bytes| read_row(bytes)).collect()
    }
}
