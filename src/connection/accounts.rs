//! What administrators ask the endpoint for, and what opens an account: JSON there, JSON back.

use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, RequestBuilder};
use serde::Serialize;
use thidua_sync::administration::{Accounts, ChangedPassword, Enrolment, Made, MergerPreview, Slip, ToMerge};
use thidua_sync::directory::SignedIn;

use super::transport::{TransportError, address, parse, post, read, send, signed};

/// All accounts and places.
pub(crate) async fn accounts(token: &str) -> Result<Accounts, TransportError> {
    let answer = send(signed(Client::new().get(address("/admin/accounts")?), token)).await?;
    parse(&read(answer).await?)
}

/// Makes an account or a place; its number.
pub(crate) async fn make<T: Serialize>(token: &str, path: &str, what: &T) -> Result<u32, TransportError> {
    let answer = send(signed(with(post(path)?, what)?, token)).await?;
    parse(&read(answer).await?).map(|made: Made| made.number)
}

/// What moves if units are merged.
pub(crate) async fn merger_preview(token: &str, asked: &ToMerge) -> Result<MergerPreview, TransportError> {
    let request = with(post("/admin/mergers/preview")?, asked)?;
    parse(&read(send(signed(request, token)).await?).await?)
}

/// Changes an account, a place or the committee.
pub(crate) async fn change<T: Serialize>(token: &str, path: &str, what: &T) -> Result<(), TransportError> {
    send(signed(with(put(path)?, what)?, token)).await.map(|_| ())
}

/// A new slip for an account.
pub(crate) async fn make_slip(token: &str, account: u32) -> Result<Slip, TransportError> {
    let answer = send(signed(post(&slip_path(account))?, token)).await?;
    parse(&read(answer).await?)
}

/// Makes the slip of an account void.
pub(crate) async fn void_slip(token: &str, account: u32) -> Result<(), TransportError> {
    send(signed(Client::new().delete(address(&slip_path(account))?), token)).await.map(|_| ())
}

/// Opens an account with its slip and gives it a password.
pub(crate) async fn enrol(enrolment: &Enrolment) -> Result<SignedIn, TransportError> {
    parse(&read(send(with(post("/enrolment")?, enrolment)?).await?).await?)
}

/// Another password for the account.
pub(crate) async fn change_password(token: &str, change: &ChangedPassword) -> Result<(), TransportError> {
    send(signed(with(put("/session/password")?, change)?, token)).await.map(|_| ())
}

fn slip_path(account: u32) -> String {
    ["/admin/accounts/", &account.to_string(), "/slip"].concat()
}

fn put(path: &str) -> Result<RequestBuilder, TransportError> {
    Ok(Client::new().put(address(path)?))
}

fn with<T: Serialize>(request: RequestBuilder, what: &T) -> Result<RequestBuilder, TransportError> {
    let body = serde_json::to_vec(what).map_err(|_| TransportError::Unreadable)?;
    Ok(request.header(CONTENT_TYPE, "application/json").body(body))
}
