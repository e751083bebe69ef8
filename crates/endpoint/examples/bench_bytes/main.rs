//! Counts what exchanges cost on the line, against their budgets: `bench_bytes [--json PATH]`. With `--fill DIR --count N` it
//! counts nothing, and makes the same nominations for others that measure.
//!
//! A real endpoint on a real store, a device made of the sync core, and HTTP/1.1 written by hand. The budgets are for
//! the bodies and the headers that the protocol needs; the whole, with what HTTP adds, is reported beside.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a program that measures: whatever goes wrong is to end it"
)]

mod fill;
mod line;
mod nominations;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;
use line::{Cost, Line};
use nominations::Generator;
use serde::Serialize;
use thidua_domain::nomination;
use thidua_domain::record::{Fields, PartitionId, RecordId, RecordKind};
use thidua_endpoint::configuration::Configuration;
use thidua_endpoint::startup;
use thidua_sync::client::{Appetite, Meta, Replica, Stamp};
use thidua_sync::directory::{SignIn, SignedIn};
use thidua_sync::identity::DeviceId;
use thidua_sync::wire;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/minh-long-2023.json");
/// Long Môn.
const HOME: PartitionId = PartitionId(3);
const ACHIEVEMENTS: usize = 400;
/// From so many records on the endpoint makes a snapshot.
const SNAPSHOTS_FROM: usize = 500;

#[derive(Parser)]
struct Arguments {
    /// Also write the rows into this file
    #[arg(long)]
    json: Option<PathBuf>,
    /// Instead: make an endpoint's directory with nominations in this directory, and the same as JSON
    #[arg(long, value_name = "DIR", requires = "count")]
    fill: Option<PathBuf>,
    /// How many of them
    #[arg(long)]
    count: Option<usize>,
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

/// A device of the sample committee, with its connection.
struct Device {
    replica: Replica,
    token: String,
    line: Line,
    appetite: Appetite,
    now_ms: i64,
}

impl Device {
    fn sign_in(address: SocketAddr, login: &str, id: u8) -> Self {
        let mut line = Line::to(address).expect("the endpoint answers");
        // As random as a real one: a device of equal bytes would compress too well.
        let mut device = [0; 16];
        fastrand::Rng::with_seed(u64::from(id)).fill(&mut device);
        let device = DeviceId(device);
        let sign_in =
            SignIn { login: login.to_owned(), password: "mau-2023".to_owned(), device: device.to_string() };
        let body = serde_json::to_vec(&sign_in).expect("JSON");
        let json = [("content-type", "application/json".to_owned())];
        let answer = line.post("/session", &json, &body).expect("an answer");
        let signed_in: SignedIn = serde_json::from_slice(&answer.body).expect("a directory");
        let account = signed_in.directory.to_account().expect("a known role");
        let replica = Replica::new(account, Meta::new(device), [], [], []);
        Self {
            replica,
            token: signed_in.token,
            line,
            appetite: Appetite::default(),
            now_ms: 1_700_000_000_000,
        }
    }

    fn now(&mut self) -> Stamp {
        self.now_ms += 1;
        Stamp(self.now_ms)
    }

    fn create(&mut self, generator: &mut Generator, count: usize) -> Vec<(RecordId, Fields)> {
        let mut made = Vec::new();
        for _ in 0..count {
            let record = generator.record();
            // As in the app: the id is made when the form is saved, and the operation right after it.
            self.now_ms = record.made_ms();
            let now = self.now();
            let fields = generator.nomination(ACHIEVEMENTS);
            let batch = self.replica.create(now, record, RecordKind::Nomination, HOME, fields.clone());
            self.replica.absorb(batch.expect("a right nomination"));
            made.push((record, fields));
        }
        made
    }

    /// Exchanges until nothing is left on either side.
    fn sync(&mut self) -> Cost {
        let mut cost = Cost::default();
        loop {
            let before = self.replica.meta().complete_ms;
            let (of_one, more) = match self.page() {
                Some(cost) => (cost, self.replica.meta().complete_ms == before),
                None => self.exchange(),
            };
            cost.requests += of_one.requests;
            cost.bytes += of_one.bytes;
            cost.own += of_one.own;
            if !more && self.replica.meta().loading.is_empty() && !self.replica.has_sendable() {
                return cost;
            }
        }
    }

    /// Whether a snapshot of all records is there.
    fn is_offered(&mut self, count: usize) -> bool {
        let now = self.now();
        let (request, _) = self.replica.request(now);
        let answer = self.line.sync(&self.token, &request.encode()).expect("an answer");
        let answer = wire::Answer::decode(&answer.body).expect("a readable answer");
        answer.snapshots.iter().any(|offer| offer.rows == count as u64)
    }

    /// The next page of a snapshot, where one is being read.
    fn page(&mut self) -> Option<Cost> {
        let (partition, generation, number) = self.replica.next_snapshot_page()?;
        let path = format!("/snapshot/{partition}/{generation}/{number}");
        let answer = self.line.get(&path, &self.token).expect("an answer");
        assert_eq!(answer.status, 200);
        let page = wire::decode_page(&answer.body).expect("a readable page");
        let now = self.now();
        let batch = self.replica.receive_snapshot_page(partition, generation, number, page, now);
        self.replica.absorb(batch);
        Some(answer.cost)
    }

    /// One request and its answer; whether there is more.
    fn exchange(&mut self) -> (Cost, bool) {
        if let Some(batch) = self.replica.seal() {
            self.replica.absorb(batch);
        }
        let now = self.now();
        let (mut request, sent) = self.replica.request(now);
        request.page = Some(self.appetite.asks(request.cursor.is_none()));
        let answer = self.line.sync(&self.token, &request.encode()).expect("an answer");
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        let cost = answer.cost;
        let answer = wire::Answer::decode(&answer.body).expect("a readable answer");
        assert!(answer.outcomes.iter().all(|(_, outcome)| outcome.took_effect()), "{:?}", answer.outcomes);
        let more = answer.more;
        if more {
            self.appetite = self.appetite.grown();
        }
        let batch = self.replica.receive(&sent, answer, now, Vec::new());
        self.replica.absorb(batch);
        assert!(self.replica.to_read_again().is_empty());
        (cost, more)
    }
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    if let (Some(directory), Some(count)) = (&arguments.fill, arguments.count) {
        return fill::fill(directory, count).await;
    }
    let mut rows = Vec::new();
    everyday(&mut rows).await;
    upload(&mut rows).await;
    first_pull(&mut rows, 1_000, Some(135_000)).await;
    first_pull(&mut rows, 10_000, Some(1_200_000)).await;

    for row in &rows {
        let budget = row.budget.map_or_else(|| "–".to_owned(), |budget| budget.to_string());
        let verdict = if row.budget.is_none() {
            ""
        } else if row.ok {
            "ok"
        } else {
            "OVER"
        };
        println!("{:60} {:>10.0} {:9} {budget:>8} {verdict}", row.name, row.value, row.unit);
    }
    if let Some(path) = arguments.json {
        let json = serde_json::to_string_pretty(&Report { rows }).expect("JSON");
        std::fs::write(path, json + "\n").expect("a path that can be written");
    }
}

async fn everyday(rows: &mut Vec<Row>) {
    let endpoint = Endpoint::start("everyday").await;
    let mut generator = Generator::new(1);
    let mut device = Device::sign_in(endpoint.address(), "longmon", 1);
    device.create(&mut generator, 20);
    device.sync();

    told(rows, "nothing new", device.sync(), Some(400), Some(1));

    let record = *device.replica.rows().keys().next().expect("a record");
    let words = "Trưởng ban Công tác Mặt trận thôn Gò Chè";
    let fields = Fields::from_iter([(nomination::POSITION, words.into())]);
    let now = device.now();
    let batch = device.replica.edit(now, record, fields).expect("a right edit");
    device.replica.absorb(batch);
    told(rows, "one edit", device.sync(), Some(1_000), Some(1));
    endpoint.stop().await;
}

async fn upload(rows: &mut Vec<Row>) {
    let endpoint = Endpoint::start("upload").await;
    let mut generator = Generator::new(2);
    let mut device = Device::sign_in(endpoint.address(), "longmon", 1);
    device.sync();
    device.create(&mut generator, 200);
    rows.push(row("sync: 200 new records, the chance in them", generator.entropy(), "B", None));
    let cost = device.sync();
    told(rows, "200 new records of 400 characters up", cost, Some(34_000), None);
    endpoint.stop().await;
}

async fn first_pull(rows: &mut Vec<Row>, count: usize, budget: Option<usize>) {
    let mut endpoint = Endpoint::start("pull").await;
    let mut generator = Generator::new(3);
    let mut writer = Device::sign_in(endpoint.address(), "longmon", 1);
    // In handfuls, as officers work, from one device.
    for _ in 0..count / 20 {
        writer.create(&mut generator, 20);
        writer.sync();
    }
    endpoint = endpoint.with_snapshots().await;
    if count >= SNAPSHOTS_FROM {
        offered(&endpoint, count).await;
    }
    let mut reader = Device::sign_in(endpoint.address(), "minhlong", 2);
    let (first, _) = reader.exchange();
    told(rows, &format!("first page of {count} nominations"), first, Some(12_000), Some(1));
    rows.push(row("sync: records in it", reader.replica.rows().len() as f64, "records", None));
    let rest = reader.sync();
    let cost = Cost {
        requests: first.requests + rest.requests,
        bytes: first.bytes + rest.bytes,
        own: first.own + rest.own,
    };
    assert_eq!(reader.replica.rows().len(), count);
    told(rows, &format!("first pull of {count} nominations"), cost, budget, None);
    endpoint.stop().await;
}

/// Waits for the snapshot of so many records.
async fn offered(endpoint: &Endpoint, count: usize) {
    let mut device = 100;
    while !Device::sign_in(endpoint.address(), "minhlong", device).is_offered(count) {
        device += 1;
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
}

fn told(rows: &mut Vec<Row>, name: &str, cost: Cost, budget: Option<usize>, requests: Option<usize>) {
    rows.push(row(&format!("sync: {name}"), cost.own as f64, "B", budget));
    rows.push(row(&format!("sync: {name}, with all of HTTP/1.1"), cost.bytes as f64, "B", None));
    rows.push(row(&format!("sync: {name}, requests"), cost.requests as f64, "requests", requests));
}

fn row(name: &str, value: f64, unit: &'static str, budget: Option<usize>) -> Row {
    let budget = budget.map(|budget| budget as f64);
    let value = value.round();
    Row { name: name.to_owned(), value, unit, budget, ok: budget.is_none_or(|budget| value <= budget) }
}

/// An endpoint on a store of its own, which is gone afterwards.
struct Endpoint {
    running: startup::Running,
    data: PathBuf,
}

impl Endpoint {
    async fn start(name: &str) -> Self {
        let data = std::env::temp_dir().join(format!("thidua-bench-{name}-{}", std::process::id()));
        Self::at(data).await
    }

    /// On a new store in this directory, without snapshots.
    async fn at(data: PathBuf) -> Self {
        std::fs::remove_dir_all(&data).ok();
        Self::over(data, Duration::from_secs(3600)).await
    }

    /// The same store, with an endpoint that makes snapshots at once.
    async fn with_snapshots(self) -> Self {
        self.running.stop().await;
        Self::over(self.data, Duration::from_millis(100)).await
    }

    async fn over(data: PathBuf, snapshots_every: Duration) -> Self {
        let configuration = Configuration {
            listen: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
            port: None,
            data: data.clone(),
            database_url: None,
            app: None,
            sample: Some(Path::new(SAMPLE).to_owned()),
            origin: None,
            hubs: Vec::new(),
            erasures: None,
            behind_proxy: false,
            requests_per_second: 0,
            exit_when_idle: None,
            verbose: false,
            snapshots_every,
            together: true,
        };
        Self { running: startup::start(&configuration).await.expect("an endpoint"), data }
    }

    fn address(&self) -> SocketAddr {
        self.running.address()
    }

    /// Ends and leaves the store.
    async fn keep(self) {
        self.running.stop().await;
    }

    async fn stop(self) {
        self.running.stop().await;
        std::fs::remove_dir_all(&self.data).ok();
    }
}
