//! What is said of work by file, both languages side by side.

use std::ops::RangeInclusive;

use thidua_bundle::{FrameError, OpenError};

use crate::book::{CarryError, Load, Taken};
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
    "Tệp của máy khác: máy này giữ lại và nộp khi có mạng. Giấy báo của máy này: cho biết việc nào đã được nhận. Trên máy tính có thể kéo tệp thả vào đây.",
    "A file of another device is kept here and handed in when there is a connection. A receipt for this device tells what was taken. On a \
     computer you can also drop a file here.",
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
pub(super) const SHOW: Both = ("Hiện mã QR", "Show QR codes");
pub(super) const SHOWN: Both = ("Việc chưa gửi của máy này", "What this device has not sent");
pub(super) const SHOWN_CARRIED: Both = ("Tệp đang mang hộ", "The file that is carried");
pub(super) const SHOWN_RECEIPT: Both = ("Giấy báo", "The receipt");
pub(super) const SHOW_HELP: Both = (
    "Trên máy kia: mở “Lưu và gửi”, bấm “Đọc mã từ máy khác” rồi đưa ô vuông vào khung hình. Các mã chạy vòng đến khi máy kia đọc đủ; \
     nếu khó đọc thì tăng độ sáng màn hình hoặc cho chạy chậm hơn.",
    "On the other device open “Storing and sending”, press “Read codes of another device” and hold the square into the picture. The \
     codes go round until the other device has them all; if they are hard to read, make the screen brighter or the codes slower.",
);
pub(super) const TOO_MUCH_FOR_CODES: Both = (
    "Nhiều quá, không hiện bằng mã được. Hãy xuất tệp rồi chuyển tệp.",
    "Too much for codes. Write a file and take that.",
);
pub(super) const PAUSE: Both = ("Dừng", "Stop");
pub(super) const RUN: Both = ("Chạy", "Run");
pub(super) const SLOWER: Both = ("Chậm hơn", "Slower");
pub(super) const FASTER: Both = ("Nhanh hơn", "Faster");
pub(super) const BEFORE: Both = ("Mã trước", "Code before");
pub(super) const NEXT: Both = ("Mã sau", "Next code");
pub(super) const PAUSED: Both = ("Đang dừng ở mã này.", "Stopped at this code.");
pub(super) const CLOSE: Both = ("Đóng", "Close");
pub(super) const SCAN: Both = ("Đọc mã từ máy khác", "Read codes of another device");
pub(super) const SCAN_HELP: Both = (
    "Giữ yên, để ô vuông gần kín khung hình. Đọc đủ mã là xong; mã nào chưa đọc được sẽ hiện lại ở vòng sau.",
    "Hold still, with the square nearly filling the picture. It is done when all codes are read; one that was not comes round again.",
);
pub(super) const AIM: Both =
    ("Đưa ô vuông trên máy kia vào khung hình.", "Hold the square of the other device into the picture.");
pub(super) const BY_FILE: Both = ("Hoặc chuyển bằng tệp.", "Or take a file.");
pub(super) const ANEW: Both = ("Đọc tệp này từ đầu", "Read this file from the beginning");
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

/// What is shown as codes, said below the dialog.
pub(super) fn shown(locale: Locale, count: usize, left: usize) -> String {
    let (count, left) = (count.to_string(), (left > 0).then(|| left.to_string()));
    match (locale, left) {
        (Locale::Vi, None) => {
            ["Đã hiện ", &count, " việc bằng mã. Việc vẫn còn trên máy này; máy kia đọc đủ mã thì nộp hộ."]
                .concat()
        }
        (Locale::Vi, Some(left)) => {
            ["Đã hiện ", &count, " việc bằng mã; còn ", &left, " việc cho lần sau."].concat()
        }
        (Locale::En, None) => {
            ["Shown: ", &count, ". The work stays here; the other device hands it in once it has all codes."]
                .concat()
        }
        (Locale::En, Some(left)) => ["Shown: ", &count, "; left for another time: ", &left, "."].concat(),
    }
}

/// What goes with the data of this device that belongs to others.
pub(super) fn leaves_behind(locale: Locale, load: Load) -> String {
    let some = |count: usize, (before, after): Both| {
        if count > 0 { [" ", before, &count.to_string(), after].concat() } else { String::new() }
    };
    let (files, receipts): (Both, Both) = match locale {
        Locale::Vi => (
            ("Máy này còn mang hộ ", " tệp của máy khác chưa nộp; tệp sẽ bị bỏ, việc chỉ còn ở máy đã viết."),
            ("Còn ", " giấy báo chưa đưa về máy đã viết tệp; giấy báo cũng bị bỏ."),
        ),
        Locale::En => (
            (
                "Files of other devices that are carried here and not handed in: ",
                ". They are dropped, and their work is only where it was written.",
            ),
            ("Receipts that were not taken back: ", ". They are dropped as well."),
        ),
    };
    [some(load.files, files), some(load.receipts, receipts)].concat()
}

/// Which code of how many.
pub(super) fn code(locale: Locale, number: usize, of: usize) -> String {
    [locale.of(("Mã ", "Code ")), &number.to_string(), locale.of((" trên ", " of ")), &of.to_string()]
        .concat()
}

/// How fast codes change.
pub(super) fn pace(locale: Locale, ms: u64) -> String {
    let both = match ms {
        1_500.. => ("2 giây đổi một mã.", "A code every 2 seconds."),
        800.. => ("Mỗi giây một mã.", "A code a second."),
        400.. => ("Mỗi giây 2 mã.", "2 codes a second."),
        _ => ("Mỗi giây gần 3 mã.", "Almost 3 codes a second."),
    };
    locale.of(both).to_owned()
}

/// How far reading is.
pub(super) fn progress(locale: Locale, read: usize, of: usize, missing: &[RangeInclusive<usize>]) -> String {
    let range = |range: &RangeInclusive<usize>| match (range.start().to_string(), range.end().to_string()) {
        (first, last) if first == last => first,
        (first, last) => [first, last].join("–"),
    };
    let missing = missing.iter().map(range).collect::<Vec<_>>().join(", ");
    let (read, of) = (read.to_string(), of.to_string());
    match locale {
        Locale::Vi => ["Đã đọc ", &read, " trên ", &of, " mã. Còn thiếu: ", &missing, "."].concat(),
        Locale::En => ["Read: ", &read, " of ", &of, ". Missing: ", &missing, "."].concat(),
    }
}

/// Why a code that was seen brings nothing.
pub(super) const fn wrong(error: FrameError) -> Both {
    match error {
        FrameError::Foreign => ("Mã này không phải của ứng dụng.", "This code is of something else."),
        FrameError::Newer(_) => (
            "Máy kia chạy bản mới hơn. Hãy cập nhật máy này rồi thử lại, hoặc chuyển bằng tệp.",
            "The other device has a later version. Update this one and try again, or take a file.",
        ),
        FrameError::Damaged => (
            "Có mã đọc không rõ: giữ yên, mã đó sẽ hiện lại.",
            "A code was not clear: hold still, it comes round again.",
        ),
        FrameError::AnotherFile => (
            "Mã này của tệp khác, hoặc máy kia đã mở lại từ đầu.",
            "This code is of another file, or the other device has begun anew.",
        ),
        FrameError::NotTheWhole => (
            "Các mã không khớp thành một tệp. Đang đọc lại từ đầu.",
            "The codes do not make one file. They are read from the beginning.",
        ),
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
        OpenError::Foreign => ("Đây không phải tệp của ứng dụng này.", "This is no file of this program."),
        OpenError::OtherKind => (
            "Đây là giấy báo, không phải tệp việc: hãy đưa về máy đã viết tệp.",
            "This is a receipt and no work: take it to the device that wrote the file.",
        ),
        OpenError::Newer(_) => (
            "Tệp do bản mới hơn của ứng dụng viết. Hãy cập nhật rồi thử lại.",
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
