use std::collections::BTreeMap;

use super::*;
use crate::access::Grant;
use crate::guard::{self, Attempt, Other, Surroundings, Tally};
use crate::law::setting::Settings;
use crate::record::{PartitionId, PartitionKind, RecordId, RecordKind};
use crate::{council, decision};

mod decisions;

const UNIT: PartitionId = PartitionId(3);
const AUTHORITY: PartitionId = PartitionId(9);
pub(crate) const DOSSIER: RecordId = RecordId::from_bytes([1; 16]);
pub(crate) const OTHER: RecordId = RecordId::from_bytes([2; 16]);
const PAPER: RecordId = RecordId::from_bytes([3; 16]);
pub(crate) const SESSION: RecordId = RecordId::from_bytes([4; 16]);

/// A small world of records, on the endpoint, and what was counted of the ballots of a session that was opened before.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) records: BTreeMap<RecordId, Other>,
    pub(crate) tally: Option<Tally>,
    pub(crate) settings: Settings,
}

impl Surroundings for World {
    fn record(&self, id: RecordId) -> Option<Other> {
        self.records.get(&id).cloned()
    }
    fn is_whole(&self) -> bool {
        true
    }
    fn is_listed_elsewhere(&self, dossier: RecordId, than: RecordId) -> bool {
        let holds = |other: &Other| other.kind == RecordKind::Decision && decision::holds(&other.fields);
        let mut others = self.records.iter().filter(|(id, other)| **id != than && holds(other));
        others.any(|(_, other)| decision::nominations(&other.fields).any(|listed| listed == dossier))
    }
    fn last_number(&self, _: PartitionId, year: u16) -> Option<u32> {
        Some(if year == 2024 { 11 } else { 0 })
    }
    fn tally(&self, _: RecordId) -> Option<Tally> {
        self.tally.clone()
    }
    fn ballot_key(&self, _: RecordId) -> Option<String> {
        Some("5".repeat(64))
    }
    fn sessions(&self) -> Vec<(RecordId, Fields)> {
        let sessions = self.records.iter().filter(|(_, other)| other.kind == RecordKind::CouncilSession);
        sessions.map(|(id, other)| (*id, other.fields.clone())).collect()
    }
    fn settings(&self) -> Option<Settings> {
        Some(self.settings.clone())
    }
}

pub(crate) fn account(role: Role) -> Account {
    let grants = vec![
        Grant { partition: UNIT, kind: PartitionKind::Commune },
        Grant { partition: AUTHORITY, kind: PartitionKind::Authority },
    ];
    Account { id: 1, name: "Mẫu".into(), role, home: UNIT, level: None, grants }
}

pub(crate) fn nomination_of(award: &str) -> Fields {
    Fields::from_iter([
        (nomination::SUBJECT, 1.into()),
        (nomination::AWARD, award.into()),
        (nomination::YEAR, 2023.into()),
        (nomination::NAME, "Đinh Văn Mẫu".into()),
        (nomination::ACHIEVEMENTS, "Hoàn thành tốt nhiệm vụ.".into()),
        (nomination::RULE_SET, "R2022_98".into()),
    ])
}

pub(crate) type Says<'a> = &'a [(Field, Value)];

/// What a step writes, as a device would make it.
pub(crate) fn changes_of(
    kind: RecordKind,
    fields: &Fields,
    code: u16,
    leads_to: u16,
    says: Says<'_>,
) -> Fields {
    let item = step::next_item(fields);
    let mut changes = Fields::from_iter([
        (step::STATE, i64::from(leads_to).into()),
        (step::of(step::KIND, item), i64::from(code).into()),
        (step::of(step::BY, item), "Mẫu".into()),
        (step::of(step::DAY, item), "2024-03-15".into()),
        (step::of(step::SEEN, item), guard::text_of(kind, fields).as_str().into()),
    ]);
    changes.extend(says.iter().map(|(field, value)| (step::of(*field, item), value.clone())));
    if kind == RecordKind::Nomination && Step::from_code(code).is_some_and(Step::keeps_text) {
        changes.extend(text_to_keep(fields, item));
    }
    changes
}

/// Takes a step of a dossier; the dossier afterwards.
pub(crate) fn take(
    world: &World,
    role: Role,
    fields: &Fields,
    taken: Step,
    says: Says<'_>,
) -> Result<Fields, Obstacle> {
    let changes = changes_of(RecordKind::Nomination, fields, taken.code(), taken.leads_to().code(), says);
    attempt(world, role, RecordKind::Nomination, DOSSIER, fields, &changes)
}

pub(crate) fn attempt(
    world: &World,
    role: Role,
    kind: RecordKind,
    record: RecordId,
    before: &Fields,
    changes: &Fields,
) -> Result<Fields, Obstacle> {
    let account = account(role);
    let partition = if kind == RecordKind::Nomination { UNIT } else { AUTHORITY };
    let attempt = Attempt {
        account: &account,
        kind,
        record,
        partition,
        before,
        changes,
        disputed: false,
        around: world,
    };
    let given = guard::check(&attempt)?;
    let mut after = before.clone();
    after.extend(changes.iter().chain(given.iter()).map(|(field, value)| (*field, value.clone())));
    Ok(after)
}

const FIGURES: [(Field, i64); 5] =
    [(step::MEMBERS, 9), (step::PRESENT, 9), (step::YES, 9), (step::NO, 0), (step::BLANK, 0)];

fn figures(changed: &[(Field, i64)]) -> Vec<(Field, Value)> {
    let mut figures: BTreeMap<Field, i64> = FIGURES.into_iter().collect();
    figures.extend(changed.iter().copied());
    figures.into_iter().map(|(field, count)| (field, count.into())).collect()
}

/// A dossier after these steps, each with what it always needs.
pub(crate) fn after(world: &World, award: &str, steps: &[Step]) -> Fields {
    steps.iter().fold(nomination_of(award), |fields, taken| {
        let is_by_law = crate::law::vote::Threshold::of(Nomination::read(&fields).award.unwrap()).is_by_law();
        if matches!(taken, Step::Approve | Step::Reject) && is_by_law {
            let yes = if *taken == Step::Approve { 9 } else { 0 };
            return council::tests::voted(&fields, *taken, yes).unwrap();
        }
        let says = match taken {
            Step::Approve | Step::Reject => figures(&[(step::SECRET, 1)]),
            Step::Decide => vec![(step::LINK, PAPER.to_string().as_str().into())],
            Step::Return | Step::HigherReturn | Step::HigherReject => {
                vec![(step::REASON, "Thiếu báo cáo".into())]
            }
            Step::HigherDecide | Step::Revoke => vec![
                (step::NUMBER, "15/QĐ-UBND".into()),
                (step::SIGNER, "Chủ tịch".into()),
                (step::LEVEL, 3.into()),
                (step::REASON, "Kê khai sai".into()),
                (step::DAY, "2024-05-10".into()),
            ],
            Step::Present => vec![(step::DAY, "2024-04-10".into())],
            _ => vec![],
        };
        take(world, Role::EmulationOfficer, &fields, *taken, &says)
            .unwrap_or_else(|why| panic!("{taken:?}: {why:?}"))
    })
}

fn paper(changed: &[(Field, Value)]) -> Fields {
    let mut fields = Fields::from_iter([
        (decision::YEAR, 2024.into()),
        (decision::DAY, "2024-04-03".into()),
        (decision::SIGNER, "Chủ tịch".into()),
        (decision::POST, "Chủ tịch".into()),
        (decision::LEVEL, 2.into()),
        (decision::SYMBOL, "QĐ-UBND".into()),
        (Field::of_item(decision::NOMINATION.number, 1), DOSSIER.to_string().as_str().into()),
    ]);
    fields.extend(changed.iter().cloned());
    fields
}

pub(crate) fn world_with(records: &[(RecordId, RecordKind, Fields)]) -> World {
    let other = |(id, kind, fields): &(RecordId, RecordKind, Fields)| {
        (*id, Other { kind: *kind, partition: UNIT, fields: fields.clone(), deleted: false })
    };
    World { records: records.iter().map(other).collect(), ..World::default() }
}

fn issued() -> World {
    let fields = paper(&[(step::STATE, 1.into()), (decision::NUMBER, 12.into())]);
    world_with(&[(PAPER, RecordKind::Decision, fields)])
}

#[test]
fn a_dossier_goes_its_way_to_the_end() {
    use Step::{Appraise, Approve, Consider, Decide, Present, Revoke, Submit};
    let fields = after(
        &issued(),
        "lao_dong_tien_tien",
        &[Consider, Submit, Appraise, Approve, Decide, Present, Revoke],
    );
    assert_eq!(State::of(&fields), State::Revoked);
    assert_eq!(fields[&DECISION_NUMBER], "12/QĐ-UBND".into());
    assert_eq!(fields[&DECIDED_ON], "2024-04-03".into());
    let told: Vec<_> = step::entries(&fields).iter().map(|entry| (entry.item, entry.kind)).collect();
    assert_eq!(told, [(1, 1), (2, 2), (3, 5), (4, 6), (5, 8), (6, 13), (7, 14)]);
}

#[test]
fn what_the_province_decides_goes_up_and_comes_back_to_the_same_record() {
    use Step::{Appraise, Approve, Consider, HigherDecide, SendUp, Submit};
    let way = [Consider, Submit, Appraise, Approve];
    let world = World::default();
    let approved = after(&world, "chien_si_thi_dua_tinh", &way);
    let parts = take(&world, Role::EmulationOfficer, &approved, SendUp, &[]);
    assert_eq!(parts, Err(Obstacle::PartsMissing));
    let said = [(step::REASON, "Bổ sung sau".into())];
    let up = take(&world, Role::EmulationOfficer, &approved, SendUp, &said).unwrap();
    let result = |level: i64| {
        let says = [
            (step::NUMBER, "15/QĐ-UBND".into()),
            (step::SIGNER, "Chủ tịch tỉnh".into()),
            (step::LEVEL, level.into()),
        ];
        take(&world, Role::EmulationOfficer, &up, HigherDecide, &says)
    };
    assert_eq!(result(2), Err(Obstacle::OtherLevel));
    assert_eq!(result(3).unwrap()[&DECIDED_LEVEL], 3.into());
}

#[test]
fn each_step_that_cannot_be_taken_is_told_why() {
    use Obstacle as O;
    use Step::{
        Appraise, Approve, Consider, Decide, Merge, Present, Reject, Return, Revoke, Submit, Withdraw,
    };
    let unit = Role::CommuneOfficer;
    let office = Role::EmulationOfficer;
    let link = |id: RecordId| vec![(step::LINK, Value::from(id.to_string().as_str()))];
    let early = world_with(&[(
        PAPER,
        RecordKind::Decision,
        paper(&[
            (step::STATE, 1.into()),
            (decision::NUMBER, 12.into()),
            (decision::DAY, "2024-03-14".into()),
        ]),
    )]);
    let unnumbered = world_with(&[(PAPER, RecordKind::Decision, paper(&[]))]);
    let of_commune = world_with(&[(
        PAPER,
        RecordKind::Decision,
        paper(&[(step::STATE, 1.into()), (decision::NUMBER, 1.into()), (decision::LEVEL, 1.into())]),
    )]);
    let of_others = world_with(&[(
        PAPER,
        RecordKind::Decision,
        paper(&[
            (step::STATE, 1.into()),
            (decision::NUMBER, 1.into()),
            (Field::of_item(decision::NOMINATION.number, 1), OTHER.to_string().as_str().into()),
        ]),
    )]);
    let merged_into = world_with(&[(
        OTHER,
        RecordKind::Nomination,
        Fields::from_iter([(step::STATE, i64::from(State::Merged.code()).into())]),
    )]);
    let base = "chien_si_thi_dua_co_so";
    let province = "chien_si_thi_dua_tinh";
    let to_appraised: &[Step] = &[Consider, Submit, Appraise];
    let to_approved: &[Step] = &[Consider, Submit, Appraise, Approve];
    type Case<'a> = (&'a World, Role, &'a str, &'a [Step], Step, Vec<(Field, Value)>, Result<State, O>);
    let (empty, good) = (World::default(), issued());
    let yes = |count| figures(&[(step::YES, count), (step::NO, 9 - count), (step::SECRET, 1)]);
    let cases: Vec<Case<'_>> = vec![
        (&empty, unit, base, &[], Submit, vec![], Err(O::NotFromThisState)),
        (&empty, unit, base, &[Consider], Submit, vec![], Ok(State::Submitted)),
        (&empty, unit, base, &[Consider, Submit], Appraise, vec![], Err(O::NotTheStandingOffice)),
        (&empty, unit, base, &[Consider, Submit], Withdraw, vec![], Ok(State::Withdrawn)),
        (&empty, unit, base, to_appraised, Withdraw, vec![], Err(O::NotFromThisState)),
        (&empty, office, base, &[Consider, Submit], Return, vec![], Err(O::ReasonMissing)),
        (&empty, office, base, &[Consider, Submit], Approve, yes(9), Err(O::NotFromThisState)),
        (&empty, unit, base, &[], Consider, figures(&[(step::YES, 101)]), Err(O::VotesDoNotAddUp)),
        (&empty, unit, base, &[], Consider, figures(&[]), Ok(State::Considered)),
        // 101 of 100 votes.
        (&empty, office, base, to_appraised, Approve, figures(&[(step::YES, 10)]), Err(O::VotesDoNotAddUp)),
        (&empty, office, base, to_appraised, Approve, vec![], Err(O::Incomplete)),
        // The committee's own share is told on the screen, not enforced here; the law's is.
        (&empty, office, base, to_appraised, Approve, yes(3), Ok(State::Approved)),
        (&empty, office, province, to_appraised, Approve, yes(9), Err(O::SessionNeeded)),
        (&empty, office, province, to_appraised, Reject, yes(8), Err(O::SessionNeeded)),
        (&empty, office, base, to_approved, Decide, vec![], Err(O::LinkMissing)),
        (&empty, office, base, to_approved, Decide, link(PAPER), Err(O::LinkMissing)),
        (&good, office, base, to_appraised, Decide, link(PAPER), Err(O::NoCouncil)),
        (&good, office, "giay_khen_huyen", to_appraised, Decide, link(PAPER), Ok(State::Decided)),
        (&good, office, base, to_approved, Decide, link(PAPER), Ok(State::Decided)),
        (&good, office, province, to_approved, Decide, link(PAPER), Err(O::OtherLevel)),
        (&of_commune, office, base, to_approved, Decide, link(PAPER), Err(O::OtherLevel)),
        (&unnumbered, office, base, to_approved, Decide, link(PAPER), Err(O::NotIssued)),
        (&of_others, office, base, to_approved, Decide, link(PAPER), Err(O::NotInDecision)),
        (&early, office, base, to_approved, Decide, link(PAPER), Err(O::BeforeSubmission)),
        (&empty, office, base, to_approved, Present, vec![], Err(O::NotFromThisState)),
        (
            &good,
            office,
            base,
            &[Consider, Submit, Appraise, Approve, Decide],
            Present,
            vec![],
            Err(O::BeforeDecision),
        ),
        (&empty, unit, base, &[], Merge, link(DOSSIER), Err(O::LinkMissing)),
        (&merged_into, unit, base, &[], Merge, link(OTHER), Err(O::Merged)),
        (
            &empty,
            office,
            base,
            &[Consider],
            Revoke,
            vec![(step::REASON, "x".into())],
            Err(O::NotFromThisState),
        ),
    ];
    for (number, (world, role, award, way, taken, says, expected)) in cases.into_iter().enumerate() {
        let before = after(&issued(), award, way);
        let got = take(world, role, &before, taken, &says).map(|fields| State::of(&fields));
        assert_eq!(got, expected, "case {number}: {taken:?} after {way:?} of {award}");
    }
}

#[test]
fn a_step_on_a_merged_dossier_is_told_so() {
    let world = world_with(&[(OTHER, RecordKind::Nomination, nomination_of("lao_dong_tien_tien"))]);
    let says = [(step::LINK, OTHER.to_string().as_str().into())];
    let draft = nomination_of("lao_dong_tien_tien");
    let merged = take(&world, Role::CommuneOfficer, &draft, Step::Merge, &says).unwrap();
    for taken in Step::ALL {
        assert_eq!(
            take(&world, Role::EmulationOfficer, &merged, taken, &says),
            Err(Obstacle::Merged),
            "{taken:?}"
        );
    }
}

#[test]
fn a_step_stands_on_the_state_and_the_text_that_were_seen_and_has_its_author() {
    let world = World::default();
    let seen = after(&world, "lao_dong_tien_tien", &[Step::Consider]);
    let changes = changes_of(RecordKind::Nomination, &seen, Step::Submit.code(), 2, &[]);
    let try_on = |fields: &Fields, changes: &Fields| {
        attempt(&world, Role::CommuneOfficer, RecordKind::Nomination, DOSSIER, fields, changes).map(drop)
    };
    assert_eq!(try_on(&seen, &changes), Ok(()));

    let mut edited = seen.clone();
    edited.insert(nomination::ACHIEVEMENTS, "Sửa lại.".into());
    assert_eq!(try_on(&edited, &changes), Err(Obstacle::TextMoved));
    // What belongs to the handling is no part of the text.
    let mut ticked = seen.clone();
    ticked.insert(Field::of_item(nomination::PART.number, 1), 1.into());
    assert_eq!(try_on(&ticked, &changes), Ok(()));

    let submitted = take(&world, Role::CommuneOfficer, &seen, Step::Submit, &[]).unwrap();
    assert_eq!(try_on(&submitted, &changes), Err(Obstacle::StateMoved));

    let mut other = changes.clone();
    other.insert(step::of(step::BY, 2), "Người khác".into());
    assert_eq!(try_on(&seen, &other), Err(Obstacle::OtherAuthor));
    let mut more = changes.clone();
    more.insert(nomination::NAME, "Tên khác".into());
    assert_eq!(try_on(&seen, &more), Err(Obstacle::Incomplete));
    let mut elsewhere = changes;
    elsewhere.insert(step::STATE, i64::from(State::Decided.code()).into());
    assert_eq!(try_on(&seen, &elsewhere), Err(Obstacle::NotFromThisState));
}

#[test]
fn what_was_handed_up_is_not_written_any_more() {
    let world = issued();
    let cases: [(&[Step], Role, Field, bool); 9] = [
        (&[], Role::CommuneOfficer, nomination::NAME, true),
        (&[Step::Consider], Role::CommuneOfficer, nomination::NAME, true),
        (&[Step::Consider, Step::Submit], Role::CommuneOfficer, nomination::NAME, false),
        (&[Step::Consider, Step::Submit], Role::EmulationOfficer, nomination::NAME, false),
        (&[Step::Consider, Step::Submit], Role::CommuneOfficer, nomination::RECEIVED_ON, false),
        (&[Step::Consider, Step::Submit], Role::EmulationOfficer, nomination::RECEIVED_ON, true),
        (&[Step::Consider, Step::Submit, Step::Return], Role::CommuneOfficer, nomination::NAME, true),
        (&[], Role::EmulationOfficer, step::STATE, false),
        (&[], Role::EmulationOfficer, DECISION_NUMBER, false),
    ];
    for (way, role, field, open) in cases {
        let fields = after(&world, "lao_dong_tien_tien", way);
        let got = guard::may_edit(&account(role), RecordKind::Nomination, &fields, field).is_ok();
        assert_eq!(got, open, "{field:?} after {way:?} by {role:?}");
        let deletable = guard::may_delete(RecordKind::Nomination, &fields).is_ok();
        assert_eq!(deletable, State::of(&fields).is_with_the_unit());
    }
}

#[test]
fn a_dossier_is_merged_only_into_one_of_its_unit_that_is_still_on_its_way() {
    use Step::{Appraise, Consider, Merge, Reject, Submit, Withdraw};
    let award = "lao_dong_tien_tien";
    let says = [(step::LINK, OTHER.to_string().as_str().into())];
    let merge = |way: &[Step], partition: PartitionId| {
        let mut world = world_with(&[(OTHER, RecordKind::Nomination, after(&issued(), award, way))]);
        world.records.values_mut().for_each(|other| other.partition = partition);
        take(&world, Role::CommuneOfficer, &nomination_of(award), Merge, &says).map(drop)
    };
    assert_eq!(merge(&[], UNIT), Ok(()));
    assert_eq!(merge(&[Consider, Submit, Appraise], UNIT), Ok(()));
    assert_eq!(merge(&[], AUTHORITY), Err(Obstacle::WrongTarget));
    assert_eq!(merge(&[Consider, Withdraw], UNIT), Err(Obstacle::WrongTarget));
    assert_eq!(merge(&[Consider, Submit, Appraise, Reject], UNIT), Err(Obstacle::WrongTarget));
}

#[test]
fn what_happens_to_a_dossier_happens_after_it_was_handed_up() {
    use Step::{Appraise, Consider, Return, Submit};
    let submitted = after(&World::default(), "lao_dong_tien_tien", &[Consider, Submit]);
    let on = |taken: Step, day: &str| {
        let says = [(step::DAY, day.into()), (step::REASON, "Thiếu báo cáo".into())];
        take(&World::default(), Role::EmulationOfficer, &submitted, taken, &says).map(drop)
    };
    let day = super::submitted_on(&submitted).unwrap().to_string();
    for taken in [Appraise, Return] {
        assert_eq!(on(taken, &day), Ok(()), "{taken:?}");
        assert_eq!(on(taken, "2023-01-01"), Err(Obstacle::BeforeSubmission), "{taken:?}");
    }
}
