//! The rights of a person to their data: all that is held is told, and what the law does not oblige to keep is erased, on the
//! endpoint, in its files, and on every device.

mod tray;

use std::fs;

use reqwest::{Client, StatusCode};
use serde_json::{Value as Json, json};
use thidua_domain::access::{Denial, Role};
use thidua_domain::dossier::Step::{Appraise, Approve, Consider, Submit};
use thidua_domain::erasure::{DECIDED_BY, REASON};
use thidua_domain::evidence::{self, Evidence, FileDigest, FileKind};
use thidua_domain::fault::Fault;
use thidua_domain::nomination::{ACHIEVEMENTS, BIRTH_YEAR, NAME, POSITION};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Fields, RecordId, RecordKind};
use thidua_domain::{decision, dossier, profile};
use thidua_endpoint::backup;
use thidua_sync::client::{CommandError, Pending, Write};
use thidua_sync::outcome::{Outcome, Reason};

use crate::backup::looked;
use crate::device::{COMMITTEE, Device, LONG_MON, Told, a_nomination};
use crate::taken::{link, of_decision, of_dossier, reference};
use crate::test_app::{Folder, TestApp};

pub const WHO: &str = "Đinh Văn Thử Nghiệm";
const WHY: &str = "Người được nêu tên yêu cầu xoá (mẫu)";
const BY: &str = "Chủ tịch UBND huyện (mẫu)";
const NOW: i64 = 1_700_000_000_000;

/// The person erased, on a device that must let its officer do so.
pub fn erase(device: &mut Device, records: &[RecordId]) {
    let now = device.now();
    let named: Vec<_> = records.iter().map(|record| (*record, None)).collect();
    let batch = device.replica.erase(now, &named, WHY, BY).unwrap();
    device.commit(batch);
}

fn cannot(device: &mut Device, record: RecordId) -> Reason {
    let now = device.now();
    match device.replica.erase(now, &[(record, None)], WHY, BY) {
        Err(CommandError::Refused(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

async fn holdings(device: &Device, question: Json) -> Told {
    let url = format!("{}/persons/holdings", device.base);
    let request = Client::new().post(url).bearer_auth(&device.token).json(&question);
    Told::of(request.send().await.unwrap()).await
}

pub(crate) async fn held(device: &Device, question: Json) -> Json {
    let told = holdings(device, question).await;
    assert_eq!(told.status, StatusCode::OK, "{}", String::from_utf8_lossy(&told.body));
    serde_json::from_slice(&told.body).unwrap()
}

/// Whether the store holds the text anywhere: in a file of SQLite or the log beside it, or in a table of PostgreSQL.
pub async fn holds(app: &TestApp, text: &str) -> bool {
    let within = |bytes: &[u8]| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    if app.folder.database_url().is_none() {
        let files = ["thidua.sqlite", "thidua.sqlite-wal", "thidua.sqlite-shm"];
        return files.iter().any(|name| fs::read(app.folder.0.join(name)).is_ok_and(|bytes| within(&bytes)));
    }
    let pool = app.database().await;
    let mut found = false;
    for statement in [
        "SELECT row FROM records",
        "SELECT bytes FROM operations",
        "SELECT bytes FROM tray",
        "SELECT bytes FROM blob_chunks",
    ] {
        let rows: Vec<Vec<u8>> = sqlx::query_scalar(statement).fetch_all(&pool).await.unwrap();
        found = found || rows.iter().any(|row| within(row));
    }
    pool.close().await;
    found
}

/// A device keeps nothing of a record: no row, no operation on its way or kept, nothing refused.
pub fn knows_nothing(device: &Device, record: RecordId) -> bool {
    let row = device.replica.rows().get(&record);
    let own = |op: &thidua_sync::operation::Operation| op.record == record && op.change_of(NAME).is_some();
    let within = |bytes: &[u8]| bytes.windows(WHO.len()).any(|part| part == WHO.as_bytes());
    !device.has(record)
        && row.is_none_or(|row| row.is_erased() && !row.cells.keys().any(|field| !field.is_reserved()))
        && !device.replica.outbox().values().any(|pending| own(&pending.op))
        && !device.replica.refused().values().any(|refused| own(&refused.op))
        && !device.kept.values().any(|kept| within(&kept.sealed.bytes))
}

async fn send_file(device: &Device, record: RecordId, bytes: &[u8]) -> FileDigest {
    let digest = FileDigest::of(bytes);
    let address = format!("{}/blob/{digest}?record={record}", device.base);
    let request = device.client.patch(address).bearer_auth(&device.token).header("upload-offset", 0);
    let request = request.header("content-type", "application/offset+octet-stream").body(bytes.to_vec());
    assert_eq!(request.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    digest
}

fn name_file(device: &mut Device, record: RecordId, bytes: &[u8]) {
    let (digest, size) = (FileDigest::of(bytes), bytes.len() as u32);
    let named = Evidence { item: 7, digest, kind: FileKind::Pdf, size, name: "giay-to.pdf", note: "" };
    let now = device.now();
    let batch = device.replica.edit(now, record, Fields::from_iter(evidence::fields_of(&named))).unwrap();
    device.commit(batch);
}

#[tokio::test]
async fn an_erased_record_leaves_no_trace_in_the_store_nor_on_any_device() {
    let app = TestApp::start().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 2).await;
    let mut admin = Device::sign_in(app.url(""), "quantri", 3).await;
    let mut late = Device::sign_in(app.url(""), "longmon", 4).await;
    // A record with a history: written anew, at odds, with a file, and others around it.
    let mut others = Vec::new();
    for number in 0..40 {
        others.push(unit.nominate(&format!("Phạm Văn {number}")));
    }
    let record = unit.nominate(WHO);
    unit.edit(record, ACHIEVEMENTS, &format!("{WHO} hoàn thành tốt. ").repeat(60));
    let bytes = [b"%PDF-1.7\n".as_slice(), WHO.as_bytes()].concat();
    name_file(&mut unit, record, &bytes);
    unit.sync().await;
    send_file(&unit, record, &bytes).await;
    for device in [&mut office, &mut admin, &mut late] {
        device.sync().await;
    }
    for round in 0..5 {
        unit.edit(record, POSITION, &format!("{WHO}, chức vụ {round}"));
        unit.sync().await;
    }
    office.edit(record, POSITION, &format!("{WHO}, văn phòng"));
    office.sync().await;
    late.edit(record, ACHIEVEMENTS, &format!("{WHO}, viết khi mất mạng"));
    let only_here = late.nominate("Trần Văn Khác");
    assert!(holds(&app, WHO).await);

    admin.sync().await;
    erase(&mut admin, &[record]);
    admin.sync().await;
    assert!(!holds(&app, WHO).await, "nothing is left at the endpoint");
    for device in [&mut unit, &mut office] {
        device.sync().await;
        assert!(knows_nothing(device, record));
        assert!(others.iter().all(|other| device.has(*other)), "and nothing else is gone");
    }
    assert!(knows_nothing(&admin, record));

    // What another device had typed meanwhile comes to nothing, there and here; the rest of its work is taken.
    late.sync().await;
    assert!(knows_nothing(&late, record) && late.replica.refused().is_empty());
    assert!(late.has(only_here) && !late.replica.has_sendable());
    assert!(!holds(&app, WHO).await);

    let found = looked(&app.folder).await;
    assert_eq!(found.faults, Vec::<String>::new(), "the logs can still be followed");
    assert!(found.erased >= 7, "{found}");
    let again = Device::sign_in(app.url(""), "longmon", 5).await;
    let address = format!("{}/blob/{}?record={record}", again.base, FileDigest::of(&bytes));
    let file = again.client.get(address).bearer_auth(&again.token).send().await.unwrap();
    assert_eq!(file.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_an_administrator_erases_and_never_what_the_law_keeps() {
    let app = TestApp::start().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 2).await;
    let mut admin = Device::sign_in(app.url(""), "quantri", 3).await;
    let record = unit.nominate(WHO);
    let mut entry = Fields::from_iter([(profile::SUBJECT, 1.into()), (profile::NAME, WHO.into())]);
    entry.insert(BIRTH_YEAR, 1980.into());
    let entry = unit.create(RecordKind::Profile, LONG_MON, entry);
    unit.edit_value(record, BIRTH_YEAR, 1980.into());
    unit.edit(record, ACHIEVEMENTS, "Hoàn thành tốt nhiệm vụ.");
    unit.sync().await;
    for device in [&mut office, &mut admin] {
        device.sync().await;
    }
    // By what the device knows, and by what the endpoint knows where the device is mistaken.
    let denied = Reason::Denied(Denial::NotAdministrator);
    assert_eq!(cannot(&mut unit, record), denied);
    office.believes(|account| account.role = Role::Administrator, |_| {});
    erase(&mut office, &[record]);
    let answer = office.exchange().await;
    assert_eq!(answer.outcomes.last().unwrap().1, Outcome::Refused(denied));
    assert!(office.has(record), "it is there again");
    office.believes(|account| account.role = Role::EmulationOfficer, |_| {});

    let steps = [(Consider, vec![]), (Submit, vec![]), (Appraise, vec![]), (Approve, crate::steps::votes(3))];
    for (step, says) in steps {
        office.step(record, of_dossier(step, "2024-01-12", &says));
        office.sync().await;
    }
    // An erasure that was made before anybody heard of the steps.
    erase(&mut admin, &[record]);
    let answer = admin.exchange().await;
    assert_eq!(answer.outcomes[0].1, Outcome::Refused(Reason::Obstacle(Obstacle::UnderWay)));
    assert!(admin.has(record));
    assert_eq!(cannot(&mut admin, record), Reason::Obstacle(Obstacle::UnderWay));

    let paper = Fields::from_iter([
        (decision::YEAR, 2024.into()),
        (decision::DAY, "2024-03-15".into()),
        (decision::SIGNER, "Chủ tịch (mẫu)".into()),
        (decision::POST, "Chủ tịch".into()),
        (decision::LEVEL, 2.into()),
        (decision::SYMBOL, "QĐ-UBND".into()),
        (thidua_domain::record::Field::of_item(decision::NOMINATION.number, 1), reference(record)),
    ]);
    let paper = office.create(RecordKind::Decision, COMMITTEE, paper);
    office.step(paper, of_decision(decision::Step::Issue, "2024-03-15", &[]));
    office.step(record, of_dossier(dossier::Step::Decide, "2024-03-15", &[link(paper)]));
    office.sync().await;
    // The device does not hold the dossier, so the endpoint has to tell that the entry has an award.
    admin.sync().await;
    assert_eq!(cannot(&mut admin, entry), Reason::Obstacle(Obstacle::KeptByLaw));
    admin.believes(|_| {}, |rows| _ = rows.remove(&record));
    erase(&mut admin, &[entry]);
    let answer = admin.exchange().await;
    assert_eq!(answer.outcomes.last().unwrap().1, Outcome::Refused(Reason::Obstacle(Obstacle::KeptByLaw)));
    assert_eq!(cannot(&mut admin, paper), Reason::Obstacle(Obstacle::KeptByLaw));
    assert!(holds(&app, WHO).await);
}

#[tokio::test]
async fn words_that_would_stay_behind_and_cannot_be_read_are_refused_whoever_brings_them() {
    let app = TestApp::start().await;
    let mut admin = Device::sign_in(app.url(""), "quantri", 1).await;
    let record = admin.create(RecordKind::Nomination, LONG_MON, a_nomination(WHO));
    admin.sync().await;
    let long = "ă".repeat(201);
    let cases = [
        (WHY, "Chủ tịch\u{7}", Fault::ControlCharacter(DECIDED_BY)),
        (WHY, "Hàng một\nhàng hai", Fault::ControlCharacter(DECIDED_BY)),
        (WHY, " ", Fault::Missing(DECIDED_BY)),
        (WHY, &long, Fault::TooLong { field: DECIDED_BY, max: 200 }),
        ("Theo\u{0} yêu cầu", BY, Fault::ControlCharacter(REASON)),
        ("", BY, Fault::Missing(REASON)),
    ];
    for (why, by, fault) in cases {
        let now = admin.now();
        let refused = Err(CommandError::Refused(Reason::Fault(fault)));
        assert_eq!(admin.replica.erase(now, &[(record, None)], why, by).map(drop), refused);
        // A program that does not ask itself first, and a record of which there is nothing here.
        for of in [record, RecordId::from_bytes([9; 16])] {
            let batch = admin.replica.erase(now, &[(of, Some((1, LONG_MON)))], WHY, BY).unwrap();
            let Write::PutPending(pending) = batch.writes.last().unwrap() else { panic!("{batch:?}") };
            let mut op = pending.op.clone();
            for change in &mut op.changes {
                match change.field {
                    REASON => change.value = why.into(),
                    DECIDED_BY => change.value = by.into(),
                    _ => {}
                }
            }
            let sealed = Pending { op, ..pending.clone() };
            let mut batch = batch;
            *batch.writes.last_mut().unwrap() = Write::PutPending(sealed);
            admin.commit(batch);
            let told = admin.exchange().await.outcomes.pop().unwrap().1;
            let Outcome::Refused(Reason::Fault(told)) = told else { panic!("{told:?}") };
            assert_eq!((told.code(), told.field()), (fault.code(), fault.field()));
        }
    }
    assert!(admin.has(record) && holds(&app, WHO).await, "nothing was erased");
}

#[tokio::test]
async fn what_was_erased_stays_erased_in_a_copy_from_before_that_is_put_back() {
    let app = TestApp::start_on_file().await;
    let out = Folder::on_file();
    let copy = out.0.join("before.sqlite");
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut admin = Device::sign_in(app.url(""), "quantri", 3).await;
    let mut absent = Device::sign_in(app.url(""), "longmon", 2).await;
    let record = unit.nominate(WHO);
    let kept = unit.nominate("Phạm Thị Hoa");
    unit.sync().await;
    absent.sync().await;
    absent.edit(record, POSITION, "Trưởng thôn");
    absent.sync().await;
    backup::backup(&app.folder.0, &copy).await.unwrap();
    admin.sync().await;
    // Made and erased since the copy: the copy knows nothing of it.
    let newer = unit.nominate(WHO);
    unit.sync().await;
    let held_back = unit.kept.clone();
    admin.sync().await;
    erase(&mut admin, &[record, newer]);
    admin.sync().await;

    let folder = app.stop().await;
    let restored = backup::restore(&copy, &folder.0, true, None, NOW).await.unwrap();
    assert_eq!(restored.findings.records, 2);
    let app = TestApp::over(folder, None).await;
    assert!(!holds(&app, WHO).await, "the list of erasures was carried over");
    // A device that has not heard of any of it offers everything again, and is refused what speaks of the person.
    unit.kept = held_back;
    for device in [&mut unit, &mut absent, &mut admin] {
        device.base = app.url("");
        device.sync().await;
        assert!(knows_nothing(device, record) && knows_nothing(device, newer));
        assert!(device.has(kept) && device.replica.refused().is_empty());
    }
    assert!(!holds(&app, WHO).await);
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
    let told = Client::new().get(app.url("/admin/audit")).bearer_auth(&admin.token).send().await.unwrap();
    let told = String::from_utf8(Told::of(told).await.body).unwrap();
    assert!(told.contains("person_erased_again"), "{told}");
}

#[tokio::test]
async fn where_the_list_is_lost_with_the_disk_the_device_that_erased_brings_it_again() {
    let app = TestApp::start_on_file().await;
    let out = Folder::on_file();
    let copy = out.0.join("before.sqlite");
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut admin = Device::sign_in(app.url(""), "quantri", 3).await;
    let record = unit.nominate(WHO);
    unit.sync().await;
    admin.sync().await;
    backup::backup(&app.folder.0, &copy).await.unwrap();
    let newer = unit.nominate(WHO);
    unit.sync().await;
    admin.sync().await;
    erase(&mut admin, &[record, newer]);
    admin.sync().await;
    unit.sync().await;
    drop(app.stop().await);

    let folder = Folder::on_file();
    backup::restore(&copy, &folder.0, false, None, NOW).await.unwrap();
    let app = TestApp::over(folder, None).await;
    assert!(holds(&app, WHO).await, "the copy is older and nothing says that it was erased");
    admin.base = app.url("");
    admin.sync().await;
    assert!(!holds(&app, WHO).await);
    assert!(knows_nothing(&admin, record) && knows_nothing(&admin, newer));
    unit.base = app.url("");
    unit.sync().await;
    assert!(knows_nothing(&unit, record) && knows_nothing(&unit, newer));
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
}

#[tokio::test]
async fn an_erased_record_that_is_there_again_is_a_fault_that_check_finds() {
    let app = TestApp::start().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut admin = Device::sign_in(app.url(""), "quantri", 3).await;
    let record = unit.nominate(WHO);
    unit.sync().await;
    admin.sync().await;
    let pool = app.database().await;
    let row: Vec<u8> = sqlx::query_scalar("SELECT row FROM records").fetch_one(&pool).await.unwrap();
    // Whoever still reads keeps the traces from being removed.
    pool.close().await;
    erase(&mut admin, &[record]);
    admin.sync().await;
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
    let pool = app.database().await;
    let put = sqlx::query("UPDATE records SET row = $1, seq = 1").bind(row).execute(&pool).await.unwrap();
    assert_eq!(put.rows_affected(), 1);
    pool.close().await;
    let found = looked(&app.folder).await;
    assert!(found.faults.iter().any(|fault| fault.ends_with("was erased and is there again")), "{found}");
}

#[tokio::test]
async fn all_that_is_held_about_a_person_is_told_to_the_office_and_each_time_is_in_the_audit() {
    let app = TestApp::start().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let office = Device::sign_in(app.url(""), "minhlong", 2).await;
    let mut admin = Device::sign_in(app.url(""), "quantri", 3).await;
    let born = |year: i64| {
        let mut fields = a_nomination(WHO);
        fields.insert(BIRTH_YEAR, year.into());
        fields
    };
    let record = unit.create(RecordKind::Nomination, LONG_MON, born(1980));
    let namesake = unit.create(RecordKind::Nomination, LONG_MON, born(1991));
    let vague = unit.nominate("dinh van thu nghiem");
    let mention = unit.nominate("Tổ sản xuất (mẫu)");
    unit.edit(mention, ACHIEVEMENTS, &format!("Trong tổ có ông {WHO}."));
    unit.sync().await;
    unit.edit(record, POSITION, "Trưởng thôn");
    unit.sync().await;
    admin.sync().await;
    admin.edit(record, POSITION, "Phó trưởng thôn");
    admin.sync().await;

    let told = held(&admin, json!({ "name": "Đinh Văn Thử  Nghiệm", "birth_year": 1980 })).await;
    let ids = |of: &str| -> Vec<String> {
        told[of].as_array().unwrap().iter().map(|own| own["record"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("records"), [record.to_string(), vague.to_string()]);
    assert_eq!(ids("mentions"), [mention.to_string()]);
    assert!(!ids("records").contains(&namesake.to_string()));
    let (sure, perhaps) = (&told["records"][0], &told["records"][1]);
    assert_eq!((&sure["certain"], &perhaps["certain"]), (&json!(true), &json!(false)));
    assert!(sure.get("kept").is_none(), "a draft may be erased");
    let history = sure["history"].as_array().unwrap();
    let who: Vec<_> =
        history.iter().map(|own| (own["action"].as_str().unwrap(), own["by"].as_str().unwrap())).collect();
    let (officer, keeper) = (unit.directory.display_name.as_str(), admin.directory.display_name.as_str());
    assert_eq!(who, [("create", officer), ("edit", officer), ("edit", keeper)]);
    assert_eq!(history[1]["fields"][0]["value"], "Trưởng thôn", "what was corrected is told as well");

    let by_record = held(&office, json!({ "record": record.to_string() })).await;
    assert_eq!(by_record["records"][0]["record"], record.to_string());
    let own = held(&admin, json!({ "name": admin.directory.display_name })).await;
    assert_eq!(own["accounts"][0]["login"], "quantri");
    let audit = own["accounts"][0]["audit"].as_array().unwrap();
    assert!(audit.iter().any(|entry| entry["what"] == "person_told" && entry["own"] == true));

    let none = "0".repeat(32);
    for (device, question, refusal) in [
        (&unit, json!({ "name": WHO }), (403, "not_standing_office")),
        (&admin, json!({ "name": "Nghiệm" }), (400, "nobody_named")),
        (&admin, json!({}), (400, "nobody_named")),
        (&admin, json!({ "record": none }), (404, "no_record")),
        (&admin, json!({ "record": "x" }), (404, "no_record")),
    ] {
        let told = holdings(device, question.clone()).await.refusal();
        assert_eq!(told, (refusal.0, refusal.1.to_owned()), "{question}");
    }
    let told = Client::new().get(app.url("/admin/audit")).bearer_auth(&admin.token).send().await.unwrap();
    let told: Json = serde_json::from_slice(&Told::of(told).await.body).unwrap();
    let times = told["entries"].as_array().unwrap().iter().filter(|own| own["what"] == "person_told").count();
    assert_eq!(times, 3, "a question that is refused tells nothing");
}
