//! The device's state and who is signed in.

use serde::{Deserialize, Serialize};
use thidua_sync::client::Meta;
use thidua_sync::directory::SignedIn;
use wasm_bindgen::JsValue;

use super::schema::Store;
use super::{Asked, Put, Storage, StorageError, bytes_of};
use crate::web;

/// The key of the device's state.
pub(super) const STATE: &str = "device";
const SESSION: &str = "session";

/// Who is signed in, as it is kept on the device.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct StoredSession {
    /// What the endpoint gave: the token and the directory.
    pub(crate) signed_in: SignedIn,
    /// Whether the endpoint still takes the token. Work goes on without.
    pub(crate) valid: bool,
    /// Since when the device has the token: milliseconds since 1970, by its own clock. 0 where an earlier version kept it.
    #[serde(default)]
    pub(crate) since_ms: f64,
}

/// The generation of a stored state; 0 where there is none. Beside a sealed state it lies as text, because a transaction
/// cannot wait for a seal to be opened.
pub(super) fn generation(state: Option<&JsValue>) -> Result<u64, StorageError> {
    if let Some(text) = state.and_then(JsValue::as_string) {
        return text.parse().map_err(|_| StorageError::Damaged);
    }
    match state {
        Some(state) => Ok(Meta::decode(&bytes_of(state)?)?.generation),
        None => Ok(0),
    }
}

impl StoredSession {
    /// As the endpoint has just given it.
    pub(crate) fn new(signed_in: SignedIn) -> Self {
        Self { signed_in, valid: true, since_ms: web::now_ms() }
    }
}

impl Storage {
    /// The session and the device's state, where somebody is signed in.
    ///
    /// # Errors
    /// Where the store fails or its bytes are of a later version.
    pub(crate) async fn session(&self) -> Result<Option<(StoredSession, Meta)>, StorageError> {
        let (Some(session), Some(state)) =
            (self.read(Store::State, SESSION).await?, self.read(Store::State, STATE).await?)
        else {
            return Ok(None);
        };
        let session = session.as_string().and_then(|json| serde_json::from_str(&json).ok());
        let session = session.ok_or(StorageError::Damaged)?;
        Ok(Some((session, Meta::decode(&bytes_of(&state)?)?)))
    }

    /// Keeps the session. `state` is given when the device signs in for the first time, and stored with it.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn keep_session(
        &self,
        session: &StoredSession,
        state: Option<&Meta>,
    ) -> Result<(), StorageError> {
        let mut writes = vec![Put::json(Store::State, SESSION.into(), session)?];
        writes.extend(state.map(|state| Put::bytes(Store::State, STATE.into(), &state.encode())));
        self.write(Asked::Nothing, writes).await
    }
}
