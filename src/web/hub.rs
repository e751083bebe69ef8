//! The hub that the officer has chosen on this device: an address, and nothing else.

use gloo_storage::{LocalStorage, Storage as _};
use js_sys::{Object, Reflect};
use leptos::prelude::window;

use super::{call, get};

const KEY: &str = "thidua.hub";

/// The address, where one was chosen.
#[must_use]
pub(crate) fn chosen() -> Option<String> {
    LocalStorage::get(KEY).ok().filter(|address: &String| !address.is_empty())
}

/// Keeps what was chosen. Where the browser refuses, it lasts until the page closes.
pub(crate) fn choose(address: &str) {
    let _refused = LocalStorage::set(KEY, address);
}

/// Has the page that is kept on the device fetched anew. Which addresses it may ask stands beside it and not in it, so a hub
/// that was named since can be asked once the page is loaded again.
pub(crate) fn renew_page() {
    let worker = get(&window().navigator(), "serviceWorker").and_then(|all| get(&all, "controller"));
    let message = Object::new();
    let told = Reflect::set(&message, &"type".into(), &"renew-page".into());
    if let Some(worker) = worker.filter(|_| told.is_ok()) {
        let _sent = call(&worker, "postMessage", &[message.into()]);
    }
}
