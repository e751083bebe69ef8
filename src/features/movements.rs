//! Movements (phong trào thi đua): what the committee launches for all units, who has joined, and what came of it.

mod detail;
mod figures;
mod form;
mod joining;
mod list;
mod part;
mod target_rows;
mod units;
mod words;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::movement::{JOINED_ON, Movement, Standing, State};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;

use crate::book::{Place, RecordView, Session};
use crate::components::chip::{Chip, Tone};
use crate::components::icon::Icon;
use crate::features::section::Section;
use crate::locale::facts::Both;
use crate::locale::{Locale, Words, format, words as of_app};

const KIND: RecordKind = RecordKind::Movement;

/// The unit whose part the standing office is about to write, on its way to the form. Lives as long as the section.
#[derive(Clone, Copy)]
struct OnBehalf(RwSignal<Option<PartitionId>>);

/// The section, at any of its addresses.
pub(crate) fn section() -> AnyView {
    let app = of_app();
    provide_context(OnBehalf(RwSignal::new(None)));
    Section {
        title: app.nav().movements,
        home: "/movements",
        nothing_chosen: (Icon::Work, app.locale.of(words::CHOOSE), app.locale.of(words::CHOOSE_HELP)),
        list: list::live,
        deleted: list::deleted,
        show: detail::show,
        edit: form::edit,
        new: form::new,
    }
    .draw()
}

/// The address of a movement.
fn address(id: RecordId) -> String {
    ["/movements/", &id.to_string()].concat()
}

/// Whether the account launches movements.
fn may_launch(session: &Session) -> bool {
    session.commons().is_some_and(|place| {
        access::may_write(&session.account, KIND, place.id, None, &Fields::new()).is_ok()
    })
}

/// Whether the account may write a movement as a whole.
fn may_write(session: &Session, record: &RecordView) -> bool {
    let before = Some(&record.fields);
    access::may_write(&session.account, KIND, record.partition, before, &Fields::new()).is_ok()
}

/// Whether the account may write the part of a unit.
fn may_write_part(session: &Session, record: &RecordView, unit: PartitionId) -> bool {
    let probe = Fields::from_iter([(Field::of_item(JOINED_ON.number, unit.0), Value::Null)]);
    access::may_write(&session.account, KIND, record.partition, Some(&record.fields), &probe).is_ok()
}

/// The units that are asked to take part, in their order, and those that take part all the same.
fn units<'s>(session: &'s Session, movement: &Movement<'_>) -> Vec<&'s Place> {
    let takes_part = |place: &&Place| {
        movement.asks(place.id, place.kind)
            || (place.kind.is_unit() && movement.parts.contains_key(&place.id))
    };
    session.places.iter().filter(takes_part).collect()
}

/// The unit of this account, where it is asked or takes part.
fn own_unit<'s>(session: &'s Session, movement: &Movement<'_>) -> Option<&'s Place> {
    units(session, movement).into_iter().find(|place| place.id == session.home)
}

/// From when until when.
fn span(locale: Locale, movement: &Movement<'_>) -> String {
    let (from, until) = (day(movement.from), day(movement.until));
    match locale {
        Locale::Vi => ["Từ ", &from, " đến ", &until].concat(),
        Locale::En => ["From ", &from, " to ", &until].concat(),
    }
}

/// A day as it is read; nothing where there is none.
fn day(day: Option<CivilDate>) -> String {
    day.and_then(|day| format::civil(&day.to_string())).unwrap_or_default()
}

const fn mark(state: State) -> (Tone, Icon, Both) {
    match state {
        State::Launched => (Tone::Plain, Icon::Clock, ("Đang phát động", "Launched")),
        State::Running => (Tone::Plain, Icon::Work, ("Đang diễn ra", "Under way")),
        State::EndsSoon => (Tone::Wait, Icon::Clock, ("Sắp kết thúc", "Ends soon")),
        State::Ended => (Tone::Wait, Icon::Alert, ("Hết thời gian, chờ tổng kết", "Ended, to be summed up")),
        State::Closed => (Tone::Done, Icon::Safe, ("Đã tổng kết", "Summed up")),
    }
}

/// How far the movement is, as a chip.
fn state_chip(app: &Words, state: State) -> AnyView {
    let (tone, icon, word) = mark(state);
    view! { <Chip tone=tone icon=icon word=app.locale.of(word)/> }.into_any()
}

const fn standing_mark(standing: Standing) -> (Tone, Icon, Both) {
    match standing {
        Standing::NotJoined => (Tone::Wait, Icon::Clock, ("Chưa tham gia", "Has not joined")),
        Standing::JoinsLate => {
            (Tone::Grave, Icon::Alert, ("Quá hạn, chưa tham gia", "Has not joined in time"))
        }
        Standing::Joined => (Tone::Done, Icon::Tick, ("Đã tham gia", "Has joined")),
        Standing::InterimLate => {
            (Tone::Grave, Icon::Alert, ("Chậm báo cáo sơ kết", "Interim result overdue"))
        }
        Standing::Interim => (Tone::Done, Icon::Tick, ("Đã báo cáo sơ kết", "Interim result told")),
        Standing::FinalLate => (Tone::Grave, Icon::Alert, ("Chậm báo cáo tổng kết", "Final result overdue")),
        Standing::Final => (Tone::Done, Icon::Safe, ("Đã báo cáo tổng kết", "Final result told")),
    }
}

/// How far a unit is, as a chip.
fn standing_chip(app: &Words, standing: Standing) -> AnyView {
    let (tone, icon, word) = standing_mark(standing);
    view! { <Chip tone=tone icon=icon word=app.locale.of(word)/> }.into_any()
}
