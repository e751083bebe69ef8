//! What the fields of pledges, blocs and scores are called, both languages side by side.

use thidua_domain::{bloc, pledge, score};

use super::{Fact, YES_NO, chosen, named};

const PERIODS: [super::Both; 6] = [
    ("quý I", "first quarter"),
    ("quý II", "second quarter"),
    ("quý III", "third quarter"),
    ("quý IV", "fourth quarter"),
    ("6 tháng", "six months"),
    ("cả năm", "the year"),
];
const ROLES: &[super::Both] = &[
    ("Tự chấm", "Own score"),
    ("Chấm chéo", "Cross-score"),
    ("Thẩm định", "Verification"),
    ("Hội đồng chấm", "The council’s score"),
];
const KINDS_OF_TARGET: &[super::Both] =
    &[("Số liệu", "Figure"), ("Có hoặc không", "Yes or no"), ("Xếp loại", "Grade")];

pub(super) const OF_PLEDGES: [Fact; 27] = [
    chosen(pledge::TARGET_KIND, ("Loại chỉ tiêu", "Kind of target"), KINDS_OF_TARGET),
    chosen(
        pledge::TARGET_AIM,
        ("Hướng", "Aim"),
        &[("Không thấp hơn", "At least"), ("Không cao hơn", "At most")],
    ),
    named(pledge::TARGET_GRADES, ("Các mức xếp loại", "Grades")),
    named(pledge::TARGET_LAST, ("Kết quả năm trước", "Last year’s result")),
    named(pledge::Period::FirstQuarter.result(), ("Kết quả quý I", "Result of the first quarter")),
    named(pledge::Period::SecondQuarter.result(), ("Kết quả quý II", "Result of the second quarter")),
    named(pledge::Period::ThirdQuarter.result(), ("Kết quả quý III", "Result of the third quarter")),
    named(pledge::Period::FourthQuarter.result(), ("Kết quả quý IV", "Result of the fourth quarter")),
    named(pledge::Period::HalfYear.result(), ("Kết quả 6 tháng", "Result of six months")),
    named(pledge::Period::FirstQuarter.note(), ("Ghi chú quý I", "Note on the first quarter")),
    named(pledge::Period::SecondQuarter.note(), ("Ghi chú quý II", "Note on the second quarter")),
    named(pledge::Period::ThirdQuarter.note(), ("Ghi chú quý III", "Note on the third quarter")),
    named(pledge::Period::FourthQuarter.note(), ("Ghi chú quý IV", "Note on the fourth quarter")),
    named(pledge::Period::HalfYear.note(), ("Ghi chú 6 tháng", "Note on six months")),
    named(pledge::Period::Year.note(), ("Ghi chú cả năm", "Note on the year")),
    named(pledge::Period::FirstQuarter.day(), ("Ngày báo cáo quý I", "First quarter reported on")),
    named(pledge::Period::SecondQuarter.day(), ("Ngày báo cáo quý II", "Second quarter reported on")),
    named(pledge::Period::ThirdQuarter.day(), ("Ngày báo cáo quý III", "Third quarter reported on")),
    named(pledge::Period::FourthQuarter.day(), ("Ngày báo cáo quý IV", "Fourth quarter reported on")),
    named(pledge::Period::HalfYear.day(), ("Ngày báo cáo 6 tháng", "Six months reported on")),
    named(pledge::Period::Year.day(), ("Ngày báo cáo cả năm", "Year reported on")),
    named(pledge::EVIDENCE_TARGET, ("Chỉ tiêu của tệp minh chứng", "Target of a file of evidence")),
    chosen(pledge::EVIDENCE_PERIOD, ("Kỳ của tệp minh chứng", "Period of a file of evidence"), &PERIODS),
    named(pledge::SIGN_POST, ("Chức vụ người ký", "The signer’s post")),
    named(pledge::SIGN_STROKES, ("Nét chữ ký", "Strokes of the signature")),
    chosen(pledge::SIGN_TYPED, ("Gõ tên thay chữ ký", "Typed name"), YES_NO),
    chosen(
        pledge::SIGN_PEN,
        ("Tài khoản giữ máy khi ký", "Account that held the tablet"),
        &[
            ("Của đơn vị", "The unit’s"),
            ("Của khối trưởng, cụm trưởng", "The bloc leader’s"),
            ("Của thường trực Hội đồng", "The standing office’s"),
        ],
    ),
];

pub(super) const OF_BLOCS: [Fact; 34] = [
    named(bloc::YEAR, ("Năm", "Year")),
    named(bloc::LEADER, ("Khối trưởng, cụm trưởng", "Leader")),
    named(bloc::REGULATION, ("Quy chế hoạt động", "Regulation")),
    chosen(
        bloc::MEMBER_IS,
        ("Thành viên", "Member"),
        &[("Thành viên", "Member"), ("Khối phó, cụm phó", "Deputy leader")],
    ),
    named(bloc::MEMBER_FROM, ("Vào từ ngày", "Member from")),
    named(bloc::MEMBER_UNTIL, ("Đến hết ngày", "Member until")),
    named(bloc::MEMBER_LOT, ("Số bốc thăm", "Lot")),
    named(bloc::CONTENT, ("Nội dung giao ước mẫu", "Content of the template")),
    named(pledge::TARGET_NAME, ("Chỉ tiêu", "Target")),
    named(pledge::TARGET_MEASURE, ("Đơn vị tính", "Unit of measure")),
    named(pledge::TARGET_PLAN, ("Kế hoạch", "Plan")),
    named(pledge::TARGET_ORDER, ("Thứ tự chỉ tiêu", "Place of the target")),
    chosen(pledge::TARGET_KIND, ("Loại chỉ tiêu", "Kind of target"), KINDS_OF_TARGET),
    chosen(
        pledge::TARGET_AIM,
        ("Hướng", "Aim"),
        &[("Không thấp hơn", "At least"), ("Không cao hơn", "At most")],
    ),
    named(pledge::TARGET_GRADES, ("Các mức xếp loại", "Grades")),
    named(bloc::SECTION_NAME, ("Phần của bảng điểm", "Section of the table")),
    named(bloc::SECTION_ORDER, ("Thứ tự phần", "Place of the section")),
    named(bloc::BONUS_LIMIT, ("Điểm thưởng tối đa", "Limit of the bonus")),
    named(bloc::PENALTY_LIMIT, ("Điểm trừ tối đa", "Limit of the penalty")),
    named(bloc::TABLE_TOTAL, ("Tổng điểm của bảng", "Total of the table")),
    named(bloc::CRITERION_NAME, ("Tiêu chí", "Criterion")),
    named(bloc::CRITERION_SECTION, ("Phần của tiêu chí", "Section of the criterion")),
    named(bloc::CRITERION_ORDER, ("Thứ tự tiêu chí", "Place of the criterion")),
    named(bloc::CRITERION_MAX, ("Điểm tối đa", "Maximum")),
    chosen(
        bloc::CRITERION_KIND,
        ("Loại điểm", "Kind of points"),
        &[("Điểm chuẩn", "Ordinary"), ("Điểm thưởng", "Bonus"), ("Điểm trừ", "Penalty")],
    ),
    chosen(
        bloc::CRITERION_FORMULA,
        ("Cách tính điểm", "Formula"),
        &[
            ("Chấm tay", "By hand"),
            ("Theo tỷ lệ đạt kế hoạch", "By the share of the plan"),
            ("Đạt thì đủ điểm, không thì 0", "All or nothing"),
            ("Trừ theo mỗi % còn thiếu", "Less for each percent that is missing"),
            ("Cộng theo mỗi % vượt", "For each percent above"),
            ("Điểm trừ theo mỗi % còn thiếu", "Penalty for each percent that is missing"),
            ("Điểm trừ khi chưa ký giao ước", "Penalty where the pledge is not signed"),
            ("Điểm trừ mỗi kỳ báo cáo chậm, thiếu", "Penalty for each late report"),
        ],
    ),
    named(bloc::CRITERION_TARGET, ("Chỉ tiêu để tính điểm", "Target of the criterion")),
    named(bloc::CRITERION_RATE, ("Điểm mỗi bậc", "Points for each step")),
    chosen(
        bloc::TIE_RULE,
        ("Khi bằng điểm xét", "Where points are equal"),
        &[
            ("Điểm của một phần", "Points of a section"),
            ("Điểm của một tiêu chí", "Points of a criterion"),
            ("Ít điểm trừ hơn", "Fewer penalty points"),
            ("Nhiều điểm thưởng hơn", "More bonus points"),
            ("Nhiều chỉ tiêu đạt hơn", "More targets reached"),
        ],
    ),
    named(bloc::TIE_ORDER, ("Thứ tự xét", "Place of the tie-break")),
    named(bloc::TIE_OF, ("Phần, tiêu chí được xét", "Part that is looked at")),
    named(bloc::FORWARD_PLACE, ("Thứ hạng được đề nghị", "Place that is put forward")),
    named(bloc::FORWARD_AWARD, ("Đề nghị tặng", "Put forward for")),
    named(bloc::DUE, ("Hạn báo cáo", "Reported until")),
];

pub(super) const OF_SCORES: [Fact; 11] = [
    named(score::UNIT, ("Đơn vị được chấm", "Unit that is scored")),
    named(score::YEAR, ("Năm", "Year")),
    named(score::BLOC, ("Khối, cụm", "Bloc")),
    named(score::BY, ("Đơn vị chấm", "Unit that scores")),
    chosen(score::ROLE, ("Loại chấm", "As what"), ROLES),
    named(score::RESULTS_SEEN, ("Kết quả khi chấm (mã)", "Results that were seen (digest)")),
    named(score::TABLE_SEEN, ("Bảng điểm khi chấm (mã)", "Table that was seen (digest)")),
    named(score::NOTE, ("Ghi chú", "Note")),
    named(score::DAY, ("Ngày chấm xong", "Done on")),
    named(score::POINTS, ("Điểm", "Points")),
    named(score::REASON, ("Lý do", "Reason")),
];
