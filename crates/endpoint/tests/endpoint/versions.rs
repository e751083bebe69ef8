//! Stores of earlier versions, written by the programs of their time: brought to this version with all that is in them.

mod kept;

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;
use thidua_domain::nomination;
use thidua_domain::record::RecordId;

use crate::backup::looked;
use crate::device::{Device, credentials, post_session};
use crate::test_app::{Folder, TestApp};

/// A store by the number of its last migration, with the records and the entries of logs that were in it.
const STORES: [(&str, u64, u64); 3] = [("0001", 627, 627), ("0003", 627, 1744), ("0007", 627, 747)];

pub fn unpacked(name: &str) -> Folder {
    let stored =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/fixtures/stores/{name}.sqlite.gz"));
    let mut bytes = Vec::new();
    GzDecoder::new(File::open(stored).unwrap()).read_to_end(&mut bytes).unwrap();
    let folder = Folder::on_file();
    fs::write(folder.0.join("thidua.sqlite"), bytes).unwrap();
    folder
}

#[tokio::test]
async fn a_store_of_each_earlier_version_is_brought_to_this_one_with_all_that_is_in_it() {
    for (name, records, entries) in STORES {
        let folder = unpacked(name);
        let app = TestApp::over(folder, None).await;
        let mut office = Device::sign_in(app.url(""), "minhlong", 201).await;
        office.sync().await;
        let whole = looked(&app.folder).await;
        assert_eq!((whole.records, whole.entries, whole.faults), (records, entries, Vec::new()), "{name}");

        let some = *office.replica.rows().keys().next().unwrap();
        let mut unit = Device::sign_in(app.url(""), "longmon", 202).await;
        let new = unit.nominate("Đinh Văn Mới");
        unit.sync().await;
        office.sync().await;
        assert_eq!(office.text(new, nomination::NAME), "Đinh Văn Mới", "{name}");
        assert!(office.has(some), "{name}");
        let after = looked(&app.folder).await;
        assert_eq!(
            (after.records, after.entries, after.faults.len()),
            (records + 1, entries + 1, 0),
            "{name}"
        );

        // What was written before there was any erasing can be erased, and the logs still followed.
        let mut admin = Device::sign_in(app.url(""), "quantri", 203).await;
        admin.sync().await;
        let old = admin.replica.views().into_iter().map(|view| view.id).filter(|record| *record != new);
        let old = old.into_iter().find(|record| erased(&mut admin, *record)).expect(name);
        admin.sync().await;
        office.sync().await;
        assert!(!admin.has(old) && !office.has(old), "{name}");
        let found = looked(&app.folder).await;
        assert_eq!((found.entries, found.faults), (entries + 2, Vec::new()), "{name}");
        assert!(found.erased > 0, "{name}");
    }
}

/// Erases a record where it may be erased.
fn erased(device: &mut Device, record: RecordId) -> bool {
    let now = device.now();
    let batch = device.replica.erase(now, &[(record, None)], "Theo đề nghị (mẫu)", "Chủ tịch (mẫu)");
    batch.map(|batch| device.commit(batch)).is_ok()
}

#[tokio::test]
async fn accounts_and_devices_of_an_earlier_version_go_on_and_can_be_administered() {
    let app = TestApp::over(unpacked("0007"), None).await;
    let admin = Device::sign_in(app.url(""), "quantri", 201).await;
    let told = admin.accounts().await;
    assert_eq!((told.committee.as_str(), told.year, told.accounts.len()), ("UBND huyện Minh Long", 2023, 12));
    assert!(told.accounts.iter().all(|told| told.active && told.enrolled && told.post.last_year.is_none()));
    // A device with its recovery key, one that was shut out, and what was done, in an audit that has grown a column since.
    let device = Device::sign_in(app.url(""), "longmon", 1).await;
    let key: serde_json::Value = device.gets("/device/recovery").await.read();
    assert_eq!(key["key"], "0f".repeat(32));
    let lost = post_session(&app.url(""), &credentials("longmon", "mau-2023", 2)).await;
    assert_eq!(lost.refusal(), (403, "device_revoked".to_owned()));
    admin.change("longmon", |changed| changed.post.name = "Người khác (mẫu)".to_owned()).await;
    let told = admin.audit().await;
    let what = |at: usize| told[at]["what"].as_str().unwrap();
    assert_eq!((told.len(), what(0), what(6)), (11, "account_changed", "device_revoked"));
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
}
