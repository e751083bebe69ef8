//! The committee: its places, its accounts, and what an account is told of them.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::Row as _;
use thidua_domain::access::Role;
use thidua_domain::record::PartitionId;
use thidua_sync::directory::{Directory, Member, Place, kind_name, level_name};

use super::{Store, TENANT, Transaction};
use crate::store::{Committee, StoreError};

impl Store {
    /// Who the account is and which places it has to do with. `None` where it is gone.
    pub(crate) async fn directory(&self, account: u32) -> Result<Option<Directory>, StoreError> {
        let mut tx = self.read().await?;
        let query = sqlx::query(
            "SELECT login, display_name, role, home, sample FROM accounts WHERE tenant = ? AND account = ?",
        );
        let Some(found) = query.bind(TENANT).bind(account).fetch_optional(&mut *tx.0).await? else {
            return Ok(None);
        };
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
            home: found.try_get(3)?,
            sample: found.try_get(4)?,
            places: tx.places(account).await?,
            council,
        }))
    }

    /// The names and posts of the accounts whose password everybody may read.
    pub(crate) async fn sample_accounts(&self) -> Result<Vec<(String, String)>, StoreError> {
        let query = sqlx::query_as(
            "SELECT login, display_name FROM accounts WHERE tenant = ? AND sample = 1 ORDER BY account",
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
             LEFT JOIN grants g ON g.tenant = p.tenant AND g.partition = p.partition AND g.account = ?
             WHERE p.tenant = ? ORDER BY p.partition",
        );
        let all = query.bind(account).bind(TENANT).fetch_all(&mut *self.0).await?;
        let query = sqlx::query_as("SELECT partition, member FROM group_members WHERE tenant = ?");
        let pairs: Vec<(u32, u32)> = query.bind(TENANT).fetch_all(&mut *self.0).await?;
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (group, member) in pairs {
            members.entry(group).or_default().push(member);
        }
        let mut places = Vec::new();
        for row in all {
            let id = row.try_get(0)?;
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
        let query = sqlx::query_as(
            "SELECT account, display_name FROM accounts WHERE tenant = ? AND role = ? ORDER BY account",
        );
        let all: Vec<(u32, String)> =
            query.bind(TENANT).bind(Role::CouncilMember.id()).fetch_all(&mut *self.0).await?;
        Ok(all.into_iter().map(|(account, name)| Member { account, name }).collect())
    }

    /// Whether the store has a committee already.
    pub(crate) async fn has_committee(&mut self) -> Result<bool, StoreError> {
        let query = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM partitions WHERE tenant = ?)");
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
                sqlx::query("INSERT INTO partitions (tenant, partition, kind, name) VALUES (?, ?, ?, ?)");
            let query =
                query.bind(TENANT).bind(place.partition.0).bind(kind_name(place.kind)).bind(&place.name);
            query.execute(&mut *self.0).await?;
        }
        for place in &committee.places {
            for PartitionId(member) in &place.members {
                let query =
                    sqlx::query("INSERT INTO group_members (tenant, partition, member) VALUES (?, ?, ?)");
                query.bind(TENANT).bind(place.partition.0).bind(member).execute(&mut *self.0).await?;
            }
        }
        for new in &committee.accounts {
            let query = sqlx::query(
                "INSERT INTO accounts (tenant, account, login, display_name, role, home, password_hash, sample)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            );
            let query = query.bind(TENANT).bind(new.account.id).bind(&new.login).bind(&new.display_name);
            let query = query.bind(new.account.role.id()).bind(new.account.home.0).bind(&new.password_hash);
            query.bind(new.sample).execute(&mut *self.0).await?;
            for grant in &new.account.grants {
                let query = sqlx::query("INSERT INTO grants (tenant, account, partition) VALUES (?, ?, ?)");
                query.bind(TENANT).bind(new.account.id).bind(grant.partition.0).execute(&mut *self.0).await?;
            }
        }
        Ok(())
    }
}
