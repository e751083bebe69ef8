//! The catalogue of what can be set.

use super::Setting;
use crate::law::rule::Confidence::{self, Confirmed, Draft, Expected, Local};

/// What a setting takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Takes {
    /// A whole number within these bounds.
    Number {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
        /// Its measure, in Vietnamese and in English.
        measure: (&'static str, &'static str),
    },
    /// One of these, by its code from 1, in Vietnamese and in English.
    Choice(&'static [(&'static str, &'static str)]),
}

/// One entry of the catalogue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Which setting.
    pub setting: Setting,
    /// What stands for it in records. Never renamed.
    pub key: &'static str,
    /// What it is, in Vietnamese.
    pub vi: &'static str,
    /// What it is, in English.
    pub en: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What holds where the committee has set nothing.
    pub default: i64,
    /// Where the default comes from.
    pub source: &'static str,
    /// How sure the default is.
    pub confidence: Confidence,
}

const PERCENT: Takes = percent(0);
const DAYS: Takes = Takes::Number { min: 1, max: 120, measure: ("ngày làm việc", "working days") };

const fn percent(min: i64) -> Takes {
    Takes::Number { min, max: 100, measure: ("%", "%") }
}

const fn entry(
    setting: Setting,
    key: &'static str,
    (vi, en): (&'static str, &'static str),
    takes: Takes,
    default: i64,
    (source, confidence): (&'static str, Confidence),
) -> Entry {
    Entry { setting, key, vi, en, takes, default, source, confidence }
}

/// Everything that can be set, in the order of the screen.
pub const SETTINGS: [Entry; 28] = [
    entry(
        Setting::TextOf2026,
        "text_of_2026",
        ("Văn bản áp dụng từ 01/10/2026", "The text followed from 2026-10-01"),
        Takes::Choice(&[
            ("Theo dự thảo sửa đổi 2026 (R2026)", "The draft amendment of 2026 (R2026)"),
            (
                "Theo luật hiện hành chưa sửa đổi (Nghị định 152/2025)",
                "The law as it stood before the amendment (Decree 152/2025)",
            ),
        ]),
        1,
        ("Luật 06/2026/QH16: mới có bản dự thảo 12/2025", Draft),
    ),
    entry(
        Setting::QuotaPercent,
        "quota_percent",
        ("Tỷ lệ Chiến sĩ thi đua cơ sở", "Share of grassroots emulation soldiers"),
        PERCENT,
        15,
        ("Nghị định 91/2017/NĐ-CP điều 9 khoản 3; từ 2024 do tỉnh quy định", Expected),
    ),
    entry(
        Setting::QuotaRounding,
        "quota_rounding",
        ("Làm tròn số người theo tỷ lệ", "How a fraction of a place counts"),
        Takes::Choice(&[
            ("Bỏ phần lẻ", "Rounded down"),
            ("Làm tròn đến số gần nhất", "Rounded to the nearest"),
            ("Bỏ phần lẻ, ít nhất 1 người", "Rounded down, at least one"),
        ]),
        1,
        ("Không có quy định chung; cách làm ở địa phương khác nhau", Local),
    ),
    entry(
        Setting::QuotaBase,
        "quota_base",
        ("Tỷ lệ tính trên", "The share is taken of"),
        Takes::Choice(&[
            (
                "Lao động tiên tiến, không gồm người được đề nghị Chiến sĩ thi đua",
                "Advanced workers, without the emulation soldiers",
            ),
            (
                "Lao động tiên tiến, gồm cả người được đề nghị Chiến sĩ thi đua",
                "Advanced workers, the emulation soldiers included",
            ),
        ]),
        1,
        ("Nghị định 91/2017/NĐ-CP điều 9 khoản 3 không nói rõ", Local),
    ),
    entry(
        Setting::QuotaReach,
        "quota_reach",
        ("Tỷ lệ tính theo", "The share is taken by"),
        Takes::Choice(&[("Từng đơn vị", "Each unit"), ("Toàn bộ các đơn vị", "All units together")]),
        2,
        ("Không có quy định chung; cách làm ở địa phương khác nhau", Local),
    ),
    entry(
        Setting::ProvincialPercent,
        "provincial_percent",
        (
            "Tỷ lệ đề nghị Chiến sĩ thi đua cấp tỉnh trên số Chiến sĩ thi đua cơ sở",
            "Share of provincial proposals among grassroots emulation soldiers",
        ),
        PERCENT,
        100,
        ("Do tỉnh quy định (Thừa Thiên Huế 2017: 10%); mặc định không hạn chế", Local),
    ),
    entry(
        Setting::ExcellentPercent,
        "excellent_percent",
        (
            "Tỷ lệ Tập thể lao động xuất sắc trên số tập thể đạt danh hiệu",
            "Share of excellent collectives among collectives with a title",
        ),
        PERCENT,
        100,
        ("Do tỉnh quy định; mặc định không hạn chế", Local),
    ),
    entry(
        Setting::GovernmentFlagPercent,
        "government_flag_percent",
        ("Tỷ lệ Cờ thi đua của Chính phủ", "Share of Government flags"),
        PERCENT,
        20,
        ("Nghị định 91/2017/NĐ-CP điều 11", Confirmed),
    ),
    entry(
        Setting::FlagsOfGroup,
        "flags_of_group",
        ("Số Cờ thi đua của tỉnh cho mỗi cụm, khối", "Provincial flags for each bloc or cluster"),
        Takes::Number { min: 1, max: 20, measure: ("cờ", "flags") },
        1,
        ("Nghị định 91/2017/NĐ-CP điều 12; do tỉnh quy định", Local),
    ),
    entry(
        Setting::DirectPercent,
        "direct_percent",
        ("Tỷ lệ người trực tiếp lao động, công tác ít nhất", "Least share of persons who work directly"),
        PERCENT,
        0,
        ("Nguyên tắc chú trọng người trực tiếp lao động; tỷ lệ do địa phương đặt", Local),
    ),
    entry(
        Setting::MonthsWorked,
        "months_worked",
        ("Số tháng làm việc ít nhất trong năm", "Least months of work in the year"),
        Takes::Number { min: 0, max: 12, measure: ("tháng", "months") },
        10,
        ("Quy định của địa phương", Local),
    ),
    entry(
        Setting::DaysAbsent,
        "days_absent",
        ("Số ngày nghỉ từ đó không xét danh hiệu", "Days of absence from which no title is considered"),
        Takes::Number { min: 1, max: 366, measure: ("ngày làm việc", "working days") },
        40,
        ("Quy định của địa phương", Local),
    ),
    entry(
        Setting::PartYear,
        "part_year",
        ("Cách tính thành viên làm việc không đủ năm", "How members of a part of the year count"),
        Takes::Choice(&[
            ("Tính mọi thành viên có mặt cuối năm", "Everybody who is a member at the end of the year"),
            ("Chỉ tính người làm việc đủ số tháng", "Only those who worked the months that titles ask for"),
        ]),
        1,
        ("Không có quy định chung", Local),
    ),
    entry(
        Setting::VillagePoints,
        "village_points",
        ("Điểm ít nhất của Thôn, tổ dân phố văn hoá", "Least points of a cultural village"),
        Takes::Number { min: 0, max: 1000, measure: ("điểm", "points") },
        90,
        ("Nghị định 86/2023/NĐ-CP phụ lục II; mức điểm do tỉnh quy định", Local),
    ),
    entry(
        Setting::ContributionCommune,
        "contribution_commune",
        (
            "Mức đóng góp của hộ để xét Giấy khen cấp xã",
            "Contribution for the commune's letter to a household",
        ),
        Takes::Number { min: 0, max: 1_000_000_000_000, measure: ("đồng", "đồng") },
        20_000_000,
        ("Quy định của tỉnh (Ninh Thuận 2015)", Local),
    ),
    entry(
        Setting::ContributionDistrict,
        "contribution_district",
        (
            "Mức đóng góp của hộ để xét Giấy khen cấp huyện",
            "Contribution for the district's letter to a household",
        ),
        Takes::Number { min: 0, max: 1_000_000_000_000, measure: ("đồng", "đồng") },
        40_000_000,
        ("Quy định của tỉnh (Ninh Thuận 2015)", Local),
    ),
    entry(
        Setting::VotePercent,
        "vote_percent",
        ("Tỷ lệ phiếu đồng ý của Hội đồng (0: quá nửa)", "The council's share of yes (0: more than half)"),
        PERCENT,
        0,
        ("Quy định của địa phương", Local),
    ),
    entry(
        Setting::VoteBase,
        "vote_base",
        ("Tỷ lệ phiếu tính trên", "The council's share is taken of"),
        Takes::Choice(&[
            ("Tổng số thành viên Hội đồng", "All members of the council"),
            ("Thành viên dự họp và gửi phiếu", "Members who came or wrote"),
        ]),
        1,
        ("Quy định của địa phương", Local),
    ),
    entry(
        Setting::Quorum,
        "quorum",
        ("Số thành viên Hội đồng phải bỏ phiếu ít nhất", "Members who must vote for the council to decide"),
        Takes::Choice(&[
            ("Không quy định", "Not asked for"),
            ("Quá nửa số thành viên", "More than half of the members"),
            ("Ít nhất 2/3 số thành viên", "Two thirds of the members at least"),
        ]),
        3,
        ("Nghị định 152/2025/NĐ-CP: họp khi có ít nhất 2/3 số thành viên", Expected),
    ),
    entry(
        Setting::SecondPerson,
        "second_person",
        (
            "Người thứ hai xác nhận quyết định trước khi ban hành",
            "A second person confirms a decision before it is issued",
        ),
        Takes::Choice(&[
            ("Không yêu cầu", "Not asked for"),
            ("Phải có người thứ hai xác nhận đúng nội dung", "A second person must confirm the very text"),
        ]),
        1,
        ("Không có quy định chung; do cơ quan quyết định", Local),
    ),
    entry(
        Setting::BonusRounding,
        "bonus_rounding",
        ("Làm tròn tiền thưởng đến chục nghìn đồng", "How bonuses are rounded to ten thousand đồng"),
        Takes::Choice(&[("Làm tròn lên", "Up"), ("Làm tròn đến số gần nhất", "To the nearest")]),
        1,
        ("Nghị định 91/2017/NĐ-CP điều 68 khoản 2, có hai cách hiểu", Expected),
    ),
    entry(
        Setting::BaseSalary,
        "base_salary",
        ("Mức lương cơ sở", "Base salary"),
        Takes::Number { min: 100_000, max: 100_000_000, measure: ("đồng/tháng", "đồng a month") },
        2_530_000,
        ("161/2026/NĐ-CP, từ 01/7/2026; mức của ngày quyết định được dùng", Expected),
    ),
    entry(
        Setting::DaysForTitle,
        "days_for_title",
        ("Thời hạn xét Lao động tiên tiến", "Time for a nomination of advanced workers"),
        DAYS,
        20,
        ("Thủ tục 1.012379 (Cần Thơ 2024); do địa phương quy định", Local),
    ),
    entry(
        Setting::DaysForCollective,
        "days_for_collective",
        ("Thời hạn xét danh hiệu tập thể", "Time for a collective's title"),
        DAYS,
        20,
        ("Thủ tục của địa phương (Hải Dương)", Local),
    ),
    entry(
        Setting::DaysForLetter,
        "days_for_letter",
        ("Thời hạn xét Giấy khen", "Time for a letter of commendation"),
        DAYS,
        10,
        ("Thủ tục của địa phương (Thừa Thiên Huế)", Local),
    ),
    entry(
        Setting::DaysForHousehold,
        "days_for_household",
        ("Thời hạn xét Giấy khen cho gia đình", "Time for a household's letter of commendation"),
        DAYS,
        12,
        ("Thủ tục của địa phương (Vĩnh Phúc)", Local),
    ),
    entry(
        Setting::DaysOfNotice,
        "days_of_notice",
        ("Thời gian công khai lấy ý kiến", "Time for which nominees are made public"),
        DAYS,
        10,
        ("Nghị định 152/2025/NĐ-CP điều 44; thời gian do địa phương quy định", Local),
    ),
    entry(
        Setting::AskEthnicity,
        "ask_ethnicity",
        ("Danh bạ hỏi dân tộc (dữ liệu nhạy cảm)", "The register asks for the ethnic group (sensitive data)"),
        Takes::Choice(&[
            ("Không hỏi", "No"),
            ("Có hỏi, khi cần cho thống kê", "Yes, where statistics need it"),
        ]),
        1,
        ("Luật 91/2025/QH15", Confirmed),
    ),
];
