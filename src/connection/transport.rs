//! Requests to the endpoint, over HTTP.

use std::time::Duration;

use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use reqwest::{Client, RequestBuilder, Response};
use thidua_sync::directory::{ApiError, Directory, SignIn, SignedIn};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::web;

/// Long enough for a page on the worst line that is planned for; a line that is slower still is a cut one.
const TIMEOUT: Duration = Duration::from_secs(90);
/// Below this, compressing saves nothing that matters.
const WORTH_COMPRESSING: usize = 400;

/// Why there was no answer to work with.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum TransportError {
    /// The endpoint could not be reached.
    #[error("not reached")]
    Unreached,
    /// The answer broke off.
    #[error("cut")]
    Cut,
    /// No answer in time.
    #[error("too slow")]
    TooSlow,
    /// The endpoint answered with another status than success.
    #[error("HTTP {status}: {reason}")]
    Status {
        /// The HTTP status.
        status: u16,
        /// The reason code, empty where there was none.
        reason: String,
    },
    /// The answer is not what it should be.
    #[error("unreadable")]
    Unreadable,
}

/// One exchange: the request's bytes there, the answer's bytes back, and how many bytes went over.
pub(crate) async fn exchange(token: &str, body: Vec<u8>) -> Result<(Vec<u8>, usize), TransportError> {
    let mut request = post("/sync")?.header(CONTENT_TYPE, "application/cbor");
    let body = match gzip(&body).await {
        Some(packed) if packed.len() < body.len() => {
            request = request.header(CONTENT_ENCODING, "gzip");
            packed
        }
        _ => body,
    };
    let sent = body.len();
    let answer = send(signed(request, token).body(body)).await?;
    let packed = answer.content_length().and_then(|length| usize::try_from(length).ok());
    let answer = read(answer).await?;
    let received = packed.unwrap_or(answer.len());
    Ok((answer, sent + received))
}

/// Signs in.
pub(crate) async fn sign_in(account: &SignIn) -> Result<SignedIn, TransportError> {
    let json = serde_json::to_vec(account).map_err(|_| TransportError::Unreadable)?;
    let answer = send(post("/session")?.header(CONTENT_TYPE, "application/json").body(json)).await?;
    parse(&read(answer).await?)
}

/// The account and its places, as they are now.
pub(crate) async fn directory(token: &str) -> Result<Directory, TransportError> {
    let answer = send(signed(Client::new().get(address("/session")?), token)).await?;
    parse(&read(answer).await?)
}

/// Tells the endpoint that the token is given back.
pub(crate) async fn sign_out(token: &str) -> Result<(), TransportError> {
    send(signed(Client::new().delete(address("/session")?), token)).await.map(|_| ())
}

fn address(path: &str) -> Result<String, TransportError> {
    let origin = window().location().origin().map_err(|_| TransportError::Unreached)?;
    Ok(origin + path)
}

fn post(path: &str) -> Result<RequestBuilder, TransportError> {
    Ok(Client::new().post(address(path)?))
}

fn signed(request: RequestBuilder, token: &str) -> RequestBuilder {
    request.header(AUTHORIZATION, format!("Bearer {token}"))
}

async fn send(request: RequestBuilder) -> Result<Response, TransportError> {
    let answer = request.timeout(TIMEOUT).send().await.map_err(|error| {
        if error.is_timeout() { TransportError::TooSlow } else { TransportError::Unreached }
    })?;
    let status = answer.status().as_u16();
    if answer.status().is_success() {
        return Ok(answer);
    }
    let reason = read(answer).await.ok().and_then(|body| parse::<ApiError>(&body).ok());
    Err(TransportError::Status { status, reason: reason.map(|error| error.reason).unwrap_or_default() })
}

async fn read(answer: Response) -> Result<Vec<u8>, TransportError> {
    let body = answer
        .bytes()
        .await
        .map_err(|error| if error.is_timeout() { TransportError::TooSlow } else { TransportError::Cut })?;
    Ok(body.into())
}

fn parse<T: serde::de::DeserializeOwned>(json: &[u8]) -> Result<T, TransportError> {
    // As text, because the settings are read as text: each way to read JSON is five kilobytes of the app.
    let json = std::str::from_utf8(json).map_err(|_| TransportError::Unreadable)?;
    serde_json::from_str(json).map_err(|_| TransportError::Unreadable)
}

/// The bytes, packed by the browser; `None` where that is not worth it or the browser cannot.
async fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() < WORTH_COMPRESSING {
        return None;
    }
    let make = |name: &str, arguments: &Array| {
        let constructor: Function = Reflect::get(&window(), &name.into()).ok()?.dyn_into().ok()?;
        Reflect::construct(&constructor, arguments).ok()
    };
    let packer = make("CompressionStream", &Array::of1(&"gzip".into()))?;
    let plain = make("Response", &Array::of1(&Uint8Array::from(bytes)))?;
    let packed = web::call(&web::get(&plain, "body")?, "pipeThrough", &[packer]).ok()?;
    let packed = make("Response", &Array::of1(&packed))?;
    let buffer: Promise = web::call(&packed, "arrayBuffer", &[]).ok()?.dyn_into().ok()?;
    let buffer: JsValue = JsFuture::from(buffer).await.ok()?;
    Some(Uint8Array::new(buffer.dyn_ref::<ArrayBuffer>()?).to_vec())
}
