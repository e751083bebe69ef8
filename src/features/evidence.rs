//! Evidence (minh chứng): photographs and PDF files of a nomination, and pictures of a model worth copying; chosen in its form, seen in its detail. The
//! evidence of a pledge's results, chosen and seen beside each. And the queue of files on the screen of the sync's health.

mod choose;
mod form;
mod line;
mod picking;
mod queue;
mod record;
mod result;
pub(crate) mod words;

pub(crate) use form::EvidenceRows;
pub(crate) use line::{is_here, picture};
pub(crate) use queue::card as queue;
pub(crate) use record::{Shelf, of_record};
