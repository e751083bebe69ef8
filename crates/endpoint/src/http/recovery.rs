//! `/device/recovery`: the key that opens a device where its PIN is forgotten.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::error::Refusal;
use super::{Desk, bearer, body, unstored};
use crate::clock;
use crate::recovery::{self, RecoveryKey};

#[derive(Serialize, Deserialize)]
struct Recovery {
    /// Sixty-four lower-case hexadecimal digits.
    key: String,
}

/// `PUT`: the device gives its key, in the place of an earlier one.
pub(super) async fn keep(State(desk): State<Desk>, request: Request) -> Result<StatusCode, Refusal> {
    let (parts, content) = request.into_parts();
    let (session, content) = body::unless_refused(desk.identify(&parts.headers).await, content).await?;
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let given: Recovery = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    let key = RecoveryKey::parse(&given.key).ok_or(Refusal::MALFORMED)?;
    recovery::keep(&desk.0.store, session, &key, clock::now_ms()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET`: the key of the device, for whoever has just signed in on it.
pub(super) async fn give(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Refusal> {
    desk.identify(&headers).await?;
    let key = recovery::give(&desk.0.store, bearer::token(&headers)?, clock::now_ms()).await?;
    Ok(unstored(Json(Recovery { key: key.to_text() })))
}
