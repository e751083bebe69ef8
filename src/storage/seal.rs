//! What stands between the store and its values where a PIN is set. What seals comes with the part of the PIN; the
//! first screen knows only that there may be something.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use indexed_db_futures::database::Database;
use wasm_bindgen::JsValue;

use super::schema::Store;
use super::{Put, Storage, StorageError};

/// Where each store carries the name of its seal. Behind all other keys: what is deleted below a key never is this one.
pub(super) const SEAL: &str = "~seal";
/// Where, beside a sealed state, its generation lies in clear.
pub(super) const GENERATION: &str = "generation";
/// Where it is kept how the lock is opened.
pub(super) const LOCK: &str = "lock";

/// What comes from the browser in a moment.
pub(super) type Coming<T> = Pin<Box<dyn Future<Output = Result<T, StorageError>>>>;

/// Seals what is written and opens what was read.
pub(super) trait Sealer {
    /// The name of the seal.
    fn id(&self) -> &str;
    /// The same writes, with sealed values.
    fn close(self: Rc<Self>, writes: Vec<Put>) -> Coming<Vec<Put>>;
    /// Everything in a store, opened.
    fn read_all(self: Rc<Self>, database: Database, store: Store) -> Coming<Vec<JsValue>>;
    /// What lies at a key, opened.
    fn read(self: Rc<Self>, database: Database, store: Store, key: String) -> Coming<Option<JsValue>>;
}

/// The seal of this tab's connection, and how many writes are under way.
#[derive(Clone, Default)]
pub(super) struct Seal(Rc<Inner>);

#[derive(Default)]
struct Inner {
    sealer: RefCell<Option<Rc<dyn Sealer>>>,
    writes: Cell<usize>,
}

impl Seal {
    pub(super) fn sealer(&self) -> Option<Rc<dyn Sealer>> {
        self.0.sealer.borrow().clone()
    }

    pub(super) fn set(&self, sealer: Option<Rc<dyn Sealer>>) {
        *self.0.sealer.borrow_mut() = sealer;
    }

    pub(super) fn writes(&self) -> usize {
        self.0.writes.get()
    }
}

/// A write is under way as long as this lives.
pub(super) struct UnderWay(Seal);

impl UnderWay {
    pub(super) fn of(seal: &Seal) -> Self {
        seal.0.writes.set(seal.0.writes.get() + 1);
        Self(seal.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.0.writes.set(self.0.0.writes.get().saturating_sub(1));
    }
}

impl Storage {
    /// Whether what is stored is sealed, so that it must be unlocked before it can be read.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn is_locked(&self) -> Result<bool, StorageError> {
        Ok(self.1.sealer().is_none() && self.read_plain(Store::State, LOCK).await?.is_some())
    }

    /// Whether a PIN is set, and this tab has been unlocked.
    #[must_use]
    pub(crate) fn is_sealed(&self) -> bool {
        self.1.sealer().is_some()
    }
}
