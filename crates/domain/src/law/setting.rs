//! What the law leaves open, or leaves to provinces and committees: each with a default, where the default comes from,
//! and how sure that is.
//!
//! A committee sets its own value from a day on; what was judged before keeps what held then. Values are whole numbers
//! in the measure that the entry names, or the code of a choice, from 1.

use litemap::LiteMap;

use super::rule::Confidence;
use crate::rule_set::{CivilDate, RuleSet};

/// What can be set.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Setting {
    /// The text followed from 2026-10-01, until the final text is entered.
    TextOf2026,
    /// The share of Chiến sĩ thi đua cơ sở, in percent.
    QuotaPercent,
    /// How a fraction of a place counts.
    QuotaRounding,
    /// Of whom the share is taken.
    QuotaBase,
    /// Whether the share is taken unit by unit or over the whole committee.
    QuotaReach,
    /// The share of Chiến sĩ thi đua cấp tỉnh proposals among Chiến sĩ thi đua cơ sở, in percent.
    ProvincialPercent,
    /// The share of Tập thể lao động xuất sắc among the collectives with a title, in percent.
    ExcellentPercent,
    /// The share of Cờ thi đua của Chính phủ among collectives that meet the provincial flag, in percent.
    GovernmentFlagPercent,
    /// Provincial flags for each bloc or cluster.
    FlagsOfGroup,
    /// The least share of persons who work directly, in percent.
    DirectPercent,
    /// Months of work that a yearly title asks for.
    MonthsWorked,
    /// Working days of absence from which a yearly title is not considered.
    DaysAbsent,
    /// How members who worked a part of the year are counted.
    PartYear,
    /// Points that Thôn, tổ dân phố văn hoá asks for.
    VillagePoints,
    /// What a household must contribute for the commune's letter of commendation, in đồng.
    ContributionCommune,
    /// The same for the district's letter of commendation, in đồng.
    ContributionDistrict,
    /// The council's share of yes where the law sets none, in percent.
    VotePercent,
    /// Of whom the council's share is taken.
    VoteBase,
    /// How many members must vote for the council to decide.
    Quorum,
    /// Whether a decision is issued only when a second person has confirmed it.
    SecondPerson,
    /// How amounts of money are rounded to ten thousand đồng.
    BonusRounding,
    /// The base salary (mức lương cơ sở), in đồng a month.
    BaseSalary,
    /// Working days for a nomination of Lao động tiên tiến.
    DaysForTitle,
    /// Working days for a collective's title.
    DaysForCollective,
    /// Working days for a letter of commendation.
    DaysForLetter,
    /// Working days for a household's letter of commendation.
    DaysForHousehold,
    /// Days for which nominees are made public.
    DaysOfNotice,
    /// Whether the register asks for the ethnic group.
    AskEthnicity,
}

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

use Confidence::{Confirmed, Draft, Expected, Local};

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

impl Setting {
    /// The setting of a key, or `None` where a later version made it.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        SETTINGS.iter().find(|entry| entry.key == key).map(|entry| entry.setting)
    }

    /// Its entry in the catalogue.
    #[must_use]
    pub fn entry(self) -> Option<&'static Entry> {
        SETTINGS.iter().find(|entry| entry.setting == self)
    }

    /// The least and the most that it takes.
    #[must_use]
    pub fn bounds(self) -> (i64, i64) {
        match self.entry().map(|entry| entry.takes) {
            Some(Takes::Number { min, max, .. }) => (min, max),
            Some(Takes::Choice(choices)) => (1, i64::try_from(choices.len()).unwrap_or(i64::MAX)),
            None => (0, 0),
        }
    }

    /// Whether it takes a value.
    #[must_use]
    pub fn takes(self, value: i64) -> bool {
        let (min, max) = self.bounds();
        (min..=max).contains(&value)
    }
}

/// What a committee has set, and from which day each holds. Without anything set, the defaults hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings(LiteMap<Setting, Vec<(CivilDate, i64)>>);

impl Settings {
    /// Takes a value that holds from a day on. Of two for one day the later one given holds.
    pub fn set(&mut self, setting: Setting, from: CivilDate, value: i64) {
        if !setting.takes(value) {
            return;
        }
        if self.0.get(&setting).is_none() {
            self.0.insert(setting, Vec::new());
        }
        let Some(values) = self.0.get_mut(&setting) else { return };
        let place = values.iter().position(|(day, _)| *day > from).unwrap_or(values.len());
        values.insert(place, (from, value));
    }

    /// What holds on a day, where the committee has set it.
    #[must_use]
    pub fn set_on(&self, setting: Setting, day: CivilDate) -> Option<(CivilDate, i64)> {
        self.0.get(&setting)?.iter().rev().find(|(from, _)| *from <= day).copied()
    }

    /// What holds on a day.
    #[must_use]
    pub fn on(&self, setting: Setting, day: CivilDate) -> i64 {
        let default = || setting.entry().map_or(0, |entry| entry.default);
        self.set_on(setting, day).map_or_else(default, |(_, value)| value)
    }

    /// The rule set for a dossier received on a day: the one in force, unless the committee still follows the text
    /// before the draft of 2026.
    #[must_use]
    pub fn rule_set_on(&self, day: CivilDate) -> RuleSet {
        match RuleSet::in_force_on(day) {
            RuleSet::R2026 if self.on(Setting::TextOf2026, day) == 2 => RuleSet::R2022_152,
            rule_set => rule_set,
        }
    }
}

/// The limits that the criteria of people, collectives and households ask for, as a committee has set them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Months of work that a yearly title asks for.
    pub months_worked: u16,
    /// Working days of absence from which a yearly title is not considered.
    pub days_absent: u16,
    /// Points that a cultural village asks for, in hundredths.
    pub village_points: i64,
    /// What a household must contribute for the commune's letter, in đồng.
    pub contribution_commune: i64,
    /// The same for the district's letter, in đồng.
    pub contribution_district: i64,
}

impl Settings {
    /// The limits on a day; without a day the defaults.
    #[must_use]
    pub fn limits(&self, day: Option<CivilDate>) -> Limits {
        let Some(day) = day else { return Limits::default() };
        let small = |setting| u16::try_from(self.on(setting, day)).unwrap_or(u16::MAX);
        Limits {
            months_worked: small(Setting::MonthsWorked),
            days_absent: small(Setting::DaysAbsent),
            village_points: 100 * self.on(Setting::VillagePoints, day),
            contribution_commune: self.on(Setting::ContributionCommune, day),
            contribution_district: self.on(Setting::ContributionDistrict, day),
        }
    }
}

impl Default for Limits {
    /// What holds where nothing was set: the defaults of the catalogue.
    fn default() -> Self {
        Self {
            months_worked: 10,
            days_absent: 40,
            village_points: 9_000,
            contribution_commune: 20_000_000,
            contribution_district: 40_000_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_one_entry_and_its_default_is_one_of_its_values() {
        for (place, entry) in SETTINGS.iter().enumerate() {
            assert_eq!(SETTINGS.iter().position(|other| other.key == entry.key), Some(place));
            assert_eq!(SETTINGS.iter().position(|other| other.setting == entry.setting), Some(place));
            assert!(entry.setting.takes(entry.default), "{}", entry.key);
        }
    }

    #[test]
    fn the_limits_without_settings_are_the_defaults_of_the_catalogue() {
        let day = "2024-01-01".parse().unwrap();
        assert_eq!(Settings::default().limits(Some(day)), Limits::default());
    }

    #[test]
    fn a_value_holds_from_its_day_and_an_old_day_keeps_the_old_one() {
        let day = |text: &str| text.parse().unwrap();
        let mut settings = Settings::default();
        settings.set(Setting::QuotaPercent, day("2025-01-01"), 20);
        settings.set(Setting::QuotaPercent, day("2024-01-01"), 18);
        settings.set(Setting::QuotaPercent, day("2025-01-01"), 21);
        settings.set(Setting::QuotaPercent, day("2025-01-01"), 101);
        for (on, percent) in [("2023-12-31", 15), ("2024-01-01", 18), ("2024-12-31", 18), ("2025-06-01", 21)]
        {
            assert_eq!(settings.on(Setting::QuotaPercent, day(on)), percent, "{on}");
        }
    }

    #[test]
    fn the_committee_says_which_text_it_follows_until_the_final_one_is_known() {
        let day = |text: &str| text.parse().unwrap();
        let mut settings = Settings::default();
        assert_eq!(settings.rule_set_on(day("2026-11-23")), RuleSet::R2026);
        settings.set(Setting::TextOf2026, day("2026-10-01"), 2);
        assert_eq!(settings.rule_set_on(day("2026-11-23")), RuleSet::R2022_152);
        assert_eq!(settings.rule_set_on(day("2026-09-30")), RuleSet::R2022_152);
        assert_eq!(settings.rule_set_on(day("2023-09-30")), RuleSet::R2013);
    }
}
