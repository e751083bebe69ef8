//! What a store keeps besides records, written by the program of its time, and how it goes on under this version.

use std::fs::{self, File};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use thidua_ballot::Choice::{No, Yes};
use thidua_domain::council::{State, Step};
use thidua_domain::evidence::{FileDigest, FileKind};
use thidua_domain::nomination::{NAME, POSITION};
use thidua_domain::record::{Fields, RecordId, RecordKind};
use thidua_passkey::Site;
use thidua_sync::administration::{Answered, Verdict};

use super::unpacked;
use crate::backup::looked;
use crate::bundle::{carry, export};
use crate::council::{DOSSIERS, Office};
use crate::device::Device;
use crate::evidence::{a_file, get, send_rest, with_file};
use crate::handin::{answer, hand_in, revoke, tray};
use crate::passkey::{ORIGIN, authenticator, make, show, to_make};
use crate::recovery::{KEY, ask, keep, said};
use crate::rights::erase;
use crate::test_app::{Folder, TestApp};

/// Stores that [`write_the_store_of_this_version`] wrote, or the program of that time with the same in it as far as there was such a
/// thing, by the number of their last migration: with the records and the entries of logs that were in them.
const STORES: [(&str, u64, u64); 2] = [("0010", 6, 14), ("0017", 7, 16)];
const WITH_FILE: &str = "Đinh Văn Xuân (mẫu)";
const HANDED_IN: &str = "Đinh Văn Muộn (mẫu)";

async fn over(folder: Folder) -> TestApp {
    TestApp::with(folder, |with| with.origin = Site::of_origin(ORIGIN)).await
}

fn photograph() -> Vec<u8> {
    a_file(FileKind::Photograph, 2_000)
}

/// One of each thing that a store keeps.
async fn fill(app: &TestApp) {
    let base = app.url("");
    let mut admin = Device::sign_in(base.clone(), "quantri", 9).await;
    let mut unit = Device::sign_in(base.clone(), "longmon", 1).await;
    let (record, digest) = with_file(&mut unit, FileKind::Photograph, &photograph()).await;
    send_rest(&unit, record, digest, &photograph(), 0).await;
    unit.edit(record, POSITION, "Trưởng thôn");
    unit.pledge("Đăng ký thi đua năm 2023 (mẫu)");
    let unwanted = unit.nominate("Đinh Văn Xoá (mẫu)");
    unit.sync().await;
    assert_eq!(keep(app, &unit, &said(KEY)).await.status, 204);
    make(&unit, &authenticator(1), "Điện thoại (mẫu)").await;

    let mut lost = Device::sign_in(base.clone(), "thanhan", 2).await;
    lost.nominate(HANDED_IN);
    revoke(&admin, &lost).await;
    hand_in(&mut lost).await;
    admin.slip(admin.account("thanhan").await.account).await;

    let mut away = Device::sign_in(base.clone(), "longmon", 3).await;
    away.nominate("Đinh Văn Tệp (mẫu)");
    carry(&base, &export(&mut away)).await;
    admin.sync().await;
    erase(&mut admin, &[unwanted]);
    admin.sync().await;

    Office::open(&base).await.hears_from(1..=3, [Yes, No]).await;
}

/// Call it before a version is handed out whose store the next ones are to know:
/// `cargo test --test endpoint write_the_store_of_this_version -- --ignored`, then put its name and counts into the tables.
#[tokio::test]
#[ignore = "writes a file among the fixtures"]
async fn write_the_store_of_this_version() {
    let app = over(Folder::on_file()).await;
    fill(&app).await;
    let found = looked(&app.folder).await;
    let pool = app.database().await;
    let last: i64 =
        sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&pool).await.unwrap();
    pool.close().await;
    let folder = app.stop().await;
    let name = format!("../../tests/fixtures/stores/{last:04}.sqlite.gz");
    let packed = File::create(Path::new(env!("CARGO_MANIFEST_DIR")).join(&name)).unwrap();
    let mut packer = GzEncoder::new(packed, Compression::best());
    std::io::copy(&mut &*fs::read(folder.0.join("thidua.sqlite")).unwrap(), &mut packer).unwrap();
    packer.finish().unwrap();
    println!("{name}: {} records, {} entries", found.records, found.entries);
}

fn named(device: &Device, name: &str) -> RecordId {
    let views = device.replica.views().into_iter();
    views.map(|view| view.id).find(|record| device.text(*record, NAME) == name).expect(name)
}

#[tokio::test]
async fn what_an_earlier_version_kept_besides_records_goes_on() {
    for (name, records, entries) in STORES {
        let app = over(unpacked(name)).await;
        let base = app.url("");
        let found = looked(&app.folder).await;
        assert_eq!((found.records, found.entries, found.faults), (records, entries, Vec::new()), "{name}");
        let unit = Device::sign_in(base.clone(), "longmon", 1).await;
        let user = to_make(&unit).await.user;
        let told = show(&base, &authenticator(1), &user, 1).await;
        assert_eq!(told.status, 200, "{name}: {}", String::from_utf8_lossy(&told.body));
        let mut unit = Device::signed_in(base.clone(), 1, &told.body);
        assert_eq!(ask(&app, &unit.token).await.body, said(KEY).into_bytes(), "{name}");
        unit.sync().await;
        let file = photograph();
        let told = get(&unit, named(&unit, WITH_FILE), FileDigest::of(&file)).await;
        assert_eq!((told.status.as_u16(), told.body), (200, file), "{name}");

        let mut office = Device::sign_in(base.clone(), "minhlong", 201).await;
        let [entry] = tray(&office).await.try_into().expect(name);
        let accepted = Answered { verdict: Verdict::Accepted, refusal: None };
        assert_eq!(answer(&office, entry.entry, true).await, accepted, "{name}");
        office.sync().await;
        assert_eq!(named(&office, HANDED_IN).to_string(), entry.record, "{name}");

        // Members who voted before are counted with those who vote now.
        let sessions =
            office.replica.views().into_iter().filter(|view| view.kind == RecordKind::CouncilSession.code());
        let [session] = sessions.map(|view| view.id).collect::<Vec<_>>().try_into().expect(name);
        let mut office = Office { device: office, session };
        assert_eq!(office.state(), State::Open, "{name}");
        office.hears_from(4..=5, [No, Yes]).await;
        office.step(Step::Close, Fields::new()).await;
        assert_eq!(office.state(), State::Closed, "{name}");
        assert_eq!(DOSSIERS.map(|item| office.votes(item)), [[3, 2, 0], [2, 3, 0]], "{name}");
        assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new(), "{name}");
    }
}
