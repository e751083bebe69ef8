//! `POST /persons/holdings`: all that is held about one person. The name goes in the body: an address is written into logs.

use axum::Json;
use axum::extract::{Request, State};
use axum::response::Response;
use serde::Deserialize;

use super::error::Refusal;
use super::{Desk, body, unstored};
use crate::clock;
use crate::person::{Asked, PersonError, holdings};

#[derive(Deserialize)]
struct Question {
    record: Option<String>,
    name: Option<String>,
    birth_year: Option<i64>,
}

impl Question {
    fn asked(self) -> Result<Asked, PersonError> {
        match (self.record, self.name) {
            (Some(record), None) => record.parse().map(Asked::Record).map_err(|_| PersonError::NoRecord),
            (None, Some(name)) => Ok(Asked::Name(name, self.birth_year)),
            _ => Err(PersonError::Nobody),
        }
    }
}

/// `POST /persons/holdings`.
pub(super) async fn told(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    let (session, content) = body::unless_refused(desk.identify(&parts.headers).await, content).await?;
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let question: Question = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    let held = holdings(&desk.0.store, session, &question.asked()?, clock::now_ms()).await?;
    Ok(unstored(Json(held)))
}
