//! Yesterday's file is put back under running devices: what they were told is safe comes back, once, and as what it was.

use reqwest::{Method, StatusCode};
use serde_json::json;
use thidua_domain::decision::{self, Step::Issue};
use thidua_domain::dossier::Step::{Appraise, Approve, Consider, Decide, Submit};
use thidua_domain::dossier::{self, State};
use thidua_domain::nomination::{ACHIEVEMENTS, NAME, POSITION};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{PartitionId, RecordId, RecordKind, Value};
use thidua_endpoint::backup;
use thidua_sync::administration::{Answered, Reconciled, Reconciling, Tray, Verdict, WitnessEntry};
use thidua_sync::client::Kept;
use thidua_sync::outcome::Reason;
use thidua_sync::wire::{Request, decode_row, encode_row};

use crate::backup::looked;
use crate::device::{COMMITTEE, Device, a_nomination};
use crate::handin::revoke;
use crate::rights::held;
use crate::steps::{DAY, DECIDED, paper_on, votes};
use crate::taken::{link, of_decision, of_dossier};
use crate::test_app::{Folder, TestApp};

const NOW: i64 = 1_700_000_000_000;
const YEAR: i64 = 2024;

/// Exchanges that may leave something behind: what the endpoint holds back waits.
pub async fn rounds(device: &mut Device) {
    for _ in 0..5 {
        device.exchange().await;
    }
}

/// Puts a copy back under the devices.
pub async fn restored(app: TestApp, copy: &Folder, devices: &mut [&mut Device]) -> TestApp {
    let folder = app.stop().await;
    backup::restore(&copy.0.join("yesterday.sqlite"), &folder.0, true, None, NOW).await.unwrap();
    let app = TestApp::over(folder, None).await;
    devices.iter_mut().for_each(|device| device.base = app.url(""));
    app
}

pub async fn backed_up(app: &TestApp) -> Folder {
    let out = Folder::on_file();
    backup::backup(&app.folder.0, &out.0.join("yesterday.sqlite")).await.unwrap();
    out
}

pub async fn reconciling(administrator: &Device) -> Reconciling {
    let told: Reconciled = administrator.gets("/admin/reconciliation").await.read();
    told.last.expect("a reconciliation")
}

pub async fn copies(office: &Device) -> Vec<WitnessEntry> {
    office.gets("/tray").await.read::<Tray>().witnessed
}

pub async fn accept(office: &Device, entry: &WitnessEntry) -> Answered {
    let word = json!({ "accept": true, "reason": "Đã đối chiếu với bản giấy (mẫu)" });
    office.asks(Method::POST, &format!("/tray/witnessed/{}", entry.entry), &word).await.read()
}

pub async fn close(administrator: &Device, number: u64, body: serde_json::Value) -> (u16, String) {
    let told = administrator.asks(Method::POST, &format!("/admin/reconciliation/{number}"), &body).await;
    if told.status == StatusCode::NO_CONTENT { (204, String::new()) } else { told.refusal() }
}

fn number(device: &Device, paper: RecordId) -> Option<i64> {
    device.view(paper).fields.get(&decision::NUMBER).and_then(Value::as_int)
}

fn paper(device: &mut Device, dossier: RecordId) -> RecordId {
    let paper = device.create(RecordKind::Decision, COMMITTEE, paper_on(dossier, YEAR));
    device.step(paper, of_decision(Issue, DECIDED, &[]));
    paper
}

/// A dossier on which a decision can be issued.
fn ready(office: &mut Device, dossier: RecordId) {
    for taken in [Consider, Submit, Appraise, Approve] {
        let says = if taken == Approve { votes(3) } else { Vec::new() };
        office.step(dossier, of_dossier(taken, DAY, &says));
    }
}

fn dossier(unit: &mut Device, name: &str) -> RecordId {
    let mut fields = a_nomination(name);
    fields.insert(ACHIEVEMENTS, "Hoàn thành tốt nhiệm vụ.".into());
    let home = PartitionId(unit.directory.home);
    unit.create(RecordKind::Nomination, home, fields)
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one history")]
async fn what_was_acknowledged_comes_back_and_what_only_others_hold_waits_for_a_person() {
    let app = TestApp::start_on_file().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 2).await;
    let mut second = Device::sign_in(app.url(""), "quantri", 3).await;
    let mut gone = Device::sign_in(app.url(""), "longmon", 4).await;
    let early = dossier(&mut unit, "Đinh Văn Sớm");
    unit.sync().await;
    for device in [&mut office, &mut second, &mut gone] {
        device.sync().await;
    }
    let copy = backed_up(&app).await;

    let late = dossier(&mut unit, "Đinh Văn Muộn");
    unit.edit(early, POSITION, "Trưởng thôn");
    unit.sync().await;
    office.sync().await;
    ready(&mut office, late);
    let issued = paper(&mut office, late);
    office.sync().await;
    office.step(late, of_dossier(Decide, DECIDED, &[link(issued)]));
    office.sync().await;
    gone.sync().await;
    gone.edit(early, ACHIEVEMENTS, "Chỉ máy đã mất có câu này (mẫu)");
    let only_there = dossier(&mut gone, "Đinh Văn Riêng");
    gone.sync().await;
    office.sync().await;
    second.sync().await;
    unit.sync().await;
    assert_eq!(number(&second, issued), Some(1));
    let was = (office.view(late), office.view(early));

    let app = restored(app, &copy, &mut [&mut unit, &mut office, &mut second, &mut gone]).await;
    // The office comes first: what its steps rest on is not there yet, and its paper is out all the same.
    rounds(&mut office).await;
    assert_eq!(number(&office, issued), Some(1), "the decision keeps the number that its paper bears");
    assert!(!office.replica.outbox().is_empty(), "the steps on the dossier wait for it");
    assert!(office.replica.refused().is_empty());
    // Somebody who had not seen it wants a number meanwhile.
    let other = second.create(RecordKind::Decision, COMMITTEE, paper_on(early, YEAR));
    rounds(&mut second).await;
    let told = second.try_step(other, of_decision(Issue, DECIDED, &[]));
    assert!(told.is_err(), "the dossier is not ready: {told:?}");

    rounds(&mut unit).await;
    rounds(&mut office).await;
    rounds(&mut unit).await;
    assert!(unit.replica.outbox().is_empty() && office.replica.outbox().is_empty());
    assert_eq!(dossier::State::of(&office.view(late).fields), State::Decided);
    assert_eq!(office.view(late).fields, was.0.fields, "the dossier is what it was");
    assert_eq!(unit.text(early, POSITION), "Trưởng thôn");

    // No number is given yet, in words.
    let ready_one = dossier(&mut unit, "Đinh Văn Mới");
    unit.sync().await;
    office.sync().await;
    ready(&mut office, ready_one);
    let refused_paper = paper(&mut office, ready_one);
    rounds(&mut office).await;
    let refusal = office.replica.refused().values().next().expect("a refusal");
    assert_eq!(refusal.reason, Reason::Obstacle(Obstacle::Reconciling));
    assert_eq!(number(&office, refused_paper), None);

    // What the lost device had written is known to others.
    let waiting = copies(&office).await;
    let mut titles: Vec<&str> = waiting.iter().map(|entry| entry.title.as_str()).collect();
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(titles, ["Đinh Văn Riêng", "Đinh Văn Sớm"]);
    // Whoever asks what is held about the person is told of the copy, which is all that there is.
    let held = held(&office, json!({ "name": "Đinh Văn Riêng" })).await;
    let [record] = held["records"].as_array().expect("records").as_slice() else { panic!("{held}") };
    assert_eq!((&record["record"], &record["taken"]), (&json!(only_there.to_string()), &json!(false)));
    let copy = &record["history"][0];
    assert_eq!(
        (&copy["action"], &copy["waits"], &copy["done"]),
        (&json!("copy"), &json!(true), &json!(false))
    );
    let state = reconciling(&second).await;
    let back = [1, 2, 3, 4].map(|device: u8| {
        let digits = thidua_sync::identity::DeviceId([device; 16]).to_string();
        state.devices.iter().find(|of| of.device == digits).expect("a device").back_ms.is_some()
    });
    assert_eq!(back, [true, true, true, false]);
    assert_eq!((state.years[0].last, &state.years[0].back), (1, &vec![1]));
    assert_eq!(state.copies as usize, waiting.len());

    for entry in &waiting {
        let told = accept(&office, entry).await;
        assert!(matches!(told.verdict, Verdict::Accepted | Verdict::Known), "{told:?}");
    }
    assert_eq!(copies(&office).await, []);
    for device in [&mut office, &mut unit, &mut second] {
        rounds(device).await;
        assert_eq!(device.text(early, ACHIEVEMENTS), "Chỉ máy đã mất có câu này (mẫu)");
        assert_eq!(device.text(only_there, NAME), "Đinh Văn Riêng");
    }
    assert_eq!(office.view(early).fields, was.1.fields);
    assert_eq!(office.view(only_there).rev.device, gone.id, "it is still its author's");
    let found = looked(&app.folder).await;
    assert_eq!(found.faults, Vec::<String>::new());
    let records = found.records;

    // The lost device is found again.
    rounds(&mut gone).await;
    assert!(gone.replica.outbox().is_empty() && gone.replica.refused().is_empty());
    rounds(&mut office).await;
    let (here, there) = (office.view(early), gone.view(early));
    assert_eq!((&here.fields, &there.fields), (&was.1.fields, &was.1.fields));
    assert!(here.conflicts.is_empty() && office.view(only_there).conflicts.is_empty());
    let found = looked(&app.folder).await;
    assert_eq!((found.records, found.faults), (records, Vec::new()), "nothing is doubled");

    let number_of = reconciling(&second).await.number;
    let reason = "Đã gọi các xã, không còn máy nào (mẫu)";
    assert_eq!(close(&second, number_of, json!({ "reason": " " })).await, (400, "reason_missing".into()));
    let told = office.asks(Method::POST, "/admin/reconciliation/1", &json!({ "reason": reason })).await;
    assert_eq!(told.refusal(), (403, "not_administrator".to_owned()));
    assert_eq!(close(&second, number_of, json!({ "reason": reason })).await, (204, String::new()));
    assert_eq!(
        close(&second, number_of, json!({ "reason": reason })).await,
        (409, "reconciliation_closed".into())
    );
    let audit = second.audit().await;
    assert!(audit.iter().any(|entry| entry["what"] == "reconciliation_closed"));
    assert!(audit.iter().any(|entry| entry["what"] == "copy_accepted"));
    let state = reconciling(&second).await;
    assert_eq!(state.reason.as_deref(), Some(reason));

    office.step(refused_paper, of_decision(Issue, DECIDED, &[]));
    office.sync().await;
    assert_eq!(number(&office, refused_paper), Some(2), "numbers go on after the last that is known");
}

#[tokio::test]
async fn whoever_comes_back_first_no_field_moves_back() {
    let app = TestApp::start_on_file().await;
    let mut one = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut other = Device::sign_in(app.url(""), "longmon", 2).await;
    let record = dossier(&mut one, "Đinh Văn Mẫu");
    one.sync().await;
    let copy = backed_up(&app).await;
    one.edit(record, POSITION, "một");
    one.sync().await;
    other.sync().await;
    other.edit(record, POSITION, "hai");
    other.sync().await;
    one.sync().await;
    one.edit(record, ACHIEVEMENTS, "ba");
    one.sync().await;

    let _app = restored(app, &copy, &mut [&mut one, &mut other]).await;
    rounds(&mut other).await;
    assert_eq!(other.text(record, POSITION), "hai");
    rounds(&mut one).await;
    rounds(&mut other).await;
    for device in [&one, &other] {
        assert_eq!(
            (device.text(record, POSITION), device.text(record, ACHIEVEMENTS)),
            ("hai".into(), "ba".into())
        );
        assert!(device.view(record).conflicts.is_empty(), "{:?}", device.view(record).conflicts);
        assert!(device.replica.outbox().is_empty());
    }
}

#[tokio::test]
async fn whoever_has_everything_read_again_brings_back_what_the_endpoint_has_lost() {
    for forgets in [false, true] {
        let app = TestApp::start_on_file().await;
        let mut one = Device::sign_in(app.url(""), "longmon", 1).await;
        let record = dossier(&mut one, "Đinh Văn Mẫu");
        one.sync().await;
        let copy = backed_up(&app).await;
        one.edit(record, POSITION, "Kế toán (mẫu)");
        let made_since = dossier(&mut one, "Phạm Thị Mẫu");
        one.sync().await;
        let _app = restored(app, &copy, &mut [&mut one]).await;
        // By the button of the health page, or because the endpoint does not take the cursor.
        let batch = if forgets {
            let kept: Vec<Kept> = one.kept.values().cloned().collect();
            one.replica.forget_cursor(&kept)
        } else {
            one.replica.read_all_again()
        };
        one.commit(batch);
        rounds(&mut one).await;
        assert!(one.replica.outbox().is_empty());
        let mut other = Device::sign_in(one.base.clone(), "longmon", 2).await;
        other.sync().await;
        assert_eq!(other.text(record, POSITION), "Kế toán (mẫu)", "{forgets}");
        assert!(other.has(made_since), "{forgets}");
    }
}

#[tokio::test]
async fn a_decision_without_a_receipt_gets_no_other_number() {
    let app = TestApp::start_on_file().await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 2).await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let record = dossier(&mut unit, "Đinh Văn Mẫu");
    unit.sync().await;
    office.sync().await;
    ready(&mut office, record);
    office.sync().await;
    let copy = backed_up(&app).await;
    let issued = paper(&mut office, record);
    office.sync().await;
    assert_eq!(number(&office, issued), Some(1));
    // As an app of before there were receipts has kept it.
    let kept = office.kept.values().cloned().map(|kept| Kept { receipt: None, ..kept });
    office.kept = kept.map(|kept| (kept.sealed.counter, kept)).collect();
    let _app = restored(app, &copy, &mut [&mut office]).await;
    rounds(&mut office).await;
    assert_eq!(number(&office, issued), None);
    let refusal = office.replica.refused().values().next().expect("a refusal");
    assert_eq!(refusal.reason, Reason::Obstacle(Obstacle::Reconciling));
}

#[tokio::test]
async fn numbers_of_papers_that_nobody_brings_are_left_out_and_come_back_with_them() {
    let app = TestApp::start_on_file().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 2).await;
    let mut second = Device::sign_in(app.url(""), "quantri", 3).await;
    let records = ["Đinh Văn Một", "Đinh Văn Hai"].map(|name| dossier(&mut unit, name));
    unit.sync().await;
    office.sync().await;
    records.iter().for_each(|record| ready(&mut office, *record));
    office.sync().await;
    second.sync().await;
    let copy = backed_up(&app).await;
    let lost = paper(&mut office, records[0]);
    office.sync().await;

    let app = restored(app, &copy, &mut [&mut office, &mut second]).await;
    rounds(&mut second).await;
    let number_of = reconciling(&second).await.number;
    let told = |number: u32| {
        let last = json!([{ "partition": COMMITTEE.0, "year": YEAR, "number": number }]);
        json!({ "reason": "Sổ công văn ghi đến số 1 (mẫu)", "last": last })
    };
    assert_eq!(close(&second, number_of, told(2_000_000)).await, (400, "number_invalid".into()));
    assert_eq!(close(&second, number_of, told(1)).await.0, 204);
    let state = reconciling(&second).await;
    let year = state.years.iter().find(|year| year.year == 2024).unwrap();
    assert_eq!((year.last, year.left_out[0].first, year.left_out[0].last), (1, 1, 1));
    let gaps: i64 = {
        let pool = app.database().await;
        let gaps = sqlx::query_scalar("SELECT count(*) FROM number_gaps").fetch_one(&pool).await.unwrap();
        pool.close().await;
        gaps
    };
    assert_eq!(gaps, 1);
    let next = paper(&mut second, records[1]);
    second.sync().await;
    assert_eq!(number(&second, next), Some(2), "the paper's number is not given twice");
    // The office comes back after all.
    rounds(&mut office).await;
    assert_eq!((number(&office, lost), number(&office, next)), (Some(1), Some(2)));
    assert!(office.replica.refused().is_empty());
}

#[tokio::test]
async fn a_copy_is_taken_only_of_what_its_witness_reads() {
    let app = TestApp::start_on_file().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut neighbour = Device::sign_in(app.url(""), "thanhan", 5).await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 2).await;
    neighbour.sync().await;
    let copy = backed_up(&app).await;
    let record = dossier(&mut unit, "Đinh Văn Mẫu");
    unit.sync().await;
    let row = unit.replica.rows()[&record].clone();
    let _app = restored(app, &copy, &mut [&mut unit, &mut neighbour, &mut office]).await;
    rounds(&mut neighbour).await;
    let mut another = decode_row(&encode_row(&row)).unwrap();
    another.id = RecordId::from_bytes([0xAB; 16]);
    for witnessed in [vec![encode_row(&row)], vec![encode_row(&another), vec![1, 2, 3]]] {
        let request = Request { witnessed, ..Request::of(neighbour.id) };
        assert_eq!(neighbour.send(request.encode()).await.status, StatusCode::OK);
    }
    assert_eq!(copies(&office).await, [], "the neighbour does not read this unit");
}

#[tokio::test]
async fn a_device_that_was_shut_out_since_stays_out() {
    let app = TestApp::start_on_file().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut second = Device::sign_in(app.url(""), "quantri", 3).await;
    unit.sync().await;
    let copy = backed_up(&app).await;
    revoke(&second, &unit).await;
    let _app = restored(app, &copy, &mut [&mut unit, &mut second]).await;
    let (body, _) = unit.request();
    assert_eq!(unit.send(body).await.refusal(), (401, "device_revoked".to_owned()));
    let audit = second.audit().await;
    assert!(audit.iter().any(|entry| entry["what"] == "device_revoked_again"));
}
