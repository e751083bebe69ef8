//! What is said of evidence, both languages side by side.

use thidua_domain::evidence::{MOST_FILES, MOST_OF_RESULT, MOST_PICTURES};

use crate::book::{FetchError, Halt, Moving, Trouble};
use crate::locale::facts::Both;
use crate::locale::{Locale, Words, faults, format};

/// What files a form asks for, and how it says so.
pub(super) struct Wanted {
    pub(super) title: Both,
    pub(super) help: Both,
    pub(super) choose: Both,
    pub(super) none: Both,
    pub(super) already: Both,
    /// What can be chosen, for the browser. What a file is, its bytes say.
    pub(super) accepted: &'static str,
    pub(super) only_pictures: bool,
    pub(super) most: usize,
}

/// The evidence of a nomination.
pub(super) const EVIDENCE: Wanted = Wanted {
    title: ("Minh chứng", "Evidence"),
    help: HELP,
    choose: CHOOSE,
    none: NONE,
    already: ("Tệp này đã có trong đề nghị.", "The nomination has this file already."),
    accepted: "image/*,application/pdf,.pdf",
    only_pictures: false,
    most: MOST_FILES,
};

/// The pictures of a model worth copying.
pub(super) const PICTURES: Wanted = Wanted {
    title: ("Ảnh", "Pictures"),
    help: (
        "Ảnh được thu nhỏ ngay trên máy (tối đa 200 kB) và bỏ vị trí chụp. Tối đa 10 ảnh. Đơn vị khác xem được ảnh sau khi ảnh đã gửi.",
        "Pictures are made small on this device (200 kB at most) and lose the place where they were taken. 10 at most. Other units see them once they are sent.",
    ),
    choose: ("Chọn ảnh", "Choose pictures"),
    none: ("Chưa có ảnh.", "There is no picture yet."),
    already: ("Ảnh này đã có.", "This picture is there already."),
    accepted: "image/*",
    only_pictures: true,
    most: MOST_PICTURES,
};

/// The evidence of one result of a pledge.
pub(super) const OF_RESULT: Wanted = Wanted {
    title: EVIDENCE.title,
    help: (
        "Ảnh được thu nhỏ ngay trên máy (tối đa 200 kB) và bỏ vị trí chụp. PDF đến 10 MB. Tối đa 5 tệp cho mỗi kết quả. Ghi ngay khi chọn, gửi khi có mạng.",
        "Photographs are made small on this device (200 kB at most) and lose the place where they were taken. PDF up to 10 MB. 5 files at most for one result. Kept as soon as they are chosen, sent when there is a connection.",
    ),
    choose: CHOOSE,
    none: NONE,
    already: ("Tệp này đã có ở kết quả này.", "This result has this file already."),
    accepted: EVIDENCE.accepted,
    only_pictures: false,
    most: MOST_OF_RESULT,
};

const HELP: Both = (
    "Ảnh được thu nhỏ ngay trên máy (tối đa 200 kB) và bỏ vị trí chụp. PDF đến 10 MB. Tối đa 20 tệp. Tệp được gửi riêng, sau khi bạn lưu đề nghị.",
    "Photographs are made small on this device (200 kB at most) and lose the place where they were taken. PDF up to 10 MB. 20 files at most. Files are sent by themselves, after you save the nomination.",
);
pub(super) const TAKE: Both = ("Chụp ảnh", "Take a photograph");
const CHOOSE: Both = ("Chọn ảnh hoặc PDF", "Choose photographs or PDF");
const NONE: Both = ("Chưa có tệp minh chứng.", "There is no evidence yet.");
pub(super) const NOTE: Both = ("Tệp này cho thấy gì", "What this file shows");
pub(super) const REMOVE: Both = ("Bỏ tệp", "Remove the file");
pub(super) const REMOVED: Both = ("Đã bỏ tệp khỏi kết quả.", "The file was taken off the result.");
pub(super) const ASTRAY: Both =
    ("Minh chứng của chỉ tiêu không còn nữa", "Evidence of targets that are not there any more");
pub(super) const DISMISS: Both = ("Bỏ dòng này", "Remove this line");
pub(super) const WORKING: Both = ("Đang thu nhỏ và giữ trên máy…", "Making it small and keeping it here…");
pub(super) const TOLD_PLACE: Both = (
    "Ảnh có ghi vị trí chụp. Vị trí đã được bỏ.",
    "The photograph said where it was taken. That was taken out.",
);
pub(super) const NAMELESS: Both = ("Tệp không tên", "A file without a name");
pub(super) const PHOTOGRAPH: Both = ("Ảnh", "Photograph");
pub(super) const VIEW: Both = ("Xem", "View");
pub(super) const OPEN: Both = ("Mở PDF", "Open the PDF");
pub(super) const CLOSE: Both = ("Đóng", "Close");
pub(super) const FETCH: Both = ("Tải về xem", "Fetch and view");
pub(super) const NOT_OPENED: Both =
    ("Không mở được tệp trên máy này.", "The file cannot be opened on this device.");
pub(super) const ON_ENDPOINT: Both = ("Đã có trên máy chủ", "On the server");
pub(super) const WAITING: Both = ("Chờ gửi", "Waits to be sent");
pub(super) const ABSENT: Both = ("Chưa tải về máy này", "Not on this device yet");
pub(super) const IN_TROUBLE: Both = ("Chưa gửi được", "Not sent");
pub(super) const QUEUE: Both = ("Tệp minh chứng", "Files of evidence");
pub(super) const NOTHING_DUE: Both = ("Không có tệp nào chờ gửi.", "No file waits to be sent.");
pub(super) const RECORDS_FIRST: Both = (
    "Đề nghị luôn được gửi trước, tệp được gửi sau, từng phần một.",
    "Records always go first; files follow, piece by piece.",
);
pub(super) const ONLY_WIFI: Both = ("Chỉ gửi tệp khi có Wi-Fi", "Send files on Wi-Fi only");
pub(super) const ONLY_WIFI_HELP: Both =
    ("Chỉ áp dụng cho tệp minh chứng trên máy này.", "Only for files of evidence, on this device.");
pub(super) const UNTOLD_LINE: Both = (
    "Trình duyệt này không cho biết máy đang dùng Wi-Fi hay mạng di động. Khi có Wi-Fi, hãy bấm “Gửi tệp ngay”.",
    "This browser does not tell whether the device is on Wi-Fi. When you are, press “Send files now”.",
);
pub(super) const SEND_NOW: Both = ("Gửi tệp ngay", "Send files now");

/// What a file came to: its size before, where that is known, and after.
pub(super) fn sizes(app: &Words, before: Option<f64>, after: u32) -> String {
    let before = before.filter(|before| *before > f64::from(after));
    let after = format::size(app, f64::from(after));
    before.map_or_else(|| after.clone(), |before| [&format::size(app, before), " → ", &after].concat())
}

/// How far a file on its way is: kilobytes, and seconds once they can be told.
pub(super) fn progress(app: &Words, moving: Moving) -> String {
    let kilobytes = |bytes: u32| grouped(app.locale, bytes.saturating_add(500) / 1000);
    let figures = [&kilobytes(moving.done), "/", &kilobytes(moving.size), " kB"].concat();
    let (begun, left, seconds) = match (app.locale, moving.is_sent) {
        (Locale::Vi, true) => ("Đã gửi ", ", còn khoảng ", " giây"),
        (Locale::Vi, false) => ("Đã tải ", ", còn khoảng ", " giây"),
        (Locale::En, true) => ("Sent ", ", about ", " s left"),
        (Locale::En, false) => ("Fetched ", ", about ", " s left"),
    };
    let rest = moving.seconds.map(|count| [left, &grouped(app.locale, count), seconds].concat());
    [begun, &figures, rest.as_deref().unwrap_or_default()].concat()
}

/// A whole number with a mark between thousands.
pub(super) fn grouped(locale: Locale, number: u32) -> String {
    let mark = if locale == Locale::Vi { '.' } else { ',' };
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// How many files wait, and how much they are.
pub(super) fn due(app: &Words, count: usize, bytes: f64) -> String {
    let (count, size) = (count.to_string(), format::size(app, bytes));
    match app.locale {
        Locale::Vi => [&count, " tệp chờ gửi, tổng cộng ", &size, "."].concat(),
        Locale::En => [&count, " files wait to be sent, ", &size, " in all."].concat(),
    }
}

/// What signing out would lose.
#[must_use]
pub(crate) fn loses(locale: Locale, count: usize) -> String {
    match locale {
        Locale::Vi => [" Còn ", &count.to_string(), " tệp minh chứng chưa gửi cũng sẽ mất."].concat(),
        Locale::En => {
            [" ", &count.to_string(), " files of evidence that were not sent are lost, too."].concat()
        }
    }
}

/// The files of one result, as their heading says how many.
pub(super) fn of_result(locale: Locale, count: usize) -> String {
    let title = locale.of(EVIDENCE.title);
    if count == 0 { title.to_owned() } else { [title, " (", &count.to_string(), ")"].concat() }
}

/// Why files wait.
pub(super) const fn halt(locale: Locale, halt: Halt) -> &'static str {
    locale.of(match halt {
        Halt::Mobile => (
            "Máy đang dùng mạng di động. Tệp sẽ được gửi khi có Wi-Fi, hoặc khi bạn bấm “Gửi tệp ngay”.",
            "The device is on mobile data. Files go when there is Wi-Fi, or when you press “Send files now”.",
        ),
        Halt::Untold => UNTOLD_LINE,
        Halt::Line => (
            "Chưa kết nối được máy chủ. Tệp vẫn còn trên máy và sẽ tự gửi tiếp từ chỗ đã dừng.",
            "The server cannot be reached. The files are on this device and go on from where they stopped.",
        ),
        Halt::SignedOut => (
            "Cần đăng nhập lại để gửi tệp. Tệp vẫn còn trên máy.",
            "Sign in again to send files. They are still on this device.",
        ),
    })
}

/// Why one file was not taken.
pub(super) const fn trouble(locale: Locale, trouble: Trouble) -> &'static str {
    locale.of(match trouble {
        Trouble::NotNamed => (
            "Máy chủ chưa nhận nội dung có tệp này. Tệp sẽ được gửi sau khi nội dung đã gửi.",
            "The server does not have the record with this file yet. The file goes after it.",
        ),
        Trouble::Damaged => (
            "Tệp trên máy này bị hỏng nên máy chủ không nhận. Hãy bỏ tệp và thêm lại.",
            "The file on this device is damaged and was not taken. Remove it and add it again.",
        ),
        Trouble::Gone => (
            "Tệp không còn trên máy này. Hãy bỏ tệp và thêm lại.",
            "The file is not on this device any more. Remove it and add it again.",
        ),
        Trouble::Refused(_) => (
            "Máy chủ không nhận tệp này. Có quá nhiều tệp, hoặc tài khoản không được thêm tệp.",
            "The server does not take this file: there are too many, or the account may not add files.",
        ),
    })
}

/// Why a file could not be fetched.
pub(super) fn fetch(app: &Words, error: FetchError) -> String {
    let words = match error {
        FetchError::NotUploaded => (
            "Tệp chưa có trên máy chủ: máy đã thêm tệp chưa gửi xong. Hãy thử lại sau.",
            "The server does not have the file yet: the device that added it has not sent it. Try again later.",
        ),
        FetchError::Line => (
            "Chưa kết nối được máy chủ. Phần đã tải vẫn được giữ; hãy thử lại khi có mạng.",
            "The server cannot be reached. What was fetched is kept; try again with a connection.",
        ),
        FetchError::SignedOut => ("Cần đăng nhập lại để tải tệp.", "Sign in again to fetch the file."),
        FetchError::Damaged => {
            ("Tệp tải về không đúng. Hãy thử lại.", "What was fetched is not the file. Try again.")
        }
        FetchError::Book(error) => return faults::book(app, error).to_string(),
    };
    app.locale.of(words).to_owned()
}
