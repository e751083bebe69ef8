//! The register as the screens need it: lines in the order of names with their keys for searching, which entries seem
//! to be one, which nominations are for whom. Worked out when first asked for, and again when records change.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::access;
use thidua_domain::award::SubjectKind;
use thidua_domain::likeness::Likeness;
use thidua_domain::profile::Profile;
use thidua_domain::record::{Fields, PartitionId, RecordId, RecordKind};
use thidua_domain::register::{Match, Register};
use thidua_domain::text::{self, NameKey};

use super::gathering::{self, Gathering, New};
use crate::book::{Book, RecordView, Session, Shared};
use crate::order;

/// One line of the list.
pub(super) struct Line {
    /// The entry.
    pub(super) record: Arc<RecordView>,
    kind: Option<SubjectKind>,
    folded: String,
    key: NameKey,
}

impl Line {
    fn new(record: &Arc<RecordView>) -> Self {
        let profile = Profile::read(&record.fields);
        let key = match profile.subject {
            Some(SubjectKind::Collective) => NameKey::of_collective(profile.name),
            Some(SubjectKind::Individual | SubjectKind::Household) | None => NameKey::of_person(profile.name),
        };
        let born = profile.birth_year.map(|year| year.to_string()).unwrap_or_default();
        let searched = [profile.name, &born, profile.position, profile.workplace].join(" ");
        Self { record: Arc::clone(record), kind: profile.subject, folded: text::fold(&searched), key }
    }
}

/// Two entries that may be one.
#[derive(Clone)]
pub(super) struct Pair {
    /// The one.
    pub(super) a: Arc<RecordView>,
    /// The other.
    pub(super) b: Arc<RecordView>,
    /// How sure it is.
    pub(super) likeness: Likeness,
}

/// A nomination, and the entry that it is for.
pub(super) struct Matched {
    /// The nomination.
    pub(super) record: Arc<RecordView>,
    /// Whom the register finds for it.
    pub(super) found: Match,
}

/// The register with its search. `Copy`: signals of the section.
#[derive(Clone, Copy)]
pub(super) struct PeopleIndex {
    /// What is typed in the search.
    pub(super) query: RwSignal<String>,
    /// The kind of subject to narrow to, as chosen; empty for all.
    pub(super) kind: RwSignal<String>,
    /// The unit to narrow to, as chosen; empty for all.
    pub(super) unit: RwSignal<String>,
    /// How far adding from the nominations is.
    pub(super) gathering: RwSignal<Gathering>,
    book: Book,
    register: Memo<Arc<Register>>,
    lines: Memo<Shared<Arc<Line>>>,
    found: Memo<Shared<Arc<Line>>>,
    pairs: Memo<Shared<Pair>>,
    matched: Memo<Shared<Matched>>,
    unlisted: Memo<Shared<New>>,
}

impl PeopleIndex {
    /// Follows the book. Call it once, in the section's owner.
    pub(super) fn new(book: Book) -> Self {
        let [query, kind, unit] = std::array::from_fn(|_| RwSignal::new(String::new()));
        let (profiles, nominations) = (book.profiles(), book.nominations());
        let register = Memo::new_with_compare(move |_| register(&profiles.read()), is_another);
        let lines = Memo::new_with_compare(
            move |before| {
                let register = register.read();
                let records = profiles.read();
                let live = records.iter().filter(|record| !register.is_merged(record.id));
                index(live, before)
            },
            is_another,
        );
        let found = Memo::new_with_compare(
            move |_| {
                let wanted = Wanted {
                    query: text::fold(&query.read()),
                    kind: kind.read().parse().ok().and_then(SubjectKind::from_code),
                    unit: unit.read().parse().ok().map(PartitionId),
                };
                Arc::new(lines.read().iter().filter(|line| wanted.takes(line)).cloned().collect::<Vec<_>>())
            },
            is_another,
        );
        let pairs =
            Memo::new_with_compare(move |_| Arc::new(pairs_of(&register.read(), &lines.read())), is_another);
        let matched = Memo::new_with_compare(
            move |_| {
                let register = register.read();
                let find = |record: &Arc<RecordView>| Matched {
                    record: Arc::clone(record),
                    found: register.find(record.partition, &record.fields),
                };
                Arc::new(nominations.read().iter().map(find).collect::<Vec<_>>())
            },
            is_another,
        );
        let unlisted = Memo::new_with_compare(
            move |_| {
                let session = book.session().get();
                Arc::new(
                    session.map(|session| gathering::plan(&session, &matched.read())).unwrap_or_default(),
                )
            },
            is_another,
        );
        let gathering = RwSignal::new(Gathering::Rest);
        Self { query, kind, unit, gathering, book, register, lines, found, pairs, matched, unlisted }
    }

    /// The lines that pass the search and the filters, in the order of names.
    pub(super) fn found(self) -> Signal<Shared<Arc<Line>>> {
        self.found.into()
    }

    /// How many entries there are in all. Tracks.
    pub(super) fn total(self) -> usize {
        self.lines.read().len()
    }

    /// Shows everything again.
    pub(super) fn widen(self) {
        for chosen in [self.query, self.kind, self.unit] {
            chosen.set(String::new());
        }
    }

    /// Entries that seem to be one, the sure ones first.
    pub(super) fn pairs(self) -> Signal<Shared<Pair>> {
        self.pairs.into()
    }

    /// Entries for the subjects of nominations that the register does not know.
    pub(super) fn unlisted(self) -> Signal<Shared<New>> {
        self.unlisted.into()
    }

    /// The nominations that are certainly for an entry, and those that may be; newest year first. Tracks.
    pub(super) fn nominations_of(self, id: RecordId) -> [Vec<Arc<RecordView>>; 2] {
        let (mut certain, mut perhaps) = (Vec::new(), Vec::new());
        for nomination in self.matched.read().iter() {
            match &nomination.found {
                Match::One(one) if *one == id => certain.push(Arc::clone(&nomination.record)),
                Match::Several(all) if all.contains(&id) => perhaps.push(Arc::clone(&nomination.record)),
                Match::One(_) | Match::Several(_) | Match::None => {}
            }
        }
        let year = |record: &RecordView| thidua_domain::nomination::Nomination::read(&record.fields).year;
        [certain, perhaps]
            .map(|all| order::in_order(&all, |a, b| year(b).cmp(&year(a)).then(b.id.cmp(&a.id))))
    }

    /// The entry that holds for this one: itself, or the one it was merged into. Tracks.
    pub(super) fn holding(self, id: RecordId) -> RecordId {
        self.register.read().holding(id)
    }

    /// Every entry that counts as this one, itself included. Tracks.
    pub(super) fn family(self, id: RecordId) -> Vec<Arc<RecordView>> {
        let family = self.register.read().family(id);
        family.into_iter().filter_map(|id| self.book.record(id)).collect()
    }
}

/// Whether an account may change an entry.
pub(super) fn may_change(session: Option<&Session>, record: &RecordView) -> bool {
    session.is_some_and(|session| {
        let before = Some(&record.fields);
        access::may_write(&session.account, record.kind, record.partition, before, &Fields::new()).is_ok()
    })
}

/// The deleted entries, in the order of names. Tracks.
pub(super) fn deleted(book: Book) -> Shared<Arc<Line>> {
    let deleted = book.deleted().get();
    index(deleted.iter().filter(|record| record.kind == RecordKind::Profile), None)
}

/// What the list is narrowed to.
struct Wanted {
    query: String,
    kind: Option<SubjectKind>,
    unit: Option<PartitionId>,
}

impl Wanted {
    fn takes(&self, line: &Line) -> bool {
        self.kind.is_none_or(|kind| line.kind == Some(kind))
            && self.unit.is_none_or(|unit| line.record.partition == unit)
            && text::matches(&line.folded, &self.query)
    }
}

fn register(records: &[Arc<RecordView>]) -> Arc<Register> {
    Arc::new(Register::of(records.iter().map(|record| (record.id, record.partition, &record.fields))))
}

/// Lines for the records; those that did not change are taken over.
fn index<'r>(
    records: impl Iterator<Item = &'r Arc<RecordView>>,
    before: Option<&Shared<Arc<Line>>>,
) -> Shared<Arc<Line>> {
    let before: &[Arc<Line>] = before.map_or(&[], |before| before.as_slice());
    let by_id = order::in_order(before, |a, b| a.record.id.cmp(&b.record.id));
    let line = |record: &Arc<RecordView>| {
        let known = by_id.binary_search_by(|line| line.record.id.cmp(&record.id)).ok();
        match known.and_then(|place| by_id.get(place)) {
            Some(line) if Arc::ptr_eq(&line.record, record) => Arc::clone(line),
            _ => Arc::new(Line::new(record)),
        }
    };
    let lines: Vec<_> = records.map(line).collect();
    Arc::new(order::in_order(&lines, |a, b| a.key.cmp(&b.key).then(a.record.id.cmp(&b.record.id))))
}

/// The pairs of which neither was merged: whoever was merged counts as another, who is compared for both.
fn pairs_of(register: &Register, lines: &[Arc<Line>]) -> Vec<Pair> {
    let by_id = order::in_order(lines, |a, b| a.record.id.cmp(&b.record.id));
    let record = |id: RecordId| {
        let place = by_id.binary_search_by(|line| line.record.id.cmp(&id)).ok()?;
        by_id.get(place).map(|line| Arc::clone(&line.record))
    };
    let pair = |(a, b, likeness)| Some(Pair { a: record(a)?, b: record(b)?, likeness });
    register.duplicates().into_iter().filter_map(pair).collect()
}

fn is_another<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    a.zip(b).is_none_or(|(a, b)| !Arc::ptr_eq(a, b))
}
