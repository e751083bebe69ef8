//! What is said of a reconciliation, both languages side by side.

use thidua_sync::administration::NumberYear;

use crate::locale::Locale;
use crate::locale::facts::Both;

pub(super) const TITLE: Both = ("Đối soát sau khi khôi phục", "Reconciliation after a restore");
pub(super) const SINCE: Both = ("Khôi phục lúc: ", "Restored: ");
pub(super) const OPEN: Both =
    ("Đang đối soát: chưa cấp số quyết định mới.", "Under way: no new number is given.");
pub(super) const OPEN_HELP: Both = (
    "Máy chủ đã trở về một bản sao lưu. Các máy đang gửi lại những gì đã được ghi sau bản đó; quyết định gửi lại giữ nguyên số trên giấy. \
     Chờ đủ máy, xem hết khay chờ duyệt rồi hãy kết thúc.",
    "The endpoint went back to a backup. Devices bring back what was written since; a decision that comes back keeps the number of its \
     paper. Wait for the devices and empty the review tray before you close.",
);
pub(super) const CLOSED: Both = ("Đã kết thúc: ", "Closed: ");
pub(super) const WHY: Both = ("Lý do: ", "Reason: ");
pub(super) const BACK: Both = ("Đã trở lại", "Has come back");
pub(super) const NOT_BACK: Both = ("Chưa trở lại", "Has not come back");
pub(super) const NUMBERS: Both = ("Số quyết định", "Numbers of decisions");
pub(super) const NO_NUMBERS: Both = ("Chưa có số nào.", "None yet.");
pub(super) const LAST: Both = ("Số cuối trên giấy", "Last number on paper");
pub(super) const LAST_HELP: Both = (
    "Số lớn nhất trên văn bản giấy, nếu lớn hơn số máy chủ biết. Số mới sẽ cấp sau số này.",
    "The highest number on paper, where it is higher than what the endpoint knows. New numbers come after it.",
);
pub(super) const REASON: Both = ("Lý do kết thúc đối soát", "Why it is closed");
pub(super) const REASON_HELP: Both = (
    "Ví dụ: đã gọi các xã, máy còn lại đã mất; đã so với sổ công văn.",
    "For example: asked the communes, the last device is lost; compared with the register of papers.",
);
pub(super) const REASON_MISSING: Both =
    ("Hãy ghi lý do, nhiều nhất 300 ký tự.", "Give a reason of at most 300 characters.");
pub(super) const CLOSE: Both = ("Kết thúc đối soát", "Close the reconciliation");
pub(super) const CLOSE_TITLE: Both = ("Kết thúc đối soát?", "Close the reconciliation?");
pub(super) const CLOSE_TEXT: Both = (
    "Sau đó máy chủ lại cấp số mới. Việc mà chưa máy nào gửi lại phần nền thì bị trả về người làm, còn nguyên nội dung. Không hoàn tác được.",
    "After that new numbers are given. Work whose ground no device has brought back goes back to its author with its text. This cannot be \
     undone.",
);
pub(super) const DONE: Both = ("Đã kết thúc đối soát", "The reconciliation is closed");

/// How many devices there are, and how many have not come back.
pub(super) fn devices(locale: Locale, all: usize, missing: usize) -> String {
    match locale {
        Locale::Vi => format!("{all} máy, {missing} máy chưa trở lại"),
        Locale::En => format!("{all} devices, {missing} have not come back"),
    }
}

/// How many copies wait in the tray.
pub(super) fn copies(locale: Locale, count: u64) -> String {
    match locale {
        Locale::Vi => {
            format!("{count} bản còn giữ ở máy khác đang chờ xem: máy của người ghi chưa trở lại.")
        }
        Locale::En => {
            format!(
                "{count} witnessed copies wait: other devices hold them, and their authors' have not come back."
            )
        }
    }
}

/// Where a last number cannot be so.
pub(super) fn too_low(locale: Locale, known: u32) -> String {
    match locale {
        Locale::Vi => format!("Hãy ghi một số từ {known} trở lên, hoặc để trống."),
        Locale::En => format!("A number of {known} or more, or nothing."),
    }
}

/// What is known of the numbers of a year.
pub(super) fn numbers(locale: Locale, of: &NumberYear) -> Vec<String> {
    let list = |numbers: &[u32]| numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let mut lines = vec![[locale.of(("Số cuối đã biết: ", "Last known: ")), &of.last.to_string()].concat()];
    if !of.back.is_empty() {
        lines.push([locale.of(("Đã trở lại: ", "Came back: ")), &list(&of.back)].concat());
    }
    if !of.on_copies.is_empty() {
        let seen = ("Thấy trên bản còn giữ chờ xem: ", "Seen on copies that wait: ");
        lines.push([locale.of(seen), &list(&of.on_copies)].concat());
    }
    for gap in &of.left_out {
        let range = if gap.first == gap.last {
            gap.first.to_string()
        } else {
            format!("{}–{}", gap.first, gap.last)
        };
        let why = if gap.reason.is_empty() { String::new() } else { format!(" ({})", gap.reason) };
        lines.push(
            [locale.of(("Không có quyết định mang số: ", "No decision bears: ")), &range, &why].concat(),
        );
    }
    lines
}
