//! The files of the app, as `cargo xtask` built and compressed them. Nothing is compressed here.
//!
//! A name with the hash of the content in it means the same for ever; every other file is asked for again each time. A
//! path that is no file is a page of the app, which finds its own way.

use std::path::Path;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

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
/// Fewer digits than this may be a date or a size; trunk writes sixteen, without their leading zeros.
const HASH_DIGITS: usize = 8;

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
    if path.ends_with(".br") || path.ends_with(".gz") {
        return Refusal::NOT_FOUND.into_response();
    }
    if path == "/" || is_page(&path, request.headers()) {
        *request.uri_mut() = Uri::from_static("/index.html");
    }
    let cache = if is_hashed(&path) { FOR_EVER } else { ASK_AGAIN };
    let Ok(answer) = files.oneshot(request).await;
    if answer.status() == StatusCode::NOT_FOUND || answer.status() == StatusCode::METHOD_NOT_ALLOWED {
        return Refusal::NOT_FOUND.into_response();
    }
    let mut answer = answer.into_response();
    let headers = answer.headers_mut();
    let mut set = |name, value| _ = headers.insert(name, HeaderValue::from_static(value));
    set(header::CACHE_CONTROL, cache);
    set(header::VARY, "accept-encoding");
    if path.ends_with("/manifest.json") {
        set(header::CONTENT_TYPE, "application/manifest+json");
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    answer
}

/// A path without an ending, asked for by somebody who wishes to read it.
fn is_page(path: &str, headers: &HeaderMap) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    !last.contains('.') && accept.contains("text/html")
}

/// Whether the name holds the hash of the content, as in `app-0123456789abcdef.css` or `app-0123456789abcdef_bg.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((_, after)) = name.split_once('-') else { return false };
    after
        .split(['-', '.', '_'])
        .any(|part| part.len() >= HASH_DIGITS && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_for_ever() {
        let hashed =
            ["/thidua-0f3a9c1b22d4e5f6.js", "/thidua-f3a9c1b22d4e5f6_bg.wasm", "/a/app-0f3a9c1b.css"];
        assert!(hashed.iter().all(|path| is_hashed(path)));
        let plain = ["/", "/index.html", "/sw.js", "/icons/icon-192.png", "/app.webmanifest", "/x-2023.json"];
        assert!(!plain.iter().any(|path| is_hashed(path)));
    }
}
