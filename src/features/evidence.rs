//! Evidence (minh chứng): photographs and PDF files of a nomination, and pictures of a model worth copying; chosen in its form, seen in its detail, and their
//! queue on the screen of the sync's health.

mod choose;
mod form;
mod line;
mod queue;
mod record;
pub(crate) mod words;

pub(crate) use form::EvidenceRows;
pub(crate) use line::{is_here, picture};
pub(crate) use queue::card as queue;
pub(crate) use record::of_record;
