//! Public notices (công khai danh sách đề nghị): where and how long the nominees are shown, and what was said against it.

mod detail;
mod form;
mod list;
mod objections;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::calendar;
use thidua_domain::law::publication::asks_for_notice;
use thidua_domain::law::setting::{Setting, Settings};
use thidua_domain::nomination::Nomination;
use thidua_domain::notice::{self, FROM, PLACE, UNTIL};
use thidua_domain::record::{Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::{dossier, nomination};

use crate::book::{Book, RecordView, Session};
use crate::components::icon::Icon;
use crate::features::section::Section;
use crate::locale::{Words, format, words as of_app};

const KIND: RecordKind = RecordKind::Notice;

/// The section, at any of its addresses.
pub(crate) fn section() -> AnyView {
    let app = of_app();
    Section {
        title: app.nav().notices,
        home: "/notices",
        nothing_chosen: (Icon::Two, app.locale.of(words::CHOOSE), app.locale.of(words::CHOOSE_HELP)),
        list: list::live,
        deleted: list::deleted,
        show: detail::show,
        edit: form::edit,
        new: form::new,
    }
    .draw()
}

/// Where a notice of this account belongs: the committee's for the standing office, a unit's own for its officer.
fn place_of(session: &Session) -> Option<PartitionId> {
    let own = if session.sees_all_units() { session.authority()?.id } else { session.home };
    access::may_write(&session.account, KIND, own, None, &Fields::new()).ok().map(|()| own)
}

/// The place and the days, as a notice is called.
fn title(app: &Words, record: &RecordView) -> String {
    let place = record.fields.get(&PLACE).and_then(Value::as_text).unwrap_or_default();
    if place.is_empty() { app.nav().notices.to_owned() } else { place.to_owned() }
}

/// From when until when.
fn span(app: &Words, record: &RecordView) -> String {
    let day = |field| {
        record.fields.get(&field).and_then(Value::as_text).and_then(format::civil).unwrap_or_default()
    };
    match app.locale {
        crate::locale::Locale::Vi => ["Từ ", &day(FROM), " đến ", &day(UNTIL)].concat(),
        crate::locale::Locale::En => ["From ", &day(FROM), " to ", &day(UNTIL)].concat(),
    }
}

/// The holidays that the calendar has. Tracks.
fn holidays(book: Book) -> Vec<CivilDate> {
    let days = book.records(RecordKind::CalendarDay).get();
    calendar::entered_holidays(days.iter().map(|record| &record.fields))
}

/// How many working days the committee asks for.
fn asked(settings: &Settings, on: CivilDate) -> u32 {
    u32::try_from(settings.on(Setting::DaysOfNotice, on)).unwrap_or_default()
}

/// The dossiers that need a notice, are not over, and stand in none. Tracks.
fn unnoticed(book: Book) -> Vec<Arc<RecordView>> {
    let mut listed: BTreeSet<RecordId> = BTreeSet::new();
    for record in book.records(KIND).read().iter() {
        listed.extend(notice::nominations(&record.fields));
    }
    let nominations = book.nominations().get();
    let needs = |record: &&Arc<RecordView>| {
        let award = Nomination::read(&record.fields).award;
        let state = dossier::State::of(&record.fields);
        award.is_some_and(asks_for_notice)
            && (state == dossier::State::Considered || state.is_being_handled())
            && !listed.contains(&record.id)
            && !refuses(&record.fields)
    };
    nominations.iter().filter(needs).cloned().collect()
}

/// Whether the nominee does not want to be published.
fn refuses(fields: &Fields) -> bool {
    fields.get(&nomination::PUBLISH).and_then(Value::as_int) == Some(2)
}

/// The address of a notice.
fn address(id: RecordId) -> String {
    ["/notices/", &id.to_string()].concat()
}
