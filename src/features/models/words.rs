//! What is said of models worth copying, both languages side by side.

use crate::locale::facts::Both;
use crate::locale::{Locale, Words, format};

pub(super) const CHOOSE: Both = ("Chọn một mô hình", "Choose a model");
pub(super) const CHOOSE_HELP: Both = (
    "Nội dung, ảnh và cách làm theo hiện ở đây.",
    "What it is, its pictures and how to copy it will appear here.",
);
pub(super) const NEW: Both = ("Giới thiệu mô hình hay", "Tell of a model");
pub(super) const EDIT: Both = ("Sửa mô hình", "Edit the model");
pub(super) const EMPTY: Both = ("Chưa có mô hình nào", "There is no model yet");
pub(super) const EMPTY_HELP: Both = (
    "Giới thiệu việc đơn vị bạn làm tốt, kèm ảnh và cách làm, để đơn vị khác làm theo.",
    "Tell of what your unit does well, with pictures and how it is done, for others to copy.",
);
pub(super) const EMPTY_TO_READ: Both =
    ("Mô hình hay của các đơn vị hiện ở đây khi được giới thiệu.", "What units tell of appears here.");
pub(super) const NOT_YOURS: Both = (
    "Chỉ đơn vị có mô hình và thường trực Hội đồng sửa được.",
    "Only its own unit and the standing office edit a model.",
);
pub(super) const NO_COMMONS: Both = (
    "Máy chủ của ủy ban là phiên bản cũ, chưa có phần việc chung. Hãy báo người quản trị cập nhật máy chủ.",
    "The committee’s server is of an older version that has no place for this yet. Tell the administrator.",
);
pub(super) const SEARCH: Both = ("Tìm mô hình, đơn vị, nội dung", "Search models, units, what they are");
pub(super) const ALL_WORK: Both = ("Mọi lĩnh vực", "All fields of work");
pub(super) const ABOUT: Both = ("Mô hình", "The model");
pub(super) const NAME_HELP: Both =
    ("Ví dụ: Tổ tự quản thu gom rác.", "For example: a self-run team that collects rubbish.");
pub(super) const PLACE_HELP: Both =
    ("Thôn, trường, cơ sở nơi đang làm.", "The village or school where it is done.");
pub(super) const CONTENT: Both = ("Nội dung và cách làm", "What it is and how it is done");
pub(super) const WHAT_HELP: Both = ("Viết ngắn: làm gì, cho ai.", "In a few words: what is done, for whom.");
pub(super) const HOW_HELP: Both = (
    "Từng bước, cần gì, tốn bao nhiêu, để nơi khác làm theo được.",
    "Step by step, what is needed and what it costs, so that others can do it.",
);
pub(super) const RESULT_HELP: Both = ("Kết quả nhìn thấy được.", "What can be seen of it.");
pub(super) const NO_MOVEMENT: Both = ("Không từ phong trào nào", "From none");
pub(super) const MOVEMENT_ABSENT: Both =
    ("Phong trào không có trên máy này", "The movement is not on this device");
pub(super) const COPIES: Both = ("Đơn vị làm theo", "Units that copy it");
pub(super) const NO_COPIES: Both = ("Chưa có đơn vị nào làm theo.", "No unit copies it yet.");
pub(super) const WE_COPIED: Both = ("Chúng tôi đã làm theo", "We do the same");
pub(super) const OUR_COPY: Both = ("Sửa phần làm theo của đơn vị", "Change what we told");
pub(super) const COPY_TITLE: Both = ("Đơn vị chúng tôi làm theo", "We do the same");
pub(super) const SINCE_HELP: Both = (
    "Ví dụ 03/04/2024. Xóa ngày này nếu đơn vị không làm nữa.",
    "For example 03/04/2024. Clear it if your unit does not do it any more.",
);
pub(super) const COPY_RESULT_HELP: Both =
    ("Làm ở đâu, được gì, khác gì với nơi gốc.", "Where, what came of it, and what is done otherwise.");
pub(super) const GO_ON: Both = ("Viết tiếp phần làm theo", "Go on writing");
pub(super) const FETCH_ALL: Both = ("Tải ảnh về máy", "Fetch the pictures");
pub(super) const FETCHED: Both = ("Ảnh đã có trên máy.", "The pictures are on this device.");
pub(super) const NOT_ALL: Both = (
    "Chưa tải được hết ảnh. Những ảnh đã tải vẫn còn trên máy; hãy thử lại khi có mạng.",
    "Not all pictures came. Those that did are on this device; try again with a connection.",
);
pub(super) const FETCHING: Both = ("Đang tải ảnh…", "Fetching pictures…");

/// How many models.
pub(super) fn models(locale: Locale, count: usize) -> String {
    match (locale, count) {
        (Locale::Vi, _) => [&count.to_string(), " mô hình"].concat(),
        (Locale::En, 1) => "1 model".to_owned(),
        (Locale::En, _) => [&count.to_string(), " models"].concat(),
    }
}

/// How many units copy it.
pub(super) fn copied_by(locale: Locale, count: usize) -> String {
    match (locale, count) {
        (Locale::Vi, _) => [&count.to_string(), " đơn vị làm theo"].concat(),
        (Locale::En, 1) => "1 unit copies it".to_owned(),
        (Locale::En, _) => [&count.to_string(), " units copy it"].concat(),
    }
}

/// Since which year it is done.
pub(super) fn since(locale: Locale, year: i64) -> String {
    let year = year.to_string();
    match locale {
        Locale::Vi => ["Từ năm ", &year].concat(),
        Locale::En => ["Since ", &year].concat(),
    }
}

/// How many pictures are not on this device, and how much they are.
pub(super) fn absent(app: &Words, count: usize, bytes: f64) -> String {
    let (count, size) = (count.to_string(), format::size(app, bytes));
    match app.locale {
        Locale::Vi => {
            [&count, " ảnh chưa có trên máy này (", &size, "). Tải về để xem khi không có mạng."].concat()
        }
        Locale::En => {
            [&count, " pictures are not on this device (", &size, "). Fetch them to see them without a line."]
                .concat()
        }
    }
}
