//! The bytes of the protocol: an exchange that `docs/protocol.md` shows, what is kept of the unknown, and that nothing
//! that comes from outside can do harm.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

use litemap::LiteMap;

use proptest::prelude::*;
use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::nomination;
use thidua_domain::record::{
    Decimal, Field, Fields, PartitionId, PartitionKind, RecordId, RecordKind, Value,
};
use thidua_sync::checksum::{self, Checksum};
use thidua_sync::client::{Doubt, Loading, Meta, Pending, PendingState, Replica, Stamp};
use thidua_sync::identity::{DeviceId, Dot, Seq};
use thidua_sync::merge;
use thidua_sync::operation::{Action, Change, Operation, SCHEMA, Sealed};
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::row::{Cell, Other, Row};
use thidua_sync::wire::{
    AfterSnapshots, Answer, CellPatch, Page, Request, RowPatch, Unreadable, decode_row, encode_row, open,
    seal,
};

const DEVICE: DeviceId = DeviceId([0xD1; 16]);
const OTHER: DeviceId = DeviceId([0xE2; 16]);

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn record() -> RecordId {
    "018bcfe5680070008000000000000001".parse().unwrap()
}

/// The request that the document shows: a new nomination.
fn request() -> Request {
    let grant = Grant { partition: PartitionId(3), kind: PartitionKind::Commune };
    let account = Account {
        id: 1,
        name: "Mẫu".into(),
        role: Role::CommuneOfficer,
        home: PartitionId(3),
        level: None,
        grants: vec![grant],
    };
    let mut replica = Replica::new(account, Meta::new(DEVICE), [], [], []);
    let fields = Fields::from_iter([
        (nomination::SUBJECT, 1.into()),
        (nomination::AWARD, "lao_dong_tien_tien".into()),
        (nomination::YEAR, 2023.into()),
        (nomination::NAME, "Đinh Văn A".into()),
    ]);
    let now = Stamp(1_700_000_000_000);
    let batch = replica.create(now, record(), RecordKind::Nomination, PartitionId(3), fields).unwrap();
    replica.absorb(batch);
    let batch = replica.seal().unwrap();
    replica.absorb(batch);
    replica.request(now).0
}

/// The answer that the document shows: the operation applied, and another device's change of a position.
fn answer() -> Answer {
    let cell =
        CellPatch { value: "Kế toán".into(), rev: Dot { device: OTHER, counter: 9 }, others: Vec::new() };
    let row = RowPatch {
        id: "018bcfe5680070008000000000000002".parse().unwrap(),
        kind: 1,
        rev: Dot { device: OTHER, counter: 9 },
        cells: LiteMap::from_iter([(nomination::POSITION, cell)]),
    };
    Answer {
        time_ms: 1_700_000_000_750,
        schema: SCHEMA,
        outcomes: vec![(1, Outcome::Applied)],
        pages: vec![Page { partition: PartitionId(3), rows: vec![row] }],
        cursor: Some(vec![0xC0, 0xFF, 0xEE]),
        ..Answer::default()
    }
}

#[test]
fn the_document_shows_the_very_bytes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/protocol.md");
    let document: String = std::fs::read_to_string(path).unwrap().split_whitespace().collect();
    for bytes in [request().encode(), answer().encode(), request().operations[0].bytes.clone()] {
        assert!(document.contains(&hex(&bytes)), "docs/protocol.md does not show {}", hex(&bytes));
    }
    assert_eq!(Request::decode(&request().encode()).unwrap(), request());
    assert_eq!(Answer::decode(&answer().encode()).unwrap(), answer());
}

/// The checksum that the document works out: of the nomination in the request.
#[test]
fn the_document_shows_a_checksum() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/protocol.md");
    let document: String = std::fs::read_to_string(path).unwrap().split_whitespace().collect();
    let op = open(&request().operations[0], DEVICE).unwrap();
    let mut row = merge::create(&op, Seq(1));
    row.seq = Seq(40);
    let sum = Checksum::of([&row]);
    let (content, code) = (checksum::content(&row), sum.code().to_string());
    assert!(document.contains(&hex(&content)), "docs/protocol.md does not show {}", hex(&content));
    assert!(document.contains(&hex(&sum.0.to_be_bytes())), "docs/protocol.md does not show {:016x}", sum.0);
    assert!(document.contains(&code.replace(' ', "")), "docs/protocol.md does not show {code}");
}

#[test]
fn what_is_asked_and_told_of_checksums_survives_the_wire() {
    let request = Request { anew: vec![PartitionId(3), PartitionId(70)], sums: true, ..request() };
    assert_eq!(Request::decode(&request.encode()).unwrap(), request);
    let sums = [(PartitionId(3), Checksum(u64::MAX)), (PartitionId(9), Checksum(0))].into_iter().collect();
    let answer = Answer { sums, anew: vec![PartitionId(3)], ..answer() };
    assert_eq!(Answer::decode(&answer.encode()).unwrap(), answer);
}

/// What a device keeps of checksums stands behind all that the versions before kept, and only where there is some: an earlier
/// version still opens it.
#[test]
fn a_device_of_before_checksums_opens_with_none() {
    let meta = Meta::new(DEVICE);
    let before = meta.encode();
    assert_eq!(before[0], 0x88, "as the first version wrote it: eight parts");
    assert_eq!(Meta::decode(&before), Ok(meta.clone()));
    let compared = Meta {
        sums: [(PartitionId(3), Checksum(u64::MAX))].into_iter().collect(),
        doubts: [(PartitionId(3), Doubt::Remains), (PartitionId(4), Doubt::UnderWay)].into_iter().collect(),
        loading: [(PartitionId(4), Loading { generation: 1 << 62, next: 1, pages: 3 })].into_iter().collect(),
        ..meta
    };
    let now = compared.encode();
    assert_eq!(Meta::decode(&now), Ok(compared));
    assert_eq!(now[1..before.len()], before[1..]);
}

#[test]
fn what_a_device_knows_of_its_scope_stands_behind_all_that_was_kept_before() {
    let told = Meta { scope: Some([PartitionId(3), PartitionId(70)].into()), ..Meta::new(DEVICE) };
    assert_eq!(Meta::decode(&told.encode()), Ok(told.clone()));
    let nothing = Meta { scope: Some([].into()), ..told };
    assert_eq!(Meta::decode(&nothing.encode()), Ok(nothing));
}

#[test]
fn where_a_device_stands_after_the_snapshots_survives_the_wire() {
    let sums = [(PartitionId(3), Checksum(7)), (PartitionId(70), Checksum(u64::MAX))].into_iter().collect();
    let after = Some(AfterSnapshots { cursor: vec![1, 2, 3], sums });
    let told = Answer { after, ..answer() };
    assert_eq!(Answer::decode(&told.encode()).unwrap(), told);
}

#[test]
fn what_a_device_says_of_its_own_counters_survives_the_wire() {
    let request =
        Request { refused: [2].into(), awaits: [3, 4].into(), gone: [1, 1 << 40].into(), ..request() };
    assert_eq!(Request::decode(&request.encode()).unwrap(), request);
}

#[test]
fn unknown_keys_of_envelopes_are_passed_over() {
    let mut body = request().encode();
    assert_eq!(body[0], 0xA5);
    body[0] += 1;
    body.extend([0x18, 0x63, 0xA1, 0x01, 0x80]);
    assert_eq!(Request::decode(&body).unwrap(), request());
}

#[test]
fn a_value_of_a_later_version_travels_unharmed() {
    // A full date (tag 1004), as a later version may write it.
    let date = [&[0xD9, 0x03, 0xEC, 0x6A][..], b"2024-04-03"].concat();
    let mut op = open(&request().operations[0], DEVICE).unwrap();
    op.changes.push(Change {
        field: Field::of(900),
        base: None,
        value: Value::Opaque(date.clone()),
        settles: Vec::new(),
    });
    let opened = open(&seal(&op), DEVICE).unwrap();
    assert_eq!(opened.changes.last().unwrap().value, Value::Opaque(date));
}

#[test]
fn floats_do_not_travel() {
    let mut op = open(&request().operations[0], DEVICE).unwrap();
    op.changes[0].value = Value::Opaque(vec![0xFA, 0x3F, 0x80, 0x00, 0x00]);
    assert!(matches!(open(&seal(&op), DEVICE), Err(Unreadable::Malformed(_))));
}

#[test]
fn an_operation_of_a_later_schema_says_so_whatever_follows() {
    let bytes = vec![0xA2, 0x00, 0x18, 0x2A, 0x18, 0x63, 0xF6];
    assert_eq!(open(&Sealed { counter: 1, bytes }, DEVICE), Err(Unreadable::Newer(42)));
}

#[test]
fn lengths_that_lie_are_not_allocated_for() {
    for body in [
        vec![0xBB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        vec![0xA1, 0x04, 0x9B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        vec![0xA1, 0x04, 0x9F],
    ] {
        assert!(Request::decode(&body).is_err());
        assert!(Answer::decode(&body).is_err());
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (any::<i64>(), 0..=Decimal::MAX_SCALE).prop_map(|(m, s)| Value::Decimal(Decimal::new(m, s).unwrap())),
        ".{0,40}".prop_map(Value::Text),
    ]
}

fn any_dot() -> impl Strategy<Value = Dot> {
    (prop_oneof![Just(DEVICE), Just(OTHER)], 1..u64::MAX)
        .prop_map(|(device, counter)| Dot { device, counter })
}

fn any_field() -> impl Strategy<Value = Field> {
    (any::<u16>(), prop_oneof![Just(0), any::<u32>()]).prop_map(|(number, item)| Field { number, item })
}

fn any_others() -> impl Strategy<Value = Vec<Other>> {
    proptest::collection::vec((any_value(), any_dot()).prop_map(|(value, rev)| Other { value, rev }), 0..3)
}

fn any_operation() -> impl Strategy<Value = Operation> {
    let change = (
        any_field(),
        proptest::option::of(any_dot()),
        any_value(),
        proptest::collection::vec(any_dot(), 0..3),
    )
        .prop_map(|(field, base, value, settles)| Change { field, base, value, settles });
    let action =
        prop_oneof![Just(Action::Create), Just(Action::Edit), Just(Action::Delete), Just(Action::Restore)];
    (
        (1..u64::MAX, any::<[u8; 16]>(), any::<u32>(), any::<u16>(), action),
        proptest::option::of(any_dot()),
        proptest::collection::vec(change, 0..5),
        proptest::collection::vec(any::<u64>(), 0..3),
        any::<i64>(),
        proptest::option::of(any::<i64>()),
    )
        .prop_map(
            |((counter, record, partition, kind, action), base, changes, parents, time, offset)| Operation {
                device: DEVICE,
                counter,
                record: RecordId::from_bytes(record),
                partition: PartitionId(partition),
                kind,
                action,
                schema: SCHEMA,
                base,
                changes,
                parents,
                device_time_ms: time,
                clock_offset_ms: offset,
            },
        )
}

fn any_page() -> impl Strategy<Value = Page> {
    let cell = (any_value(), any_dot(), any_others()).prop_map(|(value, rev, others)| CellPatch {
        value,
        rev,
        others,
    });
    let cells = proptest::collection::btree_map(any_field(), cell, 0..5);
    let row = (any::<[u8; 16]>(), any_dot(), cells).prop_map(|(id, rev, cells)| RowPatch {
        id: RecordId::from_bytes(id),
        kind: 1,
        rev,
        cells: cells.into_iter().collect(),
    });
    (any::<u32>(), proptest::collection::vec(row, 0..6))
        .prop_map(|(partition, rows)| Page { partition: PartitionId(partition), rows })
}

proptest! {
    #[test]
    fn operations_survive_the_wire(op in any_operation()) {
        prop_assert_eq!(open(&seal(&op), DEVICE), Ok(op.clone()));
        let pending = Pending { state: PendingState::Sealed(seal(&op)), op };
        prop_assert_eq!(Pending::decode(&pending.encode(), DEVICE), Ok(pending));
    }

    #[test]
    fn answers_survive_the_wire(pages in proptest::collection::vec(any_page(), 0..3), more: bool) {
        let refused = Outcome::Refused(Reason::from_code(103, Some(nomination::NAME)));
        let outcomes = vec![(4, Outcome::Applied), (5, Outcome::Applied), (7, refused), (8, Outcome::Held)];
        let answer = Answer { pages, more, outcomes, scope: Some(vec![PartitionId(9)]), ..Answer::default() };
        prop_assert_eq!(Answer::decode(&answer.encode()), Ok(answer));
    }

    #[test]
    fn rows_survive_the_store(
        id: [u8; 16],
        rev in any_dot(),
        cells in proptest::collection::btree_map(any_field(), (any_value(), any_dot(), any_others()), 0..6),
    ) {
        let cell = |(value, rev, others)| Cell { value, rev, seq: Seq(5), others };
        let cells = cells.into_iter().map(|(field, parts)| (field, cell(parts))).collect();
        let row = Row { id: RecordId::from_bytes(id), partition: PartitionId(1), kind: 1, rev, seq: Seq(5), cells };
        prop_assert_eq!(decode_row(&encode_row(&row)), Ok(row));
    }

    #[test]
    fn no_bytes_do_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Request::decode(&bytes);
        let _ = Answer::decode(&bytes);
        let _ = decode_row(&bytes);
        let _ = open(&Sealed { counter: 1, bytes }, DEVICE);
    }

    #[test]
    fn a_cut_answer_is_not_read(at in 0usize..60) {
        let body = answer().encode();
        if at < body.len() {
            prop_assert!(Answer::decode(&body[..at]).is_err());
        }
    }
}

#[test]
fn receipts_copies_and_what_is_known_travel_as_they_were() {
    use thidua_sync::counters::CounterSet;
    use thidua_sync::device_key::DeviceKey;
    use thidua_sync::receipt::{Numbered, Proof, Receipt, Receipts};

    let numbered = Some(Numbered { number: 3, proof: Proof([9; 12]) });
    let receipts = Receipts::from([
        (1, Receipt { seq: Seq(7), number: None }),
        (2, Receipt { seq: Seq(8), number: None }),
        (5, Receipt { seq: Seq(2), number: numbered }),
    ]);
    let with_receipts =
        Request { receipts: receipts.clone(), witnessed: vec![vec![1, 2], vec![]], ..request() };
    assert_eq!(Request::decode(&with_receipts.encode()), Ok(with_receipts));
    let key = Some(DeviceKey { login: "longmon".to_owned(), proof: Proof([7; 12]) });
    let with_key = Request { key, awaits: [3].into(), ..request() };
    assert_eq!(Request::decode(&with_key.encode()), Ok(with_key));
    let mut counters = CounterSet::default();
    [1, 2, 3, 9].into_iter().for_each(|counter| _ = counters.insert(counter));
    for known in [[].into(), [(OTHER, counters)].into()] {
        let answer = Answer { receipts: receipts.clone(), known: Some(known), restart: true, ..answer() };
        assert_eq!(Answer::decode(&answer.encode()), Ok(answer));
    }
}

#[test]
fn an_operation_that_says_a_field_twice_is_none() {
    let bytes = b"\xa7\x00\x03\x01P\x01\x8b\x00\xcfh\xe5p\x00\x80\x00\x00\x00\x00\x00\x00\x03\x02\x03\x03\x01\x04\x01\x06\x82\x82\x0b\x01\x82";
    let sealed =
        |second: u8| Sealed { counter: 7, bytes: [&bytes[..], &[second, 0x02, 0x08, 0x00]].concat() };
    assert!(open(&sealed(12), DEVICE).is_ok());
    assert!(matches!(open(&sealed(11), DEVICE), Err(Unreadable::Malformed(_))));
}
