//! The hub's way to the committee's endpoint.

use std::time::Duration;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE};
use reqwest::{Client, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thidua_bundle::{Kind, kind_of};
use thidua_sync::directory::{ApiError, SignIn, SignedIn};
use thidua_sync::hub::{Lease, LeaseAsked};
use thidua_sync::wire::{Answer, Page, Request, decode_page};

/// As long as a device waits: the hub's line may be as weak.
const TIMEOUT: Duration = Duration::from_secs(90);

/// Why there is no answer to work with.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// The endpoint could not be reached, or the line broke.
    #[error("the committee's endpoint was not reached: {0}")]
    Broken(#[from] reqwest::Error),
    /// It answered with another status than success.
    #[error("the committee's endpoint answers {status} ({reason})")]
    Status {
        /// The status.
        status: u16,
        /// The reason code, empty where there was none.
        reason: String,
        /// How many seconds to wait, where it says so.
        after: Option<u64>,
    },
    /// The answer is not what it should be.
    #[error("the answer of the committee's endpoint cannot be read")]
    Unreadable,
    /// The address is none.
    #[error(
        "{0:?}: the hub speaks no TLS; name the proxy on this machine that leads to the committee's endpoint, as http://127.0.0.1:8089"
    )]
    Address(String),
}

impl LineError {
    /// Whether the endpoint says that this login is none any more.
    pub(super) fn is_shut_out(&self) -> bool {
        // Whoever stands in between, as the sign-in page of a hotel, gives no reason of ours.
        matches!(self, Self::Status { status: 401 | 403, reason, .. } if !reason.is_empty())
    }

    /// The reason, where what was sent would not be taken later either.
    pub(super) fn is_final(&self) -> Option<&str> {
        const FINAL: [&str; 10] = [
            "no_bundle",
            "newer_bundle",
            "cut_short",
            "unknown_author",
            "wrong_device",
            "another_committee",
            "changed",
            "too_large",
            "tray_full",
            "malformed",
        ];
        match self {
            Self::Status { reason, .. } => FINAL.contains(&reason.as_str()).then_some(reason),
            _ => None,
        }
    }
}

/// The way there.
pub(super) struct Line {
    client: Client,
    upstream: String,
}

/// Whether an origin is one that may be asked: over TLS, or on this machine.
pub(crate) fn is_origin(text: &str) -> bool {
    let (host, is_tls) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
        (Some(host), _) => (host, true),
        (None, Some(host)) => (host, false),
        (None, None) => return false,
    };
    let is_plain = |one: char| one.is_ascii_alphanumeric() || "-.:[]".contains(one);
    let name =
        host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(name, _)| name);
    let is_here = ["127.0.0.1", "localhost", "[::1]"].contains(&name);
    !name.is_empty() && host.chars().all(is_plain) && (is_tls || is_here)
}

impl Line {
    pub(super) fn to(upstream: &str) -> Result<Self, LineError> {
        // The program speaks no TLS.
        if !is_origin(upstream) || !upstream.starts_with("http://") {
            return Err(LineError::Address(upstream.to_owned()));
        }
        let client = Client::builder().timeout(TIMEOUT).build()?;
        Ok(Self { client, upstream: upstream.trim_end_matches('/').to_owned() })
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.upstream))
    }

    async fn json<T: DeserializeOwned>(
        request: RequestBuilder,
        body: &(impl Serialize + Sync),
    ) -> Result<T, LineError> {
        let body = serde_json::to_vec(body).map_err(|_| LineError::Unreadable)?;
        let answer = answer(request.header(CONTENT_TYPE, "application/json").body(body)).await?;
        serde_json::from_slice(&answer).map_err(|_| LineError::Unreadable)
    }

    pub(super) async fn sign_in(&self, account: &SignIn) -> Result<SignedIn, LineError> {
        Self::json(self.post("/session"), account).await
    }

    pub(super) async fn lease(&self, token: &str, key: String) -> Result<Lease, LineError> {
        Self::json(self.post("/hub/lease").bearer_auth(token), &LeaseAsked { key }).await
    }

    /// A file that a device has sealed; its receipt.
    pub(super) async fn hand_in(&self, token: &str, file: Vec<u8>) -> Result<Vec<u8>, LineError> {
        let request = self.post("/bundle").bearer_auth(token);
        let receipt = answer(request.header(CONTENT_TYPE, "application/octet-stream").body(file)).await?;
        // Nothing is called handed in because of a page that somebody in between has shown.
        if kind_of(&receipt) == Ok(Kind::Receipt) { Ok(receipt) } else { Err(LineError::Unreadable) }
    }

    pub(super) async fn exchange(&self, token: &str, request: &Request) -> Result<Answer, LineError> {
        let asked = self.post("/sync").bearer_auth(token).header(CONTENT_TYPE, "application/cbor");
        let answer = answer(asked.body(request.encode())).await?;
        Answer::decode(&answer).map_err(|_| LineError::Unreadable)
    }

    /// A page of a snapshot; `None` where it is not there any more.
    pub(super) async fn snapshot_page(
        &self,
        token: &str,
        partition: u32,
        generation: u64,
        number: u32,
    ) -> Result<Option<Page>, LineError> {
        let address = format!("{}/snapshot/{partition}/{generation}/{number}", self.upstream);
        let asked = self.client.get(address).bearer_auth(token).header(ACCEPT_ENCODING, "identity");
        match answer(asked).await {
            Ok(page) => decode_page(&page).map(Some).map_err(|_| LineError::Unreadable),
            Err(LineError::Status { status: 404, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

async fn answer(request: RequestBuilder) -> Result<Vec<u8>, LineError> {
    let answer = request.send().await?;
    let status = answer.status();
    let after = answer.headers().get("retry-after").and_then(|after| after.to_str().ok()?.parse().ok());
    let body = answer.bytes().await?;
    if status.is_success() {
        return Ok(body.into());
    }
    let reason = serde_json::from_slice::<ApiError>(&body).map(|error| error.reason).unwrap_or_default();
    Err(LineError::Status { status: status.as_u16(), reason, after })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_goes_over_no_line_that_others_can_read() {
        for good in [
            "https://thidua.example",
            "https://a.b:8443",
            "http://127.0.0.1:8080",
            "http://localhost",
            "http://[::1]:1",
        ] {
            assert!(is_origin(good), "{good}");
        }
        for wrong in [
            "",
            "https://",
            "http://thidua.example",
            "http://127.0.0.1.example",
            "ftp://x",
            "thidua",
            "https://a/b",
            "https://a b",
            "https://a; script-src *",
            "http://localhost/",
        ] {
            assert!(!is_origin(wrong), "{wrong}");
        }
    }
}
