//! What administrators ask the endpoint for, and what opens an account: JSON there, JSON back.

use serde::Serialize;
use thidua_sync::administration::{Accounts, ChangedPassword, Enrolment, Made, MergerPreview, Slip, ToMerge};
use thidua_sync::directory::SignedIn;

use super::http::Request;
use super::transport::{TransportError, address, get, parse, post, send};

/// All accounts and places.
pub(crate) async fn accounts(token: &str) -> Result<Accounts, TransportError> {
    let answer = send(get("/admin/accounts")?.signed(token)).await?;
    parse(&answer.bytes().await?)
}

/// Makes an account or a place; its number.
pub(crate) async fn make<T: Serialize>(token: &str, path: &str, what: &T) -> Result<u32, TransportError> {
    let answer = send(post(path)?.json(what)?.signed(token)).await?;
    parse(&answer.bytes().await?).map(|made: Made| made.number)
}

/// What moves if units are merged.
pub(crate) async fn merger_preview(token: &str, asked: &ToMerge) -> Result<MergerPreview, TransportError> {
    let request = post("/admin/mergers/preview")?.json(asked)?.signed(token);
    parse(&send(request).await?.bytes().await?)
}

/// Changes an account, a place or the committee.
pub(crate) async fn change<T: Serialize>(token: &str, path: &str, what: &T) -> Result<(), TransportError> {
    send(put(path)?.json(what)?.signed(token)).await.map(|_| ())
}

/// A new slip for an account.
pub(crate) async fn make_slip(token: &str, account: u32) -> Result<Slip, TransportError> {
    let answer = send(post(&slip_path(account))?.signed(token)).await?;
    parse(&answer.bytes().await?)
}

/// Makes the slip of an account void.
pub(crate) async fn void_slip(token: &str, account: u32) -> Result<(), TransportError> {
    send(Request::delete(address(&slip_path(account))?).signed(token)).await.map(|_| ())
}

/// Opens an account with its slip and gives it a password.
pub(crate) async fn enrol(enrolment: &Enrolment) -> Result<SignedIn, TransportError> {
    parse(&send(post("/enrolment")?.json(enrolment)?).await?.bytes().await?)
}

/// Another password for the account.
pub(crate) async fn change_password(token: &str, change: &ChangedPassword) -> Result<(), TransportError> {
    send(put("/session/password")?.json(change)?.signed(token)).await.map(|_| ())
}

fn slip_path(account: u32) -> String {
    ["/admin/accounts/", &account.to_string(), "/slip"].concat()
}

fn put(path: &str) -> Result<Request, TransportError> {
    Ok(Request::put(address(path)?))
}
