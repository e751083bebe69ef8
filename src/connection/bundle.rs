//! A file that somebody carries, handed in without any login. For the part of the app that deals with files.

use super::http::CONTENT_TYPE;
use super::transport::{TransportError, post, send};

/// Hands a file in; the answer is the receipt for its author's device.
pub(crate) async fn hand_in(file: Vec<u8>) -> Result<Vec<u8>, TransportError> {
    let request = post("/bundle")?.header(CONTENT_TYPE, "application/octet-stream");
    send(request.body(file)).await?.bytes().await
}
