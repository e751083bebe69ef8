//! The evidence in the form of a nomination, the pictures in that of a model: one line for each file, added and removed. What a file is called and where
//! its bytes are goes with the form and its draft, the bytes themselves are on the device at once.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::evidence::{self, FileDigest, FileKind};
use thidua_domain::nomination::{
    EVIDENCE_DIGEST, EVIDENCE_KIND, EVIDENCE_NAME, EVIDENCE_NOTE, EVIDENCE_SIZE,
};
use thidua_domain::record::{Field, PartitionId};

use super::picking::{Destination, Kept, Picking};
use super::words::Wanted;
use super::{line, words};
use crate::components::field::{Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::long_list::{Row, keyed};
use crate::components::press::{Weight, button};
use crate::forms::entry::{self, EntryName};
use crate::forms::form::Form;
use crate::locale::Words;

/// The lines. `Copy`: signals of the form's owner.
#[derive(Clone, Copy)]
pub(crate) struct EvidenceRows {
    form: Form,
    app: &'static Words,
    wanted: &'static Wanted,
    /// Where the record belongs, once that is chosen.
    unit: Signal<Option<PartitionId>>,
    items: RwSignal<Vec<u32>>,
    /// What is known of the files that were chosen just now: the item, how large the file was, whether it told a place.
    before: StoredValue<Vec<(u32, f64, bool)>>,
    picking: Picking,
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
        let (items, before) = (RwSignal::<Vec<u32>>::default(), StoredValue::default());
        let picking = Picking::new(form.book, app, wanted, "evidence".to_owned());
        let rows = Self { form, app, wanted, unit, items, before, picking };
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

    /// Has something done when no file is worked on any more, unless one of them was refused: then the officer is to see
    /// why. Whether it waits; where nothing is worked on, it does not.
    pub(crate) fn defer(self, then: Callback<()>) -> bool {
        self.picking.defer(then)
    }

    /// A file was taken and becomes a line, where the form is still there.
    fn add(self, kept: &Kept) {
        if self.items.try_get_untracked().is_none() {
            return;
        }
        let notation = self.app.locale.notation();
        for (field, value) in evidence::fields_of(&kept.named()) {
            self.form.add(EntryName::Of(field), entry::write_of(self.form.kind, field, &value, notation));
        }
        self.before.update_value(|before| before.push((kept.item, kept.size_before, kept.told_place())));
        self.items.update(|items| items.push(kept.item));
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
        let is_empty = Memo::new(move |_| self.items.read().is_empty() && self.picking.is_idle());
        let none = live_if(move || {
            is_empty.get().then(|| view! { <p class="muted">{locale.of(self.wanted.none)}</p> }.into_any())
        });
        let to = Destination {
            known: Signal::derive(move || {
                self.items.read().iter().filter_map(|item| self.digest(*item)).collect()
            }),
            full: Signal::derive(move || {
                (self.items.read().len() >= self.wanted.most).then_some(self.wanted.most)
            }),
            keep: Arc::new(move |kept| self.add(kept)),
        };
        view! {
            <fieldset class="evidence-form">
                <legend>{locale.of(self.wanted.title)}</legend>
                {self.picking.help()}
                {none}
                <ul class="rows">{keyed(rows)} {self.picking.chosen()}</ul>
                {self.picking.draw(to)}
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
}
