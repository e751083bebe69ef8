//! A section of records at any of its addresses: the list or the deleted ones, and beside it one record or a form.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::record::RecordId;

use super::whereabouts::{Whereabouts, use_whereabouts};
use crate::app::{SectionTitle, use_section};
use crate::book::{RecordView, use_book};
use crate::components::empty::Empty;
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::panes::Panes;
use crate::locale::words;

/// Said where there is no such record: it is of another unit, or has not come yet.
pub(crate) fn absent() -> AnyView {
    let words = words().record();
    view! { <Empty icon=Icon::Search title=words.absent text=words.absent_help/> }.into_any()
}

/// The screen of one record as long as there is one, and [`absent`] where there is none. Drawn once, not at each change.
pub(crate) fn while_there(
    record: Memo<Option<Arc<RecordView>>>,
    draw: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let is_there = Memo::new(move |_| record.read().is_some());
    live(move || if is_there.get() { draw() } else { absent() })
}

/// What a section shows at each place.
#[derive(Clone, Copy)]
pub(crate) struct Section {
    /// Its name.
    pub(crate) title: &'static str,
    /// Its address.
    pub(crate) home: &'static str,
    /// Its icon, and the words beside the list while nothing is chosen.
    pub(crate) nothing_chosen: (Icon, &'static str, &'static str),
    /// The list.
    pub(crate) list: fn(Memo<Whereabouts>) -> AnyView,
    /// The list of what was deleted.
    pub(crate) deleted: fn(Memo<Whereabouts>) -> AnyView,
    /// One record.
    pub(crate) show: fn(RecordId) -> AnyView,
    /// The form for one record.
    pub(crate) edit: fn(RecordId) -> AnyView,
    /// The form for a new record.
    pub(crate) new: fn() -> AnyView,
}

impl Section {
    /// Draws the place that the address says.
    pub(crate) fn draw(self) -> AnyView {
        let place = use_whereabouts();
        let book = use_book();
        use_section(SectionTitle { title: self.title, home: self.home, back: None, place: Some(place) });
        let deleted_list = Memo::new(move |_| {
            let deleted = |id| untrack(|| book.record(id)).is_some_and(|record| record.deleted);
            place.get() == Whereabouts::Deleted || place.get().record().is_some_and(deleted)
        });
        let list = live(move || if deleted_list.get() { (self.deleted)(place) } else { (self.list)(place) });
        let detail = live(move || match place.get() {
            // A record that has such screens asks where it is shown.
            Whereabouts::Show(id) | Whereabouts::Part(id, _) => (self.show)(id),
            Whereabouts::Edit(id) => (self.edit)(id),
            Whereabouts::New => (self.new)(),
            Whereabouts::List | Whereabouts::Deleted => {
                let (icon, title, text) = self.nothing_chosen;
                view! { <Empty icon=icon title=title text=text/> }.into_any()
            }
            Whereabouts::Nowhere => super::work::nowhere(),
        });
        let open = Signal::derive(move || place.get().covers_list());
        view! { <Panes open=open list=list detail=detail/> }.into_any()
    }
}
