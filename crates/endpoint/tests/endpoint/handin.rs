//! Devices without a login hand in their work, and a person accepts or refuses each operation.

use reqwest::{Client, StatusCode};
use serde_json::{Value as Json, json};
use thidua_domain::dossier::Step;
use thidua_domain::nomination::{ACHIEVEMENTS, NAME, POSITION};
use thidua_domain::record::{PartitionId, RecordKind};
use thidua_sync::administration::{Answered, HandedIn, Tray, TrayEntry, Verdict};
use thidua_sync::client::Handed;
use thidua_sync::operation::Sealed;
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::wire::Request;

use crate::backup::looked;
use crate::device::{Device, Told, a_nomination, credentials, post_session};
use crate::taken::of_dossier;
use crate::test_app::TestApp;

const WHY: &str = "Đã hỏi qua điện thoại (mẫu)";

async fn post(base: &str, token: &str, body: Vec<u8>) -> Told {
    let request = Client::new().post(format!("{base}/handin")).bearer_auth(token);
    Told::of(request.header("content-type", "application/cbor").body(body).send().await.unwrap()).await
}

/// Hands in what was not handed in yet, as the app does.
pub async fn hand_in(device: &mut Device) -> HandedIn {
    if let Some(batch) = device.replica.seal() {
        device.commit(batch);
    }
    let (request, sent) = device.replica.hand_in();
    let told = try_hand_in(device, request).await;
    assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
    let told: HandedIn = serde_json::from_slice(&told.body).unwrap();
    let now = device.now();
    let batch = device.replica.take_fates(&sent, &told, now);
    device.commit(batch);
    offer_kept(device, &told);
    told
}

/// Hands in a request with the key of the device.
pub async fn try_hand_in(device: &Device, request: Request) -> Told {
    let request = Request { key: device.directory.key(), ..request };
    post(&device.base, &device.token, request.encode()).await
}

/// What the endpoint may have lost is to be handed in as well.
fn offer_kept(device: &mut Device, told: &HandedIn) {
    if told.restored {
        let kept: Vec<_> = device.kept.values().cloned().collect();
        let batch = device.replica.offer_kept(&kept);
        device.commit(batch);
    }
}

/// Asks what became of it.
pub async fn ask(device: &mut Device) -> HandedIn {
    let told = try_hand_in(device, device.replica.ask_fates()).await;
    assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
    let told: HandedIn = serde_json::from_slice(&told.body).unwrap();
    let now = device.now();
    let batch = device.replica.take_all_fates(&told, now);
    device.commit(batch);
    offer_kept(device, &told);
    told
}

pub fn verdicts(told: &HandedIn) -> Vec<(u64, Verdict)> {
    told.operations.iter().map(|fate| (fate.counter, fate.verdict)).collect()
}

async fn get(device: &Device, path: &str) -> Told {
    let request = Client::new().get(format!("{}{path}", device.base)).bearer_auth(&device.token);
    Told::of(request.send().await.unwrap()).await
}

pub async fn tray(device: &Device) -> Vec<TrayEntry> {
    let told = get(device, "/tray").await;
    assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
    serde_json::from_slice::<Tray>(&told.body).unwrap().entries
}

async fn say(device: &Device, entry: u64, accept: bool, reason: &str) -> Told {
    let url = format!("{}/tray/{entry}", device.base);
    let word = json!({ "accept": accept, "reason": reason });
    Told::of(Client::new().post(url).bearer_auth(&device.token).json(&word).send().await.unwrap()).await
}

pub async fn answer(device: &Device, entry: u64, accept: bool) -> Answered {
    let told = say(device, entry, accept, WHY).await;
    assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
    serde_json::from_slice(&told.body).unwrap()
}

pub async fn revoke(administrator: &Device, other: &Device) {
    let url = format!("{}/admin/devices/{}/revocation", administrator.base, other.id);
    let reason = json!({ "reason": "Mất trên đường đi công tác (mẫu)" });
    let told = Client::new().post(url).bearer_auth(&administrator.token).json(&reason).send().await.unwrap();
    assert_eq!(told.status(), StatusCode::NO_CONTENT);
}

/// The login ends, as it does where nobody uses it for two months.
async fn sign_out(device: &Device) {
    let url = format!("{}/session", device.base);
    let told = Client::new().delete(url).bearer_auth(&device.token).send().await.unwrap();
    assert_eq!(told.status(), StatusCode::NO_CONTENT);
}

pub async fn sign_in_again(device: &mut Device, login: &str, number: u8) {
    let told = post_session(&device.base, &credentials(login, "mau-2023", number)).await;
    assert_eq!(told.status, StatusCode::OK);
    device.token = serde_json::from_slice::<Json>(&told.body).unwrap()["token"].as_str().unwrap().to_owned();
}

pub async fn audited(administrator: &Device) -> Vec<Json> {
    let told = get(administrator, "/admin/audit").await;
    serde_json::from_slice::<Json>(&told.body).unwrap()["entries"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_revoked_device_hands_in_and_a_person_accepts_one_and_refuses_one() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut lost = Device::sign_in(app.url(""), "longmon", 1).await;
    let known = lost.nominate("Đinh Văn Trước");
    lost.sync().await;
    lost.edit(known, POSITION, "Trưởng thôn");
    let new = lost.nominate("Đinh Văn Muộn");
    let unwanted = lost.nominate("Đinh Văn Thừa");
    revoke(&administrator, &lost).await;
    let (body, _) = lost.request();
    assert_eq!(lost.send(body).await.refusal(), (401, "device_revoked".to_owned()));

    let told = hand_in(&mut lost).await;
    let waiting = [2, 3, 4].map(|counter| (counter, Verdict::Waiting));
    assert_eq!(verdicts(&told), waiting);
    assert_eq!(lost.replica.outbox().len(), 3, "it stays on the device");
    office.sync().await;
    assert!(!office.has(new), "nothing takes effect before a person has said so");

    let entries = tray(&office).await;
    assert_eq!(entries.len(), 3);
    let [edit, create, other] = entries.as_slice() else { panic!("three") };
    assert_eq!((edit.name.as_str(), edit.shut_out), (lost.directory.display_name.as_str(), true));
    assert_eq!((edit.title.as_str(), edit.place.as_str(), edit.action), ("Đinh Văn Trước", "Xã Long Môn", 2));
    assert_eq!(edit.changes.len(), 1);
    let change = &edit.changes[0];
    assert_eq!((change.field, &change.now), (POSITION.number, &None));
    assert_eq!(change.wanted.as_deref(), Some("Trưởng thôn"));
    assert_eq!((create.title.as_str(), create.kind, create.action), ("Đinh Văn Muộn", 1, 1));
    assert_eq!(create.record, new.to_string());

    let accepted = Answered { verdict: Verdict::Accepted, refusal: None };
    assert_eq!(answer(&office, edit.entry, true).await, accepted);
    assert_eq!(answer(&administrator, create.entry, true).await, accepted);
    let refused = Answered { verdict: Verdict::Refused, refusal: None };
    assert_eq!(answer(&administrator, other.entry, false).await, refused);
    assert_eq!(tray(&office).await, []);
    office.sync().await;
    assert_eq!(
        (office.text(new, NAME), office.text(known, POSITION)),
        ("Đinh Văn Muộn".into(), "Trưởng thôn".into())
    );
    assert!(!office.has(unwanted));
    assert_eq!(office.view(new).rev.device, lost.id, "it is its author's");

    let told = ask(&mut lost).await;
    assert_eq!(verdicts(&told), [(2, Verdict::Accepted), (3, Verdict::Accepted), (4, Verdict::Refused)]);
    assert!(told.operations.iter().all(|fate| fate.reason.as_deref() == Some(WHY)));
    assert_eq!(lost.replica.meta().handed.get(&3), Some(&Handed::Accepted));
    assert!(!lost.view(new).unsent && lost.has(new), "its officer still sees it");
    let refusal = &lost.replica.refused()[&4];
    assert_eq!((&refusal.reason, refusal.words.as_deref()), (&Reason::ByPerson, Some(WHY)));
    assert_eq!(refusal.op.change_of(NAME).unwrap().value, "Đinh Văn Thừa".into());
    assert!(!lost.replica.outbox().contains_key(&4));

    let log = audited(&administrator).await;
    let of_tray: Vec<_> = log.iter().filter(|entry| entry.get("about_entry").is_some()).collect();
    let what: Vec<_> = of_tray.iter().map(|entry| entry["what"].as_str().unwrap()).collect();
    assert_eq!(what, ["tray_refused", "tray_accepted", "tray_accepted", "handed_in"]);
    assert_eq!(of_tray[2]["account"], office.directory.account);
    assert_eq!(of_tray[2]["about_entry"], edit.entry);
    assert_eq!(of_tray[2]["about_device"], lost.id.to_string());
    let found = looked(&app.folder).await;
    assert_eq!(found.faults, Vec::<String>::new());
}

#[tokio::test]
async fn handing_in_again_tells_the_same_and_other_bytes_are_refused() {
    let app = TestApp::start().await;
    let office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    device.nominate("Đinh Văn Một");
    let (body, _) = device.request();
    sign_out(&device).await;
    for _ in 0..3 {
        let told = post(&device.base, &device.token, body.clone()).await;
        let told: HandedIn = serde_json::from_slice(&told.body).unwrap();
        assert_eq!(verdicts(&told), [(1, Verdict::Waiting)]);
    }
    let entries = tray(&office).await;
    assert_eq!(entries.len(), 1);
    assert!(!entries[0].shut_out, "its login has ended, no more");

    // A copy of the device that wrote something else under the same counter.
    let mut copy = Device::signed_in(
        app.url(""),
        1,
        &serde_json::to_vec(&json!({
        "token": device.token, "directory": device.directory }))
        .unwrap(),
    );
    copy.nominate("Đinh Văn Khác");
    let told = hand_in(&mut copy).await;
    assert_eq!((told.operations[0].verdict, told.operations[0].refusal), (Verdict::Refused, Some(2)));
    assert_eq!(copy.replica.refused()[&1].reason, Reason::CounterReused);

    assert_eq!(answer(&office, entries[0].entry, true).await.verdict, Verdict::Accepted);
    // Said twice, or the other way by somebody else, nothing changes.
    assert_eq!(answer(&office, entries[0].entry, true).await.verdict, Verdict::Accepted);
    assert_eq!(answer(&office, entries[0].entry, false).await.verdict, Verdict::Accepted);
    let told = post(&device.base, &device.token, body).await;
    let told: HandedIn = serde_json::from_slice(&told.body).unwrap();
    assert_eq!(verdicts(&told), [(1, Verdict::Accepted)]);
    ask(&mut copy).await;
    assert_eq!(
        copy.replica.refused()[&1].reason,
        Reason::CounterReused,
        "what was accepted is not the copy's"
    );
}

#[tokio::test]
async fn signed_in_again_nothing_is_there_twice_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let records = ["Một", "Hai", "Ba"].map(|name| device.nominate(&format!("Đinh Văn {name}")));
    sign_out(&device).await;
    hand_in(&mut device).await;
    let entries = tray(&office).await;
    answer(&office, entries[0].entry, true).await;
    answer(&office, entries[1].entry, false).await;

    sign_in_again(&mut device, "longmon", 1).await;
    // Signed in, it hands nothing in, and may still ask.
    let (request, _) = device.replica.request(device_now());
    let told = post(&device.base, &device.token, request.encode()).await;
    assert_eq!(told.refusal(), (409, "signed_in".to_owned()));
    let answered = device.exchange().await;
    let outcomes = [(1, Outcome::Applied), (2, Outcome::Refused(Reason::ByPerson)), (3, Outcome::Applied)];
    assert_eq!(answered.outcomes, outcomes);
    device.sync().await;
    assert!(device.replica.outbox().is_empty() && device.replica.meta().handed.is_empty());
    assert_eq!(device.replica.refused()[&2].words, None, "an exchange has no room for words");
    ask(&mut device).await;
    assert_eq!(device.replica.refused()[&2].words.as_deref(), Some(WHY));

    // What came by the exchange waits for nobody any more.
    assert_eq!(tray(&office).await, []);
    assert_eq!(answer(&office, entries[2].entry, false).await.verdict, Verdict::Known);
    office.sync().await;
    device.sync().await;
    for (record, there) in records.into_iter().zip([true, false, true]) {
        assert_eq!((office.has(record), device.has(record)), (there, there));
    }
    let found = looked(&app.folder).await;
    assert_eq!((found.entries, found.records, found.faults.len()), (2, 2, 0));
}

fn device_now() -> thidua_sync::client::Stamp {
    thidua_sync::client::Stamp(1_700_000_000_000)
}

#[tokio::test]
async fn what_builds_on_another_waits_for_it() {
    let app = TestApp::start().await;
    let office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let record = device.nominate("Đinh Văn Mẫu");
    device.request();
    device.edit(record, POSITION, "Kế toán");
    device.request();
    device.edit(record, ACHIEVEMENTS, "Vận động 12 hộ (mẫu)");
    sign_out(&device).await;
    hand_in(&mut device).await;
    let entries = tray(&office).await;
    assert_eq!(entries.iter().map(|entry| entry.title.as_str()).collect::<Vec<_>>(), ["Đinh Văn Mẫu"; 3]);
    let waits = Answered { verdict: Verdict::Waiting, refusal: Some(0) };
    assert_eq!(answer(&office, entries[1].entry, true).await, waits);
    assert_eq!(tray(&office).await.len(), 3, "it waits on");
    for entry in &entries {
        assert_eq!(answer(&office, entry.entry, true).await.verdict, Verdict::Accepted);
    }

    // What builds on something that a person has refused can only be refused too.
    let other = device.nominate("Đinh Văn Khác");
    device.request();
    device.edit(other, POSITION, "Kế toán");
    hand_in(&mut device).await;
    let entries = tray(&office).await;
    answer(&office, entries[0].entry, false).await;
    let came_to = answer(&office, entries[1].entry, true).await;
    assert_eq!(came_to, Answered { verdict: Verdict::Waiting, refusal: Some(3) });
    assert_eq!(answer(&office, entries[1].entry, false).await.verdict, Verdict::Refused);
}

#[tokio::test]
async fn a_step_that_meets_another_state_is_refused_in_words_and_waits_on() {
    let app = TestApp::start().await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut colleague = Device::sign_in(app.url(""), "longmon", 2).await;
    let record = device.nominate("Đinh Văn Mẫu");
    device.edit(record, ACHIEVEMENTS, "Vận động 12 hộ (mẫu)");
    device.sync().await;
    colleague.sync().await;
    device.step(record, of_dossier(Step::Consider, "2024-01-12", &[]));
    sign_out(&device).await;
    hand_in(&mut device).await;
    // Meanwhile the same step was taken on another device.
    colleague.step(record, of_dossier(Step::Consider, "2024-01-12", &[]));
    colleague.sync().await;
    let entries = tray(&office).await;
    let came_to = answer(&office, entries[0].entry, true).await;
    assert_eq!(came_to.verdict, Verdict::Waiting);
    assert!((300..400).contains(&came_to.refusal.unwrap()), "{came_to:?}");
    assert_eq!(tray(&office).await.len(), 1);
    office.sync().await;
    let before = office.view(record);
    assert_eq!(answer(&office, entries[0].entry, false).await.verdict, Verdict::Refused);
    office.sync().await;
    assert_eq!(office.view(record), before, "a refusal changes no record");
}

#[tokio::test]
async fn the_authors_rights_count_and_not_those_of_whoever_accepts() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    // The device believes that another commune is its own.
    device.believes(
        |account| {
            account.home = PartitionId(5);
            account.grants.iter_mut().for_each(|grant| {
                if grant.partition == PartitionId(3) {
                    grant.partition = PartitionId(5);
                }
            });
        },
        |_| {},
    );
    device.create(RecordKind::Nomination, PartitionId(5), a_nomination("Phạm Thị Lạc (mẫu)"));
    revoke(&administrator, &device).await;
    hand_in(&mut device).await;
    let entries = tray(&administrator).await;
    let came_to = answer(&administrator, entries[0].entry, true).await;
    assert_eq!(came_to, Answered { verdict: Verdict::Waiting, refusal: Some(200) });
}

#[tokio::test]
async fn nobody_hands_in_who_was_never_let_in_and_nothing_else_is_told() {
    let app = TestApp::start().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let other = Device::sign_in(app.url(""), "thanhan", 2).await;
    device.nominate("Đinh Văn Mẫu");
    let (body, _) = device.request();
    let base = app.url("");
    let without = Client::new().post(app.url("/handin")).header("content-type", "application/cbor");
    let without = without.body(body.clone()).send().await.unwrap();
    assert_eq!(Told::of(without).await.refusal(), (401, "not_signed_in".to_owned()));
    let unknown = post(&base, "not-a-token", body.clone()).await;
    assert_eq!(unknown.refusal(), (401, "not_signed_in".to_owned()));
    assert_eq!(post(&base, &device.token, body.clone()).await.refusal(), (409, "signed_in".to_owned()));
    sign_out(&device).await;
    sign_out(&other).await;
    assert_eq!(post(&base, &other.token, body.clone()).await.refusal(), (403, "wrong_device".to_owned()));
    let ask = other.replica.ask_fates().encode();
    assert_eq!(post(&base, &device.token, ask.clone()).await.refusal(), (403, "wrong_device".to_owned()));

    // A cursor and records that are asked for are passed over: no row is told.
    let mut request = Request::decode(&body).unwrap();
    request.whole = vec![thidua_domain::record::RecordId::from_bytes([1; 16])];
    let told = post(&base, &device.token, request.encode()).await;
    let text = String::from_utf8(told.body).unwrap();
    assert_eq!(text, r#"{"operations":[{"counter":1,"verdict":"waiting"}]}"#);
    let told = post(&base, &other.token, ask).await;
    assert_eq!(String::from_utf8(told.body).unwrap(), r#"{"operations":[]}"#, "of its own only");
    for path in ["/session", "/tray"] {
        assert_eq!(get(&device, path).await.refusal(), (401, "signed_out".to_owned()));
    }
}

#[tokio::test]
async fn only_the_standing_office_and_administrators_look_and_they_give_a_reason() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let officer = Device::sign_in(app.url(""), "thanhan", 2).await;
    let member = Device::sign_in(app.url(""), "hoidong1", 3).await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    device.nominate("Đinh Văn Mẫu");
    sign_out(&device).await;
    hand_in(&mut device).await;
    let entry = tray(&administrator).await[0].entry;
    for other in [&officer, &member] {
        assert_eq!(get(other, "/tray").await.refusal(), (403, "not_standing_office".to_owned()));
        let told = say(other, entry, true, WHY).await;
        assert_eq!(told.refusal(), (403, "not_standing_office".to_owned()));
    }
    for reason in ["  ".to_owned(), "a".repeat(301)] {
        let told = say(&administrator, entry, true, &reason).await;
        assert_eq!(told.refusal(), (400, "reason_missing".to_owned()));
    }
    assert_eq!(say(&administrator, 999, true, WHY).await.refusal(), (404, "no_entry".to_owned()));
    let url = format!("{}/tray/first", administrator.base);
    let word = json!({ "accept": true, "reason": WHY });
    let told = Client::new().post(url).bearer_auth(&administrator.token).json(&word).send().await.unwrap();
    assert_eq!(Told::of(told).await.refusal(), (404, "no_entry".to_owned()));
    assert_eq!(tray(&administrator).await.len(), 1);
}

#[tokio::test]
async fn what_is_handed_in_is_bounded_in_number_and_pace_and_garbage_is_told_so() {
    let app = TestApp::start().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    device.nominate("Đinh Văn Mẫu");
    let (body, _) = device.request();
    sign_out(&device).await;
    let base = app.url("");
    let request = Request::decode(&body).unwrap();
    let same = |counters: std::ops::Range<u64>| {
        let bytes = request.operations[0].bytes.clone();
        let operations = counters.map(|counter| Sealed { counter, bytes: bytes.clone() }).collect();
        Request { operations, ..request.clone() }.encode()
    };
    let told = post(&base, &device.token, same(1..1002)).await;
    assert_eq!(told.refusal(), (413, "too_many_operations".to_owned()));
    for round in 0..5 {
        let told = post(&base, &device.token, same(1 + round * 1000..1001 + round * 1000)).await;
        assert_eq!(told.status, StatusCode::OK);
    }
    let told = post(&base, &device.token, same(5001..5002)).await;
    assert_eq!(told.refusal(), (413, "tray_full".to_owned()));
    // What is in it already is still told.
    let told = post(&base, &device.token, same(5000..5001)).await;
    assert_eq!(verdicts(&serde_json::from_slice(&told.body).unwrap()), [(5000, Verdict::Waiting)]);

    let garbage =
        Request { operations: vec![Sealed { counter: 9000, bytes: vec![1, 2, 3] }], ..request.clone() };
    let told: HandedIn =
        serde_json::from_slice(&post(&base, &device.token, garbage.encode()).await.body).unwrap();
    assert_eq!((told.operations[0].verdict, told.operations[0].refusal), (Verdict::Refused, Some(1)));
    let later = Sealed { counter: 9001, bytes: vec![0xa1, 0, 0x18, 200] };
    let later = Request { operations: vec![later], ..request.clone() };
    let told: HandedIn =
        serde_json::from_slice(&post(&base, &device.token, later.encode()).await.body).unwrap();
    assert_eq!(told.operations, [], "it stays with its device");
    let mut told = 0;
    while post(&base, &device.token, device.replica.ask_fates().encode()).await.status == StatusCode::OK {
        told += 1;
    }
    assert!((1..20).contains(&told), "{told}");
    let told = post(&base, &device.token, device.replica.ask_fates().encode()).await;
    assert_eq!(told.refusal(), (429, "too_many_requests".to_owned()));
}

#[tokio::test]
async fn two_who_answer_at_the_same_time_write_once() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    for number in 0..8 {
        device.nominate(&format!("Đinh Văn {number}"));
    }
    sign_out(&device).await;
    hand_in(&mut device).await;
    for entry in tray(&office).await {
        let (one, other) =
            tokio::join!(answer(&office, entry.entry, true), answer(&administrator, entry.entry, false));
        assert_eq!(one.verdict, other.verdict, "whoever was first holds");
    }
    let found = looked(&app.folder).await;
    assert_eq!(found.faults, Vec::<String>::new());
    let told = ask(&mut device).await;
    let accepted = told.operations.iter().filter(|fate| fate.verdict == Verdict::Accepted).count();
    assert_eq!(found.records, accepted as u64);
}
