//! The register (danh bạ) of people, collectives and households: who they are today, and what each received over the
//! years.
//!
//! The register and what is worked out from it live as long as the section is open, so that going to an entry and back
//! loses neither the search nor the sorting.

mod detail;
mod ethnicity;
mod family;
mod form;
mod gathering;
mod honour_rows;
mod index;
mod list;
mod merging;
mod pairs;
mod record;
mod words;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::section::Section;
use crate::book::use_book;
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::locale::words;
use index::PeopleIndex;
use words::PeopleWords;

/// The section, at any of its addresses.
pub(crate) fn section() -> AnyView {
    let (words, own) = (words(), PeopleWords::chosen());
    provide_context(PeopleIndex::new(use_book()));
    let params = use_params_map();
    let compares = Memo::new(move |_| params.with(|params| params.get_str("id") == Some("pairs")));
    live(move || {
        if compares.get() {
            return pairs::screen();
        }
        Section {
            title: words.nav().people,
            home: "/people",
            nothing_chosen: (Icon::Award, own.choose, own.choose_help),
            list: list::live,
            deleted: list::deleted,
            show: detail::show,
            edit: form::edit,
            new: form::new,
        }
        .draw()
    })
}
