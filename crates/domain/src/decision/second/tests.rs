use std::collections::BTreeMap;

use super::*;
use crate::access::{Account, Grant, Role};
use crate::decision::{self, DAY, LEVEL, NOMINATION, POST, SIGNER, SYMBOL, YEAR};
use crate::guard::{self, Other, Tally};
use crate::nomination;
use crate::record::{PartitionId, PartitionKind};

const AUTHORITY: PartitionId = PartitionId(9);
const PAPER: RecordId = RecordId::from_bytes([3; 16]);
const DOSSIER: RecordId = RecordId::from_bytes([1; 16]);

/// The endpoint, on which a committee asks for a second person or does not.
struct World {
    asks: bool,
    whole: bool,
    dossiers: BTreeMap<RecordId, Fields>,
    /// The items of steps that the account at hand has written.
    wrote: Option<Vec<u32>>,
    wrote_last: Option<bool>,
}

impl Surroundings for World {
    fn record(&self, id: RecordId) -> Option<Other> {
        let fields = self.dossiers.get(&id)?.clone();
        Some(Other { kind: RecordKind::Nomination, partition: PartitionId(3), fields, deleted: false })
    }
    fn is_whole(&self) -> bool {
        self.whole
    }
    fn is_listed_elsewhere(&self, _: RecordId, _: RecordId) -> bool {
        false
    }
    fn last_number(&self, _: PartitionId, _: u16) -> Option<u32> {
        Some(0)
    }
    fn tally(&self, _: RecordId) -> Option<Tally> {
        None
    }
    fn sessions(&self) -> Vec<(RecordId, Fields)> {
        Vec::new()
    }
    fn asks_for_two(&self) -> bool {
        self.asks
    }
    fn wrote(&self, _: RecordId, field: Field) -> Option<bool> {
        self.wrote.as_ref().map(|items| items.contains(&field.item))
    }
    fn wrote_last(&self, _: RecordId) -> Option<bool> {
        self.wrote_last
    }
}

fn world(asks: bool) -> World {
    let dossier = Fields::from_iter([
        (nomination::SUBJECT, 1.into()),
        (nomination::AWARD, "lao_dong_tien_tien".into()),
        (nomination::NAME, "Đinh Văn Mẫu".into()),
        (nomination::RULE_SET, "R2022_98".into()),
        (step::STATE, i64::from(dossier::State::Approved.code()).into()),
    ]);
    let dossiers = BTreeMap::from([(DOSSIER, dossier)]);
    World { asks, whole: true, dossiers, wrote: None, wrote_last: Some(false) }
}

fn draft() -> Fields {
    Fields::from_iter([
        (YEAR, 2024.into()),
        (DAY, "2024-03-15".into()),
        (SIGNER, "Chủ tịch (mẫu)".into()),
        (POST, "Chủ tịch".into()),
        (LEVEL, 2.into()),
        (SYMBOL, "QĐ-UBND".into()),
        (Field::of_item(NOMINATION.number, 7), DOSSIER.to_string().as_str().into()),
    ])
}

/// Takes a step, as somebody's device would make it, and gives the decision after it.
fn step_of(world: &World, who: &str, before: &Fields, taken: decision::Step) -> Result<Fields, Obstacle> {
    let grants = vec![Grant { partition: AUTHORITY, kind: PartitionKind::Authority }];
    let account = Account {
        id: 1,
        name: who.into(),
        role: Role::EmulationOfficer,
        home: AUTHORITY,
        grants,
        level: None,
    };
    let item = step::next_item(before);
    let mut changes = Fields::from_iter([
        (step::STATE, i64::from(taken.leads_to().code()).into()),
        (of(step::KIND, item), i64::from(taken.code()).into()),
        (of(step::BY, item), who.into()),
        (of(step::DAY, item), "2024-03-15".into()),
        (of(step::SEEN, item), text_of(RecordKind::Decision, before).as_str().into()),
    ]);
    if taken == Step::Confirm {
        let listed = listed(before, world).unwrap_or_default();
        changes.insert(of(step::LISTED, item), listed.as_str().into());
    }
    let attempt = Attempt {
        account: &account,
        kind: RecordKind::Decision,
        record: PAPER,
        partition: AUTHORITY,
        before,
        changes: &changes,
        disputed: false,
        around: world,
    };
    let given = guard::check(&attempt)?;
    let mut after = before.clone();
    after.extend(changes.iter().chain(given.iter()).map(|(field, value)| (*field, value.clone())));
    Ok(after)
}

#[test]
fn a_decision_that_wants_two_is_issued_only_by_another_than_the_one_who_confirmed_this_very_text() {
    type Change = fn(&mut World, &mut Fields);
    /// What it is, whether two are asked for, who has confirmed, what changes then, who issues, and what they are told.
    type Case = (&'static str, bool, &'static [&'static str], Change, &'static str, Result<(), Obstacle>);
    let nothing: Change = |_, _| {};
    let cases: &[Case] = &[
        ("nobody is asked for", false, &[], nothing, "An", Ok(())),
        ("nobody has confirmed", true, &[], nothing, "An", Err(Obstacle::NotConfirmed)),
        ("another has", true, &["Bình"], nothing, "An", Ok(())),
        ("only the issuer has", true, &["An"], nothing, "An", Err(Obstacle::OwnConfirmation)),
        ("the issuer and another", true, &["An", "Bình"], nothing, "An", Ok(())),
        ("the issuer has, and nobody asks", false, &["An"], nothing, "An", Ok(())),
        (
            "the text was changed since",
            true,
            &["Bình"],
            |_, paper| _ = paper.insert(SIGNER, "Phó Chủ tịch (mẫu)".into()),
            "An",
            Err(Obstacle::NotConfirmed),
        ),
        (
            "a listed dossier says something else",
            true,
            &["Bình"],
            |world, _| {
                let dossier = world.dossiers.get_mut(&DOSSIER).unwrap();
                dossier.insert(nomination::NAME, "Đinh Văn Khác".into());
            },
            "An",
            Err(Obstacle::NotConfirmed),
        ),
        (
            "a dossier is handled further without a change of its text",
            true,
            &["Bình"],
            |world, _| {
                let dossier = world.dossiers.get_mut(&DOSSIER).unwrap();
                dossier.insert(nomination::RECEIVED_ON, "2024-01-12".into());
            },
            "An",
            Ok(()),
        ),
        (
            "the issuer confirmed under another name",
            true,
            &["Bình"],
            |world, _| world.wrote = Some(vec![1]),
            "An",
            Err(Obstacle::OwnConfirmation),
        ),
        (
            "somebody of the same name confirmed",
            true,
            &["An"],
            |world, _| world.wrote = Some(vec![]),
            "An",
            Ok(()),
        ),
    ];
    for (what, asks, confirmed, change, issuer, expected) in cases {
        let mut world = world(*asks);
        let mut paper = draft();
        for who in *confirmed {
            paper = step_of(&world, who, &paper, Step::Confirm).unwrap();
            assert!(decision::State::of(&paper).is_draft(), "{what}");
        }
        change(&mut world, &mut paper);
        let issued = step_of(&world, issuer, &paper, Step::Issue);
        assert_eq!(issued.clone().map(drop), *expected, "{what}");
        if let Ok(issued) = issued {
            assert_eq!(decision::State::of(&issued), decision::State::Issued, "{what}");
        }
    }
}

#[test]
fn whoever_changed_the_text_last_cannot_confirm_it() {
    let case = |wrote_last| {
        let world = World { wrote_last, ..world(true) };
        step_of(&world, "An", &draft(), Step::Confirm).map(drop)
    };
    assert_eq!(case(Some(true)), Err(Obstacle::OwnText));
    assert_eq!(case(Some(false)), Ok(()));
    // A device that cannot tell leaves it to the endpoint.
    assert_eq!(case(None), Ok(()));
}

#[test]
fn only_a_draft_with_dossiers_that_are_there_is_confirmed() {
    let here = world(true);
    let mut empty = draft();
    empty.remove(&Field::of_item(NOMINATION.number, 7));
    assert_eq!(step_of(&here, "An", &empty, Step::Confirm).map(drop), Err(Obstacle::NothingToDecide));
    let issued = step_of(&world(false), "An", &draft(), Step::Issue).unwrap();
    assert_eq!(step_of(&here, "Bình", &issued, Step::Confirm).map(drop), Err(Obstacle::NotFromThisState));
    let gone = World { dossiers: BTreeMap::new(), ..world(true) };
    assert_eq!(step_of(&gone, "An", &draft(), Step::Confirm).map(drop), Err(Obstacle::LinkMissing));
    // A confirmation that is of other dossiers than the endpoint's is none.
    let confirmed = step_of(&here, "An", &draft(), Step::Confirm).unwrap();
    let mut other = confirmed.clone();
    other.insert(of(step::LISTED, 1), "0123456789abcdef".into());
    let entry = |fields: &Fields| confirmations(fields).all(|entry| holds(fields, &entry, &here));
    assert!(entry(&confirmed) && !entry(&other));
}
