//! How the lock is opened, kept in clear beside what is sealed: the data key under the key of the PIN and under the
//! recovery key, and how often a wrong PIN was given.

use std::rc::Rc;

use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionMode};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::carried::is_carried;
use super::finish::finish;
use super::schema::Store;
use super::seal::{LOCK, SEAL};
use super::vault::{DataKey, Vault, stored};
use super::{Asked, Put, Storage, StorageError, strict};

/// Where it is kept how often a wrong PIN was given.
pub(super) const TRIES: &str = "tries";
/// Where the recovery key is kept, sealed, until the endpoint has it.
pub(super) const RECOVERY: &str = "recovery";
/// So many wrong PINs cost nothing.
const FREE: u32 = 5;
/// How long to wait after each further one, in milliseconds; the last also after all that follow.
const WAITS_MS: [f64; 4] = [30_000.0, 60_000.0, 300_000.0, 900_000.0];

/// How the lock is opened. Nothing in it tells whose device it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Header {
    /// The layout of what is sealed; 1.
    pub(crate) version: u32,
    /// The name of the seal.
    pub(crate) id: String,
    /// The device, in hexadecimal digits: a forgotten PIN is recovered by signing in anew on it.
    pub(crate) device: String,
    /// What is mixed into the PIN.
    pub(crate) salt: String,
    /// How many rounds of PBKDF2 its key takes.
    pub(crate) rounds: u32,
    /// The data key under the PIN's.
    pub(crate) by_pin: String,
    /// The data key under the recovery key.
    pub(crate) by_recovery: String,
    /// Whether the endpoint has the recovery key.
    pub(crate) recoverable: bool,
    /// The device locks itself after so many minutes.
    pub(crate) idle_minutes: u32,
    /// Whether the PIN is digits alone, so that a phone shows the keys for them.
    pub(crate) digits: bool,
}

/// How often in a row a wrong PIN was given, and when last.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Tries {
    /// How often.
    pub(crate) count: u32,
    /// When last, by the device's clock: milliseconds since 1970.
    pub(crate) at_ms: f64,
}

impl Tries {
    /// How long to wait before the next one, in milliseconds. A clock that was set back before the last try begins the
    /// wait anew: it never becomes shorter, nor longer than the whole of it.
    #[must_use]
    pub(crate) fn wait_ms(self, now_ms: f64) -> f64 {
        let Some(further) = self.count.checked_sub(FREE) else { return 0.0 };
        let last = WAITS_MS.last().copied().unwrap_or_default();
        let wait = WAITS_MS.get(further as usize).copied().unwrap_or(last);
        let gone = now_ms - self.at_ms;
        if gone < 0.0 { wait } else { (wait - gone).max(0.0) }
    }

    /// How many tries are left before the first wait.
    #[must_use]
    pub(crate) const fn free(self) -> u32 {
        FREE.saturating_sub(self.count)
    }
}

/// What is lost with the data of a device, counted by what lies in clear.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Lost {
    /// Changes that were not sent.
    pub(crate) operations: usize,
    /// Forms that were not saved.
    pub(crate) drafts: usize,
    /// Files of evidence here, sent or not.
    pub(crate) files: usize,
    /// Ballots of the council here, cast or not.
    pub(crate) ballots: usize,
    /// Files of others that are carried, and receipts.
    pub(crate) carried: usize,
}

pub(super) fn parsed<T: for<'a> Deserialize<'a>>(value: Option<&JsValue>) -> Result<Option<T>, StorageError> {
    let Some(value) = value else { return Ok(None) };
    let json = value.as_string().ok_or(StorageError::Damaged)?;
    serde_json::from_str(&json).map(Some).map_err(|_| StorageError::Damaged)
}

pub(super) fn json(value: &impl Serialize) -> Result<JsValue, StorageError> {
    serde_json::to_string(value).map(Into::into).map_err(|_| StorageError::Failed)
}

impl Storage {
    /// How the lock is opened, where there is one.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn lock(&self) -> Result<Option<Header>, StorageError> {
        parsed(self.read_plain(Store::State, LOCK).await?.as_ref())
    }

    fn state(&self) -> Result<Transaction<'_>, StorageError> {
        let name = Store::State.name();
        Ok(self.0.transaction(name).with_mode(TransactionMode::Readwrite).with_options(strict()).build()?)
    }

    /// Keeps how the lock is opened.
    ///
    /// # Errors
    /// [`StorageError::Blocked`] where the lock is another by now; otherwise where the store fails.
    pub(crate) async fn keep_lock(&self, header: &Header) -> Result<(), StorageError> {
        let value = json(header)?;
        let transaction = self.state()?;
        let store = transaction.object_store(Store::State.name())?;
        let seal: Option<JsValue> = store.get(SEAL).primitive()?.await?;
        if seal.and_then(|seal| seal.as_string()).as_ref() != Some(&header.id) {
            return Err(StorageError::Blocked);
        }
        _ = store.put(value).with_key(LOCK.to_owned()).without_key_type().primitive()?;
        finish(transaction).await?;
        Ok(())
    }

    /// Changes how the lock is opened, upon what is kept at this moment: what was read before may be another's PIN by now.
    ///
    /// # Errors
    /// [`StorageError::Blocked`] where there is no lock any more; otherwise where the store fails.
    pub(crate) async fn change_lock(&self, change: impl FnOnce(&mut Header)) -> Result<(), StorageError> {
        let transaction = self.state()?;
        let store = transaction.object_store(Store::State.name())?;
        let kept: Option<JsValue> = store.get(LOCK).primitive()?.await?;
        let mut header: Header = parsed(kept.as_ref())?.ok_or(StorageError::Blocked)?;
        change(&mut header);
        _ = store.put(json(&header)?).with_key(LOCK.to_owned()).without_key_type().primitive()?;
        finish(transaction).await?;
        Ok(())
    }

    /// How often a wrong PIN was given.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn tries(&self) -> Result<Tries, StorageError> {
        Ok(parsed(self.read_plain(Store::State, TRIES).await?.as_ref())?.unwrap_or_default())
    }

    /// Counts a try before it is made, on the disk: whoever ends the app at the right moment gains none. `Err` within
    /// where it must wait.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn count_try(&self, now_ms: f64) -> Result<Result<Tries, Tries>, StorageError> {
        let transaction = self.state()?;
        let store = transaction.object_store(Store::State.name())?;
        let before: Option<JsValue> = store.get(TRIES).primitive()?.await?;
        let before: Tries = parsed(before.as_ref())?.unwrap_or_default();
        let waits = before.wait_ms(now_ms) > 0.0;
        // A clock that was set back: the wait begins anew, by the clock as it is now.
        let turned = waits && now_ms < before.at_ms;
        let count = if waits { before.count } else { before.count.saturating_add(1) };
        let now = if waits && !turned { before } else { Tries { count, at_ms: now_ms } };
        _ = store.put(json(&now)?).with_key(TRIES.to_owned()).without_key_type().primitive()?;
        finish(transaction).await?;
        Ok(if waits { Err(now) } else { Ok(now) })
    }

    /// The right PIN was given.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn forget_tries(&self) -> Result<(), StorageError> {
        let transaction = self.state()?;
        _ = transaction
            .object_store(Store::State.name())?
            .delete::<String, _>(TRIES.to_owned())
            .primitive()?;
        finish(transaction).await?;
        Ok(())
    }

    /// Keeps the recovery key until the endpoint has it; nothing once it has.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn keep_recovery(&self, key: Option<&str>) -> Result<(), StorageError> {
        let put = match key {
            Some(key) => Put::json(Store::State, RECOVERY.into(), &key)?,
            None => Put::delete(Store::State, RECOVERY.into()),
        };
        self.write(Asked::Nothing, vec![put]).await
    }

    /// The recovery key, as long as the endpoint does not have it.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn recovery(&self) -> Result<Option<String>, StorageError> {
        parsed(self.read(Store::State, RECOVERY).await?.as_ref())
    }

    /// What is lost if everything here is cleared, while it cannot be read.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn lost(&self) -> Result<Lost, StorageError> {
        let mut lost = Lost::default();
        let places = [
            (Store::Outbox, &mut lost.operations),
            (Store::Drafts, &mut lost.drafts),
            (Store::Evidence, &mut lost.files),
            (Store::Ballots, &mut lost.ballots),
        ];
        for (store, count) in places {
            *count = stored(&self.0, store).await?.iter().filter(|(key, _)| key != SEAL).count();
        }
        lost.carried = stored(&self.0, Store::Files).await?.iter().filter(|(key, _)| is_carried(key)).count();
        Ok(lost)
    }

    /// Whether nothing is being written any more.
    #[must_use]
    pub(crate) fn is_calm(&self) -> bool {
        self.1.writes() == 0
    }

    /// Sets a PIN: everything is sealed, in one transaction. The recovery key is kept with it until the endpoint has it.
    ///
    /// # Errors
    /// Where the store fails; then nothing has changed.
    pub(crate) async fn set_lock(
        &self,
        header: &Header,
        key: &DataKey,
        recovery: &str,
    ) -> Result<Rc<Vault>, StorageError> {
        let vault = Vault::new(header.id.clone(), crate::web::cipher::key(&key.0).await?);
        self.switch(None, Some((vault.clone(), header, recovery.to_owned()))).await?;
        Ok(vault)
    }

    /// Takes the PIN off: everything lies in clear again, in one transaction.
    ///
    /// # Errors
    /// Where the store fails; then nothing has changed.
    pub(crate) async fn drop_lock(&self, vault: &Vault) -> Result<(), StorageError> {
        self.switch(Some(vault), None).await
    }
}
