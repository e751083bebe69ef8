//! The store on PostgreSQL, which several endpoints may share.
//!
//! Only what Citus and CockroachDB have as well is used: no advisory locks, no LISTEN, no triggers, and no sequence gives
//! a place in a log. Numbers are BIGINT throughout, as PostgreSQL has none without a sign.
//!
//! Invariant: writes of a committee are serial. Each batch locks the committee's row of `tenants` first, so that what
//! commits later also comes later in every log. Were places given out beside the transaction, a reader between two commits
//! would be given the later place, and never go back for the earlier one.

mod ballots;
mod blobs;
mod books;
mod bundles;
pub(super) mod copying;
mod cursors;
mod exchange;
mod hubs;
mod inspection;
mod lineage;
mod passkeys;
mod persons;
mod reconciling;
mod register;
mod sessions;
mod trays;

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgRow};
use sqlx::{ConnectOptions as _, Connection as _, Postgres, Row as _};
use thidua_bundle::Committee;
use thidua_sync::cursor::CursorKey;
use thidua_sync::identity::Epoch;
use tokio::sync::watch;

use super::group::{Group, Medium, PATIENCE, Wipe, Work};
use super::{Fault, MOVING, StoreError, TENANT};
use crate::challenge::ChallengeKey;
use crate::secret;

/// How many read at the same time, in each endpoint.
const READERS: u32 = 8;
/// A connection that nobody used for so long is asked whether it is still there.
const SILENT: Duration = Duration::from_secs(1);
/// Several endpoints that begin at the same time may be in each other's way while they make the tables.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(300);
/// The committee's row: whoever holds it writes.
const BEGIN: &str =
    "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT tenant FROM tenants WHERE tenant = 1 FOR UPDATE";
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
/// What is asked of the server for each connection. The lock of an endpoint that has vanished, or that its host has stopped
/// between two requests, is freed before the others lose their patience, and nobody waits for ever; a server that answers commits before they are on its disk is told not to.
const SETTINGS: [(&str, &str); 4] = [
    ("lock_timeout", "15s"),
    ("statement_timeout", "60s"),
    ("idle_in_transaction_session_timeout", "10s"),
    ("synchronous_commit", "on"),
];

/// The server and the database on it.
pub(crate) struct Place(Box<PgConnectOptions>);

impl Place {
    /// What an address says. It may hold a password: no error repeats it.
    pub(super) fn of_address(address: &str) -> Result<Self, StoreError> {
        let options: PgConnectOptions = address.parse().map_err(StoreError::Url)?;
        let options =
            options.application_name("thidua-endpoint").options(SETTINGS).disable_statement_logging();
        Ok(Self(Box::new(options)))
    }

    /// Which it is, without what is secret.
    fn told(&self) -> String {
        let Self(options) = self;
        let database = options.get_database().unwrap_or_else(|| options.get_username());
        let server = options
            .get_socket()
            .map_or_else(|| options.get_host().to_owned(), |socket| socket.display().to_string());
        format!("the PostgreSQL database {database} at {server}, port {}", options.get_port())
    }
}

impl Place {
    /// What is there, without making or changing anything.
    pub(super) async fn look(&self) -> Result<Transaction, StoreError> {
        let pool = PgPoolOptions::new().max_connections(1).acquire_timeout(PATIENCE);
        let unreachable = |source| StoreError::Connect { place: self.told(), source };
        let pool = pool.connect_with(*self.0.clone()).await.map_err(unreachable)?;
        Ok(Transaction(Work::Read(pool.begin_with(READ).await?)))
    }
}

/// The database.
#[derive(Clone)]
pub(crate) struct Store {
    group: Group<Server>,
    readers: PgPool,
}

/// One transaction. It sees one state of the store from beginning to end; without [`Transaction::commit`] it leaves no
/// trace.
pub(crate) struct Transaction(Work<Server>);

/// How the server is reached.
pub(super) struct Server(PgConnectOptions);

impl Medium for Server {
    type Connection = PgConnection;
    type Reading = sqlx::Transaction<'static, Postgres>;

    async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        tokio::time::timeout(PATIENCE, self.0.connect()).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
    }

    async fn begin(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        Self::tell(connection, BEGIN).await
    }

    async fn tell(connection: &mut PgConnection, statement: &'static str) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(statement).execute(connection).await?;
        Ok(())
    }

    async fn commit(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        Self::tell(connection, "COMMIT").await
    }

    async fn end(reading: Self::Reading) -> Result<(), sqlx::Error> {
        reading.commit().await
    }

    async fn close(connection: PgConnection) {
        connection.close().await.ok();
    }

    async fn wipe(connection: &mut PgConnection, what: Wipe) -> Wipe {
        ballots::wipe_traces(connection, what).await
    }
}

/// What a failure asks for, by the server's code.
pub(super) fn fault(code: &str) -> Fault {
    match code {
        // Serialization failure, deadlock, a lock that was not had in time, a statement that took too long, no connection
        // left, and CockroachDB's "not sure whether it was committed".
        "40001" | "40P01" | "55P03" | "57014" | "53300" | "40003" => Fault::Busy,
        // The server ends, has crashed or is just beginning; or it has ended what was silent for too long.
        "57P01" | "57P02" | "57P03" | "57P05" | "25P03" => Fault::Lost,
        // A server that takes over or gives up its part: writes are possible again in a moment.
        "25006" => Fault::Lost,
        "53100" => Fault::Full,
        _ if code.starts_with("08") => Fault::Lost,
        _ => Fault::Other,
    }
}

impl Store {
    /// Connects to the database and brings its tables to this version.
    pub(crate) async fn open(place: &Place, together: bool) -> Result<Self, StoreError> {
        let (server, mut writer) = connect(place).await?;
        migrate(&mut writer).await?;
        let query = sqlx::query("INSERT INTO tenants (tenant) VALUES ($1) ON CONFLICT DO NOTHING");
        query.bind(TENANT).execute(&mut writer).await?;
        let several = PgPoolOptions::new().max_connections(READERS).acquire_timeout(PATIENCE);
        let several = several.test_before_acquire(false).before_acquire(|connection, known| {
            Box::pin(async move {
                if known.idle_for > SILENT {
                    connection.ping().await?;
                }
                Ok(true)
            })
        });
        let readers = several.connect_lazy_with((*place.0).clone());
        let store = Self { group: Group::new(server, writer, together), readers };
        store.begin_life().await?;
        Ok(store)
    }

    /// A transaction that only reads: it waits for no writer and keeps none waiting.
    pub(crate) async fn read(&self) -> Result<Transaction, StoreError> {
        Ok(Transaction(Work::Read(self.readers.begin_with(READ).await?)))
    }

    /// A transaction that writes. There is one at a time in all endpoints together.
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
        sqlx::query("SELECT tenant FROM tenants LIMIT 1").fetch_optional(&self.readers).await?;
        Ok(())
    }

    /// Says each time that something was erased.
    pub(crate) fn erased(&self) -> watch::Receiver<()> {
        self.group.erased()
    }

    /// Lets the last transactions finish and closes the connections.
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

    /// A new store draws its secrets: the first endpoint does, the others find them.
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

async fn connect(place: &Place) -> Result<(Server, PgConnection), StoreError> {
    let server = Server((*place.0).clone());
    let unreachable = |source| StoreError::Connect { place: place.told(), source };
    let connection = server.connect().await.map_err(unreachable)?;
    Ok((server, connection))
}

/// Makes or changes the tables. Without a lock, which not every database has: each change is a transaction that also
/// writes its number, so that of two endpoints one fails and then finds it done.
async fn migrate(connection: &mut PgConnection) -> Result<(), StoreError> {
    let mut migrator = sqlx::migrate!("migrations/postgres");
    migrator.set_locking(false);
    // Changing large tables may take its time.
    Server::tell(connection, "SET statement_timeout = 0").await?;
    for _ in 0..TRIES {
        match migrator.run(&mut *connection).await.map_err(StoreError::from) {
            Err(StoreError::Migration(error)) if is_race(&error) => tokio::time::sleep(PAUSE).await,
            done => {
                done?;
                return Ok(Server::tell(connection, "RESET statement_timeout").await?);
            }
        }
    }
    Ok(migrator.run(connection).await?)
}

/// Whether another endpoint may have made the same at the same time.
fn is_race(error: &sqlx::migrate::MigrateError) -> bool {
    use sqlx::migrate::MigrateError::{Execute, ExecuteMigration};
    let (Execute(sqlx::Error::Database(error)) | ExecuteMigration(sqlx::Error::Database(error), _)) = error
    else {
        return false;
    };
    // A unique violation (also of the system's tables), a table or column that is there already, and what asks to try again.
    matches!(
        error.code().as_deref(),
        Some("23505" | "42701" | "42P07" | "42710" | "XX000" | "40001" | "40P01" | "55P03")
    )
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

    /// What is deleted or overwritten here is gone for good: after the commit its traces are to go, as far as this database
    /// knows how to. Where the endpoint is killed before, the server does it by itself, in its own time.
    #[allow(clippy::unused_async, reason = "as the other database has it, which writes something down")]
    async fn leave_no_trace(&mut self, what: Wipe) -> Result<(), StoreError> {
        self.0.wipe_after(what);
        Ok(())
    }

    async fn meta(&mut self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query_scalar("SELECT value FROM meta WHERE tenant = $1 AND key = $2");
        Ok(query.bind(TENANT).bind(key).fetch_optional(&mut *self.0).await?)
    }

    async fn set_meta(&mut self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT INTO meta (tenant, key, value) VALUES ($1, $2, $3)
             ON CONFLICT (tenant, key) DO UPDATE SET value = excluded.value",
        );
        query.bind(TENANT).bind(key).bind(value).execute(&mut *self.0).await?;
        Ok(())
    }
}

/// A number of a row, in the size that it has with us.
fn number<N: TryFrom<i64>>(row: &PgRow, at: usize) -> Result<N, StoreError> {
    narrow(row.try_get(at)?)
}

fn narrow<N: TryFrom<i64>>(number: i64) -> Result<N, StoreError> {
    number.try_into().map_err(|_| StoreError::Damaged { what: "number" })
}
