//! Asking the browser to wake the service worker when a line returns, also after the last page was closed. Chromium can;
//! other browsers do not know of it.

use js_sys::Promise;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{call, get};

/// What the worker is woken for. It knows this name.
const UNSENT: &str = "unsent";

/// Whether the browser knows how, as far as can be told without asking.
#[must_use]
pub(crate) fn is_there() -> bool {
    get(&window(), "SyncManager").is_some() && get(&window().navigator(), "serviceWorker").is_some()
}

/// Asks; whether the browser has agreed. `None` where there is no worker.
pub(crate) async fn wake_for_unsent() -> Option<()> {
    let container = get(&window().navigator(), "serviceWorker")?;
    // Asked for by page and not by `ready`, which never comes where there is no worker.
    let registration = resolved(call(&container, "getRegistration", &[])).await?;
    let manager = get(&registration, "sync")?;
    resolved(call(&manager, "register", &[UNSENT.into()])).await.map(|_| ())
}

async fn resolved(promise: Result<JsValue, JsValue>) -> Option<JsValue> {
    let promise: Promise = promise.ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
