//! A list of any length: only as many rows as were scrolled to are in the page.

use std::sync::Arc;

use leptos::prelude::*;

use crate::web;

const PAGE: usize = 50;
/// The next rows are made when the end is this near, in pixels.
const NEAR: f64 = 1200.0;

/// One row of a list, not drawn yet.
#[derive(Clone)]
pub(crate) struct Row {
    /// Tells the rows apart, and one that changed from what it was.
    pub(crate) key: (u128, usize),
    /// Draws it; in a list as an item of it.
    pub(crate) draw: Arc<dyn Fn() -> AnyView + Send + Sync>,
}

/// Rows for a list, drawn as they are scrolled to. `rows` gives the first so many.
pub(crate) fn long_list(rows: impl Fn(usize) -> Vec<Row> + Send + Sync + 'static) -> AnyView {
    let shown = RwSignal::new(PAGE);
    let list = NodeRef::<leptos::html::Ul>::new();
    let more = move || {
        let Some(list) = list.get_untracked() else { return };
        let may_be_more = list.child_element_count() as usize >= shown.get_untracked();
        if may_be_more && is_end_near(&list) {
            shown.update(|shown| *shown += PAGE);
        }
    };
    // Stops listening when the list is gone.
    let _listening = StoredValue::new_local(web::on_any_scroll(more));
    let each = Signal::derive(move || rows(shown.get()));
    view! { <ul class="rows" node_ref=list>{keyed(each)}</ul> }.into_any()
}

/// Rows of which those that stay are not drawn again.
pub(crate) fn keyed(rows: Signal<Vec<Row>>) -> AnyView {
    let draw = |row: Row| (row.draw)();
    view! { <For each=move || rows.get() key=|row| row.key children=draw/> }.into_any()
}

/// Whether the end of what is drawn is near.
fn is_end_near(list: &web_sys::Element) -> bool {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    list.get_bounding_client_rect().bottom() - height < NEAR
}
