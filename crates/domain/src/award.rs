//! The catalogue of emulation titles (danh hiệu thi đua) and forms of commendation (hình thức khen thưởng): what each
//! is called, who can receive it, which level decides on it, and under which rule sets it is given.
//!
//! Identifiers are stored in records, so they are never renamed or reused; a title that the law abolishes stays here
//! and is no longer offered. Criteria and bonuses never live here: they differ by rule set, a name does not.

use crate::rule_set::RuleSet;

/// Who is put forward.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SubjectKind {
    /// A person (cá nhân).
    Individual,
    /// A unit, school, hamlet or other group (tập thể).
    Collective,
    /// A household (hộ gia đình).
    Household,
}

impl SubjectKind {
    /// Every kind, in the order of their codes.
    pub const ALL: [Self; 3] = [Self::Individual, Self::Collective, Self::Household];

    /// The number that stands for this kind in storage and on the wire. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Individual => 1,
            Self::Collective => 2,
            Self::Household => 3,
        }
    }

    /// The kind of a code, or `None` where a later version made it.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The two families of awards. Users often take one for the other, so screens keep them apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AwardKind {
    /// An emulation title, given for a year's work (danh hiệu thi đua).
    Title,
    /// A form of commendation, given for an achievement (hình thức khen thưởng). State honorary titles such as the
    /// Hero of Labour are forms in the sense of the law, whatever their name.
    Form,
}

/// The level that decides on an award.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Level {
    /// The chair of the commune's committee (Law 2022 art. 80(3)).
    Commune,
    /// The chair of the district's committee (Law 2022 art. 80(2)); there is none from 2025-07-01.
    District,
    /// The chair of the province's committee (Law 2022 art. 79).
    Province,
    /// The Prime Minister or the Government (Law 2022 art. 78).
    PrimeMinister,
    /// The President of the State (Law 2022 art. 77).
    State,
    /// A minister or the head of a central body, for the field that it manages (Law 2022 art. 71).
    Ministry,
}

impl Level {
    /// Every level, in the order of their codes.
    pub const ALL: [Self; 6] =
        [Self::Commune, Self::District, Self::Province, Self::Ministry, Self::PrimeMinister, Self::State];

    /// The number that stands for this level in records. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Commune => 1,
            Self::District => 2,
            Self::Province => 3,
            Self::Ministry => 4,
            Self::PrimeMinister => 5,
            Self::State => 6,
        }
    }

    /// The level of a code, or `None` where a later version made it.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// One title or form of commendation.
#[derive(PartialEq, Eq, Debug)]
pub struct Award {
    /// What stands for it in records. Never renamed.
    pub id: &'static str,
    /// Its name in Vietnamese.
    pub vi: &'static str,
    /// Its name in English.
    pub en: &'static str,
    /// Whether it is a title or a form.
    pub kind: AwardKind,
    /// Who can receive it.
    pub subjects: &'static [SubjectKind],
    /// The level that decides while there are districts; [`Award::level_in`] says it for a rule set.
    pub level: Level,
    /// The rule sets under which it is given.
    pub rule_sets: &'static [RuleSet],
}

impl Award {
    /// The award of an identifier, or `None` where a later version made it.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        CATALOGUE.iter().find(|award| award.id == id)
    }

    /// Whether it is given under a rule set.
    #[must_use]
    pub fn is_offered(&self, rule_set: RuleSet) -> bool {
        self.rule_sets.contains(&rule_set)
    }

    /// Whether such a subject can receive it.
    #[must_use]
    pub fn is_for(&self, subject: SubjectKind) -> bool {
        self.subjects.contains(&subject)
    }

    /// The level that decides under a rule set. Where districts have ended, communes take over what they decided; the
    /// text that says so has not been read, only expected, so screens offer it and never insist.
    #[must_use]
    pub fn level_in(&self, rule_set: RuleSet) -> Level {
        match self.level {
            Level::District if !rule_set.has_districts() => Level::Commune,
            level => level,
        }
    }
}

/// What can be proposed for such a subject under a rule set: titles first, then forms, each from low to high.
pub fn catalogue(rule_set: RuleSet, subject: SubjectKind) -> impl Iterator<Item = &'static Award> {
    CATALOGUE.iter().filter(move |award| award.is_offered(rule_set) && award.is_for(subject))
}

const ALWAYS: &[RuleSet] = &RuleSet::ALL;
const SINCE_2022: &[RuleSet] = &[RuleSet::R2022_98, RuleSet::R2022_152, RuleSet::R2026];
const WITH_DISTRICTS: &[RuleSet] = &[RuleSet::R2013, RuleSet::R2022_98];

const PERSON: &[SubjectKind] = &[SubjectKind::Individual];
const COLLECTIVE: &[SubjectKind] = &[SubjectKind::Collective];
const HOUSEHOLD: &[SubjectKind] = &[SubjectKind::Household];
const PERSON_OR_COLLECTIVE: &[SubjectKind] = &[SubjectKind::Individual, SubjectKind::Collective];
const ANYBODY: &[SubjectKind] = &SubjectKind::ALL;

const fn title(
    id: &'static str,
    vi: &'static str,
    en: &'static str,
    subjects: &'static [SubjectKind],
    level: Level,
) -> Award {
    Award { id, vi, en, kind: AwardKind::Title, subjects, level, rule_sets: ALWAYS }
}

const fn form(
    id: &'static str,
    vi: &'static str,
    en: &'static str,
    subjects: &'static [SubjectKind],
    level: Level,
) -> Award {
    Award { id, vi, en, kind: AwardKind::Form, subjects, level, rule_sets: ALWAYS }
}

/// Titles before forms, each family from low to high: lists show them in this order. Articles are of the Law of 2022,
/// named only where a source confirms the number.
pub(crate) static CATALOGUE: &[Award] = &[
    // Art. 24.
    title("lao_dong_tien_tien", "Lao động tiên tiến", "Advanced Worker", PERSON, Level::District),
    // The armed forces give the next one through their own chain of command; the level is the one beside it.
    title("chien_si_tien_tien", "Chiến sĩ tiên tiến", "Advanced Soldier", PERSON, Level::District),
    title(
        "chien_si_thi_dua_co_so",
        "Chiến sĩ thi đua cơ sở",
        "Emulation Soldier at the Grassroots",
        PERSON,
        Level::District,
    ),
    // Art. 22.
    title(
        "chien_si_thi_dua_tinh",
        "Chiến sĩ thi đua bộ, ban, ngành, tỉnh",
        "Emulation Soldier of a Ministry or Province",
        PERSON,
        Level::Province,
    ),
    // Art. 21.
    title(
        "chien_si_thi_dua_toan_quoc",
        "Chiến sĩ thi đua toàn quốc",
        "National Emulation Soldier",
        PERSON,
        Level::PrimeMinister,
    ),
    // Art. 28.
    title(
        "tap_the_lao_dong_tien_tien",
        "Tập thể lao động tiên tiến",
        "Advanced Working Collective",
        COLLECTIVE,
        Level::District,
    ),
    title("don_vi_tien_tien", "Đơn vị tiên tiến", "Advanced Unit", COLLECTIVE, Level::District),
    // Art. 30.
    title(
        "thon_van_hoa",
        "Thôn, tổ dân phố văn hóa",
        "Cultured Hamlet or Residential Group",
        COLLECTIVE,
        Level::District,
    ),
    // Art. 27.
    title(
        "tap_the_lao_dong_xuat_sac",
        "Tập thể lao động xuất sắc",
        "Excellent Working Collective",
        COLLECTIVE,
        Level::Province,
    ),
    title("don_vi_quyet_thang", "Đơn vị quyết thắng", "Determined-to-Win Unit", COLLECTIVE, Level::Province),
    // Art. 29; the law of 2003 did not know it.
    Award {
        id: "xa_tieu_bieu",
        vi: "Xã, phường, thị trấn tiêu biểu",
        en: "Exemplary Commune, Ward or Township",
        kind: AwardKind::Title,
        subjects: COLLECTIVE,
        level: Level::Province,
        rule_sets: SINCE_2022,
    },
    // Art. 26.
    title(
        "co_thi_dua_tinh",
        "Cờ thi đua của Ủy ban nhân dân tỉnh",
        "Emulation Flag of the Province",
        COLLECTIVE,
        Level::Province,
    ),
    title(
        "co_thi_dua_chinh_phu",
        "Cờ thi đua của Chính phủ",
        "Emulation Flag of the Government",
        COLLECTIVE,
        Level::PrimeMinister,
    ),
    // Art. 80(3).
    title("gia_dinh_van_hoa", "Gia đình văn hóa", "Cultured Family", HOUSEHOLD, Level::Commune),
    // Art. 75.
    form(
        "giay_khen_xa",
        "Giấy khen của Chủ tịch Ủy ban nhân dân xã",
        "Commendation Letter of the Commune",
        ANYBODY,
        Level::Commune,
    ),
    // Art. 75; whoever held this office is gone with the districts.
    Award {
        id: "giay_khen_huyen",
        vi: "Giấy khen của Chủ tịch Ủy ban nhân dân huyện",
        en: "Commendation Letter of the District",
        kind: AwardKind::Form,
        subjects: ANYBODY,
        level: Level::District,
        rule_sets: WITH_DISTRICTS,
    },
    // Art. 71.
    form("ky_niem_chuong", "Kỷ niệm chương", "Commemorative Medal", PERSON, Level::Ministry),
    // Art. 74.
    form(
        "bang_khen_tinh",
        "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "Certificate of Merit of the Province",
        ANYBODY,
        Level::Province,
    ),
    form(
        "bang_khen_thu_tuong",
        "Bằng khen của Thủ tướng Chính phủ",
        "Certificate of Merit of the Prime Minister",
        ANYBODY,
        Level::PrimeMinister,
    ),
    form(
        "huan_chuong_lao_dong_3",
        "Huân chương Lao động hạng Ba",
        "Labour Order, Third Class",
        PERSON_OR_COLLECTIVE,
        Level::State,
    ),
    form(
        "huan_chuong_lao_dong_2",
        "Huân chương Lao động hạng Nhì",
        "Labour Order, Second Class",
        PERSON_OR_COLLECTIVE,
        Level::State,
    ),
    form(
        "huan_chuong_lao_dong_1",
        "Huân chương Lao động hạng Nhất",
        "Labour Order, First Class",
        PERSON_OR_COLLECTIVE,
        Level::State,
    ),
    form("anh_hung_lao_dong", "Anh hùng Lao động", "Hero of Labour", PERSON_OR_COLLECTIVE, Level::State),
];

#[cfg(test)]
mod tests {
    use super::*;

    use crate::text;

    fn ids(rule_set: RuleSet, subject: SubjectKind) -> Vec<&'static str> {
        catalogue(rule_set, subject).map(|award| award.id).collect()
    }

    #[test]
    fn a_household_is_offered_what_households_receive() {
        let expected =
            ["gia_dinh_van_hoa", "giay_khen_xa", "giay_khen_huyen", "bang_khen_tinh", "bang_khen_thu_tuong"];
        assert_eq!(ids(RuleSet::R2013, SubjectKind::Household), expected);
    }

    #[test]
    fn a_person_is_offered_titles_first_each_from_low_to_high() {
        let expected = [
            "lao_dong_tien_tien",
            "chien_si_tien_tien",
            "chien_si_thi_dua_co_so",
            "chien_si_thi_dua_tinh",
            "chien_si_thi_dua_toan_quoc",
            "giay_khen_xa",
            "ky_niem_chuong",
            "bang_khen_tinh",
            "bang_khen_thu_tuong",
            "huan_chuong_lao_dong_3",
            "huan_chuong_lao_dong_2",
            "huan_chuong_lao_dong_1",
            "anh_hung_lao_dong",
        ];
        assert_eq!(ids(RuleSet::R2022_152, SubjectKind::Individual), expected);
    }

    #[test]
    fn what_came_or_went_with_a_law() {
        let cases = [
            ("xa_tieu_bieu", [false, true, true, true]),
            ("giay_khen_huyen", [true, true, false, false]),
            ("lao_dong_tien_tien", [true, true, true, true]),
        ];
        for (id, expected) in cases {
            let award = Award::by_id(id).unwrap();
            assert_eq!(RuleSet::ALL.map(|rule_set| award.is_offered(rule_set)), expected, "{id}");
        }
    }

    #[test]
    fn communes_decide_what_districts_decided() {
        let advanced = Award::by_id("tap_the_lao_dong_tien_tien").unwrap();
        assert_eq!(advanced.level_in(RuleSet::R2022_98), Level::District);
        assert_eq!(advanced.level_in(RuleSet::R2022_152), Level::Commune);
        assert_eq!(Award::by_id("co_thi_dua_tinh").unwrap().level_in(RuleSet::R2026), Level::Province);
    }

    #[test]
    fn the_catalogue_is_in_order_and_every_identifier_is_its_own() {
        assert_eq!(CATALOGUE.len(), 23);
        assert!(CATALOGUE.is_sorted_by_key(|award| award.kind));
        for award in CATALOGUE {
            assert_eq!(Award::by_id(award.id), Some(award));
            assert!(award.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
            assert!(text::is_composed(award.vi), "{}", award.id);
            assert!(!award.subjects.is_empty() && !award.rule_sets.is_empty(), "{}", award.id);
        }
        assert_eq!(Award::by_id("chien_si"), None);
    }

    #[test]
    fn codes_of_subjects_come_back() {
        for kind in SubjectKind::ALL {
            assert_eq!(SubjectKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(SubjectKind::from_code(0), None);
    }
}
