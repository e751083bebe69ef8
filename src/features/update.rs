//! A new version of the app is there: the officer says when it takes over. Never while a form is open. Where it is open in another
//! tab already, that one waits for the form here.

use leptos::prelude::*;

use crate::book::use_book;
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, button};
use crate::locale::facts::Both;
use crate::locale::words;
use crate::web::update::Update;

const AWAITED: Both = (
    "Bản mới của ứng dụng đang chờ ở một thẻ khác. Hãy lưu hoặc đóng biểu mẫu này; chưa có gì bị ngắt.",
    "A newer version of the app waits in another tab. Save or close this form; nothing is cut off.",
);

/// Says that there is a new version.
#[component]
pub(crate) fn UpdateBanner() -> impl IntoView {
    let (words, book) = (words(), use_book());
    let u = words.update();
    let form_open = book.is_form_open();
    live_if(move || {
        let update = use_context::<Update>().filter(|update| update.is_ready() && !form_open.get())?;
        let banner = view! {
            <div class="banner" role="status">
                <p>{u.ready}</p>
                <div class="buttons">
                    {button(Weight::Primary, None, u.now, move |_| update.take_over())}
                    {button(Weight::Other, None, u.later, move |_| update.later())}
                </div>
            </div>
        };
        Some(banner.into_any())
    })
}

/// Says that another tab waits for the form here.
#[component]
pub(crate) fn AwaitedBanner() -> impl IntoView {
    let (words, awaited) = (words(), use_book().is_awaited());
    live_if(move || {
        awaited.get().then(|| {
            view! {
                <div class="banner wait" role="status">
                    <p>{Icon::Clock.draw()} <span>{words.locale.of(AWAITED)}</span></p>
                </div>
            }
            .into_any()
        })
    })
}
