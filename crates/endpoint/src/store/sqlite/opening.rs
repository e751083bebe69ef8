//! Opening a database, and bringing its tables to this version.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::OpenFlags;
use sqlx::migrate::{MigrateError, Migration, Migrator};

use super::driver::{self, Connection, error};
use crate::secret::{self, NoRandomness};
use crate::store::{Fault, fault};

/// How long another process is waited for while the file is opened.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is looked whether it is done.
const PAUSE: Duration = Duration::from_millis(5);
/// What every connection of ours is told. What is deleted is overwritten: ballots and their key are to leave nothing behind.
const COMMON: &str = "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;";
const ON_DISK: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
const ONLY_READS: &str = "PRAGMA query_only = ON;";

/// How a database is opened.
#[derive(Clone)]
pub(super) struct Opening {
    path: PathBuf,
    flags: OpenFlags,
    in_memory: bool,
    told: Vec<&'static str>,
}

impl Opening {
    /// A file that is there, as it is.
    pub(super) fn of_file(path: &Path) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
        Self { path: path.to_owned(), flags, in_memory: false, told: vec![COMMON] }
    }

    /// A file that may be made, to be worked on.
    pub(super) fn on_disk(path: &Path) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        Self { flags, told: vec![COMMON, ON_DISK], ..Self::of_file(path) }
    }

    /// A database that the connections of this process share by its name, with the locks of a file. It has no log to read
    /// beside, so that readers and the writer wait for each other.
    pub(super) fn in_memory() -> Result<Self, NoRandomness> {
        let name = u64::from_ne_bytes(secret::random()?);
        Ok(Self {
            path: format!("/thidua-{name}").into(),
            flags: OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            in_memory: true,
            told: vec![COMMON],
        })
    }

    /// The same, where nobody may write.
    pub(super) fn only_reading(mut self) -> Self {
        self.told.push(ONLY_READS);
        self
    }

    /// The same, as a file that cannot be changed even by opening it.
    pub(super) fn untouched(self) -> Self {
        Self { flags: OpenFlags::SQLITE_OPEN_READ_ONLY, ..self }
    }

    /// The same as [`Self::open`], where others may be making the file at this moment: SQLite does not wait for its turn to begin
    /// a log.
    pub(super) async fn open_in_turn(&self) -> Result<Connection, sqlx::Error> {
        let begun = Instant::now();
        loop {
            match self.open() {
                Err(error) if fault(&error) == Fault::Busy && begun.elapsed() < PATIENCE => {
                    tokio::time::sleep(PAUSE).await;
                }
                opened => return opened,
            }
        }
    }

    pub(super) fn open(&self) -> Result<Connection, sqlx::Error> {
        let flags = self.flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = if self.in_memory {
            rusqlite::Connection::open_with_flags_and_vfs(&self.path, flags, c"memdb")
        } else {
            rusqlite::Connection::open_with_flags(&self.path, flags)
        };
        let connection = opened.map_err(error)?;
        connection.busy_timeout(PATIENCE).map_err(error)?;
        for statements in &self.told {
            connection.execute_batch(statements).map_err(error)?;
        }
        Connection::new(connection)
    }
}

/// The versions of the tables that this program knows.
pub(super) fn known() -> Vec<i64> {
    sqlx::migrate!("migrations/sqlite").iter().map(|migration| migration.version).collect()
}

/// Makes or changes the tables. What was done is written down as `sqlx` does: earlier versions of this program left that to it.
/// Several processes may come at the same time: whoever has waited for its turn looks again what is still to be done.
pub(super) async fn migrate(connection: &mut Connection) -> Result<(), MigrateError> {
    let written_down = driver::raw_sql(
        "CREATE TABLE IF NOT EXISTS _sqlx_migrations (
             version BIGINT PRIMARY KEY,
             description TEXT NOT NULL,
             installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
             success BOOLEAN NOT NULL,
             checksum BLOB NOT NULL,
             execution_time BIGINT NOT NULL
         )",
    );
    written_down.execute(connection).await?;
    let migrator = sqlx::migrate!("migrations/sqlite");
    while next(&migrator, connection).await?.is_some() {
        driver::raw_sql("BEGIN IMMEDIATE").execute(connection).await?;
        let one = one_more(&migrator, connection).await;
        if one.is_err() {
            connection.tell_now("ROLLBACK").ok();
        }
        one?;
    }
    Ok(())
}

/// The first change that is still to be made.
async fn next<'m>(
    migrator: &'m Migrator,
    connection: &mut Connection,
) -> Result<Option<&'m Migration>, MigrateError> {
    let done = driver::query_as("SELECT version, checksum, success FROM _sqlx_migrations ORDER BY version");
    let done: Vec<(i64, Vec<u8>, bool)> = done.fetch_all(connection).await?;
    for (version, checksum, success) in &done {
        let known = migrator.iter().find(|migration| migration.version == *version);
        match known {
            None => return Err(MigrateError::VersionMissing(*version)),
            Some(_) if !success => return Err(MigrateError::Dirty(*version)),
            Some(known) if known.checksum.as_ref() != checksum.as_slice() => {
                return Err(MigrateError::VersionMismatch(*version));
            }
            Some(_) => {}
        }
    }
    Ok(migrator.iter().find(|known| done.iter().all(|(done, ..)| *done != known.version)))
}

/// Makes the next change within a transaction that is open, and ends it.
async fn one_more(migrator: &Migrator, connection: &mut Connection) -> Result<(), MigrateError> {
    if let Some(migration) = next(migrator, connection).await? {
        let begun = Instant::now();
        let failed = |error| MigrateError::ExecuteMigration(error, migration.version);
        connection.tell_now(migration.sql.as_str()).map_err(failed)?;
        let query = driver::query(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (?, ?, TRUE, ?, ?)",
        );
        let query = query.bind(migration.version).bind(migration.description.as_ref());
        let took = i64::try_from(begun.elapsed().as_nanos()).unwrap_or(i64::MAX);
        let noting = query.bind(migration.checksum.as_ref()).bind(took).execute(connection);
        noting.await.map_err(failed)?;
    }
    Ok(connection.tell_now("COMMIT")?)
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Store};
    use crate::store::tests::Scratch;

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn all_who_open_a_file_at_the_same_time_find_it_made() {
        for _ in 0..12 {
            let scratch = Scratch::on_file();
            let open = |_| {
                let place = Place::File(scratch.file());
                tokio::spawn(async move { Store::open(&place, true).await })
            };
            let opening: Vec<_> = (0..6).map(open).collect();
            for opening in opening {
                let store = opening.await.unwrap().unwrap();
                assert!(store.cursor_key().await.is_ok());
                store.close().await;
            }
        }
    }
}
