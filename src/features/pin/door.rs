//! Where the PIN is asked for, and the ways on for whoever has forgotten it.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::{self, NewPin};
use super::words;
use crate::book::{Book, PinError, Recovered, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::confirm::{Confirm, Question};
use crate::components::field::{Input, Keys, Label, TextField, lead_to_complaint};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, live_text, said};
use crate::components::press::{Weight, button};
use crate::features::passkey;
use crate::locale::facts::Both;
use crate::locale::{Words, words as app_words};
use crate::storage::{Header, Tries};
use crate::web;

/// What is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Pin,
    Forgotten,
    NewPin,
}

/// The state of the screen.
#[derive(Clone, Copy)]
struct Door {
    book: Book,
    words: &'static Words,
    page: RwSignal<Page>,
    pin: Input,
    login: Input,
    password: Input,
    new: NewPin,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<PinError>>,
    tries: RwSignal<Tries>,
    now: RwSignal<f64>,
    header: RwSignal<Option<Header>>,
    recovered: StoredValue<Option<Recovered>, LocalStorage>,
    clearing: RwSignal<Option<String>>,
}

/// Shown instead of everything else while the device is locked.
pub(crate) fn door() -> AnyView {
    let words = app_words();
    let door = Door {
        book: use_book(),
        words,
        page: RwSignal::new(Page::Pin),
        pin: Input::new(),
        login: Input::new(),
        password: Input::new(),
        new: NewPin::new(),
        busy: RwSignal::new(false),
        failed: RwSignal::new(None),
        tries: RwSignal::new(Tries::default()),
        now: RwSignal::new(web::now_ms()),
        header: RwSignal::new(None),
        recovered: StoredValue::new_local(None),
        clearing: RwSignal::new(None),
    };
    door.begin();
    let locale = words.locale;
    web::set_title(locale.of(words::DOOR));
    let failed = live_if(move || {
        let error = door.failed.get()?;
        let text = words::failed(words, error);
        Some(view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{text}</p></Note> }.into_any())
    });
    let page = live(move || match door.page.get() {
        Page::Pin => door.pin_page(),
        Page::Forgotten => door.forgotten_page(),
        Page::NewPin => door.new_pin_page(),
    });
    view! {
        <main class="door">
            <header>
                <h1 class="brand">"Thi Đua"</h1>
                <p class="muted">{locale.of(words::DOOR)}</p>
                <div class="brand-rule"></div>
            </header>
            <div role="alert">{failed}</div>
            {page}
            {live_if(move || door.clearing.get().map(|text| door.clear(text)))}
        </main>
    }
    .into_any()
}

impl Door {
    fn of(self, both: Both) -> &'static str {
        self.words.locale.of(both)
    }

    fn begin(self) {
        let tick = set_interval_with_handle(
            move || {
                let _gone = self.now.try_set(web::now_ms());
            },
            Duration::from_secs(1),
        );
        on_cleanup(move || {
            if let Ok(tick) = tick {
                tick.clear();
            }
        });
        spawn_local(async move {
            match self.book.lock_header().await {
                Ok(header) => _ = self.header.try_set(header),
                Err(error) => _ = self.failed.try_set(Some(error)),
            }
            if let Ok(tries) = self.book.wrong_pins().await {
                let _gone = self.tries.try_set(tries);
            }
            request_animation_frame(|| web::focus("#pin"));
        });
    }

    /// The seconds that it must still wait. Tracks.
    fn wait(self) -> Option<u32> {
        let wait = self.tries.get().wait_ms(self.now.get());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 15 minutes")]
        let seconds = (wait / 1000.0).ceil() as u32;
        (seconds > 0).then_some(seconds)
    }

    fn pin_page(self) -> AnyView {
        let locale = self.words.locale;
        let keys = move || {
            if self.header.read().as_ref().is_none_or(|header| header.digits) {
                Keys::Pin
            } else {
                Keys::Phrase
            }
        };
        let field = live(move || fields::field(locale, self.pin, "pin", words::PIN, None, keys()));
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            self.unlock();
        };
        let is_waiting = Memo::new(move |_| self.wait().is_some());
        let waits = move || {
            live_text(move || {
                self.wait()
                    .map_or_else(String::new, |seconds| words::wait(locale, self.tries.read().count, seconds))
            })
        };
        let waiting = live_if(move || {
            let note = view! {
                <Note tone=Tone::Wait icon=Icon::Clock>
                    <p class="number">{waits()}</p>
                    <p>{locale.of(words::NO_MORE_NOW)}</p>
                </Note>
            };
            is_waiting.get().then(|| note.into_any())
        });
        let word =
            live_text(move || self.of(if self.busy.get() { words::OPENING } else { words::OPEN }).to_owned());
        let off = said(move || self.busy.get() || is_waiting.get());
        let forgotten = move |()| {
            self.failed.set(None);
            self.page.set(Page::Forgotten);
        };
        view! {
            <form class="stack" novalidate on:submit=submit>
                {field}
                {waiting}
                <button type="submit" class="button primary" aria-disabled=off>{word}</button>
            </form>
            <p class="help">{self.of(words::NO_SYNC)}</p>
            <div class="buttons">{button(Weight::Plain, None, self.of(words::FORGOTTEN), forgotten)}</div>
        }
        .into_any()
    }

    fn unlock(self) {
        if self.busy.get_untracked() || untrack(|| self.wait()).is_some() {
            return;
        }
        let Some(pin) = fields::given(self.words.locale, self.pin) else { return };
        self.doing(async move { self.book.unlock(&pin).await });
    }

    /// Does something that may fail, and says so. Where it goes well, this screen is gone or shows another page.
    fn doing(self, work: impl Future<Output = Result<(), PinError>> + 'static) {
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let done = work.await;
            let _gone = self.busy.try_set(false);
            let Err(error) = done else { return };
            if error == PinError::NoLock {
                // Another tab took the PIN off or cleared the device: there is nothing to unlock here.
                web::reload();
                return;
            }
            if let PinError::Wrong(tries) | PinError::Wait(tries) = error {
                let _gone = self.tries.try_set(tries);
                let _gone = self.now.try_set(web::now_ms());
                let _gone = self.pin.text.try_set(String::new());
                web::focus("#pin");
            }
            // That it must wait is told where the wait is counted down.
            let waits = untrack(|| self.wait()).is_some();
            let _gone = self.failed.try_set(Some(error).filter(|_| !waits));
        });
    }

    fn forgotten_page(self) -> AnyView {
        let back = move |()| {
            self.failed.set(None);
            self.page.set(Page::Pin);
        };
        let clear = move |()| {
            spawn_local(async move {
                let lost = self.book.lost_by_clearing().await.unwrap_or_default();
                let _gone = self.clearing.try_set(Some(words::lost(self.words.locale, lost)));
            });
        };
        let way = live(move || {
            if self.header.read().as_ref().is_some_and(|header| header.recoverable) {
                self.recover_form()
            } else {
                view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{self.of(words::NO_WAY_BACK)}</p></Note> }
                    .into_any()
            }
        });
        view! {
            {way}
            <div class="buttons">
                {button(Weight::Other, None, self.of(words::BACK), back)}
                {button(Weight::Grave, Some(Icon::Bin), self.of(words::CLEAR), clear)}
            </div>
        }
        .into_any()
    }

    fn recover_form(self) -> AnyView {
        let s = self.words.sign_in();
        let label = |id: &str, label| Label { id: id.to_owned(), label, optional: "", help: "" };
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            self.recover();
        };
        view! {
            <form class="stack" novalidate on:submit=submit>
                <p>{self.of(words::RECOVER_TEXT)}</p>
                <TextField input=self.login label=label("login", s.login) keys=Keys::Account/>
                <TextField input=self.password label=label("password", s.password) keys=Keys::Password/>
                {self.submit_button(words::RECOVER)}
            </form>
            {web::passkey::is_there().then(|| self.by_passkey())}
        }
        .into_any()
    }

    /// The same, without typing.
    fn by_passkey(self) -> AnyView {
        let door = passkey::Door::new();
        let recover = move || {
            self.failed.set(None);
            door.doing(async move {
                match self.book.recover_by_passkey().await {
                    Ok(recovered) => {
                        let _gone = self.recovered.try_set_value(Some(recovered));
                        let _gone = self.page.try_set(Page::NewPin);
                    }
                    Err(PinError::Passkey(error)) => return Err(error),
                    Err(error) => _ = self.failed.try_set(Some(error)),
                }
                Ok(())
            });
        };
        door.draw(recover)
    }

    fn submit_button(self, word: Both) -> AnyView {
        let word = live_text(move || self.of(if self.busy.get() { words::WORKING } else { word }).to_owned());
        view! {
            <button type="submit" class="button primary" aria-disabled=said(move || self.busy.get())>{word}</button>
        }
        .into_any()
    }

    fn recover(self) {
        let s = self.words.sign_in();
        if self.busy.get_untracked() {
            return;
        }
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
        let login = self.login.text.get_untracked().trim().to_owned();
        let password = self.password.text.get_untracked();
        self.doing(async move {
            let recovered = self.book.recover(login, password).await?;
            let _gone = self.recovered.try_set_value(Some(recovered));
            let _gone = self.page.try_set(Page::NewPin);
            Ok(())
        });
    }

    fn new_pin_page(self) -> AnyView {
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            if self.busy.get_untracked() {
                return;
            }
            let Some(pin) = self.new.given(self.words.locale) else { return };
            let Some(recovered) = self.recovered.try_update_value(Option::take).flatten() else { return };
            self.doing(async move {
                let done = self.book.set_pin_anew(&recovered, &pin).await;
                // For another try, where it failed.
                let _gone = self.recovered.try_set_value(Some(recovered));
                done
            });
        };
        view! {
            <form class="stack" novalidate on:submit=submit>
                <Note tone=Tone::Done icon=Icon::Tick><p>{self.of(words::RECOVERED)}</p></Note>
                {self.new.draw(self.words.locale)}
                {self.submit_button(words::SET)}
            </form>
        }
        .into_any()
    }

    fn clear(self, lost: String) -> AnyView {
        let m = self.words.more();
        let question = Question {
            title: self.of(words::CLEAR_TITLE),
            text: Signal::stored(lost),
            yes: self.of(words::CLEAR),
            no: self.words.form().cancel,
            typed: Some((m.sign_out_word, m.sign_out_typed)),
        };
        let open = RwSignal::new(true);
        Effect::new(move || {
            if !open.get() {
                let _gone = self.clearing.try_set(None);
            }
        });
        let yes = Callback::new(move |()| self.doing(async move { self.book.clear_locked().await }));
        view! { <Confirm open=open question=question on_yes=yes/> }.into_any()
    }
}
