//! Movements and models in the place that all units share: two units at once without a line, and what is nobody's to write.

use thidua_domain::access::{Denial, Role};
use thidua_domain::evidence::{self, Evidence, FileDigest, FileKind};
use thidua_domain::fault::Fault;
use thidua_domain::model::{self, Model};
use thidua_domain::movement::{self, Audience, Movement, Standing, State};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_sync::client::CommandError;
use thidua_sync::outcome::{Outcome, Reason};

use crate::device::{COMMONS, Device, LONG_MON, THANH_AN};
use crate::evidence::{a_file, get, patch, send_rest};
use crate::test_app::TestApp;
use crate::versions::unpacked;

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn of(field: Field, unit: PartitionId) -> Field {
    Field::of_item(field.number, unit.0)
}

fn a_movement() -> Fields {
    Fields::from_iter([
        (movement::NAME, "Chung sức xây dựng nông thôn mới (mẫu)".into()),
        (movement::AIM, "Mỗi xã thêm một tiêu chí.".into()),
        (movement::FROM, "2024-03-01".into()),
        (movement::UNTIL, "2024-12-31".into()),
        (movement::AUDIENCE, Audience::Communes.code().into()),
        (movement::JOIN_BY, "2024-03-31".into()),
        (Field::of_item(movement::TARGET_NAME.number, 7), "Đường bê tông".into()),
        (Field::of_item(movement::TARGET_PLAN.number, 7), 5.into()),
    ])
}

fn edit(device: &mut Device, record: RecordId, changes: &[(Field, Value)]) -> Result<(), CommandError> {
    let now = device.now();
    let batch = device.replica.edit(now, record, changes.iter().cloned().collect())?;
    device.commit(batch);
    Ok(())
}

/// The reasons for which a device was refused, and what of its work was.
fn refused(device: &Device) -> Vec<Reason> {
    device.replica.refused().values().map(|refused| refused.reason.clone()).collect()
}

async fn scene(app: &TestApp) -> (Device, Device, Device) {
    let office = Device::sign_in(app.url(""), "minhlong", 201).await;
    let one = Device::sign_in(app.url(""), "longmon", 202).await;
    (office, one, Device::sign_in(app.url(""), "thanhan", 203).await)
}

#[tokio::test]
async fn two_units_join_and_tell_their_results_without_a_line_and_never_meet() {
    let app = TestApp::start().await;
    let (mut office, mut one, mut other) = scene(&app).await;
    let record = office.create(RecordKind::Movement, COMMONS, a_movement());
    for device in [&mut office, &mut one, &mut other] {
        device.sync().await;
    }
    // Both are up in their communes now, for months.
    for (device, unit, reached) in [(&mut one, LONG_MON, 2), (&mut other, THANH_AN, 4)] {
        edit(device, record, &[(of(movement::JOINED_ON, unit), "2024-03-10".into())]).unwrap();
        edit(
            device,
            record,
            &[
                (of(movement::INTERIM_ON, unit), "2024-07-01".into()),
                (of(movement::INTERIM_RESULT, unit), "Đã làm đường thôn.".into()),
                (movement::interim_figure(7, unit.0), reached.into()),
            ],
        )
        .unwrap();
        edit(
            device,
            record,
            &[
                (of(movement::FINAL_ON, unit), "2024-12-20".into()),
                (of(movement::FINAL_RESULT, unit), "Hoàn thành.".into()),
                (movement::final_figure(7, unit.0), (reached + 1).into()),
            ],
        )
        .unwrap();
    }
    // And the office changes the text meanwhile.
    edit(&mut office, record, &[(movement::AIM, "Mỗi xã thêm hai tiêu chí.".into())]).unwrap();
    office.sync().await;
    for device in [&mut one, &mut other] {
        let answer = device.exchange().await;
        let meets = |outcome: &Outcome| !matches!(outcome, Outcome::Applied | Outcome::Merged);
        assert!(!answer.outcomes.is_empty() && !answer.outcomes.iter().any(|(_, outcome)| meets(outcome)));
    }
    for device in [&mut office, &mut one, &mut other] {
        device.sync().await;
        let view = device.view(record);
        assert!(view.conflicts.is_empty());
        let read = Movement::read(&view.fields);
        assert_eq!(read.aim, "Mỗi xã thêm hai tiêu chí.");
        let figures: Vec<_> =
            read.parts.iter().map(|(unit, part)| (*unit, part.last.figures[&7].mantissa())).collect();
        assert_eq!(figures, [(LONG_MON, 3), (THANH_AN, 5)]);
        let standing = |unit| read.standing(unit, day("2025-01-20"));
        assert_eq!((standing(LONG_MON), standing(PartitionId(1))), (Standing::Final, Standing::JoinsLate));
    }

    edit(
        &mut office,
        record,
        &[(movement::CLOSED_ON, "2025-01-20".into()), (movement::SUMMARY, "Hai xã dẫn đầu.".into())],
    )
    .unwrap();
    office.sync().await;
    one.sync().await;
    assert_eq!(Movement::read(&one.view(record).fields).state(day("2025-01-21")), State::Closed);
}

#[tokio::test]
async fn the_endpoint_refuses_what_is_not_a_units_to_write() {
    let app = TestApp::start().await;
    let (mut office, mut unit, _) = scene(&app).await;
    let record = office.create(RecordKind::Movement, COMMONS, a_movement());
    office.sync().await;
    unit.sync().await;
    let join = |unit| (of(movement::JOINED_ON, unit), Value::from("2024-03-10"));
    let attempts: [(Vec<(Field, Value)>, Denial); 4] = [
        (vec![(movement::NAME, "Tên khác (mẫu)".into())], Denial::NotStandingOffice),
        (vec![join(THANH_AN)], Denial::OtherUnit),
        (vec![join(LONG_MON), join(THANH_AN)], Denial::OtherUnit),
        (vec![join(LONG_MON), (movement::CLOSED_ON, "2024-04-01".into())], Denial::NotStandingOffice),
    ];
    // The device says so before anything is stored.
    for (changes, denial) in &attempts {
        let told = edit(&mut unit, record, changes);
        assert!(
            matches!(told, Err(CommandError::Refused(Reason::Denied(why))) if why == *denial),
            "{told:?}"
        );
    }
    // One that believes to be more than it is hears it from the endpoint, and keeps what was typed.
    unit.believes(|account| account.role = Role::Administrator, |_| {});
    for (changes, _) in &attempts {
        edit(&mut unit, record, changes).unwrap();
        unit.exchange().await;
    }
    let now = unit.now();
    let batch = unit.replica.delete(now, record).unwrap();
    unit.commit(batch);
    unit.exchange().await;
    let own = unit.create(RecordKind::Movement, COMMONS, a_movement());
    unit.exchange().await;
    let expected = attempts.iter().map(|(_, denial)| *denial);
    let expected: Vec<_> = expected.chain([Denial::NotStandingOffice; 2]).map(Reason::Denied).collect();
    assert_eq!(refused(&unit), expected);
    office.sync().await;
    assert!(!office.has(own) && !office.view(record).deleted);
    assert!(Movement::read(&office.view(record).fields).parts.is_empty());
}

#[tokio::test]
async fn days_in_the_wrong_order_and_results_before_joining_are_refused_at_their_field() {
    let app = TestApp::start().await;
    let (mut office, mut unit, _) = scene(&app).await;
    let record = office.create(RecordKind::Movement, COMMONS, a_movement());
    office.sync().await;
    unit.sync().await;
    // The form asks the same before it saves; an app that does not meets the endpoint.
    let result = of(movement::FINAL_RESULT, LONG_MON);
    edit(&mut unit, record, &[(result, "Xong.".into())]).unwrap();
    unit.sync().await;
    let not_begun = Fault::NotBegun(of(movement::JOINED_ON, LONG_MON));
    assert_eq!(refused(&unit), [Reason::Fault(not_begun)]);
    let kept: Vec<_> =
        unit.replica.refused().values().map(|refused| refused.op.changes[0].value.clone()).collect();
    assert_eq!(kept, ["Xong.".into()], "what was typed is not lost");

    edit(&mut office, record, &[(movement::UNTIL, "2024-02-01".into())]).unwrap();
    let mut wrong = a_movement();
    wrong.insert(movement::UNTIL, "2024-02-01".into());
    office.create(RecordKind::Movement, COMMONS, wrong);
    office.sync().await;
    let backwards = || Reason::Fault(Fault::Backwards(movement::UNTIL));
    assert_eq!(refused(&office), [backwards(), backwards()]);
    // A movement without an aim does not come to be at all.
    let mut aimless = a_movement();
    aimless.remove(&movement::AIM);
    let (now, id) = (office.now(), RecordId::from_bytes([9; 16]));
    let told = office.replica.create(now, id, RecordKind::Movement, COMMONS, aimless);
    assert!(matches!(told, Err(CommandError::Refused(Reason::Fault(Fault::Missing(movement::AIM))))));
}

fn a_model(unit: PartitionId) -> Fields {
    Fields::from_iter([
        (model::UNIT, i64::from(unit.0).into()),
        (model::NAME, "Tổ tự quản thu gom rác (mẫu)".into()),
        (model::WHAT, "Mỗi thôn một tổ.".into()),
        (model::HOW, "Họp thôn, chia tuyến, gom hằng tuần.".into()),
        (model::WORK, model::Work::NewRural.code().into()),
    ])
}

#[tokio::test]
async fn pictures_of_a_model_are_its_units_to_send_and_everybodys_to_see() {
    let app = TestApp::start().await;
    let (mut office, mut owner, mut other) = scene(&app).await;
    let bytes = a_file(FileKind::Photograph, 90_000);
    let digest = FileDigest::of(&bytes);
    let named = Evidence {
        item: 4,
        digest,
        kind: FileKind::Photograph,
        size: 90_000,
        name: "to-tu-quan.jpg",
        note: "Ngày đầu (mẫu)",
    };
    let mut fields = a_model(LONG_MON);
    fields.extend(evidence::fields_of(&named));
    let record = owner.create(RecordKind::Model, COMMONS, fields);
    for device in [&mut owner, &mut office, &mut other] {
        device.sync().await;
    }
    assert_eq!(get(&other, record, digest).await.refusal(), (404, "not_uploaded".to_owned()));
    assert_eq!(patch(&other, record, digest, 0, &bytes).await.status(), 413, "larger than a piece may be");
    assert_eq!(patch(&other, record, digest, 0, &bytes[..1_000]).await.status(), 403, "another unit's");
    send_rest(&owner, record, digest, &bytes, 0).await;
    for device in [&owner, &other, &office] {
        assert!(get(device, record, digest).await.body == bytes);
    }
    // A file that is no picture is none of a model's.
    let mut with_pdf = a_model(LONG_MON);
    let pdf = Evidence { kind: FileKind::Pdf, ..named };
    with_pdf.extend(evidence::fields_of(&pdf));
    let (now, id) = (owner.now(), RecordId::from_bytes([9; 16]));
    let told = owner.replica.create(now, id, RecordKind::Model, COMMONS, with_pdf);
    assert!(matches!(told, Err(CommandError::Refused(Reason::Fault(Fault::OutOfRange { .. })))), "{told:?}");
}

#[tokio::test]
async fn units_tell_that_they_copy_a_model_at_the_same_time_and_nobody_writes_anothers() {
    let app = TestApp::start().await;
    let (mut office, mut owner, mut other) = scene(&app).await;
    let mut third = Device::sign_in(app.url(""), "longmai", 204).await;
    let record = owner.create(RecordKind::Model, COMMONS, a_model(LONG_MON));
    for device in [&mut owner, &mut office, &mut other, &mut third] {
        device.sync().await;
    }
    let third_unit = PartitionId(third.directory.home);
    for (device, unit) in [(&mut other, THANH_AN), (&mut third, third_unit)] {
        edit(
            device,
            record,
            &[
                (of(model::COPIED_SINCE, unit), "2024-05-01".into()),
                (of(model::COPY_RESULT, unit), "Hai thôn làm theo.".into()),
            ],
        )
        .unwrap();
    }
    edit(&mut owner, record, &[(model::HOW, "Họp thôn, chia tuyến, gom hằng tuần, công khai quỹ.".into())])
        .unwrap();
    for device in [&mut owner, &mut other, &mut third, &mut office] {
        device.sync().await;
    }
    owner.sync().await;
    let view = owner.view(record);
    assert!(view.conflicts.is_empty());
    let copies: Vec<_> = Model::read(&view.fields).copies.keys().copied().collect();
    assert_eq!(copies, [third_unit, THANH_AN]);

    let denied = |told: Result<(), CommandError>| match told {
        Err(CommandError::Refused(Reason::Denied(why))) => Some(why),
        _ => None,
    };
    let foreign = edit(&mut other, record, &[(model::HOW, "Cách khác.".into())]);
    assert_eq!(denied(foreign), Some(Denial::OtherUnit));
    let now = other.now();
    let gone = other.replica.delete(now, record).map(drop);
    assert_eq!(denied(gone), Some(Denial::OtherUnit));
    let early = edit(&mut owner, record, &[(of(model::COPIED_SINCE, LONG_MON), "2024-05-01".into())]);
    assert_eq!(denied(early), Some(Denial::OtherUnit), "nobody copies what is their own");
}

#[tokio::test]
async fn a_committee_of_an_earlier_version_gets_its_commons_once() {
    let app = TestApp::over(unpacked("0007"), None).await;
    let commons = async |app: &TestApp| {
        let device = Device::sign_in(app.url(""), "longmon", 202).await;
        let places = &device.directory.places;
        let found: Vec<_> = places.iter().filter(|place| place.kind == "commons").cloned().collect();
        found
    };
    let first = commons(&app).await;
    assert_eq!(first.len(), 1);
    assert!(first[0].granted && first[0].name == "Việc chung");
    let app = TestApp::over(app.stop().await, None).await;
    assert_eq!(commons(&app).await, first);

    let mut office = Device::sign_in(app.url(""), "minhlong", 201).await;
    let record = office.create(RecordKind::Movement, PartitionId(first[0].id), a_movement());
    office.sync().await;
    let mut unit = Device::sign_in(app.url(""), "longmon", 202).await;
    unit.sync().await;
    assert!(unit.has(record));
}
