//! Requests about passkeys.

use serde::de::DeserializeOwned;
use thidua_sync::directory::SignedIn;
use thidua_sync::passkey::{Making, Passkey, Passkeys, Showing, ToMake, ToShow};

use super::http::Request;
use super::transport::{TransportError, address, get, parse, post, send};

/// What whoever wants to sign in is to sign.
pub(crate) async fn to_show() -> Result<ToShow, TransportError> {
    answered(post("/session/challenge")?).await
}

/// Signs in by a passkey.
pub(crate) async fn show(showing: &Showing) -> Result<SignedIn, TransportError> {
    answered(post("/session/passkey")?.json(showing)?).await
}

/// The account's own passkeys.
pub(crate) async fn list(token: &str) -> Result<Vec<Passkey>, TransportError> {
    let told: Passkeys = answered(get("/passkeys")?.signed(token)).await?;
    Ok(told.passkeys)
}

/// What a new passkey is to answer.
pub(crate) async fn to_make(token: &str) -> Result<ToMake, TransportError> {
    answered(post("/passkeys/challenge")?.signed(token)).await
}

/// Gives the endpoint a new passkey.
pub(crate) async fn make(token: &str, making: &Making) -> Result<Passkey, TransportError> {
    answered(post("/passkeys")?.signed(token).json(making)?).await
}

/// Takes a passkey away.
pub(crate) async fn remove(token: &str, passkey: &str) -> Result<(), TransportError> {
    let path = ["/passkeys/", passkey].concat();
    send(Request::delete(address(&path)?).signed(token)).await.map(|_| ())
}

async fn answered<T: DeserializeOwned>(request: Request) -> Result<T, TransportError> {
    parse(&send(request).await?.bytes().await?)
}
