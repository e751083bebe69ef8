//! Units that are merged: their records, files, accounts and places in clusters move, also under devices that have no line.

use reqwest::{Method, StatusCode};
use serde_json::{Value as Json, json};
use thidua_domain::nomination::{NAME, POSITION};
use thidua_domain::record::{Field, PartitionId};
use thidua_domain::{nomination, pledge};
use thidua_sync::administration::{Made, MergerPreview};

use crate::backup::looked;
use crate::device::{CLUSTER, Device, LONG_MON, THANH_AN};
use crate::scopes::learn;
use crate::test_app::TestApp;

/// The number of the next place of the sample committee.
pub const NEW: PartitionId = PartitionId(23);

fn merger(units: &[u32]) -> Json {
    json!({ "units": units, "name": "Xã Minh Long (mẫu)", "day": "2025-07-01", "code": "21349" })
}

pub async fn merge(administrator: &Device, units: &[PartitionId]) {
    let units: Vec<u32> = units.iter().map(|unit| unit.0).collect();
    let told = administrator.asks(Method::POST, "/admin/mergers", &merger(&units)).await;
    assert_eq!(told.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&told.body));
    assert_eq!(told.read::<Made>().number, NEW.0);
}

#[tokio::test]
async fn communes_become_one_and_what_was_written_without_a_line_is_carried_there() {
    let app = TestApp::start().await;
    let mut administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut long_mon = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut thanh_an = Device::sign_in(app.url(""), "thanhan", 2).await;
    let (theirs, ours) = (long_mon.nominate("Đinh Văn Môn (mẫu)"), thanh_an.nominate("Đinh Thị An (mẫu)"));
    let pledged = long_mon.pledge("Trồng mới 20 ha rừng (mẫu)");
    for device in [&mut long_mon, &mut thanh_an, &mut office, &mut administrator] {
        device.sync().await;
    }
    office.sync().await;
    // Without a line: an edit, a new record, a deletion, and the pledge of the unit.
    long_mon.edit(theirs, POSITION, "Kế toán");
    let offline = long_mon.nominate("Đinh Văn Xa (mẫu)");
    let second = long_mon.nominate("Đinh Văn Thừa (mẫu)");
    let now = long_mon.now();
    let deleted = long_mon.replica.delete(now, second).unwrap();
    long_mon.commit(deleted);
    long_mon.edit(pledged, pledge::CONTENT, "Trồng mới 30 ha rừng (mẫu)");

    let units = [LONG_MON, THANH_AN];
    let preview = json!({ "units": [LONG_MON.0, THANH_AN.0] });
    let preview: MergerPreview =
        administrator.asks(Method::POST, "/admin/mergers/preview", &preview).await.read();
    let of = |unit: usize| (preview.units[unit].records.clone(), preview.units[unit].accounts.len());
    assert_eq!([of(0), of(1)], [(vec![(1, 1)], 1), (vec![(1, 1)], 1)]);
    assert_eq!(preview.units[0].groups.len(), 1);
    merge(&administrator, &units).await;

    let told = long_mon.exchange().await;
    assert!(told.outcomes.iter().all(|(_, outcome)| outcome.took_effect()), "{:?}", told.outcomes);
    assert_eq!(told.lineage.as_ref().map(|lineage| lineage.heir(LONG_MON)), Some(NEW));
    long_mon.sync().await;
    learn(&mut long_mon).await;
    assert!(long_mon.replica.refused().is_empty() && long_mon.replica.outbox().is_empty());
    assert!(long_mon.replica.left().is_empty(), "the unit has not left: it is another one now");
    assert!(!long_mon.kept.is_empty(), "what heals an endpoint stays");
    for device in [&mut thanh_an, &mut office, &mut administrator] {
        device.sync().await;
        learn(device).await;
    }
    for device in [&long_mon, &thanh_an, &office] {
        for (record, name) in
            [(theirs, "Đinh Văn Môn (mẫu)"), (ours, "Đinh Thị An (mẫu)"), (offline, "Đinh Văn Xa (mẫu)")]
        {
            assert_eq!((device.text(record, NAME).as_str(), device.view(record).partition), (name, NEW));
        }
        assert_eq!(device.text(theirs, POSITION), "Kế toán");
        assert!(device.view(second).deleted && !device.view(second).returned);
        let row = &device.replica.rows()[&theirs];
        assert_eq!(row.cells[&Field::CAME_FROM].value, i64::from(LONG_MON.0).into());
        assert_eq!(device.text(pledged, pledge::CONTENT), "Trồng mới 30 ha rừng (mẫu)");
    }
    // Both officers work in the new unit.
    thanh_an.edit(theirs, POSITION, "Văn thư");
    let fresh = thanh_an.nominate("Đinh Văn Mới (mẫu)");
    thanh_an.sync().await;
    long_mon.sync().await;
    assert_eq!((long_mon.text(theirs, POSITION).as_str(), long_mon.view(fresh).partition), ("Văn thư", NEW));
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());

    let told = administrator.accounts().await;
    let home = |login: &str| told.accounts.iter().find(|of| of.login == login).unwrap().post.home;
    assert_eq!([home("longmon"), home("thanhan")], [NEW.0, NEW.0]);
    let place = |number: PartitionId| told.places.iter().find(|place| place.place == number.0).unwrap();
    assert_eq!((place(LONG_MON).into, place(LONG_MON).until.as_deref()), (Some(NEW.0), Some("2025-06-30")));
    assert_eq!((place(NEW).from.as_deref(), place(NEW).code.as_deref()), (Some("2025-07-01"), Some("21349")));
    assert!(place(CLUSTER).of.members.contains(&NEW.0) && !place(CLUSTER).of.members.contains(&LONG_MON.0));
    let audited = administrator.audit().await;
    assert_eq!((&audited[0]["what"], &audited[0]["about_place"]), (&json!("units_merged"), &json!(NEW.0)));
}

#[tokio::test]
async fn a_device_that_comes_months_later_or_anew_finds_all_of_it_in_the_new_unit() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut late = Device::sign_in(app.url(""), "longmon", 1).await;
    let known = late.nominate("Đinh Văn Trước (mẫu)");
    late.sync().await;
    let mut second = Device::sign_in(app.url(""), "longmon", 3).await;
    second.sync().await;
    second.edit(known, POSITION, "Kế toán");
    merge(&administrator, &[LONG_MON, THANH_AN]).await;
    // A third unit joins: what was merged is merged again.
    let again = json!({ "units": [NEW.0, 1], "name": "Xã Rất Lớn (mẫu)", "day": "2026-01-01", "code": "" });
    let told = administrator.asks(Method::POST, "/admin/mergers", &again).await;
    assert_eq!(told.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&told.body));
    let last = PartitionId(told.read::<Made>().number);
    late.edit(known, nomination::ACHIEVEMENTS, "Nhiều việc (mẫu)");
    late.sync().await;
    second.sync().await;
    late.sync().await;
    let mut fresh = Device::sign_in(app.url(""), "thanhan", 4).await;
    fresh.sync().await;
    for device in [&late, &second, &fresh] {
        assert_eq!(device.view(known).partition, last);
        assert_eq!(device.text(known, POSITION), "Kế toán");
        assert_eq!(device.text(known, nomination::ACHIEVEMENTS), "Nhiều việc (mẫu)");
        let row = &device.replica.rows()[&known];
        assert_eq!(row.cells[&Field::CAME_FROM].value, i64::from(LONG_MON.0).into(), "where it was made");
    }
    let names = |id: PartitionId| fresh.directory.places.iter().find(|place| place.id == id.0).cloned();
    assert_eq!(names(LONG_MON).unwrap().into, Some(NEW.0), "reports of earlier years say its name");
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_wrong_with_a_merger_is_told_by_its_reason_and_moves_nothing() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut officer = Device::sign_in(app.url(""), "longmon", 1).await;
    let record = officer.nominate("Đinh Văn Trước (mẫu)");
    officer.sync().await;
    let with = |key: &str, value: Json| {
        let mut body = merger(&[LONG_MON.0, THANH_AN.0]);
        body[key] = value;
        body
    };
    let cases: [(Json, u16, &str); 13] = [
        (with("units", json!([3])), 400, "units_invalid"),
        (with("units", json!([3, 3])), 400, "units_invalid"),
        (with("units", json!([3, 999])), 400, "units_invalid"),
        (with("units", json!([3, CLUSTER.0])), 400, "units_invalid"),
        (with("units", json!([3, 10])), 400, "units_invalid"),
        (with("name", json!(" ")), 400, "name_invalid"),
        (with("name", json!("xã long mai")), 409, "name_taken"),
        (with("day", json!("1/7/2025")), 400, "day_invalid"),
        (with("day", json!("2025-02-30")), 400, "day_invalid"),
        (with("day", json!("9999-01-01")), 400, "day_ahead"),
        (with("code", json!("mã")), 400, "code_invalid"),
        (with("units", json!("3")), 400, "malformed"),
        (json!({ "units": [3, 5] }), 400, "malformed"),
    ];
    for (body, status, reason) in &cases {
        let told = administrator.asks(Method::POST, "/admin/mergers", body).await;
        assert_eq!(told.refusal(), (*status, (*reason).to_owned()), "{body}");
    }
    for path in ["/admin/mergers", "/admin/mergers/preview"] {
        let told = officer.asks(Method::POST, path, &merger(&[3, 5])).await;
        assert_eq!(told.refusal(), (403, "not_administrator".to_owned()), "{path}");
    }
    officer.sync().await;
    assert_eq!(officer.view(record).partition, LONG_MON);
    assert_eq!(administrator.accounts().await.places.len(), 22);
    merge(&administrator, &[LONG_MON, THANH_AN]).await;
    let again = json!({ "units": [3, 1], "name": "Xã Khác (mẫu)", "day": "2026-01-01", "code": "" });
    let told = administrator.asks(Method::POST, "/admin/mergers", &again).await;
    assert_eq!(told.refusal(), (409, "unit_ended".to_owned()));
    let other = json!({ "units": [1, 2], "name": "Xã Khác (mẫu)", "day": "2026-01-01", "code": "21349" });
    let told = administrator.asks(Method::POST, "/admin/mergers", &other).await;
    assert_eq!(told.refusal(), (409, "code_taken".to_owned()));
    let early = json!({ "units": [NEW.0, 1], "name": "Xã Khác (mẫu)", "day": "2025-07-01", "code": "" });
    let told = administrator.asks(Method::POST, "/admin/mergers", &early).await;
    assert_eq!(told.refusal(), (400, "day_too_early".to_owned()));
    // What has ended is history: it takes no other name, and nobody is put into it.
    let renamed = json!({ "name": "Xã Khác (mẫu)", "members": [] });
    let told = administrator.asks(Method::PUT, "/admin/places/3", &renamed).await;
    assert_eq!(told.refusal(), (404, "no_place".to_owned()));
    let told = administrator.changes("longmai", |changed| changed.post.home = LONG_MON.0).await;
    assert_eq!(told.refusal(), (400, "home_unknown".to_owned()));
}
