//! `POST /bundle`: a file that somebody carries here. Whoever that is needs no login and is told nothing but that it was taken.

use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use thidua_bundle::MOST_BYTES;

use super::error::Refusal;
use super::{Desk, body, hub, unstored};
use crate::{bundle, clock};

const OCTETS: &str = "application/octet-stream";

/// The file there, its receipt back.
pub(super) async fn take(State(desk): State<Desk>, request: Request) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    let file = body::chunk(&parts.headers, content, OCTETS, MOST_BYTES).await?;
    let (full, desk) = (desk.clone(), &desk.0);
    // A hub brings what a whole conference has done, and was asked for its own pace.
    let is_hub = hub::relays(&full, &parts.headers).await;
    let pace = |session: &crate::store::Session| {
        if is_hub {
            return Ok(());
        }
        desk.pace.account(session.account, Instant::now())?;
        desk.carrying.take(session.device, Instant::now())
    };
    let keys = (&desk.committee, &desk.key);
    let receipt = bundle::take_in(&desk.store, keys, &file, clock::now_ms(), pace).await?;
    let mut answer = unstored(receipt);
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(OCTETS));
    Ok(answer)
}
