//! What both databases are told of accounts, places, slips and tokens in the same words, as in [`super::books`].

macro_rules! register {
    ($row:ty) => {
        use std::collections::{BTreeMap, BTreeSet};

        use sqlx::Row as _;
        use thidua_domain::access::Role;
        use thidua_domain::lineage::Validity;
        use thidua_domain::record::PartitionId;
        use thidua_domain::rule_set::CivilDate;
        use thidua_sync::directory::{kind_name, level_name, level_of};
        use thidua_sync::identity::DeviceId;

        use super::{TENANT, Transaction};
        use crate::enrolment::CodeHash;
        use crate::roster::{Amendment, Officer, Place, Roster, Standing, Years};
        use crate::secret::TokenHash;
        use crate::store::stored::{kind_of, year_of};
        use crate::store::{Credentials, StoreError};

        /// The committee as a whole.
        impl Transaction {
            /// Whether the store has a committee already.
            pub(crate) async fn has_committee(&mut self) -> Result<bool, StoreError> {
                let query = sqlx::query_scalar("SELECT count(*) FROM partitions WHERE tenant = $1");
                let places: i64 = query.bind(TENANT).fetch_one(&mut *self.0).await?;
                Ok(places > 0)
            }

            /// All accounts and places.
            pub(crate) async fn roster(&mut self) -> Result<Roster, StoreError> {
                let committee = self.meta("committee").await?.and_then(|name| String::from_utf8(name).ok());
                Ok(Roster {
                    committee: committee.ok_or(StoreError::Damaged { what: "committee" })?,
                    year: year_of(self.meta("year").await?)?,
                    level: self.meta("level").await?.and_then(|level| level_of(&String::from_utf8(level).ok()?)),
                    places: self.all_places().await?,
                    officers: self.all_officers().await?,
                })
            }

            async fn all_places(&mut self) -> Result<BTreeMap<PartitionId, Place>, StoreError> {
                let mut places = BTreeMap::new();
                let query = sqlx::query(
                    "SELECT partition, kind, name, valid_from, valid_until, code, merged_into FROM partitions
                     WHERE tenant = $1",
                );
                for found in query.bind(TENANT).fetch_all(&mut *self.0).await? {
                    let kind = kind_of(found.try_get(1)?)?;
                    let validity = Validity {
                        from: day(found.try_get(3)?)?,
                        until: day(found.try_get(4)?)?,
                        code: found.try_get(5)?,
                    };
                    let into = match found.try_get::<Option<i64>, _>(6)? {
                        Some(_) => Some(partition(&found, 6)?),
                        None => None,
                    };
                    let place = Place { validity, into, ..Place::new(kind, found.try_get(2)?, BTreeSet::new()) };
                    places.insert(partition(&found, 0)?, place);
                }
                let query = sqlx::query("SELECT partition, member FROM group_members WHERE tenant = $1");
                for found in query.bind(TENANT).fetch_all(&mut *self.0).await? {
                    let place = places.get_mut(&partition(&found, 0)?);
                    let place = place.ok_or(StoreError::Damaged { what: "member" })?;
                    place.members.insert(partition(&found, 1)?);
                }
                Ok(places)
            }

            async fn all_officers(&mut self) -> Result<BTreeMap<u32, Officer>, StoreError> {
                let mut officers = BTreeMap::new();
                let query = sqlx::query(
                    "SELECT a.account, a.login, a.display_name, a.role, a.home, a.active, a.first_year, a.last_year,
                            a.password_hash, a.sample, s.until_ms
                     FROM accounts a LEFT JOIN slips s ON s.tenant = a.tenant AND s.account = a.account
                     WHERE a.tenant = $1",
                );
                for found in query.bind(TENANT).fetch_all(&mut *self.0).await? {
                    let role: String = found.try_get(3)?;
                    let officer = Officer {
                        login: found.try_get(1)?,
                        name: found.try_get(2)?,
                        role: Role::from_id(&role).ok_or(StoreError::Damaged { what: "role" })?,
                        home: partition(&found, 4)?,
                        active: found.try_get::<i64, _>(5)? != 0,
                        years: years(&found, 6)?,
                        enrolled: !found.try_get::<String, _>(8)?.is_empty(),
                        sample: found.try_get::<i64, _>(9)? != 0,
                        slip_until_ms: found.try_get(10)?,
                        reads: BTreeSet::new(),
                        left: BTreeSet::new(),
                    };
                    officers.insert(number(&found, 0)?, officer);
                }
                let query = sqlx::query("SELECT account, partition FROM grants WHERE tenant = $1");
                for found in query.bind(TENANT).fetch_all(&mut *self.0).await? {
                    let officer = officers.get_mut(&number(&found, 0)?);
                    let officer = officer.ok_or(StoreError::Damaged { what: "grant" })?;
                    officer.reads.insert(partition(&found, 1)?);
                }
                let query = sqlx::query("SELECT account, partition FROM past_grants WHERE tenant = $1");
                for found in query.bind(TENANT).fetch_all(&mut *self.0).await? {
                    let officer = officers.get_mut(&number(&found, 0)?);
                    let officer = officer.ok_or(StoreError::Damaged { what: "grant" })?;
                    officer.left.insert(partition(&found, 1)?);
                }
                Ok(officers)
            }

            /// Writes what has changed of a committee. `after` is what is to stand there.
            pub(crate) async fn amend(
                &mut self,
                after: &Roster,
                amendment: &Amendment,
            ) -> Result<(), StoreError> {
                if amendment.committee {
                    self.set_meta("committee", after.committee.as_bytes()).await?;
                    self.set_meta("year", after.year.to_string().as_bytes()).await?;
                    if let Some(level) = after.level.and_then(level_name) {
                        self.set_meta("level", level.as_bytes()).await?;
                    }
                }
                for id in &amendment.places {
                    let Some(place) = after.places.get(id) else { continue };
                    let query = sqlx::query(
                        "INSERT INTO partitions (tenant, partition, kind, name, valid_from, valid_until, code, merged_into)
                         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                         ON CONFLICT (tenant, partition) DO UPDATE
                         SET name = excluded.name, valid_from = excluded.valid_from,
                             valid_until = excluded.valid_until, code = excluded.code,
                             merged_into = excluded.merged_into",
                    );
                    let query = query.bind(TENANT).bind(i64::from(id.0)).bind(kind_name(place.kind));
                    let Validity { from, until, code } = &place.validity;
                    let day = |day: &Option<CivilDate>| day.map(|day| day.to_string());
                    let query = query.bind(place.name.as_str()).bind(day(from)).bind(day(until));
                    let query = query.bind(code.clone()).bind(place.into.map(|into| i64::from(into.0)));
                    query.execute(&mut *self.0).await?;
                }
                let pairs = |pairs: &[(PartitionId, PartitionId)]| {
                    pairs.iter().map(|(group, unit)| (i64::from(group.0), i64::from(unit.0))).collect()
                };
                self.pair(
                    "DELETE FROM group_members WHERE tenant = $1 AND partition = $2 AND member = $3",
                    pairs(&amendment.left),
                )
                .await?;
                self.pair(
                    "INSERT INTO group_members (tenant, partition, member) VALUES ($1, $2, $3)",
                    pairs(&amendment.joined),
                )
                .await?;
                for id in &amendment.officers {
                    let Some(officer) = after.officers.get(id) else { continue };
                    let query = sqlx::query(
                        "INSERT INTO accounts (tenant, account, login, display_name, role, home, password_hash, sample,
                                               active, first_year, last_year)
                         VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10)
                         ON CONFLICT (tenant, account) DO UPDATE
                         SET display_name = excluded.display_name, role = excluded.role, home = excluded.home,
                             active = excluded.active, first_year = excluded.first_year, last_year = excluded.last_year",
                    );
                    let query = query.bind(TENANT).bind(i64::from(*id)).bind(officer.login.as_str());
                    let query = query.bind(officer.name.as_str()).bind(officer.role.id());
                    let query = query.bind(i64::from(officer.home.0)).bind(i64::from(officer.sample));
                    let query = query.bind(i64::from(officer.active));
                    let query = query.bind(officer.years.first.map(i64::from));
                    query.bind(officer.years.last.map(i64::from)).execute(&mut *self.0).await?;
                }
                let pairs = |pairs: &[(u32, PartitionId)]| {
                    pairs.iter().map(|(account, place)| (i64::from(*account), i64::from(place.0))).collect()
                };
                self.pair(
                    "DELETE FROM grants WHERE tenant = $1 AND account = $2 AND partition = $3",
                    pairs(&amendment.withdrawn),
                )
                .await?;
                self.pair(
                    "INSERT INTO grants (tenant, account, partition) VALUES ($1, $2, $3)",
                    pairs(&amendment.granted),
                )
                .await?;
                self.pair(
                    "INSERT INTO past_grants (tenant, account, partition) VALUES ($1, $2, $3)
                     ON CONFLICT (tenant, account, partition) DO NOTHING",
                    pairs(&amendment.withdrawn),
                )
                .await?;
                self.pair(
                    "DELETE FROM past_grants WHERE tenant = $1 AND account = $2 AND partition = $3",
                    pairs(&amendment.granted),
                )
                .await?;
                for account in &amendment.told {
                    let query = sqlx::query(
                        "UPDATE accounts SET scope_version = scope_version + 1 WHERE tenant = $1 AND account = $2",
                    );
                    query.bind(TENANT).bind(i64::from(*account)).execute(&mut *self.0).await?;
                }
                Ok(())
            }

            /// Carries out a statement for each pair of numbers.
            async fn pair(
                &mut self,
                statement: &'static str,
                pairs: Vec<(i64, i64)>,
            ) -> Result<(), StoreError> {
                for (one, other) in pairs {
                    sqlx::query(statement).bind(TENANT).bind(one).bind(other).execute(&mut *self.0).await?;
                }
                Ok(())
            }

            /// The names and posts of the accounts whose password everybody may read.
            pub(crate) async fn sample_accounts(&mut self) -> Result<Vec<(String, String)>, StoreError> {
                let query = sqlx::query_as(
                    "SELECT login, display_name FROM accounts WHERE tenant = $1 AND sample = 1 ORDER BY account",
                );
                Ok(query.bind(TENANT).fetch_all(&mut *self.0).await?)
            }
        }

        /// What an account is let in by.
        impl Transaction {
            /// What is checked when somebody signs in by this name.
            pub(crate) async fn credentials(&mut self, login: &str) -> Result<Option<Credentials>, StoreError> {
                let query =
                    sqlx::query("SELECT account, password_hash FROM accounts WHERE tenant = $1 AND login = $2");
                let found = query.bind(TENANT).bind(login).fetch_optional(&mut *self.0).await?;
                let Some(found) = found else { return Ok(None) };
                let password_hash = Some(found.try_get(1)?).filter(|hash: &String| !hash.is_empty());
                Ok(Some(Credentials { account: number(&found, 0)?, password_hash }))
            }

            /// The name for signing in of an account, and the hash of its password, where it has one.
            pub(crate) async fn credentials_of(
                &mut self,
                account: u32,
            ) -> Result<Option<(String, Option<String>)>, StoreError> {
                let query =
                    sqlx::query("SELECT login, password_hash FROM accounts WHERE tenant = $1 AND account = $2");
                let found = query.bind(TENANT).bind(i64::from(account)).fetch_optional(&mut *self.0).await?;
                let Some(found) = found else { return Ok(None) };
                let password_hash = Some(found.try_get(1)?).filter(|hash: &String| !hash.is_empty());
                Ok(Some((found.try_get(0)?, password_hash)))
            }

            /// What decides whether an account is let in. `None` where it is gone.
            pub(crate) async fn standing(&mut self, account: u32) -> Result<Option<Standing>, StoreError> {
                let query = sqlx::query(
                    "SELECT active, first_year, last_year FROM accounts WHERE tenant = $1 AND account = $2",
                );
                let found = query.bind(TENANT).bind(i64::from(account)).fetch_optional(&mut *self.0).await?;
                let Some(found) = found else { return Ok(None) };
                let year = year_of(self.meta("year").await?)?;
                Ok(Some(Standing { active: found.try_get::<i64, _>(0)? != 0, years: years(&found, 1)?, year }))
            }

            /// Keeps the hash of a password. `sample`: whether everybody may read the password.
            pub(crate) async fn keep_password(
                &mut self,
                account: u32,
                hash: &str,
                sample: bool,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "UPDATE accounts SET password_hash = $1, sample = $2 WHERE tenant = $3 AND account = $4",
                );
                let query = query.bind(hash).bind(i64::from(sample)).bind(TENANT);
                query.bind(i64::from(account)).execute(&mut *self.0).await?;
                Ok(())
            }

            /// Keeps a slip, in the place of an earlier one of the account.
            pub(crate) async fn keep_slip(
                &mut self,
                account: u32,
                code: CodeHash,
                now_ms: i64,
                until_ms: i64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "INSERT INTO slips (tenant, account, code, made_ms, until_ms) VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT (tenant, account) DO UPDATE
                     SET code = excluded.code, made_ms = excluded.made_ms, until_ms = excluded.until_ms",
                );
                let query = query.bind(TENANT).bind(i64::from(account)).bind(code.0.to_vec());
                query.bind(now_ms).bind(until_ms).execute(&mut *self.0).await?;
                Ok(())
            }

            /// The account that a slip opens, and its name for signing in, where the slip holds.
            pub(crate) async fn opened_by(
                &mut self,
                code: CodeHash,
                now_ms: i64,
            ) -> Result<Option<(u32, String)>, StoreError> {
                let query = sqlx::query(
                    "SELECT s.account, a.login
                     FROM slips s JOIN accounts a ON a.tenant = s.tenant AND a.account = s.account
                     WHERE s.tenant = $1 AND s.code = $2 AND s.until_ms > $3",
                );
                let query = query.bind(TENANT).bind(code.0.to_vec()).bind(now_ms);
                let Some(found) = query.fetch_optional(&mut *self.0).await? else { return Ok(None) };
                Ok(Some((number(&found, 0)?, found.try_get(1)?)))
            }

            /// The slip of an account opens it no more.
            pub(crate) async fn drop_slip(&mut self, account: u32) -> Result<(), StoreError> {
                let query = sqlx::query("DELETE FROM slips WHERE tenant = $1 AND account = $2");
                query.bind(TENANT).bind(i64::from(account)).execute(&mut *self.0).await?;
                Ok(())
            }

            /// No slip opens anything any more: after a restore nobody knows which were used.
            pub(crate) async fn drop_all_slips(&mut self) -> Result<(), StoreError> {
                sqlx::query("DELETE FROM slips WHERE tenant = $1").bind(TENANT).execute(&mut *self.0).await?;
                Ok(())
            }

            /// No token of the account lets anybody in any more, except on one device.
            pub(crate) async fn revoke_account(
                &mut self,
                account: u32,
                except: Option<DeviceId>,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "UPDATE tokens SET revoked_ms = $1
                     WHERE tenant = $2 AND account = $3 AND device <> $4 AND revoked_ms IS NULL",
                );
                let except = except.map(|device| device.0.to_vec()).unwrap_or_default();
                let query = query.bind(now_ms).bind(TENANT).bind(i64::from(account)).bind(except);
                query.execute(&mut *self.0).await?;
                Ok(())
            }

            /// Stores a token that is to come in the place of another, which goes on until this one is shown. It counts as given
            /// when the other was.
            pub(crate) async fn add_fresh(
                &mut self,
                fresh: TokenHash,
                old: TokenHash,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "INSERT INTO tokens (tenant, token_hash, account, device, created_ms, used_ms, replaces)
                     SELECT tenant, $1, account, device, created_ms, $2, token_hash
                     FROM tokens WHERE tenant = $3 AND token_hash = $4",
                );
                let query = query.bind(fresh.0.to_vec()).bind(now_ms).bind(TENANT).bind(old.0.to_vec());
                query.execute(&mut *self.0).await?;
                Ok(())
            }

            /// A token was shown that came in the place of another: that one, and others that came in its place and did not
            /// arrive, let nobody in any more.
            pub(crate) async fn settle(
                &mut self,
                token: TokenHash,
                old: TokenHash,
                now_ms: i64,
            ) -> Result<(), StoreError> {
                let query = sqlx::query(
                    "UPDATE tokens SET revoked_ms = $1
                     WHERE tenant = $2 AND (token_hash = $3 OR (replaces = $3 AND token_hash <> $4))
                       AND revoked_ms IS NULL",
                );
                let query = query.bind(now_ms).bind(TENANT).bind(old.0.to_vec()).bind(token.0.to_vec());
                query.execute(&mut *self.0).await?;
                let query =
                    sqlx::query("UPDATE tokens SET replaces = NULL WHERE tenant = $1 AND token_hash = $2");
                query.bind(TENANT).bind(token.0.to_vec()).execute(&mut *self.0).await?;
                Ok(())
            }
        }

        fn day(text: Option<String>) -> Result<Option<CivilDate>, StoreError> {
            let day = text.map(|text| text.parse()).transpose();
            day.map_err(|_| StoreError::Damaged { what: "day of a place" })
        }

        fn number(found: &$row, at: usize) -> Result<u32, StoreError> {
            let number: i64 = found.try_get(at)?;
            number.try_into().map_err(|_| StoreError::Damaged { what: "number" })
        }

        fn partition(found: &$row, at: usize) -> Result<PartitionId, StoreError> {
            number(found, at).map(PartitionId)
        }

        /// The first and the last year of an account, in this column and the next.
        pub(super) fn years(found: &$row, at: usize) -> Result<Years, StoreError> {
            let year = |at: usize| -> Result<Option<u16>, StoreError> {
                let year: Option<i64> = found.try_get(at)?;
                let year = year.map(u16::try_from).transpose();
                year.map_err(|_| StoreError::Damaged { what: "year" })
            };
            Ok(Years { first: year(at)?, last: year(at + 1)? })
        }
    };
}

pub(super) use register;
