//! What decisions do with dossiers.

use super::*;

#[test]
fn numbers_follow_each_other_and_gaps_have_a_reason() {
    use Step::{Appraise, Approve, Consider, Submit};
    let ready = after(&World::default(), "lao_dong_tien_tien", &[Consider, Submit, Appraise, Approve]);
    let issue = |dossier: Fields, changed: &[(Field, Value)]| {
        let world = world_with(&[(DOSSIER, RecordKind::Nomination, dossier)]);
        let fields = paper(changed);
        let changes = changes_of(RecordKind::Decision, &fields, 1, 1, &[]);
        let issued = attempt(&world, Role::EmulationOfficer, RecordKind::Decision, PAPER, &fields, &changes);
        issued.map(|fields| fields[&decision::NUMBER].as_int().unwrap())
    };
    let reason = || (decision::GAP, Value::from("Số đã cấp cho văn bản khác"));
    let wanted = |number: i64| (decision::WANTED, Value::from(number));
    assert_eq!(issue(ready.clone(), &[]), Ok(12));
    assert_eq!(issue(ready.clone(), &[wanted(12)]), Ok(12));
    assert_eq!(issue(ready.clone(), &[wanted(11)]), Err(Obstacle::NumberTaken));
    assert_eq!(issue(ready.clone(), &[wanted(20)]), Err(Obstacle::GapUnexplained));
    assert_eq!(issue(ready.clone(), &[wanted(20), reason()]), Ok(20));
    assert_eq!(issue(ready.clone(), &[(decision::YEAR, 2025.into())]), Ok(1));
    assert_eq!(
        issue(ready.clone(), &[(decision::DAY, "2024-03-14".into())]),
        Err(Obstacle::BeforeSubmission)
    );
    assert_eq!(
        issue(ready.clone(), &[(decision::LEVEL, 1.into())]),
        Ok(12),
        "a commune decides on it since 2024"
    );
    let returned = after(&World::default(), "lao_dong_tien_tien", &[Consider, Submit, Step::Return]);
    assert_eq!(issue(returned, &[]), Err(Obstacle::NotReady));
    let listed = Field::of_item(decision::NOMINATION.number, 1);
    assert_eq!(issue(ready, &[(listed, Value::Null)]), Err(Obstacle::NothingToDecide));
}

#[test]
fn a_decision_is_cancelled_with_a_reason_once_no_award_rests_on_it() {
    use Step::{Appraise, Approve, Consider, Decide, Present, Revoke, Submit};
    let cancel = decision::Step::Cancel;
    let held = paper(&[(step::STATE, 1.into()), (decision::NUMBER, 12.into())]);
    let reason: Says<'_> = &[(step::REASON, "Ban hành nhầm".into())];
    let approved: &[Step] = &[Consider, Submit, Appraise, Approve];
    let way = |more: &[Step]| [approved, more].concat();
    type Case<'c> = (Vec<Step>, &'c Fields, Says<'c>, Result<decision::State, Obstacle>);
    let cases: [Case<'_>; 6] = [
        (way(&[]), &held, &[], Err(Obstacle::ReasonMissing)),
        (way(&[]), &held, reason, Ok(decision::State::Cancelled)),
        (way(&[Decide]), &held, reason, Err(Obstacle::RestedOn)),
        (way(&[Decide, Present]), &held, reason, Err(Obstacle::RestedOn)),
        (way(&[Decide, Present, Revoke]), &held, reason, Ok(decision::State::Cancelled)),
        (way(&[]), &paper(&[]), reason, Err(Obstacle::NotFromThisState)),
    ];
    for (steps, before, says, expected) in cases {
        let dossier = after(&issued(), "lao_dong_tien_tien", &steps);
        let world = world_with(&[(DOSSIER, RecordKind::Nomination, dossier)]);
        let changes = changes_of(RecordKind::Decision, before, cancel.code(), cancel.leads_to().code(), says);
        let got = attempt(&world, Role::EmulationOfficer, RecordKind::Decision, PAPER, before, &changes);
        let state = got.map(|fields| decision::State::of(&fields));
        assert_eq!(state, expected, "after {steps:?}");
    }
}

#[test]
fn a_committee_decides_for_its_own_level_while_there_is_such_a_level_and_once_for_each_dossier() {
    use Step::{Appraise, Approve, Consider, Submit};
    let ready = after(&World::default(), "lao_dong_tien_tien", &[Consider, Submit, Appraise, Approve]);
    let listed = |state: i64| {
        let mut other = paper(&[(decision::NUMBER, 4.into())]);
        other.insert(step::STATE, state.into());
        (OTHER, RecordKind::Decision, other)
    };
    let dossier = (DOSSIER, RecordKind::Nomination, ready);
    let issue =
        |own: Option<Level>, records: &[(RecordId, RecordKind, Fields)], changed: &[(Field, Value)]| {
            let world = world_with(records);
            let fields = paper(changed);
            let changes = changes_of(RecordKind::Decision, &fields, 1, 1, &[]);
            let account = Account { level: own, ..account(Role::EmulationOfficer) };
            let attempt = Attempt {
                account: &account,
                kind: RecordKind::Decision,
                record: PAPER,
                partition: AUTHORITY,
                before: &fields,
                changes: &changes,
                disputed: false,
                around: &world,
            };
            guard::check(&attempt).map(drop)
        };
    let alone = std::slice::from_ref(&dossier);
    let late = [(decision::DAY, "2025-07-01".into())];
    assert_eq!(issue(Some(Level::District), alone, &[]), Ok(()));
    assert_eq!(issue(None, alone, &[]), Ok(()), "a committee that never said its level");
    assert_eq!(issue(Some(Level::Commune), alone, &[]), Err(Obstacle::NotOurLevel));
    assert_eq!(issue(Some(Level::District), alone, &late), Err(Obstacle::NoSuchLevel));
    let province = [(decision::LEVEL, 3.into())];
    assert_eq!(issue(Some(Level::District), alone, &province), Err(Obstacle::NotOurLevel));
    for (state, expected) in [(0, Ok(())), (1, Err(Obstacle::InAnotherDecision)), (2, Ok(()))] {
        let both = [dossier.clone(), listed(state)];
        assert_eq!(
            issue(Some(Level::District), &both, &[]),
            expected,
            "the other decision is in state {state}"
        );
    }
}
