//! The state of a dossier as a chip.

use leptos::prelude::*;
use thidua_domain::dossier::State;

use super::words;
use crate::book::RecordView;
use crate::components::chip::{Chip, Tone};
use crate::components::icon::Icon;
use crate::locale::Words;

const fn looks(state: State) -> (Tone, Icon) {
    match state {
        State::Draft => (Tone::Plain, Icon::Pencil),
        State::Considered => (Tone::Plain, Icon::Tick),
        State::Submitted => (Tone::Wait, Icon::Sending),
        State::Returned => (Tone::Grave, Icon::Return),
        State::Withdrawn => (Tone::Plain, Icon::Return),
        State::Appraised => (Tone::Wait, Icon::Tick),
        State::Approved => (Tone::Done, Icon::Tick),
        State::NotReached => (Tone::Plain, Icon::Alert),
        State::SentUp => (Tone::Wait, Icon::Up),
        State::Decided | State::Presented => (Tone::Done, Icon::Award),
        State::Revoked => (Tone::Grave, Icon::Bin),
        State::Merged => (Tone::Plain, Icon::Two),
    }
}

/// Where a dossier stands, and whether that is confirmed.
#[must_use]
pub(crate) fn chip(app: &'static Words, record: &RecordView) -> AnyView {
    let state = State::of(&record.fields);
    let (tone, icon) = looks(state);
    let waits = (record.waiting > 0).then(|| {
        view! { <Chip tone=Tone::Wait icon=Icon::Clock word=app.locale.of(words::UNCONFIRMED)/> }
    });
    view! { <Chip tone=tone icon=icon word=words::state(app.locale, state)/> {waits} }.into_any()
}
