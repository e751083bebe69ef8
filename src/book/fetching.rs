//! How a reader gets a file of evidence: piece by piece, and after a cut from where it stopped.

use js_sys::Uint8Array;
use leptos::prelude::*;
use thidua_domain::evidence::FileDigest;

use super::evidence::Moving;
use super::{Book, BookError, RecordView};
use crate::connection::blobs::{self, Address, Speed};
use crate::connection::transport::TransportError;
use crate::web;

/// Why a file could not be fetched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FetchError {
    /// The endpoint does not have it yet: it is still on the device where it was added.
    NotUploaded,
    /// The endpoint could not be reached. What came so far is kept for the next try.
    Line,
    /// The endpoint wants a new sign-in.
    SignedOut,
    /// What came are not the bytes of the file.
    Damaged,
    /// The store of this device could not keep it.
    Book(BookError),
}

impl Book {
    /// Gets a file from the endpoint and keeps it here. Goes on where the last try was cut.
    pub(crate) async fn fetch_file(
        self,
        record: &RecordView,
        digest: FileDigest,
        size: u32,
    ) -> Result<(), FetchError> {
        let token = self.token().map_err(FetchError::Book)?;
        let address = Address { digest: digest.to_string(), record: record.id.to_string() };
        let is_it = |(other, _): &(FileDigest, Vec<u8>)| *other == digest;
        let mut bytes = self
            .files
            .partial
            .try_update_value(|all| all.iter().position(is_it).map(|place| all.swap_remove(place).1))
            .flatten()
            .unwrap_or_default();
        let mut speed = Speed::default();
        let mut seconds = None;
        while let Some(left) = count(&bytes).and_then(|done| size.checked_sub(done)).filter(|left| *left > 0)
        {
            let done = size.saturating_sub(left);
            self.files.moves(Moving { digest, is_sent: false, done, size, seconds });
            let piece = speed.piece(blobs::MOST_ASKED).min(left);
            let begun = web::now_ms();
            match blobs::fetch(&token, &address, done, done.saturating_add(piece)).await {
                Ok(more) => bytes.extend_from_slice(&more),
                Err(error) => {
                    self.files.rests(digest);
                    self.files.partial.update_value(|all| all.push((digest, bytes)));
                    return Err(fetch_error(&error));
                }
            }
            speed.saw(piece, web::now_ms() - begun);
            seconds = speed.seconds(left.saturating_sub(piece));
        }
        self.files.rests(digest);
        if FileDigest::of(&bytes) != digest {
            return Err(FetchError::Damaged);
        }
        let bytes = Uint8Array::from(bytes.as_slice());
        self.put_file(digest, &bytes, vec![record.partition]).await.map_err(FetchError::Book)
    }
}

pub(super) fn fetch_error(error: &TransportError) -> FetchError {
    match error {
        TransportError::Status { status: 401, .. } => FetchError::SignedOut,
        TransportError::Status { status: 404, .. } => FetchError::NotUploaded,
        _ => FetchError::Line,
    }
}

fn count(bytes: &[u8]) -> Option<u32> {
    u32::try_from(bytes.len()).ok()
}
