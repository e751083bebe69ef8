//! A file as a looping row of codes, for the camera of another device.

use std::time::Duration;

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

use super::words;
use crate::components::icon::Icon;
use crate::components::live::{live_if, live_text, said};
use crate::components::press::{Weight, button};
use crate::components::qr;
use crate::features::codes::dialog::{self, TITLE_ID};
use crate::locale::Locale;
use crate::locale::facts::Both;
use crate::web;
use crate::web::awake::Awake;

/// How long a code stands, in milliseconds, the slowest first. Never more than three changes a second: that could hurt somebody.
const PACES: [u64; 4] = [2_000, 1_000, 500, 350];
/// The pace to begin with.
const PACE: usize = 2;

/// What is shown: its heading, and the texts of the codes in order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Row {
    pub(super) title: Both,
    pub(super) frames: Vec<String>,
}

/// The dialog that shows a row while there is one.
pub(super) fn dialog(locale: Locale, row: RwSignal<Option<Row>>) -> AnyView {
    let close = Callback::new(move |()| row.set(None));
    dialog::draw(move || row.get().map(|row| Show::new(locale, row).draw(close)), close)
}

/// A row that is being shown. `Copy`: its signals live as long as the dialog is open.
#[derive(Clone, Copy)]
struct Show {
    locale: Locale,
    title: Both,
    frames: StoredValue<Vec<String>>,
    count: usize,
    at: RwSignal<usize>,
    pace: RwSignal<usize>,
    runs: RwSignal<bool>,
}

impl Show {
    fn new(locale: Locale, row: Row) -> Self {
        let count = row.frames.len();
        // Whoever asks for less motion turns the codes by hand, or starts them.
        let runs = count > 1 && !web::media("(prefers-reduced-motion: reduce)");
        let show = Self {
            locale,
            title: row.title,
            frames: StoredValue::new(row.frames),
            count,
            at: RwSignal::new(0),
            pace: RwSignal::new(PACE),
            runs: RwSignal::new(runs),
        };
        show.keep_turning();
        let _awake = StoredValue::new_local(Awake::begin());
        show
    }

    /// Goes on by so many codes, round and round.
    fn turn(self, by: usize) {
        let _gone = self.at.try_update(|at| *at = (*at + by) % self.count.max(1));
    }

    fn keep_turning(self) {
        let timer = StoredValue::new(None::<IntervalHandle>);
        let stop = move || {
            if let Some(running) = timer.try_update_value(Option::take).flatten() {
                running.clear();
            }
        };
        Effect::new(move || {
            stop();
            let every = PACES.get(self.pace.get()).filter(|_| self.runs.get());
            if let Some(every) = every {
                let running = set_interval_with_handle(move || self.turn(1), Duration::from_millis(*every));
                timer.set_value(running.ok());
            }
        });
        on_cleanup(stop);
    }

    fn code(self) -> Option<AnyView> {
        let at = self.at.get();
        let code =
            self.frames.with_value(|frames| QrCode::encode_text(frames.get(at)?, QrCodeEcc::Low).ok())?;
        Some(qr::draw(&code, words::code(self.locale, at + 1, self.count)))
    }

    fn draw(self, close: Callback<()>) -> AnyView {
        let locale = self.locale;
        let place = live_text(move || words::code(locale, self.at.get() + 1, self.count));
        view! {
            <h2 id=TITLE_ID tabindex="-1">{locale.of(self.title)}</h2>
            {live_if(move || self.code())}
            <p class="place">{place}</p>
            {(self.count > 1).then(|| self.controls())}
            <p class="help">{locale.of(words::SHOW_HELP)}</p>
            <div class="buttons">{button(Weight::Primary, None, locale.of(words::CLOSE), move |()| close.run(()))}</div>
        }
        .into_any()
    }

    fn controls(self) -> AnyView {
        let locale = self.locale;
        let run = live_if(move || {
            let (word, runs) = if self.runs.get() { (words::PAUSE, false) } else { (words::RUN, true) };
            Some(button(Weight::Other, None, locale.of(word), move |()| self.runs.set(runs)))
        });
        let by_hand = live_if(move || {
            if self.runs.get() {
                return None;
            }
            let back = button(Weight::Other, Some(Icon::Back), locale.of(words::BEFORE), move |()| {
                self.turn(self.count - 1);
            });
            let on = button(Weight::Other, None, locale.of(words::NEXT), move |()| self.turn(1));
            Some(view! { {back} {on} }.into_any())
        });
        let paces = live_if(move || {
            self.runs.get().then(|| {
                let last = PACES.len() - 1;
                let slower = self.pace_button(words::SLOWER, 0, |pace| pace.saturating_sub(1));
                let faster = self.pace_button(words::FASTER, last, move |pace| (pace + 1).min(last));
                view! { {slower} {faster} }.into_any()
            })
        });
        let pace = live_text(move || {
            let ms = PACES.get(self.pace.get()).copied().unwrap_or_default();
            if self.runs.get() { words::pace(locale, ms) } else { locale.of(words::PAUSED).to_owned() }
        });
        view! {
            <div class="buttons">{run} {by_hand} {paces}</div>
            <p class="help" role="status">{pace}</p>
        }
        .into_any()
    }

    /// A button that changes the pace; at the end of the scale it says that it does nothing.
    fn pace_button(
        self,
        word: Both,
        end: usize,
        to: impl Fn(usize) -> usize + Send + Sync + 'static,
    ) -> AnyView {
        let press = move |_| self.pace.update(|pace| *pace = to(*pace));
        let idle = said(move || self.pace.get() == end);
        view! {
            <button type="button" class="button" aria-disabled=idle on:click=press>
                {self.locale.of(word)}
            </button>
        }
        .into_any()
    }
}
