//! Parts of the page that follow signals.
//!
//! Each of these erases its closure: a framework that is generic over closures writes a kilobyte of code for each one,
//! and on the lines that this app is for, that is paid in seconds.

use leptos::prelude::*;

/// A part that is drawn again when what it reads changes.
pub(crate) fn live(draw: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    erased(Box::new(draw))
}

/// The same, where there may be nothing to draw.
pub(crate) fn live_if(mut draw: impl FnMut() -> Option<AnyView> + Send + 'static) -> AnyView {
    live(move || draw().unwrap_or_else(nothing))
}

/// A text that follows what it reads.
pub(crate) fn live_text(text: impl FnMut() -> String + Send + 'static) -> AnyView {
    erased_text(Box::new(text))
}

/// An attribute that is there with this value, or not.
pub(crate) fn attribute(
    value: impl Fn() -> Option<&'static str> + Send + Sync + 'static,
) -> Signal<Option<&'static str>> {
    Signal::derive(value)
}

/// An attribute that says `true` or `false`, as those for screen readers do.
pub(crate) fn said(value: impl Fn() -> bool + Send + Sync + 'static) -> Signal<Option<&'static str>> {
    attribute(move || Some(if value() { "true" } else { "false" }))
}

/// A property that is on or off.
pub(crate) fn flag(value: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(value)
}

fn erased(mut draw: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    (move || draw()).into_any()
}

fn erased_text(mut text: Box<dyn FnMut() -> String + Send>) -> AnyView {
    (move || text()).into_any()
}

fn nothing() -> AnyView {
    ().into_any()
}
