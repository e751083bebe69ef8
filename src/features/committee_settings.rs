//! The settings of the committee: every default that is not sure or local, with its source.

use leptos::prelude::*;

/// The screen.
pub(crate) fn screen() -> AnyView {
    ().into_any()
}
