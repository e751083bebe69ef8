//! The results of a pledge: which periods there are, what was reported of each, and what is missing or came late.

use super::{DAY, EVIDENCE_PERIOD, EVIDENCE_TARGET, NOTE, Pledge, RESULT, TARGET_RESULT, Target, TargetKind};
use crate::bloc;
use crate::decimal;
use crate::evidence::{self, Evidence};
use crate::nomination::EVIDENCE_DIGEST;
use crate::record::{Decimal, Field, Fields, Value};
use crate::rule_set::CivilDate;
use crate::step;

/// How many days after a period its results are due where the bloc says nothing else.
const DAYS_TO_REPORT: usize = 10;

/// A period of which results are reported. A quarter's result is of that quarter alone; those of six months and of the year
/// are of all months from January.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Period {
    /// January to March.
    FirstQuarter,
    /// April to June.
    SecondQuarter,
    /// July to September.
    ThirdQuarter,
    /// October to December.
    FourthQuarter,
    /// January to June.
    HalfYear,
    /// The whole year.
    Year,
}

impl Period {
    /// Every period, in the order of their codes.
    pub const ALL: [Self; 6] = [
        Self::FirstQuarter,
        Self::SecondQuarter,
        Self::ThirdQuarter,
        Self::FourthQuarter,
        Self::HalfYear,
        Self::Year,
    ];

    /// The number that stands for it in records, from 1. Never reused.
    #[must_use]
    pub const fn code(self) -> u32 {
        self.index() as u32 + 1
    }

    /// The period of a code.
    #[must_use]
    pub fn from_code(code: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.code() == code)
    }

    /// Its place in [`Period::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Where a target says what the period brought.
    #[must_use]
    pub const fn result(self) -> Field {
        match self {
            Self::Year => TARGET_RESULT,
            shorter => Field::of(RESULT + shorter as u16),
        }
    }

    /// Where a target has a note on it.
    #[must_use]
    pub const fn note(self) -> Field {
        Field::of(NOTE + self as u16)
    }

    /// Where a target says on which day it was reported.
    #[must_use]
    pub const fn day(self) -> Field {
        Field::of(DAY + self as u16)
    }

    /// The period whose result stands in a field.
    #[must_use]
    pub fn of_result(field: Field) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.result().number == field.number)
    }

    /// Its last day in a year.
    #[must_use]
    pub fn last_day(self, year: i64) -> Option<CivilDate> {
        let (month, day) = match self {
            Self::FirstQuarter => (3, 31),
            Self::SecondQuarter | Self::HalfYear => (6, 30),
            Self::ThirdQuarter => (9, 30),
            Self::FourthQuarter | Self::Year => (12, 31),
        };
        CivilDate::new(u16::try_from(year).ok()?, month, day).ok()
    }

    /// The last day for its results where the bloc says nothing else: six months and the year are asked for, within ten days.
    #[must_use]
    pub fn due(self, year: i64) -> Option<CivilDate> {
        let asked = matches!(self, Self::HalfYear | Self::Year);
        let last = self.last_day(year).filter(|_| asked)?;
        std::iter::successors(Some(last), |day| Some(day.next())).nth(DAYS_TO_REPORT)
    }
}

/// How the report of a result stands to its last day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Due {
    /// It is not there, and there is time left.
    Open,
    /// It is not there, and the last day is over: by so many days.
    Missing(i64),
    /// It came on or before the last day.
    InTime,
    /// It came so many days after the last day.
    Late(i64),
    /// It is there, and nobody said when it came.
    Undated,
}

impl Due {
    /// Whether it should have been there and was not.
    #[must_use]
    pub const fn is_overdue(self) -> bool {
        matches!(self, Self::Missing(_) | Self::Late(_))
    }
}

/// What was reported of one target in one period that is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Report {
    /// The item of the target.
    pub target: u32,
    /// The period.
    pub period: Period,
    /// The last day.
    pub due: CivilDate,
    /// How the report stands to it.
    pub state: Due,
}

/// What was reported of each target in each period that the bloc asks for, in the order of the targets. `bloc` are the fields of
/// the bloc's year.
#[must_use]
pub fn reports(pledge: &Fields, bloc: &Fields, today: CivilDate) -> Vec<Report> {
    let read = Pledge::read(pledge);
    let Some(year) = read.year else { return Vec::new() };
    let asked = Period::ALL.map(|period| (period, bloc::due(bloc, year, period)));
    let mut reports = Vec::new();
    for target in &read.targets {
        for (period, due) in asked {
            let Some(due) = due else { continue };
            let state = state(pledge, target, period, due, today);
            reports.push(Report { target: target.item, period, due, state });
        }
    }
    reports
}

/// How many of the periods that are asked for have a result that is missing or came late.
#[must_use]
pub fn late_reports(reports: &[Report]) -> usize {
    let is_late =
        |period: &Period| reports.iter().any(|report| report.period == *period && report.state.is_overdue());
    Period::ALL.iter().filter(|period| is_late(period)).count()
}

fn state(pledge: &Fields, target: &Target<'_>, period: Period, due: CivilDate, today: CivilDate) -> Due {
    if target.result_of(period).is_none() {
        return if today > due { Due::Missing(today.days_since(due)) } else { Due::Open };
    }
    let day = pledge.get(&Field::of_item(period.day().number, target.item)).and_then(Value::as_text);
    match day.and_then(|day| day.parse::<CivilDate>().ok()) {
        None => Due::Undated,
        Some(day) if day > due => Due::Late(day.days_since(due)),
        Some(_) => Due::InTime,
    }
}

/// What the quarters of a target add up to for six months or the year, to be offered and never written by itself: not every
/// figure can be added up. `None` where a quarter is missing, or the target is no figure.
#[must_use]
pub fn suggested(target: &Target<'_>, period: Period) -> Option<Decimal> {
    let quarters: &[Period] = match period {
        Period::HalfYear => &[Period::FirstQuarter, Period::SecondQuarter],
        Period::Year => {
            &[Period::FirstQuarter, Period::SecondQuarter, Period::ThirdQuarter, Period::FourthQuarter]
        }
        _ => return None,
    };
    if target.kind != TargetKind::Number {
        return None;
    }
    let figures: Option<Vec<Decimal>> = quarters.iter().map(|quarter| target.result_of(*quarter)).collect();
    decimal::sum(figures?)
}

/// The files that show a target's result in a period, in the order of their items.
#[must_use]
pub fn evidence_of(fields: &Fields, target: u32, period: Period) -> Vec<Evidence<'_>> {
    let int = |field: Field, item| fields.get(&Field::of_item(field.number, item)).and_then(Value::as_int);
    let shows = |file: &Evidence<'_>| {
        int(EVIDENCE_TARGET, file.item) == Some(target.into())
            && int(EVIDENCE_PERIOD, file.item) == Some(period.code().into())
    };
    evidence::all(fields).into_iter().filter(shows).collect()
}

/// The files that stand beside no result: that of another version's period, or of a target that was taken away since. They are
/// still shown, so that nothing is hidden.
#[must_use]
pub fn evidence_astray(fields: &Fields) -> Vec<Evidence<'_>> {
    let targets = Pledge::read(fields).targets;
    let stands = |file: &Evidence<'_>| {
        let of = |field: Field| {
            let value = fields.get(&Field::of_item(field.number, file.item)).and_then(Value::as_int);
            value.and_then(|value| u32::try_from(value).ok())
        };
        of(EVIDENCE_PERIOD).and_then(Period::from_code).is_some()
            && of(EVIDENCE_TARGET).is_some_and(|item| targets.iter().any(|target| target.item == item))
    };
    evidence::all(fields).into_iter().filter(|file| !stands(file)).collect()
}

/// Whether a field tells of results and what belongs to them: open also while the pledge is signed.
pub(super) fn is_of_results(field: Field) -> bool {
    let of_period = |period: Period| {
        [period.result(), period.note(), period.day()].iter().any(|own| own.number == field.number)
    };
    (EVIDENCE_DIGEST.number..=EVIDENCE_PERIOD.number).contains(&field.number)
        || Period::ALL.into_iter().any(of_period)
}

/// Whether a result of any period was reported.
#[must_use]
pub fn has_results(fields: &Fields) -> bool {
    let is_result = |field: &Field| field.item != 0 && Period::of_result(*field).is_some();
    fields.iter().any(|(field, value)| is_result(field) && *value != Value::Null)
}

/// The digest of the results of a pledge with their days and files: what a verification names as seen. Notes are left out.
#[must_use]
pub fn results_digest(fields: &Fields) -> String {
    let is_note = |field: Field| Period::ALL.into_iter().any(|period| period.note().number == field.number);
    let is_file =
        |field: Field| field.number > EVIDENCE_DIGEST.number && field.number < EVIDENCE_TARGET.number;
    step::seen(fields, |field| is_of_results(field) && !is_note(field) && !is_file(field))
}
