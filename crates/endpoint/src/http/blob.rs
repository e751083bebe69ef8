//! `/blob/{sha256}?record={id}`: a file of evidence, through a record that names it. Uploads go on where they were cut,
//! after the manner of tus (`Upload-Offset`, `Upload-Length`).

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use thidua_domain::evidence::{FileDigest, FileKind};
use thidua_domain::record::RecordId;

use super::error::Refusal;
use super::{Desk, body};
use crate::blob::{self, BlobError, MOST_CHUNK, Named};
use crate::clock;
use crate::store::Received;

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
/// The type of a chunk.
const CHUNK: &str = "application/offset+octet-stream";
/// What is shown, if anything shows it, runs nothing and loads nothing.
const POLICY: &str = "default-src 'none'; sandbox";

/// `HEAD`: how much of the file is there.
pub(super) async fn look(
    State(desk): State<Desk>,
    Path(digest): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let named = named(&desk, &headers, &digest, &uri).await?;
    let received = blob::look(&desk.0.store, &named).await?;
    Ok(told(StatusCode::OK, &named, received))
}

/// `PATCH`: a chunk of the file, at the place that the header says.
pub(super) async fn take(
    State(desk): State<Desk>,
    Path(digest): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, content) = request.into_parts();
    let (named, content) =
        body::unless_refused(named(&desk, &parts.headers, &digest, &parts.uri).await, content).await?;
    let chunk = body::chunk(&parts.headers, content, CHUNK, MOST_CHUNK).await?;
    let start = parts.headers.get(OFFSET).and_then(|value| value.to_str().ok()?.parse().ok());
    let start = start.ok_or(Refusal::MALFORMED)?;
    match blob::take(&desk.0.store, &named, start, &chunk, clock::now_ms()).await {
        Ok(received) => Ok(told(StatusCode::NO_CONTENT, &named, received)),
        Err(BlobError::Gap { received }) => {
            Ok(at(Refusal::from(BlobError::Gap { received }).into_response(), &named, received))
        }
        Err(BlobError::WrongContent) => {
            Ok(at(Refusal::from(BlobError::WrongContent).into_response(), &named, 0))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET`: the file, or the part that a range asks for.
pub(super) async fn give(
    State(desk): State<Desk>,
    Path(digest): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let named = named(&desk, &headers, &digest, &uri).await?;
    let size = named.key.size;
    let (status, from, to) = match range(&headers, size) {
        Asked::Whole => (StatusCode::OK, 0, size),
        Asked::Part { from, to } => (StatusCode::PARTIAL_CONTENT, from, to),
        Asked::Nothing => {
            let mut answer = Refusal::RANGE_NOT_SATISFIABLE.into_response();
            answer.headers_mut().insert(header::CONTENT_RANGE, value(format!("bytes */{size}")));
            return Ok(answer);
        }
    };
    let bytes = blob::give(&desk.0.store, &named, from, to).await?;
    let mut answer = (status, Body::from(bytes)).into_response();
    let headers = answer.headers_mut();
    if status == StatusCode::PARTIAL_CONTENT {
        let last = to.saturating_sub(1);
        headers.insert(header::CONTENT_RANGE, value(format!("bytes {from}-{last}/{size}")));
    }
    let ending = match named.kind {
        FileKind::Photograph => "jpg",
        FileKind::Pdf => "pdf",
    };
    let name = format!("attachment; filename=\"minh-chung-{digest:.8}.{ending}\"");
    let mut set = |name, text| _ = headers.insert(name, HeaderValue::from_static(text));
    set(header::CONTENT_TYPE, named.kind.media_type());
    set(header::ACCEPT_RANGES, "bytes");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    // The device keeps the file in its own store; who reads it next may have another account.
    set(header::CACHE_CONTROL, "no-store");
    headers.insert(header::CONTENT_DISPOSITION, value(name));
    Ok(answer)
}

/// The file that a request is for, where its account may read the record.
async fn named(desk: &Desk, headers: &HeaderMap, digest: &str, uri: &Uri) -> Result<Named, Refusal> {
    let store = &desk.0.store;
    let session = desk.identify(headers).await?;
    let digest: FileDigest = digest.parse().map_err(|_| BlobError::NotNamed)?;
    let asked = uri.query().unwrap_or_default().split('&');
    let record = asked.filter_map(|pair| pair.strip_prefix("record=")).next().unwrap_or_default();
    let record: RecordId = record.parse().map_err(|_| BlobError::NotNamed)?;
    let mut tx = store.read().await.map_err(BlobError::from)?;
    Ok(blob::named(&mut tx, session, record, digest).await?)
}

fn told(status: StatusCode, named: &Named, received: Received) -> Response {
    at(status.into_response(), named, received.bytes)
}

/// An answer that says how many bytes are there.
fn at(mut answer: Response, named: &Named, received: u32) -> Response {
    let headers = answer.headers_mut();
    headers.insert(OFFSET, HeaderValue::from(received));
    headers.insert(LENGTH, HeaderValue::from(named.key.size));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// A header of digits and our own words, which are all ASCII.
fn value(text: String) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// What a request asks of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asked {
    Whole,
    /// From the first up to, without, the second.
    Part {
        from: u32,
        to: u32,
    },
    /// A part that is not there.
    Nothing,
}

/// The part that is asked for. What is no single range of bytes asks for the whole (RFC 9110, 14.2).
fn range(headers: &HeaderMap, size: u32) -> Asked {
    let text = headers.get(header::RANGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some((first, last)) = text.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Asked::Whole;
    };
    let number = |text: &str| text.parse::<u32>().ok();
    let (from, to) = match (number(first), number(last)) {
        (Some(from), Some(last)) if from <= last => (from, last.saturating_add(1).min(size)),
        (Some(from), None) if last.is_empty() => (from, size),
        (None, Some(count)) if first.is_empty() => (size.saturating_sub(count), size),
        _ => return Asked::Whole,
    };
    if from < to { Asked::Part { from, to } } else { Asked::Nothing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_one_part_of_the_file_or_the_whole() {
        let cases = [
            ("", Asked::Whole),
            ("bytes=0-9", Asked::Part { from: 0, to: 10 }),
            ("bytes=90-", Asked::Part { from: 90, to: 100 }),
            ("bytes=90-500", Asked::Part { from: 90, to: 100 }),
            ("bytes=-10", Asked::Part { from: 90, to: 100 }),
            ("bytes=-500", Asked::Part { from: 0, to: 100 }),
            ("bytes=100-", Asked::Nothing),
            ("bytes=-0", Asked::Nothing),
            ("bytes=9-0", Asked::Whole),
            ("bytes=0-1,5-6", Asked::Whole),
            ("lines=0-1", Asked::Whole),
            ("bytes=-", Asked::Whole),
        ];
        for (text, asked) in cases {
            let headers = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static(text))]);
            assert_eq!(range(&headers, 100), asked, "{text}");
        }
    }
}
