//! Shares and places (tỷ lệ, chỉ tiêu): how many may be proposed, of whom the share is taken, and how many are left.
//!
//! 91/2017/NĐ-CP art. 9(3) set at most 15 % of Lao động tiên tiến for Chiến sĩ thi đua cơ sở; later decrees leave it to the
//! province. How a fraction is rounded and who is counted below the line is not written anywhere, so both are settings.
//! A quota warns and asks for a reason, it never forbids.

use super::fact::Truth;
use super::finding::Findings;
use super::rule::RuleId::{self, R11, R12, R22, R23};
use super::setting::{Setting, Settings};
use crate::nomination::{AWARD, RECIPIENT_CLASS};
use crate::record::{Fields, Value};
use crate::rule_set::CivilDate;

/// How a fraction of a place counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// Not at all: the default, which no reading of the decree contradicts.
    Down,
    /// From one half on.
    Nearest,
}

/// A share as a committee has set it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quota {
    /// The share, in percent, at most 100.
    pub percent: u32,
    /// How a fraction counts.
    pub rounding: Rounding,
    /// Whether a unit that has anybody at all has at least one place.
    pub at_least_one: bool,
    /// Whether those who are proposed for the higher title count below the line too: they meet the lower one.
    pub with_proposed: bool,
}

impl Default for Quota {
    fn default() -> Self {
        Self { percent: 15, rounding: Rounding::Down, at_least_one: false, with_proposed: false }
    }
}

impl Quota {
    /// The share of Chiến sĩ thi đua cơ sở that holds on a day.
    #[must_use]
    pub fn on(settings: &Settings, day: CivilDate) -> Self {
        let rounding = settings.on(Setting::QuotaRounding, day);
        Self {
            percent: u32::try_from(settings.on(Setting::QuotaPercent, day)).unwrap_or(100),
            rounding: if rounding == 2 { Rounding::Nearest } else { Rounding::Down },
            at_least_one: rounding == 3,
            with_proposed: settings.on(Setting::QuotaBase, day) == 2,
        }
    }

    /// The places that so many give.
    #[must_use]
    pub fn places(self, base: u32) -> u32 {
        let hundredths = u64::from(base) * u64::from(self.percent.min(100));
        let places = match self.rounding {
            Rounding::Down => hundredths / 100,
            Rounding::Nearest => (hundredths + 50) / 100,
        };
        let places = u32::try_from(places).unwrap_or(base);
        if self.at_least_one && base > 0 { places.max(1) } else { places }
    }

    /// Of how many the share is taken: those with the lower title alone, or also those proposed for the higher.
    #[must_use]
    pub fn base(self, ldtt: u32, proposed: u32) -> u32 {
        if self.with_proposed { ldtt.saturating_add(proposed) } else { ldtt }
    }

    /// Whether so many proposals keep within the places of so many Lao động tiên tiến.
    #[must_use]
    pub fn judge(self, ldtt: u32, proposed: u32) -> Findings {
        let mut found = Findings::default();
        found.take(R11, Truth::from(proposed <= self.places(self.base(ldtt, proposed))));
        found
    }

    /// That the way of counting is known, which is a setting of the committee and therefore told.
    #[must_use]
    pub fn judge_setting(set: Option<Self>) -> Findings {
        let mut found = Findings::default();
        found.take(R12, set.map_or_else(|| Truth::Unknown(vec!["rounding"]), |_| Truth::Yes));
        found
    }
}

/// Whether so many Government flags keep within their share of the collectives that meet the provincial flag
/// (91/2017/NĐ-CP art. 11); without anybody to take it of, it cannot be told.
#[must_use]
pub fn judge_government_flags(percent: u32, meeting: Option<u32>, flags: u32) -> Findings {
    let mut found = Findings::default();
    let share = |meeting: u32| Truth::from(100 * u64::from(flags) <= u64::from(percent) * u64::from(meeting));
    found.take(R23, meeting.map_or_else(|| Truth::Unknown(vec!["provincial_level"]), share));
    found
}

/// Of what a meter speaks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Measured {
    /// Chiến sĩ thi đua cơ sở, of Lao động tiên tiến.
    BaseFighters,
    /// Chiến sĩ thi đua cấp tỉnh, of Chiến sĩ thi đua cơ sở.
    ProvincialFighters,
    /// Tập thể lao động xuất sắc, of all collectives with a title.
    ExcellentCollectives,
    /// Cờ thi đua của Chính phủ, of the collectives proposed for flags.
    GovernmentFlags,
    /// Cờ thi đua cấp tỉnh, by the number of blocs and clusters.
    ProvincialFlags,
    /// Persons who work directly, of all persons of whom it is known.
    DirectWorkers,
}

/// One quota with its figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Meter {
    /// Of what it speaks.
    pub measured: Measured,
    /// The rule behind it, where there is one.
    pub rule: Option<RuleId>,
    /// How many were proposed.
    pub used: u32,
    /// Of how many the share is taken.
    pub base: u32,
    /// The share, in percent; `None` where places are not a share.
    pub percent: Option<u32>,
    /// The places; `None` where nothing limits them.
    pub places: Option<u32>,
    /// Whether there should be at least so many instead of at most.
    pub at_least: bool,
}

impl Meter {
    /// How many places are left, negative where too many were proposed; for a least share, how many are above it.
    /// `None` without a limit.
    #[must_use]
    pub fn left(&self) -> Option<i64> {
        let (places, used) = (i64::from(self.places?), i64::from(self.used));
        Some(if self.at_least { used - places } else { places - used })
    }

    /// Whether it is not kept.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.left().is_some_and(|left| left < 0)
    }
}

/// What is counted of nominations. Persons and collectives by title; persons by the kind of their post.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Lao động tiên tiến.
    pub ldtt: u32,
    /// Chiến sĩ thi đua cơ sở.
    pub cstdcs: u32,
    /// Chiến sĩ thi đua cấp tỉnh.
    pub cstdt: u32,
    /// Tập thể lao động tiên tiến.
    pub ttldtt: u32,
    /// Tập thể lao động xuất sắc.
    pub ttldxs: u32,
    /// Cờ thi đua cấp tỉnh.
    pub provincial_flags: u32,
    /// Cờ thi đua của Chính phủ.
    pub government_flags: u32,
    /// Persons who work directly.
    pub direct: u32,
    /// Persons who lead or belong to another class.
    pub not_direct: u32,
    /// Blocs and clusters, each with its places for the provincial flag.
    pub groups: u32,
}

impl Tally {
    /// Counts a nomination.
    pub fn add(&mut self, fields: &Fields) {
        let counted = match fields.get(&AWARD).and_then(Value::as_text).unwrap_or_default() {
            "lao_dong_tien_tien" => &mut self.ldtt,
            "chien_si_thi_dua_co_so" => &mut self.cstdcs,
            "chien_si_thi_dua_tinh" => &mut self.cstdt,
            "tap_the_lao_dong_tien_tien" => &mut self.ttldtt,
            "tap_the_lao_dong_xuat_sac" => &mut self.ttldxs,
            "co_thi_dua_tinh" => &mut self.provincial_flags,
            "co_thi_dua_chinh_phu" => &mut self.government_flags,
            _ => &mut 0,
        };
        *counted += 1;
        match fields.get(&RECIPIENT_CLASS).and_then(Value::as_int) {
            Some(1) => self.direct += 1,
            Some(_) => self.not_direct += 1,
            None => {}
        }
    }
}

/// The quotas of what was counted, by the settings of a day. Those of which nobody was proposed are left out, except that
/// of Chiến sĩ thi đua cơ sở, which everybody plans by.
#[must_use]
pub fn meters(tally: &Tally, settings: &Settings, day: CivilDate) -> Vec<Meter> {
    let percent = |setting| u32::try_from(settings.on(setting, day)).unwrap_or(100);
    let quota = Quota::on(settings, day);
    let base = quota.base(tally.ldtt, tally.cstdcs);
    let mut meters = vec![Meter {
        measured: Measured::BaseFighters,
        rule: Some(R11),
        used: tally.cstdcs,
        base,
        percent: Some(quota.percent),
        places: Some(quota.places(base)),
        at_least: false,
    }];
    let share = |measured, rule, used, base, percent| Meter {
        measured,
        rule,
        used,
        base,
        percent: Some(percent),
        // All of them is no limit.
        places: (percent < 100).then(|| Quota { percent, ..quota }.places(base)),
        at_least: false,
    };
    let titled = tally.ttldtt.saturating_add(tally.ttldxs);
    let flags = tally.provincial_flags.saturating_add(tally.government_flags);
    let shares = [
        share(
            Measured::ProvincialFighters,
            None,
            tally.cstdt,
            tally.cstdcs,
            percent(Setting::ProvincialPercent),
        ),
        share(Measured::ExcellentCollectives, None, tally.ttldxs, titled, percent(Setting::ExcellentPercent)),
        share(
            Measured::GovernmentFlags,
            Some(R23),
            tally.government_flags,
            flags,
            percent(Setting::GovernmentFlagPercent),
        ),
        Meter {
            measured: Measured::ProvincialFlags,
            rule: Some(R22),
            used: tally.provincial_flags,
            base: tally.groups,
            percent: None,
            places: (tally.groups > 0).then(|| tally.groups * percent(Setting::FlagsOfGroup)),
            at_least: false,
        },
    ];
    meters.extend(shares.into_iter().filter(|meter| meter.used > 0));
    let persons = tally.direct.saturating_add(tally.not_direct);
    if persons > 0 {
        let least = percent(Setting::DirectPercent);
        let places = (least > 0).then(|| (persons * least).div_ceil(100));
        meters.push(Meter {
            measured: Measured::DirectWorkers,
            rule: None,
            used: tally.direct,
            base: persons,
            percent: (least > 0).then_some(least),
            places,
            at_least: true,
        });
    }
    meters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_real_year_is_over_its_share_however_it_is_counted() {
        let day = "2024-02-01".parse().unwrap();
        let tally = Tally { ldtt: 118, cstdcs: 22, ttldtt: 32, ttldxs: 5, ..Tally::default() };
        let told = |settings: &Settings| {
            let meter = meters(&tally, settings, day)[0];
            (meter.base, meter.places, meter.left())
        };
        let mut settings = Settings::default();
        assert_eq!(told(&settings), (118, Some(17), Some(-5)));
        settings.set(Setting::QuotaBase, "2020-01-01".parse().unwrap(), 2);
        assert_eq!(told(&settings), (140, Some(21), Some(-1)));
        settings.set(Setting::QuotaPercent, "2020-01-01".parse().unwrap(), 20);
        assert_eq!(told(&settings), (140, Some(28), Some(6)));
    }

    #[test]
    fn a_share_of_all_is_no_limit_and_a_least_share_counts_the_other_way() {
        let day = "2024-02-01".parse().unwrap();
        let tally = Tally { ttldtt: 32, ttldxs: 5, direct: 60, not_direct: 40, ..Tally::default() };
        let mut settings = Settings::default();
        let of = |settings: &Settings, measured| {
            meters(&tally, settings, day).into_iter().find(|meter| meter.measured == measured).unwrap()
        };
        assert_eq!(of(&settings, Measured::ExcellentCollectives).left(), None);
        assert_eq!(of(&settings, Measured::DirectWorkers).left(), None);
        settings.set(Setting::DirectPercent, day, 65);
        settings.set(Setting::ExcellentPercent, day, 10);
        assert_eq!(of(&settings, Measured::DirectWorkers).left(), Some(-5));
        assert_eq!(of(&settings, Measured::ExcellentCollectives).left(), Some(-2));
    }

    #[test]
    fn flags_and_excellent_collectives_are_counted_against_their_own_base() {
        let day = "2024-02-01".parse().unwrap();
        let tally = Tally {
            ttldtt: 15,
            ttldxs: 5,
            provincial_flags: 4,
            government_flags: 1,
            groups: 2,
            ..Tally::default()
        };
        let mut settings = Settings::default();
        settings.set(Setting::FlagsOfGroup, day, 2);
        settings.set(Setting::ExcellentPercent, day, 25);
        for measured in [Measured::ExcellentCollectives, Measured::GovernmentFlags, Measured::ProvincialFlags]
        {
            let meters = meters(&tally, &settings, day);
            let meter = meters.iter().find(|meter| meter.measured == measured).unwrap();
            assert_eq!((meter.left(), meter.is_over()), (Some(0), false), "{measured:?} is exactly full");
        }
    }
}
