//! Where the index of nominations is kept for the life of the app. The place is made with the app; the index itself by
//! the first part that needs it, so that its code comes with that part.

use leptos::prelude::*;

use super::index::NominationIndex;

/// The place. Lives in the root owner.
#[derive(Clone, Copy)]
pub(crate) struct IndexPlace {
    owner: StoredValue<Owner>,
    index: StoredValue<Option<NominationIndex>>,
}

impl IndexPlace {
    /// An empty place. Call it once, in the root owner.
    pub(crate) fn new() -> Self {
        Self { owner: StoredValue::new(Owner::current().unwrap_or_default()), index: StoredValue::new(None) }
    }

    /// What is kept there, made by `make` where nothing is yet.
    pub(super) fn kept(self, make: impl FnOnce() -> NominationIndex) -> NominationIndex {
        self.index.get_value().unwrap_or_else(|| {
            let made = self.owner.with_value(|owner| owner.with(make));
            self.index.set_value(Some(made));
            made
        })
    }
}
