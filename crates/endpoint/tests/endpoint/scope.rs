//! Who receives what.

use std::time::Duration;

use thidua_domain::nomination;
use thidua_domain::record::Fields;
use thidua_sync::outcome::Outcome;

use crate::device::{CLUSTER, Device, LONG_MON, THANH_AN};
use crate::test_app::{Folder, TestApp};

#[tokio::test]
async fn a_nomination_reaches_its_commune_and_the_district_and_nobody_else() {
    let app = TestApp::start().await;
    let mut long_mon = Device::sign_in(app.url(""), "longmon", 1).await;
    let mut second = Device::sign_in(app.url(""), "longmon", 2).await;
    let mut district = Device::sign_in(app.url(""), "minhlong", 3).await;
    let mut thanh_an = Device::sign_in(app.url(""), "thanhan", 4).await;
    for device in [&mut second, &mut district, &mut thanh_an] {
        device.sync().await;
    }
    let record = long_mon.nominate("Đinh Văn Xuân");
    assert_eq!(long_mon.sync().await, 1, "one request is a whole exchange");
    assert_eq!(second.sync().await, 1);
    assert_eq!(district.sync().await, 1);
    assert_eq!(second.text(record, nomination::NAME), "Đinh Văn Xuân");
    assert_eq!(district.text(record, nomination::NAME), "Đinh Văn Xuân");

    for _ in 0..2 {
        let answer = thanh_an.exchange().await;
        assert!(answer.pages.is_empty() && answer.cursor.is_none());
    }
    assert!(!thanh_an.has(record));
    // Nor does a device that comes later, or one that asks for the record by its id.
    let mut late = Device::sign_in(app.url(""), "thanhan", 5).await;
    late.sync().await;
    assert!(!late.has(record));
    let (mut request, _) = late.replica.request(thidua_sync::client::Stamp(0));
    request.whole = vec![record];
    assert!(late.answer(request.encode()).await.pages.is_empty());
}

#[tokio::test]
async fn a_pledge_reaches_every_commune_of_the_cluster() {
    let app = TestApp::start().await;
    let mut devices = Vec::new();
    for (number, login) in (1..).zip(["longmon", "longhiep", "longmai", "longson", "thanhan", "minhlong"]) {
        devices.push(Device::sign_in(app.url(""), login, number).await);
    }
    let record = devices[0].pledge("Trồng mới 20 ha rừng gỗ lớn");
    for device in &mut devices {
        assert_eq!(device.sync().await, 1);
        assert_eq!(device.view(record).partition, CLUSTER);
    }
}

#[tokio::test]
async fn what_the_app_would_not_allow_the_endpoint_does_not_either() {
    let app = TestApp::start().await;
    let mut thanh_an = Device::sign_in(app.url(""), "thanhan", 1).await;
    // A device that believes to have another account than it has.
    let mut account = thanh_an.directory.to_account().unwrap();
    account.home = LONG_MON;
    account.grants[0].partition = LONG_MON;
    assert_ne!(account.home, THANH_AN);
    let meta = thidua_sync::client::Meta::new(thanh_an.id);
    thanh_an.replica = thidua_sync::client::Replica::new(account, meta, [], [], []);
    thanh_an.directory.home = LONG_MON.0;
    thanh_an.nominate("Kẻ Giả Mạo");
    let answer = thanh_an.exchange().await;
    assert!(matches!(answer.outcomes[..], [(1, Outcome::Refused(_))]), "{:?}", answer.outcomes);
    let mut long_mon = Device::sign_in(app.url(""), "longmon", 2).await;
    long_mon.sync().await;
    assert!(long_mon.replica.rows().is_empty());
}

#[tokio::test]
async fn a_large_first_pull_comes_page_by_page_and_whole() {
    // So many make a snapshot, if the machine takes a minute for this: here it is about the pages of answers.
    let app =
        TestApp::with(Folder::new(), |with| with.snapshots_every = Duration::from_secs(1_000_000)).await;
    let mut long_mon = Device::sign_in(app.url(""), "longmon", 1).await;
    // Words that compress well: such a page ends by its bytes before compression.
    for number in 0..600 {
        let record = long_mon.nominate(&format!("Đinh Văn {number}"));
        let prose = "thực hiện tốt nhiệm vụ được giao; ".repeat(100);
        let now = long_mon.now();
        let fields = Fields::from_iter([(nomination::ACHIEVEMENTS, prose.as_str().into())]);
        let batch = long_mon.replica.edit(now, record, fields).unwrap();
        long_mon.commit(batch);
    }
    long_mon.sync().await;
    let mut district = Device::sign_in(app.url(""), "minhlong", 2).await;
    let rounds = district.sync().await;
    assert!(rounds > 1, "more than one page");
    assert_eq!(district.replica.rows().len(), 600);
    assert_eq!(district.replica.rows(), long_mon.replica.rows());
}
