//! One step on forty dossiers: each goes for itself, and what became of each is told by its name, at once for what the
//! device can know, with the next line for the rest.

use std::collections::BTreeMap;

use thidua_domain::dossier::{
    State,
    Step::{self, Appraise, Consider, Merge, Return, Submit, Withdraw},
};
use thidua_domain::nomination::{ACHIEVEMENTS, NAME};
use thidua_domain::obstacle::Obstacle as O;
use thidua_domain::record::RecordId;
use thidua_domain::step;
use thidua_sync::client::CommandError;
use thidua_sync::outcome::Reason;

use super::scene::{DAY, Scene};
use crate::device::Device;
use crate::taken::{of_dossier, reference};

const FORTY: usize = 40;

/// What came of a step, by the name of the dossier: taken, or what stood in the way.
type Report = BTreeMap<String, Result<(), O>>;

fn names(word: &str) -> [String; FORTY] {
    std::array::from_fn(|place| format!("{word} {place:02}"))
}

fn obstacle(reason: &Reason) -> O {
    match reason {
        Reason::Obstacle(obstacle) => *obstacle,
        other => panic!("{other:?}"),
    }
}

/// Takes a step on all of them without a line; what the device says of each.
fn at_once(device: &mut Device, taken: Step, dossiers: &[RecordId]) -> Report {
    let now = device.now();
    let news = dossiers.iter().map(|dossier| (*dossier, of_dossier(taken, DAY, &[])));
    let steps = device.replica.steps(now, news.collect());
    device.commit(steps.batch);
    let told = steps.each.into_iter().map(|(record, taken)| match taken {
        Ok(()) => (record, Ok(())),
        Err(CommandError::Refused(reason)) => (record, Err(obstacle(&reason))),
        Err(other) => panic!("{other:?}"),
    });
    told.map(|(record, told)| (device.text(record, NAME), told)).collect()
}

/// What the endpoint says of those that wait.
async fn with_the_line(device: &mut Device) -> Report {
    let waiting: Vec<_> = device.replica.outbox().values().map(|pending| pending.op.clone()).collect();
    device.sync().await;
    assert!(device.replica.outbox().is_empty(), "nothing waits any more");
    let told = waiting.iter().map(|op| {
        let refused = device.replica.refused().get(&op.counter);
        // What was typed comes back with it.
        assert!(refused.is_none_or(|refused| refused.op.changes == op.changes));
        (device.text(op.record, NAME), refused.map_or(Ok(()), |refused| Err(obstacle(&refused.reason))))
    });
    told.collect()
}

/// Some of forty are refused for these reasons, by place; the others are taken.
fn but(names: &[String], refused: &[(std::ops::Range<usize>, O)]) -> Report {
    let told = names.iter().enumerate().map(|(place, name)| {
        let refused = refused.iter().find(|(places, _)| places.contains(&place));
        (name.clone(), refused.map_or(Ok(()), |(_, obstacle)| Err(*obstacle)))
    });
    told.collect()
}

fn standing(device: &Device, dossiers: &[RecordId], state: State) -> usize {
    dossiers.iter().filter(|dossier| State::of(&device.view(**dossier).fields) == state).count()
}

#[tokio::test]
async fn forty_are_submitted_and_each_is_told() {
    let mut scene = Scene::begin().await;
    let names = names("Đinh Văn Trình");
    let all = scene.dossiers::<FORTY>(std::array::from_fn(|place| names[place].as_str()), &[]).await;
    // The unit's meeting has considered all but the last four.
    let considered = at_once(&mut scene.unit, Consider, &all[..36]);
    assert!(considered.values().all(Result::is_ok));
    scene.everybody_syncs().await;

    // The office works on some of them meanwhile.
    for dossier in &all[..3] {
        scene.office.edit(*dossier, ACHIEVEMENTS, "Lời của Phòng Nội vụ.");
    }
    scene.office.step_each(all[3..5].iter().map(|on| (*on, of_dossier(Withdraw, DAY, &[]))).collect());
    let (now, deleted) = (scene.office.now(), all[5]);
    let batch = scene.office.replica.delete(now, deleted).unwrap();
    scene.office.commit(batch);
    scene.office.sync().await;

    let told = at_once(&mut scene.unit, Submit, &all);
    assert_eq!(told, but(&names, &[(36..40, O::NotFromThisState)]), "what the device can know");
    assert_eq!(scene.unit.replica.outbox().len(), 36);
    assert!(all[..36].iter().all(|dossier| scene.unit.view(*dossier).waiting == 1));

    let told = with_the_line(&mut scene.unit).await;
    let refused = [(0..3, O::TextMoved), (3..5, O::StateMoved), (5..6, O::Deleted)];
    assert_eq!(told, but(&names[..36], &refused), "what the endpoint says");
    assert_eq!(standing(&scene.unit, &all, State::Submitted), 30);
    scene.everybody_syncs().await;
    assert_eq!(standing(&scene.office, &all, State::Submitted), 30);
    assert!(all.iter().all(|dossier| scene.unit.view(*dossier).waiting == 0));

    // What was refused can go again, on what now stands there.
    for counter in scene.unit.replica.refused().keys().copied().collect::<Vec<_>>() {
        let batch = scene.unit.replica.dismiss(counter);
        scene.unit.commit(batch);
    }
    let told = at_once(&mut scene.unit, Submit, &all[..3]);
    assert!(told.values().all(Result::is_ok));
    assert!(with_the_line(&mut scene.unit).await.values().all(Result::is_ok));
    assert_eq!(standing(&scene.unit, &all, State::Submitted), 33);
}

#[tokio::test]
async fn forty_are_appraised_and_each_is_told() {
    let mut scene = Scene::begin().await;
    let names = names("Phạm Thị Thẩm");
    let all = scene.dossiers::<FORTY>(std::array::from_fn(|place| names[place].as_str()), &[Consider]).await;
    scene.office.step_each(all[..38].iter().map(|on| (*on, of_dossier(Submit, DAY, &[]))).collect());
    scene.everybody_syncs().await;

    // The unit takes some back, merges one into another, and a second officer returns some.
    scene.unit.step_each(all[..2].iter().map(|on| (*on, of_dossier(Withdraw, DAY, &[]))).collect());
    scene.unit.step(all[2], of_dossier(Merge, DAY, &[(step::LINK, reference(all[10]))]));
    scene.unit.sync().await;
    let why = [(step::REASON, "Thiếu báo cáo thành tích".into())];
    scene.second.step_each(all[3..6].iter().map(|on| (*on, of_dossier(Return, DAY, &why))).collect());
    scene.second.sync().await;

    let told = at_once(&mut scene.office, Appraise, &all);
    assert_eq!(told, but(&names, &[(38..40, O::NotFromThisState)]), "what the device can know");
    let told = with_the_line(&mut scene.office).await;
    let refused = [(0..2, O::StateMoved), (2..3, O::Merged), (3..6, O::StateMoved)];
    assert_eq!(told, but(&names[..38], &refused), "what the endpoint says");
    scene.everybody_syncs().await;
    for device in [&scene.unit, &scene.office, &scene.second] {
        assert_eq!(standing(device, &all, State::Appraised), 32);
    }
}
