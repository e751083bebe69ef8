//! What an account reads no more: its device hands in what it had not sent, lets go of the rest, and says so.

use reqwest::Method;
use serde_json::json;
use thidua_domain::nomination::{NAME, POSITION};
use thidua_domain::record::PartitionId;
use thidua_sync::administration::Verdict;
use thidua_sync::client::{Handed, Stamp};
use thidua_sync::directory::Directory;
use thidua_sync::outcome::{Outcome, Reason};

use crate::backup::looked;
use crate::device::{CLUSTER, Device, LONG_MON, THANH_AN};
use crate::handin::{answer, tray};
use crate::test_app::TestApp;

/// The device asks who it is, as the app does after it was told of another scope.
pub async fn learn(device: &mut Device) {
    let directory: Directory = device.gets("/session").await.read();
    let account = directory.to_account().unwrap();
    device.directory = directory;
    let doubts = device.doubts;
    device.believes(|is| *is = account, |_| {});
    device.doubts = doubts;
}

async fn moves_to(administrator: &Device, login: &str, home: PartitionId) {
    let told = administrator.changes(login, |changed| changed.post.home = home.0).await;
    assert_eq!(told.status.as_u16(), 204, "{}", String::from_utf8_lossy(&told.body));
}

#[tokio::test]
async fn what_was_not_sent_is_handed_in_and_the_unit_goes_from_the_device() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut officer = Device::sign_in(app.url(""), "thanhan", 1).await;
    let known = officer.nominate("Đinh Văn Trước (mẫu)");
    officer.sync().await;
    officer.edit(known, POSITION, "Kế toán");
    let new = officer.nominate("Đinh Văn Sau (mẫu)");
    moves_to(&administrator, "thanhan", LONG_MON).await;

    let told = officer.exchange().await;
    assert_eq!(told.waiting, [2, 3]);
    assert_eq!(told.outcomes, [(2, Outcome::Held), (3, Outcome::Held)]);
    assert!(!officer.has(known) && !officer.has(new), "nothing of the unit is shown");
    assert!(officer.replica.rows().values().all(|row| row.partition != THANH_AN));
    let left = officer.replica.left();
    assert_eq!(left.iter().map(|(of, _, waiting)| (*of, *waiting)).collect::<Vec<_>>(), [(THANH_AN, 2)]);
    learn(&mut officer).await;
    assert!(officer.directory.places.iter().any(|place| place.id == THANH_AN.0 && !place.granted));
    let (body, _) = officer.request();
    let request = thidua_sync::wire::Request::decode(&body).unwrap();
    assert_eq!((request.operations.len(), request.awaits.len()), (0, 2), "they do not travel a second time");
    officer.sync().await;
    assert_eq!(officer.replica.meta().handed.get(&2), Some(&Handed::Left));

    let entries = tray(&office).await;
    assert_eq!(entries.iter().map(|entry| entry.counter).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(answer(&office, entries[0].entry, false).await.verdict, Verdict::Refused);
    // With the rights that its author had in the unit.
    assert_eq!(answer(&office, entries[1].entry, true).await.verdict, Verdict::Accepted);
    officer.sync().await;
    assert!(officer.replica.outbox().is_empty() && !officer.has(new));
    assert_eq!(officer.replica.refused()[&2].reason, Reason::ByPerson);
    assert!(officer.replica.left().iter().all(|(.., waiting)| *waiting == 0));
    let seen = officer.replica.saw_left(THANH_AN);
    officer.commit(seen);
    assert!(officer.replica.left().is_empty());
    office.sync().await;
    assert_eq!((office.text(new, NAME), office.view(new).partition), ("Đinh Văn Sau (mẫu)".into(), THANH_AN));
    assert_eq!(office.text(known, POSITION), "");
    assert_eq!(looked(&app.folder).await.faults, Vec::<String>::new());
}

#[tokio::test]
async fn a_unit_that_comes_back_is_told_anew_and_what_waits_goes_by_itself() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let office = Device::sign_in(app.url(""), "minhlong", 8).await;
    let mut officer = Device::sign_in(app.url(""), "thanhan", 1).await;
    let known = officer.nominate("Đinh Văn Trước (mẫu)");
    officer.sync().await;
    officer.edit(known, POSITION, "Kế toán");
    moves_to(&administrator, "thanhan", LONG_MON).await;
    officer.sync().await;
    learn(&mut officer).await;
    assert!(!officer.has(known));
    moves_to(&administrator, "thanhan", THANH_AN).await;
    officer.sync().await;
    learn(&mut officer).await;
    officer.sync().await;
    assert!(officer.replica.outbox().is_empty());
    assert_eq!(officer.text(known, POSITION), "Kế toán");
    assert!(tray(&office).await.is_empty(), "nobody need look at it any more");
    assert!(officer.replica.left().iter().all(|(of, ..)| *of != THANH_AN));
}

#[tokio::test]
async fn a_commune_that_leaves_its_cluster_lets_go_of_the_pledges_of_the_others() {
    let app = TestApp::start().await;
    let administrator = Device::sign_in(app.url(""), "quantri", 9).await;
    let mut officer = Device::sign_in(app.url(""), "thanhan", 1).await;
    let mut neighbour = Device::sign_in(app.url(""), "longmon", 2).await;
    let theirs = neighbour.pledge("Trồng mới 20 ha rừng (mẫu)");
    neighbour.sync().await;
    officer.sync().await;
    assert!(officer.has(theirs));
    let told = administrator.accounts().await;
    let cluster = told.places.iter().find(|place| place.place == CLUSTER.0).unwrap();
    let members: Vec<u32> = cluster.of.members.iter().copied().filter(|unit| *unit != THANH_AN.0).collect();
    let changed = json!({ "name": cluster.of.name, "members": members });
    let path = format!("/admin/places/{}", CLUSTER.0);
    assert_eq!(administrator.asks(Method::PUT, &path, &changed).await.status.as_u16(), 204);
    officer.sync().await;
    assert!(!officer.has(theirs));
    assert_eq!(officer.replica.left()[0].0, CLUSTER);
    // What was never the account's is refused as ever, and goes to nobody's desk.
    let now: Stamp = officer.now();
    officer.believes(
        |is| {
            is.grants.push(thidua_domain::access::Grant {
                partition: PartitionId(1),
                kind: thidua_domain::record::PartitionKind::Commune,
            });
        },
        |_| {},
    );
    officer.believes(|is| is.home = PartitionId(1), |_| {});
    let record = thidua_domain::record::RecordId::from_bytes([77; 16]);
    let fields = crate::device::a_nomination("Đinh Văn Lạ (mẫu)");
    let kind = thidua_domain::record::RecordKind::Nomination;
    let batch = officer.replica.create(now, record, kind, PartitionId(1), fields).unwrap();
    officer.commit(batch);
    let told = officer.exchange().await;
    assert!(matches!(told.outcomes[..], [(_, Outcome::Refused(Reason::Denied(_)))]), "{:?}", told.outcomes);
    assert!(told.waiting.is_empty());
}
