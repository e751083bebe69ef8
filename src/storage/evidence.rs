//! The files of evidence on this device. Their bytes lie apart from what is known of them, so that asking what is here
//! reads no megabytes; both are written in one transaction.

use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};

use super::schema::Store;
use super::{Asked, Change, Put, Storage, StorageError};

/// What is known of a file that is here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct StoredFile {
    /// The digest of its bytes, which is its key.
    pub(crate) digest: String,
    /// Its bytes.
    pub(crate) size: u32,
    /// When it was kept, by the device's clock: milliseconds since 1970.
    pub(crate) kept_ms: i64,
    /// The units whose endpoint has it.
    pub(crate) sent: Vec<u32>,
}

/// Where it is kept that the endpoint may have lost files.
const DOUBT: &str = "doubt";

impl Storage {
    /// Says that the endpoint may have lost files that it had, as after it was restored from a backup; or that all were
    /// asked for anew.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn set_files_in_doubt(&self, doubt: bool) -> Result<(), StorageError> {
        let change = if doubt { Change::Put(JsValue::TRUE) } else { Change::Delete };
        self.write(Asked::Nothing, vec![Put { store: Store::State, key: DOUBT.to_owned(), change }]).await
    }

    /// Whether the endpoint may have lost files that it had.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn are_files_in_doubt(&self) -> Result<bool, StorageError> {
        Ok(self.read(Store::State, DOUBT).await?.is_some())
    }

    /// Whether any file is here.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn has_files(&self) -> Result<bool, StorageError> {
        Ok(!self.read_all(Store::Evidence).await?.is_empty())
    }

    /// What is known of the files that are here. What a later version wrote is passed over, and stays.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn files(&self) -> Result<Vec<StoredFile>, StorageError> {
        let values = self.read_all(Store::Evidence).await?;
        Ok(values.iter().filter_map(|value| serde_json::from_str(&value.as_string()?).ok()).collect())
    }

    /// The bytes of a file, `None` where it is not here.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn file_bytes(&self, digest: &str) -> Result<Option<Uint8Array>, StorageError> {
        let value = self.read(Store::Files, digest).await?;
        value.map(|value: JsValue| value.dyn_into().map_err(|_| StorageError::Damaged)).transpose()
    }

    /// Keeps a file, or, without its bytes, what is known of one that is here.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn keep_file(
        &self,
        file: &StoredFile,
        bytes: Option<&Uint8Array>,
    ) -> Result<(), StorageError> {
        let mut writes = vec![Put::json(Store::Evidence, file.digest.clone(), file)?];
        writes.extend(bytes.map(|bytes| Put {
            store: Store::Files,
            key: file.digest.clone(),
            change: Change::Put(bytes.into()),
        }));
        self.write(Asked::SignedIn, writes).await
    }

    /// Forgets files.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn drop_files(&self, digests: &[String]) -> Result<(), StorageError> {
        let both = |digest: &String| {
            [Put::delete(Store::Evidence, digest.clone()), Put::delete(Store::Files, digest.clone())]
        };
        self.write(Asked::Nothing, digests.iter().flat_map(both).collect()).await
    }
}
