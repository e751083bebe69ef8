//! What is typed in forms and not saved yet: kept apart from the outbox, so that a half-written record can never be
//! sent, and survives a killed tab.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::schema::Store;
use super::{Asked, Put, Storage, StorageError};

impl Storage {
    /// Every draft. One that a later version wrote is passed over, and stays.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn drafts<T: DeserializeOwned>(&self) -> Result<Vec<T>, StorageError> {
        let values = self.read_all(Store::Drafts).await?;
        Ok(values.iter().filter_map(|value| serde_json::from_str(&value.as_string()?).ok()).collect())
    }

    /// Keeps a draft under its form's key.
    ///
    /// # Errors
    /// [`StorageError::Stale`] where another tab has signed out; otherwise where the store fails.
    pub(crate) async fn keep_draft(&self, key: String, draft: &impl Serialize) -> Result<(), StorageError> {
        self.write(Asked::SignedIn, vec![Put::json(Store::Drafts, key, draft)?]).await
    }

    /// Forgets a draft.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn drop_draft(&self, key: String) -> Result<(), StorageError> {
        self.write(Asked::Nothing, vec![Put::delete(Store::Drafts, key)]).await
    }
}
