//! Work that comes by file: carried by anybody, judged as its author's, and its receipt carried back.

use reqwest::{Client, StatusCode};
use thidua_bundle::{Author, Committee, CommitteeKey, OpenError, Receipt};
use thidua_domain::nomination::{NAME, POSITION};
use thidua_domain::record::RecordId;
use thidua_sync::administration::{Fate, Verdict};
use thidua_sync::client::Handed;
use thidua_sync::identity::DeviceId;
use thidua_sync::outcome::Reason;
use thidua_sync::wire::Request;

use crate::backup::looked;
use crate::device::{Device, LONG_MON, THANH_AN, Told};
use crate::handin::{answer, audited, hand_in, revoke, tray};
use crate::test_app::TestApp;

fn committee(device: &Device) -> CommitteeKey {
    CommitteeKey::from_text(&device.directory.sealing_key).expect("the committee takes files")
}

/// A file of what the device has to say, as the app makes it. The device needs no line for it.
pub fn export(device: &mut Device) -> Vec<u8> {
    if let Some(batch) = device.replica.seal() {
        device.commit(batch);
    }
    let (request, left) = device.replica.for_file();
    assert_eq!(left, 0);
    let request = Request { key: device.directory.key(), ..request };
    Author::of_token(&device.token).seal(&committee(device), &request, [3; 32]).unwrap()
}

pub async fn post(base: &str, file: Vec<u8>) -> Told {
    let request = Client::new().post(format!("{base}/bundle"));
    let told = request.header("content-type", "application/octet-stream").body(file).send().await.unwrap();
    Told::of(told).await
}

/// Somebody who is not signed in hands a file in, and gets the receipt.
pub async fn carry(base: &str, file: &[u8]) -> Vec<u8> {
    let told = post(base, file.to_vec()).await;
    assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
    told.body
}

/// The receipt comes to the device.
pub fn take(device: &mut Device, file: &[u8]) -> Receipt {
    let receipt = Author::of_token(&device.token).open_receipt(&committee(device), file).unwrap();
    assert_eq!(receipt.device, device.id.to_string());
    let now = device.now();
    let batch = device.replica.take_receipt(&receipt.clone().told(), now);
    device.commit(batch);
    receipt
}

fn verdicts(receipt: &Receipt) -> Vec<(u64, Verdict)> {
    receipt.operations.iter().map(|fate| (fate.counter, fate.verdict)).collect()
}

#[tokio::test]
async fn a_device_without_a_line_is_heard_and_everything_is_there_once() {
    let app = TestApp::start().await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut away = Device::sign_in(app.url(""), "longmon", 1).await;
    let known = away.nominate("Đinh Văn Trước");
    away.sync().await;
    away.edit(known, POSITION, "Trưởng thôn");
    let new = away.nominate("Đinh Văn Muộn");
    let file = export(&mut away);

    let receipt = carry(&app.url(""), &file).await;
    office.sync().await;
    assert_eq!(office.text(new, NAME), "Đinh Văn Muộn");
    assert_eq!(office.text(known, POSITION), "Trưởng thôn");
    assert_eq!(office.view(new).rev.device, away.id, "it is its author's");
    // The same again changes nothing and is told the same.
    let again = carry(&app.url(""), &file).await;
    let told = [(2, Verdict::Known), (3, Verdict::Known)];
    assert_eq!(verdicts(&take(&mut away, &again)), told);
    assert_eq!(verdicts(&take(&mut away, &receipt)), told);
    assert_eq!(away.replica.meta().handed.get(&3), Some(&Handed::Known));
    assert!(!away.view(new).unsent && !away.replica.has_for_file());
    assert_eq!(office.sync().await, 1);

    // The log tells that work came by this way, once, and whose it was.
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut log = audited(&administrator).await;
    log.retain(|entry| entry["what"] == "file_carried");
    assert_eq!(log.len(), 1);
    assert_eq!(log[0]["device"], away.id.to_string());

    // By its own line, the third path.
    assert_eq!(away.replica.outbox().len(), 2);
    away.sync().await;
    assert!(away.replica.outbox().is_empty() && away.replica.meta().handed.is_empty());
    let late = carry(&app.url(""), &file).await;
    assert_eq!(verdicts(&take(&mut away, &late)), told);
    let found = looked(&app.folder).await;
    assert_eq!((found.entries, found.records, found.faults.len()), (3, 2, 0));
}

#[tokio::test]
async fn files_come_in_any_order() {
    let app = TestApp::start().await;
    let mut away = Device::sign_in(app.url(""), "longmon", 1).await;
    let record = away.nominate("Đinh Văn Mẫu");
    let first = export(&mut away);
    away.edit(record, POSITION, "Kế toán");
    let second = export(&mut away);
    // The second without the first, as if that had been written for itself.
    let (mut request, _) = away.replica.for_file();
    request.operations.remove(0);
    let alone = Author::of_token(&away.token).seal(&committee(&away), &request, [4; 32]).unwrap();

    let receipt = carry(&app.url(""), &alone).await;
    assert_eq!(verdicts(&take(&mut away, &receipt)), [], "it waits for the first, and is not taken");
    let receipt = carry(&app.url(""), &second).await;
    assert_eq!(verdicts(&take(&mut away, &receipt)), [(1, Verdict::Known), (2, Verdict::Known)]);
    let receipt = carry(&app.url(""), &first).await;
    assert_eq!(verdicts(&take(&mut away, &receipt)), [(1, Verdict::Known)]);
    assert!(away.replica.is_done(2), "an old receipt takes nothing back");
}

#[tokio::test]
async fn what_the_author_may_not_do_is_refused_whoever_carries_it() {
    let app = TestApp::start().await;
    let mut administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut away = Device::sign_in(app.url(""), "longmon", 1).await;
    // The device believes that it may write in another commune.
    away.believes(
        |account| {
            account.home = THANH_AN;
            account
                .grants
                .iter_mut()
                .filter(|of| of.partition == LONG_MON)
                .for_each(|of| of.partition = THANH_AN);
        },
        |_| {},
    );
    let record = away.create(
        thidua_domain::record::RecordKind::Nomination,
        THANH_AN,
        crate::device::a_nomination("Đinh Văn Lạc"),
    );
    let file = export(&mut away);
    let receipt = carry(&app.url(""), &file).await;
    let receipt = take(&mut away, &receipt);
    let [Fate { verdict: Verdict::Refused, refusal: Some(code), .. }] = receipt.operations.as_slice() else {
        panic!("it was taken")
    };
    assert!((200..300).contains(code), "{code}");
    assert!(away.replica.outbox().is_empty() && away.replica.refused().len() == 1);
    administrator.sync().await;
    assert!(!administrator.has(record));
}

#[tokio::test]
async fn a_device_that_was_shut_out_is_heard_by_a_person() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut lost = Device::sign_in(app.url(""), "longmon", 1).await;
    let (kept, unwanted) = (lost.nominate("Đinh Văn Một"), lost.nominate("Đinh Văn Hai"));
    revoke(&administrator, &lost).await;
    let file = export(&mut lost);
    let early = carry(&app.url(""), &file).await;
    let waiting = [(1, Verdict::Waiting), (2, Verdict::Waiting)];
    assert_eq!(verdicts(&take(&mut lost, &early)), waiting);
    office.sync().await;
    assert!(!office.has(kept), "nothing takes effect before a person has said so");
    // Handed in over a line as well it waits once.
    let told = hand_in(&mut lost).await.operations;
    assert_eq!(told.iter().map(|fate| (fate.counter, fate.verdict)).collect::<Vec<_>>(), waiting);
    let again = carry(&app.url(""), &file).await;
    assert_eq!(verdicts(&take(&mut lost, &again)), waiting);
    let entries = tray(&office).await;
    assert_eq!(entries.len(), 2);
    assert!(entries[0].shut_out);
    assert_eq!(answer(&office, entries[0].entry, true).await.verdict, Verdict::Accepted);
    assert_eq!(answer(&office, entries[1].entry, false).await.verdict, Verdict::Refused);
    office.sync().await;
    assert!(office.has(kept) && !office.has(unwanted));

    let late = carry(&app.url(""), &file).await;
    assert_eq!(verdicts(&take(&mut lost, &late)), [(1, Verdict::Accepted), (2, Verdict::Refused)]);
    assert_eq!(lost.replica.refused()[&2].reason, Reason::ByPerson);
    assert!(lost.replica.refused()[&2].words.is_some());
    // The early one comes back last.
    take(&mut lost, &early);
    assert!(lost.replica.is_done(1) && !lost.replica.outbox().contains_key(&2));
    let handed = audited(&administrator).await.into_iter().filter(|entry| entry["what"] == "handed_in");
    assert_eq!(handed.count(), 1);
}

#[tokio::test]
async fn a_file_that_is_none_is_refused_with_its_reason() {
    let app = TestApp::start().await;
    let base = app.url("");
    let mut away = Device::sign_in(base.clone(), "longmon", 1).await;
    away.nominate("Đinh Văn Mẫu");
    let file = export(&mut away);
    let change = |at: usize| {
        let mut changed = file.clone();
        changed[at] ^= 4;
        changed
    };
    let sealed = |author: &str, committee: &CommitteeKey, request: &Request| {
        Author::of_token(author).seal(committee, request, [3; 32]).unwrap()
    };
    let (request, _) = away.replica.for_file();
    let own = committee(&away);
    let other = Committee::of_secret(&[1; 32]).key();
    let receipt = carry(&base, &file).await;
    let mut later = file.clone();
    later[7] = 9;
    for (wrong, status, reason) in [
        (b"PK\x03\x04".to_vec(), 400, "no_bundle"),
        (Vec::new(), 400, "cut_short"),
        (file[..file.len() - 1].to_vec(), 400, "cut_short"),
        (change(file.len() - 1), 422, "changed"),
        (change(30), 422, "changed"),
        (later, 400, "newer_bundle"),
        (vec![0; thidua_bundle::MOST_BYTES + 1], 413, "too_large"),
        (sealed(&away.token, &other, &request), 409, "another_committee"),
        (sealed("never given", &own, &request), 403, "unknown_author"),
        (sealed(&away.token, &own, &Request::of(DeviceId([2; 16]))), 403, "wrong_device"),
        (receipt, 400, "receipt"),
    ] {
        assert_eq!(post(&base, wrong).await.refusal(), (status, reason.to_owned()), "{reason}");
    }
    let request = Client::new().post(format!("{base}/bundle")).header("content-type", "text/plain");
    let told = Told::of(request.body(file).send().await.unwrap()).await;
    assert_eq!(told.refusal(), (415, "unsupported_media_type".to_owned()));
}

#[tokio::test]
async fn the_receipt_is_for_its_device_alone() {
    let app = TestApp::start().await;
    let carrier = Device::sign_in(app.url(""), "longmon", 2).await;
    let mut away = Device::sign_in(app.url(""), "longmon", 1).await;
    away.nominate("Đinh Văn Mẫu");
    let file = export(&mut away);
    let receipt = carry(&app.url(""), &file).await;
    let opened = Author::of_token(&carrier.token).open_receipt(&committee(&carrier), &receipt);
    assert_eq!(opened, Err(OpenError::NotForUs));
    take(&mut away, &receipt);
}

#[tokio::test]
async fn a_file_that_comes_again_does_not_keep_a_login_alive() {
    let app = TestApp::start().await;
    let office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut away = Device::sign_in(app.url(""), "longmon", 1).await;
    away.nominate("Đinh Văn Mẫu");
    let file = export(&mut away);
    let database = app.database().await;
    // Nobody has shown the token for 61 days.
    sqlx::query("UPDATE tokens SET used_ms = used_ms - 5270400000").execute(&database).await.unwrap();
    for _ in 0..2 {
        let receipt = carry(&app.url(""), &file).await;
        assert_eq!(verdicts(&take(&mut away, &receipt)), [(1, Verdict::Waiting)]);
    }
    let (body, _) = away.request();
    assert_eq!(away.send(body).await.refusal(), (401, "signed_out".to_owned()));
    drop(office);
}

#[tokio::test]
async fn a_token_of_an_earlier_version_is_known_once_its_device_is_told_the_key() {
    let app = TestApp::start().await;
    let mut away = Device::sign_in(app.url(""), "longmon", 1).await;
    let record: RecordId = away.nominate("Đinh Văn Mẫu");
    let database = app.database().await;
    sqlx::query("UPDATE tokens SET verifier = NULL").execute(&database).await.unwrap();
    let file = export(&mut away);
    let told = post(&app.url(""), file.clone()).await;
    assert_eq!(told.refusal(), (403, "unknown_author".to_owned()));
    let request = Client::new().get(app.url("/session")).bearer_auth(&away.token);
    let told: thidua_sync::directory::Directory = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(told, away.directory);
    let receipt = carry(&app.url(""), &file).await;
    assert_eq!(verdicts(&take(&mut away, &receipt)), [(1, Verdict::Known)]);
    assert!(!away.view(record).unsent);
}

#[tokio::test]
async fn the_key_stays_when_the_endpoint_starts_anew() {
    let app = TestApp::start().await;
    let mut away = Device::sign_in(app.url(""), "longmon", 1).await;
    away.nominate("Đinh Văn Mẫu");
    let file = export(&mut away);
    let app = TestApp::over(app.stop().await, None).await;
    let receipt = carry(&app.url(""), &file).await;
    assert_eq!(verdicts(&take(&mut away, &receipt)), [(1, Verdict::Known)]);
}
