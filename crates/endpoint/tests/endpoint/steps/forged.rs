//! Devices that believe to have another account than they have: the endpoint asks its own.

use thidua_domain::access::{Denial, Grant, Role};
use thidua_domain::decision;
use thidua_domain::dossier::State;
use thidua_domain::dossier::Step::{Appraise, Consider, Submit};
use thidua_domain::nomination::{ACHIEVEMENTS, NAME};
use thidua_domain::obstacle::Obstacle;
use thidua_domain::record::{Fields, PartitionKind, RecordId, RecordKind, Value};
use thidua_domain::{dossier, step};
use thidua_sync::client::{CommandError, Pending, PendingState, Write};
use thidua_sync::operation::{Action, Change, Operation};
use thidua_sync::outcome::{Outcome, Reason};

use super::scene::{DAY, On, Scene};
use crate::device::{COMMITTEE, Device, LONG_MON, a_nomination};
use crate::taken::of_dossier;

fn nothing(_: &mut Device, _: &On) {}

/// Sends what the device has, and looks whether all of it came back for the reason, is kept, and changed nothing.
async fn comes_back(scene: &Scene, device: &mut Device, reason: Reason) {
    let before = scene.rows().await;
    let typed: Vec<_> = device.replica.outbox().values().map(|pending| pending.op.clone()).collect();
    assert!(!typed.is_empty());
    for (counter, outcome) in device.exchange().await.outcomes {
        assert_eq!(outcome, Outcome::Refused(reason.clone()), "operation {counter}");
    }
    for op in typed {
        let refused = &device.replica.refused()[&op.counter];
        assert_eq!((&refused.reason, &refused.op.changes), (&reason, &op.changes));
    }
    assert!(device.replica.outbox().is_empty());
    assert_eq!(scene.rows().await, before);
}

#[tokio::test]
async fn the_standing_offices_steps_are_not_the_units() {
    let mut scene = Scene::begin().await;
    let on = scene.set(&[Consider, Submit], nothing).await;
    let mut forger = Device::sign_in(scene.app.url(""), "longmon", 7).await;
    forger.sync().await;
    forger.believes(|account| account.role = Role::EmulationOfficer, |_| {});
    forger.step(on.dossier, of_dossier(Appraise, DAY, &[]));
    let reason = Reason::Obstacle(Obstacle::NotTheStandingOffice);
    comes_back(&scene, &mut forger, reason).await;
    let paper = scene.office.view(on.paper).fields;
    forger.create(RecordKind::Decision, COMMITTEE, paper);
    comes_back(&scene, &mut forger, Reason::Denied(Denial::NotStandingOffice)).await;
    forger.edit(on.paper, decision::SIGNER, "Ai đó");
    comes_back(&scene, &mut forger, Reason::Denied(Denial::NotStandingOffice)).await;
    assert_eq!(State::of(&forger.view(on.dossier).fields), State::Submitted);
}

#[tokio::test]
async fn a_step_has_the_name_of_its_account() {
    let mut scene = Scene::begin().await;
    let on = scene.set(&[Consider, Submit], nothing).await;
    let mut forger = Device::sign_in(scene.app.url(""), "minhlong", 7).await;
    forger.sync().await;
    forger.believes(|account| account.name = "Người khác".to_owned(), |_| {});
    forger.step(on.dossier, of_dossier(Appraise, DAY, &[]));
    comes_back(&scene, &mut forger, Reason::Obstacle(Obstacle::OtherAuthor)).await;
}

#[tokio::test]
async fn a_member_of_the_council_reads_only() {
    let mut scene = Scene::begin().await;
    let on = scene.set(&[Consider, Submit], nothing).await;
    let mut member = Device::sign_in(scene.app.url(""), "hoidong1", 7).await;
    member.sync().await;
    let denied = Err(CommandError::Refused(Reason::Denied(Denial::ReadsOnly)));
    assert_eq!(member.try_step(on.dossier, of_dossier(Appraise, DAY, &[])), denied);
    let now = member.now();
    let name = Fields::from_iter([(NAME, "Khác".into())]);
    assert_eq!(member.replica.edit(now, on.dossier, name).map(drop), denied);

    member.believes(|account| account.role = Role::EmulationOfficer, |_| {});
    member.step(on.dossier, of_dossier(Appraise, DAY, &[]));
    member.create(RecordKind::Nomination, LONG_MON, a_nomination("Đinh Văn Không"));
    let now = member.now();
    let batch = member.replica.delete(now, on.paper).unwrap();
    member.commit(batch);
    comes_back(&scene, &mut member, Reason::Denied(Denial::ReadsOnly)).await;
}

#[tokio::test]
async fn a_dossier_of_another_unit_is_out_of_reach() {
    let mut scene = Scene::begin().await;
    let on = scene.set(&[Consider], nothing).await;
    let row = scene.unit.replica.rows()[&on.dossier].clone();
    let mut forger = Device::sign_in(scene.app.url(""), "thanhan", 7).await;
    forger.sync().await;
    assert!(!forger.has(on.dossier));
    let grant = Grant { partition: LONG_MON, kind: PartitionKind::Commune };
    forger.believes(
        |account| {
            account.grants.push(grant);
            account.home = LONG_MON;
        },
        |rows| _ = rows.insert(row.id, row),
    );
    forger.edit(on.dossier, ACHIEVEMENTS, "Lời của người khác.");
    comes_back(&scene, &mut forger, Reason::Denied(Denial::OutOfScope)).await;
    forger.step(on.dossier, of_dossier(Submit, DAY, &[]));
    comes_back(&scene, &mut forger, Reason::Denied(Denial::OutOfScope)).await;
}

/// What only steps write, and what only the endpoint writes.
#[tokio::test]
async fn states_and_numbers_are_not_typed() {
    let mut scene = Scene::begin().await;
    let on = scene.set(&[], nothing).await;
    let (nomination, paper) = (scene.unit.view(on.dossier), scene.office.view(on.paper));
    let cases = [
        (RecordKind::Nomination, LONG_MON, step::STATE, Value::from(9), &nomination.fields),
        (RecordKind::Nomination, LONG_MON, step::of(step::KIND, 1), 1.into(), &nomination.fields),
        (RecordKind::Nomination, LONG_MON, dossier::DECISION_NUMBER, "1/QĐ-UBND".into(), &nomination.fields),
        (RecordKind::Decision, COMMITTEE, decision::NUMBER, 7.into(), &paper.fields),
        (RecordKind::Decision, COMMITTEE, step::STATE, 1.into(), &paper.fields),
    ];
    let locked = Reason::Obstacle(Obstacle::Locked);
    let mut forger = Device::sign_in(scene.app.url(""), "minhlong", 7).await;
    forger.sync().await;
    for (kind, partition, field, value, fields) in cases {
        let record = if kind == RecordKind::Decision { on.paper } else { on.dossier };
        let mut fields = fields.clone();
        fields.insert(field, value.clone());
        let now = forger.now();
        let made = RecordId::from_bytes([77; 16]);
        let told = forger.replica.create(now, made, kind, partition, fields).map(drop);
        assert_eq!(told, Err(CommandError::Refused(locked.clone())), "{field:?}");
        // An app that does not ask.
        let base = forger.replica.rows()[&record].rev;
        let change = Change { field, base: None, value, settles: Vec::new() };
        let counter = forger.replica.meta().next_counter;
        let op = Operation {
            device: forger.id,
            counter,
            record,
            partition,
            kind: kind.code(),
            action: Action::Edit,
            schema: thidua_sync::operation::SCHEMA,
            base: Some(base),
            changes: vec![change],
            parents: Vec::new(),
            device_time_ms: 0,
            clock_offset_ms: None,
        };
        let mut batch = forger.replica.nothing();
        batch.meta.next_counter += 1;
        batch.writes.push(Write::PutPending(Pending { op, state: PendingState::Open }));
        forger.commit(batch);
        comes_back(&scene, &mut forger, locked.clone()).await;
    }
}
