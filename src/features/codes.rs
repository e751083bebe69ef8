//! Codes before the camera: looked for picture by picture, in a dialog of their own, until somebody has heard enough.

pub(in crate::features) mod dialog;
mod words;

use leptos::html::Video;
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::dialog::TITLE_ID;
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button};
use crate::locale::Locale;
use crate::locale::facts::Both;
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
enum Trouble {
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

/// The looking. `Copy`: its signals live as long as the dialog is open.
#[derive(Clone, Copy)]
pub(in crate::features) struct Looking {
    locale: Locale,
    stage: RwSignal<Stage>,
    video: NodeRef<Video>,
    hear: Callback<String, bool>,
    /// What can be done where there is no camera, in words.
    instead: Both,
}

impl Looking {
    /// Puts the camera on. `hear` is given the text of each code that is seen, also of one that it has heard before, and says
    /// whether it has heard enough. `instead`: what can be done where there is no camera, in words.
    pub(in crate::features) fn begin(locale: Locale, hear: Callback<String, bool>, instead: Both) -> Self {
        let stage = RwSignal::new(Stage::Opening);
        let looking = Self { locale, stage, video: NodeRef::new(), hear, instead };
        let _awake = StoredValue::new_local(Awake::begin());
        looking.look();
        looking
    }

    fn look(self) {
        self.stage.set(Stage::Opening);
        spawn_local(async move {
            if let Err(trouble) = self.watch().await {
                let _gone = self.stage.try_set(Stage::Stopped(trouble));
            }
        });
    }

    /// Whether the dialog is still there.
    fn is_open(self) -> bool {
        self.stage.try_get_untracked().is_some()
    }

    /// Looks until enough was heard, or the dialog is closed.
    async fn watch(self) -> Result<(), Trouble> {
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
                        // Where the dialog is gone nobody hears any more.
                        if texts.into_iter().any(|text| self.hear.try_run(text).unwrap_or(true)) {
                            return Ok(());
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
        Ok(())
    }

    /// How far it is in words, as long as the camera is being put on. Tracks.
    pub(in crate::features) fn opening(self) -> Option<&'static str> {
        (self.stage.get() == Stage::Opening).then(|| self.locale.of(words::OPENING))
    }

    /// What is in the dialog. `below`: what was heard, below what the camera sees.
    pub(in crate::features) fn draw(
        self,
        title: Both,
        below: impl Fn() -> AnyView + Send + Sync + 'static,
        close: Callback<()>,
    ) -> AnyView {
        let locale = self.locale;
        let is_stopped = Memo::new(move |_| matches!(self.stage.get(), Stage::Stopped(_)));
        let body = live(move || if is_stopped.get() { self.stopped() } else { self.seeing(below()) });
        view! {
            <h2 id=TITLE_ID tabindex="-1">{locale.of(title)}</h2>
            {body}
            <div class="buttons">{button(Weight::Other, None, locale.of(words::STOP), move |()| close.run(()))}</div>
        }
        .into_any()
    }

    fn seeing(self, below: AnyView) -> AnyView {
        let label = self.locale.of(words::PREVIEW);
        view! {
            <video node_ref=self.video autoplay playsinline prop:muted=true aria-label=label></video>
            {below}
        }
        .into_any()
    }

    fn stopped(self) -> AnyView {
        let locale = self.locale;
        let said = live_if(move || {
            let Stage::Stopped(trouble) = self.stage.get() else { return None };
            let said = [locale.of(words::trouble(trouble)), " ", locale.of(self.instead)].concat();
            Some(view! { <Note tone=Tone::Wait icon=Icon::Alert><p>{said}</p></Note> }.into_any())
        });
        view! {
            <div role="alert">{said}</div>
            <div class="buttons">
                {button(Weight::Primary, Some(Icon::Return), locale.of(words::AGAIN), move |()| self.look())}
            </div>
        }
        .into_any()
    }
}
