//! What the law needs beside a nomination: the committee's settings, and who the register says that it is for.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::law::fact::Fact;
use thidua_domain::law::nomination::Context;
use thidua_domain::law::setting::Settings;
use thidua_domain::nomination::RECEIVED_ON;
use thidua_domain::record::{Fields, PartitionId, Value};
use thidua_domain::register::{Match, Register};

use super::law_settings::settings_of;
use crate::book::{Book, RecordView};
use crate::web;

/// The settings and the register, followed as they change.
#[derive(Clone, Copy)]
pub(crate) struct LawDesk {
    /// What the committee has set.
    pub(crate) settings: Memo<Arc<Settings>>,
    /// People, collectives and households with what they received.
    pub(crate) register: Memo<Arc<Register>>,
}

impl LawDesk {
    /// Follows the book.
    pub(crate) fn of(book: Book) -> Self {
        let profiles = book.profiles();
        let register = Memo::new_with_compare(
            move |_| {
                let profiles = profiles.get();
                let entry = |entry: &Arc<RecordView>| (entry.id, entry.partition, Arc::clone(entry));
                let entries: Vec<_> = profiles.iter().map(entry).collect();
                Arc::new(Register::of(entries.iter().map(|(id, unit, entry)| (*id, *unit, &entry.fields))))
            },
            |before, now| before.zip(now).is_none_or(|(before, now)| !Arc::ptr_eq(before, now)),
        );
        Self { settings: settings_of(book), register }
    }

    /// Who a nomination is for. Tracks.
    pub(crate) fn find(self, partition: Option<PartitionId>, fields: &Fields) -> Match {
        partition.map_or(Match::None, |unit| self.register.with(|register| register.find(unit, fields)))
    }

    /// Hands what the rules need beside the nomination to `judge`. Tracks.
    pub(crate) fn with<T>(
        self,
        partition: Option<PartitionId>,
        fields: &Fields,
        judge: impl FnOnce(&Context<'_>) -> T,
    ) -> T {
        let past = match self.find(partition, fields) {
            Match::One(entry) => Some(self.register.with(|register| register.history(entry))),
            // Whoever is in no register may have titles all the same: nothing is known.
            Match::Several(_) | Match::None => None,
        };
        let received = fields.get(&RECEIVED_ON).and_then(Value::as_text).and_then(|day| day.parse().ok());
        self.settings.with(|settings| {
            let (history, known_since) =
                past.map_or((Fact::Missing, None), |(history, since)| (Fact::Is(history), since));
            judge(&Context { settings, history, known_since, day: received.or_else(web::today) })
        })
    }
}
