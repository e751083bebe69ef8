//! Pledges (giao ước thi đua): the list, one pledge with its targets and results, and the form.

mod detail;
mod form;
mod list;
mod target;
mod target_cards;
mod target_rows;

use leptos::prelude::*;

use super::section::Section;
use crate::components::icon::Icon;
use crate::locale::words;

/// The section of pledges, at any of its addresses.
pub(crate) fn section() -> AnyView {
    let w = &words().pledge;
    Section {
        title: w.section,
        home: "/pledges",
        nothing_chosen: (Icon::Pledge, w.choose, w.choose_help),
        list: list::live,
        deleted: list::deleted,
        show: detail::show,
        edit: form::edit,
        new: form::new,
    }
    .draw()
}
