//! What concerns hubs: `POST /hub/lease` at the committee's endpoint, and the two paths that a hub itself has. A hub has no others:
//! what it does not do is told with a reason.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use thidua_bundle::MOST_BYTES;
use thidua_domain::access::Role;
use thidua_sync::hub::LeaseAsked;

use super::error::Refusal;
use super::origin::Trust;
use super::{Desk, body, panicked, told, unstored};
use crate::clock;
use crate::hub::{Hub, give};
use crate::pace::Pace;

const OCTETS: &str = "application/octet-stream";
/// How long a browser need not ask again whether it may, in seconds.
const ALLOWED_FOR: &str = "7200";

/// `POST /hub/lease`: makes the device that asks a hub, for a week.
pub(super) async fn lease(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    let (session, content) = body::unless_refused(desk.identify(&parts.headers).await, content).await?;
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let asked: LeaseAsked = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    let desk = &desk.0;
    Ok(unstored(Json(give(&desk.store, &desk.committee, session, &asked, clock::now_ms()).await?)))
}

/// Whether a file is brought by a device that could be a hub, which then is asked for its own pace and not for its authors'.
pub(super) async fn relays(desk: &Desk, headers: &HeaderMap) -> bool {
    let Ok(session) = desk.identify(headers).await else { return false };
    let directory = desk.0.store.directory(session.account).await.ok().flatten();
    let role = directory.and_then(|of| Role::from_id(&of.role));
    matches!(role, Some(Role::Administrator | Role::EmulationOfficer))
}

/// What a hub answers with.
pub(crate) struct HubDesk {
    pub(crate) hub: Arc<Hub>,
    pub(crate) pace: Pace,
    pub(crate) trust: Trust,
    /// Where the app is served that may ask.
    pub(crate) origins: Vec<String>,
}

/// Every path of a hub.
pub(crate) fn router(desk: HubDesk) -> Router {
    let desk = Arc::new(desk);
    let nothing_else = async || Refusal::ONLY_A_HUB;
    Router::new()
        .route("/hub", get(show).post(answer))
        .route("/health", get(health))
        .method_not_allowed_fallback(async || Refusal::METHOD_NOT_ALLOWED)
        .fallback(nothing_else)
        .layer(middleware::from_fn_with_state(desk.clone(), guard))
        .with_state(desk)
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(told))
}

async fn show(State(desk): State<Arc<HubDesk>>) -> Result<Response, Refusal> {
    Ok(unstored(Json(desk.hub.told().await?)))
}

async fn health(State(desk): State<Arc<HubDesk>>) -> Result<&'static str, Refusal> {
    desk.hub.store.check().await?;
    Ok("ok")
}

/// `POST /hub`: how long the first part is, in four bytes, the highest first; what is asked of the hub; and the file for the
/// committee's endpoint, if there is work.
async fn answer(State(desk): State<Arc<HubDesk>>, request: Request) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    let content = body::chunk(&parts.headers, content, OCTETS, 4 + 2 * MOST_BYTES).await?;
    let (length, rest) = content.split_first_chunk::<4>().ok_or(Refusal::MALFORMED)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Refusal::MALFORMED)?;
    let (asks, file) = rest.split_at_checked(length).ok_or(Refusal::MALFORMED)?;
    let mut answer = unstored(desk.hub.answer(asks, file, clock::now_ms()).await?);
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(OCTETS));
    Ok(answer)
}

/// Lets the app's own origin ask, and no other; and nobody more often than is good for the others.
async fn guard(State(desk): State<Arc<HubDesk>>, request: Request, next: Next) -> Response {
    let address = desk.trust.origin(&request).address;
    if let Err(too_many) = desk.pace.address(address, Instant::now()) {
        body::drain(request.into_body()).await;
        return Refusal::from(too_many).into_response();
    }
    let origin = request.headers().get(header::ORIGIN).cloned();
    let is_known =
        |origin: &HeaderValue| desk.origins.iter().any(|known| known.as_bytes() == origin.as_bytes());
    let allowed = origin.clone().filter(is_known);
    let mut answer = match (&origin, &allowed) {
        (Some(_), None) => {
            body::drain(request.into_body()).await;
            Refusal::FOREIGN_ORIGIN.into_response()
        }
        (Some(_), Some(_)) if request.method() == Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    };
    let headers = answer.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type"));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(ALLOWED_FOR));
        // The app is served from the Internet and the hub stands in the hall: browsers ask whether that is meant.
        let private = HeaderName::from_static("access-control-allow-private-network");
        headers.insert(private, HeaderValue::from_static("true"));
    }
    answer
}
