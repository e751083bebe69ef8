//! Where passkeys are made and taken away. They are asked for each time and never kept: an old list would be a wrong one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_sync::passkey::Passkey;

use super::words;
use crate::app::{SectionTitle, use_section};
use crate::book::{Book, PasskeyError, SignInError, use_book};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::confirm::{Confirm, Question};
use crate::components::field::{Input, Keys, Label, TextField, lead_to_complaint};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, live_text, said};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::locale::facts::Both;
use crate::locale::{Words, format, words as app_words};
use crate::web;

/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// The state of the screen.
#[derive(Clone, Copy)]
struct Screen {
    book: Book,
    words: &'static Words,
    toaster: Toaster,
    /// What the endpoint told; `None` until it has.
    own: RwSignal<Option<Vec<Passkey>>>,
    /// Why it told nothing.
    trouble: RwSignal<Option<PasskeyError>>,
    name: Input,
    password: Input,
    /// Whether the password must be given first.
    asks_password: RwSignal<bool>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<PasskeyError>>,
    /// The one that is to go.
    meant: RwSignal<Option<Passkey>>,
    asked: RwSignal<bool>,
    /// Why it did not go.
    kept: RwSignal<Option<PasskeyError>>,
}

/// The screen.
pub(crate) fn screen() -> AnyView {
    let words = app_words();
    let locale = words.locale;
    let screen = Screen {
        book: use_book(),
        words,
        toaster: use_toaster(),
        own: RwSignal::new(None),
        trouble: RwSignal::new(None),
        name: Input { text: RwSignal::new(words::this_device(locale)), ..Input::new() },
        password: Input::new(),
        asks_password: RwSignal::new(false),
        busy: RwSignal::new(false),
        failed: RwSignal::new(None),
        meant: RwSignal::new(None),
        asked: RwSignal::new(false),
        kept: RwSignal::new(None),
    };
    let title = screen.of(words::TITLE);
    use_section(SectionTitle { title, home: "/passkey", back: Some("/more"), place: None });
    screen.ask();
    let made = if web::passkey::is_there() { screen.form() } else { screen.not_there() };
    view! {
        <OnePane>
            <section class="card">
                <h2>{screen.of(words::NEW)}</h2>
                <p>{screen.of(words::ABOUT)}</p>
                {made}
            </section>
            <section class="card">
                <h2>{screen.of(words::OWN)}</h2>
                <div role="alert">{screen.said(screen.kept)}</div>
                {live(move || screen.list())}
            </section>
            {screen.question()}
        </OnePane>
    }
    .into_any()
}

impl Screen {
    fn of(self, both: Both) -> &'static str {
        self.words.locale.of(both)
    }

    fn ask(self) {
        spawn_local(async move {
            let told = self.book.passkeys().await;
            let _gone = self.trouble.try_set(told.as_ref().err().copied());
            let _gone = self.own.try_set(told.ok());
        });
    }

    fn not_there(self) -> AnyView {
        view! { <Note tone=Tone::Wait icon=Icon::Alert><p>{self.of(words::NOT_THERE)}</p></Note> }.into_any()
    }

    fn form(self) -> AnyView {
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            self.make();
        };
        let label = Label {
            id: "passkey-name".to_owned(),
            label: self.of(words::NAME),
            optional: "",
            help: self.of(words::NAME_HELP),
        };
        let password = live_if(move || self.asks_password.get().then(|| self.password_field()));
        let word =
            live_text(move || self.of(if self.busy.get() { words::WAITING } else { words::MAKE }).to_owned());
        view! {
            <form class="stack" novalidate on:submit=submit>
                <TextField input=self.name label=label keys=Keys::Line/>
                {password}
                <div role="alert">{self.said(self.failed)}</div>
                <button type="submit" class="button primary" aria-disabled=said(move || self.busy.get())>
                    {word}
                </button>
            </form>
        }
        .into_any()
    }

    fn said(self, failed: RwSignal<Option<PasskeyError>>) -> AnyView {
        live_if(move || {
            let error = failed.get()?;
            let (tone, icon) = words::looks(error);
            let text = words::failed(self.words, error);
            Some(view! { <Note tone=tone icon=icon><p>{text}</p></Note> }.into_any())
        })
    }

    fn password_field(self) -> AnyView {
        let label = Label {
            id: "password".to_owned(),
            label: self.words.sign_in().password,
            optional: "",
            help: self.of(words::PASSWORD_HELP),
        };
        view! { <TextField input=self.password label=label keys=Keys::Password/> }.into_any()
    }

    fn make(self) {
        if self.busy.get_untracked() {
            return;
        }
        let name = self.name.text.with_untracked(|text| text.trim().to_owned());
        let asks_password = self.asks_password.get_untracked();
        let password = self.password.text.get_untracked();
        let mut whole = true;
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            self.name.error.set(Some(self.of(words::NAME_MISSING).to_owned()));
            whole = false;
        }
        if asks_password && password.is_empty() {
            self.password.error.set(Some(self.words.sign_in().password_missing.to_owned()));
            whole = false;
        }
        if !whole {
            lead_to_complaint();
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let done = self.making(name, asks_password.then_some(password)).await;
            let _gone = self.busy.try_set(false);
            match done {
                Ok(_) => {
                    self.toaster.say(self.of(words::WAS_MADE));
                    let _gone = self.name.text.try_set(words::this_device(self.words.locale));
                    self.ask();
                }
                Err(PasskeyError::SignInAnew) if !asks_password => {
                    let _gone = self.asks_password.try_set(true);
                    request_animation_frame(|| web::focus("#password"));
                }
                Err(error) => _ = self.failed.try_set(Some(error)),
            }
        });
    }

    async fn making(self, name: String, password: Option<String>) -> Result<Passkey, PasskeyError> {
        if let Some(password) = password {
            let session = self.book.session().get_untracked();
            let login = session.map(|session| session.login.clone()).ok_or(SignInError::Wrong)?;
            self.book.sign_in(login, password).await?;
            let _gone = self.asks_password.try_set(false);
            let _gone = self.password.text.try_set(String::new());
        }
        self.book.make_passkey(name).await
    }

    fn list(self) -> AnyView {
        if let Some(error) = self.trouble.get() {
            let text = words::failed(self.words, error);
            let is_offline = error == PasskeyError::SignIn(SignInError::Offline);
            let needs_line = is_offline.then(|| self.of(words::NEEDS_LINE));
            return view! {
                <Note tone=Tone::Wait icon=Icon::Offline>
                    <p>{text}</p>
                    {needs_line.map(|text| view! { <p>{text}</p> })}
                </Note>
                <div class="buttons">
                    {button(Weight::Other, Some(Icon::Return), self.words.part().again, move |()| self.ask())}
                </div>
            }
            .into_any();
        }
        match self.own.get() {
            None => view! { <p class="help" role="status">{self.words.part().coming}</p> }.into_any(),
            Some(own) if own.is_empty() => view! { <p class="muted">{self.of(words::NONE)}</p> }.into_any(),
            Some(own) => {
                let rows: Vec<_> = own.into_iter().map(|passkey| self.line(passkey)).collect();
                view! { <ul class="plain-list devices">{rows}</ul> }.into_any()
            }
        }
    }

    fn line(self, passkey: Passkey) -> AnyView {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit for 285,000 years")]
        let time = |ms: i64| format::date_time(self.words, ms as f64);
        let made = [self.of(words::MADE_ON), &time(passkey.made_ms)].concat();
        let used = passkey.used_ms.map_or_else(
            || self.of(words::NEVER_USED).to_owned(),
            |used_ms| [self.of(words::USED_ON), &time(used_ms)].concat(),
        );
        let chip = |tone, icon, word| view! { <Chip tone=tone icon=icon word=self.of(word)/> };
        let here = passkey.here.then(|| chip(Tone::Done, Icon::Device, words::HERE));
        let copied = passkey.copied.then(|| chip(Tone::Plain, Icon::Two, words::COPIED));
        let name = passkey.name.clone();
        // Several buttons of one word stand in the list: a screen reader tells which is whose.
        let remove = [self.of(words::REMOVE), " ", &name].concat();
        let passkey = StoredValue::new(passkey);
        let ask = move |_| {
            self.meant.set(Some(passkey.get_value()));
            self.asked.set(true);
        };
        view! {
            <li class="stack">
                <strong>{name}</strong>
                <span class="muted">{made} " · " {used}</span>
                <span class="chips">{here} {copied}</span>
                <button type="button" class="button grave" aria-label=remove on:click=ask>
                    {Icon::Bin.draw()}
                    {self.of(words::REMOVE)}
                </button>
            </li>
        }
        .into_any()
    }

    fn question(self) -> AnyView {
        let text = move || {
            let name = self.meant.with(|meant| meant.as_ref().map(|meant| meant.name.clone()));
            words::remove_text(self.words.locale, &name.unwrap_or_default())
        };
        let question = Question {
            title: self.of(words::REMOVE_TITLE),
            text: Signal::derive(text),
            yes: self.of(words::REMOVE),
            no: self.words.form().cancel,
            typed: None,
        };
        let yes = Callback::new(move |()| self.remove());
        view! { <Confirm open=self.asked question=question on_yes=yes/> }.into_any()
    }

    fn remove(self) {
        let Some(meant) = self.meant.get_untracked() else { return };
        self.kept.set(None);
        spawn_local(async move {
            match self.book.remove_passkey(&meant.passkey).await {
                Ok(()) => self.toaster.say(self.of(words::WAS_REMOVED)),
                Err(error) => _ = self.kept.try_set(Some(error)),
            }
            self.ask();
        });
    }
}
