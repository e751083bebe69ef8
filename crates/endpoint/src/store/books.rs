//! What both databases are told in the same words: what was done, the devices of accounts, their recovery keys,
//! the checksums of partitions and their snapshots. A type that stood for either of
//! their connections would have to say much more than these statements do, so they are written once and made twice.

macro_rules! books {
    ($row:ty) => {
        use sqlx::Row as _;
        use thidua_domain::record::PartitionId;
        use thidua_sync::checksum::Checksum;
        use thidua_sync::identity::{DeviceId, Seq};
        use thidua_sync::server::Snapshot;
        use thidua_sync::wire::Offer;

        use super::{TENANT, Transaction};
        use crate::audit::{Chain, Entry, What};
        use crate::recovery::RecoveryKey;
        use crate::secret::TokenHash;
        use crate::store::stored::exactly;
        use crate::store::{Audited, Bound, Revoked, Session, StoreError, Summed};

        /// What was done.
        impl Transaction {
            /// Adds an entry.
            pub(crate) async fn audit(&mut self, entry: &Entry) -> Result<(), StoreError> {
                let query =
                    sqlx::query("SELECT seq, hash FROM audit WHERE tenant = $1 ORDER BY seq DESC LIMIT 1");
                let last = query.bind(TENANT).fetch_optional(&mut *self.0).await?;
                let (before, chain) = match last {
                    Some(last) => (place(&last, 0)?, Chain(exactly(last.try_get(1)?, ENTRY)?)),
                    None => (0, Chain::default()),
                };
                let seq = before + 1;
                let query = sqlx::query(
                    "INSERT INTO audit (tenant, seq, at_ms, account, device, what, about_account, about_device, about_place,
                                        hash, about_entry)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                );
                let bytes = |device: Option<DeviceId>| device.map(|device| device.0.to_vec());
                let query = query.bind(TENANT).bind(seq.cast_signed()).bind(entry.at_ms);
                let query = query.bind(entry.account.map(i64::from)).bind(bytes(entry.device));
                let query = query.bind(i64::from(entry.what.code())).bind(entry.about_account.map(i64::from));
                let query = query.bind(bytes(entry.about_device)).bind(entry.about_place.map(i64::from));
                let query = query.bind(chain.with(seq, entry).0.to_vec());
                let query = query.bind(entry.about_entry.map(u64::cast_signed));
                query.execute(&mut *self.0).await?;
                Ok(())
            }

            /// The entries after a place.
            pub(crate) async fn audited_after(
                &mut self,
                after: u64,
                most: u32,
            ) -> Result<Vec<Audited>, StoreError> {
                let query = sqlx::query(
                    "SELECT seq, at_ms, account, device, what, about_account, about_device, hash, about_place, about_entry
                     FROM audit
                     WHERE tenant = $1 AND seq > $2 ORDER BY seq LIMIT $3",
                );
                let query = query.bind(TENANT).bind(after.cast_signed()).bind(i64::from(most));
                query.fetch_all(&mut *self.0).await?.iter().map(audited).collect()
            }

            /// The entries before a place, the newest first.
            pub(crate) async fn audited_before(
                &mut self,
                before: u64,
                most: u32,
            ) -> Result<Vec<Audited>, StoreError> {
                let query = sqlx::query(
                    "SELECT seq, at_ms, account, device, what, about_account, about_device, hash, about_place, about_entry
                     FROM audit
                     WHERE tenant = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3",
                );
                let query = query.bind(TENANT).bind(before.cast_signed()).bind(i64::from(most));
                query.fetch_all(&mut *self.0).await?.iter().map(audited).collect()
            }
        }

        /// The devices of accounts, as an administrator sees them.
        impl Transaction {
            /// All devices, the last seen first.
            pub(crate) async fn devices(&mut self) -> Result<Vec<Bound>, StoreError> {
                let query = sqlx::query(
                    "SELECT d.device, d.account, a.display_name, a.login, d.bound_ms, d.seen_ms, d.revoked_ms, d.revoked_why
                     FROM devices d JOIN accounts a ON a.tenant = d.tenant AND a.account = d.account
                     WHERE d.tenant = $1 ORDER BY d.seen_ms DESC, d.device",
                );
                query.bind(TENANT).fetch_all(&mut *self.0).await?.iter().map(bound).collect()
            }

            /// Shuts a device out. Whose it was; `None` where there is none, or it was shut out before.
            pub(crate) async fn revoke_device(
                &mut self,
                device: DeviceId,
                why: &str,
                now_ms: i64,
            ) -> Result<Option<u32>, StoreError> {
                let query = sqlx::query(
                    "UPDATE devices SET revoked_ms = $1, revoked_why = $2
                     WHERE tenant = $3 AND device = $4 AND revoked_ms IS NULL RETURNING account",
                );
                let query = query.bind(now_ms).bind(why).bind(TENANT).bind(device.0.to_vec());
                query.fetch_optional(&mut *self.0).await?.map(|found| account(found.try_get(0)?)).transpose()
            }

            /// Whether a device is shut out.
            pub(crate) async fn is_revoked(&mut self, device: DeviceId) -> Result<bool, StoreError> {
                let query = sqlx::query_scalar(
                    "SELECT count(*) FROM devices WHERE tenant = $1 AND device = $2 AND revoked_ms IS NOT NULL",
                );
                let found: i64 =
                    query.bind(TENANT).bind(device.0.to_vec()).fetch_one(&mut *self.0).await?;
                Ok(found > 0)
            }

            /// Notes that a token was shown, and its device seen.
            pub(crate) async fn touch(
                &mut self,
                token: TokenHash,
                device: DeviceId,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let query =
                    sqlx::query("UPDATE tokens SET used_ms = $1 WHERE tenant = $2 AND token_hash = $3");
                query.bind(now_ms).bind(TENANT).bind(token.0.to_vec()).execute(&mut *self.0).await?;
                let query = sqlx::query("UPDATE devices SET seen_ms = $1 WHERE tenant = $2 AND device = $3");
                query.bind(now_ms).bind(TENANT).bind(device.0.to_vec()).execute(&mut *self.0).await?;
                Ok(())
            }
        }

        /// The recovery keys of devices.
        impl Transaction {
            /// The recovery key of a session's device, where the account has kept one.
            pub(crate) async fn recovery(
                &mut self,
                session: Session,
            ) -> Result<Option<RecoveryKey>, StoreError> {
                let query = sqlx::query_scalar(
                    "SELECT key FROM recovery WHERE tenant = $1 AND device = $2 AND account = $3",
                );
                let query = query.bind(TENANT).bind(session.device.0.to_vec()).bind(i64::from(session.account));
                let key: Option<Vec<u8>> = query.fetch_optional(&mut *self.0).await?;
                key.map(|key| exactly(key, "recovery key").map(RecoveryKey)).transpose()
            }

            /// When a token was given, in milliseconds since 1970.
            pub(crate) async fn token_made_ms(&mut self, token: TokenHash) -> Result<Option<i64>, StoreError> {
                let query =
                    sqlx::query_scalar("SELECT created_ms FROM tokens WHERE tenant = $1 AND token_hash = $2");
                Ok(query.bind(TENANT).bind(token.0.to_vec()).fetch_optional(&mut *self.0).await?)
            }

            /// Keeps the recovery key of a session's device, in the place of an earlier one.
            pub(crate) async fn keep_recovery(
                &mut self,
                session: Session,
                key: &RecoveryKey,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "INSERT INTO recovery (tenant, device, account, key, kept_ms) VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT (tenant, device) DO UPDATE
                     SET account = excluded.account, key = excluded.key, kept_ms = excluded.kept_ms",
                );
                let query = query.bind(TENANT).bind(session.device.0.to_vec()).bind(i64::from(session.account));
                query.bind(key.0.to_vec()).bind(now_ms).execute(&mut *self.0).await?;
                Ok(())
            }
        }

        /// The checksums of partitions. Exchanges read and write them with the heads.
        impl Transaction {
            /// Whether the tables know of checksums: a copy that an earlier version made does not.
            pub(crate) async fn knows_sums(&mut self) -> Result<bool, StoreError> {
                let query = sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations WHERE version = 13");
                let found: i64 = query.fetch_one(&mut *self.0).await?;
                Ok(found > 0)
            }

            /// The checksum of every partition.
            pub(crate) async fn sums(&mut self) -> Result<Vec<Summed>, StoreError> {
                let query = sqlx::query(
                    "SELECT partition, name, head_seq, checksum, checksum_seq FROM partitions
                     WHERE tenant = $1 ORDER BY partition",
                );
                query.bind(TENANT).fetch_all(&mut *self.0).await?.iter().map(summed).collect()
            }

            /// The checksum of one partition; `None` where there is no such partition.
            pub(crate) async fn sum_of(
                &mut self,
                partition: PartitionId,
            ) -> Result<Option<Summed>, StoreError> {
                let query = sqlx::query(
                    "SELECT partition, name, head_seq, checksum, checksum_seq FROM partitions
                     WHERE tenant = $1 AND partition = $2",
                );
                let query = query.bind(TENANT).bind(i64::from(partition.0));
                query.fetch_optional(&mut *self.0).await?.as_ref().map(summed).transpose()
            }

            /// Writes the checksum that a partition has at its head.
            pub(crate) async fn keep_sum(
                &mut self,
                partition: PartitionId,
                sum: Checksum,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "UPDATE partitions SET checksum = $1, checksum_seq = head_seq
                     WHERE tenant = $2 AND partition = $3",
                );
                let query = query.bind(sum.0.cast_signed()).bind(TENANT).bind(i64::from(partition.0));
                query.execute(&mut *self.0).await?;
                Ok(())
            }
        }

        /// Snapshots.
        impl Transaction {
            /// The snapshots of a partition, the oldest first.
            pub(crate) async fn snapshots(
                &mut self,
                partition: PartitionId,
            ) -> Result<Vec<Snapshot>, StoreError> {
                let query = sqlx::query(
                    "SELECT generation, seq, pages, rows, bytes FROM snapshots
                     WHERE tenant = $1 AND partition = $2 ORDER BY seq, made_ms",
                );
                let query = query.bind(TENANT).bind(i64::from(partition.0));
                let mut snapshots = Vec::new();
                for found in query.fetch_all(&mut *self.0).await? {
                    let pages = u32::try_from(found.try_get::<i64, _>(2)?);
                    let offer = Offer {
                        partition,
                        generation: place(&found, 0)?,
                        pages: pages.map_err(|_| StoreError::Damaged { what: "snapshot" })?,
                        rows: place(&found, 3)?,
                        bytes: place(&found, 4)?,
                    };
                    snapshots.push(Snapshot { offer, seq: Seq(place(&found, 1)?) });
                }
                Ok(snapshots)
            }

            /// A page of a snapshot, as it goes over the line.
            pub(crate) async fn snapshot_page(
                &mut self,
                partition: PartitionId,
                generation: u64,
                page: u32,
            ) -> Result<Option<Vec<u8>>, StoreError> {
                let query = sqlx::query_scalar(
                    "SELECT body FROM snapshot_pages
                     WHERE tenant = $1 AND partition = $2 AND generation = $3 AND page = $4",
                );
                let query = query.bind(TENANT).bind(i64::from(partition.0)).bind(generation.cast_signed());
                Ok(query.bind(i64::from(page)).fetch_optional(&mut *self.0).await?)
            }

            /// Keeps a snapshot with its pages.
            pub(crate) async fn keep_snapshot(
                &mut self,
                snapshot: &Snapshot,
                pages: Vec<Vec<u8>>,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let Snapshot { offer, seq } = snapshot;
                let query = sqlx::query(
                    "INSERT INTO snapshots (tenant, partition, generation, seq, pages, rows, bytes, made_ms)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                );
                let (partition, generation) = (i64::from(offer.partition.0), offer.generation.cast_signed());
                let query = query.bind(TENANT).bind(partition).bind(generation).bind(seq.0.cast_signed());
                let query = query.bind(i64::from(offer.pages)).bind(offer.rows.cast_signed());
                query.bind(offer.bytes.cast_signed()).bind(now_ms).execute(&mut *self.0).await?;
                for (page, body) in (0_i64..).zip(pages) {
                    let query = sqlx::query(
                        "INSERT INTO snapshot_pages (tenant, partition, generation, page, body)
                         VALUES ($1, $2, $3, $4, $5)",
                    );
                    let query = query.bind(TENANT).bind(partition).bind(generation).bind(page);
                    query.bind(body).execute(&mut *self.0).await?;
                }
                Ok(())
            }

            /// Takes a snapshot away, with its pages.
            pub(crate) async fn drop_snapshot(
                &mut self,
                partition: PartitionId,
                generation: u64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "DELETE FROM snapshots WHERE tenant = $1 AND partition = $2 AND generation = $3",
                );
                let query = query.bind(TENANT).bind(i64::from(partition.0)).bind(generation.cast_signed());
                query.execute(&mut *self.0).await?;
                Ok(())
            }
        }

        fn summed(found: &$row) -> Result<Summed, StoreError> {
            let head = place(found, 2)?;
            let partition = u32::try_from(found.try_get::<i64, _>(0)?);
            Ok(Summed {
                partition: PartitionId(partition.map_err(|_| StoreError::Damaged { what: "partition" })?),
                name: found.try_get(1)?,
                sum: (place(found, 4)? == head).then_some(Checksum(place(found, 3)?)),
            })
        }

        /// What is said of an entry that cannot be read.
        const ENTRY: &str = "entry of the audit";

        fn audited(found: &$row) -> Result<Audited, StoreError> {
            let device = |bytes: Option<Vec<u8>>| bytes.map(|bytes| exactly(bytes, ENTRY).map(DeviceId));
            let code = u16::try_from(found.try_get::<i64, _>(4)?).ok();
            let entry = Entry {
                at_ms: found.try_get(1)?,
                account: found.try_get::<Option<i64>, _>(2)?.map(account).transpose()?,
                device: device(found.try_get(3)?).transpose()?,
                what: code.and_then(What::from_code).ok_or(StoreError::Damaged { what: ENTRY })?,
                about_account: found.try_get::<Option<i64>, _>(5)?.map(account).transpose()?,
                about_device: device(found.try_get(6)?).transpose()?,
                about_place: found.try_get::<Option<i64>, _>(8)?.map(account).transpose()?,
                about_entry: found.try_get::<Option<i64>, _>(9)?.map(i64::cast_unsigned),
            };
            Ok(Audited { seq: place(found, 0)?, entry, chain: Chain(exactly(found.try_get(7)?, ENTRY)?) })
        }

        fn bound(found: &$row) -> Result<Bound, StoreError> {
            let (revoked_ms, why): (Option<i64>, Option<String>) = (found.try_get(6)?, found.try_get(7)?);
            Ok(Bound {
                device: DeviceId(exactly(found.try_get(0)?, "device")?),
                account: account(found.try_get(1)?)?,
                name: found.try_get(2)?,
                login: found.try_get(3)?,
                bound_ms: found.try_get(4)?,
                seen_ms: found.try_get(5)?,
                revoked: revoked_ms.map(|at_ms| Revoked { at_ms, why: why.unwrap_or_default() }),
            })
        }

        fn place(found: &$row, at: usize) -> Result<u64, StoreError> {
            Ok(found.try_get::<i64, _>(at)?.cast_unsigned())
        }

        fn account(number: i64) -> Result<u32, StoreError> {
            number.try_into().map_err(|_| StoreError::Damaged { what: "account" })
        }
    };
}

pub(super) use books;
