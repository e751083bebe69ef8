//! What every answer says to a browser about how little it may do with it, and the pace of those who ask.

use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::Desk;
use super::error::Refusal;

/// Two years, as browsers that keep a list of such sites ask for.
const ONLY_TLS: &str = "max-age=63072000; includeSubDomains";
/// No other site may draw this one into its own process, or read what it loads.
const ALONE: [(&str, &str); 4] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
];
/// What the app never asks a browser for. The camera reads codes; passkeys sign in.
const PERMISSIONS: (&str, &str) = (
    "permissions-policy",
    "camera=(self), publickey-credentials-create=(self), publickey-credentials-get=(self), geolocation=(), microphone=(), \
     payment=(), usb=(), browsing-topics=()",
);

/// For the files of the app.
pub(super) async fn files(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let secure = desk.0.trust.origin(&request).secure;
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    ALONE.into_iter().chain([PERMISSIONS]).for_each(|(name, value)| set(headers, name, value));
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONLY_TLS));
    }
    answer
}

/// For the interface: not more often than is good for the others. Its answers carry no header that they can do without, because
/// every exchange pays for them: the two that are left keep another site from making something else of an answer.
pub(super) async fn interface(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let address = desk.0.trust.origin(&request).address;
    let mut answer = match desk.0.pace.address(address, Instant::now()) {
        Ok(()) => next.run(request).await,
        Err(too_many) => {
            super::body::drain(request.into_body()).await;
            Refusal::from(too_many).into_response()
        }
    };
    for (name, value) in ALONE {
        if name == "x-content-type-options" || name == "cross-origin-resource-policy" {
            set(answer.headers_mut(), name, value);
        }
    }
    answer
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &'static str) {
    headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
}
