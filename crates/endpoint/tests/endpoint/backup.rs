//! Copies of the database: made while devices sync, looked through, put back.

use std::fs;
use std::path::Path;

use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;
use thidua_endpoint::backup::{self, BackupError};
use thidua_endpoint::configuration::Database;
use thidua_endpoint::inspection::Findings;

use crate::device::Device;
use crate::test_app::{Folder, TestApp};

const NOW: i64 = 1_700_000_000_000;

/// What a look through a folder's database finds.
pub async fn looked(folder: &Folder) -> Findings {
    let database = Database { data: folder.0.clone(), database_url: folder.database_url() };
    backup::check(&database).await.unwrap()
}

async fn change(file: &Path, statement: &'static str) {
    let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(file).foreign_keys(false))
        .await
        .unwrap();
    let changed = sqlx::query(statement).execute(&pool).await.unwrap();
    assert!(changed.rows_affected() > 0, "{statement}");
    pool.close().await;
}

#[tokio::test]
async fn a_copy_made_while_devices_sync_is_one_state_of_the_store() {
    let app = TestApp::start_on_file().await;
    let out = Folder::on_file();
    let base = app.url("");
    let writing = tokio::spawn(async move {
        let mut device = Device::sign_in(base, "longmon", 1).await;
        for number in 0..60 {
            device.nominate(&format!("Đinh Văn Mẫu {number}"));
            device.sync().await;
        }
    });
    let mut sizes = Vec::new();
    for number in 0..5 {
        let copied = backup::backup(&app.folder.0, &out.0.join(format!("{number}.sqlite"))).await.unwrap();
        assert_eq!(copied.findings.faults, Vec::<String>::new());
        assert_eq!(copied.findings.entries, copied.findings.records, "each record was touched once");
        sizes.push(copied.findings.records);
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    writing.await.unwrap();
    assert!(sizes.is_sorted() && sizes.first() < sizes.last(), "{sizes:?}");
    let whole = looked(&app.folder).await;
    assert_eq!((whole.records, whole.faults.len()), (60, 0));

    let again = backup::backup(&app.folder.0, &out.0.join("0.sqlite")).await;
    assert!(matches!(again, Err(BackupError::Exists(_))));
    let nothing = backup::backup(&out.0, &out.0.join("9.sqlite")).await;
    assert!(matches!(nothing, Err(BackupError::NoDatabase(_))));
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(out.0.join("0.sqlite")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else reads it");
}

#[tokio::test]
async fn what_came_after_the_copy_comes_again_from_the_device_that_has_it() {
    let app = TestApp::start_on_file().await;
    let out = Folder::on_file();
    let copy = out.0.join("yesterday.sqlite");
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let early = device.nominate("Đinh Văn Sớm");
    device.sync().await;
    backup::backup(&app.folder.0, &copy).await.unwrap();
    let late = device.nominate("Đinh Văn Muộn");
    device.sync().await;

    let running = backup::restore(&copy, &app.folder.0, true, None, NOW).await;
    assert!(matches!(running, Err(BackupError::InUse(_))), "{running:?}");
    let folder = app.stop().await;
    let occupied = backup::restore(&copy, &folder.0, false, None, NOW).await;
    assert!(matches!(occupied, Err(BackupError::Occupied(_))));
    let restored = backup::restore(&copy, &folder.0, true, None, NOW).await.unwrap();
    assert_eq!(restored.findings.records, 1);
    let before = restored.before.unwrap();
    assert!(before.is_file(), "the database that was there is kept: {before:?}");

    let app = TestApp::over(folder, None).await;
    device.base = app.url("");
    device.sync().await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 2).await;
    office.sync().await;
    assert!(office.has(early) && office.has(late), "nothing that was acknowledged is lost");
    let checked = looked(&app.folder).await;
    assert_eq!(
        (checked.records, checked.entries, checked.faults.len()),
        (2, 2, 0),
        "and nothing is there twice"
    );
}

#[tokio::test]
async fn a_damaged_copy_is_not_put_back_and_says_what_is_wrong() {
    let app = TestApp::start_on_file().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    for name in ["Đinh Văn Một", "Đinh Văn Hai", "Đinh Văn Ba"] {
        device.nominate(name);
    }
    device.sync().await;
    let out = Folder::on_file();
    let whole = out.0.join("whole.sqlite");
    backup::backup(&app.folder.0, &whole).await.unwrap();
    let cases: [(&str, &[&str]); 6] = [
        (
            "UPDATE operations SET bytes = bytes || x'00' WHERE counter = 2",
            &["entry 2: its operation is not what came"],
        ),
        (
            "DELETE FROM log WHERE seq = 2",
            &["entry 3: entries before it are missing", "entry 3: it does not follow"],
        ),
        ("UPDATE partitions SET head_seq = 2 WHERE head_seq = 3", &["entry 2: the log does not end"]),
        ("DELETE FROM records WHERE seq = 1", &["entry 1: its record is missing"]),
        ("UPDATE records SET seq = 7 WHERE seq = 3", &["a row after entry 3 says another place"]),
        ("UPDATE records SET row = x'ff' WHERE seq = 3", &["a stored row after entry 0 cannot be read"]),
    ];
    for (number, (statement, faults)) in cases.into_iter().enumerate() {
        let damaged = out.0.join(format!("damaged-{number}.sqlite"));
        fs::copy(&whole, &damaged).unwrap();
        change(&damaged, statement).await;
        let target = Folder::on_file();
        let Err(BackupError::NotWhole(found)) = backup::restore(&damaged, &target.0, false, None, NOW).await
        else {
            panic!("{statement}: put back");
        };
        for fault in faults {
            assert!(found.faults.iter().any(|line| line.contains(fault)), "{statement}: {found}");
        }
        assert!(!target.0.join("thidua.sqlite").exists());
    }
    let cut = out.0.join("cut.sqlite");
    let bytes = fs::read(&whole).unwrap();
    fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    let target = Folder::on_file();
    assert!(backup::restore(&cut, &target.0, false, None, NOW).await.is_err());
    assert!(!target.0.join("thidua.sqlite").exists());
}

#[tokio::test]
async fn a_copy_of_a_newer_version_is_left_alone() {
    let app = TestApp::start_on_file().await;
    let out = Folder::on_file();
    let newer = out.0.join("newer.sqlite");
    backup::backup(&app.folder.0, &newer).await.unwrap();
    change(
        &newer,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'of tomorrow', 1, x'00', 0)",
    )
    .await;
    let target = Folder::on_file();
    let refused = backup::restore(&newer, &target.0, false, None, NOW).await;
    assert!(matches!(refused, Err(BackupError::Store(_))), "{refused:?}");
    assert!(!target.0.join("thidua.sqlite").exists());
}

#[tokio::test]
async fn a_store_of_any_database_is_looked_through_and_begins_anew() {
    let app = TestApp::start().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let record = device.nominate("Đinh Văn Mẫu");
    device.sync().await;
    let whole = looked(&app.folder).await;
    assert_eq!((whole.records, whole.entries, whole.faults.len()), (1, 1, 0));
    let folder = app.stop().await;

    let database = Database { data: folder.0.clone(), database_url: folder.database_url() };
    backup::renew(&database, None).await.unwrap();
    let app = TestApp::over(folder, None).await;
    device.base = app.url("");
    assert!(device.exchange().await.restart, "the device is told that the logs are another life's");
    device.sync().await;
    assert!(device.has(record));
    let pool = app.database().await;
    sqlx::query("UPDATE partitions SET head_seq = 7 WHERE head_seq = 1").execute(&pool).await.unwrap();
    pool.close().await;
    let found = looked(&app.folder).await;
    assert!(found.faults.iter().any(|line| line.contains("entry 7: the log does not end")), "{found}");
}

#[tokio::test]
async fn the_program_says_what_it_did_and_ends_with_a_status() {
    let app = TestApp::start_on_file().await;
    let out = Folder::on_file();
    let copy = out.0.join("copy.sqlite");
    let run = |command: &str, arguments: &[(&str, &Path)]| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_thidua-endpoint"));
        program.env_remove("THIDUA_DATABASE_URL").arg(command);
        arguments.iter().for_each(|(name, value)| _ = program.arg(name).arg(value));
        let output = program.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let data = app.folder.0.clone();
    let (status, told, _) = run("backup", &[("--data", &data), ("--to", &copy)]);
    assert_eq!(status, Some(0));
    assert!(told.contains("all is whole") && told.contains("SHA-256 "), "{told}");
    let (status, _, told) = run("backup", &[("--data", &data), ("--to", &copy)]);
    assert_eq!(status, Some(1));
    assert!(told.contains("is there already"), "{told}");
    let (status, _, told) = run("restore", &[("--data", &data), ("--from", &copy)]);
    assert_eq!(status, Some(1));
    assert!(told.contains("an endpoint is running"), "{told}");
    let empty = Folder::on_file();
    let (status, told, _) = run("restore", &[("--data", &empty.0), ("--from", &copy)]);
    assert_eq!(status, Some(0));
    assert!(told.contains("a new epoch has begun"), "{told}");
    assert_eq!(run("check", &[("--data", &empty.0)]).0, Some(0));
    change(&empty.0.join("thidua.sqlite"), "UPDATE partitions SET head_seq = 7 WHERE partition = 3").await;
    let (status, told, error) = run("check", &[("--data", &empty.0)]);
    assert_eq!(status, Some(1));
    assert!(told.contains("wrong: log 3") && error.contains("not whole"), "{told} {error}");
    let (status, _, told) = run("check", &[("--data", &out.0)]);
    assert_eq!(status, Some(1));
    assert!(told.contains("there is no database"), "{told}");
}
