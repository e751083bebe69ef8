//! The money that comes with an award: a multiple of the base salary (mức lương cơ sở) on the day of the decision.

use crate::award::{Award, AwardKind, SubjectKind};
use crate::rule_set::{CivilDate, RuleSet};

/// How an amount is rounded to ten thousand đồng. The decree says "làm tròn số lên hàng chục ngàn", which is read both ways.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum RoundMode {
    /// Up: the default.
    #[default]
    Up,
    /// To the nearest.
    Nearest,
}

/// An amount, in đồng.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bonus {
    /// What is paid.
    pub amount: u64,
    /// The product before it was rounded.
    pub unrounded: u64,
}

const STEP: u64 = 10_000;

/// The base salary by the day from which it holds, in đồng a month; newest first.
const BASE_SALARIES: [((u16, u8, u8), u64); 5] = [
    ((2026, 7, 1), 2_530_000), // 161/2026/NĐ-CP
    ((2024, 7, 1), 2_340_000), // 73/2024/NĐ-CP
    ((2023, 7, 1), 1_800_000), // 24/2023/NĐ-CP
    ((2019, 7, 1), 1_490_000), // 38/2019/NĐ-CP
    ((2018, 7, 1), 1_390_000),
];

/// The base salary on a day, in đồng; `None` before the earliest that is known here.
#[must_use]
pub fn base_salary(on: CivilDate) -> Option<u64> {
    let day = (on.year(), on.month(), on.day());
    BASE_SALARIES.iter().find(|(from, _)| *from <= day).map(|(_, salary)| *salary)
}

/// The base salaries that are known here, each with its first day, in đồng; newest first.
pub fn base_salaries() -> impl Iterator<Item = (CivilDate, u64)> {
    BASE_SALARIES.iter().filter_map(|((year, month, day), salary)| {
        CivilDate::new(*year, *month, *day).ok().map(|from| (from, *salary))
    })
}

/// How many hundredths of the base salary come with an award; `None` where no money does, or none that is known.
///
/// Titles: 91/2017/NĐ-CP art. 69 and 98/2023/NĐ-CP art. 54, alike. Of certificates, letters and orders a collective has
/// twice the person's, a household one and a half (98/2023/NĐ-CP; not confirmed for the old decree).
#[must_use]
pub fn hundredths(rule_set: RuleSet, award: &Award, subject: SubjectKind) -> Option<u64> {
    if !award.is_for(subject) {
        return None;
    }
    let person: u64 = match award.id {
        "lao_dong_tien_tien" | "chien_si_tien_tien" | "giay_khen_huyen" => 30,
        "chien_si_thi_dua_co_so" => 100,
        "chien_si_thi_dua_tinh" => 300,
        "chien_si_thi_dua_toan_quoc" | "huan_chuong_lao_dong_3" => 450,
        "tap_the_lao_dong_tien_tien" | "don_vi_tien_tien" => 80,
        "tap_the_lao_dong_xuat_sac" | "don_vi_quyet_thang" | "thon_van_hoa" => 150,
        "co_thi_dua_tinh" => 800,
        "co_thi_dua_chinh_phu" => 1200,
        "xa_tieu_bieu" => 200,
        "gia_dinh_van_hoa" => 10,
        "giay_khen_xa" => 15,
        "bang_khen_tinh" if rule_set == RuleSet::R2013 => 100,
        "bang_khen_tinh" => 150,
        "bang_khen_thu_tuong" => 350,
        "huan_chuong_lao_dong_2" => 750,
        "huan_chuong_lao_dong_1" => 900,
        "ky_niem_chuong" => 60,
        "anh_hung_lao_dong" => 1550,
        _ => return None,
    };
    let is_personal_first =
        award.kind == AwardKind::Form && award.id != "ky_niem_chuong" && award.id != "anh_hung_lao_dong";
    Some(match subject {
        SubjectKind::Collective if is_personal_first => 2 * person,
        SubjectKind::Household if is_personal_first => person * 3 / 2,
        _ => person,
    })
}

/// The money for an award that is decided on a day; `None` where there is none, or the base salary of the day is not
/// known here.
#[must_use]
pub fn bonus(
    rule_set: RuleSet,
    award: &Award,
    subject: SubjectKind,
    decided_on: CivilDate,
    mode: RoundMode,
) -> Option<Bonus> {
    let unrounded = base_salary(decided_on)? * hundredths(rule_set, award, subject)? / 100;
    let up = match mode {
        RoundMode::Up => STEP - 1,
        RoundMode::Nearest => STEP / 2,
    };
    Some(Bonus { amount: (unrounded + up) / STEP * STEP, unrounded })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_salary_is_that_of_the_day_of_the_decision() {
        let cases = [
            ("2018-06-30", None),
            ("2023-06-30", Some(1_490_000)),
            ("2023-07-01", Some(1_800_000)),
            ("2024-07-01", Some(2_340_000)),
            ("2026-11-23", Some(2_530_000)),
        ];
        for (day, salary) in cases {
            assert_eq!(base_salary(day.parse().unwrap()), salary, "{day}");
        }
    }

    #[test]
    fn every_base_salary_of_the_table_can_be_listed() {
        let known: Vec<_> = base_salaries().collect();
        assert_eq!(known.len(), BASE_SALARIES.len());
        for (from, salary) in known {
            assert_eq!(base_salary(from), Some(salary));
        }
    }

    #[test]
    fn amounts_are_rounded_as_the_committee_reads_the_decree() {
        let letter = Award::by_id("giay_khen_xa").unwrap();
        let day = "2022-01-10".parse().unwrap();
        let paid = |subject, mode| {
            bonus(RuleSet::R2013, letter, subject, day, mode).map(|bonus| (bonus.unrounded, bonus.amount))
        };
        assert_eq!(paid(SubjectKind::Individual, RoundMode::Up), Some((223_500, 230_000)));
        assert_eq!(paid(SubjectKind::Individual, RoundMode::Nearest), Some((223_500, 220_000)));
        assert_eq!(paid(SubjectKind::Collective, RoundMode::Nearest), Some((447_000, 450_000)));
        assert_eq!(paid(SubjectKind::Household, RoundMode::Up), Some((327_800, 330_000)));
    }

    #[test]
    fn what_a_subject_cannot_receive_brings_no_money() {
        let flag = Award::by_id("co_thi_dua_tinh").unwrap();
        assert_eq!(hundredths(RuleSet::R2013, flag, SubjectKind::Individual), None);
    }
}
