//! What is said of mergers of units, both languages side by side.

use thidua_sync::administration::NewMerger;

use crate::locale::facts::Both;
use crate::locale::{Locale, format};

pub(super) const MERGER: Both = ("Sáp nhập đơn vị", "Merge units");
pub(super) const ABOUT: Both = (
    "Từ ngày ghi dưới đây, các đơn vị được chọn là một đơn vị mới. Hồ sơ, tệp minh chứng và tài khoản của các đơn vị cũ chuyển sang \
     đơn vị mới; máy nào còn việc chưa gửi của đơn vị cũ thì việc ấy cũng sang đơn vị mới.",
    "From the day below the units that are chosen are one new unit. Records, files of evidence and accounts of the old units move to it; \
     what a device has not sent yet for an old unit goes to the new one as well.",
);
pub(super) const UNITS: Both = ("Các đơn vị sáp nhập", "The units that are merged");
pub(super) const DAY: Both = ("Từ ngày", "From day");
pub(super) const DAY_HELP: Both = (
    "Ngày quyết định có hiệu lực, hôm nay hoặc trước đó. Ví dụ: 01/07/2025.",
    "The day from which the resolution holds, today or earlier. For example: 01/07/2025.",
);
pub(super) const CODE: Both = ("Mã đơn vị hành chính", "Official code");
pub(super) const CODE_HELP: Both = (
    "Mã của đơn vị cũ được dùng lại từ ngày này.",
    "A code of an old unit may be used again from this day on.",
);
pub(super) const LOOK: Both = ("Xem những gì sẽ chuyển", "See what would move");
pub(super) const SURE: Both = ("Sáp nhập các đơn vị này?", "Merge these units?");
pub(super) const MERGE: Both = ("Sáp nhập", "Merge");
pub(super) const WORD: Both = ("sáp nhập", "merge");
pub(super) const TYPE_IT: Both =
    ("Không tách lại được. Gõ để xác nhận:", "It cannot be taken apart again. Type to confirm:");
pub(super) const DONE: Both = ("Đã sáp nhập", "Merged");
pub(super) const NO_RECORDS: Both = ("Chưa có hồ sơ", "No records yet");
pub(super) const ACCOUNTS: Both = ("Tài khoản", "Accounts");
pub(super) const GROUPS: Both = ("Khối, cụm", "Blocs, clusters");
pub(super) const FORMER: Both = ("Đã sáp nhập", "Merged into another");

/// How many files.
pub(super) fn files(locale: Locale, count: u64) -> String {
    [locale.of(("Tệp minh chứng: ", "Files of evidence: ")), &count.to_string()].concat()
}

/// What follows from a merger.
pub(super) fn what_follows(locale: Locale, merger: &NewMerger) -> String {
    [
        locale.of(("Từ ngày ", "From ")),
        &day(&merger.day),
        locale.of((" các đơn vị dưới đây là “", " on these units are “")),
        &merger.name,
        locale.of(("”. Tất cả những gì kể dưới đây chuyển sang đơn vị ấy:", "”. All of this moves to it:")),
    ]
    .concat()
}

/// Until when a unit was there, and what it has become.
pub(super) fn ended(locale: Locale, until: &str, into: &str) -> String {
    [locale.of(("Đến hết ngày ", "Until ")), &day(until), locale.of(("; nay thuộc ", "; now part of ")), into]
        .concat()
}

/// A day of the wire as officers write it.
fn day(wire: &str) -> String {
    format::civil(wire).unwrap_or_else(|| wire.to_owned())
}
