//! The table by which the members of a bloc are scored (bảng chấm điểm): its sections and criteria, its limits, how ties are
//! broken, and what each place is put forward for.

use std::iter::Sum;
use std::ops::{Add, Sub};

use litemap::LiteMap;

use super::criterion::{Criterion, CriterionKind, Formula};
use super::{
    BONUS_LIMIT, CRITERION_FORMULA, CRITERION_KIND, CRITERION_MAX, CRITERION_NAME, CRITERION_ORDER,
    CRITERION_RATE, CRITERION_SECTION, CRITERION_TARGET, FORWARD_AWARD, FORWARD_PLACE, PENALTY_LIMIT,
    SECTION_NAME, SECTION_ORDER, TABLE_TOTAL, TIE_OF, TIE_ORDER, TIE_RULE, int,
};
use crate::award::Award;
use crate::record::{Decimal, Field, Fields, Value};
use crate::step;

/// The most points of anything: ten thousand, in hundredths.
pub const MOST_POINTS: i64 = 1_000_000;

/// Points, in hundredths of one: a table of 100 points has 10,000 of these.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Points(pub i64);

impl Points {
    /// None at all.
    pub const ZERO: Self = Self(0);

    /// As it is typed; `None` where there are more than two digits after the point, or it is below zero or above
    /// [`MOST_POINTS`].
    #[must_use]
    pub fn of_decimal(typed: Decimal) -> Option<Self> {
        let digits = 2u32.checked_sub(typed.scale().into())?;
        let hundredths = typed.mantissa().checked_mul(10i64.pow(digits))?;
        (0..=MOST_POINTS).contains(&hundredths).then_some(Self(hundredths))
    }

    /// As it is shown.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        // Two digits are within what a decimal keeps.
        Decimal::new(self.0, 2).unwrap_or(Decimal::ZERO)
    }
}

impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        points.fold(Self::ZERO, Add::add)
    }
}

/// One section of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section<'f> {
    /// The number that its fields carry; 0 for the criteria that are in no section.
    pub item: u32,
    /// What it is called; empty for those in no section.
    pub name: &'f str,
    /// Its place.
    pub order: i64,
    /// Its criteria, in their order.
    pub criteria: Vec<Criterion<'f>>,
}

impl Section<'_> {
    /// What its ordinary criteria add up to.
    #[must_use]
    pub fn max(&self) -> Points {
        let ordinary = self.criteria.iter().filter(|criterion| criterion.kind == CriterionKind::Ordinary);
        ordinary.map(|criterion| criterion.max).sum()
    }
}

/// What decides between two members with the same total.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TieRule {
    /// More points in a section.
    Section,
    /// More points for a criterion.
    Criterion,
    /// Fewer penalty points.
    FewerPenalties,
    /// More bonus points.
    MoreBonus,
    /// More targets that were reached.
    MoreReached,
}

impl TieRule {
    /// Every rule.
    pub const ALL: [Self; 5] =
        [Self::Section, Self::Criterion, Self::FewerPenalties, Self::MoreBonus, Self::MoreReached];

    /// The number that stands for it in records. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Section => 1,
            Self::Criterion => 2,
            Self::FewerPenalties => 3,
            Self::MoreBonus => 4,
            Self::MoreReached => 5,
        }
    }

    /// The rule of a code.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// Whether it looks at one section or criterion, which has to be named.
    #[must_use]
    pub const fn needs_part(self) -> bool {
        matches!(self, Self::Section | Self::Criterion)
    }
}

/// One tie-break of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TieBreak {
    /// The number that its fields carry.
    pub item: u32,
    /// What it looks at.
    pub rule: TieRule,
    /// Its place in the row.
    pub order: i64,
    /// The item of the section or criterion.
    pub of: Option<u32>,
}

/// What a place is put forward for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Forward<'f> {
    /// The number that its fields carry.
    pub item: u32,
    /// The place, from 1.
    pub place: u32,
    /// The identifier of the award, also of one that this version does not know.
    pub award: &'f str,
}

impl Forward<'_> {
    /// The award, where this version knows it.
    #[must_use]
    pub fn award(&self) -> Option<&'static Award> {
        Award::by_id(self.award)
    }
}

/// The table of a bloc.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table<'f> {
    /// Its sections with their criteria, in their order; criteria that are in no section stand in one without a name, at the end.
    pub sections: Vec<Section<'f>>,
    /// The most bonus points together.
    pub bonus_limit: Option<Points>,
    /// The most penalty points together.
    pub penalty_limit: Option<Points>,
    /// What the ordinary criteria should add up to.
    pub declared_total: Option<Points>,
    /// How ties are broken, in this order.
    pub ties: Vec<TieBreak>,
}

impl<'f> Table<'f> {
    /// Reads a table.
    #[must_use]
    pub fn read(fields: &'f Fields) -> Self {
        let points = |field| int(fields, field).map(Points);
        Self {
            sections: sections(fields),
            bonus_limit: points(BONUS_LIMIT),
            penalty_limit: points(PENALTY_LIMIT),
            declared_total: points(TABLE_TOTAL),
            ties: ties(fields),
        }
    }

    /// Its criteria, in the order in which they are shown.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion<'f>> {
        self.sections.iter().flat_map(|section| &section.criteria)
    }

    /// The criterion of an item.
    #[must_use]
    pub fn criterion(&self, item: u32) -> Option<&Criterion<'f>> {
        self.criteria().find(|criterion| criterion.item == item)
    }

    /// What the ordinary criteria add up to.
    #[must_use]
    pub fn max(&self) -> Points {
        self.sections.iter().map(Section::max).sum()
    }
}

/// The digest of the table that members were scored by: what a score names, so that a table that was changed afterwards shows.
#[must_use]
pub fn table_digest(fields: &Fields) -> String {
    step::seen(fields, |field| (SECTION_NAME.number..TIE_RULE.number).contains(&field.number))
}

/// The items that carry a field, with what `read` makes of them.
fn items<'f, T>(
    fields: &'f Fields,
    named: Field,
    read: impl Fn(u32, &'f Value) -> Option<T>,
) -> impl Iterator<Item = T> {
    let of =
        fields.iter().filter(move |(field, value)| field.number == named.number && **value != Value::Null);
    of.filter_map(move |(field, value)| read(field.item, value))
}

fn int_of(fields: &Fields, field: Field, item: u32) -> Option<i64> {
    int(fields, Field::of_item(field.number, item))
}

fn item_of(fields: &Fields, field: Field, item: u32) -> Option<u32> {
    u32::try_from(int_of(fields, field, item)?).ok()
}

/// Two may have been given one place on two devices: the item tells them apart, on all devices alike.
fn placed<T>(found: impl Iterator<Item = ((i64, u32), T)>) -> Vec<T> {
    let mut placed: LiteMap<(i64, u32), T> = LiteMap::new();
    for (place, one) in found {
        placed.insert(place, one);
    }
    placed.into_iter().map(|(_, one)| one).collect()
}

fn sections(fields: &Fields) -> Vec<Section<'_>> {
    let criteria = items(fields, CRITERION_NAME, |item, name| {
        let criterion = Criterion {
            item,
            name: name.as_text()?,
            section: item_of(fields, CRITERION_SECTION, item),
            order: int_of(fields, CRITERION_ORDER, item).unwrap_or_default(),
            max: Points(int_of(fields, CRITERION_MAX, item).unwrap_or_default()),
            kind: int_of(fields, CRITERION_KIND, item)
                .and_then(CriterionKind::from_code)
                .unwrap_or(CriterionKind::Ordinary),
            formula: int_of(fields, CRITERION_FORMULA, item)
                .and_then(Formula::from_code)
                .unwrap_or(Formula::ByHand),
            target: item_of(fields, CRITERION_TARGET, item),
            rate: Points(int_of(fields, CRITERION_RATE, item).unwrap_or_default()),
        };
        Some(((criterion.order, item), criterion))
    });
    let criteria = placed(criteria);
    let named = items(fields, SECTION_NAME, |item, name| {
        let order = int_of(fields, SECTION_ORDER, item).unwrap_or_default();
        Some(((order, item), Section { item, name: name.as_text()?, order, criteria: Vec::new() }))
    });
    let mut sections = placed(named);
    let mut loose = Section { item: 0, name: "", order: i64::MAX, criteria: Vec::new() };
    for criterion in criteria {
        let own = sections.iter_mut().find(|section| Some(section.item) == criterion.section);
        own.unwrap_or(&mut loose).criteria.push(criterion);
    }
    sections.extend(Some(loose).filter(|loose| !loose.criteria.is_empty()));
    sections
}

fn ties(fields: &Fields) -> Vec<TieBreak> {
    placed(items(fields, TIE_RULE, |item, rule| {
        let order = int_of(fields, TIE_ORDER, item).unwrap_or_default();
        let rule = TieRule::from_code(rule.as_int()?)?;
        Some(((order, item), TieBreak { item, rule, order, of: item_of(fields, TIE_OF, item) }))
    }))
}

pub(super) fn forward(fields: &Fields) -> Vec<Forward<'_>> {
    placed(items(fields, FORWARD_AWARD, |item, award| {
        let place = item_of(fields, FORWARD_PLACE, item)?;
        Some(((place.into(), item), Forward { item, place, award: award.as_text()? }))
    }))
}
