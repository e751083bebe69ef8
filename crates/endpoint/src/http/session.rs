//! `/session`: signing in, who is signed in, another password, a fresh token, signing out.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use thidua_sync::administration::{ChangedPassword, FreshToken};
use thidua_sync::directory::SignIn;

use super::error::Refusal;
use super::{Desk, bearer, body, unstored};
use crate::clock;
use crate::session;

/// `POST`: name, password and device for a token and the directory.
pub(super) async fn sign_in(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let address = desk.0.trust.origin(&request).address;
    let (parts, content) = request.into_parts();
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let sign_in: SignIn = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    let signed_in = desk.door().sign_in(sign_in, address, clock::now_ms()).await?;
    Ok(unstored(Json(signed_in)))
}

/// `GET`: the account and its places as they are now.
pub(super) async fn show(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Refusal> {
    let session = desk.identify(&headers).await?;
    let token = bearer::shown(&headers)?;
    Ok(unstored(Json(desk.door().directory(session, &token).await?)))
}

/// `DELETE`: the token lets nobody in any more.
pub(super) async fn sign_out(State(desk): State<Desk>, headers: HeaderMap) -> Result<StatusCode, Refusal> {
    let (store, token) = (&desk.0.store, bearer::token(&headers)?);
    let session = desk.identify(&headers).await?;
    session::sign_out(store, session, token, clock::now_ms()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `PUT /session/password`: another password, for whoever knows the one that holds.
pub(super) async fn change_password(
    State(desk): State<Desk>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let address = desk.0.trust.origin(&request).address;
    let (parts, content) = request.into_parts();
    let (session, content) = body::unless_refused(desk.identify(&parts.headers).await, content).await?;
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let changed: ChangedPassword = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    desk.door().change_password(session, changed, address, clock::now_ms()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /session/token`: a fresh token for the device.
pub(super) async fn renew(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    body::drain(content).await;
    let token = bearer::token(&parts.headers)?;
    let session = desk.identify(&parts.headers).await?;
    let fresh = session::renew(&desk.0.store, session, token, clock::now_ms()).await?;
    Ok(unstored(Json(FreshToken { token: fresh.into_text() })))
}
