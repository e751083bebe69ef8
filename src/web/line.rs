//! What the browser tells of the kind of line. Most tell it on phones only.

use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::{call, get};

/// The kind of line, for what is not to cost money.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Line {
    /// Wi-Fi, or a cable.
    Wifi,
    /// The telephone's own.
    Mobile,
    /// The browser does not tell.
    Untold,
}

/// The kind of line as it is now.
#[must_use]
pub(crate) fn line() -> Line {
    let kind = get(&window().navigator(), "connection").and_then(|line| get(&line, "type")?.as_string());
    match kind.as_deref() {
        Some("wifi" | "ethernet" | "wimax") => Line::Wifi,
        Some("cellular" | "bluetooth") => Line::Mobile,
        _ => Line::Untold,
    }
}

/// Listens to changes of the line until it is dropped.
pub(crate) struct LineListener {
    line: JsValue,
    closure: Closure<dyn FnMut()>,
}

impl Drop for LineListener {
    fn drop(&mut self) {
        let _removed =
            call(&self.line, "removeEventListener", &["change".into(), self.closure.as_ref().clone()]);
    }
}

/// Runs whenever the kind of line changes; `None` where the browser does not tell.
pub(crate) fn on_change(run: impl FnMut() + 'static) -> Option<LineListener> {
    let line = get(&window().navigator(), "connection")?;
    let closure = Closure::<dyn FnMut()>::new(run);
    call(&line, "addEventListener", &["change".into(), closure.as_ref().unchecked_ref::<JsValue>().clone()])
        .ok()?;
    Some(LineListener { line, closure })
}
