//! What is said of the tray, both languages side by side.

use thidua_domain::record::RecordKind;
use thidua_sync::operation::Action;
use thidua_sync::outcome::Reason;

use crate::locale::facts::Both;
use crate::locale::{Locale, Words, faults};

/// What the screen is called.
pub(crate) const TITLE: Both = ("Khay chờ duyệt", "Review tray");
pub(super) const HELP: Both = (
    "Việc do máy bị thu hồi hoặc hết hạn đăng nhập nộp lên. Chưa việc nào được ghi. Nhận thì máy chủ ghi như chính người đó gửi, \
     theo quyền của người đó; không nhận thì người đó thấy lý do và vẫn còn nội dung.",
    "What devices have handed in that are revoked or whose login has ended. Nothing of it is written yet. What you accept is written \
     as its author's, with the author's rights; of what you refuse the author sees why, and keeps the text.",
);
pub(super) const NEEDS_LINE: Both = (
    "Phần này cần mạng: khay không được giữ trên máy.",
    "This needs a connection: the tray is not kept on the device.",
);
pub(super) const NOTHING: Both = ("Không có việc nào chờ", "Nothing waits");
pub(super) const NOTHING_HELP: Both = (
    "Khi một máy không đăng nhập được nữa nộp việc lên, việc đó hiện ở đây để bạn xem.",
    "When a device that cannot sign in any more hands in work, it appears here for you to look at.",
);
pub(super) const SHUT_OUT: Both = ("Máy đã thu hồi", "Revoked device");
pub(super) const LOGIN_ENDED: Both = ("Đăng nhập đã hết hạn", "The login has ended");
pub(super) const SHUT_OUT_HELP: Both = (
    "Máy này có thể đang ở trong tay người khác. Hãy hỏi cán bộ trước khi nhận.",
    "This device may be in other hands. Ask the officer before you accept.",
);
pub(super) const ACCEPT: Both = ("Nhận", "Accept");
pub(super) const REFUSE: Both = ("Không nhận", "Refuse");
pub(super) const ACCEPT_THIS: Both = ("Nhận việc này", "Accept this");
pub(super) const REFUSE_THIS: Both = ("Không nhận việc này", "Refuse this");
pub(super) const ACCEPT_ALL: Both = ("Nhận tất cả của máy này", "Accept all of this device");
pub(super) const REASON: Both = ("Lý do", "Why");
pub(super) const REASON_HELP: Both = (
    "Cán bộ sẽ đọc được. Ví dụ: đã hỏi qua điện thoại, đúng việc của chị.",
    "The officer will read it. For example: asked by telephone, it is their work.",
);
pub(super) const REASON_MISSING: Both =
    ("Hãy ghi lý do, nhiều nhất 300 ký tự.", "Give a reason of at most 300 characters.");
pub(super) const STUCK: Both = ("Chưa ghi được, việc này vẫn chờ.", "It could not be written and waits on.");
pub(super) const DELETES: Both = ("Hồ sơ này sẽ bị xoá.", "This record would be deleted.");
pub(super) const NOW: Both = ("Đang ghi", "Now");
pub(super) const WANTED: Both = ("Muốn ghi", "Wanted");
pub(super) const EMPTY: Both = ("(trống)", "(empty)");
pub(super) const ANOTHER_RECORD: Both = ("một hồ sơ khác", "another record");

pub(super) const COPIES: Both = ("Bản còn giữ ở máy khác", "Witnessed copies after a restore");
pub(super) const COPIES_HELP: Both = (
    "Máy chủ đã trở về bản sao lưu. Dưới đây là nội dung mà máy khác còn giữ, còn máy của người ghi chưa gửi lại. Nhận thì nội dung được đặt lại như cũ, \
     vẫn đứng tên người đã ghi; người đó gửi lại sau cũng không bị ghi hai lần.",
    "The endpoint went back to a backup. Other devices still hold what its author’s has not brought back. What you accept is put back as \
     it was, in its author’s name; nothing is doubled if the author comes back later.",
);

/// Who holds a copy, and whose work it is.
pub(super) fn witness(locale: Locale, holder: &str, authors: &[String]) -> String {
    let authors = if authors.is_empty() {
        locale
            .of(("người mà máy chủ không còn biết", "somebody the endpoint does not know any more"))
            .to_owned()
    } else {
        authors.join(", ")
    };
    [
        locale.of(("Máy còn giữ: ", "Held by: ")),
        holder,
        " · ",
        locale.of(("Người ghi: ", "Written by: ")),
        &authors,
    ]
    .concat()
}

/// What came of a word on a copy.
pub(super) fn came_of_copy(locale: Locale, accept: bool, done: usize, stuck: usize) -> &'static str {
    locale.of(match (done, stuck) {
        (0, 1..) => ("Chưa đặt lại được: xem lý do.", "Not put back: it tells why."),
        (0, 0) => ("Nội dung này đã trở lại bằng cách khác.", "It has come back by another way."),
        _ if accept => ("Đã đặt lại vào sổ.", "Put back."),
        _ => ("Đã ghi là không nhận.", "Noted as refused."),
    })
}

/// How many operations of a device wait.
pub(super) fn count(locale: Locale, count: usize) -> String {
    let word = if count == 1 { ("việc", "piece of work") } else { ("việc", "pieces of work") };
    [&count.to_string(), " ", locale.of(word)].concat()
}

/// What is done to a record.
pub(crate) fn action(locale: Locale, action: Action) -> &'static str {
    locale.of(match action {
        Action::Create => ("Lập mới", "Make"),
        Action::Edit => ("Sửa", "Edit"),
        Action::Delete => ("Xoá", "Delete"),
        Action::Restore => ("Khôi phục", "Restore"),
        Action::Step => ("Thực hiện bước", "Take a step"),
        Action::Erase => ("Xoá hẳn", "Erase"),
    })
}

/// Why an operation could not be carried out.
pub(super) fn stuck(app: &'static Words, kind: u16, code: u16) -> String {
    if code == 0 {
        let waits = (
            "Việc này dựa trên một việc khác chưa được nhận. Hãy xem việc đó trước.",
            "It builds on another that was not accepted. Look at that one first.",
        );
        return app.locale.of(waits).to_owned();
    }
    let kind = RecordKind::from_code(kind).unwrap_or(RecordKind::Nomination);
    faults::reason(app, kind, &Reason::from_code(code, None))
}

/// Where what was to be accepted is about a record that was erased meanwhile.
pub(super) const WAS_ERASED: Both = (
    "Không nhận được: dữ liệu này đã bị xoá theo yêu cầu. Việc đã được bỏ khỏi khay.",
    "Not accepted: this data was erased on request. It has left the tray.",
);

/// What came of a word on one or many operations. A toast is a fixed text: figures stand on the screen.
pub(super) fn came_of_it(
    locale: Locale,
    accept: bool,
    done: usize,
    other: usize,
    stuck: usize,
) -> &'static str {
    locale.of(match (done, other, stuck) {
        (0, 0, _) => ("Chưa ghi được: xem lý do ở từng việc.", "Not written: each tells why."),
        (_, _, 1..) => ("Đã ghi một phần: việc còn lại nói rõ lý do.", "Partly written: the rest tells why."),
        (0, ..) => ("Việc này đã được xử lý trước đó.", "This had been dealt with before."),
        _ if accept => ("Đã nhận và ghi vào sổ.", "Accepted and written."),
        _ => ("Đã trả lời là không nhận.", "Refused, and the author will be told."),
    })
}
