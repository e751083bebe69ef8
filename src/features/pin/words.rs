//! The words of the PIN, Vietnamese and English side by side.

use crate::book::PinError;
use crate::features::passkey;
use crate::locale::facts::Both;
use crate::locale::{Locale, Words, faults};
use crate::storage::{Lost, StorageError};

pub(super) const TITLE: Both = ("Khoá máy bằng mã PIN", "Lock with a PIN");
pub(super) const IS_OFF: Both = (
    "Chưa đặt. Ai cầm máy này cũng mở xem được dữ liệu.",
    "Not set. Whoever holds this device can open the data.",
);
pub(super) const IS_ON: Both = ("Đã đặt mã PIN trên máy này.", "A PIN is set on this device.");
pub(super) const LOCK_NOW: Both = ("Khoá ngay", "Lock now");
pub(super) const OPEN_SCREEN: Both = ("Mã PIN và tự khoá", "PIN and locking");

pub(super) const ABOUT: Both = (
    "Dữ liệu trên máy này sẽ được mã hoá. Mỗi lần mở ứng dụng phải nhập mã PIN. Máy bị mất thì người khác không đọc được.",
    "The data on this device will be encrypted. The PIN is asked for each time the app is opened. If the device is lost, others cannot read it.",
);
pub(super) const ABOUT_LENGTH: Both = (
    "Mã 6 số chống được người cầm nhầm, không chống được chuyên gia có máy và thời gian. Dữ liệu cần giữ kín hơn thì dùng một câu dài bằng chữ.",
    "Six digits keep out whoever picks the device up, not an expert with the device and time. For more, use a long phrase of words.",
);
pub(super) const NEW_PIN: Both = ("Mã PIN mới", "New PIN");
pub(super) const NEW_PIN_HELP: Both = (
    "Từ 6 đến 12 chữ số, hoặc một câu bằng chữ từ 6 ký tự.",
    "6 to 12 digits, or a phrase of at least 6 characters.",
);
pub(super) const AGAIN: Both = ("Nhập lại mã PIN mới", "New PIN again");
pub(super) const OLD_PIN: Both = ("Mã PIN đang dùng", "Present PIN");
pub(super) const PIN: Both = ("Mã PIN", "PIN");
pub(super) const SET: Both = ("Đặt mã PIN", "Set the PIN");
pub(super) const SETTING: Both = ("Đang mã hoá dữ liệu…", "Encrypting the data…");
pub(super) const CHANGE: Both = ("Đổi mã PIN", "Change the PIN");
pub(super) const REMOVE: Both = ("Bỏ mã PIN", "Take the PIN off");
pub(super) const REMOVE_TEXT: Both = (
    "Dữ liệu trên máy này sẽ không còn được mã hoá.",
    "The data on this device will no longer be encrypted.",
);
pub(super) const WORKING: Both = ("Đang làm…", "Working…");
pub(super) const WAS_SET: Both = ("Đã đặt mã PIN", "The PIN is set");
pub(super) const WAS_CHANGED: Both = ("Đã đổi mã PIN", "The PIN is changed");
pub(super) const WAS_REMOVED: Both = ("Đã bỏ mã PIN", "The PIN is off");
pub(super) const IDLE: Both = ("Tự khoá khi không dùng", "Lock when not used for");
pub(super) const IDLE_HELP: Both = (
    "Tính cả lúc ứng dụng ở phía sau. Phần đang viết dở được giữ lại.",
    "Time in the background counts. What you were writing is kept.",
);
pub(super) const RECOVERABLE: Both = (
    "Nếu quên mã PIN, có thể mở lại bằng mật khẩu của tài khoản khi có mạng.",
    "If you forget the PIN, the account's password opens the device, with a connection.",
);
pub(super) const NOT_RECOVERABLE: Both = (
    "Chưa có lối mở lại nếu quên mã PIN: máy này chưa gửi được khoá dự phòng lên máy chủ. Ứng dụng sẽ tự gửi khi có mạng.",
    "There is no way back yet if you forget the PIN: the recovery key has not reached the server. It is sent when there is a connection.",
);

pub(super) const DOOR: Both = ("Máy đang khoá", "Locked");
pub(super) const NO_SYNC: Both = (
    "Trong lúc khoá, ứng dụng không gửi và không nhận dữ liệu. Phần chưa gửi vẫn được giữ trên máy.",
    "While it is locked the app sends and receives nothing. What is unsent is kept on this device.",
);
pub(super) const NO_MORE_NOW: Both = (
    "Nhập sai nhiều lần nên phải chờ. Tải lại trang hay chỉnh đồng hồ lùi lại không rút ngắn được.",
    "Too many wrong PINs, so it must wait. Loading the page anew or setting the clock back does not shorten it.",
);
pub(super) const OPEN: Both = ("Mở khoá", "Unlock");
pub(super) const OPENING: Both = ("Đang mở…", "Opening…");
pub(super) const FORGOTTEN: Both = ("Quên mã PIN", "Forgotten the PIN");
pub(super) const BACK: Both = ("Quay lại nhập mã PIN", "Back to the PIN");
pub(super) const RECOVER_TEXT: Both = (
    "Đăng nhập lại bằng tài khoản vẫn dùng trên máy này, rồi đặt mã PIN mới. Cần có mạng. Phần chưa gửi vẫn còn.",
    "Sign in again with the account of this device, then set a new PIN. This needs a connection. What is unsent stays.",
);
pub(super) const RECOVER: Both = ("Tiếp tục", "Go on");
pub(super) const NO_WAY_BACK: Both = (
    "Không mở lại được bằng mật khẩu: khi đặt mã PIN, máy này chưa kịp gửi khoá dự phòng lên máy chủ. Nếu không nhớ ra mã PIN thì chỉ còn cách xoá dữ liệu trên máy.",
    "The password cannot open it: the recovery key of this device had not reached the server. Without the PIN, all that is left is to clear the device.",
);
pub(super) const RECOVERED: Both =
    ("Đã xác nhận tài khoản. Hãy đặt mã PIN mới.", "The account is confirmed. Set a new PIN.");
pub(super) const CLEAR: Both = ("Xoá dữ liệu trên máy", "Clear this device");
pub(super) const CLEAR_TITLE: Both = ("Xoá dữ liệu trên máy này?", "Clear this device?");

const BLANK: Both = ("Hãy nhập mã PIN.", "Enter the PIN.");
const TOO_SHORT: Both = ("Mã PIN cần ít nhất 6 ký tự.", "The PIN needs at least 6 characters.");
const TOO_LONG: Both = (
    "Mã bằng số dài nhất 12 chữ số. Muốn dài hơn thì thêm chữ.",
    "A PIN of digits has at most 12. For more, add letters.",
);
const TOO_EASY: Both = (
    "Mã này dễ đoán. Đừng dùng một số lặp lại hay dãy số liền nhau.",
    "This one is easily guessed. Do not repeat a digit or count up or down.",
);
const NOT_SAME: Both = ("Hai lần nhập chưa giống nhau.", "The two are not the same.");

/// What is wrong with a PIN that is to be set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Weak {
    Blank,
    Short,
    Long,
    Easy,
    NotSame,
}

pub(super) fn weak(locale: Locale, weak: Weak) -> String {
    locale
        .of(match weak {
            Weak::Blank => BLANK,
            Weak::Short => TOO_SHORT,
            Weak::Long => TOO_LONG,
            Weak::Easy => TOO_EASY,
            Weak::NotSame => NOT_SAME,
        })
        .to_owned()
}

/// So many minutes.
pub(super) fn minutes(locale: Locale, minutes: u32) -> String {
    [&minutes.to_string(), locale.of((" phút", " minutes"))].concat()
}

/// How long it must still wait.
pub(super) fn wait(locale: Locale, count: u32, seconds: u32) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let time = format!("{minutes}:{rest:02}");
    match locale {
        Locale::Vi => format!("Đã nhập sai {count} lần. Hãy chờ {time} rồi thử lại."),
        Locale::En => format!("{count} wrong PINs. Wait {time}, then try again."),
    }
}

/// What is lost if the device is cleared.
pub(super) fn lost(locale: Locale, lost: Lost) -> String {
    let Lost { operations, drafts, files, ballots, carried } = lost;
    if operations + drafts + files + ballots + carried == 0 {
        return locale
            .of((
                "Trên máy này không có gì chưa gửi. Dữ liệu đã gửi vẫn còn trên máy chủ; đăng nhập lại sẽ tải về.",
                "Nothing on this device is unsent. What was sent is on the server and comes back when you sign in.",
            ))
            .to_owned();
    }
    let vote = match (locale, ballots) {
        (_, 0) => String::new(),
        (Locale::Vi, _) => format!(
            " Máy này giữ {ballots} phiếu bầu của Hội đồng: phiếu nào chưa gửi thì mất, và không nhận lại được."
        ),
        (Locale::En, _) => format!(
            " Ballots of the council here: {ballots}. One that was not cast is lost, and you cannot take another."
        ),
    };
    let told = match locale {
        Locale::Vi => format!(
            "Sẽ mất hẳn: {operations} thay đổi chưa gửi, {drafts} bản nháp; {files} tệp minh chứng trên máy, tệp nào chưa gửi thì cũng mất. Dữ liệu đã gửi vẫn còn trên máy chủ."
        ),
        Locale::En => format!(
            "Lost for good: {operations} unsent changes, {drafts} drafts, and of the {files} evidence files here those that are unsent. What was sent is on the server."
        ),
    };
    let carried = match (locale, carried) {
        (_, 0) => String::new(),
        (Locale::Vi, _) => {
            format!(" {carried} tệp đang mang hộ cũng bị bỏ: việc trong đó chỉ còn ở máy đã viết.")
        }
        (Locale::En, _) => {
            format!(
                " Files carried for others, dropped as well: {carried}. Their work is only where it was written."
            )
        }
    };
    told + &vote + &carried
}

/// Why it did not work.
pub(super) fn failed(words: &Words, error: PinError) -> String {
    let locale = words.locale;
    let both = match error {
        PinError::Wrong(tries) if tries.free() > 0 => {
            let free = tries.free();
            return match locale {
                Locale::Vi => format!("Mã PIN chưa đúng. Còn {free} lần thử trước khi phải chờ."),
                Locale::En => format!("Wrong PIN. {free} more tries before you have to wait."),
            };
        }
        PinError::Wrong(tries) | PinError::Wait(tries) => {
            return match locale {
                Locale::Vi => format!(
                    "Mã PIN chưa đúng. Đã nhập sai {} lần, phải chờ rồi mới thử lại được.",
                    tries.count
                ),
                Locale::En => format!("Wrong PIN. That was {} times; wait before the next try.", tries.count),
            };
        }
        PinError::SignIn(error) => return faults::sign_in(words, error),
        PinError::Passkey(error) => return passkey::failed(words, error),
        PinError::NoRecovery => NO_WAY_BACK,
        PinError::NoLock | PinError::Storage(StorageError::Blocked | StorageError::Stale) => (
            "Một cửa sổ khác vừa thay đổi mã PIN. Hãy mở lại ứng dụng.",
            "Another window has just changed the PIN. Open the app again.",
        ),
        PinError::Newer => (
            "Mã PIN này do bản mới hơn của ứng dụng đặt. Hãy cập nhật ứng dụng.",
            "A later version of the app has set this PIN. Update the app.",
        ),
        PinError::NoCipher => (
            "Trình duyệt không cho mã hoá ở đây. Hãy mở ứng dụng bằng địa chỉ https.",
            "The browser does not encrypt here. Open the app by its https address.",
        ),
        PinError::Storage(StorageError::NoRoom) => (
            "Máy hết chỗ trống nên chưa làm được. Dữ liệu vẫn nguyên như cũ.",
            "The device has no room left, so it was not done. The data are as they were.",
        ),
        PinError::Storage(StorageError::Damaged | StorageError::Newer | StorageError::Failed) => (
            "Chưa làm được vì kho dữ liệu trên máy gặp lỗi. Dữ liệu vẫn nguyên như cũ.",
            "It was not done: the store of this device failed. The data are as they were.",
        ),
    };
    locale.of(both).to_owned()
}
