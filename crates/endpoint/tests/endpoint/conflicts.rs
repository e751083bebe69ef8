//! Two devices, one record; and the same operation twice.

use thidua_domain::nomination::{NAME, POSITION, WORKPLACE};
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
