//! The pause after which what is typed is kept. Not every letter is a write.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// Typing has paused when nothing came for this long.
const PAUSE: Duration = Duration::from_millis(400);

/// Waits for the pause in one form. `Copy`: it lives as long as the screen.
#[derive(Clone, Copy)]
pub(crate) struct Pause(StoredValue<Option<TimeoutHandle>>);

impl Pause {
    /// Nothing is waited for yet.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Something was typed: `keep` is called once, when typing has paused.
    pub(crate) fn before(self, keep: impl FnOnce() + 'static) {
        if let Some(timer) = self.0.get_value() {
            timer.clear();
        }
        self.0.set_value(set_timeout_with_handle(keep, PAUSE).ok());
    }
}
