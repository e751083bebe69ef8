//! Work by file or by codes: written here, carried for others, receipts taken. A part of its own, because of the ciphers.

mod scan;
mod show;
mod words;

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_bundle::{EXTENSION, MOST_BYTES, frames};
use wasm_bindgen::{JsCast, JsValue};

use crate::book::{Book, Carried, CarryError, Exported, Load, Taken, use_book};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, said};
use crate::components::press::{Weight, button};
use crate::locale::facts::Both;
use crate::locale::{Locale, words as of_app};
use crate::web::download;
use crate::web::files::{self, Shared};

const MEDIA_TYPE: &str = "application/octet-stream";
/// What can be chosen: a shared file has another ending.
const ACCEPTED: &str = ".thidua,.txt";

/// What was last said, and how it is meant.
type Said = Option<(Tone, String)>;

/// The state of the card.
#[derive(Clone, Copy)]
struct Card {
    book: Book,
    locale: Locale,
    busy: RwSignal<bool>,
    turn: StoredValue<Rc<tokio::sync::Mutex<()>>, LocalStorage>,
    said: RwSignal<Said>,
    carried: RwSignal<Vec<Carried>>,
    /// What is shown as codes.
    shown: RwSignal<Option<show::Row>>,
    /// Whether codes are being read.
    scans: RwSignal<bool>,
}

impl Card {
    fn new() -> Self {
        Self {
            book: use_book(),
            locale: of_app().locale,
            busy: RwSignal::new(false),
            turn: StoredValue::new_local(Rc::default()),
            said: RwSignal::new(None),
            carried: RwSignal::new(Vec::new()),
            shown: RwSignal::new(None),
            scans: RwSignal::new(false),
        }
    }

    fn say(self, tone: Tone, text: String) {
        let _gone = self.said.try_set(Some((tone, text)));
    }

    fn fail(self, error: &CarryError) {
        self.say(Tone::Wait, words::failed(self.locale, error));
    }

    /// Does what a button says, unless something else is being done: pressed twice, it is meant once.
    fn run(self, doing: impl Future<Output = Result<(Tone, String), CarryError>> + 'static) {
        if !self.busy.get_untracked() {
            self.in_turn(doing);
        }
    }

    /// Does one thing after another: handing in may take a minute and more, and a file that is chosen meanwhile waits.
    fn in_turn(self, doing: impl Future<Output = Result<(Tone, String), CarryError>> + 'static) {
        self.busy.set(true);
        let turn = self.turn.get_value();
        spawn_local(async move {
            let _turn = turn.lock().await;
            let _gone = self.busy.try_set(true);
            let _gone = self.said.try_set(None);
            match doing.await {
                Ok((tone, text)) => self.say(tone, text),
                Err(error) => self.fail(&error),
            }
            self.look().await;
            let _gone = self.busy.try_set(false);
        });
    }

    async fn look(self) {
        if let Ok(carried) = self.book.carried().await {
            let _gone = self.carried.try_set(carried);
        }
    }

    fn save(self) {
        self.run(async move {
            let file = self.book.export_file().await?;
            if save(&file.name, &file.bytes) { Ok(self.written(&file)) } else { Err(CarryError::Device) }
        });
    }

    fn share(self) {
        self.run(async move {
            let file = self.book.export_file().await?;
            Ok(match files::share(&file.name, &file.bytes).await {
                Shared::Done => self.written(&file),
                Shared::Given => (Tone::Plain, self.locale.of(words::NOT_SHARED).to_owned()),
                Shared::Refused => (Tone::Wait, self.locale.of(words::NO_SHARING).to_owned()),
            })
        });
    }

    /// Shows what is not sent as codes, where it is little enough.
    fn show(self) {
        self.run(async move {
            let file = self.book.export_file().await?;
            Ok(if self.show_file(words::SHOWN, &file.bytes) {
                (Tone::Plain, words::shown(self.locale, file.count, file.left))
            } else {
                (Tone::Wait, self.locale.of(words::TOO_MUCH_FOR_CODES).to_owned())
            })
        });
    }

    /// Shows a file as codes. Whether it is small enough.
    fn show_file(self, title: Both, file: &[u8]) -> bool {
        let row = frames(file).map(|frames| show::Row { title, frames });
        let fits = row.is_some();
        let _gone = self.shown.try_set(row);
        fits
    }

    fn written(self, file: &Exported) -> (Tone, String) {
        (Tone::Done, words::written(self.locale, file.count, file.left))
    }

    fn take(self, file: web_sys::File) {
        self.in_turn(async move {
            let bytes = files::bytes(&file, MOST_BYTES).await;
            let bytes = bytes.ok_or(CarryError::Open(thidua_bundle::OpenError::TooLarge))?;
            self.take_bytes(bytes).await
        });
    }

    /// Takes a file, by whatever way it came.
    async fn take_bytes(self, bytes: Vec<u8>) -> Result<(Tone, String), CarryError> {
        let taken = self.book.take_file(bytes).await?;
        if taken == Taken::Carried {
            self.hand_in_later();
        }
        Ok((Tone::Done, words::taken(self.locale, taken)))
    }

    /// Where there is a line, what was just taken goes at once.
    fn hand_in_later(self) {
        spawn_local(self.hand_in_all());
    }

    /// Hands in all that waits. Without a line it waits on, and nothing is said of it.
    async fn hand_in_all(self) {
        for told in self.book.hand_in_waiting(true).await {
            match told {
                Ok(()) => self.say(Tone::Done, self.locale.of(words::HANDED_IN).to_owned()),
                Err(CarryError::Unreached) => {}
                Err(error) => self.fail(&error),
            }
        }
        self.look().await;
    }

    fn hand_in(self, carried: Carried) {
        self.run(async move {
            self.book.hand_in_carried(&carried).await?;
            Ok((Tone::Done, self.locale.of(words::HANDED_IN).to_owned()))
        });
    }

    fn drop(self, place: usize) {
        self.run(async move {
            self.book.drop_carried(place).await?;
            Ok((Tone::Plain, self.locale.of(words::DROPPED).to_owned()))
        });
    }

    fn told(self) -> AnyView {
        live_if(move || {
            let (tone, text) = self.said.get()?;
            let icon = match tone {
                Tone::Done => Icon::Tick,
                Tone::Wait | Tone::Grave => Icon::Alert,
                Tone::Plain => Icon::Device,
            };
            Some(view! { <Note tone=tone icon=icon><p>{text}</p></Note> }.into_any())
        })
    }

    /// The buttons that write a file.
    fn writes(self) -> AnyView {
        let share = files::can_share().then(|| {
            button(Weight::Other, Some(Icon::Sending), self.locale.of(words::SHARE), move |()| self.share())
        });
        view! {
            <div class="buttons">
                {button(Weight::Other, Some(Icon::Device), self.locale.of(words::EXPORT), move |()| self.save())}
                {share}
                {button(Weight::Other, None, self.locale.of(words::SHOW), move |()| self.show())}
            </div>
        }
        .into_any()
    }

    /// Where a file that is carried is shown as codes.
    fn show_button(self, carried: &Carried) -> AnyView {
        let (bytes, is_receipt) = (carried.bytes.clone(), carried.is_receipt);
        button(Weight::Other, None, self.locale.of(words::SHOW), move |()| {
            let title = if is_receipt { words::SHOWN_RECEIPT } else { words::SHOWN_CARRIED };
            if !self.show_file(title, &bytes) {
                self.say(Tone::Wait, self.locale.of(words::TOO_MUCH_FOR_CODES).to_owned());
            }
        })
    }

    fn line(self, carried: &Carried) -> AnyView {
        let (locale, place) = (self.locale, carried.place);
        let (tone, icon, word) = if carried.is_receipt {
            (Tone::Done, Icon::Tick, words::RECEIPT)
        } else {
            (Tone::Wait, Icon::Clock, words::WAITS)
        };
        let act = if carried.is_receipt {
            let bytes = carried.bytes.clone();
            let name = locale.of(words::RECEIPT_NAME);
            button(Weight::Other, Some(Icon::Device), locale.of(words::SAVE_RECEIPT), move |()| {
                if !save(name, &bytes) {
                    self.fail(&CarryError::Device);
                }
            })
        } else {
            let carried = carried.clone();
            button(Weight::Other, Some(Icon::Sending), locale.of(words::HAND_IN), move |()| {
                self.hand_in(carried.clone());
            })
        };
        view! {
            <li class="stack">
                <Chip tone=tone icon=icon word=locale.of(word)/>
                <div class="buttons">
                    {act} {self.show_button(carried)} {button(Weight::Plain, None, locale.of(words::DROP), move |()| self.drop(place))}
                </div>
            </li>
        }
        .into_any()
    }
}

fn save(name: &str, bytes: &[u8]) -> bool {
    let name = [name, ".", EXTENSION].concat();
    download::save_bytes(&name, MEDIA_TYPE, &js_sys::Uint8Array::from(bytes))
}

/// The card on the screen of the sync.
pub(crate) fn card() -> AnyView {
    let card = Card::new();
    let locale = card.locale;
    spawn_local(card.hand_in_all());
    // What goes by itself meanwhile, or in another place of the app, is shown as well.
    Effect::new(move || {
        let _changed = card.book.load();
        spawn_local(card.look());
    });
    let chosen = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let file = input.as_ref().and_then(web_sys::HtmlInputElement::files).and_then(|files| files.get(0));
        if let Some(file) = file {
            card.take(file);
        }
        // The same file may be chosen again.
        if let Some(input) = input {
            input.set_value("");
        }
    };
    let dropped = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        if let Some(file) = files::dropped(JsValue::as_ref(&event)) {
            card.take(file);
        }
    };
    let scanned = Callback::new(move |file| card.in_turn(card.take_bytes(file)));
    let busy = said(move || card.busy.get());
    let writes = live_if(move || card.book.has_for_file().then(|| card.writes()));
    let carried = live(move || {
        let lines: Vec<_> = card.carried.read().iter().map(|carried| card.line(carried)).collect();
        let list = view! { <ul class="plain-list">{lines}</ul> };
        (!card.carried.read().is_empty()).then_some(list).into_any()
    });
    view! {
        <section
            class="card"
            aria-labelledby="carry-title"
            on:dragover=move |event| event.prevent_default()
            on:drop=dropped
        >
            <h2 id="carry-title">{locale.of(words::TITLE)}</h2>
            <p class="help">{locale.of(words::HELP)}</p>
            <div role="status" class="stack" aria-busy=busy>{card.told()}</div>
            {writes}
            <p class="help" id="carry-help">{locale.of(words::IMPORT_HELP)}</p>
            <input
                id="carry-file"
                class="unseen"
                type="file"
                accept=ACCEPTED
                aria-describedby="carry-help"
                on:change=chosen
            />
            <div class="buttons">
                <label class="button" for="carry-file">{Icon::Plus.draw()} {locale.of(words::IMPORT)}</label>
                {button(Weight::Other, Some(Icon::Camera), locale.of(words::SCAN), move |()| card.scans.set(true))}
            </div>
            {carried}
            {show::dialog(locale, card.shown)}
            {scan::dialog(locale, card.scans, scanned)}
        </section>
    }
    .into_any()
}

/// What is said of files that are carried where all on this device is cleared; nothing where none are.
pub(crate) fn leaves_behind(locale: Locale, load: Load) -> String {
    words::leaves_behind(locale, load)
}

/// Before an officer signs out with work that is only here.
pub(crate) fn before_leaving() -> AnyView {
    let card = Card::new();
    view! {
        <p class="help">{card.locale.of(words::BEFORE_LEAVING)}</p>
        <div role="status" class="stack">{card.told()}</div>
        {card.writes()}
        {show::dialog(card.locale, card.shown)}
    }
    .into_any()
}
