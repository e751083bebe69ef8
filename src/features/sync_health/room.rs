//! What helps where the device is full: files of evidence that the endpoint has can go from here, and come again when they are
//! opened. Also shown in a form, whose text cannot be kept until there is room.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::device::counted;
use crate::book::{Book, use_book};
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::components::toast::use_toaster;
use crate::locale::facts::Both;
use crate::locale::{Words, faults, format, words as of_app};

const WHAT_HELPS: Both = (
    "Chữ bạn gõ vẫn còn trên màn hình này, đừng đóng nó. Lấy lại chỗ rồi bấm Lưu lần nữa:",
    "What you typed is still on this screen; do not close it. Make room, then press Save again:",
);
const ELSEWHERE: Both = (
    "Ngoài ra: xoá bớt ảnh, video, ứng dụng không dùng trên máy.",
    "Otherwise: remove pictures, videos or apps that you do not use from the device.",
);
const NO_SPARE: Both = (
    "Trên máy này không có tệp minh chứng nào đã gửi để xoá bớt.",
    "There are no files of evidence on this device that were sent and could go.",
);
const SPARE: Both = (
    "Tệp minh chứng đã gửi vẫn chiếm chỗ trên máy. Máy chủ giữ đủ; mở tệp nào thì tải lại tệp đó.",
    "Files of evidence that were sent still take room here. The endpoint has them; whichever you open comes again.",
);
const GONE: Both = ("Đã xoá khỏi máy các tệp đã gửi.", "The files that were sent are off this device.");

/// What helps, in the foot of a form that could not be saved.
pub(crate) fn help() -> AnyView {
    let (words, book) = (of_app(), use_book());
    let locale = words.locale;
    read(book);
    view! {
        <div role="status">
            <Note tone=Tone::Wait icon=Icon::Device>
                <p>{locale.of(WHAT_HELPS)}</p>
                {live(move || match drop_button(words, book, Callback::new(|()| {})) {
                    Some(drop) => view! { <div class="buttons">{drop}</div> }.into_any(),
                    None => view! { <p>{locale.of(NO_SPARE)}</p> }.into_any(),
                })}
                <p class="help">{locale.of(ELSEWHERE)}</p>
            </Note>
        </div>
    }
    .into_any()
}

/// The same on the health page, where there is anything that can go. `then` runs when it is gone.
pub(super) fn spare(words: &'static Words, book: Book, then: Callback<()>) -> AnyView {
    read(book);
    live(move || {
        let Some(drop) = drop_button(words, book, then) else { return ().into_any() };
        view! { <p class="help">{words.locale.of(SPARE)}</p> <div class="buttons">{drop}</div> }.into_any()
    })
}

fn read(book: Book) {
    spawn_local(async move {
        // Where the store cannot be read, nothing is offered.
        let _read = book.read_files().await;
    });
}

/// Tracks.
fn drop_button(words: &'static Words, book: Book, then: Callback<()>) -> Option<AnyView> {
    let spare = book.spare_files();
    if spare.is_empty() {
        return None;
    }
    let locale = words.locale;
    let bytes: f64 = spare.iter().map(|file| f64::from(file.size)).sum();
    let files = counted(locale, spare.len(), ("tệp đã gửi", "sent file"), ("tệp đã gửi", "sent files"));
    let word =
        [locale.of(("Xoá khỏi máy ", "Take off ")), &files, " (", &format::size(words, bytes), ")"].concat();
    let toaster = use_toaster();
    let press = move |_| {
        spawn_local(async move {
            match book.drop_spare_files().await {
                Ok(()) => {
                    toaster.say(locale.of(GONE));
                    let _gone = then.try_run(());
                }
                Err(error) => toaster.say(faults::book_short(words, error)),
            }
        });
    };
    Some(
        view! {
            <button type="button" class="button" on:click=press>{Icon::Bin.draw()} {word}</button>
        }
        .into_any(),
    )
}
