//! Dossiers as a paper lists them: name, award and unit in a line, and the way to each.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::dossier::State;
use thidua_domain::nomination::Nomination;
use thidua_domain::record::RecordId;
use thidua_domain::text::{self, NameKey};

use super::words;
use crate::book::{Book, RecordView, Session};
use crate::features::fields;
use crate::locale::Words;
use crate::order;

/// The nominations of the book by their ids. Tracks.
pub(in crate::features) fn by_id(book: Book) -> BTreeMap<RecordId, Arc<RecordView>> {
    let mut all = BTreeMap::new();
    for record in book.nominations().read().iter() {
        all.insert(record.id, Arc::clone(record));
    }
    all
}

/// What a dossier is called.
pub(in crate::features) fn name(app: &Words, record: &RecordView) -> String {
    let name = Nomination::read(&record.fields).name;
    if name.is_empty() { app.nomination().nameless.to_owned() } else { name.to_owned() }
}

/// The award, the unit and the state, in a line.
pub(in crate::features) fn line(app: &Words, session: &Session, record: &RecordView) -> String {
    let award = award(app, record);
    let state = words::state(app.locale, State::of(&record.fields));
    let parts = [award, session.place_name(record.partition), state];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What its award is called.
pub(in crate::features) fn award(app: &Words, record: &RecordView) -> &'static str {
    Nomination::read(&record.fields).award.map_or("", |award| fields::award(app, award))
}

/// Whether a search finds it.
pub(in crate::features) fn matches(app: &Words, session: &Session, record: &RecordView, query: &str) -> bool {
    let searched = [&name(app, record), " ", &line(app, session, record)].concat();
    text::matches(&text::fold(&searched), query)
}

/// Dossiers in the order in which lists of awards are read: by award, then by unit, then by name.
pub(in crate::features) fn in_order(records: &[Arc<RecordView>]) -> Vec<Arc<RecordView>> {
    let key = |record: &Arc<RecordView>| {
        let nomination = Nomination::read(&record.fields);
        let award = nomination.award.map_or("", |award| award.id);
        (award, record.partition, NameKey::of_collective(nomination.name), record.id)
    };
    let keys: Vec<_> = records.iter().map(key).collect();
    let places = order::places(keys.len(), |a, b| keys.get(a).cmp(&keys.get(b)));
    places.into_iter().filter_map(|place| records.get(place).cloned()).collect()
}

/// The address of a dossier.
pub(in crate::features) fn address(id: RecordId) -> String {
    ["/nominations/", &id.to_string()].concat()
}
