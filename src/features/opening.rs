//! While the device's store is being read, and where it cannot be.

use leptos::prelude::*;

use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::locale::words;
use crate::storage::StorageError;

/// Shown for the moment in which the store is read. Says nothing loud: on most devices it is gone at once.
#[component]
pub(crate) fn Reading() -> impl IntoView {
    view! {
        <main class="door">
            <h1 class="brand">"Thi Đua"</h1>
            <p class="muted" role="status">{words().opening.reading}</p>
        </main>
    }
}

/// Shown where the store cannot be opened. Nothing in it was changed.
#[component]
pub(crate) fn CannotOpen(error: StorageError) -> impl IntoView {
    let o = &words().opening;
    let why = match error {
        StorageError::Blocked | StorageError::Stale => o.blocked,
        StorageError::NoRoom => o.no_room,
        StorageError::Damaged => o.newer,
        StorageError::Failed => o.refused,
    };
    let again = |_| {
        let _reloading = window().location().reload();
    };
    view! {
        <main class="door">
            <h1 class="brand">"Thi Đua"</h1>
            <Note tone=Tone::Grave icon=Icon::Alert><p>{o.title}</p><p>{why}</p></Note>
            <button type="button" class="button primary" on:click=again>{o.again}</button>
        </main>
    }
}
