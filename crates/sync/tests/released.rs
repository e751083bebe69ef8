//! What apps that are in officers' hands send and read: their bytes, kept here as they were released. An app of any of these
//! versions must be able to hand over its work and to hear what became of it. A change of the wire that breaks one of these
//! tests breaks those apps: it must be asked for by a key of the request instead, as [`Layout`] is. What they have sealed is in
//! `schemas.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

use std::collections::BTreeMap;

use minicbor::Decoder;
use minicbor::data::Type;
use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::nomination;
use thidua_domain::record::{PartitionId, PartitionKind, RecordId, Value};
use thidua_sync::checksum::Checksum;
use thidua_sync::cursor::{Cursor, CursorKey};
use thidua_sync::identity::{DeviceId, Dot, Epoch, Head, Seq};
use thidua_sync::operation::{Action, Sealed};
use thidua_sync::outcome::Outcome;
use thidua_sync::row::{Cell, Row};
use thidua_sync::server::{CursorOf, Loaded, Plain, Pull, Standing, push};
use thidua_sync::wire::{Answer, Layout, Offer, Request, open};

const UNIT: PartitionId = PartitionId(3);

/// A first request of an app of the first schema: a new nomination, from device `d1d1…`.
const REQUEST_1: &str = "a400010150d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1020104818201584ba700010150018bcfe56800700\
     800000000000000010203030104010684820a01820b726c616f5f646f6e675f7469656e5f7469656e820c1907e7820d6cc490696e6820\
     56c4836e20410800";
/// The same of the second schema, before there were layouts.
const REQUEST_2: &str = "a400010150d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1020204818201584ba700020150018bcfe56800700\
     800000000000000010203030104010684820a01820b726c616f5f646f6e675f7469656e5f7469656e820c1907e7820d6cc490696e6820\
     56c4836e20410800";
/// An answer as both of them read it: the operation applied, and another device's change of a position.
const ANSWER: &str = "a6001b0000018bcfe56aee0102028183010100038150e2e2e2e2e2e2e2e2e2e2e2e2e2e2e2e2048182038187\
     0150018bcfe56800700080000000000000028100810981820e816a4be1babf20746fc3a16e80800543c0ffee";

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().filter_map(|digit| digit.to_digit(16)).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
}

/// A row as a released app finds it in an answer: its id, its device by place, its counter, its fields.
type Found = ([u8; 16], u64, u64, BTreeMap<u64, String>);

/// Reads an answer as the released apps do, by their own knowledge: keys 0 to 9, groups of seven parts.
#[derive(Default, Debug)]
struct Released {
    outcomes: Vec<(u64, u64, u64)>,
    devices: Vec<[u8; 16]>,
    rows: Vec<Found>,
    cursor: Vec<u8>,
    more: bool,
}

impl Released {
    fn read(answer: &[u8]) -> Self {
        let (mut input, mut read) = (Decoder::new(answer), Self::default());
        for _ in 0..input.map().unwrap().unwrap() {
            match input.u64().unwrap() {
                2 => {
                    for _ in 0..input.array().unwrap().unwrap() {
                        assert_eq!(input.array().unwrap(), Some(3), "a run without a refusal");
                        let run = (input.u64().unwrap(), input.u64().unwrap(), input.u64().unwrap());
                        read.outcomes.push(run);
                    }
                }
                3 => {
                    for _ in 0..input.array().unwrap().unwrap() {
                        read.devices.push(input.bytes().unwrap().try_into().unwrap());
                    }
                }
                4 => {
                    for _ in 0..input.array().unwrap().unwrap() {
                        assert_eq!(input.array().unwrap(), Some(2), "partition and groups");
                        assert_eq!(input.u64().unwrap(), 3);
                        for _ in 0..input.array().unwrap().unwrap() {
                            read.group(&mut input);
                        }
                    }
                }
                5 => read.cursor = input.bytes().unwrap().to_vec(),
                6 => read.more = input.bool().unwrap(),
                // What a released app does not know it passes over.
                _ => input.skip().unwrap(),
            }
        }
        assert_eq!(input.position(), answer.len());
        read
    }

    fn group(&mut self, input: &mut Decoder<'_>) {
        assert_eq!(
            input.array().unwrap(),
            Some(7),
            "a released app reads groups of seven parts and no others"
        );
        assert_eq!(input.u64().unwrap(), 1, "nominations");
        let (ids, rest) = input.bytes().unwrap().as_chunks::<16>();
        assert!(rest.is_empty());
        let column = |input: &mut Decoder<'_>| -> Vec<u64> {
            assert_eq!(input.array().unwrap(), Some(ids.len() as u64));
            ids.iter().map(|_| input.u64().unwrap()).collect()
        };
        let (places, counters) = (column(input), column(input));
        let mut fields = vec![BTreeMap::new(); ids.len()];
        for _ in 0..input.array().unwrap().unwrap() {
            assert_eq!(input.array().unwrap(), Some(2));
            let field = input.u64().unwrap();
            assert_eq!(input.array().unwrap(), Some(ids.len() as u64));
            for row in &mut fields {
                match input.datatype().unwrap() {
                    Type::Undefined => input.undefined().unwrap(),
                    Type::String => _ = row.insert(field, input.str().unwrap().to_owned()),
                    _ => _ = row.insert(field, input.u64().unwrap().to_string()),
                }
            }
        }
        assert_eq!((input.array().unwrap(), input.array().unwrap()), (Some(0), Some(0)), "loose, exceptions");
        for (((id, place), counter), fields) in ids.iter().zip(places).zip(counters).zip(fields) {
            self.rows.push((*id, place, counter, fields));
        }
    }
}

fn account() -> Account {
    let grant = Grant { partition: UNIT, kind: PartitionKind::Commune };
    Account {
        id: 1,
        name: "Mẫu".into(),
        role: Role::CommuneOfficer,
        home: UNIT,
        level: None,
        grants: vec![grant],
    }
}

/// Records of another device, as they lie at the endpoint.
fn rows_there(count: u8) -> Vec<Row> {
    let row = |number: u8| {
        let (rev, seq) =
            (Dot { device: DeviceId([0xE2; 16]), counter: u64::from(number) }, Seq(u64::from(number)));
        let cell = |value: Value| Cell { value, rev, seq, others: Vec::new() };
        let cells = [(nomination::POSITION, cell(format!("Kế toán {number}").as_str().into()))];
        Row {
            id: RecordId::from_bytes([number; 16]),
            partition: UNIT,
            kind: 1,
            rev,
            seq,
            cells: cells.into_iter().collect(),
        }
    };
    (1..=count).map(row).collect()
}

/// The endpoint of today answers a request: takes its operations, and tells the rows page by page.
fn answered(request: &Request, there: &[Row]) -> Vec<u8> {
    let (key, epoch) = (CursorKey([7; 64]), Epoch([1; 8]));
    let head = Head { seq: Seq(there.len() as u64), ..Head::default() };
    let mut loaded = Loaded { heads: [(UNIT, head)].into_iter().collect(), ..Loaded::default() };
    let cursor = request.cursor.as_deref().map(|cursor| Cursor::open(&key, cursor).unwrap());
    let standing = Standing::of(cursor, epoch, |_, _| Some(Default::default()));
    let pushed = push(&account(), request, &mut loaded);
    let mut rows = there.to_vec();
    rows.extend(loaded.rows.values().cloned());
    let (heads, scale) = (loaded.heads.clone(), Box::new(Plain::default()));
    let outcomes = pushed.outcomes;
    let mut pull = Pull::new(request, &standing, heads, &outcomes, &loaded.rows, UNIT, &[], scale);
    while let Some((partition, before)) = pull.newest() {
        if rows.iter().rev().filter(|row| row.seq < before).all(|row| pull.offer_newest(row)) {
            pull.newest_ended(partition);
        }
    }
    while let Some((partition, after)) = pull.wanted() {
        if rows.iter().filter(|row| row.seq > after).all(|row| pull.offer(row)) {
            pull.ended(partition);
        }
    }
    let of = CursorOf { key: &key, epoch, scope_version: 1, standing: &standing };
    let sums = [(UNIT, Checksum::of(&rows))].into_iter().collect();
    let mut answer = pull.answer(outcomes, 1_700_000_000_750, of, &sums, |_, _| Some(Default::default()));
    // What no released app knows of, all at once.
    answer.left = 17;
    answer.snapshots = vec![Offer { partition: UNIT, generation: 1, pages: 2, rows: 3, bytes: 4 }];
    answer.encode_in(request.layout)
}

#[test]
fn released_apps_hand_their_work_over_and_hear_what_became_of_it() {
    for (schema, request) in [(1, REQUEST_1), (2, REQUEST_2)] {
        let request = Request::decode(&bytes(request)).unwrap();
        assert_eq!((request.schema, request.layout, request.page), (schema, Layout::Whole, None));
        let op = open(&request.operations[0], request.device).unwrap();
        assert_eq!((op.action, op.partition, op.changes.len()), (Action::Create, UNIT, 4));
        let read = Released::read(&answered(&request, &rows_there(3)));
        assert_eq!(read.outcomes, [(1, 1, 0)], "applied");
        assert!(!read.more && !read.cursor.is_empty());
        let others: Vec<_> = read.rows.iter().filter(|(id, ..)| *id != *op.record.as_bytes()).collect();
        assert_eq!(others.len(), 3);
        for (id, place, counter, fields) in others {
            assert_eq!(read.devices[usize::try_from(*place).unwrap()], [0xE2; 16]);
            assert_eq!(
                (*counter, fields[&14].as_str()),
                (u64::from(id[0]), format!("Kế toán {}", id[0]).as_str())
            );
        }
    }
}

#[test]
fn a_released_app_reads_on_page_by_page_until_it_has_everything() {
    let there = rows_there(200);
    let mut request = Request { operations: Vec::new(), ..Request::decode(&bytes(REQUEST_1)).unwrap() };
    let mut told = BTreeMap::new();
    for _page in 0..200 {
        // A released app asks for no page of its own size; a small one here shows many ends of pages.
        request.page = Some(1_000);
        let read = Released::read(&answered(&request, &there));
        told.extend(read.rows.iter().map(|(id, _, _, fields)| (*id, fields.clone())));
        request.cursor = Some(read.cursor);
        if !read.more {
            break;
        }
    }
    assert_eq!(told.len(), 200);
}

#[test]
fn the_endpoint_of_today_writes_the_very_bytes_that_released_apps_read() {
    let read = Released::read(&bytes(ANSWER));
    assert_eq!((read.outcomes.as_slice(), read.rows.len()), (&[(1, 1, 0)][..], 1));
    let answer = Answer::decode(&bytes(ANSWER)).unwrap();
    assert_eq!(answer.outcomes, [(1, Outcome::Applied)]);
    assert_eq!(answer.pages[0].rows[0].cells[&nomination::POSITION].value, Value::from("Kế toán"));
    assert_eq!(answer.encode_in(Layout::Whole), bytes(ANSWER));
    assert_ne!(answer.encode(), bytes(ANSWER));
}

/// An app of today asks an endpoint that was not replaced yet, which passes over what it does not know and answers as ever.
#[test]
fn an_app_of_today_reads_the_answer_of_a_released_endpoint() {
    let request = Request::of(DeviceId([0xD1; 16]));
    assert_eq!(Request::decode(&request.encode()).unwrap().layout, Layout::Steps);
    let operations = vec![Sealed { counter: 1, bytes: vec![0xA0] }];
    let request = Request { operations, page: Some(12_000), sums: true, anew: vec![UNIT], ..request };
    let mut keys = Vec::new();
    let encoded = request.encode();
    let mut input = Decoder::new(&encoded);
    for _ in 0..input.map().unwrap().unwrap() {
        keys.push(input.u64().unwrap());
        input.skip().unwrap();
    }
    // What a released endpoint knows stands first and as ever; the rest has keys of its own.
    assert_eq!(keys, [0, 1, 2, 4, 7, 8, 9, 11]);
    assert!(Answer::decode(&bytes(ANSWER)).is_ok());
}
