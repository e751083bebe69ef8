//! From the start of a function of AWS Lambda to its first answer. The runtime is a stand-in, so that what a real one takes
//! to make room and to load the program comes on top.

use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::runtime::Runtime;
use crate::{Home, Row};

const STARTS: usize = 9;

/// Cold starts with a database that is made, and with those that are there: a file, and a server.
pub async fn measure(top: &Path, records: &Home, program: &Path, server: Option<&str>, rows: &mut Vec<Row>) {
    let mut fresh = Vec::new();
    for at in 0..STARTS {
        let home = Home::new(top, &format!("cold{at}"), None).await;
        fresh.push(once(&home, program).await);
    }
    rows.push(told("a new SQLite", fresh));
    rows.push(told("an SQLite that is there", again(records, program).await));
    if server.is_some() {
        let home = Home::new(top, "cold", server).await;
        once(&home, program).await;
        rows.push(told("a PostgreSQL that is there", again(&home, program).await));
    }
}

async fn again(home: &Home, program: &Path) -> Vec<Duration> {
    let mut took = Vec::new();
    for _ in 0..STARTS {
        took.push(once(home, program).await);
    }
    took
}

fn told(what: &str, mut took: Vec<Duration>) -> Row {
    took.sort_unstable();
    let middle = took[took.len() / 2].as_secs_f64() * 1000.0;
    Row::told(&format!("Lambda, {what}: from the start to the first answer"), middle, "ms")
}

async fn once(home: &Home, program: &Path) -> Duration {
    let mut function = Runtime::start().await;
    let mut command = home.program(program);
    function.tell(&mut command);
    let begun = Instant::now();
    let _running = Running::start(&mut command);
    // Not only that it runs: this one asks the database.
    let (status, _, body) = function.ask("GET", "/health", json!({ "host": "x" }), b"").await;
    let took = begun.elapsed();
    assert_eq!((status, body.as_slice()), (200, b"ok".as_slice()));
    took
}

/// Killed, as the runtime does when it has no more use for it.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Self {
        Self(command.spawn().expect("a program that starts"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}
