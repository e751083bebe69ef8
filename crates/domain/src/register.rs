//! The register as a whole: which entry a nomination is for, which entries seem to be one, and what was merged.
//!
//! Entries are matched by name, birth year and unit each time they are read, with this version's folding: no key is
//! stored, so devices of two versions cannot disagree about one. Two officers may merge two entries into each other on
//! two devices; then the older entry holds, everywhere.

use std::collections::BTreeMap;

use crate::award::SubjectKind;
use crate::law::history::History;
use crate::likeness::{Likeness, alike};
use crate::nomination;
use crate::profile::{BIRTH_YEAR, DISTINCT_FROM, NAME, Profile, SUBJECT};
use crate::record::{Fields, PartitionId, RecordId, Value};
use crate::rule_set::AwardYear;
use crate::text::{NameKey, fold};

/// What tells one person, collective or household from another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// The unit.
    pub partition: PartitionId,
    /// The folded name.
    pub folded: String,
    /// The name with its marks: Hoa and Hòa have one folded name and are two people.
    pub name: NameKey,
    /// What it is, where that is known.
    pub kind: Option<SubjectKind>,
    /// The year of birth.
    pub birth_year: Option<i64>,
}

impl Identity {
    /// Reads the identity of an entry, or of a nomination's subject; `None` without a name.
    #[must_use]
    pub fn read(partition: PartitionId, fields: &Fields) -> Option<Self> {
        let int = |field| fields.get(&field).and_then(Value::as_int);
        let name = fields.get(&NAME).and_then(Value::as_text)?;
        let folded = fold(name);
        (!folded.is_empty()).then(|| Self {
            partition,
            folded,
            name: NameKey::of_collective(name),
            kind: int(SUBJECT).and_then(|code| u16::try_from(code).ok()).and_then(SubjectKind::from_code),
            birth_year: int(BIRTH_YEAR),
        })
    }
}

/// One entry of the register, as it is compared.
#[derive(Clone, Debug)]
struct Entry {
    id: RecordId,
    identity: Identity,
    merged_into: Option<RecordId>,
    distinct_from: Vec<RecordId>,
    history: History,
    known_since: Option<i64>,
}

/// Which entry a nomination is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Match {
    /// This one.
    One(RecordId),
    /// One of these, which name and birth year do not tell apart: the officer chooses.
    Several(Vec<RecordId>),
    /// None that is known.
    None,
}

/// All entries that an account can see.
#[derive(Clone, Debug, Default)]
pub struct Register {
    entries: Vec<Entry>,
    by_id: BTreeMap<RecordId, usize>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// The entries that another one holds for, by the one that holds: most registers have few.
    merged: BTreeMap<RecordId, Vec<RecordId>>,
}

impl Register {
    /// The register of these entries.
    pub fn of<'f>(entries: impl IntoIterator<Item = (RecordId, PartitionId, &'f Fields)>) -> Self {
        let mut register = Self::default();
        for (id, partition, fields) in entries {
            let Some(identity) = Identity::read(partition, fields) else { continue };
            let profile = Profile::read(fields);
            let distinct = fields.iter().filter(|(field, _)| field.number == DISTINCT_FROM.number);
            let place = register.entries.len();
            register.by_id.insert(id, place);
            register.by_name.entry(identity.folded.clone()).or_default().push(place);
            register.entries.push(Entry {
                id,
                identity,
                merged_into: profile.merged_into,
                distinct_from: distinct.filter_map(|(_, value)| value.as_text()?.parse().ok()).collect(),
                history: profile.history(),
                known_since: profile.known_since,
            });
        }
        let mut merged: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
        for entry in register.entries.iter().filter(|entry| entry.merged_into.is_some()) {
            let holding = register.holding(entry.id);
            if holding != entry.id {
                merged.entry(holding).or_default().push(entry.id);
            }
        }
        register.merged = merged;
        register
    }

    fn entry(&self, id: RecordId) -> Option<&Entry> {
        self.by_id.get(&id).and_then(|place| self.entries.get(*place))
    }

    /// The entry that holds for this one: itself, or the one it was merged into. Where merging goes in a circle, the
    /// entry with the lowest id of the circle, which is the oldest.
    #[must_use]
    pub fn holding(&self, id: RecordId) -> RecordId {
        if self.entry(id).is_none_or(|entry| entry.merged_into.is_none()) {
            return id;
        }
        let mut way = vec![id];
        while let Some(next) =
            way.last().and_then(|last| self.entry(*last)).and_then(|entry| entry.merged_into)
        {
            if self.entry(next).is_none() {
                break;
            }
            if let Some(begin) = way.iter().position(|passed| *passed == next) {
                return way.iter().skip(begin).copied().min().unwrap_or(next);
            }
            way.push(next);
        }
        way.last().copied().unwrap_or(id)
    }

    /// Whether an entry counts no more because it was merged into another.
    #[must_use]
    pub fn is_merged(&self, id: RecordId) -> bool {
        self.holding(id) != id
    }

    /// Every entry that the same one holds for, itself included.
    #[must_use]
    pub fn family(&self, id: RecordId) -> Vec<RecordId> {
        let holding = self.holding(id);
        let mut family = vec![holding];
        family.extend(self.merged.get(&holding).into_iter().flatten());
        family.sort_unstable();
        family
    }

    /// The entry that a nomination is for: the one that the officer chose, otherwise the only one that is certainly the
    /// same.
    #[must_use]
    pub fn find(&self, partition: PartitionId, fields: &Fields) -> Match {
        let chosen = fields.get(&nomination::PROFILE).and_then(Value::as_text);
        if let Some(chosen) = chosen.and_then(|id| id.parse().ok()).filter(|id| self.entry(*id).is_some()) {
            return Match::One(self.holding(chosen));
        }
        let Some(identity) = Identity::read(partition, fields) else { return Match::None };
        let mut found: Vec<RecordId> = Vec::new();
        let mut certain: Vec<RecordId> = Vec::new();
        for place in self.by_name.get(&identity.folded).into_iter().flatten() {
            let Some(entry) = self.entries.get(*place) else { continue };
            let Some(likeness) = alike(&identity, &entry.identity) else { continue };
            let holding = self.holding(entry.id);
            let into = if likeness == Likeness::Same { &mut certain } else { &mut found };
            if !into.contains(&holding) {
                into.push(holding);
            }
        }
        match (certain.as_slice(), found.as_slice()) {
            ([one], _) => Match::One(*one),
            ([], []) => Match::None,
            ([], _) => Match::Several(found),
            _ => Match::Several(certain),
        }
    }

    /// The titles that count of an entry and of what was merged into it, and since when the list is complete.
    #[must_use]
    pub fn history(&self, id: RecordId) -> (History, Option<AwardYear>) {
        let mut history = History::default();
        let mut known_since: Option<i64> = None;
        for entry in self.family(id).into_iter().filter_map(|id| self.entry(id)) {
            history.extend(&entry.history);
            // The list of the family is as complete as its most complete entry.
            known_since = match (known_since, entry.known_since) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        (history, known_since.and_then(|year| AwardYear::try_from(year.max(i64::from(AwardYear::MIN))).ok()))
    }

    /// Pairs of entries that seem to be one, the certain ones first: of one unit, and across units where the birth years
    /// are known and equal. Pairs of which somebody has said that they are two are left out.
    #[must_use]
    pub fn duplicates(&self) -> Vec<(RecordId, RecordId, Likeness)> {
        let (mut certain, mut perhaps) = (Vec::new(), Vec::new());
        for places in self.by_name.values().filter(|places| places.len() > 1) {
            for (at, first) in places.iter().enumerate() {
                for second in places.iter().skip(at + 1) {
                    let (Some(a), Some(b)) = (self.entries.get(*first), self.entries.get(*second)) else {
                        continue;
                    };
                    let told = a.distinct_from.contains(&b.id) || b.distinct_from.contains(&a.id);
                    if told || self.holding(a.id) == self.holding(b.id) {
                        continue;
                    }
                    match pair(&a.identity, &b.identity) {
                        Some(Likeness::Same) => certain.push((a.id, b.id, Likeness::Same)),
                        Some(Likeness::Perhaps) => perhaps.push((a.id, b.id, Likeness::Perhaps)),
                        None => {}
                    }
                }
            }
        }
        certain.append(&mut perhaps);
        certain
    }
}

/// Across units people move and names repeat: only equal birth years point to one person, and never with certainty.
fn pair(a: &Identity, b: &Identity) -> Option<Likeness> {
    if a.partition == b.partition {
        return alike(a, b);
    }
    let born = a.birth_year.is_some() && a.birth_year == b.birth_year;
    let persons = [a, b].iter().all(|side| side.kind == Some(SubjectKind::Individual));
    (born && persons && a.name == b.name).then_some(Likeness::Perhaps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{
        HONOUR_AWARD, HONOUR_DECISION, HONOUR_REVOKED, HONOUR_YEAR, KNOWN_SINCE, MERGED_INTO,
    };
    use crate::record::Field;

    fn id(number: u8) -> RecordId {
        RecordId::from_bytes([number; 16])
    }

    fn person(name: &str, born: Option<i64>) -> Fields {
        let mut fields = Fields::from_iter([(SUBJECT, 1.into()), (NAME, name.into())]);
        fields.extend(born.map(|born| (BIRTH_YEAR, born.into())));
        fields
    }

    fn register(entries: &[(u8, u32, &Fields)]) -> Register {
        Register::of(entries.iter().map(|(number, unit, fields)| (id(*number), PartitionId(*unit), *fields)))
    }

    #[test]
    fn a_nomination_finds_its_entry_and_namesakes_are_for_the_officer_to_choose() {
        let (hoa, younger, hoa_unmarked) = (
            person("Đinh Văn Hòa", Some(1980)),
            person("Đinh Văn Hòa", Some(1991)),
            person("Đinh Văn Hoa", None),
        );
        let register = register(&[(1, 1, &hoa), (2, 1, &younger), (3, 1, &hoa_unmarked), (4, 2, &hoa)]);
        let unit = PartitionId(1);
        assert_eq!(register.find(unit, &person("ĐINH VĂN HOÀ", Some(1980))), Match::One(id(1)));
        assert_eq!(
            register.find(unit, &person("Đinh Văn Hòa", None)),
            Match::Several(vec![id(1), id(2), id(3)])
        );
        assert_eq!(register.find(unit, &person("Đinh Thị Hòa", None)), Match::None);
        let mut chosen = person("Đinh Văn Hòa", None);
        chosen.insert(nomination::PROFILE, id(2).to_string().as_str().into());
        assert_eq!(register.find(unit, &chosen), Match::One(id(2)));
    }

    #[test]
    fn merged_entries_hold_as_one_also_where_two_were_merged_into_each_other() {
        let merged = |into: u8| {
            let mut fields = person("Đinh Văn Hòa", Some(1980));
            fields.insert(MERGED_INTO, id(into).to_string().as_str().into());
            fields
        };
        let last = person("Đinh Văn Hòa", Some(1980));
        let chain = register(&[(1, 1, &merged(2)), (2, 1, &merged(3)), (3, 1, &last)]);
        assert_eq!(chain.holding(id(1)), id(3));
        assert_eq!(chain.family(id(2)), [id(1), id(2), id(3)]);
        assert_eq!(chain.find(PartitionId(1), &last), Match::One(id(3)));
        assert_eq!(chain.duplicates(), []);
        let circle = register(&[(5, 1, &merged(6)), (6, 1, &merged(5)), (7, 1, &merged(5))]);
        assert_eq!([5, 6, 7].map(|number| circle.holding(id(number))), [id(5); 3]);
        let into_nowhere = register(&[(1, 1, &merged(9))]);
        assert_eq!(into_nowhere.holding(id(1)), id(1));
    }

    #[test]
    fn the_honours_of_what_was_merged_count_and_revoked_ones_do_not() {
        let honoured = |item: u32, year: i64, revoked: bool| {
            let mut fields = person("Đinh Văn Hòa", Some(1980));
            fields.insert(Field::of_item(HONOUR_YEAR.number, item), year.into());
            fields.insert(Field::of_item(HONOUR_AWARD.number, item), "chien_si_thi_dua_co_so".into());
            fields.insert(Field::of_item(HONOUR_DECISION.number, item), "12/QĐ-UBND".into());
            if revoked {
                fields.insert(Field::of_item(HONOUR_REVOKED.number, item), "9/QĐ-UBND".into());
            }
            fields
        };
        let mut old = honoured(1, 2021, false);
        old.insert(MERGED_INTO, id(2).to_string().as_str().into());
        old.insert(KNOWN_SINCE, 2019.into());
        let kept = honoured(2, 2022, false);
        let revoked = honoured(3, 2020, true);
        let register = register(&[(1, 1, &old), (2, 1, &kept), (3, 1, &revoked)]);
        let (history, since) = register.history(id(2));
        let year = |year: i64| AwardYear::try_from(year).unwrap();
        let has = |at| history.has(year(at), "chien_si_thi_dua_co_so");
        assert_eq!((has(2021), has(2022), has(2020)), (true, true, false));
        assert_eq!(since, Some(year(2019)));
        assert!(!register.history(id(3)).0.has(year(2020), "chien_si_thi_dua_co_so"));
    }

    #[test]
    fn duplicates_are_told_until_somebody_says_that_they_are_two() {
        let (a, b) = (person("Đinh Văn Hòa", Some(1980)), person("Đinh Văn Hoà", Some(1980)));
        let vague = person("Đinh Văn Hòa", None);
        let pairs = register(&[(1, 1, &a), (2, 1, &b), (3, 1, &vague), (4, 2, &a)]).duplicates();
        let told = |first: u8, second: u8, likeness| (id(first), id(second), likeness);
        assert_eq!(
            pairs,
            [
                told(1, 2, Likeness::Same),
                told(1, 3, Likeness::Perhaps),
                told(1, 4, Likeness::Perhaps),
                told(2, 3, Likeness::Perhaps),
                told(2, 4, Likeness::Perhaps),
            ]
        );
        let mut other = b.clone();
        other.insert(Field::of_item(DISTINCT_FROM.number, 1), id(1).to_string().as_str().into());
        assert_eq!(register(&[(1, 1, &a), (2, 1, &other)]).duplicates(), []);
    }
}
