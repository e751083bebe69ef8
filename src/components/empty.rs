//! An empty place says what belongs there and offers the first step.

use leptos::prelude::*;

use super::icon::Icon;

/// An empty place.
#[component]
pub(crate) fn Empty(
    icon: Icon,
    title: &'static str,
    #[prop(into)] text: Oco<'static, str>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {icon.draw()} <h3>{title}</h3> <p>{text}</p> {children.map(|children| children())}
        </div>
    }
}
