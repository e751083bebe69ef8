//! A bloc or cluster (khối, cụm thi đua) in one year: who belongs to it and who leads it, how it works, what its members pledge,
//! and the table by which they are scored.
//!
//! The record stands in the partition of the bloc or cluster, one for each year, so that its members read it. The template of the
//! pledge has the fields and the items of a pledge: a pledge that is made from it keeps the items, by which the table finds the
//! results that it computes with.

mod check;
mod criterion;
mod member;
mod table;
#[cfg(test)]
pub(crate) mod tests;

use crate::pledge;
use crate::record::{Field, Fields, PartitionId, RecordId, Value};
use crate::rule_set::CivilDate;
use crate::schema::{FieldRule, Holds};

pub use check::{Finding, check, findings, in_two_blocs, refusal};
pub use criterion::{Criterion, CriterionKind, Formula};
pub use member::{Member, Place};
pub use table::{Forward, MOST_POINTS, Points, Section, Table, TieBreak, TieRule, table_digest};

/// What the members of the bloc promise in common, in words: the content of the template.
pub const CONTENT: Field = pledge::CONTENT;
/// The year.
pub const YEAR: Field = pledge::YEAR;
/// The unit that leads it in this year (khối trưởng, cụm trưởng): its partition.
pub const LEADER: Field = Field::of(13);
/// How the bloc works (quy chế hoạt động), in words.
pub const REGULATION: Field = Field::of(14);
/// Of a member: 1 a member, 2 a deputy leader (khối phó, cụm phó). The item is the number of the unit's partition.
pub const MEMBER_IS: Field = Field::of(15);
/// Of a member: its first day in the bloc; empty where it was there from the beginning of the year.
pub const MEMBER_FROM: Field = Field::of(16);
/// Of a member: its last day in the bloc; empty where it stays.
pub const MEMBER_UNTIL: Field = Field::of(17);
/// Of a member: the lot that it drew, which decides between members that nothing else tells apart. The lowest goes first.
pub const MEMBER_LOT: Field = Field::of(18);
/// Of a section of the table: what it is called.
pub const SECTION_NAME: Field = Field::of(30);
/// Of a section: its place, lowest first. No item of a bloc has a field with the number of a pledge's result: the template is read as
/// a pledge.
pub const SECTION_ORDER: Field = Field::of(36);
/// The most bonus points together, in hundredths; empty where only each criterion has its limit.
pub const BONUS_LIMIT: Field = Field::of(32);
/// The most penalty points together, in hundredths; empty where only each criterion has its limit.
pub const PENALTY_LIMIT: Field = Field::of(33);
/// What the ordinary criteria should add up to, in hundredths, as the regulation says it: 10,000 for a table of 100 points.
pub const TABLE_TOTAL: Field = Field::of(34);
/// Of a criterion: what is judged.
pub const CRITERION_NAME: Field = Field::of(40);
/// Of a criterion: the item of its section.
pub const CRITERION_SECTION: Field = Field::of(41);
/// Of a criterion: its place within the section, lowest first.
pub const CRITERION_ORDER: Field = Field::of(42);
/// Of a criterion: the most points, in hundredths; for a penalty the most that is taken off.
pub const CRITERION_MAX: Field = Field::of(43);
/// Of a criterion: 1 ordinary, 2 bonus, 3 penalty.
pub const CRITERION_KIND: Field = Field::of(44);
/// Of a criterion: how its points come about, the code of a [`Formula`].
pub const CRITERION_FORMULA: Field = Field::of(45);
/// Of a criterion that is computed: the item of the target whose results it is computed from.
pub const CRITERION_TARGET: Field = Field::of(46);
/// Of a criterion that is computed by steps: the points for each step, in hundredths.
pub const CRITERION_RATE: Field = Field::of(47);
/// Of a tie-break: the code of a [`TieRule`].
pub const TIE_RULE: Field = Field::of(50);
/// Of a tie-break: its place in the row, lowest first.
pub const TIE_ORDER: Field = Field::of(51);
/// Of a tie-break: the item of the section or of the criterion that it looks at.
pub const TIE_OF: Field = Field::of(52);
/// Of what a place is put forward for: the place, from 1.
pub const FORWARD_PLACE: Field = Field::of(55);
/// Of what a place is put forward for: the identifier of the award.
pub const FORWARD_AWARD: Field = Field::of(56);
/// The last day on which the results of a period may be reported. The item is the code of a [`pledge::Period`].
pub const DUE: Field = Field::of(58);

const MOST_PARTITION: i64 = u32::MAX as i64;

/// The fields of a bloc's year.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(YEAR, Holds::Int(2000, 2100)),
    FieldRule::optional(LEADER, Holds::Int(1, MOST_PARTITION)),
    FieldRule::optional(REGULATION, Holds::Prose(20_000)),
    FieldRule::of_items(MEMBER_IS, Holds::Int(1, 2)),
    FieldRule::of_items(MEMBER_FROM, Holds::Day),
    FieldRule::of_items(MEMBER_UNTIL, Holds::Day),
    FieldRule::of_items(MEMBER_LOT, Holds::Int(1, 1_000)),
    FieldRule::optional(CONTENT, Holds::Prose(4_000)),
    FieldRule::of_items(pledge::TARGET_NAME, Holds::Line(300)),
    FieldRule::of_items(pledge::TARGET_MEASURE, Holds::Line(50)),
    FieldRule::of_items(pledge::TARGET_PLAN, Holds::Amount),
    FieldRule::of_items(pledge::TARGET_ORDER, Holds::Int(0, 100_000)),
    FieldRule::of_items(pledge::TARGET_KIND, Holds::Int(1, 3)),
    FieldRule::of_items(pledge::TARGET_AIM, Holds::Int(1, 2)),
    FieldRule::of_items(pledge::TARGET_GRADES, Holds::Line(200)),
    FieldRule::of_items(SECTION_NAME, Holds::Line(300)),
    FieldRule::of_items(SECTION_ORDER, Holds::Int(0, 100_000)),
    FieldRule::optional(BONUS_LIMIT, Holds::Int(0, MOST_POINTS)),
    FieldRule::optional(PENALTY_LIMIT, Holds::Int(0, MOST_POINTS)),
    FieldRule::optional(TABLE_TOTAL, Holds::Int(1, MOST_POINTS)),
    FieldRule::of_items(CRITERION_NAME, Holds::Line(500)),
    FieldRule::of_items(CRITERION_SECTION, Holds::Int(1, MOST_PARTITION)),
    FieldRule::of_items(CRITERION_ORDER, Holds::Int(0, 100_000)),
    FieldRule::of_items(CRITERION_MAX, Holds::Int(0, MOST_POINTS)),
    FieldRule::of_items(CRITERION_KIND, Holds::Int(1, 3)),
    FieldRule::of_items(CRITERION_FORMULA, Holds::Int(1, 8)),
    FieldRule::of_items(CRITERION_TARGET, Holds::Int(1, MOST_PARTITION)),
    FieldRule::of_items(CRITERION_RATE, Holds::Int(0, MOST_POINTS)),
    FieldRule::of_items(TIE_RULE, Holds::Int(1, 5)),
    FieldRule::of_items(TIE_ORDER, Holds::Int(0, 100_000)),
    FieldRule::of_items(TIE_OF, Holds::Int(1, MOST_PARTITION)),
    FieldRule::of_items(FORWARD_PLACE, Holds::Int(1, 100)),
    FieldRule::of_items(FORWARD_AWARD, Holds::Line(50)),
    FieldRule::of_items(DUE, Holds::Day),
];

/// Whether only the standing office writes the field: which year it is, who belongs to the bloc, and who leads it. The rest is
/// also its leader's.
#[must_use]
pub const fn is_of_the_office(field: Field) -> bool {
    let of_members = field.number >= MEMBER_IS.number && field.number < MEMBER_LOT.number;
    of_members || field.number == YEAR.number || field.number == LEADER.number
}

/// The year of a bloc as it is read from a record. Reading never fails: what is missing or unknown is absent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Bloc<'f> {
    /// The year.
    pub year: Option<i64>,
    /// The unit that leads it.
    pub leader: Option<PartitionId>,
    /// How it works, in words.
    pub regulation: &'f str,
    /// Who belongs to it, by the numbers of their partitions; also those who came or left during the year.
    pub members: Vec<Member>,
    /// The table by which its members are scored.
    pub table: Table<'f>,
    /// What each place is put forward for, by place.
    pub forward: Vec<Forward<'f>>,
}

impl<'f> Bloc<'f> {
    /// Reads the year of a bloc.
    #[must_use]
    pub fn read(fields: &'f Fields) -> Self {
        Self {
            year: int(fields, YEAR),
            leader: leader(fields),
            regulation: fields.get(&REGULATION).and_then(Value::as_text).unwrap_or_default(),
            members: member::read(fields),
            table: Table::read(fields),
            forward: table::forward(fields),
        }
    }

    /// What a unit is in the bloc; `None` where it never belonged to it.
    #[must_use]
    pub fn member(&self, unit: PartitionId) -> Option<&Member> {
        self.members.iter().find(|member| member.unit == unit)
    }

    /// Who belongs to it on a day.
    pub fn members_on(&self, day: CivilDate) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| member.is_there_on(day))
    }

    /// Who is ranked: those who belong to it on the last day of its year. Who left before is shown, and has no place.
    pub fn ranked(&self) -> impl Iterator<Item = &Member> {
        let last = self.last_day();
        self.members.iter().filter(move |member| last.is_none_or(|last| member.is_there_on(last)))
    }

    /// The last day of its year.
    #[must_use]
    pub fn last_day(&self) -> Option<CivilDate> {
        CivilDate::new(u16::try_from(self.year?).ok()?, 12, 31).ok()
    }
}

/// The unit that leads the bloc.
#[must_use]
pub fn leader(fields: &Fields) -> Option<PartitionId> {
    partition(int(fields, LEADER)?)
}

/// The last day on which the results of a period may be reported; `None` where they are not asked for. Where the bloc names a day for
/// some period, those are the periods that it asks for; otherwise six months and the year, ten days after each.
#[must_use]
pub fn due(fields: &Fields, year: i64, period: pledge::Period) -> Option<CivilDate> {
    let said = |period: pledge::Period| {
        fields.get(&Field::of_item(DUE.number, period.code())).and_then(Value::as_text)?.parse().ok()
    };
    if pledge::Period::ALL.into_iter().any(|period| said(period).is_some()) {
        said(period)
    } else {
        period.due(year)
    }
}

/// The record of a bloc's year that counts, where two devices made one each: the one with the lowest id. The others are to be
/// shown as duplicates.
pub fn current<'r>(
    records: impl IntoIterator<Item = (RecordId, &'r Fields)>,
    year: i64,
) -> Option<(RecordId, &'r Fields)> {
    let of_year = records.into_iter().filter(|(_, fields)| int(fields, YEAR) == Some(year));
    of_year.min_by_key(|(id, _)| *id)
}

/// What the next year of a bloc begins with: everything but its year, its leader and its deputies, who change by turn, and those
/// who left it. Lots are drawn anew.
#[must_use]
pub fn next_year(fields: &Fields, year: i64) -> Fields {
    let bloc = Bloc::read(fields);
    let gone = |item: u32| bloc.member(PartitionId(item)).is_some_and(|member| member.until.is_some());
    let mut next = Fields::new();
    for (field, value) in
        fields.iter().filter(|(field, value)| !field.is_reserved() && **value != Value::Null)
    {
        match Field::of(field.number) {
            YEAR | LEADER | MEMBER_FROM | MEMBER_UNTIL | MEMBER_LOT | DUE => {}
            MEMBER_IS if gone(field.item) => {}
            MEMBER_IS => _ = next.insert(*field, Place::Member.code().into()),
            _ => _ = next.insert(*field, value.clone()),
        }
    }
    next.insert(YEAR, year.into());
    next
}

fn int(fields: &Fields, field: Field) -> Option<i64> {
    fields.get(&field).and_then(Value::as_int)
}

fn partition(number: i64) -> Option<PartitionId> {
    u32::try_from(number).ok().map(PartitionId)
}
