//! Counts how many syncs of one edit an endpoint answers in a second, and how long the slowest of a hundred takes, with 1,
//! 16 and 64 devices at once: `bench_endpoint [--postgres URL] [--seconds N] [--json PATH]`.
//!
//! Each store is measured twice in turns: with a transaction for each request, and as it is, with a commit that those who
//! wait share. The devices run in the same process and take their part of its cores; the file lies in the directory for
//! temporary files, and the figures are worth as much as that disk is like the one of a real machine.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a program that measures: whatever goes wrong is to end it"
)]

#[path = "../load_sample/officer.rs"]
#[allow(dead_code, reason = "the sample year is not made here")]
mod officer;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser;
use officer::{Officer, now};
use serde::Serialize;
use sqlx::{Connection as _, Executor as _, PgConnection};
use thidua_domain::nomination;
use thidua_domain::record::{Fields, PartitionId, RecordId, RecordKind};
use thidua_endpoint::configuration::{Configuration, DatabaseUrl, SNAPSHOTS_EVERY};
use thidua_endpoint::startup::{self, Running};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/minh-long-2023.json");
const LOGINS: [&str; 5] = ["longhiep", "longmai", "longmon", "longson", "thanhan"];
const AT_ONCE: [usize; 3] = [1, 16, 64];

#[derive(Parser)]
struct Arguments {
    /// Also measure on this server of PostgreSQL, in databases made for it
    #[arg(long)]
    postgres: Option<String>,
    /// How long each is measured
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// Also write the rows into this file
    #[arg(long)]
    json: Option<PathBuf>,
}

#[derive(Serialize)]
struct Report {
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    value: f64,
    unit: &'static str,
    budget: Option<f64>,
    ok: bool,
}

/// A device with a record of its own.
struct Worker {
    officer: Officer,
    record: RecordId,
    edits: u64,
}

impl Worker {
    async fn sign_in(url: &str, number: usize) -> Self {
        let login = LOGINS[number % LOGINS.len()];
        let mut officer = Officer::sign_in(url, login, "mau-2023").await.expect("signed in");
        let home = PartitionId(officer.directory.home);
        let record = RecordId::from_bytes((number as u128 + 1).to_be_bytes());
        let fields = Fields::from_iter([
            (nomination::SUBJECT, 1.into()),
            (nomination::AWARD, "lao_dong_tien_tien".into()),
            (nomination::YEAR, 2023.into()),
            (nomination::NAME, "Đinh Văn Xuân".into()),
        ]);
        let batch = officer.replica.create(now(), record, RecordKind::Nomination, home, fields).unwrap();
        officer.take(batch);
        officer.sync().await.expect("synced");
        Self { officer, record, edits: 0 }
    }

    /// Edits and syncs until the time is over. How long each sync took.
    async fn work(mut self, until: Instant) -> (Self, Vec<Duration>) {
        let mut took = Vec::new();
        while Instant::now() < until {
            self.edits += 1;
            let value = format!("Tổ trưởng tổ {}", self.edits);
            let fields = Fields::from_iter([(nomination::POSITION, value.as_str().into())]);
            let batch = self.officer.replica.edit(now(), self.record, fields).unwrap();
            self.officer.take(batch);
            let begun = Instant::now();
            self.officer.sync().await.expect("synced");
            took.push(begun.elapsed());
        }
        (self, took)
    }
}

/// An endpoint with its devices.
struct Measured {
    name: String,
    running: Running,
    workers: Vec<Worker>,
}

impl Measured {
    async fn start(name: String, data: &Path, database_url: Option<DatabaseUrl>, together: bool) -> Self {
        let configuration = Configuration {
            listen: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
            port: None,
            data: data.to_owned(),
            database_url,
            app: None,
            sample: Some(Path::new(SAMPLE).to_owned()),
            behind_proxy: false,
            requests_per_second: 0,
            exit_when_idle: None,
            verbose: false,
            snapshots_every: SNAPSHOTS_EVERY,
            together,
        };
        let running = startup::start(&configuration).await.expect("an endpoint");
        let url = format!("http://{}", running.address());
        let mut workers = Vec::new();
        for number in 0..AT_ONCE[AT_ONCE.len() - 1] {
            workers.push(Worker::sign_in(&url, number).await);
        }
        Self { name, running, workers }
    }

    async fn measure(&mut self, at_once: usize, time: Duration) -> [Row; 2] {
        let begun = Instant::now();
        let working: Vec<_> =
            self.workers.drain(..at_once).map(|worker| tokio::spawn(worker.work(begun + time))).collect();
        let mut all = Vec::new();
        for working in working {
            let (worker, took) = working.await.expect("a device");
            self.workers.push(worker);
            all.extend(took);
        }
        let seconds = begun.elapsed().as_secs_f64();
        all.sort_unstable();
        let slow = all[(all.len() * 99 / 100).min(all.len() - 1)];
        let row = |what: &str, value: f64, unit| {
            let name = format!("{}, {at_once} at once: {what}", self.name);
            Row { name, value: (value * 10.0).round() / 10.0, unit, budget: None, ok: true }
        };
        [row("syncs", all.len() as f64 / seconds, "1/s"), row("p99", slow.as_secs_f64() * 1000.0, "ms")]
    }
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let top = std::env::temp_dir().join(format!("thidua-bench-endpoint-{}", std::process::id()));
    let mut rows = Vec::new();
    for (store, server) in [("SQLite", None), ("PostgreSQL", arguments.postgres.as_deref())] {
        if store == "PostgreSQL" && server.is_none() {
            continue;
        }
        let mut forms = Vec::new();
        for (form, together) in [("a transaction each", false), ("together", true)] {
            let data = top.join(format!("{store}-{together}"));
            std::fs::create_dir_all(&data).expect("a directory");
            let url = match server {
                Some(server) => Some(fresh_database(server, together).await),
                None => None,
            };
            forms.push(Measured::start(format!("{store}, {form}"), &data, url, together).await);
        }
        for at_once in AT_ONCE {
            for form in &mut forms {
                for row in form.measure(at_once, Duration::from_secs(arguments.seconds)).await {
                    println!("{:54} {:>9.1} {}", row.name, row.value, row.unit);
                    rows.push(row);
                }
            }
        }
        for form in forms {
            form.running.stop().await;
        }
    }
    std::fs::remove_dir_all(&top).ok();
    if let Some(path) = arguments.json {
        let text = serde_json::to_string_pretty(&Report { rows }).expect("JSON");
        std::fs::write(path, text + "\n").expect("written");
    }
}

/// A new database on the server.
async fn fresh_database(server: &str, together: bool) -> DatabaseUrl {
    let name = format!("thidua_bench_{}_{together}", std::process::id());
    let mut connection = PgConnection::connect(server).await.expect("a server");
    let statement = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    connection.execute(statement).await.expect("a database");
    let (before, _) = server.rsplit_once('/').expect("an address with a database");
    format!("{before}/{name}").as_str().into()
}
