//! Sentences of blocs, scores and the ranking with a figure or a name in them.

use thidua_domain::bloc::Finding;
use thidua_domain::score::{Role, Unranked};

use super::role;
use crate::locale::facts::Both;
use crate::locale::{Locale, format};

/// How many have scored in a role.
pub(in crate::features::blocs) fn done(locale: Locale, of: Role, count: usize) -> String {
    let name = locale.of(role(of));
    if of == Role::Cross { [name, " ", &count.to_string()].concat() } else { name.to_owned() }
}

/// Why a member has no place.
pub(in crate::features::blocs) fn unranked(locale: Locale, why: Unranked) -> String {
    match why {
        Unranked::Left(day) => {
            let day = format::civil(&day.to_string()).unwrap_or_default();
            [locale.of(("Đã rời khối, cụm ngày ", "Left the bloc on ")), &day].concat()
        }
        Unranked::NotYet => {
            locale.of(("Chưa vào khối, cụm trong năm", "Not in the bloc in that year")).to_owned()
        }
        Unranked::NotScored => locale.of(("Chưa chấm xong", "Not scored yet")).to_owned(),
    }
}

/// What is worth knowing of a bloc's year. `name` is that of the unit, criterion or target.
pub(in crate::features::blocs) fn finding(locale: Locale, finding: Finding, name: &str) -> String {
    let text = |both: Both| locale.of(both).to_owned();
    let of = |both: Both| [name, ": ", locale.of(both)].concat();
    match finding {
        Finding::NoLeader => text(("Chưa chọn trưởng khối, cụm.", "It has no leader.")),
        Finding::LeaderIsNoMember => {
            text(("Trưởng khối, cụm không phải là thành viên.", "Its leader is no member of it."))
        }
        Finding::NoMembers => text(("Chưa có thành viên.", "It has no members.")),
        Finding::OneMember(_) => of((
            "là thành viên duy nhất, không có đơn vị để so sánh nên không đề nghị là dẫn đầu.",
            "is its only member: compared with nobody, it is not put forward as the first.",
        )),
        Finding::Leaves(_) => of((
            "rời trước cuối năm, vẫn hiện ở đây nhưng không xếp hạng.",
            "leaves before the end of the year; it is shown and has no place.",
        )),
        // Said with its figures elsewhere.
        Finding::TotalDiffers { .. } => String::new(),
        Finding::NoTable => text(("Chưa có bảng điểm.", "It has no table of points.")),
        Finding::NoSection(_) => of(("chưa xếp vào phần nào.", "stands in no section.")),
        Finding::NoTarget(_) => of((
            "tính theo một chỉ tiêu mà mẫu giao ước không có.",
            "is computed from a target that the template does not have.",
        )),
        Finding::NoRate(_) => of(("chưa ghi điểm cho mỗi bước.", "has no points for each step.")),
        Finding::NoMaximum(_) => of(("chưa có điểm tối đa.", "has no maximum.")),
        Finding::TieOfNothing(_) => text((
            "Một tiêu chí phụ chưa chọn phần hoặc tiêu chí.",
            "A tie-break names no part of the table.",
        )),
        Finding::UnknownAward(_) => text((
            "Một hạng được đề nghị hình thức không dành cho tập thể.",
            "A place is put forward for an award that no collective is given.",
        )),
        Finding::Target(_) => {
            of(("chỉ tiêu của mẫu chưa đủ.", "this target of the template is not complete."))
        }
    }
}

/// The criteria do not add up to what is declared.
pub(in crate::features::blocs) fn total_differs(locale: Locale, sum: &str, declared: &str) -> String {
    match locale {
        Locale::Vi => ["Các tiêu chí cộng lại ", sum, " điểm, khác tổng quy định ", declared, "."].concat(),
        Locale::En => ["The criteria add up to ", sum, ", not to ", declared, "."].concat(),
    }
}

/// What the ordinary criteria add up to.
pub(in crate::features::blocs) fn sum(locale: Locale, points: &str) -> String {
    match locale {
        Locale::Vi => ["Các tiêu chí cộng lại: ", points, " điểm."].concat(),
        Locale::En => ["The criteria add up to ", points, " points."].concat(),
    }
}

/// Who leads.
pub(in crate::features::blocs) fn led_by(locale: Locale, unit: &str) -> String {
    [locale.of(("Trưởng: ", "Leader: ")), unit].concat()
}

/// How many blocs and clusters.
pub(in crate::features::blocs) fn blocs(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => [&count, " khối, cụm"].concat(),
        Locale::En if count == "1" => "1 bloc or cluster".to_owned(),
        Locale::En => [&count, " blocs and clusters"].concat(),
    }
}

/// How many members.
pub(in crate::features::blocs) fn members(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => [&count, " thành viên"].concat(),
        Locale::En => [&count, " members"].concat(),
    }
}

/// When a member leaves.
pub(in crate::features::blocs) fn leaves(locale: Locale, day: &str) -> String {
    [locale.of(("rời ngày ", "leaves on ")), day].concat()
}

/// What a place is put forward for.
pub(in crate::features::blocs) fn place_for(locale: Locale, place: u32, award: &str) -> String {
    [locale.of(("Hạng ", "Place ")), &place.to_string(), ": ", award].concat()
}

/// How many have signed.
pub(in crate::features::blocs) fn signed_of(locale: Locale, done: usize, all: usize) -> String {
    let (done, all) = (done.to_string(), all.to_string());
    match locale {
        Locale::Vi => ["Đã ký ", &done, "/", &all, " thành viên."].concat(),
        Locale::En => [&done, " of ", &all, " members have signed."].concat(),
    }
}

/// That scores differ.
pub(in crate::features::blocs) fn differ(locale: Locale, least: &str, most: &str) -> String {
    [locale.of(("Khác nhau: ", "Differ: ")), least, "–", most].concat()
}

/// What points differ from.
pub(in crate::features::blocs) fn differs_from(locale: Locale, whose: &str, before: &str) -> String {
    match locale {
        Locale::Vi => ["Khác với ", whose, " (", before, "): hãy ghi lý do."].concat(),
        Locale::En => ["Differs from ", whose, " (", before, "): say why."].concat(),
    }
}

/// Takes the points that were there before.
pub(in crate::features::blocs) fn take(locale: Locale, before: &str) -> String {
    [locale.of(("Lấy ", "Take ")), before].concat()
}

/// More than the maximum.
pub(in crate::features::blocs) fn over(locale: Locale, max: &str) -> String {
    match locale {
        Locale::Vi => ["Vượt mức tối đa: tiêu chí này nhiều nhất ", max, " điểm."].concat(),
        Locale::En => ["Above the maximum: this criterion has ", max, " points at most."].concat(),
    }
}

/// Criteria that nobody gave points for.
pub(in crate::features::blocs) fn missing(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => [&count, " tiêu chí chưa có điểm"].concat(),
        Locale::En => [&count, " criteria without points"].concat(),
    }
}

/// Criteria that are still to be scored.
pub(in crate::features::blocs) fn left(locale: Locale, count: usize) -> String {
    let count = count.to_string();
    match locale {
        Locale::Vi => ["điểm của ", &count, " tiêu chí"].concat(),
        Locale::En => ["points for ", &count, " criteria"].concat(),
    }
}

/// The place, for the text of a nomination.
pub(in crate::features::blocs) fn placed(
    locale: Locale,
    place: u32,
    of: u32,
    group: &str,
    year: i64,
) -> String {
    let (place, of, year) = (place.to_string(), of.to_string(), year.to_string());
    match locale {
        Locale::Vi => ["Xếp thứ ", &place, "/", &of, " ", group, " năm ", &year, "."].concat(),
        Locale::En => ["Place ", &place, " of ", &of, " in ", group, " in ", &year, "."].concat(),
    }
}

/// The points, for the text of a nomination.
pub(in crate::features::blocs) fn scored(
    locale: Locale,
    sum: &str,
    max: &str,
    bonus: &str,
    penalty: &str,
) -> String {
    match locale {
        Locale::Vi => {
            ["Tổng điểm ", sum, " trên ", max, " (điểm thưởng ", bonus, ", điểm trừ ", penalty, ")."].concat()
        }
        Locale::En => [sum, " points of ", max, " (bonus ", bonus, ", penalty ", penalty, ")."].concat(),
    }
}

/// The targets that were reached, for the text of a nomination.
pub(in crate::features::blocs) fn fulfilled(locale: Locale, reached: usize, all: usize) -> String {
    let (reached, all) = (reached.to_string(), all.to_string());
    match locale {
        Locale::Vi => ["Đạt ", &reached, "/", &all, " chỉ tiêu giao ước:"].concat(),
        Locale::En => [&reached, " of ", &all, " targets of the pledge reached:"].concat(),
    }
}

/// One target, for the text of a nomination.
pub(in crate::features::blocs) fn target(locale: Locale, name: &str, result: &str, plan: &str) -> String {
    match locale {
        Locale::Vi => ["- ", name, ": ", result, " (kế hoạch ", plan, ")"].concat(),
        Locale::En => ["- ", name, ": ", result, " (plan ", plan, ")"].concat(),
    }
}
