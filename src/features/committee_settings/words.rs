//! What is said of the committee's settings, in both languages. Kept here, not in the app's catalogue, because only
//! this part needs it.

use thidua_domain::law::rule::Confidence;

use super::groups::Group;
use crate::locale::Locale;

/// The words of one language.
pub(super) struct SettingWords {
    pub(super) title: &'static str,
    pub(super) about: &'static str,
    pub(super) in_force: &'static str,
    pub(super) draft_means: [&'static str; 2],
    pub(super) read_only: &'static str,
    pub(super) not_received: &'static str,
    pub(super) group: fn(Group) -> &'static str,
    pub(super) sure: fn(Confidence) -> &'static str,
    pub(super) holds_today: &'static str,
    pub(super) is_default: &'static str,
    pub(super) is_set: &'static str,
    pub(super) since: &'static str,
    pub(super) set_by: &'static str,
    pub(super) reason: &'static str,
    pub(super) default: &'static str,
    pub(super) source: &'static str,
    pub(super) how_sure: &'static str,
    pub(super) history: fn(usize, usize) -> String,
    pub(super) future: &'static str,
    pub(super) from: &'static str,
    pub(super) from_day: &'static str,
    pub(super) salaries: &'static str,
    pub(super) of_the_state: &'static str,
    pub(super) of_the_committee: &'static str,
    pub(super) now: &'static str,
    pub(super) change: &'static str,
    pub(super) new_value: &'static str,
    pub(super) valid_from: &'static str,
    pub(super) valid_from_help: &'static str,
    pub(super) why: &'static str,
    pub(super) why_help: &'static str,
    pub(super) cancel: &'static str,
    pub(super) bounds: fn(&str, &str) -> String,
    pub(super) choose: &'static str,
    pub(super) finish_first: &'static str,
    pub(super) other_draft: fn(&str) -> String,
    pub(super) withdraw: &'static str,
    pub(super) withdraw_title: &'static str,
    pub(super) withdraw_text: fn(&str) -> String,
    pub(super) withdrawn: &'static str,
}

impl SettingWords {
    /// The words of a language.
    pub(super) const fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::Vi => &VI,
            Locale::En => &EN,
        }
    }
}

static VI: SettingWords = SettingWords {
    title: "Thiết lập của cơ quan",
    about: "Những mức mà quy định để ngỏ hoặc để địa phương tự đặt. Mức mới có hiệu lực từ ngày ghi; \
            hồ sơ trước ngày đó vẫn xét theo mức cũ.",
    in_force: "Quy định đang áp dụng",
    draft_means: [
        "Văn bản chính thức chưa được nhập vào ứng dụng, nên điều kiện và tỷ lệ dưới đây theo bản dự thảo và có thể còn \
         thay đổi.",
        "Khi cần ra quyết định ngay, hãy đối chiếu với văn bản đã ban hành, hoặc chọn luật chưa sửa đổi ở mục \
         “Văn bản áp dụng từ 01/10/2026”.",
    ],
    read_only: "Bạn xem được nhưng không đổi được thiết lập: chỉ người quản trị của cơ quan được đổi. \
                Nếu thấy mức nào chưa đúng, hãy báo người quản trị.",
    not_received: "Tài khoản này không nhận thiết lập của cơ quan, nên dưới đây chỉ là mức mặc định.",
    group: |group| match group {
        Group::Texts => "Văn bản áp dụng",
        Group::Shares => "Tỷ lệ, chỉ tiêu",
        Group::Criteria => "Điều kiện",
        Group::Council => "Hội đồng",
        Group::Money => "Tiền thưởng",
        Group::Times => "Thời hạn",
        Group::Personal => "Dữ liệu cá nhân",
    },
    sure: |confidence| match confidence {
        Confidence::Confirmed => "Đã xác nhận",
        Confidence::Expected => "Dự kiến, chưa đọc được văn bản",
        Confidence::Local => "Do địa phương quy định",
        Confidence::Draft => "Bản dự thảo",
    },
    holds_today: "Hôm nay áp dụng",
    is_default: "Mức mặc định",
    is_set: "Cơ quan đã đặt",
    since: "Áp dụng từ",
    set_by: "Người đặt",
    reason: "Lý do, văn bản",
    default: "Mặc định",
    source: "Căn cứ của mức mặc định",
    how_sure: "Mức chắc chắn",
    history: |set, withdrawn| {
        let withdrawn = match withdrawn {
            0 => String::new(),
            count => [", đã rút lại ", &count.to_string()].concat(),
        };
        ["Các mức đã đặt (", &set.to_string(), &withdrawn, ")"].concat()
    },
    future: "Chưa đến ngày áp dụng",
    from: "Từ ",
    from_day: "từ ",
    salaries: "Mức lương cơ sở theo ngày",
    of_the_state: "Nhà nước quy định",
    of_the_committee: "Cơ quan nhập",
    now: "Đang áp dụng",
    change: "Đổi",
    new_value: "Mức mới",
    valid_from: "Áp dụng từ ngày",
    valid_from_help: "Ngày/tháng/năm, ví dụ 01/01/2027. Có thể là ngày sắp tới.",
    why: "Lý do hoặc văn bản",
    why_help: "Ví dụ: Quyết định số 12/QĐ-UBND ngày 05/01/2026.",
    cancel: "Bỏ",
    bounds: |min, max| ["Viết một số từ ", min, " đến ", max, "."].concat(),
    choose: "Hãy chọn một mục.",
    finish_first: "Đang đặt dở một mục khác. Hãy lưu hoặc bỏ mục đó trước.",
    other_draft: |name| {
        ["Bạn đang viết dở ở mục “", name, "”. Nếu ghi ở đây, bản nháp đó sẽ được thay."].concat()
    },
    withdraw: "Rút lại",
    withdraw_title: "Rút lại mức này?",
    withdraw_text: |what| {
        ["“", what, "” sẽ không còn được dùng nữa, kể cả cho những ngày đã qua. Chỉ rút lại khi đã ghi nhầm."]
            .concat()
    },
    withdrawn: "Đã rút lại",
};

static EN: SettingWords = SettingWords {
    title: "Settings of the committee",
    about: "What the law leaves open or leaves to provinces and committees. A new value holds from its day on; dossiers \
            of before are still judged by the old one.",
    in_force: "The law that applies now",
    draft_means: [
        "The final text has not been entered in this app, so criteria and shares follow the draft and may still change.",
        "Where a decision cannot wait, compare with the text as it was issued, or choose the law before the amendment \
         under “The text followed from 2026-10-01”.",
    ],
    read_only: "You can read the settings but not change them: only the committee’s administrator can. If a value looks \
                wrong, tell the administrator.",
    not_received: "This account does not receive the committee’s settings, so only the defaults are shown.",
    group: |group| match group {
        Group::Texts => "The texts that apply",
        Group::Shares => "Shares and quotas",
        Group::Criteria => "Criteria",
        Group::Council => "The council",
        Group::Money => "Bonuses",
        Group::Times => "Time limits",
        Group::Personal => "Personal data",
    },
    sure: |confidence| match confidence {
        Confidence::Confirmed => "Confirmed",
        Confidence::Expected => "Expected; the text was not read",
        Confidence::Local => "Set by each province or committee",
        Confidence::Draft => "From a draft",
    },
    holds_today: "Holds today",
    is_default: "The default",
    is_set: "Set by the committee",
    since: "In force from",
    set_by: "Set by",
    reason: "Reason or document",
    default: "Default",
    source: "Where the default comes from",
    how_sure: "How sure it is",
    history: |set, withdrawn| {
        let withdrawn = match withdrawn {
            0 => String::new(),
            count => [", ", &count.to_string(), " withdrawn"].concat(),
        };
        ["All values that were set (", &set.to_string(), &withdrawn, ")"].concat()
    },
    future: "Not in force yet",
    from: "From ",
    from_day: "from ",
    salaries: "The base salary by day",
    of_the_state: "Set by the State",
    of_the_committee: "Entered by the committee",
    now: "In force now",
    change: "Change",
    new_value: "New value",
    valid_from: "In force from this day",
    valid_from_help: "Day/month/year, for example 01/01/2027. It may be a day to come.",
    why: "Reason or document",
    why_help: "For example: Decision 12/QĐ-UBND of 05/01/2026.",
    cancel: "Cancel",
    bounds: |min, max| ["Write a number from ", min, " to ", max, "."].concat(),
    choose: "Choose one of these.",
    finish_first: "Another setting is half set. Save it or give it up first.",
    other_draft: |name| ["You have a draft under “", name, "”. Typing here replaces that draft."].concat(),
    withdraw: "Withdraw",
    withdraw_title: "Withdraw this value?",
    withdraw_text: |what| {
        ["“", what, "” will not be used any more, not even for days that have passed. Withdraw only what was a mistake."]
            .concat()
    },
    withdrawn: "Withdrawn",
};
