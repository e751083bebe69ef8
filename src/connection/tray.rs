//! Work of devices without a login: handing it in, and what waits for a person. For parts of the app that come later.

use thidua_sync::administration::{Answered, Closing, HandedIn, Reconciled, Tray, Word};

use super::http::{CONTENT_ENCODING, CONTENT_TYPE};
use super::transport::{TransportError, get, gzip, parse, post, send};

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
    parse(&send(request.signed(token).body(body)).await?.bytes().await?)
}

/// What waits for a person.
pub(crate) async fn tray(token: &str) -> Result<Tray, TransportError> {
    parse(&send(get("/tray")?.signed(token)).await?.bytes().await?)
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
    parse(&send(get("/admin/reconciliation")?.signed(token)).await?.bytes().await?)
}

/// Nothing more is waited for.
pub(crate) async fn close_reconciliation(
    token: &str,
    number: u64,
    closing: &Closing,
) -> Result<(), TransportError> {
    let path = ["/admin/reconciliation/", &number.to_string()].concat();
    send(post(&path)?.json(closing)?.signed(token)).await.map(|_| ())
}

async fn say(token: &str, path: String, word: &Word) -> Result<Answered, TransportError> {
    parse(&send(post(&path)?.json(word)?.signed(token)).await?.bytes().await?)
}
