//! Reading what a device sends, within bounds: of bytes on the line, of bytes after decompression, and of time between
//! two pieces. Nothing is allocated for what a header merely claims.

use std::io::Read as _;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use flate2::read::MultiGzDecoder;
use http_body_util::BodyExt as _;

/// The most bytes on the line.
const MOST_SENT: usize = 2 * 1024 * 1024;
/// The most bytes after decompression.
const MOST_PLAIN: u64 = 8 * 1024 * 1024;
/// Of a body that is refused anyway, so much is still taken off the line: an answer in the middle of a request shows on
/// the device as a broken line, and it would try the same again.
const MOST_DRAINED: usize = 16 * 1024 * 1024;
/// The longest silence in the middle of a body. A weak line that retries has long pauses.
const SILENCE: Duration = Duration::from_secs(45);

/// Why there is no body to work with.
#[derive(Debug, thiserror::Error)]
pub(super) enum BodyError {
    /// The content type is not what the path takes.
    #[error("unsupported media type")]
    UnsupportedMediaType,
    /// It is compressed in another way than gzip.
    #[error("unsupported encoding")]
    UnsupportedEncoding,
    /// Larger than a request may be.
    #[error("too large")]
    TooLarge,
    /// The device fell silent in the middle.
    #[error("too slow")]
    TooSlow,
    /// Cut on the way, or no gzip although it says so.
    #[error("malformed")]
    Malformed,
}

/// The body, decompressed, where its type is one of `types`.
pub(super) async fn read(headers: &HeaderMap, body: Body, types: &[&str]) -> Result<Vec<u8>, BodyError> {
    let gzip = match kind(headers, types) {
        Ok(gzip) => gzip,
        Err(error) => {
            drain(body).await;
            return Err(error);
        }
    };
    let sent = receive(body, MOST_SENT).await?;
    if !gzip {
        return Ok(sent);
    }
    let mut plain = Vec::new();
    let mut decoder = MultiGzDecoder::new(sent.as_slice()).take(MOST_PLAIN + 1);
    decoder.read_to_end(&mut plain).map_err(|_| BodyError::Malformed)?;
    if plain.len() as u64 > MOST_PLAIN { Err(BodyError::TooLarge) } else { Ok(plain) }
}

/// A body of at most so many bytes as they are, not compressed.
pub(super) async fn chunk(
    headers: &HeaderMap,
    body: Body,
    of: &str,
    most: usize,
) -> Result<Vec<u8>, BodyError> {
    match kind(headers, &[of]) {
        Ok(false) => receive(body, most).await,
        Ok(true) => {
            drain(body).await;
            Err(BodyError::UnsupportedEncoding)
        }
        Err(error) => {
            drain(body).await;
            Err(error)
        }
    }
}

/// What was found of whoever asks, with the body that may now be read. Where they were refused, the body is taken off the line
/// first: whoever is still sending would otherwise hear of a broken connection instead of the reason.
pub(super) async fn unless_refused<T, E>(found: Result<T, E>, content: Body) -> Result<(T, Body), E> {
    match found {
        Ok(found) => Ok((found, content)),
        Err(refusal) => {
            drain(content).await;
            Err(refusal)
        }
    }
}

/// Takes a body off the line that nobody will read.
pub(super) async fn drain(mut body: Body) {
    let mut left = MOST_DRAINED;
    while let Ok(Some(piece)) = piece(&mut body).await {
        let Some(rest) = left.checked_sub(piece.len()) else { return };
        left = rest;
    }
}

/// Whether the body is compressed.
fn kind(headers: &HeaderMap, types: &[&str]) -> Result<bool, BodyError> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let essence =
        text(header::CONTENT_TYPE).and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    if !types.iter().any(|known| known.eq_ignore_ascii_case(essence)) {
        return Err(BodyError::UnsupportedMediaType);
    }
    match text(header::CONTENT_ENCODING).map(str::trim) {
        None | Some("identity") => Ok(false),
        Some("gzip") => Ok(true),
        Some(_) => Err(BodyError::UnsupportedEncoding),
    }
}

async fn receive(mut body: Body, most: usize) -> Result<Vec<u8>, BodyError> {
    let mut sent = Vec::new();
    while let Some(piece) = piece(&mut body).await? {
        if sent.len() + piece.len() > most {
            drain(body).await;
            return Err(BodyError::TooLarge);
        }
        sent.extend_from_slice(&piece);
    }
    Ok(sent)
}

/// The next piece of a body; empty for trailers.
async fn piece(body: &mut Body) -> Result<Option<Bytes>, BodyError> {
    let frame = tokio::time::timeout(SILENCE, body.frame()).await.map_err(|_| BodyError::TooSlow)?;
    match frame {
        None => Ok(None),
        Some(Ok(frame)) => Ok(Some(frame.into_data().unwrap_or_default())),
        Some(Err(_)) => Err(BodyError::Malformed),
    }
}
