//! Sessions of the council that two write up and do not hear of each other.

use thidua_domain::council::{
    self,
    Step::{Close, Void},
};
use thidua_domain::dossier::Step::{
    self as Way, Appraise, Approve, Consider, HigherReturn, Reject, Return, SendUp, Submit,
};
use thidua_domain::nomination::{ACHIEVEMENTS, AWARD, NAME};
use thidua_domain::obstacle::Obstacle as O;
use thidua_domain::record::{Field, RecordId};
use thidua_sync::client::CommandError;
use thidua_sync::outcome::{Outcome, Reason};

use super::scene::{Case, DAY, Late, On, Scene, Told, back, figures_of};
use crate::device::Device;
use crate::taken::{because, link, of_dossier, of_session};

fn close(device: &mut Device, session: RecordId) {
    device.step(session, of_session(Close, DAY, &[]));
}

fn count(device: &mut Device, session: RecordId, yes: i64) {
    device.edit_value(session, Field::of_item(council::YES.number, 1), yes.into());
    device.edit_value(session, Field::of_item(council::NO.number, 1), (5 - yes).into());
}

/// The vote of a session that the device does not hold, as it was told by telephone.
fn approve(device: &mut Device, dossier: RecordId, session: RecordId, yes: u32) {
    device.believes(|_| {}, |rows| _ = rows.remove(&session));
    let says = [figures_of(yes), vec![link(session)]].concat();
    device.step(dossier, of_dossier(Approve, DAY, &says));
}

/// Figures that no session says, on a device that does not hold the session.
fn type_vote(device: &mut Device, on: &On, taken: Way) {
    device.believes(|_| {}, |rows| _ = rows.remove(&on.session));
    device.step(on.dossier, of_dossier(taken, DAY, &figures_of(5)));
}

fn give_back(device: &mut Device, dossier: RecordId, how: Way) {
    device.step(dossier, of_dossier(how, DAY, &[because("Thiếu báo cáo")]));
}

fn again(device: &mut Device, dossier: RecordId) {
    device.step(dossier, of_dossier(Submit, DAY, &[]));
    device.step(dossier, of_dossier(Appraise, DAY, &[]));
}

fn nothing(_: &mut Device, _: &On) {}

#[tokio::test]
async fn a_vote_is_counted_once_and_binds() {
    let case = |what, late, meanwhile, told: &[Told]| Case {
        what,
        way: &[Consider, Submit, Appraise],
        before: nothing,
        who: Late::Second,
        late,
        meanwhile,
        told: told.to_vec(),
    };
    let cases = [
        case(
            "votes come after the session was closed",
            |second, on| count(second, on.session, 5),
            |office, on| close(office, on.session),
            &[back(O::Locked)],
        ),
        case(
            "two close it, each with their own figures",
            |second, on| {
                count(second, on.session, 5);
                close(second, on.session);
            },
            |office, on| close(office, on.session),
            &[back(O::Locked), back(O::StateMoved)],
        ),
        case(
            "votes were written after it was read, before it was closed",
            |second, on| close(second, on.session),
            |office, on| count(office, on.session, 5),
            &[back(O::TextMoved)],
        ),
        case(
            "it was broken off",
            |second, on| close(second, on.session),
            |office, on| office.step(on.session, of_session(Void, DAY, &[because("Không đủ thành viên")])),
            &[back(O::StateMoved)],
        ),
        case(
            "it was broken off, and somebody enters its vote",
            |second, on| approve(second, on.dossier, on.session, 3),
            |office, on| office.step(on.session, of_session(Void, DAY, &[because("Không đủ thành viên")])),
            &[back(O::SessionNotClosed)],
        ),
        case(
            "the figures are not those of the session",
            |second, on| approve(second, on.dossier, on.session, 4),
            |office, on| close(office, on.session),
            &[back(O::OtherFigures)],
        ),
        case(
            "the dossier was not on the agenda",
            |second, on| approve(second, on.other, on.session, 3),
            |office, on| close(office, on.session),
            &[back(O::NotOnAgenda)],
        ),
        case(
            "it was put on an agenda, and somebody types a vote",
            |second, on| type_vote(second, on, Approve),
            |office, on| office.edit(on.session, council::NOTES, "Thêm ghi chú"),
            &[back(O::SessionBinds)],
        ),
        case(
            "its vote was counted, and somebody types another",
            |second, on| type_vote(second, on, Reject),
            |office, on| close(office, on.session),
            &[back(O::SessionBinds)],
        ),
        case(
            "it was returned before the session that is over it is closed",
            |second, on| close(second, on.session),
            |office, on| give_back(office, on.dossier, Return),
            &[back(O::AgendaNotReady)],
        ),
        case(
            "the figures are those of the session",
            |second, on| approve(second, on.dossier, on.session, 3),
            |office, on| close(office, on.session),
            &[Told::Through],
        ),
    ];
    let mut scene = Scene::begin().await;
    for case in &cases {
        scene.play(case).await;
    }
}

/// The answer to the last operation that waits.
async fn answered(device: &mut Device) -> Outcome {
    let outcome = device.exchange().await.outcomes.pop().unwrap().1;
    let refused: Vec<u64> = device.replica.refused().iter().map(|(counter, _)| *counter).collect();
    for counter in refused {
        let batch = device.replica.dismiss(counter);
        device.commit(batch);
    }
    outcome
}

fn refused(obstacle: O) -> Outcome {
    Outcome::Refused(Reason::Obstacle(obstacle))
}

#[tokio::test]
async fn a_vote_is_on_what_was_read_and_a_changed_dossier_needs_another() {
    let mut scene = Scene::begin().await;
    let on = scene.set(&[Consider, Submit, Appraise], nothing).await;
    close(&mut scene.office, on.session);
    scene.everybody_syncs().await;
    give_back(&mut scene.office, on.dossier, Return);
    scene.office.edit(on.dossier, ACHIEVEMENTS, "Báo cáo khác.");
    again(&mut scene.office, on.dossier);
    scene.everybody_syncs().await;
    // The device that holds the session says so at once; the endpoint says it to one that does not.
    let says = [figures_of(3), vec![link(on.session)]].concat();
    let told = scene.office.try_step(on.dossier, of_dossier(Approve, DAY, &says));
    assert_eq!(told, Err(CommandError::Refused(Reason::Obstacle(O::OtherTextVoted))));
    approve(&mut scene.second, on.dossier, on.session, 3);
    assert_eq!(answered(&mut scene.second).await, refused(O::OtherTextVoted));
    scene.everybody_syncs().await;

    // With what was voted on before its eyes again, the vote is its own.
    scene.office.step(on.dossier, of_dossier(Return, DAY, &[because("Ghi lại như cũ")]));
    scene.office.edit(on.dossier, ACHIEVEMENTS, "Hoàn thành tốt nhiệm vụ.");
    again(&mut scene.office, on.dossier);
    scene.office.step(on.dossier, of_dossier(Approve, DAY, &says));
    assert_eq!(answered(&mut scene.office).await, Outcome::Applied);

    // Sent up and given back to be completed: the council has voted on this nominee for this award.
    scene.office.step(on.dossier, of_dossier(SendUp, DAY, &[because("Bổ sung sau")]));
    give_back(&mut scene.office, on.dossier, HigherReturn);
    scene.office.edit(on.dossier, ACHIEVEMENTS, "Báo cáo đã được xác nhận.");
    again(&mut scene.office, on.dossier);
    scene.office.step(on.dossier, of_dossier(Approve, DAY, &says));
    assert_eq!(answered(&mut scene.office).await, Outcome::Applied);
    // Not so where it is somebody else, or something else, that is proposed.
    for (field, other) in [(NAME, "Đinh Thị Khác"), (AWARD, "chien_si_thi_dua_co_so")] {
        scene.office.step(on.dossier, of_dossier(SendUp, DAY, &[because("Bổ sung sau")]));
        give_back(&mut scene.office, on.dossier, HigherReturn);
        scene.office.edit(on.dossier, field, other);
        again(&mut scene.office, on.dossier);
        scene.everybody_syncs().await;
        approve(&mut scene.second, on.dossier, on.session, 3);
        assert_eq!(answered(&mut scene.second).await, refused(O::OtherTextVoted), "{other}");
        scene.everybody_syncs().await;
        give_back(&mut scene.office, on.dossier, Return);
        scene.office.edit(
            on.dossier,
            field,
            if field == NAME { "Đinh Văn Xuân" } else { "lao_dong_tien_tien" },
        );
        again(&mut scene.office, on.dossier);
        scene.office.step(on.dossier, of_dossier(Approve, DAY, &says));
        scene.everybody_syncs().await;
        assert!(scene.office.replica.refused().is_empty());
    }
}

#[tokio::test]
async fn where_the_law_sets_how_is_voted_nobody_types_a_vote_and_no_agenda_holds_what_does_not_wait() {
    let mut scene = Scene::begin().await;
    let on = scene.set(&[Consider, Submit, Appraise], nothing).await;
    give_back(&mut scene.office, on.other, Return);
    scene.office.edit(on.other, AWARD, "chien_si_thi_dua_tinh");
    again(&mut scene.office, on.other);
    scene.everybody_syncs().await;
    for taken in [Approve, Reject] {
        let told = scene.office.try_step(on.other, of_dossier(taken, DAY, &figures_of(5)));
        assert_eq!(told, Err(CommandError::Refused(Reason::Obstacle(O::SessionNeeded))));
    }
    // A dossier of another year, and one that has been voted on as it stands.
    scene.office.edit_value(on.session, council::YEAR, 2022.into());
    close_unheard(&mut scene.second, on.session, &on);
    scene.office.sync().await;
    assert_eq!(answered(&mut scene.second).await, refused(O::TextMoved));
    scene.everybody_syncs().await;
    let told = scene.office.try_step(on.session, of_session(Close, DAY, &[]));
    assert_eq!(told, Err(CommandError::Refused(Reason::Obstacle(O::AgendaOtherYear))));
    close_unheard(&mut scene.second, on.session, &on);
    assert_eq!(answered(&mut scene.second).await, refused(O::AgendaOtherYear));
    scene.everybody_syncs().await;
    scene.office.edit_value(on.session, council::YEAR, 2023.into());
    scene.everybody_syncs().await;
    let fields = scene.office.view(on.session).fields;
    let twin = scene.office.create(
        thidua_domain::record::RecordKind::CouncilSession,
        crate::device::COUNCIL,
        fields,
    );
    close(&mut scene.office, on.session);
    scene.everybody_syncs().await;
    let told = scene.office.try_step(twin, of_session(Close, DAY, &[]));
    assert_eq!(told, Err(CommandError::Refused(Reason::Obstacle(O::VotedAlready))));
    scene.second.believes(|_| {}, |rows| _ = rows.remove(&on.session));
    close(&mut scene.second, twin);
    assert_eq!(answered(&mut scene.second).await, refused(O::VotedAlready));
    scene.everybody_syncs().await;

    // Its result is annulled, with a reason that all read; then there is a vote again.
    scene.office.step(on.session, of_session(Void, DAY, &[because("Đếm nhầm")]));
    close(&mut scene.office, twin);
    assert_eq!(answered(&mut scene.office).await, Outcome::Merged, "what was voted on comes with the row");
    let says = [figures_of(3), vec![link(twin)]].concat();
    scene.office.step(on.dossier, of_dossier(Approve, DAY, &says));
    assert_eq!(answered(&mut scene.office).await, Outcome::Applied);
    scene.everybody_syncs().await;
    let told = scene.office.try_step(twin, of_session(Void, DAY, &[because("Đếm nhầm")]));
    assert_eq!(told, Err(CommandError::Refused(Reason::Obstacle(O::ResultUsed))));
}

/// Closes a session on a device that does not hold what is on its agenda.
fn close_unheard(device: &mut Device, session: RecordId, on: &On) {
    device.believes(|_| {}, |rows| _ = rows.remove(&on.dossier));
    close(device, session);
}
