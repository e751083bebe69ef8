//! What is said of the calendar, both languages side by side.

use thidua_domain::calendar::DayKind;
use thidua_domain::rule_set::CivilDate;

use crate::locale::Locale;
use crate::locale::facts::Both;

pub(super) const ABOUT: Both = (
    "Ngày nghỉ lễ không tính vào thời hạn. Các hạn và hội nghị ở đây được nhắc trong Việc cần làm.",
    "Holidays do not count towards deadlines. The deadlines and the conference are brought up among what is to be done.",
);
pub(super) const NOT_YOURS: Both =
    ("Lịch do quản trị viên ghi.", "The calendar is kept by the administrator.");
pub(super) const THIS_YEAR: Both = ("Năm nay", "This year");
pub(super) const ADD: Both = ("Thêm ngày", "Add a day");
pub(super) const EDIT: Both = ("Sửa ngày", "Edit the day");
pub(super) const FIXED: Both = ("Cố định hằng năm", "Every year");
pub(super) const NOT_A_WORKING_DAY: Both = ("Ngày này không phải ngày làm việc.", "This is no working day.");
pub(super) const DAY: Both = ("Ngày", "Day");
pub(super) const DAY_HELP: Both = ("Ví dụ 10/02/2024.", "For example 10/02/2024.");
pub(super) const WHAT: Both = ("Loại", "Kind");
pub(super) const NAME: Both = ("Tên", "Name");
pub(super) const NAME_HELP: Both =
    ("Ví dụ: Mồng một Tết; Hạn xã nộp hồ sơ.", "For example: Lunar New Year; Communes hand up.");
pub(super) const ALREADY: Both =
    ("Ngày này đã có trong lịch với loại này.", "This day is in the calendar already, as the same kind.");
pub(super) const IS_FIXED: Both = (
    "Ngày này là ngày lễ cố định, đã có sẵn trong lịch.",
    "This is a fixed holiday, which is always in the calendar.",
);
pub(super) const OTHER_YEAR: Both =
    ("Kiểm tra lại năm: lịch dùng cho các năm 2000 đến 2100.", "Look at the year again: 2000 to 2100.");

/// What a kind of day is called.
pub(super) const fn kind(locale: Locale, kind: DayKind) -> &'static str {
    locale.of(match kind {
        DayKind::Holiday => ("Nghỉ lễ", "Holiday"),
        DayKind::UnitsSubmit => ("Hạn đơn vị nộp hồ sơ", "Units hand up until"),
        DayKind::SendUp => ("Hạn trình cấp trên", "Sent up until"),
        DayKind::Conference => ("Hội nghị tổng kết", "Conference"),
    })
}

/// What a fixed holiday is called.
pub(super) const fn fixed(locale: Locale, day: CivilDate) -> &'static str {
    locale.of(match (day.month(), day.day()) {
        (1, 1) => ("Tết Dương lịch", "New Year"),
        (4, 30) => ("Ngày Chiến thắng 30/4", "Victory Day"),
        (5, 1) => ("Ngày Quốc tế Lao động 1/5", "Labour Day"),
        (9, 2) => ("Quốc khánh 2/9", "National Day"),
        _ => ("Nghỉ lễ", "Holiday"),
    })
}

/// The day of the week.
pub(super) fn weekday(locale: Locale, day: CivilDate) -> &'static str {
    locale.of(match day.weekday() {
        1 => ("Thứ Hai", "Monday"),
        2 => ("Thứ Ba", "Tuesday"),
        3 => ("Thứ Tư", "Wednesday"),
        4 => ("Thứ Năm", "Thursday"),
        5 => ("Thứ Sáu", "Friday"),
        6 => ("Thứ Bảy", "Saturday"),
        _ => ("Chủ Nhật", "Sunday"),
    })
}

/// A month as the heading of its days.
pub(super) fn month(locale: Locale, month: u8, year: u16) -> String {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match locale {
        Locale::Vi => ["Tháng ", &month.to_string(), "/", &year.to_string()].concat(),
        Locale::En => {
            let name = NAMES.get(usize::from(month.saturating_sub(1))).copied().unwrap_or_default();
            [name, " ", &year.to_string()].concat()
        }
    }
}
