//! Reading a row of codes by the camera, until it makes a file.

use std::ops::RangeInclusive;

use leptos::html::Video;
use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_bundle::{Assembly, FrameError, Step};

use super::dialog::{self, TITLE_ID};
use super::words;
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if, live_text};
use crate::components::press::{Weight, button};
use crate::locale::Locale;
use crate::web;
use crate::web::awake::Awake;
use crate::web::camera::{Camera, CameraFault};
use crate::worker::codes::Reader;

/// Between two looks, in milliseconds: the page answers, and a cheap tablet stays cool.
const PAUSE_MS: u32 = 40;
/// While nobody looks at the page.
const HIDDEN_MS: u32 = 500;
/// So often in a row the worker may break before it is given up.
const MOST_BREAKS: u32 = 3;

/// Why nothing is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Trouble {
    /// There is no camera.
    Camera(CameraFault),
    /// What reads codes is not there.
    Reader,
}

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    /// The camera is being put on.
    Opening,
    /// It is on.
    Seeing,
    /// It cannot be.
    Stopped(Trouble),
}

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
    stage: RwSignal<Stage>,
    assembly: StoredValue<Assembly>,
    /// Of each frame whether it was read, and which are missing.
    got: RwSignal<(Vec<bool>, Vec<RangeInclusive<usize>>)>,
    /// What was wrong with the last code that was seen.
    wrong: RwSignal<Option<FrameError>>,
    video: NodeRef<Video>,
    done: Callback<Vec<u8>>,
}

impl Scan {
    fn new(locale: Locale, done: Callback<Vec<u8>>) -> Self {
        let scan = Self {
            locale,
            stage: RwSignal::new(Stage::Opening),
            assembly: StoredValue::new(Assembly::default()),
            got: RwSignal::new(Default::default()),
            wrong: RwSignal::new(None),
            video: NodeRef::new(),
            done,
        };
        let _awake = StoredValue::new_local(Awake::begin());
        scan.begin();
        scan
    }

    fn begin(self) {
        self.stage.set(Stage::Opening);
        spawn_local(async move {
            match self.watch().await {
                Ok(Some(file)) => self.done.run(file),
                Ok(None) => {}
                Err(trouble) => {
                    let _gone = self.stage.try_set(Stage::Stopped(trouble));
                }
            }
        });
    }

    /// Whether the dialog is still there.
    fn is_open(self) -> bool {
        self.stage.try_get_untracked().is_some()
    }

    /// Looks until the file is whole; `None` where the dialog was closed before.
    async fn watch(self) -> Result<Option<Vec<u8>>, Trouble> {
        let camera = Camera::open().await.map_err(Trouble::Camera)?;
        let start = || Reader::start().map_err(|_| Trouble::Reader);
        let mut reader = start()?;
        let (mut breaks, mut is_shown) = (0, false);
        while self.is_open() {
            if !camera.is_on() {
                return Err(Trouble::Camera(CameraFault::Busy));
            }
            let Some(video) = self.video.try_get_untracked().flatten() else {
                web::sleep(PAUSE_MS).await;
                continue;
            };
            if !is_shown {
                camera.show_in(&video);
                is_shown = true;
            }
            if let Some(picture) = camera.look(&video).filter(|_| !web::is_hidden()) {
                match reader.read(&picture).await {
                    Ok(texts) => {
                        breaks = 0;
                        if self.stage.try_get_untracked() == Some(Stage::Opening) {
                            self.stage.set(Stage::Seeing);
                        }
                        if let Some(file) = texts.iter().find_map(|text| self.hear(text)) {
                            return Ok(Some(file));
                        }
                    }
                    // What no reader can make sense of may break it: the next picture is another.
                    Err(_) if breaks < MOST_BREAKS => {
                        breaks += 1;
                        reader = start()?;
                    }
                    Err(_) => return Err(Trouble::Reader),
                }
            }
            web::sleep(if web::is_hidden() { HIDDEN_MS } else { PAUSE_MS }).await;
        }
        Ok(None)
    }

    /// Takes the text of a code; the file, where that was the last.
    fn hear(self, text: &str) -> Option<Vec<u8>> {
        let (step, got) = self.assembly.try_update_value(|assembly| {
            let step = assembly.take(text);
            (step, (assembly.read().collect(), assembly.missing()))
        })?;
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
            Ok(Step::Whole(file)) => Some(file),
            Ok(Step::New | Step::Known) | Err(_) => None,
        }
    }

    /// Lets go of what was read, for the file that is seen now.
    fn start_anew(self) {
        self.assembly.set_value(Assembly::default());
        self.got.set(Default::default());
        self.wrong.set(None);
    }

    fn draw(self, close: Callback<()>) -> AnyView {
        let locale = self.locale;
        let is_stopped = Memo::new(move |_| matches!(self.stage.get(), Stage::Stopped(_)));
        let body = live(move || if is_stopped.get() { self.stopped() } else { self.seeing() });
        let word = locale.of(words::STOP);
        view! {
            <h2 id=TITLE_ID tabindex="-1">{locale.of(words::SCAN)}</h2>
            {body}
            <div class="buttons">{button(Weight::Other, None, word, move |()| close.run(()))}</div>
        }
        .into_any()
    }

    fn stopped(self) -> AnyView {
        let locale = self.locale;
        let said = live_if(move || {
            let Stage::Stopped(trouble) = self.stage.get() else { return None };
            Some(
                view! {
                    <Note tone=Tone::Wait icon=Icon::Alert><p>{locale.of(words::trouble(trouble))}</p></Note>
                }
                .into_any(),
            )
        });
        view! {
            <div role="alert">{said}</div>
            <div class="buttons">
                {button(Weight::Primary, Some(Icon::Return), locale.of(words::AGAIN), move |()| self.begin())}
            </div>
        }
        .into_any()
    }

    fn seeing(self) -> AnyView {
        let locale = self.locale;
        let progress = live_text(move || {
            let got = self.got.read();
            match (self.stage.get(), got.0.len()) {
                (Stage::Opening, _) => locale.of(words::OPENING).to_owned(),
                (_, 0) => locale.of(words::AIM).to_owned(),
                (_, all) => {
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
            <video node_ref=self.video autoplay playsinline prop:muted=true aria-label=locale.of(words::PREVIEW)></video>
            <p role="status">{progress}</p>
            {grid}
            <div role="status">{wrong}</div>
            <p class="help">{locale.of(words::SCAN_HELP)}</p>
        }
        .into_any()
    }
}
