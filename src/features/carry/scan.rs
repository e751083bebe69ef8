//! Reading a row of codes by the camera, until it makes a file.

use std::ops::RangeInclusive;

use leptos::prelude::*;
use thidua_bundle::{Assembly, FrameError, Step};

use super::words;
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live_if, live_text};
use crate::components::press::{Weight, button};
use crate::features::codes::{Looking, dialog};
use crate::locale::Locale;

/// The dialog that reads while `open` holds true. `done` is given the file.
pub(super) fn dialog(locale: Locale, open: RwSignal<bool>, done: Callback<Vec<u8>>) -> AnyView {
    let close = Callback::new(move |()| open.set(false));
    let done = Callback::new(move |file| {
        open.set(false);
        done.run(file);
    });
    dialog::draw(move || open.get().then(|| Scan::new(locale, done).draw(close)), close)
}

/// What is being read. `Copy`: its signals live as long as the dialog is open.
#[derive(Clone, Copy)]
struct Scan {
    locale: Locale,
    assembly: StoredValue<Assembly>,
    /// Of each frame whether it was read, and which are missing.
    got: RwSignal<(Vec<bool>, Vec<RangeInclusive<usize>>)>,
    /// What was wrong with the last code that was seen.
    wrong: RwSignal<Option<FrameError>>,
    done: Callback<Vec<u8>>,
}

impl Scan {
    fn new(locale: Locale, done: Callback<Vec<u8>>) -> Self {
        Self {
            locale,
            assembly: StoredValue::new(Assembly::default()),
            got: RwSignal::new(Default::default()),
            wrong: RwSignal::new(None),
            done,
        }
    }

    /// Takes the text of a code. Whether the file is whole, or nobody wants it any more.
    fn hear(self, text: &str) -> bool {
        let heard = self.assembly.try_update_value(|assembly| {
            let step = assembly.take(text);
            (step, (assembly.read().collect(), assembly.missing()))
        });
        let Some((step, got)) = heard else { return true };
        self.got.maybe_update(|known| {
            let is_news = *known != got;
            *known = got;
            is_news
        });
        let wrong = step.as_ref().err().copied();
        if self.wrong.get_untracked() != wrong {
            self.wrong.set(wrong);
        }
        match step {
            Ok(Step::Whole(file)) => {
                self.done.run(file);
                true
            }
            Ok(Step::New | Step::Known) | Err(_) => false,
        }
    }

    /// Lets go of what was read, for the file that is seen now.
    fn start_anew(self) {
        self.assembly.set_value(Assembly::default());
        self.got.set(Default::default());
        self.wrong.set(None);
    }

    fn draw(self, close: Callback<()>) -> AnyView {
        let hear = Callback::new(move |text: String| self.hear(&text));
        let looking = Looking::begin(self.locale, hear, words::BY_FILE);
        looking.draw(words::SCAN, move || self.heard(looking), close)
    }

    fn heard(self, looking: Looking) -> AnyView {
        let locale = self.locale;
        let progress = live_text(move || {
            let got = self.got.read();
            match (looking.opening(), got.0.len()) {
                (Some(opening), _) => opening.to_owned(),
                (None, 0) => locale.of(words::AIM).to_owned(),
                (None, all) => {
                    let read = got.0.iter().filter(|is_read| **is_read).count();
                    words::progress(locale, read, all, &got.1)
                }
            }
        });
        let grid = live_if(move || {
            let got = self.got.read();
            let cell = |(number, is_read): (usize, &bool)| {
                let (class, mark) =
                    if *is_read { ("done", "✓".to_owned()) } else { ("", number.to_string()) };
                view! { <span class=class>{mark}</span> }
            };
            let cells: Vec<_> = (1..).zip(&got.0).map(cell).collect();
            // The words above say the same.
            (!got.0.is_empty()).then(|| view! { <p class="frames" aria-hidden="true">{cells}</p> }.into_any())
        });
        let wrong = live_if(move || {
            let wrong = self.wrong.get()?;
            let anew = (wrong == FrameError::AnotherFile)
                .then(|| button(Weight::Other, None, locale.of(words::ANEW), move |()| self.start_anew()));
            Some(
                view! {
                    <Note tone=Tone::Wait icon=Icon::Alert><p>{locale.of(words::wrong(wrong))}</p>{anew}</Note>
                }
                .into_any(),
            )
        });
        view! {
            <p role="status">{progress}</p>
            {grid}
            <div role="status">{wrong}</div>
            <p class="help">{locale.of(words::SCAN_HELP)}</p>
        }
        .into_any()
    }
}
