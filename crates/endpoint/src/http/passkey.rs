//! `/passkeys` and the ways to sign in by one.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use thidua_passkey::Site;
use thidua_sync::passkey::{Making, Passkeys, Showing};

use super::error::Refusal;
use super::{Desk, bearer, body, unstored};
use crate::clock;
use crate::passkey::{self, Here};
use crate::store::Session;

/// `POST /session/challenge`: what whoever wants to sign in is to sign. The body, if any, says nothing.
pub(super) async fn to_show(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let site = desk.site(&request);
    body::drain(request.into_body()).await;
    let site = site?;
    Ok(unstored(Json(desk.here(&site).to_show(clock::now_ms())?)))
}

/// `POST /session/passkey`: a passkey for a token and the directory.
pub(super) async fn show(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (site, address) = (desk.site(&request), desk.0.trust.origin(&request).address);
    let showing: Showing = read(request).await?;
    let site = site?;
    Ok(unstored(Json(desk.here(&site).show(&desk.door(), &showing, address, clock::now_ms()).await?)))
}

/// `POST /passkeys/challenge`: what a new passkey is to answer.
pub(super) async fn to_make(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (site, headers) = (desk.site(&request), request.headers().clone());
    let session = desk.identify(&headers).await;
    body::drain(request.into_body()).await;
    let (session, site) = (session?, site?);
    let asked = desk.here(&site).to_make(&desk.0.store, session, bearer::token(&headers)?, clock::now_ms());
    Ok(unstored(Json(asked.await?)))
}

/// `POST /passkeys`: a new passkey.
pub(super) async fn make(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let site = desk.site(&request);
    let (session, request) = identified(&desk, request).await?;
    let making: Making = read(request).await?;
    let site = site?;
    let made = desk.here(&site).make(&desk.0.store, session, &making, clock::now_ms()).await?;
    Ok((StatusCode::CREATED, unstored(Json(made))).into_response())
}

/// `GET /passkeys`: the account's own.
pub(super) async fn list(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Refusal> {
    let session = desk.identify(&headers).await?;
    Ok(unstored(Json(Passkeys { passkeys: passkey::list(&desk.0.store, session).await? })))
}

/// `DELETE /passkeys/{passkey}`: it lets nobody in any more.
pub(super) async fn remove(
    State(desk): State<Desk>,
    Path(of): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Refusal> {
    let session = desk.identify(&headers).await?;
    passkey::remove(&desk.0.store, session, &of, clock::now_ms()).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Desk {
    /// The site at which a request came: as it was configured, or as the request itself says where that cannot do harm.
    fn site(&self, request: &Request) -> Result<Site, Refusal> {
        let configured = self.0.passkeys.site.clone();
        configured.or_else(|| self.0.trust.site(request)).ok_or(Refusal::NO_PASSKEYS_HERE)
    }

    fn here<'h>(&'h self, site: &'h Site) -> Here<'h> {
        Here { key: &self.0.passkeys.key, site }
    }
}

async fn identified(desk: &Desk, request: Request) -> Result<(Session, Request), Refusal> {
    match desk.identify(request.headers()).await {
        Ok(session) => Ok((session, request)),
        Err(refusal) => {
            body::drain(request.into_body()).await;
            Err(refusal)
        }
    }
}

async fn read<T: DeserializeOwned>(request: Request) -> Result<T, Refusal> {
    let (parts, content) = request.into_parts();
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)
}
