//! Invented people: names as they are in a mountain district of Hrê and Kinh, well mixed. Namesakes occur, as they do
//! there; no two share name and birth year.

use crate::MARK;

const FAMILIES: [&str; 8] = ["Đinh", "Phạm", "Nguyễn", "Đinh", "Trần", "Lê", "Võ", "Huỳnh"];
const OF_MEN: [&str; 5] = ["Văn", "Minh", "Quốc", "Đức", "Xuân"];
const OF_WOMEN: [&str; 5] = ["Thị", "Thị Kim", "Thị Thu", "Thị Ngọc", "Thị Hồng"];
const MEN: [&str; 20] = [
    "An", "Bình", "Dũng", "Điệp", "Rin", "Giang", "Hải", "Hòa", "Hùng", "Xiêng", "Khánh", "Long", "Phúc",
    "Quý", "Reo", "Sơn", "Tâm", "Tiến", "Tú", "Vinh",
];
const WOMEN: [&str; 20] = [
    "Châu",
    "Hà",
    "Hạnh",
    "Hòa",
    "Ghin",
    "Hương",
    "Lan",
    "Liên",
    "Mai",
    "Hrin",
    "Nga",
    "Nhung",
    "Phượng",
    "Quý",
    "Rói",
    "Tâm",
    "Thảo",
    "Thúy",
    "Trang",
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
    // Every nineteenth has the name of somebody in the same body or unit, and only the birth year tells them apart.
    let named_as = match (number % 19, number / 19 % 2) {
        (18, 0) => number - 1,
        (18, _) => number.saturating_sub(27),
        _ => number,
    };
    // 37 has no divisor in common with the 1,600 names: each comes once before any comes twice.
    let mixed = named_as.wrapping_mul(37) as usize;
    let is_woman = mixed / 8 % 2 == 1;
    let (middles, given) = if is_woman { (&OF_WOMEN, &WOMEN) } else { (&OF_MEN, &MEN) };
    let of =
        |names: &[&'static str], at: usize| names.get(at % names.len().max(1)).copied().unwrap_or_default();
    let parts = [of(&FAMILIES, mixed), " ", of(middles, mixed / 16), " ", of(given, mixed / 80), MARK];
    let born = 1966 + i64::from(number.wrapping_mul(13) % 34);
    Person { name: parts.concat(), born, sex: if is_woman { 2 } else { 1 } }
}

/// What somebody is where they work.
pub(crate) fn position(workplace: &str, leads: bool) -> &'static str {
    let posts = [
        ("Trường", "Giáo viên", "Tổ trưởng chuyên môn"),
        ("Trạm", "Y sĩ", "Trưởng trạm"),
        ("Thôn", "Nông dân", "Trưởng thôn"),
        ("Hội", "Ủy viên Ban Chấp hành", "Phó Chủ tịch"),
        ("UBND", "Công chức", "Phó Chủ tịch"),
        ("Văn phòng UBND", "Công chức", "Phụ trách bộ phận"),
    ];
    let post = posts.iter().find(|(begin, ..)| workplace.starts_with(begin));
    let (_, works, heads) = post.copied().unwrap_or(("", "Chuyên viên", "Phó trưởng bộ phận"));
    if leads { heads } else { works }
}

/// What somebody did, in a sentence that says that its figures are invented.
pub(crate) fn achievements(number: u32) -> String {
    let figure = (85 + number % 15).to_string();
    let done = [
        ["hoàn thành ", "% công việc trước thời hạn, tích cực tham gia phong trào thi đua."],
        ["giải quyết đúng hạn ", "% hồ sơ được giao, không có phản ánh của người dân."],
        ["vận động ", " hộ dân tham gia xây dựng nông thôn mới, giữ gìn vệ sinh thôn xóm."],
        ["hướng dẫn ", " người dân dùng dịch vụ công trực tuyến và thanh toán không dùng tiền mặt."],
        ["tham gia ", " buổi trực và làm thêm ngoài giờ để giúp đồng nghiệp hoàn thành kế hoạch năm."],
    ];
    let at = number as usize % done.len();
    let [before, after] = done.get(at).copied().unwrap_or_default();
    ["Số liệu mẫu: ", before, &figure, after].concat()
}

/// An initiative, in a sentence that says that it is invented.
pub(crate) fn initiative(number: u32) -> &'static str {
    match number % 3 {
        0 => "Sáng kiến mẫu: bảng theo dõi công việc dùng chung, giảm thời gian tổng hợp báo cáo tuần.",
        1 => "Sáng kiến mẫu: đồ dùng dạy học từ vật liệu sẵn có ở địa phương, song ngữ Việt và Hrê.",
        _ => "Sáng kiến mẫu: lịch nhắc việc qua nhóm của thôn, tăng số hộ tham gia họp và lao động chung.",
    }
}
