//! The targets in the form of a movement: added and removed, in the order in which they stand.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::movement::{MOST_TARGET, TARGET_MEASURE, TARGET_NAME, TARGET_ORDER, TARGET_PLAN};
use thidua_domain::record::Field;

use super::{KIND, words};
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

/// The rows, in their order. `Copy`: signals of the form's owner.
#[derive(Clone, Copy)]
pub(super) struct TargetRows {
    form: Form,
    app: &'static Words,
    items: RwSignal<Vec<u32>>,
}

impl TargetRows {
    /// Of an open form.
    pub(super) fn of(form: Form, app: &'static Words) -> Self {
        let text = |field: Field, item: u32| form.of(of(field, item)).input.text.get_untracked();
        let mut items = form.items();
        items.retain(|item| {
            *item <= MOST_TARGET
                && [TARGET_NAME, TARGET_MEASURE, TARGET_PLAN]
                    .iter()
                    .any(|field| !text(*field, *item).is_empty())
        });
        let place = |item: &u32| (text(TARGET_ORDER, *item).parse().unwrap_or(i64::MAX), *item);
        let items = order::in_order(&items, |a, b| place(a).cmp(&place(b)));
        Self { form, app, items: RwSignal::new(items) }
    }

    /// Adds an empty row. Its item is one of few, because figures are numbered by it: it is looked for at random, so
    /// that two devices rarely take the same.
    fn add(self) -> Option<u32> {
        let taken = self.form.items();
        let first = web::random_item() % MOST_TARGET;
        let free =
            (0..MOST_TARGET).map(|step| (first + step) % MOST_TARGET + 1).find(|item| !taken.contains(item));
        if let Some(item) = free {
            self.items.update(|items| items.push(item));
        }
        free
    }

    fn remove(self, item: u32) {
        self.items.update(|items| items.retain(|other| *other != item));
        for field in [TARGET_NAME, TARGET_MEASURE, TARGET_PLAN, TARGET_ORDER] {
            // Not the whole item: a unit's part may have the same number.
            self.form.of(of(field, item)).input.text.set(String::new());
        }
        self.form.touch();
    }

    /// Rows in which nothing was typed are no targets; the others are numbered.
    pub(super) fn settle(self) {
        let typed = |item: &u32| {
            [TARGET_NAME, TARGET_MEASURE, TARGET_PLAN].into_iter().any(|field| {
                self.form.of(of(field, *item)).input.text.with_untracked(|text| !text.trim().is_empty())
            })
        };
        let empty: Vec<u32> = self.items.get_untracked().into_iter().filter(|item| !typed(item)).collect();
        for item in empty {
            self.remove(item);
        }
        for (place, item) in self.items.get_untracked().into_iter().enumerate() {
            self.form.of(of(TARGET_ORDER, item)).input.text.set((place + 1).to_string());
        }
    }

    /// The rows and the button for one more.
    pub(super) fn draw(self) -> AnyView {
        let locale = self.app.locale;
        let add = move |()| {
            if let Some(item) = self.add() {
                let id = EntryName::Of(of(TARGET_NAME, item)).id();
                request_animation_frame(move || web::focus(&["#", &id].concat()));
            }
        };
        let row = move |item: u32| Row { key: (item.into(), 0), draw: Arc::new(move || self.row(item)) };
        let rows = Signal::derive(move || self.items.read().iter().copied().map(row).collect::<Vec<_>>());
        view! {
            <fieldset>
                <legend>{locale.of(words::TARGETS)}</legend>
                <p class="help">{locale.of(words::TARGETS_HELP)}</p>
                {keyed(rows)}
                {button(Weight::Other, Some(Icon::Plus), locale.of(words::ADD_TARGET), add)}
            </fieldset>
        }
        .into_any()
    }

    fn row(self, item: u32) -> AnyView {
        let (form, app) = (self.form, self.app);
        let field = |field: Field, keys| {
            let field = of(field, item);
            let optional = if field.number == TARGET_NAME.number { "" } else { app.form().optional };
            let label = Label {
                id: EntryName::Of(field).id(),
                label: fields::name(app, KIND, field),
                optional,
                help: "",
            };
            view! { <TextField input=form.of(field).input label=label keys=keys/> }.into_any()
        };
        let place = move || self.items.read().iter().position(|other| *other == item).map_or(0, |at| at + 1);
        let title = Signal::derive(move || words::target(app.locale, place()));
        let remove = icon_button(Icon::Bin, app.locale.of(words::REMOVE_TARGET), move |()| self.remove(item));
        view! {
            <div class="target-edit" role="group" aria-label=title>
                <header>
                    <h3>{live_text(move || title.get())}</h3>
                    <div class="tools">{remove}</div>
                </header>
                {field(TARGET_NAME, Keys::Line)}
                <div class="side-by-side">
                    {field(TARGET_PLAN, Keys::Decimal)}
                    {field(TARGET_MEASURE, Keys::Line)}
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
