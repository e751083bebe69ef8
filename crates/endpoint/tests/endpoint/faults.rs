//! Input that is wrong, in every way that we could think of. The endpoint says why and stays up.

use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Client;
use thidua_domain::fault::Fault;
use thidua_domain::nomination::NAME;
use thidua_domain::record::{Field, RecordId, RecordKind};
use thidua_sync::identity::DeviceId;
use thidua_sync::operation::{Action, Change, Operation, Sealed};
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::wire::{Request, seal};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::device::{Device, LONG_MON, Told, a_nomination};
use crate::test_app::TestApp;

fn creation(device: &Device, counter: u64) -> Operation {
    let changes = a_nomination("Đinh Văn Xuân").into_iter();
    Operation {
        device: device.id,
        counter,
        record: RecordId::from_bytes([u8::try_from(counter).unwrap(); 16]),
        partition: LONG_MON,
        kind: RecordKind::Nomination.code(),
        action: Action::Create,
        schema: 1,
        base: None,
        changes: changes
            .map(|(field, value)| Change { field, base: None, value, settles: Vec::new() })
            .collect(),
        parents: Vec::new(),
        device_time_ms: 1_700_000_000_000,
        clock_offset_ms: None,
    }
}

fn request(device: &Device, operations: Vec<Sealed>) -> Request {
    Request { schema: 1, operations, ..Request::of(device.id) }
}

async fn post(device: &Device, headers: &[(&str, &str)], body: Vec<u8>) -> (u16, String) {
    let request = Client::new().post(format!("{}/sync", device.base)).bearer_auth(&device.token).body(body);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    Told::of(request.send().await.unwrap()).await.refusal()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

const CBOR: (&str, &str) = ("content-type", "application/cbor");
const GZIP: (&str, &str) = ("content-encoding", "gzip");

#[tokio::test]
async fn one_bad_operation_never_blocks_the_others() {
    let app = TestApp::start().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut unknown_field = creation(&device, 2);
    unknown_field.changes[3].field = Field::of(4000);
    let mut unknown_kind = creation(&device, 3);
    unknown_kind.kind = 77;
    let mut future = creation(&device, 4);
    future.schema = thidua_sync::operation::SCHEMA + 1;
    let mut too_long = creation(&device, 5);
    too_long.changes[3].value = "dài".repeat(500).as_str().into();
    let garbage = Sealed { counter: 6, bytes: vec![0xff; 40] };
    let operations = vec![
        seal(&creation(&device, 1)),
        seal(&unknown_field),
        seal(&unknown_kind),
        seal(&future),
        seal(&too_long),
        garbage,
        seal(&creation(&device, 7)),
    ];
    let body = request(&device, operations).encode();
    let answer = device.answer(body.clone()).await;
    let fault = |fault| Outcome::Refused(Reason::Fault(fault));
    let expected = [
        (1, Outcome::Applied),
        (2, fault(Fault::UnknownField(Field::of(4000)))),
        (3, fault(Fault::UnknownKind(0))),
        (4, Outcome::NewerAppNeeded),
        (5, fault(Fault::TooLong { field: NAME, max: 0 })),
        (6, Outcome::Refused(Reason::Malformed)),
        (7, Outcome::Applied),
    ];
    assert_eq!(answer.outcomes, expected);
    assert_eq!(device.answer(body).await.outcomes, answer.outcomes, "what was stored of them says the same");
    device.sync().await;
    assert_eq!(device.replica.rows().len(), 2);
}

#[tokio::test]
async fn each_wrong_request_is_told_its_reason() {
    let app = TestApp::start().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    let good = request(&device, Vec::new());
    let refused = |status, reason: &str| (status, reason.to_owned());

    assert_eq!(post(&device, &[CBOR], b"nonsense".to_vec()).await, refused(400, "malformed"));
    assert_eq!(post(&device, &[CBOR], Vec::new()).await, refused(400, "malformed"));
    assert_eq!(post(&device, &[CBOR], vec![0xbf, 0xff]).await, refused(400, "malformed"));
    assert_eq!(post(&device, &[CBOR], vec![0x9b; 300]).await, refused(400, "malformed"));
    let mut newer = good.encode();
    newer[2] = 9;
    assert_eq!(post(&device, &[CBOR], newer).await, refused(400, "unsupported_version"));
    for cursor in [vec![], vec![1, 2, 3], vec![7; 60]] {
        let body = Request { cursor: Some(cursor), ..good.clone() }.encode();
        assert_eq!(post(&device, &[CBOR], body).await, refused(400, "bad_cursor"));
    }
    let other = Request { device: DeviceId([9; 16]), ..good.clone() }.encode();
    assert_eq!(post(&device, &[CBOR], other).await, refused(403, "wrong_device"));
    let body = good.encode();
    assert_eq!(post(&device, &[], body.clone()).await, refused(415, "unsupported_media_type"));
    let json = ("content-type", "application/json");
    assert_eq!(post(&device, &[json], body.clone()).await, refused(415, "unsupported_media_type"));
    let zstd = ("content-encoding", "zstd");
    assert_eq!(post(&device, &[CBOR, zstd], body.clone()).await, refused(415, "unsupported_media_type"));
    assert_eq!(post(&device, &[CBOR, GZIP], body.clone()).await, refused(400, "malformed"));
    let mut cut = gzip(&body);
    cut.truncate(15);
    assert_eq!(post(&device, &[CBOR, GZIP], cut).await, refused(400, "malformed"));

    assert_eq!(post(&device, &[CBOR], vec![0; 3 * 1024 * 1024]).await, refused(413, "too_large"));
    let bomb = gzip(&vec![0; 64 * 1024 * 1024]);
    assert!(bomb.len() < 100_000);
    assert_eq!(post(&device, &[CBOR, GZIP], bomb).await, refused(413, "too_large"));
    let many: Vec<_> = (1..=5_001).map(|counter| Sealed { counter, bytes: vec![0xa0] }).collect();
    let many = request(&device, many).encode();
    assert_eq!(post(&device, &[CBOR, GZIP], gzip(&many)).await, refused(413, "too_many_operations"));

    let octets = ("content-type", "application/octet-stream");
    let answer = Client::new()
        .post(app.url("/sync"))
        .bearer_auth(&device.token)
        .header(octets.0, octets.1)
        .header(GZIP.0, GZIP.1)
        .body(gzip(&body));
    assert_eq!(answer.send().await.unwrap().status(), 200, "and the endpoint is well");
}

#[tokio::test]
async fn without_a_token_of_ours_there_is_no_exchange() {
    let app = TestApp::start().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    let body = request(&device, vec![seal(&creation(&device, 1))]).encode();
    let unsigned = Client::new().post(app.url("/sync")).header(CBOR.0, CBOR.1).body(body.clone());
    let told = Told::of(unsigned.send().await.unwrap()).await;
    assert_eq!(told.refusal(), (401, "not_signed_in".to_owned()));
    for token in ["", "x", "Bearer", &device.token.to_uppercase()] {
        let request = Client::new().post(app.url("/sync")).bearer_auth(token).header(CBOR.0, CBOR.1);
        let told = Told::of(request.body(body.clone()).send().await.unwrap()).await;
        assert_eq!(told.refusal(), (401, "not_signed_in".to_owned()));
    }
    let basic = Client::new().post(app.url("/sync")).basic_auth("longmon", Some("mau-2023"));
    let told = Told::of(basic.header(CBOR.0, CBOR.1).body(body).send().await.unwrap()).await;
    assert_eq!(told.refusal(), (401, "not_signed_in".to_owned()));
}

#[tokio::test]
async fn who_sends_much_over_a_slow_line_and_may_not_hears_why() {
    const PIECE: usize = 32 * 1024;
    let app = TestApp::start().await;
    let blob = format!("PATCH /blob/{}?record={}", "0".repeat(64), RecordId::from_bytes([7; 16]));
    for (what, kind) in [
        ("POST /sync", "application/cbor"),
        (blob.as_str(), "application/offset+octet-stream"),
        ("PUT /session/password", "application/json"),
        ("POST /admin/accounts", "application/json"),
    ] {
        let mut line = TcpStream::connect(app.address()).await.unwrap();
        let head = format!(
            "{what} HTTP/1.1\r\nhost: x\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            40 * PIECE
        );
        line.write_all(head.as_bytes()).await.unwrap();
        for at in 0..40 {
            // Whoever does not listen any more breaks the line, and it is noticed with one of the next pieces.
            tokio::time::sleep(Duration::from_millis(5)).await;
            let sent = line.write_all(&[7; PIECE]).await;
            assert!(sent.is_ok(), "{what}: broken after {at} pieces: {sent:?}");
        }
        let mut answer = Vec::new();
        line.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with("HTTP/1.1 401"), "{what}: {answer}");
        assert!(answer.ends_with(r#"{"reason":"not_signed_in"}"#), "{what}: {answer}");
    }
}

#[tokio::test]
async fn a_path_or_a_method_that_is_not_there_is_told_so() {
    let app = TestApp::start().await;
    let told = Told::of(reqwest::get(app.url("/nothing")).await.unwrap()).await;
    assert_eq!(told.refusal(), (404, "not_found".to_owned()));
    let told = Told::of(reqwest::get(app.url("/sync")).await.unwrap()).await;
    assert_eq!(told.refusal(), (405, "method_not_allowed".to_owned()));
    assert_eq!(Told::of(reqwest::get(app.url("/health")).await.unwrap()).await.body, b"ok");
}

#[tokio::test]
async fn noise_of_every_length_leaves_the_endpoint_standing() {
    let app = TestApp::start().await;
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut rng = fastrand::Rng::with_seed(5);
    let good = request(&device, vec![seal(&creation(&device, 1)), seal(&creation(&device, 2))]).encode();
    for _ in 0..200 {
        let mut body = good.clone();
        for _ in 0..rng.usize(1..6) {
            let at = rng.usize(0..body.len());
            body[at] = rng.u8(..);
        }
        body.truncate(rng.usize(0..=body.len()));
        let told = device.send(body).await;
        assert!(matches!(told.status.as_u16(), 200 | 400 | 403 | 413), "{}", told.status);
    }
    assert_eq!(Told::of(reqwest::get(app.url("/health")).await.unwrap()).await.body, b"ok");
}
