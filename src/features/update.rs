//! A new version of the app is there: the officer says when it takes over. Never while a form is open.

use leptos::prelude::*;

use crate::book::use_book;
use crate::components::live::live_if;
use crate::components::press::{Weight, button};
use crate::locale::words;
use crate::web::update::Update;

/// Says that there is a new version.
#[component]
pub(crate) fn UpdateBanner() -> impl IntoView {
    let (words, book) = (words(), use_book());
    let m = &words.more;
    let form_open = book.is_form_open();
    live_if(move || {
        let update = use_context::<Update>().filter(|update| update.is_ready() && !form_open.get())?;
        let banner = view! {
            <div class="banner" role="status">
                <p>{m.update}</p>
                <div class="buttons">
                    {button(Weight::Primary, None, m.update_now, move |_| update.take_over())}
                    {button(Weight::Other, None, m.update_later, move |_| update.later())}
                </div>
            </div>
        };
        Some(banner.into_any())
    })
}
