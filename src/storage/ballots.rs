//! Ballots on their way: a store of its own, so that a ballot is never an operation, and nothing of it is left behind.

use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::finish::finish;
use super::lock::parsed;
use super::schema::Store;
use super::seal::{SEAL, UnderWay};
use super::{Change, Put, Storage, StorageError, bytes_of, strict};

impl Storage {
    /// Every ballot that is on its way. One that a later version wrote is passed over, and stays.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn ballots<T: DeserializeOwned>(&self) -> Result<Vec<T>, StorageError> {
        let values = self.read_all(Store::Ballots).await?;
        Ok(values.iter().filter_map(|value| serde_json::from_str(&value.as_string()?).ok()).collect())
    }

    /// Keeps a ballot under its session in the place of what was kept before, if that is still what lies there: another
    /// window may have been faster, and what it holds is not to be lost. Says whether it was.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn change_ballot<T: DeserializeOwned + PartialEq + Serialize>(
        &self,
        key: &str,
        before: Option<&T>,
        after: &T,
    ) -> Result<bool, StorageError> {
        let lay = self.read_plain(Store::Ballots, key).await?;
        let known: Option<T> = parsed(self.read(Store::Ballots, key).await?.as_ref())?;
        if known.as_ref() != before {
            return Ok(false);
        }
        let _under_way = UnderWay::of(&self.1);
        let sealer = self.1.sealer();
        let mut writes = vec![Put::json(Store::Ballots, key.to_owned(), after)?];
        if let Some(sealer) = &sealer {
            writes = sealer.clone().close(writes).await?;
        }
        let name = Store::Ballots.name();
        let transaction =
            self.0.transaction(name).with_mode(TransactionMode::Readwrite).with_options(strict()).build()?;
        let store = transaction.object_store(name)?;
        let seal: Option<JsValue> = store.get(SEAL).primitive()?.await?;
        if seal.and_then(|seal| seal.as_string()).as_deref() != sealer.as_ref().map(|sealer| sealer.id()) {
            return Err(StorageError::Blocked);
        }
        let lies: Option<JsValue> = store.get(key).primitive()?.await?;
        // Dropped without a commit, the transaction has written nothing.
        if !is_same(lay.as_ref(), lies.as_ref()) {
            return Ok(false);
        }
        for put in writes {
            if let Change::Put(value) = put.change {
                _ = store.put(value).with_key(put.key).without_key_type().primitive()?;
            }
        }
        finish(transaction).await?;
        Ok(true)
    }
}

/// Whether two values are the same as they lie there, in clear or sealed.
fn is_same(a: Option<&JsValue>, b: Option<&JsValue>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) if a.is_string() => a == b,
        (Some(a), Some(b)) => bytes_of(a).is_ok_and(|bytes| bytes_of(b).is_ok_and(|other| other == bytes)),
        (a, b) => a.is_none() && b.is_none(),
    }
}
