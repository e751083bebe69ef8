//! Signing in: once, with a connection. After that the app works without one.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::book::{Book, SignInError, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::field::{Input, Keys, Label, TextField, lead_to_complaint};
use crate::components::icon::Icon;
use crate::components::live::{live_if, live_text, said};
use crate::features::enrolment::HASH;
use crate::features::passkey;
use crate::locale::{Words, faults, words};
use crate::web;

/// The state of the screen.
#[derive(Clone, Copy)]
struct Screen {
    book: Book,
    words: &'static Words,
    login: Input,
    password: Input,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<SignInError>>,
}

impl Screen {
    fn new() -> Self {
        Self {
            book: use_book(),
            words: words(),
            login: Input::new(),
            password: Input::new(),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
        }
    }

    fn submit(self) {
        let s = self.words.sign_in();
        let mut whole = true;
        for (input, missing) in [(self.login, s.login_missing), (self.password, s.password_missing)] {
            if input.text.with_untracked(|text| text.trim().is_empty()) {
                input.error.set(Some(missing.to_owned()));
                whole = false;
            }
        }
        if !whole {
            lead_to_complaint();
            return;
        }
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        let login = self.login.text.get_untracked().trim().to_owned();
        let password = self.password.text.get_untracked();
        spawn_local(async move {
            let result = self.book.sign_in(login, password).await;
            // Where it went well, this screen is gone.
            let _gone = self.busy.try_set(false);
            let _gone = self.failed.try_set(result.err());
        });
    }

    fn label(id: &'static str, label: &'static str) -> Label {
        Label { id: id.to_owned(), label, optional: "", help: "" }
    }
}

/// Shown instead of everything else while nobody is signed in.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let screen = Screen::new();
    let s = screen.words.sign_in();
    web::set_title(s.title);
    let login =
        view! { <TextField input=screen.login label=Screen::label("login", s.login) keys=Keys::Account/> };
    view! {
        <main class="door">
            <header>
                <h1 class="brand">"Thi Đua"</h1>
                <p class="muted">{s.about}</p>
                <div class="brand-rule"></div>
            </header>
            {form(screen, login.into_any())}
            <p class="help">{s.help}</p>
        </main>
    }
}

/// Asks for the password of the account that is signed in, where the endpoint does not take its token any more. What is
/// on the device stays and stays usable.
pub(crate) fn again(login: String) -> AnyView {
    let screen = Screen::new();
    screen.login.text.set(login);
    form(screen, ().into_any())
}

fn form(screen: Screen, account: AnyView) -> AnyView {
    let words = screen.words;
    let s = words.sign_in();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        screen.submit();
    };
    let failed = live_if(move || {
        let error = screen.failed.get()?;
        let icon = if error == SignInError::Offline { Icon::Offline } else { Icon::Alert };
        let words = faults::sign_in(words, error);
        Some(view! { <Note tone=Tone::Grave icon=icon><p>{words}</p></Note> }.into_any())
    });
    let button = live_text(move || if screen.busy.get() { s.busy } else { s.button }.to_owned());
    view! {
        <form class="stack" novalidate on:submit=submit>
            {account}
            <TextField input=screen.password label=Screen::label("password", s.password) keys=Keys::Password/>
            <div role="alert">{failed}</div>
            <button type="submit" class="button primary" aria-disabled=said(move || screen.busy.get())>
                {button}
            </button>
            <p class="help">{s.forgotten}</p>
            <a class="button plain" href=HASH>{s.slip}</a>
        </form>
        {passkey::way()}
    }
    .into_any()
}
