//! The last attempts to sync: a page that is closed and opened again still tells what went wrong.

use super::schema::Store;
use super::{Asked, Put, Storage, StorageError};

/// One attempt: when it ended, how long it took, and how it ended, in figures that `book::attempts` reads.
pub(crate) type StoredAttempt = Vec<i64>;

impl Storage {
    /// The attempts that are kept, the oldest first. What cannot be read is passed over.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn attempts(&self) -> Result<Vec<StoredAttempt>, StorageError> {
        let values = self.read_all(Store::Attempts).await?;
        Ok(values.iter().filter_map(|value| serde_json::from_str(&value.as_string()?).ok()).collect())
    }

    /// Keeps an attempt, and lets go of those that ended before `oldest_ms`.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn keep_attempt(
        &self,
        attempt: &StoredAttempt,
        oldest_ms: i64,
    ) -> Result<(), StorageError> {
        let key = |ms: i64| format!("{:020}", ms.max(0));
        let at = attempt.first().copied().unwrap_or_default();
        let writes = vec![
            Put::delete_below(Store::Attempts, key(oldest_ms)),
            Put::json(Store::Attempts, key(at), attempt)?,
        ];
        self.write(Asked::SignedIn, writes).await
    }
}
