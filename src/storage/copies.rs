//! Copies of what is only on this device, made before the layout of its store is changed: in a database of their own,
//! which no version ever changes, so that what goes wrong with the other cannot reach them.
//!
//! Values are copied as they lie there: what a PIN has sealed stays sealed. The login is not copied, nor ballots, nor
//! files, nor the endpoint's rows. With the data of the device the copies go as well, and each after thirty days.

use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionMode};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::finish::finish;
use super::schema::Store;
use super::seal::{GENERATION, LOCK, SEAL};
use super::session::STATE;
use super::{Storage, StorageError, strict};
use crate::web;

/// The database of the copies, and its one store.
const NAME: &str = "thidua-copies";
const STORE: &str = "copies";
/// How long a copy is kept, in milliseconds: long enough to miss something.
const KEPT_MS: f64 = 30.0 * 24.0 * 60.0 * 60.0 * 1000.0;
/// What is only on this device.
const OWN: [Store; 3] = [Store::Outbox, Store::Refused, Store::Drafts];
/// What is needed to make sense of it: the device with its counter, and how a seal is opened.
const AROUND: [&str; 4] = [STATE, LOCK, SEAL, GENERATION];

/// A copy, as it is kept.
pub(crate) struct Copied {
    /// When it was made, by the device's clock: milliseconds since 1970.
    pub(crate) at_ms: f64,
    /// The layout of the store that it was made of.
    pub(crate) version: f64,
    /// What is in it: store, key, value.
    pub(crate) values: Vec<(String, String, JsValue)>,
}

impl Copied {
    /// How many values of a store are in it, marks of seals left out.
    #[must_use]
    fn count(&self, of: Store) -> usize {
        self.values.iter().filter(|(store, key, _)| store == of.name() && key != SEAL).count()
    }

    /// How many operations are in it.
    #[must_use]
    pub(crate) fn operations(&self) -> usize {
        self.count(Store::Outbox) + self.count(Store::Refused)
    }

    /// How many drafts are in it.
    #[must_use]
    pub(crate) fn drafts(&self) -> usize {
        self.count(Store::Drafts)
    }

    fn is_empty(&self) -> bool {
        self.operations() + self.drafts() == 0
    }

    fn stored(&self) -> JsValue {
        let values = self.values.iter().map(|(store, key, value)| {
            let value: JsValue = Array::of3(&store.as_str().into(), &key.as_str().into(), value).into();
            value
        });
        Array::of3(&self.version.into(), &self.at_ms.into(), &values.collect::<Array>()).into()
    }

    fn of(stored: &JsValue) -> Option<Self> {
        let stored: &Array = stored.dyn_ref()?;
        let value = |value: JsValue| {
            let value: Array = value.dyn_into().ok()?;
            Some((value.get(0).as_string()?, value.get(1).as_string()?, value.get(2)))
        };
        let values: Array = stored.get(2).dyn_into().ok()?;
        Some(Self {
            version: stored.get(0).as_f64()?,
            at_ms: stored.get(1).as_f64()?,
            values: values.iter().map(value).collect::<Option<_>>()?,
        })
    }
}

/// What is only on this device, read from a store of whatever version.
async fn own(database: &Database) -> Result<Copied, StorageError> {
    let there: Vec<String> = database.object_store_names().collect();
    let stores = OWN.into_iter().chain([Store::State]);
    let names: Vec<&str> =
        stores.map(Store::name).filter(|name| there.iter().any(|known| known == name)).collect();
    let mut copied = Copied { at_ms: web::now_ms(), version: database.version(), values: Vec::new() };
    if names.is_empty() {
        return Ok(copied);
    }
    let transaction = database.transaction(names.as_slice()).build()?;
    for name in names {
        let place = transaction.object_store(name)?;
        let keys = place.get_all_keys::<JsValue>().primitive()?;
        let values = place.get_all::<JsValue>().primitive()?;
        let keys = keys.await?.collect::<Result<Vec<_>, _>>()?;
        let values = values.await?.collect::<Result<Vec<_>, _>>()?;
        let keyed = keys.iter().filter_map(JsValue::as_string).zip(values);
        let wanted = keyed.filter(|(key, _)| name != Store::State.name() || AROUND.contains(&key.as_str()));
        copied.values.extend(wanted.map(|(key, value)| (name.to_owned(), key, value)));
    }
    Ok(copied)
}

/// Copies what is only on this device, before its store is changed. Where there is nothing, nothing is copied.
pub(super) async fn keep_before(database: &Database, version: f64) -> Result<(), StorageError> {
    let copied = Copied { version, ..own(database).await? };
    if copied.is_empty() {
        return Ok(());
    }
    let copies = open().await?;
    let kept = keep(&copies, &copied).await;
    copies.close();
    kept
}

async fn keep(copies: &Database, copied: &Copied) -> Result<(), StorageError> {
    let transaction = writing(copies)?;
    let place = transaction.object_store(STORE)?;
    let old = KeyRange::UpperBound(key(copied.at_ms - KEPT_MS), true);
    _ = place.delete::<String, _>(old).primitive()?;
    _ = place.put(copied.stored()).with_key(key(copied.at_ms)).without_key_type().primitive()?;
    finish(transaction).await
}

/// The copies that are kept, the newest first.
///
/// # Errors
/// Where the browser refuses.
pub(crate) async fn all() -> Result<Vec<Copied>, StorageError> {
    let copies = open().await?;
    let read = async {
        let transaction = copies.transaction(STORE).build()?;
        let values = transaction.object_store(STORE)?.get_all::<JsValue>().primitive()?.await?;
        Ok::<_, StorageError>(values.collect::<Result<Vec<_>, _>>()?)
    };
    let values = read.await;
    copies.close();
    Ok(values?.iter().rev().filter_map(Copied::of).collect())
}

/// Lets go of the copies that are old.
///
/// # Errors
/// Where the browser refuses.
pub(crate) async fn drop_old() -> Result<(), StorageError> {
    let copies = open().await?;
    let drop_old = async {
        let transaction = writing(&copies)?;
        let old = KeyRange::UpperBound(key(web::now_ms() - KEPT_MS), true);
        _ = transaction.object_store(STORE)?.delete::<String, _>(old).primitive()?;
        finish(transaction).await
    };
    let dropped = drop_old.await;
    copies.close();
    dropped
}

/// Lets go of all copies.
///
/// # Errors
/// Where the browser refuses.
pub(crate) async fn drop_all() -> Result<(), StorageError> {
    Database::delete_by_name(NAME)?.await?;
    Ok(())
}

async fn open() -> Result<Database, StorageError> {
    let make = |_: indexed_db_futures::database::VersionChangeEvent, upgrade: &Transaction<'_>| {
        upgrade.db().create_object_store(STORE).build()?;
        Ok(())
    };
    Ok(Database::open(NAME).with_version(1_u32).with_on_upgrade_needed(make).await?)
}

fn writing(copies: &Database) -> Result<Transaction<'_>, StorageError> {
    Ok(copies.transaction(STORE).with_mode(TransactionMode::Readwrite).with_options(strict()).build()?)
}

/// Keys of equal length, in the order of time.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 285,000 years")]
fn key(at_ms: f64) -> String {
    format!("{:020}", (at_ms as i64).max(0))
}

impl Storage {
    /// What is only on this device, as it lies there now.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn own(&self) -> Result<Copied, StorageError> {
        own(&self.0).await
    }
}
