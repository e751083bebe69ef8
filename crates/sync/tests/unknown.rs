//! What a later version has written goes through this one unharmed: fields that no registry here has, values of kinds that are not
//! known here, records of kinds to come. They come with an answer, lie on the disk, are there while an officer writes something else
//! in the same record, and stand afterwards at the endpoint and on the device as they stood before.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

use std::collections::BTreeMap;

use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::fault::Fault;
use thidua_domain::nomination as of;
use thidua_domain::record::{Field, Fields, PartitionId, PartitionKind, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::{dossier, schema, step};
use thidua_sync::checksum::{Checksum, content};
use thidua_sync::client::{Batch, Kept, Meta, NewStep, Pending, Refused, Replica, Stamp, Write};
use thidua_sync::cursor::{Cursor, CursorKey};
use thidua_sync::identity::{ChainHash, DeviceId, Dot, Epoch, Head, Seq};
use thidua_sync::merge;
use thidua_sync::operation::{Action, Change, Operation, SCHEMA};
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::row::{Cell, Other, Row};
use thidua_sync::server::{CursorOf, Loaded, Plain, Pull, Standing, push};
use thidua_sync::wire::{Answer, Layout, Request, decode_row, encode_row, open, seal};

const UNIT: PartitionId = PartitionId(3);
const DEVICE: DeviceId = DeviceId([0xD1; 16]);
const LATER: DeviceId = DeviceId([0xE2; 16]);
const KEY: CursorKey = CursorKey([7; 64]);
const EPOCH: Epoch = Epoch([1; 8]);
const NOW: Stamp = Stamp(1_700_000_000_000);

/// Fields and a kind of record that no version has.
const DAY: Field = Field::of(900);
const LISTED: Field = Field::of_item(901, 4);
const NOTE: Field = Field::of(902);
const HUGE: Field = Field::of(903);
const KIND: u16 = 4_000;

/// A day, as a later version may write one: text with a tag of its own.
fn day(day: &str) -> Value {
    Value::Opaque([&[0xD9, 0x03, 0xEC, 0x6A][..], day.as_bytes()].concat())
}

fn record(number: u8) -> RecordId {
    let mut bytes = *b"\x01\x8b\xcf\xe5\x68\0\x70\0\x80\0\0\0\0\0\0\0";
    bytes[15] = number;
    RecordId::from_bytes(bytes)
}

/// What only a later version understands of a record.
fn of_later() -> [(Field, Value); 4] {
    [
        (DAY, day("2024-04-03")),
        // A map and an array in it; and a whole number beyond those of today.
        (LISTED, Value::Opaque(vec![0xA1, 0x01, 0x82, 0x02, 0x63, b'b', b'a', b'!'])),
        (NOTE, "Ghi chú của phiên bản sau (mẫu)".into()),
        (HUGE, Value::Opaque([&[0x1B][..], &[0xFF; 8]].concat())),
    ]
}

/// A nomination with all of it, one of the values disputed, and a record of a kind that is not known here.
fn rows() -> [Row; 2] {
    let (rev, before) = (Dot { device: LATER, counter: 9 }, Dot { device: LATER, counter: 4 });
    let cell = |(field, value)| (field, Cell { value, rev, seq: Seq(1), others: Vec::new() });
    let known = [
        (of::SUBJECT, Value::Int(1)),
        (of::AWARD, "lao_dong_tien_tien".into()),
        (of::YEAR, 2023.into()),
        (of::NAME, "Đinh Văn A".into()),
        (of::POSITION, "Công chức".into()),
    ];
    let mut nomination = Row {
        id: record(1),
        partition: UNIT,
        kind: RecordKind::Nomination.code(),
        rev,
        seq: Seq(1),
        cells: known.into_iter().chain(of_later()).map(cell).collect(),
    };
    nomination.cells[&DAY].others.push(Other { value: day("2024-04-30"), rev: before });
    // Written by an operation before the last.
    nomination.cells[&LISTED].rev = before;
    let unknown = Row { id: record(2), kind: KIND, seq: Seq(2), ..nomination.clone() };
    [nomination, unknown]
}

fn account() -> Account {
    let grants = vec![Grant { partition: UNIT, kind: PartitionKind::Commune }];
    Account { id: 1, name: "Mẫu".into(), role: Role::CommuneOfficer, home: UNIT, level: None, grants }
}

/// An endpoint with the rows of a later one, which takes operations and answers by the code of today.
struct Endpoint {
    loaded: Loaded,
    hashes: BTreeMap<Seq, ChainHash>,
}

impl Endpoint {
    fn new() -> Self {
        let rows = rows();
        let head = Head { seq: Seq(2), ..Head::default() };
        let loaded = Loaded {
            sums: [(UNIT, Checksum::of(&rows))].into(),
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
            heads: [(UNIT, head)].into(),
            ..Loaded::default()
        };
        Self { loaded, hashes: [(head.seq, head.hash)].into() }
    }

    fn row(&self) -> &Row {
        &self.loaded.rows[&record(1)]
    }

    /// What a device of a later version does, which nobody here could judge.
    fn takes(&mut self, op: &Operation) {
        let head = self.loaded.heads.get_mut(&UNIT).unwrap();
        head.seq = head.seq.next();
        self.hashes.insert(head.seq, head.hash);
        let row = self.loaded.rows.get_mut(&op.record).unwrap();
        merge::apply(row, op, head.seq);
        self.loaded.sums.insert(UNIT, Checksum::of(self.loaded.rows.values()));
    }

    fn answer(&mut self, body: &[u8], layout: Layout) -> Vec<u8> {
        let request = Request::decode(body).unwrap();
        let hashes = &mut self.hashes;
        let cursor = request.cursor.as_deref().map(|cursor| Cursor::open(&KEY, cursor).unwrap());
        let standing = Standing::of(cursor, EPOCH, |_, seq| hashes.get(&seq).copied());
        let outcomes = push(&account(), &request, &mut self.loaded).outcomes;
        let loaded = &self.loaded;
        hashes.extend(loaded.heads.values().map(|head| (head.seq, head.hash)));
        let (heads, scale) = (loaded.heads.clone(), Box::new(Plain::default()));
        let mut pull = Pull::new(&request, &standing, heads, &outcomes, &loaded.rows, UNIT, &[], scale);
        let mut in_order: Vec<&Row> = loaded.rows.values().collect();
        in_order.sort_by_key(|row| row.seq);
        while let Some((partition, before)) = pull.newest() {
            if in_order.iter().rev().filter(|row| row.seq < before).all(|row| pull.offer_newest(row)) {
                pull.newest_ended(partition);
            }
        }
        while let Some((partition, after)) = pull.wanted() {
            if in_order.iter().filter(|row| row.seq > after).all(|row| pull.offer(row)) {
                pull.ended(partition);
            }
        }
        let of = CursorOf { key: &KEY, epoch: EPOCH, scope_version: 1, standing: &standing };
        let hash_at = |_: PartitionId, seq| hashes.get(&seq).copied();
        pull.answer(outcomes, NOW.0, of, &loaded.sums, hash_at).encode_in(layout)
    }
}

/// The device after its browser was killed: all of it is read from what was stored.
fn from_disk(device: &Replica) -> Replica {
    Replica::new(
        device.account().clone(),
        Meta::decode(&device.meta().encode()).unwrap(),
        device.rows().values().map(|row| decode_row(&encode_row(row)).unwrap()),
        device.outbox().values().map(|own| Pending::decode(&own.encode(), DEVICE).unwrap()),
        device.refused().values().map(|own| Refused::decode(&own.encode(), DEVICE).unwrap()),
    )
}

/// Stores what an officer has done, and kills the browser.
fn stored(device: &mut Replica, batch: Batch) {
    device.absorb(batch);
    *device = from_disk(device);
}

/// One exchange. What became of what was sent.
fn exchange(device: &mut Replica, endpoint: &mut Endpoint, layout: Layout) -> Vec<Outcome> {
    if let Some(sealed) = device.seal() {
        stored(device, sealed);
    }
    let (request, sent) = device.request(NOW);
    let answer = Answer::decode(&endpoint.answer(&request.encode(), layout)).unwrap();
    let outcomes = answer.outcomes.iter().map(|(_, outcome)| outcome.clone()).collect();
    let batch = device.receive(&sent, answer, NOW, Vec::new());
    for write in &batch.writes {
        if let Write::PutKept(kept) = write {
            assert_eq!(Kept::decode(&kept.encode()).as_ref(), Ok(kept));
        }
    }
    stored(device, batch);
    outcomes
}

/// That device and endpoint hold the same of every record, and each knows it of the other.
fn alike(device: &Replica, endpoint: &Endpoint) {
    assert!(device.rows().keys().eq(endpoint.loaded.rows.keys()));
    for (here, there) in device.rows().values().zip(endpoint.loaded.rows.values()) {
        assert_eq!(content(here), content(there), "{here:?}\n{there:?}");
    }
    let compared = device.comparisons();
    assert!(compared.iter().all(|of| of.doubt.is_none() && of.there == Some(of.here)), "{compared:?}");
    assert_eq!(compared.len(), 1);
}

fn position(value: &str) -> Fields {
    Fields::from_iter([(of::POSITION, value.into())])
}

/// The cells that only a later version understands, as they stand in a row.
fn cells_of_later(row: &Row) -> Vec<Cell> {
    of_later().iter().map(|(field, _)| row.cells[field].clone()).collect()
}

#[test]
fn the_registry_knows_none_of_it() {
    for (field, value) in of_later() {
        assert!(schema::check_change(RecordKind::Nomination, field, &value).is_err(), "{field:?}");
    }
    assert_eq!(RecordKind::from_code(KIND), None);
}

#[test]
fn what_is_not_known_here_stands_unharmed_after_something_else_was_written() {
    for layout in [Layout::Whole, Layout::Steps] {
        let mut endpoint = Endpoint::new();
        let before = cells_of_later(endpoint.row());
        let mut device = Replica::new(account(), Meta::new(DEVICE), [], [], []);
        assert_eq!(exchange(&mut device, &mut endpoint, layout), []);
        alike(&device, &endpoint);

        // Each field that is known may be written, the record deleted and brought back: it changes nothing of the others.
        let edited = device.edit(NOW, record(1), position("Kế toán")).unwrap();
        stored(&mut device, edited);
        let shown = device.view(record(1)).unwrap();
        assert_eq!(shown.fields[&of::POSITION], "Kế toán".into());
        assert!(of_later().iter().all(|(field, value)| shown.fields[field] == *value));
        assert_eq!(exchange(&mut device, &mut endpoint, layout), [Outcome::Applied]);
        let row = endpoint.row();
        assert_eq!((row.cells[&of::POSITION].value.clone(), row.rev.device), ("Kế toán".into(), DEVICE));
        assert_eq!(cells_of_later(row), before);
        alike(&device, &endpoint);

        let deleted = device.delete(NOW, record(1)).unwrap();
        stored(&mut device, deleted);
        assert_eq!(exchange(&mut device, &mut endpoint, layout), [Outcome::Applied]);
        let restored = device.restore(NOW, record(1)).unwrap();
        stored(&mut device, restored);
        assert_eq!(exchange(&mut device, &mut endpoint, layout), [Outcome::Applied]);
        assert_eq!(cells_of_later(endpoint.row()), before);
        assert!(!endpoint.row().is_deleted());
        assert_eq!(endpoint.loaded.rows[&record(2)], rows()[1]);
        alike(&device, &endpoint);
    }
}

/// While the officer writes, a later version changes what is not known here: both stand, and nothing comes back that was before.
#[test]
fn what_is_not_known_here_may_change_under_an_edit() {
    for layout in [Layout::Whole, Layout::Steps] {
        let mut endpoint = Endpoint::new();
        let mut device = Replica::new(account(), Meta::new(DEVICE), [], [], []);
        exchange(&mut device, &mut endpoint, layout);
        let edited = device.edit(NOW, record(1), position("Kế toán")).unwrap();
        stored(&mut device, edited);
        let change = |field: Field, value| {
            let cell = &endpoint.row().cells[&field];
            let settles = cell.others.iter().map(|other| other.rev).collect();
            Change { field, base: Some(cell.rev), value, settles }
        };
        let op = Operation {
            device: LATER,
            counter: 10,
            record: record(1),
            partition: UNIT,
            kind: RecordKind::Nomination.code(),
            action: Action::Edit,
            schema: SCHEMA + 1,
            base: Some(endpoint.row().rev),
            changes: vec![change(DAY, day("2024-05-01")), change(LISTED, Value::Null)],
            parents: Vec::new(),
            device_time_ms: NOW.0,
            clock_offset_ms: None,
        };
        endpoint.takes(&op);
        let before = cells_of_later(endpoint.row());
        assert_eq!(before[0].others, []);
        assert_eq!(exchange(&mut device, &mut endpoint, layout), [Outcome::Merged]);
        assert_eq!(cells_of_later(endpoint.row()), before);
        assert_eq!(endpoint.row().cells[&of::POSITION].value, "Kế toán".into());
        assert_eq!(device.rows()[&record(1)].cells[&DAY].value, day("2024-05-01"));
        alike(&device, &endpoint);
    }
}

/// A step keeps the whole text that it was taken on: what is not known here is part of it.
#[test]
fn a_step_is_taken_on_a_text_of_which_not_all_is_known_here() {
    let [nomination, _] = rows();
    let mut device = Replica::new(account(), Meta::new(DEVICE), [nomination], [], []);
    let consider = dossier::Step::Consider;
    let new = NewStep {
        kind: consider.code(),
        leads_to: consider.leads_to().code(),
        day: CivilDate::parse_typed("15/03/2024").unwrap(),
        says: Fields::new(),
    };
    let steps = device.steps(NOW, vec![(record(1), new)]);
    assert_eq!(steps.each, [(record(1), Ok(()))]);
    device.absorb(steps.batch);
    let sealed = device.seal().unwrap();
    device.absorb(sealed);
    let mut endpoint = Endpoint::new();
    let pushed = push(&account(), &device.request(NOW).0, &mut endpoint.loaded);
    assert_eq!(pushed.outcomes, [(1, Outcome::Applied)]);
    for (field, value) in of_later().into_iter().filter(|(field, _)| field.item == 0) {
        assert_eq!(endpoint.row().fields().get(&step::was(field, 1)), Some(&value));
        assert_eq!(endpoint.row().fields().get(&field), Some(&value));
    }
    // Nobody writes a field that is not there, as kept or otherwise.
    let mut made_up = Endpoint::new();
    let mut op = open(&device.request(NOW).0.operations[0], DEVICE).unwrap();
    let kept = op.changes.iter_mut().find(|change| change.field == step::was(NOTE, 1)).unwrap();
    kept.value = "Khác (mẫu)".into();
    let request = Request { operations: vec![seal(&op)], ..Request::of(DEVICE) };
    let refused = Outcome::Refused(Reason::Fault(Fault::UnknownField(step::was(NOTE, 1))));
    assert_eq!(push(&account(), &request, &mut made_up.loaded).outcomes, [(1, refused)]);
}
