//! A committee moves from one database to another.

use std::process::{Command, Output};

use sqlx::AnyPool;

use crate::device::Device;
use crate::test_app::{Folder, TestApp};

fn url(folder: &Folder) -> String {
    let file = || format!("sqlite:{}", folder.0.join("thidua.sqlite").display());
    folder.database_url().map_or_else(file, |url| url.0)
}

fn moved(from: &Folder, to: &Folder) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_thidua-endpoint"));
    program.args(["move", "--from", &url(from), "--to", &url(to)]).env_remove("RUST_LOG").output().unwrap()
}

fn refused(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

async fn count(pool: &AnyPool, table: &str) -> i64 {
    let query = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    sqlx::query_scalar(query).fetch_one(pool).await.unwrap()
}

/// There and back, where there is a server; otherwise from file to file.
#[tokio::test]
async fn a_committee_moves_with_all_that_it_has_and_devices_go_on() {
    let app = TestApp::start_on_file().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut records = Vec::new();
    for number in 0..150 {
        records.push(device.nominate(&format!("Đinh Văn {number}")));
    }
    device.sync().await;
    let early = Folder::on_file();
    assert!(refused(&moved(&app.folder, &early)).contains("endpoint"), "one works on it");
    let source = app.stop().await;
    let file = source.0.join("thidua.sqlite");
    let before = std::fs::read(&file).unwrap();

    let target = Folder::new();
    let output = moved(&source, &target);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("records            150 rows, checksum "), "{said}");
    assert_eq!(said.lines().count(), 34, "{said}");
    assert!(std::fs::read(&file).unwrap() == before, "nothing was written at the source");
    assert!(refused(&moved(&source, &target)).contains("the target is not empty"));

    // The device goes on as if nothing had been: the same token, the same cursor, no new beginning.
    let app = TestApp::over(target, None).await;
    device.base = app.url("");
    let late = device.nominate("Phạm Thị Hoa");
    let answer = device.exchange().await;
    assert!(!answer.restart && answer.outcomes.len() == 1);
    let target = app.stop().await;

    // And back, into a file: the same tables with one record more.
    let back = Folder::on_file();
    let output = moved(&target, &back);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let app = TestApp::over(back, None).await;
    let mut district = Device::sign_in(app.url(""), "minhlong", 2).await;
    district.sync().await;
    assert!(records.iter().chain([&late]).all(|record| district.has(*record)));
    assert_eq!(district.replica.rows().len(), 151);
    assert_eq!(count(&app.database().await, "operations").await, 151);
}

#[tokio::test]
async fn what_cannot_be_moved_is_left_and_half_a_move_is_not_served() {
    let (empty, target) = (Folder::new(), Folder::new());
    // A store without a committee: made by a move from a source that has none either would be refused first.
    let app = TestApp::over(Folder::new(), None).await;
    let pool = app.database().await;
    let planted = "INSERT INTO ballot_keys (tenant, session, key) VALUES (1, $1, $2)";
    let (session, key) = (vec![1_u8; 16], vec![2_u8; 32]);
    sqlx::query(planted).bind(session).bind(key).execute(&pool).await.unwrap();
    pool.close().await;
    let source = app.stop().await;
    assert!(refused(&moved(&source, &target)).contains("a session of the council is open"));
    let pool = source.database().await;
    sqlx::query("DELETE FROM ballot_keys").execute(&pool).await.unwrap();
    assert!(!refused(&moved(&empty, &target)).is_empty(), "nothing was ever there");

    // As if it had been cut in the middle.
    assert!(moved(&source, &target).status.success());
    let half = target.database().await;
    let mark = "INSERT INTO meta (tenant, key, value) VALUES (1, 'moving', $1)";
    sqlx::query(mark).bind(Vec::<u8>::new()).execute(&half).await.unwrap();
    half.close().await;
    let started = thidua_endpoint::startup::start(&crate::test_app::configuration(&target, None)).await;
    let error = started.expect_err("half a committee");
    assert!(thidua_endpoint::telemetry::Chain(&error).to_string().contains("did not come to its end"));
    assert!(refused(&moved(&target, &empty)).contains("did not come to its end"));

    // The source is of a later version.
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 SELECT 9000, 'of tomorrow', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
    sqlx::query(newer).execute(&pool).await.unwrap();
    pool.close().await;
    assert!(refused(&moved(&source, &Folder::new())).contains("other tables than this version"));
}
