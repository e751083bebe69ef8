//! Nominations (đề nghị khen thưởng): the list with its search, one nomination, and the form.

mod detail;
mod eligibility;
mod form;
mod grounds;
pub(crate) mod index;
pub(crate) mod index_place;
mod list;

use leptos::prelude::*;

use super::section::Section;
use crate::components::icon::Icon;
use crate::locale::words;

/// The section of nominations, at any of its addresses.
pub(crate) fn section() -> AnyView {
    let (words, w) = (words(), words().nomination());
    Section {
        title: words.nav().nominations,
        home: "/nominations",
        nothing_chosen: (Icon::Award, w.choose, w.choose_help),
        list: list::live,
        deleted: list::deleted,
        show: detail::show,
        edit: form::edit,
        new: form::new,
    }
    .draw()
}
