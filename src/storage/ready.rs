//! A request that lies ready for the browser to send when a line returns and no page is open (`public/sw.js`): sealed
//! operations, which never change, so that whoever sends them twice changes nothing. Only where no PIN is set: the worker
//! could not open what is sealed, and nothing is laid beside it in clear.

use super::schema::Store;
use super::{Asked, Put, Storage, StorageError};

/// Where it lies. The worker knows this name.
pub(super) const READY: &str = "ready";

impl Storage {
    /// Lays a request ready, in the place of an earlier one; or takes it away.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn lay_ready(&self, request: Option<&[u8]>) -> Result<(), StorageError> {
        let put = match request.filter(|_| !self.is_sealed()) {
            Some(request) => Put::bytes(Store::State, READY.into(), request),
            None => Put::delete(Store::State, READY.into()),
        };
        self.write(Asked::SignedIn, vec![put]).await
    }
}
