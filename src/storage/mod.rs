//! The device's store, in IndexedDB. The only place of the app that opens a transaction.
//!
//! Invariant: inside a transaction nothing is awaited but IndexedDB itself. The browser commits a transaction that it
//! finds idle, so that waiting for anything else would store one half of a batch and lose the other. Therefore every
//! write is prepared whole before its transaction begins.
//!
//! Values are bytes (or JSON, where people may want to read them), keys are text: nothing here depends on how a
//! browser orders or clones anything richer.
//!
//! Where the officer has set a PIN, what is written is sealed before its transaction begins, and what was read is opened
//! after its transaction has ended (`seal`). Every store then carries the name of its seal, which each write looks at: a
//! tab that does not know of the PIN yet can write nothing in clear.

mod attempts;
mod ballots;
mod carried;
pub(crate) mod copies;
mod drafts;
mod error;
mod evidence;
mod finish;
mod forget;
mod lock;
mod pages;
mod ready;
mod records;
mod schema;
mod seal;
mod session;
mod switch;
mod vault;

use std::rc::Rc;

use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{TransactionDurability, TransactionMode, TransactionOptions};
use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

pub(crate) use attempts::StoredAttempt;
pub(crate) use carried::MOST_CARRIED;
pub(crate) use error::StorageError;
pub(crate) use evidence::StoredFile;
pub(crate) use lock::{Header, Lost, Tries};
pub(crate) use schema::Neighbours;
pub(crate) use session::StoredSession;
pub(crate) use vault::{DataKey, Vault};

use finish::finish;
use schema::Store;
use seal::{SEAL, Seal, UnderWay};

/// The open store. Cheap to clone: a handle to the browser's connection, and the seal of the values.
#[derive(Clone)]
pub(crate) struct Storage(Database, Seal);

/// One prepared write.
struct Put {
    store: Store,
    key: String,
    change: Change,
}

/// What is done at a key.
enum Change {
    Put(JsValue),
    Delete,
    /// Everything below the key goes.
    DeleteBelow,
}

impl Put {
    fn bytes(store: Store, key: String, bytes: &[u8]) -> Self {
        Self { store, key, change: Change::Put(Uint8Array::from(bytes).into()) }
    }

    fn delete(store: Store, key: String) -> Self {
        Self { store, key, change: Change::Delete }
    }

    fn json(store: Store, key: String, value: &impl Serialize) -> Result<Self, StorageError> {
        let json = serde_json::to_string(value).map_err(|_| StorageError::Failed)?;
        Ok(Self { store, key, change: Change::Put(json.into()) })
    }

    fn delete_below(store: Store, key: String) -> Self {
        Self { store, key, change: Change::DeleteBelow }
    }
}

impl Storage {
    /// Opens the store, making or upgrading it where that is due. Waits for a tab that holds an older version open.
    ///
    /// # Errors
    /// Where the browser gives no store (private mode, no room) or a later version of the app has made it.
    pub(crate) async fn open(neighbours: Rc<dyn Neighbours>) -> Result<Self, StorageError> {
        let seal = Seal::default();
        let writes = seal.clone();
        let database = schema::open(neighbours, move || writes.writes() == 0).await?;
        Ok(Self(database, seal))
    }

    /// Writes everything or nothing, durably: the browser answers only when the device's disk has it.
    ///
    /// # Errors
    /// [`StorageError::Stale`] where what stands there is not what is `asked` for.
    async fn write(&self, asked: Asked, writes: Vec<Put>) -> Result<(), StorageError> {
        // Only the stores that it touches: a record does not wait until ten megabytes of a file are on the disk.
        let mut names: Vec<&str> = asked.state().then_some(Store::State.name()).into_iter().collect();
        for put in &writes {
            if !names.contains(&put.store.name()) {
                names.push(put.store.name());
            }
        }
        let Some(first) = names.last().copied() else { return Ok(()) };
        let _under_way = UnderWay::of(&self.1);
        let sealer = self.1.sealer();
        let writes = match &sealer {
            Some(sealer) => sealer.clone().close(writes).await?,
            None => writes,
        };
        let transaction = self
            .0
            .transaction(names.as_slice())
            .with_mode(TransactionMode::Readwrite)
            .with_options(strict())
            .build()?;
        // Another tab may have set a PIN, or taken it off, since this one has heard of it.
        let seal: Option<JsValue> = transaction.object_store(first)?.get(SEAL).primitive()?.await?;
        let seal = seal.as_ref().and_then(JsValue::as_string);
        if seal.as_deref() != sealer.as_ref().map(|sealer| sealer.id()) {
            return Err(StorageError::Blocked);
        }
        if asked.state() {
            let key = if sealer.is_some() { seal::GENERATION } else { session::STATE };
            let state: Option<JsValue> =
                transaction.object_store(Store::State.name())?.get(key).primitive()?.await?;
            let holds = match asked {
                Asked::Nothing => true,
                Asked::SignedIn => state.is_some(),
                Asked::Generation(expected) => session::generation(state.as_ref())? == expected,
            };
            if !holds {
                // Dropped without a commit, the transaction is rolled back; it has written nothing yet either way.
                return Err(StorageError::Stale);
            }
        }
        for put in writes {
            let store = transaction.object_store(put.store.name())?;
            // Not awaited one by one: the commit waits for all of them, four times as fast.
            match put.change {
                Change::Put(value) => {
                    _ = store.put(value).with_key(put.key).without_key_type().primitive()?;
                }
                Change::Delete => _ = store.delete::<String, _>(put.key).primitive()?,
                Change::DeleteBelow => {
                    _ = store.delete::<String, _>(KeyRange::UpperBound(put.key, true)).primitive()?;
                }
            }
        }
        finish(transaction).await?;
        Ok(())
    }

    /// Everything in a store, in the order of its keys.
    async fn read_all(&self, store: Store) -> Result<Vec<JsValue>, StorageError> {
        if let Some(sealer) = self.1.sealer() {
            return sealer.read_all(self.0.clone(), store).await;
        }
        let transaction = self.0.transaction(store.name()).build()?;
        let values = transaction.object_store(store.name())?.get_all::<JsValue>().primitive()?.await?;
        Ok(values.collect::<Result<_, _>>()?)
    }

    async fn read(&self, store: Store, key: &str) -> Result<Option<JsValue>, StorageError> {
        if let Some(sealer) = self.1.sealer() {
            return sealer.read(self.0.clone(), store, key.to_owned()).await;
        }
        self.read_plain(store, key).await
    }

    /// What lies at a key, as it lies there.
    async fn read_plain(&self, store: Store, key: &str) -> Result<Option<JsValue>, StorageError> {
        let transaction = self.0.transaction(store.name()).build()?;
        Ok(transaction.object_store(store.name())?.get(key).primitive()?.await?)
    }

    /// Clears the device of everything, copies included: after signing out.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub(crate) async fn wipe(&self) -> Result<(), StorageError> {
        let transaction = self.0.transaction(Store::NAMES).with_mode(TransactionMode::Readwrite);
        // After a cut of the power nothing of it is to be back on a tablet that was handed on.
        let transaction = transaction.with_options(strict()).build()?;
        for name in Store::NAMES {
            transaction.object_store(name)?.clear()?;
        }
        finish(transaction).await?;
        self.1.set(None);
        copies::drop_all().await
    }
}

/// The browser is to answer when the device's disk has it.
fn strict() -> TransactionOptions {
    TransactionOptions::new().with_durability(TransactionDurability::Strict)
}

/// What must stand in the store for something to be written.
#[derive(Clone, Copy)]
enum Asked {
    /// Nothing.
    Nothing,
    /// That somebody is signed in: another tab may have signed out since, and what was typed here is not the next officer's.
    SignedIn,
    /// The generation of the device's state: no other tab has written meanwhile.
    Generation(u64),
}

impl Asked {
    const fn state(self) -> bool {
        !matches!(self, Self::Nothing)
    }
}

/// The bytes of a stored value.
fn bytes_of(value: &JsValue) -> Result<Vec<u8>, StorageError> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).ok_or(StorageError::Damaged)
}
