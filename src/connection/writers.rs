//! Who wrote the values that stand beside each other. For a part of the app that comes later.

use reqwest::header::CONTENT_TYPE;
use thidua_domain::record::RecordId;
use thidua_sync::administration::{Writer, Writers};

use super::transport::{TransportError, parse, post, read, send, signed};

/// The most records that are asked for at once.
pub(crate) const MOST: usize = 200;

#[derive(serde::Serialize)]
struct Question {
    records: Vec<String>,
}

/// Asks of these records.
pub(crate) async fn ask(token: &str, records: &[RecordId]) -> Result<Vec<Writer>, TransportError> {
    let question = Question { records: records.iter().map(ToString::to_string).collect() };
    let body = serde_json::to_vec(&question).map_err(|_| TransportError::Unreadable)?;
    let request = post("/writers")?.header(CONTENT_TYPE, "application/json").body(body);
    let told: Writers = parse(&read(send(signed(request, token)).await?).await?)?;
    Ok(told.writers)
}
