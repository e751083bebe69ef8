//! The program against a real endpoint over HTTP: what scripts do, what is left after a kill, and what is said of mistakes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use clap::Parser as _;
use tempfile::TempDir;
use thidua_endpoint::configuration::Arguments;
use thidua_endpoint::startup::{self, Running};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/minh-long-2023.json");
const NOMINATION: &str = "subject=1 award=lao_dong_tien_tien year=2023";

/// An endpoint with the sample committee, and a folder for everything.
struct Scene {
    running: Option<Running>,
    folder: TempDir,
}

impl Scene {
    async fn start() -> Self {
        let mut scene = Self { running: None, folder: tempfile::tempdir().unwrap() };
        scene.begin().await;
        scene
    }

    async fn begin(&mut self) {
        let data = self.data().display().to_string();
        let told = ["thidua-endpoint", "--listen", "127.0.0.1:0", "--requests-per-second", "0"];
        let told = told.into_iter().chain(["--sample", SAMPLE, "--data", &data]);
        self.running = Some(startup::start(&Arguments::parse_from(told).serve).await.unwrap());
    }

    async fn end(&mut self) {
        self.running.take().unwrap().stop().await;
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("endpoint")
    }

    fn url(&self) -> String {
        format!("http://{}", self.running.as_ref().unwrap().address())
    }

    fn script(&self, text: &str) -> PathBuf {
        let path = self.folder.path().join("script");
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The program as somebody would call it.
    fn program(&self, account: &str, server: &str, script: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thidua-device"));
        command
            .args(["--server", server, "--account", account, "--store"])
            .arg(self.folder.path().join(account))
            .arg(script)
            .env("THIDUA_PASSWORD", "mau-2023")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a script to its end.
    fn run(&self, account: &str, script: &str) -> String {
        let output = self.output(account, script);
        assert!(output.status.success(), "{}{}", said(&output.stdout), said(&output.stderr));
        said(&output.stdout)
    }

    fn output(&self, account: &str, script: &str) -> Output {
        self.program(account, &self.url(), &self.script(script)).output().unwrap()
    }

    /// What is said of a script that does not come to its end.
    fn wrong(&self, account: &str, script: &str) -> String {
        let output = self.output(account, script);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output.stdout));
        let path = self.folder.path().join("script").display().to_string();
        said(&output.stderr).replace(&path, "SCRIPT")
    }
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Reads what a program says up to a line that ends so.
fn until(child: &mut Child, end: &str) {
    let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    let mut told = Vec::new();
    loop {
        match lines.next() {
            Some(line) => told.push(line.unwrap()),
            None => panic!("it never said {end:?}: {told:?}"),
        }
        if told.last().unwrap().ends_with(end) {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_devices_meet_at_the_endpoint() {
    let scene = Scene::start().await;
    let told = scene.run(
        "longmon",
        &format!(
            "sign-in\ncreate nomination an {NOMINATION} name=\"Đinh Văn A\"\nexpect an live unsent name=\"Đinh Văn A\" state=draft\n\
             refused 301 step an submit on 2023-12-01\nsync\nexpect an sent\nexpect unsent 0\nprint an"
        ),
    );
    assert!(
        told.contains("nomination an in 3 state=draft\n") && told.contains("\n  name=\"Đinh Văn A\"\n"),
        "{told}"
    );
    assert!(told.contains("line 5: synced: 1 requests, 1 sent"), "{told}");

    scene.run(
        "minhlong",
        "sign-in\nsync\nfind nomination he name=\"Đinh Văn A\"\nedit he position=\"Kế toán\"\nsync\nexpect he sent position=\"Kế toán\"",
    );
    // The other hears of it, and then they meet in one field.
    scene.run("longmon", "expect an position=\"Kế toán\" within 20s\nedit an position=\"Văn phòng\"");
    scene.run("minhlong", "edit he position=\"Địa chính\"\nsync");
    scene.run(
        "longmon",
        "offline\ntry sync\nexpect an unsent\nonline\nsync\nexpect conflicts 1\nexpect an disputed position=\"Văn phòng\"\n\
         expect offered an position=\"Địa chính\"\nsettle an position=\"Địa chính\"\nsync\nexpect conflicts 0",
    );
    scene.run("minhlong", "sync\nexpect he settled position=\"Địa chính\"\ndelete he\nsync\nexpect he deleted\nexpect records 0 nomination");
    scene.run("longmon", "sync\nexpect an deleted\nrestore an\nsync\nexpect an live\nexpect records 1+");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_before_a_kill_is_neither_lost_nor_done_again() {
    let scene = Scene::start().await;
    let script = scene.script(&format!(
        "sign-in\nclock 2023-11-14T08:00\nrepeat 5\n  create nomination a{{n}} {NOMINATION} name=\"Người {{n}}\"\n  wait 300ms\nend\n\
         offline\nedit a2 position=\"Kế toán\"\nkill\nexpect a2 unsent position=\"Kế toán\"\nonline\nsync\nexpect records 5 nomination\n\
         expect unsent 0\nprint"
    ));
    let program = || scene.program("longmon", &scene.url(), &script);
    let mut child = program().spawn().unwrap();
    until(&mut child, "create a2");
    child.kill().unwrap();
    child.wait().unwrap();

    // From there to the line on which it kills itself.
    let output = program().output().unwrap();
    let told = said(&output.stdout);
    assert!(!output.status.success() && output.status.code().is_none(), "{told}");
    assert!(told.contains("the script goes on here") && told.contains("create a3"), "{told}");
    assert!(
        !told.contains("create a1") && !told.contains("create a2\n") && !told.contains("signed in"),
        "{told}"
    );
    assert!(told.ends_with("line 9: the process dies here\n"), "{told}");

    let output = program().output().unwrap();
    let told = said(&output.stdout);
    assert!(output.status.success(), "{told}{}", said(&output.stderr));
    // The line is down where the script says so, also after the kill, and the clock stands where it was set.
    assert!(
        told.starts_with("line 10: the script goes on here\nline 10: as expected\nline 11: online\n"),
        "{told}"
    );
    assert!(told.contains("clock 2023-11-14T08:0"), "{told}");
    let told = scene.run("minhlong", "sign-in\nsync\nexpect records 5 nomination\nprint records");
    for number in 1..=5 {
        assert_eq!(told.matches(&format!("name=\"Người {number}\"")).count(), 1, "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_in_the_middle_of_a_request_loses_nothing() {
    let scene = Scene::start().await;
    scene.run("longmon", "sign-in");
    let script = scene.script(&format!(
        "create nomination an {NOMINATION} name=\"Đinh Văn A\"\nsync\nexpect an sent\nexpect unsent 0"
    ));
    // It hears the request, and answers nothing.
    let deaf = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = format!("http://{}", deaf.local_addr().unwrap());
    let mut child = scene.program("longmon", &server, &script).spawn().unwrap();
    let (mut heard, _) = deaf.accept().unwrap();
    let mut begin = [0; 10];
    heard.read_exact(&mut begin).unwrap();
    assert_eq!(&begin, b"POST /sync");
    // Meanwhile nobody else has the store.
    let other = scene.program("longmon", &scene.url(), &script).output().unwrap();
    assert_eq!(said(&other.stderr), "another process uses this store\n");
    child.kill().unwrap();
    child.wait().unwrap();

    let output = scene.program("longmon", &scene.url(), &script).output().unwrap();
    let told = said(&output.stdout);
    assert!(output.status.success() && told.starts_with("line 2: the script goes on here\n"), "{told}");
    scene.run("minhlong", "sign-in\nsync\nexpect records 1 nomination");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_device_heals_an_endpoint_that_was_restored() {
    let mut scene = Scene::start().await;
    let create = |name: &str| format!("create nomination {name} {NOMINATION} name=\"Đinh Văn {name}\"\nsync");
    scene.run("longmon", &format!("sign-in\n{}", create("a")));
    scene.end().await;
    let (file, copy) = (scene.data().join("thidua.sqlite"), scene.folder.path().join("copy"));
    std::fs::copy(&file, &copy).unwrap();
    scene.begin().await;
    scene.run("longmon", &create("b"));
    scene.end().await;
    std::fs::copy(&copy, &file).unwrap();
    scene.begin().await;
    scene.run("longmon", "sync\nexpect records 2 nomination\nexpect unsent 0");
    scene.run("minhlong", "sign-in\nsync\nexpect records 2 nomination");
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_are_told_at_their_place() {
    let scene = Scene::start().await;
    // What cannot be read is told before anything is done.
    let wrong = scene.wrong("longmon", "sign-in\n  create nominations an\n");
    assert!(wrong.starts_with("SCRIPT:2:10: no kind of record is called \"nominations\""), "{wrong}");
    let none = scene.wrong("longmon", "print");
    assert_eq!(none, "SCRIPT:1:1: nobody is signed in on this device: sign-in comes first\n");

    let an = format!("sign-in\ncreate nomination an {NOMINATION} name=\"Đinh Văn A\"\n");
    for (script, place, part) in [
        (format!("{an}expect records 5 nomination"), "3:16", "expected 5, found 1"),
        (
            format!("{an}expect an name=\"Đinh Văn B\""),
            "3:16",
            "expected \"Đinh Văn B\", found \"Đinh Văn A\"",
        ),
        (format!("{an}edit an birth-year=mười"), "3:20", "neither a whole number nor a place"),
        (format!("{an}edit an colour=red"), "3:9", "has no field \"colour\""),
        (format!("{an}edit bn name=x"), "3:6", "no record is called \"bn\""),
        (format!("{an}create nomination bn in \"Xã Không\" name=x"), "3:25", "the directory has no place"),
        (format!("{an}edit an year=1890"), "3:1", "(code 106)"),
        (format!("{an}refused 304 edit an name=x"), "3:9", "does not refuse it"),
        (format!("{an}step an fly"), "3:9", "no step of a nomination"),
        (format!("{an}offline\nsync"), "4:1", "the device is offline"),
        (format!("{an}expect refused an 5"), "3:16", "nothing of this record came back"),
    ] {
        std::fs::remove_dir_all(scene.folder.path().join("longmon")).ok();
        let wrong = scene.wrong("longmon", &script);
        assert!(wrong.starts_with(&format!("SCRIPT:{place}: ")) && wrong.contains(part), "{script}: {wrong}");
    }
    std::fs::remove_dir_all(scene.folder.path().join("longmon")).unwrap();
    // What was done before stays done: the same command begins with the step that went wrong, or anew where that is asked for.
    let script = format!("{an}expect records 2 nomination");
    let wrong = scene.wrong("longmon", &script);
    assert!(wrong.contains("3:16: expected 2, found 1"), "{wrong}");
    let path = scene.script(&script);
    let again = scene.program("longmon", &scene.url(), &path).arg("--again").output().unwrap();
    assert!(said(&again.stdout).contains("create an") && again.status.success(), "{}", said(&again.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_device_has_written_another_carries_in() {
    let scene = Scene::start().await;
    let file = |name: &str| scene.folder.path().join(name).display().to_string();
    let (bundle, receipt) = (file("work.thidua"), file("receipt.thidua"));
    let told = scene.run(
        "longmon",
        &format!(
            "sign-in\noffline\ncreate nomination an {NOMINATION} name=\"Đinh Văn A\"\n\
             create nomination binh {NOMINATION} name=\"Đinh Văn B\"\nexport \"{bundle}\"\nexpect an unsent\nexpect unsent 2"
        ),
    );
    assert!(told.contains("written: 2 operations, 0 left for another file"), "{told}");
    // Whoever carries it need not be signed in, and cannot read the receipt.
    scene.run("vanphong", &format!("carry \"{bundle}\" \"{receipt}\"\ncarry \"{bundle}\" \"{receipt}\""));
    let wrong = scene.wrong("minhlong", &format!("sign-in\nreceipt \"{receipt}\""));
    assert!(wrong.starts_with("SCRIPT:2:1: the receipt: sealed to somebody else"), "{wrong}");
    let office = format!(
        "sign-in\nsync\nexpect records 2\nfind nomination an name=\"Đinh Văn A\"\ncarry \"{bundle}\" \"{receipt}\"\nsync\n\
         expect records 2"
    );
    scene.run("minhlong", &office);
    // It hears of it without a line, and once it has one, nothing is there twice.
    scene.run(
        "longmon",
        &format!(
            "offline\nreceipt \"{receipt}\"\nexpect an sent\nexpect unsent 0\nexpect refused 0\nexport \"{bundle}\"\n\
             online\nsync\nexpect records 2\nexpect unsent 0"
        ),
    );
    scene.run("minhlong", "sync\nexpect records 2 nomination\nexpect conflicts 0");
    let wrong = scene.wrong("minhlong", &format!("carry \"{receipt}\" \"{bundle}\""));
    assert!(wrong.contains("400 (receipt)"), "{wrong}");
    let wrong = scene.wrong("longmon", "export /nowhere/work.thidua");
    assert!(wrong.starts_with("SCRIPT:1:1: /nowhere/work.thidua: "), "{wrong}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_comes_from_the_environment_alone() {
    let scene = Scene::start().await;
    let script = scene.script("sign-in");
    let with = |password: Option<&str>, account: &str| {
        let mut program = scene.program(account, &scene.url(), &script);
        match password {
            Some(password) => program.env("THIDUA_PASSWORD", password),
            None => program.env_remove("THIDUA_PASSWORD"),
        };
        said(&program.output().unwrap().stderr)
    };
    assert!(with(None, "longmon").ends_with(":1:1: THIDUA_PASSWORD is not set\n"));
    assert!(with(Some("sai"), "longmon").contains(":1:1: the endpoint answers 401"));
    assert_eq!(with(Some("mau-2023"), "longmon"), "");
    // With a login that holds it is not asked for again, and the store stays its account's.
    assert_eq!(with(None, "longmon"), "");
    let other = scene.program("minhlong", &scene.url(), &script);
    let arguments: Vec<_> =
        other.get_args().map(|word| word.to_string_lossy().replace("/minhlong", "/longmon")).collect();
    let output = Command::new(other.get_program()).args(arguments).output().unwrap();
    assert_eq!(said(&output.stderr), "the store is the device of longmon: take another --store\n");
    let https = scene.program("longmon", "https://thidua.example", &script).output().unwrap();
    assert!(said(&https.stderr).contains("does not begin with http://"));
}
