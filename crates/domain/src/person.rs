//! Finding what is kept about one person, for whoever asks what it is: by name and year of birth, as the person says them.
//!
//! A namesake must not be told as the same person, so what is certain and what only may be meant are kept apart; who asks
//! decides.

use crate::nomination::{self, BIRTH_YEAR, NAME};
use crate::profile::MERGED_INTO;
use crate::record::{Field, Fields, RecordId, RecordKind, Value};
use crate::step;
use crate::text::{NameKey, fold};

/// How sure it is that a record is about the person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sure {
    /// The name is the same or nearly so, and a year of birth is missing.
    Perhaps,
    /// Name and year of birth are the same, or the record itself was named.
    Certainly,
}

/// Who is sought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sought {
    folded: String,
    name: NameKey,
    birth_year: Option<i64>,
    /// The entry of the register or the nomination that was named.
    record: Option<RecordId>,
}

impl Sought {
    /// Somebody by name. `None` where the name is not one: a single word is the name of too many.
    #[must_use]
    pub fn by_name(name: &str, birth_year: Option<i64>) -> Option<Self> {
        let folded = fold(name);
        folded.contains(' ').then(|| Self {
            name: NameKey::of_collective(name),
            folded,
            birth_year,
            record: None,
        })
    }

    /// Whoever a record is about.
    #[must_use]
    pub fn by_record(record: RecordId, fields: &Fields) -> Self {
        let name = fields.get(&NAME).and_then(Value::as_text).unwrap_or_default();
        Self {
            folded: fold(name),
            name: NameKey::of_collective(name),
            birth_year: fields.get(&BIRTH_YEAR).and_then(Value::as_int),
            record: Some(record),
        }
    }

    /// Whether a nomination or an entry of the register is about the person; `None` where it is not. `also` are names that
    /// the record has had beside the one that is shown.
    #[must_use]
    pub fn is_about<'f>(
        &self,
        id: RecordId,
        kind: RecordKind,
        fields: &'f Fields,
        also: impl IntoIterator<Item = &'f str>,
    ) -> Option<Sure> {
        if !matches!(kind, RecordKind::Nomination | RecordKind::Profile) {
            return None;
        }
        let linked = |field: Field| -> Option<RecordId> { fields.get(&field)?.as_text()?.parse().ok() };
        let links = [linked(nomination::PROFILE), linked(MERGED_INTO), Some(id)];
        if self.record.is_some() && links.contains(&self.record) {
            return Some(Sure::Certainly);
        }
        if self.folded.is_empty() {
            return None;
        }
        let of_field = |(field, value): (&Field, &'f Value)| {
            let is_name = field.number == NAME.number || field.number == step::WAS + NAME.number;
            value.as_text().filter(|_| is_name)
        };
        let mut names =
            fields.iter().filter_map(of_field).chain(also).filter(|name| fold(name) == self.folded);
        let born = fields.get(&BIRTH_YEAR).and_then(Value::as_int);
        match (self.birth_year, born) {
            (Some(sought), Some(born)) if sought != born => None,
            (Some(_), Some(_)) => {
                let names: Vec<_> = names.collect();
                let is_same = names.iter().any(|name| NameKey::of_collective(name) == self.name);
                (!names.is_empty()).then_some(if is_same { Sure::Certainly } else { Sure::Perhaps })
            }
            _ => names.next().map(|_| Sure::Perhaps),
        }
    }

    /// Whether a text names the person.
    #[must_use]
    pub fn is_named_in(&self, text: &str) -> bool {
        self.folded.contains(' ') && {
            let folded = [" ", &fold(text), " "].concat();
            folded.contains(&[" ", &self.folded, " "].concat())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> RecordId {
        RecordId::from_bytes([number; 16])
    }

    fn person(name: &str, born: Option<i64>) -> Fields {
        let mut fields = Fields::from_iter([(NAME, name.into())]);
        fields.extend(born.map(|born| (BIRTH_YEAR, born.into())));
        fields
    }

    #[test]
    fn a_person_is_found_by_name_and_year_and_a_namesake_is_not() {
        use Sure::{Certainly, Perhaps};
        let sought = Sought::by_name("đinh văn hoà", Some(1980)).unwrap();
        let cases = [
            ("Đinh Văn Hòa", Some(1980), Some(Certainly)),
            ("Đinh Văn Hoa", Some(1980), Some(Perhaps)),
            ("Đinh Văn Hòa", None, Some(Perhaps)),
            ("Đinh Văn Hòa", Some(1991), None),
            ("Đinh Thị Hòa", Some(1980), None),
        ];
        for (name, born, expected) in cases {
            let fields = person(name, born);
            assert_eq!(
                sought.is_about(id(1), RecordKind::Nomination, &fields, []),
                expected,
                "{name} {born:?}"
            );
        }
        let fields = person("Đinh Văn Hòa", Some(1980));
        assert_eq!(sought.is_about(id(1), RecordKind::Decision, &fields, []), None);
        assert_eq!(Sought::by_name("Hòa", Some(1980)), None);
    }

    #[test]
    fn what_a_record_said_before_and_what_is_linked_to_it_counts() {
        let sought = Sought::by_name("Đinh Văn Hòa", Some(1980)).unwrap();
        let mut corrected = person("Đinh Văn Hoan", Some(1980));
        assert_eq!(sought.is_about(id(1), RecordKind::Nomination, &corrected, []), None);
        assert_eq!(
            sought.is_about(id(1), RecordKind::Nomination, &corrected, ["Đinh Văn Hòa"]),
            Some(Sure::Certainly)
        );
        corrected.insert(Field::of_item(step::WAS + NAME.number, 3), "Đinh Văn Hòa".into());
        assert_eq!(sought.is_about(id(1), RecordKind::Nomination, &corrected, []), Some(Sure::Certainly));

        let entry = Sought::by_record(id(7), &person("Đinh Văn Hòa", None));
        let mut linked = person("Đ. V. Hòa", None);
        assert_eq!(entry.is_about(id(2), RecordKind::Nomination, &linked, []), None);
        linked.insert(nomination::PROFILE, id(7).to_string().as_str().into());
        assert_eq!(entry.is_about(id(2), RecordKind::Nomination, &linked, []), Some(Sure::Certainly));
        assert_eq!(entry.is_about(id(7), RecordKind::Profile, &Fields::new(), []), Some(Sure::Certainly));
    }

    #[test]
    fn a_text_names_a_person_by_whole_words() {
        let sought = Sought::by_name("Đinh Văn A", None).unwrap();
        assert!(sought.is_named_in("Đề nghị của ông ĐINH VĂN A, thôn 3"));
        assert!(!sought.is_named_in("Đề nghị của ông Đinh Văn An"));
    }
}
