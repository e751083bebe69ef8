//! What the law forbids outright is refused by the endpoint too, by the code that the forms ask; and the committee's
//! settings are the administrator's alone.

use thidua_domain::access::Denial;
use thidua_domain::fault::Fault;
use thidua_domain::nomination::{AWARD, BIRTH_YEAR, NAME, RATING, RULE_SET, SUBJECT, YEAR};
use thidua_domain::record::{Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::setting::{KEY, REASON, SET_BY, VALID_FROM, VALUE};
use thidua_sync::outcome::{Outcome, Reason};

use crate::device::Device;
use crate::test_app::TestApp;

const COMMITTEE: PartitionId = PartitionId(9);

fn advanced(rating: i64) -> Fields {
    Fields::from_iter([
        (SUBJECT, 1.into()),
        (AWARD, "lao_dong_tien_tien".into()),
        (YEAR, 2023.into()),
        (RULE_SET, "R2022_98".into()),
        (NAME, "Đinh Văn Hòa".into()),
        (RATING, rating.into()),
    ])
}

fn setting(value: i64) -> Fields {
    Fields::from_iter([
        (KEY, "base_salary".into()),
        (VALUE, value.into()),
        (VALID_FROM, "2027-07-01".into()),
        (REASON, "Nghị định mới".into()),
        (SET_BY, "Người quản trị (mẫu)".into()),
    ])
}

async fn outcomes(device: &mut Device) -> Vec<Outcome> {
    device.exchange().await.outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

fn refused(fault: Fault) -> Outcome {
    Outcome::Refused(Reason::Fault(fault))
}

#[tokio::test]
async fn a_nomination_that_the_law_forbids_is_refused_and_the_others_are_not() {
    let app = TestApp::start().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let home = PartitionId(device.directory.home);
    let completed = device.create(RecordKind::Nomination, home, advanced(2));
    let good = device.create(RecordKind::Nomination, home, advanced(3));
    // "Hoàn thành nhiệm vụ" is less than Lao động tiên tiến asks for: R05.
    assert_eq!(outcomes(&mut device).await, [refused(Fault::Forbidden(5)), Outcome::Applied]);
    assert!(!device.has(completed));

    device.edit_value(good, RATING, 1.into());
    assert_eq!(outcomes(&mut device).await, [refused(Fault::Forbidden(5))]);
    assert_eq!(device.view(good).fields.get(&RATING), Some(&Value::Int(3)), "the edit was taken back");
    device.edit_value(good, BIRTH_YEAR, 1980.into());
    assert_eq!(outcomes(&mut device).await, [Outcome::Applied]);
}

#[tokio::test]
async fn an_award_for_others_is_refused() {
    let app = TestApp::start().await;
    let mut device = Device::sign_in(app.url(""), "longmon", 1).await;
    let home = PartitionId(device.directory.home);
    let mut flag = advanced(3);
    flag.insert(AWARD, "co_thi_dua_tinh".into());
    device.create(RecordKind::Nomination, home, flag);
    assert_eq!(outcomes(&mut device).await, [refused(Fault::AwardNotForSubject)]);
}

#[tokio::test]
async fn settings_are_the_administrators_and_must_be_believable() {
    let app = TestApp::start().await;
    let mut administrator = Device::sign_in(app.url(""), "quantri", 1).await;
    let good = administrator.create(RecordKind::Setting, COMMITTEE, setting(2_700_000));
    administrator.create(RecordKind::Setting, COMMITTEE, setting(0));
    let told = outcomes(&mut administrator).await;
    assert_eq!(told[0], Outcome::Applied);
    assert!(matches!(told[1], Outcome::Refused(Reason::Fault(Fault::OutOfRange { .. }))), "{told:?}");

    let mut officer = Device::sign_in(app.url(""), "longmon", 2).await;
    officer.sync().await;
    assert_eq!(officer.view(good).fields.get(&VALUE), Some(&Value::Int(2_700_000)));
    let now = officer.now();
    let record = RecordId::from_bytes([7; 16]);
    let told = officer.replica.create(now, record, RecordKind::Setting, COMMITTEE, setting(2_800_000));
    let denied = Reason::Denied(Denial::NotAdministrator);
    assert!(matches!(told, Err(thidua_sync::client::CommandError::Refused(reason)) if reason == denied));
}
