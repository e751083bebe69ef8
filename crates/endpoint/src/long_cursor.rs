//! Cursors of those who read many units. A cursor names a place in each log: for the nation's 3,300 units that is 15 kB,
//! which would go both ways with every exchange. Such a cursor stays here, and the device is given its name. To the device
//! one is as opaque as the other.
//!
//! Invariants: the cursor that a device stands at is never taken away, however many answers were lost since. So a name that
//! was given, and under which nothing is here, tells what a cursor tells that the logs do not know: the store was set back.

use thidua_sync::cursor::{Cursor, CursorKey};
use thidua_sync::cursor_name::CursorName;
use thidua_sync::identity::Epoch;
use thidua_sync::wire::{Answer, Request};

use crate::exchange::ExchangeError;
use crate::store::{StoreError, Transaction};

/// The bytes of a cursor that still travels itself: some sixty units.
const LONGEST: usize = 256;

/// What a request shows of how far its device has read.
pub(crate) enum Shown {
    /// Nothing: it begins.
    Nothing,
    /// A cursor.
    Cursor(Cursor),
    /// The name of a cursor that was given in this life of the endpoint and is not here any more.
    Lost(Epoch),
}

impl Shown {
    /// The life in which it was given.
    pub(crate) fn epoch(&self) -> Option<Epoch> {
        match self {
            Self::Nothing => None,
            Self::Cursor(cursor) => Some(cursor.epoch),
            Self::Lost(epoch) => Some(*epoch),
        }
    }
}

/// What a request shows.
pub(crate) async fn shown(
    tx: &mut Transaction,
    key: &CursorKey,
    request: &Request,
) -> Result<Shown, ExchangeError> {
    let Some(bytes) = request.cursor.as_deref() else { return Ok(Shown::Nothing) };
    let open = |sealed: &[u8]| Cursor::open(key, sealed).map_err(|_| ExchangeError::BadCursor);
    if !CursorName::is_shown(bytes) {
        return open(bytes).map(Shown::Cursor);
    }
    let name = CursorName::open(key, request.device, bytes).ok_or(ExchangeError::BadCursor)?;
    match tx.cursor(request.device, &name.id).await? {
        Some(sealed) => open(&sealed).map(Shown::Cursor),
        None => Ok(Shown::Lost(name.epoch)),
    }
}

/// Whether a cursor may travel itself.
pub(crate) fn fits(cursor: &[u8]) -> bool {
    cursor.len() <= LONGEST
}

/// Whether the cursor of an answer is to stay here.
pub(crate) fn is_too_long(answer: &Answer) -> bool {
    answer.cursor.as_ref().is_some_and(|cursor| !fits(cursor))
}

/// Keeps the cursor of an answer where it is too long, and puts its name in its place.
pub(crate) async fn put_away(
    tx: &mut Transaction,
    key: &CursorKey,
    request: &Request,
    answer: &mut Answer,
    now_ms: i64,
) -> Result<(), StoreError> {
    let Some(cursor) = answer.cursor.take_if(|cursor| !fits(cursor)) else { return Ok(()) };
    let opened = Cursor::open(key, &cursor).map_err(StoreError::damaged("cursor"))?;
    let name = CursorName::of(opened.epoch, &cursor);
    let shown = request.cursor.as_deref().and_then(|shown| CursorName::open(key, request.device, shown));
    let stands_at = shown.unwrap_or(name);
    tx.keep_cursor(request.device, &name.id, &cursor, &stands_at.id, now_ms).await?;
    answer.cursor = Some(name.seal(key, request.device));
    Ok(())
}
