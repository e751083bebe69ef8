//! Invented people: names as they are in a mountain district, well mixed, no two of one name and birth year.

use crate::MARK;

const FAMILIES: [&str; 8] = ["Đinh", "Phạm", "Nguyễn", "Đinh", "Trần", "Lê", "Võ", "Huỳnh"];
const MIDDLES: [(&str, i64); 10] = [
    ("Văn", 1),
    ("Thị", 2),
    ("Minh", 1),
    ("Thị Kim", 2),
    ("Quốc", 1),
    ("Thị Thu", 2),
    ("Đức", 1),
    ("Thị Ngọc", 2),
    ("Xuân", 1),
    ("Thị Hồng", 2),
];
const GIVEN: [&str; 30] = [
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Điệp",
    "Giang",
    "Hà",
    "Hòa",
    "Hùng",
    "Khánh",
    "Lan",
    "Liên",
    "Long",
    "Mai",
    "Minh",
    "Nga",
    "Nhung",
    "Phúc",
    "Phượng",
    "Quý",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thúy",
    "Tiến",
    "Trang",
    "Tú",
    "Vinh",
    "Xuân",
    "Yến",
];

/// One invented person.
pub(crate) struct Person {
    /// The name, marked as invented.
    pub(crate) name: String,
    /// The year of birth.
    pub(crate) born: i64,
    /// 1 male, 2 female.
    pub(crate) sex: i64,
}

/// The person of a number.
pub(crate) fn person(number: u32) -> Person {
    // 37 has no divisor in common with the 2,400 names: each comes once before any comes twice.
    let mixed = number.wrapping_mul(37) as usize;
    let family = FAMILIES.get(mixed % 8).copied().unwrap_or_default();
    let (middle, sex) = MIDDLES.get(mixed / 8 % 10).copied().unwrap_or(("Văn", 1));
    let given = GIVEN.get(mixed / 80 % 30).copied().unwrap_or_default();
    let born = 1966 + i64::from(number.wrapping_mul(13) % 34);
    Person { name: [family, " ", middle, " ", given, MARK].concat(), born, sex }
}
