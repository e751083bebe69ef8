//! What devices without a login have handed in about a person: told, cleared when the person is erased, and not taken afterwards.

use serde_json::{Value as Json, json};
use thidua_domain::nomination::{ACHIEVEMENTS, POSITION};
use thidua_domain::record::{PartitionId, RecordId, RecordKind};
use thidua_endpoint::backup;
use thidua_sync::administration::{Answered, Verdict};
use thidua_sync::outcome::Reason;

use super::{BY, NOW, WHO, WHY, erase, held, holds, knows_nothing};
use crate::backup::looked;
use crate::device::Device;
use crate::handin::{answer, ask, audited, hand_in, revoke, tray};
use crate::test_app::{Folder, TestApp};

/// What is said to whoever accepts something of an erased person.
fn erased() -> Answered {
    Answered { verdict: Verdict::Refused, refusal: Some(Reason::Erased.code()) }
}

#[tokio::test]
async fn what_waits_in_the_tray_goes_with_the_person_and_nothing_comes_in_afterwards() {
    let app = TestApp::start().await;
    let mut admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut lost = Device::sign_in(app.url(""), "longmon", 1).await;
    let record = lost.nominate(WHO);
    let other = lost.nominate("Phạm Văn Khác");
    lost.sync().await;
    admin.sync().await;
    lost.edit(record, POSITION, &format!("{WHO}, trưởng thôn"));
    lost.edit(other, POSITION, "Kế toán");
    revoke(&admin, &lost).await;
    hand_in(&mut lost).await;
    let entries = tray(&office).await;
    assert_eq!(entries.len(), 2);
    let pool = app.database().await;
    let statement = "SELECT bytes FROM tray ORDER BY entry";
    let waited: Vec<Vec<u8>> = sqlx::query_scalar(statement).fetch_all(&pool).await.unwrap();
    pool.close().await;

    erase(&mut admin, &[record]);
    admin.sync().await;
    assert!(!holds(&app, WHO).await, "nor in the tray");
    let left = tray(&office).await;
    assert_eq!(left.iter().map(|entry| entry.entry).collect::<Vec<_>>(), [entries[1].entry]);
    // Somebody who still has the tray before their eyes is told why it cannot be accepted.
    assert_eq!(answer(&office, entries[0].entry, true).await, erased());

    // The author's device, which has not heard of it, writes on: nothing of it is kept anywhere.
    lost.edit(record, ACHIEVEMENTS, &format!("{WHO} làm tốt."));
    let told = hand_in(&mut lost).await;
    let refused = |at: usize| (told.operations[at].verdict, told.operations[at].refusal);
    assert_eq!((told.operations.len(), refused(0)), (1, (Verdict::Refused, Some(Reason::Erased.code()))));
    ask(&mut lost).await;
    assert!(knows_nothing(&lost, record) && lost.replica.refused().is_empty() && lost.has(other));
    assert!(!lost.replica.has_to_hand_in());
    assert!(!holds(&app, WHO).await);

    // Bytes that came back into the tray by somebody's hand take no effect, and go when they are looked at.
    let pool = app.database().await;
    let put = sqlx::query("UPDATE tray SET bytes = $1, verdict = NULL WHERE entry = 1");
    assert_eq!(put.bind(waited[0].clone()).execute(&pool).await.unwrap().rows_affected(), 1);
    pool.close().await;
    assert!(holds(&app, WHO).await);
    assert_eq!(answer(&office, entries[0].entry, true).await, erased());
    assert!(!holds(&app, WHO).await);
    assert_eq!(tray(&office).await.len(), 1);

    assert_eq!(answer(&office, entries[1].entry, true).await.verdict, Verdict::Accepted);
    let log = audited(&admin).await;
    assert_eq!(log.iter().filter(|entry| entry["what"] == "person_erased").count(), 1);
    assert!(!log.iter().any(|entry| entry["what"] == "tray_refused"), "nobody has refused it");
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
}

#[tokio::test]
async fn a_copy_that_is_put_back_has_nothing_of_the_person_in_its_tray() {
    let app = TestApp::start_on_file().await;
    let out = Folder::on_file();
    let copy = out.0.join("before.sqlite");
    let mut admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut lost = Device::sign_in(app.url(""), "longmon", 1).await;
    let record = lost.nominate(WHO);
    lost.sync().await;
    admin.sync().await;
    lost.edit(record, POSITION, &format!("{WHO}, trưởng thôn"));
    revoke(&admin, &lost).await;
    hand_in(&mut lost).await;
    backup::backup(&app.folder.0, &copy).await.unwrap();
    erase(&mut admin, &[record]);
    admin.sync().await;

    let folder = app.stop().await;
    backup::restore(&copy, &folder.0, true, None, NOW).await.unwrap();
    let app = TestApp::over(folder, None).await;
    assert!(!holds(&app, WHO).await);
    admin.base = app.url("");
    assert_eq!(tray(&admin).await, []);
    assert_eq!(answer(&admin, 1, true).await, erased());
    lost.base = app.url("");
    ask(&mut lost).await;
    assert!(knows_nothing(&lost, record) && lost.replica.refused().is_empty());
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
}

#[tokio::test]
async fn what_was_offered_and_not_taken_is_told_and_can_be_erased() {
    let app = TestApp::start().await;
    let mut admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut lost = Device::sign_in(app.url(""), "longmon", 1).await;
    // No record came of either: one waits for a person, the other was refused by one.
    let waits = lost.nominate(WHO);
    let unwanted = lost.nominate(WHO);
    revoke(&admin, &lost).await;
    hand_in(&mut lost).await;
    admin.sync().await;
    let entries = tray(&admin).await;
    assert_eq!(answer(&admin, entries[1].entry, false).await.verdict, Verdict::Refused);
    assert!(holds(&app, WHO).await);

    let told = held(&admin, json!({ "name": WHO })).await;
    let records = told["records"].as_array().unwrap();
    let of = |record: &RecordId| {
        let own = records.iter().find(|own| own["record"] == record.to_string()).unwrap();
        (own["taken"].as_bool(), own["history"][0]["done"].as_bool(), own["history"][0]["waits"].as_bool())
    };
    assert_eq!(records.len(), 2);
    assert_eq!(of(&waits), (Some(false), Some(false), Some(true)));
    assert_eq!(of(&unwanted), (Some(false), Some(false), None));

    erase_where_nothing_is(&mut admin, &records[0], &[waits, unwanted]);
    admin.sync().await;
    assert!(!holds(&app, WHO).await);
    assert_eq!(tray(&admin).await, []);
    let told = held(&admin, json!({ "name": WHO })).await;
    assert_eq!(told["records"], json!([]));
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
}

#[tokio::test]
async fn a_copy_that_is_put_back_does_not_say_what_was_refused_either() {
    let app = TestApp::start_on_file().await;
    let out = Folder::on_file();
    let copy = out.0.join("before.sqlite");
    let mut admin = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut lost = Device::sign_in(app.url(""), "longmon", 1).await;
    // No record came of it, neither before the copy nor in it.
    let unwanted = lost.nominate(WHO);
    revoke(&admin, &lost).await;
    hand_in(&mut lost).await;
    admin.sync().await;
    let entries = tray(&admin).await;
    assert_eq!(answer(&admin, entries[0].entry, false).await.verdict, Verdict::Refused);
    backup::backup(&app.folder.0, &copy).await.unwrap();
    let told = held(&admin, json!({ "name": WHO })).await;
    erase_where_nothing_is(&mut admin, &told["records"][0], &[unwanted]);
    admin.sync().await;
    assert!(!holds(&app, WHO).await);

    let folder = app.stop().await;
    backup::restore(&copy, &folder.0, true, None, NOW).await.unwrap();
    let app = TestApp::over(folder, None).await;
    assert!(!holds(&app, WHO).await);
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
}

/// Nominations erased that never came to be, in the unit of one of which the endpoint has told.
fn erase_where_nothing_is(device: &mut Device, told: &Json, records: &[RecordId]) {
    let partition = PartitionId(u32::try_from(told["partition"].as_u64().unwrap()).unwrap());
    let kind = RecordKind::Nomination.code();
    let named: Vec<_> = records.iter().map(|record| (*record, Some((kind, partition)))).collect();
    let now = device.now();
    let batch = device.replica.erase(now, &named, WHY, BY).unwrap();
    device.commit(batch);
}
