//! What is said of the signing of pledges and of their results, both languages side by side.

use thidua_domain::pledge::{Due, Lack, Pen, Period, State, TargetKind};

use crate::locale::Locale;
use crate::locale::facts::Both;

pub(in crate::features) const BLOCS: Both = ("Khối, cụm của năm", "Blocs and clusters");
pub(super) const BLOCS_HELP: Both = (
    "Thành viên, mẫu giao ước, bảng điểm, ký liên tiếp, chấm điểm, xếp hạng.",
    "Members, template, table of points, signing in a row, scoring, ranking.",
);

pub(super) const MAKE: Both = ("Lập nhanh", "Begin with");
pub(super) const MAKE_HELP: Both = (
    "Lấy nội dung có sẵn rồi sửa. Số kế hoạch đặt lại theo năm nay.",
    "Take what is there, then change it. The plans are set anew for this year.",
);
pub(super) const OF_TEMPLATE: Both = ("Lập từ mẫu của khối, cụm", "From the bloc’s template");
pub(super) const OF_LAST_YEAR: Both = ("Lập từ giao ước năm trước", "From last year’s pledge");
pub(super) const DOUBLE: Both = (
    "Đơn vị đã có giao ước của năm này trong khối, cụm.",
    "The unit has a pledge of this year in this bloc already.",
);
pub(super) const OPEN_IT: Both = ("Mở giao ước đó", "Open it");

pub(super) const AIMS: [Both; 2] =
    [("Càng cao càng tốt (ít nhất)", "At least"), ("Càng thấp càng tốt (nhiều nhất)", "At most")];
pub(super) const GRADES_HELP: Both = (
    "Từ tốt nhất đến thấp nhất, cách nhau bằng dấu chấm phẩy: Xuất sắc; Tốt; Hoàn thành.",
    "From the best to the last, with semicolons between them: Excellent; Good; Done.",
);
pub(super) const GRADE_PLAN: Both = ("Mức cam kết", "Promised grade");
pub(super) const PROMISES_YES: Both = ("Cam kết: có thực hiện.", "Promised: it is done.");
pub(super) const LAST: Both = ("Kết quả năm trước", "Last year’s result");
pub(super) const SIGNED_HELP: Both = (
    "Giao ước đã ký nên nội dung không sửa được nữa. Muốn đổi, hãy bổ sung kèm lý do; sửa xong các bên ký lại.",
    "The pledge is signed, so its text stands. To change it, amend it with a reason; it is signed anew afterwards.",
);

pub(super) const TO_RANKING: Both =
    ("Điểm, xếp hạng, đề nghị của khối, cụm", "Points, ranking and awards of the bloc");
pub(super) const SIGNATURES: Both = ("Chữ ký", "Signatures");
pub(super) const NO_SIGNATURE: Both = ("Chưa có chữ ký nào.", "Nobody has signed yet.");
pub(in crate::features) const SIGN: Both = ("Ký giao ước", "Sign the pledge");
pub(super) const SIGN_AGAIN: Both = ("Ký lại", "Sign anew");
pub(super) const SIGNER: Both = ("Họ và tên người ký", "Signer’s name");
pub(super) const POST: Both = ("Chức vụ", "Post");
pub(super) const BY_HAND: Both = ("Ký tay", "By hand");
pub(super) const BY_NAME: Both = ("Gõ tên thay chữ ký", "By a typed name");
pub(super) const HOW: Both = ("Cách ký", "How to sign");
pub(super) const PAD: Both = (
    "Ô ký: vẽ chữ ký bằng bút, ngón tay hoặc chuột",
    "Signature pad: draw with a pen, a finger or the mouse",
);
pub(super) const PAD_HELP: Both = (
    "Ký vào ô dưới đây bằng bút, ngón tay hoặc chuột.",
    "Sign in the box with a pen, a finger or the mouse.",
);
pub(super) const PAD_HELP_OWN: Both = (
    "Ký vào ô dưới đây bằng bút, ngón tay hoặc chuột. Không vẽ được thì chọn “Gõ tên thay chữ ký”.",
    "Sign in the box with a pen, a finger or the mouse. Who cannot draw chooses “By a typed name”.",
);
pub(super) const UNDO: Both = ("Bỏ nét cuối", "Undo the last line");
pub(super) const CLEAR: Both = ("Ký lại từ đầu", "Clear");
pub(super) const PEN_ONLY: Both =
    ("Đang dùng bút: chạm tay vào ô ký không vẽ gì.", "A pen is in use: fingers draw nothing.");
pub(super) const FINGER: Both = ("Ký bằng ngón tay", "Sign with a finger");
pub(super) const NOT_A_MARK: Both = (
    "Chưa thành chữ ký: mới có một chấm hoặc nét quá ngắn. Hãy ký lại.",
    "This is a dot or too short a line, no signature. Sign again.",
);
pub(super) const TOO_MUCH: Both = (
    "Chữ ký có quá nhiều nét nên máy không giữ được. Hãy bỏ bớt nét hoặc ký lại.",
    "The signature has too many lines to be kept. Take some back, or sign again.",
);
pub(super) const NAME_MISSING: Both = ("Hãy ghi họ và tên người ký.", "Give the signer’s name.");
pub(super) const CONFIRM_MISSING: Both = ("Hãy đánh dấu xác nhận.", "Tick the confirmation.");
pub(super) const ONLY_OWN: Both = (
    "Ký hộ trên máy này phải ký tay. Gõ tên chỉ dùng được với tài khoản của chính đơn vị.",
    "On another’s tablet one signs by hand. A typed name needs the unit’s own account.",
);
pub(super) const READ_FIRST: Both = ("Nội dung sẽ ký", "What is signed");
pub(super) const WAITING: Both = ("Chờ xác nhận", "Awaits confirmation");
pub(super) const WAITING_HELP: Both = (
    "Chữ ký đã lưu trên máy này và được xác nhận khi có mạng.",
    "The signature is kept on this device and is confirmed with the next exchange.",
);
pub(super) const SIGNED: Both = ("Đã ký", "Signed");
pub(super) const DRAFT: Both = ("Đang soạn, chưa ký", "Not signed yet");
pub(super) const AMENDING: Both = ("Đang bổ sung, cần ký lại", "Being amended, to be signed anew");
pub(super) const REFUSED: Both = ("Máy chủ không nhận chữ ký", "The signature was not taken");
pub(super) const REFUSED_HELP: Both = (
    "Chữ ký không mất, nét ký còn đây. Đọc lại giao ước rồi ký lại; nét cũ được đưa sẵn vào ô ký.",
    "The signature is not lost; its lines are below. Read the pledge again and sign anew: the old lines are put into the pad.",
);
pub(super) const SIGN_REFUSED_AGAIN: Both = ("Đọc lại và ký lại", "Read and sign again");
pub(super) const SEEN: Both = ("Đã xem", "Seen");
pub(super) const NO_BLOC: Both = (
    "Chưa có khối, cụm của năm này nên chưa ký được. Thường trực lập khối, cụm trước.",
    "There is no bloc of this year yet, so nothing can be signed. The standing office sets it up.",
);
pub(super) const NOT_YOURS: Both = (
    "Giao ước do chính đơn vị ký; trưởng khối, cụm và thường trực cho ký hộ trên máy của mình.",
    "A pledge is signed by its unit. The bloc’s leader and the standing office may lend their tablet.",
);
pub(super) const LACKING: Both = ("Chưa ký được, còn thiếu:", "Not ready to be signed:");
pub(super) const SETTLE_FIRST: Both = (
    "Có chỗ hai người ghi khác nhau. Hãy chọn bản đúng trước khi ký.",
    "Two people wrote different things. Choose what holds before it is signed.",
);
pub(super) const AMEND: Both = ("Bổ sung giao ước", "Amend the pledge");
pub(super) const AMEND_HELP: Both = (
    "Giao ước mở ra để sửa. Bản đã ký được giữ lại; sửa xong phải ký lại.",
    "The pledge is opened again. What was signed is kept; afterwards it is signed anew.",
);
pub(super) const AMEND_REASON: Both = ("Lý do bổ sung", "Reason");
pub(super) const AMENDED: Both = ("Bổ sung: ", "Amended: ");
pub(super) const OLD_TEXT: Both = ("Xem bản đã ký", "Show what was signed");
pub(super) const CANCEL: Both = ("Thôi", "Cancel");
pub(super) const VERSION: Both = ("Phiên bản ", "Version ");
pub(super) const CODE: Both = ("mã ", "code ");
pub(super) const TYPED_NAME: Both = ("Gõ tên, xác nhận bằng tài khoản", "Typed, confirmed with the account");
pub(super) const HELD_BY: Both = ("Máy của: ", "Tablet of: ");

pub(super) const RESULTS: Both = ("Kết quả thực hiện", "Results");
pub(super) const PERIOD: Both = ("Kỳ báo cáo", "Period");
pub(super) const NOTE: Both = ("Ghi chú", "Note");
pub(super) const SUM_UP: Both = ("Lấy tổng các quý: ", "Take the sum of the quarters: ");
pub(super) const YES: Both = ("Có", "Yes");
pub(super) const NO: Both = ("Không", "No");
pub(super) const REACHED: Both = ("Đạt", "Reached");
pub(super) const NOT_REACHED: Both = ("Chưa đạt", "Not reached");
pub(super) const ZERO_PLAN_YES: Both =
    ("Đạt (kế hoạch bằng 0, không tính phần trăm)", "Reached (a plan of zero has no percentage)");
pub(super) const ZERO_PLAN_NO: Both =
    ("Chưa đạt (kế hoạch bằng 0, không tính phần trăm)", "Not reached (a plan of zero has no percentage)");
pub(super) const GROWTH: Both = ("So với năm trước", "Against last year");
pub(super) const TABLE: Both = ("Bảng tổng hợp", "All periods");
pub(super) const TARGET: Both = ("Chỉ tiêu", "Target");
pub(super) const OF_PLAN: Both = ("So kế hoạch năm", "Of the year’s plan");
pub(super) const ALL_REPORTED: Both =
    ("Đã báo cáo đủ các kỳ đến hạn, đúng hạn.", "All that is due was reported in time.");

/// A measure of targets in a word.
pub(super) const fn kind(kind: TargetKind) -> Both {
    match kind {
        TargetKind::Number => ("Bằng số", "A figure"),
        TargetKind::YesNo => ("Có hoặc không", "Yes or no"),
        TargetKind::Grade => ("Theo mức xếp loại", "A grade"),
    }
}

/// Where a pledge stands.
pub(super) const fn state(state: State) -> Both {
    match state {
        State::Draft => DRAFT,
        State::Signed => SIGNED,
        State::Amending => AMENDING,
    }
}

/// A period by name.
pub(in crate::features) const fn period(period: Period) -> Both {
    match period {
        Period::FirstQuarter => ("Quý I", "First quarter"),
        Period::SecondQuarter => ("Quý II", "Second quarter"),
        Period::ThirdQuarter => ("Quý III", "Third quarter"),
        Period::FourthQuarter => ("Quý IV", "Fourth quarter"),
        Period::HalfYear => ("6 tháng", "Six months"),
        Period::Year => ("Cả năm", "The year"),
    }
}

/// How a report stands to its last day.
pub(super) fn due(locale: Locale, state: Due) -> String {
    let days = |before: Both, days: i64, after: Both| {
        [locale.of(before), &days.to_string(), locale.of(after)].concat()
    };
    match state {
        Due::Open => locale.of(("Chưa đến hạn", "Not due yet")).to_owned(),
        Due::Missing(late) => days(("Thiếu, quá hạn ", "Missing for "), late, (" ngày", " days")),
        Due::InTime => locale.of(("Đúng hạn", "In time")).to_owned(),
        Due::Late(late) => days(("Trễ ", "Late by "), late, (" ngày", " days")),
        Due::Undated => locale.of(("Không rõ ngày báo cáo", "Day of the report unknown")).to_owned(),
    }
}

/// How many results of a period are missing.
pub(super) fn missing(locale: Locale, period_name: &str, count: usize, days: i64) -> String {
    let (count, days) = (count.to_string(), days.to_string());
    match locale {
        Locale::Vi => [period_name, ": thiếu ", &count, " chỉ tiêu, quá hạn ", &days, " ngày"].concat(),
        Locale::En => [period_name, ": ", &count, " missing for ", &days, " days"].concat(),
    }
}

/// How many results of a period came late.
pub(super) fn late(locale: Locale, period_name: &str, count: usize, days: i64) -> String {
    let (count, days) = (count.to_string(), days.to_string());
    match locale {
        Locale::Vi => [period_name, ": trễ ", &count, " chỉ tiêu, nhiều nhất ", &days, " ngày"].concat(),
        Locale::En => [period_name, ": ", &count, " late, at most by ", &days, " days"].concat(),
    }
}

/// The last day of a period's reports.
pub(super) fn until(locale: Locale, day: &str) -> String {
    [locale.of(("Hạn ", "Due ")), day].concat()
}

/// As what somebody's account held the tablet.
pub(super) const fn pen(pen: Pen) -> Both {
    match pen {
        Pen::OwnUnit => ("tài khoản của đơn vị", "the unit’s own account"),
        Pen::Leader => ("tài khoản của trưởng khối, cụm", "the account of the bloc’s leader"),
        Pen::StandingOffice => ("tài khoản của thường trực", "the account of the standing office"),
    }
}

/// What is asserted where a name is typed.
pub(super) fn confirm(locale: Locale, account: &str) -> String {
    match locale {
        Locale::Vi => {
            ["Tôi dùng tài khoản “", account, "” xác nhận: người có tên trên ký giao ước này."].concat()
        }
        Locale::En => {
            ["With the account “", account, "” I confirm that the person named above signs this pledge."]
                .concat()
        }
    }
}

/// How many lines the pad has.
pub(super) fn lines_vi(count: usize) -> String {
    if count == 0 {
        "Chưa có nét nào.".to_owned()
    } else {
        ["Đã có ", &count.to_string(), " nét."].concat()
    }
}

/// The same in English.
pub(super) fn lines_en(count: usize) -> String {
    if count == 1 { "1 line.".to_owned() } else { [&count.to_string(), " lines."].concat() }
}

/// What a pledge lacks before it can be signed.
const fn what_lacks(lack: Lack) -> Both {
    match lack {
        Lack::Nothing => ("nội dung hoặc chỉ tiêu", "words or targets"),
        Lack::TooManyTargets => ("quá nhiều chỉ tiêu, nhiều nhất 50", "too many targets, at most 50"),
        Lack::Name(_) => ("tên của một chỉ tiêu", "the name of a target"),
        Lack::Measure(_) => ("đơn vị tính", "unit of measure"),
        Lack::Plan(_) => ("kế hoạch", "plan"),
        Lack::Grades(_) => ("các mức xếp loại", "grades"),
        Lack::PlanIsNoGrade(_) => ("mức cam kết", "promised grade"),
    }
}

/// What a pledge lacks before it can be signed, with the target that it is about. `name` is that of the target.
pub(super) fn lack(locale: Locale, lack: Lack, name: &str) -> String {
    let what = locale.of(what_lacks(lack));
    match lack {
        Lack::Nothing | Lack::TooManyTargets | Lack::Name(_) => what.to_owned(),
        Lack::Measure(_) | Lack::Plan(_) | Lack::Grades(_) | Lack::PlanIsNoGrade(_) => {
            let unnamed = locale.of(("chỉ tiêu chưa có tên", "a target without a name"));
            [what, " (", if name.is_empty() { unnamed } else { name }, ")"].concat()
        }
    }
}

/// What a target lacks before its pledge can be signed, as it is said at the target itself.
pub(super) fn to_sign(locale: Locale, lacks: &[Lack]) -> String {
    let what: Vec<_> = lacks.iter().map(|lack| locale.of(what_lacks(*lack))).collect();
    [locale.of(("Trước khi ký còn cần: ", "Still needed before it is signed: ")), &what.join(", "), "."]
        .concat()
}

/// Whose signature a drawing is.
pub(super) fn drawing_of(locale: Locale, signer: &str) -> String {
    [locale.of(("Chữ ký của ", "Signature of ")), signer].concat()
}

/// The first digits of a digest, in groups that can be read out by telephone.
pub(super) fn code(digest: &str) -> String {
    let short: Vec<char> = digest.chars().take(8).flat_map(char::to_uppercase).collect();
    let groups: Vec<String> = short.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}
