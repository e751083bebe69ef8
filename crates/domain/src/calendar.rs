//! The calendar of the year: days off, and the days until which something is to be done.

use crate::record::{Field, Fields, Value};
use crate::rule_set::CivilDate;
use crate::schema::{FieldRule, Holds};

/// The day.
pub const DAY: Field = Field::of(10);
/// What it is: the code of a [`DayKind`].
pub const WHAT: Field = Field::of(11);
/// What it is called.
pub const NAME: Field = Field::of(12);

/// The fields of a day of the calendar.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(DAY, Holds::Day),
    FieldRule::required(WHAT, Holds::Int(1, 4)),
    FieldRule::required(NAME, Holds::Line(200)),
];

/// What a day of the calendar is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DayKind {
    /// Nobody works (nghỉ lễ).
    Holiday,
    /// Until then communes and offices hand up their dossiers of the year.
    UnitsSubmit,
    /// Until then the committee sends dossiers to the higher level.
    SendUp,
    /// The conference.
    Conference,
}

impl DayKind {
    /// Every kind, in the order of their codes.
    pub const ALL: [Self; 4] = [Self::Holiday, Self::UnitsSubmit, Self::SendUp, Self::Conference];

    /// The number that stands for this kind in records: its place in the list, from 1. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        self as i64 + 1
    }
}

/// A day of the calendar as it is read from a record.
#[must_use]
pub fn read(fields: &Fields) -> Option<(CivilDate, DayKind)> {
    let day = fields.get(&DAY).and_then(Value::as_text)?.parse().ok()?;
    let code = fields.get(&WHAT).and_then(Value::as_int)?;
    let kind = DayKind::ALL.into_iter().find(|kind| kind.code() == code)?;
    Some((day, kind))
}

/// Whether nobody works on a day, whatever the committee has entered: the holidays with a fixed date of the solar
/// calendar (Labour Code 2019 art. 112). Tết and the Hùng kings' day follow the moon and are entered.
#[must_use]
pub const fn is_fixed_holiday(day: CivilDate) -> bool {
    matches!((day.month(), day.day()), (1 | 5, 1) | (4, 30) | (9, 2))
}

/// The holidays of a year with a fixed date of the solar calendar.
pub fn fixed_holidays(year: u16) -> impl Iterator<Item = CivilDate> {
    let days = [(1, 1), (4, 30), (5, 1), (9, 2)];
    days.into_iter().filter_map(move |(month, day)| CivilDate::new(year, month, day).ok())
}
