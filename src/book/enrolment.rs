//! What opens an account: a slip and a password of one's own; and another password later.

use leptos::prelude::*;
use thidua_domain::password::Fault;
use thidua_sync::administration::{ChangedPassword, Enrolment};
use thidua_sync::client::Meta;
use thidua_sync::identity::DeviceId;

use super::view::SyncState;
use super::{Book, BookError};
use crate::connection::accounts;
use crate::connection::transport::TransportError;
use crate::storage::{StorageError, StoredSession};

/// Why an account was not opened, or kept its password.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum EnrolError {
    /// There is no connection.
    #[error("offline")]
    Offline,
    /// The line was cut while the endpoint was asked: nobody here knows whether it was done.
    #[error("cut")]
    Unsure,
    /// The slip is not one, or not any more.
    #[error("no such slip")]
    NoSlip,
    /// The old password is another one.
    #[error("wrong password")]
    WrongOld,
    /// The password will not do.
    #[error("weak password")]
    Weak(Fault),
    /// The device holds another account's work.
    #[error("another account's device")]
    OtherAccount,
    /// The account is not active, or not in this year of work.
    #[error("the account is closed")]
    Closed,
    /// Too many attempts.
    #[error("too many attempts")]
    TooMany,
    /// An administrator has shut this device out.
    #[error("the device is shut out")]
    Revoked,
    /// The endpoint does not take the login any more.
    #[error("signed out")]
    SignedOut,
    /// The endpoint answered otherwise.
    #[error("HTTP {0}")]
    Endpoint(u16),
    /// The store of this device failed.
    #[error("the store failed")]
    Storage,
}

impl Book {
    /// Opens an account with its slip, gives it a password, and signs in with it.
    pub(crate) async fn enrol(self, code: String, password: String) -> Result<(), EnrolError> {
        let keeper = self.keeper()?;
        let before = keeper.storage.session().await?;
        let device = match &before {
            Some((_, meta)) => meta.device,
            None => DeviceId(uuid::Uuid::new_v4().into_bytes()),
        };
        let asked = Enrolment { code, password, device: device.to_string() };
        let signed_in = accounts::enrol(&asked).await?;
        let own = before.as_ref().map(|(before, _)| before.signed_in.directory.account);
        if own.is_some_and(|own| own != signed_in.directory.account) {
            // The endpoint refuses this before: a device is one account's.
            return Err(EnrolError::OtherAccount);
        }
        let state = before.is_none().then(|| Meta::new(device));
        keeper.storage.keep_session(&StoredSession::new(signed_in), state.as_ref()).await?;
        keeper.load().await?;
        self.status.update(|status| status.state = SyncState::Idle);
        keeper.sync_now();
        Ok(())
    }

    /// Another password. The endpoint signs all other devices of the account out.
    pub(crate) async fn change_password(self, old: String, new: String) -> Result<(), EnrolError> {
        let token = self.token()?;
        Ok(accounts::change_password(&token, &ChangedPassword { old, new }).await?)
    }
}

impl From<StorageError> for EnrolError {
    fn from(_: StorageError) -> Self {
        Self::Storage
    }
}

impl From<BookError> for EnrolError {
    fn from(error: BookError) -> Self {
        if error == BookError::SignedOut { Self::SignedOut } else { Self::Storage }
    }
}

impl From<TransportError> for EnrolError {
    fn from(error: TransportError) -> Self {
        let (status, reason) = match error {
            TransportError::Unreached => return Self::Offline,
            TransportError::Cut | TransportError::TooSlow | TransportError::Unreadable => {
                return Self::Unsure;
            }
            TransportError::Status { status, reason } => (status, reason),
        };
        if let Some(fault) = Fault::from_word(&reason) {
            return Self::Weak(fault);
        }
        match (status, reason.as_str()) {
            (_, "wrong_slip") => Self::NoSlip,
            (_, "wrong_password") => Self::WrongOld,
            (_, "device_of_another") => Self::OtherAccount,
            (_, "device_revoked") => Self::Revoked,
            (403, "account_closed") => Self::Closed,
            (401, _) => Self::SignedOut,
            (429, _) => Self::TooMany,
            (502..=504, _) => Self::Offline,
            _ => Self::Endpoint(status),
        }
    }
}
