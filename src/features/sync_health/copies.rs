//! The copies of unsent work that were made before the store was changed for a newer version of the app. Also shown where the
//! store cannot be opened: then they are what is left to hand to whoever helps.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::device::counted;
use crate::book::{BookError, KeptCopy};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, button};
use crate::components::toast::use_toaster;
use crate::locale::facts::Both;
use crate::locale::{Words, faults, format, words as of_app};
use crate::web::download;

const TITLE: Both = ("Bản sao trước khi nâng cấp", "Copies from before an upgrade");
const HELP: Both = (
    "Trước khi đổi cách lưu cho bản mới, ứng dụng chép riêng những việc chưa gửi và bản nháp. Bản sao tự xoá sau 30 ngày. \
     Chỉ cần đến khi có việc bị thiếu: tải về và đưa cho người hỗ trợ.",
    "Before the app changes how it stores things for a newer version, it copies unsent work and drafts. Copies go after 30 days. \
     They are needed only where work is missing: download one and give it to whoever helps you.",
);
const DOWNLOAD: Both = ("Tải về", "Download");
const GONE: Both = ("Bản sao này không còn nữa.", "This copy is gone.");
pub(super) const NOT_SAVED: Both =
    ("Trình duyệt không cho lưu tệp.", "The browser did not let the file be saved.");

/// The card, where there are any.
pub(super) fn card(words: &'static Words) -> AnyView {
    drawn(words, true)
}

/// The same outside of the health page.
pub(crate) fn list() -> AnyView {
    drawn(of_app(), false)
}

fn drawn(words: &'static Words, in_page: bool) -> AnyView {
    let copies = RwSignal::new(Vec::<KeptCopy>::new());
    spawn_local(async move {
        // Where they cannot be read, there is nothing to show.
        let all = KeptCopy::all().await.unwrap_or_default();
        let _gone = copies.try_set(all);
    });
    let locale = words.locale;
    live_if(move || {
        let copies = copies.read();
        if copies.is_empty() {
            return None;
        }
        let lines = copies.iter().map(|copy| line(words, *copy)).collect_view();
        let class = if in_page { "card" } else { "stack" };
        let card = view! {
            <section class=class id="copies">
                <h2>{locale.of(TITLE)}</h2>
                <p class="help">{locale.of(HELP)}</p>
                <ul class="plain-list">{lines}</ul>
            </section>
        };
        Some(card.into_any())
    })
}

fn line(words: &'static Words, copy: KeptCopy) -> AnyView {
    let (locale, toaster) = (words.locale, use_toaster());
    let unsent = counted(
        locale,
        copy.operations,
        ("việc chưa gửi", "piece of work"),
        ("việc chưa gửi", "pieces of work"),
    );
    let drafts = counted(locale, copy.drafts, ("bản nháp", "draft"), ("bản nháp", "drafts"));
    let press = move |()| {
        spawn_local(async move {
            match copy.text().await {
                Ok(Some(text)) if save(&text) => {}
                Ok(Some(_)) => toaster.say(locale.of(NOT_SAVED)),
                Ok(None) => toaster.say(locale.of(GONE)),
                Err(error) => toaster.say(faults::book_short(words, error)),
            }
        });
    };
    view! {
        <li>
            <span>
                {format::date_time(words, copy.at_ms)} <br/>
                <span class="muted">{[unsent, drafts].join(", ")}</span>
            </span>
            {button(Weight::Other, Some(Icon::Fetch), locale.of(DOWNLOAD), press)}
        </li>
    }
    .into_any()
}

/// Offers a copy as a file; whether the browser took it.
pub(super) fn save(text: &str) -> bool {
    download::save("thi-dua-chua-gui", "json", "application/json", text)
}

/// Why a copy of this moment could not be made, in a few words.
pub(super) fn failed(words: &Words, error: BookError) -> &'static str {
    faults::book_short(words, error)
}
