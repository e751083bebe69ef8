//! Titles and forms of commendation by the names that officers give them: in full, shortened, with sĩ or sỹ, with the
//! office that decides or without it.

use thidua_domain::award::{Award, SubjectKind};
use thidua_domain::rule_set::RuleSet;
use thidua_domain::text::fold;

use super::is_any;
use crate::fault::CellFault;

const NAMES: &[(&str, &[&str])] = &[
    ("lao_dong_tien_tien", &["lao động tiên tiến", "LĐTT", "lao động TT"]),
    ("chien_si_tien_tien", &["chiến sĩ tiên tiến", "CSTT"]),
    (
        "chien_si_thi_dua_co_so",
        &[
            "chiến sĩ thi đua cơ sở",
            "chiến sĩ thi đua cấp cơ sở",
            "CSTĐCS",
            "CSTĐ CS",
            "CSTĐ cơ sở",
            "CSTĐ cấp cơ sở",
            "CSTĐCCS",
        ],
    ),
    (
        "chien_si_thi_dua_tinh",
        &[
            "chiến sĩ thi đua tỉnh",
            "chiến sĩ thi đua cấp tỉnh",
            "chiến sĩ thi đua cấp bộ",
            "CSTĐ tỉnh",
            "CSTĐ cấp tỉnh",
            "CSTĐT",
            "CSTĐCT",
            "CSTĐ bộ",
            "CSTĐ cấp bộ",
        ],
    ),
    ("chien_si_thi_dua_toan_quoc", &["chiến sĩ thi đua toàn quốc", "CSTĐ toàn quốc", "CSTĐTQ"]),
    ("tap_the_lao_dong_tien_tien", &["tập thể lao động tiên tiến", "TTLĐTT", "TT LĐTT", "tập thể LĐTT"]),
    (
        "tap_the_lao_dong_xuat_sac",
        &["tập thể lao động xuất sắc", "TTLĐXS", "TT LĐXS", "tập thể LĐXS", "lao động xuất sắc", "LĐXS"],
    ),
    ("don_vi_tien_tien", &["đơn vị tiên tiến", "ĐVTT"]),
    ("don_vi_quyet_thang", &["đơn vị quyết thắng", "ĐVQT"]),
    (
        "thon_van_hoa",
        &["thôn văn hóa", "tổ dân phố văn hóa", "khu dân cư văn hóa", "thôn, tổ dân phố văn hóa", "TVH"],
    ),
    ("xa_tieu_bieu", &["xã tiêu biểu", "phường tiêu biểu", "thị trấn tiêu biểu", "xã, phường tiêu biểu"]),
    (
        "co_thi_dua_tinh",
        &[
            "cờ thi đua",
            "cờ thi đua tỉnh",
            "cờ thi đua cấp tỉnh",
            "cờ thi đua của tỉnh",
            "cờ thi đua của UBND tỉnh",
            "cờ thi đua UBND tỉnh",
        ],
    ),
    ("co_thi_dua_chinh_phu", &["cờ thi đua chính phủ", "cờ thi đua của chính phủ", "cờ thi đua CP"]),
    ("gia_dinh_van_hoa", &["gia đình văn hóa", "GĐVH", "hộ gia đình văn hóa"]),
    ("ky_niem_chuong", &["kỷ niệm chương", "KNC"]),
    (
        "huan_chuong_lao_dong_3",
        &[
            "huân chương lao động hạng ba",
            "huân chương lao động hạng 3",
            "huân chương lao động hạng III",
            "HCLĐ hạng ba",
            "HCLĐ hạng III",
            "HCLĐ hạng 3",
        ],
    ),
    (
        "huan_chuong_lao_dong_2",
        &[
            "huân chương lao động hạng nhì",
            "huân chương lao động hạng 2",
            "huân chương lao động hạng II",
            "HCLĐ hạng nhì",
            "HCLĐ hạng II",
            "HCLĐ hạng 2",
        ],
    ),
    (
        "huan_chuong_lao_dong_1",
        &[
            "huân chương lao động hạng nhất",
            "huân chương lao động hạng 1",
            "huân chương lao động hạng I",
            "HCLĐ hạng nhất",
            "HCLĐ hạng I",
            "HCLĐ hạng 1",
        ],
    ),
    ("anh_hung_lao_dong", &["anh hùng lao động", "AHLĐ"]),
];
/// The same words said of a collective mean the title of collectives.
const OF_COLLECTIVES: (&str, &str) = ("lao_dong_tien_tien", "tap_the_lao_dong_tien_tien");
/// What stands before a name and says nothing.
const BEFORE: [&str; 6] = ["danh hieu ", "hinh thuc ", "tang ", "de nghi ", "thuong ", "trui tang "];

/// The award of a text.
pub(crate) fn recognise(text: &str, subject: Option<SubjectKind>) -> Result<&'static Award, CellFault> {
    if let Some(award) = one(text, subject) {
        return Ok(award);
    }
    let parts = text.split([',', ';', '+', '&', '\n', '/']).filter_map(|part| one(part, subject));
    Err(if parts.count() > 1 { CellFault::SeveralAwards } else { CellFault::UnknownAward })
}

fn one(text: &str, subject: Option<SubjectKind>) -> Option<&'static Award> {
    let folded = fold(text);
    let mut name = folded.as_str();
    while let Some(rest) = BEFORE.iter().find_map(|before| name.strip_prefix(before)) {
        name = rest;
    }
    let name = without_year(name);
    let known = NAMES.iter().find(|(_, names)| is_any(name, names)).map(|(id, _)| *id);
    let id = known.or_else(|| letter_or_certificate(name)).or_else(|| in_full(name))?;
    let (of_persons, of_collectives) = OF_COLLECTIVES;
    let collective = subject == Some(SubjectKind::Collective) && id == of_persons;
    Award::by_id(if collective { of_collectives } else { id })
}

/// `lao dong tien tien nam 2025` says the year as well, which stands elsewhere.
fn without_year(name: &str) -> &str {
    let year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    match name.rsplit_once(" nam ") {
        Some((before, last)) if year(last) => before,
        _ => name,
    }
}

/// Folded, where y is i. Letters and certificates are named by the office that gives them. Those of other offices are not in the catalogue.
fn letter_or_certificate(name: &str) -> Option<&'static str> {
    let after = |names: [&str; 2]| names.into_iter().find_map(|kind| name.strip_prefix(kind));
    let has = |words: &str, any: &[&str]| words.split(' ').any(|word| any.contains(&word));
    let of_chair = |words: &str| words.is_empty() || has(words, &["ubnd", "chu", "ct", "ctubnd", "ui"]);
    if let Some(words) = after(["giai khen", "gk"]) {
        if has(words, &["huien"]) {
            return Some("giay_khen_huyen");
        }
        let commune = has(words, &["xa", "phuong", "tran"]);
        return (commune || of_chair(words.trim())).then_some("giay_khen_xa");
    }
    let words = after(["bang khen", "bk"])?;
    if words.contains("thu tuong") || has(words, &["ttg", "ttcp"]) {
        return Some("bang_khen_thu_tuong");
    }
    (has(words, &["tinh"]) || of_chair(words.trim())).then_some("bang_khen_tinh")
}

/// The name in the catalogue.
fn in_full(name: &str) -> Option<&'static str> {
    let all = RuleSet::ALL.into_iter().flat_map(|rules| {
        SubjectKind::ALL.into_iter().flat_map(move |subject| thidua_domain::award::catalogue(rules, subject))
    });
    all.into_iter().find(|award| fold(award.vi) == name).map(|award| award.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awards_are_known_by_their_many_names() {
        let cases = [
            ("Lao động tiên tiến", "lao_dong_tien_tien"),
            ("LĐTT", "lao_dong_tien_tien"),
            ("ldtt", "lao_dong_tien_tien"),
            ("Danh hiệu Lao động tiên tiến năm 2025", "lao_dong_tien_tien"),
            ("CSTĐCS", "chien_si_thi_dua_co_so"),
            ("Chiến sỹ thi đua cơ sở", "chien_si_thi_dua_co_so"),
            ("CHIẾN SĨ THI ĐUA CƠ SỞ", "chien_si_thi_dua_co_so"),
            ("Chiến sĩ thi đua bộ, ban, ngành, tỉnh", "chien_si_thi_dua_tinh"),
            ("Tập thể LĐTT", "tap_the_lao_dong_tien_tien"),
            ("TTLĐXS", "tap_the_lao_dong_xuat_sac"),
            ("GK", "giay_khen_xa"),
            ("Giấy khen", "giay_khen_xa"),
            ("Giấy khen của Chủ tịch UBND xã Ba Tơ", "giay_khen_xa"),
            ("Giấy khen Chủ tịch UBND huyện", "giay_khen_huyen"),
            ("BK", "bang_khen_tinh"),
            ("Tặng Bằng khen của Chủ tịch UBND tỉnh Quảng Ngãi", "bang_khen_tinh"),
            ("Bằng khen của Thủ tướng Chính phủ", "bang_khen_thu_tuong"),
            ("Huân chương Lao động hạng III", "huan_chuong_lao_dong_3"),
            ("Kỷ niệm chương", "ky_niem_chuong"),
            ("Gia đình văn hoá", "gia_dinh_van_hoa"),
        ];
        for (text, id) in cases {
            assert_eq!(recognise(text, None).map(|award| award.id), Ok(id), "{text}");
        }
        let of_collective = recognise("LĐTT", Some(SubjectKind::Collective)).unwrap();
        assert_eq!(of_collective.id, "tap_the_lao_dong_tien_tien");
    }

    #[test]
    fn other_names_and_several_at_once_are_faults() {
        let unknown =
            ["Bằng khen của Bộ Nội vụ", "Giấy khen của Sở Y tế", "Chiến sĩ thi đua", "x", "", "2025"];
        for text in unknown {
            assert_eq!(recognise(text, None), Err(CellFault::UnknownAward), "{text}");
        }
        for text in ["LĐTT, CSTĐCS", "LĐTT + GK", "LĐTT\nBK"] {
            assert_eq!(recognise(text, None), Err(CellFault::SeveralAwards), "{text}");
        }
    }

    #[test]
    fn every_award_of_the_catalogue_is_known_by_its_own_name() {
        for rules in RuleSet::ALL {
            for subject in SubjectKind::ALL {
                for award in thidua_domain::award::catalogue(rules, subject) {
                    assert_eq!(recognise(award.vi, None).map(|found| found.id), Ok(award.id), "{}", award.vi);
                }
            }
        }
    }
}
