//! The committee: its places, its accounts, and what an account is told of them.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::Row as _;
use thidua_domain::access::Role;
use thidua_domain::record::PartitionId;
use thidua_sync::directory::{Directory, Member, Place, kind_name, level_name};

use super::{Store, TENANT, Transaction, number};
use crate::store::{Committee, StoreError};

impl Store {
    /// Who the account is and which places it has to do with. `None` where it is gone.
    pub(crate) async fn directory(&self, account: u32) -> Result<Option<Directory>, StoreError> {
        let mut tx = self.read().await?;
        let query = sqlx::query(
            "SELECT login, display_name, role, home, sample FROM accounts WHERE tenant = $1 AND account = $2",
        );
        let query = query.bind(TENANT).bind(i64::from(account));
        let Some(found) = query.fetch_optional(&mut *tx.0).await? else { return Ok(None) };
        let damaged = StoreError::Damaged { what: "committee" };
        let (name, year) = (tx.meta("committee").await?, tx.meta("year").await?);
        let level = text(tx.meta("level").await?).unwrap_or_default();
        let (Some(name), Some(year)) = (text(name), text(year).and_then(|year| year.parse().ok())) else {
            return Err(damaged);
        };
        let role: String = found.try_get(2)?;
        let puts_together =
            [Role::EmulationOfficer, Role::Administrator].map(Role::id).contains(&role.as_str());
        let council = if puts_together { tx.council_members().await? } else { Vec::new() };
        Ok(Some(Directory {
            committee: name,
            year,
            level,
            account,
            login: found.try_get(0)?,
            display_name: found.try_get(1)?,
            role,
            home: number(&found, 3)?,
            sample: found.try_get::<i64, _>(4)? != 0,
            places: tx.places(account).await?,
            council,
        }))
    }

    /// The names and posts of the accounts whose password everybody may read.
    pub(crate) async fn sample_accounts(&self) -> Result<Vec<(String, String)>, StoreError> {
        let query = sqlx::query_as(
            "SELECT login, display_name FROM accounts WHERE tenant = $1 AND sample = 1 ORDER BY account",
        );
        Ok(query.bind(TENANT).fetch_all(&self.readers).await?)
    }
}

fn text(value: Option<Vec<u8>>) -> Option<String> {
    String::from_utf8(value?).ok()
}

impl Transaction {
    /// The places that the account reads, and by name those that belong to its blocs and clusters.
    async fn places(&mut self, account: u32) -> Result<Vec<Place>, StoreError> {
        let query = sqlx::query(
            "SELECT p.partition, p.kind, p.name, g.account IS NOT NULL
             FROM partitions p
             LEFT JOIN grants g ON g.tenant = p.tenant AND g.partition = p.partition AND g.account = $1
             WHERE p.tenant = $2 ORDER BY p.partition",
        );
        let all = query.bind(i64::from(account)).bind(TENANT).fetch_all(&mut *self.0).await?;
        let query = sqlx::query(
            "SELECT partition, member FROM group_members WHERE tenant = $1 ORDER BY partition, member",
        );
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for pair in query.bind(TENANT).fetch_all(&mut *self.0).await? {
            members.entry(number(&pair, 0)?).or_default().push(number(&pair, 1)?);
        }
        let mut places = Vec::new();
        for row in all {
            let id = number(&row, 0)?;
            let granted = row.try_get(3)?;
            let members = if granted { members.remove(&id).unwrap_or_default() } else { Vec::new() };
            places.push(Place { id, kind: row.try_get(1)?, name: row.try_get(2)?, members, granted });
        }
        let named: BTreeSet<u32> = places.iter().flat_map(|place| place.members.iter().copied()).collect();
        places.retain(|place| place.granted || named.contains(&place.id));
        Ok(places)
    }

    /// The accounts that vote in the council.
    async fn council_members(&mut self) -> Result<Vec<Member>, StoreError> {
        let query = sqlx::query(
            "SELECT account, display_name FROM accounts WHERE tenant = $1 AND role = $2 ORDER BY account",
        );
        let all = query.bind(TENANT).bind(Role::CouncilMember.id()).fetch_all(&mut *self.0).await?;
        all.iter().map(|found| Ok(Member { account: number(found, 0)?, name: found.try_get(1)? })).collect()
    }

    /// Whether the store has a committee already.
    pub(crate) async fn has_committee(&mut self) -> Result<bool, StoreError> {
        let query = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM partitions WHERE tenant = $1)");
        Ok(query.bind(TENANT).fetch_one(&mut *self.0).await?)
    }

    /// Writes a committee into an empty store.
    pub(crate) async fn found(&mut self, committee: &Committee) -> Result<(), StoreError> {
        self.set_meta("committee", committee.name.as_bytes()).await?;
        self.set_meta("year", committee.year.to_string().as_bytes()).await?;
        if let Some(level) = committee.level.and_then(level_name) {
            self.set_meta("level", level.as_bytes()).await?;
        }
        for place in &committee.places {
            let query =
                sqlx::query("INSERT INTO partitions (tenant, partition, kind, name) VALUES ($1, $2, $3, $4)");
            let query = query.bind(TENANT).bind(i64::from(place.partition.0));
            query.bind(kind_name(place.kind)).bind(&place.name).execute(&mut *self.0).await?;
        }
        for place in &committee.places {
            for PartitionId(member) in &place.members {
                let query =
                    sqlx::query("INSERT INTO group_members (tenant, partition, member) VALUES ($1, $2, $3)");
                let query = query.bind(TENANT).bind(i64::from(place.partition.0)).bind(i64::from(*member));
                query.execute(&mut *self.0).await?;
            }
        }
        for new in &committee.accounts {
            let query = sqlx::query(
                "INSERT INTO accounts (tenant, account, login, display_name, role, home, password_hash, sample)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            );
            let account = i64::from(new.account.id);
            let query = query.bind(TENANT).bind(account).bind(&new.login).bind(&new.display_name);
            let query = query.bind(new.account.role.id()).bind(i64::from(new.account.home.0));
            query.bind(&new.password_hash).bind(i64::from(new.sample)).execute(&mut *self.0).await?;
            for grant in &new.account.grants {
                let query =
                    sqlx::query("INSERT INTO grants (tenant, account, partition) VALUES ($1, $2, $3)");
                let query = query.bind(TENANT).bind(account).bind(i64::from(grant.partition.0));
                query.execute(&mut *self.0).await?;
            }
        }
        Ok(())
    }
}
