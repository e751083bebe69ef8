//! Whether devices hold what the endpoint holds: told with each answer, found where it is not so, and mended there.

use std::collections::BTreeMap;

use sqlx::AnyPool;
use thidua_domain::nomination::{NAME, POSITION};
use thidua_domain::record::{PartitionId, RecordId};
use thidua_sync::client::{Comparison, Doubt};
use thidua_sync::row::Row;
use thidua_sync::wire::Request;

use crate::administration::{get, list};
use crate::backup::looked;
use crate::device::{CLUSTER, Device, LONG_MON, THANH_AN};
use crate::test_app::TestApp;

fn compared(device: &Device, partition: PartitionId) -> Comparison {
    let all = device.replica.comparisons();
    *all.iter().find(|of| of.partition == partition).expect("rows of it")
}

fn agrees(device: &Device) -> bool {
    device.replica.comparisons().iter().all(|of| of.there == Some(of.here) && of.doubt.is_none())
}

/// Something that no answer has brought is written into the device's store.
fn damage(device: &mut Device, change: impl FnOnce(&mut BTreeMap<RecordId, Row>)) {
    device.believes(|_| {}, change);
}

async fn told(pool: &AnyPool, statement: &'static str) -> u64 {
    sqlx::query(statement).execute(pool).await.unwrap().rows_affected()
}

/// The officers of two communes and of the district, with records in three partitions.
async fn three(app: &TestApp) -> (Device, Device, Device) {
    let mut one = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut other = Device::sign_in(app.url(""), "thanhan", 2).await;
    let mut district = Device::sign_in(app.url(""), "minhlong", 3).await;
    for name in ["Đinh Văn Xuân", "Đinh Thị Hạ", "Đinh Văn Thu"] {
        one.nominate(name);
        other.nominate(name);
    }
    one.pledge("Nội dung giao ước (mẫu)");
    one.sync().await;
    other.sync().await;
    district.sync().await;
    (one, other, district)
}

#[tokio::test]
async fn all_devices_and_the_endpoint_come_to_the_same_code() {
    let app = TestApp::start().await;
    let (mut one, _, mut district) = three(&app).await;
    let record =
        *one.replica.rows().values().find(|row| row.partition == LONG_MON).map(|row| &row.id).unwrap();
    one.edit(record, POSITION, "Trưởng thôn");
    district.edit(record, POSITION, "Phó thôn");
    one.sync().await;
    district.sync().await;
    one.sync().await;
    assert!(agrees(&one) && agrees(&district));
    assert_eq!(compared(&one, LONG_MON).here, compared(&district, LONG_MON).here);
    assert_ne!(compared(&district, LONG_MON).here, compared(&district, THANH_AN).here);

    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let codes = list(&administrator, "/admin/checksums", "partitions").await;
    for of in district.replica.comparisons() {
        let known = codes.iter().find(|known| known["partition"] == of.partition.0).unwrap();
        assert_eq!(known["code"], of.here.code().to_string());
        assert!(!known["name"].as_str().unwrap().is_empty());
    }
    assert_eq!(get(&one, "/admin/checksums").await.refusal(), (403, "not_administrator".to_owned()));
    assert!(looked(&app.folder).await.faults.is_empty());
}

#[tokio::test]
async fn a_wrong_row_is_found_at_the_next_exchange_and_its_partition_alone_is_read_again() {
    let app = TestApp::start().await;
    let (_, _, mut district) = three(&app).await;
    let right = district.replica.rows().clone();
    let of_long_mon = |rows: &BTreeMap<RecordId, Row>| {
        rows.values().filter(|row| row.partition == LONG_MON).map(|row| row.id).collect::<Vec<_>>()
    };
    let ids = of_long_mon(&right);
    type Damage = fn(&mut BTreeMap<RecordId, Row>, RecordId);
    let damages: [Damage; 4] = [
        |rows, id| rows.get_mut(&id).unwrap().cells[&NAME].value = "Tên sai (mẫu)".into(),
        |rows, id| _ = rows.remove(&id),
        |rows, id| {
            let mut row = rows[&id].clone();
            row.id = RecordId::from_bytes([0xEE; 16]);
            rows.insert(row.id, row);
        },
        |rows, id| _ = rows.get_mut(&id).unwrap().cells.remove(&NAME),
    ];
    for change in damages {
        damage(&mut district, |rows| change(rows, ids[1]));
        let waits = district.nominate("Đinh Thị Đợi");
        let (body, sent) = district.request();
        assert_eq!(Request::decode(&body).unwrap().anew, [LONG_MON]);
        let answer = district.answer(body).await;
        let told: Vec<_> = answer.pages.iter().map(|page| page.partition).collect();
        assert_eq!((told, answer.pages[0].rows.len()), (vec![LONG_MON], ids.len()), "nothing else comes");
        district.receive(&sent, &answer);
        assert!(agrees(&district) && district.replica.outbox().is_empty());
        assert!(district.has(waits), "what was in the outbox has arrived");
        assert!(right.iter().all(|(id, row)| district.replica.rows().get(id) == Some(row)));
        assert_eq!(district.replica.rows().len(), district.records as usize + right.len());
        let (body, _) = district.request();
        assert!(Request::decode(&body).unwrap().anew.is_empty());
    }
}

#[tokio::test]
async fn an_edit_made_upon_a_wrong_row_arrives_and_the_row_is_mended() {
    let app = TestApp::start().await;
    let (_, _, mut district) = three(&app).await;
    let id = district.replica.rows().values().find(|row| row.partition == LONG_MON).unwrap().id;
    let right = district.text(id, NAME);
    damage(&mut district, |rows| rows.get_mut(&id).unwrap().cells[&NAME].value = "Tên sai (mẫu)".into());
    district.edit(id, POSITION, "Trưởng thôn");
    district.sync().await;
    assert!(agrees(&district) && !district.replica.has_sendable());
    assert_eq!((district.text(id, NAME), district.text(id, POSITION)), (right, "Trưởng thôn".to_owned()));
}

#[tokio::test]
async fn a_device_that_an_earlier_version_has_left_asks_once() {
    let app = TestApp::start().await;
    let (_, _, mut district) = three(&app).await;
    let known = district.replica.meta().sums.clone();
    let batch = district.replica.compare_anew();
    district.commit(batch);
    assert!(district.replica.meta().sums.is_empty());
    let answer = district.exchange().await;
    assert!(answer.pages.is_empty() && agrees(&district));
    assert!(known.iter().all(|(partition, sum)| answer.sums.get(partition) == Some(sum)));
    assert!(district.exchange().await.sums.is_empty(), "and not again");
}

#[tokio::test]
async fn a_database_from_before_gets_its_checksums_when_it_is_opened() {
    let app = TestApp::start().await;
    let (_, _, mut district) = three(&app).await;
    let folder = app.stop().await;
    let pool = folder.database().await;
    assert!(told(&pool, "UPDATE partitions SET checksum = 0, checksum_seq = 0").await > 3);
    pool.close().await;
    let app = TestApp::over(folder, None).await;
    let pool = app.database().await;
    let missing = "SELECT count(*) FROM partitions WHERE checksum_seq <> head_seq";
    let missing: i64 = sqlx::query_scalar(missing).fetch_one(&pool).await.unwrap();
    assert_eq!(missing, 0);
    assert!(looked(&app.folder).await.faults.is_empty());
    district.base = app.url("");
    district.edit(*district.replica.rows().keys().next().unwrap(), POSITION, "Trưởng thôn");
    district.sync().await;
    assert!(agrees(&district));
}

#[tokio::test]
async fn an_earlier_version_that_writes_beside_does_not_spoil_them() {
    let app = TestApp::start().await;
    let (mut one, _, mut district) = three(&app).await;
    let pool = app.database().await;
    // What an endpoint that knows of no checksums leaves: a head that has moved on, and the sum of before.
    let moved = "UPDATE partitions SET checksum = 1, checksum_seq = head_seq - 1 WHERE head_seq > 0";
    assert_eq!(told(&pool, moved).await, 3);
    let mut fresh = Device::sign_in(app.url(""), "minhlong", 7).await;
    fresh.sync().await;
    assert!(agrees(&fresh), "a reader is told what the rows come to");
    one.nominate("Đinh Văn Đông");
    one.sync().await;
    district.sync().await;
    assert!(agrees(&one) && agrees(&district));
    let right = "SELECT count(*) FROM partitions WHERE checksum_seq = head_seq AND head_seq > 0";
    let right: i64 = sqlx::query_scalar(right).fetch_one(&pool).await.unwrap();
    assert_eq!(right, 1, "and with the next write it is kept again");
}

#[tokio::test]
async fn what_differs_still_after_it_was_read_again_is_told_and_not_read_for_ever() {
    let app = TestApp::start().await;
    let (_, _, mut district) = three(&app).await;
    let pool = app.database().await;
    assert_eq!(told(&pool, "UPDATE partitions SET checksum = 5 WHERE partition = 3").await, 1);
    let faults = looked(&app.folder).await.faults;
    assert_eq!(faults, ["log 3: the checksum is not that of its rows"]);

    district.doubts = true;
    let batch = district.replica.compare_anew();
    district.commit(batch);
    district.sync().await;
    let of = compared(&district, LONG_MON);
    assert_eq!((of.there.map(|sum| sum.0), of.doubt), (Some(5), Some(Doubt::Remains)));
    assert!(compared(&district, CLUSTER).doubt.is_none());
    for _ in 0..3 {
        let (body, sent) = district.request();
        let request = Request::decode(&body).unwrap();
        assert!(request.anew.is_empty() && !request.sums);
        let answer = district.answer(body).await;
        district.receive(&sent, &answer);
    }
    // The officer presses the button: once more, and no further.
    let batch = district.replica.compare_anew();
    district.commit(batch);
    assert_eq!(district.sync().await, 1);
    assert_eq!(compared(&district, LONG_MON).doubt, Some(Doubt::Remains));
    // The endpoint was mended: what it tells now is what the device holds.
    assert_eq!(told(&pool, "UPDATE partitions SET checksum_seq = 0 WHERE partition = 3").await, 1);
    let batch = district.replica.compare_anew();
    district.commit(batch);
    district.sync().await;
    assert!(agrees(&district));
}

#[tokio::test]
async fn an_erased_record_leaves_the_checksums_right_and_no_snapshot_that_tells_it() {
    let app = TestApp::start().await;
    let (mut one, _, mut district) = three(&app).await;
    let mut administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    administrator.sync().await;
    let pool = app.database().await;
    let kept = told(
        &pool,
        "INSERT INTO snapshots (tenant, partition, generation, seq, pages, rows, bytes, made_ms)
         SELECT tenant, partition, 7, 1, 1, 1, 1, 0 FROM partitions WHERE partition IN (3, 4)",
    );
    assert_eq!(kept.await, 2);
    let of_unit = |row: &&Row| row.partition == LONG_MON && row.cells.contains_key(&NAME);
    let record = one.replica.rows().values().find(of_unit).unwrap().id;
    let now = administrator.now();
    let asked = [(record, None)];
    let batch = administrator.replica.erase(now, &asked, "Theo yêu cầu (mẫu)", "Chủ tịch (mẫu)").unwrap();
    administrator.commit(batch);
    for device in [&mut administrator, &mut one, &mut district] {
        device.sync().await;
        assert!(agrees(device) && !device.has(record));
    }
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
    assert_eq!(told(&pool, "DELETE FROM snapshots WHERE partition = 3").await, 0);
    assert_eq!(told(&pool, "DELETE FROM snapshots WHERE partition = 4").await, 1);
}

#[tokio::test]
async fn an_officer_has_one_place_read_again_and_nothing_else_comes() {
    let app = TestApp::start().await;
    let (_, _, mut district) = three(&app).await;
    let right = district.replica.rows().clone();
    let batch = district.replica.read_again(LONG_MON);
    district.commit(batch);
    let waits = district.nominate("Đinh Thị Đợi");
    assert!(right.keys().all(|id| district.has(*id)), "what is there stays in sight");
    let (body, sent) = district.request();
    assert_eq!(Request::decode(&body).unwrap().anew, [LONG_MON]);
    let answer = district.answer(body).await;
    assert!(answer.pages.iter().all(|page| page.partition == LONG_MON));
    district.receive(&sent, &answer);
    district.sync().await;
    assert!(agrees(&district) && district.replica.outbox().is_empty() && district.has(waits));
    assert!(right.iter().all(|(id, row)| district.replica.rows().get(id) == Some(row)));
}

#[tokio::test]
async fn an_officer_has_everything_read_again_and_unsent_work_stays() {
    let app = TestApp::start().await;
    let (_, _, mut district) = three(&app).await;
    let right = district.replica.rows().clone();
    let edited = *right.keys().next().unwrap();
    district.edit(edited, POSITION, "Trưởng thôn");
    let waits = district.nominate("Đinh Thị Đợi");
    // A row that no endpoint has, and one that is wrong.
    damage(&mut district, |rows| {
        let mut row = right[&edited].clone();
        row.id = RecordId::from_bytes([0xEE; 16]);
        rows.insert(row.id, row);
        rows.values_mut().last().unwrap().cells.remove(&NAME);
    });
    let batch = district.replica.read_all_again();
    district.commit(batch);
    assert!(right.keys().all(|id| district.has(*id)), "what is there stays in sight");
    assert_eq!(district.replica.outbox().len(), 2);
    district.sync().await;
    assert!(agrees(&district) && district.replica.outbox().is_empty());
    assert_eq!(district.replica.rows().len(), right.len() + 1);
    assert_eq!(district.text(edited, POSITION), "Trưởng thôn");
    assert!(district.has(waits));
}
