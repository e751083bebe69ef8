//! Importing a list from a file of Excel or CSV, or from what was copied there.

use leptos::prelude::*;

/// The screen.
pub(crate) fn screen() -> AnyView {
    ().into_any()
}
