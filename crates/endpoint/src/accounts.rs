//! What administrators change: accounts, places, the committee, and the slips that open accounts.
//!
//! Invariants: a change is decided upon the committee as it is in the transaction that writes it, so that of two administrators
//! who want the same name one is told so. Whoever is told something else by it is told with the next exchange. Somebody is
//! always left who can sign in as an administrator.

use thidua_domain::access::Role;
use thidua_domain::lineage::MergerFault;
use thidua_domain::record::PartitionId;
use thidua_sync::administration::{
    AccountTold, Accounts, ChangedAccount, ChangedCommittee, ChangedPlace, NewAccount, NewPlace, PlaceTold,
    Post, Slip,
};
use thidua_sync::directory::{kind_name, level_name};

use crate::administration::{AdministrationError, Administrator};
use crate::audit::{Entry, What};
use crate::enrolment::{self, SlipError};
use crate::roster::{self, Amendment, Fault, Officer, Place, Roster};
use crate::store::{Session, Store, StoreError, Transaction};

/// Why it was not changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AccountError {
    /// Whoever asks is no administrator.
    #[error(transparent)]
    Administration(#[from] AdministrationError),
    /// What is asked for is not right.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// There is no such account.
    #[error("no such account")]
    NoAccount,
    /// There is no such place.
    #[error("no such place")]
    NoPlace,
    /// The units cannot be merged so.
    #[error(transparent)]
    Merger(#[from] MergerFault),
    /// Nobody could sign in as an administrator any more.
    #[error("nobody could sign in as an administrator any more")]
    LastAdministrator,
    /// No slip was made.
    #[error(transparent)]
    Slip(#[from] SlipError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a change is called in the audit.
pub(crate) struct Noted {
    pub(crate) what: What,
    pub(crate) account: Option<u32>,
    pub(crate) place: Option<PartitionId>,
}

impl Noted {
    pub(crate) fn entry(&self, session: Session, now_ms: i64) -> Entry {
        let own = Entry::own(now_ms, self.what, session.account, session.device);
        Entry { about_account: self.account, about_place: self.place.map(|place| place.0), ..own }
    }
}

/// A committee, as administrators and hubs are told of it.
pub(crate) fn told(roster: &Roster, now_ms: i64) -> Accounts {
    let account = |(id, officer): (&u32, &Officer)| AccountTold {
        account: *id,
        login: officer.login.clone(),
        post: Post {
            name: officer.name.clone(),
            role: officer.role.id().to_owned(),
            home: officer.home.0,
            first_year: officer.years.first,
            last_year: officer.years.last,
        },
        active: officer.active,
        enrolled: officer.enrolled,
        slip_until_ms: officer.slip_until_ms.filter(|until| *until > now_ms),
    };
    let place = |(id, place): (&PartitionId, &Place)| PlaceTold {
        place: id.0,
        from: place.validity.from.map(|day| day.to_string()),
        until: place.validity.until.map(|day| day.to_string()),
        code: place.validity.code.clone(),
        into: place.into.map(|into| into.0),
        of: NewPlace {
            kind: kind_name(place.kind).to_owned(),
            name: place.name.clone(),
            members: place.members.iter().map(|member| member.0).collect(),
        },
    };
    Accounts {
        committee: roster.committee.clone(),
        year: roster.year,
        level: roster.level.and_then(level_name).unwrap_or_default().to_owned(),
        accounts: roster.officers.iter().map(account).collect(),
        places: roster.places.iter().map(place).collect(),
    }
}

impl Administrator {
    /// All accounts and places.
    pub(crate) async fn accounts(self, store: &Store, now_ms: i64) -> Result<Accounts, AccountError> {
        Ok(told(&store.read().await?.roster().await?, now_ms))
    }

    /// Makes an account. Nobody can sign in with it before a slip was used.
    pub(crate) async fn make_account(
        self,
        store: &Store,
        new: &NewAccount,
        now_ms: i64,
    ) -> Result<u32, AccountError> {
        self.amend(store, now_ms, |roster| {
            let login = roster.new_login(&new.login)?;
            let checked = roster.check(None, &new.post)?;
            let number = roster.next_account();
            let home = checked.home;
            roster.officers.insert(number, Officer::new(login, checked));
            Ok((number, Noted { what: What::AccountMade, account: Some(number), place: Some(home) }))
        })
        .await
    }

    /// Changes an account. One that is not active any more is signed out everywhere.
    pub(crate) async fn change_account(
        self,
        store: &Store,
        number: u32,
        changed: &ChangedAccount,
        now_ms: i64,
    ) -> Result<(), AccountError> {
        self.amend(store, now_ms, |roster| {
            // Before anything else: what is wrong with the post of nobody interests nobody.
            let was_active = roster.officers.get(&number).ok_or(AccountError::NoAccount)?.active;
            let checked = roster.check(Some(number), &changed.post)?;
            let officer = roster.officers.get_mut(&number).ok_or(AccountError::NoAccount)?;
            let what = match (was_active, changed.active) {
                (true, false) => What::AccountClosed,
                (false, true) => What::AccountOpened,
                _ => What::AccountChanged,
            };
            (officer.name, officer.role, officer.home) = (checked.name, checked.role, checked.home);
            (officer.years, officer.active) = (checked.years, changed.active);
            Ok(((), Noted { what, account: Some(number), place: Some(checked.home) }))
        })
        .await
    }

    /// Makes a place.
    pub(crate) async fn make_place(
        self,
        store: &Store,
        new: &NewPlace,
        now_ms: i64,
    ) -> Result<u32, AccountError> {
        self.amend(store, now_ms, |roster| {
            let kind = roster::kind(&new.kind)?;
            let name = roster.place_name(None, &new.name)?;
            let members = roster.members(kind, &new.members)?;
            let number = roster.next_place();
            roster.places.insert(number, Place::new(kind, name, members));
            Ok((number.0, Noted { what: What::PlaceMade, account: None, place: Some(number) }))
        })
        .await
    }

    /// Gives a place another name or other members.
    pub(crate) async fn change_place(
        self,
        store: &Store,
        number: u32,
        changed: &ChangedPlace,
        now_ms: i64,
    ) -> Result<(), AccountError> {
        let number = PartitionId(number);
        self.amend(store, now_ms, |roster| {
            // What has ended is history.
            let known = roster.places.get(&number).filter(|place| place.is_there());
            let known = known.ok_or(AccountError::NoPlace)?.clone();
            let kind = known.kind;
            let name = roster.place_name(Some(number), &changed.name)?;
            let members = roster.members(kind, &changed.members)?;
            roster.places.insert(number, Place { name, members, ..known });
            Ok(((), Noted { what: What::PlaceChanged, account: None, place: Some(number) }))
        })
        .await
    }

    /// Gives the committee another name, another level, or another year to work on.
    pub(crate) async fn change_committee(
        self,
        store: &Store,
        changed: &ChangedCommittee,
        now_ms: i64,
    ) -> Result<(), AccountError> {
        self.amend(store, now_ms, |roster| {
            roster.committee = roster::name(&changed.name)?;
            roster.year = roster::year(changed.year)?;
            if !changed.level.is_empty() {
                roster.level = Some(roster::level(&changed.level)?);
            }
            Ok(((), Noted { what: What::CommitteeChanged, account: None, place: None }))
        })
        .await
    }

    /// A new slip for an account, in the place of an earlier one.
    pub(crate) async fn make_slip(
        self,
        store: &Store,
        account: u32,
        now_ms: i64,
    ) -> Result<Slip, AccountError> {
        let mut tx = store.write().await?;
        let roster = self.roster(&mut tx).await?;
        let officer = roster.officers.get(&account).ok_or(AccountError::NoAccount)?;
        if !roster.is_open(officer) {
            return Err(SlipError::Closed.into());
        }
        let slip = enrolment::make_slip(&mut tx, account, now_ms).await?;
        let noted = Noted { what: What::SlipMade, account: Some(account), place: None };
        tx.audit(&noted.entry(self.session(), now_ms)).await?;
        tx.commit().await?;
        Ok(slip)
    }

    /// Makes the slip of an account void. Doing it twice is doing it once.
    pub(crate) async fn void_slip(
        self,
        store: &Store,
        account: u32,
        now_ms: i64,
    ) -> Result<(), AccountError> {
        let mut tx = store.write().await?;
        let roster = self.roster(&mut tx).await?;
        let officer = roster.officers.get(&account).ok_or(AccountError::NoAccount)?;
        if officer.slip_until_ms.is_some() {
            tx.drop_slip(account).await?;
            let noted = Noted { what: What::SlipVoided, account: Some(account), place: None };
            tx.audit(&noted.entry(self.session(), now_ms)).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// The committee as it is in this transaction, in which whoever asks may have become no administrator.
    pub(crate) async fn roster(self, tx: &mut Transaction) -> Result<Roster, AccountError> {
        let roster = tx.roster().await?;
        let own = roster.officers.get(&self.session().account);
        let is_one = own.is_some_and(|own| own.role == Role::Administrator && roster.is_open(own));
        if is_one { Ok(roster) } else { Err(AdministrationError::NotAdministrator.into()) }
    }

    /// Carries out a change, with all that follows from it.
    async fn amend<T>(
        self,
        store: &Store,
        now_ms: i64,
        change: impl FnOnce(&mut Roster) -> Result<(T, Noted), AccountError>,
    ) -> Result<T, AccountError> {
        let mut tx = store.write().await?;
        let before = self.roster(&mut tx).await?;
        let mut after = before.clone();
        let (answer, noted) = change(&mut after)?;
        let amendment = Amendment::between(&before, &mut after);
        if amendment.is_empty() {
            return Ok(answer);
        }
        if !after.has_administrator(self.session().account) {
            return Err(AccountError::LastAdministrator);
        }
        tx.amend(&after, &amendment).await?;
        for account in &amendment.closed {
            tx.revoke_account(*account, None, now_ms).await?;
            tx.drop_slip(*account).await?;
        }
        tx.audit(&noted.entry(self.session(), now_ms)).await?;
        tx.commit().await?;
        Ok(answer)
    }
}
