//! `/council/{session}/…`: ballots are given out to members by name, and taken from nobody in particular.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use thidua_ballot::Paper;
use thidua_domain::record::RecordId;

use super::error::Refusal;
use super::{Desk, body, unstored};
use crate::ballots::{self, BallotError};

const JSON: &str = "application/json";

/// Whether a path is told in no log: a line with a time beside a ballot could say whose it was.
pub(super) fn is_silent(path: &str) -> bool {
    path.starts_with("/council/") && path.ends_with("/ballot")
}

#[derive(Deserialize)]
struct Asked {
    /// What the device has blinded.
    question: String,
}

#[derive(Serialize)]
struct Given {
    answer: String,
}

#[derive(Serialize)]
struct Receipt {
    receipt: String,
}

/// Who took a ballot, for the standing office.
#[derive(Serialize)]
struct Roll {
    took: Vec<u32>,
    ballots: u32,
}

/// `POST …/token`: a member takes a ballot.
pub(super) async fn take(
    State(desk): State<Desk>,
    Path(of): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    let store = &desk.0.store;
    let (who, content) = body::unless_refused(desk.identify(&parts.headers).await, content).await?;
    let content = body::read(&parts.headers, content, &[JSON]).await?;
    let asked: Asked = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    let answer = ballots::give(store, who, session_of(&of)?, &asked.question).await?;
    Ok(unstored(Json(Given { answer: answer.to_text() })))
}

/// `POST …/ballot`: a ballot is cast. Whoever says who they are is sent away, so that a fault of an app cannot make ballots
/// known.
pub(super) async fn cast(
    State(desk): State<Desk>,
    Path(of): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    if [header::AUTHORIZATION, header::COOKIE].iter().any(|name| parts.headers.contains_key(name)) {
        body::drain(content).await;
        return Err(Refusal::NAMED_BALLOT);
    }
    let content = body::read(&parts.headers, content, &[JSON]).await?;
    let paper = std::str::from_utf8(&content).ok().and_then(|text| Paper::from_json(text).ok());
    let paper = paper.ok_or(Refusal::MALFORMED)?;
    let cast = ballots::cast(&desk.0.store, session_of(&of)?, &paper).await;
    let receipt = cast.map_err(|error| Refusal::of_ballot(&error))?;
    Ok(unstored(Json(Receipt { receipt })))
}

/// `GET …/roll`: who took a ballot.
pub(super) async fn roll(
    State(desk): State<Desk>,
    Path(of): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let store = &desk.0.store;
    let who = desk.identify(&headers).await?;
    let tally = ballots::roll(store, who, session_of(&of)?).await?;
    Ok(unstored(Json(Roll { took: tally.took, ballots: tally.ballots })))
}

fn session_of(text: &str) -> Result<RecordId, Refusal> {
    text.parse().map_err(|_| BallotError::NoSession.into())
}
