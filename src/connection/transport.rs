//! Requests to the endpoint, over HTTP.

use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use thidua_sync::administration::FreshToken;
use thidua_sync::directory::{ApiError, Directory, SignIn, SignedIn};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::http::{Answer, CONTENT_ENCODING, CONTENT_TYPE, Request};
use crate::web;

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
    let answer = send(request.signed(token).body(body)).await?;
    let packed = answer.length();
    let answer = answer.bytes().await?;
    let received = packed.unwrap_or(answer.len());
    Ok((answer, sent + received))
}

/// A page of a snapshot, and how many bytes went over.
pub(crate) async fn snapshot_page(
    token: &str,
    partition: u32,
    generation: u64,
    number: u32,
) -> Result<(Vec<u8>, usize), TransportError> {
    let parts = [u64::from(partition), generation, u64::from(number)].map(|part| part.to_string());
    let path = ["/snapshot/", &parts.join("/")].concat();
    let answer = send(get(&path)?.signed(token)).await?;
    let packed = answer.length();
    let answer = answer.bytes().await?;
    let received = packed.unwrap_or(answer.len());
    Ok((answer, received))
}

/// Signs in.
pub(crate) async fn sign_in(account: &SignIn) -> Result<SignedIn, TransportError> {
    let answer = send(post("/session")?.json(account)?).await?;
    parse(&answer.bytes().await?)
}

/// The account and its places, as they are now.
pub(crate) async fn directory(token: &str) -> Result<Directory, TransportError> {
    let answer = send(get("/session")?.signed(token)).await?;
    parse(&answer.bytes().await?)
}

/// Who took a ballot in a session, and how many were cast.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Deserialize)]
pub(crate) struct Roll {
    /// The accounts that took one.
    pub(crate) took: Vec<u32>,
    /// How many were cast.
    pub(crate) ballots: u32,
}

#[derive(serde::Deserialize)]
struct Given {
    answer: String,
}

#[derive(serde::Deserialize)]
struct Receipt {
    receipt: String,
}

/// Asks for a ballot in a session of the council: the blinded question there, the answer back.
pub(crate) async fn take_ballot(
    token: &str,
    session: &str,
    question: &str,
) -> Result<String, TransportError> {
    let body = ["{\"question\":\"", question, "\"}"].concat();
    let request = post(&["/council/", session, "/token"].concat())?.header(CONTENT_TYPE, "application/json");
    parse(&send(request.signed(token).body(body)).await?.bytes().await?).map(|given: Given| given.answer)
}

/// Casts a ballot: without account, without cookies, on a connection of its own where the browser keeps those apart.
pub(crate) async fn cast_ballot(session: &str, paper: String) -> Result<String, TransportError> {
    let request = post(&["/council/", session, "/ballot"].concat())?.header(CONTENT_TYPE, "application/json");
    let answer = send(request.anonymous().body(paper)).await?;
    parse(&answer.bytes().await?).map(|receipt: Receipt| receipt.receipt)
}

/// Who took a ballot in a session.
pub(crate) async fn ballot_roll(token: &str, session: &str) -> Result<Roll, TransportError> {
    let path = ["/council/", session, "/roll"].concat();
    parse(&send(get(&path)?.signed(token)).await?.bytes().await?)
}

/// A device of some account, as an administrator is told of it.
#[derive(Clone, PartialEq, Debug, serde::Deserialize)]
pub(crate) struct Bound {
    /// Its id: 32 hexadecimal digits.
    pub(crate) device: String,
    /// Whose it is.
    pub(crate) account: u32,
    /// The officer's name or post.
    pub(crate) name: String,
    /// The name for signing in.
    pub(crate) login: String,
    /// When it first signed in: milliseconds since 1970.
    pub(crate) bound_ms: f64,
    /// When it was last let in, to the hour.
    pub(crate) seen_ms: f64,
    /// When it was shut out.
    pub(crate) revoked_ms: Option<f64>,
    /// Why.
    pub(crate) revoked_why: Option<String>,
}

/// An entry of the log of who was let in and shut out.
#[derive(Clone, PartialEq, Debug, serde::Deserialize)]
pub(crate) struct Audited {
    /// Its place, from 1 on.
    pub(crate) seq: u64,
    /// When: milliseconds since 1970.
    pub(crate) at_ms: f64,
    /// What was done, as a code.
    pub(crate) what: String,
    /// Who did it.
    pub(crate) account: Option<u32>,
    /// To whom.
    pub(crate) about_account: Option<u32>,
    /// To which device.
    pub(crate) about_device: Option<String>,
    /// To which place.
    pub(crate) about_place: Option<u32>,
}

#[derive(serde::Deserialize)]
struct Devices {
    devices: Vec<Bound>,
}

#[derive(serde::Deserialize)]
struct Entries {
    entries: Vec<Audited>,
}

#[derive(serde::Serialize)]
struct Reason<'r> {
    reason: &'r str,
}

/// The devices of all accounts.
pub(crate) async fn devices(token: &str) -> Result<Vec<Bound>, TransportError> {
    let answer = send(get("/admin/devices")?.signed(token)).await?;
    parse(&answer.bytes().await?).map(|told: Devices| told.devices)
}

/// What was done, the newest first, from before an entry.
pub(crate) async fn audit(token: &str, before: Option<u64>) -> Result<Vec<Audited>, TransportError> {
    let before = before.map(|seq| ["?before=", &seq.to_string()].concat()).unwrap_or_default();
    let path = ["/admin/audit", &before].concat();
    let answer = send(get(&path)?.signed(token)).await?;
    parse(&answer.bytes().await?).map(|told: Entries| told.entries)
}

/// The records of a place, as the endpoint holds them.
#[derive(Clone, PartialEq, Eq, Debug, serde::Deserialize)]
pub(crate) struct PlaceCode {
    /// The place's name.
    pub(crate) name: String,
    /// What a device shows that holds the same; absent for the moment in which it is made anew.
    pub(crate) code: Option<String>,
}

#[derive(serde::Deserialize)]
struct PlaceCodes {
    partitions: Vec<PlaceCode>,
}

/// The codes of all places.
pub(crate) async fn place_codes(token: &str) -> Result<Vec<PlaceCode>, TransportError> {
    let answer = send(get("/admin/checksums")?.signed(token)).await?;
    parse(&answer.bytes().await?).map(|told: PlaceCodes| told.partitions)
}

/// Shuts a device out.
pub(crate) async fn revoke_device(token: &str, device: &str, reason: &str) -> Result<(), TransportError> {
    let path = ["/admin/devices/", device, "/revocation"].concat();
    send(post(&path)?.json(&Reason { reason })?.signed(token)).await.map(|_| ())
}

/// All that is held about a person, as the endpoint tells it. The name goes in the body: addresses are written into logs.
pub(crate) async fn holdings(token: &str, question: String) -> Result<String, TransportError> {
    let request = post("/persons/holdings")?.header(CONTENT_TYPE, "application/json").body(question);
    let told = send(request.signed(token)).await?.bytes().await?;
    String::from_utf8(told).map_err(|_| TransportError::Unreadable)
}

/// The recovery key of this device, in hexadecimal digits.
#[derive(serde::Serialize, serde::Deserialize)]
struct Recovery {
    key: String,
}

/// Gives the endpoint the recovery key of this device.
pub(crate) async fn keep_recovery(token: &str, key: &str) -> Result<(), TransportError> {
    let body = ["{\"key\":\"", key, "\"}"].concat();
    let request = Request::put(address("/device/recovery")?).header(CONTENT_TYPE, "application/json");
    send(request.signed(token).body(body)).await.map(|_| ())
}

/// The recovery key of this device. The token must be a fresh one.
pub(crate) async fn recovery(token: &str) -> Result<String, TransportError> {
    let answer = send(get("/device/recovery")?.signed(token)).await?;
    parse(&answer.bytes().await?).map(|recovery: Recovery| recovery.key)
}

/// A fresh token for this device. The one at hand holds until the fresh one is first shown.
pub(crate) async fn fresh_token(token: &str) -> Result<FreshToken, TransportError> {
    parse(&send(post("/session/token")?.signed(token)).await?.bytes().await?)
}

/// Tells the endpoint that the token is given back.
pub(crate) async fn sign_out(token: &str) -> Result<(), TransportError> {
    send(Request::delete(address("/session")?).signed(token)).await.map(|_| ())
}

pub(super) fn address(path: &str) -> Result<String, TransportError> {
    let origin = window().location().origin().map_err(|_| TransportError::Unreached)?;
    Ok(origin + path)
}

pub(super) fn get(path: &str) -> Result<Request, TransportError> {
    Ok(Request::get(address(path)?))
}

pub(super) fn post(path: &str) -> Result<Request, TransportError> {
    Ok(Request::post(address(path)?))
}

/// Sends a request; the answer, where it is a success.
pub(super) async fn send(request: Request) -> Result<Answer, TransportError> {
    successful(request.ask().await?).await
}

/// The answer, where it is a success; otherwise its status and reason.
pub(super) async fn successful(answer: Answer) -> Result<Answer, TransportError> {
    if answer.is_success() {
        return Ok(answer);
    }
    let status = answer.status();
    let reason = answer.bytes().await.ok().and_then(|body| parse::<ApiError>(&body).ok());
    Err(TransportError::Status { status, reason: reason.map(|error| error.reason).unwrap_or_default() })
}

pub(super) fn parse<T: serde::de::DeserializeOwned>(json: &[u8]) -> Result<T, TransportError> {
    // As text, because the settings are read as text: each way to read JSON is five kilobytes of the app.
    let json = std::str::from_utf8(json).map_err(|_| TransportError::Unreadable)?;
    serde_json::from_str(json).map_err(|_| TransportError::Unreadable)
}

/// The bytes, packed by the browser; `None` where that is not worth it or the browser cannot.
pub(super) async fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
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
