//! A public notice (công khai, lấy ý kiến): the list of nominees, shown for some days at a place, and what was said
//! against it.

use crate::calendar;
use crate::record::{Field, Fields, RecordId, Value};
use crate::rule_set::CivilDate;
use crate::schema::{FieldRule, Holds};

/// The year whose nominees it lists.
pub const YEAR: Field = Field::of(10);
/// The first day.
pub const FROM: Field = Field::of(11);
/// The last day.
pub const UNTIL: Field = Field::of(12);
/// Where it is shown: a notice board, the commune's page.
pub const PLACE: Field = Field::of(13);
/// A dossier that it lists; one item for each.
pub const NOMINATION: Field = Field::of(14);
/// Who objected.
pub const OBJECTOR: Field = Field::of(15);
/// When.
pub const OBJECTED_ON: Field = Field::of(16);
/// What was said.
pub const OBJECTION: Field = Field::of(17);
/// The dossier that it was said of.
pub const OBJECTED_TO: Field = Field::of(18);
/// How it was settled.
pub const ANSWER: Field = Field::of(19);

/// The fields of a notice.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(YEAR, Holds::Int(2000, 2100)),
    FieldRule::required(FROM, Holds::Day),
    FieldRule::required(UNTIL, Holds::Day),
    FieldRule::required(PLACE, Holds::Line(300)),
    FieldRule::of_items(NOMINATION, Holds::Link),
    FieldRule::of_items(OBJECTOR, Holds::Line(200)),
    FieldRule::of_items(OBJECTED_ON, Holds::Day),
    FieldRule::of_items(OBJECTION, Holds::Prose(4_000)),
    FieldRule::of_items(OBJECTED_TO, Holds::Link),
    FieldRule::of_items(ANSWER, Holds::Prose(4_000)),
];

/// The dossiers that a notice lists.
pub fn nominations(fields: &Fields) -> impl Iterator<Item = RecordId> + '_ {
    let listed = fields.iter().filter(|(field, _)| field.number == NOMINATION.number);
    listed.filter_map(|(_, value)| value.as_text()?.parse().ok())
}

/// The days of a notice, the first and the last.
#[must_use]
pub fn days(fields: &Fields) -> Option<(CivilDate, CivilDate)> {
    let day = |field| fields.get(&field).and_then(Value::as_text)?.parse().ok();
    Some((day(FROM)?, day(UNTIL)?))
}

/// The items of objections that nobody has answered.
pub fn unanswered(fields: &Fields) -> impl Iterator<Item = u32> + '_ {
    let said = |field: Field, item: u32| {
        let text = fields.get(&Field::of_item(field.number, item)).and_then(Value::as_text);
        text.is_some_and(|text| !text.trim().is_empty())
    };
    let items = fields.keys().filter(|field| field.number == OBJECTION.number).map(|field| field.item);
    items.filter(move |item| said(OBJECTION, *item) && !said(ANSWER, *item))
}

/// One objection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Objection<'f> {
    /// Its item.
    pub item: u32,
    /// Who objected; empty where it is not known.
    pub objector: &'f str,
    /// When.
    pub day: Option<CivilDate>,
    /// What was said.
    pub text: &'f str,
    /// The dossier that it was said of; `None` where it was said of the whole list.
    pub of: Option<RecordId>,
    /// How it was settled; empty while it is not.
    pub answer: &'f str,
}

/// The objections of a notice, by day.
#[must_use]
pub fn objections(fields: &Fields) -> Vec<Objection<'_>> {
    let text = |field: Field, item: u32| {
        fields.get(&Field::of_item(field.number, item)).and_then(Value::as_text).unwrap_or_default()
    };
    let items = fields.iter().filter(|(field, value)| {
        field.number == OBJECTION.number && value.as_text().is_some_and(|text| !text.trim().is_empty())
    });
    let mut all: Vec<_> = items
        .map(|(field, _)| Objection {
            item: field.item,
            objector: text(OBJECTOR, field.item),
            day: text(OBJECTED_ON, field.item).parse().ok(),
            text: text(OBJECTION, field.item),
            of: text(OBJECTED_TO, field.item).parse().ok(),
            answer: text(ANSWER, field.item).trim(),
        })
        .collect();
    all.sort_by_key(|objection| (objection.day, objection.item));
    all
}

/// How far a dossier is that is made public before it is decided on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// No notice lists it.
    Missing,
    /// It is shown until this day.
    Shown(CivilDate),
    /// So many objections are not answered.
    Objected(usize),
    /// It was shown, and nothing is open.
    Done,
}

/// How far a dossier is, by the notices that there are.
#[must_use]
pub fn standing<'f>(
    dossier: RecordId,
    today: CivilDate,
    notices: impl Iterator<Item = &'f Fields>,
) -> Standing {
    let (mut last, mut open) = (None, 0);
    for fields in notices {
        if !nominations(fields).any(|listed| listed == dossier) {
            continue;
        }
        let concerns = |own: &&Objection<'_>| own.answer.is_empty() && own.of.is_none_or(|of| of == dossier);
        open += objections(fields).iter().filter(concerns).count();
        let until = days(fields).map(|(_, until)| until);
        last = last.max(until);
    }
    match last {
        _ if open > 0 => Standing::Objected(open),
        None => Standing::Missing,
        Some(until) if until >= today => Standing::Shown(until),
        Some(_) => Standing::Done,
    }
}

/// How a notice's days compare with what is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Length {
    /// The last day lies before the first.
    Backwards,
    /// Fewer working days than are asked for.
    TooShort {
        /// The working days that it is shown.
        days: u32,
    },
    /// As many as are asked for, or more.
    Enough {
        /// The working days that it is shown.
        days: u32,
    },
}

/// Judges the days of a notice: `asked` working days at least, `entered` the holidays of the calendar.
#[must_use]
pub fn length(first: CivilDate, last: CivilDate, asked: u32, entered: &[CivilDate]) -> Length {
    let days = calendar::working_days(first, last, entered);
    match (last < first, days < asked) {
        (true, _) => Length::Backwards,
        (false, true) => Length::TooShort { days },
        (false, false) => Length::Enough { days },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_days_of_a_notice_are_working_days() {
        let cases = [
            ("2024-03-04", "2024-03-15", 10, Length::Enough { days: 10 }),
            ("2024-03-04", "2024-03-14", 10, Length::TooShort { days: 9 }),
            ("2024-04-22", "2024-05-03", 10, Length::TooShort { days: 7 }),
            ("2024-03-15", "2024-03-04", 10, Length::Backwards),
        ];
        for (first, last, asked, expected) in cases {
            let off = [day("2024-04-29")];
            assert_eq!(length(day(first), day(last), asked, &off), expected, "{first} to {last}");
        }
    }

    #[test]
    fn a_dossier_is_through_when_its_notice_has_ended_and_nothing_is_open() {
        let (own, other) = (RecordId::from_bytes([5; 16]), RecordId::from_bytes([6; 16]));
        let of = |field: Field, item| Field::of_item(field.number, item);
        let text = |id: RecordId| Value::from(id.to_string().as_str());
        let shown = Fields::from_iter([
            (FROM, "2024-03-04".into()),
            (UNTIL, "2024-03-15".into()),
            (of(NOMINATION, 1), text(own)),
            (of(NOMINATION, 2), text(other)),
        ]);
        let told = |fields: &Fields, today| standing(own, day(today), [fields].into_iter());
        assert_eq!(standing(own, day("2024-03-16"), std::iter::empty()), Standing::Missing);
        assert_eq!(told(&shown, "2024-03-15"), Standing::Shown(day("2024-03-15")));
        assert_eq!(told(&shown, "2024-03-16"), Standing::Done);
        let mut objected = shown.clone();
        objected.insert(of(OBJECTION, 4), "Chưa rõ.".into());
        assert_eq!(told(&objected, "2024-03-16"), Standing::Objected(1));
        objected.insert(of(OBJECTED_TO, 4), text(other));
        assert_eq!(told(&objected, "2024-03-16"), Standing::Done, "it was said of the other");
        objected.insert(of(OBJECTED_TO, 4), text(own));
        assert_eq!(told(&objected, "2024-03-16"), Standing::Objected(1));
        objected.insert(of(ANSWER, 4), "Đã rõ.".into());
        assert_eq!(told(&objected, "2024-03-16"), Standing::Done);
    }

    #[test]
    fn objections_stand_in_the_order_of_their_days_and_keep_their_answers() {
        let of = |field: Field, item| Field::of_item(field.number, item);
        let dossier = RecordId::from_bytes([5; 16]);
        let fields = Fields::from_iter([
            (of(OBJECTION, 4), "Chưa rõ sáng kiến.".into()),
            (of(OBJECTED_ON, 4), "2024-03-08".into()),
            (of(OBJECTED_TO, 4), dossier.to_string().as_str().into()),
            (of(OBJECTION, 9), "Tên ghi sai.".into()),
            (of(OBJECTED_ON, 9), "2024-03-05".into()),
            (of(OBJECTOR, 9), "Một người dân".into()),
            (of(ANSWER, 9), " Đã sửa. ".into()),
            (of(OBJECTION, 7), "  ".into()),
        ]);
        let told: Vec<_> = objections(&fields)
            .iter()
            .map(|own| (own.item, own.of, own.answer.to_owned(), own.objector.to_owned()))
            .collect();
        let expected = [
            (9, None, "Đã sửa.".to_owned(), "Một người dân".to_owned()),
            (4, Some(dossier), String::new(), String::new()),
        ];
        assert_eq!(told, expected);
        assert_eq!(unanswered(&fields).collect::<Vec<_>>(), [4]);
    }
}
