//! `/admin/accounts`, `/admin/places`, `/admin/committee`: for administrators only.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::de::DeserializeOwned;
use thidua_sync::administration::{
    ChangedAccount, ChangedCommittee, ChangedPlace, Made, NewAccount, NewMerger, NewPlace, ToMerge,
};

use super::error::Refusal;
use super::{Desk, admin, body, unstored};
use crate::accounts::AccountError;
use crate::administration::Administrator;
use crate::clock;

/// `GET /admin/accounts`: all accounts and places.
pub(super) async fn show(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Refusal> {
    let administrator = admin::administrator(&desk, &headers).await?;
    Ok(unstored(Json(administrator.accounts(&desk.0.store, clock::now_ms()).await?)))
}

/// `POST /admin/accounts`: makes one.
pub(super) async fn make(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (administrator, new) = asked::<NewAccount>(&desk, request).await?;
    let number = administrator.make_account(&desk.0.store, &new, clock::now_ms()).await?;
    Ok(made(number))
}

/// `PUT /admin/accounts/{account}`: changes it.
pub(super) async fn change(
    State(desk): State<Desk>,
    Path(account): Path<String>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let (administrator, changed) = asked::<ChangedAccount>(&desk, request).await?;
    let account = number(&account).ok_or(AccountError::NoAccount)?;
    administrator.change_account(&desk.0.store, account, &changed, clock::now_ms()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /admin/accounts/{account}/slip`: a new enrolment slip.
pub(super) async fn make_slip(
    State(desk): State<Desk>,
    Path(account): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    body::drain(content).await;
    let administrator = admin::administrator(&desk, &parts.headers).await?;
    let account = number(&account).ok_or(AccountError::NoAccount)?;
    Ok(unstored(Json(administrator.make_slip(&desk.0.store, account, clock::now_ms()).await?)))
}

/// `DELETE /admin/accounts/{account}/slip`: makes it void.
pub(super) async fn void_slip(
    State(desk): State<Desk>,
    Path(account): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Refusal> {
    let administrator = admin::administrator(&desk, &headers).await?;
    let account = number(&account).ok_or(AccountError::NoAccount)?;
    administrator.void_slip(&desk.0.store, account, clock::now_ms()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /admin/places`: makes one.
pub(super) async fn make_place(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (administrator, new) = asked::<NewPlace>(&desk, request).await?;
    let number = administrator.make_place(&desk.0.store, &new, clock::now_ms()).await?;
    Ok(made(number))
}

/// `PUT /admin/places/{place}`: changes it.
pub(super) async fn change_place(
    State(desk): State<Desk>,
    Path(place): Path<String>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let (administrator, changed) = asked::<ChangedPlace>(&desk, request).await?;
    let place = number(&place).ok_or(AccountError::NoPlace)?;
    administrator.change_place(&desk.0.store, place, &changed, clock::now_ms()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /admin/mergers/preview`: what moves if these units are merged.
pub(super) async fn preview_merger(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (administrator, asked) = asked::<ToMerge>(&desk, request).await?;
    Ok(unstored(Json(administrator.merger_preview(&desk.0.store, &asked.units).await?)))
}

/// `POST /admin/mergers`: merges units.
pub(super) async fn merge(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (administrator, new) = asked::<NewMerger>(&desk, request).await?;
    let number = administrator.merge(&desk.0.store, &new, clock::now_ms()).await?;
    Ok(made(number))
}

/// `PUT /admin/committee`: its name and its year.
pub(super) async fn change_committee(
    State(desk): State<Desk>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let (administrator, changed) = asked::<ChangedCommittee>(&desk, request).await?;
    administrator.change_committee(&desk.0.store, &changed, clock::now_ms()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What an administrator asks for. Of others not even the body is read.
async fn asked<T: DeserializeOwned>(desk: &Desk, request: Request) -> Result<(Administrator, T), Refusal> {
    let (parts, content) = request.into_parts();
    let (administrator, content) =
        body::unless_refused(admin::administrator(desk, &parts.headers).await, content).await?;
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let asked = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    Ok((administrator, asked))
}

/// The number in a path; what is none names nothing.
fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

fn made(number: u32) -> Response {
    (StatusCode::CREATED, unstored(Json(Made { number }))).into_response()
}
