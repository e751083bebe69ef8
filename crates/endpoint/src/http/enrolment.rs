//! `/enrolment`: a slip and a password for a token and the directory.

use axum::Json;
use axum::extract::{Request, State};
use axum::response::Response;
use thidua_sync::administration::Enrolment;

use super::error::Refusal;
use super::{Desk, body, unstored};
use crate::clock;

/// `POST`: the officer who holds a slip chooses a password.
pub(super) async fn enrol(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let address = desk.0.trust.origin(&request).address;
    let (parts, content) = request.into_parts();
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let enrolment: Enrolment = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    let signed_in = desk.door().enrol(enrolment, address, clock::now_ms()).await?;
    Ok(unstored(Json(signed_in)))
}
