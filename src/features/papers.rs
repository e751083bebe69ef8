//! The papers of the standing office: decisions that give awards, public notices of nominees, and the year's calendar.
//!
//! What they have in common stands here: dossiers as a paper lists them, choosing among many, and telling of many steps
//! what became of each.

mod calendar;
mod decisions;
pub(super) mod dossiers;
pub(super) mod listed;
mod notices;
pub(super) mod picker;
pub(super) mod report;
pub(super) mod small_form;
pub(super) mod words;

pub(crate) use calendar::screen as calendar;
pub(crate) use decisions::section as decisions;
pub(crate) use notices::section as notices;
