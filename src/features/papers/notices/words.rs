//! What is said of public notices, both languages side by side.

use thidua_domain::notice::Length;

use crate::locale::Locale;
use crate::locale::facts::Both;

pub(super) const CHOOSE: Both = ("Chọn một thông báo", "Choose a notice");
pub(super) const CHOOSE_HELP: Both =
    ("Danh sách, thời gian và ý kiến hiện ở đây.", "The list, the days and the objections will appear here.");
pub(super) const NEW: Both = ("Thông báo công khai mới", "New public notice");
pub(super) const EDIT: Both = ("Sửa thông báo", "Edit the notice");
pub(super) const EMPTY: Both = ("Chưa có thông báo nào", "There is no notice yet");
pub(super) const EMPTY_HELP: Both = (
    "Danh sách đề nghị danh hiệu được công khai để lấy ý kiến trước khi khen.",
    "Nominees for titles are made public for comment before they are decided on.",
);
pub(super) const NOT_YOURS: Both = (
    "Thông báo do đơn vị hoặc thường trực Hội đồng lập.",
    "Notices are made by units and by the standing office.",
);
pub(super) const PAPER: Both = ("Công khai", "The notice");
pub(super) const PLACE: Both = ("Nơi công khai", "Where it is shown");
pub(super) const PLACE_HELP: Both = (
    "Ví dụ: bảng tin UBND xã; trang thông tin điện tử.",
    "For example: the notice board; the commune’s web page.",
);
pub(super) const YEAR_HELP: Both = ("Năm của danh sách đề nghị.", "The year of the nominations.");
pub(super) const FROM: Both = ("Từ ngày", "From");
pub(super) const UNTIL: Both = ("Đến hết ngày", "Until");
pub(super) const BACKWARDS: Both = ("Ngày cuối trước ngày đầu.", "The last day lies before the first.");
pub(super) const LIST: Both = ("Danh sách công khai", "The list");
pub(super) const NO_CONSENT: Both =
    ("Không đồng ý công bố tên và thành tích.", "Does not want to be published.");
pub(super) const OTHER_YEAR: Both = ("Đề nghị của năm khác.", "A nomination of another year.");
pub(super) const SEE_THEM: Both = ("Xem các hồ sơ này", "See these dossiers");
pub(super) const OBJECTIONS: Both = ("Ý kiến", "Objections");
pub(super) const NO_OBJECTIONS: Both = ("Chưa có ý kiến nào.", "Nobody has objected.");
pub(super) const ADD_OBJECTION: Both = ("Ghi ý kiến", "Record an objection");
pub(super) const OBJECTOR: Both = ("Người có ý kiến", "Who objected");
pub(super) const OBJECTOR_HELP: Both = ("Để trống nếu không rõ.", "Leave it empty where it is not known.");
pub(super) const OBJECTED_ON: Both = ("Ngày nhận ý kiến", "When");
pub(super) const OBJECTION: Both = ("Nội dung ý kiến", "What was said");
pub(super) const OBJECTED_TO: Both = ("Về hồ sơ", "Of which dossier");
pub(super) const WHOLE_LIST: Both = ("Cả danh sách", "The whole list");
pub(super) const UNNAMED: Both = ("Không rõ tên", "No name");
pub(super) const ANSWER: Both = ("Trả lời, xử lý", "Answer");
pub(super) const DO_ANSWER: Both = ("Ghi trả lời", "Record the answer");
pub(super) const CHANGE_ANSWER: Both = ("Sửa trả lời", "Change the answer");
pub(super) const ANSWERED: Both = ("Đã trả lời", "Answered");
pub(super) const UNANSWERED: Both = ("Chưa trả lời", "Not answered");
pub(super) const BEFORE_NOTICE: Both =
    ("Ngày này trước ngày bắt đầu công khai.", "This day lies before the notice began.");
pub(super) const SEARCH: Both = ("Tìm nơi công khai", "Search places");
pub(super) const RUNNING: Both = ("Đang công khai", "Being shown");
pub(super) const TO_COME: Both = ("Chưa tới ngày", "To come");
pub(super) const OVER: Both = ("Đã hết thời gian", "Over");

/// How many notices.
pub(super) fn notices(locale: Locale, count: usize) -> String {
    match (locale, count) {
        (Locale::Vi, _) => [&count.to_string(), " thông báo"].concat(),
        (Locale::En, 1) => "1 notice".to_owned(),
        (Locale::En, _) => [&count.to_string(), " notices"].concat(),
    }
}

/// How many need a notice and are in none.
pub(super) fn unnoticed(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => [&count, " hồ sơ cần công khai mà chưa có trong thông báo nào."].concat(),
        Locale::En => [&count, " dossiers need a public notice and are in none."].concat(),
    }
}

/// How many objections have no answer.
pub(super) fn waiting(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => [&count, " ý kiến chưa trả lời"].concat(),
        Locale::En => [&count, " not answered"].concat(),
    }
}

/// How the days compare with what is asked.
pub(super) fn length(locale: Locale, length: Length, asked: u32) -> String {
    let asked = asked.to_string();
    match (length, locale) {
        (Length::Backwards, _) => locale.of(BACKWARDS).to_owned(),
        (Length::Enough { days }, Locale::Vi) => {
            [&days.to_string(), " ngày làm việc, đủ ", &asked, " ngày."].concat()
        }
        (Length::Enough { days }, Locale::En) => {
            [&days.to_string(), " working days, of ", &asked, " that are asked for."].concat()
        }
        (Length::TooShort { days }, Locale::Vi) => {
            ["Mới ", &days.to_string(), " ngày làm việc, cần ít nhất ", &asked, " ngày."].concat()
        }
        (Length::TooShort { days }, Locale::En) => {
            ["Only ", &days.to_string(), " working days; ", &asked, " are asked for."].concat()
        }
    }
}

/// The first last day with which it is long enough.
pub(super) fn soonest(locale: Locale, day: &str) -> String {
    match locale {
        Locale::Vi => [" Sớm nhất đến hết ngày ", day, "."].concat(),
        Locale::En => [" At the soonest until ", day, "."].concat(),
    }
}
