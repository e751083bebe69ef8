//! `/session`: signing in, who is signed in, signing out.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use thidua_sync::directory::SignIn;

use super::error::Refusal;
use super::{Desk, bearer, body};
use crate::clock;
use crate::session::{self, Door};

/// `POST`: name, password and device for a token and the directory.
pub(super) async fn sign_in(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let address = desk.0.trust.origin(&request).address;
    let (parts, content) = request.into_parts();
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let sign_in: SignIn = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    let desk = &desk.0;
    let door = Door { store: &desk.store, passwords: &desk.passwords, attempts: &desk.attempts };
    let signed_in = door.sign_in(sign_in, address, clock::now_ms()).await?;
    Ok(unstored(Json(signed_in)))
}

/// `GET`: the account and its places as they are now.
pub(super) async fn show(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Refusal> {
    let store = &desk.0.store;
    let session = desk.identify(&headers).await?;
    Ok(unstored(Json(session::directory(store, session).await?)))
}

/// `DELETE`: the token lets nobody in any more.
pub(super) async fn sign_out(State(desk): State<Desk>, headers: HeaderMap) -> Result<StatusCode, Refusal> {
    let (store, token) = (&desk.0.store, bearer::token(&headers)?);
    let session = desk.identify(&headers).await?;
    session::sign_out(store, session, token, clock::now_ms()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// It speaks of one account, and once holds a secret: no cache between here and the device may keep it.
fn unstored(answer: impl IntoResponse) -> Response {
    let mut answer = answer.into_response();
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
