//! Quotas (chỉ tiêu, tỷ lệ): how many places are left, and why.

use leptos::prelude::*;

/// The screen.
pub(crate) fn screen() -> AnyView {
    ().into_any()
}
