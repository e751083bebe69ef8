//! What is said of accounts, places, slips and the committee, both languages side by side.

use crate::book::Objection;
use crate::locale::Locale;
use crate::locale::facts::Both;

/// What the sections are called.
pub(crate) const ACCOUNTS: Both = ("Tài khoản", "Accounts");
pub(crate) const PLACES: Both = ("Đơn vị, khối, cụm", "Units, blocs, clusters");

pub(super) const NO_HELP: Both = ("", "");
pub(super) const ASKING: Both = ("Đang hỏi máy chủ…", "Asking the endpoint…");
pub(super) const AGAIN: Both = ("Thử lại", "Try again");
pub(super) const OLD: Both = (
    "Dưới đây là điều máy chủ nói lần trước; có thể đã khác.",
    "Below is what the endpoint said last; it may have changed.",
);
pub(super) const ONLINE: Both = ("Cần mạng để lưu", "Saving needs a connection");
pub(super) const KEPT: Both = ("Những gì đã gõ vẫn còn.", "What was typed is still here.");
pub(super) const SENDING: Both = ("Đang gửi lên máy chủ…", "Sending to the endpoint…");
pub(super) const SAVE: Both = ("Lưu", "Save");
pub(super) const SAVED: Both = ("Máy chủ đã lưu", "Saved by the endpoint");
pub(super) const RESUMED: Both =
    ("Đây là những gì bạn gõ dở lúc trước.", "This is what you had begun to type.");
pub(super) const EDIT: Both = ("Sửa", "Edit");
pub(super) const ABSENT: Both = ("Không có mục này", "There is no such entry");
pub(super) const ABSENT_HELP: Both =
    ("Địa chỉ không đúng, hoặc mục đã không còn.", "The address is wrong, or it is not there any more.");
pub(super) const NOTHING_CHOSEN: Both = ("Chọn một mục", "Choose an entry");
pub(super) const CHOOSE_ACCOUNT: Both = (
    "Chọn một tài khoản trong danh sách để xem, sửa, hoặc tạo phiếu cấp.",
    "Choose an account of the list to see or change it, or to make its slip.",
);
pub(super) const CHOOSE_PLACE: Both =
    ("Chọn một đơn vị, khối hoặc cụm trong danh sách.", "Choose a unit, a bloc or a cluster of the list.");
pub(super) const NOTHING_FOUND: Both = ("Không tìm thấy", "Nothing found");
pub(super) const NOTHING_FOUND_HELP: Both =
    ("Thử ít chữ hơn, hoặc xem tất cả.", "Try fewer words, or show all.");
pub(super) const WIDEN: Both = ("Xem tất cả", "Show all");

// Accounts.
pub(super) const NEW_ACCOUNT: Both = ("Thêm tài khoản", "Add an account");
pub(super) const EDIT_ACCOUNT: Both = ("Sửa tài khoản", "Edit the account");
pub(super) const SEARCH_ACCOUNTS: Both = ("Tìm theo tên, tài khoản, đơn vị", "Search by name, login, unit");
pub(super) const NAME: Both = ("Họ tên hoặc chức danh", "Name or post");
pub(super) const NAME_HELP: Both = (
    "Ghi trong lịch sử từng hồ sơ. Ví dụ: Công chức phụ trách thi đua, xã Long Môn.",
    "It stands in the history of dossiers. For example: Emulation officer, Long Môn.",
);
pub(super) const LOGIN: Both = ("Tên đăng nhập", "Login");
pub(super) const LOGIN_HELP: Both = (
    "3 đến 40 ký tự: chữ thường không dấu, số, dấu chấm, gạch. Không đổi được về sau.",
    "3 to 40 characters: small letters, digits, point, dash. It cannot be changed later.",
);
pub(super) const ROLE: Both = ("Vai trò", "Role");
pub(super) const HOME: Both = ("Đơn vị", "Unit");
pub(super) const COMMUNES: Both = ("Xã, phường, thị trấn", "Communes");
pub(super) const OFFICES: Both = ("Phòng, ban", "Offices");
pub(super) const FIRST_YEAR: Both = ("Từ năm", "From year");
pub(super) const LAST_YEAR: Both = ("Đến năm", "To year");
pub(super) const YEARS: Both = ("Năm làm việc", "Years of work");
pub(super) const YEARS_HELP: Both = (
    "Ngoài những năm này không đăng nhập được. Bỏ trống nếu không giới hạn.",
    "Outside of these years nobody signs in with it. Leave empty for no bound.",
);
pub(super) const NO_BOUND: Both = ("Không giới hạn", "No bound");
pub(super) const ALL_STATES: Both = ("Mọi tình trạng", "Any state");
pub(super) const STATE: Both = ("Tình trạng", "State");
pub(super) const ENROLLED: Both = ("Đã có mật khẩu", "Has a password");
pub(super) const NOT_ENROLLED: Both = ("Chưa nhận", "Not taken up yet");
pub(super) const INACTIVE: Both = ("Ngừng dùng", "Not in use");
pub(super) const OUT_OF_YEARS: Both = ("Ngoài năm làm việc", "Outside of its years");
pub(super) const SLIP_UNTIL: Both = ("Phiếu còn hạn đến ", "Slip out until ");
pub(super) const SLIP_OVER: Both = ("Phiếu đã quá hạn", "Slip expired");
pub(super) const STOP: Both = ("Ngừng dùng tài khoản", "Take out of use");
pub(super) const STOP_TITLE: Both = ("Ngừng dùng tài khoản này?", "Take this account out of use?");
pub(super) const STOP_TEXT: Both = (
    "Tài khoản bị đăng xuất khỏi mọi máy và không đăng nhập được nữa. Việc chưa gửi vẫn nằm trên máy của người đó. \
     Có thể cho dùng lại.",
    "It is signed out on all devices and cannot sign in any more. Unsent work stays on the officer’s device. It can be taken \
     into use again.",
);
pub(super) const STOPPED: Both = ("Đã ngừng dùng tài khoản", "The account is out of use");
pub(super) const RESUME: Both = ("Cho dùng lại", "Take into use again");
pub(super) const RESUMED_USE: Both = ("Tài khoản dùng được trở lại", "The account is in use again");
pub(super) const OWN: Both = (
    "Đây là tài khoản bạn đang dùng: chỉ người quản trị khác mới ngừng được.",
    "This is the account you are using: only another administrator can take it out of use.",
);

// Slips.
pub(super) const SLIP: Both = ("Phiếu cấp tài khoản", "Enrolment slip");
pub(super) const SLIP_HELP: Both = (
    "Phiếu in ra giấy, có mã dùng một lần trong 72 giờ. Người nhận quét mã, tự đặt mật khẩu. Quên mật khẩu cũng cấp phiếu mới.",
    "A sheet of paper with a code that works once within 72 hours. Its holder scans it and chooses a password. It is also the \
     way out of a forgotten password.",
);
pub(super) const SLIP_ENROLLED: Both = (
    "Mật khẩu đang dùng còn hiệu lực cho đến khi phiếu được dùng; khi đó các máy khác của tài khoản bị đăng xuất.",
    "The present password holds until the slip is used; then the other devices of the account are signed out.",
);
pub(super) const MAKE: Both = ("Tạo phiếu", "Make a slip");
pub(super) const MAKE_NEW: Both = ("Tạo phiếu mới", "Make a new slip");
pub(super) const REPLACES: Both = (
    "Mã của phiếu cũ không xem lại được. Tạo phiếu mới thì phiếu cũ hết hiệu lực.",
    "The code of the slip that is out cannot be shown again. A new slip makes the old one void.",
);
pub(super) const MAKE_TITLE: Both = ("Thay phiếu cũ?", "Replace the old slip?");
pub(super) const MAKE_TEXT: Both = (
    "Phiếu đã phát hết hiệu lực ngay: người đang cầm phiếu cũ không dùng được nữa.",
    "The slip that is out is void at once: whoever holds it cannot use it any more.",
);
pub(super) const VOID: Both = ("Huỷ phiếu", "Make the slip void");
pub(super) const VOID_TITLE: Both = ("Huỷ phiếu này?", "Make this slip void?");
pub(super) const VOID_TEXT: Both =
    ("Người đang cầm phiếu không dùng được nữa.", "Whoever holds it cannot use it any more.");
pub(super) const VOIDED: Both = ("Đã huỷ phiếu", "The slip is void");
pub(super) const PRINT: Both = ("In phiếu", "Print");
pub(super) const HIDE: Both = ("Ẩn phiếu", "Hide the slip");
pub(super) const ONCE: Both = (
    "Mã chỉ hiện lần này. Hãy in hoặc đưa ngay cho người nhận; rời màn hình này là không xem lại được.",
    "The code is shown this once. Print it or hand it over now; it is gone when you leave this screen.",
);
pub(super) const MADE: Both = ("Đã tạo phiếu", "The slip is made");
pub(super) const CLOSED: Both = (
    "Tài khoản đang ngừng dùng hoặc ngoài năm làm việc, nên chưa tạo phiếu được.",
    "The account is not in use, or not in this year: there is no slip for it.",
);

// Places.
pub(super) const NEW_PLACE: Both = ("Thêm đơn vị, khối, cụm", "Add a unit, bloc or cluster");
pub(super) const EDIT_PLACE: Both = ("Sửa", "Edit");
pub(super) const SEARCH_PLACES: Both = ("Tìm theo tên", "Search by name");
pub(super) const KIND: Both = ("Loại", "Kind");
pub(super) const KIND_HELP: Both = ("Không đổi được về sau.", "It cannot be changed later.");
pub(super) const PLACE_NAME: Both = ("Tên", "Name");
pub(super) const PLACE_NAME_HELP: Both =
    ("Ví dụ: Xã Long Môn; Phòng Nội vụ; Cụm thi đua các xã.", "For example: Xã Long Môn; Phòng Nội vụ.");
pub(super) const MEMBERS: Both = ("Đơn vị thành viên", "Members");
pub(super) const MEMBERS_HELP: Both = (
    "Thành viên đọc được giao ước của cả khối, cụm.",
    "Members read the pledges of the whole bloc or cluster.",
);
pub(super) const NO_MEMBERS: Both = ("Chưa có thành viên", "No members yet");
pub(super) const ITS_GROUPS: Both = ("Thuộc khối, cụm", "Member of");
pub(super) const ITS_ACCOUNTS: Both = ("Tài khoản của đơn vị", "Its accounts");
pub(super) const NONE: Both = ("Chưa có", "None yet");
pub(super) const COMMITTEE: Both = ("Tên, cấp và năm của cơ quan", "Committee, level and year");
pub(super) const LEVEL: Both = ("Cấp", "Level");
pub(super) const LEVEL_HELP: Both = (
    "Cấp ra quyết định ở đây: điều kiện, hội đồng và danh sách trình lên theo cấp này.",
    "The level that decides here: conditions, council and what is sent up follow from it.",
);
pub(super) const COMMITTEE_NAME: Both = ("Tên cơ quan", "The committee’s name");
pub(super) const COMMITTEE_NAME_HELP: Both =
    ("In trên phiếu, danh sách. Ví dụ: UBND huyện Minh Long.", "It stands on slips and lists.");
pub(super) const YEAR: Both = ("Năm đang làm", "Year of work");
pub(super) const YEAR_HELP: Both = (
    "Đề nghị, giao ước mới ghi năm này. Tài khoản không có năm này trong năm làm việc sẽ không đăng nhập được.",
    "New nominations and pledges begin with it. Accounts whose years do not hold it cannot sign in.",
);

/// The roles, with what they do.
pub(super) const ROLES: [(&str, Both, Both); 4] = [
    (
        "commune_officer",
        ("Công chức thi đua của đơn vị", "Officer of a unit"),
        (
            "Nhập đề nghị và giao ước của đơn vị mình.",
            "Enters the nominations and the pledge of the own unit.",
        ),
    ),
    (
        "emulation_officer",
        ("Cán bộ thường trực thi đua, khen thưởng", "Emulation officer"),
        ("Nhận và thẩm định hồ sơ của mọi đơn vị.", "Receives and appraises the dossiers of all units."),
    ),
    (
        "council_member",
        ("Thành viên Hội đồng", "Member of the council"),
        ("Đọc hồ sơ và bỏ phiếu.", "Reads the dossiers and votes."),
    ),
    (
        "administrator",
        ("Người quản trị", "Administrator"),
        (
            "Quản lý tài khoản, thiết bị, thiết lập; làm được việc của cán bộ thường trực.",
            "Keeps accounts, devices and settings; may do the emulation officer’s work.",
        ),
    ),
];

/// The kinds of places that can be made.
pub(super) const KINDS: [(&str, Both); 4] = [
    ("commune", ("Xã, phường, thị trấn", "Commune")),
    ("office", ("Phòng, ban", "Office")),
    ("bloc", ("Khối thi đua", "Bloc")),
    ("cluster", ("Cụm thi đua", "Cluster")),
];

/// The levels of committees.
pub(super) const LEVELS: [(&str, Both); 3] =
    [("commune", ("Xã", "Commune")), ("district", ("Huyện", "District")), ("province", ("Tỉnh", "Province"))];

/// What a role is called; a later version may have others.
pub(super) fn role(locale: Locale, id: &str) -> String {
    let known = ROLES.iter().find(|(role, ..)| *role == id);
    known.map_or_else(|| id.to_owned(), |(_, word, _)| locale.of(*word).to_owned())
}

/// What a kind of place is called.
pub(super) fn kind(locale: Locale, id: &str) -> &'static str {
    let known = KINDS.iter().find(|(kind, _)| *kind == id);
    locale.of(known.map_or(("Cơ quan", "The committee’s own"), |(_, word)| *word))
}

/// How many accounts are shown.
pub(super) fn accounts(locale: Locale, count: usize) -> String {
    [&count.to_string(), locale.of((" tài khoản", " accounts"))].concat()
}

/// How many members a place has.
pub(super) fn members(locale: Locale, count: usize) -> String {
    [&count.to_string(), locale.of((" thành viên", " members"))].concat()
}

/// What is wrong with a name for signing in, with one that would do.
pub(super) fn login_wrong(locale: Locale, better: &str) -> String {
    let said = locale.of((
        "Cần 3 đến 40 ký tự, chỉ gồm a–z, 0–9, dấu chấm và gạch.",
        "It takes 3 to 40 characters of a–z, 0–9, point and dash.",
    ));
    if better.is_empty() {
        return said.to_owned();
    }
    [said, locale.of((" Có thể dùng: ", " It could be: ")), better].concat()
}

/// The field that an objection belongs to.
pub(super) const fn field_of(objection: Objection) -> &'static str {
    match objection {
        Objection::Login | Objection::LoginTaken => "login",
        Objection::Name | Objection::NameTaken => "name",
        Objection::Role => "role",
        Objection::Home => "home",
        Objection::Years => "last",
        Objection::Year => "year",
        Objection::Level => "level",
        Objection::Kind => "kind",
        Objection::Members => "members",
        Objection::Units | Objection::UnitEnded => "units",
        Objection::Day | Objection::DayAhead | Objection::DayTooEarly => "day",
        Objection::Code | Objection::CodeTaken => "code",
        Objection::LastAdministrator | Objection::Closed | Objection::Absent => "",
    }
}

/// What the endpoint objects to.
pub(super) const fn objection(objection: Objection) -> Both {
    match objection {
        Objection::Login => (
            "Cần 3 đến 40 ký tự, chỉ gồm a–z, 0–9, dấu chấm và gạch.",
            "It takes 3 to 40 characters of a–z, 0–9, point and dash.",
        ),
        Objection::LoginTaken => (
            "Đã có tài khoản dùng tên đăng nhập này. Hãy chọn tên khác.",
            "Another account has this login. Choose another.",
        ),
        Objection::Name => ("Hãy ghi tên, nhiều nhất 200 ký tự.", "Give a name of at most 200 characters."),
        Objection::NameTaken => (
            "Đã có mục khác mang đúng tên này. Hãy ghi thêm cho khác.",
            "Another one has this very name. Add something that tells them apart.",
        ),
        Objection::Role => ("Hãy chọn vai trò.", "Choose a role."),
        Objection::Home => ("Hãy chọn đơn vị.", "Choose a unit."),
        Objection::Years => (
            "Năm từ 2000 đến 2100; năm cuối không trước năm đầu.",
            "Years are 2000 to 2100, the last one not before the first.",
        ),
        Objection::Year => ("Hãy ghi năm từ 2000 đến 2100.", "Give a year from 2000 to 2100."),
        Objection::Level => ("Hãy chọn cấp của cơ quan.", "Choose the committee’s level."),
        Objection::Kind => ("Hãy chọn loại.", "Choose a kind."),
        Objection::Members => ("Thành viên phải là đơn vị.", "Members are units."),
        Objection::Units => (
            "Hãy chọn từ hai đơn vị trở lên, cùng là xã hoặc cùng là phòng, ban.",
            "Choose two units or more, all communes or all offices.",
        ),
        Objection::UnitEnded => (
            "Có đơn vị đã được sáp nhập trước đó. Hãy xem lại danh sách.",
            "One of them was merged before. Look at the list.",
        ),
        Objection::Day => ("Hãy ghi ngày, như 01/07/2025.", "Give a day, such as 01/07/2025."),
        Objection::DayAhead => (
            "Ngày này chưa tới. Hãy làm việc này từ ngày ấy trở đi.",
            "That day has not come yet. Do this on that day or later.",
        ),
        Objection::DayTooEarly => {
            ("Có đơn vị chỉ mới có từ ngày này hoặc sau đó.", "One of the units began on that day or later.")
        }
        Objection::Code => (
            "Mã có nhiều nhất 20 ký tự: chữ in không dấu, số, dấu chấm, gạch.",
            "A code has at most 20 characters: letters, digits, point, dash.",
        ),
        Objection::CodeTaken => ("Một đơn vị khác đang dùng mã này.", "Another unit has this code."),
        Objection::LastAdministrator => (
            "Phải còn ít nhất một người quản trị đăng nhập được.",
            "At least one administrator must be able to sign in.",
        ),
        Objection::Closed => CLOSED,
        Objection::Absent => (
            "Máy chủ không có mục này nữa. Hãy xem lại danh sách.",
            "The endpoint does not have this entry any more. Look at the list.",
        ),
    }
}
