//! Units that became another one: when they ended, what they became, and what was them before.
//!
//! A merger (sáp nhập) ends units and begins one from a day on. The old ones stay known, with the days on which they were there:
//! a report of an earlier year names them, and their official codes, which may be given to others later.
//! What was written for a unit that has ended is its heir's, however late it comes.

use std::collections::{BTreeMap, BTreeSet};

use crate::pledge;
use crate::record::{Fields, PartitionId, PartitionKind, RecordKind, Value};
use crate::rule_set::CivilDate;

/// What each unit that has ended was merged into.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Lineage(BTreeMap<PartitionId, PartitionId>);

impl Lineage {
    /// From pairs of a unit and the one that it was merged into.
    #[must_use]
    pub fn of(pairs: impl IntoIterator<Item = (PartitionId, PartitionId)>) -> Self {
        let mut into = BTreeMap::new();
        into.extend(pairs);
        Self(into)
    }

    /// The pairs, by the number of the unit that has ended.
    pub fn pairs(&self) -> impl Iterator<Item = (PartitionId, PartitionId)> + '_ {
        self.0.iter().map(|(unit, into)| (*unit, *into))
    }

    /// Whether no unit has ended.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the unit has ended.
    #[must_use]
    pub fn has_ended(&self, unit: PartitionId) -> bool {
        self.0.contains_key(&unit)
    }

    /// The unit that stands for this one today: itself, where it has not ended.
    #[must_use]
    pub fn heir(&self, unit: PartitionId) -> PartitionId {
        let mut at = unit;
        // What was merged may be merged again. A circle, which no merger makes, is gone round once.
        for _ in 0..=self.0.len() {
            match self.0.get(&at) {
                Some(into) => at = *into,
                None => break,
            }
        }
        at
    }

    /// The units that this one was before, directly or through others.
    #[must_use]
    pub fn forebears(&self, unit: PartitionId) -> BTreeSet<PartitionId> {
        let mut forebears = BTreeSet::new();
        forebears
            .extend(self.0.keys().copied().filter(|old| *old != unit && self.heir(*old) == self.heir(unit)));
        forebears.retain(|old| self.leads(*old, unit));
        forebears
    }

    fn leads(&self, from: PartitionId, to: PartitionId) -> bool {
        let mut at = from;
        for _ in 0..=self.0.len() {
            match self.0.get(&at) {
                Some(into) if *into == to => return true,
                Some(into) => at = *into,
                None => return false,
            }
        }
        false
    }

    /// The fields of a record as they are to be judged today: a pledge that names a unit which has ended is its heir's.
    #[must_use]
    pub fn today(&self, kind: RecordKind, mut fields: Fields) -> Fields {
        if kind == RecordKind::Pledge
            && !self.is_empty()
            && let Some(unit) = fields.get(&pledge::UNIT).and_then(Value::as_int)
            && let Ok(unit) = u32::try_from(unit)
        {
            let heir = self.heir(PartitionId(unit));
            fields.insert(pledge::UNIT, i64::from(heir.0).into());
        }
        fields
    }
}

/// The days on which a unit is there, and its official code on those days.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Validity {
    /// The first day; `None` where it is not known, as for a unit of the founding.
    pub from: Option<CivilDate>,
    /// The last day; `None` while it has not ended.
    pub until: Option<CivilDate>,
    /// The official code (mã đơn vị hành chính), where it has one.
    pub code: Option<String>,
}

/// A unit, as far as a merger asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// What kind of place it is.
    pub kind: PartitionKind,
    /// Since when, until when, and its code.
    pub validity: Validity,
}

/// A merger that is asked for: these units become one new one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Merger {
    /// The units that end.
    pub units: BTreeSet<PartitionId>,
    /// The first day of the new one.
    pub day: CivilDate,
    /// Its official code, where it has one.
    pub code: Option<String>,
}

/// Why units cannot be merged so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MergerFault {
    /// Fewer than two.
    #[error("a merger takes two units or more")]
    TooFew,
    /// One of them is no unit, or there is no such place.
    #[error("{0} is no unit")]
    NoUnit(PartitionId),
    /// One of them was merged before.
    #[error("{0} has ended already")]
    Ended(PartitionId),
    /// Communes and offices together.
    #[error("communes merge with communes, and offices with offices")]
    Mixed,
    /// The day has not come yet: what follows from a merger follows at once.
    #[error("the day has not come yet")]
    Ahead,
    /// One of them began on that day or later.
    #[error("{0} was not there before that day")]
    NotYetThere(PartitionId),
    /// No code.
    #[error("a code has 1 to 20 of A–Z, 0–9, '.', '-'")]
    Code,
    /// Another unit that is there on that day has it.
    #[error("another unit has this code")]
    CodeTaken,
}

/// An official code as it is kept: without blanks, in capitals.
///
/// # Errors
/// [`MergerFault::Code`] where it is none. Nothing is no code and no fault.
pub fn code(typed: &str) -> Result<Option<String>, MergerFault> {
    let code: String = typed.trim().to_ascii_uppercase();
    if code.is_empty() {
        return Ok(None);
    }
    let known = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    if code.len() <= 20 && code.bytes().all(known) { Ok(Some(code)) } else { Err(MergerFault::Code) }
}

/// Whether these units can be merged so, among all that there are and were. The kind of the new one.
///
/// # Errors
/// The first thing that stands in the way.
pub fn check(
    merger: &Merger,
    all: &BTreeMap<PartitionId, Unit>,
    today: CivilDate,
) -> Result<PartitionKind, MergerFault> {
    let mut kinds = BTreeSet::new();
    for id in &merger.units {
        let unit = all.get(id).filter(|unit| unit.kind.is_unit()).ok_or(MergerFault::NoUnit(*id))?;
        if unit.validity.until.is_some() {
            return Err(MergerFault::Ended(*id));
        }
        if unit.validity.from.is_some_and(|from| from >= merger.day) {
            return Err(MergerFault::NotYetThere(*id));
        }
        kinds.insert(unit.kind);
    }
    if merger.units.len() < 2 {
        return Err(MergerFault::TooFew);
    }
    let kind = kinds.pop_first().filter(|_| kinds.is_empty()).ok_or(MergerFault::Mixed)?;
    if merger.day > today {
        return Err(MergerFault::Ahead);
    }
    // The codes of those that end are free from that day on.
    let has_it = |(id, unit): (&PartitionId, &Unit)| {
        !merger.units.contains(id)
            && unit.validity.code.is_some()
            && unit.validity.code == merger.code
            && unit.validity.until.is_none_or(|until| until >= merger.day)
    };
    if all.iter().any(has_it) { Err(MergerFault::CodeTaken) } else { Ok(kind) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(number: u32) -> PartitionId {
        PartitionId(number)
    }

    fn day(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_was_merged_twice_is_the_last_ones() {
        let lineage = Lineage::of([(unit(1), unit(7)), (unit(2), unit(7)), (unit(7), unit(9))]);
        assert_eq!([1, 2, 7, 9, 3].map(|of| lineage.heir(unit(of)).0), [9, 9, 9, 9, 3]);
        assert_eq!(lineage.forebears(unit(9)), BTreeSet::from([unit(1), unit(2), unit(7)]));
        assert_eq!(lineage.forebears(unit(7)), BTreeSet::from([unit(1), unit(2)]));
        assert!(lineage.forebears(unit(3)).is_empty());
        assert!(lineage.has_ended(unit(7)) && !lineage.has_ended(unit(9)));
    }

    #[test]
    fn a_circle_which_no_merger_makes_does_not_hold_anybody_up() {
        let lineage = Lineage::of([(unit(1), unit(2)), (unit(2), unit(1))]);
        assert!([unit(1), unit(2)].contains(&lineage.heir(unit(1))));
    }

    #[test]
    fn a_pledge_of_a_unit_that_has_ended_is_its_heirs() {
        let lineage = Lineage::of([(unit(1), unit(7))]);
        let fields = |unit: i64| Fields::from_iter([(pledge::UNIT, unit.into())]);
        assert_eq!(lineage.today(RecordKind::Pledge, fields(1)), fields(7));
        assert_eq!(lineage.today(RecordKind::Pledge, fields(2)), fields(2));
        // In other kinds the number means another thing.
        assert_eq!(lineage.today(RecordKind::Nomination, fields(1)), fields(1));
    }

    #[test]
    fn which_units_become_one() {
        use MergerFault::{Ahead, CodeTaken, Ended, Mixed, NoUnit, NotYetThere, TooFew};
        let of = |kind, from: Option<&str>, until: Option<&str>, code: Option<&str>| Unit {
            kind,
            validity: Validity { from: from.map(day), until: until.map(day), code: code.map(str::to_owned) },
        };
        let commune = PartitionKind::Commune;
        let all = BTreeMap::from([
            (unit(1), of(commune, None, None, Some("21337"))),
            (unit(2), of(commune, None, None, Some("21340"))),
            (unit(3), of(commune, None, Some("2020-01-31"), Some("21343"))),
            (unit(4), of(PartitionKind::Office, None, None, None)),
            (unit(5), of(PartitionKind::Cluster, None, None, None)),
            (unit(6), of(commune, Some("2025-07-01"), None, Some("21346"))),
        ]);
        let (reform, later) = ("2025-07-01", "2025-08-01");
        type Case = (&'static [u32], &'static str, Option<&'static str>, Result<PartitionKind, MergerFault>);
        let cases: [Case; 12] = [
            (&[1, 2], reform, Some("21349"), Ok(commune)),
            (&[1, 2], reform, None, Ok(commune)),
            // One of its own codes, and one that nobody has any more.
            (&[1, 2], reform, Some("21337"), Ok(commune)),
            (&[1, 2], reform, Some("21343"), Ok(commune)),
            (&[1, 2], later, Some("21346"), Err(CodeTaken)),
            (&[1], reform, None, Err(TooFew)),
            (&[1, 3], reform, None, Err(Ended(unit(3)))),
            (&[1, 4], reform, None, Err(Mixed)),
            (&[1, 5], reform, None, Err(NoUnit(unit(5)))),
            (&[1, 9], reform, None, Err(NoUnit(unit(9)))),
            (&[1, 6], reform, None, Err(NotYetThere(unit(6)))),
            (&[1, 2], "2026-01-01", None, Err(Ahead)),
        ];
        for (units, from, code, wanted) in cases {
            let merger = Merger {
                units: units.iter().map(|number| unit(*number)).collect(),
                day: day(from),
                code: code.map(str::to_owned),
            };
            assert_eq!(check(&merger, &all, day("2025-12-31")), wanted, "{units:?} from {from}");
        }
    }

    #[test]
    fn codes() {
        for (typed, kept) in [("", None), ("  ", None), (" 21337 ", Some("21337")), ("h48.2", Some("H48.2"))]
        {
            assert_eq!(code(typed), Ok(kept.map(str::to_owned)), "{typed:?}");
        }
        for wrong in ["mã", "2 1", "123456789012345678901"] {
            assert_eq!(code(wrong), Err(MergerFault::Code), "{wrong:?}");
        }
    }
}
