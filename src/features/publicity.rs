//! Whether nominees were made public before they are decided on, where the law asks for it: a warning, wherever a dossier goes
//! on. Whose name may not be published is asked for no notice.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::law::publication::asks_for_notice;
use thidua_domain::nomination::{self, Nomination};
use thidua_domain::notice::{self, Standing};
use thidua_domain::record::{RecordKind, Value};

use crate::book::{Book, RecordView};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::press::{Weight, link};
use crate::locale::facts::Both;
use crate::locale::{Locale, Words, format};
use crate::web;

/// The names that are told at most.
const MOST_NAMES: usize = 3;

const TITLE: Both = ("Công khai, lấy ý kiến", "Public notice");
const MISSING: Both =
    ("Chưa được công khai lấy ý kiến. Vẫn làm tiếp được.", "Not made public yet. You can still go on.");
const OBJECTED: Both =
    ("Có ý kiến chưa được trả lời. Vẫn làm tiếp được.", "An objection is not answered. You can still go on.");
const TO_NOTICES: Both = ("Xem thông báo công khai", "Public notices");

/// How far a dossier's notice is; `None` where none is asked for, or all is done. Tracks.
fn open(book: Book, record: &RecordView) -> Option<Standing> {
    let award = Nomination::read(&record.fields).award?;
    let refuses = record.fields.get(&nomination::PUBLISH).and_then(Value::as_int) == Some(2);
    if refuses || !asks_for_notice(award) {
        return None;
    }
    let notices = book.records(RecordKind::Notice).get();
    let standing = notice::standing(record.id, web::today()?, notices.iter().map(|notice| &notice.fields));
    (standing != Standing::Done).then_some(standing)
}

/// What is open of one dossier. Tracks.
pub(crate) fn of_one(app: &'static Words, book: Book, record: &RecordView) -> Option<AnyView> {
    let locale = app.locale;
    let text = match open(book, record)? {
        Standing::Missing => locale.of(MISSING).to_owned(),
        Standing::Objected(_) => locale.of(OBJECTED).to_owned(),
        Standing::Shown(until) => shown(locale, &until.to_string()),
        Standing::Done => return None,
    };
    Some(note(locale, vec![text]))
}

/// What is open of many. Tracks.
pub(crate) fn of_many(app: &'static Words, book: Book, records: &[Arc<RecordView>]) -> Option<AnyView> {
    let locale = app.locale;
    let (mut missing, mut objected, mut running) = (Vec::new(), Vec::new(), Vec::new());
    for record in records {
        let name = Nomination::read(&record.fields).name;
        match open(book, record) {
            Some(Standing::Missing) => missing.push(name),
            Some(Standing::Objected(_)) => objected.push(name),
            Some(Standing::Shown(_)) => running.push(name),
            Some(Standing::Done) | None => {}
        }
    }
    let line = |names: &[&str], (vi, en): Both| {
        (!names.is_empty()).then(|| {
            let shown = names.get(..MOST_NAMES).unwrap_or(names).join(", ");
            let more = if names.len() > MOST_NAMES { ", …" } else { "" };
            [&names.len().to_string(), locale.of((vi, en)), &shown, more].concat()
        })
    };
    let lines = [
        line(&missing, (" hồ sơ chưa được công khai: ", " not made public: ")),
        line(&objected, (" hồ sơ có ý kiến chưa trả lời: ", " with an objection that is not answered: ")),
        line(&running, (" hồ sơ còn trong thời gian công khai: ", " still shown: ")),
    ];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    (!lines.is_empty()).then(|| note(locale, lines))
}

fn shown(locale: Locale, until: &str) -> String {
    let day = format::civil(until).unwrap_or_default();
    match locale {
        Locale::Vi => ["Đang công khai, đến hết ngày ", &day, "."].concat(),
        Locale::En => ["Still shown, until ", &day, "."].concat(),
    }
}

fn note(locale: Locale, lines: Vec<String>) -> AnyView {
    let lines = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <Note tone=Tone::Wait icon=Icon::Alert>
            <p><strong>{locale.of(TITLE)}</strong></p>
            {lines}
            <div class="buttons">{link(Weight::Plain, None, locale.of(TO_NOTICES), "/notices")}</div>
        </Note>
    }
    .into_any()
}
