//! What apps of each schema have sealed, byte by byte. Whatever an app of any of them left in its outbox is opened and carried out by
//! the endpoint of today: an app may be too old to read, and never too old to hand over its work.
//!
//! What seals an operation has written the same bytes since the first schema; a schema grew where there was more to say (steps in the
//! second, signed pledges in the third). So the bytes are given once, with `_` in the place of the schema's number, and for the schemas
//! whose apps wrote them. Where one of them is not taken any more, the endpoint is to be mended and not the bytes: they are on their way.
//!
//! Steps of decisions and of the council's sessions are not among them: these need a connection, so that none waits in an outbox.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

use thidua_domain::access::{Account, Grant, Role};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{
    Decimal, Field, Fields, PartitionId, PartitionKind, RecordId, RecordKind, Value,
};
use thidua_domain::{bloc, dossier, nomination, pledge, step};
use thidua_sync::identity::{DeviceId, Dot, Head, Seq};
use thidua_sync::operation::{Action, SCHEMA, Sealed};
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::row::{Cell, Other, Row};
use thidua_sync::server::{Loaded, push};
use thidua_sync::wire::{Layout, Request, open, seal};

const UNIT: PartitionId = PartitionId(3);
const CLUSTER: PartitionId = PartitionId(7);
const DEVICE: DeviceId = DeviceId([0xD1; 16]);
const OTHER: DeviceId = DeviceId([0xE2; 16]);
/// The nomination and the pledge that the device makes, the bloc's year, and somebody else's nomination.
const OWN: u8 = 1;
const PROMISE: u8 = 2;
const BLOC: u8 = 8;
const THEIRS: u8 = 9;

// Of every schema: a nomination is made, written, deleted and brought back; a dispute is settled; a pledge is made, and its result
// written beside a word of its text.
const CREATE: &str = "a8000_0150018bcfe56800700080000000000000010203030104010684820a01820b726c616f5f646f6e675\
     f7469656e5f7469656e820c1907e7820d6cc490696e682056c4836e20410800093902ed";
const EDIT: &str = "a9000_0150018bcfe568007000800000000000000102030301040205010682830d6fc490696e682056c4836e2\
     0c3816e6801820e6c43c3b46e67206368e1bba9630819ee48093902ed";
const DELETE: &str =
    "a9000_0150018bcfe5680070008000000000000001020303010403050206818200f5081a0001dc90093902ed";
const RESTORE: &str =
    "a9000_0150018bcfe5680070008000000000000001020303010404050306818300f403081a0002cad8093902ed";
const SETTLE: &str = "a9000_0150018bcfe5680070008000000000000009020303010402058250e2e2e2e2e2e2e2e2e2e2e2e2e2e\
     2e2e2090681840e6b5468e1bba7207175e1bbb98250e2e2e2e2e2e2e2e2e2e2e2e2e2e2e2e209818250e2e2e2e2e2e2e2e2e2e2e\
     2e2e2e2e2e206081a0003b920093902ed";
const PLEDGE: &str = "a8000_0150018bcfe56800700080000000000000020207030204010687820a03820b1907e7820c705468692\
     0c491756120286de1baab7529828214016e5472e1bb936e672072e1bbab6e678282150162686182821601c48220187d828218180\
     101081a0004a768093902ed";
const RESULT: &str = "a9000_0150018bcfe5680070008000000000000002020703020402050606828382150165686563746106828\
     21701c482201883081a000595b0093902ed";

// Since the second: the dossier is considered, handed up and taken back; an administrator erases one. Considerations by the first apps of
// that schema kept the digest of the text alone.
const CONSIDERED_BEFORE: &str = "a9000_0150018bcfe56800700080000000000000010203030104050504068b82183c01828218\
     3d01018282183e01654de1baab758282183f016a323032332d31312d323082821842010a82821843010982821845010882821846\
     010182821847010082821848010282821849017031323231643637383632636638303561081a000683f8093902ed";
const CONSIDER: &str = "a9000_0150018bcfe56800700080000000000000010203030104050504069082183c018282183d0101828\
     2183e01654de1baab758282183f016a323032332d31312d323082821842010a82821843010982821845010882821846010182821\
     84701008282184801028282184901703132323164363738363263663830356182821903f2010182821903f301726c616f5f646f6\
     e675f7469656e5f7469656e82821903f4011907e782821903f5016fc490696e682056c4836e20c3816e6882821903f6016c43c3b\
     46e67206368e1bba963081a000683f8093902ed";
const SUBMIT: &str = "aa000_0150018bcfe56800700080000000000000010203030104050508068583183c02088282183d0202828\
     2183e02654de1baab758282183f026a323032332d31312d323082821849027031323231643637383632636638303561078108081\
     a00077240093902ed";
const WITHDRAW: &str = "aa000_0150018bcfe56800700080000000000000010203030104050509068b83183c04098282183d03038\
     282183e03654de1baab758282183f036a323032332d31312d323082821840037142e1bb952073756e6720286de1baab752982821\
     84903703132323164363738363263663830356182821903f2030182821903f303726c616f5f646f6e675f7469656e5f7469656e8\
     2821903f4031907e782821903f5036fc490696e682056c4836e20c3816e6882821903f6036c43c3b46e67206368e1bba96307820\
     809081a00086088093902ed";
const ERASE: &str = "a8000_0150018bcfe568007000800000000000000902030301040606838202f5820378335468656f20c491e1\
     bb81206e6768e1bb8b2063e1bba761206e67c6b0e1bb9d6920c491c6b0e1bba363206ec3aa752074c3aa6e8204781d4368e1bba7\
     2074e1bb8b63682055424e442078c3a320286de1baab7529081a000dbba0093902ed";

// Since the third: the pledge is signed by hand, and opened again.
const SIGN: &str = "a9000_0150018bcfe56800700080000000000000020207030204050507068a82183c018282183d01018282183\
     e01654de1baab758282183f016a323032332d31312d3230828218410178203031386263666535363830303730303038303030303\
     030303030303030303038828218490170393166393131653539643535303336618282184b016a4cc3bd2056c4836e20438282185\
     a01754368e1bba72074e1bb8b63682055424e442078c3a38282185b017823415148514477494374414834437641424449774c357\
     76341444148344376674b4141778282185d0101081a00094ed0093902ed";
const AMEND: &str = "aa000_0150018bcfe5680070008000000000000002020703020405050b068a83183c020b8282183d02028282\
     183e02654de1baab758282183f026a323032332d31312d3230828218400277c49069e1bb8175206368e1bb896e6820286de1baab\
     7529828218490270393166393131653539643535303336618282184d02783432302e313d745472e1bb936e672072e1bbab6e670a\
     32312e313d7468656374610a32322e313d6431653132350a32342e313d693182821903f2020382821903f3021907e782821903f4\
     027054686920c491756120286de1baab752907810b081a000a3d18093902ed";

/// Sealed bytes: the counter, the schemas whose apps have written them, and what they say.
struct Pin {
    counter: u64,
    schemas: std::ops::RangeInclusive<u16>,
    bytes: &'static str,
    says: (Action, RecordKind, u8),
}

fn pins() -> Vec<Pin> {
    use Action::{Create, Delete, Edit, Erase, Restore, Step};
    use RecordKind::{Nomination, Pledge};
    let pin = |counter, schemas, bytes, says| Pin { counter, schemas, bytes, says };
    vec![
        pin(1, 1..=3, CREATE, (Create, Nomination, OWN)),
        pin(2, 1..=3, EDIT, (Edit, Nomination, OWN)),
        pin(3, 1..=3, DELETE, (Delete, Nomination, OWN)),
        pin(4, 1..=3, RESTORE, (Restore, Nomination, OWN)),
        pin(5, 1..=3, SETTLE, (Edit, Nomination, THEIRS)),
        pin(6, 1..=3, PLEDGE, (Create, Pledge, PROMISE)),
        pin(7, 1..=3, RESULT, (Edit, Pledge, PROMISE)),
        pin(8, 2..=2, CONSIDERED_BEFORE, (Step, Nomination, OWN)),
        pin(8, 2..=3, CONSIDER, (Step, Nomination, OWN)),
        pin(9, 2..=3, SUBMIT, (Step, Nomination, OWN)),
        pin(10, 2..=3, WITHDRAW, (Step, Nomination, OWN)),
        pin(11, 3..=3, SIGN, (Step, Pledge, PROMISE)),
        pin(12, 3..=3, AMEND, (Step, Pledge, PROMISE)),
        pin(40, 2..=3, ERASE, (Erase, Nomination, THEIRS)),
    ]
}

impl Pin {
    fn sealed(&self, schema: u16) -> Sealed {
        assert!(self.schemas.contains(&schema) && schema < 16);
        let whole = self.bytes.replace('_', &format!("{schema:x}"));
        let digits: Vec<u32> = whole.chars().filter_map(|digit| digit.to_digit(16)).collect();
        let bytes = digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect();
        Sealed { counter: self.counter, bytes }
    }
}

/// What a device of a schema has in its outbox, in each of the forms that its apps have written.
fn outboxes() -> Vec<(u16, Vec<Sealed>)> {
    let without = |unwritten: &'static str, schema: u16| {
        let pins = pins().into_iter().filter(move |pin| pin.schemas.contains(&schema));
        let pins = pins.filter(move |pin| pin.bytes != unwritten);
        (schema, pins.map(|pin| pin.sealed(schema)).collect())
    };
    vec![
        without(CONSIDERED_BEFORE, 1),
        without(CONSIDER, 2),
        without(CONSIDERED_BEFORE, 2),
        without(CONSIDERED_BEFORE, 3),
    ]
}

fn record(number: u8) -> RecordId {
    let mut bytes = *b"\x01\x8b\xcf\xe5\x68\0\x70\0\x80\0\0\0\0\0\0\0";
    bytes[15] = number;
    RecordId::from_bytes(bytes)
}

fn account(role: Role) -> Account {
    let grants = [(UNIT, PartitionKind::Commune), (CLUSTER, PartitionKind::Cluster)];
    let grants = grants.map(|(partition, kind)| Grant { partition, kind }).into();
    Account { id: 1, name: "Mẫu".into(), role, home: UNIT, level: None, grants }
}

/// The endpoint: somebody else's nomination, whose position two have written, and the bloc of the pledge.
fn endpoint() -> Loaded {
    let by = |counter| Dot { device: OTHER, counter };
    let cell = |(field, value, rev)| (field, Cell { value, rev: by(rev), seq: Seq(1), others: Vec::new() });
    let row = |number, kind: RecordKind, partition, rev, cells: Vec<(Field, Value, u64)>| Row {
        id: record(number),
        partition,
        kind: kind.code(),
        rev: by(rev),
        seq: Seq(1),
        cells: cells.into_iter().map(cell).collect(),
    };
    let nomination = vec![
        (nomination::SUBJECT, 1.into(), 4),
        (nomination::AWARD, "lao_dong_tien_tien".into(), 4),
        (nomination::YEAR, 2023.into(), 4),
        (nomination::NAME, "Lò Thị B".into(), 4),
        (nomination::POSITION, "Kế toán".into(), 9),
    ];
    let bloc =
        vec![(bloc::YEAR, 2023.into(), 2), (Field::of_item(bloc::MEMBER_IS.number, UNIT.0), 1.into(), 2)];
    let mut theirs = row(THEIRS, RecordKind::Nomination, UNIT, 9, nomination);
    theirs.cells[&nomination::POSITION].others.push(Other { value: "Thủ quỹ".into(), rev: by(6) });
    let rows = [theirs, row(BLOC, RecordKind::Bloc, CLUSTER, 2, bloc)];
    let head = Head { seq: Seq(1), ..Head::default() };
    Loaded {
        rows: rows.into_iter().map(|row| (row.id, row)).collect(),
        heads: [(UNIT, head), (CLUSTER, head)].into(),
        ..Loaded::default()
    }
}

/// Sends operations as an app of their schema does, and tells what became of them.
fn sent(role: Role, schema: u16, operations: &[Sealed], loaded: &mut Loaded) -> Vec<Outcome> {
    let request =
        Request { schema, layout: Layout::Whole, operations: operations.to_vec(), ..Request::of(DEVICE) };
    let request = Request::decode(&request.encode()).unwrap();
    let pushed = push(&account(role), &request, loaded);
    assert!(pushed.outcomes.iter().map(|(counter, _)| counter).eq(operations.iter().map(|op| &op.counter)));
    pushed.outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

fn fields(loaded: &Loaded, number: u8) -> Fields {
    loaded.rows[&record(number)].fields()
}

#[test]
fn every_schema_that_has_been_is_here() {
    let newest = pins().iter().map(|pin| *pin.schemas.end()).max();
    assert_eq!(newest, Some(SCHEMA), "pin what apps of the new schema seal, before one of them is released");
}

#[test]
fn what_apps_of_each_schema_have_sealed_is_opened_and_says_what_it_said() {
    for pin in pins() {
        for schema in pin.schemas.clone() {
            let sealed = pin.sealed(schema);
            let op = open(&sealed, DEVICE).unwrap();
            assert_eq!((op.schema, op.counter), (schema, pin.counter));
            let kind = RecordKind::from_code(op.kind).unwrap();
            assert_eq!((op.action, kind, op.record), (pin.says.0, pin.says.1, record(pin.says.2)));
            // What was refused lies on the device sealed once more: as the same.
            assert_eq!(seal(&op), sealed);
        }
    }
}

#[test]
fn the_endpoint_of_today_carries_out_what_apps_of_each_schema_have_sealed() {
    for (schema, operations) in outboxes() {
        let mut loaded = endpoint();
        // The last one is an administrator's, who alone erases.
        let (erasing, operations) = match schema {
            1 => (&[][..], operations.as_slice()),
            _ => operations.split_last().map(|(last, own)| (std::slice::from_ref(last), own)).unwrap(),
        };
        let outcomes = sent(Role::CommuneOfficer, schema, operations, &mut loaded);
        assert_eq!(outcomes, vec![Outcome::Applied; operations.len()], "schema {schema}");

        let own = fields(&loaded, OWN);
        assert!(!loaded.rows[&record(OWN)].is_deleted());
        assert_eq!(own[&nomination::NAME], "Đinh Văn Ánh".into());
        assert_eq!(own[&nomination::POSITION], "Công chức".into());
        let state = if schema == 1 { dossier::State::Draft } else { dossier::State::Withdrawn };
        assert_eq!(dossier::State::of(&own), state);
        let steps = step::entries(&own);
        assert_eq!(steps.len(), if schema == 1 { 0 } else { 3 });
        // Also of those who kept the digest alone it can be told what they had before their eyes.
        assert!(steps.iter().all(|step| dossier::known_text_at(&own, step).is_some()));
        let settled = &loaded.rows[&record(THEIRS)].cells[&nomination::POSITION];
        assert_eq!((settled.value.as_text(), settled.others.len()), (Some("Thủ quỹ"), 0));
        let promise = fields(&loaded, PROMISE);
        let target = pledge::Pledge::read(&promise).targets[0].clone();
        assert_eq!((target.name, target.measure), ("Trồng rừng", "hecta"));
        let (plan, result) = (Decimal::new(125, 1), Decimal::new(131, 1));
        assert_eq!((target.plan, target.result_of(pledge::Period::Year)), (plan, result));
        let state = if schema < 3 { pledge::State::Draft } else { pledge::State::Amending };
        assert_eq!(pledge::State::of(&promise), state);
        assert_eq!(pledge::signings(&promise).len(), if schema < 3 { 0 } else { 1 });
        assert!(pledge::holds_together(&promise));

        let erased = sent(Role::Administrator, schema, erasing, &mut loaded);
        // What is left of it only the endpoint can say.
        assert_eq!(erased, vec![Outcome::Merged; erasing.len()]);
        assert_eq!(loaded.rows[&record(THEIRS)].is_erased(), schema > 1);

        // A line that was cut: all of it comes once more, and is told the same but for what was erased meanwhile.
        let rows = loaded.rows.clone();
        let again = sent(Role::CommuneOfficer, schema, operations, &mut loaded);
        for ((op, first), again) in operations.iter().zip(outcomes).zip(again) {
            let is_void = schema > 1 && op.counter == 5;
            assert_eq!(again, if is_void { Outcome::Refused(Reason::Erased) } else { first });
        }
        assert_eq!(loaded.rows, rows);
    }
}

/// An app of before a text could be signed, or handed up, writes into one that was meanwhile: it is told so, and keeps what was typed.
#[test]
fn what_has_become_of_a_record_since_is_told_to_apps_of_before() {
    let of = |bytes| pins().into_iter().find(|pin| pin.bytes == bytes).unwrap().sealed(1);
    let mut loaded = endpoint();
    let made = sent(Role::CommuneOfficer, 1, &[of(CREATE), of(PLEDGE)], &mut loaded);
    assert_eq!(made, [Outcome::Applied, Outcome::Applied]);
    let submitted = i64::from(dossier::State::Submitted.code());
    for (number, state) in [(OWN, submitted), (PROMISE, i64::from(pledge::State::Signed.code()))] {
        let row = loaded.rows.get_mut(&record(number)).unwrap();
        row.rev = Dot { device: OTHER, counter: 12 };
        let cell = Cell { value: state.into(), rev: row.rev, seq: row.seq, others: Vec::new() };
        row.cells.insert(step::STATE, cell);
    }
    let late = sent(Role::CommuneOfficer, 1, &[of(EDIT), of(RESULT)], &mut loaded);
    let refused = |obstacle| Outcome::Refused(Reason::Obstacle(obstacle));
    assert_eq!(late, [refused(Obstacle::Locked), refused(Obstacle::Signed)]);
}
