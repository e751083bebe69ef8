//! A hub at a conference without a line: two real endpoints, devices that know both, and a line that comes and goes.

mod tls;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Parser as _;
use reqwest::{Client, StatusCode};
use serde_json::Value as Json;
use thidua_bundle::{Author, Certificate, CommitteeKey};
use thidua_domain::nomination::{ACHIEVEMENTS, NAME, POSITION};
use thidua_domain::record::{Field, RecordId, RecordKind};
use thidua_domain::step;
use thidua_endpoint::configuration::{Arguments, Command, Hub as Configuration};
use thidua_endpoint::hub;
use thidua_endpoint::startup::Running;
use thidua_sync::client::Handed;
use thidua_sync::hub::{HubAnswer, HubRequest, HubTold};
use thidua_sync::operation::{Action, Change, Operation, SCHEMA};
use thidua_sync::outcome::Reason;
use thidua_sync::wire::{Answer, Request, seal};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::backup::looked;
use crate::device::{COMMITTEE, Device, Told};
use crate::handin::{answer, audited, revoke, tray};
use crate::test_app::{Folder, TestApp};

/// What a line lets through.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Lets {
    All,
    Nothing,
    /// Everything but what is answered to a file.
    NoReceipts,
}

/// A line to the committee's endpoint, which whoever tests opens and cuts.
struct Gate {
    address: SocketAddr,
    lets: watch::Sender<Lets>,
}

impl Gate {
    async fn before(to: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (lets, seen) = watch::channel(Lets::All);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(pass(near, to, seen.clone()));
            }
        });
        Self { address, lets }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn set(&self, lets: Lets) {
        self.lets.send_replace(lets);
    }
}

/// One connection, for as long as the line lets through what it let through when it began.
async fn pass(near: TcpStream, to: SocketAddr, mut seen: watch::Receiver<Lets>) {
    let lets = *seen.borrow_and_update();
    if lets == Lets::Nothing {
        return;
    }
    let Ok(far) = TcpStream::connect(to).await else { return };
    let ((mut near_in, mut near_out), (mut far_in, mut far_out)) = (near.into_split(), far.into_split());
    let is_deaf = AtomicBool::new(false);
    let there = async {
        let mut bytes = [0; 4096];
        while let Ok(read @ 1..) = near_in.read(&mut bytes).await {
            if lets == Lets::NoReceipts && bytes[..read].starts_with(b"POST /bundle") {
                is_deaf.store(true, Ordering::Relaxed);
            }
            if far_out.write_all(&bytes[..read]).await.is_err() {
                return;
            }
        }
    };
    let back = async {
        let mut bytes = [0; 4096];
        while let Ok(read @ 1..) = far_in.read(&mut bytes).await {
            if !is_deaf.load(Ordering::Relaxed) && near_out.write_all(&bytes[..read]).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        _ = async { tokio::join!(there, back) } => {}
        _ = seen.changed() => {}
    }
}

/// A committee's endpoint, a line, and a hub behind it.
struct Scene {
    app: TestApp,
    gate: Gate,
    hub: Option<Running>,
    folder: Folder,
}

impl Scene {
    /// A hub that was set up and has lost its line.
    async fn offline() -> Self {
        let app = TestApp::start().await;
        let gate = Gate::before(app.address()).await;
        let mut scene = Self { app, gate, hub: None, folder: Folder::on_file() };
        scene.start_hub().await;
        scene.gate.set(Lets::Nothing);
        scene
    }

    fn configuration(&self) -> Configuration {
        let password = self.folder.0.join("password");
        std::fs::write(&password, "mau-2023\n").unwrap();
        let told = [
            "thidua-endpoint",
            "hub",
            "--upstream",
            &self.gate.url(),
            "--account",
            "quantri",
            "--listen",
            "127.0.0.1:0",
            "--requests-per-second",
            "0",
        ]
        .map(ToOwned::to_owned);
        let mut told = told.to_vec();
        told.extend(["--data".to_owned(), self.folder.0.display().to_string()]);
        told.extend(["--password-file".to_owned(), password.display().to_string()]);
        let Some(Command::Hub(mut configuration)) = Arguments::parse_from(told).command else {
            panic!("another command");
        };
        configuration.line_every = Duration::from_millis(50);
        configuration
    }

    async fn start_hub(&mut self) {
        self.hub = Some(hub::start(&self.configuration()).await.unwrap());
    }

    async fn stop_hub(&mut self) {
        self.hub.take().unwrap().stop().await;
    }

    fn hub(&self) -> String {
        format!("http://{}", self.hub.as_ref().unwrap().address())
    }

    async fn told(&self) -> HubTold {
        Told::of(Client::new().get(format!("{}/hub", self.hub())).send().await.unwrap()).await.json()
    }

    /// The line is there until the hub has handed everything in and read what there is.
    async fn line_comes(&self) {
        self.gate.set(Lets::All);
        let until = Instant::now() + Duration::from_secs(30);
        let (mut ways, mut reached) = (0, None);
        // A whole way that began after everything was handed in.
        while ways < 3 {
            let told = self.told().await;
            if told.waiting == 0 && reached.replace(told.reached_ms) != Some(told.reached_ms) {
                ways += 1;
            }
            assert!(Instant::now() < until, "the hub does not come: {told:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Told {
    fn json<T: serde::de::DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, StatusCode::OK, "{}", String::from_utf8_lossy(&self.body));
        serde_json::from_slice(&self.body).unwrap()
    }
}

fn committee(device: &Device) -> CommitteeKey {
    CommitteeKey::from_text(&device.directory.sealing_key).unwrap()
}

fn entropy() -> [u8; 32] {
    std::array::from_fn(|_| fastrand::u8(..))
}

/// The hub's keys, as a device takes them: where its own committee has signed them.
async fn key_of(device: &Device, hub: &str) -> CommitteeKey {
    let told: HubTold = Told::of(Client::new().get(format!("{hub}/hub")).send().await.unwrap()).await.json();
    let key = CommitteeKey::from_text(&told.key).unwrap();
    let certificate = Certificate::from_text(&told.certificate).unwrap();
    assert!(committee(device).has_certified(&key, told.until_ms, &certificate));
    key
}

/// One request to a hub, as a device sends it.
async fn ask(
    device: &Device,
    hub: &str,
    asked: &HubRequest,
    file: &[u8],
) -> Result<HubAnswer, (u16, String)> {
    let key = key_of(device, hub).await;
    let author = Author::of_token(&device.token);
    let asks = author.ask(&key, &asked.encode(), entropy()).unwrap();
    let told = post(hub, &asks, file).await;
    if told.status != StatusCode::OK {
        return Err(told.refusal());
    }
    Ok(HubAnswer::decode(&author.hear(&key, &told.body).unwrap()).unwrap())
}

async fn post(hub: &str, asks: &[u8], file: &[u8]) -> Told {
    let body = [&u32::try_from(asks.len()).unwrap().to_be_bytes(), asks, file].concat();
    let request = Client::new().post(format!("{hub}/hub")).header("content-type", "application/octet-stream");
    Told::of(request.body(body).send().await.unwrap()).await
}

/// Exchanges with a hub until nothing is left, as the app does.
async fn meet(device: &mut Device, hub: &str) -> Result<HubAnswer, (u16, String)> {
    loop {
        if let Some(sealed) = device.replica.seal() {
            device.commit(sealed);
        }
        let now = device.now();
        let (asked, sent, carried) = device.replica.hub_request(now);
        let author = Author::of_token(&device.token);
        let file = match carried.operations.is_empty() {
            true => Vec::new(),
            false => author.seal(&committee(device), &carried, entropy()).unwrap(),
        };
        let told = ask(device, hub, &asked, &file).await?;
        let now = device.now();
        let (batch, lent) = device.replica.receive_from_hub(&sent, &told, now).unwrap();
        let more = lent.more;
        device.commit(batch);
        device.replica.lend(lent);
        for (_, receipt) in told.receipts.iter().filter(|(_, receipt)| !receipt.is_empty()) {
            let receipt = author.open_receipt(&committee(device), receipt).unwrap();
            let now = device.now();
            let batch = device.replica.take_receipt(&receipt.told(), now);
            device.commit(batch);
        }
        if !more {
            return Ok(told);
        }
    }
}

/// A device that has met the committee's endpoint before the line was lost.
async fn there(scene: &Scene, login: &str, device: u8) -> Device {
    let mut device = Device::sign_in(scene.app.url(""), login, device).await;
    device.sync().await;
    device
}

/// Everybody who comes to the conference.
async fn conference() -> (Scene, Device, Device, Device) {
    let app = TestApp::start().await;
    let gate = Gate::before(app.address()).await;
    let mut scene = Scene { app, gate, hub: None, folder: Folder::on_file() };
    let commune = there(&scene, "longmon", 1).await;
    let other = there(&scene, "thanhan", 2).await;
    let office = there(&scene, "minhlong", 8).await;
    scene.start_hub().await;
    scene.gate.set(Lets::Nothing);
    (scene, commune, other, office)
}

#[tokio::test]
async fn tablets_work_together_without_a_line_and_everything_counts_once_when_it_comes() {
    let (scene, mut commune, mut other, mut office) = conference().await;
    let hub = scene.hub();
    let record = commune.nominate("Đinh Văn Hội Nghị");
    let told = meet(&mut commune, &hub).await.unwrap();
    assert_eq!((told.waiting, told.known.len(), told.reached_ms > 0), (1, 0, true));
    let view = commune.view(record);
    assert!(view.unsent && view.at_hub, "it is at the hub, and not at the committee's endpoint");
    assert_eq!(commune.replica.outbox().len(), 1, "nothing leaves the device before that has it");

    meet(&mut office, &hub).await.unwrap();
    let view = office.view(record);
    assert!(view.provisional && !view.unsent, "somebody else's, as the hub says");
    assert_eq!(view.rev.device, commune.id, "it is its author's");
    office.edit(record, POSITION, "Kế toán");
    meet(&mut office, &hub).await.unwrap();
    meet(&mut commune, &hub).await.unwrap();
    assert_eq!(commune.text(record, POSITION), "Kế toán");
    commune.edit(record, ACHIEVEMENTS, "Làm tốt");
    meet(&mut commune, &hub).await.unwrap();
    let theirs = other.nominate("Đinh Văn Xã Khác");
    meet(&mut other, &hub).await.unwrap();
    assert!(!other.has(record), "a commune reads at a hub what it reads everywhere");
    assert!(commune.sync_fails().await, "there is no line");

    scene.line_comes().await;
    for device in [&mut commune, &mut other, &mut office] {
        meet(device, &hub).await.unwrap();
        assert!(
            device.replica.outbox().keys().all(|counter| device.replica.is_done(*counter)),
            "receipts are here"
        );
        device.base = scene.app.url("");
        device.sync().await;
        assert!(device.replica.outbox().is_empty() && device.replica.meta().handed.is_empty());
        assert!(device.replica.lent().is_none(), "what the committee's endpoint says is what is shown");
    }
    office.sync().await;
    let of = |field| office.text(record, field);
    assert_eq!(
        (of(NAME), of(POSITION), of(ACHIEVEMENTS)),
        ("Đinh Văn Hội Nghị".to_owned(), "Kế toán".to_owned(), "Làm tốt".to_owned())
    );
    assert!(office.view(record).conflicts.is_empty() && office.has(theirs));
    let found = looked(&scene.app.folder).await;
    assert_eq!((found.entries, found.records, found.faults.len()), (4, 2, 0));
    let found = looked(&scene.folder).await;
    assert_eq!((found.records, found.faults.len()), (2, 0), "{:?}", found.faults);
    assert_eq!(found.entries, 4, "what came to the same there is not written again");
}

#[tokio::test]
async fn what_comes_by_three_ways_counts_once() {
    let (scene, mut commune, _, mut office) = conference().await;
    let hub = scene.hub();
    let record = commune.nominate("Đinh Văn Ba Đường");
    commune.edit(record, POSITION, "Trưởng thôn");
    meet(&mut commune, &hub).await.unwrap();
    // The same by file,
    let (request, left) = commune.replica.for_file();
    assert_eq!((request.operations.len(), left), (1, 0));
    let file = Author::of_token(&commune.token).seal(&committee(&commune), &request, entropy()).unwrap();
    let carried =
        Client::new().post(scene.app.url("/bundle")).header("content-type", "application/octet-stream");
    assert_eq!(carried.body(file).send().await.unwrap().status(), StatusCode::OK);
    // and by the device's own line,
    let row = commune.sync().await;
    assert!(row > 0 && commune.replica.outbox().is_empty());
    // and then by the hub.
    scene.line_comes().await;
    office.sync().await;
    assert_eq!(office.text(record, POSITION), "Trưởng thôn");
    let found = looked(&scene.app.folder).await;
    assert_eq!((found.entries, found.records, found.faults.len()), (1, 1, 0));
    // Whoever asks the hub after that is told the same, and nothing is done twice there either.
    commune.edit(record, POSITION, "Bí thư");
    meet(&mut commune, &hub).await.unwrap();
    meet(&mut office, &hub).await.unwrap();
    assert_eq!(office.text(record, POSITION), "Bí thư");
    assert!(office.view(record).conflicts.is_empty());
}

#[tokio::test]
async fn what_the_committees_endpoint_says_takes_the_place_of_what_the_hub_said() {
    let app = TestApp::start().await;
    let gate = Gate::before(app.address()).await;
    let mut scene = Scene { app, gate, hub: None, folder: Folder::on_file() };
    let mut commune = there(&scene, "longmon", 1).await;
    let record = commune.nominate("Đinh Văn Gốc");
    commune.sync().await;
    let mut office = there(&scene, "minhlong", 8).await;
    let mut guest = there(&scene, "quantri", 9).await;
    let mut leaves = there(&scene, "thanhan", 2).await;
    scene.start_hub().await;
    scene.gate.set(Lets::Nothing);
    let hub = scene.hub();

    // The same field, at the hub and at the committee's endpoint; and one whose author is shut out meanwhile.
    commune.edit(record, POSITION, "Ở hội nghị");
    meet(&mut commune, &hub).await.unwrap();
    let gone = leaves.nominate("Đinh Văn Không Được Nhận");
    meet(&mut leaves, &hub).await.unwrap();
    meet(&mut guest, &hub).await.unwrap();
    assert_eq!(guest.text(record, POSITION), "Ở hội nghị");
    assert!(guest.has(gone) && guest.view(record).provisional);
    office.edit(record, POSITION, "Ở cơ quan");
    office.sync().await;
    revoke(&Device::sign_in(scene.app.url(""), "quantri", 10).await, &leaves).await;

    scene.line_comes().await;
    office.sync().await;
    assert_eq!(office.text(record, POSITION), "Ở hội nghị", "it came there last");
    let conflicts = office.view(record).conflicts;
    assert_eq!(conflicts[&POSITION][0].value, "Ở cơ quan".into(), "and the other is kept");
    meet(&mut guest, &hub).await.unwrap();
    let seen = guest.view(record);
    assert_eq!((seen.fields.get(&POSITION), &seen.conflicts), (Some(&"Ở hội nghị".into()), &conflicts));
    assert!(guest.replica.view(gone).is_none_or(|view| view.deleted), "it waits in the tray there");
    assert_eq!(tray(&Device::sign_in(scene.app.url(""), "quantri", 11).await).await.len(), 1);
    assert_eq!(meet(&mut leaves, &hub).await, Err((401, "device_revoked".to_owned())));
    let found = looked(&scene.folder).await;
    assert_eq!(found.faults.len(), 0, "{:?}", found.faults);
}

#[tokio::test]
async fn what_was_built_at_a_hub_on_work_that_was_refused_since_comes_back() {
    let (scene, mut commune, _, mut office) = conference().await;
    let hub = scene.hub();
    let record = commune.nominate("Đinh Văn Bị Từ Chối");
    meet(&mut commune, &hub).await.unwrap();
    meet(&mut office, &hub).await.unwrap();
    office.edit(record, POSITION, "Kế toán");
    // Before the hub has a line, what it builds on is not there, and it waits.
    office.sync_once().await;
    assert_eq!((office.replica.outbox().len(), office.replica.refused().len()), (1, 0));
    let administrator = Device::sign_in(scene.app.url(""), "quantri", 10).await;
    revoke(&administrator, &commune).await;
    scene.line_comes().await;
    let [entry] = tray(&administrator).await.try_into().expect("one entry");
    answer(&administrator, entry.entry, false).await;
    office.sync().await;
    let refused: Vec<_> = office.replica.refused().values().map(|refused| refused.reason.clone()).collect();
    assert_eq!((office.replica.outbox().len(), refused), (0, vec![Reason::ParentRefused]));
}

/// An operation that nobody's app would send to a hub.
fn step_on(device: &Device, kind: RecordKind, field: Field, value: i64) -> Operation {
    Operation {
        device: device.id,
        counter: 900,
        record: RecordId::from_bytes([9; 16]),
        partition: COMMITTEE,
        kind: kind.code(),
        action: Action::Step,
        schema: SCHEMA,
        base: None,
        changes: vec![Change { field, base: None, value: value.into(), settles: Vec::new() }],
        parents: Vec::new(),
        device_time_ms: 1_700_000_000_000,
        clock_offset_ms: None,
    }
}

#[tokio::test]
async fn a_hub_gives_no_number_closes_no_session_and_takes_no_ballot() {
    let (scene, commune, _, mut office) = conference().await;
    let hub = scene.hub();
    meet(&mut office, &hub).await.unwrap();
    for kind in [RecordKind::Decision, RecordKind::CouncilSession] {
        let op = step_on(&office, kind, step::of(step::KIND, 1), 1);
        let operations = vec![seal(&op)];
        let request = Request { operations, ..Request::of(office.id) };
        let file = Author::of_token(&office.token).seal(&committee(&office), &request, entropy()).unwrap();
        let told = ask(&office, &hub, &HubRequest { seen: 0, request }, &file).await.unwrap();
        assert_eq!(Answer::decode(&told.answer).unwrap().outcomes, [], "{kind:?} stays with its device");
        assert_eq!(told.waiting, 0);
    }
    // The device does not even ask: a decision is drafted at a hub, and issued where numbers are given.
    let issued = step_on(&office, RecordKind::Decision, step::of(step::KIND, 1), 1);
    assert!(!thidua_sync::hub::decides(&issued));
    for path in ["/council/00/ballot", "/council/00/token", "/session", "/sync", "/bundle", "/admin/accounts"]
    {
        let told = Told::of(Client::new().post(format!("{hub}{path}")).send().await.unwrap()).await;
        assert_eq!(told.refusal(), (404, "only_a_hub".to_owned()), "{path}");
    }
    assert_eq!(commune.replica.beyond_hub(), 0);
}

#[tokio::test]
async fn a_hub_that_is_killed_while_it_hands_in_loses_nothing_and_doubles_nothing() {
    let (mut scene, mut commune, _, mut office) = conference().await;
    let hub = scene.hub();
    let records: Vec<_> = (0..3).map(|number| commune.nominate(&format!("Đinh Văn {number}"))).collect();
    meet(&mut commune, &hub).await.unwrap();
    commune.edit(records[0], POSITION, "Kế toán");
    meet(&mut commune, &hub).await.unwrap();
    // The committee's endpoint hears, and the hub does not hear back.
    scene.gate.set(Lets::NoReceipts);
    let until = Instant::now() + Duration::from_secs(30);
    while looked(&scene.app.folder).await.entries < 3 {
        assert!(Instant::now() < until);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    scene.stop_hub().await;
    scene.gate.set(Lets::Nothing);
    scene.start_hub().await;
    assert_eq!(
        scene.told().await.waiting,
        4,
        "what was not answered waits, also after the end of the program"
    );
    // A page that was loaded anew sends everything again, and it waits once.
    commune.replica.forget_lent();
    let hub = scene.hub();
    meet(&mut commune, &hub).await.unwrap();
    assert_eq!(scene.told().await.waiting, 4);
    scene.line_comes().await;
    office.sync().await;
    assert_eq!(office.text(records[0], POSITION), "Kế toán");
    let found = looked(&scene.app.folder).await;
    assert_eq!((found.entries, found.records, found.faults.len()), (4, 3, 0));
    meet(&mut commune, &hub).await.unwrap();
    let handed: Vec<_> = commune.replica.meta().handed.iter().map(|(_, handed)| *handed).collect();
    assert_eq!(handed, [Handed::Known; 4]);
}

#[tokio::test]
async fn a_hub_that_was_shut_out_or_whose_lease_is_over_answers_nobody() {
    let (mut scene, mut commune, _, _) = conference().await;
    let hub = scene.hub();
    commune.nominate("Đinh Văn Còn Đây");
    meet(&mut commune, &hub).await.unwrap();
    scene.stop_hub().await;
    let pool = scene.folder.database().await;
    let lease: Vec<u8> =
        sqlx::query_scalar("SELECT value FROM meta WHERE key = 'hub lease'").fetch_one(&pool).await.unwrap();
    let mut over: Json = serde_json::from_slice(&lease).unwrap();
    over["until_ms"] = 1.into();
    let keep = async |lease: Vec<u8>| {
        let query = sqlx::query("UPDATE meta SET value = $1 WHERE key = 'hub lease'").bind(lease);
        query.execute(&pool).await.unwrap();
    };
    keep(serde_json::to_vec(&over).unwrap()).await;
    scene.start_hub().await;
    let asks = |device: &Device, hub: &CommitteeKey| {
        let (asked, ..) = device.replica.hub_request(thidua_sync::client::Stamp(0));
        Author::of_token(&device.token).ask(hub, &asked.encode(), entropy()).unwrap()
    };
    let key = CommitteeKey::from_text(&scene.told().await.key).unwrap();
    let told = post(&scene.hub(), &asks(&commune, &key), &[]).await;
    assert_eq!(told.refusal(), (403, "hub_lease_over".to_owned()));
    scene.stop_hub().await;
    keep(lease).await;
    pool.close().await;

    // Its device is in the list of the committee's endpoint like any other.
    let administrator = Device::sign_in(scene.app.url(""), "quantri", 9).await;
    let entries = audited(&administrator).await;
    let leased = entries.iter().find(|entry| entry["what"] == "hub_leased").unwrap();
    let path = format!("/admin/devices/{}/revocation", leased["device"].as_str().unwrap());
    let shut = Client::new().post(scene.app.url(&path)).bearer_auth(&administrator.token);
    let shut = shut.json(&serde_json::json!({ "reason": "Máy tính bị mất (mẫu)" })).send().await.unwrap();
    assert_eq!(shut.status(), StatusCode::NO_CONTENT);
    scene.start_hub().await;
    assert!(meet(&mut commune, &scene.hub()).await.is_ok(), "it has not heard of it yet");
    scene.gate.set(Lets::All);
    let until = Instant::now() + Duration::from_secs(30);
    while meet(&mut commune, &scene.hub()).await != Err((403, "hub_shut_out".to_owned())) {
        assert!(Instant::now() < until);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(commune.replica.outbox().len(), 1, "the device still has its work");
    commune.sync().await;
    assert!(commune.replica.outbox().is_empty());
}

#[tokio::test]
async fn a_lease_opens_nothing_and_is_given_to_the_office_alone() {
    let app = TestApp::start().await;
    let commune = Device::sign_in(app.url(""), "longmon", 1).await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let key = committee(&commune).to_text();
    let asks = async |device: &Device, key: &str| {
        let request = Client::new().post(app.url("/hub/lease")).bearer_auth(&device.token);
        Told::of(request.json(&serde_json::json!({ "key": key })).send().await.unwrap()).await
    };
    assert_eq!(asks(&commune, &key).await.refusal(), (403, "not_standing_office".to_owned()));
    assert_eq!(asks(&administrator, "00").await.refusal(), (400, "malformed".to_owned()));
    let told = asks(&administrator, &key).await;
    let lease: Json = told.json();
    let text = String::from_utf8(told.body).unwrap();
    let database = app.database().await;
    let hashes: Vec<String> =
        sqlx::query_scalar("SELECT password_hash FROM accounts").fetch_all(&database).await.unwrap();
    assert!(hashes.iter().all(|hash| hash.len() > 20 && !text.contains(hash)));
    assert!(
        !text.contains("argon2") && !text.contains(&commune.token) && !text.contains(&administrator.token)
    );
    let devices = lease["devices"].as_array().unwrap();
    assert_eq!(devices.len(), 1, "the hub itself is none of them");
    assert_eq!(devices[0]["device"], commune.id.to_string());
    assert_eq!(devices[0]["verifiers"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn only_known_devices_are_heard_and_only_the_app_may_ask_from_a_browser() {
    let (scene, commune, mut other, _) = conference().await;
    let hub = scene.hub();
    // Signed in after the lease was given: the hub cannot know.
    let late = Device::sign_in(scene.app.url(""), "longmon", 5).await;
    let asked = HubRequest { seen: 0, request: Request::of(late.id) };
    assert_eq!(ask(&late, &hub, &asked, &[]).await, Err((403, "unknown_author".to_owned())));
    let asked = HubRequest { seen: 0, request: Request::of(other.id) };
    assert_eq!(ask(&commune, &hub, &asked, &[]).await, Err((403, "wrong_device".to_owned())));
    // Work without what the committee's endpoint is to be given would end here.
    other.nominate("Đinh Văn Mẫu");
    let sealed = other.replica.seal().unwrap();
    other.commit(sealed);
    let now = other.now();
    let (asked, ..) = other.replica.hub_request(now);
    assert_eq!(ask(&other, &hub, &asked, &[]).await, Err((400, "nothing_to_carry".to_owned())));
    assert_eq!(ask(&other, &hub, &asked, b"ThiDua").await, Err((400, "nothing_to_carry".to_owned())));
    // What somebody has listened to and repeats gets what only the device reads.
    let key = key_of(&other, &hub).await;
    let file = Author::of_token(&other.token).seal(&committee(&other), &asked.request, entropy()).unwrap();
    let asks = Author::of_token(&other.token).ask(&key, &asked.encode(), entropy()).unwrap();
    let (first, again) = (post(&hub, &asks, &file).await, post(&hub, &asks, &file).await);
    assert_eq!((first.status, again.status), (StatusCode::OK, StatusCode::OK));
    assert!(Author::of_token(&commune.token).hear(&key, &again.body).is_err());
    let heard = Author::of_token(&other.token).hear(&key, &again.body).unwrap();
    assert_eq!(HubAnswer::decode(&heard).unwrap().waiting, 1, "it waits once");

    let preflight = async |origin: &str| {
        let request = Client::new().request(reqwest::Method::OPTIONS, format!("{hub}/hub"));
        request.header("origin", origin).send().await.unwrap()
    };
    let allowed = preflight(&scene.gate.url()).await;
    let said = |name: &str| allowed.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(allowed.status(), StatusCode::NO_CONTENT);
    assert_eq!(said("access-control-allow-origin"), Some(scene.gate.url()));
    assert_eq!(said("access-control-allow-headers").as_deref(), Some("content-type"));
    let foreign = preflight("https://somewhere.example").await;
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    assert!(foreign.headers().get("access-control-allow-origin").is_none());
    let simple = Client::new().get(format!("{hub}/hub")).header("origin", "https://somewhere.example");
    assert_eq!(Told::of(simple.send().await.unwrap()).await.refusal(), (403, "foreign_origin".to_owned()));
}

#[tokio::test]
async fn the_app_is_told_where_hubs_are_and_may_ask_them() {
    let folder = Folder::new();
    let app = folder.0.join("app");
    std::fs::create_dir_all(&app).unwrap();
    std::fs::write(app.join("index.html"), "<!doctype html>").unwrap();
    let hubs = vec!["https://hub.example".to_owned(), "http://127.0.0.1:9".to_owned()];
    let told = hubs.clone();
    let app = TestApp::with(folder, |with| (with.app, with.hubs) = (Some(PathBuf::from(&app)), told)).await;
    let page = Client::new().get(app.url("/")).header("accept", "text/html").send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(
        policy.contains("; connect-src 'self' https://hub.example http://127.0.0.1:9; manifest-src"),
        "{policy}"
    );
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    assert_eq!(device.directory.hubs, hubs);
}

#[tokio::test]
async fn a_hub_is_set_up_once_with_a_line_and_nowhere_else() {
    let (mut scene, ..) = conference().await;
    scene.stop_hub().await;
    scene.start_hub().await;
    assert_eq!(scene.told().await.waiting, 0, "it starts without a line");
    let mut other = scene.configuration();
    other.upstream.url = "http://127.0.0.1:1".to_owned();
    scene.stop_hub().await;
    let error = hub::start(&other).await.unwrap_err().to_string();
    assert!(error.contains("is a hub of http://127.0.0.1"), "{error}");
    let fresh = Folder::on_file();
    let offline = Configuration { data: fresh.0.clone(), ..scene.configuration() };
    assert!(hub::start(&offline).await.unwrap_err().to_string().contains("needs the committee's endpoint"));
    let nobody = Configuration { account: None, ..offline };
    assert!(hub::start(&nobody).await.unwrap_err().to_string().contains("--account"));
    let occupied = Configuration { data: scene.app.folder.0.clone(), ..scene.configuration() };
    if scene.app.folder.database_url().is_none() {
        let folder = scene.app.stop().await;
        let error = hub::start(&occupied).await.unwrap_err().to_string();
        assert!(error.contains("committee of its own"), "{error}");
        drop(folder);
    }
}

#[tokio::test]
async fn a_commune_cannot_set_up_a_hub() {
    let scene = Scene::offline().await;
    let fresh = Folder::on_file();
    scene.gate.set(Lets::All);
    let commune =
        Configuration { data: fresh.0.clone(), account: Some("longmon".to_owned()), ..scene.configuration() };
    let error = hub::start(&commune).await.unwrap_err();
    let chain = format!("{error}: {}", std::error::Error::source(&error).unwrap());
    assert!(chain.contains("not_standing_office"), "{chain}");
}
