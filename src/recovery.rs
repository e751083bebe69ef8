//! When the app breaks: a panic ends a wasm program, so its last act is a page that says that the data are safe and
//! how to go on. Plain DOM: nothing of the broken app may be needed for it.

use std::panic::PanicHookInfo;

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Shows the page where the app breaks.
pub(crate) fn stand_by() {
    std::panic::set_hook(Box::new(|info| {
        log(info);
        // If even this fails, the browser's own console is all that is left.
        let _shown = show(&info.to_string());
    }));
}

fn log(info: &PanicHookInfo<'_>) {
    let text: JsValue = info.to_string().into();
    if let Some(console) = crate::web::get(&js_sys::global(), "console") {
        let _logged = crate::web::call(&console, "error", &[text]);
    }
}

fn show(what: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let body = document.body()?;
    // One page is enough: what breaks after the first time is its consequence.
    if document.query_selector(".recovery").ok()?.is_some() {
        return None;
    }
    let page = document.create_element("div").ok()?;
    page.set_class_name("recovery");
    page.set_attribute("role", "alert").ok()?;
    let english = document.document_element()?.get_attribute("lang").is_some_and(|lang| lang == "en");
    let [title, text, again, details] = if english { EN } else { VI };
    let add = |parent: &web_sys::Element, name: &str, class: &str, text: &str| {
        let element = document.create_element(name).ok()?;
        element.set_class_name(class);
        element.set_text_content(Some(text));
        parent.append_child(&element).ok()?;
        Some(element)
    };
    add(&page, "h1", "", title)?;
    add(&page, "p", "", text)?;
    let button = add(&page, "button", "button primary", again)?;
    let box_ = add(&page, "details", "help", "")?;
    add(&box_, "summary", "", details)?;
    add(&box_, "p", "", what)?;
    let reload = Closure::<dyn FnMut()>::new(|| {
        let _reloading = web_sys::window().map(|window| window.location().reload());
    });
    button.add_event_listener_with_callback("click", reload.as_ref().unchecked_ref()).ok()?;
    reload.forget();
    body.append_child(&page).ok()?;
    Some(())
}

const VI: [&str; 4] = [
    "Ứng dụng vừa gặp lỗi",
    "Dữ liệu của bạn vẫn an toàn trên máy này, kể cả phần đang viết dở. Hãy mở lại ứng dụng để làm tiếp.",
    "Mở lại ứng dụng",
    "Chi tiết cho người hỗ trợ",
];

const EN: [&str; 4] = [
    "The app has run into a fault",
    "Your data are safe on this device, with what you were writing. Open the app again to go on.",
    "Open the app again",
    "Details for whoever helps you",
];
