//! What the next exchange needs, so that an officer knows whether the line at hand will do.

use leptos::prelude::*;

use crate::book::{Book, Needs};
use crate::locale::{Locale, Words, format};

/// How many changes go with the next exchange, their bytes and the seconds. Tracks.
pub(super) fn told(words: &'static Words, book: Book) -> AnyView {
    let Needs { operations, bytes, seconds } = book.needs();
    let (bytes, seconds, drafts) =
        (format::bytes(words, bytes), seconds.to_string(), book.drafts().read().len());
    let changes = operations.to_string();
    let text = match (words.locale, operations) {
        (Locale::Vi, 0) => {
            ["Lần gửi tới: không có gì chờ gửi, khoảng ", &seconds, " giây để hỏi máy chủ."].concat()
        }
        (Locale::En, 0) => {
            ["Next exchange: nothing to send, about ", &seconds, " s to ask the endpoint."].concat()
        }
        (Locale::Vi, _) => [
            "Lần gửi tới: ",
            &changes,
            " thay đổi, khoảng ",
            &bytes,
            ", ",
            &seconds,
            " giây; chưa kể phần nhận về.",
        ]
        .concat(),
        (Locale::En, _) => [
            "Next exchange: ",
            &changes,
            " changes, about ",
            &bytes,
            ", ",
            &seconds,
            " s; what comes back not counted.",
        ]
        .concat(),
    };
    let drafts = (drafts > 0).then(|| {
        let count = drafts.to_string();
        let text = match words.locale {
            Locale::Vi => [&count, " bản nháp chưa lưu không đi theo: hãy lưu biểu mẫu để gửi."].concat(),
            Locale::En => {
                [&count, " drafts are not saved and do not go along: save the form to send it."].concat()
            }
        };
        view! { <p class="help">{text}</p> }
    });
    view! { <div><p id="next-exchange">{text}</p>{drafts}</div> }.into_any()
}
