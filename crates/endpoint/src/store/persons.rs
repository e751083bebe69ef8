//! What both databases are told in the same words about persons: which operations speak of a record, what was erased, and
//! which accounts there are. Written once and made twice, as [`super::books`].

macro_rules! persons {
    ($database:ty, $row:ty, $fetch_all:ident) => {
        use std::collections::BTreeSet;

        use sqlx::{QueryBuilder, Row as _};
        use thidua_domain::evidence::FileDigest;
        use thidua_domain::record::{PartitionId, RecordId};
        use thidua_sync::identity::{DeviceId, Dot};
        use thidua_sync::operation::Sealed;
        use thidua_sync::row::Row;
        use thidua_sync::wire::encode_row;

        use super::{TENANT, Transaction};
        use crate::store::group::Wipe;
        use crate::store::stored::exactly;
        use crate::store::{BlobKey, Erasure, Owner, Said, StoreError};

        /// Records that are asked for with one statement: far below the number of parameters that either database takes.
        const AT_ONCE: usize = 1_000;

        /// The verdict on an entry of the tray whose record was erased.
        const ERASED: i64 = crate::store::VERDICT_ERASED;

        /// What was said of a record, and by whom.
        impl Transaction {
            /// The next operations after one, by device and counter, of those of which it is still known what they said.
            pub(crate) async fn said_after(&mut self, after: Dot, most: u32) -> Result<Vec<Said>, StoreError> {
                let query = sqlx::query(
                    "SELECT o.device, o.counter, o.outcome, o.bytes, o.received_ms, d.account
                     FROM operations o JOIN devices d ON d.tenant = o.tenant AND d.device = o.device
                     WHERE o.tenant = $1 AND (o.device, o.counter) > ($2, $3) AND length(o.bytes) > 0
                     ORDER BY o.device, o.counter LIMIT $4",
                );
                let query = query.bind(TENANT).bind(after.device.0.to_vec());
                let query = query.bind(after.counter.cast_signed()).bind(i64::from(most));
                query.$fetch_all(&mut *self.0).await?.iter().map(said).collect()
            }

            /// An operation by its device and number.
            pub(crate) async fn said_by(&mut self, dot: Dot) -> Result<Option<Said>, StoreError> {
                let query = sqlx::query(
                    "SELECT o.device, o.counter, o.outcome, o.bytes, o.received_ms, d.account
                     FROM operations o JOIN devices d ON d.tenant = o.tenant AND d.device = o.device
                     WHERE o.tenant = $1 AND o.device = $2 AND o.counter = $3",
                );
                let query = query.bind(TENANT).bind(dot.device.0.to_vec()).bind(dot.counter.cast_signed());
                query.fetch_all(&mut *self.0).await?.first().map(said).transpose()
            }

            /// The operations whose outcome has this code or a higher one, where it is still known what they said.
            pub(crate) async fn not_taken(&mut self, lowest: u16) -> Result<Vec<Said>, StoreError> {
                let query = sqlx::query(
                    "SELECT o.device, o.counter, o.outcome, o.bytes, o.received_ms, d.account
                     FROM operations o JOIN devices d ON d.tenant = o.tenant AND d.device = o.device
                     WHERE o.tenant = $1 AND o.outcome >= $2 AND length(o.bytes) > 0
                     ORDER BY o.received_ms, o.device, o.counter",
                );
                let query = query.bind(TENANT).bind(i64::from(lowest));
                query.$fetch_all(&mut *self.0).await?.iter().map(said).collect()
            }

            /// The next entries of the tray after one, of those that wait.
            pub(crate) async fn waiting_after(
                &mut self,
                after: u64,
                most: u32,
            ) -> Result<Vec<(u64, DeviceId, Sealed)>, StoreError> {
                let query = sqlx::query(
                    "SELECT entry, device, counter, bytes FROM tray
                     WHERE tenant = $1 AND verdict IS NULL AND entry > $2 ORDER BY entry LIMIT $3",
                );
                let query = query.bind(TENANT).bind(after.cast_signed()).bind(i64::from(most));
                let mut waiting = Vec::new();
                for found in query.$fetch_all(&mut *self.0).await? {
                    let counter = found.try_get::<i64, _>(2)?.cast_unsigned();
                    let sealed = Sealed { counter, bytes: found.try_get(3)? };
                    let device = DeviceId(exactly(found.try_get(1)?, "device")?);
                    waiting.push((found.try_get::<i64, _>(0)?.cast_unsigned(), device, sealed));
                }
                Ok(waiting)
            }

            /// The accounts.
            pub(crate) async fn owners(&mut self) -> Result<Vec<Owner>, StoreError> {
                let query = sqlx::query(
                    "SELECT account, login, display_name, role, home FROM accounts WHERE tenant = $1 ORDER BY account",
                );
                query.bind(TENANT).fetch_all(&mut *self.0).await?.iter().map(owner).collect()
            }

            /// The names of all places.
            pub(crate) async fn place_names(&mut self) -> Result<Vec<(PartitionId, String)>, StoreError> {
                let query = sqlx::query("SELECT partition, name FROM partitions WHERE tenant = $1");
                let found = query.bind(TENANT).fetch_all(&mut *self.0).await?;
                found.iter().map(|row| Ok((partition(row, 0)?, row.try_get(1)?))).collect()
            }
        }

        /// Erasing.
        impl Transaction {
            /// Notes that a record is erased.
            pub(crate) async fn note_erasure(&mut self, erasure: &Erasure) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "INSERT INTO erasures (tenant, record, partition, kind, erased_ms, reason, decided_by)
                     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, record) DO NOTHING",
                );
                let query = query.bind(TENANT).bind(erasure.record.as_bytes().to_vec());
                let query = query.bind(i64::from(erasure.partition.0)).bind(i64::from(erasure.kind));
                let query = query.bind(erasure.erased_ms).bind(&erasure.reason).bind(&erasure.decided_by);
                query.execute(&mut *self.0).await?;
                Ok(())
            }

            /// Everything that was erased.
            pub(crate) async fn erasures(&mut self) -> Result<Vec<Erasure>, StoreError> {
                let query = sqlx::query(
                    "SELECT record, partition, kind, erased_ms, reason, decided_by FROM erasures
                     WHERE tenant = $1 ORDER BY erased_ms, record",
                );
                query.bind(TENANT).fetch_all(&mut *self.0).await?.iter().map(erasure).collect()
            }

            /// Those of some records that were erased.
            pub(crate) async fn erased_among(
                &mut self,
                records: &[RecordId],
            ) -> Result<BTreeSet<RecordId>, StoreError> {
                let mut erased = BTreeSet::new();
                for some in records.chunks(AT_ONCE) {
                    let mut query =
                        QueryBuilder::<$database>::new("SELECT record FROM erasures WHERE tenant = ");
                    query.push_bind(TENANT).push(" AND record IN (");
                    let mut list = query.separated(", ");
                    for record in some {
                        list.push_bind(record.as_bytes().to_vec());
                    }
                    query.push(")");
                    for found in query.build().fetch_all(&mut *self.0).await? {
                        erased.insert(RecordId::from_bytes(exactly(found.try_get(0)?, "record")?));
                    }
                }
                Ok(erased)
            }

            /// Takes away what an operation said. With the commit its traces are to go as well.
            pub(crate) async fn silence(&mut self, dot: Dot, now_ms: i64) -> Result<(), StoreError> {
                self.leave_no_trace(Wipe::All).await?;
                let query = sqlx::query(
                    "UPDATE operations SET bytes = $1, erased_ms = $2
                     WHERE tenant = $3 AND device = $4 AND counter = $5",
                );
                let query = query.bind(Vec::<u8>::new()).bind(now_ms).bind(TENANT);
                let query = query.bind(dot.device.0.to_vec()).bind(dot.counter.cast_signed());
                query.execute(&mut *self.0).await?;
                // Where it came by the tray, its device is to hear that it is gone and not what a person has said of it.
                let query = sqlx::query(
                    "UPDATE tray SET verdict = $1, reason = NULL, bytes = $2
                     WHERE tenant = $3 AND device = $4 AND counter = $5",
                );
                let query = query.bind(ERASED).bind(Vec::<u8>::new()).bind(TENANT);
                let query = query.bind(dot.device.0.to_vec()).bind(dot.counter.cast_signed());
                query.execute(&mut *self.0).await?;
                Ok(())
            }

            /// Puts a row in the place of the one that is there.
            pub(crate) async fn replace_row(&mut self, row: &Row) -> Result<(), StoreError> {
                self.leave_no_trace(Wipe::All).await?;
                let query = sqlx::query("UPDATE records SET row = $1 WHERE tenant = $2 AND record = $3");
                let query = query.bind(encode_row(row)).bind(TENANT).bind(row.id.as_bytes().to_vec());
                query.execute(&mut *self.0).await?;
                Ok(())
            }

            /// The files of a unit that bear one of these digests.
            pub(crate) async fn files_of(
                &mut self,
                unit: PartitionId,
                digests: &BTreeSet<FileDigest>,
            ) -> Result<Vec<BlobKey>, StoreError> {
                let query =
                    sqlx::query("SELECT digest, size FROM blobs WHERE tenant = $1 AND partition = $2");
                let mut keys = Vec::new();
                for found in query.bind(TENANT).bind(i64::from(unit.0)).fetch_all(&mut *self.0).await? {
                    let digest = FileDigest::from_bytes(exactly(found.try_get(0)?, "digest of a file")?);
                    let size = narrowed(found.try_get(1)?)?;
                    if digests.contains(&digest) {
                        keys.push(BlobKey { partition: unit, digest, size });
                    }
                }
                Ok(keys)
            }
        }

        fn said(found: &$row) -> Result<Said, StoreError> {
            let device = DeviceId(exactly(found.try_get(0)?, "device")?);
            Ok(Said {
                dot: Dot { device, counter: found.try_get::<i64, _>(1)?.cast_unsigned() },
                outcome: narrowed(found.try_get(2)?)?,
                bytes: found.try_get(3)?,
                received_ms: found.try_get(4)?,
                account: narrowed(found.try_get(5)?)?,
            })
        }

        fn owner(found: &$row) -> Result<Owner, StoreError> {
            Ok(Owner {
                account: narrowed(found.try_get(0)?)?,
                login: found.try_get(1)?,
                name: found.try_get(2)?,
                role: found.try_get(3)?,
                home: partition(found, 4)?,
            })
        }

        fn erasure(found: &$row) -> Result<Erasure, StoreError> {
            Ok(Erasure {
                record: RecordId::from_bytes(exactly(found.try_get(0)?, "record")?),
                partition: partition(found, 1)?,
                kind: narrowed(found.try_get(2)?)?,
                erased_ms: found.try_get(3)?,
                reason: found.try_get(4)?,
                decided_by: found.try_get(5)?,
            })
        }

        fn partition(found: &$row, at: usize) -> Result<PartitionId, StoreError> {
            Ok(PartitionId(narrowed(found.try_get(at)?)?))
        }

        fn narrowed<N: TryFrom<i64>>(number: i64) -> Result<N, StoreError> {
            number.try_into().map_err(|_| StoreError::Damaged { what: "number" })
        }
    };
}

pub(super) use persons;
