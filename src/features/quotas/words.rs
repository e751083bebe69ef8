//! What is said of quotas, in both languages. Kept here, not in the app's catalogue, because only this part needs it.

use thidua_domain::law::quota::{Measured, Meter};

use crate::locale::Locale;

/// The words of one language.
pub(super) struct QuotaWords {
    pub(super) this_year: &'static str,
    pub(super) only_a_part: &'static str,
    pub(super) by_unit: &'static str,
    pub(super) left: fn(i64) -> String,
    pub(super) over: fn(i64) -> String,
    pub(super) full: &'static str,
    pub(super) below: fn(i64) -> String,
    pub(super) enough: &'static str,
    pub(super) most: &'static str,
    pub(super) least: &'static str,
    measured: [Named; 6],
    pub(super) no_limit: &'static str,
    pub(super) nobody: &'static str,
    pub(super) source: &'static str,
    pub(super) set_by_committee: &'static str,
    pub(super) explanation: &'static str,
    pub(super) explain: &'static str,
    pub(super) explain_help: &'static str,
    pub(super) asks: &'static str,
    pub(super) change: &'static str,
    pub(super) cancel: &'static str,
    pub(super) not_here: &'static str,
}

/// What one quota and its figures are called.
pub(super) struct Named {
    pub(super) name: &'static str,
    pub(super) used: &'static str,
    pub(super) base: &'static str,
}

impl QuotaWords {
    /// What a quota is called.
    pub(super) const fn measured(&self, measured: Measured) -> &Named {
        let [fighters, provincial, excellent, government, flags, direct] = &self.measured;
        match measured {
            Measured::BaseFighters => fighters,
            Measured::ProvincialFighters => provincial,
            Measured::ExcellentCollectives => excellent,
            Measured::GovernmentFlags => government,
            Measured::ProvincialFlags => flags,
            Measured::DirectWorkers => direct,
        }
    }

    /// What its places are called.
    pub(super) const fn places(&self, meter: &Meter) -> &'static str {
        if meter.at_least { self.least } else { self.most }
    }

    /// The words of a language.
    pub(super) const fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::Vi => &VI,
            Locale::En => &EN,
        }
    }
}

static VI: QuotaWords = QuotaWords {
    this_year: "Năm đang làm",
    only_a_part: "Tỷ lệ được tính chung cho tất cả các đơn vị. Dưới đây chỉ là phần của một đơn vị, để tham khảo.",
    by_unit: "Tỷ lệ được tính theo từng đơn vị. Hãy chọn đơn vị để xem còn bao nhiêu chỗ; dưới đây là số gộp.",
    left: |count| ["Còn ", &count.to_string(), " chỗ"].concat(),
    over: |count| ["Vượt ", &count.to_string(), " so với số chỗ"].concat(),
    full: "Vừa đủ, không còn chỗ",
    below: |count| ["Thiếu ", &count.to_string(), " người"].concat(),
    enough: "Đủ mức tối thiểu",
    most: "Số chỗ nhiều nhất",
    least: "Số người ít nhất",
    measured: [
        Named {
            name: "Chiến sĩ thi đua cơ sở", used: "Đã đề nghị", base: "Lao động tiên tiến được tính"
        },
        Named {
            name: "Chiến sĩ thi đua cấp tỉnh", used: "Đã đề nghị", base: "Chiến sĩ thi đua cơ sở"
        },
        Named {
            name: "Tập thể lao động xuất sắc", used: "Đã đề nghị", base: "Tập thể đạt danh hiệu"
        },
        Named {
            name: "Cờ thi đua của Chính phủ",
            used: "Đã đề nghị",
            base: "Tập thể đạt mức cờ thi đua cấp tỉnh",
        },
        Named {
            name: "Cờ thi đua cấp tỉnh", used: "Đã đề nghị", base: "Cụm, khối thi đua"
        },
        Named {
            name: "Người trực tiếp lao động, công tác",
            used: "Người trực tiếp",
            base: "Người đã ghi vị trí công tác",
        },
    ],
    no_limit: "Không đặt giới hạn",
    nobody: "Chưa có ai để tính.",
    source: "Căn cứ: ",
    set_by_committee: "Cơ quan đã đặt mức này.",
    explanation: "Lý do vượt tỷ lệ",
    explain: "Ghi lý do",
    explain_help: "Vượt tỷ lệ thì cần lý do. Lý do đi kèm danh sách khi trình.",
    asks: "Cần ghi lý do",
    change: "Sửa lý do",
    cancel: "Bỏ",
    not_here: "Lý do do đơn vị hoặc thường trực Hội đồng ghi.",
};

static EN: QuotaWords = QuotaWords {
    this_year: "The year at work",
    only_a_part: "The share is taken of all units together. This is the part of one unit, to know.",
    by_unit: "The share is taken unit by unit. Choose a unit to see how many places are left; this is the sum.",
    left: |count| match count {
        1 => "1 place left".to_owned(),
        _ => [&count.to_string(), " places left"].concat(),
    },
    over: |count| [&count.to_string(), " too many"].concat(),
    full: "All places are taken",
    below: |count| [&count.to_string(), " too few"].concat(),
    enough: "The least share is reached",
    most: "Most places",
    least: "Least persons",
    measured: [
        Named { name: "Grassroots emulation soldiers", used: "Proposed", base: "Advanced workers counted" },
        Named {
            name: "Provincial emulation soldiers",
            used: "Proposed",
            base: "Grassroots emulation soldiers",
        },
        Named { name: "Excellent labour collectives", used: "Proposed", base: "Collectives with a title" },
        Named {
            name: "Flags of the Government",
            used: "Proposed",
            base: "Collectives that meet the provincial flag",
        },
        Named { name: "Provincial flags", used: "Proposed", base: "Blocs and clusters" },
        Named {
            name: "Persons who work directly",
            used: "Work directly",
            base: "Persons whose post is known",
        },
    ],
    no_limit: "No limit is set",
    nobody: "There is nobody to count yet.",
    source: "By: ",
    set_by_committee: "The committee has set this figure.",
    explanation: "Why the share is exceeded",
    explain: "Give a reason",
    explain_help: "Above the share a reason is needed. It goes up with the list.",
    asks: "A reason is needed",
    change: "Change the reason",
    cancel: "Cancel",
    not_here: "The reason is given by the unit or by the council’s standing office.",
};
