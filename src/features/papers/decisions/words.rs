//! What is said of decisions, both languages side by side.

use thidua_domain::decision::candidate::Unfit;

use crate::locale::facts::Both;
use crate::locale::{Locale, format};

pub(super) const CHOOSE: Both = ("Chọn một quyết định", "Choose a decision");
pub(super) const CHOOSE_HELP: Both =
    ("Nội dung và danh sách hồ sơ hiện ở đây.", "What it says and whom it names will appear here.");
pub(super) const NEW: Both = ("Soạn quyết định", "New decision");
pub(super) const EDIT: Both = ("Sửa quyết định", "Edit the decision");
pub(super) const EMPTY: Both = ("Chưa có quyết định nào", "There is no decision yet");
pub(super) const EMPTY_HELP: Both = (
    "Quyết định khen thưởng gồm các hồ sơ đã thẩm định, và đã qua Hội đồng nếu là danh hiệu.",
    "A decision lists dossiers that were appraised, and for titles passed the council.",
);
pub(super) const NOT_YOURS: Both = (
    "Quyết định do thường trực Hội đồng soạn và ban hành.",
    "Decisions are prepared and issued by the council’s standing office.",
);
pub(super) const SEARCH: Both = ("Tìm số, trích yếu, người ký", "Search numbers, subjects, signers");
pub(super) const NUMBER: Both = ("Quyết định số", "Decision");
pub(super) const NO_NUMBER: Both = ("Chưa có số", "No number yet");
pub(super) const DRAFT: Both = ("Bản nháp", "Draft");
pub(super) const DRAFT_CONFIRMED: Both = ("Bản nháp, đã có xác nhận", "Draft, confirmed once");
pub(super) const AWAITS: Both = ("Chờ cấp số", "Waits for its number");
pub(super) const ISSUED: Both = ("Đã ban hành", "Issued");
pub(super) const CANCELLED: Both = ("Đã huỷ", "Cancelled");
pub(super) const REGISTER: Both = ("Sổ quyết định", "Register of numbers");
pub(super) const REGISTER_EMPTY: Both = ("Chưa có quyết định nào được cấp số.", "No number was given yet.");
pub(super) const NO_GAPS: Both =
    ("Mọi số bỏ cách đều có lý do.", "Every number that was left out has its reason.");
pub(super) const NO_REASON: Both = ("Chưa ghi lý do", "No reason was given");
pub(super) const NEWEST: Both = ("Năm mới nhất", "The newest year");
pub(super) const YEAR: Both = ("Năm của sổ", "Year of the register");

pub(super) const ABOUT: Both = ("Trích yếu", "Subject");
pub(super) const ABOUT_HELP: Both = (
    "Ví dụ: Về việc tặng danh hiệu Lao động tiên tiến năm 2023.",
    "For example: On awarding Lao động tiên tiến for 2023.",
);
pub(super) const PAPER: Both = ("Văn bản", "The paper");
pub(super) const DAY: Both = ("Ngày quyết định", "Day of the decision");
pub(super) const DAY_HELP: Both = (
    "Ví dụ 03/04/2024. Không trước ngày trình hồ sơ.",
    "For example 03/04/2024. Not before the dossiers were handed up.",
);
pub(super) const SIGNER: Both = ("Người ký", "Signer");
pub(super) const POST: Both = ("Chức vụ người ký", "The signer’s post");
pub(super) const LEVEL: Both = ("Cấp quyết định", "Level that decides");
pub(super) const SYMBOL: Both = ("Ký hiệu", "Symbol");
pub(super) const SYMBOL_HELP: Both =
    ("Đứng sau số, ví dụ QĐ-UBND.", "Stands after the number, as in QĐ-UBND.");
pub(super) const OF_NUMBER: Both = ("Số quyết định", "The number");
pub(super) const NUMBER_HELP: Both = (
    "Khi ban hành, máy chủ cấp số tiếp theo trong năm. Chỉ điền khi cần một số nhất định.",
    "The endpoint gives the next number of the year when the decision is issued. Fill this in only for a certain number.",
);
pub(super) const WANTED: Both = ("Số mong muốn", "Wanted number");
pub(super) const GAP: Both = ("Lý do bỏ cách số", "Why numbers are left out");
pub(super) const GAP_HELP: Both = (
    "Cần ghi khi số mong muốn cách số trước. Ví dụ: số 12 đến 14 dùng cho văn bản khác.",
    "Needed where the wanted number leaves others out. For example: 12 to 14 were used for other papers.",
);
pub(super) const DOSSIERS: Both = ("Hồ sơ được khen", "Dossiers");
pub(super) const BEFORE: Both =
    ("Ngày này trước ngày trình hồ sơ của: ", "This day lies before these were handed up: ");
pub(super) const TAKE_OUT: Both = (
    "Có hồ sơ không còn chọn được. Hãy bỏ ra khỏi danh sách.",
    "Some dossiers cannot stay in the list. Take them out.",
);

pub(super) const ISSUE: Both = ("Ban hành", "Issue");
pub(super) const ISSUE_HELP: Both = (
    "Máy chủ cấp số và ghi quyết định vào từng hồ sơ. Sau đó không sửa được nữa.",
    "The endpoint gives the number and writes the decision into each dossier. After that it cannot be changed.",
);
pub(super) const ISSUE_TITLE: Both = ("Ban hành quyết định?", "Issue the decision?");
pub(super) const ASKING: Both = ("Đang nối với máy chủ…", "Reaching the endpoint…");
pub(super) const OFFLINE: Both = (
    "Không có mạng. Ban hành cần máy chủ để cấp số, nên chưa làm được. Bản nháp vẫn còn nguyên; khi có mạng hãy ban hành.",
    "There is no connection. Issuing needs the endpoint, which gives the number. The draft is kept; issue it when there is a line.",
);
pub(super) const NOT_REACHED: Both = (
    "Chưa nối được với máy chủ, nên chưa ban hành. Bản nháp vẫn còn nguyên. Hãy thử lại.",
    "The endpoint was not reached, so nothing was issued. The draft is kept. Try again.",
);
pub(super) const AWAITS_HELP: Both = (
    "Đã gửi yêu cầu ban hành. Số sẽ hiện ở đây khi máy chủ cấp.",
    "Issuing was asked for. The number will appear here when the endpoint has given it.",
);
pub(super) const NOT_ISSUED: Both = ("Chưa ban hành được", "It was not issued");
pub(super) const MEND: Both = ("Sửa rồi ban hành lại", "Mend it and issue again");

pub(super) const SECOND: Both = ("Người thứ hai", "The second person");
pub(super) const NOT_CONFIRMED: Both = (
    "Cơ quan yêu cầu một người khác đọc lại và xác nhận trước khi ban hành.",
    "The committee asks that somebody else reads it and confirms it before it is issued.",
);
pub(super) const CONFIRMATION_VOID: Both = (
    "Quyết định hoặc hồ sơ trong danh sách đã đổi sau khi xác nhận. Hãy đọc lại và xác nhận lại.",
    "The decision or a listed dossier has changed since it was confirmed. Read it again and confirm it anew.",
);
pub(super) const CONFIRMED_BY: Both = ("Đã xác nhận: ", "Confirmed by ");
pub(super) const CONFIRMATION_WAITS: Both = ("Chờ máy chủ xác nhận.", "Waits for the endpoint.");
pub(super) const CONFIRM: Both = ("Xác nhận nội dung", "Confirm the text");
pub(super) const CONFIRM_TITLE: Both = ("Xác nhận quyết định?", "Confirm the decision?");
pub(super) const CONFIRM_HELP: Both = (
    "Người sửa sau cùng không tự xác nhận được; người đã xác nhận không ban hành được.",
    "Whoever changed it last cannot confirm it; whoever confirmed it cannot issue it.",
);

pub(super) const NEXT: Both = ("Việc tiếp theo", "What comes next");
pub(super) const PRESENT: Both = ("Ghi đã trao", "Record the presentation");
pub(super) const PRESENT_DAY: Both = ("Ngày trao", "Day of the presentation");
pub(super) const PRESENT_DAY_HELP: Both =
    ("Không trước ngày quyết định.", "Not before the day of the decision.");
pub(super) const REVOKE: Both = ("Huỷ, thu hồi", "Revoke");
pub(super) const REVOKE_HELP: Both = (
    "Ghi văn bản huỷ, thu hồi cho từng hồ sơ. Hiện vật và tiền thưởng phải thu lại.",
    "Record the paper that takes the award away. Items and money are given back.",
);
pub(super) const REVOKE_NUMBER: Both = ("Số văn bản huỷ, thu hồi", "Number of the revoking paper");
pub(super) const REVOKE_DAY: Both = ("Ngày huỷ, thu hồi", "Day of the revocation");
pub(super) const REASON: Both = ("Lý do", "Reason");
pub(super) const CANCEL: Both = ("Huỷ cả quyết định", "Cancel the decision");
pub(super) const CANCEL_HELP: Both = (
    "Số của quyết định vẫn giữ trong sổ, không cấp lại. Hồ sơ trong danh sách chưa được khen thì chọn được vào quyết định khác.",
    "Its number stays taken. Dossiers of the list that have no award can be put into another decision.",
);
pub(super) const CANCEL_NOT_YET: Both = (
    "Còn hồ sơ được khen theo quyết định này. Hãy huỷ, thu hồi từng hồ sơ trước, rồi huỷ quyết định.",
    "Awards still rest on this decision. Revoke them first, then cancel it.",
);
pub(super) const CANCELLED_BECAUSE: Both = ("Quyết định đã huỷ: ", "The decision was cancelled: ");
pub(super) const DECIDE_OFFLINE: Both = (
    "Không có mạng, nên chưa ghi quyết định vào hồ sơ nào. Khi có mạng hãy làm lại.",
    "There is no connection, so nothing was written into a dossier. Do it again when there is a line.",
);
pub(super) const DECIDE_NOT_REACHED: Both = (
    "Chưa nối được với máy chủ, nên chưa ghi quyết định vào hồ sơ nào. Hãy thử lại.",
    "The endpoint was not reached, so nothing was written into a dossier. Try again.",
);
pub(super) const TOO_EARLY: Both = ("Ngày này trước ngày quyết định.", "This day lies before the decision.");

pub(super) const BONUS: Both = ("Tiền thưởng kèm theo", "Statutory bonus");
pub(super) const BONUS_NONE: Both = ("Không có tiền thưởng", "No bonus");
pub(super) const BONUS_HELP: Both = (
    "Theo hệ số của nghị định và mức lương cơ sở ngày quyết định. Một thành tích chỉ nhận mức thưởng cao nhất.",
    "By the decree’s multiple and the base salary of the day. For one achievement only the highest is paid.",
);
pub(super) const SALARY_UNKNOWN: Both = (
    "Chưa biết mức lương cơ sở của ngày này. Hãy đặt ở mục Thiết lập.",
    "The base salary of this day is not known. Enter it among the settings.",
);

/// How many decisions.
pub(super) fn decisions(locale: Locale, count: usize) -> String {
    match (locale, count) {
        (Locale::Vi, _) => [&count.to_string(), " quyết định"].concat(),
        (Locale::En, 1) => "1 decision".to_owned(),
        (Locale::En, _) => [&count.to_string(), " decisions"].concat(),
    }
}

/// The last number of a year, as far as the device knows.
pub(super) fn last_number(locale: Locale, year: i64, last: u32) -> String {
    let (year, last) = (year.to_string(), last.to_string());
    match locale {
        Locale::Vi => ["Số lớn nhất đã biết của năm ", &year, ": ", &last, "."].concat(),
        Locale::En => ["The last number known of ", &year, ": ", &last, "."].concat(),
    }
}

/// What issuing will do.
pub(super) fn issue_text(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => [
            "Máy chủ cấp số và ghi quyết định vào ",
            &count,
            " hồ sơ. Sau khi ban hành thì không sửa được nữa.",
        ]
        .concat(),
        Locale::En => [
            "The endpoint gives the number and writes it into ",
            &count,
            " dossiers. It cannot be changed afterwards.",
        ]
        .concat(),
    }
}

/// What confirming says.
pub(super) fn confirm_text(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => {
            ["Tôi đã đọc quyết định và danh sách ", &count, " hồ sơ. Mọi thay đổi sau đó phải xác nhận lại."]
                .concat()
        }
        Locale::En => [
            "I have read the decision and its list of ",
            &count,
            " dossiers. Any later change asks for a new confirmation.",
        ]
        .concat(),
    }
}

/// The button that writes the decision into the dossiers that do not have it.
pub(super) fn decide(locale: Locale, count: usize) -> String {
    match locale {
        Locale::Vi => ["Ghi quyết định vào ", &count.to_string(), " hồ sơ"].concat(),
        Locale::En => ["Write the decision into ", &count.to_string(), " dossiers"].concat(),
    }
}

/// Numbers that no decision bears.
pub(super) fn left_out(locale: Locale, first: u32, last: u32) -> String {
    let numbers = if first == last {
        first.to_string()
    } else {
        [&first.to_string(), "–", &last.to_string()].concat()
    };
    match locale {
        Locale::Vi => ["Bỏ cách số ", &numbers].concat(),
        Locale::En => ["Left out: ", &numbers].concat(),
    }
}

/// How many gaps have no reason.
pub(super) fn gaps(locale: Locale, count: usize) -> String {
    match locale {
        Locale::Vi => [&count.to_string(), " chỗ bỏ cách số chưa có lý do"].concat(),
        Locale::En => [&count.to_string(), " gaps without a reason"].concat(),
    }
}

/// Why a dossier cannot be chosen.
pub(super) fn unfit(locale: Locale, unfit: Unfit) -> String {
    locale
        .of(match unfit {
            Unfit::WithTheUnit => ("Đơn vị chưa trình, hoặc đã rút.", "The unit has not handed it up."),
            Unfit::NotAppraised => ("Chưa thẩm định.", "Not appraised yet."),
            Unfit::NoCouncil => (
                "Danh hiệu này phải qua Hội đồng bỏ phiếu trước.",
                "This title needs the council’s vote first.",
            ),
            Unfit::SentUp => ("Đã trình cấp trên.", "Sent to the higher level."),
            Unfit::Over => ("Đã có kết quả.", "It has its result already."),
            Unfit::OtherLevel => (
                "Cấp này không có thẩm quyền quyết định. Hãy trình cấp trên.",
                "This level does not decide on the award. Send it up.",
            ),
            Unfit::SubmittedLater(day) => {
                let day = format::civil(&day.to_string()).unwrap_or_default();
                return match locale {
                    Locale::Vi => ["Trình ngày ", &day, ", sau ngày quyết định."].concat(),
                    Locale::En => ["Handed up on ", &day, ", after the day of the decision."].concat(),
                };
            }
        })
        .to_owned()
}

/// The dossier stands in another decision.
pub(super) fn in_another(locale: Locale, cited: Option<&str>) -> String {
    match (locale, cited) {
        (Locale::Vi, Some(number)) => ["Đã có trong quyết định số ", number, "."].concat(),
        (Locale::Vi, None) => "Đã có trong một quyết định khác đang soạn.".to_owned(),
        (Locale::En, Some(number)) => ["It stands in decision ", number, "."].concat(),
        (Locale::En, None) => "It stands in another draft.".to_owned(),
    }
}
