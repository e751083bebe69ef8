//! Requests to a hub, which stands at another origin than the app. For the part of the app that deals with files.

use std::time::Duration;

use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use thidua_sync::hub::HubTold;

use super::transport::{TransportError, address, parse, read, send};

/// How long the committee's endpoint is waited for before the hub is asked. In a hall without a line some networks swallow
/// requests instead of refusing them.
const PATIENCE: Duration = Duration::from_secs(6);

/// Whether the committee's endpoint is there.
pub(crate) async fn is_endpoint_there() -> bool {
    let Ok(address) = address("/health") else { return false };
    let answer = Client::new().get(address).timeout(PATIENCE).send().await;
    answer.is_ok_and(|answer| answer.status().is_success())
}

/// Who a hub is.
pub(crate) async fn told(hub: &str) -> Result<HubTold, TransportError> {
    parse(&read(send(Client::new().get([hub, "/hub"].concat())).await?).await?)
}

/// Asks a hub: what only it reads, and the file that it is to carry.
pub(crate) async fn ask(hub: &str, asks: &[u8], file: &[u8]) -> Result<Vec<u8>, TransportError> {
    let length = u32::try_from(asks.len()).map_err(|_| TransportError::Unreadable)?;
    let body = [length.to_be_bytes().as_slice(), asks, file].concat();
    let request = Client::new().post([hub, "/hub"].concat());
    let request = request.header(CONTENT_TYPE, "application/octet-stream").fetch_credentials_omit();
    read(send(request.body(body)).await?).await
}
