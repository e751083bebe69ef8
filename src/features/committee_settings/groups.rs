//! The groups of the settings on the screen. The match names every setting, so that a new one is not forgotten.

use thidua_domain::law::setting::Setting;

/// What a setting is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Group {
    /// Which text is followed.
    Texts,
    /// Shares and quotas.
    Shares,
    /// What awards ask for.
    Criteria,
    /// How the council votes.
    Council,
    /// Money.
    Money,
    /// How long things take.
    Times,
    /// What is asked of persons.
    Personal,
}

impl Group {
    /// All of them, in the order of the screen.
    pub(super) const ALL: [Self; 7] =
        [Self::Texts, Self::Shares, Self::Criteria, Self::Council, Self::Money, Self::Times, Self::Personal];

    /// The group of a setting.
    pub(super) const fn of(setting: Setting) -> Self {
        match setting {
            Setting::TextOf2026 => Self::Texts,
            Setting::QuotaPercent
            | Setting::QuotaRounding
            | Setting::QuotaBase
            | Setting::QuotaReach
            | Setting::ProvincialPercent
            | Setting::ExcellentPercent
            | Setting::GovernmentFlagPercent
            | Setting::FlagsOfGroup
            | Setting::DirectPercent => Self::Shares,
            Setting::MonthsWorked
            | Setting::DaysAbsent
            | Setting::PartYear
            | Setting::VillagePoints
            | Setting::ContributionCommune
            | Setting::ContributionDistrict => Self::Criteria,
            Setting::VotePercent | Setting::VoteBase | Setting::Quorum | Setting::SecondPerson => {
                Self::Council
            }
            Setting::BonusRounding | Setting::BaseSalary => Self::Money,
            Setting::DaysForTitle
            | Setting::DaysForCollective
            | Setting::DaysForLetter
            | Setting::DaysForHousehold
            | Setting::DaysOfNotice => Self::Times,
            Setting::AskEthnicity => Self::Personal,
        }
    }
}
