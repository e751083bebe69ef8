//! What can go wrong with the device's store.

use indexed_db_futures::error::{DomException, Error, OpenDbError};
use thidua_sync::wire::DecodeError;

/// Why the store did not do what was asked. Nothing was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum StorageError {
    /// Another tab has written since this command was prepared: prepare it anew.
    #[error("another tab has written")]
    Stale,
    /// The device has no room left.
    #[error("no room left")]
    NoRoom,
    /// Another version of the app has the store: the page must be loaded anew.
    #[error("another version of the app has the store")]
    Blocked,
    /// A later version of the app has made the store what it is.
    #[error("a store of a later version")]
    Newer,
    /// What is stored cannot be read by this version.
    #[error("stored bytes that this version cannot read")]
    Damaged,
    /// The browser refused for another reason.
    #[error("the browser's store failed")]
    Failed,
}

impl From<Error> for StorageError {
    fn from(error: Error) -> Self {
        match error {
            Error::DomException(DomException::Other(exception)) => match exception.name().as_str() {
                "QuotaExceededError" => Self::NoRoom,
                "VersionError" => Self::Newer,
                _ => Self::Failed,
            },
            // The connection was closed to let a newer version of the app upgrade the store.
            Error::DomException(DomException::InvalidStateError(_)) => Self::Blocked,
            _ => Self::Failed,
        }
    }
}

impl From<OpenDbError> for StorageError {
    fn from(error: OpenDbError) -> Self {
        match error {
            OpenDbError::Base(error) => error.into(),
            _ => Self::Failed,
        }
    }
}

impl From<DecodeError> for StorageError {
    fn from(_: DecodeError) -> Self {
        Self::Damaged
    }
}
