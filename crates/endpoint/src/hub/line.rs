//! The hub's way to the committee's endpoint.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{Request as Asked, request};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::{self, Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::{ClientConfig, RootCertStore};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thidua_bundle::{Kind, kind_of};
use thidua_sync::directory::{ApiError, SignIn, SignedIn};
use thidua_sync::hub::{Lease, LeaseAsked};
use thidua_sync::wire::{Answer, Page, Request, decode_page};

use crate::configuration::Upstream;

/// As long as a device waits: the hub's line may be as weak.
const TIMEOUT: Duration = Duration::from_secs(90);
/// The largest answer, in bytes: a page of a large unit, unpacked, is a tenth of it.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// Why there is no answer to work with.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// The endpoint could not be reached, or is not the one that was meant.
    #[error("the committee's endpoint was not reached")]
    Unreached(#[source] legacy::Error),
    /// The line broke before the answer was there.
    #[error("the line to the committee's endpoint broke")]
    Broken(#[source] Box<dyn Error + Send + Sync>),
    /// The answer did not come in time.
    #[error("the committee's endpoint did not answer in {} s", TIMEOUT.as_secs())]
    Slow,
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
    #[error("{0:?} is no address: name the committee's endpoint as https://thidua.example")]
    Address(String),
    /// Passwords would go over a line that others can read.
    #[error(
        "{0}: a password, a login and all records would go over this line for everybody to read. Name the committee's \
         endpoint with https://, or say --upstream-in-clear where something else protects the line, as WireGuard does"
    )]
    InClear(String),
    /// The file of the authority cannot be read.
    #[error("cannot read the certificates in {file}")]
    Authority {
        /// The file.
        file: PathBuf,
        /// Why.
        source: pem::Error,
    },
    /// The file of the authority holds nothing that could be trusted.
    #[error("{0} holds no certificate of an authority")]
    NoAuthority(PathBuf),
    /// What the ciphers need is not there.
    #[error("no line can be opened over TLS")]
    Tls(#[from] rustls::Error),
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

/// How an address is spoken to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    /// Over TLS.
    Tls,
    /// On this machine.
    Here,
    /// For everybody on the way to read.
    InClear,
}

impl Way {
    /// How an origin is spoken to; `None` where it is none.
    fn to(origin: &str) -> Option<Self> {
        let (host, is_tls) = match (origin.strip_prefix("https://"), origin.strip_prefix("http://")) {
            (Some(host), _) => (host, true),
            (None, Some(host)) => (host, false),
            (None, None) => return None,
        };
        let is_plain = |one: char| one.is_ascii_alphanumeric() || "-.:[]".contains(one);
        let name = host
            .rsplit_once(':')
            .filter(|(_, port)| port.parse::<u16>().is_ok())
            .map_or(host, |(name, _)| name);
        if name.is_empty() || !host.chars().all(is_plain) {
            return None;
        }
        Some(match (is_tls, name) {
            (true, _) => Self::Tls,
            (false, "127.0.0.1" | "localhost" | "[::1]") => Self::Here,
            (false, _) => Self::InClear,
        })
    }
}

/// Whether an origin is one that a browser may be sent to: over TLS, or on this machine.
pub(crate) fn is_origin(text: &str) -> bool {
    matches!(Way::to(text), Some(Way::Tls | Way::Here))
}

/// Whether an origin is one at all.
pub(crate) fn is_address(text: &str) -> bool {
    Way::to(text).is_some()
}

/// The way there.
pub(super) struct Line {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    upstream: String,
}

/// Whom to believe that the other side is the committee's endpoint: the authorities of the system, and one that was named.
fn authorities(of: &Upstream) -> Result<RootCertStore, LineError> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::debug!("an authority of the system is passed over: {error}");
    }
    roots.add_parsable_certificates(found.certs);
    if let Some(file) = &of.authority {
        let failed = |source| LineError::Authority { file: file.clone(), source };
        let read = CertificateDer::pem_file_iter(file).map_err(failed)?;
        let read: Vec<_> = read.collect::<Result<_, _>>().map_err(failed)?;
        let (added, passed_over) = roots.add_parsable_certificates(read);
        if added == 0 || passed_over > 0 {
            return Err(LineError::NoAuthority(file.clone()));
        }
    }
    Ok(roots)
}

impl Line {
    pub(super) fn to(of: &Upstream) -> Result<Self, LineError> {
        let upstream = of.url.trim_end_matches('/').to_owned();
        match Way::to(&upstream) {
            None => return Err(LineError::Address(upstream)),
            Some(Way::InClear) if !of.in_clear => return Err(LineError::InClear(upstream)),
            Some(_) => {}
        }
        let ciphers = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(ciphers).with_safe_default_protocol_versions()?;
        let tls = tls.with_root_certificates(authorities(of)?).with_no_client_auth();
        let connector = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1();
        Ok(Self { client: Client::builder(TokioExecutor::new()).build(connector.build()), upstream })
    }

    async fn post(
        &self,
        path: &str,
        token: Option<&str>,
        kind: &str,
        body: Vec<u8>,
    ) -> Result<Vec<u8>, LineError> {
        let mut asked = Asked::post(format!("{}{path}", self.upstream)).header(CONTENT_TYPE, kind);
        if let Some(token) = token {
            asked = asked.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        self.answer(asked, body).await
    }

    async fn json<T: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&str>,
        body: &(impl Serialize + Sync),
    ) -> Result<T, LineError> {
        let body = serde_json::to_vec(body).map_err(|_| LineError::Unreadable)?;
        let answer = self.post(path, token, "application/json", body).await?;
        serde_json::from_slice(&answer).map_err(|_| LineError::Unreadable)
    }

    pub(super) async fn sign_in(&self, account: &SignIn) -> Result<SignedIn, LineError> {
        self.json("/session", None, account).await
    }

    pub(super) async fn lease(&self, token: &str, key: String) -> Result<Lease, LineError> {
        self.json("/hub/lease", Some(token), &LeaseAsked { key }).await
    }

    /// A file that a device has sealed; its receipt.
    pub(super) async fn hand_in(&self, token: &str, file: Vec<u8>) -> Result<Vec<u8>, LineError> {
        let receipt = self.post("/bundle", Some(token), "application/octet-stream", file).await?;
        // Nothing is called handed in because of a page that somebody in between has shown.
        if kind_of(&receipt) == Ok(Kind::Receipt) { Ok(receipt) } else { Err(LineError::Unreadable) }
    }

    pub(super) async fn exchange(&self, token: &str, request: &Request) -> Result<Answer, LineError> {
        let answer = self.post("/sync", Some(token), "application/cbor", request.encode()).await?;
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
        let asked = Asked::get(address).header(AUTHORIZATION, format!("Bearer {token}"));
        match self.answer(asked.header(ACCEPT_ENCODING, "identity"), Vec::new()).await {
            Ok(page) => decode_page(&page).map(Some).map_err(|_| LineError::Unreadable),
            Err(LineError::Status { status: 404, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Asks, and waits for the whole answer.
    async fn answer(&self, asked: request::Builder, body: Vec<u8>) -> Result<Vec<u8>, LineError> {
        // Only an address or a token that is none cannot be written into a request.
        let asked = asked.body(Full::from(body)).map_err(|_| LineError::Address(self.upstream.clone()))?;
        let answered = async {
            let answer = self.client.request(asked).await.map_err(LineError::Unreached)?;
            let (parts, body) = answer.into_parts();
            let body = Limited::new(body, MOST_BYTES).collect().await.map_err(LineError::Broken)?;
            Ok::<_, LineError>((parts, body.to_bytes()))
        };
        let (parts, body) = tokio::time::timeout(TIMEOUT, answered).await.map_err(|_| LineError::Slow)??;
        if parts.status.is_success() {
            return Ok(body.into());
        }
        let after = parts.headers.get(RETRY_AFTER).and_then(|after| after.to_str().ok()?.parse().ok());
        let reason = serde_json::from_slice::<ApiError>(&body).map(|error| error.reason).unwrap_or_default();
        Err(LineError::Status { status: parts.status.as_u16(), reason, after })
    }
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
        assert!(is_address("http://thidua.example") && !is_address("http://a/b") && !is_address("thidua"));
    }
}
