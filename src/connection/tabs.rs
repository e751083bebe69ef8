//! The same app in several tabs: one of them syncs at a time, and each hears what another has stored.

use js_sys::{Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::web;

const CHANNEL: &str = "thidua";
/// What the tab holds that exchanges records.
pub(crate) const RECORDS: &str = "thidua-sync";
/// What the tab holds that sends files.
pub(crate) const FILES: &str = "thidua-files";

/// What a tab tells the others.
pub(crate) struct Tabs {
    channel: Option<BroadcastChannel>,
}

impl Tabs {
    /// Listens to the other tabs: `heard` is called with a text whenever one has stored something, and with what it says of
    /// the lock. Lives as long as the page.
    pub(crate) fn listen(heard: impl Fn(JsValue) + 'static) -> Self {
        let channel = BroadcastChannel::new(CHANNEL).ok();
        if let Some(channel) = &channel {
            let on_message =
                Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| heard(event.data()));
            channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
            on_message.forget();
        }
        Self { channel }
    }

    /// Tells the other tabs that something was stored.
    pub(crate) fn tell(&self) {
        self.say(&JsValue::from_str("stored"));
    }

    /// Says something to the other tabs.
    pub(crate) fn say(&self, news: &JsValue) {
        if let Some(channel) = &self.channel {
            // A closed channel means that the page is going; then nobody needs to know.
            let _gone = channel.post_message(news);
        }
    }
}

/// Runs `work` unless another tab holds the lock of that name and is at it already; says whether it ran. A browser without locks runs it: the store's
/// generations keep two tabs apart, at the price of sending twice.
pub(crate) async fn alone(lock: &str, work: impl Future<Output = ()> + 'static) -> bool {
    held(lock, true, work).await
}

/// Runs `work` once no other tab holds the lock of that name.
pub(crate) async fn in_turn(lock: &str, work: impl Future<Output = ()> + 'static) {
    // Whoever waits for a lock gets it: a tab that is closed lets it go.
    let _ran = held(lock, false, work).await;
}

async fn held(lock: &str, at_once: bool, work: impl Future<Output = ()> + 'static) -> bool {
    let Some(locks) = web::get(&window().navigator(), "locks") else {
        work.await;
        return true;
    };
    let mut work = Some(work);
    let ran = std::rc::Rc::new(std::cell::Cell::new(false));
    let told = ran.clone();
    let with_lock = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |lock: JsValue| match work.take() {
        Some(work) if !lock.is_null() => {
            told.set(true);
            future_to_promise(async move {
                work.await;
                Ok(JsValue::UNDEFINED)
            })
        }
        _ => Promise::resolve(&JsValue::UNDEFINED),
    });
    let options = Object::new();
    // Setting a property of a fresh object cannot fail.
    let _set = Reflect::set(&options, &"ifAvailable".into(), &JsValue::from_bool(at_once));
    let asked = web::call(&locks, "request", &[lock.into(), options.into(), with_lock.as_ref().clone()]);
    if let Ok(promise) = asked.and_then(JsCast::dyn_into::<Promise>) {
        // The promise follows that of the work, which does not fail.
        let _done = JsFuture::from(promise).await;
    }
    ran.get()
}
