//! Nominations (đề nghị khen thưởng): the list with its search, one nomination, and the form.

mod detail;
mod eligibility;
mod form;
pub(crate) mod index;
mod list;

pub(crate) use list::row_key;

use leptos::prelude::*;

use super::whereabouts::{Whereabouts, use_whereabouts};
use crate::app::{SectionTitle, use_section};
use crate::book::use_book;
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::panes::Panes;
use crate::locale::words;

/// The section of nominations, at any of its addresses.
#[component]
pub(crate) fn NominationsScreen() -> impl IntoView {
    let words = words();
    let place = use_whereabouts();
    let book = use_book();
    use_section(SectionTitle {
        title: words.nomination.section,
        home: "/nominations",
        back: None,
        place: Some(place),
    });
    let deleted_list = Memo::new(move |_| {
        let deleted = |id| untrack(|| book.record(id)).is_some_and(|record| record.deleted);
        place.get() == Whereabouts::Deleted || place.get().record().is_some_and(deleted)
    });
    let list = live(move || if deleted_list.get() { list::deleted(place) } else { list::live(place) });
    let detail = live(move || match place.get() {
        Whereabouts::Show(id) => detail::show(id),
        Whereabouts::Edit(id) => form::edit(id),
        Whereabouts::New => form::new(),
        Whereabouts::List | Whereabouts::Deleted => nothing_chosen(),
        Whereabouts::Nowhere => super::work::nowhere(),
    });
    let open = Signal::derive(move || place.get().covers_list());
    view! { <Panes open=open list=list detail=detail/> }
}

fn nothing_chosen() -> AnyView {
    let n = &words().nomination;
    view! { <Empty icon=Icon::Award title=n.choose text=n.choose_help/> }.into_any()
}
