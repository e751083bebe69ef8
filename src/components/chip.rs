//! A state in a word, with an icon: never by colour alone.

use leptos::prelude::*;

use super::icon::Icon;

/// How a mark is meant; its colour follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tone {
    /// A plain fact.
    Plain,
    /// In order.
    Done,
    /// Waits for something.
    Wait,
    /// Wants a decision.
    Grave,
}

impl Tone {
    /// The class of the style sheet.
    #[must_use]
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Done => "done",
            Self::Wait => "wait",
            Self::Grave => "grave",
        }
    }
}

/// A state in a word, with an icon.
#[component]
pub(crate) fn Chip(tone: Tone, icon: Icon, #[prop(into)] word: Oco<'static, str>) -> impl IntoView {
    view! { <span class=["chip ", tone.class()].concat()>{icon.draw()} {word}</span> }
}

/// A few sentences that want to be seen, with an icon.
#[component]
pub(crate) fn Note(tone: Tone, icon: Icon, children: Children) -> impl IntoView {
    view! { <div class=["note ", tone.class()].concat()>{icon.draw()} <div>{children()}</div></div> }
}
