//! What is said of the figures of the year, both languages side by side. How a figure itself is told stands in the domain,
//! because the report tells it alike.

use thidua_domain::indicator::{Group, Untold};
use thidua_domain::rural::Standing;

use crate::locale::Locale;
use crate::locale::facts::Both;

pub(super) const CHOOSE: Both = ("Chọn một chỉ tiêu", "Choose an indicator");
pub(super) const CHOOSE_HELP: Both = (
    "Số liệu, mức tăng giảm, phần trăm kế hoạch và diễn biến qua các năm hiện ở đây.",
    "Its figures, growth, percent of plan and the years before are shown here.",
);
pub(super) const EDIT: Both = ("Sửa chỉ tiêu", "Edit the indicator");
pub(super) const EMPTY: Both = ("Chưa có chỉ tiêu nào", "No indicators yet");
pub(super) const EMPTY_HELP: Both = (
    "Ghi kế hoạch, số thực hiện và số năm trước; phần trăm do máy tính.",
    "Enter plan, figure and the year before; the percentages are worked out.",
);
pub(super) const NONE_OF_YEAR: Both =
    ("Năm này chưa có chỉ tiêu nào.", "There is no indicator of this year yet.");
pub(super) const SEARCH: Both = ("Tìm chỉ tiêu", "Search indicators");
pub(super) const THIS_YEAR: Both = ("Năm đang làm", "The year at work");
pub(super) const ALL_PLACES: Both = ("Cơ quan và các đơn vị", "Committee and units");
pub(super) const TWICE: Both = ("Ghi hai lần", "Entered twice");
pub(super) const NOTHING_YET: Both = ("Chưa có số thực hiện", "No figure yet");

pub(super) const GROWTH: Both = ("So với năm trước", "On the year before");
pub(super) const OF_PLAN: Both = ("So với kế hoạch", "Of the plan");
pub(super) const SHARE: Both = ("Tỷ lệ", "Share");
pub(super) const REACHED: Both = ("Đạt kế hoạch", "Plan reached");
pub(super) const BEHIND: Both = ("Chưa đạt kế hoạch", "Plan not reached");
pub(super) const DIFFERS: Both = (
    "Số năm trước ghi ở đây khác với số thực hiện đã ghi cho năm đó: ",
    "The figure of the year before is another than the one that was entered for that year: ",
);

pub(super) const WHAT: Both = ("Chỉ tiêu", "Indicator");
pub(super) const WHOSE: Both = ("Số liệu của", "Of");
pub(super) const WHOSE_HELP: Both =
    ("Toàn cơ quan, hoặc riêng một đơn vị.", "Of the whole committee, or of one unit.");
pub(super) const OWN: Both = ("Chỉ tiêu khác, tự đặt tên", "Another one, with a name of its own");
pub(super) const FIGURES: Both = ("Số liệu", "Figures");
pub(super) const AMOUNT_HELP: Both =
    ("Viết như 1.234,5: dấu phẩy cho phần lẻ.", "Written as 1,234.5: a point before the decimals.");
pub(super) const TOTAL_HELP: Both = (
    "Ví dụ tổng số hộ, để tính tỷ lệ hộ nghèo. Để trống nếu không có tỷ lệ.",
    "For example all households, for the share of poor ones. Empty where there is no share.",
);
pub(super) const EXACT: Both = ("Đúng bằng số này", "Exactly");
pub(super) const TELLING: Both = ("Cách nói trong báo cáo", "How it is told in the report");
pub(super) const TELLING_HELP: Both = (
    "“Trên 187%” nói phần trăm tròn; chọn đúng bằng thì nói đủ số lẻ.",
    "“Over 187%” tells a whole percent; exactly tells all decimals.",
);
pub(super) const MORE: Both = ("Nguồn và ghi chú", "Source and note");
pub(super) const SOURCE_HELP: Both = ("Ví dụ: Báo cáo số 12/BC-UBND.", "For example: Report 12/BC-UBND.");
pub(super) const ORDER_HELP: Both =
    ("Số nhỏ đứng trước trong nhóm.", "The lowest comes first under its heading.");
pub(super) const PREVIEW: Both = ("Sẽ được nói", "It will be told as");
pub(super) const ALREADY: Both = (
    "Chỉ tiêu này của năm này đã có. Hãy sửa chỉ tiêu đã ghi.",
    "This indicator of this year is there already. Please edit that one.",
);
pub(super) const NOT_YOURS: Both = (
    "Số liệu chung do thường trực Hội đồng hoặc quản trị viên ghi.",
    "The committee’s figures are entered by the standing office or the administrator.",
);

pub(super) const BEGIN: Both = ("Lấy làm khởi đầu", "Begin with them");
pub(super) const BEGUN: Both = (
    "Đã lập danh sách. Hãy ghi kế hoạch và số thực hiện.",
    "The list is there. Now enter plans and figures.",
);

pub(super) const PROGRESS: Both = ("Tiến độ so với kế hoạch", "Progress to the plan");
pub(super) const PROGRESS_NONE: Both = (
    "Chưa có chỉ tiêu nào có cả kế hoạch và số thực hiện.",
    "No indicator has both a plan and a figure yet.",
);
pub(super) const TREND: Both = ("Diễn biến năm năm", "Five years");
pub(super) const TREND_NONE: Both = ("Chưa có số liệu của năm nào.", "There is no figure of any year yet.");
pub(super) const COMMUNES: Both = ("Số tiêu chí đạt của các xã", "Criteria that the communes meet");
pub(super) const COMMUNE: Both = ("Xã", "Commune");
pub(super) const MET: Both = ("Số tiêu chí đạt", "Criteria met");
pub(super) const NO_COMMUNES: Both =
    ("Tài khoản này không xem được xã nào.", "This account reads no commune.");
pub(super) const TABLE: Both = ("Xem bảng số liệu", "Show the table");
pub(super) const PLAN_MARK: Both = ("100% kế hoạch", "100% of the plan");
pub(super) const ALL_MARK: Both = ("đủ tiêu chí", "all criteria");
pub(super) const LEGEND_DONE: Both = ("Đạt", "Reached");
pub(super) const LEGEND_BEHIND: Both = ("Chưa đạt", "Not reached");
pub(super) const UNKNOWN: Both = ("chưa có số", "no figure");
pub(super) const YEAR: Both = ("Năm", "Year");
pub(super) const PLAN: Both = ("Kế hoạch", "Plan");
pub(super) const ACTUAL: Both = ("Thực hiện", "Reached");
pub(super) const MEASURE: Both = ("Đơn vị tính", "Measure");
pub(super) const COMMITTEE: Both = ("Toàn cơ quan", "The whole committee");
pub(super) const OWN_UNIT: Both = ("Đơn vị của mình", "The own unit");
pub(super) const LEGEND_ALL: Both = ("Đủ tiêu chí", "All criteria");
pub(super) const LEGEND_SOME: Both = ("Chưa đủ", "Not all");

pub(super) const CRITERION: Both = ("Tiêu chí", "Criterion");
pub(super) const SEARCH_COMMUNE: Both = ("Tìm xã", "Search communes");
pub(super) const KEYS: Both = (
    "Dùng các phím mũi tên để đi giữa các ô, Enter để mở.",
    "Arrow keys go from cell to cell, Enter opens one.",
);
pub(super) const NOT_MET_YET: Both = ("Chưa đạt", "Not met");
pub(super) const CLOSE: Both = ("Đóng", "Close");
pub(super) const MET_ON_HELP: Both =
    ("Ví dụ 30/06/2023. Để trống nếu chưa đạt.", "For example 30/06/2023. Empty if it is not met.");
pub(super) const DECISION_HELP: Both =
    ("Số và ngày của quyết định, hoặc biên bản thẩm tra.", "Number and day of the decision, or the minutes.");
pub(super) const CELL_NOTE_HELP: Both =
    ("Phần còn thiếu, việc phải làm.", "What is missing, what is to be done.");
pub(super) const IN_FUTURE: Both = (
    "Ngày này chưa đến. Hãy ghi ngày đã đạt.",
    "This day is still to come. Enter the day since which it is met.",
);
pub(super) const FINISH_FIRST: Both = (
    "Đang ghi dở một tiêu chí khác. Hãy lưu hoặc bỏ trước.",
    "Another criterion is half entered. Save it or give it up first.",
);
pub(super) const WAS_CALLED: Both = ("Trước 2021: ", "Before 2021: ");

/// What a heading is called.
pub(super) const fn group(locale: Locale, group: Group) -> &'static str {
    locale.of(match group {
        Group::Economy => ("Kinh tế", "Economy"),
        Group::Budget => ("Ngân sách", "Budget"),
        Group::NewRural => ("Nông thôn mới", "New rural areas"),
        Group::Poverty => ("Hộ nghèo, cận nghèo", "Poverty"),
        Group::Digital => ("Chuyển đổi số", "Digital transformation"),
        Group::Other => ("Khác", "Other"),
    })
}

/// Why something is not told, in as few words as a line of a list has room for.
pub(super) const fn short(locale: Locale, untold: Untold) -> &'static str {
    locale.of(match untold {
        Untold::NoActual => NOTHING_YET,
        Untold::NoPlan => ("chưa có kế hoạch", "no plan"),
        Untold::PlanIsZero => ("kế hoạch bằng 0", "the plan is 0"),
        Untold::NoLastYear => ("chưa có số năm trước", "no figure of the year before"),
        Untold::LastYearIsZero => ("năm trước bằng 0", "the year before was 0"),
        Untold::NoTotal => ("chưa có tổng số", "the whole is missing"),
        Untold::TotalIsZero => ("tổng số bằng 0", "the whole is 0"),
        Untold::MoreThanTotal => ("số thực hiện lớn hơn tổng số", "more than the whole"),
        Untold::TooLarge => ("chênh nhau quá lớn", "too far apart"),
    })
}

/// How a criterion stands.
pub(super) const fn standing(locale: Locale, standing: Standing) -> &'static str {
    locale.of(match standing {
        Standing::Met => ("Đạt", "Met"),
        Standing::Incomplete => ("Ghi chưa đủ", "Incomplete"),
        Standing::Open => NOT_MET_YET,
    })
}

/// That the year can begin with so many indicators of the year before.
pub(super) fn to_begin(locale: Locale, count: usize, year: i64) -> String {
    let (count, before) = (count.to_string(), (year - 1).to_string());
    let year = year.to_string();
    match locale {
        Locale::Vi => [
            "Năm ",
            &before,
            " có ",
            &count,
            " chỉ tiêu mà năm ",
            &year,
            " chưa có. Lấy danh sách đó làm khởi đầu: số thực hiện năm ",
            &before,
            " thành số năm trước.",
        ]
        .concat(),
        Locale::En => [
            &before,
            " has ",
            &count,
            " indicators that ",
            &year,
            " does not have. Begin with that list: the figures of ",
            &before,
            " become those of the year before.",
        ]
        .concat(),
    }
}

/// How many indicators are in the list.
pub(super) fn count(locale: Locale, count: usize) -> String {
    let figure = count.to_string();
    match (locale, count) {
        (Locale::Vi, _) => [&figure, " chỉ tiêu"].concat(),
        (Locale::En, 1) => "1 indicator".to_owned(),
        (Locale::En, _) => [&figure, " indicators"].concat(),
    }
}

/// The stage of the programme, with where its criteria stand.
pub(super) fn stage(locale: Locale, from: u16, until: u16, source: &str) -> String {
    let years = [&from.to_string(), "–", &until.to_string()].concat();
    match locale {
        Locale::Vi => {
            ["Giai đoạn ", &years, ", theo ", source, " (tên tiêu chí chưa đối chiếu với văn bản gốc)."]
                .concat()
        }
        Locale::En => {
            ["Stage ", &years, ", by ", source, " (the names were not compared with the text)."].concat()
        }
    }
}

/// What the chart of progress shows, for whoever does not see it.
pub(super) fn progress_told(locale: Locale, reached: usize, all: usize) -> String {
    let (reached, all) = (reached.to_string(), all.to_string());
    match locale {
        Locale::Vi => [&reached, "/", &all, " chỉ tiêu đạt kế hoạch."].concat(),
        Locale::En => [&reached, " of ", &all, " indicators have reached their plan."].concat(),
    }
}

/// What the chart of communes shows, for whoever does not see it.
pub(super) fn communes_told(locale: Locale, complete: usize, all: usize, criteria: usize) -> String {
    let (complete, all, criteria) = (complete.to_string(), all.to_string(), criteria.to_string());
    match locale {
        Locale::Vi => [&complete, "/", &all, " xã đạt đủ ", &criteria, " tiêu chí."].concat(),
        Locale::En => [&complete, " of ", &all, " communes meet all ", &criteria, " criteria."].concat(),
    }
}
