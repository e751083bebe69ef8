//! Passkeys: the way in by one, and where they are made and taken away. The first screen has only a button of them, and that
//! only where the browser has passkeys; the rest comes when it is pressed.

mod door;
mod screen;
mod words;

use leptos::prelude::*;

use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::press::{Weight, button, link};
use crate::features::parts;
use crate::locale::words as app_words;
use crate::web;

pub(crate) use door::{Door, door};
pub(crate) use screen::screen;
pub(crate) use words::failed;

/// The way to sign in by a passkey, where the browser has them.
pub(crate) fn way() -> Option<AnyView> {
    let is_wanted = RwSignal::new(false);
    let word = app_words().locale.of(words::WAY);
    web::passkey::is_there().then(|| {
        live(move || {
            if is_wanted.get() {
                parts::passkey_door()
            } else {
                button(Weight::Other, Some(Icon::Key), word, move |()| is_wanted.set(true))
            }
        })
    })
}

/// The way to the own passkeys, among the other things of the account.
pub(crate) fn card() -> AnyView {
    let locale = app_words().locale;
    let about = if web::passkey::is_there() { words::IN_SHORT } else { words::NOT_THERE };
    view! {
        <section class="card">
            <h2>{locale.of(words::TITLE)}</h2>
            <p class="muted">{locale.of(about)}</p>
            {link(Weight::Other, Some(Icon::Key), locale.of(words::OPEN_SCREEN), "/passkey")}
        </section>
    }
    .into_any()
}
