//! `POST /writers`: who wrote the values that stand beside each other in some records.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Request, State};
use axum::response::Response;
use serde::Deserialize;
use thidua_domain::record::RecordId;

use super::error::Refusal;
use super::{Desk, body, unstored};
use crate::writers::writers;

#[derive(Deserialize)]
struct Question {
    records: Vec<String>,
}

/// `POST /writers`.
pub(super) async fn told(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    let (session, content) = body::unless_refused(desk.identify(&parts.headers).await, content).await?;
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let question: Question = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    let records = question.records.iter().map(|record| record.parse());
    let records: BTreeSet<RecordId> = records.collect::<Result<_, _>>().map_err(|_| Refusal::MALFORMED)?;
    Ok(unstored(Json(writers(&desk.0.store, session, &records).await?)))
}
