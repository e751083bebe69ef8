//! The register (danh bạ) of people, collectives and households.

use leptos::prelude::*;

/// The screen.
pub(crate) fn section() -> AnyView {
    ().into_any()
}
