//! What is said of work that is handed in, both languages side by side.

use crate::book::HandInError;
use crate::locale::Locale;
use crate::locale::facts::Both;

pub(super) const TITLE: Both = ("Không đăng nhập lại được?", "No way to sign in again?");
pub(super) const HELP: Both = (
    "Máy bị thu hồi, hoặc không ai còn mật khẩu, vẫn nộp được những việc đang nằm trên máy. Việc nộp lên vào khay của cơ quan \
     thường trực: có người xem từng việc rồi nhận hoặc không nhận, có lý do.",
    "A device that was revoked, or for which nobody has the password any more, can still hand in what lies on it. It goes into a tray of \
     the standing office, where a person looks at each piece of work and accepts or refuses it with a reason.",
);
pub(super) const MEANING: Both = (
    "Nộp không làm mất gì trên máy này, và không cho máy này xem thêm gì. Nếu đăng nhập lại được thì không cần nộp: \
     mọi việc tự gửi như thường, không bị ghi hai lần. Tệp minh chứng chưa gửi thì không nộp được theo cách này.",
    "Handing in loses nothing here and shows this device nothing more. If you can sign in again there is no need for it: everything is \
     sent as ever, and nothing is written twice. Files of evidence that were not sent cannot be handed in this way.",
);
pub(super) const ASK: Both = ("Hỏi kết quả", "Ask what became of it");
pub(super) const NOT_YET: Both = ("Chưa nộp, chỉ có trên máy này", "Not handed in, only on this device");
pub(super) const WAITS: Both = ("Đã nộp, chờ người xem", "Handed in, waits for a person");
pub(super) const ACCEPTED: Both = ("Đã được nhận và ghi vào sổ", "Accepted and written");
pub(super) const KNOWN: Both = ("Máy chủ đã có từ trước", "The endpoint had it already");
pub(super) const REFUSED: Both = ("Không được nhận", "Refused");

/// The button that hands in.
pub(super) fn hand_in(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => ["Nộp ", &count, " việc"].concat(),
        Locale::En => ["Hand in (", &count, ")"].concat(),
    }
}

/// What is not listed one by one.
pub(super) fn more(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => ["và ", &count, " việc nữa"].concat(),
        Locale::En => ["and ", &count, " more"].concat(),
    }
}

/// Why it was not handed in, or nothing is known of it.
pub(super) fn failed(locale: Locale, error: HandInError) -> String {
    locale
        .of(match error {
            HandInError::Unreached => (
                "Chưa có mạng, nên chưa nộp được. Mọi thứ vẫn còn trên máy.",
                "No connection, so nothing was handed in. Everything is still on this device.",
            ),
            HandInError::SignedIn => (
                "Máy này vẫn đang đăng nhập: mọi việc tự gửi như thường.",
                "This device is signed in after all: everything is sent as ever.",
            ),
            HandInError::Unknown => (
                "Máy chủ không biết máy này. Mọi thứ vẫn còn trên máy; hãy liên hệ người quản trị.",
                "The endpoint does not know this device. Everything is still on it; ask the administrator.",
            ),
            HandInError::NoAccount => (
                "Máy chủ vừa được khôi phục từ bản sao cũ, chưa có tài khoản của bạn. Mọi thứ vẫn còn trên máy; hãy nhờ người \
                 quản trị tạo lại tài khoản với đúng tên đăng nhập cũ, rồi nộp lại.",
                "The endpoint was put back from an old copy that does not have your account. Everything is still on this device; ask the \
                 administrator to make the account again under the same name for signing in, and hand in then.",
            ),
            HandInError::Full => (
                "Khay đã đầy những việc của máy này. Hãy chờ người xem xử lý bớt rồi nộp tiếp.",
                "The tray is full of this device's work. Hand in the rest when some of it was looked at.",
            ),
            HandInError::TooOften => (
                "Đã nộp nhiều lần liền. Hãy chờ ít phút rồi thử lại.",
                "Handed in many times in a row. Wait a few minutes and try again.",
            ),
            HandInError::Storage => (
                "Máy không ghi được kết quả. Mọi thứ vẫn còn trên máy; hãy thử lại.",
                "The device could not keep the result. Everything is still on it; try again.",
            ),
            HandInError::Endpoint(status) => {
                let said = locale.of(("Máy chủ trả lời lạ: ", "An unexpected answer of the endpoint: "));
                return [said, &status.to_string()].concat();
            }
        })
        .to_owned()
}
