//! The bytes of evidence, in chunks as they came.

use sqlx::Row as _;
use thidua_domain::evidence::FileDigest;
use thidua_domain::record::{PartitionId, RecordKind};
use thidua_sync::row::Row;

use super::{TENANT, Transaction, number};
use crate::store::stored::{exactly, read_row};
use crate::store::{BlobKey, Received, StoreError};

/// Binds the committee and a file, as the first four parameters.
macro_rules! of_file {
    ($statement:expr, $key:expr) => {
        sqlx::query($statement)
            .bind(TENANT)
            .bind(i64::from($key.partition.0))
            .bind($key.digest.as_bytes().as_slice())
            .bind(i64::from($key.size))
    };
}

impl Transaction {
    /// How much of a file is there.
    pub(crate) async fn received(&mut self, key: &BlobKey) -> Result<Received, StoreError> {
        let query = of_file!(
            "SELECT received, whole FROM blobs
             WHERE tenant = $1 AND partition = $2 AND digest = $3 AND size = $4",
            key
        );
        let Some(found) = query.fetch_optional(&mut *self.0).await? else { return Ok(Received::default()) };
        Ok(Received { bytes: number(&found, 0)?, whole: found.try_get::<i64, _>(1)? != 0 })
    }

    /// Adds bytes to the end of what is there, which is at `start`.
    pub(crate) async fn append(
        &mut self,
        key: &BlobKey,
        start: u32,
        bytes: &[u8],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let query = of_file!(
            "INSERT INTO blobs AS b (tenant, partition, digest, size, received, touched_ms)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant, partition, digest, size) DO UPDATE
             SET touched_ms = excluded.touched_ms, received = b.received + excluded.received",
            key
        );
        let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        query.bind(length).bind(now_ms).execute(&mut *self.0).await?;
        let query = of_file!(
            "INSERT INTO blob_chunks (tenant, partition, digest, size, start, bytes)
             VALUES ($1, $2, $3, $4, $5, $6)",
            key
        );
        query.bind(i64::from(start)).bind(bytes).execute(&mut *self.0).await?;
        Ok(())
    }

    /// The file is what it is said to be.
    pub(crate) async fn make_whole(&mut self, key: &BlobKey) -> Result<(), StoreError> {
        let query = of_file!(
            "UPDATE blobs SET whole = 1 WHERE tenant = $1 AND partition = $2 AND digest = $3 AND size = $4",
            key
        );
        query.execute(&mut *self.0).await?;
        Ok(())
    }

    /// Takes a file away, with its chunks.
    pub(crate) async fn discard(&mut self, key: &BlobKey) -> Result<(), StoreError> {
        let query = of_file!(
            "DELETE FROM blobs WHERE tenant = $1 AND partition = $2 AND digest = $3 AND size = $4",
            key
        );
        query.execute(&mut *self.0).await?;
        Ok(())
    }

    /// The bytes of a file from `from` up to `to`, as far as they are there.
    pub(crate) async fn bytes(&mut self, key: &BlobKey, from: u32, to: u32) -> Result<Vec<u8>, StoreError> {
        let query = of_file!(
            "SELECT start, bytes FROM blob_chunks
             WHERE tenant = $1 AND partition = $2 AND digest = $3 AND size = $4
             AND start < $5 AND start + length(bytes) > $6 ORDER BY start",
            key
        );
        let mut bytes = Vec::new();
        for found in query.bind(i64::from(to)).bind(i64::from(from)).fetch_all(&mut *self.0).await? {
            let start: u32 = number(&found, 0)?;
            let chunk: Vec<u8> = found.try_get(1)?;
            let within = |place: u32| (place.saturating_sub(start) as usize).min(chunk.len());
            bytes.extend_from_slice(chunk.get(within(from)..within(to)).unwrap_or_default());
        }
        Ok(bytes)
    }

    /// The files that nobody has added to since a moment.
    pub(crate) async fn untouched_since(&mut self, ms: i64) -> Result<Vec<BlobKey>, StoreError> {
        let query =
            sqlx::query("SELECT partition, digest, size FROM blobs WHERE tenant = $1 AND touched_ms < $2");
        let mut keys = Vec::new();
        for found in query.bind(TENANT).bind(ms).fetch_all(&mut *self.0).await? {
            let digest = FileDigest::from_bytes(exactly(found.try_get(1)?, "digest of a file")?);
            let partition = PartitionId(number(&found, 0)?);
            keys.push(BlobKey { partition, digest, size: number(&found, 2)? });
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
            sqlx::query_scalar("SELECT row FROM records WHERE tenant = $1 AND partition = $2 AND kind = $3");
        let query = query.bind(TENANT).bind(i64::from(partition.0));
        let query = query.bind(i64::from(kind.code()));
        let found: Vec<Vec<u8>> = query.fetch_all(&mut *self.0).await?;
        found.iter().map(|bytes| read_row(bytes)).collect()
    }
}
