//! The movements that want something of this officer's own unit: to join, or a result that is overdue.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::movement::{Movement, Standing, State};
use thidua_domain::record::RecordKind;
use thidua_domain::rule_set::CivilDate;

use crate::book::{Book, RecordView, Session};
use crate::components::icon::Icon;
use crate::components::press::{Weight, link};
use crate::locale::facts::Both;
use crate::locale::{Words, format};
use crate::web;

const TITLE: Both = ("Phong trào", "Movements");
const HELP: Both = (
    "Phong trào đang chờ đơn vị của bạn tham gia hoặc báo cáo kết quả.",
    "Movements that wait for your unit to join, or for its result.",
);
const TO_JOIN: Both = ("Đơn vị chưa tham gia.", "Your unit has not joined.");
const JOINS_LATE: Both = ("Đã quá hạn tham gia.", "The day for joining is over.");
const INTERIM_LATE: Both = ("Kết quả sơ kết đã quá hạn.", "The interim result is overdue.");
const FINAL_LATE: Both = ("Kết quả tổng kết đã quá hạn.", "The final result is overdue.");
const UNTIL: Both = ("Hạn: ", "Until: ");
const OPEN: Both = ("Mở phong trào", "Go to the movement");

/// The part of the list, where something waits. Tracks.
pub(super) fn part(book: Book, words: &'static Words) -> Option<AnyView> {
    let session = book.session().get().filter(|session| !session.only_reads())?;
    let today = web::today()?;
    let all = book.records(RecordKind::Movement).get();
    let cards: Vec<_> = all.iter().filter_map(|record| card(words, &session, record, today)).collect();
    super::part(words.locale.of(TITLE), words.locale.of(HELP), cards)
}

fn card(
    words: &'static Words,
    session: &Session,
    record: &Arc<RecordView>,
    today: CivilDate,
) -> Option<AnyView> {
    let locale = words.locale;
    let movement = Movement::read(&record.fields);
    let home = session.place(session.home)?;
    let state = movement.state(today);
    if state == State::Closed || !movement.asks(home.id, home.kind) {
        return None;
    }
    let (said, until) = match movement.standing(home.id, today) {
        Standing::NotJoined => (TO_JOIN, movement.join_by.or(movement.until)),
        // What is over is not joined any more.
        Standing::JoinsLate if state != State::Ended => (JOINS_LATE, movement.join_by),
        Standing::InterimLate => (INTERIM_LATE, movement.interim_by),
        Standing::FinalLate => (FINAL_LATE, movement.final_by),
        Standing::JoinsLate | Standing::Joined | Standing::Interim | Standing::Final => return None,
    };
    let until = until.and_then(|day| format::civil(&day.to_string()));
    let until = until.map(|day| [" ", locale.of(UNTIL), &day, "."].concat());
    let address = ["/movements/", &record.id.to_string()].concat();
    Some(
        view! {
            <article class="card wait">
                <header>
                    <h3>{movement.name.to_owned()}</h3>
                    <p class="muted">{locale.of(said)} {until}</p>
                </header>
                <div class="buttons">{link(Weight::Primary, Some(Icon::Work), locale.of(OPEN), address)}</div>
            </article>
        }
        .into_any(),
    )
}
