//! Who wrote the values that stand beside each other. For a part of the app that comes later.

use thidua_domain::record::RecordId;
use thidua_sync::administration::{Writer, Writers};

use super::transport::{TransportError, parse, post, send};

/// The most records that are asked for at once.
pub(crate) const MOST: usize = 200;

#[derive(serde::Serialize)]
struct Question {
    records: Vec<String>,
}

/// Asks of these records.
pub(crate) async fn ask(token: &str, records: &[RecordId]) -> Result<Vec<Writer>, TransportError> {
    let question = Question { records: records.iter().map(ToString::to_string).collect() };
    let request = post("/writers")?.json(&question)?.signed(token);
    let told: Writers = parse(&send(request).await?.bytes().await?)?;
    Ok(told.writers)
}
