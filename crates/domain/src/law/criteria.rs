//! The national criteria of a new-rural commune (tiêu chí xã nông thôn mới), by the stage of the programme that set them.
//!
//! A stage has criteria of its own: how many there are, and what they are called, is never taken from another. Those of
//! 2026 to 2030 (Quyết định 51/2025/QĐ-TTg) were not read, so they are not here.

use super::rule::Confidence;
use crate::rule_set::CivilDate;

/// One criterion of a stage.
#[derive(PartialEq, Eq, Debug)]
pub struct Criterion {
    /// Its number in the decision that set it, from 1.
    pub number: u32,
    /// Under which heading it stands.
    pub part: Part,
    /// What it is called, in Vietnamese.
    pub vi: &'static str,
    /// What it is called, in English.
    pub en: &'static str,
    /// What it was called in the stage before, where that was something else.
    pub before: Option<&'static str>,
}

/// A heading of the criteria.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// Planning (quy hoạch).
    Planning,
    /// What was built (hạ tầng kinh tế - xã hội).
    Building,
    /// Income and production (kinh tế và tổ chức sản xuất).
    Production,
    /// Culture, society, environment (văn hóa - xã hội - môi trường).
    Society,
    /// The political system (hệ thống chính trị).
    Politics,
}

/// A stage of the programme (giai đoạn).
#[derive(PartialEq, Eq, Debug)]
pub struct Stage {
    /// The number that stands for it in records. Never reused.
    pub code: i64,
    /// Its first year.
    pub from_year: u16,
    /// Its last year.
    pub until_year: u16,
    /// Where the criteria stand.
    pub source: &'static str,
    /// How sure their names are.
    pub confidence: Confidence,
    /// The criteria, by their number.
    pub criteria: &'static [Criterion],
}

const fn criterion(number: u32, part: Part, vi: &'static str, en: &'static str) -> Criterion {
    Criterion { number, part, vi, en, before: None }
}

const fn renamed(number: u32, part: Part, [before, vi]: [&'static str; 2], en: &'static str) -> Criterion {
    Criterion { number, part, vi, en, before: Some(before) }
}

/// The stages, oldest first.
pub const STAGES: [Stage; 1] = [Stage {
    code: 1,
    from_year: 2021,
    until_year: 2025,
    source: "Quyết định 318/QĐ-TTg năm 2022",
    // The names of the stage before (Quyết định 1980/QĐ-TTg) were read, what this one changed in them was not.
    confidence: Confidence::Expected,
    criteria: &OF_2021,
}];

const OF_2021: [Criterion; 19] = [
    criterion(1, Part::Planning, "Quy hoạch", "Planning"),
    criterion(2, Part::Building, "Giao thông", "Transport"),
    renamed(
        3,
        Part::Building,
        ["Thủy lợi", "Thủy lợi và phòng, chống thiên tai"],
        "Irrigation and disaster prevention",
    ),
    criterion(4, Part::Building, "Điện", "Electricity"),
    criterion(5, Part::Building, "Trường học", "Schools"),
    criterion(6, Part::Building, "Cơ sở vật chất văn hóa", "Cultural facilities"),
    criterion(7, Part::Building, "Cơ sở hạ tầng thương mại nông thôn", "Rural trade facilities"),
    criterion(8, Part::Building, "Thông tin và Truyền thông", "Information and communication"),
    criterion(9, Part::Building, "Nhà ở dân cư", "Housing"),
    criterion(10, Part::Production, "Thu nhập", "Income"),
    renamed(11, Part::Production, ["Hộ nghèo", "Nghèo đa chiều"], "Multidimensional poverty"),
    renamed(12, Part::Production, ["Lao động có việc làm", "Lao động"], "Labour"),
    renamed(
        13,
        Part::Production,
        ["Tổ chức sản xuất", "Tổ chức sản xuất và phát triển kinh tế nông thôn"],
        "Production and the rural economy",
    ),
    criterion(14, Part::Society, "Giáo dục và Đào tạo", "Education and training"),
    criterion(15, Part::Society, "Y tế", "Health"),
    criterion(16, Part::Society, "Văn hóa", "Culture"),
    criterion(17, Part::Society, "Môi trường và an toàn thực phẩm", "Environment and food safety"),
    criterion(
        18,
        Part::Politics,
        "Hệ thống chính trị và tiếp cận pháp luật",
        "Political system and access to the law",
    ),
    criterion(19, Part::Politics, "Quốc phòng và An ninh", "Defence and security"),
];

impl Stage {
    /// The stage of a code; `None` where a later version made it.
    #[must_use]
    pub fn from_code(code: i64) -> Option<&'static Self> {
        STAGES.iter().find(|stage| stage.code == code)
    }

    /// The stage that a year belongs to: its own, or the last one before it, under whose criteria communes are still looked
    /// at; the first one for years before.
    #[must_use]
    pub fn of_year(year: i64) -> &'static Self {
        let [first, ..] = &STAGES;
        STAGES.iter().rev().find(|stage| i64::from(stage.from_year) <= year).unwrap_or(first)
    }

    /// The first day on which one of its criteria can be met.
    #[must_use]
    pub fn first_day(&self) -> Option<CivilDate> {
        CivilDate::new(self.from_year, 1, 1).ok()
    }

    /// One of its criteria by its number.
    #[must_use]
    pub fn criterion(&self, number: u32) -> Option<&'static Criterion> {
        self.criteria.iter().find(|criterion| criterion.number == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_has_its_criteria_by_number_under_five_headings() {
        for (at, stage) in STAGES.iter().enumerate() {
            assert_eq!(stage.code, at as i64 + 1);
            assert!(stage.from_year <= stage.until_year);
            assert!(stage.first_day().is_some());
            let numbers: Vec<u32> = stage.criteria.iter().map(|criterion| criterion.number).collect();
            assert_eq!(numbers, (1..=stage.criteria.len() as u32).collect::<Vec<_>>());
            assert!(stage.criteria.is_sorted_by_key(|criterion| criterion.part));
            for criterion in stage.criteria {
                assert!(crate::text::is_composed(criterion.vi) && !criterion.en.is_empty());
                assert_ne!(criterion.before, Some(criterion.vi));
            }
        }
        assert_eq!(STAGES[0].criteria.len(), 19);
        assert_eq!(STAGES[0].criterion(20), None);
    }

    #[test]
    fn a_year_has_the_criteria_that_were_set_last() {
        for (year, code) in [(2019, 1), (2021, 1), (2023, 1), (2025, 1), (2026, 1)] {
            assert_eq!(Stage::of_year(year).code, code, "{year}");
        }
    }
}
