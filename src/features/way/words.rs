//! What is said of the way of a dossier, both languages side by side.

use thidua_domain::dossier::next::Waiting;
use thidua_domain::dossier::{State, Step};

use crate::locale::Locale;
use crate::locale::facts::Both;

/// What a state is called.
#[must_use]
pub(crate) const fn state(locale: Locale, state: State) -> &'static str {
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

/// What a step is called on the button that takes it.
#[must_use]
pub(crate) const fn to_take(locale: Locale, taken: Step) -> &'static str {
    locale.of(match taken {
        Step::Consider => ("Ghi kết quả bình xét", "Record the consideration"),
        Step::Submit => ("Trình hồ sơ", "Submit"),
        Step::Withdraw => ("Rút hồ sơ", "Take back"),
        Step::Return => ("Trả lại kèm lý do", "Return with a reason"),
        Step::Appraise => ("Ghi đã thẩm định", "Record the appraisal"),
        Step::Approve => ("Hội đồng thông qua", "Approved by the council"),
        Step::Reject => ("Ghi không đạt", "Record as not reached"),
        Step::Decide => ("Đưa vào quyết định", "Put into a decision"),
        Step::SendUp => ("Trình cấp trên", "Send to the higher level"),
        Step::HigherDecide => ("Cấp trên đã quyết định", "The higher level has decided"),
        Step::HigherReject => ("Cấp trên không duyệt", "The higher level has refused"),
        Step::HigherReturn => ("Cấp trên trả lại", "The higher level has returned it"),
        Step::Present => ("Ghi đã trao thưởng", "Record as presented"),
        Step::Revoke => ("Huỷ, thu hồi", "Revoke"),
        Step::Merge => ("Gộp vào hồ sơ khác", "Merge into another"),
    })
}

/// What a step is called in the history.
#[must_use]
pub(crate) const fn taken(locale: Locale, taken: Step) -> &'static str {
    locale.of(match taken {
        Step::Consider => ("Bình xét tại đơn vị", "Considered in the unit"),
        Step::Submit => ("Trình hồ sơ", "Submitted"),
        Step::Withdraw => ("Rút hồ sơ", "Taken back"),
        Step::Return => ("Trả lại", "Returned"),
        Step::Appraise => ("Thẩm định", "Appraised"),
        Step::Approve => ("Hội đồng thông qua", "Approved by the council"),
        Step::Reject => ("Không đạt", "Not reached"),
        Step::Decide => ("Quyết định khen thưởng", "Decided"),
        Step::SendUp => ("Trình cấp trên", "Sent to the higher level"),
        Step::HigherDecide => ("Cấp trên quyết định khen thưởng", "Decided by the higher level"),
        Step::HigherReject => ("Cấp trên không duyệt", "Refused by the higher level"),
        Step::HigherReturn => ("Cấp trên trả lại", "Returned by the higher level"),
        Step::Present => ("Trao thưởng", "Presented"),
        Step::Revoke => ("Huỷ, thu hồi", "Revoked"),
        Step::Merge => ("Gộp vào hồ sơ khác", "Merged into another"),
    })
}

/// What a dossier waits for, as the heading of a list of work.
#[must_use]
pub(crate) const fn waiting(locale: Locale, waiting: Waiting) -> &'static str {
    locale.of(match waiting {
        Waiting::Mending => ("Bị trả lại, cần sửa", "Returned, to be mended"),
        Waiting::Consideration => ("Chờ bình xét", "To be considered"),
        Waiting::Submission => ("Chờ trình", "To be submitted"),
        Waiting::Appraisal => ("Chờ thẩm định", "To be appraised"),
        Waiting::Council => ("Chờ Hội đồng", "For the council"),
        Waiting::Decision => ("Chờ quyết định", "To be decided on"),
        Waiting::SendingUp => ("Chờ trình cấp trên", "To be sent up"),
        Waiting::HigherLevel => ("Chờ kết quả của cấp trên", "With the higher level"),
        Waiting::Presentation => ("Chờ trao thưởng", "To be presented"),
    })
}

pub(super) const NEXT: Both = ("Bước tiếp theo", "What comes next");
pub(super) const NOTHING_NEXT: Both =
    ("Hồ sơ đã xong, không còn bước nào.", "The dossier is done: no step is left.");
pub(super) const WITH_OTHERS: Both =
    ("Bước tiếp theo do thường trực Hội đồng làm.", "The next step is for the council’s standing office.");
pub(super) const WITH_UNIT: Both = ("Bước tiếp theo do đơn vị làm.", "The next step is for the unit.");
pub(super) const UNCONFIRMED: Both = ("Chờ xác nhận", "Not confirmed yet");
pub(super) const CONFIRMED: Both = ("Đã xác nhận", "Confirmed");
pub(super) const REFUSED: Both = ("Không thực hiện được", "Not carried out");
pub(super) const UNCONFIRMED_HELP: Both = (
    "Bước này mới ghi trên máy. Khi có mạng, máy chủ xác nhận thì mới có hiệu lực.",
    "The step is on this device only. It counts once the endpoint has confirmed it.",
);
pub(super) const RECORDED: Both =
    ("Đã ghi. Có hiệu lực khi máy chủ xác nhận.", "Recorded. It counts once the endpoint confirms it.");
pub(super) const CANCEL: Both = ("Thôi", "Cancel");
pub(super) const NOT_YET: Both = ("Ngày này chưa đến.", "This day is yet to come.");
pub(super) const DAY_HELP: Both = ("Ví dụ 15/12/2023.", "For example 15/12/2023.");
pub(super) const OPTIONAL: Both = ("(không bắt buộc)", "(optional)");
pub(super) const REASON_HELP: Both =
    ("Đơn vị đọc được lý do này và sửa theo.", "The unit reads this reason, and mends the dossier by it.");
pub(super) const PARTS_REASON_HELP: Both =
    ("Cần ghi khi hồ sơ còn thiếu thành phần.", "Needed where parts of the dossier are still missing.");
pub(super) const FIGURES_HELP: Both = (
    "Tính cả người vắng mặt. Nếu không bỏ phiếu thì để trống các ô số.",
    "Those who were absent are counted too. Leave the figures empty where there was no vote.",
);
pub(super) const MEMBERS_HELP: Both = ("Tính cả người vắng mặt.", "Those who were absent are counted too.");
pub(super) const BY_SESSION: Both = ("Ghi theo phiên họp Hội đồng", "Take it from a council session");
pub(super) const BY_SESSION_HELP: Both = (
    "Nếu phiên họp được lập trên phần mềm, kết quả ghi một lần cho cả chương trình họp.",
    "Where the session is kept here, its results are recorded at once for the whole agenda.",
);
pub(super) const TYPED: Both = ("Nhập tay, không từ phiên họp.", "Typed in, not from a session.");
pub(super) const IN_SESSION: Both = ("Xem phiên họp", "See the session");
pub(super) const IN_SESSION_HELP: Both = (
    "Hồ sơ nằm trong chương trình một phiên họp. Kết quả ghi từ phiên họp đó, không nhập tay.",
    "It is on the agenda of a session. Its result comes from there and is not typed in.",
);
pub(super) const ONLY_SESSION_HELP: Both = (
    "Danh hiệu này phải bỏ phiếu kín trong một phiên họp, trên máy hoặc kiểm phiếu bằng tay.",
    "This title is voted on in secret in a session, on tablets or counted by hand.",
);
pub(super) const TO_DECISIONS: Both = ("Lập quyết định", "Make a decision");
pub(super) const CHOOSE_OTHER: Both = ("Chọn hồ sơ", "Choose a dossier");
pub(super) const NO_OTHER: Both = (
    "Không có hồ sơ nào khác của cùng người hoặc tập thể này.",
    "There is no other dossier of the same person or collective.",
);
pub(crate) const REACHED: Both = ("Đủ tỷ lệ phiếu", "The share is reached");
pub(crate) const NOT_REACHED: Both = ("Chưa đủ tỷ lệ phiếu", "The share is not reached");
pub(super) const NEEDS_HALF: Both = ("cần quá nửa", "more than half is needed");
pub(crate) const OF_MEMBERS: Both = ("tổng số thành viên", "of all members");
pub(crate) const OF_VOTERS: Both = ("số người bỏ phiếu", "of those who voted");
pub(crate) const NEEDS_SECRET: Both =
    ("Danh hiệu này phải bỏ phiếu kín.", "This title needs a secret ballot.");

pub(super) const HISTORY: Both = ("Quá trình xử lý", "History");
pub(super) const NO_HISTORY: Both =
    ("Chưa có bước nào. Hồ sơ đang là bản nháp.", "No step yet: it is a draft.");
pub(super) const TEXT_THEN: Both = ("Nội dung hồ sơ khi đó", "What the dossier said then");
pub(super) const TEXT_LOST: Both =
    ("Phần mềm bản trước không giữ nội dung khi đó.", "An older version did not keep what it said then.");
pub(super) const FILES: Both = ("Tệp minh chứng", "Files of evidence");
pub(super) const REWRITTEN: Both = (
    "Nội dung đã được sửa sau khi bình xét tại đơn vị.",
    "The text was changed after the unit's meeting had considered it.",
);
pub(super) const CHANGED_SINCE: Both = ("So sánh bản cũ và bản mới", "Old and new side by side");
pub(super) const NOT_CHANGED: Both = ("Chưa sửa gì từ khi trả lại.", "Nothing was changed since.");
pub(super) const THEN: Both = ("Bản trước", "Before");
pub(super) const NOW: Both = ("Bản sau", "After");
pub(super) const EMPTY: Both = ("(để trống)", "(empty)");
pub(super) const SESSION: Both = ("Phiên họp", "Session");
pub(super) const DECISION: Both = ("Quyết định", "Decision");

pub(super) const PARTS: Both = ("Thành phần hồ sơ", "Parts of the dossier");
pub(super) const PARTS_HELP: Both = ("Đánh dấu những giấy tờ đã có.", "Tick the papers that are there.");
pub(super) const ALL_PARTS: Both = ("Đủ thành phần", "All parts are there");

pub(super) const HANDLING: Both = ("Tiếp nhận và xử lý", "Receipt and handling");

pub(crate) const HANDLE: Both = ("Xử lý nhiều hồ sơ", "Handle several dossiers");
pub(super) const HANDLE_HELP: Both = (
    "Chọn việc cần làm, đánh dấu các hồ sơ rồi làm một lần. Mỗi hồ sơ được báo kết quả riêng.",
    "Choose what is to be done, tick the dossiers and do it once. Each one’s result is told.",
);
pub(super) const WHAT: Both = ("Việc cần làm", "What is to be done");
pub(super) const ALL_AWARDS: Both = ("Mọi danh hiệu, hình thức", "All awards");
pub(super) const AWARD: Both = ("Danh hiệu, hình thức", "Award");
pub(super) const SAVE_LIST: Both = ("Tải danh sách (Excel)", "Download the list (Excel)");
pub(super) const LIST_NAME: Both = ("danh-sach-ho-so.csv", "list-of-dossiers.csv");
pub(super) const LIST_COLUMNS: [Both; 8] = [
    ("STT", "No."),
    ("Họ và tên, tên tập thể", "Name"),
    ("Năm sinh", "Year of birth"),
    ("Chức vụ", "Position"),
    ("Đơn vị", "Unit"),
    ("Danh hiệu, hình thức", "Award"),
    ("Năm", "Year"),
    ("Ngày họp Hội đồng", "Day of the council"),
];
pub(super) const LIST_NOT_SAVED: Both =
    ("Trình duyệt không lưu được tệp. Hãy thử lại.", "The browser could not save the file. Try again.");
pub(super) const PART_THERE: Both = ("có", "there");
pub(super) const PART_MISSING: Both = ("thiếu", "missing");
pub(super) const TICK_ALL: Both = ("Chọn tất cả", "Tick all");
pub(super) const TICK_NONE: Both = ("Bỏ chọn", "Tick none");
pub(super) const NOTHING_HERE: Both = ("Không có hồ sơ nào chờ việc này", "No dossier waits for this");
pub(super) const NOTHING_HERE_HELP: Both =
    ("Hãy chọn việc khác, hoặc bỏ bớt điều kiện lọc.", "Choose something else, or widen the filters.");
pub(super) const NONE_TICKED: Both = ("Hãy đánh dấu ít nhất một hồ sơ.", "Tick at least one dossier.");
pub(super) const REPORT: Both = ("Kết quả", "Report");
pub(super) const CLOSE: Both = ("Xong", "Done");
pub(super) const TOGETHER: Both = ("Xử lý cùng lúc", "Do together");
pub(super) const SHOW_LIST: Both = ("Xem danh sách", "Show the list");
pub(super) const COUNCIL: Both = ("Phiên họp Hội đồng", "Council sessions");

/// How many are ticked, of how many.
pub(super) fn ticked(locale: Locale, count: usize, of: usize) -> String {
    let (count, of) = (count.to_string(), of.to_string());
    match locale {
        Locale::Vi => ["Đã chọn ", &count, "/", &of, " hồ sơ"].concat(),
        Locale::En => [count.as_str(), " of ", &of, " ticked"].concat(),
    }
}

/// How many steps were recorded; the lines below it tell the endpoint's word.
pub(super) fn recorded(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => ["Đã ghi ", &count, " hồ sơ. Máy chủ đã nhận hay chưa: xem từng dòng."].concat(),
        Locale::En => {
            [count.as_str(), " recorded. Whether the endpoint has taken it stands in each line."].concat()
        }
    }
}

/// How many steps could not be taken.
pub(super) fn not_taken(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => [count.as_str(), " hồ sơ không làm được:"].concat(),
        Locale::En => [count.as_str(), " could not be done:"].concat(),
    }
}

/// How many of the dossiers wait, and since when the oldest does.
pub(super) fn oldest(locale: Locale, days: i64) -> String {
    let days = days.to_string();
    match locale {
        Locale::Vi => ["Lâu nhất đã chờ ", &days, " ngày"].concat(),
        Locale::En => ["The oldest has waited ", &days, " days"].concat(),
    }
}

/// How long a dossier has waited.
pub(super) fn waited(locale: Locale, days: i64) -> String {
    let days = days.to_string();
    match locale {
        Locale::Vi => ["đã chờ ", &days, " ngày"].concat(),
        Locale::En => ["waiting for ", &days, " days"].concat(),
    }
}

/// Until when something is to be done: days ahead or, less than 0, behind, and the working days that are left.
pub(super) fn due(locale: Locale, day: &str, ahead: i64, left: u32) -> String {
    let (late, left) = (ahead.unsigned_abs().to_string(), left.to_string());
    match (locale, ahead) {
        (Locale::Vi, 0) => ["Hạn ", day, ": hôm nay"].concat(),
        (Locale::Vi, 1..) => ["Hạn ", day, ": còn ", &left, " ngày làm việc"].concat(),
        (Locale::Vi, _) => ["Quá hạn ", &late, " ngày (", day, ")"].concat(),
        (Locale::En, 0) => ["Due today, ", day].concat(),
        (Locale::En, 1..) => ["Due ", day, ", ", &left, " working days left"].concat(),
        (Locale::En, _) => [late.as_str(), " days overdue (", day, ")"].concat(),
    }
}

/// How many are overdue.
pub(super) fn overdue(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => [count.as_str(), " hồ sơ quá hạn"].concat(),
        Locale::En => [count.as_str(), " overdue"].concat(),
    }
}

/// How many more there are.
pub(super) fn and_more(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => ["và ", &count, " hồ sơ khác"].concat(),
        Locale::En => ["and ", &count, " more"].concat(),
    }
}

/// The figures of a vote, in a line.
pub(crate) fn figures(locale: Locale, [yes, no, blank]: [i64; 3]) -> String {
    let (yes, no, blank) = (yes.to_string(), no.to_string(), blank.to_string());
    match locale {
        Locale::Vi => [&yes, " đồng ý, ", &no, " không đồng ý, ", &blank, " phiếu trắng"].concat(),
        Locale::En => [&yes, " for, ", &no, " against, ", &blank, " blank"].concat(),
    }
}

/// Who voted, in a line.
pub(crate) fn voters(locale: Locale, members: i64, present: i64, written: i64) -> String {
    let (members, present) = (members.to_string(), present.to_string());
    let written = (written > 0).then(|| written.to_string());
    match locale {
        Locale::Vi => {
            let line = ["có mặt ", &present, "/", &members].concat();
            written.map_or(line.clone(), |written| [&line, ", gửi phiếu ", &written].concat())
        }
        Locale::En => {
            let line = [&present, " of ", &members, " present"].concat();
            written.map_or(line.clone(), |written| [&line, ", ", &written, " in writing"].concat())
        }
    }
}

/// What share the votes make, and what is needed.
pub(crate) fn share(locale: Locale, yes: u32, of: u32, percent: Option<u32>, base: Both) -> String {
    let (yes, of, base) = (yes.to_string(), of.to_string(), locale.of(base));
    let needed = percent.map_or_else(
        || locale.of(NEEDS_HALF).to_owned(),
        |percent| {
            let percent = percent.to_string();
            match locale {
                Locale::Vi => ["cần ít nhất ", &percent, " %"].concat(),
                Locale::En => ["at least ", &percent, " % is needed"].concat(),
            }
        },
    );
    [yes.as_str(), "/", &of, " ", base, ", ", &needed].concat()
}

/// Which parts are missing.
pub(super) fn parts_missing(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => ["Còn thiếu ", &count, " thành phần"].concat(),
        Locale::En => [count.as_str(), " parts are missing"].concat(),
    }
}
