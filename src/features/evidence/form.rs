//! The evidence in the form of a nomination, the pictures in that of a model: one line for each file, added and removed. What a file is called and where
//! its bytes are goes with the form and its draft, the bytes themselves are on the device at once.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::evidence::{self, Evidence, FileDigest, FileKind, LONGEST_NAME};
use thidua_domain::nomination::{
    EVIDENCE_DIGEST, EVIDENCE_KIND, EVIDENCE_NAME, EVIDENCE_NOTE, EVIDENCE_SIZE,
};
use thidua_domain::record::{Field, PartitionId};
use thidua_domain::text;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

use super::choose::{self, Refusal, Taken};
use super::words::Wanted;
use super::{line, words};
use crate::components::field::{Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::long_list::{Row, keyed};
use crate::components::press::{Weight, button};
use crate::forms::entry::{self, EntryName};
use crate::forms::form::Form;
use crate::locale::{Words, format};
use crate::web;

/// Items are counted in quarters of a second from here (September 2020), so that files stand in the order in which they
/// were added, on whatever device.
const FIRST_MS: f64 = 1_600_000_000_000.0;

/// A file that was chosen and is not a line of the form, not yet or not at all.
#[derive(Clone, PartialEq)]
struct Chosen {
    key: u32,
    name: String,
    size: f64,
    refusal: Option<Refusal>,
}

/// The lines. `Copy`: signals of the form's owner.
#[derive(Clone, Copy)]
pub(crate) struct EvidenceRows {
    form: Form,
    app: &'static Words,
    wanted: &'static Wanted,
    /// Where the record belongs, once that is chosen.
    unit: Signal<Option<PartitionId>>,
    items: RwSignal<Vec<u32>>,
    chosen: RwSignal<Vec<Chosen>>,
    /// What is known of the files that were chosen just now: the item, how large the file was, whether it told a place.
    before: StoredValue<Vec<(u32, f64, bool)>>,
    last: StoredValue<u32>,
    /// What waits until no file is worked on any more.
    then: StoredValue<Option<Callback<()>>>,
}

impl EvidenceRows {
    /// The evidence of a nomination, in an open form.
    pub(crate) fn of(form: Form, app: &'static Words) -> Self {
        Self::wanted(form, app, &words::EVIDENCE)
    }

    /// The pictures of a model, in an open form.
    pub(crate) fn pictures(form: Form, app: &'static Words) -> Self {
        Self::wanted(form, app, &words::PICTURES)
    }

    fn wanted(form: Form, app: &'static Words, wanted: &'static Wanted) -> Self {
        let place = form.entry(EntryName::Place).input.text;
        let unit = Signal::derive(move || place.read().parse().ok().map(PartitionId));
        let rows = Self {
            form,
            app,
            wanted,
            unit,
            items: RwSignal::default(),
            chosen: RwSignal::default(),
            before: StoredValue::default(),
            last: StoredValue::default(),
            then: StoredValue::default(),
        };
        let mut items = form.items();
        items.retain(|item| untrack(|| rows.digest(*item)).is_some());
        // Of a dozen lines: put each in its place.
        let mut ordered: Vec<u32> = Vec::new();
        for item in items {
            let place = ordered.iter().position(|other| *other > item).unwrap_or(ordered.len());
            ordered.insert(place, item);
        }
        rows.items.set(ordered);
        spawn_local(async move {
            // Where the store cannot be read now, the lines say that their files are not here.
            let _read = form.book.read_files().await;
        });
        rows
    }

    fn text(self, field: Field, item: u32) -> String {
        self.form.of(Field::of_item(field.number, item)).text()
    }

    fn digest(self, item: u32) -> Option<FileDigest> {
        self.text(EVIDENCE_DIGEST, item).parse().ok()
    }

    fn is_working(self) -> bool {
        self.chosen.with_untracked(|chosen| chosen.iter().any(|file| file.refusal.is_none()))
    }

    /// Has something done when no file is worked on any more, unless one of them was refused: then the officer is to see
    /// why. Whether it waits; where nothing is worked on, it does not.
    pub(crate) fn defer(self, then: Callback<()>) -> bool {
        let waits = self.is_working();
        if waits {
            self.then.set_value(Some(then));
        }
        waits
    }

    /// Takes the files of an input, one after the other: a cheap phone has memory for one picture.
    fn take(self, input: &HtmlInputElement) {
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
                let taken = match self.items.try_with_untracked(Vec::len) {
                    Some(count) if count >= self.wanted.most => Err(Refusal::TooMany),
                    Some(_) => choose::take(self.form.book, &file, self.wanted).await,
                    None => return,
                };
                // The form may have been left meanwhile.
                if self.items.try_get_untracked().is_none() {
                    return;
                }
                all_taken &= self.settle(key, &file, taken);
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

    /// A file was taken and becomes a line, or was refused and says why. Whether it was taken.
    fn settle(self, item: u32, file: &File, taken: Result<Taken, Refusal>) -> bool {
        let is_new = |taken: &Taken| {
            let is_it = |item: &u32| untrack(|| self.digest(*item)) == Some(taken.digest);
            !self.items.get_untracked().iter().any(is_it)
        };
        match taken.and_then(|taken| is_new(&taken).then_some(taken).ok_or(Refusal::Already)) {
            Ok(taken) => {
                self.before.update_value(|before| before.push((item, file.size(), taken.told_place)));
                self.add(item, &name_of(file), taken);
                self.chosen.update(|chosen| chosen.retain(|other| other.key != item));
                true
            }
            Err(refusal) => {
                self.chosen.update(|chosen| {
                    for other in chosen.iter_mut().filter(|other| other.key == item) {
                        other.refusal = Some(refusal);
                    }
                });
                false
            }
        }
    }

    fn add(self, item: u32, name: &str, taken: Taken) {
        let Taken { digest, kind, size, .. } = taken;
        let notation = self.app.locale.notation();
        for (field, value) in evidence::fields_of(&Evidence { item, digest, kind, size, name, note: "" }) {
            self.form.add(EntryName::Of(field), entry::write_of(self.form.kind, field, &value, notation));
        }
        self.items.update(|items| items.push(item));
        self.form.touch();
        self.form.keep();
    }

    fn remove(self, item: u32) {
        self.items.update(|items| items.retain(|other| *other != item));
        self.form.remove_item(item);
    }

    /// The section of the form.
    pub(crate) fn draw(self) -> AnyView {
        let locale = self.app.locale;
        let row = move |item: u32| Row { key: (item.into(), 0), draw: Arc::new(move || self.row(item)) };
        let rows = Signal::derive(move || self.items.read().iter().copied().map(row).collect::<Vec<_>>());
        let chosen =
            live(move || self.chosen.get().iter().map(|file| self.chosen(file)).collect_view().into_any());
        let is_empty = Memo::new(move |_| self.items.read().is_empty() && self.chosen.read().is_empty());
        let none = live_if(move || {
            is_empty.get().then(|| view! { <p class="muted">{locale.of(self.wanted.none)}</p> }.into_any())
        });
        let picked = move |event: leptos::ev::Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(input) = input {
                self.take(&input);
            }
        };
        view! {
            <fieldset class="evidence-form">
                <legend>{locale.of(self.wanted.title)}</legend>
                <p class="help" id="evidence-help">{locale.of(self.wanted.help)}</p>
                {none}
                <ul class="rows">{keyed(rows)} {chosen}</ul>
                <div class="buttons">
                    <input
                        id="evidence-files"
                        class="unseen"
                        type="file"
                        multiple=true
                        accept=self.wanted.accepted
                        aria-describedby="evidence-help"
                        on:change=picked
                    />
                    <label class="button" for="evidence-files">{Icon::Plus.draw()} {locale.of(self.wanted.choose)}</label>
                    <input
                        id="evidence-camera"
                        class="unseen only-touch"
                        type="file"
                        accept="image/*"
                        capture="environment"
                        aria-describedby="evidence-help"
                        on:change=picked
                    />
                    <label class="button only-touch" for="evidence-camera">
                        {Icon::Camera.draw()}
                        {locale.of(words::TAKE)}
                    </label>
                </div>
            </fieldset>
        }
        .into_any()
    }

    fn row(self, item: u32) -> AnyView {
        let (app, locale) = (self.app, self.app.locale);
        let Some(digest) = untrack(|| self.digest(item)) else { return ().into_any() };
        let code = untrack(|| self.text(EVIDENCE_KIND, item)).parse().ok();
        let kind = code.and_then(FileKind::from_code).unwrap_or(FileKind::Pdf);
        let name = untrack(|| self.text(EVIDENCE_NAME, item));
        let name = if name.is_empty() { locale.of(words::NAMELESS).to_owned() } else { name };
        let size = untrack(|| self.text(EVIDENCE_SIZE, item)).parse().unwrap_or(0);
        let before = self.before.with_value(|all| all.iter().find(|(other, ..)| *other == item).copied());
        let told_place = before.is_some_and(|(.., told_place)| told_place).then(|| {
            view! { <span class="said small">{Icon::Tick.draw()} <span>{locale.of(words::TOLD_PLACE)}</span></span> }
        });
        let before = before.map(|(_, size, _)| size);
        let note = Field::of_item(EVIDENCE_NOTE.number, item);
        let label = Label {
            id: EntryName::Of(note).id(),
            label: locale.of(words::NOTE),
            optional: app.form().optional,
            help: "",
        };
        view! {
            <li class="row file">
                {line::thumbnail(self.form.book, digest, kind)}
                <div class="about">
                    <strong class="name">{name}</strong>
                    <span class="line">{words::sizes(app, before, size)}</span>
                    {told_place}
                    {line::state(app, self.form.book, digest, self.unit)}
                </div>
                <div class="whole">
                    <TextField input=self.form.of(note).input label=label keys=Keys::Line/>
                </div>
                <div class="whole">
                    {button(Weight::Plain, Some(Icon::Bin), locale.of(words::REMOVE), move |()| self.remove(item))}
                </div>
            </li>
        }
        .into_any()
    }

    /// A file that is being worked on or was refused.
    fn chosen(self, file: &Chosen) -> AnyView {
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
