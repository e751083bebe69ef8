//! What is said where an account is opened or gets another password, both languages side by side.

use thidua_domain::{password, slip};

use crate::book::EnrolError;
use crate::locale::facts::Both;
use crate::locale::{Locale, Words};

pub(super) const TITLE: Both = ("Nhận tài khoản", "Open your account");
pub(super) const ABOUT: Both = (
    "Bằng phiếu do người quản trị cấp. Cũng dùng khi quên mật khẩu.",
    "With the slip that the administrator gave you. It is also the way out of a forgotten password.",
);
pub(super) const NEEDS_LINE: Both = (
    "Bước này cần mạng. Sau đó làm việc được cả khi không có mạng.",
    "This needs a network. After that you can work without one.",
);
pub(super) const BACK: Both = ("Quay lại", "Back");
pub(super) const CODE: Both = ("Mã trên phiếu", "Code on the slip");
pub(super) const CODE_HELP: Both = (
    "16 chữ và số. Chữ hoa, chữ thường, dấu gạch đều được.",
    "16 letters and digits, capital or small, with dashes or without.",
);
pub(super) const CODE_MISSING: Both = ("Hãy gõ mã trên phiếu.", "Type the code on the slip.");
pub(super) const CODE_WHOLE: Both = ("Đã đủ mã.", "The code is complete.");
pub(super) const NEW_PASSWORD: Both = ("Mật khẩu mới", "New password");
pub(super) const PASSWORD_AGAIN: Both = ("Nhập lại mật khẩu mới", "New password once more");
pub(super) const PASSWORD_HELP: Both = (
    "Ít nhất 10 ký tự. Vài từ không liên quan thì dễ nhớ, khó đoán.",
    "At least 10 characters. A few unrelated words are easy to keep and hard to guess.",
);
pub(super) const PASSWORD_GOOD: Both = ("Mật khẩu dùng được.", "This password will do.");
pub(super) const PASSWORD_MISSING: Both = ("Hãy đặt mật khẩu.", "Choose a password.");
pub(super) const NOT_SAME: Both = ("Hai lần nhập chưa giống nhau.", "This is not the same as above.");
pub(super) const SHOW: Both = ("Hiện mật khẩu", "Show the password");
pub(super) const ENTER: Both = ("Đặt mật khẩu và vào", "Set the password and enter");
pub(super) const BUSY: Both = ("Đang gửi…", "Sending…");
pub(super) const SIGNED_IN: Both = ("Máy này đang dùng tài khoản: ", "This device is signed in as: ");
pub(super) const SIGNED_IN_MORE: Both = (
    "Phiếu của chính tài khoản này thì dùng tiếp được. Phiếu của người khác: hãy đăng xuất trước.",
    "A slip of this account can be used here. To use another’s, sign out first.",
);

pub(super) const OLD_PASSWORD: Both = ("Mật khẩu đang dùng", "Present password");
pub(super) const OLD_MISSING: Both = ("Hãy nhập mật khẩu đang dùng.", "Type the present password.");
pub(super) const WRONG_OLD: Both = (
    "Chưa đúng. Xem lại chữ hoa, chữ thường; nếu quên, xin người quản trị phiếu mới.",
    "This is not it. Check capital letters; if it is forgotten, ask the administrator for a slip.",
);
pub(super) const CHANGE: Both = ("Đổi mật khẩu", "Change the password");
pub(super) const CHANGE_HELP: Both = (
    "Các máy khác của bạn sẽ bị đăng xuất và phải đăng nhập lại bằng mật khẩu mới; việc chưa gửi trên máy đó vẫn còn. Cần mạng.",
    "Your other devices are signed out and must sign in with the new password; unsent work on them stays. It needs a connection.",
);
pub(super) const CHANGED: Both = ("Đã đổi mật khẩu", "The password is changed");

/// What a typed code looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Look {
    /// Nothing is typed.
    Nothing,
    /// It is a code.
    Whole,
    /// So many signs are missing.
    Short(usize),
    /// So many signs are too many.
    Long(usize),
    /// A keyboard for Vietnamese has put marks on letters: what was meant cannot be told.
    Marks,
    /// It has a sign that no code has.
    Strange(char),
}

/// How a typed code looks, while it is typed.
pub(super) fn read(typed: &str) -> Look {
    if slip::read(typed).is_some() {
        return Look::Whole;
    }
    let signs =
        || typed.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '–' | '—' | '.'));
    if signs().any(|sign| sign.is_alphabetic() && !sign.is_ascii()) {
        return Look::Marks;
    }
    if let Some(strange) =
        signs().find(|sign| !sign.is_ascii_alphanumeric() || sign.eq_ignore_ascii_case(&'u'))
    {
        return Look::Strange(strange);
    }
    match signs().count() {
        0 => Look::Nothing,
        count if count < slip::SIGNS => Look::Short(slip::SIGNS - count),
        count => Look::Long(count - slip::SIGNS),
    }
}

/// A code in groups of four, as it stands on the slip; what is none stays as it is.
pub(super) fn grouped(code: &str) -> String {
    slip::read(code).map_or_else(|| code.to_owned(), slip::written)
}

/// What a typed code lacks.
pub(super) fn code(locale: Locale, look: Look) -> String {
    let vietnamese = locale == Locale::Vi;
    match look {
        Look::Short(1) if !vietnamese => "1 character is missing.".to_owned(),
        Look::Short(count) if vietnamese => format!("Còn thiếu {count} ký tự."),
        Look::Short(count) => format!("{count} characters are missing."),
        Look::Long(count) if vietnamese => format!("Thừa {count} ký tự. Xem lại từng nhóm."),
        Look::Long(count) => format!("{count} too many. Look at each group again."),
        Look::Marks => locale
            .of((
                "Bộ gõ tiếng Việt đã thêm dấu. Hãy tắt bộ gõ (chuyển sang E) rồi gõ lại mã.",
                "The Vietnamese keyboard has put marks on letters. Turn it off and type the code again.",
            ))
            .to_owned(),
        Look::Strange(sign) if vietnamese => format!("Mã không có ký tự “{sign}”. Xem lại chỗ đó."),
        Look::Strange(sign) => format!("No code has “{sign}”. Look there again."),
        Look::Nothing | Look::Whole => String::new(),
    }
}

/// What is wrong with a password that has so many characters.
pub(super) fn fault(locale: Locale, fault: password::Fault, count: usize) -> String {
    let both = match fault {
        password::Fault::Short => {
            let missing = password::SHORTEST.saturating_sub(count);
            return match locale {
                Locale::Vi => format!("Còn thiếu {missing} ký tự (cần ít nhất {}).", password::SHORTEST),
                Locale::En => format!("{missing} more needed (at least {}).", password::SHORTEST),
            };
        }
        password::Fault::Long => ("Dài quá: nhiều nhất 128 ký tự.", "Too long: at most 128 characters."),
        password::Fault::Guessable => (
            "Dễ đoán quá: đây là mật khẩu ai cũng thử trước, hoặc chỉ lặp vài ký tự. Hãy thêm một hai từ.",
            "Too easy to guess: it is one that everybody tries, or a few characters over and over. Add a word or two.",
        ),
        password::Fault::Login => ("Không được chứa tên đăng nhập.", "It must not contain the login."),
    };
    locale.of(both).to_owned()
}

/// Why the account was not opened, and what to do.
pub(super) fn failed(app: &Words, error: EnrolError) -> (String, &'static str) {
    let locale = app.locale;
    let (title, text) = match error {
        EnrolError::Offline => (
            ("Chưa có mạng.", "There is no network."),
            (
                "Những gì đã gõ vẫn còn. Hãy thử lại ở chỗ có sóng.",
                "What was typed is still here. Try again where there is a signal.",
            ),
        ),
        EnrolError::Unsure => (
            (
                "Mạng đứt giữa chừng, chưa biết máy chủ đã nhận chưa.",
                "The line was cut, and it is not known whether it was done.",
            ),
            (
                "Hãy bấm lại. Nếu báo phiếu không dùng được thì mật khẩu đã đặt xong: quay lại và đăng nhập bằng mật khẩu đó.",
                "Press again. If the slip is refused then, the password is set: go back and sign in with it.",
            ),
        ),
        EnrolError::NoSlip => (
            ("Phiếu này không dùng được.", "This slip does not work."),
            (
                "Có thể mã gõ sai, phiếu đã dùng, đã được thay hoặc quá 72 giờ. Xem lại từng nhóm; nếu vẫn vậy, xin người quản trị \
                 phiếu mới. Nếu bạn đã đặt mật khẩu rồi, hãy quay lại và đăng nhập.",
                "The code may be mistyped, used, replaced, or older than 72 hours. Look at each group; if it is right, ask the \
                 administrator for a new slip. If you have set your password already, go back and sign in.",
            ),
        ),
        EnrolError::Closed => (
            (
                "Tài khoản này đang ngừng dùng, hoặc ngoài năm làm việc.",
                "This account is not in use, or not in this year.",
            ),
            ("Hãy hỏi người quản trị.", "Ask the administrator."),
        ),
        EnrolError::OtherAccount => (
            ("Máy này đang giữ việc của tài khoản khác.", "This device holds the work of another account."),
            (
                "Phiếu chưa bị dùng. Hãy gửi hết việc và đăng xuất tài khoản kia, hoặc dùng phiếu trên máy khác.",
                "The slip is not used up. Send all work and sign the other account out, or use the slip on another device.",
            ),
        ),
        other => return rest(app, other),
    };
    (locale.of(title).to_owned(), locale.of(text))
}

/// Why the password was not changed, and what to do.
pub(super) fn not_changed(app: &Words, error: EnrolError) -> (String, &'static str) {
    let locale = app.locale;
    let (title, text) = match error {
        EnrolError::Offline => (
            ("Chưa có mạng, mật khẩu chưa đổi.", "There is no network; the password is as it was."),
            (
                "Những gì đã gõ vẫn còn. Hãy thử lại ở chỗ có sóng.",
                "What was typed is still here. Try again where there is a signal.",
            ),
        ),
        EnrolError::Unsure => (
            (
                "Mạng đứt giữa chừng, chưa biết đã đổi chưa.",
                "The line was cut, and it is not known whether it was changed.",
            ),
            (
                "Hãy bấm lại. Nếu mật khẩu đang dùng bị báo sai thì mật khẩu mới đã có hiệu lực.",
                "Press again. If the present password is refused then, the new one holds.",
            ),
        ),
        EnrolError::SignedOut => (
            ("Cần đăng nhập lại.", "Sign in again."),
            (
                "Mở “Lưu và gửi” để đăng nhập lại, rồi đổi mật khẩu.",
                "Open the page of the sync, sign in, and change it then.",
            ),
        ),
        other => return rest(app, other),
    };
    (locale.of(title).to_owned(), locale.of(text))
}

fn rest(app: &Words, error: EnrolError) -> (String, &'static str) {
    let ask = app.locale.of(("Hãy hỏi người quản trị.", "Ask the administrator."));
    let later = app.locale.of(("Hãy thử lại sau ít phút.", "Try again in a few minutes."));
    match error {
        EnrolError::TooMany => (app.locale.of(("Đã thử nhiều lần.", "Too many attempts.")).to_owned(), later),
        EnrolError::Revoked => (app.sign_in().revoked.to_owned(), ""),
        EnrolError::Storage => (app.failure().storage.to_owned(), ""),
        EnrolError::Endpoint(status) => ((app.failure().endpoint)(status), later),
        _ => ((app.failure().endpoint)(401), ask),
    }
}
