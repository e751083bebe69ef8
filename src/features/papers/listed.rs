//! The dossiers of a paper in its form: an item for each, so that they are kept with the draft.

use std::collections::BTreeSet;

use leptos::prelude::*;
use thidua_domain::listing;
use thidua_domain::record::{Field, RecordId};

use crate::forms::form::Form;

fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

fn items(form: Form, field: Field) -> Vec<(u32, RecordId)> {
    let listed = |item: u32| {
        let id = form.of(of(field, item)).input.text.get_untracked().parse().ok()?;
        Some((item, id))
    };
    form.items().into_iter().filter_map(listed).collect()
}

/// What the form lists.
pub(in crate::features) fn read(form: Form, field: Field) -> BTreeSet<RecordId> {
    let mut listed = BTreeSet::new();
    listed.extend(items(form, field).into_iter().map(|(_, id)| id));
    listed
}

/// Writes the choice into the form.
pub(in crate::features) fn write(form: Form, field: Field, chosen: &BTreeSet<RecordId>) {
    let mut now = items(form, field);
    for (item, id) in &now {
        if !chosen.contains(id) {
            form.of(of(field, *item)).input.text.set(String::new());
        }
    }
    now.retain(|(_, id)| chosen.contains(id));
    for id in chosen {
        if !now.iter().any(|(_, other)| other == id) {
            let item = listing::item_for(*id, &now);
            form.of(of(field, item)).input.text.set(id.to_string());
            now.push((item, *id));
        }
    }
    form.touch();
}
