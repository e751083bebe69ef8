//! `/handin` and `/tray`: work of devices without a login, and the persons who look at it.

use std::time::Instant;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use thidua_sync::administration::Word;

use super::error::Refusal;
use super::{Desk, bearer, body, sync, unstored};
use crate::clock;
use crate::session::TokenError;
use crate::store::Session;
use crate::tray::{self, Reviewer, TrayError};

/// `POST /handin`: a device whose token does not let in any more gives its work, for a person to look at.
pub(super) async fn hand_in(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    let store = &desk.0.store;
    let in_pace = |who: Session| {
        desk.0.pace.account(who.account, Instant::now())?;
        desk.0.handing.take(who.device, Instant::now())?;
        Ok::<_, Refusal>(())
    };
    let told = async {
        let token = bearer::token(&parts.headers)?;
        match tray::identify_any(store, token, clock::now_ms()).await {
            Ok(who) => in_pace(who.0).map(|()| Some(who)),
            Err(TokenError::NotSignedIn) if tray::may_have_forgotten(store).await? => Ok(None),
            Err(error) => Err(error.into()),
        }
    };
    let (who, content) = body::unless_refused(told.await, content).await?;
    let request = sync::read(&parts.headers, content).await?;
    let who = match who {
        Some(who) => who,
        None => {
            let known = tray::identify_by_key(store, &desk.0.key, &request, clock::now_ms()).await?;
            let session = known.ok_or(TokenError::NotSignedIn)?;
            in_pace(session)?;
            (session, false)
        }
    };
    let handed = tray::hand_in(&desk.0.store, who, &request, clock::now_ms()).await?;
    Ok(unstored(Json(handed)))
}

/// `GET /tray`: what waits.
pub(super) async fn show(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Refusal> {
    let reviewer = reviewer(&desk, &headers).await?;
    Ok(unstored(Json(reviewer.tray(&desk.0.store).await?)))
}

/// `POST /tray/{entry}`: a person's word.
pub(super) async fn answer(
    State(desk): State<Desk>,
    Path(entry): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    let (reviewer, content) = body::unless_refused(reviewer(&desk, &parts.headers).await, content).await?;
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let word: Word = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    let entry = entry.parse().map_err(|_| TrayError::NoEntry)?;
    Ok(unstored(Json(reviewer.answer(&desk.0.store, entry, &word, clock::now_ms()).await?)))
}

/// `POST /tray/witnessed/{entry}`: a person's word on a witnessed copy.
pub(super) async fn answer_copy(
    State(desk): State<Desk>,
    Path(entry): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    let (reviewer, content) = body::unless_refused(reviewer(&desk, &parts.headers).await, content).await?;
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let word: Word = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    let entry = entry.parse().map_err(|_| TrayError::NoEntry)?;
    Ok(unstored(Json(reviewer.answer_copy(&desk.0.store, entry, &word, clock::now_ms()).await?)))
}

async fn reviewer(desk: &Desk, headers: &HeaderMap) -> Result<Reviewer, Refusal> {
    let session = desk.identify(headers).await?;
    Ok(Reviewer::of(&desk.0.store, session).await?)
}
