//! What the blocs and clusters wait for from this account: its unit's pledge, signature and results, and the points that it gives.

use leptos::prelude::*;
use thidua_domain::record::{PartitionId, RecordId};
use thidua_domain::score::{Awaited, Role};

use crate::book::{Book, RecordView, Session};
use crate::components::icon::Icon;
use crate::components::press::{Weight, link};
use crate::features::blocs::{self, Around};
use crate::features::pledges::words::period as period_name;
use crate::locale::facts::Both;
use crate::locale::{Locale, Words, format};

const TITLE: Both = ("Giao ước và chấm điểm", "Pledges and points");
const HELP: Both = (
    "Khối, cụm thi đua đang chờ bạn ký, báo cáo kết quả hoặc chấm điểm.",
    "What blocs and clusters wait for: your signature, your results or your points.",
);
const NO_PLEDGE: Both = ("Đơn vị chưa có giao ước.", "Your unit has made no pledge.");
const TO_SIGN: Both = ("Giao ước của đơn vị chưa ký.", "Your unit’s pledge is not signed.");
const TO_SIGN_AGAIN: Both = (
    "Giao ước của đơn vị đang bổ sung, cần ký lại.",
    "Your unit’s pledge is being amended, to be signed anew.",
);
const LACKS: Both = (
    "Giao ước của đơn vị chưa ký, và còn thiếu nội dung để ký.",
    "Your unit’s pledge is not signed, and lacks something before it can be.",
);
const TO_SCORE_OWN: Both = ("Đơn vị chưa tự chấm điểm.", "Your unit has not scored itself.");
const OWN_BEGUN: Both =
    ("Đơn vị đang tự chấm điểm, chưa xong.", "Your unit is scoring itself and is not done.");
const TO_CROSS: Both = ("Chấm chéo: ", "To be scored by you: ");
const TO_VERIFY: Both = ("Chờ thẩm định điểm: ", "To be verified: ");
const TO_VERIFY_AGAIN: Both =
    ("Kết quả đã đổi, cần thẩm định lại: ", "Results were changed, to be verified again: ");
const UNTIL: Both = (" Hạn: ", " Until: ");
const MAKE: Both = ("Lập giao ước", "Make a pledge");
const OPEN: Both = ("Mở giao ước", "Go to the pledge");
const SCORE: Both = ("Chấm điểm", "Give points");

/// The part of the list, where something waits. Tracks.
pub(super) fn part(book: Book, words: &'static Words) -> Option<AnyView> {
    let session = book.session().get()?;
    let mut cards = Vec::new();
    for bloc in blocs::years(book) {
        let around = Around::of(book, &bloc);
        let awaited = around.contest().map(|contest| contest.awaits(&session.account, session.year));
        cards.extend(of_bloc(words, &session, &bloc, &awaited.unwrap_or_default()));
    }
    super::part(words.locale.of(TITLE), words.locale.of(HELP), cards)
}

/// The cards of one bloc's year. Members that are scored in one role share a card.
fn of_bloc(words: &'static Words, session: &Session, bloc: &RecordView, awaited: &[Awaited]) -> Vec<AnyView> {
    let locale = words.locale;
    let title = blocs::title(Some(session), bloc);
    let card = |said: String, way: Both, address: String| card(locale, &title, said, way, address);
    let scoring = || blocs::part_address(bloc.id, "scoring");
    let mut cards: Vec<AnyView> = Vec::new();
    for one in awaited {
        cards.extend(match *one {
            Awaited::Pledge => Some(card(locale.of(NO_PLEDGE).to_owned(), MAKE, "/pledges/new".to_owned())),
            Awaited::Signature { pledge, again, lacks } => {
                let said = match (lacks, again) {
                    (true, _) => LACKS,
                    (false, true) => TO_SIGN_AGAIN,
                    (false, false) => TO_SIGN,
                };
                Some(card(locale.of(said).to_owned(), OPEN, pledge_address(pledge)))
            }
            Awaited::Results { pledge, period, targets, due, days_late } => {
                let until = format::civil(&due.to_string()).unwrap_or_default();
                let said = results(locale, locale.of(period_name(period)), targets, days_late);
                let said = [&said, locale.of(UNTIL), &until, "."].concat();
                Some(card(said, OPEN, pledge_address(pledge)))
            }
            Awaited::Score { role: Role::Own, begun, .. } => Some(match begun {
                Some(score) => {
                    card(locale.of(OWN_BEGUN).to_owned(), SCORE, ["/scores/", &score.to_string()].concat())
                }
                None => card(locale.of(TO_SCORE_OWN).to_owned(), SCORE, scoring()),
            }),
            Awaited::Score { .. } => None,
        });
    }
    let of_others = [
        (Role::Cross, false, TO_CROSS),
        (Role::Verification, false, TO_VERIFY),
        (Role::Verification, true, TO_VERIFY_AGAIN),
    ];
    for (role, again, said) in of_others {
        let units: Vec<PartitionId> = awaited.iter().filter_map(|one| scored(one, role, again)).collect();
        if !units.is_empty() {
            let names: Vec<_> = units.iter().map(|unit| blocs::unit_name(Some(session), *unit)).collect();
            cards.push(card([locale.of(said), &names.join(", "), "."].concat(), SCORE, scoring()));
        }
    }
    cards
}

/// The member whose points are awaited in this role.
fn scored(one: &Awaited, as_what: Role, once_more: bool) -> Option<PartitionId> {
    match *one {
        Awaited::Score { unit, role, again, .. } if role == as_what && again == once_more => Some(unit),
        _ => None,
    }
}

fn pledge_address(id: RecordId) -> String {
    ["/pledges/", &id.to_string()].concat()
}

fn card(locale: Locale, title: &str, said: String, way: Both, address: String) -> AnyView {
    view! {
        <article class="card wait">
            <header>
                <h3>{title.to_owned()}</h3>
                <p class="muted">{said}</p>
            </header>
            <div class="buttons">{link(Weight::Primary, Some(Icon::Work), locale.of(way), address)}</div>
        </article>
    }
    .into_any()
}

/// How many results of a period are not there, and for how long they should have been.
fn results(locale: Locale, period: &str, targets: usize, days_late: i64) -> String {
    let (targets, days) = (targets.to_string(), days_late.to_string());
    match (locale, days_late > 0) {
        (Locale::Vi, true) => {
            ["Kết quả ", period, ": thiếu ", &targets, " chỉ tiêu, quá hạn ", &days, " ngày."].concat()
        }
        (Locale::Vi, false) => ["Đến kỳ báo cáo kết quả ", period, ": còn ", &targets, " chỉ tiêu."].concat(),
        (Locale::En, true) => {
            ["Results, ", period, ": ", &targets, " missing for ", &days, " days."].concat()
        }
        (Locale::En, false) => ["Results are due, ", period, ": ", &targets, " left."].concat(),
    }
}
