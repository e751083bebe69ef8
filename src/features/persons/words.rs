//! What is said of personal data, both languages side by side.

use thidua_domain::erasure::Kept;
use thidua_domain::record::RecordKind;

use crate::book::{Changed, PersonError};
use crate::locale::Locale;
use crate::locale::facts::Both;

/// What the screen is called.
pub(crate) const TITLE: Both = ("Dữ liệu cá nhân", "Personal data");
/// The name of the files, without the ending.
pub(super) const FILE: &str = "du-lieu-ca-nhan";

pub(super) const NOT_YOURS: Both = (
    "Phần này của thường trực Hội đồng và người quản trị. Người có yêu cầu về dữ liệu của mình gửi đến họ.",
    "This is for the council’s standing office and administrators. Whoever asks about their own data turns to them.",
);
pub(super) const ASK_TITLE: Both = ("Đang giữ gì về một người", "What is held about a person");
pub(super) const ASK_HELP: Both = (
    "Máy chủ tìm mọi hồ sơ, lịch sử sửa, tệp minh chứng và tài khoản của người đó. Mỗi lần hỏi được ghi vào nhật ký.",
    "The endpoint looks for every record, its history, files of evidence and an account. Each time is noted in the log.",
);
pub(super) const ASK: Both = ("Tìm toàn bộ dữ liệu", "Find all data");
pub(super) const NAME: Both = ("Họ và tên", "Full name");
pub(super) const NAME_HELP: Both = ("Không cần đúng dấu.", "Marks may be left out.");
pub(super) const TWO_WORDS: Both = ("Hãy ghi đủ họ và tên.", "Give the whole name.");
pub(super) const BORN: Both = ("Năm sinh", "Year of birth");
pub(super) const BORN_HELP: Both = (
    "Bốn chữ số, ví dụ 1980. Để trống nếu không biết.",
    "Four digits, for example 1980. Leave it empty if not known.",
);

pub(super) const FOUND: Both = ("Kết quả", "What was found");
pub(super) const NOTHING: Both = ("Không giữ gì về người này.", "Nothing is held about this person.");
pub(super) const MORE: Both = (
    "Có quá nhiều hồ sơ nên chưa kể hết. Hãy ghi cả năm sinh.",
    "There are more records than are told at once. Give the year of birth too.",
);
pub(super) const HAND_OVER: Both = (
    "Giao cho người có yêu cầu: trang để đọc và in, hoặc tệp dữ liệu để máy khác đọc.",
    "To hand over: a page to read and print, or a file that other programs read.",
);
pub(super) const SAVE_PAGE: Both = ("Tải trang để in", "Save as a page");
pub(super) const SAVE_JSON: Both = ("Tải tệp dữ liệu (JSON)", "Save as JSON");
pub(super) const SAVED: Both = ("Đã tải về máy", "Saved on this device");
pub(super) const NOT_SAVED: Both = ("Trình duyệt không cho tải về", "The browser did not take the file");
pub(super) const CORRECT: Both = (
    "Muốn chỉnh sửa: mở hồ sơ và sửa như thường; lịch sử ghi ai sửa, lúc nào. Hồ sơ đã trình thì rút hoặc trả lại trước.",
    "To correct something: open the record and edit it; its history keeps who did, and when. What was handed up is withdrawn or returned first.",
);
pub(super) const OPEN: Both = ("Mở để xem, sửa", "Open to look or correct");
pub(super) const CERTAIN: Both = ("Đúng người này", "This person");
pub(super) const PERHAPS: Both = ("Có thể là người này", "Perhaps this person");
pub(super) const DELETED: Both = ("Trong mục đã xoá", "Among the deleted");
pub(super) const OFFERED: Both = ("Gửi lên, chưa thành hồ sơ", "Sent, and no record came of it");
pub(super) const WAITS: Both = (" (chờ trong khay duyệt)", " (waits in the review tray)");
pub(super) const NOT_DONE: Both = (" (không được nhận)", " (was not taken)");
pub(super) const MENTIONS: Both = ("Được nhắc tên ở nơi khác", "Named elsewhere");
pub(super) const MENTIONS_HELP: Both = (
    "Các hồ sơ này nói về việc khác. Muốn bỏ tên thì sửa câu chữ trong hồ sơ.",
    "These records are about something else. To take the name out, edit their text.",
);
pub(super) const ACCOUNT: Both = ("Tài khoản", "Account");
pub(super) const DEVICE: Both = ("Máy ", "Device ");
pub(super) const PASSKEY: Both = ("Khoá đăng nhập: ", "Sign-in key: ");

pub(super) const ERASE_TITLE: Both = ("Xoá dữ liệu", "Erase");
pub(super) const ERASE_HELP: Both = (
    "Nội dung, lịch sử và tệp minh chứng bị xoá ở máy chủ và trên mọi máy khi máy đó có mạng. Chỉ còn lại: đã xoá, lý do, \
     ai quyết định. Bản sao lưu cũ phải huỷ riêng.",
    "Text, history and files go from the endpoint, and from every device as soon as it has a line. What stays is that it was \
     erased, why, and who decided. Old backups are destroyed separately.",
);
pub(super) const NOTHING_TO_ERASE: Both =
    ("Không có hồ sơ nào được xoá.", "There is no record that may be erased.");
pub(super) const CHOOSE_RECORDS: Both = ("Chọn hồ sơ cần xoá", "Choose the records to erase");
pub(super) const REASON: Both = ("Lý do xoá", "Why it is erased");
pub(super) const REASON_HELP: Both = (
    "Được lưu lại, nên không ghi tên người đó. Ví dụ: chủ thể dữ liệu yêu cầu ngày 05/01/2026.",
    "It is kept: do not name the person. For example: asked for by the person on 5 January 2026.",
);
pub(super) const DECIDED_BY: Both = ("Người quyết định", "Who decided");
pub(super) const DECIDED_BY_HELP: Both =
    ("Ví dụ: Chủ tịch UBND huyện.", "For example: the chair of the district’s committee.");
pub(super) const TOO_LONG: Both = ("Quá dài. Hãy viết ngắn hơn.", "Too long. Make it shorter.");
pub(super) const ERASE: Both = ("Xoá vĩnh viễn", "Erase for good");
pub(super) const SURE: Both = ("Xoá vĩnh viễn?", "Erase for good?");
pub(super) const ERASE_WORD: Both = ("xoá", "erase");
pub(super) const ERASE_TYPED: Both =
    ("Không hoàn tác được. Gõ chữ “xoá” để xác nhận.", "It cannot be undone. Type “erase” to confirm.");
pub(super) const ERASED: Both =
    ("Đã xoá; máy khác xoá khi có mạng", "Erased; other devices follow with a line");
pub(super) const KEPT: Both = ("Phải lưu giữ", "Kept by law");

pub(super) const PURPOSES_TITLE: Both =
    ("Giữ gì, để làm gì, bao lâu", "What is held, for what, and for how long");
pub(super) const LAW: Both = (
    "Căn cứ: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 (điều 4: quyền; điều 13: chỉnh sửa; điều 14: xoá, huỷ), trước 01/01/2026 \
     là Nghị định 13/2023/NĐ-CP; Luật Thi đua, khen thưởng 06/2022/QH15; Luật Lưu trữ 33/2024/QH15.",
    "By: Law 91/2025/QH15 on personal data (article 4 rights, 13 correction, 14 erasure), before 2026 Decree 13/2023; Law \
     06/2022/QH15 on emulation and commendation; Law 33/2024/QH15 on archives.",
);

/// What is held for a purpose.
pub(super) struct Purpose {
    pub(super) what: Both,
    pub(super) why: Both,
    pub(super) how_long: Both,
}

pub(super) const PURPOSES: [Purpose; 4] = [
    Purpose {
        what: (
            "Hồ sơ đề nghị: tên, năm sinh, chức vụ, nơi làm việc, thành tích, minh chứng, từng bước xét",
            "Nominations: name, year of birth, post, workplace, achievements, evidence, each step",
        ),
        why: (
            "Để xét và quyết định khen thưởng (Luật 06/2022/QH15).",
            "To decide on awards (Law 06/2022/QH15).",
        ),
        how_long: (
            "Đã được khen: lưu theo thời hạn của pháp luật về lưu trữ. Nháp, đã rút, không đạt: xoá khi có yêu cầu.",
            "Where an award was given: as long as the law on archives asks. Drafts, withdrawn and unsuccessful ones: erased on request.",
        ),
    },
    Purpose {
        what: (
            "Danh bạ: tên, năm sinh, giới tính, chức vụ, các lần được khen; dân tộc chỉ khi cơ quan đã đặt",
            "The register: name, year of birth, sex, post, awards; ethnic group only where the committee has set so",
        ),
        why: (
            "Để biết điều kiện của danh hiệu sau và tránh trùng hồ sơ.",
            "To know the criteria of later titles, and to find duplicates.",
        ),
        how_long: (
            "Cùng thời hạn với quyết định khen thưởng; chưa được khen lần nào: xoá khi có yêu cầu.",
            "As long as the awards in it; where there is none, erased on request.",
        ),
    },
    Purpose {
        what: (
            "Quyết định, phiên họp Hội đồng, công khai: tên người ký, thành viên, số phiếu, ý kiến",
            "Decisions, sessions of the council, public notices: signers, members, votes, objections",
        ),
        why: ("Văn bản của cơ quan.", "Papers of the committee."),
        how_long: (
            "Lưu theo pháp luật về lưu trữ; không xoá từng người. Phiếu kín không giữ lại.",
            "By the law on archives; no single person is erased from them. Secret ballots are not kept.",
        ),
    },
    Purpose {
        what: (
            "Tài khoản và nhật ký: tên, tên đăng nhập, máy đã dùng, lần đăng nhập",
            "Accounts and the log: name, login, devices, when they signed in",
        ),
        why: (
            "Để biết ai đã làm gì, và bảo vệ dữ liệu của người khác.",
            "To know who did what, and to protect the data of others.",
        ),
        how_long: (
            "Suốt thời gian giữ hồ sơ mà người đó đã xử lý.",
            "As long as the dossiers that the person has handled.",
        ),
    },
];

/// Why a record is kept.
pub(super) const fn kept(why: Option<Kept>) -> Both {
    match why {
        Some(Kept::Awarded) => (
            "Đã có quyết định khen thưởng: là tài liệu lưu trữ (điều 14 Luật 91/2025/QH15: xoá khi hết thời hạn lưu trữ; Luật Lưu trữ 33/2024/QH15).",
            "An award was given: it is an archive (article 14 of Law 91/2025/QH15: erased when the time of archiving is over; Law 33/2024/QH15).",
        ),
        Some(Kept::UnderWay) => (
            "Đang được giải quyết. Đơn vị rút hồ sơ, hoặc thường trực trả lại, rồi mới xoá được.",
            "It is being handled. It can be erased once it was withdrawn or returned.",
        ),
        Some(Kept::Paper) | None => (
            "Văn bản của cơ quan, không nói riêng về một người (khoản 3 điều 4 Luật 91/2025/QH15).",
            "A paper of the committee and not about one person (article 4, clause 3 of Law 91/2025/QH15).",
        ),
    }
}

/// What a kind of record is called.
pub(super) fn kind(locale: Locale, code: u16) -> &'static str {
    locale.of(match RecordKind::from_code(code) {
        Some(RecordKind::Nomination) => ("Hồ sơ đề nghị", "Nomination"),
        Some(RecordKind::Pledge) => ("Giao ước", "Pledge"),
        Some(RecordKind::Profile) => ("Danh bạ", "Register"),
        Some(RecordKind::Setting) => ("Thiết lập", "Setting"),
        Some(RecordKind::Explanation) => ("Giải trình", "Explanation"),
        Some(RecordKind::Decision) => ("Quyết định", "Decision"),
        Some(RecordKind::CouncilSession) => ("Phiên họp Hội đồng", "Session of the council"),
        Some(RecordKind::Notice) => ("Công khai", "Public notice"),
        Some(RecordKind::CalendarDay) => ("Lịch", "Calendar"),
        Some(RecordKind::Movement) => ("Phong trào", "Movement"),
        Some(RecordKind::Model) => ("Mô hình hay", "Model"),
        Some(RecordKind::Indicator) => ("Chỉ tiêu năm", "Indicator of the year"),
        Some(RecordKind::RuralGrid) => ("Tiêu chí nông thôn mới", "New-rural criteria"),
        Some(RecordKind::Bloc) => ("Khối, cụm thi đua", "Bloc"),
        Some(RecordKind::Score) => ("Bảng chấm điểm", "Score"),
        None => ("Hồ sơ", "Record"),
    })
}

/// What was done to a record.
pub(super) fn action(locale: Locale, code: &str) -> &'static str {
    locale.of(match code {
        "create" => ("tạo", "made it"),
        "edit" => ("sửa", "edited it"),
        "delete" => ("xoá vào mục đã xoá", "deleted it"),
        "restore" => ("khôi phục", "restored it"),
        "step" => ("làm một bước", "took a step"),
        "erase" => ("xoá vĩnh viễn", "erased it"),
        "copy" => ("gửi bản còn giữ", "offered a witnessed copy"),
        _ => ("việc khác", "something else"),
    })
}

/// What came of something that was done, where it did not take effect.
pub(super) fn came_to(locale: Locale, changed: &Changed) -> &'static str {
    match (changed.done, changed.waits) {
        (true, _) => "",
        (_, true) => locale.of(WAITS),
        _ => locale.of(NOT_DONE),
    }
}

/// How many records there are.
pub(super) fn counted(locale: Locale, records: usize, mentions: usize) -> String {
    let (records, mentions) = (records.to_string(), mentions.to_string());
    match locale {
        Locale::Vi => {
            [&records, " hồ sơ về người này; được nhắc tên trong ", &mentions, " hồ sơ khác."].concat()
        }
        Locale::En => {
            ["Records about the person: ", &records, "; named in others: ", &mentions, "."].concat()
        }
    }
}

/// How long a history is.
pub(super) fn history(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => ["Lịch sử: ", &count, " lần ghi"].concat(),
        Locale::En => ["History: ", &count, " entries"].concat(),
    }
}

/// How many entries the log has of an account.
pub(super) fn entries(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => ["Nhật ký: ", &count, " dòng"].concat(),
        Locale::En => ["Log: ", &count, " entries"].concat(),
    }
}

/// The files of a record.
pub(super) fn files(locale: Locale, count: usize, size: &str) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => [&count, " tệp minh chứng ở máy chủ, ", size].concat(),
        Locale::En => [&count, " files of evidence at the endpoint, ", size].concat(),
    }
}

/// What erasing will do.
pub(super) fn sure_text(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => [&count, " hồ sơ bị xoá ở máy chủ và trên mọi máy."].concat(),
        Locale::En => ["Records that go from the endpoint and every device: ", &count, "."].concat(),
    }
}

/// Why nothing was told.
pub(super) fn trouble(locale: Locale, error: PersonError) -> String {
    let text = match error {
        PersonError::Unreached => (
            "Chưa hỏi được máy chủ. Phần này cần mạng.",
            "The endpoint was not reached. This needs a connection.",
        ),
        PersonError::SignedOut => ("Cần đăng nhập lại.", "Sign in again."),
        PersonError::NotTheOffice => NOT_YOURS,
        PersonError::Nobody => TWO_WORDS,
        PersonError::NoRecord => (
            "Máy chủ không có hồ sơ này, hoặc đã xoá.",
            "The endpoint does not have the record, or it was erased.",
        ),
        PersonError::Endpoint(status) => {
            let said = locale.of(("Máy chủ trả lời lạ: ", "An unexpected answer of the endpoint: "));
            return [said, &status.to_string()].concat();
        }
    };
    locale.of(text).to_owned()
}
