//! The sessions of the council that wait for this member's ballot.

use leptos::prelude::*;
use thidua_domain::council::{self, State};
use thidua_domain::record::{RecordId, RecordKind, Value};

use crate::book::{Book, RecordView, Stage};
use crate::components::icon::Icon;
use crate::components::press::{Weight, link};
use crate::locale::Words;
use crate::locale::facts::Both;

const TITLE: Both = ("Phiên họp đang chờ phiếu của bạn", "Sessions that wait for your ballot");
const HELP: Both = (
    "Phiếu phải đến máy chủ trước khi phiên kết thúc.",
    "A ballot must be at the endpoint before the vote is closed.",
);
const TO_TAKE: Both = ("Bạn chưa nhận phiếu.", "You have not taken your ballot.");
const TO_CAST: Both = ("Bạn đã nhận phiếu và chưa gửi.", "You have your ballot and have not cast it.");
const ON_ITS_WAY: Both = (
    "Phiếu đang chờ gửi. Giữ máy mở và có mạng.",
    "Your ballot is on its way. Keep the app open and on a line.",
);
const VOTE: Both = ("Mở phiên họp", "Go to the session");

/// The part of the list, where something waits. Tracks.
pub(super) fn part(book: Book, words: &'static Words) -> Option<AnyView> {
    let session = book.session().get().filter(|session| session.only_reads())?;
    let sessions = book.records(RecordKind::CouncilSession).get();
    let open = sessions.iter().filter(|record| {
        let fields = &record.fields;
        State::of(fields) == State::Open
            && council::is_on_tablets(fields)
            && council::is_member(fields, session.account.id)
    });
    let cards: Vec<_> = open.filter_map(|record| card(book, words, record)).collect();
    super::part(words.locale.of(TITLE), words.locale.of(HELP), cards)
}

fn card(book: Book, words: &'static Words, record: &RecordView) -> Option<AnyView> {
    let locale = words.locale;
    let what = match stage(book, record.id) {
        None | Some(Stage::Asked(_)) => TO_TAKE,
        Some(Stage::Held(..)) => TO_CAST,
        Some(Stage::Cast(_)) => ON_ITS_WAY,
        Some(Stage::Received | Stage::Late | Stage::Uncast | Stage::Refused | Stage::Elsewhere) => {
            return None;
        }
    };
    let title = record.fields.get(&council::TITLE).and_then(Value::as_text).unwrap_or_default().to_owned();
    let address = ["/council/", &record.id.to_string()].concat();
    Some(
        view! {
            <article class="card wait">
                <header>
                    <h3>{title}</h3>
                    <p class="muted">{locale.of(what)}</p>
                </header>
                <div class="buttons">{link(Weight::Primary, Some(Icon::Work), locale.of(VOTE), address)}</div>
            </article>
        }
        .into_any(),
    )
}

fn stage(book: Book, session: RecordId) -> Option<Stage> {
    let id = session.to_string();
    let ballots = book.ballots().get();
    ballots.iter().find(|ballot| ballot.session == id).map(|ballot| ballot.stage.clone())
}
