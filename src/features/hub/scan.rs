//! The address of a hub, read by the camera from the code that the hub shows.

use leptos::prelude::*;

use super::words;
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live_if, live_text};
use crate::features::codes::{Looking, dialog};
use crate::locale::Locale;

/// Why the code that is seen leads to no hub.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Wrong {
    /// It is no address.
    NoAddress,
    /// The committee has not named this address, as far as this device has heard. It is not asked.
    NotNamed(String),
}

/// The hub of those that the committee has named whose address a code holds.
fn hub_in(text: &str, named: &[String]) -> Result<String, Wrong> {
    let bare = |address: &str| address.trim().trim_end_matches('/').to_ascii_lowercase();
    let read = bare(text);
    if !(read.starts_with("https://") || read.starts_with("http://")) {
        return Err(Wrong::NoAddress);
    }
    named.iter().find(|hub| bare(hub) == read).cloned().ok_or_else(|| Wrong::NotNamed(text.trim().to_owned()))
}

/// The dialog that looks while `open` holds true. `done` is given the address of a hub that the committee has named.
pub(super) fn dialog(
    locale: Locale,
    open: RwSignal<bool>,
    named: RwSignal<Vec<String>>,
    done: Callback<String>,
) -> AnyView {
    let close = Callback::new(move |()| open.set(false));
    dialog::draw(
        move || {
            open.get().then(|| {
                let wrong: RwSignal<Option<Wrong>> = RwSignal::new(None);
                let hear = Callback::new(move |text: String| match hub_in(&text, &named.get_untracked()) {
                    Ok(hub) => {
                        open.set(false);
                        done.run(hub);
                        true
                    }
                    Err(now) => {
                        wrong.maybe_update(|known| known.replace(now.clone()) != Some(now));
                        false
                    }
                });
                let looking = Looking::begin(locale, hear, words::BY_LIST);
                looking.draw(words::SCAN_TITLE, move || heard(locale, looking, wrong), close)
            })
        },
        close,
    )
}

fn heard(locale: Locale, looking: Looking, wrong: RwSignal<Option<Wrong>>) -> AnyView {
    let progress = live_text(move || looking.opening().unwrap_or(locale.of(words::AIM)).to_owned());
    let wrong = live_if(move || {
        let said = words::wrong(locale, &wrong.get()?);
        Some(view! { <Note tone=Tone::Wait icon=Icon::Alert><p>{said}</p></Note> }.into_any())
    });
    view! {
        <p role="status">{progress}</p>
        <div role="status">{wrong}</div>
    }
    .into_any()
}
