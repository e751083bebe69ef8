//! What all papers say, both languages side by side.

use thidua_domain::award::Level;
use thidua_domain::dossier::State;

use crate::locale::Locale;
use crate::locale::facts::Both;

pub(in crate::features) const SEARCH_DOSSIERS: Both =
    ("Tìm tên, danh hiệu, đơn vị", "Search names, awards, units");
pub(in crate::features) const ALL_AWARDS: Both = ("Mọi danh hiệu, hình thức", "All awards");
pub(in crate::features) const CHOOSE_NONE: Both = ("Bỏ chọn hết", "Choose none");
pub(in crate::features) const CHOOSE_NONE_OF_THESE: Both = ("Bỏ chọn các hồ sơ này", "Take these out");
pub(in crate::features) const NOBODY_FITS: Both =
    ("Chưa có hồ sơ nào chọn được", "There is no dossier to choose yet");
pub(in crate::features) const NO_LONGER: Both =
    ("Không còn chọn được. Hãy bỏ chọn:", "Cannot stay in the list. Take out:");
pub(in crate::features) const DAY_HELP: Both = ("Ví dụ 03/04/2024.", "For example 03/04/2024.");
pub(in crate::features) const NOT_A_DAY: Both =
    ("Viết ngày như 03/04/2024.", "Write the day like 03/04/2024.");
pub(in crate::features) const NEEDED: Both = ("Cần điền ô này.", "This must be filled in.");
pub(in crate::features) const CHOOSE_SOME: Both =
    ("Hãy chọn ít nhất một hồ sơ.", "Choose one dossier at least.");
pub(in crate::features) const NOT_TAKEN: Both = ("Chưa ghi được:", "Not recorded:");
pub(in crate::features) const REFUSED: Both = ("Máy chủ chưa nhận", "Not taken by the endpoint");
pub(in crate::features) const REFUSED_HELP: Both = (
    "Nội dung vẫn còn nguyên trên máy. Xem lý do, sửa rồi làm lại.",
    "Everything is still here. See why, mend it, and try again.",
);
pub(in crate::features) const SEEN: Both = ("Đã xem, bỏ thông báo", "Seen, take it away");
pub(in crate::features) const CANCEL: Both = ("Thôi", "Cancel");
pub(in crate::features) const NOT_HERE: Both =
    ("Hồ sơ không có trên máy này", "The dossier is not on this device");
pub(in crate::features) const WAITING: Both = ("Chờ máy chủ xác nhận", "Waits for the endpoint");

/// The word for choosing everything that is found.
pub(in crate::features) fn choose_all(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => ["Chọn tất cả (", &count, ")"].concat(),
        Locale::En => ["Choose all (", &count, ")"].concat(),
    }
}

/// How many are chosen.
pub(in crate::features) fn chosen(locale: Locale, count: usize, all: usize) -> String {
    let (count, all) = (count.to_string(), all.to_string());
    match locale {
        Locale::Vi => ["Đã chọn ", &count, " trong ", &all, " hồ sơ"].concat(),
        Locale::En => [&count, " of ", &all, " chosen"].concat(),
    }
}

/// How many cannot be chosen.
pub(in crate::features) fn cannot(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => ["Chưa chọn được: ", &count, " hồ sơ"].concat(),
        Locale::En => ["Cannot be chosen: ", &count].concat(),
    }
}

/// How many dossiers.
pub(in crate::features) fn dossiers(locale: Locale, count: usize) -> String {
    match (locale, count) {
        (Locale::Vi, _) => [&count.to_string(), " hồ sơ"].concat(),
        (Locale::En, 1) => "1 dossier".to_owned(),
        (Locale::En, _) => [&count.to_string(), " dossiers"].concat(),
    }
}

/// On how many dossiers a step was recorded. What the endpoint said of each is told beside it.
pub(in crate::features) fn recorded(locale: Locale, count: usize) -> String {
    match locale {
        Locale::Vi => ["Đã ghi ", &count.to_string(), " hồ sơ."].concat(),
        Locale::En => [&count.to_string(), " recorded."].concat(),
    }
}

/// What a level is called.
pub(in crate::features) const fn level(locale: Locale, level: Level) -> &'static str {
    locale.of(match level {
        Level::Commune => ("Cấp xã", "Commune"),
        Level::District => ("Cấp huyện", "District"),
        Level::Province => ("Cấp tỉnh", "Province"),
        Level::PrimeMinister => ("Thủ tướng Chính phủ", "Prime Minister"),
        Level::State => ("Chủ tịch nước", "President"),
        Level::Ministry => ("Bộ, ban, ngành Trung ương", "Ministry"),
    })
}

/// What a state of a dossier is called.
pub(in crate::features) const fn state(locale: Locale, state: State) -> &'static str {
    locale.of(match state {
        State::Draft => ("Nháp", "Draft"),
        State::Considered => ("Đã bình xét", "Considered"),
        State::Submitted => ("Đã trình", "Submitted"),
        State::Returned => ("Bị trả lại", "Returned"),
        State::Withdrawn => ("Đã rút", "Withdrawn"),
        State::Appraised => ("Đã thẩm định", "Appraised"),
        State::Approved => ("Hội đồng thông qua", "Approved by the council"),
        State::NotReached => ("Không đạt", "Not reached"),
        State::SentUp => ("Đã trình cấp trên", "Sent up"),
        State::Decided => ("Đã có quyết định", "Decided"),
        State::Presented => ("Đã trao", "Presented"),
        State::Revoked => ("Đã huỷ, thu hồi", "Revoked"),
        State::Merged => ("Đã gộp", "Merged"),
    })
}
