//! What administrators ask the endpoint for. Nothing of it is kept on the device: it speaks of everybody's devices, and an old
//! list would be a wrong one.

use thidua_sync::administration::{Answered, Tray, Word};

use super::{Book, BookError};
use crate::connection::transport::{self, TransportError};

pub(crate) use crate::connection::transport::{Audited, Bound};
use crate::connection::tray;

/// Why the endpoint did not tell, or did not do it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum AdministrationError {
    /// It was not reached, or is busy.
    Unreached,
    /// It does not take the login any more.
    SignedOut,
    /// The account is no administrator any more.
    NotAdministrator,
    /// The account is neither an administrator's nor of the standing office.
    NotTheOffice,
    /// It is the device at hand.
    OwnDevice,
    /// It asks for a reason of at most 300 characters.
    Reason,
    /// It does not know the device.
    NoDevice,
    /// It does not know the entry of the tray.
    NoEntry,
    /// It answered with this HTTP status.
    Endpoint(u16),
}

impl Book {
    /// The devices of all accounts, the last seen first.
    pub(crate) async fn devices(self) -> Result<Vec<Bound>, AdministrationError> {
        Ok(transport::devices(&self.token()?).await?)
    }

    /// Shuts a device out.
    pub(crate) async fn revoke_device(self, device: &str, reason: &str) -> Result<(), AdministrationError> {
        Ok(transport::revoke_device(&self.token()?, device, reason).await?)
    }

    /// What waits in the tray, the oldest first.
    pub(crate) async fn tray(self) -> Result<Tray, AdministrationError> {
        Ok(tray::tray(&self.token()?).await?)
    }

    /// Says of an entry of the tray whether it is to be carried out, and why.
    pub(crate) async fn answer_tray(
        self,
        entry: u64,
        accept: bool,
        reason: String,
    ) -> Result<Answered, AdministrationError> {
        Ok(tray::answer(&self.token()?, entry, &Word { accept, reason }).await?)
    }

    /// What was done, the newest first, from before an entry.
    pub(crate) async fn audit(self, before: Option<u64>) -> Result<Vec<Audited>, AdministrationError> {
        Ok(transport::audit(&self.token()?, before).await?)
    }
}

impl From<BookError> for AdministrationError {
    fn from(_: BookError) -> Self {
        Self::SignedOut
    }
}

impl From<TransportError> for AdministrationError {
    fn from(error: TransportError) -> Self {
        let TransportError::Status { status, reason } = error else { return Self::Unreached };
        match (status, reason.as_str()) {
            (429 | 502 | 503 | 504, _) => Self::Unreached,
            (401, _) => Self::SignedOut,
            (_, "not_administrator") => Self::NotAdministrator,
            (_, "own_device") => Self::OwnDevice,
            (_, "reason_missing") => Self::Reason,
            (_, "no_device") => Self::NoDevice,
            (_, "not_standing_office") => Self::NotTheOffice,
            (_, "no_entry") => Self::NoEntry,
            _ => Self::Endpoint(status),
        }
    }
}
