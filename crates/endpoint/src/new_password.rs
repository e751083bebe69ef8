//! Another password, chosen by an officer who knows the one that holds.

use std::net::IpAddr;
use std::time::Instant;

use thidua_domain::password;
use thidua_sync::administration::ChangedPassword;

use crate::attempts::TooMany;
use crate::audit::{Entry, What};
use crate::password::PasswordError;
use crate::session::Door;
use crate::store::{Session, StoreError};

/// Why the password is still the same.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NewPasswordError {
    /// The new one will not do.
    #[error("the password will not do: {}", .0.word())]
    Fault(password::Fault),
    /// The one that was given for the old one is another.
    #[error("wrong password")]
    Wrong,
    /// The account is gone.
    #[error("the account is gone")]
    Gone,
    /// Too many tries for this account or from this address.
    #[error("too many tries")]
    TooMany(TooMany),
    /// A password could not be hashed or checked.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Door<'_> {
    /// Sets another password. All other devices of the account are signed out, and a slip that is out opens it no more.
    pub(crate) async fn change_password(
        &self,
        session: Session,
        changed: ChangedPassword,
        address: IpAddr,
        now_ms: i64,
    ) -> Result<(), NewPasswordError> {
        let known = self.store.read().await?.credentials_of(session.account).await?;
        let (login, stored) = known.ok_or(NewPasswordError::Gone)?;
        if let Some(fault) = password::fault(&changed.new, &login) {
            return Err(NewPasswordError::Fault(fault));
        }
        self.attempts.take(&login, address, Instant::now()).map_err(NewPasswordError::TooMany)?;
        let right = self.passwords.is_right(changed.old, stored.clone()).await?;
        if !right {
            let mut tx = self.store.write().await?;
            let own = Entry::own(now_ms, What::WrongPassword, session.account, session.device);
            tx.audit(&Entry { about_account: Some(session.account), ..own }).await?;
            tx.commit().await?;
            return Err(NewPasswordError::Wrong);
        }
        self.attempts.give_back(&login, address);
        let hash = self.passwords.hash(changed.new).await?;
        let mut tx = self.store.write().await?;
        // Meanwhile another device, or a slip, may have set yet another.
        if tx.credentials_of(session.account).await?.is_none_or(|(_, now)| now != stored) {
            return Err(NewPasswordError::Wrong);
        }
        tx.keep_password(session.account, &hash, false).await?;
        tx.revoke_account(session.account, Some(session.device), now_ms).await?;
        tx.drop_slip(session.account).await?;
        tx.audit(&Entry::own(now_ms, What::PasswordChanged, session.account, session.device)).await?;
        tx.commit().await?;
        Ok(())
    }
}
