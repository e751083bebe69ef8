//! Pages: what an answer holds where not everything fits, and that nothing is missing once the last has come.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

use std::collections::BTreeMap;

use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::record::{Field, PartitionId, PartitionKind, RecordId, Value};
use thidua_sync::checksum::{Checksum, Checksums};
use thidua_sync::client::{Meta, Replica, Stamp};
use thidua_sync::cursor::{Cursor, CursorKey};
use thidua_sync::identity::{ChainHash, DeviceId, Dot, Epoch, Head, Seq};
use thidua_sync::row::{Cell, Row};
use thidua_sync::server::{CursorOf, Plain, Pull, Standing};
use thidua_sync::wire::{Answer, Request};

const HOME: PartitionId = PartitionId(3);
const OTHER: PartitionId = PartitionId(4);
const NAME: Field = Field::of(13);
const POSITION: Field = Field::of(14);
const KEY: CursorKey = CursorKey([7; 64]);
const EPOCH: Epoch = Epoch([1; 8]);

/// An endpoint that only answers.
#[derive(Default)]
struct Endpoint {
    rows: BTreeMap<RecordId, Row>,
    heads: BTreeMap<PartitionId, Seq>,
}

impl Endpoint {
    fn write(&mut self, partition: PartitionId, number: u8, field: Field, value: &str) {
        let head = self.heads.entry(partition).or_default();
        *head = head.next();
        let mut id = [number; 16];
        id[0] = partition.0 as u8;
        let (id, seq, rev) =
            (RecordId::from_bytes(id), *head, Dot { device: DeviceId([9; 16]), counter: head.0 });
        let fresh = Row { id, partition, kind: 1, rev, seq, cells: litemap::LiteMap::new() };
        let row = self.rows.entry(id).or_insert(fresh);
        (row.rev, row.seq) = (rev, seq);
        row.cells.insert(field, Cell { value: Value::from(value), rev, seq, others: Vec::new() });
    }

    fn hash(partition: PartitionId, seq: Seq) -> Option<ChainHash> {
        let mut hash = [0; 8];
        hash[0] = partition.0 as u8;
        hash[1..].copy_from_slice(&seq.0.to_be_bytes()[1..]);
        Some(ChainHash(hash))
    }

    fn answer(&self, request: &Request) -> Answer {
        let head = |(partition, seq): (&PartitionId, &Seq)| {
            (*partition, Head { seq: *seq, hash: Self::hash(*partition, *seq).unwrap() })
        };
        let heads = self.heads.iter().map(head).collect();
        let cursor = request.cursor.as_deref().map(|bytes| Cursor::open(&KEY, bytes).unwrap());
        let standing = Standing::of(cursor, EPOCH, Self::hash);
        let mut pull =
            Pull::new(request, &standing, heads, &[], &self.rows, HOME, &[], Box::new(Plain::default()));
        let of = |wanted: PartitionId| {
            let mut rows: Vec<&Row> = self.rows.values().filter(|row| row.partition == wanted).collect();
            rows.sort_by_key(|row| row.seq);
            rows
        };
        while let Some((partition, before)) = pull.newest() {
            let rows = of(partition);
            if rows.into_iter().rev().filter(|row| row.seq < before).all(|row| pull.offer_newest(row)) {
                pull.newest_ended(partition);
            }
        }
        while let Some((partition, after)) = pull.wanted() {
            let rows = of(partition);
            if rows.into_iter().filter(|row| row.seq > after).all(|row| pull.offer(row)) {
                pull.ended(partition);
            }
        }
        let mut sums = Checksums::new();
        for row in self.rows.values() {
            sums.entry(row.partition).or_default().add(row);
        }
        let cursor = CursorOf { key: &KEY, epoch: EPOCH, scope_version: 1, standing: &standing };
        pull.answer(Vec::new(), 0, cursor, &sums, Self::hash)
    }

    fn sum(&self) -> Checksum {
        Checksum::of(self.rows.values())
    }
}

struct Device(Replica);

impl Device {
    fn new() -> Self {
        let grant = |partition| Grant { partition, kind: PartitionKind::Commune };
        let account = Account {
            id: 1,
            name: "Mẫu".into(),
            role: Role::EmulationOfficer,
            home: HOME,
            level: None,
            grants: vec![grant(HOME), grant(OTHER)],
        };
        Self(Replica::new(account, Meta::new(DeviceId([1; 16])), [], [], []))
    }

    /// One exchange with a page of at most so many bytes.
    fn exchange(&mut self, endpoint: &Endpoint, page: u32) -> Answer {
        let (mut request, sent) = self.0.request(Stamp(1));
        request.page = Some(page);
        let request = Request::decode(&request.encode()).unwrap();
        let answer = Answer::decode(&endpoint.answer(&request).encode_in(request.layout)).unwrap();
        let batch = self.0.receive(&sent, answer.clone(), Stamp(2), Vec::new());
        self.0.absorb(batch);
        answer
    }

    fn holds_all(&self, endpoint: &Endpoint) -> bool {
        Checksum::of(self.0.rows().values()) == endpoint.sum()
    }
}

fn numbers(answer: &Answer, partition: PartitionId) -> Vec<u8> {
    let pages = answer.pages.iter().filter(|page| page.partition == partition);
    pages.flat_map(|page| &page.rows).map(|row| row.id.as_bytes()[15]).collect()
}

fn text(letter: char) -> String {
    std::iter::repeat_n(letter, 400).collect()
}

/// Ten records in the account's own unit and ten in another, of some 450 bytes each.
fn twenty() -> Endpoint {
    let mut endpoint = Endpoint::default();
    for number in 1..=10 {
        endpoint.write(HOME, number, NAME, &text('a'));
        endpoint.write(OTHER, number, NAME, &text('b'));
    }
    endpoint
}

#[test]
fn the_first_page_has_the_newest_of_the_own_unit_and_then_of_the_others() {
    let (endpoint, mut device) = (twenty(), Device::new());
    let answer = device.exchange(&endpoint, 3_000);
    assert!(answer.more && answer.sums.is_empty());
    let (own, other) = (numbers(&answer, HOME), numbers(&answer, OTHER));
    assert!(own.starts_with(&[10, 9, 8]), "{own:?}");
    assert!(other.starts_with(&[10, 9]), "{other:?}");
}

#[test]
fn what_came_first_does_not_come_a_second_time_in_its_turn() {
    let (endpoint, mut device) = (twenty(), Device::new());
    let mut told: Vec<_> = Vec::new();
    loop {
        let answer = device.exchange(&endpoint, 1_500);
        for partition in [HOME, OTHER] {
            told.extend(numbers(&answer, partition).into_iter().map(|number| (partition, number)));
        }
        if !answer.more {
            break;
        }
    }
    assert!(device.holds_all(&endpoint));
    let all = told.len();
    told.sort_unstable();
    told.dedup();
    assert_eq!((told.len(), all), (20, 20));
}

#[test]
fn all_that_fits_comes_at_once_and_is_complete() {
    let (endpoint, mut device) = (twenty(), Device::new());
    let answer = device.exchange(&endpoint, 96_000);
    assert!(!answer.more && device.holds_all(&endpoint));
    assert_eq!(answer.sums.len(), 2);
    assert!(device.exchange(&endpoint, 96_000).pages.is_empty());
}

/// A row comes in the order of its last change. Changed behind the page's end, it must bring what it had before too.
#[test]
fn a_row_that_was_changed_behind_the_end_of_a_page_comes_whole() {
    let (mut endpoint, mut device) = (twenty(), Device::new());
    device.exchange(&endpoint, 500);
    device.exchange(&endpoint, 1_000);
    // One that was not told yet, one that was told ahead, one that was told in its turn.
    for number in [7, 10, 1] {
        endpoint.write(HOME, number, POSITION, "Kế toán");
        device.exchange(&endpoint, 1_000);
    }
    while device.exchange(&endpoint, 1_000).more {}
    assert!(device.holds_all(&endpoint));
    assert!(device.0.comparisons().iter().all(|of| of.there == Some(of.here)));
}

#[test]
fn an_interrupted_first_load_goes_on_where_it_was() {
    let (mut endpoint, mut device) = (twenty(), Device::new());
    device.exchange(&endpoint, 1_500);
    let held = device.0.rows().len();
    // An answer is lost: nothing of it is stored, the same comes again.
    let (mut request, _) = device.0.request(Stamp(1));
    request.page = Some(1_500);
    let lost = endpoint.answer(&request);
    let again = device.exchange(&endpoint, 1_500);
    assert_eq!(lost.pages, again.pages);
    assert!(device.0.rows().len() > held);
    // The device is off for a while, and others go on.
    endpoint.write(OTHER, 11, NAME, &text('c'));
    endpoint.write(OTHER, 2, POSITION, "Trưởng thôn");
    while device.exchange(&endpoint, 2_000).more {}
    assert!(device.holds_all(&endpoint));
}

#[test]
fn a_partition_that_is_read_again_begins_with_nothing_known_of_it() {
    let (mut endpoint, mut device) = (twenty(), Device::new());
    endpoint.write(HOME, 4, POSITION, "Kế toán");
    while device.exchange(&endpoint, 1_500).more {}
    let mut wrong: Vec<Row> = device
        .0
        .rows()
        .values()
        .cloned()
        .map(|mut row| {
            if row.partition == HOME {
                row.cells[&NAME].value = "sai".into();
            }
            row
        })
        .collect();
    // One that is not there at all, in the place of one that is.
    let last = wrong.iter().rposition(|row| row.partition == HOME).unwrap();
    wrong[last].id = RecordId::from_bytes([0xEE; 16]);
    device.0 = Replica::new(device.0.account().clone(), device.0.meta().clone(), wrong, [], []);
    let answer = device.exchange(&endpoint, 1_500);
    assert_eq!((answer.anew.as_slice(), numbers(&answer, OTHER).len()), (&[HOME][..], 0));
    // What is wrong stays in sight until what is right is there, also over a line that is cut in the middle.
    assert!(answer.more);
    assert_eq!(device.0.rows().len(), 20);
    let of_home = |device: &Device, text: &str| {
        let rows = device.0.rows().values().filter(|row| row.partition == HOME);
        rows.filter(|row| row.cells[&NAME].value == Value::from(text)).count()
    };
    let mended = numbers(&answer, HOME).len();
    assert_eq!((of_home(&device, "sai"), of_home(&device, &text('a'))), (10 - mended, mended));
    while device.exchange(&endpoint, 1_500).more {
        assert!(device.0.rows().len() >= 20);
    }
    assert_eq!(device.0.rows().len(), 20);
    assert!(device.holds_all(&endpoint));
}
