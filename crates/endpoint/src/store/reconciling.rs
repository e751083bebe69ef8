//! What both databases are told in the same words about restores: when the logs began anew, what devices bring back, and the
//! copies that others have witnessed. Written once and made twice, as [`super::books`].

macro_rules! reconciling {
    ($database:ty, $row:ty) => {
        use std::collections::{BTreeMap, BTreeSet};

        use sqlx::{QueryBuilder, Row as _};
        use thidua_domain::record::{PartitionId, RecordId};
        use thidua_sync::administration::Verdict;
        use thidua_sync::counters::CounterSet;
        use thidua_sync::identity::{DeviceId, Seq};
        use thidua_sync::operation::{Digest, Sealed};
        use thidua_sync::server::Since;
        use thidua_sync::wire::open;

        use super::{TENANT, Transaction};
        use crate::store::reconciling::{heads_of, heads_to};
        use crate::store::stored::exactly;
        use crate::store::{Closed, Gap, Met, Reconciliation, Stock, StoreError, Witnessed};

        const ERASED: i64 = crate::store::VERDICT_ERASED;
        /// Devices that are asked for with one statement.
        const AT_ONCE: usize = 400;

        /// The lives of the logs.
        impl Transaction {
            /// The last reconciliation; `None` where nothing was ever restored.
            pub(crate) async fn reconciliation(&mut self) -> Result<Option<Reconciliation>, StoreError> {
                let query = sqlx::query(
                    "SELECT number, begun_ms, heads, closed_ms, closed_by, reason FROM reconciliations
                     WHERE tenant = $1 ORDER BY number DESC LIMIT 1",
                );
                let Some(found) = query.bind(TENANT).fetch_optional(&mut *self.0).await? else {
                    return Ok(None);
                };
                let closed = match found.try_get::<Option<i64>, _>(3)? {
                    Some(at_ms) => Some(Closed {
                        at_ms,
                        by: found.try_get::<Option<i64>, _>(4)?.map(account).transpose()?,
                        reason: found.try_get::<Option<String>, _>(5)?.unwrap_or_default(),
                    }),
                    None => None,
                };
                let heads: Vec<u8> = found.try_get(2)?;
                Ok(Some(Reconciliation {
                    number: place(&found, 0)?,
                    begun_ms: found.try_get(1)?,
                    heads: heads_of(&heads)?,
                    closed,
                }))
            }

            /// Begins one, with where the logs end.
            pub(crate) async fn begin_reconciliation(
                &mut self,
                number: u64,
                heads: &BTreeMap<PartitionId, Seq>,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "INSERT INTO reconciliations (tenant, number, begun_ms, heads) VALUES ($1, $2, $3, $4)",
                );
                let query = query.bind(TENANT).bind(number.cast_signed()).bind(now_ms).bind(heads_to(heads));
                query.execute(&mut *self.0).await?;
                Ok(())
            }

            /// Closes one. Without an account, another one has taken its place.
            pub(crate) async fn close_reconciliation(
                &mut self,
                number: u64,
                by: Option<u32>,
                reason: &str,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "UPDATE reconciliations SET closed_ms = $1, closed_by = $2, reason = $3
                     WHERE tenant = $4 AND number = $5",
                );
                let query = query.bind(now_ms).bind(by.map(i64::from)).bind(reason.to_owned()).bind(TENANT);
                query.bind(number.cast_signed()).execute(&mut *self.0).await?;
                Ok(())
            }

            /// Notes numbers that nothing bears.
            pub(crate) async fn keep_gap(&mut self, number: u64, gap: &Gap) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "INSERT INTO number_gaps (tenant, partition, year, first, last, reconciliation)
                     VALUES ($1, $2, $3, $4, $5, $6)",
                );
                let query = query.bind(TENANT).bind(i64::from(gap.partition.0)).bind(i64::from(gap.year));
                let query = query.bind(i64::from(gap.first)).bind(i64::from(gap.last));
                query.bind(number.cast_signed()).execute(&mut *self.0).await?;
                Ok(())
            }

            /// The number after which an authority goes on in a year.
            pub(crate) async fn set_last_number(
                &mut self,
                partition: PartitionId,
                year: u16,
                last: u32,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "INSERT INTO numbers (tenant, partition, year, last) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (tenant, partition, year) DO UPDATE SET last = excluded.last",
                );
                let query = query.bind(TENANT).bind(i64::from(partition.0)).bind(i64::from(year));
                query.bind(i64::from(last)).execute(&mut *self.0).await?;
                Ok(())
            }

            /// Notes that a device has come back.
            pub(crate) async fn meet(
                &mut self,
                device: DeviceId,
                number: u64,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "UPDATE devices SET met = $1, met_ms = $2 WHERE tenant = $3 AND device = $4",
                );
                let query = query.bind(number.cast_signed()).bind(now_ms).bind(TENANT);
                query.bind(device.0.to_vec()).execute(&mut *self.0).await?;
                Ok(())
            }

            /// In which reconciliation each device has come back last.
            pub(crate) async fn met(&mut self) -> Result<BTreeMap<DeviceId, Met>, StoreError> {
                let query = sqlx::query("SELECT device, met, met_ms FROM devices WHERE tenant = $1");
                let mut met = BTreeMap::new();
                for found in query.bind(TENANT).fetch_all(&mut *self.0).await? {
                    let device = DeviceId(exactly(found.try_get(0)?, "device")?);
                    met.insert(device, Met { number: place(&found, 1)?, at_ms: found.try_get(2)? });
                }
                Ok(met)
            }
        }

        /// What is known of the operations of devices.
        impl Transaction {
            /// The operations that were taken of these devices, of those that are known.
            pub(crate) async fn counters_of(
                &mut self,
                devices: &BTreeSet<DeviceId>,
            ) -> Result<BTreeMap<DeviceId, CounterSet>, StoreError> {
                let devices: Vec<DeviceId> = devices.iter().copied().collect();
                let mut known = BTreeMap::new();
                for some in devices.chunks(AT_ONCE) {
                    let mut query = QueryBuilder::<$database>::new(
                        "SELECT device, counters FROM devices WHERE tenant = ",
                    );
                    query.push_bind(TENANT).push(" AND device IN (");
                    let mut values = query.separated(", ");
                    some.iter().for_each(|device| _ = values.push_bind(device.0.to_vec()));
                    query.push(")");
                    for found in query.build().fetch_all(&mut *self.0).await? {
                        let (device, counters) = taken_of(&found)?;
                        known.insert(device, counters);
                    }
                }
                Ok(known)
            }

            /// The same of all devices that have written into a partition.
            pub(crate) async fn counters_in(
                &mut self,
                partition: PartitionId,
            ) -> Result<BTreeMap<DeviceId, CounterSet>, StoreError> {
                let query = sqlx::query(
                    "SELECT d.device, d.counters FROM devices d WHERE d.tenant = $1 AND d.device IN (
                         SELECT l.device FROM log l WHERE l.tenant = $1 AND l.partition = $2)",
                );
                let query = query.bind(TENANT).bind(i64::from(partition.0));
                query.fetch_all(&mut *self.0).await?.iter().map(taken_of).collect()
            }

            /// What took effect on a record after a place in its partition's log, in its order. What was erased is left out.
            pub(crate) async fn since(
                &mut self,
                partition: PartitionId,
                record: RecordId,
                after: Seq,
            ) -> Result<Vec<Since>, StoreError> {
                let query = sqlx::query(
                    "SELECT l.device, l.counter, o.bytes, o.old_seq FROM log l
                     JOIN operations o ON o.tenant = l.tenant AND o.device = l.device AND o.counter = l.counter
                     WHERE l.tenant = $1 AND l.partition = $2 AND l.seq > $3 AND l.record = $4 ORDER BY l.seq",
                );
                let query = query.bind(TENANT).bind(i64::from(partition.0)).bind(after.0.cast_signed());
                let query = query.bind(record.as_bytes().to_vec());
                let mut since = Vec::new();
                for found in query.fetch_all(&mut *self.0).await? {
                    let device = DeviceId(exactly(found.try_get(0)?, "device")?);
                    let sealed = Sealed { counter: place(&found, 1)?, bytes: found.try_get(2)? };
                    let old = found.try_get::<Option<i64>, _>(3)?.map(|seq| Seq(seq.cast_unsigned()));
                    since.extend(open(&sealed, device).ok().map(|op| Since { old, op }));
                }
                Ok(since)
            }
        }

        const WITNESSED: &str = "SELECT w.entry, w.device, w.bytes, w.received_ms, w.verdict, \
             a.display_name FROM witnessed w \
             JOIN devices d ON d.tenant = w.tenant AND d.device = w.device \
             JOIN accounts a ON a.tenant = d.tenant AND a.account = d.account \
             WHERE w.tenant = ";

        /// Witnessed copies.
        impl Transaction {
            /// Keeps a copy that a device offers, unless the very same is there.
            pub(crate) async fn keep_witnessed(
                &mut self,
                (record, partition): (RecordId, PartitionId),
                device: DeviceId,
                digest: Digest,
                bytes: &[u8],
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "INSERT INTO witnessed (tenant, entry, record, partition, device, digest, bytes, received_ms)
                     SELECT $1, (SELECT coalesce(max(entry), 0) + 1 FROM witnessed WHERE tenant = $1),
                            $2, $3, $4, $5, $6, $7
                     WHERE NOT EXISTS (
                         SELECT 1 FROM witnessed WHERE tenant = $1 AND record = $2 AND digest = $5)",
                );
                let query = query.bind(TENANT).bind(record.as_bytes().to_vec()).bind(i64::from(partition.0));
                let query = query.bind(device.0.to_vec()).bind(digest.0.to_vec()).bind(bytes.to_vec());
                query.bind(now_ms).execute(&mut *self.0).await?;
                Ok(())
            }

            /// How much a device has offered that waits.
            pub(crate) async fn witness_stock(&mut self, device: DeviceId) -> Result<Stock, StoreError> {
                let query = sqlx::query(
                    "SELECT count(*), CAST(coalesce(sum(length(bytes)), 0) AS BIGINT) FROM witnessed
                     WHERE tenant = $1 AND device = $2 AND verdict IS NULL",
                );
                let query = query.bind(TENANT).bind(device.0.to_vec());
                let found = query.fetch_one(&mut *self.0).await?;
                Ok(Stock { operations: place(&found, 0)?, bytes: place(&found, 1)? })
            }

            /// The copies that wait, the oldest first.
            pub(crate) async fn witnessed(&mut self, most: u32) -> Result<Vec<Witnessed>, StoreError> {
                let mut query = QueryBuilder::<$database>::new(WITNESSED);
                query.push_bind(TENANT).push(" AND w.verdict IS NULL ORDER BY w.entry LIMIT ");
                query.push_bind(i64::from(most));
                query.build().fetch_all(&mut *self.0).await?.iter().map(witnessed).collect()
            }

            /// Every copy of a record, whatever was said of it.
            pub(crate) async fn witnessed_of(&mut self, record: RecordId) -> Result<Vec<Witnessed>, StoreError> {
                let mut query = QueryBuilder::<$database>::new(WITNESSED);
                query.push_bind(TENANT).push(" AND w.record = ").push_bind(record.as_bytes().to_vec());
                query.build().fetch_all(&mut *self.0).await?.iter().map(witnessed).collect()
            }

            /// A copy, whatever was said of it.
            pub(crate) async fn witnessed_entry(
                &mut self,
                entry: u64,
            ) -> Result<Option<Witnessed>, StoreError> {
                let mut query = QueryBuilder::<$database>::new(WITNESSED);
                query.push_bind(TENANT).push(" AND w.entry = ").push_bind(entry.cast_signed());
                query.build().fetch_optional(&mut *self.0).await?.as_ref().map(witnessed).transpose()
            }

            /// A person's word on a copy. What it says stays: whatever names no more than it is not asked about again.
            pub(crate) async fn settle_witnessed(
                &mut self,
                entry: u64,
                verdict: Verdict,
                reason: &str,
                decided_by: u32,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "UPDATE witnessed SET verdict = $1, reason = $2, decided_by = $3, decided_ms = $4
                     WHERE tenant = $5 AND entry = $6",
                );
                let code: i64 = if verdict == Verdict::Accepted { 1 } else { 2 };
                let query = query.bind(code).bind(reason.to_owned()).bind(i64::from(decided_by)).bind(now_ms);
                query.bind(TENANT).bind(entry.cast_signed()).execute(&mut *self.0).await?;
                Ok(())
            }

            /// Takes away what copies of a record say, because it was erased. With the commit their traces are to go as well.
            pub(crate) async fn silence_witnessed(
                &mut self,
                record: RecordId,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                if self.witnessed_of(record).await?.is_empty() {
                    return Ok(());
                }
                self.leave_no_trace(crate::store::group::Wipe::All).await?;
                let query = sqlx::query(
                    "UPDATE witnessed SET verdict = $1, decided_ms = $2, bytes = $3
                     WHERE tenant = $4 AND record = $5",
                );
                let query = query.bind(ERASED).bind(now_ms).bind(Vec::<u8>::new()).bind(TENANT);
                query.bind(record.as_bytes().to_vec()).execute(&mut *self.0).await?;
                Ok(())
            }
        }

        fn witnessed(found: &$row) -> Result<Witnessed, StoreError> {
            Ok(Witnessed {
                entry: place(found, 0)?,
                device: DeviceId(exactly(found.try_get(1)?, "device")?),
                bytes: found.try_get(2)?,
                at_ms: found.try_get(3)?,
                verdict: match found.try_get::<Option<i64>, _>(4)? {
                    None => Verdict::Waiting,
                    Some(1) => Verdict::Accepted,
                    Some(_) => Verdict::Refused,
                },
                name: found.try_get(5)?,
            })
        }

        fn taken_of(found: &$row) -> Result<(DeviceId, CounterSet), StoreError> {
            let bytes: Vec<u8> = found.try_get(1)?;
            let counters = CounterSet::decode(&bytes).map_err(StoreError::damaged("set of counters"))?;
            Ok((DeviceId(exactly(found.try_get(0)?, "device")?), counters))
        }

        fn place(found: &$row, at: usize) -> Result<u64, StoreError> {
            Ok(found.try_get::<i64, _>(at)?.cast_unsigned())
        }

        fn account(number: i64) -> Result<u32, StoreError> {
            number.try_into().map_err(|_| StoreError::Damaged { what: "account" })
        }
    };
}

use std::collections::BTreeMap;

use minicbor::Decoder;
use thidua_domain::record::PartitionId;
use thidua_sync::identity::Seq;
use thidua_sync::wire::{Cbor, DecodeError};

use super::StoreError;

pub(super) use reconciling;

/// Where logs end, in bytes: partition and place in turn.
pub(super) fn heads_to(heads: &BTreeMap<PartitionId, Seq>) -> Vec<u8> {
    let mut out = Cbor::default();
    out.array(heads.len() * 2);
    for (partition, seq) in heads {
        out.uint(u64::from(partition.0));
        out.uint(seq.0);
    }
    out.into_bytes()
}

/// Reads what [`heads_to`] wrote.
pub(super) fn heads_of(bytes: &[u8]) -> Result<BTreeMap<PartitionId, Seq>, StoreError> {
    let mut input = Decoder::new(bytes);
    let mut read = || -> Result<_, DecodeError> {
        let mut heads = BTreeMap::new();
        for _ in 0..input.array()?.unwrap_or_default() / 2 {
            heads.insert(PartitionId(input.u32()?), Seq(input.u64()?));
        }
        Ok(heads)
    };
    read().map_err(StoreError::damaged("list of heads"))
}
