//! What is shared by the screens of the figures: where they stand, in which order, and what is told of each.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::indicator::{self, Group, Indicator, Untold};
use thidua_domain::record::{Fields, PartitionId, PartitionKind, RecordId, RecordKind};

use super::words;
use crate::book::{Book, Place, RecordView, Session};
use crate::components::chip::{Chip, Tone};
use crate::components::icon::Icon;
use crate::locale::Words;
use crate::order;

pub(super) const KIND: RecordKind = RecordKind::Indicator;

/// The address of an indicator.
pub(super) fn address(id: RecordId) -> String {
    ["/indicators/", &id.to_string()].concat()
}

/// What a place is called where figures are its own: the commons are the committee.
pub(super) fn place_name(session: &Session, place: PartitionId) -> &str {
    match session.place(place) {
        Some(place) if place.kind == PartitionKind::Commons => &session.committee,
        Some(place) => &place.name,
        None => "",
    }
}

/// Whether the account may write figures of a place.
pub(super) fn may_write(session: &Session, place: PartitionId) -> bool {
    access::may_write(&session.account, KIND, place, None, &Fields::new()).is_ok()
}

/// The places that may have figures, the committee first: those that the account reads.
pub(super) fn places(session: &Session) -> Vec<&Place> {
    let read = |place: &&Place| place.kind.is_unit() && session.account.grant(place.id).is_some();
    session.commons().into_iter().chain(session.places.iter().filter(read)).collect()
}

/// Where the account's own figures are: the committee's for those who write them, otherwise the unit's.
pub(super) fn usual_place(session: &Session) -> PartitionId {
    let commons = session.commons().map(|place| place.id);
    commons.filter(|place| may_write(session, *place)).unwrap_or(session.home)
}

/// The figures of a year, or of all; of a place, or of all. Sorted: the committee's first, then by heading and order. Tracks.
pub(super) fn found(
    book: Book,
    session: &Session,
    year: Option<i64>,
    place: Option<PartitionId>,
) -> Vec<Arc<RecordView>> {
    let all = book.records(KIND).get();
    let is_meant = |record: &&Arc<RecordView>| {
        place.is_none_or(|place| record.partition == place)
            && year.is_none_or(|year| Indicator::read(&record.fields).year == Some(year))
    };
    sorted(session, all.iter().filter(is_meant))
}

/// Figures in their order.
pub(super) fn sorted<'r>(
    session: &Session,
    records: impl Iterator<Item = &'r Arc<RecordView>>,
) -> Vec<Arc<RecordView>> {
    let commons = session.commons().map(|place| place.id);
    let keyed: Vec<_> = records
        .map(|record| {
            let read = Indicator::read(&record.fields);
            let year = std::cmp::Reverse(read.year);
            let place = (Some(record.partition) != commons, place_name(session, record.partition).to_owned());
            ((year, place, read.place(), thidua_domain::text::fold(read.name), record.id), record)
        })
        .collect();
    let places =
        order::places(keyed.len(), |a, b| keyed.get(a).map(|a| &a.0).cmp(&keyed.get(b).map(|b| &b.0)));
    places.into_iter().filter_map(|at| keyed.get(at)).map(|(_, record)| Arc::clone(record)).collect()
}

/// Figures that stand under one heading of one place.
pub(super) fn heading(record: &RecordView) -> (PartitionId, Group) {
    (record.partition, Indicator::read(&record.fields).group())
}

/// Whether another record says the same of the same year and place. Tracks.
pub(super) fn is_twice(book: Book, record: &RecordView) -> bool {
    let own = Indicator::read(&record.fields);
    book.records(KIND).read().iter().any(|other| {
        let read = Indicator::read(&other.fields);
        other.id != record.id
            && other.partition == record.partition
            && read.year == own.year
            && read.is_same(&own)
    })
}

/// Whether the plan was reached, as a chip; nothing where there is no plan to measure by.
pub(super) fn reached(words_of: &'static Words, read: &Indicator<'_>) -> Option<AnyView> {
    let locale = words_of.locale;
    let is_reached = read.of_plan().ok().and_then(|_| read.is_reached())?;
    let (tone, icon, word) = if is_reached {
        (Tone::Done, Icon::Safe, words::REACHED)
    } else {
        (Tone::Wait, Icon::Clock, words::BEHIND)
    };
    Some(view! { <Chip tone=tone icon=icon word=locale.of(word)/> }.into_any())
}

/// What cannot be told of an indicator, in short words. A share is missed only where the list or the record has a whole.
pub(super) fn untold(words_of: &Words, read: &Indicator<'_>) -> String {
    if read.actual.is_none() {
        return String::new();
    }
    let has_share = read.total.is_some() || read.known().is_some_and(|known| known.whole.is_some());
    let reasons = [
        read.growth().err(),
        read.of_plan().err(),
        read.share().err().filter(|why| has_share || *why != Untold::NoTotal),
    ];
    let reasons = reasons.into_iter().flatten().map(|why| words::short(words_of.locale, why));
    reasons.collect::<Vec<_>>().join(" · ")
}

/// The figure with all that can be told of it, or that there is none.
pub(super) fn sentence(words_of: &Words, read: &Indicator<'_>) -> String {
    let told = indicator::sentence(read, words_of.locale.notation());
    told.unwrap_or_else(|| words_of.locale.of(words::NOTHING_YET).to_owned())
}
