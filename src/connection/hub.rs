//! Requests to a hub, which stands at another origin than the app. For the part of the app that deals with files.

use std::time::Duration;

use thidua_sync::hub::HubTold;

use super::http::{CONTENT_TYPE, Request};
use super::transport::{TransportError, get, parse, send};

/// How long the committee's endpoint is waited for before the hub is asked. In a hall without a line some networks swallow
/// requests instead of refusing them.
const PATIENCE: Duration = Duration::from_secs(6);

/// Whether the committee's endpoint is there.
pub(crate) async fn is_endpoint_there() -> bool {
    let Ok(request) = get("/health") else { return false };
    request.within(PATIENCE).ask().await.is_ok_and(|answer| answer.is_success())
}

/// Who a hub is.
pub(crate) async fn told(hub: &str) -> Result<HubTold, TransportError> {
    parse(&send(Request::get([hub, "/hub"].concat())).await?.bytes().await?)
}

/// Asks a hub: what only it reads, and the file that it is to carry.
pub(crate) async fn ask(hub: &str, asks: &[u8], file: &[u8]) -> Result<Vec<u8>, TransportError> {
    let length = u32::try_from(asks.len()).map_err(|_| TransportError::Unreadable)?;
    let body = [length.to_be_bytes().as_slice(), asks, file].concat();
    let request = Request::post([hub, "/hub"].concat());
    let request = request.header(CONTENT_TYPE, "application/octet-stream").anonymous();
    send(request.body(body)).await?.bytes().await
}
