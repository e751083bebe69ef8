//! What the committee has set, as the rules read it.
//!
//! Two devices may hold the same records in another order. Of two values for one day the later record holds, on every
//! device, so that a share is never judged in two ways.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::law::setting::{Setting, Settings};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::setting;

use crate::book::{Book, RecordView};
use crate::order;

/// One value that the committee has set.
#[derive(Clone)]
pub(crate) struct Decided {
    /// Of which setting.
    pub(crate) setting: Setting,
    /// The number or the code of the choice.
    pub(crate) value: i64,
    /// The first day on which it holds.
    pub(crate) from: CivilDate,
    /// The record that says so.
    pub(crate) record: Arc<RecordView>,
}

/// Everything that can be read of some records, in the order in which it holds: by day, and of one day by record.
pub(crate) fn decided(records: &[Arc<RecordView>]) -> Vec<Decided> {
    let read = |record: &Arc<RecordView>| {
        let (setting, value, from) = setting::read(&record.fields)?;
        Some(Decided { setting, value, from, record: Arc::clone(record) })
    };
    let all: Vec<_> = records.iter().filter_map(read).collect();
    order::in_order(&all, |a, b| (a.from, a.record.id).cmp(&(b.from, b.record.id)))
}

/// The settings of the book, followed as they change.
pub(crate) fn settings_of(book: Book) -> Memo<Arc<Settings>> {
    let records = book.settings();
    Memo::new(move |_| {
        let mut settings = Settings::default();
        for Decided { setting, value, from, .. } in decided(&records.read()) {
            settings.set(setting, from, value);
        }
        Arc::new(settings)
    })
}
