//! Whether two nominations seem to be one, entered twice: by two officers, or on two devices that had not met.
//!
//! Only ever a hint beside the form. Namesakes are common where most people are called Đinh, so this must never
//! reject, merge or hide anything.

use crate::award::SubjectKind;
use crate::nomination::{AWARD, BIRTH_YEAR, NAME, REASON, SUBJECT, YEAR};
use crate::record::{Field, Fields, PartitionId, Value};
use crate::register::Identity;
use crate::text::{NameKey, fold};

/// What two nominations must share to be compared at all. Lists are grouped by it first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LikenessKey {
    /// The unit that makes the nomination.
    pub partition: PartitionId,
    /// The year whose work is commended.
    pub year: i64,
    /// The identifier of the award, also one that this version does not know.
    pub award: String,
    /// The folded name.
    pub name: String,
}

/// Where it is said of a nomination that it is not another one entered twice: the reason for R30.
pub const SET_APART: Field = Field::of_item(REASON.number, 30);

/// How alike two nominations are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Likeness {
    /// It may be one subject, or two of nearly one name: a birth year is missing, or the names differ in their marks.
    Perhaps,
    /// One subject as far as can be seen.
    Same,
}

/// What of a nomination is compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    key: LikenessKey,
    /// The name with its marks: Hoa and Hòa have one folded name and are two people.
    name: NameKey,
    kind: Option<SubjectKind>,
    birth_year: Option<i64>,
    /// Whether somebody has looked at it and said so.
    set_apart: bool,
}

impl Subject {
    /// Reads what is compared. `None` while the year, the award or the name is missing.
    #[must_use]
    pub fn read(partition: PartitionId, fields: &Fields) -> Option<Self> {
        let int = |field| fields.get(&field).and_then(Value::as_int);
        Some(Self {
            key: key_of(partition, fields)?,
            name: NameKey::of_collective(fields.get(&NAME).and_then(Value::as_text)?),
            kind: int(SUBJECT).and_then(|code| u16::try_from(code).ok()).and_then(SubjectKind::from_code),
            birth_year: int(BIRTH_YEAR),
            set_apart: fields.get(&SET_APART).is_some_and(|reason| *reason != Value::Null),
        })
    }

    /// Whether another says the very same: the same name, the same birth year or none in both, the same kind of subject.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let (a, b) = (self, other);
        a.key == b.key && a.name == b.name && a.kind == b.kind && a.birth_year == b.birth_year
    }

    /// What it must share with another to be compared.
    #[must_use]
    pub const fn key(&self) -> &LikenessKey {
        &self.key
    }
}

/// The key of a nomination. `None` while the year, the award or the name is missing.
#[must_use]
pub fn key_of(partition: PartitionId, fields: &Fields) -> Option<LikenessKey> {
    let text = |field| fields.get(&field).and_then(Value::as_text);
    let name = fold(text(NAME)?);
    let award = text(AWARD).filter(|award| !award.is_empty())?.to_owned();
    let year = fields.get(&YEAR).and_then(Value::as_int)?;
    (!name.is_empty()).then_some(LikenessKey { partition, year, award, name })
}

/// How alike two nominations are; `None` where they are for two subjects.
#[must_use]
pub fn likeness(a: &Subject, b: &Subject) -> Option<Likeness> {
    if a.key != b.key || a.set_apart || b.set_apart {
        return None;
    }
    compare((a.kind, b.kind), (a.birth_year, b.birth_year), a.name == b.name)
}

/// How alike two subjects of one unit are, whatever they are nominated for; `None` where they are two.
#[must_use]
pub fn alike(a: &Identity, b: &Identity) -> Option<Likeness> {
    if a.partition != b.partition || a.folded != b.folded {
        return None;
    }
    compare((a.kind, b.kind), (a.birth_year, b.birth_year), a.name == b.name)
}

/// The comparison behind the folded name: what they are, when they were born, and the name with its marks.
fn compare(
    (kind, other_kind): (Option<SubjectKind>, Option<SubjectKind>),
    born: (Option<i64>, Option<i64>),
    same_name: bool,
) -> Option<Likeness> {
    if kind.zip(other_kind).is_some_and(|(a, b)| a != b) {
        return None;
    }
    let certain = match born {
        (Some(a), Some(b)) if a != b => return None,
        (Some(_), Some(_)) => true,
        // A collective was not born; within one unit its name is its own.
        _ => kind == Some(SubjectKind::Collective) && kind == other_kind,
    };
    Some(if certain && same_name { Likeness::Same } else { Likeness::Perhaps })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields(kind: SubjectKind, name: &str, birth_year: Option<i64>) -> Fields {
        let mut fields = Fields::from_iter([
            (SUBJECT, i64::from(kind.code()).into()),
            (AWARD, "giay_khen_xa".into()),
            (YEAR, 2023.into()),
            (NAME, name.into()),
        ]);
        fields.extend(birth_year.map(|year| (BIRTH_YEAR, year.into())));
        fields
    }

    fn subject(kind: SubjectKind, name: &str, birth_year: Option<i64>) -> Subject {
        Subject::read(PartitionId(1), &fields(kind, name, birth_year)).unwrap()
    }

    #[test]
    fn namesakes_are_told_apart_by_their_birth_year() {
        use Likeness::{Perhaps, Same};
        use SubjectKind::{Collective, Household, Individual};
        let cases = [
            (Individual, "Đinh Văn Hòa", Some(1980), Individual, "Đinh Văn Hoà", Some(1980), Some(Same)),
            (Individual, "Đinh Văn Hòa", Some(1980), Individual, "ĐINH  VĂN HÒA", Some(1980), Some(Same)),
            (Individual, "Đinh Văn Hòa", Some(1980), Individual, "Đinh Văn Hòa", Some(1981), None),
            (Individual, "Đinh Văn Hòa", Some(1980), Individual, "Đinh Văn Hòa", None, Some(Perhaps)),
            (Individual, "Đinh Văn Hòa", None, Individual, "Đinh Văn Hòa", None, Some(Perhaps)),
            (Individual, "Đinh Văn Hòa", Some(1980), Individual, "Đinh Văn Hoa", Some(1980), Some(Perhaps)),
            (Individual, "Đinh Văn Hòa", Some(1980), Individual, "Đinh Thị Hòa", Some(1980), None),
            (Individual, "Đinh Văn Hòa", None, Household, "Đinh Văn Hòa", None, None),
            (Household, "Hộ Đinh Văn Hòa", None, Household, "Hộ Đinh Văn Hòa", None, Some(Perhaps)),
            (Collective, "Thôn Mai Lãnh", None, Collective, "thôn Mai Lãnh", None, Some(Same)),
            (Collective, "Thôn Mai Lãnh", None, Collective, "Thon Mai Lanh", None, Some(Perhaps)),
        ];
        for (kind, name, born, other_kind, other_name, other_born, expected) in cases {
            let (a, b) = (subject(kind, name, born), subject(other_kind, other_name, other_born));
            assert_eq!(likeness(&a, &b), expected, "{name} {born:?} and {other_name} {other_born:?}");
            assert_eq!(likeness(&b, &a), expected, "{other_name} {other_born:?} and {name} {born:?}");
        }
    }

    #[test]
    fn what_was_set_apart_is_like_nothing_any_more() {
        let first = fields(SubjectKind::Individual, "Đinh Văn Hòa", Some(1980));
        let mut second = first.clone();
        second.insert(SET_APART, "Hai người khác nhau".into());
        let [first, second] = [first, second].map(|fields| Subject::read(PartitionId(1), &fields).unwrap());
        assert_eq!(likeness(&first, &second), None);
        assert_eq!(likeness(&second, &first), None);
    }

    #[test]
    fn another_unit_year_or_award_is_another_nomination() {
        let of = |partition, fields: &Fields| Subject::read(PartitionId(partition), fields).unwrap();
        let first = fields(SubjectKind::Individual, "Đinh Văn Hòa", Some(1980));
        let with = |field, value: Value| {
            let mut other = first.clone();
            other.insert(field, value);
            other
        };
        assert_eq!(likeness(&of(1, &first), &of(1, &first)), Some(Likeness::Same));
        assert_eq!(likeness(&of(1, &first), &of(2, &first)), None);
        assert_eq!(likeness(&of(1, &first), &of(1, &with(YEAR, 2024.into()))), None);
        assert_eq!(likeness(&of(1, &first), &of(1, &with(AWARD, "bang_khen_tinh".into()))), None);
    }

    #[test]
    fn an_unfinished_form_is_like_nothing() {
        let whole = fields(SubjectKind::Individual, "Đinh Văn Hòa", None);
        for field in [AWARD, YEAR, NAME] {
            let mut unfinished = whole.clone();
            unfinished.remove(&field);
            assert_eq!(key_of(PartitionId(1), &unfinished), None, "{field:?} missing");
            unfinished.insert(field, " ".into());
            assert_eq!(key_of(PartitionId(1), &unfinished).is_none(), field != AWARD, "{field:?} blank");
        }
    }

    proptest! {
        #[test]
        fn whoever_is_compared_first_the_answer_is_one(
            a in ("[ĐH]oà? ?[Hh]òa", prop::option::of(1980i64..=1981)),
            b in ("[ĐH]oà? ?[Hh]òa", prop::option::of(1980i64..=1981)),
        ) {
            let [a, b] = [a, b].map(|(name, born)| subject(SubjectKind::Individual, &name, born));
            prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
        }
    }
}
