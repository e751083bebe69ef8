//! `GET /snapshot/{partition}/{generation}/{page}`: a page that was compressed long ago and never changes. The browser may keep
//! it for the account that asked, and for nobody else: tablets are shared.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use thidua_domain::record::PartitionId;

use super::Desk;
use super::error::Refusal;
use crate::snapshots;

const HEADERS: [(HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "application/cbor"),
    (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
    // Each sign-in has a token of its own: what one account has read no other one finds.
    (header::VARY, "authorization, accept-encoding"),
];

pub(super) async fn page(
    State(desk): State<Desk>,
    Path((partition, generation, page)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let session = desk.identify(&headers).await?;
    let (Ok(partition), Ok(generation), Ok(page)) = (partition.parse(), generation.parse(), page.parse())
    else {
        return Err(Refusal::NOT_FOUND);
    };
    let (store, partition) = (&desk.0.store, PartitionId(partition));
    let body = snapshots::page_for(store, session.account, partition, generation, page).await?;
    let body = body.ok_or(Refusal::NOT_FOUND)?;
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let reads_brotli =
        accepted.split(',').any(|one| one.split(';').next().is_some_and(|one| one.trim() == "br"));
    let mut answer = if reads_brotli {
        let mut answer = body.into_response();
        answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        answer
    } else {
        snapshots::unpacked(&body).map_err(|error| Refusal::internal(&error))?.into_response()
    };
    for (name, value) in HEADERS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(answer)
}
