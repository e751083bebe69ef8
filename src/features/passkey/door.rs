//! Signing in by a passkey. It begins as soon as it is drawn: whoever sees it has just pressed the button for it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::words;
use crate::book::{PasskeyError, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live_if, live_text, said};
use crate::locale::words as app_words;
use crate::web;

/// A button that does something with a passkey, and says how it went.
#[derive(Clone, Copy)]
pub(crate) struct Door {
    busy: RwSignal<bool>,
    failed: RwSignal<Option<PasskeyError>>,
}

/// The button on the screens where one signs in.
pub(crate) fn door() -> AnyView {
    let (door, book) = (Door::new(), use_book());
    let enter = move || door.doing(async move { book.sign_in_by_passkey().await });
    enter();
    // The button that was pressed is gone: the focus goes to the one in its place.
    request_animation_frame(|| web::focus("#passkey"));
    door.draw(enter)
}

impl Door {
    pub(crate) fn new() -> Self {
        Self { busy: RwSignal::new(false), failed: RwSignal::new(None) }
    }

    /// Does what the button is for. Where it goes well, this screen is gone.
    pub(crate) fn doing(self, work: impl Future<Output = Result<(), PasskeyError>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let done = work.await;
            let _gone = self.busy.try_set(false);
            let _gone = self.failed.try_set(done.err());
        });
    }

    /// The button, and what there is to be said.
    pub(crate) fn draw(self, press: impl Fn() + Send + Sync + 'static) -> AnyView {
        let words = app_words();
        let locale = words.locale;
        let failed = live_if(move || {
            let error = self.failed.get()?;
            let (tone, icon) = words::looks(error);
            let text = words::failed(words, error);
            Some(view! { <Note tone=tone icon=icon><p>{text}</p></Note> }.into_any())
        });
        let asks = live_if(move || {
            let text = locale.of(words::ASKS);
            self.busy
                .get()
                .then(|| view! { <Note tone=Tone::Plain icon=Icon::Key><p>{text}</p></Note> }.into_any())
        });
        let word = live_text(move || {
            locale.of(if self.busy.get() { words::WAITING } else { words::WAY }).to_owned()
        });
        view! {
            <div class="stack">
                <div role="status">{asks}</div>
                <div role="alert">{failed}</div>
                <button
                    type="button"
                    id="passkey"
                    class="button"
                    aria-disabled=said(move || self.busy.get())
                    on:click=move |_| press()
                >
                    {Icon::Key.draw()}
                    {word}
                </button>
            </div>
        }
        .into_any()
    }
}
