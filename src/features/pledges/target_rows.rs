//! The targets in the form of a pledge: added, removed, put in order. Their place in the list is a field of its own,
//! written only where it changed.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::pledge::{TARGET_MEASURE, TARGET_NAME, TARGET_ORDER, TARGET_PLAN, TARGET_RESULT};
use thidua_domain::record::{Field, RecordKind};

use crate::components::field::{Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::live_text;
use crate::components::long_list::{Row, keyed};
use crate::components::press::{Weight, button, icon_button};
use crate::features::fields;
use crate::forms::entry::EntryName;
use crate::forms::form::Form;
use crate::locale::Words;
use crate::order;
use crate::web;

const KIND: RecordKind = RecordKind::Pledge;

/// The rows, in their order.
#[derive(Clone, Copy)]
pub(super) struct TargetRows {
    form: Form,
    words: &'static Words,
    items: RwSignal<Vec<u32>>,
}

impl TargetRows {
    /// Of an open form; a new one begins with one empty row. `known` is the order of the record's own targets, which
    /// decides where a draft does not.
    pub(super) fn of(form: Form, words: &'static Words, known: &[u32]) -> Self {
        let place = |item: &u32| {
            let typed =
                form.of(of(TARGET_ORDER, *item)).input.text.with_untracked(|text| text.parse::<i64>().ok());
            let known = known.iter().position(|other| other == item).unwrap_or(known.len());
            (typed.unwrap_or(i64::MAX), known, *item)
        };
        let items = order::in_order(&form.items(), |a, b| place(a).cmp(&place(b)));
        let rows = Self { form, words, items: RwSignal::new(items) };
        if untrack(|| rows.is_empty()) {
            rows.add();
        }
        rows
    }

    /// Whether no target has a name yet. Tracks.
    pub(super) fn is_empty(self) -> bool {
        let named =
            |item: &u32| self.form.of(of(TARGET_NAME, *item)).input.text.with(|text| !text.trim().is_empty());
        !self.items.read().iter().any(named)
    }

    /// Adds an empty row.
    fn add(self) -> u32 {
        let item = web::random_item();
        self.items.update(|items| items.push(item));
        item
    }

    fn remove(self, item: u32) {
        self.items.update(|items| items.retain(|other| *other != item));
        self.form.remove_item(item);
        self.number();
    }

    /// Moves a row by one place.
    fn step(self, item: u32, down: bool) {
        self.items.update(|items| {
            let Some(at) = items.iter().position(|other| *other == item) else { return };
            let to = if down { at + 1 } else { at.saturating_sub(1) };
            if to < items.len() {
                items.swap(at, to);
            }
        });
        self.number();
    }

    /// Writes each row's place, where it is not in its place by itself.
    fn number(self) {
        for (place, item) in self.items.get_untracked().into_iter().enumerate() {
            let order = self.form.of(of(TARGET_ORDER, item)).input;
            let place = (place + 1).to_string();
            if order.text.with_untracked(|text| *text != place) {
                order.take(place);
            }
        }
    }

    /// Rows in which nothing was typed are no targets.
    pub(super) fn drop_empty(self) {
        let typed = |item: &u32| {
            [TARGET_NAME, TARGET_MEASURE, TARGET_PLAN, TARGET_RESULT].into_iter().any(|field| {
                self.form.of(of(field, *item)).input.text.with_untracked(|text| !text.trim().is_empty())
            })
        };
        let empty: Vec<u32> = self.items.get_untracked().into_iter().filter(|item| !typed(item)).collect();
        for item in empty {
            self.remove(item);
        }
        self.number();
    }

    /// The rows and the button for one more.
    pub(super) fn draw(self) -> AnyView {
        let p = &self.words.pledge;
        let add = move |_| {
            let id = EntryName::Of(of(TARGET_NAME, self.add())).id();
            request_animation_frame(move || web::focus(&["#", &id].concat()));
        };
        let row = move |item: u32| Row { key: (item.into(), 0), draw: Arc::new(move || self.row(item)) };
        let rows = Signal::derive(move || self.items.read().iter().copied().map(row).collect::<Vec<_>>());
        view! {
            <fieldset>
                <legend>{p.targets}</legend>
                {keyed(rows)}
                {button(Weight::Other, Some(Icon::Plus), p.add_target, add)}
            </fieldset>
        }
        .into_any()
    }

    fn row(self, item: u32) -> AnyView {
        let (form, words) = (self.form, self.words);
        let p = &words.pledge;
        let field = |field, help, keys| {
            let field = of(field, item);
            let label = Label {
                id: EntryName::Of(field).id(),
                label: fields::name(words, KIND, field),
                optional: "",
                help,
            };
            view! { <TextField input=form.of(field).input label=label keys=keys/> }.into_any()
        };
        let place = move || self.items.read().iter().position(|other| *other == item).map_or(0, |at| at + 1);
        let title = Signal::derive(move || (words.count.target_number)(place()));
        let up = icon_button(Icon::Up, p.move_up, move |()| self.step(item, false));
        let down = icon_button(Icon::Down, p.move_down, move |()| self.step(item, true));
        let remove = icon_button(Icon::Bin, p.remove_target, move |()| self.remove(item));
        view! {
            <div class="target-edit" role="group" aria-label=title>
                <header>
                    <h3>{live_text(move || title.get())}</h3>
                    <div class="tools">{up} {down} {remove}</div>
                </header>
                {field(TARGET_NAME, p.target_name_help, Keys::Line)}
                <div class="side-by-side">
                    {field(TARGET_PLAN, "", Keys::Decimal)}
                    {field(TARGET_MEASURE, p.measure_help, Keys::Line)}
                    {field(TARGET_RESULT, "", Keys::Decimal)}
                </div>
            </div>
        }
        .into_any()
    }
}

/// A field of one target.
const fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}
