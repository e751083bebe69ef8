//! Work of devices without a login: handing it in, and what waits for a person. For parts of the app that come later.

use reqwest::Client;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};
use thidua_sync::administration::{Answered, Closing, HandedIn, Reconciled, Tray, Word};

use super::transport::{TransportError, address, gzip, parse, post, read, send, signed};

/// Hands operations in, or with none in it asks what became of them.
pub(crate) async fn hand_in(token: &str, body: Vec<u8>) -> Result<HandedIn, TransportError> {
    let mut request = post("/handin")?.header(CONTENT_TYPE, "application/cbor");
    let body = match gzip(&body).await {
        Some(packed) if packed.len() < body.len() => {
            request = request.header(CONTENT_ENCODING, "gzip");
            packed
        }
        _ => body,
    };
    parse(&read(send(signed(request, token).body(body)).await?).await?)
}

/// What waits for a person.
pub(crate) async fn tray(token: &str) -> Result<Tray, TransportError> {
    parse(&read(send(signed(Client::new().get(address("/tray")?), token)).await?).await?)
}

/// A person's word on what waits.
pub(crate) async fn answer(token: &str, entry: u64, word: &Word) -> Result<Answered, TransportError> {
    say(token, ["/tray/", &entry.to_string()].concat(), word).await
}

/// A person's word on a witnessed copy.
pub(crate) async fn answer_copy(token: &str, entry: u64, word: &Word) -> Result<Answered, TransportError> {
    say(token, ["/tray/witnessed/", &entry.to_string()].concat(), word).await
}

/// How far devices have come back since the endpoint was restored.
pub(crate) async fn reconciliation(token: &str) -> Result<Reconciled, TransportError> {
    parse(&read(send(signed(Client::new().get(address("/admin/reconciliation")?), token)).await?).await?)
}

/// Nothing more is waited for.
pub(crate) async fn close_reconciliation(
    token: &str,
    number: u64,
    closing: &Closing,
) -> Result<(), TransportError> {
    let body = serde_json::to_vec(closing).map_err(|_| TransportError::Unreadable)?;
    let path = ["/admin/reconciliation/", &number.to_string()].concat();
    let request = post(&path)?.header(CONTENT_TYPE, "application/json").body(body);
    send(signed(request, token)).await?;
    Ok(())
}

async fn say(token: &str, path: String, word: &Word) -> Result<Answered, TransportError> {
    let body = serde_json::to_vec(word).map_err(|_| TransportError::Unreadable)?;
    let request = post(&path)?.header(CONTENT_TYPE, "application/json").body(body);
    parse(&read(send(signed(request, token)).await?).await?)
}
