//! Persons who were erased after the backup: the list of erasures outlives the database, and the copy is held to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use thidua_domain::record::RecordId;
use thidua_endpoint::backup::{self, BackupError};
use thidua_endpoint::configuration::Database;

use crate::backup::looked;
use crate::device::{Device, LONG_MON, THANH_AN};
use crate::mergers::merge;
use crate::restores::backed_up;
use crate::rights::{WHO, erase, holds, knows_nothing};
use crate::scopes::learn;
use crate::test_app::{Folder, TestApp};

const NOW: i64 = 1_700_000_000_000;

fn list(folder: &Folder) -> PathBuf {
    folder.0.join("erasures.jsonl")
}

/// Waits until the list names a record: it is written right after the commit, beside the answer.
async fn named(list: &Path, record: RecordId) -> String {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        let text = fs::read_to_string(list).unwrap_or_default();
        if text.contains(&record.to_string()) {
            return text;
        }
        assert!(Instant::now() < until, "{text}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// A committee with a backup, and a person who was erased after it.
async fn erased_since(app: &TestApp) -> (Folder, RecordId) {
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut admin = Device::sign_in(app.url(""), "quantri", 3).await;
    let record = unit.nominate(WHO);
    unit.sync().await;
    admin.sync().await;
    let copy = backed_up(app).await;
    erase(&mut admin, &[record]);
    admin.sync().await;
    (copy, record)
}

fn copy_in(folder: &Folder) -> PathBuf {
    folder.0.join("yesterday.sqlite")
}

#[tokio::test]
async fn a_copy_is_held_to_the_list_where_the_database_cannot_be_read_any_more() {
    let app = TestApp::start_on_file().await;
    let (copy, record) = erased_since(&app).await;
    let text = named(&list(&app.folder), record).await;
    assert_eq!(text.lines().count(), 1);
    assert!(!text.contains(WHO), "{text}");
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(list(&app.folder)).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else reads it");

    let folder = app.stop().await;
    fs::write(folder.0.join("thidua.sqlite"), b"a disk that has failed").unwrap();
    backup::restore(&copy_in(&copy), &folder.0, true, None, NOW).await.unwrap();
    let app = TestApp::over(folder, None).await;
    assert!(!holds(&app, WHO).await);
    // Whoever comes back is told, also where the device that erased does not.
    let mut unit = Device::sign_in(app.url(""), "longmon", 4).await;
    unit.sync().await;
    assert!(knows_nothing(&unit, record));
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
}

#[tokio::test]
async fn the_list_may_lie_on_another_disk_and_is_named() {
    let elsewhere = Folder::on_file();
    let file = elsewhere.0.join("erased-in-minh-long");
    let told = file.clone();
    let app = TestApp::with(Folder::on_file(), |with| with.erasures = Some(told)).await;
    let (copy, record) = erased_since(&app).await;
    named(&file, record).await;
    drop(app.stop().await);

    let fresh = Folder::on_file();
    let missing = elsewhere.0.join("of-another-name");
    let told = backup::restore(&copy_in(&copy), &fresh.0, false, Some(&missing), NOW).await;
    assert!(matches!(told, Err(BackupError::NoErasures(_))), "{told:?}");
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() - 5]).unwrap();
    let told = backup::restore(&copy_in(&copy), &fresh.0, false, Some(&file), NOW).await;
    let told = told.expect_err("half a list").to_string();
    assert!(told.contains("line 1"), "{told}");
    assert!(!fresh.0.join("thidua.sqlite").exists(), "nothing was put back");
    fs::write(&file, whole).unwrap();
    backup::restore(&copy_in(&copy), &fresh.0, false, Some(&file), NOW).await.unwrap();
    let app = TestApp::over(fresh, None).await;
    assert!(!holds(&app, WHO).await);
    // What the copy knew before stays in a list that begins anew.
    named(&list(&app.folder), record).await;
}

#[tokio::test]
async fn a_database_that_was_put_back_by_other_means_is_held_to_the_list() {
    let app = TestApp::start_on_file().await;
    let (copy, record) = erased_since(&app).await;
    named(&list(&app.folder), record).await;
    let folder = app.stop().await;
    for ending in ["-wal", "-shm"] {
        fs::remove_file(folder.0.join(format!("thidua.sqlite{ending}"))).ok();
    }
    fs::copy(copy_in(&copy), folder.0.join("thidua.sqlite")).unwrap();
    let database = Database { data: folder.0.clone(), database_url: None };
    backup::renew(&database, None).await.unwrap();
    let app = TestApp::over(folder, None).await;
    assert!(!holds(&app, WHO).await);
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
}

#[tokio::test]
async fn a_person_who_was_erased_in_a_unit_that_the_copy_does_not_know_is_erased_where_they_are() {
    let app = TestApp::start_on_file().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut admin = Device::sign_in(app.url(""), "quantri", 3).await;
    let record = unit.nominate(WHO);
    unit.sync().await;
    admin.sync().await;
    let copy = backed_up(&app).await;
    merge(&admin, &[LONG_MON, THANH_AN]).await;
    unit.sync().await;
    learn(&mut unit).await;
    // Made and erased in the new unit: the copy knows neither.
    let newer = unit.nominate(WHO);
    unit.sync().await;
    admin.sync().await;
    learn(&mut admin).await;
    erase(&mut admin, &[record, newer]);
    admin.sync().await;
    let folder = app.stop().await;
    backup::restore(&copy_in(&copy), &folder.0, true, None, NOW).await.unwrap();
    let app = TestApp::over(folder, None).await;
    assert!(!holds(&app, WHO).await);
    let found = looked(&app.folder).await;
    assert_eq!((found.records, found.faults), (1, Vec::new()));
    unit.base = app.url("");
    for _ in 0..3 {
        unit.exchange().await;
    }
    assert!(knows_nothing(&unit, record) && knows_nothing(&unit, newer));
    assert!(!holds(&app, WHO).await);
}
