//! Snapshots: what a new device reads first, made once for all.

use std::process::Command;
use std::time::Duration;

use reqwest::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, VARY};
use reqwest::{Client, Response, StatusCode};
use sha2::{Digest as _, Sha256};
use thidua_domain::nomination::{ACHIEVEMENTS, POSITION};
use thidua_sync::wire::{Answer, Offer, Request, decode_page};

use crate::device::{Device, LONG_MON};
use crate::line::Line;
use crate::test_app::{Folder, TestApp};

/// From so many records on a snapshot is made.
const ENOUGH: usize = 500;

async fn fetch(device: &Device, path: &str, encoding: &'static str) -> Response {
    let request = Client::new().get(format!("{}{path}", device.base)).bearer_auth(&device.token);
    request.header(ACCEPT_ENCODING, encoding).send().await.unwrap()
}

/// Reads a page of the snapshot that the device is reading; `false` where there is none.
async fn read_page(device: &mut Device) -> bool {
    let Some((partition, generation, number)) = device.replica.next_snapshot_page() else { return false };
    let answer = fetch(device, &format!("/snapshot/{partition}/{generation}/{number}"), "br").await;
    let batch = if answer.status() == StatusCode::NOT_FOUND {
        device.replica.give_up_snapshot(partition)
    } else {
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[CONTENT_ENCODING], "br");
        assert_eq!(answer.headers()[CACHE_CONTROL], "private, max-age=86400, immutable");
        assert!(answer.headers()[VARY].to_str().unwrap().contains("authorization"));
        let mut plain = Vec::new();
        let body = answer.bytes().await.unwrap();
        brotli_decompressor::BrotliDecompress(&mut body.as_ref(), &mut plain).unwrap();
        let (page, now) = (decode_page(&plain).unwrap(), device.now());
        device.replica.receive_snapshot_page(partition, generation, number, page, now)
    };
    device.commit(batch);
    true
}

/// Reads all there is.
pub(crate) async fn read_all(device: &mut Device) {
    for _ in 0..100 {
        if read_page(device).await {
            continue;
        }
        let answer = device.exchange().await;
        let reads = !device.replica.meta().loading.is_empty();
        if !answer.more
            && !reads
            && !device.replica.has_sendable()
            && device.replica.to_read_again().is_empty()
        {
            return;
        }
    }
    panic!("it does not come to an end");
}

async fn told(device: &mut Device) -> Answer {
    let (body, _) = device.request();
    device.answer(body).await
}

/// A device that has nothing and asks for little at first, as the app does.
pub(crate) async fn begins(app: &TestApp, login: &str, device: u8) -> Device {
    let mut fresh = Device::sign_in(app.url(""), login, device).await;
    fresh.page = Some(8_000);
    fresh
}

/// Waits until a fresh device would be offered a snapshot that suits.
pub(crate) async fn offered(app: &TestApp, login: &str, device: u8, suits: impl Fn(&Offer) -> bool) -> Offer {
    let mut fresh = begins(app, login, device).await;
    for _ in 0..600 {
        if let Some(offer) = told(&mut fresh).await.snapshots.into_iter().find(|offer| suits(offer)) {
            return offer;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("no snapshot was made");
}

async fn with_many() -> (TestApp, Device) {
    with_many_every(Duration::from_millis(100)).await
}

async fn with_many_every(every: Duration) -> (TestApp, Device) {
    let app = TestApp::with(Folder::new(), |with| with.snapshots_every = every).await;
    let mut writer = Device::sign_in(app.url(""), "longmon", 1).await;
    for number in 0..ENOUGH {
        let record = writer.nominate(&format!("Đinh Văn {number}"));
        writer.edit(
            record,
            ACHIEVEMENTS,
            &format!("Việc thứ {} của thôn {} (mẫu)", number * 7919 % 1000, number % 37),
        );
    }
    writer.sync().await;
    (app, writer)
}

fn agree(one: &Device, other: &Device) -> bool {
    let sum = |device: &Device| device.replica.sums().get(&LONG_MON).copied();
    let compared = one.replica.comparisons();
    sum(one) == sum(other) && compared.iter().all(|of| of.there == Some(of.here) && of.doubt.is_none())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_device_reads_a_snapshot_and_then_what_has_changed_since() {
    let (app, mut writer) = with_many().await;
    let offer = offered(&app, "minhlong", 50, |_| true).await;
    assert_eq!((offer.partition, offer.rows as usize), (LONG_MON, ENOUGH));

    let mut reader = begins(&app, "minhlong", 2).await;
    let first = reader.exchange().await;
    assert_eq!(first.snapshots, [offer]);
    let known = *reader.replica.rows().keys().next().expect("the newest are there at once");
    assert!(reader.replica.rows().len() < ENOUGH);
    // Others go on, and so does the reader, while the snapshot is on its way.
    let all: Vec<_> = writer.replica.rows().keys().copied().collect();
    for (number, record) in all.iter().step_by(211).enumerate() {
        writer.edit(*record, POSITION, &format!("Chức vụ {number} (mẫu)"));
    }
    writer.sync().await;
    reader.edit(known, POSITION, "Chức vụ của huyện (mẫu)");
    let waiting = reader.exchange().await;
    assert!(reader.replica.outbox().is_empty(), "what is written does not wait for what is read");
    let of_partition: usize = waiting.pages.iter().map(|page| page.rows.len()).sum();
    assert!(of_partition <= 1, "{of_partition} rows came beside the snapshot");
    assert!(read_page(&mut reader).await);
    read_all(&mut reader).await;
    writer.sync().await;
    assert!(agree(&reader, &writer));
    assert_eq!(reader.replica.rows().len(), ENOUGH);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_device_that_was_told_all_that_has_changed_asks_nothing_after_the_last_page() {
    let (app, mut writer) = with_many().await;
    let offer = offered(&app, "minhlong", 50, |_| true).await;
    let all: Vec<_> = writer.replica.rows().keys().copied().collect();
    // Few enough to be among the newest that come at once.
    writer.edit(all[7], POSITION, "Kế toán (mẫu)");
    writer.sync().await;

    let mut reader = begins(&app, "minhlong", 2).await;
    let first = reader.exchange().await;
    assert_eq!(first.snapshots, [offer]);
    assert!(first.after.is_some() && reader.replica.meta().complete_ms.is_none());
    while read_page(&mut reader).await {}
    assert!(reader.replica.meta().complete_ms.is_some() && reader.replica.meta().loading.is_empty());
    assert!(agree(&reader, &writer));
    assert_eq!(reader.text(all[7], POSITION), "Kế toán (mẫu)");
    // From there it goes on as from any exchange.
    writer.edit(all[9], POSITION, "Văn thư (mẫu)");
    writer.sync().await;
    let next = reader.exchange().await;
    let told: Vec<_> = next.pages.iter().flat_map(|page| &page.rows).map(|row| row.id).collect();
    assert_eq!((told, next.more, next.restart), (vec![all[9]], false, false));
    assert!(agree(&reader, &writer));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_device_that_was_not_told_all_asks_once_more_after_the_last_page() {
    let (app, mut writer) = with_many().await;
    offered(&app, "minhlong", 50, |_| true).await;
    // Under a quarter, so that no other snapshot is made, and more than come at once.
    let all: Vec<_> = writer.replica.rows().keys().copied().collect();
    for (number, record) in all.iter().step_by(5).enumerate() {
        // What no compressor makes small.
        let digest = |part| Sha256::digest(format!("{number} {part}"));
        let text: Vec<_> = (0..4).flat_map(digest).map(|byte| format!("{byte:02x}")).collect();
        writer.edit(*record, ACHIEVEMENTS, &text.concat());
    }
    writer.sync().await;
    let mut reader = begins(&app, "minhlong", 2).await;
    assert!(reader.exchange().await.after.is_none());
    while read_page(&mut reader).await {}
    assert!(reader.replica.meta().complete_ms.is_none());
    read_all(&mut reader).await;
    assert!(agree(&reader, &writer));

    // What is said while the pages come makes what was told before them void.
    let mut other = begins(&app, "minhlong", 3).await;
    offered(&app, "minhlong", 51, |offer| offer.rows as usize == ENOUGH).await;
    other.exchange().await;
    writer.edit(all[1], POSITION, "Văn thư (mẫu)");
    writer.sync().await;
    other.exchange().await;
    assert!(other.replica.after().is_none() && !other.replica.meta().loading.is_empty());
    read_all(&mut other).await;
    assert!(agree(&other, &writer));
}

/// The first pages came on Monday and the last ones come on Friday: what the endpoint told on Monday is not all there is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_load_that_goes_on_in_another_round_asks_before_it_says_that_all_is_there() {
    let (app, mut writer) = with_many().await;
    offered(&app, "minhlong", 50, |_| true).await;
    let mut reader = begins(&app, "minhlong", 2).await;
    assert!(reader.exchange().await.after.is_some());
    let all: Vec<_> = writer.replica.rows().keys().copied().collect();
    writer.edit(all[7], POSITION, "Kế toán (mẫu)");
    writer.sync().await;
    reader.replica.begin_round();
    while read_page(&mut reader).await {}
    assert!(reader.replica.meta().complete_ms.is_none());
    read_all(&mut reader).await;
    assert!(reader.replica.meta().complete_ms.is_some() && agree(&reader, &writer));
    assert_eq!(reader.text(all[7], POSITION), "Kế toán (mẫu)");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_who_reads_a_partition_reads_its_snapshot_and_a_damaged_partition_comes_from_it() {
    let (app, writer) = with_many().await;
    let offer = offered(&app, "minhlong", 50, |_| true).await;
    let path = format!("/snapshot/{LONG_MON}/{}/0", offer.generation);
    let other = Device::sign_in(app.url(""), "thanhan", 3).await;
    assert_eq!(fetch(&other, &path, "br").await.status(), StatusCode::NOT_FOUND);
    let nobody = Client::new().get(app.url(&path)).send().await.unwrap();
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
    for wrong in ["/snapshot/3/1/0", "/snapshot/3/x/0", &format!("/snapshot/3/{}/99", offer.generation)] {
        assert_eq!(fetch(&writer, wrong, "br").await.status(), StatusCode::NOT_FOUND, "{wrong}");
    }
    // What the offer says goes over the line, and not much more.
    let mut line = Line::to(app.address()).unwrap();
    let page = |number| format!("/snapshot/{LONG_MON}/{}/{number}", offer.generation);
    let moved: Vec<_> =
        (0..offer.pages).map(|at| line.get(&page(at), &writer.token).unwrap().cost.own).collect();
    let (moved, told) = (moved.iter().sum::<usize>() as u64, offer.bytes);
    assert!(moved > told && moved < told + 500 * u64::from(offer.pages), "{moved} for {told}");
    let plain = fetch(&writer, &path, "identity").await;
    assert!(!plain.headers().contains_key(CONTENT_ENCODING));
    let packed = fetch(&writer, &path, "br").await;
    let tag = packed.headers()[ETAG].clone();
    assert_ne!(plain.headers()[ETAG], tag, "other bytes have another tag");
    let digest = Sha256::digest(packed.bytes().await.unwrap());
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(tag, format!("\"{digest}\""));
    let again = |device: &Device| {
        let request = Client::new().get(format!("{}{path}", device.base)).bearer_auth(&device.token);
        request.header(ACCEPT_ENCODING, "br").header(IF_NONE_MATCH, &tag).send()
    };
    let unchanged = again(&writer).await.unwrap();
    assert_eq!((unchanged.status(), &unchanged.headers()[ETAG]), (StatusCode::NOT_MODIFIED, &tag));
    assert!(unchanged.bytes().await.unwrap().is_empty());
    assert_eq!(
        again(&other).await.unwrap().status(),
        StatusCode::NOT_FOUND,
        "nor is it told that it has not changed"
    );
    assert!(!decode_page(&plain.bytes().await.unwrap()).unwrap().rows.is_empty());

    let mut reader = begins(&app, "minhlong", 2).await;
    read_all(&mut reader).await;
    assert!(agree(&reader, &writer));
    let lost = *reader.replica.rows().keys().nth(77).unwrap();
    reader.believes(|_| {}, |rows| _ = rows.remove(&lost));
    let (body, sent) = reader.request();
    assert_eq!(Request::decode(&body).unwrap().anew, [LONG_MON]);
    let answer = reader.answer(body).await;
    assert!(answer.pages.is_empty() && answer.snapshots == [offer]);
    reader.receive(&sent, &answer);
    read_all(&mut reader).await;
    assert!(agree(&reader, &writer) && reader.has(lost));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snapshot_is_made_anew_once_a_quarter_has_changed_and_who_reads_an_old_one_comes_to_the_end() {
    let (app, mut writer) = with_many().await;
    let first = offered(&app, "minhlong", 50, |_| true).await;
    let mut slow = begins(&app, "minhlong", 2).await;
    slow.exchange().await;
    let all: Vec<_> = writer.replica.rows().keys().copied().collect();
    let mut generation = first.generation;
    for round in 0..2 {
        for record in all.iter().skip(round).step_by(3) {
            writer.edit(*record, POSITION, &format!("Chức vụ {round} (mẫu)"));
        }
        writer.sync().await;
        let before = generation;
        generation =
            offered(&app, "minhlong", 60 + round as u8, |offer| offer.generation != before).await.generation;
    }
    let path = format!("/snapshot/{LONG_MON}/{}/0", first.generation);
    assert_eq!(fetch(&slow, &path, "br").await.status(), StatusCode::NOT_FOUND, "two are kept");
    read_all(&mut slow).await;
    assert!(agree(&slow, &writer));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nothing_runs_between_requests_a_command_makes_what_is_due() {
    // An endpoint that never comes to it, as a function does not.
    let (app, _) = with_many_every(Duration::from_secs(1_000_000)).await;
    let told_by_program = |app: &TestApp| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_thidua-endpoint"));
        program.arg("snapshots").arg("--data").arg(&app.folder.0).env_remove("RUST_LOG");
        if let Some(url) = app.folder.database_url() {
            program.env("THIDUA_DATABASE_URL", url.0);
        }
        let output = program.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(told(&mut begins(&app, "minhlong", 60).await).await.snapshots.is_empty());
    assert_eq!(told_by_program(&app), "snapshots made: 1\n");
    let offer = told(&mut begins(&app, "minhlong", 61).await).await.snapshots.pop().expect("a snapshot");
    assert_eq!((offer.partition, offer.rows as usize), (LONG_MON, ENOUGH));
    assert_eq!(told_by_program(&app), "snapshots made: 0\n");
}
