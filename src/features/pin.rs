//! The PIN of this device: where it is asked for, where it is set, and what locks the device by itself.

mod door;
mod fields;
mod guard;
mod screen;
mod words;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::book::use_book;
use crate::components::icon::Icon;
use crate::components::live::{live_if, live_text};
use crate::components::press::{Weight, button, link};
use crate::locale::words as app_words;

pub(crate) use door::door;
pub(crate) use guard::guard;
pub(crate) use screen::screen;

/// The way to it, among the other things of the account.
pub(crate) fn card() -> AnyView {
    let (locale, book) = (app_words().locale, use_book());
    let sealed = book.is_sealed();
    let state =
        live_text(move || locale.of(if sealed.get() { words::IS_ON } else { words::IS_OFF }).to_owned());
    let lock = move |()| spawn_local(book.lock_now());
    let now = live_if(move || {
        sealed.get().then(|| button(Weight::Other, Some(Icon::Key), locale.of(words::LOCK_NOW), lock))
    });
    view! {
        <section class="card">
            <h2>{locale.of(words::TITLE)}</h2>
            <p class="muted">{state}</p>
            {now}
            {link(Weight::Other, Some(Icon::Key), locale.of(words::OPEN_SCREEN), "/pin")}
        </section>
    }
    .into_any()
}
