//! `GET /snapshot/{partition}/{generation}/{page}`: a page that was compressed long ago and never changes. The browser may keep
//! it for the account that asked, and for nobody else: tablets are shared. It holds records, so it is kept for a day and no
//! longer: a first load that was cut goes on within that time, and what is erased later does not lie there for a year.
//!
//! Whether the account reads the partition is asked before anything else, also of who only asks whether a page has changed.

use std::fmt::Write as _;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};
use thidua_domain::record::PartitionId;

use super::Desk;
use super::error::Refusal;
use crate::snapshots;

const HEADERS: [(HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "application/cbor"),
    (header::CACHE_CONTROL, "private, max-age=86400, immutable"),
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
    let reads_brotli = accepts_brotli(&headers);
    let tag = tag(&body, reads_brotli);
    let mut answer = if is_there_already(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if reads_brotli {
        let mut answer = body.into_response();
        answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        answer
    } else {
        snapshots::unpacked(&body).map_err(|error| Refusal::internal(&error))?.into_response()
    };
    for (name, value) in HEADERS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.headers_mut().insert(header::ETAG, tag);
    }
    Ok(answer)
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|one| one.split(';').next().is_some_and(|one| one.trim() == "br"))
}

/// The SHA-256 of the page as it is stored; unpacked it is other bytes, and has another tag.
fn tag(body: &[u8], packed: bool) -> String {
    let digest: [u8; 32] = Sha256::digest(body).into();
    let mut tag = String::from("\"");
    for byte in digest {
        // Writing to memory cannot fail.
        _ = write!(tag, "{byte:02x}");
    }
    tag.push_str(if packed { "\"" } else { "-plain\"" });
    tag
}

/// Whether whoever asks says that they have this very page.
fn is_there_already(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).any(|one| one.trim() == tag)
}
