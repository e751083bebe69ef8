//! The few things of the browser that screens need and that no framework gives. No state, no domain.

pub(crate) mod awake;
pub(crate) mod background;
pub(crate) mod base64;
pub(crate) mod camera;
pub(crate) mod cipher;
pub(crate) mod download;
pub(crate) mod files;
pub(crate) mod hub;
pub(crate) mod install;
pub(crate) mod line;
pub(crate) mod passkey;
pub(crate) mod photo;
pub(crate) mod settings;
pub(crate) mod update;

use js_sys::Reflect;
use leptos::prelude::{document, window};
use thidua_domain::rule_set::CivilDate;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The device's clock, in milliseconds since 1970. Evidence, never a judge.
#[must_use]
pub(crate) fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// A random number from 1 upwards, to name an item of a repeated part.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 2^32 - 1")]
pub(crate) fn random_item() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX - 1)) as u32 + 1
}

/// Tells open forms to keep what is typed: the page is about to be locked.
pub(crate) const KEEP: &str = "thidua-keep";

/// Random bytes fit for secrets, from the browser; `None` where it gives none.
#[must_use]
pub(crate) fn secret_bytes() -> Option<[u8; 32]> {
    let bytes = js_sys::Uint8Array::new_with_length(32);
    call(&get(&window(), "crypto")?, "getRandomValues", &[bytes.clone().into()]).ok()?;
    bytes.to_vec().try_into().ok()
}

/// Loads the page anew.
pub(crate) fn reload() {
    let _reloading = window().location().reload();
}

/// Gives the focus to the first element of the page that a selector finds.
pub(crate) fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that cannot take it is no reason to stop.
        let _ignored = element.focus();
    }
}

/// Whether a selector finds anything.
#[must_use]
pub(crate) fn exists(selector: &str) -> bool {
    document().query_selector(selector).is_ok_and(|found| found.is_some())
}

/// Whether the page is hidden: the last moment at which something can be kept.
#[must_use]
pub(crate) fn is_hidden() -> bool {
    document().hidden()
}

/// A method of an object, by names: for what web-sys has no type for, or only behind a feature that costs a build.
pub(crate) fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: js_sys::Function = Reflect::get(object, &method.into())?.dyn_into()?;
    method.apply(object, &arguments.iter().cloned().collect::<js_sys::Array>())
}

/// A property of an object, `None` where it is absent.
#[must_use]
pub(crate) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// What the browser says of the room for this app's data.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Room {
    /// Whether the browser has promised not to clear it by itself.
    pub(crate) persisted: Option<bool>,
    /// Bytes in use.
    pub(crate) used: Option<f64>,
    /// Bytes that may still come.
    pub(crate) left: Option<f64>,
}

/// Asks the browser about the room for data. Never fails: what it does not say stays unknown.
pub(crate) async fn room() -> Room {
    let Some(storage) = get(&window().navigator(), "storage") else { return Room::default() };
    let estimate = answer(&storage, "estimate").await;
    let figure = |name| estimate.as_ref().and_then(|estimate| get(estimate, name)?.as_f64());
    let used = figure("usage");
    let quota = figure("quota");
    Room {
        persisted: answer(&storage, "persisted").await.and_then(|persisted| persisted.as_bool()),
        used,
        left: quota.map(|quota| (quota - used.unwrap_or_default()).max(0.0)),
    }
}

/// Asks the browser to promise that it will not clear the data by itself. Whether it did.
pub(crate) async fn persist() -> bool {
    let Some(storage) = get(&window().navigator(), "storage") else { return false };
    answer(&storage, "persist").await.and_then(|granted| granted.as_bool()).unwrap_or(false)
}

/// What the promise that a method returns resolves to.
async fn answer(object: &JsValue, method: &str) -> Option<JsValue> {
    let promise: js_sys::Promise = call(object, method, &[]).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// The SHA-256 of bytes, by the browser; `None` where it has no means for it, as over plain HTTP.
pub(crate) async fn sha256(bytes: &js_sys::Uint8Array) -> Option<[u8; 32]> {
    let subtle = get(&get(&window(), "crypto")?, "subtle")?;
    let digesting: js_sys::Promise =
        call(&subtle, "digest", &["SHA-256".into(), bytes.into()]).ok()?.dyn_into().ok()?;
    let digest = JsFuture::from(digesting).await.ok()?;
    js_sys::Uint8Array::new(&digest).to_vec().try_into().ok()
}

/// Waits for so many milliseconds.
pub(crate) async fn sleep(ms: u32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _set = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms.cast_signed());
    });
    let _slept = JsFuture::from(promise).await;
}

/// Listens to scrolling until it is dropped.
pub(crate) struct ScrollListener(Closure<dyn FnMut()>);

impl Drop for ScrollListener {
    fn drop(&mut self) {
        let _removed = window().remove_event_listener_with_callback_and_bool(
            "scroll",
            self.0.as_ref().unchecked_ref(),
            true,
        );
    }
}

/// Runs when anything in the page scrolls: scrolling does not bubble, but it can be caught on its way down.
pub(crate) fn on_any_scroll(run: impl FnMut() + 'static) -> ScrollListener {
    let closure = Closure::<dyn FnMut()>::new(run);
    let _added =
        window().add_event_listener_with_callback_and_bool("scroll", closure.as_ref().unchecked_ref(), true);
    ScrollListener(closure)
}

/// Today by the device's calendar; `None` where that is broken.
#[must_use]
pub(crate) fn today() -> Option<CivilDate> {
    let now = js_sys::Date::new_0();
    let year = u16::try_from(now.get_full_year()).ok()?;
    let month = u8::try_from(now.get_month() + 1).ok()?;
    CivilDate::new(year, month, u8::try_from(now.get_date()).ok()?).ok()
}

/// Whether the browser says that a query about this screen or its owner's wishes holds.
#[must_use]
pub(crate) fn media(query: &str) -> bool {
    let asked = call(&window(), "matchMedia", &[query.into()]).ok();
    asked.and_then(|asked| get(&asked, "matches")?.as_bool()).unwrap_or(false)
}

/// Names the page, in the tab and for screen readers.
pub(crate) fn set_title(name: &str) {
    document().set_title(&[name, " · Thi Đua"].concat());
}
