//! The nominations as the list needs them: in the order of names, with the keys for searching made once.
//!
//! Lives as long as the app: going to a nomination and back loses neither the search nor the work of sorting ten
//! thousand names.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::award::SubjectKind;
use thidua_domain::likeness::{self, Likeness, Subject};
use thidua_domain::nomination::Nomination;
use thidua_domain::record::{PartitionId, RecordKind};
use thidua_domain::text::{self, NameKey};

use super::index_place::IndexPlace;
use crate::book::{Book, RecordView, Shared};
use crate::features::state::StateFilter;
use crate::order;

/// One line of the list.
pub(crate) struct Line {
    /// The nomination.
    pub(crate) record: Arc<RecordView>,
    /// Its year.
    pub(crate) year: Option<i64>,
    folded: String,
    key: NameKey,
}

impl Line {
    fn new(record: &Arc<RecordView>) -> Self {
        let nomination = Nomination::read(&record.fields);
        let key = match nomination.subject {
            Some(SubjectKind::Collective) => NameKey::of_collective(nomination.name),
            Some(SubjectKind::Individual | SubjectKind::Household) | None => {
                NameKey::of_person(nomination.name)
            }
        };
        let award = nomination.award.map_or("", |award| award.vi);
        let searched = [nomination.name, nomination.position, nomination.workplace, award].join(" ");
        Self { record: Arc::clone(record), year: nomination.year, folded: text::fold(&searched), key }
    }
}

/// Two nominations that may be one.
pub(crate) struct Pair {
    /// The one.
    pub(crate) a: Arc<RecordView>,
    /// The other.
    pub(crate) b: Arc<RecordView>,
    /// How sure it is.
    pub(crate) likeness: Likeness,
}

/// The list with its search. `Copy`: signals that live as long as the app.
#[derive(Clone, Copy)]
pub(crate) struct NominationIndex {
    /// What is typed in the search.
    pub(crate) query: RwSignal<String>,
    /// The year to narrow to, as chosen; empty for all.
    pub(crate) year: RwSignal<String>,
    /// The unit to narrow to, as chosen; empty for all.
    pub(crate) unit: RwSignal<String>,
    /// The state to narrow to, as chosen; empty for all.
    pub(crate) state: RwSignal<String>,
    lines: Memo<Shared<Arc<Line>>>,
    found: Memo<Shared<Arc<Line>>>,
}

impl NominationIndex {
    /// The index of this app.
    pub(crate) fn of(book: Book) -> Self {
        let make = || Self::new(book);
        use_context::<IndexPlace>().map_or_else(make, |place| place.kept(make))
    }

    fn new(book: Book) -> Self {
        let [query, year, unit, state] = std::array::from_fn(|_| RwSignal::new(String::new()));
        let records = book.nominations();
        let lines = Memo::new_with_compare(move |before| index(&records.get(), before), is_another);
        let found = Memo::new_with_compare(
            move |_| {
                let wanted = Wanted {
                    query: text::fold(&query.read()),
                    year: year.read().parse().ok(),
                    unit: unit.read().parse().ok().map(PartitionId),
                    state: StateFilter::parse(&state.read()),
                };
                Arc::new(lines.read().iter().filter(|line| wanted.takes(line)).cloned().collect::<Vec<_>>())
            },
            is_another,
        );
        Self { query, year, unit, state, lines, found }
    }

    /// The lines that pass the search and the filters, in the order of names.
    pub(crate) fn found(self) -> Signal<Shared<Arc<Line>>> {
        self.found.into()
    }

    /// How many there are in all.
    pub(crate) fn total(self) -> usize {
        self.lines.read().len()
    }

    /// Shows everything again.
    pub(crate) fn widen(self) {
        for chosen in [self.query, self.year, self.unit, self.state] {
            chosen.set(String::new());
        }
    }

    /// The years that occur, newest first.
    pub(crate) fn years(self) -> Vec<i64> {
        order::years(self.lines.read().iter().filter_map(|line| line.year))
    }

    /// Whether there are nominations that may be one. Tracks.
    pub(crate) fn has_pairs(self) -> bool {
        !self.pairs().is_empty()
    }

    /// Nominations that may be one, entered twice. Worked out when asked for.
    pub(crate) fn pairs(self) -> Vec<Pair> {
        let lines = self.lines.read();
        let subject = |line: &Arc<Line>| {
            let record = Arc::clone(&line.record);
            Subject::read(record.partition, &record.fields).map(|subject| (subject, record))
        };
        let subjects: Vec<_> = lines.iter().filter_map(subject).collect();
        let key = |place: usize| subjects.get(place).map(|(subject, _)| subject.key());
        let together: Vec<_> = order::places(subjects.len(), |a, b| key(a).cmp(&key(b)))
            .into_iter()
            .filter_map(|place| subjects.get(place))
            .collect();
        let groups = together.chunk_by(|(a, _), (b, _)| a.key() == b.key());
        let mut pairs: Vec<Pair> = groups.flat_map(pairs_of).collect();
        // The sure ones first.
        let perhaps = pairs.extract_if(.., |pair| pair.likeness == Likeness::Perhaps).collect::<Vec<_>>();
        pairs.extend(perhaps);
        pairs
    }
}

fn pairs_of(group: &[&(Subject, Arc<RecordView>)]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut rest = group;
    while let Some(((a, record_a), after)) = rest.split_first() {
        rest = after;
        for (b, record_b) in rest {
            if let Some(likeness) = likeness::likeness(a, b) {
                pairs.push(Pair { a: Arc::clone(record_a), b: Arc::clone(record_b), likeness });
            }
        }
    }
    pairs
}

/// What the list is narrowed to.
struct Wanted {
    query: String,
    year: Option<i64>,
    unit: Option<PartitionId>,
    state: StateFilter,
}

impl Wanted {
    fn takes(&self, line: &Line) -> bool {
        self.year.is_none_or(|year| line.year == Some(year))
            && self.unit.is_none_or(|unit| line.record.partition == unit)
            && self.state.takes(&line.record)
            && text::matches(&line.folded, &self.query)
    }
}

/// Lines for the records; those that did not change are taken over.
fn index(records: &[Arc<RecordView>], before: Option<&Shared<Arc<Line>>>) -> Shared<Arc<Line>> {
    let before: &[Arc<Line>] = before.map_or(&[], |before| before.as_slice());
    let by_id = order::in_order(before, |a, b| a.record.id.cmp(&b.record.id));
    let line = |record: &Arc<RecordView>| {
        let known = by_id.binary_search_by(|line| line.record.id.cmp(&record.id)).ok();
        match known.and_then(|place| by_id.get(place)) {
            Some(line) if Arc::ptr_eq(&line.record, record) => Arc::clone(line),
            _ => Arc::new(Line::new(record)),
        }
    };
    let lines: Vec<_> = records.iter().map(line).collect();
    let compare = |a: &Arc<Line>, b: &Arc<Line>| {
        a.key.cmp(&b.key).then(b.year.cmp(&a.year)).then(a.record.id.cmp(&b.record.id))
    };
    Arc::new(order::in_order(&lines, compare))
}

fn is_another<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    a.zip(b).is_none_or(|(a, b)| !Arc::ptr_eq(a, b))
}

/// The deleted nominations, in the order of names.
pub(crate) fn deleted(book: Book) -> Shared<Arc<Line>> {
    let deleted = book.deleted().get();
    let nominations = deleted.iter().filter(|record| record.kind == RecordKind::Nomination).cloned();
    index(&nominations.collect::<Vec<_>>(), None)
}
