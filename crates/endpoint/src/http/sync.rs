//! `POST /sync`: one exchange. Its answers carry no header that they can do without: the budget of an exchange that
//! brings nothing new is 400 bytes.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use thidua_sync::wire;

use super::body::BodyError;
use super::error::Refusal;
use super::{Desk, body};
use crate::{clock, exchange};

const CBOR: &str = "application/cbor";
/// For clients that cannot name a type, such as simple tools.
const OCTETS: &str = "application/octet-stream";

pub(super) async fn exchange(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    let (session, content) = body::unless_refused(desk.identify(&parts.headers).await, content).await?;
    let request = read(&parts.headers, content).await?;
    let desk = &desk.0;
    let answer = exchange::exchange(&desk.store, &desk.key, session, &request, clock::now_ms()).await?;
    let mut answer = answer.encode_in(request.layout).into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(CBOR));
    Ok(answer)
}

/// The request in a body.
pub(super) async fn read(headers: &HeaderMap, content: Body) -> Result<wire::Request, Refusal> {
    let content = body::read(headers, content, &[CBOR, OCTETS]).await?;
    wire::Request::decode(&content).map_err(|_| told_version(&content))
}

/// Whether what cannot be read at least says that it is of another version of the protocol.
fn told_version(content: &[u8]) -> Refusal {
    let mut input = minicbor::Decoder::new(content);
    let version = input
        .map()
        .ok()
        .and_then(|_| input.u64().ok())
        .filter(|key| *key == 0)
        .and_then(|_| input.u64().ok());
    match version {
        Some(version) if version != wire::VERSION => Refusal::UNSUPPORTED_VERSION,
        _ => BodyError::Malformed.into(),
    }
}
