//! Other tabs, where one of them is of another version of the app: which of the two waits, and when this one lets go of the
//! store.

use leptos::prelude::*;

use super::{Book, Opening};
use crate::storage::Neighbours;

impl Neighbours for Book {
    fn waits(&self) {
        self.opening.set(Opening::Waiting);
    }

    fn is_awaited(&self) {
        self.awaited.set(true);
    }

    fn may_let_go(&self) -> bool {
        self.open_forms.get_untracked() == 0
    }

    fn has_let_go(&self) {
        if let Ok(keeper) = self.keeper() {
            keeper.cancel_timer();
            // Nothing is exchanged that could not be stored.
            *keeper.session.borrow_mut() = None;
        }
        self.opening.set(Opening::Outdated);
    }
}

impl Book {
    /// Whether a newer version of the app waits in another tab for this one to be done with its form.
    pub(crate) fn is_awaited(self) -> Signal<bool> {
        self.awaited.into()
    }
}
