//! What a column of a list is: the field of a nomination that it fills, and how its cells are to be read.
//!
//! Officers have written their own headings for decades, so the guess is only offered: every column can be given
//! another meaning or none.

use minicbor::{Decode, Encode};
use thidua_domain::nomination as of;
use thidua_domain::record::Field;

/// The meaning of a column. The numbers are those of the messages between the app and its worker.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, Decode)]
#[cbor(index_only)]
#[expect(missing_docs, reason = "each is the field that `Column::field` names")]
pub enum Column {
    #[n(0)]
    Name,
    #[n(1)]
    Subject,
    /// A year or a day of birth.
    #[n(2)]
    Birth,
    /// The birth years of the men, where a list has one column for them and one for women.
    #[n(3)]
    BirthOfMan,
    /// The birth years of the women.
    #[n(4)]
    BirthOfWoman,
    #[n(5)]
    Sex,
    #[n(6)]
    Position,
    #[n(7)]
    Workplace,
    /// Position and workplace in one cell, with a comma or a line end between them.
    #[n(8)]
    PositionAndWorkplace,
    #[n(9)]
    Award,
    #[n(10)]
    Year,
    #[n(11)]
    Rating,
    #[n(12)]
    Recognition,
    #[n(13)]
    Initiative,
    #[n(14)]
    CertificateNumber,
    #[n(15)]
    CertificateDay,
    #[n(16)]
    CertificateBy,
    #[n(17)]
    MonthsWorked,
    #[n(18)]
    Absence,
    #[n(19)]
    AbsenceDays,
    #[n(20)]
    Registered,
    #[n(21)]
    Procedure,
    #[n(22)]
    DisciplineEnded,
    #[n(23)]
    CountedFrom,
    #[n(24)]
    Members,
    #[n(25)]
    Women,
    #[n(26)]
    Disciplined,
    #[n(27)]
    Advanced,
    #[n(28)]
    Completed,
    #[n(29)]
    OfTheBase,
    #[n(30)]
    FirstOfGroup,
    #[n(31)]
    Leads,
    #[n(32)]
    WithinList,
    #[n(33)]
    Disqualified,
    #[n(34)]
    Contribution,
    #[n(35)]
    Dissolved,
    #[n(36)]
    Achievements,
    #[n(37)]
    RecipientClass,
    #[n(38)]
    Method,
    #[n(39)]
    ReceivedOn,
    #[n(40)]
    Points,
    #[n(41)]
    Score,
    #[n(42)]
    Rewarded,
    #[n(43)]
    Publish,
}

/// How the cells of a column are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reads {
    Line,
    Prose,
    Whole,
    Amount,
    Day,
    Birth,
    Award,
    PositionAndWorkplace,
    Words(Words),
}

/// The lists of words that stand for codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Words {
    Subject,
    Sex,
    Rating,
    Recognition,
    Absence,
    RecipientClass,
    Method,
    /// 1 yes, 2 no.
    YesNo,
    /// 1 no, 2 yes.
    NoYes,
}

impl Column {
    /// Every meaning, in the order in which a list of them is offered.
    pub const ALL: [Self; 44] = [
        Self::Name,
        Self::Subject,
        Self::Birth,
        Self::BirthOfMan,
        Self::BirthOfWoman,
        Self::Sex,
        Self::Position,
        Self::Workplace,
        Self::PositionAndWorkplace,
        Self::Award,
        Self::Year,
        Self::Rating,
        Self::Recognition,
        Self::Initiative,
        Self::CertificateNumber,
        Self::CertificateDay,
        Self::CertificateBy,
        Self::MonthsWorked,
        Self::Absence,
        Self::AbsenceDays,
        Self::Registered,
        Self::Procedure,
        Self::DisciplineEnded,
        Self::CountedFrom,
        Self::Members,
        Self::Women,
        Self::Disciplined,
        Self::Advanced,
        Self::Completed,
        Self::OfTheBase,
        Self::FirstOfGroup,
        Self::Leads,
        Self::WithinList,
        Self::Disqualified,
        Self::Contribution,
        Self::Dissolved,
        Self::Achievements,
        Self::RecipientClass,
        Self::Method,
        Self::ReceivedOn,
        Self::Points,
        Self::Score,
        Self::Rewarded,
        Self::Publish,
    ];

    /// The field that it fills; of those that fill two, the first.
    #[must_use]
    pub const fn field(self) -> Field {
        self.entry().0
    }

    pub(crate) const fn reads(self) -> Reads {
        self.entry().1
    }

    const fn entry(self) -> (Field, Reads) {
        use Reads::{Amount, Award, Birth, Day, Line, PositionAndWorkplace, Prose, Whole};
        match self {
            Self::Name => (of::NAME, Line),
            Self::Subject => (of::SUBJECT, Reads::Words(Words::Subject)),
            Self::Birth | Self::BirthOfMan | Self::BirthOfWoman => (of::BIRTH_YEAR, Birth),
            Self::Sex => (of::SEX, Reads::Words(Words::Sex)),
            Self::Position => (of::POSITION, Line),
            Self::Workplace => (of::WORKPLACE, Line),
            Self::PositionAndWorkplace => (of::POSITION, PositionAndWorkplace),
            Self::Award => (of::AWARD, Award),
            Self::Year => (of::YEAR, Whole),
            Self::Rating => (of::RATING, Reads::Words(Words::Rating)),
            Self::Recognition => (of::RECOGNITION, Reads::Words(Words::Recognition)),
            Self::Initiative => (of::INITIATIVE, Prose),
            Self::CertificateNumber => (of::CERTIFICATE_NUMBER, Line),
            Self::CertificateDay => (of::CERTIFICATE_DAY, Day),
            Self::CertificateBy => (of::CERTIFICATE_BY, Line),
            Self::MonthsWorked => (of::MONTHS_WORKED, Whole),
            Self::Absence => (of::ABSENCE, Reads::Words(Words::Absence)),
            Self::AbsenceDays => (of::ABSENCE_DAYS, Whole),
            Self::Registered => (of::REGISTERED, Reads::Words(Words::YesNo)),
            Self::Procedure => (of::PROCEDURE, Reads::Words(Words::NoYes)),
            Self::DisciplineEnded => (of::DISCIPLINE_ENDED, Day),
            Self::CountedFrom => (of::COUNTED_FROM, Day),
            Self::Members => (of::MEMBERS, Whole),
            Self::Women => (of::WOMEN, Whole),
            Self::Disciplined => (of::DISCIPLINED, Whole),
            Self::Advanced => (of::ADVANCED, Whole),
            Self::Completed => (of::COMPLETED, Whole),
            Self::OfTheBase => (of::OF_THE_BASE, Whole),
            Self::FirstOfGroup => (of::FIRST_OF_GROUP, Reads::Words(Words::YesNo)),
            Self::Leads => (of::LEADS, Reads::Words(Words::YesNo)),
            Self::WithinList => (of::WITHIN_LIST, Reads::Words(Words::YesNo)),
            Self::Disqualified => (of::DISQUALIFIED, Reads::Words(Words::NoYes)),
            Self::Contribution => (of::CONTRIBUTION, Whole),
            Self::Dissolved => (of::DISSOLVED, Reads::Words(Words::NoYes)),
            Self::Achievements => (of::ACHIEVEMENTS, Prose),
            Self::RecipientClass => (of::RECIPIENT_CLASS, Reads::Words(Words::RecipientClass)),
            Self::Method => (of::METHOD, Reads::Words(Words::Method)),
            Self::ReceivedOn => (of::RECEIVED_ON, Day),
            Self::Points => (of::POINTS, Amount),
            Self::Score => (of::SCORE, Amount),
            Self::Rewarded => (of::REWARDED, Reads::Words(Words::NoYes)),
            Self::Publish => (of::PUBLISH, Reads::Words(Words::YesNo)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use thidua_domain::record::RecordKind;
    use thidua_domain::schema;

    #[test]
    fn every_column_fills_a_field_of_nominations_and_is_listed_in_its_place() {
        for (place, column) in Column::ALL.into_iter().enumerate() {
            assert!(schema::rule_of(RecordKind::Nomination, column.field()).is_some(), "{column:?}");
            assert_eq!(column as usize, place);
        }
    }
}
