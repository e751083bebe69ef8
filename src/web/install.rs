//! Putting the app on the home screen, where the browser offers it.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{call, media};

/// The browser's offer to install, kept until it is used. Lives in the root owner.
#[derive(Clone, Copy)]
pub(crate) struct InstallOffer(RwSignal<Option<JsValue>, LocalStorage>);

impl InstallOffer {
    /// Listens for the offer. Call it once, in the root owner.
    #[must_use]
    pub(crate) fn listen() -> Self {
        let offer = RwSignal::new_local(None);
        let came = window_event_listener_untyped("beforeinstallprompt", move |event| {
            event.prevent_default();
            offer.set(Some(event.into()));
        });
        let used = window_event_listener_untyped("appinstalled", move |_| offer.set(None));
        on_cleanup(move || {
            came.remove();
            used.remove();
        });
        Self(offer)
    }

    /// Whether there is an offer.
    pub(crate) fn is_open(self) -> bool {
        self.0.with(Option::is_some)
    }

    /// Lets the browser ask the officer.
    pub(crate) fn accept(self) {
        if let Some(event) = self.0.get_untracked() {
            // An offer is good once; whatever becomes of it, it is used up.
            let _asked = call(&event, "prompt", &[]);
            self.0.set(None);
        }
    }
}

/// Whether the app runs from the home screen already.
#[must_use]
pub(crate) fn is_installed() -> bool {
    media("(display-mode: standalone)")
}
