//! Files of evidence over HTTP: how much of one the endpoint has, a piece of it there, a piece of it back.

use super::http::{Answer, CONTENT_TYPE, Request};
use super::transport::{self, TransportError};

/// The most bytes that the endpoint takes at once.
pub(crate) const MOST_SENT: u32 = 64 * 1024;
/// The most bytes that are asked for at once: as many are lost when the line is cut.
pub(crate) const MOST_ASKED: u32 = 512 * 1024;
/// On a line of which nothing is known yet, as many bytes go at once.
const FIRST: u32 = 16 * 1024;
const LEAST: u32 = 4 * 1024;
/// A piece is to take about this long: then a record that is saved meanwhile waits no longer.
const PIECE_MS: f64 = 2_000.0;

const OFFSET: &str = "upload-offset";
const RANGE: &str = "range";

/// A file as a record names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Address {
    /// The digest of its bytes.
    pub(crate) digest: String,
    /// The record that names it.
    pub(crate) record: String,
}

impl Address {
    fn path(&self) -> Result<String, TransportError> {
        transport::address(&["/blob/", &self.digest, "?record=", &self.record].concat())
    }
}

/// How many bytes of the file the endpoint has.
pub(crate) async fn look(token: &str, file: &Address) -> Result<u32, TransportError> {
    let answer = Request::new("HEAD", file.path()?).signed(token).ask().await?;
    let answer = transport::successful(answer).await?;
    offset(&answer).ok_or(TransportError::Unreadable)
}

/// Sends the bytes that begin at `start`; says how many the endpoint has then.
pub(crate) async fn send(
    token: &str,
    file: &Address,
    start: u32,
    bytes: Vec<u8>,
) -> Result<u32, TransportError> {
    let request = Request::new("PATCH", file.path()?)
        .header(CONTENT_TYPE, "application/offset+octet-stream")
        .header(OFFSET, start.to_string());
    let answer = request.signed(token).body(bytes).ask().await?;
    let told = offset(&answer);
    match (answer.status(), told) {
        // Another device or another tab has sent meanwhile: it goes on from there.
        (204 | 409, Some(offset)) => Ok(offset),
        _ => {
            transport::successful(answer).await?;
            Err(TransportError::Unreadable)
        }
    }
}

/// The bytes from `from` up to `to`.
pub(crate) async fn fetch(
    token: &str,
    file: &Address,
    from: u32,
    to: u32,
) -> Result<Vec<u8>, TransportError> {
    let range = ["bytes=", &from.to_string(), "-", &to.saturating_sub(1).to_string()].concat();
    let request = Request::get(file.path()?).header(RANGE, range).signed(token);
    let bytes = transport::send(request).await?.bytes().await?;
    if bytes.len() == to.saturating_sub(from) as usize { Ok(bytes) } else { Err(TransportError::Cut) }
}

fn offset(answer: &Answer) -> Option<u32> {
    answer.header(OFFSET)?.parse().ok()
}

/// How fast a line is, as far as it was seen.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Speed {
    /// Bytes in a millisecond; 0 while nothing is known.
    rate: f64,
}

impl Speed {
    /// So many bytes took so long. What came last counts most: lines change.
    pub(crate) fn saw(&mut self, bytes: u32, ms: f64) {
        let rate = f64::from(bytes) / ms.max(1.0);
        self.rate = if self.rate > 0.0 { (self.rate + rate) / 2.0 } else { rate };
    }

    /// How many bytes to move at once.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between the least and the most"
    )]
    pub(crate) fn piece(self, most: u32) -> u32 {
        if self.rate > 0.0 {
            (self.rate * PIECE_MS).clamp(f64::from(LEAST), f64::from(most)) as u32
        } else {
            FIRST.min(most)
        }
    }

    /// How many seconds so many bytes still take, at least one; `None` while nothing is known.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a file of 10 MB within a day"
    )]
    pub(crate) fn seconds(self, bytes: u32) -> Option<u32> {
        (self.rate > 0.0).then(|| (f64::from(bytes) / self.rate / 1000.0).ceil().clamp(1.0, 86_400.0) as u32)
    }
}
