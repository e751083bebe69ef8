//! What is said of a hub, both languages side by side.

use super::scan::Wrong;
use crate::book::{HubSeen, HubTrouble};
use crate::locale::facts::Both;
use crate::locale::{Locale, Words, format};

pub(super) const TITLE: Both = ("Máy chủ hội nghị", "Conference hub");
pub(super) const HELP: Both = (
    "Ở hội nghị không có mạng, các máy gửi và nhận qua máy chủ đặt tại chỗ. Có mạng thì máy này luôn gửi thẳng cho máy chủ của Uỷ ban. \
     Máy chủ hội nghị chỉ giữ tạm: đánh số, ra quyết định, mở và đóng phiên họp, bỏ phiếu kín đều cần máy chủ của Uỷ ban.",
    "At a conference without a connection, devices exchange through a server in the hall. Where there is a connection, this device always \
     sends to the committee's endpoint itself. What a hub says is provisional: numbers, decisions, opening and closing a session, and secret \
     ballots need the committee's endpoint.",
);
pub(super) const WHICH: Both = ("Dùng máy chủ", "Use");
pub(super) const NONE: Both = ("Không dùng", "None");
pub(super) const CHOSEN: Both = (
    "Máy này sẽ hỏi máy chủ hội nghị mỗi khi không tới được máy chủ của Uỷ ban.",
    "This device asks the hub whenever the committee's endpoint is out of reach.",
);

pub(super) const SCAN: Both = ("Quét mã", "Scan the code");
pub(super) const SCAN_TITLE: Both = ("Quét mã của máy chủ hội nghị", "Scan the hub’s code");
pub(super) const BY_LIST: Both =
    ("Hoặc chọn địa chỉ trong danh sách.", "Or choose the address from the list.");
pub(super) const AIM: Both = (
    "Đưa ô vuông trên màn hình hoặc tờ in của máy chủ hội nghị vào khung hình.",
    "Hold the square that the hub shows, on its screen or on paper, into the picture.",
);

/// Why a code leads to no hub.
pub(super) fn wrong(locale: Locale, wrong: &Wrong) -> String {
    match wrong {
        Wrong::NoAddress => locale
            .of(("Mã này không phải địa chỉ của máy chủ hội nghị.", "This code holds no address of a hub."))
            .to_owned(),
        Wrong::NotNamed(address) => {
            let before = locale
                .of(("Uỷ ban chưa nêu máy chủ hội nghị ở địa chỉ ", "The committee has named no hub at "));
            let after = locale.of((
                ". Không gửi gì tới đó. Hãy mở màn hình này một lần khi tới được máy chủ của Uỷ ban, hoặc hỏi người quản trị.",
                ". Nothing is sent there. Open this screen once where the committee’s endpoint can be reached, or ask the administrator.",
            ));
            [before, address, after].concat()
        }
    }
}

/// What was heard last.
pub(super) fn heard(words: &'static Words, seen: &HubSeen) -> Vec<String> {
    let locale = words.locale;
    let mut lines = Vec::new();
    if let Some(at) = seen.at_ms {
        let ago = format::ago(words, at);
        lines.push([locale.of(("Máy chủ hội nghị trả lời ", "The hub answered ")), &ago, "."].concat());
        lines.push(match seen.reached_ms {
            Some(reached) => {
                let said = locale.of((
                    "Nó tới được máy chủ của Uỷ ban lần cuối ",
                    "It last reached the committee's endpoint ",
                ));
                [said, &format::ago(words, reached), "."].concat()
            }
            None => locale
                .of((
                    "Từ khi bật, nó chưa tới được máy chủ của Uỷ ban.",
                    "Since it was started it has not reached the committee's endpoint.",
                ))
                .to_owned(),
        });
        if seen.waiting > 0 {
            let count = seen.waiting.to_string();
            lines.push(match locale {
                Locale::Vi => [&count, " việc của các máy đang chờ ở đó để chuyển lên."].concat(),
                Locale::En => ["Pieces of work of all devices that wait there: ", &count, "."].concat(),
            });
        }
    }
    if seen.refused > 0 {
        let count = seen.refused.to_string();
        lines.push(match locale {
            Locale::Vi => {
                [&count, " việc của máy này không nhận tạm được ở đó; máy chủ của Uỷ ban sẽ quyết."].concat()
            }
            Locale::En => {
                ["Not carried out there, to be decided by the committee's endpoint: ", &count, "."].concat()
            }
        });
    }
    if seen.beyond > 0 {
        let count = seen.beyond.to_string();
        lines.push(match locale {
            Locale::Vi => [
                &count,
                " việc chỉ máy chủ của Uỷ ban làm được (đánh số, quyết định, phiên họp, xoá dữ liệu cá nhân): còn chờ trên máy này.",
            ]
            .concat(),
            Locale::En => [
                "Only for the committee's endpoint (numbers, decisions, sessions, erasing), waiting on this device: ",
                &count,
                ".",
            ]
            .concat(),
        });
    }
    lines
}

/// Why a hub did not help.
pub(super) fn trouble(locale: Locale, trouble: &HubTrouble) -> String {
    let both = match trouble {
        HubTrouble::Unreached => (
            "Không tới được máy chủ hội nghị, hoặc trình duyệt chưa tin nó: hãy xem máy này có ở cùng mạng không, cho phép trình duyệt vào mạng nội \
             bộ nếu được hỏi, và mở lại ứng dụng một lần. Nếu vẫn không được, hãy gửi bằng tệp hoặc mã QR ở dưới.",
            "The hub was not reached, or the browser does not trust it: see whether this device is in the same network, allow the browser to use the \
             local network if it asks, and open the app again once. If it still fails, send by file or QR code below.",
        ),
        HubTrouble::Foreign => (
            "Máy ở địa chỉ này không phải máy chủ hội nghị của Uỷ ban. Không gửi gì cho nó.",
            "What answers at this address is no hub of the committee. Nothing is sent to it.",
        ),
        HubTrouble::Over => (
            "Phép của máy chủ hội nghị đã hết hạn. Nó cần tới được máy chủ của Uỷ ban một lần.",
            "The hub's lease is over. It has to reach the committee's endpoint once.",
        ),
        HubTrouble::ShutOut => (
            "Máy chủ hội nghị này đã bị khoá ở máy chủ của Uỷ ban. Việc của máy này vẫn còn đây.",
            "This hub was shut out at the committee's endpoint. The work of this device is still here.",
        ),
        HubTrouble::Unknown => (
            "Máy chủ hội nghị chưa biết lần đăng nhập này: nó cần tới được máy chủ của Uỷ ban một lần. Trong lúc chờ có thể gửi bằng tệp.",
            "The hub does not know this sign-in yet: it has to reach the committee's endpoint once. Meanwhile files can be sent.",
        ),
        HubTrouble::NoKey => (
            "Máy này chưa nhận được khoá của cơ quan. Cần gửi và nhận một lần khi có mạng.",
            "This device has not been told the committee's key. Send and receive once with a connection.",
        ),
        HubTrouble::Device => (
            "Máy không ghi được. Mọi thứ vẫn còn trên máy; hãy thử lại.",
            "The device could not do it. Everything is still here; try again.",
        ),
        HubTrouble::Refused(reason) => {
            let said = locale.of(("Máy chủ hội nghị không nhận: ", "The hub does not take it: "));
            return [said, reason].concat();
        }
    };
    locale.of(both).to_owned()
}
