//! Copies of what is only on this device, as a file of the officer's own: those that were made before the store was changed
//! for a newer version of the app, and one of this moment. They can be read where the store cannot.

use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

use super::{Book, BookError};
use crate::storage::copies::{self, Copied};
use crate::web::base64;

/// A copy that is kept.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct KeptCopy {
    /// When it was made, by the device's clock: milliseconds since 1970.
    pub(crate) at_ms: f64,
    /// How many operations are in it.
    pub(crate) operations: usize,
    /// How many drafts are in it.
    pub(crate) drafts: usize,
}

impl KeptCopy {
    fn of(copied: &Copied) -> Self {
        Self { at_ms: copied.at_ms, operations: copied.operations(), drafts: copied.drafts() }
    }

    /// The copies that are kept, the newest first. Needs no open store.
    pub(crate) async fn all() -> Result<Vec<Self>, BookError> {
        Ok(copies::all().await?.iter().map(Self::of).collect())
    }

    /// What is in it, as the text of a file; `None` where it is not there any more.
    pub(crate) async fn text(self) -> Result<Option<String>, BookError> {
        let all = copies::all().await?;
        Ok(all.iter().find(|copied| copied.at_ms == self.at_ms).and_then(text_of))
    }
}

impl Book {
    /// What is only on this device now, as the text of a file.
    pub(crate) async fn own_text(self) -> Result<String, BookError> {
        let own = self.keeper()?.storage.own().await?;
        text_of(&own).ok_or(BookError::Storage)
    }
}

/// The file, for whoever helps: JSON, each value as it lay in its store.
#[derive(Serialize)]
struct File<'c> {
    /// What it is, and the layout of it.
    thidua_copy: u32,
    /// The layout of the store.
    store: u32,
    made_ms: i64,
    values: Vec<Lying<'c>>,
}

#[derive(Serialize)]
struct Lying<'c> {
    store: &'c str,
    key: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<String>,
}

fn text_of(copied: &Copied) -> Option<String> {
    let lying = |(store, key, value): &(String, String, JsValue)| {
        let bytes = value.dyn_ref::<Uint8Array>().map(|bytes| base64::encode(&bytes.to_vec()));
        (store.clone(), key.clone(), value.as_string(), bytes)
    };
    let values: Vec<_> = copied.values.iter().map(lying).collect();
    let values = values.iter().map(|(store, key, text, bytes)| Lying {
        store,
        key,
        text: text.clone(),
        bytes: bytes.clone(),
    });
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole numbers, far below 2^53"
    )]
    let (store, made_ms) = (copied.version as u32, copied.at_ms as i64);
    serde_json::to_string(&File { thidua_copy: 1, store, made_ms, values: values.collect() }).ok()
}
