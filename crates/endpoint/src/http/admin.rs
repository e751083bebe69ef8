//! `/admin/…`: for administrators only.

use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use thidua_sync::administration::Closing;

use super::error::Refusal;
use super::{Desk, body, unstored};
use crate::administration::{AdministrationError, Administrator};
use crate::clock;
use crate::reconciliation::ReconciliationError;
use crate::session::device_of;
use crate::store::{Audited, Bound};

#[derive(Serialize)]
struct Devices {
    devices: Vec<Device>,
}

#[derive(Serialize)]
struct Device {
    device: String,
    account: u32,
    name: String,
    login: String,
    bound_ms: i64,
    seen_ms: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_why: Option<String>,
}

impl From<Bound> for Device {
    fn from(bound: Bound) -> Self {
        let (revoked_ms, revoked_why) = bound.revoked.map(|revoked| (revoked.at_ms, revoked.why)).unzip();
        Self {
            device: bound.device.to_string(),
            account: bound.account,
            name: bound.name,
            login: bound.login,
            bound_ms: bound.bound_ms,
            seen_ms: bound.seen_ms,
            revoked_ms,
            revoked_why,
        }
    }
}

#[derive(Serialize)]
struct Entries {
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    seq: u64,
    at_ms: i64,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about_account: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about_device: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about_place: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about_entry: Option<u64>,
}

impl From<Audited> for Entry {
    fn from(Audited { seq, entry, .. }: Audited) -> Self {
        Self {
            seq,
            at_ms: entry.at_ms,
            what: entry.what.word(),
            account: entry.account,
            device: entry.device.map(|device| device.to_string()),
            about_account: entry.about_account,
            about_device: entry.about_device.map(|device| device.to_string()),
            about_place: entry.about_place,
            about_entry: entry.about_entry,
        }
    }
}

#[derive(Serialize)]
struct Checksums {
    partitions: Vec<Compared>,
}

#[derive(Serialize)]
struct Compared {
    partition: u32,
    name: String,
    /// Absent for the moment in which a sum is made anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

#[derive(Deserialize)]
struct Reason {
    reason: String,
}

#[derive(Deserialize)]
pub(super) struct Before {
    /// The place of the oldest entry that is known already.
    before: Option<u64>,
}

/// `GET /admin/devices`: every device of every account.
pub(super) async fn devices(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Refusal> {
    let administrator = administrator(&desk, &headers).await?;
    let devices = administrator.devices(&desk.0.store).await?;
    Ok(unstored(Json(Devices { devices: devices.into_iter().map(Device::from).collect() })))
}

/// `POST /admin/devices/{device}/revocation`: shuts it out, with a reason.
pub(super) async fn revoke(
    State(desk): State<Desk>,
    Path(device): Path<String>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let (parts, content) = request.into_parts();
    let (administrator, content) =
        body::unless_refused(administrator(&desk, &parts.headers).await, content).await?;
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let Reason { reason } = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    let device = device_of(&device).ok_or(AdministrationError::NoDevice)?;
    administrator.revoke(&desk.0.store, device, &reason, clock::now_ms()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /admin/audit`: what was done, the newest first.
pub(super) async fn audit(
    State(desk): State<Desk>,
    Query(Before { before }): Query<Before>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let administrator = administrator(&desk, &headers).await?;
    let before = before.unwrap_or(u64::MAX >> 1);
    let entries = administrator.audit(&desk.0.store, before).await?;
    Ok(unstored(Json(Entries { entries: entries.into_iter().map(Entry::from).collect() })))
}

/// `GET /admin/checksums`: of every partition the code that a device shows which holds the same.
pub(super) async fn checksums(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Refusal> {
    let administrator = administrator(&desk, &headers).await?;
    let partitions = administrator.checksums(&desk.0.store).await?.into_iter().map(|of| Compared {
        partition: of.partition.0,
        name: of.name,
        code: of.sum.map(|sum| sum.code().to_string()),
    });
    Ok(unstored(Json(Checksums { partitions: partitions.collect() })))
}

/// `GET /admin/reconciliation`: how far devices have come back since the last restore.
pub(super) async fn reconciliation(
    State(desk): State<Desk>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let administrator = administrator(&desk, &headers).await?;
    Ok(unstored(Json(administrator.reconciliation(&desk.0.store).await?)))
}

/// `POST /admin/reconciliation/{number}`: closes it, with a reason.
pub(super) async fn close_reconciliation(
    State(desk): State<Desk>,
    Path(number): Path<String>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let (parts, content) = request.into_parts();
    let (administrator, content) =
        body::unless_refused(administrator(&desk, &parts.headers).await, content).await?;
    let content = body::read(&parts.headers, content, &["application/json"]).await?;
    let closing: Closing = serde_json::from_slice(&content).map_err(|_| Refusal::MALFORMED)?;
    let number = number.parse().map_err(|_| ReconciliationError::None)?;
    administrator.close_reconciliation(&desk.0.store, number, &closing, clock::now_ms()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whoever asks, where they are an administrator.
pub(super) async fn administrator(desk: &Desk, headers: &HeaderMap) -> Result<Administrator, Refusal> {
    let session = desk.identify(headers).await?;
    Ok(Administrator::of(&desk.0.store, session).await?)
}
