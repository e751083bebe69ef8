//! The money that comes with an award: a multiple of the base salary (mức lương cơ sở) on the day of the decision.

use super::fact::Truth;
use super::finding::Findings;
use super::rule::RuleId::{R38, R39, R40, R41};
use super::setting::{Setting, Settings};
use crate::award::{Award, AwardKind, SubjectKind};
use crate::rule_set::{AwardYear, CivilDate, RuleSet};

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

/// What is known here of the base salary: the day from which it holds, and the đồng a month; newest first.
pub fn base_salaries() -> impl Iterator<Item = (CivilDate, u64)> {
    BASE_SALARIES.iter().filter_map(|((year, month, day), salary)| {
        CivilDate::new(*year, *month, *day).ok().map(|from| (from, *salary))
    })
}

/// The base salary on a day, where a committee may have added a later one: of both the one that began last.
#[must_use]
pub fn base_salary_by(settings: &Settings, on: CivilDate) -> Option<u64> {
    let known = base_salaries().find(|(from, _)| *from <= on);
    let set = settings.set_on(Setting::BaseSalary, on);
    let set = set.and_then(|(from, value)| Some((from, u64::try_from(value).ok()?)));
    match (known, set) {
        (Some(known), Some(set)) => Some(if set.0 >= known.0 { set.1 } else { known.1 }),
        (known, set) => known.or(set).map(|(_, salary)| salary),
    }
}

/// The base salary on a day, in đồng; `None` before the earliest that is known here.
#[must_use]
pub fn base_salary(on: CivilDate) -> Option<u64> {
    let day = (on.year(), on.month(), on.day());
    BASE_SALARIES.iter().find(|(from, _)| *from <= day).map(|(_, salary)| *salary)
}

/// How many thousandths of the base salary come with an award; `None` where no money does, or none that is known.
///
/// Titles: 91/2017/NĐ-CP art. 69 and 98/2023/NĐ-CP art. 54, alike. Of certificates, letters and orders a collective has
/// twice the person's, a household one and a half (98/2023/NĐ-CP; not confirmed for the old decree).
#[must_use]
pub fn thousandths(rule_set: RuleSet, award: &Award, subject: SubjectKind) -> Option<u64> {
    if !award.is_for(subject) {
        return None;
    }
    let hundredths: u64 = match award.id {
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
    // In thousandths, because half of fifteen hundredths is no whole number of hundredths.
    Some(match subject {
        SubjectKind::Collective if is_personal_first => 20 * hundredths,
        SubjectKind::Household if is_personal_first => 15 * hundredths,
        _ => 10 * hundredths,
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
    Some(rounded(base_salary(decided_on)? * thousandths(rule_set, award, subject)? / 1000, mode))
}

/// The money by a committee's settings: its base salary, where it has entered a later one, and its way of rounding.
#[must_use]
pub fn bonus_by(
    settings: &Settings,
    rule_set: RuleSet,
    award: &Award,
    subject: SubjectKind,
    decided_on: CivilDate,
) -> Option<Bonus> {
    let mode = match settings.on(Setting::BonusRounding, decided_on) {
        2 => RoundMode::Nearest,
        _ => RoundMode::Up,
    };
    let base = base_salary_by(settings, decided_on)?;
    Some(rounded(base * thousandths(rule_set, award, subject)? / 1000, mode))
}

const fn rounded(unrounded: u64, mode: RoundMode) -> Bonus {
    let up = match mode {
        RoundMode::Up => STEP - 1,
        RoundMode::Nearest => STEP / 2,
    };
    Bonus { amount: (unrounded + up) / STEP * STEP, unrounded }
}

/// Whether the money of an award can be worked out, and how: the base salary of its day (R38), its multiple (R39), and the
/// rounding (R40).
#[must_use]
pub fn judge(
    settings: &Settings,
    rule_set: RuleSet,
    award: &Award,
    subject: SubjectKind,
    decided_on: Option<CivilDate>,
) -> Findings {
    let mut found = Findings::default();
    let known = |day: CivilDate| Truth::from(base_salary_by(settings, day).is_some());
    found.take(R38, decided_on.map_or_else(|| Truth::Unknown(vec!["decided_on"]), known));
    found.take(R39, Truth::from(thousandths(rule_set, award, subject).is_some()));
    let rounds = |day| bonus_by(settings, rule_set, award, subject, day);
    let rounding =
        decided_on.map_or_else(|| Truth::Unknown(vec!["decided_on"]), |day| rounds(day).is_some().into());
    found.take(R40, rounding);
    found
}

/// An award with its money, as it stands in a list of payments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paid {
    /// The year whose achievement it commends: different years are different achievements.
    pub year: AwardYear,
    /// The money, in đồng.
    pub amount: u64,
    /// Whether it is paid out.
    pub is_paid: bool,
}

/// What of somebody's awards is paid: for one achievement at one time the highest alone, for different periods each.
#[must_use]
pub fn payable(awards: &[Paid]) -> Vec<bool> {
    let is_highest = |(at, award): (usize, &Paid)| {
        let better = |(other, paid): (usize, &Paid)| {
            paid.year == award.year
                && (paid.amount > award.amount || (paid.amount == award.amount && other < at))
        };
        !awards.iter().enumerate().any(better)
    };
    awards.iter().enumerate().map(is_highest).collect()
}

/// Whether a list of payments keeps to that.
#[must_use]
pub fn judge_payments(awards: &[Paid]) -> Findings {
    let mut found = Findings::default();
    let right = awards.iter().zip(payable(awards)).all(|(award, due)| award.is_paid == due);
    let truth = if awards.is_empty() { Truth::Unknown(vec!["payments"]) } else { right.into() };
    found.take(R41, truth);
    found
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
        assert_eq!(paid(SubjectKind::Household, RoundMode::Up), Some((335_250, 340_000)));
    }

    #[test]
    fn a_committee_adds_a_later_base_salary_and_keeps_its_way_of_rounding() {
        let day = |text: &str| text.parse::<CivilDate>().unwrap();
        let mut settings = Settings::default();
        settings.set(Setting::BaseSalary, day("2027-07-01"), 2_800_000);
        settings.set(Setting::BaseSalary, day("2020-01-01"), 1_500_000);
        for (on, salary) in [("2020-02-01", 1_500_000), ("2023-08-01", 1_800_000), ("2027-08-01", 2_800_000)]
        {
            assert_eq!(base_salary_by(&settings, day(on)), Some(salary), "{on}");
        }
        let letter = Award::by_id("giay_khen_xa").unwrap();
        let paid = |settings: &Settings| {
            let of = bonus_by(settings, RuleSet::R2013, letter, SubjectKind::Individual, day("2022-01-10"));
            of.map(|bonus| bonus.amount)
        };
        assert_eq!(paid(&Settings::default()), Some(230_000));
        settings.set(Setting::BonusRounding, day("2020-01-01"), 2);
        assert_eq!(paid(&settings), Some(230_000), "225.000 to the nearest");
    }

    #[test]
    fn of_one_achievement_the_highest_is_paid() {
        let year = |year: i64| AwardYear::try_from(year).unwrap();
        let paid = |of, amount| Paid { year: year(of), amount, is_paid: true };
        let awards = [paid(2023, 540_000), paid(2023, 1_800_000), paid(2022, 450_000), paid(2023, 1_800_000)];
        assert_eq!(payable(&awards), [false, true, true, false]);
    }

    #[test]
    fn what_a_subject_cannot_receive_brings_no_money() {
        let flag = Award::by_id("co_thi_dua_tinh").unwrap();
        assert_eq!(thousandths(RuleSet::R2013, flag, SubjectKind::Individual), None);
    }
}
