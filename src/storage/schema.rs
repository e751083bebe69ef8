//! Which stores there are, and how they came to be.
//!
//! The layout of the outbox is frozen: whatever version of the app opens it next must be able to send what is in it.

use indexed_db_futures::database::{Database, VersionChangeEvent};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use leptos::task::spawn_local;

use super::StorageError;

/// The database of this app. One signed-in account at a time: signing out clears it.
const NAME: &str = "thidua";
/// The version of the layout. Each version has its step in [`open`].
///
/// Version 4 has the stores of version 3. It keeps an app that knows nothing of seals from writing beside sealed values.
const VERSION: u32 = 4;

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
}

impl Store {
    /// The names of all stores.
    pub(super) const NAMES: [&'static str; 9] =
        ["state", "rows", "outbox", "kept", "refused", "drafts", "ballots", "evidence", "files"];

    /// All stores.
    pub(super) const ALL: [Self; 9] = [
        Self::State,
        Self::Rows,
        Self::Outbox,
        Self::Kept,
        Self::Refused,
        Self::Drafts,
        Self::Ballots,
        Self::Evidence,
        Self::Files,
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
        }
    }
}

/// Opens the database, step by step from whatever version is there.
pub(super) async fn open() -> Result<Database, StorageError> {
    let database = Database::open(NAME)
        .with_version(VERSION)
        .with_on_upgrade_needed(|_: VersionChangeEvent, upgrade: &Transaction<'_>| {
            // Each version so far has only added stores: whatever is missing is made.
            let there: Vec<String> = upgrade.db().object_store_names().collect();
            for name in Store::NAMES.into_iter().filter(|name| !there.iter().any(|known| known == name)) {
                upgrade.db().create_object_store(name).build()?;
            }
            Ok(())
        })
        .await?;
    give_way(database.clone());
    Ok(database)
}

/// A tab that opens a newer version waits in silence for as long as this one holds the old version open. So it lets go
/// at once; the next write fails, and the officer is asked to load the page anew.
fn give_way(database: Database) {
    spawn_local(async move {
        let Ok(mut changes) = database.version_changes() else { return };
        if changes.recv().await.is_some() {
            database.close();
        }
    });
}
