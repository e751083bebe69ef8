//! Blocs and clusters (khối, cụm thi đua) by year: who belongs to them and leads them, what their members pledge, the table by which
//! they are scored; signing in a row, scoring, and who stands where.

mod detail;
mod form;
mod forward;
mod items;
mod list;
mod members;
mod overview;
mod ranking;
mod score_form;
mod scoring;
mod sheet;
mod signing_row;
mod table_rows;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::bloc::{self, Bloc, Points};
use thidua_domain::decimal;
use thidua_domain::pledge;
use thidua_domain::record::{Fields, PartitionId, RecordId, RecordKind};
use thidua_domain::score::Contest;

use super::section::Section;
use crate::book::{Book, RecordView, Session};
use crate::components::icon::Icon;
use crate::locale::{Locale, words as of_app};
use crate::web;

const KIND: RecordKind = RecordKind::Bloc;

/// The section, at any of its addresses.
pub(crate) fn section() -> AnyView {
    let app = of_app();
    Section {
        title: app.nav().blocs,
        home: "/blocs",
        nothing_chosen: (Icon::Pledge, app.locale.of(words::CHOOSE), app.locale.of(words::CHOOSE_HELP)),
        list: list::live,
        deleted: list::deleted,
        show: detail::show,
        edit: form::edit,
        new: form::new,
    }
    .draw()
}

/// The points of one member by one scorer.
pub(crate) fn scores() -> AnyView {
    score_form::screen()
}

/// The address of a bloc's year.
fn address(id: RecordId) -> String {
    ["/blocs/", &id.to_string()].concat()
}

/// The address of what is done with it.
pub(in crate::features) fn part_address(id: RecordId, part: &str) -> String {
    [&address(id), "/", part].concat()
}

/// Whether the account sets blocs up, and says who belongs to them and who leads them.
fn is_office(session: &Session) -> bool {
    session.sees_all_units()
}

/// Whether the account leads the bloc, by its unit.
fn leads(session: &Session, record: &RecordView) -> bool {
    !session.only_reads() && bloc::leader(&record.fields) == Some(session.home)
}

/// Whether the account may change something of a bloc's year: the standing office all of it, its leader what members agree on.
fn may_edit(session: &Session, record: &RecordView) -> bool {
    let before = Some(&record.fields);
    let may = access::may_write(&session.account, KIND, record.partition, before, &Fields::new()).is_ok();
    !record.deleted && (may || leads(session, record))
}

/// What a bloc's year is called: its group and the year.
pub(in crate::features) fn title(session: Option<&Session>, record: &RecordView) -> String {
    let name = session.map_or("", |session| session.place_name(record.partition));
    let year = pledge::year(&record.fields).map(|year| year.to_string()).unwrap_or_default();
    [name, " · ", &year].concat()
}

/// What a unit is called.
pub(in crate::features) fn unit_name(session: Option<&Session>, unit: PartitionId) -> String {
    let name = session.map_or("", |session| session.place_name(unit));
    if name.is_empty() { unit.to_string() } else { name.to_owned() }
}

/// Points as they are written.
fn points(locale: Locale, points: Points) -> String {
    decimal::format(points.to_decimal(), locale.notation())
}

/// The years of blocs on this device, of each group and year the one that counts. Tracks.
pub(in crate::features) fn years(book: Book) -> Vec<Arc<RecordView>> {
    let all = book.records(KIND).get();
    let counts = |record: &&Arc<RecordView>| {
        let of_group = all.iter().filter(|other| other.partition == record.partition);
        let year = pledge::year(&record.fields);
        year.and_then(|year| bloc::current(of_group.map(|other| (other.id, &other.fields)), year))
            .is_some_and(|(id, _)| id == record.id)
    };
    all.iter().filter(counts).cloned().collect()
}

/// Everything that was written in a bloc's partition and may belong to its year.
pub(in crate::features) struct Around {
    id: RecordId,
    bloc: Arc<RecordView>,
    records: Vec<Arc<RecordView>>,
}

impl Around {
    /// Of a bloc's year. Tracks.
    pub(in crate::features) fn of(book: Book, bloc: &Arc<RecordView>) -> Self {
        let mut records = Vec::new();
        for kind in [RecordKind::Pledge, RecordKind::Score] {
            let all = book.records(kind).get();
            records.extend(all.iter().filter(|record| record.partition == bloc.partition).cloned());
        }
        Self { id: bloc.id, bloc: Arc::clone(bloc), records }
    }

    /// The bloc's year with what counts in it; `None` where the device knows no day.
    pub(in crate::features) fn contest(&self) -> Option<Contest<'_>> {
        let records = self.records.iter().map(|record| (record.id, record.kind, &record.fields));
        Some(Contest::of(self.id, &self.bloc.fields, records, web::today()?))
    }

    /// A record of it.
    fn record(&self, id: RecordId) -> Option<&Arc<RecordView>> {
        self.records.iter().find(|record| record.id == id)
    }

    /// The bloc.
    fn read(&self) -> Bloc<'_> {
        Bloc::read(&self.bloc.fields)
    }
}
