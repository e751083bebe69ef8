//! Files of others that this device carries, and the receipts that it carries back. Each has a place of its own among the files.

use super::schema::Store;
use super::{Asked, Put, Storage, StorageError, bytes_of};

/// How many are carried at once.
pub(crate) const MOST_CARRIED: usize = 10;

const PREFIX: &str = "carried-";

fn key(place: usize) -> String {
    [PREFIX, &place.to_string()].concat()
}

/// Whether a file is one that is carried, by its key.
pub(super) fn is_carried(key: &str) -> bool {
    key.starts_with(PREFIX)
}

impl Storage {
    /// The files that are carried, each at its place.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn carried(&self) -> Result<Vec<(usize, Vec<u8>)>, StorageError> {
        let mut all = Vec::new();
        for place in 0..MOST_CARRIED {
            if let Some(value) = self.read(Store::Files, &key(place)).await? {
                all.push((place, bytes_of(&value)?));
            }
        }
        Ok(all)
    }

    /// Keeps a file at a place, in that of what was there.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn keep_carried(&self, place: usize, file: &[u8]) -> Result<(), StorageError> {
        self.write(Asked::Nothing, vec![Put::bytes(Store::Files, key(place), file)]).await
    }

    /// Lets go of the file at a place.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn drop_carried(&self, place: usize) -> Result<(), StorageError> {
        self.write(Asked::Nothing, vec![Put::delete(Store::Files, key(place))]).await
    }
}
