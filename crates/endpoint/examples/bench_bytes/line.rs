//! HTTP/1.1 by hand over one connection, so that every byte in both directions is counted as it goes over the line.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// Below this the app does not compress.
const WORTH_COMPRESSING: usize = 400;
/// The headers that the protocol itself needs; the rest is HTTP's.
const OWN: [&str; 4] = ["authorization", "content-type", "content-encoding", "accept-encoding"];

/// What one or several exchanges cost.
#[derive(Clone, Copy, Default, Debug)]
pub struct Cost {
    pub requests: usize,
    /// Every byte, both ways.
    pub bytes: usize,
    /// Bodies as they travel and the headers that the protocol needs, both ways.
    pub own: usize,
}

/// A connection that stays open.
pub struct Line {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
}

/// An answer, its body decompressed.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    pub cost: Cost,
}

impl Line {
    pub fn to(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { address, stream: BufReader::new(stream) })
    }

    /// Sends an exchange as the app does and waits for the answer.
    pub fn sync(&mut self, token: &str, body: &[u8]) -> io::Result<Answer> {
        let mut headers = vec![
            ("authorization", format!("Bearer {token}")),
            ("content-type", "application/cbor".to_owned()),
            // What a browser says over TLS.
            ("accept-encoding", "gzip, deflate, br, zstd".to_owned()),
        ];
        let packed = if body.len() < WORTH_COMPRESSING { Vec::new() } else { gzip(body)? };
        let body = if packed.is_empty() || packed.len() >= body.len() {
            body
        } else {
            headers.push(("content-encoding", "gzip".to_owned()));
            &packed
        };
        self.post("/sync", &headers, body)
    }

    /// Asks for what is at a path.
    pub fn get(&mut self, path: &str, token: &str) -> io::Result<Answer> {
        let mut head = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        head += &format!("authorization: Bearer {token}\r\naccept-encoding: gzip, deflate, br, zstd\r\n\r\n");
        let cost = Cost { requests: 1, bytes: head.len(), own: head.lines().map(own).sum() };
        self.stream.get_mut().write_all(head.as_bytes())?;
        self.read(cost)
    }

    pub fn post(&mut self, path: &str, headers: &[(&str, String)], body: &[u8]) -> io::Result<Answer> {
        let mut head =
            format!("POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-length: {}\r\n", self.address, body.len());
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += "\r\n";
        let mut cost = Cost { requests: 1, bytes: head.len() + body.len(), own: body.len() };
        cost.own += head.lines().map(own).sum::<usize>();
        let mut whole = head.into_bytes();
        whole.extend_from_slice(body);
        self.stream.get_mut().write_all(&whole)?;
        self.read(cost)
    }

    fn read(&mut self, mut cost: Cost) -> io::Result<Answer> {
        let broken = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
        let (mut status, mut length, mut encoding) = (0, None, String::new());
        loop {
            let mut line = String::new();
            cost.bytes += self.stream.read_line(&mut line)?;
            let line = line.trim_end();
            cost.own += own(line);
            if line.is_empty() {
                break;
            }
            match line.split_once(": ") {
                Some(("content-length", value)) => length = value.parse().ok(),
                Some(("content-encoding", value)) => value.clone_into(&mut encoding),
                Some(_) => {}
                None => status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0),
            }
        }
        let mut body = vec![0; length.ok_or_else(|| broken("an answer without its length"))?];
        self.stream.read_exact(&mut body)?;
        cost.bytes += body.len();
        cost.own += body.len();
        let mut plain = Vec::new();
        match encoding.as_str() {
            "" => plain = body,
            "gzip" => _ = GzDecoder::new(body.as_slice()).read_to_end(&mut plain)?,
            "br" => brotli_decompressor::BrotliDecompress(&mut body.as_slice(), &mut plain)?,
            _ => return Err(broken("an encoding that was not asked for")),
        }
        Ok(Answer { status, body: plain, cost })
    }
}

/// The bytes of a header line with its end, where the header is one of the protocol's own.
fn own(line: &str) -> usize {
    let is_own = line.split_once(": ").is_some_and(|(name, _)| OWN.contains(&name));
    if is_own { line.len() + 2 } else { 0 }
}

fn gzip(body: &[u8]) -> io::Result<Vec<u8>> {
    // The level of the browsers' CompressionStream.
    let mut packer = GzEncoder::new(Vec::new(), Compression::new(6));
    packer.write_all(body)?;
    packer.finish()
}
