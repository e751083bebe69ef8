//! What must outlast the endpoint's own faults: a kill, a restore from a backup, many devices at once.

use std::process::Command;

use sqlx::Row as _;
use thidua_domain::nomination::{NAME, POSITION};

use crate::device::Device;
use crate::process::Process;
use crate::taken::of_dossier;
use crate::test_app::{Folder, TestApp, configuration};

#[tokio::test]
async fn a_killed_endpoint_has_kept_what_it_acknowledged() {
    let folder = Folder::new();
    let endpoint = Process::start(&folder);
    let mut device = Device::sign_in(endpoint.url.clone(), "longmon", 1).await;
    let mut records = Vec::new();
    for number in 0..20 {
        records.push(device.nominate(&format!("Đinh Văn {number}")));
        device.sync().await;
    }
    let on_its_way = device.nominate("Phạm Thị Hoa");
    let (body, _) = device.request();
    let sending = tokio::spawn({
        let request = device.client.post(format!("{}/sync", device.base)).bearer_auth(&device.token);
        request.header("content-type", "application/cbor").body(body).send()
    });
    endpoint.kill();
    sending.await.unwrap().ok();

    let endpoint = Process::start(&folder);
    device.base = endpoint.url.clone();
    device.sync().await;
    let mut district = Device::sign_in(endpoint.url.clone(), "minhlong", 2).await;
    district.sync().await;
    for record in records.iter().chain([&on_its_way]) {
        assert!(district.has(*record));
    }
    assert_eq!(district.replica.rows().len(), 21);
    endpoint.kill();
}

#[cfg(unix)]
#[tokio::test]
async fn a_signal_ends_it_well() {
    let folder = Folder::on_file();
    let mut endpoint = Process::start(&folder);
    let id = endpoint.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert!(endpoint.child.wait().unwrap().success());
    assert!(!folder.0.join("thidua.sqlite-wal").exists(), "the log was taken into the database");
}

#[tokio::test]
async fn after_a_restore_the_devices_heal_the_endpoint() {
    let app = TestApp::start_on_file().await;
    let mut one = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut other = Device::sign_in(app.url(""), "minhlong", 2).await;
    let old = one.nominate("Đinh Văn Xuân");
    one.sync().await;
    other.sync().await;
    let folder = app.stop().await;
    let (file, backup) = (folder.0.join("thidua.sqlite"), folder.0.join("backup"));
    std::fs::copy(&file, &backup).unwrap();

    let app = TestApp::over(folder, None).await;
    (one.base, other.base) = (app.url(""), app.url(""));
    let lost = one.nominate("Phạm Thị Hoa");
    one.edit(old, POSITION, "Trưởng thôn");
    one.sync().await;
    other.sync().await;
    let of_other = {
        other.edit(lost, POSITION, "Giáo viên");
        other.sync().await;
        lost
    };
    let folder = app.stop().await;
    std::fs::copy(&backup, &file).unwrap();

    let app = TestApp::over(folder, None).await;
    (one.base, other.base) = (app.url(""), app.url(""));
    let pool = app.database().await;
    let epoch = async || {
        let query = sqlx::query_scalar::<_, Vec<u8>>("SELECT value FROM meta WHERE key = 'epoch'");
        query.fetch_one(&pool).await.unwrap()
    };
    let before = epoch().await;
    // The first device to come sees more than the endpoint holds, with nothing to send.
    let answer = one.exchange().await;
    assert!(answer.restart);
    let renewed = epoch().await;
    assert_ne!(before, renewed);
    one.sync().await;
    // The second one has a cursor of the earlier epoch: it begins anew, the endpoint does not.
    let answer = other.exchange().await;
    assert!(answer.restart);
    other.sync().await;
    one.sync().await;
    assert_eq!(epoch().await, renewed);
    for device in [&one, &other] {
        assert_eq!(device.text(lost, NAME), "Phạm Thị Hoa");
        assert_eq!(device.text(of_other, POSITION), "Giáo viên");
        assert_eq!(device.text(old, POSITION), "Trưởng thôn");
    }
    assert_eq!(one.replica.rows(), other.replica.rows());
    assert!(!one.exchange().await.restart);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_in_memory_serves_many_as_well() {
    let folder = Folder::on_file();
    let mut configuration = configuration(&folder, None);
    configuration.database_url = Some("sqlite::memory:".into());
    let running = thidua_endpoint::startup::start(&configuration).await.unwrap();
    let url = format!("http://{}", running.address());
    let mut working = Vec::new();
    for number in 1..=6 {
        let mut device =
            Device::sign_in(url.clone(), ["longmon", "minhlong"][usize::from(number % 2)], number).await;
        working.push(tokio::spawn(async move {
            for round in 0..15 {
                device.nominate(&format!("Đinh Văn {round}"));
                device.sync().await;
            }
            device
        }));
    }
    for working in working {
        assert!(working.await.unwrap().replica.outbox().is_empty());
    }
    let mut district = Device::sign_in(url, "quantri", 9).await;
    district.sync().await;
    assert_eq!(district.replica.rows().len(), 6 * 15);
    running.stop().await;
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0, "nothing is on the disk");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_devices_at_once_lose_nothing() {
    const ROUNDS: usize = 12;
    let app = TestApp::start().await;
    let mut devices = Vec::new();
    for number in 1..=8 {
        let login = ["longmon", "minhlong", "longmon", "thanhan"][usize::from(number % 4)];
        devices.push(Device::sign_in(app.url(""), login, number).await);
    }
    let working = devices.into_iter().map(|mut device| {
        tokio::spawn(async move {
            for round in 0..ROUNDS {
                device.nominate(&format!("Đinh Văn {round}"));
                if device.directory.role == "commune_officer" {
                    device.pledge(&format!("Giao ước {round}"));
                }
                device.sync().await;
            }
            device
        })
    });
    let mut devices = Vec::new();
    for working in working.collect::<Vec<_>>() {
        devices.push(working.await.unwrap());
    }
    for device in &mut devices {
        device.sync().await;
    }
    let district = devices.iter().find(|device| device.directory.role == "emulation_officer").unwrap();
    assert_eq!(district.replica.rows().len(), 8 * ROUNDS + 6 * ROUNDS);
    for device in &devices {
        let same = device
            .replica
            .rows()
            .iter()
            .all(|(record, row)| district.replica.rows().get(record) == Some(row));
        assert!(same && device.replica.outbox().is_empty() && device.replica.refused().is_empty());
    }

    let pool = app.database().await;
    let heads =
        sqlx::query("SELECT partition, head_seq, head_hash FROM partitions").fetch_all(&pool).await.unwrap();
    for head in heads {
        let (partition, seq): (i64, i64) = (head.get(0), head.get(1));
        let query =
            sqlx::query("SELECT seq, hash FROM log WHERE partition = $1 ORDER BY seq").bind(partition);
        let log = query.fetch_all(&pool).await.unwrap();
        let places: Vec<i64> = log.iter().map(|entry| entry.get(0)).collect();
        assert_eq!(places, (1..=seq).collect::<Vec<_>>(), "no place is missing or taken twice");
        if let Some(last) = log.last() {
            assert_eq!(last.get::<Vec<u8>, _>(1), head.get::<Vec<u8>, _>(2));
        }
    }
}

#[tokio::test]
async fn whoever_brings_nothing_does_not_wait_for_a_writer() {
    let app = TestApp::start().await;
    let mut district = Device::sign_in(app.url(""), "minhlong", 1).await;
    let mut device = Device::sign_in(app.url(""), "longmon", 2).await;
    let record = device.nominate("Đinh Văn Xuân");
    device.sync().await;
    let pool = app.database().await;
    let mut writer = pool.acquire().await.unwrap();
    let begin = match app.folder.database_url() {
        Some(_) => "BEGIN; SELECT tenant FROM tenants FOR UPDATE",
        None => "BEGIN IMMEDIATE",
    };
    sqlx::raw_sql(begin).execute(&mut *writer).await.unwrap();
    let begun = std::time::Instant::now();
    district.sync().await;
    assert!(district.has(record) && begun.elapsed() < std::time::Duration::from_secs(2));
    drop(writer);
}

#[tokio::test]
async fn after_a_restore_steps_are_taken_again_whoever_comes_first() {
    use thidua_domain::dossier::{State, Step};
    let app = TestApp::start_on_file().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 2).await;
    let record = unit.nominate("Đinh Văn Xuân");
    unit.sync().await;
    office.sync().await;
    let folder = app.stop().await;
    let (file, backup) = (folder.0.join("thidua.sqlite"), folder.0.join("backup"));
    std::fs::copy(&file, &backup).unwrap();

    let app = TestApp::over(folder, None).await;
    (unit.base, office.base) = (app.url(""), app.url(""));
    for taken in [Step::Consider, Step::Submit] {
        unit.step(record, of_dossier(taken, "2024-01-12", &[]));
    }
    unit.sync().await;
    office.sync().await;
    office.step(record, of_dossier(Step::Appraise, "2024-01-15", &[]));
    office.sync().await;
    unit.sync().await;
    let folder = app.stop().await;
    std::fs::copy(&backup, &file).unwrap();

    let app = TestApp::over(folder, None).await;
    (unit.base, office.base) = (app.url(""), app.url(""));
    // The office comes first, with a step on what only the unit's device can bring back.
    for _ in 0..3 {
        office.exchange().await;
    }
    assert!(office.replica.refused().is_empty(), "{:?}", office.replica.refused());
    unit.sync().await;
    office.sync().await;
    unit.sync().await;
    for device in [&unit, &office] {
        assert_eq!(State::of(&device.view(record).fields), State::Appraised);
        assert!(device.replica.refused().is_empty() && device.replica.outbox().is_empty());
    }
}
