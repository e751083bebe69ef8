//! Measures a real endpoint from outside: how many syncs of one edit it answers in a second, and how long the slowest of a
//! hundred takes, with 1, 16 and 64 devices at once; how much memory it holds with 100,000 records; how long a function of
//! AWS Lambda takes from its start to its first answer.
//! `bench_endpoint --program FILE [--postgres URL] [--seconds N] [--json PATH]`.
//!
//! The endpoint is the program itself, in a process of its own, so that its processor time can be told from that of the
//! devices, which are as lean as can be and share the machine with it. Beside it, in turns, the same work is done in the
//! naive way (`naive`). The files lie in the directory for temporary files, and the figures are worth as much as that
//! disk is like the one of a real machine: how long it takes to make a write last is told with them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a program that measures: whatever goes wrong is to end it"
)]

mod cold;
mod device;
mod naive;
#[path = "../bench_bytes/nominations.rs"]
#[allow(dead_code, reason = "what its chance amounts to is told elsewhere")]
mod nominations;
#[path = "../../tests/endpoint/hosts/runtime.rs"]
mod runtime;
mod served;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use clap::Parser;
use device::Device;
use nominations::Generator;
use serde::Serialize;
use served::Served;
use sqlx::{Connection as _, Executor as _, PgConnection};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/minh-long-2023.json");
const LOGINS: [&str; 5] = ["longhiep", "longmai", "longmon", "longson", "thanhan"];
const AT_ONCE: [usize; 3] = [1, 16, 64];

/// What is asked of the endpoint on SQLite with two cores. With fewer devices it is the disk that decides.
const SYNCS_PER_SECOND: f64 = 2_000.0;
const SLOWEST_MS: f64 = 50.0;
const RESIDENT_MB: f64 = 60.0;
/// How many records that memory is asked with.
const RECORDS: usize = 100_000;
const RECORDS_AT_ONCE: usize = 1_000;
/// How many pages of them are pulled: each takes as much memory as the next.
const PAGES: usize = 25;

#[derive(Parser)]
struct Arguments {
    /// The program `thidua-endpoint`, as it is shipped
    #[arg(long, required_unless_present = "naive")]
    program: Option<PathBuf>,
    /// Also measure on this server of PostgreSQL, in databases made for it
    #[arg(long)]
    postgres: Option<String>,
    /// How long each is measured
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// Measure only this
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Also write the rows into this file
    #[arg(long)]
    json: Option<PathBuf>,
    /// Without the naive form
    #[arg(long)]
    alone: bool,
    /// Be the naive endpoint, on this database
    #[arg(long, hide = true)]
    naive: Option<String>,
}

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Part {
    Syncs,
    Memory,
    Cold,
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
    /// Whether the budget is the least that is asked and not the most that is granted.
    least: bool,
    ok: bool,
}

impl Row {
    fn told(name: &str, value: f64, unit: &'static str) -> Self {
        let value = (value * 10.0).round() / 10.0;
        let row = Self { name: name.to_owned(), value, unit, budget: None, least: false, ok: true };
        println!("{name:66} {value:>9.1} {unit}");
        row
    }

    fn at_most(self, budget: f64) -> Self {
        Self { budget: Some(budget), ok: self.value <= budget, ..self }
    }

    fn at_least(self, budget: f64) -> Self {
        Self { budget: Some(budget), least: true, ok: self.value >= budget, ..self }
    }
}

pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Where an endpoint has its committee.
struct Home {
    data: PathBuf,
    database_url: Option<String>,
}

impl Home {
    /// An empty one, on the server where there is one.
    async fn new(top: &Path, name: &str, server: Option<&str>) -> Self {
        let data = top.join(name);
        std::fs::create_dir_all(&data).expect("a directory");
        let database_url = match server {
            Some(server) => Some(fresh_database(server, name).await),
            None => None,
        };
        Self { data, database_url }
    }

    /// The program, ready to be started on it.
    fn program(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.args(["--listen", "127.0.0.1:0", "--requests-per-second", "0"]);
        command.arg("--data").arg(&self.data);
        for inherited in ["PORT", "LISTEN_FDS", "LISTEN_PID", "AWS_LAMBDA_RUNTIME_API", "THIDUA_DATABASE_URL"]
        {
            command.env_remove(inherited);
        }
        if let Some(url) = &self.database_url {
            command.env("THIDUA_DATABASE_URL", url);
        }
        command
    }

    /// The program with the sample committee, which it makes where there is none.
    fn sample(&self, program: &Path) -> Command {
        let mut command = self.program(program);
        command.args(["--sample", SAMPLE]);
        command
    }

    /// This program in its other part.
    fn naive(&self) -> Command {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        let file = format!("sqlite:{}", self.data.join("thidua.sqlite").display());
        command.args(["--naive", self.database_url.as_ref().unwrap_or(&file)]);
        command
    }
}

/// A new database on the server.
async fn fresh_database(server: &str, name: &str) -> String {
    let name = format!("thidua_bench_{}_{name}", std::process::id());
    let mut connection = PgConnection::connect(server).await.expect("a server");
    let statement = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    connection.execute(statement).await.expect("a database");
    let (before, _) = server.rsplit_once('/').expect("an address with a database");
    format!("{before}/{name}")
}

/// An endpoint with its devices.
struct Measured {
    name: String,
    served: Served,
    devices: Vec<Device>,
}

impl Measured {
    /// A committee whose devices have a record each; served naively from there on, or as it was.
    async fn start(name: String, home: &Home, program: &Path, naive: bool) -> Self {
        let mut served = Served::start(&mut home.sample(program));
        let mut generator = Generator::new(7);
        let mut devices = Vec::new();
        for number in 0..AT_ONCE[AT_ONCE.len() - 1] {
            let mut device =
                Device::sign_in(served.address, LOGINS[number % LOGINS.len()], number as u64).await;
            device.create(&mut generator).await;
            devices.push(device);
        }
        if naive {
            served.stop();
            served = Served::start(&mut home.naive());
            devices.iter_mut().for_each(|device| device.turn_to(served.address));
        }
        let mut measured = Self { name, served, devices };
        // Connections, prepared statements, and what the others wrote since.
        measured.work(AT_ONCE[AT_ONCE.len() - 1], Duration::from_millis(500)).await;
        measured
    }

    /// So many devices edit and sync for so long. How long each sync took.
    async fn work(&mut self, at_once: usize, time: Duration) -> Vec<Duration> {
        let until = Instant::now() + time;
        let working = self.devices.drain(..at_once).map(|mut device| {
            tokio::spawn(async move {
                device.hang_up();
                let mut took = Vec::new();
                while Instant::now() < until {
                    let begun = Instant::now();
                    device.edit().await;
                    took.push(begun.elapsed());
                }
                (device, took)
            })
        });
        let working: Vec<_> = working.collect();
        let mut all = Vec::new();
        for working in working {
            let (device, took) = working.await.expect("a device");
            self.devices.push(device);
            all.extend(took);
        }
        all
    }

    async fn measure(&mut self, at_once: usize, time: Duration) -> Vec<Row> {
        let (begun, all_before) = (Instant::now(), served::time_of_all());
        let (before, own_before) = (self.served.time(), served::own_time());
        let mut all = self.work(at_once, time).await;
        let seconds = begun.elapsed().as_secs_f64();
        let (own, spent) = (served::own_time() - own_before, self.served.time() - before);
        let others = (served::time_of_all() - all_before).saturating_sub(own + spent);
        all.sort_unstable();
        let slow = all[(all.len() * 99 / 100).min(all.len() - 1)];
        let row = |what: &str, value: f64, unit| {
            Row::told(&format!("{}, {at_once} at once: {what}", self.name), value, unit)
        };
        let each = |time: Duration| time.as_secs_f64() * 1e6 / all.len() as f64;
        vec![
            row("syncs", all.len() as f64 / seconds, "1/s"),
            row("slowest of a hundred", slow.as_secs_f64() * 1000.0, "ms"),
            row("processor time of the endpoint, a sync", each(spent), "µs"),
            row("processor time of the devices, a sync", each(own), "µs"),
            row("processors taken by all others", others.as_secs_f64() / seconds, "cores"),
        ]
    }
}

/// Syncs of one edit on one store, the endpoint and the naive form in turns.
async fn syncs(arguments: &Arguments, top: &Path, program: &Path, server: Option<&str>, rows: &mut Vec<Row>) {
    let time = Duration::from_secs(arguments.seconds);
    let store = if server.is_some() { "PostgreSQL" } else { "SQLite" };
    let mut forms = Vec::new();
    for (form, naive) in [("", false), (", naive", true)] {
        if naive && arguments.alone {
            continue;
        }
        let home = Home::new(top, if naive { "naive" } else { "syncs" }, server).await;
        forms.push(Measured::start(format!("{store}{form}"), &home, program, naive).await);
    }
    for at_once in AT_ONCE {
        for (at, form) in forms.iter_mut().enumerate() {
            let mut figures = form.measure(at_once, time).await.into_iter();
            let (Some(syncs), Some(slow)) = (figures.next(), figures.next()) else { continue };
            let is_asked = at == 0 && server.is_none();
            let (syncs, slow) = match (is_asked, at_once == AT_ONCE[AT_ONCE.len() - 1]) {
                (true, true) => (syncs.at_least(SYNCS_PER_SECOND), slow.at_most(SLOWEST_MS)),
                (true, false) => (syncs, slow.at_most(SLOWEST_MS)),
                (false, _) => (syncs, slow),
            };
            rows.extend([syncs, slow].into_iter().chain(figures));
        }
    }
    forms.into_iter().for_each(|form| form.served.stop());
}

/// Memory with many records, all made through the endpoint and all pulled once.
async fn memory(home: &Home, program: &Path, rows: &mut Vec<Row>) {
    let served = Served::start(&mut home.sample(program));
    let told = |what: &str, rows: &mut Vec<Row>| {
        let memory = served.memory();
        rows.push(Row::told(&format!("memory {what}: resident"), memory.resident, "MB"));
        rows.push(Row::told(&format!("memory {what}: of it anonymous"), memory.anonymous, "MB"));
        rows.push(Row::told(&format!("memory {what}: most so far"), memory.most, "MB"));
    };
    let mut generator = Generator::new(9);
    let mut devices = Vec::new();
    for (number, login) in LOGINS.into_iter().enumerate() {
        devices.push(Device::sign_in(served.address, login, 1_000 + number as u64).await);
    }
    told("after the start", rows);
    let begun = Instant::now();
    for at in 0..RECORDS / RECORDS_AT_ONCE {
        let count = devices.len();
        devices[at % count].create_many(&mut generator, RECORDS_AT_ONCE).await;
    }
    rows.push(Row::told("100,000 records made, a thousand at once", begun.elapsed().as_secs_f64(), "s"));
    told("with 100,000 records made", rows);
    let begun = Instant::now();
    let mut reader = Device::known(served.address, "minhlong", 2_000).await;
    let pulled = reader.pull_pages(PAGES).await;
    rows.push(Row::told(
        &format!("{PAGES} pages of them pulled by one device"),
        begun.elapsed().as_secs_f64(),
        "s",
    ));
    rows.push(Row::told("bytes of those pages, not compressed", pulled as f64 / 1e6, "MB"));
    for _ in 0..20 {
        for device in &mut devices {
            device.edit().await;
        }
        reader.pull_pages(1).await;
    }
    let at = rows.len();
    told("with 100,000 records, after pages and 100 syncs", rows);
    let resident = rows.remove(at).at_most(RESIDENT_MB);
    rows.insert(at, resident);
    served.stop();
}

fn main() {
    let arguments = Arguments::parse();
    if let Some(database_url) = &arguments.naive {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        return runtime.block_on(naive::serve(database_url));
    }
    // The devices have one thread: the endpoint is to have the cores.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure(&arguments));
}

async fn measure(arguments: &Arguments) {
    let program = arguments.program.as_deref().expect("a program");
    let top = std::env::temp_dir().join(format!("thidua-bench-endpoint-{}", std::process::id()));
    std::fs::create_dir_all(&top).expect("a directory");
    let mut rows = Vec::new();
    let is_asked = |part| arguments.only.is_none_or(|only| only == part);
    let servers: Vec<_> = [None].into_iter().chain(arguments.postgres.as_deref().map(Some)).collect();
    let disk = served::of_the_disk(&top).as_secs_f64() * 1000.0;
    rows.push(Row::told("the disk makes 8 kB last in", disk, "ms"));
    if is_asked(Part::Syncs) {
        for server in &servers {
            syncs(arguments, &top, program, *server, &mut rows).await;
        }
    }
    if is_asked(Part::Memory) || is_asked(Part::Cold) {
        let home = Home::new(&top, "records", None).await;
        if is_asked(Part::Memory) {
            memory(&home, program, &mut rows).await;
        }
        if is_asked(Part::Cold) {
            cold::measure(&top, &home, program, arguments.postgres.as_deref(), &mut rows).await;
        }
    }
    std::fs::remove_dir_all(&top).ok();
    if let Some(path) = &arguments.json {
        let text = serde_json::to_string_pretty(&Report { rows }).expect("JSON");
        std::fs::write(path, text + "\n").expect("written");
    }
}
