//! Two devices, one record; and the same operation twice.

use thidua_domain::nomination::{NAME, POSITION, WORKPLACE};
use thidua_domain::record::RecordId;
use thidua_sync::administration::{Writer, Writers};
use thidua_sync::client::Stamp;
use thidua_sync::outcome::{Outcome, Reason};
use thidua_sync::wire::Request;

use crate::device::Device;
use crate::test_app::TestApp;

async fn two_devices(app: &TestApp) -> (Device, Device) {
    let first = Device::sign_in(app.url(""), "longmon", 1).await;
    (first, Device::sign_in(app.url(""), "minhlong", 2).await)
}

#[tokio::test]
async fn different_fields_merge() {
    let app = TestApp::start().await;
    let (mut one, mut other) = two_devices(&app).await;
    let record = one.nominate("Đinh Văn Xuân");
    one.sync().await;
    other.sync().await;
    one.edit(record, POSITION, "Trưởng thôn");
    other.edit(record, WORKPLACE, "thôn Gò Chè");
    one.sync().await;
    let answer = other.exchange().await;
    assert_eq!(answer.outcomes, [(1, Outcome::Merged)]);
    one.sync().await;
    for device in [&one, &other] {
        assert_eq!(device.text(record, POSITION), "Trưởng thôn");
        assert_eq!(device.text(record, WORKPLACE), "thôn Gò Chè");
        assert!(device.view(record).conflicts.is_empty());
    }
}

#[tokio::test]
async fn the_same_field_keeps_both() {
    let app = TestApp::start().await;
    let (mut one, mut other) = two_devices(&app).await;
    let record = one.nominate("Đinh Văn Xuân");
    one.sync().await;
    other.sync().await;
    one.edit(record, POSITION, "Trưởng thôn");
    other.edit(record, POSITION, "Phó thôn");
    one.sync().await;
    assert_eq!(other.exchange().await.outcomes, [(1, Outcome::Conflict)]);
    one.sync().await;
    for device in [&one, &other] {
        assert_eq!(device.text(record, POSITION), "Phó thôn");
        assert_eq!(device.view(record).conflicts[&POSITION][0].value, "Trưởng thôn".into());
    }
}

/// Who wrote what stands beside each other in some records, as an account is told.
async fn writers(device: &Device, records: &[String]) -> Vec<Writer> {
    let request = reqwest::Client::new().post(format!("{}/writers", device.base)).bearer_auth(&device.token);
    let answer = request.json(&serde_json::json!({ "records": records })).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    serde_json::from_slice::<Writers>(&answer.bytes().await.unwrap()).unwrap().writers
}

#[tokio::test]
async fn whoever_is_to_choose_is_told_whose_the_values_are_and_nobody_else() {
    let app = TestApp::start().await;
    let (mut one, mut other) = two_devices(&app).await;
    let record = one.nominate("Đinh Văn Xuân");
    one.sync().await;
    other.sync().await;
    one.edit(record, POSITION, "Trưởng thôn");
    other.edit(record, POSITION, "Phó thôn");
    let times =
        [&one, &other].map(|device| device.replica.outbox().values().next().unwrap().op.device_time_ms);
    one.sync().await;
    assert!(writers(&other, &[record.to_string()]).await.is_empty(), "nothing is disputed yet");
    other.sync().await;
    one.sync().await;
    for device in [&one, &other] {
        let told = writers(device, &[record.to_string()]).await;
        let mut by: Vec<(&str, i64)> = told.iter().map(|told| (told.by.as_str(), told.written_ms)).collect();
        by.sort_unstable();
        let names: Vec<&str> = by.iter().map(|(by, _)| *by).collect();
        assert_eq!(names.len(), 2);
        assert!(names.iter().all(|name| !name.is_empty()) && names[0] != names[1], "{names:?}");
        assert!(times.iter().all(|time| by.iter().any(|(_, written)| written == time)));
        let view = device.view(record);
        let rev = view.conflicts[&POSITION][0].rev;
        assert!(
            told.iter()
                .any(|told| (told.device.as_str(), told.counter) == (&rev.device.to_string(), rev.counter))
        );
    }
    // Another commune does not read the record, and is told nothing of it.
    let stranger = Device::sign_in(app.url(""), "thanhan", 3).await;
    assert!(writers(&stranger, &[record.to_string()]).await.is_empty());
    let settled = one.replica.settle(Stamp(1), record, POSITION, "Trưởng thôn".into()).unwrap();
    one.commit(settled);
    one.sync().await;
    assert!(writers(&one, &[record.to_string()]).await.is_empty(), "settled is settled");
}

#[tokio::test]
async fn more_records_than_are_told_of_at_once_are_refused() {
    let app = TestApp::start().await;
    let (one, _) = two_devices(&app).await;
    let records: Vec<String> =
        (0..201_u128).map(|n| RecordId::from_bytes(n.to_be_bytes()).to_string()).collect();
    let request = reqwest::Client::new().post(format!("{}/writers", one.base)).bearer_auth(&one.token);
    let answer = request.json(&serde_json::json!({ "records": records })).send().await.unwrap();
    assert_eq!(answer.status(), 400);
}

#[tokio::test]
async fn a_replay_is_answered_alike_and_changes_nothing() {
    let app = TestApp::start().await;
    let (mut one, mut other) = two_devices(&app).await;
    let record = one.nominate("Đinh Văn Xuân");
    let (body, _) = one.request();
    let first = one.answer(body.clone()).await;
    assert_eq!(first.outcomes[0], (1, Outcome::Applied));
    other.sync().await;
    let second = one.answer(body.clone()).await;
    assert_eq!(second.outcomes, first.outcomes);
    assert_eq!(second.cursor, first.cursor);
    let answer = other.exchange().await;
    assert!(answer.pages.is_empty() && answer.cursor.is_none(), "nothing moved");
    assert!(other.has(record));
    let pool = app.database().await;
    let entries: i64 = sqlx::query_scalar("SELECT count(*) FROM log").fetch_one(&pool).await.unwrap();
    assert_eq!(entries, 1);
}

#[tokio::test]
async fn a_counter_used_for_something_else_is_refused_and_the_free_one_told() {
    let app = TestApp::start().await;
    let (mut one, _) = two_devices(&app).await;
    one.nominate("Đinh Văn Xuân");
    one.sync().await;
    // The same device restored from an old copy: it knows nothing of what it did.
    let mut copy = Device::sign_in(app.url(""), "longmon", 1).await;
    copy.records = 40;
    let record = copy.nominate("Phạm Thị Hoa");
    let answer = copy.exchange().await;
    assert_eq!(answer.outcomes, [(1, Outcome::Refused(Reason::CounterReused))]);
    assert_eq!(answer.next_counter, Some(2));
    let again = copy.nominate("Phạm Thị Hoa");
    assert_eq!(copy.exchange().await.outcomes, [(2, Outcome::Applied)]);
    assert!(copy.has(again) && !copy.has(record));
    assert_eq!(copy.text(again, NAME), "Phạm Thị Hoa");
}

#[tokio::test]
async fn what_waits_for_another_is_held_and_carried_out_later() {
    let app = TestApp::start().await;
    let (mut one, _) = two_devices(&app).await;
    let record = one.nominate("Đinh Văn Xuân");
    let (body, _) = one.request();
    one.edit(record, POSITION, "Trưởng thôn");
    let (both, _) = one.request();
    let whole = Request::decode(&both).unwrap();
    let late = Request { operations: whole.operations[1..].to_vec(), ..whole };
    assert_eq!(one.answer(late.encode()).await.outcomes, [(2, Outcome::Held)]);
    assert_eq!(one.answer(body).await.outcomes, [(1, Outcome::Applied)]);
    assert_eq!(one.answer(both).await.outcomes, [(1, Outcome::Applied), (2, Outcome::Applied)]);
}
