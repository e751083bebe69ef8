//! A real committee from an empty database, by the program itself.

use std::process::{Command, Output};

use thidua_domain::nomination;

use crate::desk::{PASSWORD, enrol, enrolled, post};
use crate::device::{credentials, post_session};
use crate::test_app::{Folder, TestApp};

const COMMITTEE: [&str; 10] = [
    "--name",
    "UBND xã Minh Long",
    "--level",
    "commune",
    "--year",
    "2025",
    "--admin-login",
    "van.thu",
    "--admin-name",
    "Nguyễn Văn Thử (mẫu)",
];

fn program(folder: &Folder, command: &str, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_thidua-endpoint"));
    program.arg(command).args(arguments).arg("--data").arg(&folder.0);
    if let Some(url) = folder.database_url() {
        program.env("THIDUA_DATABASE_URL", url.0);
    }
    program.env_remove("RUST_LOG").output().unwrap()
}

fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(output.stdout.is_empty());
    said
}

fn code(said: &str) -> String {
    let line = said.lines().find(|line| line.starts_with("  ")).unwrap_or_else(|| panic!("{said}"));
    line.trim().to_owned()
}

/// Without the sample, which an endpoint is given in other tests.
async fn serve(folder: Folder) -> TestApp {
    TestApp::with(folder, |with| with.sample = None).await
}

#[tokio::test]
async fn a_committee_begins_with_a_slip_for_its_first_administrator() {
    let folder = Folder::new();
    let said = done(&program(&folder, "found", &COMMITTEE));
    assert!(
        said.contains("UBND xã Minh Long was founded") && said.contains("van.thu (Nguyễn Văn Thử (mẫu))"),
        "{said}"
    );
    let app = serve(folder).await;
    let mut admin = enrolled(app.url(""), &code(&said), 1).await;
    let directory = &admin.directory;
    assert_eq!((directory.committee.as_str(), directory.year), ("UBND xã Minh Long", 2025));
    assert_eq!((directory.level.as_str(), directory.role.as_str()), ("commune", "administrator"));
    let places: Vec<_> =
        directory.places.iter().map(|place| (place.id, place.kind.as_str(), place.name.as_str())).collect();
    let office = "Thường trực Hội đồng thi đua, khen thưởng";
    assert_eq!(
        places,
        [
            (1, "office", office),
            (2, "authority", "UBND xã Minh Long"),
            (3, "council", "Hội đồng thi đua, khen thưởng"),
            (4, "commons", "Việc chung")
        ]
    );
    // All the rest is made by the administrator, and then officers work.
    let unit = admin.makes_place("office", "Trường Mầm non 11/3", &[]).await;
    let bloc = admin.makes_place("bloc", "Khối thi đua các trường", &[unit]).await;
    let account = admin.makes_account("mam.non", post("Giáo viên (mẫu)", "commune_officer", unit)).await;
    let mut officer = enrolled(app.url(""), &admin.slip(account).await.code, 2).await;
    assert!(officer.directory.places.iter().any(|place| place.id == bloc && place.granted));
    let record = officer.nominate("Đinh Thị Xuân");
    officer.sync().await;
    admin.sync().await;
    assert_eq!(admin.text(record, nomination::NAME), "Đinh Thị Xuân");
    let told = admin.audit().await;
    let what: Vec<&str> = told.iter().map(|entry| entry["what"].as_str().unwrap()).collect();
    assert_eq!(what[what.len() - 3..], ["enrolled", "slip_made", "committee_founded"]);

    let folder = app.stop().await;
    let said = refused(&program(&folder, "found", &COMMITTEE));
    assert!(said.contains("holds a committee already: UBND xã Minh Long"), "{said}");
}

#[tokio::test]
async fn an_administrator_who_forgot_the_password_gets_a_slip_from_the_command_line() {
    let folder = Folder::new();
    done(&program(&folder, "found", &COMMITTEE));
    let app = serve(folder).await;
    // The first slip was lost; the endpoint goes on meanwhile.
    let first = code(&done(&program(&app.folder, "slip", &["--login", "van.thu"])));
    let second = code(&done(&program(&app.folder, "slip", &["--login", "van.thu"])));
    assert_eq!(enrol(&app.url(""), &first, PASSWORD, 1).await.refusal(), (401, "wrong_slip".to_owned()));
    let admin = enrolled(app.url(""), &second, 1).await;
    let told = admin.audit().await;
    assert!(told[1]["what"] == "slip_made" && told[1].get("account").is_none(), "{told:?}");
    assert_eq!(told[1]["about_account"], admin.directory.account);
    let said = refused(&program(&app.folder, "slip", &["--login", "nobody"]));
    assert!(said.contains("there is no account nobody"), "{said}");
    admin.makes_account("moi", post("Người mới", "council_member", 1)).await;
    admin.change("moi", |changed| changed.active = false).await;
    let said = refused(&program(&app.folder, "slip", &["--login", "moi"]));
    assert!(said.contains("the account moi is not active"), "{said}");
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_made() {
    let folder = Folder::new();
    let with = |flag: &str, value: &'static str| {
        let mut arguments = COMMITTEE;
        let at = arguments.iter().position(|known| *known == flag).unwrap();
        arguments[at + 1] = value;
        refused(&program(&folder, "found", &arguments))
    };
    for (flag, value, said) in [
        ("--name", " ", "--name: a name has 1 to 200 characters"),
        ("--name", "Hội đồng thi đua, khen thưởng", "--name: another one has this name"),
        ("--year", "1999", "--year: a year is 2000 to 2100"),
        ("--level", "town", "--level: a committee's level is commune, district or province"),
        ("--admin-login", "Văn Thư", "--admin-login: a name for signing in has 3 to 40"),
        ("--admin-name", "", "--admin-name: a name has 1 to 200 characters"),
    ] {
        let told = with(flag, value);
        assert!(told.contains(said), "{told}");
    }
    let said = refused(&program(&folder, "slip", &["--login", "van.thu"]));
    let nothing = ["there is no database in", "holds no committee yet"];
    assert!(nothing.iter().any(|nothing| said.contains(nothing)), "{said}");
    // A flag that is missing is told by the program's own help, with a status of its own.
    let output = program(&folder, "found", &["--name", "UBND"]);
    assert!(output.status.code() == Some(2) && output.stdout.is_empty());
    done(&program(&folder, "found", &COMMITTEE));
}

#[tokio::test]
async fn an_account_that_nobody_has_a_password_for_lets_nobody_in() {
    let folder = Folder::new();
    done(&program(&folder, "found", &COMMITTEE));
    let app = serve(folder).await;
    for password in ["", "mau-2023", PASSWORD] {
        let told = post_session(&app.url(""), &credentials("van.thu", password, 1)).await;
        assert_eq!(told.refusal(), (401, "wrong_credentials".to_owned()), "{password}");
    }
    // An endpoint that is told to begin with a sample leaves a real committee alone.
    let folder = app.stop().await;
    let app = TestApp::over(folder, None).await;
    let told = post_session(&app.url(""), &credentials("longmon", "mau-2023", 1)).await;
    assert_eq!(told.refusal(), (401, "wrong_credentials".to_owned()));
}
