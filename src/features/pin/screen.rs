//! Where the PIN is set, changed and taken off.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::{self, NewPin};
use super::words;
use crate::app::{SectionTitle, use_section};
use crate::book::{Book, PinError, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::field::{Choice, ChoiceField, Input, Keys, Label};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, live_text, said};
use crate::components::panes::OnePane;
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::locale::facts::Both;
use crate::locale::{Words, words as app_words};
use crate::storage::Header;
use crate::web::cipher;

/// After how many minutes the device may lock itself.
const IDLE: [u32; 3] = [5, 15, 30];

/// Which form is at work, or said something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Setting,
    Changing,
    Removing,
}

/// The state of the screen.
#[derive(Clone, Copy)]
struct Screen {
    book: Book,
    words: &'static Words,
    toaster: Toaster,
    new: NewPin,
    old: Input,
    last: Input,
    idle: RwSignal<String>,
    busy: RwSignal<Option<At>>,
    failed: RwSignal<Option<(At, PinError)>>,
    header: RwSignal<Option<Header>>,
}

/// The screen.
pub(crate) fn screen() -> AnyView {
    let words = app_words();
    let screen = Screen {
        book: use_book(),
        words,
        toaster: use_toaster(),
        new: NewPin::new(),
        old: Input::new(),
        last: Input::new(),
        idle: RwSignal::new(IDLE[1].to_string()),
        busy: RwSignal::new(None),
        failed: RwSignal::new(None),
        header: RwSignal::new(None),
    };
    let title = screen.of(words::TITLE);
    use_section(SectionTitle { title, home: "/pin", back: Some("/more"), place: None });
    screen.read();
    // The endpoint may get the recovery key while this is looked at.
    let (attempts, sealed) = (screen.book.attempts(), screen.book.is_sealed());
    Effect::new(move || {
        attempts.track();
        screen.recover_later();
    });
    let body = live(move || if sealed.get() { screen.on() } else { screen.off() });
    view! { <OnePane>{body}</OnePane> }.into_any()
}

impl Screen {
    fn of(self, both: Both) -> &'static str {
        self.words.locale.of(both)
    }

    fn read(self) {
        spawn_local(async move {
            if let Ok(Some(header)) = self.book.lock_header().await {
                let _gone = self.idle.try_set(header.idle_minutes.to_string());
                let _gone = self.header.try_set(Some(header));
            }
        });
    }

    /// Sends the recovery key, where there is a line, and shows whether it is there.
    fn recover_later(self) {
        if !self.book.is_sealed().get_untracked() {
            return;
        }
        spawn_local(async move {
            // What cannot be sent now goes after the next exchange; the screen says so until then.
            let _later = self.book.send_recovery().await;
            self.read();
        });
    }

    fn off(self) -> AnyView {
        if !cipher::is_there() {
            let text = words::failed(self.words, PinError::NoCipher);
            return view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{text}</p></Note> }.into_any();
        }
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let Some(pin) = self.new.given(self.words.locale) else { return };
            let minutes = self.idle.with_untracked(|text| text.parse().unwrap_or(IDLE[1]));
            self.doing(At::Setting, words::WAS_SET, async move {
                self.book.set_pin(&pin, minutes).await?;
                self.recover_later();
                Ok(())
            });
        };
        view! {
            <section class="card">
                <h2>{self.of(words::SET)}</h2>
                <p>{self.of(words::ABOUT)}</p>
                <p class="help">{self.of(words::ABOUT_LENGTH)}</p>
                <form class="stack" novalidate on:submit=submit>
                    {self.new.draw(self.words.locale)}
                    {self.idle_choice(Input { text: self.idle, ..Input::new() })}
                    {self.said(At::Setting)}
                    {self.submit(At::Setting, Weight::Primary, words::SET, words::SETTING)}
                </form>
            </section>
        }
        .into_any()
    }

    fn on(self) -> AnyView {
        let locale = self.words.locale;
        let way_back = live(move || {
            let recoverable = self.header.read().as_ref().is_some_and(|header| header.recoverable);
            let (tone, icon, text) = if recoverable {
                (Tone::Done, Icon::Tick, words::RECOVERABLE)
            } else {
                (Tone::Wait, Icon::Alert, words::NOT_RECOVERABLE)
            };
            view! { <Note tone=tone icon=icon><p>{self.of(text)}</p></Note> }.into_any()
        });
        let book = self.book;
        let lock = move |()| spawn_local(book.lock_now());
        let idle = Callback::new(move |()| {
            let minutes = self.idle.with_untracked(|text| text.parse().unwrap_or(IDLE[1]));
            spawn_local(async move {
                if let Err(error) = book.set_idle_minutes(minutes).await {
                    let _gone = self.failed.try_set(Some((At::Setting, error)));
                }
            });
        });
        let change = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let Some(old) = fields::given(locale, self.old) else { return };
            let Some(new) = self.new.given(locale) else { return };
            self.doing(At::Changing, words::WAS_CHANGED, async move { book.change_pin(&old, &new).await });
        };
        let remove = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let Some(pin) = fields::given(locale, self.last) else { return };
            self.doing(At::Removing, words::WAS_REMOVED, async move { book.drop_pin(&pin).await });
        };
        view! {
            <section class="card">
                <h2>{self.of(words::IS_ON)}</h2>
                {way_back}
                <div class="buttons">
                    {button(Weight::Primary, Some(Icon::Key), self.of(words::LOCK_NOW), lock)}
                </div>
                {self.idle_choice(Input { text: self.idle, changed: idle, ..Input::new() })}
                {self.said(At::Setting)}
            </section>
            <section class="card">
                <h2>{self.of(words::CHANGE)}</h2>
                <form class="stack" novalidate on:submit=change>
                    {fields::field(locale, self.old, "pin-old", words::OLD_PIN, None, Keys::Phrase)}
                    {self.new.draw(locale)}
                    {self.said(At::Changing)}
                    {self.submit(At::Changing, Weight::Other, words::CHANGE, words::WORKING)}
                </form>
            </section>
            <section class="card">
                <h2>{self.of(words::REMOVE)}</h2>
                <p>{self.of(words::REMOVE_TEXT)}</p>
                <form class="stack" novalidate on:submit=remove>
                    {fields::field(locale, self.last, "pin-last", words::OLD_PIN, None, Keys::Phrase)}
                    {self.said(At::Removing)}
                    {self.submit(At::Removing, Weight::Grave, words::REMOVE, words::WORKING)}
                </form>
            </section>
        }
        .into_any()
    }

    fn idle_choice(self, input: Input) -> AnyView {
        let locale = self.words.locale;
        let choices = IDLE
            .map(|minutes| Choice { value: minutes.to_string(), word: words::minutes(locale, minutes) })
            .to_vec();
        let label = Label {
            id: "pin-idle".to_owned(),
            label: self.of(words::IDLE),
            optional: "",
            help: self.of(words::IDLE_HELP),
        };
        view! { <ChoiceField input=input label=label choices=choices/> }.into_any()
    }

    fn said(self, at: At) -> AnyView {
        let text = live_if(move || {
            let (_, error) = self.failed.get().filter(|(place, _)| *place == at)?;
            let text = words::failed(self.words, error);
            Some(view! { <Note tone=Tone::Grave icon=Icon::Alert><p>{text}</p></Note> }.into_any())
        });
        view! { <div role="alert">{text}</div> }.into_any()
    }

    fn submit(self, at: At, weight: Weight, word: Both, busy: Both) -> AnyView {
        let class = match weight {
            Weight::Primary => "button primary",
            Weight::Grave => "button grave",
            _ => "button",
        };
        let word =
            live_text(move || self.of(if self.busy.get() == Some(at) { busy } else { word }).to_owned());
        let off = said(move || self.busy.get().is_some());
        view! { <button type="submit" class=class aria-disabled=off>{word}</button> }.into_any()
    }

    /// Does something that may fail, and says how it went.
    fn doing(self, at: At, well: Both, work: impl Future<Output = Result<(), PinError>> + 'static) {
        if self.busy.get_untracked().is_some() {
            return;
        }
        self.busy.set(Some(at));
        self.failed.set(None);
        spawn_local(async move {
            let done = work.await;
            let _gone = self.busy.try_set(None);
            match done {
                Ok(()) => {
                    self.new.clear();
                    self.old.text.set(String::new());
                    self.last.text.set(String::new());
                    self.toaster.say(self.of(well));
                    self.read();
                }
                Err(error) => _ = self.failed.try_set(Some((at, error))),
            }
        });
    }
}
