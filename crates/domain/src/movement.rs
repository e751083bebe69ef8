//! An emulation movement (phong trào thi đua): what the committee asks all units to strive for in a period, which of
//! them joined, and what came of it.
//!
//! One record for all: its own fields and its targets are the standing office's, and each unit's part is an item whose
//! number is the unit's partition. So two units that tell their results at the same time never meet. A figure belongs to
//! a unit and to a target: its item is the unit, and its number is made of the item of the target.

use litemap::LiteMap;

use crate::access::Denial;
use crate::fault::Fault;
use crate::record::{Decimal, Field, Fields, PartitionId, PartitionKind, RecordKind, Value};
use crate::rule_set::CivilDate;
use crate::schema::{self, FieldRule, Holds};

mod totals;

pub use totals::{Review, Total, Totals};

/// What it is called.
pub const NAME: Field = Field::of(10);
/// What it is for (mục tiêu).
pub const AIM: Field = Field::of(11);
/// The first day.
pub const FROM: Field = Field::of(12);
/// The last day.
pub const UNTIL: Field = Field::of(13);
/// Who launched it, as it stands in the plan or the decision.
pub const LAUNCHED_BY: Field = Field::of(14);
/// The number of the plan or decision.
pub const DECISION: Field = Field::of(15);
/// Who takes part: the code of an [`Audience`].
pub const AUDIENCE: Field = Field::of(16);
/// Of a unit that is named: 1. Its item is the unit's partition.
pub const NAMED: Field = Field::of(17);
/// Until which day units join.
pub const JOIN_BY: Field = Field::of(18);
/// Until which day units tell their interim result.
pub const INTERIM_BY: Field = Field::of(19);
/// Until which day units tell their final result.
pub const FINAL_BY: Field = Field::of(20);
/// When the committee looked back half way (sơ kết).
pub const REVIEWED_ON: Field = Field::of(21);
/// What it saw then.
pub const REVIEW: Field = Field::of(22);
/// When the committee summed it up (tổng kết).
pub const CLOSED_ON: Field = Field::of(23);
/// What came of it in all.
pub const SUMMARY: Field = Field::of(24);
/// Of a target: what is to be reached. The item of a target is 1 to [`MOST_TARGET`].
pub const TARGET_NAME: Field = Field::of(30);
/// Of a target: the unit in which it is measured.
pub const TARGET_MEASURE: Field = Field::of(31);
/// Of a target: the figure that each unit is to reach.
pub const TARGET_PLAN: Field = Field::of(32);
/// Of a target: its place in the list, lowest first.
pub const TARGET_ORDER: Field = Field::of(33);
/// Of a unit: when it joined.
pub const JOINED_ON: Field = Field::of(40);
/// Of a unit: how it means to go about it.
pub const PLAN: Field = Field::of(41);
/// Of a unit: when it told its interim result.
pub const INTERIM_ON: Field = Field::of(42);
/// Of a unit: its interim result in words.
pub const INTERIM_RESULT: Field = Field::of(43);
/// Of a unit: when it told its final result.
pub const FINAL_ON: Field = Field::of(44);
/// Of a unit: its final result in words.
pub const FINAL_RESULT: Field = Field::of(45);
/// The numbers of interim figures begin after this one: see [`interim_figure`].
pub const INTERIM_FIGURE: u16 = 1_000;
/// The numbers of final figures begin after this one: see [`final_figure`].
pub const FINAL_FIGURE: u16 = 2_000;

/// The greatest item of a target.
pub const MOST_TARGET: u32 = 999;
/// How many days before its end a movement is said to end soon.
pub const SOON_DAYS: i64 = 30;

/// The fields of a movement, without the figures of units.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(NAME, Holds::Line(300)),
    FieldRule::required(AIM, Holds::Prose(4_000)),
    FieldRule::required(FROM, Holds::Day),
    FieldRule::required(UNTIL, Holds::Day),
    FieldRule::optional(LAUNCHED_BY, Holds::Line(200)),
    FieldRule::optional(DECISION, Holds::Line(100)),
    FieldRule::required(AUDIENCE, Holds::Int(1, 4)),
    FieldRule::of_items(NAMED, Holds::Int(1, 1)),
    FieldRule::optional(JOIN_BY, Holds::Day),
    FieldRule::optional(INTERIM_BY, Holds::Day),
    FieldRule::optional(FINAL_BY, Holds::Day),
    FieldRule::optional(REVIEWED_ON, Holds::Day),
    FieldRule::optional(REVIEW, Holds::Prose(8_000)),
    FieldRule::optional(CLOSED_ON, Holds::Day),
    FieldRule::optional(SUMMARY, Holds::Prose(8_000)),
    FieldRule::of_items(TARGET_NAME, Holds::Line(300)),
    FieldRule::of_items(TARGET_MEASURE, Holds::Line(50)),
    FieldRule::of_items(TARGET_PLAN, Holds::Amount),
    FieldRule::of_items(TARGET_ORDER, Holds::Int(0, 100_000)),
    FieldRule::of_items(JOINED_ON, Holds::Day),
    FieldRule::of_items(PLAN, Holds::Prose(2_000)),
    FieldRule::of_items(INTERIM_ON, Holds::Day),
    FieldRule::of_items(INTERIM_RESULT, Holds::Prose(4_000)),
    FieldRule::of_items(FINAL_ON, Holds::Day),
    FieldRule::of_items(FINAL_RESULT, Holds::Prose(4_000)),
];

/// What every figure of a unit holds.
const FIGURE: FieldRule = FieldRule::of_items(Field::of(INTERIM_FIGURE), Holds::Amount);

/// The field of a unit's interim figure for a target.
#[must_use]
pub fn interim_figure(target: u32, unit: u32) -> Field {
    figure(INTERIM_FIGURE, target, unit)
}

/// The field of a unit's final figure for a target.
#[must_use]
pub fn final_figure(target: u32, unit: u32) -> Field {
    figure(FINAL_FIGURE, target, unit)
}

fn figure(base: u16, target: u32, unit: u32) -> Field {
    let target = u16::try_from(target.min(MOST_TARGET)).unwrap_or_default();
    Field::of_item(base + target, unit)
}

/// The target that a unit's figure is of, and whether it is a final one; `None` where the field is no figure.
#[must_use]
pub fn target_of_figure(field: Field) -> Option<(u32, bool)> {
    let is_final = field.number > FINAL_FIGURE;
    let base = if is_final { FINAL_FIGURE } else { INTERIM_FIGURE };
    let target = u32::from(field.number.checked_sub(base)?);
    (field.item != 0 && (1..=MOST_TARGET).contains(&target)).then_some((target, is_final))
}

/// The registry's entry for a figure; `None` where the field is none.
pub(crate) fn rule_of_figure(field: Field) -> Option<&'static FieldRule> {
    target_of_figure(field).map(|_| &FIGURE)
}

/// Whether a field of the list stands in an item that it may stand in: figures have room for so many targets.
pub(crate) const fn is_item(field: Field) -> bool {
    !(field.number >= TARGET_NAME.number && field.number <= TARGET_ORDER.number && field.item > MOST_TARGET)
}

/// Whether a field belongs to the part of the unit that is its item.
#[must_use]
pub fn is_of_unit(field: Field) -> bool {
    let own = field.number >= JOINED_ON.number && field.number <= FINAL_RESULT.number;
    field.item != 0 && (own || target_of_figure(field).is_some())
}

/// Whether the officer of a unit may write these changes: only what is of the unit's own part, and only where there is a
/// movement.
///
/// # Errors
/// Why not.
pub fn may_write_part(home: PartitionId, is_there: bool, changes: &Fields) -> Result<(), Denial> {
    // What changes no field is a deletion.
    if !is_there || changes.is_empty() || !changes.keys().all(|field| is_of_unit(*field)) {
        return Err(Denial::NotStandingOffice);
    }
    if changes.keys().all(|field| field.item == home.0) { Ok(()) } else { Err(Denial::OtherUnit) }
}

/// Who is asked to take part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    /// Every commune and office.
    AllUnits,
    /// The communes.
    Communes,
    /// The offices.
    Offices,
    /// The units that are named.
    Named,
}

impl Audience {
    /// Every audience, in the order of their codes.
    pub const ALL: [Self; 4] = [Self::AllUnits, Self::Communes, Self::Offices, Self::Named];

    /// The number that stands for it in records: its place in the list, from 1. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        self as i64 + 1
    }

    /// The audience of a code, `None` where a later version made it.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.code() == code)
    }
}

/// How far a movement is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// Its first day is still to come.
    Launched,
    /// It is under way.
    Running,
    /// It ends within [`SOON_DAYS`].
    EndsSoon,
    /// It has ended and is not summed up.
    Ended,
    /// It is summed up.
    Closed,
}

/// One target.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Target<'f> {
    /// Its item.
    pub item: u32,
    /// What is to be reached.
    pub name: &'f str,
    /// The unit of measure.
    pub measure: &'f str,
    /// The figure that each unit is to reach.
    pub plan: Option<Decimal>,
    /// Its place in the list.
    pub order: i64,
}

/// What a unit told half way or at the end.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report<'f> {
    /// When.
    pub day: Option<CivilDate>,
    /// In words.
    pub text: &'f str,
    /// By the item of the target.
    pub figures: LiteMap<u32, Decimal>,
}

impl Report<'_> {
    /// Whether anything was told.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.day.is_some() || !self.text.trim().is_empty() || !self.figures.is_empty()
    }
}

/// The part of one unit.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Part<'f> {
    /// When it joined.
    pub joined_on: Option<CivilDate>,
    /// How it means to go about it.
    pub plan: &'f str,
    /// Half way.
    pub interim: Report<'f>,
    /// At the end.
    pub last: Report<'f>,
}

/// How far a unit is with a movement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It has not joined, and there is time.
    NotJoined,
    /// It has not joined in time.
    JoinsLate,
    /// It has joined.
    Joined,
    /// It has joined, and its interim result is overdue.
    InterimLate,
    /// It has told its interim result.
    Interim,
    /// Its final result is overdue.
    FinalLate,
    /// It has told its final result.
    Final,
}

impl Standing {
    /// Whether something was not done in time.
    #[must_use]
    pub const fn is_late(self) -> bool {
        matches!(self, Self::JoinsLate | Self::InterimLate | Self::FinalLate)
    }
}

/// A movement as it is read from a record. Reading never fails: what is missing or unknown is absent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Movement<'f> {
    /// What it is called.
    pub name: &'f str,
    /// What it is for.
    pub aim: &'f str,
    /// The first day.
    pub from: Option<CivilDate>,
    /// The last day.
    pub until: Option<CivilDate>,
    /// Until when units join.
    pub join_by: Option<CivilDate>,
    /// Until when they tell their interim result.
    pub interim_by: Option<CivilDate>,
    /// Until when they tell their final result.
    pub final_by: Option<CivilDate>,
    /// Who launched it.
    pub launched_by: &'f str,
    /// The number of the plan or decision.
    pub decision: &'f str,
    /// Who is asked to take part.
    pub audience: Option<Audience>,
    /// The units that are named.
    pub named: Vec<PartitionId>,
    /// When the committee looked back half way, and what it saw.
    pub review: (Option<CivilDate>, &'f str),
    /// When the committee summed it up, and what came of it.
    pub summary: (Option<CivilDate>, &'f str),
    /// The targets, in their order.
    pub targets: Vec<Target<'f>>,
    /// What each unit has told, by its partition. A unit that has told nothing is not among them.
    pub parts: LiteMap<PartitionId, Part<'f>>,
}

impl<'f> Movement<'f> {
    /// Reads a movement.
    #[must_use]
    pub fn read(fields: &'f Fields) -> Self {
        let mut movement = Self::default();
        let mut targets: LiteMap<u32, Target<'f>> = LiteMap::new();
        for (field, value) in fields {
            if *value == Value::Null {
                continue;
            }
            if is_of_unit(*field) {
                movement.parts.entry(PartitionId(field.item)).or_default().take(*field, value);
            } else if field.item != 0 {
                movement.take_item(*field, value, &mut targets);
            } else {
                movement.take(*field, value);
            }
        }
        // Two targets may have been given one place on two devices: the item tells them apart, on all devices alike.
        let mut placed: LiteMap<(i64, u32), Target<'f>> = LiteMap::new();
        for (item, target) in targets {
            placed.insert((target.order, item), target);
        }
        movement.targets = placed.into_iter().map(|(_, target)| target).collect();
        movement
    }

    fn take(&mut self, field: Field, value: &'f Value) {
        let (text, date) = (value.as_text().unwrap_or_default(), day(value));
        match field {
            NAME => self.name = text,
            AIM => self.aim = text,
            FROM => self.from = date,
            UNTIL => self.until = date,
            LAUNCHED_BY => self.launched_by = text,
            DECISION => self.decision = text,
            AUDIENCE => self.audience = value.as_int().and_then(Audience::from_code),
            JOIN_BY => self.join_by = date,
            INTERIM_BY => self.interim_by = date,
            FINAL_BY => self.final_by = date,
            REVIEWED_ON => self.review.0 = date,
            REVIEW => self.review.1 = text,
            CLOSED_ON => self.summary.0 = date,
            SUMMARY => self.summary.1 = text,
            _ => {}
        }
    }

    fn take_item(&mut self, field: Field, value: &'f Value, targets: &mut LiteMap<u32, Target<'f>>) {
        let text = value.as_text().unwrap_or_default();
        if field.number == NAMED.number {
            self.named.push(PartitionId(field.item));
            return;
        }
        let of_target = Field::of(field.number);
        if ![TARGET_NAME, TARGET_MEASURE, TARGET_PLAN, TARGET_ORDER].contains(&of_target) {
            return;
        }
        let target = targets.entry(field.item).or_default();
        target.item = field.item;
        match of_target {
            TARGET_NAME => target.name = text,
            TARGET_MEASURE => target.measure = text,
            TARGET_PLAN => target.plan = value.as_amount(),
            _ => target.order = value.as_int().unwrap_or_default(),
        }
    }

    /// How far it is.
    #[must_use]
    pub fn state(&self, today: CivilDate) -> State {
        if self.summary.0.is_some() {
            return State::Closed;
        }
        match (self.from, self.until) {
            (Some(from), _) if today < from => State::Launched,
            (_, Some(until)) if today > until => State::Ended,
            (_, Some(until)) if until.days_since(today) <= SOON_DAYS => State::EndsSoon,
            _ => State::Running,
        }
    }

    /// Whether a unit is asked to take part.
    #[must_use]
    pub fn asks(&self, unit: PartitionId, kind: PartitionKind) -> bool {
        match self.audience {
            Some(Audience::AllUnits) => kind.is_unit(),
            Some(Audience::Communes) => kind == PartitionKind::Commune,
            Some(Audience::Offices) => kind == PartitionKind::Office,
            Some(Audience::Named) => self.named.contains(&unit),
            None => false,
        }
    }

    /// How far a unit is with it. What is told is never late; when it was told stands beside it.
    #[must_use]
    pub fn standing(&self, unit: PartitionId, today: CivilDate) -> Standing {
        let nothing = Part::default();
        let part = self.parts.get(&unit).unwrap_or(&nothing);
        let is_over = |by: Option<CivilDate>| by.is_some_and(|by| today > by);
        if part.last.is_given() {
            Standing::Final
        } else if part.joined_on.is_none() {
            let late = is_over(self.join_by.or(self.until));
            if late { Standing::JoinsLate } else { Standing::NotJoined }
        } else if is_over(self.final_by) {
            Standing::FinalLate
        } else if part.interim.is_given() {
            Standing::Interim
        } else if is_over(self.interim_by) {
            Standing::InterimLate
        } else {
            Standing::Joined
        }
    }
}

impl<'f> Part<'f> {
    fn take(&mut self, field: Field, value: &'f Value) {
        let text = value.as_text().unwrap_or_default();
        match Field::of(field.number) {
            JOINED_ON => self.joined_on = day(value),
            PLAN => self.plan = text,
            INTERIM_ON => self.interim.day = day(value),
            INTERIM_RESULT => self.interim.text = text,
            FINAL_ON => self.last.day = day(value),
            FINAL_RESULT => self.last.text = text,
            _ => {
                if let (Some((target, is_final)), Some(figure)) = (target_of_figure(field), value.as_amount())
                {
                    let report = if is_final { &mut self.last } else { &mut self.interim };
                    report.figures.insert(target, figure);
                }
            }
        }
    }
}

fn day(value: &Value) -> Option<CivilDate> {
    value.as_text()?.parse().ok()
}

/// What is wrong with the values of a movement taken together: days in the wrong order, results before joining.
fn together(fields: &Fields) -> Vec<Fault> {
    let movement = Movement::read(fields);
    let mut faults = Vec::new();
    let mut in_order = |first: Option<CivilDate>, then: Option<CivilDate>, field: Field| {
        if first.zip(then).is_some_and(|(first, then)| then < first) {
            faults.push(Fault::Backwards(field));
        }
    };
    in_order(movement.from, movement.until, UNTIL);
    in_order(movement.from, movement.interim_by, INTERIM_BY);
    in_order(movement.from, movement.final_by, FINAL_BY);
    in_order(movement.from, movement.review.0, REVIEWED_ON);
    in_order(movement.from, movement.summary.0, CLOSED_ON);
    for (unit, part) in &movement.parts {
        let of = |field: Field| Field::of_item(field.number, unit.0);
        in_order(part.joined_on, part.interim.day, of(INTERIM_ON));
        in_order(part.joined_on, part.last.day, of(FINAL_ON));
    }
    for (unit, part) in &movement.parts {
        if part.joined_on.is_none() && (part.interim.is_given() || part.last.is_given()) {
            faults.push(Fault::NotBegun(Field::of_item(JOINED_ON.number, unit.0)));
        }
    }
    faults
}

/// Everything that is wrong with a movement as the standing office writes it, each to be said beside its field. Empty
/// where it may be saved.
#[must_use]
pub fn check(fields: &Fields) -> Vec<Fault> {
    let mut faults = schema::check_record(RecordKind::Movement, fields);
    let movement = Movement::read(fields);
    if movement.audience == Some(Audience::Named) && movement.named.is_empty() {
        faults.push(Fault::Missing(NAMED));
    }
    for target in &movement.targets {
        if target.name.trim().is_empty() {
            faults.push(Fault::Missing(Field::of_item(TARGET_NAME.number, target.item)));
        }
    }
    faults.extend(together(fields));
    faults
}

/// Everything that is wrong with one unit's part: values, days, and a result without a day or without a word.
#[must_use]
pub fn check_part(fields: &Fields, unit: PartitionId) -> Vec<Fault> {
    let mut faults = schema::check_record(RecordKind::Movement, fields);
    faults.extend(together(fields));
    let movement = Movement::read(fields);
    if let Some(part) = movement.parts.get(&unit) {
        for (report, on, words) in
            [(&part.interim, INTERIM_ON, INTERIM_RESULT), (&part.last, FINAL_ON, FINAL_RESULT)]
        {
            let of = |field: Field| Fault::Missing(Field::of_item(field.number, unit.0));
            if report.is_given() && report.day.is_none() {
                faults.push(of(on));
            }
            if report.is_given() && report.text.trim().is_empty() {
                faults.push(of(words));
            }
        }
    }
    faults.retain(|fault| fault.field().is_some_and(|field| is_of_unit(field) && field.item == unit.0));
    faults
}

/// Why a movement may not become what it would be, for the endpoint: what was so before is no reason.
#[must_use]
pub fn refusal(before: Option<&Fields>, after: &Fields) -> Option<Fault> {
    let known = before.map(together).unwrap_or_default();
    together(after).into_iter().find(|fault| !known.contains(fault))
}

#[cfg(test)]
mod tests;
