//! The rules: what each says, where it stands, how sure that is, how grave it is when it is not met.

use crate::rule_set::RuleSet;

/// How grave it is when a rule is not met; in rising order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Told, and no more.
    Inform,
    /// Asks for a reason.
    Warn,
    /// The law forbids it outright.
    Block,
}

/// How sure it is that the rule stands so in its source.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Confidence {
    /// Read in the source or in a text that quotes it.
    Confirmed,
    /// Expected from what is known; the text was not read.
    Expected,
    /// Set by provinces and agencies, each for itself.
    Local,
    /// Of a draft.
    Draft,
}

/// A rule by its number. Numbers are kept for ever; those that are absent here have no function yet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RuleId {
    /// The award suits the kind of subject.
    R02,
    /// The level may decide; otherwise the proposal goes up.
    R03,
    /// Since 2025-07-01 no district decides.
    R04,
    /// Rated as having completed the tasks well, or better.
    R05,
    /// Registered for the movement at the start of the year.
    R06,
    /// Worked ten months or more, absent for less than forty working days; maternity leave counts as work.
    R07,
    /// Advanced worker with a recognised initiative, topic or bravery.
    R08,
    /// Advanced worker, and rated excellent or with a recognised initiative.
    R09,
    /// Rated excellent and with a recognised initiative (draft).
    R10,
    /// Grassroots emulation soldiers within their share of the advanced workers.
    R11,
    /// The initiative has its certificate: number, date, recogniser, scope.
    R13,
    /// Grassroots emulation soldier three years running.
    R14,
    /// An initiative with effect in the province.
    R15,
    /// Provincial emulation soldier twice running, with an initiative of nationwide effect.
    R16,
    /// Tasks completed; more than half of the members advanced workers; nobody disciplined with a warning or more.
    R17,
    /// Tasks completed; at least half of the members advanced workers.
    R18,
    /// All members completed their tasks; at least 70 % advanced workers; a grassroots emulation soldier among them.
    R19,
    /// Nobody disciplined with a warning or more.
    R20,
    /// First of its bloc or cluster.
    R22,
    /// The commune leads where it is compared.
    R24,
    /// No member of the family did what excludes it.
    R25,
    /// The village is on the commune's list, above the local floor of points.
    R26,
    /// No discipline, inspection, investigation or complaint pending.
    R28,
    /// One achievement, one award.
    R30,
    /// Merit is not proposed on results of a campaign or a sudden deed.
    R31,
    /// A unit that was dissolved is not commended.
    R33,
    /// The council's vote reaches the threshold.
    R36,
    /// The ballots add up with those who came and those who wrote.
    R37,
}

/// A rule.
#[derive(PartialEq, Eq, Debug)]
pub struct Rule {
    /// Its number.
    pub id: RuleId,
    /// How grave it is when it is not met.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What it says, in Vietnamese.
    pub vi: &'static str,
    /// What it says, in English.
    pub en: &'static str,
    /// Where it stands, as it is cited in Vietnamese.
    pub source: &'static str,
    /// The first and the last rule set under which it may be cited so.
    pub cited: (RuleSet, RuleSet),
}

impl Rule {
    /// Where it stands under a rule set, as it is cited in Vietnamese. An article's number belongs to its own law: where
    /// the number under a rule set was not read, the rule set itself is named.
    #[must_use]
    pub fn source_in(&self, rule_set: RuleSet) -> &'static str {
        let (first, last) = self.cited;
        if (first..=last).contains(&rule_set) { self.source } else { rule_set.vi() }
    }
}

impl RuleId {
    /// The rule.
    #[must_use]
    pub const fn rule(self) -> &'static Rule {
        match self {
            Self::R02 => &R02,
            Self::R03 => &R03,
            Self::R04 => &R04,
            Self::R05 => &R05,
            Self::R06 => &R06,
            Self::R07 => &R07,
            Self::R08 => &R08,
            Self::R09 => &R09,
            Self::R10 => &R10,
            Self::R11 => &R11,
            Self::R13 => &R13,
            Self::R14 => &R14,
            Self::R15 => &R15,
            Self::R16 => &R16,
            Self::R17 => &R17,
            Self::R18 => &R18,
            Self::R19 => &R19,
            Self::R20 => &R20,
            Self::R22 => &R22,
            Self::R24 => &R24,
            Self::R25 => &R25,
            Self::R26 => &R26,
            Self::R28 => &R28,
            Self::R30 => &R30,
            Self::R31 => &R31,
            Self::R33 => &R33,
            Self::R36 => &R36,
            Self::R37 => &R37,
        }
    }
}

impl std::fmt::Display for RuleId {
    /// As it is cited: R05.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

/// Every rule that has a function, by number.
pub const RULES: [&Rule; 28] = [
    &R02, &R03, &R04, &R05, &R06, &R07, &R08, &R09, &R10, &R11, &R13, &R14, &R15, &R16, &R17, &R18, &R19,
    &R20, &R22, &R24, &R25, &R26, &R28, &R30, &R31, &R33, &R36, &R37,
];

const R02: Rule = Rule {
    id: RuleId::R02,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Danh hiệu, hình thức khen phù hợp với đối tượng",
    en: "The award suits the kind of subject",
    source: "Luật 06/2022/QH15",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R03: Rule = Rule {
    id: RuleId::R03,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Cấp quyết định có thẩm quyền; nếu không thì trình cấp trên",
    en: "The level may decide; otherwise the proposal goes up",
    source: "Luật 06/2022/QH15 điều 77–80",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R04: Rule = Rule {
    id: RuleId::R04,
    severity: Severity::Warn,
    confidence: Confidence::Expected,
    vi: "Từ 01/7/2025 không còn cấp huyện quyết định",
    en: "Since 2025-07-01 no district decides",
    source: "Nghị định 152/2025/NĐ-CP",
    cited: (RuleSet::R2022_152, RuleSet::R2026),
};

const R05: Rule = Rule {
    id: RuleId::R05,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Hoàn thành tốt nhiệm vụ trở lên",
    en: "Rated as having completed the tasks well, or better",
    source: "Luật 06/2022/QH15 điều 24",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R06: Rule = Rule {
    id: RuleId::R06,
    severity: Severity::Warn,
    confidence: Confidence::Local,
    vi: "Có đăng ký, tham gia phong trào thi đua từ đầu năm",
    en: "Registered for the movement at the start of the year",
    source: "Quy định của địa phương",
    cited: (RuleSet::R2013, RuleSet::R2026),
};

const R07: Rule = Rule {
    id: RuleId::R07,
    severity: Severity::Warn,
    confidence: Confidence::Local,
    vi: "Làm việc từ 10 tháng trở lên, nghỉ dưới 40 ngày làm việc; nghỉ thai sản tính là làm việc",
    en: "Worked ten months or more, absent for less than forty working days; maternity leave counts as work",
    source: "Quy định của địa phương",
    cited: (RuleSet::R2013, RuleSet::R2026),
};

const R08: Rule = Rule {
    id: RuleId::R08,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Đạt Lao động tiên tiến và có sáng kiến, đề tài hoặc mưu trí, dũng cảm được công nhận",
    en: "Advanced worker with a recognised initiative, topic or bravery",
    source: "Nghị định 91/2017/NĐ-CP điều 9 khoản 3",
    cited: (RuleSet::R2013, RuleSet::R2013),
};

const R09: Rule = Rule {
    id: RuleId::R09,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Đạt Lao động tiên tiến và hoàn thành xuất sắc nhiệm vụ hoặc có sáng kiến, đề tài được công nhận",
    en: "Advanced worker, and rated excellent or with a recognised initiative",
    source: "Luật 06/2022/QH15 điều 23",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R10: Rule = Rule {
    id: RuleId::R10,
    severity: Severity::Warn,
    confidence: Confidence::Draft,
    vi: "Hoàn thành xuất sắc nhiệm vụ và có sáng kiến, đề tài được công nhận (bản dự thảo)",
    en: "Rated excellent and with a recognised initiative (draft)",
    source: "Dự thảo sửa đổi Luật Thi đua, khen thưởng, 12/2025",
    cited: (RuleSet::R2026, RuleSet::R2026),
};

const R11: Rule = Rule {
    id: RuleId::R11,
    severity: Severity::Warn,
    confidence: Confidence::Confirmed,
    vi: "Số Chiến sĩ thi đua cơ sở không quá tỷ lệ trên số Lao động tiên tiến",
    en: "Grassroots emulation soldiers within their share of the advanced workers",
    source: "Nghị định 91/2017/NĐ-CP điều 9 khoản 3; sau đó do tỉnh quy định",
    cited: (RuleSet::R2013, RuleSet::R2026),
};

const R13: Rule = Rule {
    id: RuleId::R13,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Sáng kiến có giấy chứng nhận: số, ngày, nơi công nhận, phạm vi",
    en: "The initiative has its certificate: number, date, recogniser, scope",
    source: "Luật Thi đua, khen thưởng 2013 điều 84",
    cited: (RuleSet::R2013, RuleSet::R2013),
};

const R14: Rule = Rule {
    id: RuleId::R14,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Ba năm liên tục đạt Chiến sĩ thi đua cơ sở",
    en: "Grassroots emulation soldier three years running",
    source: "Luật 06/2022/QH15 điều 22",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R15: Rule = Rule {
    id: RuleId::R15,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Sáng kiến có hiệu quả, ảnh hưởng trong phạm vi tỉnh",
    en: "An initiative with effect in the province",
    source: "Luật 06/2022/QH15 điều 22",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R16: Rule = Rule {
    id: RuleId::R16,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Hai lần liên tục đạt Chiến sĩ thi đua cấp tỉnh, sáng kiến có phạm vi toàn quốc",
    en: "Provincial emulation soldier twice running, with an initiative of nationwide effect",
    source: "Luật 06/2022/QH15 điều 21",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R17: Rule = Rule {
    id: RuleId::R17,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Hoàn thành nhiệm vụ; trên 50% thành viên đạt Lao động tiên tiến; không ai bị kỷ luật từ cảnh cáo",
    en: "Tasks completed; more than half of the members advanced workers; nobody disciplined with a warning or more",
    source: "Luật Thi đua, khen thưởng 2013 điều 28",
    cited: (RuleSet::R2013, RuleSet::R2013),
};

const R18: Rule = Rule {
    id: RuleId::R18,
    severity: Severity::Block,
    confidence: Confidence::Expected,
    vi: "Hoàn thành nhiệm vụ; từ 50% thành viên đạt Lao động tiên tiến",
    en: "Tasks completed; at least half of the members advanced workers",
    source: "Luật 06/2022/QH15 điều 28",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R19: Rule = Rule {
    id: RuleId::R19,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "100% thành viên hoàn thành nhiệm vụ; từ 70% đạt Lao động tiên tiến; có Chiến sĩ thi đua cơ sở",
    en: "All members completed their tasks; at least 70 % advanced workers; a grassroots emulation soldier among them",
    source: "Luật 06/2022/QH15 điều 27",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R20: Rule = Rule {
    id: RuleId::R20,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Không có ai bị kỷ luật từ cảnh cáo trở lên",
    en: "Nobody disciplined with a warning or more",
    source: "Luật Thi đua, khen thưởng 2013 điều 27",
    cited: (RuleSet::R2013, RuleSet::R2013),
};

const R22: Rule = Rule {
    id: RuleId::R22,
    severity: Severity::Warn,
    confidence: Confidence::Confirmed,
    vi: "Dẫn đầu cụm, khối thi đua",
    en: "First of its bloc or cluster",
    source: "Nghị định 91/2017/NĐ-CP điều 12",
    cited: (RuleSet::R2013, RuleSet::R2013),
};

const R24: Rule = Rule {
    id: RuleId::R24,
    severity: Severity::Warn,
    confidence: Confidence::Confirmed,
    vi: "Xã tiêu biểu dẫn đầu phong trào nơi được so sánh",
    en: "The commune leads where it is compared",
    source: "Luật 06/2022/QH15 điều 29",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R25: Rule = Rule {
    id: RuleId::R25,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Gia đình không có thành viên vi phạm thuộc diện không xét",
    en: "No member of the family did what excludes it",
    source: "Nghị định 86/2023/NĐ-CP điều 6 khoản 4",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R26: Rule = Rule {
    id: RuleId::R26,
    severity: Severity::Warn,
    confidence: Confidence::Confirmed,
    vi: "Thôn, tổ dân phố trong danh sách của xã, đủ điểm theo quy định",
    en: "The village is on the commune's list, above the local floor of points",
    source: "Luật 06/2022/QH15 điều 30",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R28: Rule = Rule {
    id: RuleId::R28,
    severity: Severity::Block,
    confidence: Confidence::Confirmed,
    vi: "Không đang bị xem xét kỷ luật, thanh tra, điều tra, khiếu nại",
    en: "No discipline, inspection, investigation or complaint pending",
    source: "Nghị định 152/2025/NĐ-CP điều 4 khoản 4",
    cited: (RuleSet::R2022_152, RuleSet::R2026),
};

const R30: Rule = Rule {
    id: RuleId::R30,
    severity: Severity::Warn,
    confidence: Confidence::Confirmed,
    vi: "Một thành tích chỉ được khen một lần",
    en: "One achievement, one award",
    source: "Luật 06/2022/QH15, nguyên tắc khen thưởng",
    cited: (RuleSet::R2022_98, RuleSet::R2026),
};

const R31: Rule = Rule {
    id: RuleId::R31,
    severity: Severity::Warn,
    confidence: Confidence::Confirmed,
    vi: "Khen công trạng không dựa vào kết quả chuyên đề, đột xuất",
    en: "Merit is not proposed on results of a campaign or a sudden deed",
    source: "Nghị định 152/2025/NĐ-CP điều 4 khoản 3",
    cited: (RuleSet::R2022_152, RuleSet::R2026),
};

const R33: Rule = Rule {
    id: RuleId::R33,
    severity: Severity::Warn,
    confidence: Confidence::Confirmed,
    vi: "Đơn vị đã giải thể khi sắp xếp thì không xét khen",
    en: "A unit that was dissolved is not commended",
    source: "Thông tư 15/2025/TT-BNV",
    cited: (RuleSet::R2022_152, RuleSet::R2026),
};

const R36: Rule = Rule {
    id: RuleId::R36,
    severity: Severity::Warn,
    confidence: Confidence::Confirmed,
    vi: "Đủ tỷ lệ phiếu của Hội đồng",
    en: "The council's vote reaches the threshold",
    source: "Nghị định 91/2017/NĐ-CP điều 45 khoản 8; quy định của địa phương",
    cited: (RuleSet::R2013, RuleSet::R2026),
};

const R37: Rule = Rule {
    id: RuleId::R37,
    severity: Severity::Block,
    confidence: Confidence::Expected,
    vi: "Số phiếu khớp với số thành viên dự họp và gửi phiếu",
    en: "The ballots add up with those who came and those who wrote",
    source: "Biên bản kiểm phiếu",
    cited: (RuleSet::R2013, RuleSet::R2026),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_never_cited_under_another_law() {
        let law = "Luật 06/2022/QH15 điều 24";
        assert_eq!(R05.source_in(RuleSet::R2022_98), law);
        assert_eq!(R05.source_in(RuleSet::R2013), RuleSet::R2013.vi());
        for rule in RULES {
            for rule_set in RuleSet::ALL {
                let told = rule.source_in(rule_set);
                let is_new = told.contains("điều") && (told.contains("06/2022") || told.contains("152/2025"));
                assert!(!(rule_set == RuleSet::R2013 && is_new), "{:?} under {rule_set:?}: {told}", rule.id);
            }
        }
    }

    #[test]
    fn numbers_lead_to_their_own_rule() {
        assert!(RULES.iter().all(|rule| rule.id.rule() == *rule));
    }
}
