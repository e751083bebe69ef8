//! How many may be Chiến sĩ thi đua cơ sở: a share of those who are Lao động tiên tiến.
//!
//! 91/2017/NĐ-CP art. 9(3) set at most 15 %; later decrees leave it to the province. How a fraction is rounded is not
//! written anywhere, so both are settings of the committee. A quota warns and asks for a reason, it never forbids.

use super::fact::Truth;
use super::finding::Findings;
use super::rule::RuleId::R11;

/// How a fraction of a place counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// Not at all: the default, which no reading of the decree contradicts.
    Down,
    /// From one half on.
    Nearest,
}

/// The committee's setting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quota {
    /// The share, in percent, at most 100.
    pub percent: u32,
    /// How a fraction counts.
    pub rounding: Rounding,
    /// Whether a unit that has anybody at all has at least one place.
    pub at_least_one: bool,
}

impl Default for Quota {
    fn default() -> Self {
        Self { percent: 15, rounding: Rounding::Down, at_least_one: false }
    }
}

impl Quota {
    /// The places that so many Lao động tiên tiến give.
    #[must_use]
    pub fn places(self, ldtt: u32) -> u32 {
        let hundredths = u64::from(ldtt) * u64::from(self.percent.min(100));
        let places = match self.rounding {
            Rounding::Down => hundredths / 100,
            Rounding::Nearest => (hundredths + 50) / 100,
        };
        let places = u32::try_from(places).unwrap_or(ldtt);
        if self.at_least_one && ldtt > 0 { places.max(1) } else { places }
    }

    /// Whether so many proposals keep within the places.
    #[must_use]
    pub fn judge(self, ldtt: u32, proposed: u32) -> Findings {
        let mut found = Findings::default();
        found.take(R11, Truth::from(proposed <= self.places(ldtt)));
        found
    }
}

/// Counts.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    ldtt: u32,
    cstdcs: u32,
}
impl Tally {
    /// Adds.
    pub fn add(&mut self, fields: &crate::record::Fields) {
        match crate::nomination::Nomination::read(fields).award.map(|a| a.id) {
            Some("lao_dong_tien_tien") => self.ldtt += 1,
            Some("chien_si_thi_dua_co_so") => self.cstdcs += 1,
            _ => {}
        }
    }
}
/// Meter.
#[derive(Clone, Debug)]
pub struct Meter {
    /// r
    pub rule: Option<super::rule::RuleId>,
    /// u
    pub used: u32,
    /// p
    pub places: Option<u32>,
    /// b
    pub base: u32,
    /// p
    pub percent: Option<u32>,
}
impl Meter {
    /// left
    #[must_use]
    pub fn left(&self) -> Option<i64> {
        Some(i64::from(self.places?) - i64::from(self.used))
    }
}
/// Meters.
#[must_use]
pub fn meters(
    tally: &Tally,
    settings: &super::setting::Settings,
    day: crate::rule_set::CivilDate,
) -> Vec<Meter> {
    let percent = u32::try_from(settings.on(super::setting::Setting::QuotaPercent, day)).unwrap_or(15);
    vec![Meter {
        rule: Some(R11),
        used: tally.cstdcs,
        places: Some(tally.ldtt * percent / 100),
        base: tally.ldtt,
        percent: Some(percent),
    }]
}
