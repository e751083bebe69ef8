//! List and detail: one after the other on a phone, side by side on wider screens.

use leptos::prelude::*;

use super::live::said;

/// Two panes. On a phone the detail is shown while `open`; a wide screen shows both.
#[component]
pub(crate) fn Panes(#[prop(into)] open: Signal<bool>, list: AnyView, detail: AnyView) -> impl IntoView {
    let open = said(move || open.get());
    view! {
        <div class="panes split" data-open=open>
            <section class="pane list">
                <div class="column">{list}</div>
            </section>
            <section class="pane detail">
                <div class="column">{detail}</div>
            </section>
        </div>
    }
}

/// One pane, for screens that have no list beside.
#[component]
pub(crate) fn OnePane(children: Children) -> impl IntoView {
    view! {
        <div class="panes">
            <section class="pane">
                <div class="column">{children()}</div>
            </section>
        </div>
    }
}
