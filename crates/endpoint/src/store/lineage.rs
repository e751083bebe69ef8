//! What both databases are told in the same words of units that have ended, and of places that an account reads no more. Written once
//! and made twice, as [`super::books`].

macro_rules! lineage {
    ($row:ty) => {
        use std::collections::{BTreeMap, BTreeSet};

        use sqlx::Row as _;
        use thidua_domain::evidence::FileDigest;
        use thidua_domain::lineage::Lineage;
        use thidua_domain::record::{PartitionId, PartitionKind};
        use thidua_sync::checksum::Checksum;
        use thidua_sync::identity::{ChainHash, Head, Seq};

        use super::{TENANT, Transaction};
        use crate::store::reconciling::heads_to;
        use crate::store::stored::{exactly, kind_of};
        use crate::store::{BlobKey, StoreError};

        impl Transaction {
            /// The units that have ended, and what each was merged into.
            pub(crate) async fn lineage(&mut self) -> Result<Lineage, StoreError> {
                let query = sqlx::query(
                    "SELECT partition, merged_into FROM partitions
                     WHERE tenant = $1 AND merged_into IS NOT NULL",
                );
                let mut pairs = Vec::new();
                for found in query.bind(TENANT).fetch_all(&mut *self.0).await? {
                    pairs.push((partition(&found, 0)?, partition(&found, 1)?));
                }
                Ok(Lineage::of(pairs))
            }

            /// What an account read once and reads no more.
            pub(crate) async fn past_grants(
                &mut self,
                account: u32,
            ) -> Result<BTreeSet<PartitionId>, StoreError> {
                let query =
                    sqlx::query("SELECT partition FROM past_grants WHERE tenant = $1 AND account = $2");
                let query = query.bind(TENANT).bind(i64::from(account));
                let found = query.fetch_all(&mut *self.0).await?;
                found.iter().map(|found| partition(found, 0)).collect()
            }

            /// What a partition is, and where its log ends; with its checksum, where that holds there. `None` where there is none.
            pub(crate) async fn end_of(
                &mut self,
                of: PartitionId,
            ) -> Result<Option<(PartitionKind, Head, Option<Checksum>)>, StoreError> {
                let query = sqlx::query(
                    "SELECT kind, head_seq, head_hash, checksum, checksum_seq FROM partitions
                     WHERE tenant = $1 AND partition = $2",
                );
                let query = query.bind(TENANT).bind(i64::from(of.0));
                let Some(found) = query.fetch_optional(&mut *self.0).await? else { return Ok(None) };
                let number = |at| found.try_get::<i64, _>(at).map(i64::cast_unsigned);
                let hash = ChainHash(exactly(found.try_get(2)?, "head")?);
                let head = Head { seq: Seq(number(1)?), hash };
                let sum = (number(4)? == head.seq.0).then_some(Checksum(number(3)?));
                Ok(Some((kind_of(found.try_get(0)?)?, head, sum)))
            }

            /// The logs that a reconciliation waits for end here.
            pub(crate) async fn set_reconciled_heads(
                &mut self,
                number: u64,
                heads: &BTreeMap<PartitionId, Seq>,
            ) -> Result<(), StoreError> {
                let query =
                    sqlx::query("UPDATE reconciliations SET heads = $1 WHERE tenant = $2 AND number = $3");
                let query = query.bind(heads_to(heads)).bind(TENANT).bind(number.cast_signed());
                query.execute(&mut *self.0).await?;
                Ok(())
            }

            /// The files of a unit.
            pub(crate) async fn files_in(&mut self, unit: PartitionId) -> Result<Vec<BlobKey>, StoreError> {
                let query =
                    sqlx::query("SELECT digest, size FROM blobs WHERE tenant = $1 AND partition = $2");
                let mut keys = Vec::new();
                for found in query.bind(TENANT).bind(i64::from(unit.0)).fetch_all(&mut *self.0).await? {
                    let digest = FileDigest::from_bytes(exactly(found.try_get(0)?, "digest of a file")?);
                    let size = u32::try_from(found.try_get::<i64, _>(1)?);
                    let size = size.map_err(|_| StoreError::Damaged { what: "size of a file" })?;
                    keys.push(BlobKey { partition: unit, digest, size });
                }
                Ok(keys)
            }

            /// Gives a file to another unit, which must not have it.
            pub(crate) async fn give_file(
                &mut self,
                key: &BlobKey,
                to: PartitionId,
            ) -> Result<(), StoreError> {
                // The chunks hang on the file's own row: the new one comes first, and the old one goes last.
                for statement in [
                    "INSERT INTO blobs (tenant, partition, digest, size, received, whole, touched_ms)
                     SELECT tenant, $1, digest, size, received, whole, touched_ms FROM blobs
                     WHERE tenant = $2 AND partition = $3 AND digest = $4 AND size = $5",
                    "UPDATE blob_chunks SET partition = $1
                     WHERE tenant = $2 AND partition = $3 AND digest = $4 AND size = $5",
                ] {
                    let query = sqlx::query(statement).bind(i64::from(to.0)).bind(TENANT);
                    let query = query.bind(i64::from(key.partition.0));
                    let query = query.bind(key.digest.as_bytes().to_vec()).bind(i64::from(key.size));
                    query.execute(&mut *self.0).await?;
                }
                self.discard(key).await
            }
        }

        fn partition(found: &$row, at: usize) -> Result<PartitionId, StoreError> {
            let number: i64 = found.try_get(at)?;
            number.try_into().map(PartitionId).map_err(|_| StoreError::Damaged { what: "number of a place" })
        }
    };
}

pub(super) use lineage;
