//! The second person of a decision, where the committee asks for one.

use thidua_domain::decision::Step::{Confirm, Issue};
use thidua_domain::decision::{self, NUMBER, SIGNER};
use thidua_domain::dossier::Step::{Appraise, Approve, Consider, Submit};
use thidua_domain::nomination::NAME;
use thidua_domain::obstacle::Obstacle as O;
use thidua_domain::record::{Fields, RecordId, RecordKind};
use thidua_domain::setting;
use thidua_sync::client::CommandError;
use thidua_sync::outcome::{Outcome, Reason};

use super::scene::{DECIDED, On, Scene};
use crate::device::{COMMITTEE, Device};
use crate::taken::of_decision;

/// The last thing that the endpoint said of an operation of the device.
async fn told(device: &mut Device) -> Outcome {
    let answer = device.exchange().await;
    answer.outcomes.last().expect("an operation was sent").1.clone()
}

/// The step is taken, dated long ago, and this is what the endpoint says.
async fn takes(device: &mut Device, paper: RecordId, step: decision::Step) -> Option<O> {
    device.sync().await;
    // The day that the step bears does not matter: the endpoint's does.
    device.step(paper, of_decision(step, DECIDED, &[]));
    match told(device).await {
        Outcome::Refused(Reason::Obstacle(obstacle)) => {
            let dismissed: Vec<u64> = device.replica.refused().keys().copied().collect();
            for counter in dismissed {
                let batch = device.replica.dismiss(counter);
                device.commit(batch);
            }
            Some(obstacle)
        }
        outcome => {
            assert!(outcome.took_effect(), "{outcome:?}");
            None
        }
    }
}

async fn asks_for_two(admin: &mut Device, from: &str, value: i64) {
    let fields = Fields::from_iter([
        (setting::KEY, "second_person".into()),
        (setting::VALUE, value.into()),
        (setting::VALID_FROM, from.into()),
        (setting::REASON, "Quy chế làm việc (mẫu)".into()),
        (setting::SET_BY, "Người quản trị (mẫu)".into()),
    ]);
    admin.create(RecordKind::Setting, COMMITTEE, fields);
    admin.sync().await;
}

async fn drafted(scene: &mut Scene) -> On {
    scene.set(&[Consider, Submit, Appraise, Approve], |_, _| {}).await
}

#[tokio::test]
async fn where_two_are_asked_for_the_drafter_issues_only_what_another_account_has_confirmed() {
    let mut scene = Scene::begin().await;
    let on = drafted(&mut scene).await;
    asks_for_two(&mut scene.second, "2023-01-01", 2).await;

    // Nobody has confirmed it.
    assert_eq!(takes(&mut scene.office, on.paper, Issue).await, Some(O::NotConfirmed));
    // The drafter cannot: not on this device, which knows it, and not on another of the same account, which does not.
    let own = scene.office.try_step(on.paper, of_decision(Confirm, DECIDED, &[]));
    assert_eq!(own, Err(CommandError::Refused(Reason::Obstacle(O::OwnText))));
    let mut other_device = Device::sign_in(scene.app.url(""), "minhlong", 12).await;
    assert_eq!(takes(&mut other_device, on.paper, Confirm).await, Some(O::OwnText));

    // Another confirms, and cannot issue it as well.
    assert_eq!(takes(&mut scene.second, on.paper, Confirm).await, None);
    assert_eq!(takes(&mut scene.second, on.paper, Issue).await, Some(O::OwnConfirmation));
    scene.office.sync().await;
    assert!(decision::State::of(&scene.office.view(on.paper).fields).is_draft());

    // A change voids it, whoever makes it.
    scene.office.edit(on.paper, SIGNER, "Phó Chủ tịch (mẫu)");
    scene.office.sync().await;
    assert_eq!(takes(&mut scene.office, on.paper, Issue).await, Some(O::NotConfirmed));
    assert_eq!(takes(&mut scene.second, on.paper, Confirm).await, None);
    assert_eq!(takes(&mut scene.office, on.paper, Issue).await, None);
    scene.office.sync().await;
    assert_eq!(scene.office.view(on.paper).fields[&NUMBER], 1.into());
}

#[tokio::test]
async fn a_listed_dossier_that_was_changed_since_voids_the_confirmation() {
    let mut scene = Scene::begin().await;
    // The one that is on no agenda, whose figures are typed.
    let on = scene.set(&[Consider, Submit, Appraise], |_, _| {}).await;
    asks_for_two(&mut scene.second, "2023-01-01", 2).await;
    assert_eq!(takes(&mut scene.second, on.other_paper, Confirm).await, None);
    // It goes back, says another name, and comes as far again.
    let again = [
        (thidua_domain::dossier::Step::Return, vec![crate::taken::because("Sai tên")]),
        (Consider, vec![]),
        (Submit, vec![]),
        (Appraise, vec![]),
        (Approve, super::scene::figures_of(3)),
    ];
    for (at, (step, says)) in again.into_iter().enumerate() {
        scene.office.step(on.other, crate::taken::of_dossier(step, super::scene::DAY, &says));
        scene.office.sync().await;
        if at == 0 {
            scene.office.edit(on.other, NAME, "Đinh Văn Thu");
            scene.office.sync().await;
        }
    }
    assert_eq!(takes(&mut scene.office, on.other_paper, Issue).await, Some(O::NotConfirmed));
}

#[tokio::test]
async fn whether_two_are_asked_for_is_told_by_the_endpoints_day_and_the_newest_setting() {
    let mut scene = Scene::begin().await;
    let on = drafted(&mut scene).await;
    // From a day that is still to come: not yet.
    asks_for_two(&mut scene.second, "2999-01-01", 2).await;
    assert_eq!(takes(&mut scene.office, on.paper, Issue).await, None);
    // From a day after the one that the step bears, and before today.
    asks_for_two(&mut scene.second, "2025-01-01", 2).await;
    assert_eq!(takes(&mut scene.office, on.other_paper, Issue).await, Some(O::NotConfirmed));
    asks_for_two(&mut scene.second, "2025-01-01", 1).await;
    assert_eq!(takes(&mut scene.office, on.other_paper, Issue).await, None);
}
