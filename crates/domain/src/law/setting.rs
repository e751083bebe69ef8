//! What the law leaves open, or leaves to provinces and committees: each with a default, where the default comes from,
//! and how sure that is.
//!
//! A committee sets its own value from a day on; what was judged before keeps what held then. Values are whole numbers
//! in the measure that the entry names, or the code of a choice, from 1.

use litemap::LiteMap;

use crate::rule_set::{CivilDate, RuleSet};

mod catalogue;

pub use catalogue::{Entry, SETTINGS, Takes};

/// What can be set.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Setting {
    /// The text followed from 2026-10-01, until the final text is entered.
    TextOf2026,
    /// The share of Chiến sĩ thi đua cơ sở, in percent.
    QuotaPercent,
    /// How a fraction of a place counts.
    QuotaRounding,
    /// Of whom the share is taken.
    QuotaBase,
    /// Whether the share is taken unit by unit or over the whole committee.
    QuotaReach,
    /// The share of Chiến sĩ thi đua cấp tỉnh proposals among Chiến sĩ thi đua cơ sở, in percent.
    ProvincialPercent,
    /// The share of Tập thể lao động xuất sắc among the collectives with a title, in percent.
    ExcellentPercent,
    /// The share of Cờ thi đua của Chính phủ among collectives that meet the provincial flag, in percent.
    GovernmentFlagPercent,
    /// Provincial flags for each bloc or cluster.
    FlagsOfGroup,
    /// The least share of persons who work directly, in percent.
    DirectPercent,
    /// Months of work that a yearly title asks for.
    MonthsWorked,
    /// Working days of absence from which a yearly title is not considered.
    DaysAbsent,
    /// How members who worked a part of the year are counted.
    PartYear,
    /// Points that Thôn, tổ dân phố văn hoá asks for.
    VillagePoints,
    /// What a household must contribute for the commune's letter of commendation, in đồng.
    ContributionCommune,
    /// The same for the district's letter of commendation, in đồng.
    ContributionDistrict,
    /// The council's share of yes where the law sets none, in percent.
    VotePercent,
    /// Of whom the council's share is taken.
    VoteBase,
    /// How many members must vote for the council to decide.
    Quorum,
    /// Whether a decision is issued only when a second person has confirmed it.
    SecondPerson,
    /// How amounts of money are rounded to ten thousand đồng.
    BonusRounding,
    /// The base salary (mức lương cơ sở), in đồng a month.
    BaseSalary,
    /// Working days for a nomination of Lao động tiên tiến.
    DaysForTitle,
    /// Working days for a collective's title.
    DaysForCollective,
    /// Working days for a letter of commendation.
    DaysForLetter,
    /// Working days for a household's letter of commendation.
    DaysForHousehold,
    /// Days for which nominees are made public.
    DaysOfNotice,
    /// Whether the register asks for the ethnic group.
    AskEthnicity,
}

/// What of the catalogue the rules go by. Its words are the most of it, and only the screen that shows them needs to have them.
struct Bounds {
    setting: Setting,
    key: &'static str,
    least: i64,
    most: i64,
    default: i64,
}

static BOUNDS: [Bounds; SETTINGS.len()] = bounds();

#[allow(
    clippy::indexing_slicing,
    clippy::cast_possible_wrap,
    reason = "worked out by the compiler, which refuses what is out of range"
)]
const fn bounds() -> [Bounds; SETTINGS.len()] {
    let mut all = [const { Bounds { setting: Setting::TextOf2026, key: "", least: 0, most: 0, default: 0 } };
        SETTINGS.len()];
    let mut place = 0;
    while place < SETTINGS.len() {
        let Entry { setting, key, takes, default, .. } = SETTINGS[place];
        let (least, most) = match takes {
            Takes::Number { min, max, .. } => (min, max),
            Takes::Choice(choices) => (1, choices.len() as i64),
        };
        all[place] = Bounds { setting, key, least, most, default };
        place += 1;
    }
    all
}

impl Setting {
    /// The setting of a key, or `None` where a later version made it.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        BOUNDS.iter().find(|known| known.key == key).map(|known| known.setting)
    }

    /// Its entry in the catalogue.
    #[must_use]
    pub fn entry(self) -> Option<&'static Entry> {
        SETTINGS.iter().find(|entry| entry.setting == self)
    }

    fn known(self) -> Option<&'static Bounds> {
        BOUNDS.iter().find(|known| known.setting == self)
    }

    /// The least and the most that it takes.
    #[must_use]
    pub fn bounds(self) -> (i64, i64) {
        self.known().map_or((0, 0), |known| (known.least, known.most))
    }

    /// Whether it takes a value.
    #[must_use]
    pub fn takes(self, value: i64) -> bool {
        let (min, max) = self.bounds();
        (min..=max).contains(&value)
    }
}

/// What a committee has set, and from which day each holds. Without anything set, the defaults hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings(LiteMap<Setting, Vec<(CivilDate, i64)>>);

impl Settings {
    /// Takes a value that holds from a day on. Of two for one day the later one given holds.
    pub fn set(&mut self, setting: Setting, from: CivilDate, value: i64) {
        if !setting.takes(value) {
            return;
        }
        if self.0.get(&setting).is_none() {
            self.0.insert(setting, Vec::new());
        }
        let Some(values) = self.0.get_mut(&setting) else { return };
        let place = values.iter().position(|(day, _)| *day > from).unwrap_or(values.len());
        values.insert(place, (from, value));
    }

    /// What holds on a day, where the committee has set it.
    #[must_use]
    pub fn set_on(&self, setting: Setting, day: CivilDate) -> Option<(CivilDate, i64)> {
        self.0.get(&setting)?.iter().rev().find(|(from, _)| *from <= day).copied()
    }

    /// What holds on a day.
    #[must_use]
    pub fn on(&self, setting: Setting, day: CivilDate) -> i64 {
        let default = || setting.known().map_or(0, |known| known.default);
        self.set_on(setting, day).map_or_else(default, |(_, value)| value)
    }

    /// The rule set for a dossier received on a day: the one in force, unless the committee still follows the text
    /// before the draft of 2026.
    #[must_use]
    pub fn rule_set_on(&self, day: CivilDate) -> RuleSet {
        match RuleSet::in_force_on(day) {
            RuleSet::R2026 if self.on(Setting::TextOf2026, day) == 2 => RuleSet::R2022_152,
            rule_set => rule_set,
        }
    }
}

/// The limits that the criteria of people, collectives and households ask for, as a committee has set them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Months of work that a yearly title asks for.
    pub months_worked: u16,
    /// Working days of absence from which a yearly title is not considered.
    pub days_absent: u16,
    /// Points that a cultural village asks for, in hundredths.
    pub village_points: i64,
    /// What a household must contribute for the commune's letter, in đồng.
    pub contribution_commune: i64,
    /// The same for the district's letter, in đồng.
    pub contribution_district: i64,
}

impl Settings {
    /// The limits on a day; without a day the defaults.
    #[must_use]
    pub fn limits(&self, day: Option<CivilDate>) -> Limits {
        let Some(day) = day else { return Limits::default() };
        let small = |setting| u16::try_from(self.on(setting, day)).unwrap_or(u16::MAX);
        Limits {
            months_worked: small(Setting::MonthsWorked),
            days_absent: small(Setting::DaysAbsent),
            village_points: 100 * self.on(Setting::VillagePoints, day),
            contribution_commune: self.on(Setting::ContributionCommune, day),
            contribution_district: self.on(Setting::ContributionDistrict, day),
        }
    }
}

impl Default for Limits {
    /// What holds where nothing was set: the defaults of the catalogue.
    fn default() -> Self {
        Self {
            months_worked: 10,
            days_absent: 40,
            village_points: 9_000,
            contribution_commune: 20_000_000,
            contribution_district: 40_000_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_one_entry_and_its_default_is_one_of_its_values() {
        for (place, entry) in SETTINGS.iter().enumerate() {
            assert_eq!(SETTINGS.iter().position(|other| other.key == entry.key), Some(place));
            assert_eq!(SETTINGS.iter().position(|other| other.setting == entry.setting), Some(place));
            assert!(entry.setting.takes(entry.default), "{}", entry.key);
        }
    }

    #[test]
    fn the_limits_without_settings_are_the_defaults_of_the_catalogue() {
        let day = "2024-01-01".parse().unwrap();
        assert_eq!(Settings::default().limits(Some(day)), Limits::default());
    }

    #[test]
    fn a_value_holds_from_its_day_and_an_old_day_keeps_the_old_one() {
        let day = |text: &str| text.parse().unwrap();
        let mut settings = Settings::default();
        settings.set(Setting::QuotaPercent, day("2025-01-01"), 20);
        settings.set(Setting::QuotaPercent, day("2024-01-01"), 18);
        settings.set(Setting::QuotaPercent, day("2025-01-01"), 21);
        settings.set(Setting::QuotaPercent, day("2025-01-01"), 101);
        for (on, percent) in [("2023-12-31", 15), ("2024-01-01", 18), ("2024-12-31", 18), ("2025-06-01", 21)]
        {
            assert_eq!(settings.on(Setting::QuotaPercent, day(on)), percent, "{on}");
        }
    }

    #[test]
    fn the_committee_says_which_text_it_follows_until_the_final_one_is_known() {
        let day = |text: &str| text.parse().unwrap();
        let mut settings = Settings::default();
        assert_eq!(settings.rule_set_on(day("2026-11-23")), RuleSet::R2026);
        settings.set(Setting::TextOf2026, day("2026-10-01"), 2);
        assert_eq!(settings.rule_set_on(day("2026-11-23")), RuleSet::R2022_152);
        assert_eq!(settings.rule_set_on(day("2026-09-30")), RuleSet::R2022_152);
        assert_eq!(settings.rule_set_on(day("2023-09-30")), RuleSet::R2013);
    }
}
