//! The way of a dossier on the screen: where it stands, what can be done next, what has happened, what waits for whom,
//! and steps on many dossiers at once.

pub(crate) mod bulk;
mod chip;
mod handling;
mod history;
mod list_file;
mod panel;
mod parts;
mod step_form;
mod told;
pub(crate) mod waiting;
pub(crate) mod words;

pub(crate) use chip::chip;
pub(crate) use handling::handling;
pub(crate) use history::history;
pub(crate) use panel::panel;
pub(crate) use told::told;

use thidua_domain::record::Field;
use thidua_domain::step;

/// Whether a field of a step means nothing to a reader: digests, ids, and texts that stand elsewhere.
pub(crate) const fn is_unread(field: Field) -> bool {
    matches!(Field::of(field.number), step::STATE | step::SEEN | step::LINK | step::BY | step::FILES)
        || field.number >= step::WAS
}

/// Whether a field of a step was given by its author, in the step's form.
pub(crate) const fn is_given(field: Field) -> bool {
    step::is_of_steps(field) && (!is_unread(field) || field.number == step::LINK.number)
}
