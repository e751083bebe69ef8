//! Who belongs to a bloc, and from when until when.

use crate::record::{Field, Fields, PartitionId, Value};
use crate::rule_set::CivilDate;

use super::{MEMBER_FROM, MEMBER_IS, MEMBER_LOT, MEMBER_UNTIL};

/// What a member is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// A member like the others.
    Member,
    /// A deputy leader (khối phó, cụm phó).
    Deputy,
}

impl Place {
    /// The number that stands for it in records. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Member => 1,
            Self::Deputy => 2,
        }
    }
}

/// One member of a bloc.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Member {
    /// The unit.
    pub unit: PartitionId,
    /// What it is in the bloc.
    pub place: Place,
    /// Its first day; `None` where it was there from the beginning.
    pub from: Option<CivilDate>,
    /// Its last day; `None` where it stays.
    pub until: Option<CivilDate>,
    /// The lot that it drew.
    pub lot: Option<i64>,
}

impl Member {
    /// Whether it belongs to the bloc on a day.
    #[must_use]
    pub fn is_there_on(&self, day: CivilDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether there is a day on which both belong to their blocs.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let begins_after =
            |one: &Self, other: &Self| one.from.zip(other.until).is_some_and(|(from, until)| from > until);
        !begins_after(self, other) && !begins_after(other, self)
    }
}

pub(super) fn read(fields: &Fields) -> Vec<Member> {
    let items = fields.iter().filter(|(field, _)| field.number == MEMBER_IS.number);
    let member = |(field, value): (&Field, &Value)| {
        let of = |of: Field| fields.get(&Field::of_item(of.number, field.item));
        let day = |of_field: Field| of(of_field).and_then(Value::as_text)?.parse().ok();
        Some(Member {
            unit: PartitionId(field.item),
            place: if value.as_int()? == Place::Deputy.code() { Place::Deputy } else { Place::Member },
            from: day(MEMBER_FROM),
            until: day(MEMBER_UNTIL),
            lot: of(MEMBER_LOT).and_then(Value::as_int),
        })
    };
    items.filter_map(member).collect()
}
