//! A reader of very many units: what an exchange costs must not grow with their number.

use std::fmt::Write as _;
use std::time::Duration;

use thidua_domain::nomination::{NAME, POSITION};
use thidua_domain::record::{PartitionId, RecordId, RecordKind};

use crate::bytes::exchange;
use crate::device::{Device, a_nomination};
use crate::line::Line;
use crate::snapshots::{begins, offered, read_all};
use crate::test_app::{Folder, TestApp};

/// As many communes as the country has.
const UNITS: u32 = 3_300;

async fn nation() -> TestApp {
    committee(UNITS, Duration::from_secs(60)).await
}

/// A committee of so many communes, named by their numbers, that looks as often whether snapshots are to be made.
async fn committee(units: u32, snapshots_every: Duration) -> TestApp {
    let folder = Folder::new();
    let mut communes = String::new();
    for unit in 1..=units {
        let comma = if unit == 1 { "" } else { "," };
        write!(communes, "{comma}\"Mẫu {unit}\"").unwrap();
    }
    let facts = format!(
        r#"{{"tenant":{{"name_vi":"Cơ quan mẫu","level":"tinh"}},"conference":{{"held_on":"2024-04-03"}},"communes_vi":[{communes}]}}"#
    );
    let file = folder.0.join("nation.json");
    std::fs::write(&file, facts).unwrap();
    TestApp::with(folder, |with| {
        with.sample = Some(file);
        with.snapshots_every = snapshots_every;
    })
    .await
}

/// A nomination in each unit.
fn nominate_everywhere(reader: &mut Device) -> Vec<RecordId> {
    nominate(reader, (1..=UNITS).map(|unit| (unit, unit)))
}

/// Nominations by number and unit, made as from a list.
fn nominate(reader: &mut Device, of: impl Iterator<Item = (u32, u32)>) -> Vec<RecordId> {
    let id = |number: u32| {
        RecordId::from_bytes([[0; 12].as_slice(), &number.to_be_bytes()].concat().try_into().unwrap())
    };
    let news: Vec<_> = of
        .map(|(number, unit)| (id(number), PartitionId(unit), a_nomination(&format!("Đinh Văn {number}"))))
        .collect();
    let records = news.iter().map(|(record, ..)| *record).collect();
    let now = reader.now();
    let batch = reader.replica.create_many(now, RecordKind::Nomination, news).unwrap();
    reader.commit(batch);
    records
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_change_among_all_units_of_the_country_is_one_short_request() {
    let app = nation().await;
    let mut reader = Device::sign_in(app.url(""), "coquanmau", 1).await;
    let records = nominate_everywhere(&mut reader);
    reader.sync().await;
    let mut line = Line::to(app.address()).unwrap();
    let idle = exchange(&mut reader, &mut line);
    assert!(idle.requests == 1 && idle.own <= 400, "nothing new: {idle:?}");

    let mut commune = Device::sign_in(app.url(""), "mau77", 2).await;
    commune.sync().await;
    let record = records[76];
    assert_eq!(commune.text(record, NAME), "Đinh Văn 77");
    commune.edit(record, POSITION, "Trưởng thôn");
    commune.sync().await;
    let news = exchange(&mut reader, &mut line);
    assert_eq!(reader.text(record, POSITION), "Trưởng thôn");
    assert!(news.requests == 1 && news.own <= 1_000 && news.bytes <= 4_000, "one change: {news:?}");
    assert_eq!(reader.sync().await, 1, "and nothing is left");

    // However many answers are lost, the device can go on from where it stands.
    for turn in 0..6 {
        commune.edit(record, POSITION, &format!("Trưởng thôn, lần {turn}"));
        commune.sync().await;
        let (body, _sent) = reader.request();
        let lost = reader.answer(body).await;
        assert!(lost.cursor.is_some_and(|cursor| cursor.len() == 28));
    }
    reader.sync().await;
    assert_eq!(reader.text(record, POSITION), "Trưởng thôn, lần 5");

    // A store that was set back to before the cursor was given begins a new life, as with a cursor whose logs it has not.
    let database = app.database().await;
    sqlx::query("DELETE FROM cursors").execute(&database).await.unwrap();
    assert!(reader.exchange().await.restart);
    reader.sync().await;
    assert_eq!(reader.text(record, POSITION), "Trưởng thôn, lần 5");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_name_of_a_cursor_is_of_use_to_its_own_device_alone() {
    let app = nation().await;
    let mut reader = Device::sign_in(app.url(""), "coquanmau", 1).await;
    nominate_everywhere(&mut reader);
    reader.sync().await;
    let name = reader.replica.meta().cursor.clone().unwrap();
    assert_eq!(name.len(), 28);

    let mut other = Device::sign_in(app.url(""), "coquanmau", 2).await;
    let now = other.now();
    let (mut request, _) = other.replica.request(now);
    request.cursor = Some(name);
    assert_eq!(other.send(request.encode()).await.refusal(), (400, "bad_cursor".to_owned()));
    // What a device does that is told so: it begins anew.
    let batch = other.replica.forget_cursor(&[]);
    other.commit(batch);
    let first = other.exchange().await;
    assert!(!first.restart && first.cursor.is_some_and(|cursor| cursor.len() == 28));
    other.sync().await;
    assert_eq!(other.replica.rows().len(), reader.replica.rows().len());
}

/// Where a load will stand when its last page is there is told ahead as a cursor, and not to those whose cursor would stay at the endpoint:
/// what travels with each of their requests is short from the first one on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cursor_that_is_too_long_to_travel_is_not_told_ahead_either() {
    for (units, travels) in [(20, true), (100, false)] {
        let app = committee(units, Duration::from_millis(100)).await;
        let mut writer = Device::sign_in(app.url(""), "coquanmau", 1).await;
        nominate(&mut writer, (1..=units).map(|unit| (unit, unit)));
        writer.sync().await;
        nominate(&mut writer, (1_001..=1_600).map(|number| (number, 1)));
        writer.sync().await;
        offered(&app, "coquanmau", 50, |_| true).await;

        let mut reader = begins(&app, "coquanmau", 2).await;
        let mut answer = reader.exchange().await;
        for _ in 0..20 {
            if answer.after.is_some() || !answer.more {
                break;
            }
            answer = reader.exchange().await;
        }
        assert_eq!(answer.after.is_some(), travels, "{units} units: {:?}", answer.snapshots);
        let cursor = reader.replica.meta().cursor.as_ref().map(Vec::len);
        assert!(cursor.is_none_or(|length| length <= 256), "{units} units: {cursor:?}");
        read_all(&mut reader).await;
        assert_eq!(reader.replica.rows().len(), writer.replica.rows().len());
        assert!(reader.replica.meta().cursor.as_ref().is_some_and(|cursor| cursor.len() <= 256));
    }
}
