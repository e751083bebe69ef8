//! Cursors of those who read many units. A cursor names a place in each log: for the nation's 3,300 units that is 15 kB,
//! which would go both ways with every exchange. Such a cursor stays here, and the device is given its name, which is
//! the beginning of its digest. To the device one is as opaque as the other.
//!
//! Invariants: a name is looked up among the cursors of the very device that shows it. The cursor that a device stands at
//! is never taken away, however many answers were lost since; a name that is not there (a copy of a device, a database that was
//! cut back) is told like a cursor that this endpoint did not give: the device then begins anew, and loses nothing.

use sha2::{Digest as _, Sha256};
use thidua_sync::identity::DeviceId;
use thidua_sync::wire::{Answer, Request};

use crate::store::{StoreError, Transaction};

/// The bytes of a cursor that still travels itself: some sixty units.
const LONGEST: usize = 256;
/// The bytes of a name. No cursor is as short.
const NAME: usize = 16;

fn name_of(cursor: &[u8]) -> Vec<u8> {
    let mut name = Sha256::digest(cursor).to_vec();
    name.truncate(NAME);
    name
}

/// Whether what a device shows is a name.
fn is_name(shown: &[u8]) -> bool {
    shown.len() == NAME
}

/// The cursor of a request; `None` where it shows the name of one that is not here.
pub(crate) async fn meant(
    tx: &mut Transaction,
    device: DeviceId,
    shown: &[u8],
) -> Result<Option<Vec<u8>>, StoreError> {
    if is_name(shown) { tx.cursor(device, shown).await } else { Ok(Some(shown.to_owned())) }
}

/// Whether the cursor of an answer is to stay here.
pub(crate) fn is_too_long(answer: &Answer) -> bool {
    answer.cursor.as_ref().is_some_and(|cursor| cursor.len() > LONGEST)
}

/// Keeps the cursor of an answer where it is too long, and puts its name in its place.
pub(crate) async fn put_away(
    tx: &mut Transaction,
    request: &Request,
    answer: &mut Answer,
    now_ms: i64,
) -> Result<(), StoreError> {
    let Some(cursor) = answer.cursor.take_if(|cursor| cursor.len() > LONGEST) else { return Ok(()) };
    let name = name_of(&cursor);
    let stands_at = request.cursor.as_deref().filter(|shown| is_name(shown)).unwrap_or(&name);
    tx.keep_cursor(request.device, &name, &cursor, stands_at, now_ms).await?;
    answer.cursor = Some(name);
    Ok(())
}
