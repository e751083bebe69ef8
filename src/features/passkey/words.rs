//! What is said of passkeys, both languages side by side.

use leptos::prelude::window;

use crate::book::PasskeyError;
use crate::components::chip::Tone;
use crate::components::icon::Icon;
use crate::locale::facts::Both;
use crate::locale::{Locale, Words, faults};
use crate::web::passkey::PasskeyFault;

/// On the button with which one signs in.
pub(super) const WAY: Both = ("Đăng nhập bằng khoá của máy", "Sign in with this device's key");
pub(super) const WAITING: Both = ("Đang chờ máy xác nhận…", "Waiting for the device…");
pub(super) const ASKS: Both = (
    "Hãy xác nhận trên máy: vân tay, khuôn mặt hoặc mã mở khoá màn hình.",
    "Confirm on the device: fingerprint, face, or what unlocks the screen.",
);
pub(super) const TITLE: Both = ("Khoá đăng nhập (passkey)", "Sign-in keys (passkeys)");
pub(super) const IN_SHORT: Both = (
    "Đăng nhập lại bằng vân tay, khuôn mặt hoặc mã mở khoá màn hình, không phải gõ mật khẩu.",
    "Sign in again with a fingerprint, your face or what unlocks the screen, without typing the password.",
);
pub(super) const NOT_THERE: Both = (
    "Trình duyệt này, hoặc địa chỉ đang mở, không dùng được khoá đăng nhập. Hãy đăng nhập bằng mật khẩu.",
    "This browser, or the address that is open, has no sign-in keys. Sign in with the password.",
);
pub(super) const OPEN_SCREEN: Both = ("Quản lý khoá đăng nhập", "Manage sign-in keys");
pub(super) const NEW: Both = ("Tạo khoá trên máy này", "Make a key on this device");
pub(super) const ABOUT: Both = (
    "Khoá nằm trong máy và chỉ mở khi máy nhận ra anh/chị: vân tay, khuôn mặt hoặc mã mở khoá màn hình. Máy chủ không biết những \
     thứ đó. Mật khẩu vẫn dùng được như trước. Chỉ tạo khoá trên máy mà không ai khác mở được.",
    "The key stays in the device and opens only when the device recognises you: by fingerprint, face or what unlocks the screen. The \
     endpoint learns none of these. The password works as before. Make a key only on a device that nobody else can unlock.",
);
pub(super) const NAME: Both = ("Tên của khoá", "What the key is called");
pub(super) const NAME_HELP: Both = (
    "Để sau này nhận ra khoá nằm ở máy nào. Ví dụ: Điện thoại của Hoà.",
    "So that you know later on which device it is. For example: Hoà's phone.",
);
pub(super) const NAME_MISSING: Both =
    ("Hãy đặt tên, nhiều nhất 60 ký tự.", "Give it a name of at most 60 characters.");
pub(super) const PASSWORD_HELP: Both = (
    "Đăng nhập đã lâu: hãy nhập mật khẩu một lần nữa, để không ai nhặt được máy mà tự tạo khoá.",
    "You signed in a while ago: give the password once more, so that nobody who finds the device makes a key.",
);
pub(super) const MAKE: Both = ("Tạo khoá", "Make the key");
pub(super) const WAS_MADE: Both = ("Đã tạo khoá đăng nhập", "The sign-in key is made");
pub(super) const OWN: Both = ("Các khoá của anh/chị", "Your keys");
pub(super) const NONE: Both = ("Chưa có khoá nào.", "No keys yet.");
pub(super) const NEEDS_LINE: Both = (
    "Phần này cần mạng: danh sách không được giữ trên máy.",
    "This needs a connection: the list is not kept on the device.",
);
pub(super) const HERE: Both = ("Tạo trên máy này", "Made on this device");
pub(super) const COPIED: Both = ("Có trên các máy khác của anh/chị", "On your other devices as well");
pub(super) const MADE_ON: Both = ("Tạo lúc ", "Made ");
pub(super) const USED_ON: Both = ("Dùng lần cuối ", "Last used ");
pub(super) const NEVER_USED: Both = ("Chưa dùng lần nào", "Never used");
pub(super) const REMOVE: Both = ("Xoá khoá", "Remove");
pub(super) const REMOVE_TITLE: Both = ("Xoá khoá đăng nhập này?", "Remove this sign-in key?");
pub(super) const WAS_REMOVED: Both = ("Đã xoá khoá đăng nhập", "The sign-in key is removed");

/// What is lost with a key.
pub(super) fn remove_text(locale: Locale, name: &str) -> String {
    match locale {
        Locale::Vi => format!(
            "Khoá “{name}” sẽ không đăng nhập được nữa. Máy đang đăng nhập thì vẫn đăng nhập. Tên của khoá còn hiện trong trình quản lý \
             mật khẩu của máy cho đến khi anh/chị xoá ở đó."
        ),
        Locale::En => format!(
            "The key “{name}” will not sign in any more. Devices that are signed in stay so. The device's password manager goes on \
             showing the key until you remove it there."
        ),
    }
}

/// A name for a key of this device, to begin with: what kind of device the browser says that it is.
pub(super) fn this_device(locale: Locale) -> String {
    let told = window().navigator().user_agent().unwrap_or_default();
    let kinds: [(&str, Both); 5] = [
        ("Android", ("Máy Android", "Android device")),
        ("iPhone", ("iPhone", "iPhone")),
        ("iPad", ("iPad", "iPad")),
        ("Windows", ("Máy tính Windows", "Windows computer")),
        ("Macintosh", ("Máy Mac", "Mac")),
    ];
    let known = kinds.into_iter().find(|(word, _)| told.contains(word));
    known.map_or_else(String::new, |(_, name)| locale.of(name).to_owned())
}

/// How it looks that it was not done. That somebody changed their mind is nothing grave.
pub(super) fn looks(error: PasskeyError) -> (Tone, Icon) {
    match error {
        PasskeyError::Browser(PasskeyFault::NotDone | PasskeyFault::Already) | PasskeyError::Over => {
            (Tone::Wait, Icon::Key)
        }
        _ => (Tone::Grave, Icon::Alert),
    }
}

/// Why it was not done.
pub(crate) fn failed(words: &Words, error: PasskeyError) -> String {
    let text = match error {
        PasskeyError::Browser(PasskeyFault::NotDone) => (
            "Chưa xác nhận, nên chưa làm gì cả. Nếu máy này chưa có khoá, hãy dùng mật khẩu; nếu không, hãy thử lại.",
            "Nothing was confirmed, so nothing was done. If this device has no key yet, use the password; otherwise try again.",
        ),
        PasskeyError::Browser(PasskeyFault::Already) => {
            ("Máy này đã có khoá của tài khoản này rồi.", "This device has a key of this account already.")
        }
        PasskeyError::Browser(PasskeyFault::Address) | PasskeyError::NotHere => (
            "Máy chủ chưa nhận khoá đăng nhập ở địa chỉ này. Hãy dùng mật khẩu và báo cho người quản trị.",
            "The endpoint takes no sign-in keys at this address. Use the password, and tell the administrator.",
        ),
        PasskeyError::Browser(PasskeyFault::Unable) => (
            "Máy này không giữ được khoá đăng nhập. Hãy đặt khoá màn hình cho máy (vân tay hoặc mã), rồi thử lại.",
            "This device cannot keep a sign-in key. Set a screen lock on it (fingerprint or PIN), then try again.",
        ),
        PasskeyError::Browser(PasskeyFault::Broken) => (
            "Trình duyệt trả lời lạ. Hãy thử lại, hoặc dùng mật khẩu.",
            "An unexpected answer of the browser. Try again, or use the password.",
        ),
        PasskeyError::Wrong => (
            "Máy chủ không nhận khoá này: khoá đã bị xoá hoặc không phải của máy chủ này. Hãy đăng nhập bằng mật khẩu.",
            "The endpoint does not take this key: it was removed, or is not of this endpoint. Sign in with the password.",
        ),
        PasskeyError::WentBack => (
            "Khoá này có dấu hiệu bị sao chép, nên không được nhận. Hãy đăng nhập bằng mật khẩu, xoá khoá này và báo cho người quản trị.",
            "This key looks as if it had been copied and is not taken. Sign in with the password, remove it, and tell the administrator.",
        ),
        PasskeyError::Over => ("Đã quá 5 phút. Hãy thử lại.", "More than 5 minutes have passed. Try again."),
        PasskeyError::SignInAnew => ("Cần đăng nhập lại.", "Sign in again."),
        PasskeyError::TooMany => (
            "Tài khoản đã có 10 khoá. Hãy xoá khoá không dùng nữa.",
            "The account has 10 keys. Remove one that is not used any more.",
        ),
        PasskeyError::Refused => (
            "Máy chủ không nhận khoá mà máy này tạo ra. Hãy thử lại; nếu vẫn vậy, hãy dùng mật khẩu.",
            "The endpoint does not take the key that this device made. Try again; if it stays so, use the password.",
        ),
        PasskeyError::SignIn(error) => return faults::sign_in(words, error),
    };
    words.locale.of(text).to_owned()
}
