//! A repeated part of a form whose items have a place: added, taken away, moved. The place is a field of its own, written only where
//! it changed.

use leptos::prelude::*;
use thidua_domain::record::Field;

use crate::forms::form::Form;
use crate::order;
use crate::web;

/// The items of one repeated part. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Items {
    pub(super) form: Form,
    /// The fields by which an item is known.
    marks: &'static [Field],
    /// The field of the place, where there is one.
    order: Option<Field>,
    pub(super) all: RwSignal<Vec<u32>>,
}

/// A field of one item.
pub(super) const fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

impl Items {
    /// Of an open form.
    pub(super) fn of(form: Form, marks: &'static [Field], order: Option<Field>) -> Self {
        let items = Self { form, marks, order, all: RwSignal::default() };
        items.gather();
        items
    }

    /// Takes the items that the form holds.
    pub(super) fn gather(self) {
        let place = |item: &u32| {
            let typed = self.order.and_then(|order| {
                self.form.of(of(order, *item)).input.text.with_untracked(|text| text.parse::<i64>().ok())
            });
            (typed.unwrap_or(i64::MAX), *item)
        };
        let items = self.form.items_with(self.marks);
        self.all.set(order::in_order(&items, |a, b| place(a).cmp(&place(b))));
    }

    /// Adds an empty one.
    pub(super) fn add(self) -> u32 {
        let item = web::random_item();
        self.all.update(|items| items.push(item));
        self.number();
        item
    }

    /// Takes one away.
    pub(super) fn remove(self, item: u32) {
        self.all.update(|items| items.retain(|other| *other != item));
        self.form.remove_item(item);
        self.number();
    }

    /// Moves one by one place among those of `own`.
    pub(super) fn step(self, item: u32, down: bool, own: impl Fn(u32) -> bool) {
        self.all.update(|items| {
            let mut among: Vec<u32> = items.iter().copied().filter(|item| own(*item)).collect();
            order::step(&mut among, item, down);
            let mut among = among.into_iter();
            for place in items.iter_mut().filter(|item| own(**item)) {
                if let Some(next) = among.next() {
                    *place = next;
                }
            }
        });
        self.number();
    }

    /// Writes each item's place, where it is not in its place by itself.
    fn number(self) {
        let Some(order) = self.order else { return };
        for (place, item) in self.all.get_untracked().into_iter().enumerate() {
            let order = self.form.of(of(order, item)).input;
            let place = (place + 1).to_string();
            if order.text.with_untracked(|text| *text != place) {
                order.take(place);
            }
        }
    }

    /// Takes away what has nothing in any of these fields.
    pub(super) fn drop_empty(self, fields: &[Field]) {
        let is_typed = |item: u32| {
            fields.iter().any(|field| {
                let input = self.form.of(of(*field, item)).input;
                input.text.with_untracked(|text| !text.trim().is_empty())
            })
        };
        let empty: Vec<u32> = self.all.get_untracked().into_iter().filter(|item| !is_typed(*item)).collect();
        for item in empty {
            self.remove(item);
        }
    }

    /// As typed. Tracks.
    pub(super) fn text(self, field: Field, item: u32) -> String {
        self.form.of(of(field, item)).text()
    }
}
