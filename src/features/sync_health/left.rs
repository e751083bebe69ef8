//! What has left the account's scope: said in words, until the officer has read it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::book::{Book, Gone};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::live_if;
use crate::components::press::{Weight, button};
use crate::locale::facts::Both;
use crate::locale::{Words, format};

const TITLE: Both = ("Không còn thuộc phần việc của bạn", "No longer part of your work");
const GONE: Both = (
    "Từ lần gửi và nhận này, máy chủ không còn giao phần này cho bạn. Hồ sơ của phần này đã được xoá khỏi máy; trên máy chủ vẫn còn đủ.",
    "Since this exchange the endpoint no longer gives you this. Its records were removed from this device; the endpoint has all of them.",
);
const WAITS: Both = (
    "Việc bạn đã làm mà chưa kịp gửi: đã nộp cho cơ quan thường trực, chờ xem xét. Số việc: ",
    "What you had done and not sent was handed to the standing office and waits to be looked at. Pieces of work: ",
);
const SEEN: Both = ("Đã đọc", "I have read this");

/// The card, where there is something to say.
pub(crate) fn card(words: &'static Words, book: Book) -> AnyView {
    live_if(move || {
        let gone = book.gone();
        let notes: Vec<_> = gone.into_iter().map(|gone| note(words, book, gone)).collect();
        (!notes.is_empty()).then(|| {
            view! { <section class="card"><h2>{words.locale.of(TITLE)}</h2>{notes}</section> }.into_any()
        })
    })
}

fn note(words: &'static Words, book: Book, gone: Gone) -> AnyView {
    let locale = words.locale;
    let waits = (gone.waiting > 0)
        .then(|| view! { <p>{[locale.of(WAITS), &gone.waiting.to_string(), "."].concat()}</p> });
    let partition = gone.partition;
    let read = move |()| {
        spawn_local(async move {
            // Should the store fail here, it is said once more.
            let _said = book.saw_gone(partition).await;
        });
    };
    view! {
        <Note tone=Tone::Wait icon=Icon::Alert>
            <p><strong>{gone.name}</strong> " · " {format::date(words, gone.since_ms)}</p>
            <p>{locale.of(GONE)}</p>
            {waits}
            <div class="buttons">{button(Weight::Other, Some(Icon::Tick), locale.of(SEEN), read)}</div>
        </Note>
    }
    .into_any()
}
