//! Which stores there are, and how they came to be.
//!
//! The layout of the outbox is frozen: whatever version of the app opens it next must be able to send what is in it. Before a
//! layout is changed, what is only on this device is copied to another database (`copies`): no fault of the change can
//! reach it there.

use std::rc::Rc;

use indexed_db_futures::database::{Database, VersionChangeEvent};
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::seal::SEAL;
use super::{StorageError, copies};
use crate::web;

/// The database of this app. One signed-in account at a time: signing out clears it.
const NAME: &str = "thidua";
/// The version of the layout. Each version has its step in [`open`].
///
/// Version 4 has the stores of version 3. It keeps an app that knows nothing of seals from writing beside sealed values.
/// Version 5 has a store for the last attempts to sync.
const VERSION: u32 = 5;
/// How often a tab that is to let go looks whether it may, in milliseconds.
const PATIENCE_MS: u32 = 150;

/// A store of the database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Store {
    /// The device's state and the session: a key each.
    State,
    /// The endpoint's rows, by record id.
    Rows,
    /// Operations that the endpoint has not dealt with, by counter.
    Outbox,
    /// Acknowledged operations, by the time of their receipt and counter.
    Kept,
    /// Refused operations, by counter.
    Refused,
    /// What is typed and not saved, by form.
    Drafts,
    /// Ballots on their way, by session; empty of votes once the receipt is there.
    Ballots,
    /// What is known of the files of evidence that are here, by digest.
    Evidence,
    /// The bytes of those files, by digest.
    Files,
    /// The last attempts to sync, by their time.
    Attempts,
}

impl Store {
    /// The names of all stores.
    pub(super) const NAMES: [&'static str; 10] =
        ["state", "rows", "outbox", "kept", "refused", "drafts", "ballots", "evidence", "files", "attempts"];

    /// All stores.
    pub(super) const ALL: [Self; 10] = [
        Self::State,
        Self::Rows,
        Self::Outbox,
        Self::Kept,
        Self::Refused,
        Self::Drafts,
        Self::Ballots,
        Self::Evidence,
        Self::Files,
        Self::Attempts,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Rows => "rows",
            Self::Outbox => "outbox",
            Self::Kept => "kept",
            Self::Refused => "refused",
            Self::Drafts => "drafts",
            Self::Ballots => "ballots",
            Self::Evidence => "evidence",
            Self::Files => "files",
            Self::Attempts => "attempts",
        }
    }
}

/// What a tab is told and asked when another one, of another version of the app, has the store open or wants it.
pub(crate) trait Neighbours {
    /// Another tab holds an older version open; this one waits for it.
    fn waits(&self);
    /// Another tab wants a newer version and waits for this one.
    fn is_awaited(&self);
    /// Whether this tab may let go: no form is open in it.
    fn may_let_go(&self) -> bool;
    /// This tab has let go: nothing can be read or written here any more.
    fn has_let_go(&self);
}

/// Opens the database, step by step from whatever version is there. `is_calm` says that no write is under way here.
pub(super) async fn open(
    neighbours: Rc<dyn Neighbours>,
    is_calm: impl Fn() -> bool + 'static,
) -> Result<Database, StorageError> {
    // Without a version: what is there is looked at, and copied, before anything is changed.
    let found = Database::open(NAME).await?;
    let database = match found.version() {
        version if version > f64::from(VERSION) => {
            found.close();
            return Err(StorageError::Newer);
        }
        version if version < f64::from(VERSION) => {
            let kept = copies::keep_before(&found, version).await;
            // Whether or not: held open, it would keep another tab waiting.
            found.close();
            kept?;
            upgraded(neighbours.clone()).await?
        }
        _ => found,
    };
    give_way(database.clone(), neighbours, is_calm);
    Ok(database)
}

async fn upgraded(neighbours: Rc<dyn Neighbours>) -> Result<Database, StorageError> {
    let opening = Database::open(NAME).with_version(VERSION).with_on_blocked(move |_| {
        neighbours.waits();
        Ok(())
    });
    let opening =
        opening.with_on_upgrade_needed_fut(async |_: VersionChangeEvent, upgrade: &Transaction<'_>| {
            add_stores(upgrade).await
        });
    Ok(opening.await?)
}

/// Each version so far has only added stores: whatever is missing is made.
async fn add_stores(upgrade: &Transaction<'_>) -> Result<(), Error> {
    let there: Vec<String> = upgrade.db().object_store_names().collect();
    let is_there = |name: &str| there.iter().any(|known| known == name);
    let missing: Vec<&str> = Store::NAMES.into_iter().filter(|name| !is_there(name)).collect();
    for name in &missing {
        upgrade.db().create_object_store(*name).build()?;
    }
    if !is_there(Store::State.name()) {
        return Ok(());
    }
    // Where a PIN is set, every store bears its seal.
    let seal: Option<JsValue> = upgrade.object_store(Store::State.name())?.get(SEAL).primitive()?.await?;
    for (name, seal) in missing.iter().zip(seal.into_iter().cycle()) {
        let store = upgrade.object_store(name)?;
        store.put(seal).with_key(SEAL.to_owned()).without_key_type().primitive()?.await?;
    }
    Ok(())
}

/// A tab that opens a newer version waits for as long as this one holds the old version open. So it lets go, but never
/// under an open form, nor in the middle of a write.
fn give_way(database: Database, neighbours: Rc<dyn Neighbours>, is_calm: impl Fn() -> bool + 'static) {
    spawn_local(async move {
        let Ok(mut changes) = database.version_changes() else { return };
        if changes.recv().await.is_none() {
            return;
        }
        neighbours.is_awaited();
        while !(neighbours.may_let_go() && is_calm()) {
            web::sleep(PATIENCE_MS).await;
        }
        database.close();
        neighbours.has_let_go();
    });
}
