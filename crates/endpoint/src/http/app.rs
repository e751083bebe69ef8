//! The files of the app, as `cargo xtask` built and compressed them. Nothing is compressed here.
//!
//! A name with the hash of the content in it means the same for ever; every other file is asked for again each time. A
//! path that is no file is a page of the app, which finds its own way. Who holds a file of an earlier version is sent what is
//! different, where that has been made ([`dictionary`]).

use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use super::dictionary::{self, Delta, Family};
use super::error::Refusal;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";
/// The app loads nothing from elsewhere, runs no script that is not a file of its own, and is shown in no frame. It asks its own
/// endpoint, and the hubs that this has named.
const POLICY: [&str; 2] = [
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'",
    "; manifest-src 'self'; worker-src 'self'; object-src 'none'; \
    base-uri 'none'; frame-ancestors 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types default",
];
const BY_ENCODING: &str = "accept-encoding";
const BY_DICTIONARY: &str = "accept-encoding, available-dictionary";
/// The copies of files that lie beside them: never asked for by their names.
const COPIES: [&str; 3] = [".br", ".gz", dictionary::ENDING];

/// The routes of the app's files.
pub(super) fn files(directory: &Path, hubs: &[String]) -> Router {
    let files = ServeDir::new(directory).precompressed_br().precompressed_gzip();
    Router::new().fallback(file).with_state(Files { files, policy: policy(hubs) })
}

#[derive(Clone)]
struct Files {
    files: ServeDir,
    policy: HeaderValue,
}

/// The policy with the hubs that the app may ask. Their addresses were looked at when they were configured.
fn policy(hubs: &[String]) -> HeaderValue {
    let [before, after] = POLICY;
    let hubs: String = hubs.iter().flat_map(|hub| [" ", hub]).collect();
    let written = HeaderValue::try_from([before, &hubs, after].concat());
    written.unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
}

async fn file(State(Files { files, policy }): State<Files>, mut request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Refusal::METHOD_NOT_ALLOWED.into_response();
    }
    if COPIES.iter().any(|ending| path.ends_with(ending)) {
        return Refusal::NOT_FOUND.into_response();
    }
    let is_page = path == "/" || is_page(&path, request.headers());
    if is_page {
        *request.uri_mut() = Uri::from_static("/index.html");
    }
    // The address of a record looks like a name with a hash.
    let family = if is_page { None } else { Family::of(&path) };
    let mut answer = match family.as_ref().and_then(|family| family.delta(request.headers())) {
        Some(delta) => different(&files, delta, request).await,
        None => whole(&files, request).await,
    };
    if answer.status() == StatusCode::NOT_FOUND || answer.status() == StatusCode::METHOD_NOT_ALLOWED {
        return Refusal::NOT_FOUND.into_response();
    }
    let is_whole = answer.status() == StatusCode::OK;
    let is_well = answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED;
    let headers = answer.headers_mut();
    let pattern = family.as_ref().filter(|_| is_whole).and_then(Family::pattern);
    if let Some(pattern) = pattern {
        headers.insert(dictionary::USE_AS, pattern);
    }
    let mut set = |name, value| _ = headers.insert(name, HeaderValue::from_static(value));
    // What went wrong may go right the next time.
    set(header::CACHE_CONTROL, if family.is_some() && is_well { FOR_EVER } else { ASK_AGAIN });
    set(header::VARY, if family.is_some() { BY_DICTIONARY } else { BY_ENCODING });
    if path.ends_with("/manifest.json") {
        set(header::CONTENT_TYPE, "application/manifest+json");
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    answer
}

async fn whole(files: &ServeDir, request: Request) -> Response {
    let Ok(answer) = files.clone().oneshot(request).await;
    answer.into_response()
}

/// The file as what is different from the one that the browser holds, where that lies here.
async fn different(files: &ServeDir, delta: Delta, request: Request) -> Response {
    let mut asked = Request::new(Body::empty());
    // Nothing else of the request: a part of a delta, or a coding of it, is of no use.
    *asked.method_mut() = request.method().clone();
    *asked.uri_mut() = delta.path;
    let mut answer = whole(files, asked).await;
    if answer.status() != StatusCode::OK {
        return whole(files, request).await;
    }
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(dictionary::CODING));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(delta.kind));
    answer
}

/// A path without an ending, asked for by somebody who wishes to read it.
fn is_page(path: &str, headers: &HeaderMap) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    !last.contains('.') && accept.contains("text/html")
}
