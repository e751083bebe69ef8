//! One indicator over the years: how a new year begins with what was reached, and how it went in the last five.

use super::{ACTUAL, GROUP, Indicator, KEY, LAST_YEAR, MEASURE, NAME, ORDER, TOTAL, YEAR};
use crate::percent;
use crate::record::{Decimal, Fields};

/// How many years a trend has.
pub const TREND_YEARS: usize = 5;

/// What a new year takes over of an indicator as it stands.
const TAKEN_OVER: [crate::record::Field; 5] = [KEY, GROUP, NAME, MEASURE, ORDER];

/// How an indicator begins in the year after the one that is given: its name and its place stay, what was reached becomes
/// the figure of the year before. Plan, source and what else was said of the old year are not taken over.
#[must_use]
pub fn begun(last: &Fields, year: i64) -> Fields {
    let mut new = Fields::new();
    new.insert(YEAR, year.into());
    for field in TAKEN_OVER {
        if let Some(value) = last.get(&field) {
            new.insert(field, value.clone());
        }
    }
    if let Some(actual) = last.get(&ACTUAL) {
        new.insert(LAST_YEAR, actual.clone());
    }
    // A whole such as the number of households changes slowly: it is offered again, and can be corrected.
    if let Some(total) = last.get(&TOTAL) {
        new.insert(TOTAL, total.clone());
    }
    new
}

/// The indicators of the year before, as they begin in a year, that the year does not have yet; in the order in which they
/// are given. All are of one place.
#[must_use]
pub fn to_begin<'f>(all: impl IntoIterator<Item = &'f Fields>, year: i64) -> Vec<Fields> {
    let all: Vec<(&Fields, Indicator<'_>)> =
        all.into_iter().map(|fields| (fields, Indicator::read(fields))).collect();
    let mut there: Vec<&Indicator<'_>> =
        all.iter().map(|(_, indicator)| indicator).filter(|indicator| indicator.year == Some(year)).collect();
    let mut new = Vec::new();
    for (fields, indicator) in all.iter().filter(|(_, indicator)| indicator.year == Some(year - 1)) {
        // Entered twice by mistake, it is begun once.
        if !there.iter().any(|other| other.is_same(indicator)) {
            new.push(begun(fields, year));
            there.push(indicator);
        }
    }
    new
}

/// One year of a trend.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Point {
    /// The year.
    pub year: i64,
    /// What was reached, where it is known.
    pub figure: Option<Decimal>,
}

/// How an indicator went in the years up to one that is given, oldest first. What was reached in a year stands with that
/// year, or where the year itself has no figure with the one after it, as the figure of the year before.
#[must_use]
pub fn trend(all: &[Indicator<'_>], of: &Indicator<'_>, until: i64) -> [Point; TREND_YEARS] {
    let in_year = |year: i64| all.iter().filter(move |other| other.year == Some(year) && other.is_same(of));
    let mut year = until - TREND_YEARS as i64;
    [(); TREND_YEARS].map(|()| {
        year += 1;
        let own = in_year(year).find_map(|indicator| indicator.actual);
        let figure = own.or_else(|| in_year(year + 1).find_map(|indicator| indicator.last_year));
        Point { year, figure }
    })
}

/// What was reached in the year before according to that year, where the indicator says something else of it.
#[must_use]
pub fn differs_from(indicator: &Indicator<'_>, all: &[Indicator<'_>]) -> Option<Decimal> {
    let (year, said) = (indicator.year?, indicator.last_year?);
    let before = all.iter().find(|other| other.year == Some(year - 1) && other.is_same(indicator))?;
    before.actual.filter(|actual| percent::compare(*actual, said).is_ne())
}
