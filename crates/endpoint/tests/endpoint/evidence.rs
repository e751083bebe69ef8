//! Files of evidence over HTTP: sent in pieces, gone on with after a cut, and seen by nobody who may not read the record.

use reqwest::{Method, RequestBuilder, Response, StatusCode};
use thidua_domain::dossier::Step;
use thidua_domain::evidence::{self, Evidence, FileDigest, FileKind};
use thidua_domain::nomination::{EVIDENCE_DIGEST, EVIDENCE_SIZE};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Field, Fields, RecordId, Value};
use thidua_sync::client::CommandError;
use thidua_sync::outcome::Reason;

use crate::device::{Device, Told};
use crate::taken::of_dossier;
use crate::test_app::TestApp;

const CHUNK: usize = 64 * 1024;

/// A file of a kind with so many bytes, which are nobody's photograph.
pub fn a_file(kind: FileKind, size: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..size).map(|place| (place * 31 % 251) as u8).collect();
    let head: &[u8] = if kind == FileKind::Pdf { b"%PDF-1.7\n" } else { &[0xff, 0xd8, 0xff, 0xe0] };
    bytes[..head.len()].copy_from_slice(head);
    bytes
}

/// A nomination that names a file of these bytes, as the endpoint knows it.
pub async fn with_file(device: &mut Device, kind: FileKind, bytes: &[u8]) -> (RecordId, FileDigest) {
    let record = device.nominate("Đinh Văn Xuân (mẫu)");
    let digest = FileDigest::of(bytes);
    name(device, record, 7, digest, kind, bytes.len());
    device.sync().await;
    (record, digest)
}

fn name(device: &mut Device, record: RecordId, item: u32, digest: FileDigest, kind: FileKind, size: usize) {
    let named = Evidence { item, digest, kind, size: size as u32, name: "minh-chung.jpg", note: "" };
    let now = device.now();
    let changes = Fields::from_iter(evidence::fields_of(&named));
    let batch = device.replica.edit(now, record, changes).unwrap();
    device.commit(batch);
}

fn ask(device: &Device, method: Method, record: RecordId, digest: FileDigest) -> RequestBuilder {
    let address = format!("{}/blob/{digest}?record={record}", device.base);
    device.client.request(method, address).bearer_auth(&device.token)
}

pub async fn patch(
    device: &Device,
    record: RecordId,
    digest: FileDigest,
    offset: usize,
    bytes: &[u8],
) -> Response {
    let request = ask(device, Method::PATCH, record, digest).header("upload-offset", offset);
    request
        .header("content-type", "application/offset+octet-stream")
        .body(bytes.to_vec())
        .send()
        .await
        .unwrap()
}

pub async fn get(device: &Device, record: RecordId, digest: FileDigest) -> Told {
    Told::of(ask(device, Method::GET, record, digest).send().await.unwrap()).await
}

async fn head(device: &Device, record: RecordId, digest: FileDigest) -> Response {
    ask(device, Method::HEAD, record, digest).send().await.unwrap()
}

fn number(answer: &Response, name: &str) -> usize {
    answer.headers()[name].to_str().unwrap().parse().unwrap()
}

/// Sends from an offset to the end.
pub async fn send_rest(device: &Device, record: RecordId, digest: FileDigest, bytes: &[u8], from: usize) {
    for (place, chunk) in bytes[from..].chunks(CHUNK).enumerate() {
        let answer = patch(device, record, digest, from + place * CHUNK, chunk).await;
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    }
}

#[tokio::test]
async fn a_file_goes_on_where_it_was_cut_and_is_given_to_those_who_read_the_record() {
    let app = TestApp::start().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let bytes = a_file(FileKind::Photograph, 150_000);
    let (record, digest) = with_file(&mut unit, FileKind::Photograph, &bytes).await;
    let told = head(&unit, record, digest).await;
    assert_eq!((number(&told, "upload-offset"), number(&told, "upload-length")), (0, 150_000));

    assert_eq!(patch(&unit, record, digest, 0, &bytes[..CHUNK]).await.status(), StatusCode::NO_CONTENT);
    // The answer was lost, and the chunk comes again; then the next one, and the endpoint ends.
    let again = patch(&unit, record, digest, 0, &bytes[..CHUNK]).await;
    assert_eq!((again.status(), number(&again, "upload-offset")), (StatusCode::NO_CONTENT, CHUNK));
    assert_eq!(get(&unit, record, digest).await.refusal(), (404, "not_uploaded".to_owned()));
    let app = TestApp::over(app.stop().await, None).await;
    unit.base = app.url("");
    assert_eq!(number(&head(&unit, record, digest).await, "upload-offset"), CHUNK);
    // A chunk from beyond is told where it would go on.
    let gap = patch(&unit, record, digest, 2 * CHUNK, &bytes[2 * CHUNK..]).await;
    assert_eq!((gap.status(), number(&gap, "upload-offset")), (StatusCode::CONFLICT, CHUNK));
    send_rest(&unit, record, digest, &bytes, CHUNK).await;
    assert_eq!(number(&head(&unit, record, digest).await, "upload-offset"), 150_000);

    let mut district = Device::sign_in(app.url(""), "minhlong", 2).await;
    district.sync().await;
    let answer = ask(&district, Method::GET, record, digest).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    for (name, expected) in [
        ("content-type", "image/jpeg"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cache-control", "no-store"),
        ("content-length", "150000"),
    ] {
        assert_eq!(answer.headers()[name], expected);
    }
    assert!(answer.headers()["content-disposition"].to_str().unwrap().starts_with("attachment; "));
    assert!(answer.headers().get("content-encoding").is_none());
    assert!(Told::of(answer).await.body == bytes);
}

#[tokio::test]
async fn a_file_of_a_pledge_is_read_by_its_cluster_and_sent_by_its_unit_alone() {
    let app = TestApp::start().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let bytes = a_file(FileKind::Pdf, 5_000);
    let (record, digest) = (unit.pledge("Thi đua (mẫu)"), FileDigest::of(&bytes));
    name(&mut unit, record, 7, digest, FileKind::Pdf, bytes.len());
    unit.sync().await;
    let mut neighbour = Device::sign_in(app.url(""), "thanhan", 2).await;
    neighbour.sync().await;
    let told = Told::of(patch(&neighbour, record, digest, 0, &bytes).await).await;
    assert_eq!(told.refusal(), (403, "reads_only".to_owned()));
    send_rest(&unit, record, digest, &bytes, 0).await;
    assert!(get(&neighbour, record, digest).await.body == bytes);
}

#[tokio::test]
async fn a_reader_may_ask_for_parts() {
    let app = TestApp::start().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let bytes = a_file(FileKind::Pdf, 300_000);
    let (record, digest) = with_file(&mut unit, FileKind::Pdf, &bytes).await;
    send_rest(&unit, record, digest, &bytes, 0).await;
    let part = async |range: &str| {
        let asked = ask(&unit, Method::GET, record, digest).header("range", range);
        let answer = asked.send().await.unwrap();
        let range = answer.headers().get("content-range").map(|value| value.to_str().unwrap().to_owned());
        (Told::of(answer).await, range.unwrap_or_default())
    };
    let (told, range) = part("bytes=65530-131080").await;
    assert_eq!((told.status, range.as_str()), (StatusCode::PARTIAL_CONTENT, "bytes 65530-131080/300000"));
    assert!(told.body == bytes[65_530..=131_080]);
    let (told, range) = part("bytes=299999-").await;
    assert_eq!((told.body.as_slice(), range.as_str()), (&bytes[299_999..], "bytes 299999-299999/300000"));
    let (told, range) = part("bytes=300000-").await;
    assert_eq!((told.refusal().0, range.as_str()), (416, "bytes */300000"));
}

#[tokio::test]
async fn bytes_that_are_another_file_are_thrown_away_and_it_is_said() {
    let app = TestApp::start().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let right = a_file(FileKind::Photograph, 1_000);
    let (record, digest) = with_file(&mut unit, FileKind::Photograph, &right).await;
    let mut wrong = right.clone();
    wrong[999] ^= 1;
    let answer = patch(&unit, record, digest, 0, &wrong).await;
    assert_eq!(number(&answer, "upload-offset"), 0);
    assert_eq!(Told::of(answer).await.refusal(), (422, "wrong_content".to_owned()));
    assert_eq!(number(&head(&unit, record, digest).await, "upload-offset"), 0);
    assert_eq!(get(&unit, record, digest).await.refusal(), (404, "not_uploaded".to_owned()));
    send_rest(&unit, record, digest, &right, 0).await;
    assert!(get(&unit, record, digest).await.body == right);

    // The right digest of what is no picture at all.
    let program = [b"MZ".as_slice(), &[7; 500]].concat();
    let (record, digest) = with_file(&mut unit, FileKind::Photograph, &program).await;
    assert_eq!(patch(&unit, record, digest, 0, &program).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    // A PDF that is called a photograph.
    let pdf = a_file(FileKind::Pdf, 500);
    let (record, digest) = with_file(&mut unit, FileKind::Photograph, &pdf).await;
    assert_eq!(patch(&unit, record, digest, 0, &pdf).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn nothing_is_taken_that_is_too_large_or_not_a_chunk() {
    let app = TestApp::start().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let bytes = a_file(FileKind::Pdf, 100_000);
    let (record, digest) = with_file(&mut unit, FileKind::Pdf, &bytes).await;
    let refused = async |answer: Response| Told::of(answer).await.refusal();
    let too_large = (413, "too_large".to_owned());
    assert_eq!(refused(patch(&unit, record, digest, 0, &bytes[..CHUNK + 1]).await).await, too_large);
    assert_eq!(refused(patch(&unit, record, digest, 99_999, &bytes[..2]).await).await, too_large);
    assert_eq!(refused(patch(&unit, record, digest, u32::MAX as usize, &bytes[..2]).await).await, too_large);
    let bare = ask(&unit, Method::PATCH, record, digest).body(bytes[..9].to_vec()).send().await.unwrap();
    assert_eq!(refused(bare).await, (415, "unsupported_media_type".to_owned()));
    let placeless = ask(&unit, Method::PATCH, record, digest)
        .header("content-type", "application/offset+octet-stream")
        .body(bytes[..9].to_vec());
    assert_eq!(refused(placeless.send().await.unwrap()).await, (400, "malformed".to_owned()));
    assert_eq!(number(&head(&unit, record, digest).await, "upload-offset"), 0);

    // A record that says of a photograph that it is larger than photographs are names no file.
    let huge = a_file(FileKind::Photograph, 200_001);
    let (record, digest) = with_file(&mut unit, FileKind::Photograph, &huge).await;
    assert_eq!(head(&unit, record, digest).await.status(), StatusCode::NOT_FOUND);
    // And one that names more files than two forms would take gets no byte on the disk.
    let (record, digest) = with_file(&mut unit, FileKind::Pdf, &bytes).await;
    for item in 100..140 {
        name(&mut unit, record, item, FileDigest::from_bytes([item as u8; 32]), FileKind::Pdf, 10);
    }
    unit.sync().await;
    let many = patch(&unit, record, digest, 0, &bytes[..9]).await;
    assert_eq!(refused(many).await, (413, "too_many_files".to_owned()));
}

#[tokio::test]
async fn what_was_named_before_the_dossier_was_handed_up_still_arrives_and_nothing_more() {
    let app = TestApp::start().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let bytes = a_file(FileKind::Pdf, 3_000);
    let (record, digest) = with_file(&mut unit, FileKind::Pdf, &bytes).await;
    for taken in [Step::Consider, Step::Submit] {
        unit.step(record, of_dossier(taken, "2024-01-12", &[]));
    }
    unit.sync().await;
    let late = Evidence {
        item: 9,
        digest: FileDigest::of(b"late"),
        kind: FileKind::Pdf,
        size: 4,
        name: "",
        note: "",
    };
    let now = unit.now();
    let changes = Fields::from_iter(evidence::fields_of(&late));
    let refused = unit.replica.edit(now, record, changes).unwrap_err();
    assert_eq!(refused, CommandError::Refused(Reason::Obstacle(Obstacle::Locked)));
    send_rest(&unit, record, digest, &bytes, 0).await;
    let mut district = Device::sign_in(app.url(""), "minhlong", 2).await;
    district.sync().await;
    assert!(get(&district, record, digest).await.body == bytes);
}

#[tokio::test]
async fn for_everybody_else_there_is_no_such_file() {
    let app = TestApp::start().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let bytes = a_file(FileKind::Photograph, 2_000);
    let (record, digest) = with_file(&mut unit, FileKind::Photograph, &bytes).await;
    send_rest(&unit, record, digest, &bytes, 0).await;
    let mut stranger = Device::sign_in(app.url(""), "thanhan", 2).await;
    stranger.sync().await;
    let nothing = (404, "not_found".to_owned());
    let unknown = RecordId::from_bytes([9; 16]);
    let never = FileDigest::of(b"never");
    for (record, digest) in [(record, digest), (unknown, digest), (record, never)] {
        assert_eq!(get(&stranger, record, digest).await.refusal(), nothing);
        assert_eq!(head(&stranger, record, digest).await.status(), StatusCode::NOT_FOUND);
        let answer = patch(&stranger, record, digest, 0, &bytes).await;
        assert!(answer.headers().get("upload-offset").is_none());
        assert_eq!(Told::of(answer).await.refusal(), nothing);
    }
    // To whom the record belongs, a file that it does not name, and a record that is not there, are the same.
    assert_eq!(get(&unit, record, never).await.refusal(), nothing);
    assert_eq!(get(&unit, unknown, digest).await.refusal(), nothing);
    // A stranger who knows the digest and names it in a record of their own learns nothing of the other unit's file.
    let (own, _) = with_file(&mut stranger, FileKind::Photograph, &bytes).await;
    assert_eq!(number(&head(&stranger, own, digest).await, "upload-offset"), 0);
    assert_eq!(get(&stranger, own, digest).await.refusal(), (404, "not_uploaded".to_owned()));

    // The council reads and does not write.
    let mut member = Device::sign_in(app.url(""), "hoidong1", 3).await;
    member.sync().await;
    assert!(get(&member, record, digest).await.body == bytes);
    let answer = patch(&member, record, digest, 0, &bytes).await;
    assert_eq!(Told::of(answer).await.refusal(), (403, "reads_only".to_owned()));
    // Without a token, nothing.
    let bare = unit.client.get(format!("{}/blob/{digest}?record={record}", unit.base)).send().await.unwrap();
    assert_eq!(Told::of(bare).await.refusal(), (401, "not_signed_in".to_owned()));
    for path in ["/blob/", "/blob/..%2f..%2fetc", &format!("/blob/{digest}"), "/blob/x?record=y"] {
        let asked = unit.client.get(format!("{}{path}", unit.base)).bearer_auth(&unit.token);
        assert_eq!(asked.send().await.unwrap().status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_longer_named_is_not_given_and_goes_in_time() {
    let app = TestApp::start().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let (kept, gone) = (a_file(FileKind::Photograph, 900), a_file(FileKind::Photograph, 901));
    let (record, digest) = with_file(&mut unit, FileKind::Photograph, &kept).await;
    send_rest(&unit, record, digest, &kept, 0).await;
    let (other, of_other) = with_file(&mut unit, FileKind::Photograph, &gone).await;
    send_rest(&unit, other, of_other, &gone, 0).await;
    for field in [EVIDENCE_DIGEST, EVIDENCE_SIZE] {
        unit.edit_value(other, Field::of_item(field.number, 7), Value::Null);
    }
    unit.sync().await;
    assert_eq!(head(&unit, other, of_other).await.status(), StatusCode::NOT_FOUND);

    let left = async |app: &TestApp| {
        let pool = app.database().await;
        let query = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM blob_chunks");
        query.fetch_one(&pool).await.unwrap()
    };
    let app = TestApp::over(app.stop().await, None).await;
    assert_eq!(left(&app).await, 2, "a device that was away may still name it");
    let hundred_days = 100 * 24 * 60 * 60 * 1000_i64;
    let query = sqlx::query("UPDATE blobs SET touched_ms = touched_ms - $1").bind(hundred_days);
    query.execute(&app.database().await).await.unwrap();
    let app = TestApp::over(app.stop().await, None).await;
    unit.base = app.url("");
    assert_eq!(left(&app).await, 1);
    assert!(get(&unit, record, digest).await.body == kept);
}
