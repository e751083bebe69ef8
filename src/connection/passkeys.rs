//! Requests about passkeys.

use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, RequestBuilder};
use serde::de::DeserializeOwned;
use thidua_sync::directory::SignedIn;
use thidua_sync::passkey::{Making, Passkey, Passkeys, Showing, ToMake, ToShow};

use super::transport::{TransportError, address, ask, parse, read, signed, successful};

/// What whoever wants to sign in is to sign.
pub(crate) async fn to_show() -> Result<ToShow, TransportError> {
    answered(Client::new().post(address("/session/challenge")?)).await
}

/// Signs in by a passkey.
pub(crate) async fn show(showing: &Showing) -> Result<SignedIn, TransportError> {
    answered(with(Client::new().post(address("/session/passkey")?), showing)?).await
}

/// The account's own passkeys.
pub(crate) async fn list(token: &str) -> Result<Vec<Passkey>, TransportError> {
    let told: Passkeys = answered(signed(Client::new().get(address("/passkeys")?), token)).await?;
    Ok(told.passkeys)
}

/// What a new passkey is to answer.
pub(crate) async fn to_make(token: &str) -> Result<ToMake, TransportError> {
    answered(signed(Client::new().post(address("/passkeys/challenge")?), token)).await
}

/// Gives the endpoint a new passkey.
pub(crate) async fn make(token: &str, making: &Making) -> Result<Passkey, TransportError> {
    answered(with(signed(Client::new().post(address("/passkeys")?), token), making)?).await
}

/// Takes a passkey away.
pub(crate) async fn remove(token: &str, passkey: &str) -> Result<(), TransportError> {
    let path = ["/passkeys/", passkey].concat();
    successful(ask(signed(Client::new().delete(address(&path)?), token)).await?).await.map(|_| ())
}

fn with(request: RequestBuilder, body: &impl serde::Serialize) -> Result<RequestBuilder, TransportError> {
    let body = serde_json::to_vec(body).map_err(|_| TransportError::Unreadable)?;
    Ok(request.header(CONTENT_TYPE, "application/json").body(body))
}

async fn answered<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, TransportError> {
    parse(&read(successful(ask(request).await?).await?).await?)
}
