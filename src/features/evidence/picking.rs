//! Choosing files: by the device's own dialog or by its camera. Each is worked on, one after the other, and is then given to whoever keeps it; what was
//! refused says why at a line of its own.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::evidence::{Evidence, FileDigest, LONGEST_NAME};
use thidua_domain::text;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

use super::choose::{self, Refusal, Taken};
use super::words::{self, Wanted};
use crate::book::{Book, BookError};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::press::{Weight, button};
use crate::locale::{Words, format};
use crate::web;

/// Items are counted in quarters of a second from here (September 2020), so that files stand in the order in which they
/// were added, on whatever device.
const FIRST_MS: f64 = 1_600_000_000_000.0;

/// A file that was chosen and is not kept, not yet or not at all.
#[derive(Clone, PartialEq)]
struct Chosen {
    key: u32,
    name: String,
    size: f64,
    refusal: Option<Refusal>,
}

/// A file that is on the device and wants to be named by a record.
#[derive(Clone)]
pub(super) struct Kept {
    /// The item that it becomes.
    pub(super) item: u32,
    /// Its bytes before it was made small.
    pub(super) size_before: f64,
    name: String,
    taken: Taken,
}

impl Kept {
    /// As a record names it.
    pub(super) fn named(&self) -> Evidence<'_> {
        let Taken { digest, kind, size, .. } = self.taken;
        Evidence { item: self.item, digest, kind, size, name: &self.name, note: "" }
    }

    /// Whether it told where it was taken, before it was made small.
    pub(super) const fn told_place(&self) -> bool {
        self.taken.told_place
    }
}

/// Where files go that were taken.
#[derive(Clone)]
pub(super) struct Destination {
    /// The files that are there already.
    pub(super) known: Signal<Vec<FileDigest>>,
    /// How many there may be, once there are as many.
    pub(super) full: Signal<Option<usize>>,
    /// Keeps one. Not in the arena, and called as well when the screen is gone meanwhile: a file takes a moment.
    pub(super) keep: Arc<dyn Fn(&Kept) + Send + Sync>,
}

/// The choosing of files in one place. `Copy`: signals of the screen.
#[derive(Clone, Copy)]
pub(super) struct Picking {
    book: Book,
    app: &'static Words,
    wanted: &'static Wanted,
    /// What its inputs are called in the page: another name where a page has two.
    name: StoredValue<String>,
    chosen: RwSignal<Vec<Chosen>>,
    last: StoredValue<u32>,
    /// What waits until no file is worked on any more.
    then: StoredValue<Option<Callback<()>>>,
}

impl Picking {
    /// Nothing is chosen yet. `name`: what its inputs are called in the page.
    pub(super) fn new(book: Book, app: &'static Words, wanted: &'static Wanted, name: String) -> Self {
        Self {
            book,
            app,
            wanted,
            name: StoredValue::new(name),
            chosen: RwSignal::default(),
            last: StoredValue::default(),
            then: StoredValue::default(),
        }
    }

    /// Whether nothing is worked on and nothing was refused. Tracks.
    pub(super) fn is_idle(self) -> bool {
        self.chosen.read().is_empty()
    }

    fn is_working(self) -> bool {
        let working = |chosen: &Vec<Chosen>| chosen.iter().any(|file| file.refusal.is_none());
        self.chosen.try_with_untracked(working).unwrap_or(false)
    }

    /// Has something done when no file is worked on any more, unless one of them was refused: then the officer is to see
    /// why. Whether it waits; where nothing is worked on, it does not.
    pub(super) fn defer(self, then: Callback<()>) -> bool {
        let waits = self.is_working();
        if waits {
            self.then.set_value(Some(then));
        }
        waits
    }

    /// Takes the files of an input, one after the other: a cheap phone has memory for one picture.
    fn take(self, input: &HtmlInputElement, to: Destination) {
        let files: Vec<File> = match input.files() {
            Some(files) => (0..files.length()).filter_map(|place| files.get(place)).collect(),
            None => Vec::new(),
        };
        // The same file may be chosen again after it was removed.
        input.set_value("");
        let keyed: Vec<(u32, File)> = files.into_iter().map(|file| (self.next(), file)).collect();
        self.chosen.update(|chosen| {
            chosen.extend(keyed.iter().map(|(key, file)| Chosen {
                key: *key,
                name: file.name(),
                size: file.size(),
                refusal: None,
            }));
        });
        spawn_local(async move {
            let mut all_taken = true;
            for (key, file) in keyed {
                let taken = match to.full.try_get_untracked().flatten() {
                    Some(most) => Err(Refusal::TooMany(most)),
                    None => choose::take(self.book, &file, self.wanted).await,
                };
                all_taken &= self.settle(key, &file, taken, &to);
            }
            if !self.is_working()
                && let Some(then) = self.then.try_update_value(Option::take).flatten()
                && all_taken
            {
                then.run(());
            }
        });
    }

    /// The number of the next line.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "fits until the year 2054")]
    fn next(self) -> u32 {
        let now = ((web::now_ms() - FIRST_MS).max(0.0) / 250.0) as u32;
        let next = now.max(self.last.get_value().saturating_add(1));
        self.last.set_value(next);
        next
    }

    /// A file was taken and is given on, or was refused and says why. Whether it was taken.
    fn settle(self, item: u32, file: &File, taken: Result<Taken, Refusal>, to: &Destination) -> bool {
        let known = to.known.try_get_untracked().unwrap_or_default();
        let is_new = |taken: &Taken| !known.contains(&taken.digest);
        match taken.and_then(|taken| is_new(&taken).then_some(taken).ok_or(Refusal::Already)) {
            Ok(taken) => {
                (to.keep)(&Kept { item, size_before: file.size(), name: name_of(file), taken });
                let _gone = self.chosen.try_update(|chosen| chosen.retain(|other| other.key != item));
                true
            }
            Err(refusal) => {
                let _gone = self.chosen.try_update(|chosen| {
                    for other in chosen.iter_mut().filter(|other| other.key == item) {
                        other.refusal = Some(refusal);
                    }
                });
                false
            }
        }
    }

    /// What was given on could not be kept after all: it stands here again, with the reason.
    pub(super) fn give_back(self, kept: &Kept, error: BookError) {
        let _gone = self.chosen.try_update(|chosen| {
            chosen.push(Chosen {
                key: kept.item,
                name: kept.name.clone(),
                size: kept.size_before,
                refusal: Some(Refusal::Book(error)),
            });
        });
    }

    /// What may be chosen, in words.
    pub(super) fn help(self) -> AnyView {
        let id = self.name.with_value(|name| [name, "-help"].concat());
        view! { <p class="help" id=id>{self.app.locale.of(self.wanted.help)}</p> }.into_any()
    }

    /// The ways to choose.
    pub(super) fn draw(self, to: Destination) -> AnyView {
        let locale = self.app.locale;
        let named = |what: &str| self.name.with_value(|name| [name, what].concat());
        let (files, camera, help) = (named("-files"), named("-camera"), named("-help"));
        let picked = {
            let to = to.clone();
            move |event: leptos::ev::Event| self.picked(&event, &to)
        };
        let taken = move |event: leptos::ev::Event| self.picked(&event, &to);
        view! {
            <div class="buttons">
                <input
                    id=files.clone()
                    class="unseen"
                    type="file"
                    multiple=true
                    accept=self.wanted.accepted
                    aria-describedby=help.clone()
                    on:change=picked
                />
                <label class="button" for=files>{Icon::Plus.draw()} {locale.of(self.wanted.choose)}</label>
                <input
                    id=camera.clone()
                    class="unseen only-touch"
                    type="file"
                    accept="image/*"
                    capture="environment"
                    aria-describedby=help
                    on:change=taken
                />
                <label class="button only-touch" for=camera>
                    {Icon::Camera.draw()}
                    {locale.of(words::TAKE)}
                </label>
            </div>
        }
        .into_any()
    }

    fn picked(self, event: &leptos::ev::Event, to: &Destination) {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            self.take(&input, to.clone());
        }
    }

    /// The lines of files that are being worked on or were refused.
    pub(super) fn chosen(self) -> AnyView {
        live(move || self.chosen.get().iter().map(|file| self.line(file)).collect_view().into_any())
    }

    fn line(self, file: &Chosen) -> AnyView {
        let (app, locale) = (self.app, self.app.locale);
        let key = file.key;
        let dismiss = move |()| self.chosen.update(|chosen| chosen.retain(|other| other.key != key));
        let said = match file.refusal {
            None => view! { <span class="line" role="status">{locale.of(words::WORKING)}</span> }.into_any(),
            Some(refusal) => view! {
                <p class="error" role="alert">{Icon::Alert.draw()} <span>{choose::words(app, self.wanted, refusal)}</span></p>
                <div>{button(Weight::Plain, Some(Icon::Bin), locale.of(words::DISMISS), dismiss)}</div>
            }
            .into_any(),
        };
        view! {
            <li class="row">
                <strong class="name">{file.name.clone()}</strong>
                <span class="line">{format::size(app, file.size)}</span>
                {said}
            </li>
        }
        .into_any()
    }
}

/// What a file is called, as far as a record takes it.
fn name_of(file: &File) -> String {
    let name: String = file.name().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    text::compose(name.trim()).into_owned()
}
