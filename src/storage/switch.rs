//! Setting the PIN and taking it off: everything is sealed, or opened, beforehand; then one transaction looks whether
//! anything has changed meanwhile and puts the new in the place of the old. A device that dies on the way has the one or
//! the other. Only files are too large for one transaction: their copies lie ready beside them, and the transaction
//! removes those that are not wanted any more.

use std::collections::BTreeSet;

use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionMode};
use js_sys::Uint8Array;
use std::rc::Rc;
use thidua_sync::client::Meta;
use wasm_bindgen::{JsCast, JsValue};

use super::finish::finish;
use super::forget::FORGOT;
use super::lock::{Header, RECOVERY, json};
use super::pages;
use super::schema::Store;
use super::seal::{GENERATION, LOCK, SEAL};
use super::session::STATE;
use super::vault::{Keyed, Vault, is_sealed_file, sealed_key, stored};
use super::{Storage, StorageError, bytes_of, copies, strict};

/// How often it is begun anew because something was written meanwhile.
const ROUNDS: usize = 8;
/// So many rows beside the pages are still read quickly.
const BESIDE: usize = 300;

/// What everything is sealed with from now on, how that is opened, and the recovery key.
pub(super) type To<'t> = (Rc<Vault>, &'t Header, String);

impl Storage {
    /// Seals everything that is clear (`to`), or opens everything that is sealed (`from`).
    pub(super) async fn switch(&self, from: Option<&Vault>, to: Option<To<'_>>) -> Result<(), StorageError> {
        // A copy of before the PIN lies in clear.
        copies::drop_all().await?;
        self.drop_files_of(to.is_some()).await?;
        for _ in 0..ROUNDS {
            self.lay_files_ready(from, to.as_ref()).await?;
            let (mut before, mut after) = (Vec::new(), Vec::new());
            for store in Store::ALL.into_iter().filter(|store| *store != Store::Files) {
                let was = stored(&self.0, store).await?;
                let is = now_of(store, was.clone(), from, to.as_ref()).await?;
                before.push((store, was));
                after.push((store, is));
            }
            if self.exchange(&before, after, to.as_ref()).await? {
                self.1.set(None);
                if let Some((vault, ..)) = to {
                    self.unlock(vault);
                }
                return Ok(());
            }
        }
        Err(StorageError::Stale)
    }

    /// The one transaction; `false` where something was written since it was prepared.
    async fn exchange(
        &self,
        before: &[(Store, Keyed)],
        after: Vec<(Store, Keyed)>,
        to: Option<&To<'_>>,
    ) -> Result<bool, StorageError> {
        let lock = to.map(|(_, header, _)| json(*header)).transpose()?;
        let all = self.0.transaction(Store::NAMES).with_mode(TransactionMode::Readwrite);
        let transaction = all.with_options(strict()).build()?;
        for (store, was) in before {
            let place = transaction.object_store(store.name())?;
            let keys = place.get_all_keys::<JsValue>().primitive()?;
            let values = place.get_all::<JsValue>().primitive()?;
            let keys = keys.await?.collect::<Result<Vec<_>, _>>()?;
            let values = values.await?.collect::<Result<Vec<_>, _>>()?;
            let same = |((key, value), (now_key, now)): ((&JsValue, &JsValue), &(String, JsValue))| {
                key.as_string().as_ref() == Some(now_key) && is_same(value, now)
            };
            if keys.len() != was.len() || !keys.iter().zip(&values).zip(was).all(same) {
                return Ok(false);
            }
        }
        let place = transaction.object_store(Store::Files.name())?;
        let files = place.get_all_keys::<JsValue>().primitive()?.await?.collect::<Result<Vec<_>, _>>()?;
        let files: BTreeSet<String> = files.iter().filter_map(JsValue::as_string).collect();
        let (wanted, old): (BTreeSet<_>, BTreeSet<_>) =
            files.into_iter().filter(|key| key != SEAL).partition(|key| is_sealed_file(key) == to.is_some());
        if old.iter().any(|key| !wanted.contains(&other_key(key))) {
            return Ok(false);
        }
        for key in old {
            _ = place.delete::<String, _>(key).primitive()?;
        }
        _ = place.delete::<String, _>(SEAL.to_owned()).primitive()?;
        for (store, is) in after {
            let place = transaction.object_store(store.name())?;
            place.clear()?;
            for (key, value) in is {
                _ = place.put(value).with_key(key).without_key_type().primitive()?;
            }
        }
        if let Some((vault, ..)) = to {
            for name in Store::NAMES {
                mark(&transaction, name, vault.name())?;
            }
            let state = transaction.object_store(Store::State.name())?;
            let lock = lock.ok_or(StorageError::Failed)?;
            _ = state.put(lock).with_key(LOCK.to_owned()).without_key_type().primitive()?;
        }
        finish(transaction).await?;
        Ok(true)
    }

    async fn file_keys(&self) -> Result<Vec<String>, StorageError> {
        let transaction = self.0.transaction(Store::Files.name()).build()?;
        let place = transaction.object_store(Store::Files.name())?;
        let keys = place.get_all_keys::<JsValue>().primitive()?.await?.collect::<Result<Vec<_>, _>>()?;
        Ok(keys.iter().filter_map(JsValue::as_string).filter(|key| key != SEAL).collect())
    }

    /// Removes copies of files that were laid ready before the device died: the sealed ones, or the clear ones.
    pub(crate) async fn drop_files_of(&self, sealed: bool) -> Result<(), StorageError> {
        let keys = self.file_keys().await?;
        let left: Vec<String> = keys.into_iter().filter(|key| is_sealed_file(key) == sealed).collect();
        if left.is_empty() {
            return Ok(());
        }
        let transaction = self.on_files()?;
        for key in left {
            _ = transaction.object_store(Store::Files.name())?.delete::<String, _>(key).primitive()?;
        }
        finish(transaction).await?;
        Ok(())
    }

    fn on_files(&self) -> Result<Transaction<'_>, StorageError> {
        let files = self.0.transaction(Store::Files.name()).with_mode(TransactionMode::Readwrite);
        Ok(files.with_options(strict()).build()?)
    }

    /// Lays a copy of each file beside it, one after the other: two of ten megabytes are in memory and not all.
    async fn lay_files_ready(&self, from: Option<&Vault>, to: Option<&To<'_>>) -> Result<(), StorageError> {
        let keys = self.file_keys().await?;
        for key in keys.iter().filter(|key| is_sealed_file(key) != to.is_some()) {
            if keys.contains(&other_key(key)) {
                continue;
            }
            let Some(value) = self.read_plain(Store::Files, key).await? else { continue };
            let is = now_of(Store::Files, vec![(key.clone(), value)], from, to).await?;
            let transaction = self.on_files()?;
            for (key, value) in is {
                let place = transaction.object_store(Store::Files.name())?;
                _ = place.put(value).with_key(key).without_key_type().primitive()?;
            }
            finish(transaction).await?;
        }
        Ok(())
    }

    /// Writes the pages of sealed rows anew, where many rows lie beside them.
    ///
    /// # Errors
    /// Where the store fails; then nothing has changed.
    pub(crate) async fn tidy_rows(&self, vault: &Vault) -> Result<(), StorageError> {
        let generation = self.read_plain(Store::State, GENERATION).await?;
        let was = stored(&self.0, Store::Rows).await?;
        let beside = was.iter().filter(|(key, _)| key != SEAL && !pages::is_page(key)).count();
        // What was erased still lies in its page.
        if beside < BESIDE && self.read(Store::State, FORGOT).await?.is_none() {
            return Ok(());
        }
        let is = vault.sealed(Store::Rows, &vault.opened(Store::Rows, was).await?).await?;
        let names = [Store::State.name(), Store::Rows.name()];
        let both = self.0.transaction(names).with_mode(TransactionMode::Readwrite);
        let transaction = both.with_options(strict()).build()?;
        let state = transaction.object_store(Store::State.name())?;
        let seal: Option<JsValue> = state.get(SEAL).primitive()?.await?;
        let now: Option<JsValue> = state.get(GENERATION).primitive()?.await?;
        if seal.and_then(|seal| seal.as_string()).as_deref() != Some(vault.name()) || now != generation {
            return Err(StorageError::Stale);
        }
        _ = state.delete::<String, _>(FORGOT.to_owned()).primitive()?;
        let place = transaction.object_store(Store::Rows.name())?;
        place.clear()?;
        for (key, value) in is {
            _ = place.put(value).with_key(key).without_key_type().primitive()?;
        }
        mark(&transaction, Store::Rows.name(), vault.name())?;
        finish(transaction).await?;
        Ok(())
    }
}

/// Names the seal of a store.
fn mark(transaction: &Transaction<'_>, name: &str, seal: &str) -> Result<(), StorageError> {
    let place = transaction.object_store(name)?;
    _ = place.put(JsValue::from_str(seal)).with_key(SEAL.to_owned()).without_key_type().primitive()?;
    Ok(())
}

/// What a store is to hold.
async fn now_of(
    store: Store,
    was: Keyed,
    from: Option<&Vault>,
    to: Option<&To<'_>>,
) -> Result<Keyed, StorageError> {
    let mut plain = match from {
        Some(vault) => vault.opened(store, was).await?,
        None if was.iter().any(|(key, _)| key == SEAL) => return Err(StorageError::Blocked),
        None => was,
    };
    let Some((vault, _, recovery)) = to else {
        plain.retain(|(key, _)| store != Store::State || key != RECOVERY);
        return Ok(plain);
    };
    if store != Store::State {
        return vault.sealed(store, &plain).await;
    }
    let state = plain.iter().find(|(key, _)| key == STATE);
    let generation =
        state.map(|(_, state)| Ok::<_, StorageError>(Meta::decode(&bytes_of(state)?)?.generation));
    plain.push((RECOVERY.to_owned(), json(recovery)?));
    let mut sealed = vault.sealed(store, &plain).await?;
    if let Some(generation) = generation {
        sealed.push((GENERATION.to_owned(), generation?.to_string().into()));
    }
    Ok(sealed)
}

/// The key of the copy beside a file.
fn other_key(key: &str) -> String {
    if is_sealed_file(key) { key.trim_end_matches('~').to_owned() } else { sealed_key(Store::Files, key) }
}

fn is_same(one: &JsValue, other: &JsValue) -> bool {
    match (one.dyn_ref::<Uint8Array>(), other.dyn_ref::<Uint8Array>()) {
        (Some(one), Some(other)) => one.length() == other.length() && one.to_vec() == other.to_vec(),
        _ => one == other,
    }
}
