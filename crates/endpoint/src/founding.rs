//! From an empty database to a committee that somebody can sign in to, on the command line. Everything else is made by the first
//! administrator in the app.

use thidua_domain::access::Role;
use thidua_domain::record::{PartitionId, PartitionKind};
use thidua_domain::rule_set::CivilDate;
use thidua_sync::administration::{Post, Slip};

use crate::audit::{Entry, What};
use crate::backup::{self, BackupError};
use crate::clock;
use crate::commons;
use crate::configuration::{Database, Found};
use crate::enrolment::{self, SlipError};
use crate::roster::{self, Amendment, Fault, Officer, Place, Roster};
use crate::startup::DATABASE;
use crate::store::{self, Store, StoreError};

/// The council of a committee, as the law calls it.
const COUNCIL: &str = "Hội đồng thi đua, khen thưởng";

/// Why there is no committee, or no slip.
#[derive(Debug, thiserror::Error)]
pub enum FoundingError {
    /// One is there already.
    #[error("the database holds a committee already: {0}. Nothing was changed")]
    Occupied(String),
    /// None is there.
    #[error("the database holds no committee yet: found one first")]
    NoCommittee,
    /// A name, a year or a login is not right.
    #[error("--{flag}: {fault}")]
    Flag {
        /// Which.
        flag: &'static str,
        /// What is wrong with it.
        fault: Fault,
    },
    /// There is no such account.
    #[error("there is no account {0}")]
    NoAccount(String),
    /// The account may not sign in.
    #[error(
        "the account {0} is not active, or not in this year of work: an administrator has to open it first"
    )]
    Closed(String),
    /// The slip could not be made.
    #[error("no slip was made")]
    Slip(#[source] SlipFailure),
    /// The directory of the database cannot be worked in.
    #[error(transparent)]
    Directory(#[from] BackupError),
    /// The database refused.
    #[error("cannot work with the database")]
    Store(#[from] StoreError),
}

/// Why no slip could be made.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct SlipFailure(SlipError);

/// What was made for an account.
#[derive(Debug)]
pub struct Opened {
    /// The name for signing in.
    pub login: String,
    /// The officer's name or post.
    pub name: String,
    /// The code of the slip.
    pub code: String,
}

/// Founds a committee of one office, with its authority, its council, its commons and its first administrator.
///
/// # Errors
/// Why it was not founded. Nothing was changed then.
pub async fn found(new: &Found) -> Result<Opened, FoundingError> {
    let (now_ms, database) = (clock::now_ms(), &new.database);
    let mut roster = roster_of(new, now_ms)?;
    let _lock = match database.database_url {
        Some(_) => None,
        None => {
            let failed = |source| BackupError::File { file: database.data.clone(), source };
            std::fs::create_dir_all(&database.data).map_err(failed)?;
            Some(backup::work_in(&database.data)?)
        }
    };
    let place = match &database.database_url {
        Some(url) => store::Place::of_address(&url.0)?,
        None => store::Place::of_file(&database.data.join(DATABASE)),
    };
    let store = Store::open(&place, true).await?;
    let founded = write(&store, &mut roster, now_ms).await;
    store.close().await;
    founded
}

async fn write(store: &Store, roster: &mut Roster, now_ms: i64) -> Result<Opened, FoundingError> {
    let mut tx = store.write().await?;
    if tx.has_committee().await? {
        return Err(FoundingError::Occupied(tx.roster().await?.committee));
    }
    let amendment = Amendment::between(&Roster::default(), roster);
    tx.amend(roster, &amendment).await?;
    let (account, officer) = roster.officers.first_key_value().ok_or(FoundingError::NoCommittee)?;
    tx.audit(&Entry::to(now_ms, What::CommitteeFounded, Some(*account))).await?;
    let slip = enrolment::make_slip(&mut tx, *account, now_ms).await.map_err(of_slip)?;
    tx.audit(&Entry::to(now_ms, What::SlipMade, Some(*account))).await?;
    tx.commit().await?;
    Ok(opened(officer, slip))
}

fn roster_of(new: &Found, now_ms: i64) -> Result<Roster, FoundingError> {
    let of = |flag| move |fault| FoundingError::Flag { flag, fault };
    let committee = roster::name(&new.name).map_err(of("name"))?;
    let year = roster::year(new.year.unwrap_or_else(|| year_at(now_ms))).map_err(of("year"))?;
    let level = Some(roster::level(&new.level).map_err(of("level"))?);
    let mut roster = Roster { committee: committee.clone(), year, level, ..Roster::default() };
    let office = PartitionId(1);
    for (id, kind, name, flag) in [
        (office, PartitionKind::Office, &new.office, "office"),
        (PartitionId(2), PartitionKind::Authority, &committee, "name"),
        (PartitionId(3), PartitionKind::Council, &COUNCIL.to_owned(), "name"),
        (PartitionId(4), PartitionKind::Commons, &commons::NAME.to_owned(), "name"),
    ] {
        let name = roster.place_name(None, name).map_err(of(flag))?;
        roster.places.insert(id, Place::new(kind, name, Default::default()));
    }
    let login = roster.new_login(&new.admin_login).map_err(of("admin-login"))?;
    let post = Post {
        name: new.admin_name.clone(),
        role: Role::Administrator.id().to_owned(),
        home: office.0,
        first_year: None,
        last_year: None,
    };
    let checked = roster.check(None, &post).map_err(of("admin-name"))?;
    roster.officers.insert(roster.next_account(), Officer::new(login, checked));
    Ok(roster)
}

/// A new slip for an account, where nobody who is signed in can make one. An endpoint may go on meanwhile.
///
/// # Errors
/// Why there is none.
pub async fn slip(database: &Database, login: &str) -> Result<Opened, FoundingError> {
    let place = backup::place(database)?;
    let _lock = match database.database_url {
        Some(_) => None,
        None => Some(backup::work_in(&database.data)?),
    };
    let store = Store::open(&place, true).await?;
    let made = slip_for(&store, login.trim()).await;
    store.close().await;
    made
}

async fn slip_for(store: &Store, login: &str) -> Result<Opened, FoundingError> {
    let now_ms = clock::now_ms();
    let mut tx = store.write().await?;
    if !tx.has_committee().await? {
        return Err(FoundingError::NoCommittee);
    }
    let roster = tx.roster().await?;
    let found = roster.officers.iter().find(|(_, officer)| officer.login == login);
    let (account, officer) = found.ok_or_else(|| FoundingError::NoAccount(login.to_owned()))?;
    if !roster.is_open(officer) {
        return Err(FoundingError::Closed(login.to_owned()));
    }
    let slip = enrolment::make_slip(&mut tx, *account, now_ms).await.map_err(of_slip)?;
    tx.audit(&Entry::to(now_ms, What::SlipMade, Some(*account))).await?;
    tx.commit().await?;
    Ok(opened(officer, slip))
}

fn opened(officer: &Officer, slip: Slip) -> Opened {
    Opened { login: officer.login.clone(), name: officer.name.clone(), code: slip.code }
}

fn of_slip(error: SlipError) -> FoundingError {
    FoundingError::Slip(SlipFailure(error))
}

/// The year of a moment, by UTC.
fn year_at(now_ms: i64) -> u16 {
    let days = now_ms.div_euclid(24 * 60 * 60 * 1000);
    let begins = |year| CivilDate::new(year, 1, 1).ok();
    let since = |year| Some(begins(year)?.days_since(begins(1970)?));
    (1970..).take_while(|year| since(*year).is_some_and(|day| day <= days)).last().unwrap_or(1970)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_moment() {
        for (ms, year) in [
            (0, 1970),
            (1_703_980_799_999, 2023),
            (1_704_067_199_999, 2023),
            (1_704_067_200_000, 2024),
            (1_735_689_599_999, 2024),
            (1_735_689_600_000, 2025),
        ] {
            assert_eq!(year_at(ms), year, "{ms}");
        }
    }
}
