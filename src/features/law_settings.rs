//! What the committee has set, as the rules read it.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::law::setting::Settings;
use thidua_domain::setting;

use crate::book::Book;

/// The settings of the book, followed as they change.
pub(crate) fn settings_of(book: Book) -> Memo<Arc<Settings>> {
    let records = book.settings();
    Memo::new(move |_| {
        let mut settings = Settings::default();
        for (what, value, from) in records.read().iter().filter_map(|record| setting::read(&record.fields)) {
            settings.set(what, from, value);
        }
        Arc::new(settings)
    })
}
