//! Witnessed copies: what other devices still hold of what the endpoint lost with a restore.

use leptos::prelude::*;
use thidua_sync::administration::{TrayEntry, WitnessEntry};
use thidua_sync::operation::Action;

use super::{Screen, act, as_float, entry, words};
use crate::features::administration::words as of_administration;
use crate::locale::format;

/// The copies that wait; nothing where none do.
pub(super) fn cards(screen: Screen, copies: &[WitnessEntry]) -> Option<AnyView> {
    let locale = screen.app.locale;
    if copies.is_empty() {
        return None;
    }
    let rows: Vec<_> = copies.iter().map(|copy| one(screen, copy)).collect();
    let card = view! {
        <section class="card" id="copies">
            <h2>{locale.of(words::COPIES)}</h2>
            <p class="muted">{locale.of(words::COPIES_HELP)}</p>
            <ol class="plain-list tray">{rows}</ol>
        </section>
    };
    Some(card.into_any())
}

fn one(screen: Screen, copy: &WitnessEntry) -> AnyView {
    let (app, locale) = (screen.app, screen.app.locale);
    let held = [
        &*words::witness(locale, &copy.name, &copy.authors),
        " · ",
        &of_administration::device(locale, &copy.device),
        " · ",
        &format::date_time(app, as_float(copy.at_ms)),
    ]
    .concat();
    let act = act(screen, copy.entry, copy.kind, true);
    let below = view! { <p class="muted">{held}</p> {act} }.into_any();
    // It is read as the operation that would put it back.
    let action = if copy.new { Action::Create } else { Action::Edit };
    let as_entry = TrayEntry {
        entry: copy.entry,
        at_ms: copy.at_ms,
        device: copy.device.clone(),
        counter: 0,
        name: copy.name.clone(),
        shut_out: false,
        record: copy.record.clone(),
        kind: copy.kind,
        action: action.code(),
        place: copy.place.clone(),
        title: copy.title.clone(),
        changes: copy.changes.clone(),
    };
    entry::entry(screen.book, app, &as_entry, below)
}
