//! Members without an account in the form of a session: they vote on paper, and count as members all the same.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::council::{ACCOUNT, MEMBER, POST};
use thidua_domain::record::Field;

use super::words;
use crate::components::field::{Keys, Label, TextField};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::long_list::{Row, keyed};
use crate::components::press::{Weight, button, icon_button};
use crate::forms::entry::EntryName;
use crate::forms::form::Form;
use crate::locale::Words;
use crate::web;

/// The rows. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Seats {
    form: Form,
    app: &'static Words,
    items: RwSignal<Vec<u32>>,
    changed: Callback<()>,
}

const fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

impl Seats {
    /// Of an open form; `changed` hears of each row that comes or goes.
    pub(super) fn of(form: Form, app: &'static Words, changed: Callback<()>) -> Self {
        let seats = Self { form, app, items: RwSignal::default(), changed };
        let is_guest = |item: &u32| {
            let text = |field| form.of(of(field, *item)).input.text.get_untracked();
            text(ACCOUNT).is_empty() && !(text(MEMBER).is_empty() && text(POST).is_empty())
        };
        let mut items: Vec<u32> = form.items().into_iter().filter(is_guest).collect();
        items.sort_unstable();
        seats.items.set(items);
        seats
    }

    /// How many have a name. Tracks.
    pub(super) fn count(self) -> usize {
        let named =
            |item: &&u32| self.form.of(of(MEMBER, **item)).input.text.with(|name| !name.trim().is_empty());
        self.items.read().iter().filter(named).count()
    }

    /// Says where a post stands without a name. Whether there is none.
    pub(super) fn judge(self) -> bool {
        let mut good = true;
        for item in self.items.get_untracked() {
            let text = |field| self.form.of(of(field, item)).input.text.get_untracked();
            if text(MEMBER).trim().is_empty() && !text(POST).trim().is_empty() {
                let told = self.app.locale.of(words::NAME_MISSING).to_owned();
                self.form.of(of(MEMBER, item)).input.error.set(Some(told));
                good = false;
            }
        }
        good
    }

    fn remove(self, item: u32) {
        self.items.update(|items| items.retain(|other| *other != item));
        for field in [MEMBER, POST, ACCOUNT] {
            self.form.of(of(field, item)).input.text.set(String::new());
        }
        self.form.touch();
        self.changed.run(());
    }

    /// Everything.
    pub(super) fn draw(self) -> AnyView {
        let locale = self.app.locale;
        let row = move |item: u32| Row { key: (item.into(), 0), draw: Arc::new(move || self.row(item)) };
        let rows = keyed(Signal::derive(move || self.items.read().iter().copied().map(row).collect()));
        let add = button(Weight::Other, Some(Icon::Plus), locale.of(words::ADD_SEAT), move |()| {
            let item = web::random_item();
            self.items.update(|items| items.push(item));
            self.changed.run(());
            let id = ["#", &EntryName::Of(of(MEMBER, item)).id()].concat();
            request_animation_frame(move || web::focus(&id));
        });
        let help = live(move || {
            let is_empty = self.items.read().is_empty();
            let help = if is_empty { words::SEATS_HELP } else { words::SEATS_VOTE };
            view! { <p class="help">{locale.of(help)}</p> }.into_any()
        });
        view! {
            <div class="stack">
                {help}
                {rows}
                <div class="buttons">{add}</div>
            </div>
        }
        .into_any()
    }

    fn row(self, item: u32) -> AnyView {
        let locale = self.app.locale;
        let text = |field: Field, word, optional, keys| {
            let field = of(field, item);
            let label = Label { id: EntryName::Of(field).id(), label: locale.of(word), optional, help: "" };
            view! { <TextField input=self.form.of(field).input label=label keys=keys/> }
        };
        view! {
            <div class="seat">
                <div class="side-by-side">
                    {text(MEMBER, words::SEAT_NAME, "", Keys::Name)}
                    {text(POST, words::SEAT_POST, self.app.form().optional, Keys::Line)}
                </div>
                {icon_button(Icon::Bin, locale.of(words::REMOVE_SEAT), move |()| self.remove(item))}
            </div>
        }
        .into_any()
    }
}
