//! Ballots on their way: a store of its own, so that a ballot is never an operation, and nothing of it is left behind.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::schema::Store;
use super::{Put, Storage, StorageError};

impl Storage {
    /// Every ballot that is on its way. One that a later version wrote is passed over, and stays.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn ballots<T: DeserializeOwned>(&self) -> Result<Vec<T>, StorageError> {
        let values = self.read_all(Store::Ballots).await?;
        Ok(values.iter().filter_map(|value| serde_json::from_str(&value.as_string()?).ok()).collect())
    }

    /// Keeps a ballot under its session, in the place of what was kept before.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn keep_ballot(&self, key: String, ballot: &impl Serialize) -> Result<(), StorageError> {
        self.write(None, vec![Put::json(Store::Ballots, key, ballot)?]).await
    }
}
