//! Whether the register asks for the ethnic group. It is sensitive personal data: off unless the committee has decided
//! otherwise, and then neither asked for nor shown.

use leptos::prelude::*;
use thidua_domain::law::setting::{Setting, Settings};
use thidua_domain::setting;

use crate::book::Book;
use crate::order;
use crate::web;

/// The choice of the setting that asks.
const ASKS: i64 = 2;

/// Whether it is asked for today. Tracks.
pub(super) fn is_asked(book: Book) -> bool {
    let Some(today) = web::today() else { return false };
    let mut settings = Settings::default();
    // Of two decisions for one day the later one holds, and ids are in the order of their making.
    let records = order::in_order(&book.settings().read(), |a, b| a.id.cmp(&b.id));
    for (setting, value, from) in records.iter().filter_map(|record| setting::read(&record.fields)) {
        settings.set(setting, from, value);
    }
    settings.on(Setting::AskEthnicity, today) == ASKS
}
