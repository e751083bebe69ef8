//! The seal itself: each value under AES-256-GCM with a nonce of its own, bound to its store and key. Keys of stores
//! (ids of records, counters, times of receipts) lie in clear, and so do the lengths of values.

use std::rc::Rc;

use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use js_sys::Uint8Array;
use thidua_sync::client::Meta;
use wasm_bindgen::{JsCast, JsValue};

use super::lock::TRIES;
use super::schema::Store;
use super::seal::{Coming, GENERATION, LOCK, SEAL, Sealer};
use super::session::STATE;
use super::{Change, Put, Storage, StorageError, bytes_of, pages};
use crate::web::cipher::{self, CipherError, Key, Piece};

/// The key of the values: random, and on the disk only under another key.
pub(crate) struct DataKey(pub(crate) [u8; 32]);

impl Drop for DataKey {
    fn drop(&mut self) {
        self.0.fill(0);
    }
}

/// Seals and opens with a data key.
pub(crate) struct Vault {
    id: String,
    key: Key,
}

impl From<CipherError> for StorageError {
    fn from(_: CipherError) -> Self {
        Self::Damaged
    }
}

/// What comes before the bytes of a value: what it was.
const BYTES: u8 = 0;
const TEXT: u8 = 1;
const YES: u8 = 2;

/// What lies in a store under its key.
pub(super) type Keyed = Vec<(String, JsValue)>;

impl Vault {
    /// A vault of that name.
    pub(crate) fn new(id: String, key: Key) -> Rc<Self> {
        Rc::new(Self { id, key })
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.id
    }

    /// Its key: other tabs of the app are given it.
    pub(crate) const fn key(&self) -> &Key {
        &self.key
    }

    /// Opens what was read of a store. Pages become rows; what lies beside them is newer.
    pub(super) async fn opened(&self, store: Store, stored: Keyed) -> Result<Keyed, StorageError> {
        let mut pieces = Vec::with_capacity(stored.len());
        for (key, value) in stored {
            if !is_plain(store, &key) {
                let value = value.dyn_into::<Uint8Array>().map_err(|_| StorageError::Damaged)?;
                pieces.push((place(store, &key), value));
            }
        }
        let values = cipher::open(&self.key, &pieces).await?;
        let mut keyed = Keyed::with_capacity(values.len());
        let mut of_pages = Vec::new();
        let mut beside = std::collections::BTreeSet::new();
        for ((place, _), value) in pieces.into_iter().zip(values) {
            let key = place.split_once('/').map_or("", |(_, key)| key);
            if store == Store::Rows && pages::is_page(key) {
                of_pages.push(value);
                continue;
            }
            if store == Store::Rows {
                beside.insert(key.to_owned());
            }
            if let Some(value) = unpacked(&value)? {
                keyed.push((plain_key(store, key), value));
            }
        }
        for page in of_pages {
            let rows = pages::rows(&page)?.into_iter().filter(|(key, _)| !beside.contains(key));
            keyed.extend(rows.map(|(key, row)| (key, row.into())));
        }
        Ok(keyed)
    }

    /// Seals everything of a store: rows in pages, everything else under its own key.
    pub(super) async fn sealed(&self, store: Store, plain: &Keyed) -> Result<Keyed, StorageError> {
        let mut pieces: Vec<Piece> = Vec::with_capacity(plain.len());
        if store == Store::Rows {
            let rows = plain.iter().map(|(key, value)| Ok((key.clone(), bytes_of(value)?)));
            let rows = rows.collect::<Result<Vec<_>, StorageError>>()?;
            pieces.extend(pages::made(&rows).into_iter().map(|(key, page)| (place(store, &key), page)));
        } else {
            for (key, value) in plain {
                pieces.push((place(store, &sealed_key(store, key)), packed(value)?));
            }
        }
        let values = cipher::seal(&self.key, &pieces).await?;
        let keyed = pieces.into_iter().zip(values).map(|((place, _), value)| {
            let key = place.split_once('/').map_or("", |(_, key)| key);
            (key.to_owned(), value.into())
        });
        Ok(keyed.collect())
    }
}

impl Sealer for Vault {
    fn id(&self) -> &str {
        &self.id
    }

    fn close(self: Rc<Self>, mut writes: Vec<Put>) -> Coming<Vec<Put>> {
        Box::pin(async move {
            let mut pieces: Vec<Piece> = Vec::with_capacity(writes.len());
            let mut generation = None;
            for put in &mut writes {
                put.key = sealed_key(put.store, &put.key);
                let plain = match &put.change {
                    Change::Put(value) => packed(value)?,
                    // The row may lie in a page: nothing, beside the page, says that it is gone.
                    Change::Delete if put.store == Store::Rows => Uint8Array::new_with_length(0),
                    Change::Delete | Change::DeleteBelow => continue,
                };
                if let (Store::State, STATE, Change::Put(value)) = (put.store, put.key.as_str(), &put.change)
                {
                    generation = Some(Meta::decode(&bytes_of(value)?)?.generation);
                }
                pieces.push((place(put.store, &put.key), plain));
                put.change = Change::Put(JsValue::NULL);
            }
            let mut values = cipher::seal(&self.key, &pieces).await?.into_iter();
            for put in &mut writes {
                if let Change::Put(value) = &mut put.change {
                    *value = values.next().ok_or(StorageError::Failed)?.into();
                }
            }
            writes.extend(generation.map(|generation| Put {
                store: Store::State,
                key: GENERATION.to_owned(),
                change: Change::Put(generation.to_string().into()),
            }));
            Ok(writes)
        })
    }

    fn read_all(self: Rc<Self>, database: Database, store: Store) -> Coming<Vec<JsValue>> {
        Box::pin(async move {
            let keyed = self.opened(store, stored(&database, store).await?).await?;
            Ok(keyed.into_iter().map(|(_, value)| value).collect())
        })
    }

    fn read(self: Rc<Self>, database: Database, store: Store, key: String) -> Coming<Option<JsValue>> {
        Box::pin(async move {
            let key = sealed_key(store, &key);
            let transaction = database.transaction(store.name()).build()?;
            let value: Option<JsValue> =
                transaction.object_store(store.name())?.get(key.as_str()).primitive()?.await?;
            drop(transaction);
            let Some(value) = value else { return Ok(None) };
            let keyed = self.opened(store, vec![(key, value)]).await?;
            Ok(keyed.into_iter().next().map(|(_, value)| value))
        })
    }
}

impl Storage {
    /// Opens and seals with this vault from now on.
    pub(crate) fn unlock(&self, vault: Rc<Vault>) {
        self.1.set(Some(vault));
    }

    /// Reads and writes in clear from now on.
    pub(crate) fn stay_clear(&self) {
        self.1.set(None);
    }
}

/// Everything that lies in a store, as it lies there.
pub(super) async fn stored(database: &Database, store: Store) -> Result<Keyed, StorageError> {
    let transaction = database.transaction(store.name()).build()?;
    let place = transaction.object_store(store.name())?;
    let keys = place.get_all_keys::<JsValue>().primitive()?;
    let values = place.get_all::<JsValue>().primitive()?;
    let keys = keys.await?.collect::<Result<Vec<_>, _>>()?;
    let values = values.await?.collect::<Result<Vec<_>, _>>()?;
    Ok(keys.iter().filter_map(JsValue::as_string).zip(values).collect())
}

/// What lies in clear: the seal's name, how it is opened, and what a transaction must read.
pub(super) fn is_plain(store: Store, key: &str) -> bool {
    key == SEAL || (store == Store::State && [LOCK, TRIES, GENERATION].contains(&key))
}

/// A value's place: bound to it, so that nobody can put one in another's place.
fn place(store: Store, key: &str) -> String {
    [store.name(), "/", key].concat()
}

/// Sealed files lie under keys of their own, so that they can lie beside the clear ones while a PIN is being set.
pub(super) fn sealed_key(store: Store, key: &str) -> String {
    if store == Store::Files && !is_sealed_file(key) { [key, "~"].concat() } else { key.to_owned() }
}

/// Whether a key is that of a sealed file.
pub(super) fn is_sealed_file(key: &str) -> bool {
    key.ends_with('~')
}

fn plain_key(store: Store, key: &str) -> String {
    if store == Store::Files { key.trim_end_matches('~').to_owned() } else { key.to_owned() }
}

fn packed(value: &JsValue) -> Result<Uint8Array, StorageError> {
    let text = value.as_string();
    let (kind, bytes) = if let Some(text) = &text {
        (TEXT, Uint8Array::from(text.as_bytes()))
    } else if value.is_truthy() && value.as_bool().is_some() {
        (YES, Uint8Array::new_with_length(0))
    } else {
        (BYTES, value.dyn_ref::<Uint8Array>().cloned().ok_or(StorageError::Failed)?)
    };
    let whole = Uint8Array::new_with_length(bytes.length() + 1);
    whole.set_index(0, kind);
    whole.set(&bytes, 1);
    Ok(whole)
}

/// What was sealed; nothing where it says that a row is gone.
fn unpacked(value: &Uint8Array) -> Result<Option<JsValue>, StorageError> {
    if value.length() == 0 {
        return Ok(None);
    }
    let rest = value.subarray(1, value.length());
    Ok(Some(match value.get_index(0) {
        BYTES => rest.into(),
        TEXT => String::from_utf8(rest.to_vec()).map_err(|_| StorageError::Damaged)?.into(),
        YES => JsValue::TRUE,
        _ => return Err(StorageError::Damaged),
    }))
}
