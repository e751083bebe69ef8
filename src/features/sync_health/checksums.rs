//! Whether the device holds what the endpoint holds, place by place, with a code that is read out by telephone.

use leptos::prelude::*;

use crate::book::{Agreement, Book, Compared};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::icon::Icon;
use crate::locale::Words;
use crate::locale::facts::Both;

const TITLE: Both = ("So với máy chủ", "Compared with the endpoint");
const HELP: Both = (
    "Mã là số rút gọn của mọi hồ sơ trong một đơn vị. Máy và máy chủ có cùng mã thì giữ đúng cùng một dữ liệu; \
     cán bộ có thể đọc mã qua điện thoại để đối chiếu. Khác nhau thì máy tự đọc lại riêng đơn vị đó.",
    "A code stands for all records of a place. Where device and endpoint have the same code they hold the same records; it can \
     be read out by telephone. Where they differ, the device reads that place again, and no other.",
);
const SAME: Both = ("Khớp", "Same");
const DIFFERS: Both = ("Khác", "Differs");
const UNDER_WAY: Both = ("Đang đọc lại", "Being read again");
const UNKNOWN: Both = ("Chưa so", "Not compared yet");
const REMAINS: Both = (
    "Có đơn vị vẫn khác sau khi đã đọc lại. Việc bạn nhập không mất. Hãy bấm “Gửi và nhận ngay”; nếu vẫn khác, đọc mã cho \
     người quản trị.",
    "A place differs although it was read again. Nothing that you entered is lost. Press “Send and receive now”; if it still \
     differs, read the code to the administrator.",
);
const OTHER_PLACE: Both = ("Đơn vị khác", "Another place");

/// The places with their codes; `None` on a device that holds nothing yet.
pub(super) fn card(words: &'static Words, book: Book) -> Option<AnyView> {
    let all = book.compared();
    if all.is_empty() {
        return None;
    }
    let locale = words.locale;
    let session = book.session().get_untracked();
    let name = |compared: &Compared| {
        let name = session.as_ref().map(|session| session.place_name(compared.place)).unwrap_or_default();
        if name.is_empty() { locale.of(OTHER_PLACE).to_owned() } else { name.to_owned() }
    };
    let differs = all.iter().any(|compared| compared.agreement == Agreement::Differs);
    let note = differs.then(|| {
        view! { <Note tone=Tone::Wait icon=Icon::Alert><p>{locale.of(REMAINS)}</p></Note> }
    });
    let line = |compared: &Compared| {
        let (tone, icon, word) = match compared.agreement {
            Agreement::Same => (Tone::Done, Icon::Tick, SAME),
            Agreement::Differs => (Tone::Grave, Icon::Alert, DIFFERS),
            Agreement::UnderWay => (Tone::Wait, Icon::Sending, UNDER_WAY),
            Agreement::Unknown => (Tone::Plain, Icon::Clock, UNKNOWN),
        };
        view! {
            <li>
                <span>{name(compared)}</span>
                <span class="chips">
                    <strong class="number">{compared.code.clone()}</strong>
                    <Chip tone=tone icon=icon word=locale.of(word)/>
                </span>
            </li>
        }
    };
    let lines = all.iter().map(line).collect_view();
    let card = view! {
        <section class="card" id="checksums">
            <h2>{locale.of(TITLE)}</h2>
            <p class="help">{locale.of(HELP)}</p>
            {note}
            <ul class="plain-list">{lines}</ul>
        </section>
    };
    Some(card.into_any())
}

/// What an attempt says of places that were read again; empty where none was.
pub(super) fn mended(words: &Words, places: usize) -> String {
    if places == 0 {
        return String::new();
    }
    let (before, after) = (
        (". Đã đọc lại ", ". This device differed from the endpoint in "),
        (" đơn vị vì máy giữ khác máy chủ.", " places, which were read again."),
    );
    [words.locale.of(before), &places.to_string(), words.locale.of(after)].concat()
}
