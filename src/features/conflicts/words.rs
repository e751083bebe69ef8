//! What is said of records that hold two versions, both languages side by side.

use crate::locale::facts::Both;
use crate::locale::{Locale, Words, format};

pub(crate) const TITLE: Both = ("Hai bản khác nhau", "Two versions");
pub(crate) const ALL: Both = ("Xem tất cả một chỗ", "Settle all in one place");
pub(super) const HELP: Both = (
    "Hai người cùng sửa một ô khi chưa thấy bản của nhau. Cả hai bản đều còn. Chọn bản đúng, hoặc viết lại: mọi máy \
     sẽ theo. Bản không chọn vẫn nằm trong lịch sử ở máy chủ.",
    "Two people changed the same field without seeing each other’s. Both versions are there. Choose the right one, or write it \
     anew: every device follows. What is not chosen stays in the history at the endpoint.",
);
pub(super) const NONE: Both = ("Không có bản nào khác nhau", "No two versions");
pub(super) const NONE_HELP: Both = (
    "Khi hai người cùng sửa một ô, cả hai bản sẽ nằm ở đây để chọn.",
    "When two people change the same field, both versions wait here to be chosen from.",
);
pub(super) const OPEN: Both = ("Mở hồ sơ", "Open the record");
pub(super) const ANOTHER: Both = ("Ghép hoặc viết lại", "Merge or write anew");
pub(super) const ANOTHER_HELP: Both = (
    "Đã điền sẵn để sửa. Bản này sẽ thay cả hai bản trên.",
    "Filled in to be changed. It takes the place of both versions.",
);
pub(super) const USE: Both = ("Dùng bản này", "Use this version");
pub(super) const SETTLED: Both =
    ("Đã chọn. Mọi máy sẽ theo bản này.", "Chosen. Every device follows this version.");
pub(super) const THIS_DEVICE: Both = ("Bạn, trên máy này", "You, on this device");
pub(super) const NOT_SENT: Both = ("chưa gửi", "not sent");
pub(super) const ASKING: Both = ("Đang hỏi ai đã viết…", "Asking who wrote it…");
pub(super) const UNKNOWN: Both =
    ("Chưa biết ai viết: cần có mạng để hỏi.", "Not known who wrote it: that needs a connection.");
pub(super) const NOT_KEPT: Both =
    ("Máy chủ không còn giữ ai đã viết.", "The endpoint does not know any more who wrote it.");
pub(super) const ASK_AGAIN: Both = ("Hỏi lại ai đã viết", "Ask again who wrote them");
/// How many records wait.
pub(crate) fn with_count(words: &Words, count: usize) -> String {
    let title = words.locale.of(TITLE);
    if count == 0 { title.to_owned() } else { [title, " (", &count.to_string(), ")"].concat() }
}

/// How far the clock was off on which something was written.
pub(super) fn clock_off(locale: Locale, off_ms: f64) -> String {
    let minutes = format::minutes(off_ms).to_string();
    let (vi, en) = if off_ms > 0.0 { (" nhanh ", " fast") } else { (" chậm ", " slow") };
    match locale {
        Locale::Vi => ["đồng hồ máy đó chạy", vi, &minutes, " phút, giờ ở đây đã chỉnh lại"].concat(),
        Locale::En => {
            ["the clock of that device was ", &minutes, " min", en, "; the time is set right"].concat()
        }
    }
}
