//! The pictures of models, for the gallery: the first of each where it is on this device, and fetching those that are not.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::evidence::{self, FileDigest};

use super::{KIND, words};
use crate::book::{Book, RecordView};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::evidence::{is_here, picture};
use crate::locale::Words;

/// The first picture of a model, where it has one.
pub(super) fn cover(book: Book, record: &RecordView) -> Option<AnyView> {
    let first = evidence::all(&record.fields).first().map(|file| file.digest)?;
    Some(view! { <span class="cover">{picture(book, first)}</span> }.into_any())
}

/// A picture that is not on this device.
type Absent = (Arc<RecordView>, FileDigest, u32);

/// Tracks.
fn absent(book: Book) -> Vec<Absent> {
    let mut all: Vec<Absent> = Vec::new();
    for record in book.records(KIND).read().iter() {
        for file in evidence::all(&record.fields) {
            let is_known = all.iter().any(|(_, digest, _)| *digest == file.digest);
            if !is_known && !is_here(book, file.digest) {
                all.push((Arc::clone(record), file.digest, file.size));
            }
        }
    }
    all
}

/// The fetching of all pictures. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Fetching {
    book: Book,
    app: &'static Words,
    toaster: Toaster,
    under_way: RwSignal<bool>,
    failed: RwSignal<bool>,
}

impl Fetching {
    /// Of a screen.
    pub(super) fn new(book: Book, app: &'static Words) -> Self {
        spawn_local(async move {
            // Where the store cannot be read now, the pictures count as not here.
            let _read = book.read_files().await;
        });
        let (under_way, failed) = (RwSignal::new(false), RwSignal::new(false));
        Self { book, app, toaster: use_toaster(), under_way, failed }
    }

    /// One after the other, until all are here or the line fails.
    fn begin(self) {
        if self.under_way.get_untracked() {
            return;
        }
        self.under_way.set(true);
        self.failed.set(false);
        spawn_local(async move {
            let mut all_came = true;
            for (record, digest, size) in untrack(|| absent(self.book)) {
                // The screen may have been left; what has come is kept.
                if self.under_way.try_get_untracked().is_none() {
                    return;
                }
                let fetched = self.book.fetch_file(&record, digest, size).await;
                // One that its own device has not sent yet is no reason to leave the others.
                let goes_on = matches!(fetched, Ok(()) | Err(crate::book::FetchError::NotUploaded));
                all_came &= fetched.is_ok();
                if !goes_on {
                    break;
                }
            }
            let _gone = self.under_way.try_set(false);
            let _gone = self.failed.try_set(!all_came);
            if all_came {
                self.toaster.say(self.app.locale.of(words::FETCHED));
            }
        });
    }

    /// What is not here, and the button; nothing where all pictures are here.
    pub(super) fn draw(self) -> AnyView {
        let (app, locale) = (self.app, self.app.locale);
        let absent = Memo::new_with_compare(move |_| Arc::new(absent(self.book)), |_, _| true);
        let card = live_if(move || {
            let (count, bytes) =
                absent.with(|all| (all.len(), all.iter().map(|(.., size)| f64::from(*size)).sum::<f64>()));
            if count == 0 {
                return None;
            }
            let failed = self.failed.get().then(|| view! { <p>{locale.of(words::NOT_ALL)}</p> });
            let way = if self.under_way.get() {
                view! { <p>{locale.of(words::FETCHING)}</p> }.into_any()
            } else {
                let fetch =
                    button(Weight::Other, Some(Icon::Fetch), locale.of(words::FETCH_ALL), move |()| {
                        self.begin();
                    });
                view! { <div class="buttons">{fetch}</div> }.into_any()
            };
            Some(
                view! {
                    <Note tone=Tone::Plain icon=Icon::Picture>
                        <p>{words::absent(app, count, bytes)}</p>
                        {failed}
                        {way}
                    </Note>
                }
                .into_any(),
            )
        });
        view! { <div role="status">{card}</div> }.into_any()
    }
}
