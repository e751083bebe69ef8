//! What lies on a device, byte by byte: the outbox, and beside it what is kept, what was refused, the device's state, a row. For work that
//! was not sent yet there is no other copy of these bytes, and an app of any later version must read them and send what they say.
//!
//! Where a test fails here, the code is wrong and the bytes are right: they lie on tablets, and nobody goes round and writes them anew.
//! So no byte of these ever changes. What is to be added stands behind all that is there, and only where there is something to say: then
//! everything here still holds, and the new value is pinned beside the others. Where that does not do, the layout gets a new number, and its
//! reader stands beside the one for this number, which stays for good. From then on the bytes here are asserted to be read, and the bytes of
//! the new layout to be read and written.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

use std::fmt::Debug;

use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::lineage::Lineage;
use thidua_domain::nomination as of;
use thidua_domain::record::{Decimal, Field, PartitionId, PartitionKind, RecordId, RecordKind, Value};
use thidua_sync::checksum::Checksum;
use thidua_sync::client::{
    Doubt, Handed, Kept, Left, Loading, Meta, Pending, PendingState, Refused, Replica, Stamp,
};
use thidua_sync::identity::{DeviceId, Dot, Seq};
use thidua_sync::operation::{Action, Change, Operation, Sealed};
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::receipt::{Numbered, Proof, Receipt};
use thidua_sync::row::{Cell, Other, Row};
use thidua_sync::wire::{DecodeError, Request, decode_row, encode_row, seal};

const DEVICE: DeviceId = DeviceId([0xD1; 16]);
const OTHER: Dot = Dot { device: DeviceId([0xE2; 16]), counter: 9 };
const UNIT: PartitionId = PartitionId(3);
const NOW: i64 = 1_700_000_000_000;

/// A sealed operation with every part that one can have. Written in the third schema, and read for ever as such.
const OPERATION: &str = "aa00030150018bcfe5680070008000000000000001020303010402058250e2e2e2e2e2e2e2e2e2e2e2e2\
     e2e2e2e2090685820d6cc490696e682056c4836e2041830ef60484182ec48220187d8250e2e2e2e2e2e2e2e2e2e2e2e2e2e2e2e2\
     0982048250e2e2e2e2e2e2e2e2e2e2e2e2e2e2e2e20984160cf68104828219038402d903ec6a323032342d30342d303307820506\
     081a00015f90093902ed";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of a pin, in which `_` stands for the operation.
fn bytes(hex: &str) -> Vec<u8> {
    let whole = hex.replace('_', OPERATION);
    let digits: Vec<u32> = whole.chars().filter_map(|digit| digit.to_digit(16)).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
}

fn record() -> RecordId {
    "018bcfe5680070008000000000000001".parse().unwrap()
}

/// What stands in the pinned operation.
fn operation() -> Operation {
    let own = Dot { device: DEVICE, counter: 4 };
    let change =
        |field, base, value, settles: &[Dot]| Change { field, base, value, settles: settles.to_vec() };
    let amount = Value::Decimal(Decimal::new(125, 1).unwrap());
    Operation {
        device: DEVICE,
        counter: 7,
        record: record(),
        partition: UNIT,
        kind: RecordKind::Nomination.code(),
        action: Action::Edit,
        schema: 3,
        base: Some(OTHER),
        changes: vec![
            change(of::NAME, None, "Đinh Văn A".into(), &[]),
            change(of::POSITION, Some(own), Value::Null, &[]),
            change(of::POINTS, Some(OTHER), amount, &[own, OTHER]),
            change(of::MONTHS_WORKED, None, 12.into(), &[own]),
            // A day with a tag of its own, as a later version may write it.
            change(
                Field::of_item(900, 2),
                None,
                Value::Opaque([&[0xD9, 0x03, 0xEC, 0x6A][..], b"2024-04-03"].concat()),
                &[],
            ),
        ],
        parents: vec![5, 6],
        device_time_ms: NOW + 90_000,
        clock_offset_ms: Some(-750),
    }
}

fn sealed() -> Sealed {
    Sealed { counter: 7, bytes: bytes(OPERATION) }
}

fn plain() -> Receipt {
    Receipt { seq: Seq(40), number: None }
}

fn numbered() -> Receipt {
    Receipt { seq: Seq(41), number: Some(Numbered { number: 12, proof: Proof([0xA7; 12]) }) }
}

/// That these bytes are read as the value, and that the value is written as these bytes.
#[track_caller]
fn pinned<T: PartialEq + Debug>(
    pin: &str,
    value: &T,
    encode: impl Fn(&T) -> Vec<u8>,
    decode: impl Fn(&[u8]) -> Result<T, DecodeError>,
) {
    assert_eq!(decode(&bytes(pin)).as_ref(), Ok(value), "what lies on a device is not read any more");
    assert_eq!(hex(&encode(value)), hex(&bytes(pin)), "an earlier version could not read it");
}

#[test]
fn a_sealed_operation_lies_there_as_it_was_sealed() {
    assert_eq!(seal(&operation()), sealed());
}

const OPEN: &str = "84010007589c_";
const SEALED: &str = "84010107589c_";
const PARKED: &str = "84010207589c_";
const OFFERED: &str = "84010307589c_";
const OFFERED_WITH_PLACE: &str = "85010307589c_1828";
const OFFERED_WITH_NUMBER: &str = "87010307589c_18290c4ca7a7a7a7a7a7a7a7a7a7a7a7";

/// The outbox: an operation in each state that one can have there.
fn outbox() -> [(&'static str, Pending); 6] {
    let pending = |state| Pending { op: operation(), state };
    [
        (OPEN, pending(PendingState::Open)),
        (SEALED, pending(PendingState::Sealed(sealed()))),
        (PARKED, pending(PendingState::Parked(sealed()))),
        (OFFERED, pending(PendingState::Offered(sealed(), None))),
        (OFFERED_WITH_PLACE, pending(PendingState::Offered(sealed(), Some(plain())))),
        (OFFERED_WITH_NUMBER, pending(PendingState::Offered(sealed(), Some(numbered())))),
    ]
}

#[test]
fn the_outbox_is_read_and_written_as_it_lies_on_devices() {
    for (pin, pending) in outbox() {
        pinned(pin, &pending, Pending::encode, |stored| Pending::decode(stored, DEVICE));
    }
}

const KEPT: &str = "850107589c_001b0000018bcfe56800";
const KEPT_WITH_PLACE: &str = "860107589c_011b0000018bcfe568001828";
const KEPT_WITH_NUMBER: &str = "880107589c_021b0000018bcfe5680018290c4ca7a7a7a7a7a7a7a7a7a7a7a7";

#[test]
fn what_took_effect_is_kept_as_it_lies_on_devices() {
    for (pin, outcome, receipt) in [
        (KEPT, Outcome::Applied, None),
        (KEPT_WITH_PLACE, Outcome::Merged, Some(plain())),
        (KEPT_WITH_NUMBER, Outcome::Conflict, Some(numbered())),
    ] {
        let kept = Kept { sealed: sealed(), outcome, acknowledged_ms: NOW, receipt };
        pinned(pin, &kept, Kept::encode, Kept::decode);
    }
}

const REFUSED: &str = "860107589c_190130f61b0000018bcfe56800";
const REFUSED_FOR_A_FIELD: &str = "860107589c_18670d1b0000018bcfe56800";
const REFUSED_FOR_AN_ITEM: &str = "860107589c_186582190384021b0000018bcfe56800";
const REFUSED_BY_A_PERSON: &str = "870107589c_06f61b0000018bcfe568007826c490c3a32063c3b3206e67c6b0e1bb9d69206\
     b68c3a163206e68e1baad7020286de1baab7529";

#[test]
fn what_was_refused_lies_there_with_all_that_was_typed() {
    for (pin, code, field, words) in [
        (REFUSED, 304, None, None),
        (REFUSED_FOR_A_FIELD, 103, Some(of::NAME), None),
        (REFUSED_FOR_AN_ITEM, 101, Some(Field::of_item(900, 2)), None),
        (REFUSED_BY_A_PERSON, 6, None, Some("Đã có người khác nhập (mẫu)".to_owned())),
    ] {
        let refused =
            Refused { op: operation(), reason: Reason::from_code(code, field), words, refused_ms: NOW };
        pinned(pin, &refused, Refused::encode, |stored| Refused::decode(stored, DEVICE));
    }
}

const FRESH: &str = "88010050d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d101f603f6f6";
const EXCHANGED: &str = "880119012c50d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d10843c0ffee033902ed1b0000018bcfe56800";
const HANDED_IN: &str = "890119012c50d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d10843c0ffee033902ed1b0000018bcfe568008a01\
     000201030204030504";
const COMPARED: &str = "8c0119012c50d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d10843c0ffee033902ed1b0000018bcfe568008a010\
     0020103020403050484031bffffffffffffffff1846078403f504f484041b40000000000000000103";
const WITNESSED: &str = "8d0119012c50d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d10843c0ffee033902ed1b0000018bcfe568008a01\
     00020103020403050484031bffffffffffffffff1846078403f504f484041b400000000000000001038242010240";
const LEFT: &str = "8f0119012c50d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d10843c0ffee033902ed1b0000018bcfe568008a0100020\
     103020403050484031bffffffffffffffff1846078403f504f484041b40000000000000000103824201024082050386061b00000\
     18bcfe56800f5071b0000018bcfe56800f4";
const SCOPED: &str = "900119012c50d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d10843c0ffee033902ed1b0000018bcfe568008a01000\
     20103020403050484031bffffffffffffffff1846078403f504f484041b40000000000000000103824201024082050386061b000\
     0018bcfe56800f5071b0000018bcfe56800f482031846";
/// With a part that no version reads any more.
const LONGER: &str = "910119012c50d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d10843c0ffee033902ed1b0000018bcfe568008a010002\
     0103020403050484031bffffffffffffffff1846078403f504f484041b40000000000000000103824201024082050386061b0000\
     018bcfe56800f5071b0000018bcfe56800f4820318468243010203820309";

/// The device's state in each length that it has had: every version has put its own behind what was there.
fn states() -> [(&'static str, Meta); 7] {
    let fresh = Meta { endpoint_schema: 3, ..Meta::new(DEVICE) };
    let exchanged = Meta {
        generation: 300,
        next_counter: 8,
        cursor: Some(vec![0xC0, 0xFF, 0xEE]),
        clock_offset_ms: Some(-750),
        complete_ms: Some(NOW),
        ..fresh.clone()
    };
    let states = [Handed::Waiting, Handed::Accepted, Handed::Known, Handed::AtHub, Handed::Left];
    let handed = Meta { handed: (1..).zip(states).collect(), ..exchanged.clone() };
    let compared = Meta {
        sums: [(UNIT, Checksum(u64::MAX)), (PartitionId(70), Checksum(7))].into(),
        doubts: [(UNIT, Doubt::Remains), (PartitionId(4), Doubt::UnderWay)].into(),
        loading: [(PartitionId(4), Loading { generation: 1 << 62, next: 1, pages: 3 })].into(),
        ..handed.clone()
    };
    let witnessed = Meta { witnessed: vec![vec![1, 2], Vec::new()], ..compared.clone() };
    let gone = Left { since_ms: NOW, seen: true };
    let left = Meta {
        lineage: Lineage::of([(PartitionId(5), UNIT)]),
        left: [(PartitionId(6), gone), (PartitionId(7), Left { seen: false, ..gone })].into(),
        ..witnessed.clone()
    };
    let scoped = Meta { scope: Some([UNIT, PartitionId(70)].into()), ..left.clone() };
    [
        (FRESH, fresh),
        (EXCHANGED, exchanged),
        (HANDED_IN, handed),
        (COMPARED, compared),
        (WITNESSED, witnessed),
        (LEFT, left),
        (SCOPED, scoped),
    ]
}

#[test]
fn the_state_of_a_device_is_read_and_written_as_each_version_left_it() {
    let mut lengths = Vec::new();
    for (pin, state) in states() {
        pinned(pin, &state, Meta::encode, Meta::decode);
        lengths.push(bytes(pin)[0] & 0x1F);
    }
    assert_eq!(lengths, [8, 8, 9, 12, 13, 15, 16]);
}

#[test]
fn what_another_version_has_put_behind_the_state_is_passed_over() {
    let [.., (_, scoped)] = states();
    assert_eq!(Meta::decode(&bytes(LONGER)), Ok(scoped));
}

const ROW: &str = "890150018bcfe568007000800000000000000103018250e2e2e2e2e2e2e2e2e2e2e2e2e2e2e2e250d1d1d1d1d1\
     d1d1d1d1d1d1d1d1d1d1d1000900848500f4010400850d6cc490696e682056c4836e2041010400860e6a4be1babf20746fc3a16e\
     00090081836a4ec3b46e672064c3a26e0104858218380201000900";

#[test]
fn a_row_is_read_and_written_as_it_lies_on_devices() {
    let own = Dot { device: DEVICE, counter: 4 };
    let cell = |value, rev, others| Cell { value, rev, seq: Seq(0), others };
    let other = Other { value: "Nông dân".into(), rev: own };
    let row = Row {
        id: record(),
        partition: UNIT,
        kind: RecordKind::Nomination.code(),
        rev: OTHER,
        seq: Seq(0),
        cells: [
            (Field::DELETED, cell(Value::Bool(false), own, Vec::new())),
            (of::NAME, cell("Đinh Văn A".into(), own, Vec::new())),
            (of::POSITION, cell("Kế toán".into(), OTHER, vec![other])),
            (Field::of_item(of::PART.number, 2), cell(1.into(), OTHER, Vec::new())),
        ]
        .into_iter()
        .collect(),
    };
    pinned(ROW, &row, encode_row, decode_row);
}

/// What an earlier version left goes out byte for byte, whatever state it is in, but for what the endpoint cannot read yet.
#[test]
fn what_an_earlier_version_left_in_the_outbox_is_sent() {
    let grants = vec![Grant { partition: UNIT, kind: PartitionKind::Commune }];
    let account =
        Account { id: 1, name: "Mẫu".into(), role: Role::CommuneOfficer, home: UNIT, level: None, grants };
    for (pin, _) in outbox() {
        let pending = Pending::decode(&bytes(pin), DEVICE).unwrap();
        let state = Meta::decode(&bytes(EXCHANGED)).unwrap();
        let mut device = Replica::new(account.clone(), state, [], [pending], []);
        if let Some(batch) = device.seal() {
            assert_eq!(pin, OPEN);
            device.absorb(batch);
        }
        let sent = Request::decode(&device.request(Stamp(NOW)).0.encode()).unwrap();
        let expected = if pin == PARKED { Vec::new() } else { vec![sealed()] };
        assert_eq!(sent.operations, expected);
    }
}
