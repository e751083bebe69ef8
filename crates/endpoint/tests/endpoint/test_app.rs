//! An endpoint on a store of its own, on a free port, with the sample committee. The store is a file of SQLite, or, where
//! `THIDUA_TEST_DATABASE` names a server of PostgreSQL, a database of its own there.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AnyPool, Connection as _, Executor as _, PgConnection};
use thidua_endpoint::configuration::{Configuration, DatabaseUrl, SNAPSHOTS_EVERY};
use thidua_endpoint::startup::{self, Running};

pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/minh-long-2023.json");

/// The server of PostgreSQL to test on, as the address of a database on it.
pub fn server() -> Option<String> {
    std::env::var("THIDUA_TEST_DATABASE").ok().filter(|url| !url.is_empty())
}

/// A directory that is gone when the test is, and with it the database of its name.
pub struct Folder(pub PathBuf, Option<String>);

impl Folder {
    /// With whatever database the tests run on.
    pub fn new() -> Self {
        Self::of(server().is_some())
    }

    /// With a file of SQLite in any case.
    pub fn on_file() -> Self {
        Self::of(false)
    }

    /// With a database of PostgreSQL in any case.
    pub fn on_server() -> Self {
        Self::of(true)
    }

    fn of(on_server: bool) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("thidua-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let database = on_server.then(|| name.replace('-', "_"));
        if let Some(database) = &database {
            administer(&format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"));
            administer(&format!("CREATE DATABASE {database}"));
        }
        Self(folder, database)
    }

    /// The address of the database, where it is not a file in the directory.
    pub fn database_url(&self) -> Option<DatabaseUrl> {
        self.1.as_ref().map(|database| on_server(database).as_str().into())
    }

    /// The database, to look at what no device is told.
    pub async fn database(&self) -> AnyPool {
        sqlx::any::install_default_drivers();
        let file = || format!("sqlite://{}", self.0.join("thidua.sqlite").display());
        let url = self.1.as_ref().map_or_else(file, |database| on_server(database));
        AnyPool::connect(&url).await.unwrap()
    }
}

/// The server's address with another database.
fn on_server(database: &str) -> String {
    let server = server().expect("THIDUA_TEST_DATABASE names a server of PostgreSQL");
    let (before, _) = server.rsplit_once('/').expect("an address with a database");
    format!("{before}/{database}")
}

/// Carries out a statement on the server, in a thread of its own: whoever asks may be in a runtime, or in its end.
fn administer(statement: &str) {
    let (server, statement) = (server().unwrap(), statement.to_owned());
    let asking = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut connection = PgConnection::connect(&server).await.unwrap();
            connection.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
            connection.close().await.ok();
        });
    });
    asking.join().unwrap();
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
        if let Some(database) = self.1.as_ref().filter(|_| !std::thread::panicking()) {
            administer(&format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"));
        }
    }
}

pub struct TestApp {
    running: Option<Running>,
    pub folder: Folder,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::over(Folder::new(), None).await
    }

    /// On a file of SQLite in any case, for tests that copy it.
    pub async fn start_on_file() -> Self {
        Self::over(Folder::on_file(), None).await
    }

    /// Over a folder that may hold a database already.
    pub async fn over(folder: Folder, app: Option<&Path>) -> Self {
        Self::with(folder, |with| with.app = app.map(Path::to_owned)).await
    }

    /// As it is told to run.
    pub async fn with(folder: Folder, tell: impl FnOnce(&mut Configuration)) -> Self {
        let mut configuration = configuration(&folder, None);
        tell(&mut configuration);
        Self { running: Some(startup::start(&configuration).await.unwrap()), folder }
    }

    pub fn address(&self) -> SocketAddr {
        self.running.as_ref().unwrap().address()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// Ends the endpoint and leaves its database.
    pub async fn stop(mut self) -> Folder {
        self.running.take().unwrap().stop().await;
        self.folder
    }

    /// The database, to look at what no device is told.
    pub async fn database(&self) -> AnyPool {
        self.folder.database().await
    }
}

/// How an endpoint over a folder is told to run.
pub fn configuration(folder: &Folder, app: Option<&Path>) -> Configuration {
    Configuration {
        listen: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
        port: None,
        data: folder.0.clone(),
        database_url: folder.database_url(),
        app: app.map(Path::to_owned),
        sample: Some(PathBuf::from(SAMPLE)),
        origin: None,
        hubs: Vec::new(),
        erasures: None,
        behind_proxy: false,
        requests_per_second: 0,
        exit_when_idle: None,
        verbose: false,
        snapshots_every: SNAPSHOTS_EVERY,
        together: true,
    }
}
