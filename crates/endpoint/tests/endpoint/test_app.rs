//! An endpoint on a store of its own, on a free port, with the sample committee.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use thidua_endpoint::configuration::Configuration;
use thidua_endpoint::startup::{self, Running};

pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/minh-long-2023.json");

/// A directory that is gone when the test is.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("thidua-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
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

    /// Over a folder that may hold a database already.
    pub async fn over(folder: Folder, app: Option<&Path>) -> Self {
        let configuration = Configuration {
            listen: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
            port: None,
            data: folder.0.clone(),
            app: app.map(Path::to_owned),
            sample: Some(PathBuf::from(SAMPLE)),
            verbose: false,
        };
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
        self.running.take().unwrap().stop().await.unwrap();
        self.folder
    }

    /// The database, to look at what no device is told.
    pub async fn database(&self) -> SqlitePool {
        let options = SqliteConnectOptions::new().filename(self.folder.0.join("thidua.sqlite"));
        SqlitePool::connect_with(options).await.unwrap()
    }
}
