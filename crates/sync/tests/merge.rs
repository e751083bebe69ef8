//! What the merge owes to everybody: where the order may not matter it does not, what comes twice counts once, and how
//! operations are packed into requests changes nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree as _;
use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::lineage::Lineage;
use thidua_domain::nomination as of;
use thidua_domain::record::{Field, PartitionId, PartitionKind, RecordId, RecordKind, Value};
use thidua_sync::client::{Meta, Replica, Stamp};
use thidua_sync::counters::CounterSet;
use thidua_sync::identity::{DeviceId, Dot, Head, Seq};
use thidua_sync::merge;
use thidua_sync::operation::{Action, Change, Operation, SCHEMA};
use thidua_sync::outcome::Outcome;
use thidua_sync::row::Row;
use thidua_sync::server::{Loaded, Needs, Stored, push};
use thidua_sync::wire::{Request, decode_row, encode_row, seal};

const HOME: PartitionId = PartitionId(3);
/// The first two are written when the record is made, the others are not.
const FIELDS: [Field; 4] = [of::NAME, of::POSITION, of::WORKPLACE, of::ACHIEVEMENTS];
const VALUES: [&str; 4] = ["một", "hai", "ba", "bốn"];

fn device(number: u8) -> DeviceId {
    DeviceId([number; 16])
}

fn dot(of: u8, counter: u64) -> Dot {
    Dot { device: device(of), counter }
}

fn record() -> RecordId {
    "018bcfe5680070008000000000000001".parse().unwrap()
}

fn operation(by: Dot, action: Action, base: Option<Dot>, changes: Vec<Change>) -> Operation {
    Operation {
        device: by.device,
        counter: by.counter,
        record: record(),
        partition: HOME,
        kind: RecordKind::Nomination.code(),
        action,
        schema: SCHEMA,
        base,
        changes,
        parents: Vec::new(),
        device_time_ms: 0,
        clock_offset_ms: None,
    }
}

/// The record as the first device has made it.
fn creation() -> Operation {
    let fields = [
        (of::SUBJECT, Value::Int(1)),
        (of::AWARD, "lao_dong_tien_tien".into()),
        (of::YEAR, 2023.into()),
        (of::NAME, "Đinh Văn A".into()),
        (of::POSITION, "Công chức".into()),
    ];
    let change = |(field, value)| Change { field, base: None, value, settles: Vec::new() };
    operation(dot(1, 1), Action::Create, None, fields.map(change).into())
}

fn row() -> Row {
    merge::create(&creation(), Seq(1))
}

/// An edit by a device that has seen the record as it was made, and nothing since.
fn edit(by: u8, changes: &[(Field, &str)]) -> Operation {
    let row = row();
    let change = |(field, value): &(Field, &str)| Change {
        field: *field,
        base: row.rev_of(*field),
        value: (*value).into(),
        settles: Vec::new(),
    };
    operation(dot(by, 9), Action::Edit, Some(row.rev), changes.iter().map(change).collect())
}

/// A deletion by such a device.
fn deletion(by: u8) -> Operation {
    let deleted = Change { field: Field::DELETED, base: None, value: Value::Bool(true), settles: Vec::new() };
    operation(dot(by, 9), Action::Delete, Some(row().rev), vec![deleted])
}

fn merged<'o>(operations: impl IntoIterator<Item = &'o Operation>) -> Row {
    let mut row = row();
    for (op, seq) in operations.into_iter().zip(2..) {
        merge::apply(&mut row, op, Seq(seq));
    }
    row
}

/// What people see of a field: the value that is shown and those that are offered, whichever is which.
fn values(row: &Row, field: Field) -> BTreeSet<String> {
    let cell = row.cells.get(&field);
    let all = cell
        .into_iter()
        .flat_map(|cell| std::iter::once(&cell.value).chain(cell.others.iter().map(|other| &other.value)));
    all.filter_map(|value| value.as_text().map(str::to_owned)).collect()
}

/// Several devices' edits, and an order in which they arrive.
fn concurrent(most: usize) -> impl Strategy<Value = (Vec<Vec<(usize, usize)>>, Vec<usize>)> {
    let changes = proptest::collection::btree_map(0..FIELDS.len(), 0..VALUES.len(), 1..=FIELDS.len());
    proptest::collection::vec(changes, 1..=most).prop_flat_map(|edits| {
        let edits: Vec<Vec<_>> = edits.into_iter().map(|changes| changes.into_iter().collect()).collect();
        let order = Just((0..edits.len()).collect::<Vec<_>>()).prop_shuffle();
        (Just(edits), order)
    })
}

fn edits_of(edits: &[Vec<(usize, usize)>]) -> Vec<Operation> {
    let named = |changes: &Vec<(usize, usize)>| -> Vec<_> {
        changes.iter().map(|(field, value)| (FIELDS[*field], VALUES[*value])).collect()
    };
    edits.iter().zip(2..).map(|(changes, by)| edit(by, &named(changes))).collect()
}

proptest! {
    #[test]
    fn edits_of_different_fields_make_one_row_in_any_order(
        owners in proptest::collection::vec((0u8..4, 0..VALUES.len()), FIELDS.len()),
        order in Just([0u8, 1, 2, 3]).prop_shuffle(),
    ) {
        // Each field has one device that writes it.
        let of_device = |number: u8| -> Vec<_> {
            let own = owners.iter().zip(FIELDS).filter(|((owner, _), _)| *owner == number);
            own.map(|((_, value), field)| (field, VALUES[*value])).collect()
        };
        let all: Vec<_> = (0..4).map(|number| edit(number + 2, &of_device(number))).collect();
        let (one, other) = (merged(&all), merged(order.iter().map(|at| &all[usize::from(*at)])));
        prop_assert_eq!(one.fields(), other.fields());
        for (field, cell) in &one.cells {
            let there = &other.cells[field];
            prop_assert_eq!((&cell.value, cell.rev, &cell.others), (&there.value, there.rev, &there.others));
            prop_assert!(cell.others.is_empty(), "nobody met anybody");
        }
        prop_assert_eq!(one.cells.len(), other.cells.len());
    }

    #[test]
    fn edits_of_one_field_keep_every_value_in_any_order((edits, order) in concurrent(5)) {
        let all = edits_of(&edits);
        let (one, other) = (merged(&all), merged(order.iter().map(|at| &all[*at])));
        for (at, field) in FIELDS.into_iter().enumerate() {
            let written: BTreeSet<String> = edits
                .iter()
                .flatten()
                .filter(|(of, _)| *of == at)
                .map(|(_, value)| VALUES[*value].to_owned())
                .collect();
            if written.is_empty() {
                prop_assert_eq!(one.cells.get(&field).cloned(), row().cells.get(&field).cloned());
            } else {
                prop_assert_eq!(&values(&one, field), &written, "a value was lost or made up");
            }
            prop_assert_eq!(values(&one, field), values(&other, field));
            // Each value once, and the last that came is the one that is shown.
            if let Some(cell) = other.cells.get(&field).filter(|_| !written.is_empty()) {
                prop_assert_eq!(cell.others.len() + 1, written.len());
                let last = order.iter().rev().find_map(|by| all[*by].change_of(field));
                prop_assert_eq!(last.map(|change| &change.value), Some(&cell.value));
            }
        }
    }

    #[test]
    fn an_edit_outlives_a_deletion_in_any_order(
        (edits, _) in concurrent(3),
        deletions in 1u8..3,
        seed in proptest::collection::vec(any::<Index>(), 8),
    ) {
        let mut all = edits_of(&edits);
        all.extend((0..deletions).map(|number| deletion(20 + number)));
        let edited = merged(&edits_of(&edits));
        // An order out of the seed.
        for (at, index) in seed.iter().enumerate().take(all.len()) {
            let other = index.index(all.len());
            all.swap(at, other);
        }
        let row = merged(&all);
        prop_assert!(!row.is_deleted() && row.is_returned(), "somebody's work went");
        for field in FIELDS {
            prop_assert_eq!(values(&row, field), values(&edited, field));
        }
    }

    #[test]
    fn deletions_alone_delete_in_any_order(order in Just([2u8, 3, 4]).prop_shuffle()) {
        let all = order.map(deletion);
        let row = merged(&all);
        // The second had not seen the first: it deletes what is deleted, and nothing comes back.
        prop_assert!(row.is_deleted() && !row.is_returned());
    }

    #[test]
    fn an_operation_that_comes_twice_in_a_row_counts_once(history in history(12)) {
        let mut row = row();
        for (op, seq) in history.iter().zip(2..) {
            merge::apply(&mut row, op, Seq(seq));
            let once = row.clone();
            merge::apply(&mut row, op, Seq(seq));
            prop_assert_eq!(&row, &once, "{:?}", op);
            prop_assert_eq!(decode_row(&encode_row(&row)), Ok(once));
        }
    }

    /// The endpoint's side of it: one request for each operation, or all that a device has in one, and any of them sent again
    /// however late.
    #[test]
    fn how_operations_are_packed_changes_nothing(
        history in history(14),
        ends in proptest::collection::vec(any::<bool>(), 14),
        again in proptest::collection::vec(proptest::option::of(any::<Index>()), 14),
    ) {
        let mut all = vec![creation()];
        all.extend(history);
        let mut singly = Endpoint::default();
        let mut told = Vec::new();
        for op in &all {
            told.extend(singly.take(std::slice::from_ref(op)));
        }
        let mut packed = Endpoint::default();
        let mut answered = Vec::new();
        for (batch, again) in batches(&all, &ends).into_iter().zip(again.into_iter().chain(std::iter::repeat(None))) {
            let before = answered.len();
            answered.extend(packed.take(batch));
            if let Some(again) = again {
                // From some operation that was dealt with before, up to the last of its batch.
                let rows = packed.clone();
                let at = again.index(answered.len());
                let same = all[at..before + batch.len()].iter().take_while(|op| op.device == all[at].device).count();
                let repeated = packed.take(&all[at..at + same]);
                prop_assert_eq!(&repeated[..], &answered[at..at + same], "another outcome for the same bytes");
                prop_assert_eq!(&packed, &rows, "what came again left a trace");
            }
        }
        prop_assert_eq!(answered, told);
        prop_assert_eq!(packed, singly);
    }
}

/// What three devices do one after the other, each on whatever it has seen of it: some on the newest, some on old things.
fn history(most: usize) -> impl Strategy<Value = Vec<Operation>> {
    let change = (0..FIELDS.len(), 0..=VALUES.len(), any::<Index>(), proptest::option::of(any::<Index>()));
    let step = (1u8..4, 0u8..10, any::<Index>(), proptest::collection::vec(change, 1..3));
    proptest::collection::vec(step, 0..most).prop_map(|steps| {
        let mut counters = BTreeMap::from([(1u8, 1u64)]);
        let mut seen = vec![row().rev];
        let mut all = Vec::new();
        for (by, what, base, changes) in steps {
            let counter = counters.entry(by).or_default();
            *counter += 1;
            let base = *base.get(&seen);
            let deleted = |yes| {
                vec![Change {
                    field: Field::DELETED,
                    base: None,
                    value: Value::Bool(yes),
                    settles: Vec::new(),
                }]
            };
            let (action, changes) = match what {
                0 | 1 => (Action::Delete, deleted(true)),
                2 => (Action::Restore, deleted(false)),
                3 => {
                    let stays = Change {
                        value: Value::Bool(false),
                        field: Field::RETURNED,
                        base: Some(base),
                        settles: Vec::new(),
                    };
                    (Action::Edit, vec![stays])
                }
                _ => {
                    let change = |(field, value, base, settles): (usize, usize, Index, Option<Index>)| {
                        // The name is never emptied.
                        let value = VALUES.get(value).map_or(Value::Null, |value| (*value).into());
                        let value = if field == 0 && value == Value::Null { VALUES[0].into() } else { value };
                        let settles = settles.map(|settled| *settled.get(&seen)).into_iter().collect();
                        Change { field: FIELDS[field], base: Some(*base.get(&seen)), value, settles }
                    };
                    (Action::Edit, changes.into_iter().map(change).collect())
                }
            };
            let op = operation(dot(by, *counter), action, Some(base), changes);
            seen.push(op.dot());
            all.push(op);
        }
        all
    })
}

/// Cuts a history into requests: each is of one device, and ends where that device's turn ends or where `ends` says so.
fn batches<'o>(all: &'o [Operation], ends: &[bool]) -> Vec<&'o [Operation]> {
    let mut batches = Vec::new();
    let mut from = 0;
    for at in 1..=all.len() {
        let is_end = ends.get(at - 1).copied().unwrap_or(false);
        if at == all.len() || all[at].device != all[from].device || is_end {
            batches.push(&all[from..at]);
            from = at;
        }
    }
    batches
}

/// An endpoint without its database.
#[derive(Clone, Default, PartialEq, Debug)]
struct Endpoint {
    rows: BTreeMap<RecordId, Row>,
    heads: BTreeMap<PartitionId, Head>,
    counters: BTreeMap<DeviceId, CounterSet>,
    stored: BTreeMap<DeviceId, BTreeMap<u64, Stored>>,
}

fn account() -> Account {
    let grants = vec![Grant { partition: HOME, kind: PartitionKind::Commune }];
    Account { id: 1, name: "Mẫu".into(), role: Role::CommuneOfficer, home: HOME, level: None, grants }
}

impl Endpoint {
    /// Takes a request of one device.
    fn take(&mut self, operations: &[Operation]) -> Vec<Outcome> {
        let device = operations[0].device;
        let empty = Replica::new(account(), Meta::new(device), [], [], []).request(Stamp(0)).0;
        let request = Request { operations: operations.iter().map(seal).collect(), ..empty };
        let request = Request::decode(&request.encode()).unwrap();
        let needs = Needs::of(&request, &Lineage::default());
        let counters = self.counters.entry(device).or_default();
        let stored = self.stored.entry(device).or_default();
        let mut loaded = Loaded {
            counters: counters.clone(),
            stored: needs.counters.iter().filter_map(|at| Some((*at, stored.get(at)?.clone()))).collect(),
            rows: self.rows.clone(),
            heads: BTreeMap::from([(HOME, self.heads.get(&HOME).copied().unwrap_or_default())]),
            ..Loaded::default()
        };
        let pushed = push(&account(), &request, &mut loaded);
        for entry in &pushed.log {
            let was = stored.insert(
                entry.counter,
                Stored { digest: entry.digest, outcome: entry.outcome.clone(), seq: None },
            );
            assert_eq!(was, None, "dealt with once");
        }
        self.rows.extend(pushed.changed.iter().map(|record| (*record, loaded.rows[record].clone())));
        self.heads.extend(loaded.heads);
        *counters = loaded.counters;
        pushed.outcomes.into_iter().map(|(_, outcome)| outcome).collect()
    }
}

#[test]
fn the_histories_are_worth_something() {
    // Were every operation refused, the laws above would hold of nothing.
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut outcomes: BTreeMap<u16, u32> = BTreeMap::new();
    for _ in 0..200 {
        let history = history(14).new_tree(&mut runner).unwrap().current();
        let mut endpoint = Endpoint::default();
        for op in std::iter::once(creation()).chain(history) {
            for outcome in endpoint.take(std::slice::from_ref(&op)) {
                *outcomes.entry(outcome.code()).or_default() += 1;
            }
        }
    }
    let took_effect = [Outcome::Applied, Outcome::Merged, Outcome::Conflict];
    assert!(took_effect.iter().all(|outcome| outcomes[&outcome.code()] > 50), "{outcomes:?}");
}
