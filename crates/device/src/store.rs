//! The device's store: one file of SQLite, which holds what the app's IndexedDB holds, and how far the script is.
//!
//! Invariant: everything that one step has to write is one transaction, and the step is called done only when the disk has it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, Sqlite, SqliteConnection, Transaction};
use thidua_domain::record::RecordId;
use thidua_sync::client::{Batch, Kept, Meta, Pending, Refused, Write};
use thidua_sync::directory::SignedIn;
use thidua_sync::identity::DeviceId;
use thidua_sync::row::Row;
use thidua_sync::wire::{DecodeError, decode_row, encode_row};

/// The layout of the file. A store of another one is refused: it is a developer's, and made anew.
const LAYOUT: i64 = 1;

const TABLES: &str = "
    CREATE TABLE state (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE rows (record BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE outbox (counter INTEGER PRIMARY KEY, value BLOB NOT NULL);
    CREATE TABLE refused (counter INTEGER PRIMARY KEY, value BLOB NOT NULL);
    CREATE TABLE kept (acknowledged_ms INTEGER, counter INTEGER, value BLOB NOT NULL,
        PRIMARY KEY (acknowledged_ms, counter)) WITHOUT ROWID;
    CREATE TABLE names (name TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
    PRAGMA user_version = 1;
";

/// The keys of `state`.
const META: &str = "meta";
const SESSION: &str = "session";
const PLACE: &str = "place";

/// Why the store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be made.
    #[error("cannot make {}: {source}", .folder.display())]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// SQLite said no.
    #[error("the store: {0}")]
    Sqlite(#[from] sqlx::Error),
    /// Another process has it open.
    #[error("another process uses this store")]
    InUse,
    /// It is of another version of this program.
    #[error("the store has layout {0}, this program writes {LAYOUT}: take another --store")]
    Layout(i64),
    /// What lies in it cannot be read.
    #[error("the store holds what cannot be read: {0}")]
    Damaged(#[from] DecodeError),
    /// What lies in it is no JSON of ours.
    #[error("the store holds what cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// A counter beyond what SQLite counts.
    #[error("a counter beyond all measure")]
    Counter,
    /// The batch was made upon another state than the store's.
    #[error("the store has moved on")]
    Stale,
}

/// Who is signed in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// What the endpoint gave.
    pub signed_in: SignedIn,
    /// Whether it still takes the token.
    pub valid: bool,
}

/// How far a script is, and how the device stands that carries it out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    /// The digest of the script.
    pub script: String,
    /// The step that is next.
    pub next: usize,
    /// The rounds of the loops around it, the outermost first, from 1.
    pub rounds: Vec<u64>,
    /// Whether there is no line.
    pub offline: bool,
    /// How far the device's clock is before the machine's, milliseconds.
    pub ahead_ms: i64,
}

/// What one step writes beside a batch.
#[derive(Clone, Copy, Default)]
pub struct Beside<'b> {
    /// Who is signed in, where that changes.
    pub session: Option<&'b Session>,
    /// A name, and its record.
    pub name: Option<(&'b str, RecordId)>,
    /// How far the script is, where the step ends with this.
    pub place: Option<&'b Place>,
}

/// Everything that a device begins with.
#[derive(Debug, Default)]
pub struct Content {
    /// Its state; none for a device that nobody signed in on.
    pub meta: Option<Meta>,
    /// Who is signed in.
    pub session: Option<Session>,
    /// How far a script is.
    pub place: Option<Place>,
    /// The endpoint's rows.
    pub rows: Vec<Row>,
    /// The outbox.
    pub outbox: Vec<Pending>,
    /// What came back.
    pub refused: Vec<Refused>,
    /// The names that scripts have given.
    pub names: Vec<(String, RecordId)>,
}

/// The open file. One process has it at a time.
#[derive(Debug)]
pub struct Store(SqliteConnection);

impl Store {
    /// Opens the store of a folder, and makes it where there is none.
    ///
    /// # Errors
    /// Where it cannot be, or another process uses it.
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder)
            .map_err(|source| StoreError::Folder { folder: folder.to_owned(), source })?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join("device.sqlite"))
            .create_if_missing(true)
            .busy_timeout(std::time::Duration::ZERO)
            .locking_mode(SqliteLockingMode::Exclusive)
            .journal_mode(SqliteJournalMode::Wal)
            // What is called done is on the disk.
            .synchronous(SqliteSynchronous::Full);
        let mut connection = options.connect().await.map_err(in_use)?;
        // Takes the lock for good.
        let mut tx = connection.begin_with("BEGIN IMMEDIATE").await.map_err(in_use)?;
        let (layout,): (i64,) = sqlx::query_as("PRAGMA user_version").fetch_one(&mut *tx).await?;
        match layout {
            0 => _ = sqlx::raw_sql(TABLES).execute(&mut *tx).await?,
            LAYOUT => {}
            other => return Err(StoreError::Layout(other)),
        }
        tx.commit().await?;
        Ok(Self(connection))
    }

    /// Reads everything but what is kept.
    ///
    /// # Errors
    /// Where the store fails, or what lies in it cannot be read.
    pub async fn content(&mut self) -> Result<Content, StoreError> {
        let db = &mut self.0;
        let mut content = Content::default();
        let state: Vec<(String, Vec<u8>)> =
            sqlx::query_as("SELECT key, value FROM state").fetch_all(&mut *db).await?;
        for (key, value) in state {
            match key.as_str() {
                META => content.meta = Some(Meta::decode(&value)?),
                SESSION => content.session = Some(serde_json::from_slice(&value)?),
                PLACE => content.place = Some(serde_json::from_slice(&value)?),
                _ => {}
            }
        }
        let names: Vec<(String, Vec<u8>)> =
            sqlx::query_as("SELECT name, record FROM names ORDER BY name").fetch_all(&mut *db).await?;
        for (name, record) in names {
            let record = record.try_into().map_err(|_| DecodeError::new("a record's id has 16 bytes"))?;
            content.names.push((name, RecordId::from_bytes(record)));
        }
        let Some(device) = content.meta.as_ref().map(|meta| meta.device) else { return Ok(content) };
        for value in values(sqlx::query_as("SELECT value FROM rows").fetch_all(&mut *db).await?) {
            content.rows.push(decode_row(&value)?);
        }
        for value in values(sqlx::query_as("SELECT value FROM outbox").fetch_all(&mut *db).await?) {
            content.outbox.push(Pending::decode(&value, device)?);
        }
        for value in values(sqlx::query_as("SELECT value FROM refused").fetch_all(&mut *db).await?) {
            content.refused.push(Refused::decode(&value, device)?);
        }
        Ok(content)
    }

    /// What the endpoint has taken, kept so that it can be healed from its devices.
    ///
    /// # Errors
    /// Where the store fails, or what lies in it cannot be read.
    pub async fn kept(&mut self) -> Result<Vec<Kept>, StoreError> {
        let kept = sqlx::query_as("SELECT value FROM kept").fetch_all(&mut self.0).await?;
        values(kept).map(|value| Ok(Kept::decode(&value)?)).collect()
    }

    /// Writes a batch and what comes with it, all or nothing.
    ///
    /// # Errors
    /// Where the store fails; then nothing is written.
    pub async fn commit(&mut self, batch: Option<&Batch>, beside: Beside<'_>) -> Result<(), StoreError> {
        let mut tx = self.0.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(batch) = batch {
            let before: Option<(Vec<u8>,)> = sqlx::query_as("SELECT value FROM state WHERE key = ?")
                .bind(META)
                .fetch_optional(&mut *tx)
                .await?;
            let generation = match before {
                Some((meta,)) => Meta::decode(&meta)?.generation,
                None => 0,
            };
            if generation != batch.expected {
                return Err(StoreError::Stale);
            }
            put_state(&mut tx, META, &batch.meta.encode()).await?;
            for write in &batch.writes {
                apply(&mut tx, write, batch.meta.device).await?;
            }
        }
        if let Some(session) = beside.session {
            put_state(&mut tx, SESSION, &serde_json::to_vec(session)?).await?;
        }
        if let Some(place) = beside.place {
            put_state(&mut tx, PLACE, &serde_json::to_vec(place)?).await?;
        }
        if let Some((name, record)) = beside.name {
            sqlx::query("INSERT OR REPLACE INTO names (name, record) VALUES (?, ?)")
                .bind(name)
                .bind(record.as_bytes().as_slice())
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Keeps the state of a device that somebody has signed in on for the first time, with the session.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn begin(&mut self, meta: &Meta, beside: Beside<'_>) -> Result<(), StoreError> {
        self.commit(Some(&Batch::first(meta.clone())), beside).await
    }

    /// Forgets how far the script is: it has ended.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn end_script(&mut self) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM state WHERE key = ?").bind(PLACE).execute(&mut self.0).await?;
        Ok(())
    }
}

fn values(rows: Vec<(Vec<u8>,)>) -> impl Iterator<Item = Vec<u8>> {
    rows.into_iter().map(|(value,)| value)
}

fn in_use(error: sqlx::Error) -> StoreError {
    // SQLITE_BUSY, whose upper bytes only tell more of it.
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    if code.is_some_and(|code| code & 0xff == 5) { StoreError::InUse } else { StoreError::Sqlite(error) }
}

type Tx<'t> = Transaction<'t, Sqlite>;

async fn put_state(tx: &mut Tx<'_>, key: &str, value: &[u8]) -> Result<(), StoreError> {
    let put = sqlx::query("INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)");
    put.bind(key).bind(value).execute(&mut **tx).await?;
    Ok(())
}

fn count(counter: u64) -> Result<i64, StoreError> {
    i64::try_from(counter).map_err(|_| StoreError::Counter)
}

async fn apply(tx: &mut Tx<'_>, write: &Write, device: DeviceId) -> Result<(), StoreError> {
    let query = match write {
        Write::Forget(forgotten) => {
            let record = forgotten.record;
            return let_go(tx, |kept| kept.is_forgotten_with(record, device)).await;
        }
        Write::Leave(leaving) => {
            return let_go(tx, |kept| kept.is_of_any(&leaving.partitions, device)).await;
        }
        Write::PutRow(row) => sqlx::query("INSERT OR REPLACE INTO rows (record, value) VALUES (?, ?)")
            .bind(row.id.as_bytes().to_vec())
            .bind(encode_row(row)),
        Write::DropRow(record) => {
            sqlx::query("DELETE FROM rows WHERE record = ?").bind(record.as_bytes().to_vec())
        }
        Write::PutPending(pending) => {
            sqlx::query("INSERT OR REPLACE INTO outbox (counter, value) VALUES (?, ?)")
                .bind(count(pending.op.counter)?)
                .bind(pending.encode())
        }
        Write::DropPending(counter) => {
            sqlx::query("DELETE FROM outbox WHERE counter = ?").bind(count(*counter)?)
        }
        Write::PutKept(kept) => {
            sqlx::query("INSERT OR REPLACE INTO kept (acknowledged_ms, counter, value) VALUES (?, ?, ?)")
                .bind(kept.acknowledged_ms)
                .bind(count(kept.sealed.counter)?)
                .bind(kept.encode())
        }
        Write::DropKept { counter, acknowledged_ms } => {
            sqlx::query("DELETE FROM kept WHERE acknowledged_ms = ? AND counter = ?")
                .bind(*acknowledged_ms)
                .bind(count(*counter)?)
        }
        Write::PruneKept(before_ms) => {
            sqlx::query("DELETE FROM kept WHERE acknowledged_ms < ?").bind(*before_ms)
        }
        Write::PutRefused(refused) => {
            sqlx::query("INSERT OR REPLACE INTO refused (counter, value) VALUES (?, ?)")
                .bind(count(refused.op.counter)?)
                .bind(refused.encode())
        }
        Write::DropRefused(counter) => {
            sqlx::query("DELETE FROM refused WHERE counter = ?").bind(count(*counter)?)
        }
    };
    query.execute(&mut **tx).await?;
    Ok(())
}

/// Lets go of what is kept of a record that was erased, or of places that have left the account's scope. It is the only place
/// beside their rows where the store has any of it.
async fn let_go(tx: &mut Tx<'_>, goes: impl Fn(&Kept) -> bool) -> Result<(), StoreError> {
    for value in values(sqlx::query_as("SELECT value FROM kept").fetch_all(&mut **tx).await?) {
        let kept = Kept::decode(&value)?;
        if goes(&kept) {
            sqlx::query("DELETE FROM kept WHERE acknowledged_ms = ? AND counter = ?")
                .bind(kept.acknowledged_ms)
                .bind(count(kept.sealed.counter)?)
                .execute(&mut **tx)
                .await?;
        }
    }
    Ok(())
}
