//! What is said where the endpoint cannot start: words on standard error, and a status that is not success.

use std::process::{Command, Stdio};
use std::thread;

use sqlx::AnyPool;

use crate::process::Process;
use crate::test_app::{Folder, SAMPLE, TestApp};
use crate::versions::unpacked;

/// Starts the program, which is to fail. What it says.
fn fails(folder: &Folder, url: Option<&str>) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_thidua-endpoint"));
    program.args(["--listen", "127.0.0.1:0", "--sample", SAMPLE, "--data"]).arg(&folder.0);
    if let Some(url) = url {
        program.env("THIDUA_DATABASE_URL", url);
    }
    let output = program.env_remove("RUST_LOG").stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{said}");
    assert!(output.stdout.is_empty() && !said.contains("geheim"), "{said}");
    said
}

#[test]
fn a_wrong_address_is_told_without_being_repeated() {
    let folder = Folder::on_file();
    for wrong in ["mysql://u:geheim@localhost/d", "geheim", "postgres://u:geheim@localhost:port/d", "sqlite:"]
    {
        let said = fails(&folder, Some(wrong));
        assert!(said.contains("the address of the database is not understood"), "{said}");
    }
    let said = fails(&folder, Some("postgres://u:geheim@127.0.0.1:1/d"));
    assert!(said.contains("no connection to the PostgreSQL database d at 127.0.0.1, port 1"), "{said}");
    let said = fails(&folder, Some("sqlite:/nowhere/at/all.sqlite"));
    assert!(said.contains("no connection to the file /nowhere/at/all.sqlite"), "{said}");
}

#[test]
fn an_unknown_database_and_an_unknown_user_are_told() {
    let folder = Folder::new();
    let Some(url) = folder.database_url().map(|url| url.0) else { return };
    let (server, _) = url.rsplit_once('/').unwrap();
    let said = fails(&folder, Some(&format!("{server}/thidua_nowhere")));
    assert!(said.contains("database \"thidua_nowhere\" does not exist"), "{said}");
    let said = fails(&folder, Some(&format!("{url}?sslmode=require")));
    assert!(said.contains("TLS"), "{said}");
    let (_, host) = server.rsplit_once('@').unwrap();
    let said = fails(&folder, Some(&format!("postgres://thidua_nobody:geheim@{host}/postgres")));
    assert!(said.contains("thidua_nobody"), "{said}");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_as_it_is() {
    let app = TestApp::start().await;
    let pool = app.database().await;
    let statement = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                     SELECT 9000, 'of tomorrow', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
    sqlx::query(statement).execute(&pool).await.unwrap();
    pool.close().await;
    let folder = app.stop().await;
    let url = folder.database_url().map(|url| url.0);
    let said = fails(&folder, url.as_deref());
    assert!(said.contains("made by a newer version") && said.contains("9000"), "{said}");
}

#[test]
fn two_that_start_at_the_same_time_over_one_file_both_serve() {
    // A file that is still to be made, and one with all changes still to come.
    for folder in [Folder::on_file(), unpacked("0001")] {
        let starting = || Process::start(&folder);
        let [one, other] = thread::scope(|scope| {
            [scope.spawn(starting), scope.spawn(starting)].map(|starting| starting.join().unwrap())
        });
        assert_ne!(one.url, other.url);
    }
}

#[tokio::test]
async fn what_a_killed_endpoint_was_to_wipe_is_wiped_at_the_start() {
    let folder = TestApp::start_on_file().await.stop().await;
    let pool = folder.database().await;
    let unused = async |pool: &AnyPool| -> i64 {
        sqlx::query_scalar("PRAGMA freelist_count").fetch_one(pool).await.unwrap()
    };
    // Pages that nobody uses any more, and the note that they are to go.
    for statement in [
        "CREATE TABLE erased AS SELECT zeroblob(100000) AS text",
        "DROP TABLE erased",
        "INSERT INTO meta (tenant, key, value) VALUES (1, 'wipe', x'02')",
    ] {
        sqlx::query(statement).execute(&pool).await.unwrap();
    }
    assert!(unused(&pool).await > 0);
    pool.close().await;
    let app = TestApp::over(folder, None).await;
    let pool = app.database().await;
    let noted = sqlx::query_scalar("SELECT count(*) FROM meta WHERE key = 'wipe'").fetch_one(&pool);
    let noted: i64 = noted.await.unwrap();
    assert_eq!((unused(&pool).await, noted), (0, 0));
    pool.close().await;
}
