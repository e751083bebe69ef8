//! Sealed rows lie some hundred in a page: a device with ten thousand would otherwise wait for ten thousand answers of
//! the browser before it shows the first. What changes lies beside the pages, row by row, until they are written anew.

use js_sys::Uint8Array;

use super::StorageError;

/// How many rows are in a page.
const ROWS: usize = 500;
/// What the keys of pages begin with; no record's id does.
const PREFIX: &str = "page-";

/// Whether a key is a page's.
pub(super) fn is_page(key: &str) -> bool {
    key.starts_with(PREFIX)
}

/// The pages of rows, by key: each row with its key and its length before it.
pub(super) fn made(rows: &[(String, Vec<u8>)]) -> Vec<(String, Uint8Array)> {
    let page = |(at, rows): (usize, &[(String, Vec<u8>)])| {
        let mut bytes = Vec::new();
        for (key, row) in rows {
            for part in [key.as_bytes(), row] {
                let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
                bytes.extend_from_slice(&length.to_le_bytes());
                bytes.extend_from_slice(part);
            }
        }
        (format!("{PREFIX}{at:06}"), Uint8Array::from(bytes.as_slice()))
    };
    rows.chunks(ROWS).enumerate().map(page).collect()
}

/// The rows of a page, with their keys.
///
/// # Errors
/// Where it is no page.
pub(super) fn rows(page: &Uint8Array) -> Result<Vec<(String, Uint8Array)>, StorageError> {
    let bytes = page.to_vec();
    let mut at = 0;
    let mut rows = Vec::with_capacity(ROWS);
    while at < bytes.len() {
        let key = part(&bytes, &mut at)?;
        let text = bytes.get(key.0..key.1).and_then(|key| std::str::from_utf8(key).ok());
        let text = text.ok_or(StorageError::Damaged)?.to_owned();
        let row = part(&bytes, &mut at)?;
        let place = |at: usize| u32::try_from(at).map_err(|_| StorageError::Damaged);
        rows.push((text, page.subarray(place(row.0)?, place(row.1)?)));
    }
    Ok(rows)
}

/// Where the next part begins and ends.
fn part(bytes: &[u8], at: &mut usize) -> Result<(usize, usize), StorageError> {
    let length = bytes.get(*at..).and_then(|rest| rest.first_chunk::<4>()).ok_or(StorageError::Damaged)?;
    let begin = at.saturating_add(4);
    let end = begin.saturating_add(u32::from_le_bytes(*length) as usize);
    if end > bytes.len() {
        return Err(StorageError::Damaged);
    }
    *at = end;
    Ok((begin, end))
}
