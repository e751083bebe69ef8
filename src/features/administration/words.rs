//! What is said to administrators, both languages side by side.

use crate::book::AdministrationError;
use crate::locale::Locale;
use crate::locale::facts::Both;

/// What the screen is called.
pub(crate) const TITLE: Both = ("Thiết bị và nhật ký", "Devices and log");
pub(super) const DEVICES: Both = ("Thiết bị", "Devices");
pub(super) const DEVICES_HELP: Both = (
    "Máy nào đã đăng nhập, của ai, lần cuối lúc nào. Máy bị mất thì thu hồi: từ lúc đó máy không gửi, không nhận được nữa. \
     Những gì đã lưu trên máy đó vẫn nằm trên máy đó.",
    "Which devices signed in, whose they are, when they were last here. Revoke one that is lost: from then on it sends and \
     receives nothing. What is stored on it stays on it.",
);
pub(super) const LOG: Both = ("Nhật ký", "Log");
pub(super) const LOG_HELP: Both = (
    "Ai đăng nhập, máy nào bị thu hồi, tài khoản và đơn vị nào được thêm, sửa. Từng bước của hồ sơ nằm trong chính hồ sơ. Không có gì về phiếu kín ở đây.",
    "Who signed in, which devices were revoked, which accounts and units were added or changed. The steps of a dossier stand in the dossier. Nothing of secret ballots is here.",
);
pub(super) const NEEDS_LINE: Both = (
    "Phần này cần mạng: danh sách không được giữ trên máy.",
    "This needs a connection: the list is not kept on the device.",
);
pub(crate) const ASK: Both = ("Cập nhật", "Update");
pub(super) const OLDER: Both = ("Xem cũ hơn", "Show older ones");
pub(super) const THIS_ONE: Both = ("Máy này", "This device");
pub(super) const REVOKED: Both = ("Đã thu hồi", "Revoked");
pub(super) const SEEN: Both = ("Lần cuối: ", "Last here: ");
pub(super) const BOUND: Both = ("Từ ngày: ", "Since: ");
pub(super) const WHY: Both = ("Lý do: ", "Reason: ");
pub(super) const REVOKE: Both = ("Thu hồi", "Revoke");
pub(super) const REVOKE_TITLE: Both = ("Thu hồi máy này?", "Revoke this device?");
pub(super) const REVOKE_TEXT: Both = (
    "Máy này sẽ không gửi, không nhận được nữa, và không đăng nhập lại được. Không hoàn tác được.",
    "It will send and receive nothing any more and cannot sign in again. This cannot be undone.",
);
pub(super) const REASON: Both = ("Lý do thu hồi", "Why it is revoked");
pub(super) const REASON_HELP: Both = (
    "Ví dụ: mất trên đường đi công tác; cán bộ chuyển nơi khác.",
    "For example: lost on a journey; the officer has moved.",
);
pub(super) const REASON_MISSING: Both =
    ("Hãy ghi lý do, nhiều nhất 300 ký tự.", "Give a reason of at most 300 characters.");
pub(super) const DONE: Both = ("Đã thu hồi máy", "The device is revoked");
pub(super) const OPERATOR: Both = ("Người vận hành máy chủ", "The endpoint's operator");
pub(super) const NOBODY: Both = ("Người chưa đăng nhập", "Somebody not signed in");
pub(super) const NOTHING: Both = ("Chưa có gì.", "Nothing yet.");

/// The short name of a device, as it is read out by telephone.
pub(crate) fn device(locale: Locale, id: &str) -> String {
    let short = id.get(..8).unwrap_or(id);
    [locale.of(("Máy ", "Device ")), short].concat()
}

/// What an entry of the log tells.
pub(crate) fn what(locale: Locale, code: &str) -> &'static str {
    locale.of(match code {
        "signed_in" => ("đăng nhập", "signed in"),
        "wrong_password" => ("sai mật khẩu khi đăng nhập", "a wrong password was given for"),
        "signed_out" => ("đăng xuất", "signed out"),
        "device_revoked" => ("thu hồi máy", "revoked a device"),
        "committee_founded" => (
            "lập dữ liệu của cơ quan, người quản trị đầu tiên:",
            "founded the committee, first administrator:",
        ),
        "committee_changed" => {
            ("đổi tên, cấp hoặc năm của cơ quan", "changed the committee’s name, level or year")
        }
        "account_made" => ("thêm tài khoản", "added the account"),
        "account_changed" => ("sửa tài khoản", "changed the account"),
        "account_closed" => ("ngừng dùng tài khoản", "took out of use the account"),
        "account_opened" => ("cho dùng lại tài khoản", "took into use the account"),
        "place_made" => ("thêm", "added the place"),
        "place_changed" => ("sửa", "changed the place"),
        "slip_made" => ("tạo phiếu cấp tài khoản cho", "made an enrolment slip for"),
        "slip_voided" => ("huỷ phiếu cấp tài khoản của", "made void the enrolment slip of"),
        "enrolled" => ("nhận tài khoản bằng phiếu", "opened the account with a slip"),
        "password_changed" => ("đổi mật khẩu", "changed the password"),
        "device_known_again" => (
            "nộp việc từ máy mà bản sao đã khôi phục chưa biết",
            "handed in work from a device that the restored copy does not know",
        ),
        "token_renewed" => {
            ("được đổi khoá đăng nhập theo định kỳ", "had the login renewed, as is done at times")
        }
        "passkey_made" => ("tạo khoá đăng nhập", "made a sign-in key"),
        "passkey_removed" => ("xoá khoá đăng nhập", "removed a sign-in key"),
        "passkey_shown" => ("đăng nhập bằng khoá", "signed in with a key"),
        "wrong_passkey" => ("khoá đăng nhập không đúng", "a wrong key was shown for"),
        "passkey_went_back" => (
            "khoá đăng nhập có dấu hiệu bị sao chép, không được nhận",
            "a key that may have been copied was refused for",
        ),
        "passkeys_withdrawn" => ("xoá các khoá đăng nhập", "removed sign-in keys"),
        "epoch_begun" => ("máy chủ được khôi phục từ bản sao lưu", "the endpoint was put back from a backup"),
        "handed_in" => ("nộp việc vào khay chờ duyệt", "handed work into the review tray"),
        "tray_accepted" => ("nhận một việc trong khay, của máy", "accepted work from the tray, of"),
        "tray_refused" => ("không nhận một việc trong khay, của máy", "refused work from the tray, of"),
        "file_carried" => ("gửi việc bằng tệp có người mang hộ", "sent work by a file that somebody carried"),
        "copies_witnessed" => {
            ("gửi bản còn giữ vào khay chờ duyệt", "offered witnessed copies to the review tray")
        }
        "copy_accepted" => ("nhận một bản còn giữ, của máy", "accepted a witnessed copy, of"),
        "copy_refused" => ("không nhận một bản còn giữ, của máy", "refused a witnessed copy, of"),
        "reconciliation_closed" => {
            ("kết thúc đối soát sau khi khôi phục", "closed the reconciliation after a restore")
        }
        "device_revoked_again" => (
            "máy chủ thu hồi lại máy mà bản sao lưu cũ còn cho vào",
            "the endpoint revoked again a device that an old backup still let in",
        ),
        "person_told" => ("tìm dữ liệu cá nhân", "asked for personal data"),
        "person_erased" => ("xoá dữ liệu cá nhân", "erased personal data"),
        "units_merged" => ("sáp nhập đơn vị", "merged units into"),
        "person_erased_again" => (
            "máy chủ xoá lại dữ liệu có trong bản sao lưu cũ",
            "the endpoint erased again what an old backup still had",
        ),
        "hub_leased" => (
            "lập máy chủ hội nghị, hoặc máy chủ hội nghị xin phép lại",
            "set up a hub, or a hub asked for its lease anew",
        ),
        _ => ("việc mà bản này chưa biết tên", "something that this version has no name for"),
    })
}

/// Why it could not be shown or done.
pub(crate) fn trouble(locale: Locale, error: AdministrationError) -> String {
    let text = match error {
        AdministrationError::Unreached => ("Chưa hỏi được máy chủ.", "The endpoint was not reached."),
        AdministrationError::SignedOut => ("Cần đăng nhập lại.", "Sign in again."),
        AdministrationError::NotAdministrator => {
            ("Chỉ người quản trị xem được phần này.", "Only administrators see this.")
        }
        AdministrationError::OwnDevice => (
            "Đây là máy đang dùng. Hãy thu hồi nó từ một máy khác của người quản trị.",
            "This is the device at hand. Revoke it from another device of an administrator.",
        ),
        AdministrationError::Reason => REASON_MISSING,
        AdministrationError::Objection(objection) => super::account_words::objection(objection),
        AdministrationError::NotTheOffice => (
            "Chỉ cơ quan thường trực và người quản trị xem được phần này.",
            "Only the standing office and administrators see this.",
        ),
        AdministrationError::NoEntry => {
            ("Việc này không còn trong khay.", "This is not in the tray any more.")
        }
        AdministrationError::ReconciliationClosed => (
            "Lần đối soát này đã kết thúc. Hãy cập nhật để xem.",
            "This reconciliation is closed. Update to see.",
        ),
        AdministrationError::Number => (
            "Có số cuối nhỏ hơn số máy chủ đã biết, hoặc quá lớn.",
            "A last number is below what the endpoint knows, or too large.",
        ),
        AdministrationError::NoDevice => {
            ("Máy chủ không biết máy này.", "The endpoint does not know this device.")
        }
        AdministrationError::Endpoint(status) => {
            let said = locale.of(("Máy chủ trả lời lạ: ", "An unexpected answer of the endpoint: "));
            return [said, &status.to_string()].concat();
        }
    };
    locale.of(text).to_owned()
}
