//! The parts of a dossier (thành phần hồ sơ) that an award asks for, and which of them are missing.
//!
//! Codes of parts are in records: never reuse one. How many copies and days a province wants differs; what the law asks
//! for is here (Law 2013 art. 84; the procedures of the provinces since).

use super::fact::Truth;
use super::finding::Findings;
use super::rule::RuleId::R34;
use crate::award::{Award, AwardKind, SubjectKind};
use crate::nomination::PART;
use crate::record::{Field, Fields, Value};
use crate::rule_set::RuleSet;

/// A part of a dossier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The proposal with its list (văn bản đề nghị, danh sách).
    Proposal,
    /// The report of achievements (báo cáo thành tích).
    Report,
    /// The minutes of the meeting that considered it (biên bản bình xét).
    Minutes,
    /// The certificate of the initiative (giấy chứng nhận sáng kiến).
    Certificate,
    /// The result of the secret ballot (kết quả bỏ phiếu kín).
    Ballot,
    /// The unit's confirmation of the report.
    Confirmation,
}

impl Part {
    /// Every part, in the order in which dossiers are put together.
    pub const ALL: [Self; 6] =
        [Self::Proposal, Self::Report, Self::Minutes, Self::Certificate, Self::Ballot, Self::Confirmation];

    /// The number that stands for this part in records. Never reused.
    #[must_use]
    pub const fn code(self) -> u32 {
        match self {
            Self::Proposal => 1,
            Self::Report => 2,
            Self::Minutes => 3,
            Self::Certificate => 4,
            Self::Ballot => 5,
            Self::Confirmation => 6,
        }
    }

    /// What it is called, in Vietnamese and in English.
    #[must_use]
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Proposal => ("Văn bản đề nghị kèm danh sách", "Proposal with its list"),
            Self::Report => ("Báo cáo thành tích", "Report of achievements"),
            Self::Minutes => ("Biên bản bình xét", "Minutes of the consideration"),
            Self::Certificate => ("Giấy chứng nhận sáng kiến", "Certificate of the initiative"),
            Self::Ballot => ("Kết quả bỏ phiếu kín", "Result of the secret ballot"),
            Self::Confirmation => ("Xác nhận của đơn vị", "The unit’s confirmation"),
        }
    }

    /// The key under which it is told as missing.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Proposal => "proposal",
            Self::Report => "report",
            Self::Minutes => "minutes",
            Self::Certificate => "certificate",
            Self::Ballot => "ballot",
            Self::Confirmation => "confirmation",
        }
    }

    /// The field of a nomination that says whether it is there.
    #[must_use]
    pub const fn field(self) -> Field {
        Field::of_item(PART.number, self.code())
    }
}

/// The parts that an award asks for. Before 2024 a commune asked for no report of those nominated for Lao động tiên tiến.
#[must_use]
pub fn required(award: &Award, subject: SubjectKind, rule_set: RuleSet) -> Vec<Part> {
    let mut parts = vec![Part::Proposal];
    if !(rule_set == RuleSet::R2013 && award.id == "lao_dong_tien_tien") {
        parts.push(Part::Report);
    }
    parts.push(Part::Minutes);
    let is_fighter = award.id.starts_with("chien_si_thi_dua");
    if is_fighter && subject == SubjectKind::Individual {
        parts.push(Part::Certificate);
    }
    if matches!(award.id, "chien_si_thi_dua_tinh" | "chien_si_thi_dua_toan_quoc" | "anh_hung_lao_dong") {
        parts.push(Part::Ballot);
    }
    if award.kind == AwardKind::Title && award.id == "chien_si_thi_dua_toan_quoc" {
        parts.push(Part::Confirmation);
    }
    parts
}

/// Whether all parts are there: a part that nobody has ticked is still to come, one that is marked as missing is missing.
#[must_use]
pub fn judge(award: &Award, subject: SubjectKind, rule_set: RuleSet, fields: &Fields) -> Findings {
    let is_there = |part: Part| match fields.get(&part.field()).and_then(Value::as_int) {
        Some(1) => Truth::Yes,
        Some(_) => Truth::No,
        None => Truth::Unknown(vec![part.key()]),
    };
    let mut found = Findings::default();
    found.take(R34, Truth::all(required(award, subject, rule_set).into_iter().map(is_there)));
    found
}

/// The parts that are marked as missing.
#[must_use]
pub fn missing(award: &Award, subject: SubjectKind, rule_set: RuleSet, fields: &Fields) -> Vec<Part> {
    let is_missing = |part: &Part| fields.get(&part.field()).and_then(Value::as_int).is_none_or(|is| is != 1);
    required(award, subject, rule_set).into_iter().filter(is_missing).collect()
}
