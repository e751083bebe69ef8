//! What `check` reads: everything, a piece at a time.

use thidua_domain::record::PartitionId;
use thidua_sync::identity::{ChainHash, DeviceId, Dot, Head, Seq};
use thidua_sync::operation::Digest;

use super::driver::{self as sqlx, Row as _};
use super::{TENANT, Transaction};
use crate::store::stored::exactly;
use crate::store::{Logged, StoreError};

impl Transaction {
    /// What the database itself finds wrong with its pages and references. Empty where all is well.
    pub(crate) async fn faults(&mut self) -> Result<Vec<String>, StoreError> {
        let mut faults: Vec<String> =
            sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&mut self.0).await?;
        faults.retain(|line| line != "ok");
        for broken in sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut self.0).await? {
            let (table, parent): (String, String) = (broken.try_get(0)?, broken.try_get(2)?);
            faults.push(format!("a row of {table} names a row of {parent} that is not there"));
        }
        Ok(faults)
    }

    /// The end of every log.
    pub(crate) async fn all_heads(&mut self) -> Result<Vec<(PartitionId, Head)>, StoreError> {
        let query = sqlx::query(
            "SELECT partition, head_seq, head_hash FROM partitions WHERE tenant = ? ORDER BY partition",
        );
        let mut heads = Vec::new();
        for place in query.bind(TENANT).fetch_all(&mut self.0).await? {
            let seq = Seq(place.try_get::<i64, _>(1)?.cast_unsigned());
            let hash = ChainHash(exactly(place.try_get(2)?, "head")?);
            heads.push((PartitionId(place.try_get(0)?), Head { seq, hash }));
        }
        Ok(heads)
    }

    /// The entries of a log after a place, with the operations that they stand for.
    pub(crate) async fn log_after(
        &mut self,
        partition: PartitionId,
        after: Seq,
        most: u32,
    ) -> Result<Vec<Logged>, StoreError> {
        let query = sqlx::query(
            "SELECT l.seq, l.hash, l.device, l.counter, o.digest, o.bytes, o.erased_ms,
                    -- Of a record that has moved on to another log this one says no more than that it did.
                    (SELECT CASE WHEN r.partition = l.partition THEN r.seq ELSE l.seq END FROM records r
                     WHERE r.tenant = l.tenant AND r.record = l.record)
             FROM log l
             LEFT JOIN operations o ON o.tenant = l.tenant AND o.device = l.device AND o.counter = l.counter
             WHERE l.tenant = ? AND l.partition = ? AND l.seq > ? ORDER BY l.seq LIMIT ?",
        );
        let query = query.bind(TENANT).bind(partition.0).bind(after.0.cast_signed()).bind(most);
        let mut entries = Vec::new();
        for found in query.fetch_all(&mut self.0).await? {
            let device = DeviceId(exactly(found.try_get(2)?, "device")?);
            let counter = found.try_get::<i64, _>(3)?.cast_unsigned();
            let digest: Option<Vec<u8>> = found.try_get(4)?;
            entries.push(Logged {
                seq: Seq(found.try_get::<i64, _>(0)?.cast_unsigned()),
                hash: ChainHash(exactly(found.try_get(1)?, "hash of a log")?),
                dot: Dot { device, counter },
                digest: digest.map(|digest| exactly(digest, "digest").map(Digest)).transpose()?,
                bytes: found.try_get::<Option<Vec<u8>>, _>(5)?.unwrap_or_default(),
                erased: found.try_get::<Option<i64>, _>(6)?.is_some(),
                row: found.try_get::<Option<i64>, _>(7)?.map(|seq| Seq(seq.cast_unsigned())),
            });
        }
        Ok(entries)
    }
}
