//! The program itself, run beside the test as a committee runs it, with all that it writes: its files and its log.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::test_app::{Folder, SAMPLE};

pub struct Watched {
    pub base: String,
    program: Child,
    folder: Folder,
    log: Arc<Mutex<Vec<u8>>>,
}

impl Watched {
    /// Starts the program, and lets it tell each request.
    pub async fn start() -> Self {
        let folder = Folder::new();
        let mut program = Command::new(env!("CARGO_BIN_EXE_thidua-endpoint"));
        program.args(["--listen", "127.0.0.1:0", "--verbose", "--sample", SAMPLE, "--data"]).arg(&folder.0);
        program.env_remove("RUST_LOG").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut program = program.spawn().unwrap();
        let mut first = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let base = first.trim().strip_prefix("listening on ").expect("an address").to_owned();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (written, mut errors) = (Arc::clone(&log), program.stderr.take().unwrap());
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(read @ 1..) = errors.read(&mut piece) {
                written.lock().unwrap().extend_from_slice(&piece[..read]);
            }
        });
        Self { base, program, folder, log }
    }

    /// Every file of the data directory, as bytes.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let entries = std::fs::read_dir(&self.folder.0).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| (path.display().to_string(), std::fs::read(&path).unwrap())).collect()
    }

    pub fn log(&self) -> String {
        String::from_utf8_lossy(&self.log.lock().unwrap()).into_owned()
    }

    /// Writes what should not be there.
    pub async fn plant(&self, bytes: &[u8]) {
        let options = SqliteConnectOptions::new().filename(self.folder.0.join("thidua.sqlite"));
        let database = SqlitePool::connect_with(options).await.unwrap();
        let query = sqlx::query("INSERT INTO meta (tenant, key, value) VALUES (1, 'planted', ?)");
        query.bind(bytes).execute(&database).await.unwrap();
        database.close().await;
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.program.kill().ok();
        self.program.wait().ok();
    }
}

/// Knows what went over the line and what was derived from it, and looks for it.
#[derive(Default)]
pub struct Witness(Vec<(String, Vec<u8>)>);

impl Witness {
    /// Remembers bytes.
    pub fn seen(&mut self, what: &str, bytes: &[u8]) {
        self.0.push((what.to_owned(), bytes.to_vec()));
    }

    /// Remembers what was told in hexadecimal digits, as such and as bytes.
    pub fn heard(&mut self, what: &str, digits: &str) {
        let pairs =
            (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap());
        let bytes: Vec<u8> = pairs.collect();
        // A token is a random number and what was made of it: either would be enough.
        for part in bytes.chunks(32) {
            self.seen(what, part);
        }
        self.seen(what, digits.as_bytes());
    }

    /// What it knows first, to be planted.
    pub fn first(&self) -> (String, Vec<u8>) {
        self.0[0].clone()
    }

    /// What of it is found where. Half of it would do: a page may have been cut in the middle.
    pub fn look(&self, places: &[(String, Vec<u8>)]) -> Vec<String> {
        let mut found = Vec::new();
        for (what, bytes) in &self.0 {
            let halves = if bytes.len() < 16 {
                vec![bytes.as_slice()]
            } else {
                bytes.chunks(bytes.len() / 2).collect()
            };
            for (place, content) in places {
                let there = |half: &&[u8]| content.windows(half.len()).any(|piece| piece == *half);
                if halves.iter().any(there) {
                    found.push(format!("{what} in {place}"));
                }
            }
        }
        found
    }
}
