//! What each rule says. One place, so that whoever reads the law beside it finds every word.

use super::{Confidence, Rule, RuleId, Severity};
use crate::rule_set::RuleSet;

use Confidence::{Confirmed, Draft, Expected, Local};
use RuleSet::{R2013, R2022_98, R2022_152, R2026};
use Severity::{Block, Inform, Warn};

/// Every rule that has a function, by number.
pub const RULES: [&Rule; 44] = [
    &R01, &R02, &R03, &R04, &R05, &R06, &R07, &R08, &R09, &R10, &R11, &R12, &R13, &R14, &R15, &R16, &R17,
    &R18, &R19, &R20, &R21, &R22, &R23, &R24, &R25, &R26, &R27, &R28, &R29, &R30, &R31, &R32, &R33, &R34,
    &R35, &R36, &R37, &R38, &R39, &R40, &R41, &R47, &R49, &R50,
];

/// The rule of a number.
pub(super) const fn of(id: RuleId) -> &'static Rule {
    match id {
        RuleId::R01 => &R01,
        RuleId::R02 => &R02,
        RuleId::R03 => &R03,
        RuleId::R04 => &R04,
        RuleId::R05 => &R05,
        RuleId::R06 => &R06,
        RuleId::R07 => &R07,
        RuleId::R08 => &R08,
        RuleId::R09 => &R09,
        RuleId::R10 => &R10,
        RuleId::R11 => &R11,
        RuleId::R12 => &R12,
        RuleId::R13 => &R13,
        RuleId::R14 => &R14,
        RuleId::R15 => &R15,
        RuleId::R16 => &R16,
        RuleId::R17 => &R17,
        RuleId::R18 => &R18,
        RuleId::R19 => &R19,
        RuleId::R20 => &R20,
        RuleId::R21 => &R21,
        RuleId::R22 => &R22,
        RuleId::R23 => &R23,
        RuleId::R24 => &R24,
        RuleId::R25 => &R25,
        RuleId::R26 => &R26,
        RuleId::R27 => &R27,
        RuleId::R28 => &R28,
        RuleId::R29 => &R29,
        RuleId::R30 => &R30,
        RuleId::R31 => &R31,
        RuleId::R32 => &R32,
        RuleId::R33 => &R33,
        RuleId::R34 => &R34,
        RuleId::R35 => &R35,
        RuleId::R36 => &R36,
        RuleId::R37 => &R37,
        RuleId::R38 => &R38,
        RuleId::R39 => &R39,
        RuleId::R40 => &R40,
        RuleId::R41 => &R41,
        RuleId::R47 => &R47,
        RuleId::R49 => &R49,
        RuleId::R50 => &R50,
    }
}

const fn rule(
    id: RuleId,
    (severity, confidence): (Severity, Confidence),
    vi: &'static str,
    en: &'static str,
    (source, first, last): (&'static str, RuleSet, RuleSet),
) -> Rule {
    Rule { id, severity, confidence, vi, en, source, cited: (first, last), elsewhere: None }
}

const fn elsewhere(rule: &Rule, source: &'static str) -> Rule {
    Rule { elsewhere: Some(source), ..*rule }
}

const R01: Rule = rule(
    RuleId::R01,
    (Block, Expected),
    "Áp dụng quy định theo ngày nhận hồ sơ hoặc ngày quyết định, không theo năm thành tích",
    "The rules follow from the day of receipt or decision, not from the year of the achievement",
    ("Luật 06/2026/QH16, điều khoản chuyển tiếp", R2026, R2026),
);

const R02: Rule = rule(
    RuleId::R02,
    (Block, Confirmed),
    "Danh hiệu, hình thức khen phù hợp với đối tượng",
    "The award suits the kind of subject",
    ("Luật 06/2022/QH15", R2022_98, R2026),
);

const R03: Rule = rule(
    RuleId::R03,
    (Block, Confirmed),
    "Cấp quyết định có thẩm quyền; nếu không thì trình cấp trên",
    "The level may decide; otherwise the proposal goes up",
    ("Luật 06/2022/QH15 điều 77–80", R2022_98, R2026),
);

const R04: Rule = rule(
    RuleId::R04,
    (Warn, Expected),
    "Từ 01/7/2025 không còn cấp huyện quyết định",
    "Since 2025-07-01 no district decides",
    ("Nghị định 152/2025/NĐ-CP", R2022_152, R2026),
);

const R05: Rule = rule(
    RuleId::R05,
    (Block, Confirmed),
    "Hoàn thành tốt nhiệm vụ trở lên",
    "Rated as having completed the tasks well, or better",
    ("Luật 06/2022/QH15 điều 24", R2022_98, R2026),
);

const R06: Rule = rule(
    RuleId::R06,
    (Warn, Local),
    "Có đăng ký, tham gia phong trào thi đua từ đầu năm",
    "Registered for the movement at the start of the year",
    ("Quy định của địa phương", R2013, R2026),
);

const R07: Rule = rule(
    RuleId::R07,
    (Warn, Local),
    "Làm việc từ 10 tháng trở lên, nghỉ dưới 40 ngày làm việc; nghỉ thai sản tính là làm việc",
    "Worked ten months or more, absent for less than forty working days; maternity leave counts as work",
    ("Quy định của địa phương", R2013, R2026),
);

const R08: Rule = rule(
    RuleId::R08,
    (Block, Confirmed),
    "Đạt Lao động tiên tiến và có sáng kiến, đề tài hoặc mưu trí, dũng cảm được công nhận",
    "Advanced worker with a recognised initiative, topic or bravery",
    ("Nghị định 91/2017/NĐ-CP điều 9 khoản 3", R2013, R2013),
);

const R09: Rule = rule(
    RuleId::R09,
    (Block, Confirmed),
    "Đạt Lao động tiên tiến và hoàn thành xuất sắc nhiệm vụ hoặc có sáng kiến, đề tài được công nhận",
    "Advanced worker, and rated excellent or with a recognised initiative",
    ("Luật 06/2022/QH15", R2022_98, R2026),
);

const R10: Rule = rule(
    RuleId::R10,
    (Warn, Draft),
    "Hoàn thành xuất sắc nhiệm vụ và có sáng kiến, đề tài được công nhận (bản dự thảo)",
    "Rated excellent and with a recognised initiative (draft)",
    ("Dự thảo sửa đổi Luật Thi đua, khen thưởng, 12/2025", R2026, R2026),
);

const R11: Rule = elsewhere(
    &rule(
        RuleId::R11,
        (Warn, Confirmed),
        "Số Chiến sĩ thi đua cơ sở không quá tỷ lệ trên số Lao động tiên tiến",
        "Grassroots emulation soldiers within their share of the advanced workers",
        ("Nghị định 91/2017/NĐ-CP điều 9 khoản 3", R2013, R2013),
    ),
    "Do tỉnh quy định",
);

const R12: Rule = rule(
    RuleId::R12,
    (Inform, Local),
    "Cách làm tròn và cách tính tỷ lệ do Hội đồng thiết lập; chưa thiết lập thì dùng mặc định",
    "How the share is rounded and taken is set by the committee; until it is, the default is used",
    ("Không có quy định chung; cách làm ở địa phương khác nhau", R2013, R2026),
);

const R13: Rule = rule(
    RuleId::R13,
    (Block, Confirmed),
    "Sáng kiến có giấy chứng nhận: số, ngày, nơi công nhận, phạm vi",
    "The initiative has its certificate: number, date, recogniser, scope",
    ("Luật Thi đua, khen thưởng 2013 điều 84", R2013, R2013),
);

const R14: Rule = rule(
    RuleId::R14,
    (Block, Confirmed),
    "Ba năm liên tục đạt Chiến sĩ thi đua cơ sở",
    "Grassroots emulation soldier three years running",
    ("Luật 06/2022/QH15 điều 22", R2022_98, R2026),
);

const R15: Rule = rule(
    RuleId::R15,
    (Block, Confirmed),
    "Sáng kiến có hiệu quả, ảnh hưởng trong phạm vi tỉnh",
    "An initiative with effect in the province",
    ("Luật 06/2022/QH15 điều 22", R2022_98, R2026),
);

const R16: Rule = rule(
    RuleId::R16,
    (Block, Confirmed),
    "Hai lần liên tục đạt Chiến sĩ thi đua cấp tỉnh, sáng kiến có phạm vi toàn quốc",
    "Provincial emulation soldier twice running, with an initiative of nationwide effect",
    ("Luật 06/2022/QH15 điều 21", R2022_98, R2026),
);

const R17: Rule = rule(
    RuleId::R17,
    (Block, Confirmed),
    "Hoàn thành nhiệm vụ; trên 50% thành viên đạt Lao động tiên tiến; không ai bị kỷ luật từ cảnh cáo",
    "Tasks completed; more than half of the members advanced workers; nobody disciplined with a warning or more",
    ("Luật Thi đua, khen thưởng 2013 điều 28", R2013, R2013),
);

const R18: Rule = rule(
    RuleId::R18,
    (Block, Expected),
    "Hoàn thành nhiệm vụ; từ 50% thành viên đạt Lao động tiên tiến",
    "Tasks completed; at least half of the members advanced workers",
    ("Luật 06/2022/QH15 điều 28", R2022_98, R2026),
);

const R19: Rule = rule(
    RuleId::R19,
    (Block, Confirmed),
    "100% thành viên hoàn thành nhiệm vụ; từ 70% đạt Lao động tiên tiến; có Chiến sĩ thi đua cơ sở",
    "All members completed their tasks; at least 70 % advanced workers; a grassroots emulation soldier among them",
    ("Luật 06/2022/QH15 điều 27", R2022_98, R2026),
);

const R20: Rule = rule(
    RuleId::R20,
    (Block, Confirmed),
    "Không có ai bị kỷ luật từ cảnh cáo trở lên",
    "Nobody disciplined with a warning or more",
    ("Luật Thi đua, khen thưởng 2013 điều 27", R2013, R2013),
);

const R21: Rule = rule(
    RuleId::R21,
    (Inform, Expected),
    "Thành viên làm việc không đủ năm được tính theo cách Hội đồng thiết lập",
    "Members who worked a part of the year are counted the way the committee does",
    ("Không có quy định chung", R2013, R2026),
);

const R22: Rule = elsewhere(
    &rule(
        RuleId::R22,
        (Warn, Confirmed),
        "Dẫn đầu cụm, khối thi đua",
        "First of its bloc or cluster",
        ("Nghị định 91/2017/NĐ-CP điều 12", R2013, R2013),
    ),
    "Quy định của tỉnh về cụm, khối thi đua",
);

const R23: Rule = rule(
    RuleId::R23,
    (Warn, Confirmed),
    "Số Cờ thi đua của Chính phủ không quá tỷ lệ trên số tập thể đủ tiêu chuẩn Cờ cấp tỉnh",
    "Flags of the Government within their share of the collectives that meet the provincial flag",
    ("Nghị định 91/2017/NĐ-CP điều 11", R2013, R2013),
);

const R24: Rule = rule(
    RuleId::R24,
    (Warn, Confirmed),
    "Xã tiêu biểu dẫn đầu phong trào nơi được so sánh",
    "The commune leads where it is compared",
    ("Luật 06/2022/QH15 điều 29", R2022_98, R2026),
);

const R25: Rule = rule(
    RuleId::R25,
    (Block, Confirmed),
    "Gia đình không có thành viên vi phạm thuộc diện không xét",
    "No member of the family did what excludes it",
    ("Nghị định 86/2023/NĐ-CP điều 6 khoản 4", R2022_98, R2026),
);

const R26: Rule = rule(
    RuleId::R26,
    (Warn, Confirmed),
    "Thôn, tổ dân phố trong danh sách của xã, đủ điểm theo quy định",
    "The village is on the commune's list, above the local floor of points",
    ("Luật 06/2022/QH15 điều 30", R2022_98, R2026),
);

const R27: Rule = rule(
    RuleId::R27,
    (Warn, Local),
    "Mức đóng góp của hộ đạt mức do tỉnh quy định",
    "The household contributed as much as the province asks for",
    ("Quy định của tỉnh về mức đóng góp của hộ gia đình", R2013, R2026),
);

const R28: Rule = rule(
    RuleId::R28,
    (Block, Confirmed),
    "Không đang bị xem xét kỷ luật, thanh tra, điều tra, khiếu nại",
    "No discipline, inspection, investigation or complaint pending",
    ("Nghị định 152/2025/NĐ-CP điều 4 khoản 4", R2022_152, R2026),
);

const R29: Rule = rule(
    RuleId::R29,
    (Warn, Confirmed),
    "Sau kỷ luật, thành tích chỉ tính từ ngày hết kỷ luật",
    "After a discipline, achievements are counted from the day on which it ended",
    ("Nghị định 152/2025/NĐ-CP điều 4 khoản 4", R2022_152, R2026),
);

const R30: Rule = rule(
    RuleId::R30,
    (Warn, Confirmed),
    "Một thành tích chỉ được khen một lần",
    "One achievement, one award",
    ("Luật 06/2022/QH15, nguyên tắc khen thưởng", R2022_98, R2026),
);

const R31: Rule = rule(
    RuleId::R31,
    (Warn, Confirmed),
    "Khen công trạng không dựa vào kết quả chuyên đề, đột xuất",
    "Merit is not proposed on results of a campaign or a sudden deed",
    ("Nghị định 152/2025/NĐ-CP điều 4 khoản 3", R2022_152, R2026),
);

const R32: Rule = rule(
    RuleId::R32,
    (Inform, Confirmed),
    "Khi ngang nhau, ưu tiên nữ hoặc tập thể có từ 70% là nữ",
    "Among equals the woman, or the collective with at least 70 % women, comes first",
    ("Nghị định 152/2025/NĐ-CP điều 4 khoản 6", R2022_152, R2026),
);

const R33: Rule = rule(
    RuleId::R33,
    (Warn, Confirmed),
    "Đơn vị đã giải thể khi sắp xếp thì không xét khen",
    "A unit that was dissolved is not commended",
    ("Thông tư 15/2025/TT-BNV", R2022_152, R2026),
);

const R34: Rule = rule(
    RuleId::R34,
    (Warn, Confirmed),
    "Hồ sơ đủ thành phần",
    "The dossier has all its parts",
    ("Thủ tục hành chính về thi đua, khen thưởng của địa phương", R2013, R2026),
);

const R35: Rule = rule(
    RuleId::R35,
    (Inform, Local),
    "Giải quyết trong thời hạn, tính theo ngày làm việc",
    "Decided in time, counted in working days",
    ("Thủ tục hành chính của địa phương", R2013, R2026),
);

const R36: Rule = elsewhere(
    &rule(
        RuleId::R36,
        (Warn, Confirmed),
        "Đủ tỷ lệ phiếu của Hội đồng",
        "The council's vote reaches the threshold",
        ("Nghị định 91/2017/NĐ-CP điều 45 khoản 8", R2013, R2013),
    ),
    "Quy định của Hội đồng và của địa phương",
);

const R37: Rule = rule(
    RuleId::R37,
    (Block, Expected),
    "Số phiếu khớp với số thành viên dự họp và gửi phiếu",
    "The ballots add up with those who came and those who wrote",
    ("Biên bản kiểm phiếu", R2013, R2026),
);

const R38: Rule = rule(
    RuleId::R38,
    (Block, Confirmed),
    "Tiền thưởng tính theo mức lương cơ sở của ngày ký quyết định",
    "The bonus is a multiple of the base salary on the day of the decision",
    ("Nghị định 91/2017/NĐ-CP điều 68", R2013, R2013),
);

const R39: Rule = rule(
    RuleId::R39,
    (Block, Confirmed),
    "Hệ số tiền thưởng theo hình thức khen và đối tượng; tập thể gấp đôi, hộ gia đình gấp rưỡi",
    "The multiple follows from award and subject; twice for a collective, one and a half times for a household",
    ("Nghị định 91/2017/NĐ-CP điều 69 và điều 73 khoản 2", R2013, R2013),
);

const R40: Rule = rule(
    RuleId::R40,
    (Inform, Expected),
    "Tiền thưởng làm tròn đến chục nghìn đồng, lên hay gần nhất do Hội đồng thiết lập",
    "Rounded to ten thousand đồng, up or to the nearest, as the committee sets it",
    ("Nghị định 91/2017/NĐ-CP điều 68 khoản 2, có hai cách hiểu", R2013, R2013),
);

const R41: Rule = rule(
    RuleId::R41,
    (Warn, Expected),
    "Cùng thời điểm, cùng thành tích thì chỉ hưởng mức thưởng cao nhất; khác thời gian đạt thành tích thì hưởng đủ",
    "For one achievement at one time only the highest bonus is paid; for different periods each is",
    ("Nghị định 91/2017/NĐ-CP điều 66 khoản 2", R2013, R2013),
);

const R47: Rule = rule(
    RuleId::R47,
    (Block, Confirmed),
    "Danh hiệu bị hủy có quyết định hủy, thu hồi hiện vật và tiền; không còn được tính",
    "A revoked award has its decision, money and item are recovered, and it counts no more",
    ("Luật 06/2022/QH15 chương VII", R2022_98, R2026),
);

const R49: Rule = rule(
    RuleId::R49,
    (Block, Confirmed),
    "Chỉ công khai người đã đồng ý công khai; dân tộc chỉ hỏi khi Hội đồng đã quyết định",
    "Only who has agreed is published; the ethnic group is asked for only where the committee decided so",
    ("Luật 91/2025/QH15 và Nghị định 356/2025/NĐ-CP", R2013, R2026),
);

const R50: Rule = rule(
    RuleId::R50,
    (Block, Confirmed),
    "Đơn vị được xác định theo mã và ngày, vì mã cũ được dùng lại",
    "A unit is found by its code and a day, because old codes were given anew",
    ("Nghị quyết 1677/NQ-UBTVQH15 (Quảng Ngãi) và danh mục đơn vị hành chính", R2013, R2026),
);
