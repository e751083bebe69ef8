//! Keeping the screen on while somebody looks at it and touches nothing.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::{document, window};
use leptos::task::spawn_local;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{call, get, is_hidden};

/// The browser's lock, as far as there is one.
#[derive(Default)]
struct Lock {
    held: Option<JsValue>,
    is_over: bool,
}

/// The screen stays on until this is dropped, where the browser can do that.
pub(crate) struct Awake {
    lock: Rc<RefCell<Lock>>,
    seen: Closure<dyn FnMut()>,
}

impl Awake {
    /// From now on.
    pub(crate) fn begin() -> Self {
        let lock = Rc::default();
        ask(&lock);
        // A browser takes the lock back when the page is hidden.
        let again = Rc::clone(&lock);
        let seen = Closure::<dyn FnMut()>::new(move || {
            if !is_hidden() {
                ask(&again);
            }
        });
        let _added =
            document().add_event_listener_with_callback("visibilitychange", seen.as_ref().unchecked_ref());
        Self { lock, seen }
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        let seen = self.seen.as_ref().unchecked_ref();
        let _removed = document().remove_event_listener_with_callback("visibilitychange", seen);
        let mut lock = self.lock.borrow_mut();
        lock.is_over = true;
        if let Some(held) = lock.held.take() {
            let _released = call(&held, "release", &[]);
        }
    }
}

/// Asks for the lock. A low battery or an old browser says no: then the screen goes off as ever.
fn ask(lock: &Rc<RefCell<Lock>>) {
    let asked =
        get(&window().navigator(), "wakeLock").and_then(|of| call(&of, "request", &["screen".into()]).ok());
    let Some(asked) = asked.and_then(|asked| asked.dyn_into::<js_sys::Promise>().ok()) else { return };
    let lock = Rc::clone(lock);
    spawn_local(async move {
        let Ok(held) = JsFuture::from(asked).await else { return };
        let mut lock = lock.borrow_mut();
        if lock.is_over {
            let _released = call(&held, "release", &[]);
        } else {
            lock.held = Some(held);
        }
    });
}
