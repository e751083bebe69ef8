//! The dossiers that a decision may list: those on their way through the standing office, each with the reason where it
//! cannot be chosen.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::award::Level;
use thidua_domain::decision::candidate::fits;
use thidua_domain::decision::{self, State};
use thidua_domain::dossier;
use thidua_domain::record::{RecordId, RecordKind};
use thidua_domain::rule_set::CivilDate;

use super::super::dossiers;
use super::super::picker::Candidate;
use super::words;
use crate::book::Book;
use crate::locale::Locale;

/// Of a decision with a level and a day, as far as they are chosen; `own` is the decision itself, `chosen` what it lists.
/// Tracks.
pub(super) fn of(
    book: Book,
    locale: Locale,
    own: Option<RecordId>,
    (level, day): (Option<Level>, Option<CivilDate>),
    chosen: impl Fn(RecordId) -> bool,
) -> Vec<Candidate> {
    let elsewhere = elsewhere(book, own);
    let nominations = book.nominations().get();
    let is_meant = |id, fields: &_| dossier::State::of(fields).is_being_handled() || chosen(id);
    let meant: Vec<_> =
        nominations.iter().filter(|record| is_meant(record.id, &record.fields)).cloned().collect();
    let candidate = |record: Arc<crate::book::RecordView>| {
        let unfit = fits(&record.fields, level, day).err().map(|unfit| words::unfit(locale, unfit));
        let other = || elsewhere.get(&record.id).map(|cited| words::in_another(locale, cited.as_deref()));
        let unfit = other().or(unfit);
        Candidate { record, unfit }
    };
    dossiers::in_order(&meant).into_iter().map(candidate).collect()
}

/// The dossiers of other decisions that hold or are being prepared, each with the number of that decision.
fn elsewhere(book: Book, own: Option<RecordId>) -> BTreeMap<RecordId, Option<String>> {
    let mut listed = BTreeMap::new();
    for record in book.records(RecordKind::Decision).read().iter() {
        if Some(record.id) == own || State::of(&record.fields) == State::Cancelled {
            continue;
        }
        let cited = decision::cited(&record.fields);
        for dossier in decision::nominations(&record.fields) {
            listed.insert(dossier, cited.clone());
        }
    }
    listed
}
