//! The indicators that every committee reports: what they are called, under which heading, and in what they are measured.

use super::Group;

/// Whether more of something is better.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Better {
    /// Revenue.
    More,
    /// Poor households.
    Less,
    /// Expenditure.
    Neither,
}

/// An indicator of the list.
#[derive(PartialEq, Eq, Debug)]
pub struct Known {
    /// What stands for it in records. Never renamed, never reused.
    pub key: &'static str,
    /// Under which heading it stands.
    pub group: Group,
    /// What it is called, in Vietnamese.
    pub vi: &'static str,
    /// What it is called, in English.
    pub en: &'static str,
    /// The unit in which it is measured, in Vietnamese and in English.
    pub measure: (&'static str, &'static str),
    /// Of what its figure is a part, in Vietnamese and in English; nothing where it is a part of nothing.
    pub whole: Option<(&'static str, &'static str)>,
    /// Whether more of it is better.
    pub better: Better,
}

const HOUSEHOLDS: Option<(&str, &str)> = Some(("tổng số hộ", "all households"));

/// The list, in the order of a report.
pub const KNOWN: [Known; 9] = [
    Known {
        key: "production_value",
        group: Group::Economy,
        vi: "Tổng giá trị sản xuất các ngành trọng yếu",
        en: "Total production value of the key sectors",
        measure: ("tỷ đồng", "billion đồng"),
        whole: None,
        better: Better::More,
    },
    Known {
        key: "budget_revenue",
        group: Group::Budget,
        vi: "Tổng thu ngân sách",
        en: "Total budget revenue",
        measure: ("tỷ đồng", "billion đồng"),
        whole: None,
        better: Better::More,
    },
    Known {
        key: "budget_expenditure",
        group: Group::Budget,
        vi: "Tổng chi ngân sách",
        en: "Total budget expenditure",
        measure: ("tỷ đồng", "billion đồng"),
        whole: None,
        better: Better::Neither,
    },
    Known {
        key: "new_rural_communes",
        group: Group::NewRural,
        vi: "Xã đạt 19/19 tiêu chí xây dựng nông thôn mới",
        en: "Communes that meet all 19 new-rural criteria",
        measure: ("xã", "communes"),
        whole: Some(("tổng số xã", "all communes")),
        better: Better::More,
    },
    Known {
        key: "poor_households",
        group: Group::Poverty,
        vi: "Hộ nghèo",
        en: "Poor households",
        measure: ("hộ", "households"),
        whole: HOUSEHOLDS,
        better: Better::Less,
    },
    Known {
        key: "near_poor_households",
        group: Group::Poverty,
        vi: "Hộ cận nghèo",
        en: "Near-poor households",
        measure: ("hộ", "households"),
        whole: HOUSEHOLDS,
        better: Better::Less,
    },
    Known {
        key: "digital_people_guided",
        group: Group::Digital,
        vi: "Người dân được Tổ công nghệ số cộng đồng hướng dẫn đăng ký, tải ứng dụng",
        en: "People whom community digital groups helped to register and use apps",
        measure: ("người", "people"),
        whole: None,
        better: Better::More,
    },
    Known {
        key: "new_internet_lines",
        group: Group::Digital,
        vi: "Đường truyền Internet đăng ký mới",
        en: "Newly registered internet lines",
        measure: ("đường truyền", "lines"),
        whole: None,
        better: Better::More,
    },
    Known {
        key: "cashless_accounts",
        group: Group::Digital,
        vi: "Tài khoản thanh toán không dùng tiền mặt",
        en: "Accounts for cashless payment",
        measure: ("tài khoản", "accounts"),
        whole: None,
        better: Better::More,
    },
];

impl Known {
    /// The indicator of a key; `None` for own ones and for those of a later version.
    #[must_use]
    pub fn of(key: &str) -> Option<&'static Self> {
        KNOWN.iter().find(|known| known.key == key)
    }
}
