//! What the browser tells of the line and of the page.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::EventTarget;

/// Calls `then` when the browser believes that a connection is there again. Listens, like the others, as long as the page lives.
pub(crate) fn on_line(then: impl Fn() + 'static) {
    listen(&window(), "online", then);
}

/// Calls `then` when the page is looked at again.
pub(crate) fn on_sight(then: impl Fn() + 'static) {
    listen(&document(), "visibilitychange", move || {
        if !document().hidden() {
            then();
        }
    });
}

/// Calls `then` when the page is not looked at any more: it may be closed without another word.
pub(crate) fn on_hiding(then: impl Fn() + 'static) {
    listen(&document(), "visibilitychange", move || {
        if document().hidden() {
            then();
        }
    });
}

/// Calls `then` when the browser believes that the connection is gone.
pub(crate) fn on_loss(then: impl Fn() + 'static) {
    listen(&window(), "offline", then);
}

fn listen(target: &EventTarget, event: &str, then: impl Fn() + 'static) {
    let then = Closure::<dyn Fn()>::new(then);
    // A browser that refuses to be listened to still has the button and the clock.
    let _refused = target.add_event_listener_with_callback(event, then.as_ref().unchecked_ref());
    then.forget();
}
