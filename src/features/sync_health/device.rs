//! This device: who it is, which versions meet, its clock, and the room for its data.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::room;
use crate::book::Book;
use crate::components::live::live;
use crate::components::press::{Weight, button};
use crate::locale::facts::Both;
use crate::locale::{Locale, Words, format};
use crate::web;

const SCHEMA: Both = ("Bản dữ liệu của ứng dụng", "Schema of the app");
const ENDPOINT: Both = ("Bản dữ liệu của máy chủ", "Schema of the endpoint");
const CLOCK: Both = ("Đồng hồ so với máy chủ", "Clock against the endpoint’s");
const RIGHT: Both = ("Đúng giờ", "Right");
const NOT_MEASURED: Both = ("Chưa đo", "Not measured yet");
/// Less than this off is what a slow line alone makes.
const MEASURABLE_MS: f64 = 2_000.0;

/// The card.
pub(super) fn card(words: &'static Words, book: Book) -> AnyView {
    let room = RwSignal::new(web::Room::default());
    let ask = Callback::new(move |()| {
        spawn_local(async move {
            let _gone = room.try_set(web::room().await);
        });
    });
    ask.run(());
    let persist = Callback::new(move |()| {
        spawn_local(async move {
            web::persist().await;
            let _gone = ask.try_run(());
        });
    });
    view! {
        <section class="card" id="room">
            <h2>{words.health().device}</h2>
            {live(move || lines(words, book, room.get(), persist))}
            {room::spare(words, book, ask)}
        </section>
    }
    .into_any()
}

fn lines(words: &'static Words, book: Book, room: web::Room, persist: Callback<()>) -> AnyView {
    let (h, locale) = (words.health(), words.locale);
    let unknown = || words.record().nothing.to_owned();
    let session = book.session().get();
    let id = session.map_or_else(unknown, |session| session.device_id_short.clone());
    let size = |bytes: Option<f64>| bytes.map_or_else(unknown, |bytes| format::size(words, bytes));
    let kept = match room.persisted {
        Some(true) => h.persisted,
        Some(false) => h.not_persisted,
        None => words.record().nothing,
    };
    let ask = (room.persisted == Some(false)).then(|| {
        view! {
            <p class="help">{h.persist_help}</p>
            <div class="buttons">
                {button(Weight::Other, None, h.persist, move |_| persist.run(()))}
            </div>
        }
    });
    let (own, theirs) = book.schemas();
    let lines = [
        (h.device_id, id),
        (h.version, env!("CARGO_PKG_VERSION").to_owned()),
        (locale.of(SCHEMA), own.to_string()),
        (locale.of(ENDPOINT), theirs.map_or_else(unknown, |schema| schema.to_string())),
        (locale.of(CLOCK), clock(words, book.clock_offset_ms().get())),
        (h.used, size(room.used)),
        (h.left, size(room.left)),
        (h.storage, kept.to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| view! { <li><span>{name}</span><strong class="number">{value}</strong></li> })
    .collect_view();
    view! { <ul class="plain-list">{lines}</ul> {ask} }.into_any()
}

/// How far the clock is off: in seconds below a minute.
#[expect(clippy::cast_possible_truncation, reason = "a clock is not that wrong")]
fn clock(words: &Words, offset_ms: Option<f64>) -> String {
    let locale = words.locale;
    let Some(offset) = offset_ms else { return locale.of(NOT_MEASURED).to_owned() };
    if offset.abs() < MEASURABLE_MS {
        return locale.of(RIGHT).to_owned();
    }
    let way = locale.of(if offset > 0.0 { ("Nhanh ", "Fast by ") } else { ("Chậm ", "Slow by ") });
    let seconds = (offset.abs() / 1000.0).round() as i64;
    let (count, unit) = if seconds < 60 {
        (seconds, locale.of((" giây", " s")))
    } else {
        (i64::try_from(format::minutes(offset)).unwrap_or(i64::MAX), locale.of((" phút", " min")))
    };
    [way, &count.to_string(), unit].concat()
}

/// A count in a language that tells one from many.
pub(super) fn counted(locale: Locale, count: usize, one: Both, many: Both) -> String {
    [&count.to_string(), " ", locale.of(if count == 1 { one } else { many })].concat()
}
