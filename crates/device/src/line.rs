//! Requests to the endpoint, over HTTP, as the app sends them.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};
use reqwest::{Client, RequestBuilder};
use thidua_domain::record::PartitionId;
use thidua_sync::directory::{ApiError, Directory, SignIn, SignedIn};

/// As long as the app waits.
const TIMEOUT: Duration = Duration::from_secs(90);
/// Below this, compressing saves nothing that matters.
const WORTH_COMPRESSING: usize = 400;
/// The most bytes of an answer after decompression.
const MOST_PLAIN: u64 = 256 * 1024 * 1024;

/// Why there is no answer to work with.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// The endpoint could not be reached, or the line broke.
    #[error("{0}")]
    Broken(String),
    /// It answered with another status than success.
    #[error("the endpoint answers {status}{}", .reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default())]
    Status {
        /// The status.
        status: u16,
        /// The reason code.
        reason: Option<String>,
    },
    /// The address is none that can be asked.
    #[error(
        "{0:?} does not begin with http://: the device speaks no TLS; to a far endpoint it goes through a tunnel"
    )]
    Address(String),
    /// The answer is not what it should be.
    #[error("the answer cannot be read: {0}")]
    Unreadable(String),
}

impl From<reqwest::Error> for LineError {
    fn from(error: reqwest::Error) -> Self {
        let mut words = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(deeper) = cause {
            words = format!("{words}: {deeper}");
            cause = deeper.source();
        }
        Self::Broken(words)
    }
}

impl LineError {
    /// Whether a later try may cure it: the line, or an endpoint that is not there just now.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Broken(_) => true,
            Self::Status { status, .. } => matches!(status, 429 | 500..),
            Self::Address(_) | Self::Unreadable(_) => false,
        }
    }
}

/// The way to one endpoint.
#[derive(Debug)]
pub struct Line {
    client: Client,
    server: String,
}

/// What was sent and what came, in bytes on the line, headers left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Moved {
    /// Up.
    pub up: usize,
    /// Down.
    pub down: usize,
}

impl Line {
    /// To an endpoint.
    ///
    /// # Errors
    /// Where the address is none that can be asked without TLS.
    pub fn to(server: &str) -> Result<Self, LineError> {
        if !server.starts_with("http://") {
            return Err(LineError::Address(server.to_owned()));
        }
        let client = Client::builder().timeout(TIMEOUT).build()?;
        Ok(Self { client, server: server.trim_end_matches('/').to_owned() })
    }

    /// The endpoint's address.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.server
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.server))
    }

    /// Signs in.
    ///
    /// # Errors
    /// Where there is no answer, or the endpoint does not let the account in.
    pub async fn sign_in(&self, account: &SignIn) -> Result<SignedIn, LineError> {
        let json = serde_json::to_vec(account).map_err(|error| LineError::Unreadable(error.to_string()))?;
        let (body, _) =
            answer(self.post("/session").header(CONTENT_TYPE, "application/json").body(json)).await?;
        parse(&body)
    }

    /// The account and its places, as they are now.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn directory(&self, token: &str) -> Result<Directory, LineError> {
        let (body, _) =
            answer(self.client.get(format!("{}/session", self.server)).bearer_auth(token)).await?;
        parse(&body)
    }

    /// Gives the login back.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn sign_out(&self, token: &str) -> Result<(), LineError> {
        answer(self.client.delete(format!("{}/session", self.server)).bearer_auth(token)).await.map(drop)
    }

    /// One exchange: the request's bytes there, the answer's back.
    ///
    /// # Errors
    /// Where there is no answer.
    pub async fn exchange(&self, token: &str, body: Vec<u8>) -> Result<(Vec<u8>, Moved), LineError> {
        let mut request = self.post("/sync").bearer_auth(token).header(CONTENT_TYPE, "application/cbor");
        let packed = packed(&body).filter(|packed| packed.len() < body.len());
        if packed.is_some() {
            request = request.header(CONTENT_ENCODING, "gzip");
        }
        let body = packed.unwrap_or(body);
        let up = body.len();
        let (answer, down) = answer(request.header(ACCEPT_ENCODING, "gzip").body(body)).await?;
        Ok((answer, Moved { up, down }))
    }
}

impl Line {
    /// Hands a file in that somebody carries, without any login. The answer is the receipt.
    ///
    /// # Errors
    /// Where there is no answer, or the endpoint does not take the file.
    pub async fn hand_in_file(&self, file: Vec<u8>) -> Result<Vec<u8>, LineError> {
        let request = self.post("/bundle").header(CONTENT_TYPE, "application/octet-stream");
        Ok(answer(request.body(file)).await?.0)
    }

    /// A page of a snapshot: what it says, and how many bytes came.
    ///
    /// # Errors
    /// Where there is no answer; with the status 404 where the snapshot is not there any more.
    pub async fn snapshot_page(
        &self,
        token: &str,
        partition: PartitionId,
        generation: u64,
        number: u32,
    ) -> Result<(Vec<u8>, usize), LineError> {
        let address = format!("{}/snapshot/{partition}/{generation}/{number}", self.server);
        // Packed by Brotli only, which this device does not read: on its line bytes are not what is scarce.
        answer(self.client.get(address).bearer_auth(token).header(ACCEPT_ENCODING, "identity")).await
    }
}

/// The body of a successful answer, unpacked, and how many bytes it was on the line.
async fn answer(request: RequestBuilder) -> Result<(Vec<u8>, usize), LineError> {
    let answer = request.send().await?;
    let status = answer.status();
    let is_packed = is_packed(answer.headers());
    let body = answer.bytes().await?;
    if !status.is_success() {
        let reason = serde_json::from_slice::<ApiError>(&body).ok().map(|error| error.reason);
        return Err(LineError::Status { status: status.as_u16(), reason });
    }
    if !is_packed {
        return Ok((body.to_vec(), body.len()));
    }
    let mut plain = Vec::new();
    let unpacked = GzDecoder::new(body.as_ref()).take(MOST_PLAIN).read_to_end(&mut plain);
    unpacked.map_err(|error| LineError::Unreadable(error.to_string()))?;
    Ok((plain, body.len()))
}

fn is_packed(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_ENCODING).is_some_and(|encoding| encoding == "gzip")
}

fn packed(body: &[u8]) -> Option<Vec<u8>> {
    if body.len() < WORTH_COMPRESSING {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

fn parse<T: serde::de::DeserializeOwned>(json: &[u8]) -> Result<T, LineError> {
    serde_json::from_slice(json).map_err(|error| LineError::Unreadable(error.to_string()))
}
