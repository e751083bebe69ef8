//! The store on SQLite: one file beside its write-ahead log.
//!
//! One connection writes, for several requests together (see [`super::group`]), and several read. Each write begins as a writer (`BEGIN IMMEDIATE`): a transaction that read
//! first and then wished to write could find that another had written meanwhile, and SQLite would have to refuse it.
//!
//! Invariant: what was answered is on the disk. Hence `synchronous = FULL`, with which every commit waits until the
//! write-ahead log has reached the disk. With `NORMAL`, the usual choice, a power cut takes back the last commits; the
//! devices would have counted those operations as safe.

mod backup;
mod ballots;
mod blobs;
mod books;
mod bundles;
pub(super) mod copying;
mod cursors;
mod driver;
mod exchange;
mod hubs;
mod inspection;
mod lineage;
mod opening;
mod passkeys;
mod persons;
mod readers;
mod reconciling;
mod register;
mod sessions;
mod traces;
mod trays;

use std::path::PathBuf;

use thidua_bundle::Committee;
use thidua_sync::cursor::CursorKey;
use thidua_sync::identity::Epoch;
use tokio::sync::watch;

use self::driver as sqlx;
use self::opening::{Opening, migrate};
use self::readers::{Readers, Reading};
use super::group::{Group, Medium, Wipe, Work};
use super::{Fault, MOVING, StoreError, TENANT};
use crate::challenge::ChallengeKey;
use crate::secret;

pub(crate) use backup::copy;

pub(super) use driver::{Connection, SqliteError};

/// How many exchanges that bring nothing are read for at the same time.
const READERS: u32 = 4;

/// Where the tables are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// In a file.
    File(PathBuf),
    /// In this process, gone with it. Every opened one is another.
    Memory,
}

impl Place {
    /// What is there, without making or changing anything.
    pub(super) async fn look(&self) -> Result<Transaction, StoreError> {
        let Self::File(file) = self else { return Err(StoreError::Address) };
        let unreachable = |source| StoreError::Connect { place: self.told(), source };
        let readers = Readers::open(Opening::of_file(file).untouched(), 1).map_err(unreachable)?;
        Ok(Transaction(Work::Read(readers.begin().await?)))
    }

    fn opening(&self) -> Result<Opening, StoreError> {
        Ok(match self {
            Self::File(file) => Opening::on_disk(file),
            Self::Memory => Opening::in_memory()?,
        })
    }

    fn told(&self) -> String {
        match self {
            Self::File(file) => format!("the file {}", file.display()),
            Self::Memory => "memory".to_owned(),
        }
    }
}

/// The database.
#[derive(Clone)]
pub(crate) struct Store {
    group: Group<File>,
    readers: Readers,
}

/// One transaction. It sees one state of the store from beginning to end; without [`Transaction::commit`] it leaves no
/// trace.
pub(crate) struct Transaction(Work<File>);

/// How the file is opened.
pub(super) struct File(Opening);

type Failure = ::sqlx::Error;

impl Medium for File {
    type Connection = Connection;
    type Reading = Reading;

    async fn connect(&self) -> Result<Connection, Failure> {
        self.0.open()
    }

    async fn begin(connection: &mut Connection) -> Result<(), Failure> {
        Self::tell(connection, "BEGIN IMMEDIATE").await
    }

    async fn tell(connection: &mut Connection, statement: &'static str) -> Result<(), Failure> {
        sqlx::raw_sql(statement).execute(connection).await
    }

    async fn commit(connection: &mut Connection) -> Result<(), Failure> {
        connection.away("COMMIT").await
    }

    async fn end(reading: Reading) -> Result<(), Failure> {
        drop(reading);
        Ok(())
    }

    async fn close(connection: Connection) {
        connection.close().await.ok();
    }

    async fn wipe(connection: &mut Connection, what: Wipe) -> Wipe {
        traces::wipe(connection, what).await
    }
}

/// What a failure asks for, by SQLite's code; the upper bytes only tell more of it.
pub(super) fn fault(code: &str) -> Fault {
    match code.parse::<u32>().map(|code| code & 0xff) {
        // SQLITE_BUSY, SQLITE_LOCKED.
        Ok(5 | 6) => Fault::Busy,
        // SQLITE_FULL.
        Ok(13) => Fault::Full,
        _ => Fault::Other,
    }
}

impl Store {
    /// Opens the database, makes it where there is none, and brings its tables to this version.
    pub(crate) async fn open(place: &Place, together: bool) -> Result<Self, StoreError> {
        let opening = place.opening()?;
        let unreachable = |source| StoreError::Connect { place: place.told(), source };
        let mut writer = opening.open_in_turn().await.map_err(unreachable)?;
        migrate(&mut writer).await?;
        let readers = Readers::open(opening.clone().only_reading(), READERS)?;
        let store = Self { group: Group::new(File(opening), writer, together), readers };
        store.begin_life().await?;
        Ok(store)
    }

    /// A transaction that only reads: it waits for no writer and keeps none waiting.
    pub(crate) async fn read(&self) -> Result<Transaction, StoreError> {
        Ok(Transaction(Work::Read(self.readers.begin().await?)))
    }

    /// A transaction that writes. There is one at a time.
    pub(crate) async fn write(&self) -> Result<Transaction, StoreError> {
        Ok(Transaction(Work::Write(self.group.lease().await?)))
    }

    /// See [`Group::commits`].
    #[cfg(test)]
    pub(super) fn commits(&self) -> u32 {
        self.group.commits()
    }

    /// Whether the store answers.
    pub(crate) async fn check(&self) -> Result<(), StoreError> {
        let query = sqlx::query("SELECT 1 FROM meta LIMIT 1");
        query.fetch_optional(&mut *self.readers.take().await?).await?;
        Ok(())
    }

    /// Says each time that something was erased.
    pub(crate) fn erased(&self) -> watch::Receiver<()> {
        self.group.erased()
    }

    /// Lets the last transactions finish and closes the file.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.group.close().await;
    }

    /// The secret of the cursors.
    pub(crate) async fn cursor_key(&self) -> Result<CursorKey, StoreError> {
        let mut tx = self.read().await?;
        let key = tx.meta("cursor_key").await?.and_then(|key| key.try_into().ok());
        key.map(CursorKey).ok_or(StoreError::Damaged { what: "cursor key" })
    }

    /// The secret of the challenges.
    pub(crate) async fn challenge_key(&self) -> Result<ChallengeKey, StoreError> {
        let mut tx = self.read().await?;
        let key = tx.meta("challenge_key").await?.and_then(|key| key.try_into().ok());
        key.map(ChallengeKey).ok_or(StoreError::Damaged { what: "challenge key" })
    }

    /// What opens files and signs receipts.
    pub(crate) async fn committee(&self) -> Result<Committee, StoreError> {
        let mut tx = self.read().await?;
        let secret: Option<[u8; 32]> = tx.meta("bundle_key").await?.and_then(|key| key.try_into().ok());
        let secret = secret.ok_or(StoreError::Damaged { what: "key of the files" })?;
        Ok(Committee::of_secret(&secret))
    }

    /// A new store draws its secrets.
    async fn begin_life(&self) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        if tx.meta(MOVING).await?.is_some() {
            return Err(StoreError::HalfMoved);
        }
        if tx.meta("cursor_key").await?.is_none() {
            tx.set_meta("cursor_key", &secret::random::<64>()?).await?;
            tx.begin_epoch(Epoch(secret::random()?)).await?;
        }
        // A store of an earlier version has none.
        if tx.meta("challenge_key").await?.is_none() {
            tx.set_meta("challenge_key", &secret::random::<64>()?).await?;
        }
        if tx.meta("bundle_key").await?.is_none() {
            tx.set_meta("bundle_key", &secret::random::<32>()?).await?;
        }
        tx.commit().await
    }
}

impl Transaction {
    /// Makes all that was written last; returns once it does.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.0.commit().await
    }

    /// From here on the logs are another life's: no cursor that was given before goes on.
    pub(crate) async fn begin_epoch(&mut self, epoch: Epoch) -> Result<(), StoreError> {
        self.set_meta("epoch", &epoch.0).await
    }

    async fn meta(&mut self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let query =
            sqlx::query_scalar("SELECT value FROM meta WHERE tenant = ? AND key = ?").bind(TENANT).bind(key);
        Ok(query.fetch_optional(&mut self.0).await?)
    }

    async fn set_meta(&mut self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        let query = sqlx::query("INSERT OR REPLACE INTO meta (tenant, key, value) VALUES (?, ?, ?)");
        query.bind(TENANT).bind(key).bind(value).execute(&mut self.0).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use thidua_domain::evidence::FileDigest;
    use thidua_domain::record::PartitionId;

    use super::*;
    use crate::store::BlobKey;
    use crate::store::tests::{Scratch, found};

    #[tokio::test]
    async fn a_full_disk_is_told_and_leaves_nothing_half_written() {
        let scratch = Scratch::on_file();
        let store = Store::open(&Place::File(scratch.file()), true).await.unwrap();
        found(&crate::store::Store::Sqlite(store.clone())).await;
        let bytes = vec![7; 60_000];
        let key = BlobKey { partition: PartitionId(1), digest: FileDigest::of(&bytes), size: 60_000 };

        let mut tx = store.write().await.unwrap();
        let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut tx.0).await.unwrap();
        let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {}", pages + 2));
        sqlx::query(limit).execute(&mut tx.0).await.unwrap();
        let failure = match tx.append(&key, 0, &bytes, 1).await {
            Ok(()) => tx.commit().await.unwrap_err(),
            Err(error) => {
                drop(tx);
                error
            }
        };
        assert!(failure.is_full() && !failure.is_busy(), "{failure:?}");
        assert_eq!(store.read().await.unwrap().received(&key).await.unwrap().bytes, 0);

        let mut tx = store.write().await.unwrap();
        sqlx::query("PRAGMA max_page_count = 1000000").execute(&mut tx.0).await.unwrap();
        tx.append(&key, 0, &bytes, 2).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.read().await.unwrap().received(&key).await.unwrap().bytes, 60_000);
    }
}
