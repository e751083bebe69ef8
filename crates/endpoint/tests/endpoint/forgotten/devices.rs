//! A device that signed in, or got a fresh token, after the backup: it hands in by its key, a person looks at it, and it is told nothing.

use reqwest::{Client, Method, StatusCode};
use serde_json::json;
use thidua_domain::nomination::{NAME, POSITION};
use thidua_endpoint::backup;
use thidua_endpoint::configuration::Database;
use thidua_sync::administration::{FreshToken, HandedIn, Verdict};
use thidua_sync::device_key::DeviceKey;
use thidua_sync::wire::Request;

use crate::backup::looked;
use crate::bundle::{export, post as post_file, take};
use crate::desk::{enrolled, post};
use crate::device::{Device, LONG_MON, Told};
use crate::handin::{answer, ask, hand_in, sign_in_again, tray, try_hand_in, verdicts};
use crate::restores::{backed_up, restored};
use crate::test_app::TestApp;

/// An endpoint on whatever database that has forgotten these devices, as one that was put back from a backup of before them.
async fn forgets(app: TestApp, devices: &mut [&mut Device]) -> TestApp {
    let pool = app.database().await;
    for device in &*devices {
        for statement in [
            "DELETE FROM tokens WHERE device = $1",
            "DELETE FROM operations WHERE device = $1",
            "DELETE FROM devices WHERE device = $1",
        ] {
            sqlx::query(statement).bind(device.id.0.to_vec()).execute(&pool).await.unwrap();
        }
    }
    pool.close().await;
    let folder = app.stop().await;
    let database = Database { data: folder.0.clone(), database_url: folder.database_url() };
    backup::renew(&database, None).await.unwrap();
    let app = TestApp::over(folder, None).await;
    devices.iter_mut().for_each(|device| device.base = app.url(""));
    app
}

async fn get(device: &Device, path: &str) -> Told {
    let request = Client::new().get(format!("{}{path}", device.base)).bearer_auth(&device.token);
    Told::of(request.send().await.unwrap()).await
}

#[tokio::test]
async fn what_a_device_did_after_the_backup_comes_back_by_its_key_and_a_persons_word() {
    let app = TestApp::start_on_file().await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut known = Device::sign_in(app.url(""), "thanhan", 2).await;
    let theirs = known.nominate("Đinh Thị Khác (mẫu)");
    known.sync().await;
    let copy = backed_up(&app).await;
    let mut late = Device::sign_in(app.url(""), "longmon", 1).await;
    let told_safe = late.nominate("Đinh Văn Đã Gửi (mẫu)");
    late.sync().await;
    late.edit(told_safe, POSITION, "Trưởng thôn");
    let unsent = late.nominate("Đinh Văn Chưa Gửi (mẫu)");

    let app = restored(app, &copy, &mut [&mut office, &mut known, &mut late]).await;
    let (body, _) = late.request();
    assert_eq!(late.send(body).await.refusal(), (401, "not_signed_in".to_owned()));
    let told = hand_in(&mut late).await;
    assert_eq!(verdicts(&told), [(2, Verdict::Waiting), (3, Verdict::Waiting)]);
    assert!(told.restored, "what it was told is safe is lost");
    // So it hands in what it keeps as well, once.
    let told = hand_in(&mut late).await;
    assert_eq!(verdicts(&told), [(1, Verdict::Waiting)]);
    assert!(late.kept.is_empty() && !late.replica.has_to_hand_in());
    assert_eq!(verdicts(&ask(&mut late).await), [1, 2, 3].map(|counter| (counter, Verdict::Waiting)));

    // It is let in to nothing, and told of nobody else's work.
    for path in ["/session", "/tray", "/admin/devices", "/device/recovery"] {
        assert_eq!(get(&late, path).await.refusal(), (401, "not_signed_in".to_owned()), "{path}");
    }
    let (body, _) = late.request();
    assert_eq!(late.send(body).await.refusal(), (401, "not_signed_in".to_owned()));
    let request = Request { whole: vec![theirs], ..late.replica.ask_fates() };
    let told = String::from_utf8(try_hand_in(&late, request).await.body).unwrap();
    assert!(!told.contains("Khác") && !told.contains("row"), "{told}");
    office.sync().await;
    assert!(!office.has(unsent), "nothing takes effect before a person has said so");

    let entries = tray(&office).await;
    let titles: Vec<_> = entries.iter().map(|entry| (entry.title.as_str(), entry.shut_out)).collect();
    let sent = "Đinh Văn Đã Gửi (mẫu)";
    assert_eq!(entries.len(), 3);
    assert!(titles.contains(&(sent, false)) && titles.contains(&("Đinh Văn Chưa Gửi (mẫu)", false)));
    assert!(entries.iter().all(|entry| entry.name == late.directory.display_name));
    // The edit came before what it builds on.
    let (edits, creates): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| entry.action == 2);
    for entry in creates.into_iter().chain(edits) {
        assert_eq!(answer(&office, entry.entry, true).await.verdict, Verdict::Accepted);
    }
    office.sync().await;
    assert_eq!(
        (office.text(told_safe, NAME).as_str(), office.text(told_safe, POSITION).as_str()),
        (sent, "Trưởng thôn")
    );
    assert!(office.has(unsent));
    assert_eq!(verdicts(&ask(&mut late).await), [1, 2, 3].map(|counter| (counter, Verdict::Accepted)));

    let mut administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    administrator.sync().await;
    let audit = administrator.audit().await;
    let again = audit.iter().filter(|entry| entry["what"] == "device_known_again");
    assert_eq!(again.map(|entry| entry["device"].clone()).collect::<Vec<_>>(), [json!(late.id.to_string())]);

    // Signed in after all, nothing is there twice.
    sign_in_again(&mut late, "longmon", 1).await;
    late.sync().await;
    assert!(late.replica.outbox().is_empty() && late.replica.refused().is_empty());
    let found = looked(&app.folder).await;
    assert_eq!((found.records, found.entries, found.faults.len()), (3, 4, 0));
}

#[tokio::test]
async fn only_the_very_device_is_known_by_its_key_and_only_where_something_was_forgotten() {
    let app = TestApp::start().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut other = Device::sign_in(app.url(""), "thanhan", 2).await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 8).await;
    for own in [&mut device, &mut other] {
        own.nominate("Đinh Văn Mẫu");
        if let Some(batch) = own.replica.seal() {
            own.commit(batch);
        }
    }
    // An endpoint that has forgotten nothing believes tokens and nothing else.
    let token = std::mem::replace(&mut device.token, "not-a-token".to_owned());
    let told = try_hand_in(&device, device.replica.hand_in().0).await;
    assert_eq!(told.refusal(), (401, "not_signed_in".to_owned()));
    let file = export(&mut device);
    assert_eq!(post_file(&device.base, file).await.refusal(), (403, "unknown_author".to_owned()));
    device.token = token;

    let app = forgets(app, &mut [&mut device, &mut other]).await;
    office.base = app.url("");
    let key = device.directory.key().unwrap();
    let (request, _) = device.replica.hand_in();
    let stolen = other.directory.key().unwrap();
    let forged = DeviceKey { login: "quantri".to_owned(), ..key.clone() };
    for shown in [None, Some(stolen), Some(forged)] {
        let request = Request { key: shown, ..request.clone() };
        let told = Client::new().post(app.url("/handin")).bearer_auth(&device.token);
        let told = told.header("content-type", "application/cbor").body(request.encode()).send().await;
        assert_eq!(Told::of(told.unwrap()).await.refusal(), (401, "not_signed_in".to_owned()));
    }
    let without = Client::new().post(app.url("/handin")).header("content-type", "application/cbor");
    let without = without.body(Request { key: Some(key), ..request }.encode()).send().await.unwrap();
    assert_eq!(Told::of(without).await.refusal(), (401, "not_signed_in".to_owned()), "a token is shown too");
    assert_eq!(tray(&office).await.len(), 0);

    hand_in(&mut device).await;
    assert_eq!(tray(&office).await.len(), 1);
    // By file as well; the receipt is for the device alone.
    let file = export(&mut other);
    let told = post_file(&app.url(""), file).await;
    assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
    let receipt = take(&mut other, &told.body);
    assert_eq!(receipt.operations.iter().map(|fate| fate.verdict).collect::<Vec<_>>(), [Verdict::Waiting]);
    assert_eq!(tray(&office).await.len(), 2);
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
}

#[tokio::test]
async fn a_device_that_is_known_but_got_a_fresh_token_since_hands_in_too() {
    let app = TestApp::start_on_file().await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    device.sync().await;
    let copy = backed_up(&app).await;
    let fresh: FreshToken = device.asks(Method::POST, "/session/token", &json!({})).await.read();
    device.token = fresh.token;
    let record = device.nominate("Đinh Văn Mẫu");
    device.sync().await;
    let _app = restored(app, &copy, &mut [&mut office, &mut device]).await;
    let told: HandedIn = ask(&mut device).await;
    assert!(told.restored && told.operations.is_empty());
    assert_eq!(verdicts(&hand_in(&mut device).await), [(1, Verdict::Waiting)]);
    let [entry] = tray(&office).await.try_into().unwrap();
    assert_eq!(answer(&office, entry.entry, true).await.verdict, Verdict::Accepted);
    office.sync().await;
    assert!(office.has(record));
}

#[tokio::test]
async fn a_device_whose_account_was_lost_too_waits_until_it_is_made_again() {
    let app = TestApp::start_on_file().await;
    let mut administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    administrator.sync().await;
    let copy = backed_up(&app).await;
    let new = |name| post(name, "commune_officer", LONG_MON.0);
    let account = administrator.makes_account("xamoi", new("Cán bộ mới (mẫu)")).await;
    let code = administrator.slip(account).await.code;
    let mut device = enrolled(app.url(""), &code, 1).await;
    let record = device.nominate("Đinh Văn Mẫu");
    let app = restored(app, &copy, &mut [&mut administrator, &mut device]).await;
    if let Some(batch) = device.replica.seal() {
        device.commit(batch);
    }
    let told = try_hand_in(&device, device.replica.hand_in().0).await;
    assert_eq!(told.refusal(), (409, "account_unknown".to_owned()));
    assert_eq!(device.replica.outbox().len(), 1, "it keeps everything");
    // Another account comes first, so the number is another one.
    administrator.makes_account("xakhac", new("Cán bộ khác (mẫu)")).await;
    let again = administrator.makes_account("xamoi", new("Cán bộ mới (mẫu)")).await;
    assert_ne!(again, account);
    assert_eq!(verdicts(&hand_in(&mut device).await), [(1, Verdict::Waiting)]);
    let [entry] = tray(&administrator).await.try_into().unwrap();
    assert_eq!(answer(&administrator, entry.entry, true).await.verdict, Verdict::Accepted);
    administrator.sync().await;
    assert_eq!(administrator.view(record).partition, LONG_MON);
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
}
