//! The store on SQLite: one file beside its write-ahead log.
//!
//! One connection writes and several read. Each write begins as a writer (`BEGIN IMMEDIATE`): a transaction that read
//! first and then wished to write could find that another had written meanwhile, and SQLite would have to refuse it.
//!
//! Invariant: what was answered is on the disk. Hence `synchronous = FULL`, with which every commit waits until the
//! write-ahead log has reached the disk. With `NORMAL`, the usual choice, a power cut takes back the last commits; the
//! devices would have counted those operations as safe.

mod committee;
mod exchange;
mod sessions;

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Sqlite};
use thidua_sync::cursor::CursorKey;
use thidua_sync::identity::Epoch;

use super::StoreError;
use crate::secret;

/// How many exchanges that bring nothing are read for at the same time.
const READERS: u32 = 4;
/// How long a request waits for its turn before it is told to come again.
const PATIENCE: Duration = Duration::from_secs(20);
/// The only committee of a store so far. The tables already tell committees apart.
const TENANT: i64 = 1;

/// The database.
#[derive(Clone)]
pub(crate) struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

/// One transaction. It sees one state of the store from beginning to end; without [`Transaction::commit`] it leaves no
/// trace.
pub(crate) struct Transaction(sqlx::Transaction<'static, Sqlite>);

impl Store {
    /// Opens the database, makes it where there is none, and brings its tables to this version.
    pub(crate) async fn open(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .disable_statement_logging();
        let one = SqlitePoolOptions::new().max_connections(1).acquire_timeout(PATIENCE);
        let writer = one.connect_with(options.clone()).await?;
        sqlx::migrate!("migrations/sqlite").run(&writer).await?;
        let several = SqlitePoolOptions::new().max_connections(READERS).acquire_timeout(PATIENCE);
        let readers = several.connect_with(options.pragma("query_only", "1")).await?;
        let store = Self { writer, readers };
        store.begin_life().await?;
        Ok(store)
    }

    /// A transaction that only reads: it waits for no writer and keeps none waiting.
    pub(crate) async fn read(&self) -> Result<Transaction, StoreError> {
        Ok(Transaction(self.readers.begin().await?))
    }

    /// A transaction that writes. There is one at a time.
    pub(crate) async fn write(&self) -> Result<Transaction, StoreError> {
        Ok(Transaction(self.writer.begin_with("BEGIN IMMEDIATE").await?))
    }

    /// Whether the store answers.
    pub(crate) async fn check(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM meta LIMIT 1").fetch_optional(&self.readers).await?;
        Ok(())
    }

    /// Lets the last transactions finish and closes the file.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// The secret of the cursors.
    pub(crate) async fn cursor_key(&self) -> Result<CursorKey, StoreError> {
        let mut tx = self.read().await?;
        let key = tx.meta("cursor_key").await?.and_then(|key| key.try_into().ok());
        key.map(CursorKey).ok_or(StoreError::Damaged { what: "cursor key" })
    }

    /// A new store draws its secrets.
    async fn begin_life(&self) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        if tx.meta("cursor_key").await?.is_none() {
            tx.set_meta("cursor_key", &secret::random::<64>()?).await?;
            tx.begin_epoch(Epoch(secret::random()?)).await?;
        }
        tx.commit().await
    }
}

impl Transaction {
    /// Makes all that was written last; returns once it does.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        Ok(self.0.commit().await?)
    }

    /// From here on the logs are another life's: no cursor that was given before goes on.
    pub(crate) async fn begin_epoch(&mut self, epoch: Epoch) -> Result<(), StoreError> {
        self.set_meta("epoch", &epoch.0).await
    }

    async fn meta(&mut self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let query =
            sqlx::query_scalar("SELECT value FROM meta WHERE tenant = ? AND key = ?").bind(TENANT).bind(key);
        Ok(query.fetch_optional(&mut *self.0).await?)
    }

    async fn set_meta(&mut self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        let query = sqlx::query("INSERT OR REPLACE INTO meta (tenant, key, value) VALUES (?, ?, ?)");
        query.bind(TENANT).bind(key).bind(value).execute(&mut *self.0).await?;
        Ok(())
    }
}
