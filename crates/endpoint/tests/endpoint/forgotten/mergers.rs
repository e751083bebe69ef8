//! A backup of before units were merged: what devices hold for the new unit waits until somebody has merged the old ones again.

use thidua_domain::nomination::{ACHIEVEMENTS, NAME, POSITION};
use thidua_sync::administration::Verdict;
use thidua_sync::outcome::Outcome;

use crate::backup::looked;
use crate::device::{Device, LONG_MON, THANH_AN};
use crate::mergers::{NEW, merge};
use crate::restores::{accept, backed_up, close, copies, reconciling, restored, rounds};
use crate::scopes::learn;
use crate::test_app::{Folder, TestApp};

/// A committee whose units were merged after its backup, and what was done then.
struct Scene {
    app: TestApp,
    administrator: Device,
    long_mon: Device,
    thanh_an: Device,
    copy: Folder,
}

async fn merged_since_the_backup() -> (Scene, [thidua_domain::record::RecordId; 3]) {
    let app = TestApp::start_on_file().await;
    let mut administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut long_mon = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut thanh_an = Device::sign_in(app.url(""), "thanhan", 2).await;
    let old = long_mon.nominate("Đinh Văn Trước (mẫu)");
    for device in [&mut long_mon, &mut thanh_an, &mut administrator] {
        device.sync().await;
    }
    let copy = backed_up(&app).await;
    let between = long_mon.nominate("Đinh Văn Giữa (mẫu)");
    long_mon.sync().await;
    merge(&administrator, &[LONG_MON, THANH_AN]).await;
    for device in [&mut long_mon, &mut thanh_an, &mut administrator] {
        device.sync().await;
        learn(device).await;
    }
    long_mon.edit(old, POSITION, "Kế toán");
    let new = thanh_an.nominate("Đinh Thị Sau (mẫu)");
    for device in [&mut long_mon, &mut thanh_an, &mut administrator] {
        device.sync().await;
    }
    thanh_an.sync().await;
    thanh_an.edit(old, ACHIEVEMENTS, "Nhiều việc (mẫu)");
    thanh_an.sync().await;
    (Scene { app, administrator, long_mon, thanh_an, copy }, [old, between, new])
}

#[tokio::test]
async fn work_for_a_unit_that_the_backup_does_not_know_waits_and_comes_in_once() {
    let (scene, [old, between, new]) = merged_since_the_backup().await;
    let Scene { app, mut administrator, mut long_mon, mut thanh_an, copy } = scene;
    // Not sent yet, and so without a receipt.
    let unsent = long_mon.nominate("Đinh Văn Chưa Gửi (mẫu)");
    let app = restored(app, &copy, &mut [&mut administrator, &mut long_mon, &mut thanh_an]).await;
    for device in [&mut long_mon, &mut thanh_an] {
        rounds(device).await;
        assert!(device.replica.refused().is_empty(), "nothing is refused for good");
        assert!(!device.replica.outbox().is_empty(), "it waits");
    }
    assert!(long_mon.exchange().await.outcomes.iter().all(|(_, outcome)| *outcome == Outcome::Held));
    rounds(&mut administrator).await;
    assert!(administrator.has(between), "what was done before the merger is here again");
    assert!(!administrator.has(unsent) && !administrator.has(new));
    // Nor is it refused once nothing more is waited for.
    let number = reconciling(&administrator).await.number;
    let reason = serde_json::json!({ "reason": "Các máy đã về đủ (mẫu)" });
    assert_eq!(close(&administrator, number, reason).await.0, 204);
    for device in [&mut long_mon, &mut thanh_an] {
        rounds(device).await;
        assert!(device.replica.refused().is_empty() && !device.replica.outbox().is_empty());
    }

    merge(&administrator, &[LONG_MON, THANH_AN]).await;
    for _ in 0..2 {
        for device in [&mut long_mon, &mut thanh_an, &mut administrator] {
            rounds(device).await;
            learn(device).await;
        }
    }
    for device in [&long_mon, &thanh_an, &administrator] {
        assert!(device.replica.outbox().is_empty() && device.replica.refused().is_empty());
        for (record, name) in [
            (old, "Đinh Văn Trước (mẫu)"),
            (between, "Đinh Văn Giữa (mẫu)"),
            (new, "Đinh Thị Sau (mẫu)"),
            (unsent, "Đinh Văn Chưa Gửi (mẫu)"),
        ] {
            assert_eq!((device.text(record, NAME).as_str(), device.view(record).partition), (name, NEW));
        }
        assert_eq!(device.text(old, POSITION), "Kế toán");
        assert_eq!(device.text(old, ACHIEVEMENTS), "Nhiều việc (mẫu)");
        assert!(device.view(old).conflicts.is_empty(), "{:?}", device.view(old).conflicts);
    }
    let found = looked(&app.folder).await;
    assert_eq!((found.records, found.faults), (4, Vec::new()), "none is there twice");
}

#[tokio::test]
async fn what_only_others_hold_of_the_new_unit_waits_for_a_person_until_it_is_there() {
    let (scene, [old, _, new]) = merged_since_the_backup().await;
    let Scene { app, mut administrator, mut long_mon, thanh_an, copy } = scene;
    long_mon.sync().await;
    // This device never comes back.
    let (gone, app) = (thanh_an, restored(app, &copy, &mut [&mut administrator, &mut long_mon]).await);
    for device in [&mut long_mon, &mut administrator] {
        rounds(device).await;
    }
    assert_eq!(copies(&administrator).await, [], "nobody reads the unit yet");
    merge(&administrator, &[LONG_MON, THANH_AN]).await;
    for device in [&mut administrator, &mut long_mon] {
        rounds(device).await;
        learn(device).await;
    }
    let waiting = copies(&administrator).await;
    assert!(!waiting.is_empty());
    for entry in &waiting {
        let told = accept(&administrator, entry).await;
        assert!(matches!(told.verdict, Verdict::Accepted | Verdict::Known), "{told:?}");
    }
    assert_eq!(copies(&administrator).await, []);
    for device in [&mut administrator, &mut long_mon] {
        rounds(device).await;
        assert_eq!(device.text(new, NAME), "Đinh Thị Sau (mẫu)");
        assert_eq!(device.text(old, ACHIEVEMENTS), "Nhiều việc (mẫu)");
        assert_eq!(device.text(old, POSITION), "Kế toán");
    }
    assert_eq!(administrator.view(new).rev.device, gone.id, "it is its author's");
    let found = looked(&app.folder).await;
    assert_eq!((found.records, found.faults), (3, Vec::new()));
}

#[tokio::test]
async fn a_unit_that_never_was_is_nobodys_where_nothing_was_restored() {
    let app = TestApp::start().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    device.sync().await;
    let known = device.directory.home;
    device.directory.home = NEW.0;
    device.believes(
        |account| {
            account.home = NEW;
            account
                .grants
                .iter_mut()
                .filter(|grant| grant.partition.0 == known)
                .for_each(|grant| grant.partition = NEW);
        },
        |_| {},
    );
    device.nominate("Đinh Văn Mẫu");
    let told = device.exchange().await;
    assert!(matches!(told.outcomes[0].1, Outcome::Refused(_)), "{:?}", told.outcomes);
}
