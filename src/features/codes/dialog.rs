//! A dialog that takes the whole screen of a phone: codes want room.

use leptos::prelude::*;

use crate::components::live::live_if;
use crate::web;

/// What its heading is called for screen readers.
pub(in crate::features) const TITLE_ID: &str = "codes-title";

/// A dialog that is open while there is something to draw in it. `closed` is told when it closes by any way.
pub(in crate::features) fn draw(
    draw: impl Fn() -> Option<AnyView> + Send + Sync + 'static,
    closed: Callback<()>,
) -> AnyView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let is_drawn = RwSignal::new(false);
    let body = live_if(move || {
        let body = draw();
        is_drawn.set(body.is_some());
        body
    });
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        let method = match (is_drawn.get(), dialog.has_attribute("open")) {
            (true, false) => "showModal",
            (false, true) => "close",
            _ => return,
        };
        let _done = web::call(&dialog, method, &[]);
    });
    view! {
        <dialog class="codes" node_ref=dialog aria-labelledby=TITLE_ID on:close=move |_| closed.run(())>
            <div>{body}</div>
        </dialog>
    }
    .into_any()
}
