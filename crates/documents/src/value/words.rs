//! Words that stand for codes, folded: with or without marks, in capitals or not, in full or by their letters.

use thidua_domain::text::fold;

use super::is_any;
use crate::column::Words;

const YES: &[&str] = &["có", "x", "đã", "rồi", "đạt", "đúng", "đã đăng ký", "có đăng ký", "true", "yes", "1"];
const NO: &[&str] = &["không", "ko", "chưa", "không có", "không đạt", "chưa đăng ký", "false", "no", "0"];
/// Ticks fold to nothing.
const TICKS: [&str; 4] = ["✓", "✔", "☑", "√"];

/// The code of a word, `None` for any other.
pub(super) fn code(words: Words, text: &str) -> Option<i64> {
    let folded = fold(text);
    let yes = || {
        if TICKS.contains(&text.trim()) || is_any(&folded, YES) {
            return Some(true);
        }
        is_any(&folded, NO).then_some(false)
    };
    match words {
        Words::YesNo => yes().map(|yes| if yes { 1 } else { 2 }),
        Words::NoYes => {
            yes().or_else(|| folded.starts_with("dang ").then_some(true)).map(|yes| 1 + i64::from(yes))
        }
        _ => list(words).iter().find(|(_, phrases)| is_any(&folded, phrases)).map(|(code, _)| *code),
    }
}

const fn list(words: Words) -> &'static [(i64, &'static [&'static str])] {
    match words {
        Words::Subject => &[
            (1, &["cá nhân", "CN", "người"]),
            (2, &["tập thể", "TT", "đơn vị", "cơ quan"]),
            (3, &["hộ gia đình", "gia đình", "hộ", "HGĐ"]),
        ],
        Words::Sex => &[(1, &["nam", "male", "ông"]), (2, &["nữ", "female", "bà"])],
        Words::Rating => &[
            (
                4,
                &[
                    "hoàn thành xuất sắc nhiệm vụ",
                    "hoàn thành xuất sắc",
                    "HTXSNV",
                    "HTXS",
                    "xuất sắc",
                    "HT xuất sắc NV",
                    "HTXS NV",
                ],
            ),
            (3, &["hoàn thành tốt nhiệm vụ", "hoàn thành tốt", "HTTNV", "HTT", "tốt", "HT tốt NV", "HTT NV"]),
            (2, &["hoàn thành nhiệm vụ", "hoàn thành", "HTNV", "HT", "HT NV"]),
            (
                1,
                &[
                    "không hoàn thành nhiệm vụ",
                    "không hoàn thành",
                    "chưa hoàn thành nhiệm vụ",
                    "chưa hoàn thành",
                    "KHTNV",
                    "KHT",
                    "CHTNV",
                ],
            ),
        ],
        Words::Recognition => &[
            (2, &["cơ sở", "cấp cơ sở", "cấp xã", "cấp huyện", "xã", "huyện", "công nhận cấp cơ sở"]),
            (3, &["tỉnh", "cấp tỉnh", "bộ", "cấp bộ", "công nhận cấp tỉnh"]),
            (4, &["toàn quốc", "cấp toàn quốc", "quốc gia"]),
            (1, &["không", "không công nhận", "không được công nhận", "không đạt"]),
        ],
        Words::Absence => &[
            (1, &["không", "không nghỉ", "không có"]),
            (2, &["thai sản", "nghỉ thai sản", "nghỉ sinh"]),
            (3, &["khác", "nghỉ khác", "nghỉ ốm", "ốm", "đi học", "nghỉ không lương"]),
        ],
        Words::RecipientClass => &[
            (
                1,
                &[
                    "lao động trực tiếp",
                    "người lao động trực tiếp",
                    "trực tiếp",
                    "công nhân, nông dân, người lao động",
                ],
            ),
            (2, &["lãnh đạo", "quản lý", "lãnh đạo, quản lý", "lãnh đạo quản lý"]),
            (3, &["doanh nhân", "doanh nghiệp"]),
            (4, &["khác", "đối tượng khác"]),
        ],
        Words::Method => &[
            (1, &["công trạng", "theo công trạng", "công trạng và thành tích", "thường xuyên"]),
            (2, &["đột xuất"]),
            (3, &["chuyên đề", "theo chuyên đề", "phong trào", "theo đợt"]),
            (4, &["cống hiến", "quá trình cống hiến"]),
            (5, &["niên hạn", "theo niên hạn"]),
            (6, &["đối ngoại"]),
            (7, &["kháng chiến", "thành tích kháng chiến"]),
        ],
        Words::YesNo | Words::NoYes => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_codes() {
        let cases = [
            (Words::Sex, "Nam", Some(1)),
            (Words::Sex, "NỮ", Some(2)),
            (Words::Sex, "x", None),
            (Words::Rating, "HTXSNV", Some(4)),
            (Words::Rating, "Hoàn thành tốt nhiệm vụ", Some(3)),
            (Words::Rating, "HTTNV", Some(3)),
            (Words::Rating, "hoàn thành nhiệm vụ", Some(2)),
            (Words::Rating, "Không hoàn thành nhiệm vụ", Some(1)),
            (Words::Rating, "giỏi", None),
            (Words::Recognition, "Cấp cơ sở", Some(2)),
            (Words::YesNo, "x", Some(1)),
            (Words::YesNo, "✓", Some(1)),
            (Words::YesNo, "Không", Some(2)),
            (Words::YesNo, "?", None),
            (Words::NoYes, "Không", Some(1)),
            (Words::NoYes, "Đang điều tra", Some(2)),
            (Words::Subject, "Tập thể", Some(2)),
            (Words::Method, "Đột xuất", Some(2)),
            (Words::Absence, "Nghỉ thai sản", Some(2)),
            (Words::RecipientClass, "Lãnh đạo, quản lý", Some(2)),
        ];
        for (words, text, expected) in cases {
            assert_eq!(code(words, text), expected, "{text}");
        }
    }
}
