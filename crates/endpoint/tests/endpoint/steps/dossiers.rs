//! Two who work on one dossier and do not hear of each other.

use thidua_domain::dossier::State;
use thidua_domain::dossier::Step::{self, Appraise, Approve, Consider, Merge, Return, Submit, Withdraw};
use thidua_domain::nomination::{ACHIEVEMENTS, NAME, RECEIVED_ON};
use thidua_domain::obstacle::Obstacle as O;
use thidua_domain::record::RecordId;
use thidua_domain::step;
use thidua_sync::client::CommandError;
use thidua_sync::outcome::Reason;

use super::scene::{Case, DAY, Late, On, Scene, Told, back, figures_of, texts};
use crate::device::Device;
use crate::taken::{because, link, of_dossier};

const PARENT: Told = Told::Back(Reason::ParentRefused);

fn take(device: &mut Device, taken: Step, on: RecordId) {
    device.step(on, of_dossier(taken, DAY, &[]));
}

fn give_back(device: &mut Device, on: RecordId) {
    device.step(on, of_dossier(Return, DAY, &[because("Thiếu số liệu")]));
}

fn delete(device: &mut Device, on: RecordId) {
    let now = device.now();
    let batch = device.replica.delete(now, on).unwrap();
    device.commit(batch);
}

fn write(device: &mut Device, on: &On) {
    device.edit(on.dossier, ACHIEVEMENTS, "Lời của đơn vị.");
}

fn nothing(_: &mut Device, _: &On) {}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn whoever_is_late_is_told_why_and_keeps_what_they_wrote() {
    let case = |what, way, late, meanwhile, told: &[Told]| Case {
        what,
        way,
        before: nothing,
        who: Late::Unit,
        late,
        meanwhile,
        told: told.to_vec(),
    };
    let by_second = |case: Case| Case { who: Late::Second, ..case };
    let cases = [
        case(
            "the dossier was handed up and returned while its officer wrote it",
            &[Consider],
            write,
            |office, on| {
                take(office, Submit, on.dossier);
                give_back(office, on.dossier);
            },
            &[Told::Through],
        ),
        case(
            "it was returned, and somebody has written the same sentence",
            &[Consider],
            write,
            |office, on| {
                office.edit(on.dossier, ACHIEVEMENTS, "Lời của Phòng Nội vụ.");
                take(office, Submit, on.dossier);
                give_back(office, on.dossier);
            },
            &[Told::Both],
        ),
        case(
            "it was handed up and not returned",
            &[Consider],
            write,
            |office, on| take(office, Submit, on.dossier),
            &[back(O::Locked)],
        ),
        case(
            "it was returned, and somebody else has written it and handed it up again",
            &[Consider, Submit, Return],
            |unit, on| {
                write(unit, on);
                take(unit, Submit, on.dossier);
            },
            |office, on| {
                office.edit(on.dossier, NAME, "Đinh Thị Xuân");
                take(office, Submit, on.dossier);
            },
            &[back(O::Locked), back(O::StateMoved)],
        ),
        case(
            "it was written after it was read, before it was handed up",
            &[Consider],
            |unit, on| take(unit, Submit, on.dossier),
            |office, on| office.edit(on.dossier, NAME, "Đinh Thị Xuân"),
            &[back(O::TextMoved)],
        ),
        case(
            "it was written after the meeting saw it, and what follows goes with it",
            &[],
            |unit, on| {
                take(unit, Consider, on.dossier);
                take(unit, Submit, on.dossier);
                take(unit, Consider, on.other);
            },
            |office, on| office.edit(on.dossier, NAME, "Đinh Thị Xuân"),
            &[back(O::TextMoved), PARENT, Told::Through],
        ),
        case(
            "two wrote the same sentence, and one hands it up before anybody has chosen",
            &[Consider],
            |unit, on| {
                write(unit, on);
                take(unit, Submit, on.dossier);
            },
            |office, on| office.edit(on.dossier, ACHIEVEMENTS, "Lời của Phòng Nội vụ."),
            &[Told::Both, back(O::Unsettled)],
        ),
        case(
            "it was appraised before it was withdrawn, and what was written then comes back too",
            &[Consider, Submit],
            |unit, on| {
                take(unit, Withdraw, on.dossier);
                write(unit, on);
            },
            |office, on| take(office, Appraise, on.dossier),
            &[back(O::StateMoved), PARENT],
        ),
        by_second(case(
            "two offices appraise it",
            &[Consider, Submit],
            |second, on| take(second, Appraise, on.dossier),
            |office, on| take(office, Appraise, on.dossier),
            &[back(O::StateMoved)],
        )),
        by_second(case(
            "one office returns what the other has appraised",
            &[Consider, Submit],
            |second, on| give_back(second, on.dossier),
            |office, on| take(office, Appraise, on.dossier),
            &[back(O::StateMoved)],
        )),
        by_second(case(
            "two offices enter the council's vote",
            &[Consider, Submit, Appraise],
            |second, on| second.step(on.other, of_dossier(Approve, DAY, &figures_of(4))),
            |office, on| office.step(on.other, of_dossier(Approve, DAY, &figures_of(5))),
            &[back(O::StateMoved)],
        )),
        case(
            "it is deleted after it was handed up",
            &[Consider],
            |unit, on| delete(unit, on.dossier),
            |office, on| take(office, Submit, on.dossier),
            &[back(O::Locked)],
        ),
        case(
            "it was deleted before it was considered",
            &[],
            |unit, on| take(unit, Consider, on.dossier),
            |office, on| delete(office, on.dossier),
            &[back(O::Deleted)],
        ),
        case(
            "it was merged into another before it was handed up",
            &[Consider],
            |unit, on| take(unit, Submit, on.dossier),
            |office, on| office.step(on.dossier, of_dossier(Merge, DAY, &[link(on.other)])),
            &[back(O::Merged)],
        ),
        case(
            "the one that it is merged into was itself merged away, into this one",
            &[Consider],
            |unit, on| unit.step(on.dossier, of_dossier(Merge, DAY, &[link(on.other)])),
            |office, on| office.step(on.other, of_dossier(Merge, DAY, &[link(on.dossier)])),
            &[back(O::Merged)],
        ),
        case(
            "the one that it is merged into was deleted",
            &[Consider],
            |unit, on| unit.step(on.dossier, of_dossier(Merge, DAY, &[link(on.other)])),
            |office, on| delete(office, on.other),
            &[back(O::LinkMissing)],
        ),
        case(
            "the day of receipt is the office's once it was handed up",
            &[Consider],
            |unit, on| unit.edit(on.dossier, RECEIVED_ON, "2024-01-02"),
            |office, on| take(office, Submit, on.dossier),
            &[back(O::Locked)],
        ),
        by_second(case(
            "the office marks the receipt while somebody else appraises",
            &[Consider, Submit],
            |second, on| second.edit(on.dossier, RECEIVED_ON, "2024-01-15"),
            |office, on| take(office, Appraise, on.dossier),
            &[Told::Through],
        )),
    ];
    let mut scene = Scene::begin().await;
    for case in &cases {
        let on = scene.play(case).await;
        // However it went, no text of the endpoint's is half the one and half the other.
        let (name, achievements) = texts(&scene.office, on.dossier);
        assert!(["Đinh Văn Xuân", "Đinh Thị Xuân"].contains(&name.as_str()), "{}", case.what);
        let known = ["Hoàn thành tốt nhiệm vụ.", "Lời của đơn vị.", "Lời của Phòng Nội vụ."];
        assert!(known.contains(&achievements.as_str()), "{}", case.what);
    }
}

#[tokio::test]
async fn an_edit_of_a_returned_dossier_is_there_to_be_handed_up_again() {
    let mut scene = Scene::begin().await;
    let on = scene.set(&[Consider], nothing).await;
    write(&mut scene.unit, &on);
    take(&mut scene.office, Submit, on.dossier);
    give_back(&mut scene.office, on.dossier);
    scene.office.sync().await;
    scene.unit.sync().await;
    let view = scene.unit.view(on.dossier);
    assert_eq!((State::of(&view.fields), view.conflicts.len()), (State::Returned, 0));
    assert_eq!(step::entries(&view.fields).pop().unwrap().reason, "Thiếu số liệu");
    assert_eq!(texts(&scene.unit, on.dossier).1, "Lời của đơn vị.");
    // What was returned is still told as it was.
    let returned = thidua_domain::dossier::text_at(&view.fields, 3);
    assert_eq!(returned[&ACHIEVEMENTS], "Hoàn thành tốt nhiệm vụ.".into());
    take(&mut scene.unit, Submit, on.dossier);
    scene.everybody_syncs().await;
    assert_eq!(State::of(&scene.office.view(on.dossier).fields), State::Submitted);
    assert!(scene.unit.replica.refused().is_empty());
}

#[tokio::test]
async fn a_device_says_at_once_what_it_can_know() {
    let mut scene = Scene::begin().await;
    let on = scene.set(&[Consider, Submit], nothing).await;
    let now = scene.unit.now();
    let locked = Err(CommandError::Refused(Reason::Obstacle(O::Locked)));
    let edit = [(ACHIEVEMENTS, "Khác".into())].into_iter().collect();
    assert_eq!(scene.unit.replica.edit(now, on.dossier, edit).map(drop), locked);
    assert_eq!(scene.unit.replica.delete(now, on.dossier).map(drop), locked);
    let told = |taken: Result<(), CommandError>| match taken {
        Err(CommandError::Refused(Reason::Obstacle(obstacle))) => obstacle,
        other => panic!("{other:?}"),
    };
    let unit = &mut scene.unit;
    assert_eq!(told(unit.try_step(on.dossier, of_dossier(Appraise, DAY, &[]))), O::NotTheStandingOffice);
    assert_eq!(told(unit.try_step(on.dossier, of_dossier(Consider, DAY, &[]))), O::NotFromThisState);
    assert_eq!(told(scene.office.try_step(on.dossier, of_dossier(Return, DAY, &[]))), O::ReasonMissing);
    scene.office.step(on.dossier, of_dossier(Merge, DAY, &[link(on.other)]));
    scene.everybody_syncs().await;
    for taken in Step::ALL {
        let says = [link(on.other), because("Thử")];
        assert_eq!(
            told(scene.unit.try_step(on.dossier, of_dossier(taken, DAY, &says))),
            O::Merged,
            "{taken:?}"
        );
    }
    assert!(scene.unit.replica.outbox().is_empty(), "nothing of it was stored");
}

#[tokio::test]
async fn a_step_whose_answer_was_lost_is_carried_out_once() {
    let mut scene = Scene::begin().await;
    let on = scene.set(&[], nothing).await;
    take(&mut scene.unit, Consider, on.dossier);
    take(&mut scene.unit, Submit, on.dossier);
    take(&mut scene.unit, Consider, on.other);
    let (body, _) = scene.unit.request();
    let first = scene.unit.answer(body.clone()).await;
    assert_eq!(first.outcomes.len(), 3);
    let rows = scene.rows().await;
    // The answer was lost. Meanwhile the office goes on.
    scene.office.sync().await;
    take(&mut scene.office, Appraise, on.dossier);
    scene.office.sync().await;
    let further = scene.rows().await;
    assert_ne!(further, rows);
    for _ in 0..2 {
        assert_eq!(scene.unit.answer(body.clone()).await.outcomes, first.outcomes, "the same receipts");
        assert_eq!(scene.rows().await, further, "nothing is done twice");
    }
    scene.everybody_syncs().await;
    for device in [&scene.unit, &scene.office, &scene.second] {
        let fields = device.view(on.dossier).fields;
        let kinds: Vec<u16> = step::entries(&fields).iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [Consider.code(), Submit.code(), Appraise.code()]);
    }
    assert!(scene.unit.replica.refused().is_empty() && scene.unit.replica.outbox().is_empty());
}
