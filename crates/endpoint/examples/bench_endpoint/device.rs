//! A device as lean as can be, so that what is measured is the endpoint: HTTP/1.1 by hand over one connection that stays
//! open, and of the sync core only what writes a request and reads an answer. What it sends is byte for byte what the app
//! would send, with the headers of a browser.

use std::io;
use std::net::SocketAddr;

use thidua_domain::nomination;
use thidua_domain::record::{Field, PartitionId, RecordId, RecordKind, Value};
use thidua_sync::directory::{SignIn, SignedIn};
use thidua_sync::identity::{DeviceId, Dot};
use thidua_sync::operation::{Action, Change, Operation, SCHEMA, Sealed};
use thidua_sync::outcome::Outcome;
use thidua_sync::wire::{Answer, Request, seal};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::nominations::Generator;

/// The longest text of a nomination, as officers write it.
const ACHIEVEMENTS: usize = 400;
/// What Chromium says beside what matters.
const BROWSER: &str = "user-agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
     Chrome/140.0.0.0 Mobile Safari/537.36\r\naccept: */*\r\naccept-encoding: gzip, deflate, br, zstd\r\n\
     accept-language: vi-VN,vi;q=0.9,en;q=0.8\r\nsec-fetch-site: same-origin\r\nsec-fetch-mode: cors\r\n\
     sec-fetch-dest: empty\r\n";

pub struct Device {
    address: SocketAddr,
    stream: Option<TcpStream>,
    received: Vec<u8>,
    token: String,
    id: DeviceId,
    home: PartitionId,
    counter: u64,
    cursor: Option<Vec<u8>>,
    /// The record that it edits.
    record: RecordId,
    written: Option<Dot>,
}

impl Device {
    /// Signs in and pulls what there is.
    pub async fn sign_in(address: SocketAddr, login: &str, number: u64) -> Self {
        let mut device = Self::known(address, login, number).await;
        device.pull().await;
        device
    }

    /// Signs in.
    pub async fn known(address: SocketAddr, login: &str, number: u64) -> Self {
        let mut id = [0; 16];
        fastrand::Rng::with_seed(number).fill(&mut id);
        let id = DeviceId(id);
        let mut device = Self {
            address,
            stream: None,
            received: Vec::new(),
            token: String::new(),
            id,
            home: PartitionId(0),
            counter: 0,
            cursor: None,
            record: RecordId::from_bytes([0; 16]),
            written: None,
        };
        let sign_in =
            SignIn { login: login.to_owned(), password: "mau-2023".to_owned(), device: id.to_string() };
        let body = serde_json::to_vec(&sign_in).expect("JSON");
        let answer = device.ask("/session", "application/json", &body).await.expect("an answer");
        let SignedIn { token, directory } = serde_json::from_slice(&answer).expect("a directory");
        device.token = token;
        device.home = PartitionId(directory.home);
        device
    }

    /// From here on it talks to another endpoint on the same database.
    pub fn turn_to(&mut self, address: SocketAddr) {
        (self.address, self.stream) = (address, None);
    }

    /// Its connection ends; the next exchange makes another. The endpoint ends it by itself after a while.
    pub fn hang_up(&mut self) {
        self.stream = None;
    }

    /// Makes the record that it edits.
    pub async fn create(&mut self, generator: &mut Generator) {
        let made = self.creations(generator, 1);
        self.send(made).await;
        self.written = None;
    }

    /// Makes many records in one exchange.
    pub async fn create_many(&mut self, generator: &mut Generator, count: usize) {
        let made = self.creations(generator, count);
        self.send(made).await;
    }

    /// One sync of one edit.
    pub async fn edit(&mut self) {
        self.counter += 1;
        let value = format!("Trưởng ban Công tác Mặt trận thôn, tổ {}", self.counter);
        let before = self.written.unwrap_or(Dot { device: self.id, counter: self.counter - 1 });
        let written = self.written.unwrap_or(before);
        let position = Change {
            field: nomination::POSITION,
            base: Some(written),
            value: value.as_str().into(),
            settles: Vec::new(),
        };
        let op = self.operation(self.record, Action::Edit, Some(before), vec![position]);
        self.written = Some(op.dot());
        self.send(vec![seal(&op)]).await;
    }

    /// Reads on until there is no more. The number of bytes of the answers.
    pub async fn pull(&mut self) -> usize {
        self.pull_pages(usize::MAX).await
    }

    /// Reads on for at most so many answers.
    pub async fn pull_pages(&mut self, most: usize) -> usize {
        let mut bytes = 0;
        for _ in 0..most {
            let (answer, size) = self.exchange(Vec::new()).await;
            bytes += size;
            if !answer.more {
                break;
            }
        }
        bytes
    }

    fn creations(&mut self, generator: &mut Generator, count: usize) -> Vec<Sealed> {
        let made = (0..count).map(|_| {
            self.counter += 1;
            self.record = generator.record();
            let change =
                |(field, value): (Field, Value)| Change { field, base: None, value, settles: Vec::new() };
            let changes = generator.nomination(ACHIEVEMENTS).into_iter().map(change).collect();
            seal(&self.operation(self.record, Action::Create, None, changes))
        });
        made.collect()
    }

    fn operation(
        &self,
        record: RecordId,
        action: Action,
        base: Option<Dot>,
        changes: Vec<Change>,
    ) -> Operation {
        Operation {
            device: self.id,
            counter: self.counter,
            record,
            partition: self.home,
            kind: RecordKind::Nomination.code(),
            action,
            schema: SCHEMA,
            base,
            changes,
            parents: Vec::new(),
            device_time_ms: record.made_ms() + i64::from(action == Action::Edit) * 3_600_000,
            clock_offset_ms: None,
        }
    }

    async fn send(&mut self, operations: Vec<Sealed>) {
        let sent = operations.len();
        let (answer, _) = self.exchange(operations).await;
        let applied = answer.outcomes.iter().filter(|(_, outcome)| *outcome == Outcome::Applied);
        assert_eq!(applied.count(), sent, "{:?}", answer.outcomes);
        assert!(!answer.restart);
        if answer.more {
            self.pull().await;
        }
    }

    async fn exchange(&mut self, operations: Vec<Sealed>) -> (Answer, usize) {
        let request = Request { cursor: self.cursor.clone(), operations, ..Request::of(self.id) };
        let body = self.ask("/sync", "application/cbor", &request.encode()).await.expect("an answer");
        let answer = Answer::decode(&body).expect("a readable answer");
        if answer.cursor.is_some() {
            self.cursor.clone_from(&answer.cursor);
        }
        (answer, body.len())
    }

    async fn ask(&mut self, path: &str, content_type: &str, body: &[u8]) -> io::Result<Vec<u8>> {
        let mut request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n{BROWSER}",
            self.address,
            body.len()
        );
        if !self.token.is_empty() {
            request += &format!("authorization: Bearer {}\r\n", self.token);
        }
        request += "\r\n";
        let mut request = request.into_bytes();
        request.extend_from_slice(body);
        let stream = match &mut self.stream {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(self.address).await?;
                stream.set_nodelay(true)?;
                self.stream.insert(stream)
            }
        };
        stream.write_all(&request).await?;
        read(stream, &mut self.received).await
    }
}

/// One answer, its body decompressed.
async fn read(stream: &mut TcpStream, received: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    let broken = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
    received.clear();
    let head = loop {
        if let Some(at) = received.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(received).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    };
    let text = String::from_utf8_lossy(&received[..head]).into_owned();
    let mut lines = text.lines();
    let status = lines.next().unwrap_or_default();
    let (mut length, mut encoding) = (None, "");
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        match name {
            "content-length" => length = value.parse::<usize>().ok(),
            "content-encoding" => encoding = value,
            _ => {}
        }
    }
    let length = length.ok_or_else(|| broken(format!("an answer without its length: {text}")))?;
    while received.len() < head + 4 + length {
        if stream.read_buf(received).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let body = &received[head + 4..];
    if !status.contains(" 200 ") {
        return Err(broken(format!("{status}: {}", String::from_utf8_lossy(body))));
    }
    let mut plain = Vec::new();
    match encoding {
        "" => plain.extend_from_slice(body),
        "gzip" => {
            let mut packed = flate2::read::GzDecoder::new(body);
            io::Read::read_to_end(&mut packed, &mut plain)?;
        }
        "br" => brotli_decompressor::BrotliDecompress(&mut &body[..], &mut plain)?,
        other => return Err(broken(format!("{other} was not asked for"))),
    }
    Ok(plain)
}
