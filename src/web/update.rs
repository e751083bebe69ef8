//! A new version of the app that is downloaded and waits. It takes over only when the officer agrees or no page is
//! open: the service worker does nothing by itself.

use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{call, get, reload};

/// The version that waits, if any. Lives in the root owner.
#[derive(Clone, Copy)]
pub(crate) struct Update(RwSignal<Option<Waiting>, LocalStorage>);

/// What a new version waits for.
#[derive(Clone)]
enum Waiting {
    /// That this worker is told to take over.
    ToTakeOver(JsValue),
    /// That this page is loaded again: another tab let it take over.
    ToBeLoaded,
}

impl Update {
    /// Watches for a waiting version. While `busy`, the page is not loaded again when another tab lets the new version
    /// take over, but offers it afterwards. Call it once, in the root owner.
    #[must_use]
    pub(crate) fn watch(busy: Signal<bool>) -> Self {
        let update = Self(RwSignal::new_local(None));
        spawn_local(async move {
            // No service worker: over plain HTTP from another machine, or an old browser.
            let _none = update.attach(busy).await;
        });
        update
    }

    /// Whether a new version waits.
    pub(crate) fn is_ready(self) -> bool {
        self.0.with(Option::is_some)
    }

    /// Not now: it takes over when the app is opened the next time.
    pub(crate) fn later(self) {
        self.0.set(None);
    }

    /// Lets the new version take over; the page loads again as soon as it has.
    pub(crate) fn take_over(self) {
        match self.0.get_untracked() {
            Some(Waiting::ToTakeOver(worker)) => {
                let message = js_sys::Object::new();
                let told = js_sys::Reflect::set(&message, &"type".into(), &"take-over".into());
                if told.is_ok() {
                    let _sent = call(&worker, "postMessage", &[message.into()]);
                }
            }
            Some(Waiting::ToBeLoaded) => reload(),
            None => {}
        }
    }

    /// The new version has taken over.
    fn follow(self, busy: Signal<bool>) {
        if busy.get_untracked() {
            self.0.set(Some(Waiting::ToBeLoaded));
        } else {
            reload();
        }
    }

    async fn attach(self, busy: Signal<bool>) -> Option<()> {
        let container = get(&window().navigator(), "serviceWorker")?;
        let mut had_controller = get(&container, "controller").is_some();
        // Only a change of version reloads: on the very first visit the worker claims a page that is new anyway.
        listen(&container, "controllerchange", move || {
            if std::mem::replace(&mut had_controller, true) {
                self.follow(busy);
            }
        })?;
        let ready: js_sys::Promise = get(&container, "ready")?.dyn_into().ok()?;
        let registration = JsFuture::from(ready).await.ok()?;
        self.look(&registration);
        let found = registration.clone();
        listen(&registration, "updatefound", move || {
            let registration = found.clone();
            if let Some(worker) = get(&registration, "installing") {
                let _listening = listen(&worker, "statechange", move || self.look(&registration));
            }
        })
    }

    /// A waiting worker is a new version only where another one is at work.
    fn look(self, registration: &JsValue) {
        let is_replaced = self.0.with_untracked(|waiting| matches!(waiting, Some(Waiting::ToBeLoaded)));
        if !is_replaced && get(registration, "active").is_some() {
            let _gone = self.0.try_set(get(registration, "waiting").map(Waiting::ToTakeOver));
        }
    }
}

/// How long a new version is waited for that is being downloaded, in milliseconds, looking so often.
const LONGEST_MS: u32 = 20_000;
const LOOK_MS: u32 = 250;

/// Has the newest version fetched and lets it take over, where there is one and a line: for a page that shows nothing but that
/// its own version will not do.
pub(crate) async fn fetch_newest() {
    // Without a worker the page itself is loaded from the endpoint.
    let _none = take_newest().await;
}

async fn take_newest() -> Option<()> {
    let container = get(&window().navigator(), "serviceWorker")?;
    let registration = resolved(call(&container, "getRegistration", &[])).await?;
    resolved(call(&registration, "update", &[])).await?;
    for _ in 0..LONGEST_MS / LOOK_MS {
        if let Some(waiting) = get(&registration, "waiting") {
            let message = js_sys::Object::new();
            js_sys::Reflect::set(&message, &"type".into(), &"take-over".into()).ok()?;
            call(&waiting, "postMessage", &[message.into()]).ok()?;
            // Taking over is a matter of a moment.
            super::sleep(2 * LOOK_MS).await;
            return Some(());
        }
        get(&registration, "installing")?;
        super::sleep(LOOK_MS).await;
    }
    None
}

async fn resolved(promise: Result<JsValue, JsValue>) -> Option<JsValue> {
    let promise: js_sys::Promise = promise.ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// Listens for as long as the page lives.
fn listen(target: &JsValue, event: &str, then: impl FnMut() + 'static) -> Option<()> {
    let closure = Closure::<dyn FnMut()>::new(then);
    call(target, "addEventListener", &[event.into(), closure.as_ref().clone()]).ok()?;
    closure.forget();
    Some(())
}
