//! What is said of work by file, both languages side by side.

use thidua_bundle::OpenError;

use crate::book::{CarryError, Taken};
use crate::locale::Locale;
use crate::locale::facts::Both;

pub(super) const TITLE: Both = ("Gửi bằng tệp", "Send by file");
pub(super) const HELP: Both = (
    "Không có mạng thì ghi những việc chưa gửi vào một tệp, rồi nhờ máy khác mang đi nộp: qua USB, Bluetooth hay tin nhắn. Tệp đã \
     khoá: chỉ máy chủ của cơ quan mở được, người mang không đọc và không sửa được. Việc vẫn còn trên máy này; khi có mạng, không gì bị \
     ghi hai lần.",
    "Without a connection, write what is not sent into a file and let another device take it there: by USB, Bluetooth or a message. The file is \
     locked: only the committee's endpoint opens it, and whoever carries it can neither read nor change it. The work stays on this device too; \
     once there is a connection, nothing is written twice.",
);
pub(super) const EXPORT: Both = ("Xuất tệp", "Write a file");
pub(super) const SHARE: Both = ("Chia sẻ tệp", "Share a file");
pub(super) const IMPORT: Both = ("Nhập tệp", "Take a file");
pub(super) const IMPORT_HELP: Both = (
    "Tệp của máy khác: máy này giữ lại và nộp khi có mạng. Giấy báo của máy này: cho biết việc nào đã được nhận. Có thể kéo tệp thả vào đây.",
    "A file of another device is kept here and handed in when there is a connection. A receipt for this device tells what was taken. You can \
     also drop a file here.",
);
pub(super) const BEFORE_LEAVING: Both = (
    "Có thể xuất những việc chưa gửi ra tệp trước, rồi nộp từ máy khác.",
    "You can write what is not sent into a file first, and hand it in from another device.",
);
pub(super) const NOT_SHARED: Both =
    ("Chưa chia sẻ. Việc vẫn còn trên máy.", "Not shared. The work is still on this device.");
pub(super) const NO_SHARING: Both = (
    "Trình duyệt không chia sẻ được tệp này. Hãy bấm “Xuất tệp” rồi gửi tệp đã tải.",
    "The browser cannot share this file. Press “Write a file” and send the file that was saved.",
);
pub(super) const WAITS: Both =
    ("Đang mang hộ, chờ có mạng để nộp", "Carried for another device, waits for a connection");
pub(super) const RECEIPT: Both = (
    "Đã nộp. Đưa giấy báo này về máy đã viết tệp",
    "Handed in. Take this receipt back to the device that wrote the file",
);
pub(super) const RECEIPT_NAME: Both = ("thi-dua-giay-bao", "thi-dua-receipt");
pub(super) const SAVE_RECEIPT: Both = ("Tải giấy báo", "Save the receipt");
pub(super) const HAND_IN: Both = ("Nộp ngay", "Hand in now");
pub(super) const DROP: Both = ("Bỏ khỏi máy này", "Drop from this device");
pub(super) const DROPPED: Both = (
    "Đã bỏ. Máy viết tệp vẫn còn các việc đó.",
    "Dropped. The device that wrote the file still has the work.",
);
pub(super) const HANDED_IN: Both = ("Đã nộp tệp, có giấy báo.", "The file was handed in, with a receipt.");

/// What was written.
pub(super) fn written(locale: Locale, count: usize, left: usize) -> String {
    let (count, left) = (count.to_string(), (left > 0).then(|| left.to_string()));
    match (locale, left) {
        (Locale::Vi, None) => ["Đã ghi ", &count, " việc vào tệp. Đưa tệp cho máy có mạng."].concat(),
        (Locale::Vi, Some(left)) => {
            ["Đã ghi ", &count, " việc vào tệp; còn ", &left, " việc cho tệp sau."].concat()
        }
        (Locale::En, None) => {
            ["Written: ", &count, ". Take the file to a device with a connection."].concat()
        }
        (Locale::En, Some(left)) => ["Written: ", &count, "; left for another file: ", &left, "."].concat(),
    }
}

/// What became of a file that was chosen.
pub(super) fn taken(locale: Locale, taken: Taken) -> String {
    match (locale, taken) {
        (Locale::Vi, Taken::Carried) => "Đã nhận tệp. Máy này sẽ nộp khi có mạng.".to_owned(),
        (Locale::En, Taken::Carried) => {
            "The file is here, and is handed in when there is a connection.".to_owned()
        }
        (Locale::Vi, Taken::Receipt(count)) => {
            ["Giấy báo nói về ", &count.to_string(), " việc của máy này."].concat()
        }
        (Locale::En, Taken::Receipt(count)) => {
            ["The receipt tells of this device's work: ", &count.to_string(), "."].concat()
        }
    }
}

/// Why nothing was done.
pub(super) fn failed(locale: Locale, error: &CarryError) -> String {
    let both = match error {
        CarryError::NoKey => (
            "Máy này chưa nhận được khoá của cơ quan. Cần gửi và nhận một lần khi có mạng, sau đó xuất tệp được cả khi không có mạng.",
            "This device has not been told the committee's key. Send and receive once with a connection; after that files can be written without one.",
        ),
        CarryError::Nothing => ("Không có việc nào chưa gửi.", "Everything is sent."),
        CarryError::Seal(_) => ("Quá nhiều việc cho một tệp.", "Too much for one file."),
        CarryError::Open(error) => opening(*error),
        CarryError::Full => (
            "Máy này đang mang hộ quá nhiều tệp. Hãy nộp hoặc bỏ bớt.",
            "This device carries too many files. Hand some in or drop them.",
        ),
        CarryError::Device => (
            "Máy không ghi được. Mọi thứ vẫn còn trên máy; hãy thử lại.",
            "The device could not do it. Everything is still here; try again.",
        ),
        CarryError::Unreached => (
            "Chưa có mạng, nên chưa nộp được. Tệp vẫn được giữ trên máy này.",
            "No connection, so nothing was handed in. The file is kept on this device.",
        ),
        CarryError::Refused(reason) => return refused(locale, reason),
    };
    locale.of(both).to_owned()
}

const fn opening(error: OpenError) -> Both {
    match error {
        OpenError::Foreign => {
            ("Đây không phải tệp của chương trình này.", "This is no file of this program.")
        }
        OpenError::OtherKind => (
            "Đây là giấy báo, không phải tệp việc: hãy đưa về máy đã viết tệp.",
            "This is a receipt and no work: take it to the device that wrote the file.",
        ),
        OpenError::Newer(_) => (
            "Tệp do bản mới hơn của chương trình viết. Hãy cập nhật rồi thử lại.",
            "A later version of the program has written this file. Update and try again.",
        ),
        OpenError::NotForUs => (
            "Giấy báo này là của máy khác, hoặc của lần đăng nhập trước trên máy này.",
            "This receipt is for another device, or for an earlier sign-in on this one.",
        ),
        OpenError::CutShort => {
            ("Tệp bị thiếu phần cuối. Hãy chép lại tệp.", "The end of the file is missing. Copy it again.")
        }
        OpenError::TooLarge => ("Tệp quá lớn.", "The file is too large."),
        OpenError::Changed | OpenError::Unreadable => (
            "Tệp đã bị thay đổi trên đường đi. Hãy xuất lại từ máy đã viết.",
            "The file was changed on its way. Write it again on the device that has the work.",
        ),
    }
}

/// Why the endpoint does not take a file.
fn refused(locale: Locale, reason: &str) -> String {
    let both = match reason {
        "no_bundle" => opening(OpenError::Foreign),
        "receipt" => opening(OpenError::OtherKind),
        "newer_bundle" => (
            "Tệp do bản mới hơn viết mà máy chủ chưa biết. Hãy giữ tệp, chờ máy chủ được cập nhật.",
            "A later version has written this file, which the endpoint does not know yet. Keep it until the endpoint is updated.",
        ),
        "another_committee" => (
            "Tệp này gửi cho cơ quan khác. Hãy nộp ở máy chủ của cơ quan đó.",
            "This file is for another committee. Hand it in there.",
        ),
        "cut_short" => opening(OpenError::CutShort),
        "too_large" => opening(OpenError::TooLarge),
        "changed" => opening(OpenError::Changed),
        "unknown_author" | "wrong_device" => (
            "Máy chủ không biết máy đã viết tệp này.",
            "The endpoint does not know the device that wrote this file.",
        ),
        "tray_full" => (
            "Khay đã đầy những việc của máy này. Hãy nộp lại sau khi có người xem bớt.",
            "The tray is full of that device's work. Hand it in again when some of it was looked at.",
        ),
        _ => {
            let said = locale.of(("Máy chủ không nhận tệp: ", "The endpoint does not take the file: "));
            return [said, reason].concat();
        }
    };
    locale.of(both).to_owned()
}
