//! What is wrong with a pledge, and what it lacks before it can be signed.

use std::cmp::Ordering;

use super::{Pledge, TARGET_GRADES, TARGET_MEASURE, TARGET_NAME, TARGET_PLAN, Target, TargetKind, amount};
use crate::fault::Fault;
use crate::record::{Decimal, Field, Fields, RecordKind};
use crate::schema;

/// The most targets of a pledge that can be signed: as many as an amendment can keep.
pub const MOST_TARGETS: usize = 50;

/// What a pledge lacks before it can be signed. It may be saved all the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lack {
    /// It promises nothing: neither words nor a target.
    Nothing,
    /// It has more than [`MOST_TARGETS`] targets.
    TooManyTargets,
    /// A target has no name.
    Name(u32),
    /// A target with a figure has no unit of measure.
    Measure(u32),
    /// A target has no plan.
    Plan(u32),
    /// A target that is a grade has no grades to choose from.
    Grades(u32),
    /// The plan of a target that is a grade is none of its grades.
    PlanIsNoGrade(u32),
}

impl Lack {
    /// The field beside which it is said.
    #[must_use]
    pub const fn field(self) -> Field {
        let (field, item) = match self {
            Self::Nothing => (super::CONTENT, 0),
            Self::TooManyTargets => (TARGET_NAME, 0),
            Self::Name(item) => (TARGET_NAME, item),
            Self::Measure(item) => (TARGET_MEASURE, item),
            Self::Plan(item) | Self::PlanIsNoGrade(item) => (TARGET_PLAN, item),
            Self::Grades(item) => (TARGET_GRADES, item),
        };
        Field::of_item(field.number, item)
    }
}

impl Target<'_> {
    /// What the target lacks before it can be signed.
    #[must_use]
    pub fn lacks(&self) -> Vec<Lack> {
        let mut lacks = self.lacks_but_its_plan();
        match (self.kind, self.plan) {
            (TargetKind::Number | TargetKind::Grade, None) => lacks.push(Lack::Plan(self.item)),
            (TargetKind::Grade, Some(plan)) if !self.is_grade(plan) => {
                lacks.push(Lack::PlanIsNoGrade(self.item));
            }
            _ => {}
        }
        lacks
    }

    /// What it lacks besides, as a target of a template does, whose plan each member sets.
    pub(crate) fn lacks_but_its_plan(&self) -> Vec<Lack> {
        let cases = [
            (self.name.trim().is_empty(), Lack::Name(self.item)),
            (self.kind == TargetKind::Number && self.measure.trim().is_empty(), Lack::Measure(self.item)),
            (self.kind == TargetKind::Grade && self.grades().next().is_none(), Lack::Grades(self.item)),
        ];
        cases.into_iter().filter(|(is_so, _)| *is_so).map(|(_, lack)| lack).collect()
    }

    fn is_grade(&self, place: Decimal) -> bool {
        self.grade(place).is_some()
    }
}

/// What a pledge lacks before it can be signed, in the order of its form. Empty where it can be.
#[must_use]
pub fn lacks(fields: &Fields) -> Vec<Lack> {
    let pledge = Pledge::read(fields);
    if pledge.targets.is_empty() && pledge.content.trim().is_empty() {
        return vec![Lack::Nothing];
    }
    let too_many = (pledge.targets.len() > MOST_TARGETS).then_some(Lack::TooManyTargets);
    too_many.into_iter().chain(pledge.targets.iter().flat_map(Target::lacks)).collect()
}

/// Everything that is wrong with a pledge, each to be said beside its field. Empty where it may be saved.
#[must_use]
pub fn check(fields: &Fields) -> Vec<Fault> {
    let mut faults = schema::check_record(RecordKind::Pledge, fields);
    for target in Pledge::read(fields).targets {
        if target.name.trim().is_empty() {
            faults.push(Fault::Missing(Field::of_item(TARGET_NAME.number, target.item)));
        }
        faults.extend(results(&target));
    }
    faults
}

/// The results of a target that are no answer to it: neither yes nor no, or none of its grades.
fn results(target: &Target<'_>) -> Vec<Fault> {
    let most = match target.kind {
        TargetKind::Number => return Vec::new(),
        TargetKind::YesNo => 2,
        TargetKind::Grade => i64::try_from(target.grades().count()).unwrap_or(i64::MAX),
    };
    let is_answer = |result: Decimal| {
        amount::whole(result).is_some() && amount::compare(result, Decimal::ZERO) == Ordering::Greater
    };
    let is_one =
        |result: Decimal| is_answer(result) && amount::whole(result).is_some_and(|place| place <= most);
    let given = super::Period::ALL.into_iter().filter_map(|period| Some((period, target.result_of(period)?)));
    let wrong = given.filter(|(_, result)| !is_one(*result));
    wrong
        .map(|(period, _)| Fault::OutOfRange {
            field: Field::of_item(period.result().number, target.item),
            min: 1,
            max: most,
        })
        .collect()
}
