//! What an administrator may do: see the devices of all accounts and shut one out, read what was done, and
//! compare checksums. Every account is
//! looked up anew, so that one that is no administrator any more is none from its next request on.

use thidua_domain::access::Role;
use thidua_sync::identity::DeviceId;

use crate::audit::{Entry, What};
use crate::store::{Audited, Bound, Session, Store, StoreError, Summed, Transaction};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 300;
/// How many entries of the audit are told at once.
pub(crate) const ENTRIES: u32 = 100;

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AdministrationError {
    /// Only an administrator may.
    #[error("not an administrator")]
    NotAdministrator,
    /// There is no such device.
    #[error("no such device")]
    NoDevice,
    /// Whoever shuts out the device at hand could not undo anything any more.
    #[error("it is the device at hand")]
    OwnDevice,
    /// A reason of 1 to 300 characters is asked for.
    #[error("no reason, or a very long one")]
    Reason,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An account that was found to be an administrator's.
#[derive(Clone, Copy)]
pub(crate) struct Administrator(Session);

impl Administrator {
    /// Whether the account of a session is one.
    pub(crate) async fn of(store: &Store, session: Session) -> Result<Self, AdministrationError> {
        let directory = store.directory(session.account).await?;
        let is_one = directory.is_some_and(|of| Role::from_id(&of.role) == Some(Role::Administrator));
        if is_one { Ok(Self(session)) } else { Err(AdministrationError::NotAdministrator) }
    }

    /// Whose it is, and on which device.
    pub(crate) const fn session(self) -> Session {
        self.0
    }

    /// Every device of every account, the last seen first.
    pub(crate) async fn devices(self, store: &Store) -> Result<Vec<Bound>, AdministrationError> {
        let mut devices = store.read().await?.devices().await?;
        devices.retain(|of| !of.device.is_of_endpoint());
        Ok(devices)
    }

    /// The checksum of every partition, to be compared by telephone with what a device shows.
    pub(crate) async fn checksums(self, store: &Store) -> Result<Vec<Summed>, AdministrationError> {
        Ok(store.read().await?.sums().await?)
    }

    /// Shuts a device out: its tokens let nobody in from now on. Doing it twice is doing it once.
    pub(crate) async fn revoke(
        self,
        store: &Store,
        device: DeviceId,
        reason: &str,
        now_ms: i64,
    ) -> Result<(), AdministrationError> {
        let Self(session) = self;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            return Err(AdministrationError::Reason);
        }
        if device == session.device {
            return Err(AdministrationError::OwnDevice);
        }
        let mut tx: Transaction = store.write().await?;
        match tx.revoke_device(device, reason, now_ms).await? {
            Some(owner) => {
                let own = Entry::own(now_ms, What::DeviceRevoked, session.account, session.device);
                let entry = Entry { about_account: Some(owner), about_device: Some(device), ..own };
                tx.audit(&entry).await?;
                // Whoever has the device could sign in with them on another.
                if tx.remove_passkeys_made_on(device).await? > 0 {
                    tx.audit(&Entry { what: What::PasskeysWithdrawn, ..entry }).await?;
                }
            }
            None if tx.is_revoked(device).await? => {}
            None => return Err(AdministrationError::NoDevice),
        }
        Ok(tx.commit().await?)
    }

    /// The entries of the audit before a place, the newest first.
    pub(crate) async fn audit(self, store: &Store, before: u64) -> Result<Vec<Audited>, AdministrationError> {
        Ok(store.read().await?.audited_before(before, ENTRIES).await?)
    }
}
