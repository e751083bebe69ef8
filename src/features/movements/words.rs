//! What is said of movements, both languages side by side.

use crate::locale::Locale;
use crate::locale::facts::Both;

pub(super) const CHOOSE: Both = ("Chọn một phong trào", "Choose a movement");
pub(super) const CHOOSE_HELP: Both = (
    "Mục tiêu, chỉ tiêu và kết quả của các đơn vị hiện ở đây.",
    "Its aim, its targets and the results of the units will appear here.",
);
pub(super) const NEW: Both = ("Phát động phong trào mới", "Launch a movement");
pub(super) const EDIT: Both = ("Sửa phong trào", "Edit the movement");
pub(super) const EMPTY: Both = ("Chưa có phong trào nào", "There is no movement yet");
pub(super) const EMPTY_HELP: Both = (
    "Phát động phong trào đầu tiên: mục tiêu, thời gian, chỉ tiêu và đơn vị tham gia.",
    "Launch the first one: its aim, its days, its targets and who takes part.",
);
pub(super) const EMPTY_FOR_UNITS: Both = (
    "Khi thường trực Hội đồng phát động phong trào, phong trào hiện ở đây để đơn vị tham gia và báo cáo kết quả.",
    "What the standing office launches appears here, for your unit to join and to tell its results.",
);
pub(super) const NOT_YOURS: Both =
    ("Phong trào do thường trực Hội đồng phát động.", "Movements are launched by the standing office.");
pub(super) const NO_COMMONS: Both = (
    "Máy chủ của ủy ban là phiên bản cũ, chưa có phần việc chung. Hãy báo người quản trị cập nhật máy chủ.",
    "The committee’s server is of an older version that has no place for this yet. Tell the administrator.",
);
pub(super) const SEARCH: Both = ("Tìm phong trào", "Search movements");
pub(super) const ABOUT: Both = ("Phong trào", "The movement");
pub(super) const AIM_HELP: Both =
    ("Viết ngắn: phong trào nhằm đạt điều gì.", "In a few words: what it is to achieve.");
pub(super) const LAUNCHED_BY_HELP: Both = ("Ví dụ: UBND huyện.", "For example: the People’s Committee.");
pub(super) const DECISION_HELP: Both = ("Ví dụ: 15/KH-UBND.", "For example: 15/KH-UBND.");
pub(super) const WHO: Both = ("Ai tham gia", "Who takes part");
pub(super) const CHOOSE_UNITS: Both = ("Hãy chọn ít nhất một đơn vị.", "Choose one unit at least.");
pub(super) const DEADLINES: Both = ("Các hạn", "Deadlines");
pub(super) const DEADLINES_HELP: Both = (
    "Đơn vị quá hạn được nhắc ở mục “Việc cần làm”. Có thể để trống.",
    "Units that are late are reminded under “To do”. They may stay empty.",
);
pub(super) const TARGETS: Both = ("Chỉ tiêu", "Targets");
pub(super) const TARGETS_HELP: Both =
    ("Mỗi đơn vị ghi số đạt được của mình cho từng chỉ tiêu.", "Each unit tells its figure for each target.");
pub(super) const ADD_TARGET: Both = ("Thêm chỉ tiêu", "Add a target");
pub(super) const REMOVE_TARGET: Both = ("Bỏ chỉ tiêu này", "Remove this target");
pub(super) const REVIEWS: Both = ("Sơ kết, tổng kết chung", "The committee’s reviews");
pub(super) const REVIEWS_HELP: Both = (
    "Ghi khi ủy ban đã sơ kết, tổng kết. Có ngày tổng kết thì phong trào được coi là đã tổng kết.",
    "Enter them when the committee has looked back. With the day of the final review the movement is closed.",
);
pub(super) const UNSEEN: Both = (
    "Kết quả của một đơn vị chưa hợp lệ với nội dung này. Mở phong trào, sửa phần của đơn vị rồi lưu lại.",
    "What a unit has told does not fit. Open the movement, correct that unit’s part, then save again.",
);
pub(super) const OWN_PART: Both = ("Phần của đơn vị", "Your unit’s part");
pub(super) const NOT_ASKED: Both = (
    "Đơn vị của bạn không thuộc diện tham gia phong trào này.",
    "Your unit is not asked to take part in this movement.",
);
pub(super) const JOIN: Both = ("Tham gia", "Join");
pub(super) const JOIN_HELP: Both =
    ("Bấm “Tham gia” là xong. Ngày có thể sửa.", "Press “Join” and it is done. The day can be changed.");
pub(super) const JOINED: Both = ("Đã ghi: đơn vị tham gia.", "Your unit has joined.");
pub(super) const TO_COME: Both = (
    "Ngày này chưa tới. Ghi ngày đơn vị đã đăng ký.",
    "This day is still to come. Enter the day of joining.",
);
pub(super) const TELL: Both = ("Ghi kết quả", "Tell the result");
pub(super) const CORRECT: Both = ("Sửa phần của đơn vị", "Change your unit’s part");
pub(super) const GO_ON: Both = ("Viết tiếp", "Go on writing");
pub(super) const BEGUN: Both = (
    "Kết quả của một đơn vị đang viết dở trên máy này.",
    "The result of a unit is half written on this device.",
);
pub(super) const JOINING: Both = ("Tham gia", "Joining");
pub(super) const INTERIM: Both = ("Kết quả sơ kết", "Interim result");
pub(super) const FINAL: Both = ("Kết quả tổng kết", "Final result");
pub(super) const TODAY_HELP: Both =
    ("Ví dụ 03/04/2024. Để trống thì ghi ngày hôm nay.", "For example 03/04/2024. Empty means today.");
pub(super) const LEAVE_HELP: Both = (
    "Ví dụ 03/04/2024. Xóa ngày này nếu đơn vị không tham gia nữa.",
    "For example 03/04/2024. Clear it if the unit does not take part any more.",
);
pub(super) const FIGURE: Both = ("Số đạt được", "Figure reached");
pub(super) const UNITS: Both = ("Các đơn vị", "The units");
pub(super) const TOTALS: Both = ("Kết quả cộng chung", "Results added up");
pub(super) const NO_FIGURE: Both = ("chưa có số", "no figure yet");
pub(super) const TOO_LARGE: Both = ("số quá lớn, không cộng được", "too large to be added up");
pub(super) const LATE_INTERIM: Both = ("Quá hạn, chưa báo cáo sơ kết: ", "Interim result overdue: ");
pub(super) const LATE_FINAL: Both = ("Quá hạn, chưa báo cáo tổng kết: ", "Final result overdue: ");
pub(super) const NO_UNITS: Both = ("Không có đơn vị nào tham gia.", "No unit takes part.");
pub(super) const ON_BEHALF: Both = ("Ghi thay đơn vị", "Write for this unit");
pub(super) const RESULTS: Both = ("Xem kết quả", "See the results");
pub(super) const LATE_THEN: Both = ("nộp muộn", "late");
pub(super) const MODELS: Both = ("Mô hình hay từ phong trào này", "Models that came of it");
pub(super) const ADD_MODEL: Both = ("Giới thiệu mô hình hay", "Tell of a model");
pub(super) const JOINED_ON: Both = ("Tham gia ", "Joined ");
pub(super) const INTERIM_ON: Both = ("Sơ kết ", "Interim ");
pub(super) const FINAL_ON: Both = ("Tổng kết ", "Final ");
pub(super) const PLAN: Both = ("Mức phấn đấu: ", "To reach: ");
pub(super) const ALL_STATES: Both = ("Mọi trạng thái", "Any state");
pub(super) const STATE: Both = ("Trạng thái", "State");
pub(super) const OPEN_ONES: Both = ("Chưa tổng kết", "Not summed up");
pub(super) const CLOSED_ONES: Both = ("Đã tổng kết", "Summed up");

/// How many movements.
pub(super) fn movements(locale: Locale, count: usize) -> String {
    match (locale, count) {
        (Locale::Vi, _) => [&count.to_string(), " phong trào"].concat(),
        (Locale::En, 1) => "1 movement".to_owned(),
        (Locale::En, _) => [&count.to_string(), " movements"].concat(),
    }
}

/// How many units have joined, of how many, and how many are late.
pub(super) fn tally(locale: Locale, joined: usize, all: usize, late: usize) -> String {
    let (joined, all) = (joined.to_string(), all.to_string());
    let mut text = match locale {
        Locale::Vi => [&joined, "/", &all, " đơn vị đã tham gia"].concat(),
        Locale::En => [&joined, " of ", &all, " units have joined"].concat(),
    };
    if late > 0 {
        let late = late.to_string();
        let part = match locale {
            Locale::Vi => [" · ", &late, " đơn vị chậm"].concat(),
            Locale::En => [" · ", &late, " late"].concat(),
        };
        text.push_str(&part);
    }
    text
}

/// How many units have told a figure, of how many that take part.
pub(super) fn told(locale: Locale, told: usize, units: usize) -> String {
    let (told, units) = (told.to_string(), units.to_string());
    match locale {
        Locale::Vi => [&told, "/", &units, " đơn vị đã ghi số"].concat(),
        Locale::En => [&told, " of ", &units, " units have told a figure"].concat(),
    }
}

/// The heading of the form for a unit's part.
pub(super) fn part_of(locale: Locale, unit: &str) -> String {
    match locale {
        Locale::Vi => ["Kết quả của ", unit].concat(),
        Locale::En => ["The result of ", unit].concat(),
    }
}

/// The number of a target in the form.
pub(super) fn target(locale: Locale, number: usize) -> String {
    let number = number.to_string();
    match locale {
        Locale::Vi => ["Chỉ tiêu ", &number].concat(),
        Locale::En => ["Target ", &number].concat(),
    }
}
