//! Files that come in and go out by the browser: chosen, dropped, shared.

use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{call, get};

/// How sharing ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shared {
    /// It was passed on.
    Done,
    /// The person has thought better of it.
    Given,
    /// The browser does not share such a file.
    Refused,
}

/// The first file that was dropped on something.
#[must_use]
pub(crate) fn dropped(event: &JsValue) -> Option<web_sys::File> {
    let files = get(&get(event, "dataTransfer")?, "files")?;
    get(&files, "0")?.dyn_into().ok()
}

/// The bytes of a file, where it is not larger than that; `None` where it is, or cannot be read.
pub(crate) async fn bytes(file: &web_sys::File, most: usize) -> Option<Vec<u8>> {
    #[expect(clippy::cast_precision_loss, reason = "a few megabytes")]
    if file.size() > most as f64 {
        return None;
    }
    let reading: Promise = call(file, "arrayBuffer", &[]).ok()?.dyn_into().ok()?;
    let buffer: ArrayBuffer = JsFuture::from(reading).await.ok()?.dyn_into().ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// What the share sheet is given. Browsers share only files of a few kinds, so the file goes as a text by its name; whoever takes it
/// goes by its bytes.
fn shareable(name: &str, bytes: &[u8]) -> Option<JsValue> {
    let object = |pairs: &[(&str, JsValue)]| {
        let object = Object::new();
        pairs
            .iter()
            .try_for_each(|(name, value)| Reflect::set(&object, &(*name).into(), value).map(drop))
            .ok()?;
        Some(JsValue::from(object))
    };
    let make: Function = get(&window(), "File")?.dyn_into().ok()?;
    let content = Array::of1(&Uint8Array::from(bytes));
    let name = [name, ".txt"].concat();
    let kind = object(&[("type", "text/plain".into())])?;
    let file = Reflect::construct(&make, &Array::of3(&content, &name.into(), &kind)).ok()?;
    object(&[("files", Array::of1(&file).into())])
}

/// Whether the browser has a share sheet for files.
#[must_use]
pub(crate) fn can_share() -> bool {
    let probe = shareable("thidua", &[0]);
    let can = probe.and_then(|probe| call(&window().navigator(), "canShare", &[probe]).ok());
    can.is_some_and(|can| can.is_truthy())
}

/// Opens the share sheet with a file.
pub(crate) async fn share(name: &str, bytes: &[u8]) -> Shared {
    let Some(what) = shareable(name, bytes) else { return Shared::Refused };
    let Some(sharing) = call(&window().navigator(), "share", &[what]).ok() else { return Shared::Refused };
    let Ok(sharing) = sharing.dyn_into::<Promise>() else { return Shared::Refused };
    match JsFuture::from(sharing).await {
        Ok(_) => Shared::Done,
        Err(error) if get(&error, "name").is_some_and(|name| name == "AbortError") => Shared::Given,
        Err(_) => Shared::Refused,
    }
}
