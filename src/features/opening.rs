//! While the device's store is being read, and where it cannot be.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::parts;
use crate::components::chip::{Note, Tone};
use crate::components::icon::Icon;
use crate::locale::facts::Both;
use crate::locale::words;
use crate::storage::StorageError;
use crate::web::{self, update};

const WAITING: Both = (
    "Ứng dụng đang mở ở một thẻ khác bằng bản cũ và còn một biểu mẫu chưa xong ở đó. Hãy lưu hoặc đóng biểu mẫu ấy: màn hình \
     này sẽ tự mở tiếp.",
    "The app is open in another tab in an older version, with a form that is not done. Save or close that form: this screen \
     goes on by itself.",
);
const OUTDATED: Both = (
    "Ứng dụng đã được mở bằng bản mới ở một thẻ khác. Mọi thứ bạn đã lưu ở đây đều có trong bản mới.",
    "The app was opened in a newer version in another tab. Everything that you saved here is in it.",
);
const NEW_ONE: Both = ("Mở bản mới", "Open the newer version");

/// Shown for the moment in which the store is read. Says nothing loud: on most devices it is gone at once.
#[component]
pub(crate) fn Reading() -> impl IntoView {
    view! {
        <main class="door">
            <h1 class="brand">"Thi Đua"</h1>
            <p class="muted" role="status">{words().opening().reading}</p>
        </main>
    }
}

/// Shown while another tab holds the store of an older version open.
#[component]
pub(crate) fn Waiting() -> impl IntoView {
    view! {
        <main class="door">
            <h1 class="brand">"Thi Đua"</h1>
            <div role="status">
                <Note tone=Tone::Wait icon=Icon::Clock><p>{words().locale.of(WAITING)}</p></Note>
            </div>
        </main>
    }
}

/// Shown where a newer version has taken the store over. Nothing can be read or written here any more.
#[component]
pub(crate) fn Outdated() -> impl IntoView {
    let locale = words().locale;
    view! {
        <main class="door">
            <h1 class="brand">"Thi Đua"</h1>
            <div role="status">
                <Note tone=Tone::Done icon=Icon::Safe><p>{locale.of(OUTDATED)}</p></Note>
            </div>
            <button type="button" class="button primary" on:click=|_| web::reload()>{locale.of(NEW_ONE)}</button>
        </main>
    }
}

/// Shown where the store cannot be opened. Nothing in it was changed.
#[component]
pub(crate) fn CannotOpen(error: StorageError) -> impl IntoView {
    let o = words().opening();
    let why = match error {
        StorageError::Blocked | StorageError::Stale => o.blocked,
        StorageError::NoRoom => o.no_room,
        StorageError::Damaged | StorageError::Newer => o.newer,
        StorageError::Failed => o.refused,
    };
    view! {
        <main class="door">
            <h1 class="brand">"Thi Đua"</h1>
            <Note tone=Tone::Grave icon=Icon::Alert><p>{o.title}</p><p>{why}</p></Note>
            <button type="button" class="button primary" on:click=move |_| open_again(error)>{o.again}</button>
            {parts::copies()}
        </main>
    }
}

fn open_again(error: StorageError) {
    if error != StorageError::Newer {
        web::reload();
        return;
    }
    // The version of the app at hand will not do: the newest one is fetched first.
    spawn_local(async {
        update::fetch_newest().await;
        web::reload();
    });
}
