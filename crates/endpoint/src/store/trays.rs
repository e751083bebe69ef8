//! The tray of what was handed in, in the words of both databases: written once and made twice, as [`super::books`].

macro_rules! trays {
    ($database:ty, $row:ty) => {
        use std::collections::BTreeMap;

        use sqlx::{QueryBuilder, Row as _};
        use thidua_sync::administration::Verdict;
        use thidua_sync::counters::CounterSet;
        use thidua_sync::identity::DeviceId;
        use thidua_sync::operation::{Digest, Sealed};
        use thidua_sync::server::Handed;

        use super::{TENANT, Transaction};
        use crate::store::stored::exactly;
        use crate::store::{Stock, StoreError, Waiting};

        const ERASED: i64 = crate::store::VERDICT_ERASED;
        /// Entries in one INSERT: far below the number of parameters that either database takes.
        const AT_ONCE: usize = 400;

        impl Transaction {
            /// Everything that a device has ever handed in, by its counter.
            pub(crate) async fn handed(
                &mut self,
                device: DeviceId,
            ) -> Result<BTreeMap<u64, Handed>, StoreError> {
                let query = sqlx::query(
                    "SELECT counter, digest, verdict, reason FROM tray WHERE tenant = $1 AND device = $2",
                );
                let query = query.bind(TENANT).bind(device.0.to_vec());
                let mut all = BTreeMap::new();
                for found in query.fetch_all(&mut *self.0).await? {
                    let handed = Handed {
                        digest: Digest(exactly(found.try_get(1)?, "digest")?),
                        verdict: verdict(found.try_get(2)?)?,
                        words: found.try_get(3)?,
                        erased: found.try_get::<Option<i64>, _>(2)? == Some(ERASED),
                    };
                    all.insert(found.try_get::<i64, _>(0)?.cast_unsigned(), handed);
                }
                Ok(all)
            }

            /// The counters that were taken from a device, whatever may be said of its account.
            pub(crate) async fn counters(&mut self, device: DeviceId) -> Result<CounterSet, StoreError> {
                let query =
                    sqlx::query_scalar("SELECT counters FROM devices WHERE tenant = $1 AND device = $2");
                let query = query.bind(TENANT).bind(device.0.to_vec());
                let bytes: Vec<u8> = query.fetch_one(&mut *self.0).await?;
                CounterSet::decode(&bytes).map_err(StoreError::damaged("set of counters"))
            }

            /// How much a device has in the tray.
            pub(crate) async fn stock(&mut self, device: DeviceId) -> Result<Stock, StoreError> {
                let query = sqlx::query(
                    "SELECT count(*), CAST(coalesce(sum(length(bytes)), 0) AS BIGINT) FROM tray
                     WHERE tenant = $1 AND device = $2",
                );
                let query = query.bind(TENANT).bind(device.0.to_vec());
                let found = query.fetch_one(&mut *self.0).await?;
                Ok(Stock { operations: place(&found, 0)?, bytes: place(&found, 1)? })
            }

            /// Puts operations of a device into the tray. Says the entry of the first.
            pub(crate) async fn hand_in(
                &mut self,
                device: DeviceId,
                operations: &[Sealed],
                now_ms: i64,
            ) -> Result<u64, StoreError> {
                let query =
                    sqlx::query("SELECT coalesce(max(entry), 0) FROM tray WHERE tenant = $1").bind(TENANT);
                let first = place(&query.fetch_one(&mut *self.0).await?, 0)? + 1;
                let numbered: Vec<_> = (first..).zip(operations).collect();
                for some in numbered.chunks(AT_ONCE) {
                    let mut query = QueryBuilder::<$database>::new(
                        "INSERT INTO tray (tenant, entry, device, counter, digest, bytes, received_ms) ",
                    );
                    query.push_values(some, |mut to, (entry, sealed)| {
                        to.push_bind(TENANT).push_bind(entry.cast_signed()).push_bind(device.0.to_vec());
                        to.push_bind(sealed.counter.cast_signed()).push_bind(sealed.digest().0.to_vec());
                        to.push_bind(sealed.bytes.clone()).push_bind(now_ms);
                    });
                    query.build().execute(&mut *self.0).await?;
                }
                Ok(first)
            }

            /// The operations that wait for a person, the oldest first: not those that came by an exchange meanwhile.
            pub(crate) async fn tray(&mut self, most: u32) -> Result<Vec<Waiting>, StoreError> {
                let query = sqlx::query(
                    "SELECT t.entry, t.device, t.counter, t.bytes, t.received_ms, t.verdict, d.account,
                            d.revoked_ms, a.display_name
                     FROM tray t
                     JOIN devices d ON d.tenant = t.tenant AND d.device = t.device
                     JOIN accounts a ON a.tenant = d.tenant AND a.account = d.account
                     WHERE t.tenant = $1 AND t.verdict IS NULL AND NOT EXISTS (
                         SELECT 1 FROM operations o
                         WHERE o.tenant = t.tenant AND o.device = t.device AND o.counter = t.counter)
                     ORDER BY t.entry LIMIT $2",
                );
                let query = query.bind(TENANT).bind(i64::from(most));
                query.fetch_all(&mut *self.0).await?.iter().map(waiting).collect()
            }

            /// What waits of one device.
            pub(crate) async fn tray_of(&mut self, device: DeviceId) -> Result<Vec<Sealed>, StoreError> {
                let query = sqlx::query(
                    "SELECT counter, bytes FROM tray WHERE tenant = $1 AND device = $2 AND verdict IS NULL",
                );
                let found = query.bind(TENANT).bind(device.0.to_vec()).fetch_all(&mut *self.0).await?;
                let sealed = |found: &$row| {
                    Ok(Sealed { counter: place(found, 0)?, bytes: found.try_get(1)? })
                };
                found.iter().map(sealed).collect()
            }

            /// An entry of the tray, whatever was said of it.
            pub(crate) async fn tray_entry(&mut self, entry: u64) -> Result<Option<Waiting>, StoreError> {
                let query = sqlx::query(
                    "SELECT t.entry, t.device, t.counter, t.bytes, t.received_ms, t.verdict, d.account,
                            d.revoked_ms, a.display_name
                     FROM tray t
                     JOIN devices d ON d.tenant = t.tenant AND d.device = t.device
                     JOIN accounts a ON a.tenant = d.tenant AND a.account = d.account
                     WHERE t.tenant = $1 AND t.entry = $2",
                );
                let query = query.bind(TENANT).bind(entry.cast_signed());
                query.fetch_optional(&mut *self.0).await?.as_ref().map(waiting).transpose()
            }

            /// Takes away what an entry says, because its record was erased. With the commit its traces are to go as well.
            pub(crate) async fn silence_entry(&mut self, entry: u64, now_ms: i64) -> Result<(), StoreError> {
                self.leave_no_trace(crate::store::group::Wipe::All).await?;
                let query = sqlx::query(
                    "UPDATE tray SET verdict = $1, decided_ms = $2, bytes = $3 WHERE tenant = $4 AND entry = $5",
                );
                let query = query.bind(ERASED).bind(now_ms).bind(Vec::<u8>::new()).bind(TENANT);
                query.bind(entry.cast_signed()).execute(&mut *self.0).await?;
                Ok(())
            }

            /// A person's word on an entry. Its bytes stand among the operations from now on.
            pub(crate) async fn settle_entry(
                &mut self,
                entry: u64,
                verdict: Verdict,
                reason: &str,
                decided_by: u32,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "UPDATE tray SET verdict = $1, reason = $2, decided_by = $3, decided_ms = $4, bytes = $5
                     WHERE tenant = $6 AND entry = $7",
                );
                let code: i64 = if verdict == Verdict::Accepted { 1 } else { 2 };
                let query = query.bind(code).bind(reason).bind(i64::from(decided_by)).bind(now_ms);
                let query = query.bind(Vec::<u8>::new()).bind(TENANT).bind(entry.cast_signed());
                query.execute(&mut *self.0).await?;
                Ok(())
            }
        }

        fn verdict(code: Option<i64>) -> Result<Verdict, StoreError> {
            match code {
                None => Ok(Verdict::Waiting),
                Some(1) => Ok(Verdict::Accepted),
                Some(2 | ERASED) => Ok(Verdict::Refused),
                Some(_) => Err(StoreError::Damaged { what: "verdict" }),
            }
        }

        fn waiting(found: &$row) -> Result<Waiting, StoreError> {
            let account = u32::try_from(found.try_get::<i64, _>(6)?);
            Ok(Waiting {
                entry: place(found, 0)?,
                device: DeviceId(exactly(found.try_get(1)?, "device")?),
                sealed: Sealed { counter: place(found, 2)?, bytes: found.try_get(3)? },
                at_ms: found.try_get(4)?,
                verdict: verdict(found.try_get(5)?)?,
                erased: found.try_get::<Option<i64>, _>(5)? == Some(ERASED),
                account: account.map_err(|_| StoreError::Damaged { what: "account" })?,
                shut_out: found.try_get::<Option<i64>, _>(7)?.is_some(),
                name: found.try_get(8)?,
            })
        }

        fn place(found: &$row, at: usize) -> Result<u64, StoreError> {
            Ok(found.try_get::<i64, _>(at)?.cast_unsigned())
        }
    };
}

pub(super) use trays;
