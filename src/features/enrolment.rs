//! Opening an account with an enrolment slip, and choosing another password later. Both are one part of the app, which comes when
//! it is opened.
//!
//! A slip's code comes in the address behind `#`, which no server sees. It is taken off the address bar before anything is drawn,
//! and kept in memory only.

mod change;
mod fields;
mod screen;
mod words;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

pub(crate) use change::card as change_card;
pub(crate) use screen::screen;

/// Where a slip is used, on any page of the app.
pub(crate) const HASH: &str = "#phieu";

/// The address that a slip's code is scanned from.
pub(crate) fn address(origin: &str, code: &str) -> String {
    [origin, "/", HASH, "=", &code.replace('-', "")].concat()
}

/// The code that was scanned. Lives in the root owner.
#[derive(Clone, Copy)]
pub(crate) struct Scanned(pub(crate) RwSignal<String>);

impl Scanned {
    /// Whether a slip is to be used. Takes a code off the address bar. Call it inside of the router. Tracks.
    pub(crate) fn is_open(self) -> bool {
        let location = use_location();
        let (hash, path) = (location.hash, location.pathname);
        let navigate = use_navigate();
        Effect::new(move || {
            let code = hash.with(|hash| Some(hash.strip_prefix(HASH)?.strip_prefix('=')?.to_owned()));
            if let Some(code) = code {
                self.0.set(code);
                let plain = [&path.get_untracked(), HASH].concat();
                navigate(&plain, NavigateOptions { replace: true, scroll: false, ..Default::default() });
            }
        });
        Memo::new(move |_| hash.with(|hash| hash.starts_with(HASH))).get()
    }
}
