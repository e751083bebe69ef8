//! Buttons and links that look like buttons: an icon where it helps, and always a word.

use leptos::prelude::*;

use super::icon::Icon;

/// What pressing means; its looks follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Weight {
    /// What one came here for.
    Primary,
    /// Another way on.
    Other,
    /// Hard to take back.
    Grave,
    /// Aside.
    Plain,
    /// Primary, and only where there is no round button.
    PrimaryWide,
    /// Another way on, and only where there is no title bar with a way back.
    OtherWide,
}

impl Weight {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Other => "button",
            Self::Grave => "button grave",
            Self::Plain => "button plain",
            Self::PrimaryWide => "button primary only-wide",
            Self::OtherWide => "button only-wide",
        }
    }
}

/// A button.
pub(crate) fn button(
    weight: Weight,
    icon: Option<Icon>,
    word: &'static str,
    press: impl Fn(()) + Send + Sync + 'static,
) -> AnyView {
    drawn(weight, icon, word, Callback::new(press))
}

fn drawn(weight: Weight, icon: Option<Icon>, word: &'static str, press: Callback<()>) -> AnyView {
    view! {
        <button type="button" class=weight.class() on:click=move |_| press.run(())>
            {icon.map(Icon::draw)}
            {word}
        </button>
    }
    .into_any()
}

/// A button that is only an icon, where several stand in a row; its word is for screen readers and for a pause of the
/// mouse.
pub(crate) fn icon_button(
    icon: Icon,
    word: &'static str,
    press: impl Fn(()) + Send + Sync + 'static,
) -> AnyView {
    let press = Callback::new(press);
    view! {
        <button
            type="button"
            class="button plain square"
            aria-label=word
            title=word
            on:click=move |_| press.run(())
        >
            {icon.draw()}
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
pub(crate) fn link(
    weight: Weight,
    icon: Option<Icon>,
    word: impl Into<Oco<'static, str>>,
    address: impl Into<String>,
) -> AnyView {
    drawn_link(weight, icon, word.into(), address.into())
}

fn drawn_link(weight: Weight, icon: Option<Icon>, word: Oco<'static, str>, address: String) -> AnyView {
    view! { <a class=weight.class() href=address>{icon.map(Icon::draw)} {word}</a> }.into_any()
}
