//! What the committee's endpoint tells a hub and what a hub keeps, in the words of both databases: written once and made twice, as
//! [`super::books`].

use thidua_sync::counters::CounterSet;
use thidua_sync::identity::DeviceId;

/// Work of a device on its way to the committee's endpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Queued {
    pub(crate) place: u64,
    pub(crate) device: DeviceId,
    /// The operations in it, as its device says.
    pub(crate) counters: CounterSet,
    /// What only the committee's endpoint opens.
    pub(crate) file: Vec<u8>,
}

/// What became of it there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Relayed {
    /// It was taken; the receipt is for its device.
    Taken(Vec<u8>),
    /// It was not, for this reason code.
    Returned(String),
}

/// What became of a device's work, by its place in the queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Word {
    pub(crate) place: u64,
    pub(crate) counters: CounterSet,
    pub(crate) what: Relayed,
}

macro_rules! hubs {
    ($row:ty) => {
        use std::collections::{BTreeMap, BTreeSet};

        use sqlx::Row as _;
        use thidua_bundle::Verifier;
        use thidua_domain::record::RecordId;
        use thidua_sync::counters::CounterSet;
        use thidua_sync::identity::DeviceId;
        use thidua_sync::row::Row;
        use thidua_sync::wire::encode_row;

        use super::{TENANT, Transaction};
        use crate::secret::TokenHash;
        use crate::store::hubs::{Queued, Relayed, Word};
        use crate::store::stored::{exactly, read_row};
        use crate::store::StoreError;

        const WAITS: i64 = 0;
        const TAKEN: i64 = 1;
        const RETURNED: i64 = 2;

        impl Transaction {
            /// By what devices are known as authors, of those whose login holds and was used since.
            pub(crate) async fn verifiers(
                &mut self,
                since_ms: i64,
            ) -> Result<Vec<(DeviceId, Verifier)>, StoreError> {
                let query = sqlx::query(
                    "SELECT device, verifier FROM tokens
                     WHERE tenant = $1 AND revoked_ms IS NULL AND verifier IS NOT NULL AND used_ms >= $2",
                );
                let found = query.bind(TENANT).bind(since_ms).fetch_all(&mut *self.0).await?;
                found
                    .iter()
                    .map(|found| {
                        let verifier = exactly(found.try_get(1)?, "verifier").map(Verifier)?;
                        Ok((device(found, 0)?, verifier))
                    })
                    .collect()
            }

            /// A fact of a hub.
            pub(crate) async fn hub_fact(&mut self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
                self.meta(key).await
            }

            /// Keeps a fact of a hub.
            pub(crate) async fn keep_hub_fact(&mut self, key: &str, value: &[u8]) -> Result<(), StoreError> {
                self.set_meta(key, value).await
            }

            /// Forgets all logins: a hub is told anew by what its devices are known.
            pub(crate) async fn forget_logins(&mut self) -> Result<(), StoreError> {
                let query = sqlx::query("DELETE FROM tokens WHERE tenant = $1");
                query.bind(TENANT).execute(&mut *self.0).await?;
                Ok(())
            }

            /// Notes whether a device is shut out, and what the committee's endpoint has taken from it beside what is known here.
            pub(crate) async fn keep_leased(
                &mut self,
                of: DeviceId,
                shut_out: Option<i64>,
                counters: &CounterSet,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "UPDATE devices SET counters = $1, revoked_ms = $2 WHERE tenant = $3 AND device = $4",
                );
                let query = query.bind(counters.encode()).bind(shut_out).bind(TENANT);
                query.bind(of.0.to_vec()).execute(&mut *self.0).await?;
                Ok(())
            }

            /// Stores by what a device is known to a hub. No token leads to the hash that stands for it.
            pub(crate) async fn keep_author(
                &mut self,
                verifier: Verifier,
                of: DeviceId,
                account: u32,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let token = TokenHash(verifier.0);
                self.add_token(token, of, account, now_ms).await?;
                self.keep_verifier(token, verifier).await
            }

            /// The rows as the committee's endpoint has told them.
            pub(crate) async fn hub_rows(&mut self) -> Result<Vec<Row>, StoreError> {
                let query = sqlx::query("SELECT row FROM hub_rows WHERE tenant = $1");
                let found = query.bind(TENANT).fetch_all(&mut *self.0).await?;
                found
                    .iter()
                    .map(|found| {
                        let row: Vec<u8> = found.try_get(0)?;
                        read_row(&row)
                    })
                    .collect()
            }

            /// Keeps a row as the committee's endpoint has told it.
            pub(crate) async fn keep_hub_row(&mut self, row: &Row) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "INSERT INTO hub_rows (tenant, record, row) VALUES ($1, $2, $3)
                     ON CONFLICT (tenant, record) DO UPDATE SET row = excluded.row",
                );
                let query = query.bind(TENANT).bind(row.id.as_bytes().to_vec()).bind(encode_row(row));
                query.execute(&mut *self.0).await?;
                Ok(())
            }

            /// The committee's endpoint has no such row any more.
            pub(crate) async fn drop_hub_row(&mut self, record: RecordId) -> Result<(), StoreError> {
                let query = sqlx::query("DELETE FROM hub_rows WHERE tenant = $1 AND record = $2");
                query.bind(TENANT).bind(record.as_bytes().to_vec()).execute(&mut *self.0).await?;
                Ok(())
            }

            /// Puts work at the end of the queue.
            pub(crate) async fn queue(
                &mut self,
                of: DeviceId,
                counters: &CounterSet,
                records: &BTreeSet<RecordId>,
                file: &[u8],
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query_scalar("SELECT max(place) FROM hub_queue WHERE tenant = $1");
                let last: Option<i64> = query.bind(TENANT).fetch_one(&mut *self.0).await?;
                let records: Vec<u8> = records.iter().flat_map(|record| *record.as_bytes()).collect();
                let query = sqlx::query(
                    "INSERT INTO hub_queue (tenant, place, device, counters, records, file, came_ms, state)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                );
                let query = query.bind(TENANT).bind(last.unwrap_or_default() + 1).bind(of.0.to_vec());
                let query = query.bind(counters.encode()).bind(records).bind(file.to_vec());
                query.bind(now_ms).bind(WAITS).execute(&mut *self.0).await?;
                Ok(())
            }

            /// The operations of a device that are in the queue, or were and reached the committee's endpoint.
            pub(crate) async fn queued_of(&mut self, of: DeviceId) -> Result<Vec<CounterSet>, StoreError> {
                let query = sqlx::query(
                    "SELECT counters FROM hub_queue WHERE tenant = $1 AND device = $2 AND state <> $3",
                );
                let query = query.bind(TENANT).bind(of.0.to_vec()).bind(RETURNED);
                let found = query.fetch_all(&mut *self.0).await?;
                found.iter().map(|found| counters(found, 0)).collect()
            }

            /// The next work that waits.
            pub(crate) async fn next_queued(&mut self) -> Result<Option<Queued>, StoreError> {
                let query = sqlx::query(
                    "SELECT place, device, counters, file FROM hub_queue
                     WHERE tenant = $1 AND state = $2 ORDER BY place LIMIT 1",
                );
                let found = query.bind(TENANT).bind(WAITS).fetch_optional(&mut *self.0).await?;
                let Some(found) = found else { return Ok(None) };
                Ok(Some(Queued {
                    place: place(&found, 0)?,
                    device: device(&found, 1)?,
                    counters: counters(&found, 2)?,
                    file: found.try_get(3)?,
                }))
            }

            /// How many operations wait, and the records that they speak of.
            pub(crate) async fn waiting(&mut self) -> Result<(u64, BTreeSet<RecordId>), StoreError> {
                let query =
                    sqlx::query("SELECT counters, records FROM hub_queue WHERE tenant = $1 AND state = $2");
                let (mut number, mut records) = (0, BTreeSet::new());
                for found in query.bind(TENANT).bind(WAITS).fetch_all(&mut *self.0).await? {
                    let ranges = counters(&found, 0)?;
                    number += ranges.ranges().iter().map(|(first, last)| last - first + 1).sum::<u64>();
                    let named: Vec<u8> = found.try_get(1)?;
                    let ids = named.chunks_exact(16).filter_map(|id| <[u8; 16]>::try_from(id).ok());
                    records.extend(ids.map(RecordId::from_bytes));
                }
                Ok((number, records))
            }

            /// Notes what became of work at the committee's endpoint. The file is of no use any more.
            pub(crate) async fn relayed(&mut self, at: u64, what: &Relayed) -> Result<(), StoreError> {
                let (state, receipt, why) = match what {
                    Relayed::Taken(receipt) => (TAKEN, Some(receipt.clone()), None),
                    Relayed::Returned(why) => (RETURNED, None, Some(why.clone())),
                };
                let query = sqlx::query(
                    "UPDATE hub_queue SET state = $1, receipt = $2, why = $3, file = $4
                     WHERE tenant = $5 AND place = $6",
                );
                let query = query.bind(state).bind(receipt).bind(why).bind(Vec::<u8>::new()).bind(TENANT);
                query.bind(at.cast_signed()).execute(&mut *self.0).await?;
                Ok(())
            }

            /// What became of a device's work after a place, the first of it.
            pub(crate) async fn words_for(
                &mut self,
                of: DeviceId,
                after: u64,
                most: u32,
            ) -> Result<Vec<Word>, StoreError> {
                let query = sqlx::query(
                    "SELECT place, counters, state, receipt, why FROM hub_queue
                     WHERE tenant = $1 AND device = $2 AND place > $3 AND state <> $4 ORDER BY place LIMIT $5",
                );
                let query = query.bind(TENANT).bind(of.0.to_vec()).bind(after.cast_signed());
                let query = query.bind(WAITS).bind(i64::from(most));
                let found = query.fetch_all(&mut *self.0).await?;
                found
                    .iter()
                    .map(|found| {
                        let what = if found.try_get::<i64, _>(2)? == TAKEN {
                            Relayed::Taken(found.try_get::<Option<Vec<u8>>, _>(3)?.unwrap_or_default())
                        } else {
                            Relayed::Returned(found.try_get::<Option<String>, _>(4)?.unwrap_or_default())
                        };
                        Ok(Word { place: place(found, 0)?, counters: counters(found, 1)?, what })
                    })
                    .collect()
            }

            /// The devices that are known, each with the counters that were taken from it here or elsewhere.
            pub(crate) async fn all_counters(&mut self) -> Result<BTreeMap<DeviceId, CounterSet>, StoreError> {
                let query = sqlx::query("SELECT device, counters FROM devices WHERE tenant = $1");
                let found = query.bind(TENANT).fetch_all(&mut *self.0).await?;
                found.iter().map(|found| Ok((device(found, 0)?, counters(found, 1)?))).collect()
            }
        }

        fn device(found: &$row, at: usize) -> Result<DeviceId, StoreError> {
            exactly(found.try_get(at)?, "device").map(DeviceId)
        }

        fn counters(found: &$row, at: usize) -> Result<CounterSet, StoreError> {
            let bytes: Vec<u8> = found.try_get(at)?;
            CounterSet::decode(&bytes).map_err(StoreError::damaged("set of counters"))
        }

        fn place(found: &$row, at: usize) -> Result<u64, StoreError> {
            found.try_get::<i64, _>(at)?.try_into().map_err(|_| StoreError::Damaged { what: "place" })
        }
    };
}

pub(super) use hubs;
