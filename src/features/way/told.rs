//! What became of a step on many dossiers: each by its name, waiting for the endpoint's word, confirmed, or refused with the
//! reason. The endpoint's word comes later, and is told in the same list.

use leptos::prelude::*;
use thidua_domain::nomination::Nomination;
use thidua_domain::record::{RecordId, RecordKind};
use thidua_domain::step;

use super::words;
use crate::book::{Book, RefusalView};
use crate::components::chip::{Chip, Tone};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::locale::{Words, faults};

/// The list of the dossiers on which a step was just recorded. What was refused before is not meant.
pub(crate) fn told(app: &'static Words, book: Book, taken: Vec<RecordId>) -> AnyView {
    let before = book.refusals().with_untracked(|all| all.iter().map(|own| own.counter).max());
    live(move || {
        let lines: Vec<_> = taken.iter().map(|id| line(app, book, *id, before)).collect();
        view! { <ul class="told">{lines}</ul> }.into_any()
    })
}

fn line(app: &'static Words, book: Book, id: RecordId, before: Option<u64>) -> AnyView {
    let locale = app.locale;
    let record = book.record(id);
    let name = record.as_ref().map_or("", |record| Nomination::read(&record.fields).name).to_owned();
    let refusals = book.refusals().read();
    let is_meant = |own: &&RefusalView| own.record == Some(id) && Some(own.counter) > before && is_step(own);
    let refused = refusals.iter().find(is_meant);
    let chip = match (refused, record.is_some_and(|record| record.waiting > 0)) {
        (Some(_), _) => view! { <Chip tone=Tone::Grave icon=Icon::Alert word=locale.of(words::REFUSED)/> },
        (None, true) => view! { <Chip tone=Tone::Wait icon=Icon::Clock word=locale.of(words::UNCONFIRMED)/> },
        (None, false) => view! { <Chip tone=Tone::Done icon=Icon::Safe word=locale.of(words::CONFIRMED)/> },
    };
    let kind = RecordKind::Nomination;
    let why =
        refused.map(|refusal| view! { <p class="small">{faults::reason(app, kind, &refusal.reason)}</p> });
    let address = ["/nominations/", &id.to_string()].concat();
    view! { <li><a href=address>{name}</a> " " {chip} {why}</li> }.into_any()
}

fn is_step(refusal: &RefusalView) -> bool {
    refusal.fields.keys().any(|field| field.number == step::KIND.number)
}
