use super::*;
use crate::bloc::tests::{a_bloc, of};
use crate::bloc::{self, Bloc, Formula};
use crate::fault::Fault;
use crate::nomination;
use crate::pledge::{Period, TARGET_MEASURE, TARGET_NAME, TARGET_PLAN, TARGET_RESULT};
use crate::record::RecordKind;
use crate::schema;
use crate::step;

mod of_awaited;
mod of_ranking;

pub(super) const BLOC_ID: RecordId = RecordId::from_bytes([9; 16]);
pub(super) const UNITS: [PartitionId; 3] = [PartitionId(3), PartitionId(4), PartitionId(5)];

pub(super) fn id(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

pub(super) fn today() -> CivilDate {
    "2024-01-15".parse().unwrap()
}

pub(super) fn a_pledge(unit: PartitionId, result: i64) -> Fields {
    Fields::from_iter([
        (pledge::UNIT, i64::from(unit.0).into()),
        (pledge::YEAR, 2023.into()),
        (of(TARGET_NAME, 71), "Thu ngân sách".into()),
        (of(TARGET_MEASURE, 71), "triệu đồng".into()),
        (of(TARGET_PLAN, 71), 100.into()),
        (of(TARGET_RESULT, 71), result.into()),
        (step::STATE, 1.into()),
        (step::of(step::KIND, 1), 1.into()),
    ])
}

/// A score that is done, with these points for the criteria.
pub(super) fn a_score(
    unit: PartitionId,
    role: Role,
    by: Option<PartitionId>,
    pledge: &Fields,
    points: &[(u32, i64)],
) -> Fields {
    let mut fields = begin(BLOC_ID, &a_bloc(), Some(pledge), unit, role, by);
    fields.insert(DAY, "2024-01-10".into());
    fields.extend(points.iter().map(|(item, points)| (of(POINTS, *item), Value::from(*points))));
    fields
}

#[test]
fn points_follow_from_results() {
    let fields = a_bloc();
    let points = |formula: Formula, max: i64, rate: i64, result: Option<i64>| {
        let criterion = bloc::Criterion {
            formula,
            max: Points(max),
            rate: Points(rate),
            ..*Bloc::read(&fields).table.criterion(21).unwrap()
        };
        let pledge = result.map(|result| a_pledge(UNITS[0], result));
        computed(&criterion, pledge.as_ref(), &fields, today())
    };
    let given = |points: i64| Computed::Points(Points(points));
    let cases = [
        (Formula::ByHand, 6_000, 0, Some(50), Computed::ByHand),
        (Formula::Proportional, 6_000, 0, None, Computed::NoResult),
        (Formula::Proportional, 6_000, 0, Some(50), given(3_000)),
        (Formula::Proportional, 6_000, 0, Some(150), given(6_000)),
        (Formula::Proportional, 3_333, 0, Some(50), given(1_667)),
        (Formula::AllOrNothing, 6_000, 0, Some(99), given(0)),
        (Formula::AllOrNothing, 6_000, 0, Some(100), given(6_000)),
        (Formula::LessPerPercent, 6_000, 50, Some(97), given(5_850)),
        (Formula::LessPerPercent, 6_000, 500, Some(50), given(0)),
        (Formula::PerPercentOver, 300, 50, Some(103), given(150)),
        (Formula::PerPercentOver, 300, 50, Some(150), given(300)),
        (Formula::PerPercentShort, 800, 100, Some(97), given(300)),
        (Formula::PerPercentShort, 800, 100, Some(100), given(0)),
        (Formula::Unsigned, 800, 0, Some(50), given(0)),
        (Formula::Unsigned, 800, 0, None, given(800)),
        // Six months are missing; the year has a result.
        (Formula::PerLateReport, 800, 200, Some(50), given(200)),
    ];
    for (formula, max, rate, result, expected) in cases {
        assert_eq!(points(formula, max, rate, result), expected, "{formula:?} {result:?}");
    }
}

#[test]
fn a_total_is_the_sum_of_its_parts_within_the_limits() {
    let fields = a_bloc();
    let table = Bloc::read(&fields).table;
    let total = |points: &[(u32, i64)]| {
        Total::of(&table, |criterion| {
            points.iter().find(|(item, _)| *item == criterion.item).map(|(_, points)| Points(*points))
        })
    };
    let all = total(&[(21, 5_500), (22, 3_000), (23, 700), (24, 300)]);
    assert_eq!(all.sections, [(11, Points(5_500)), (12, Points(3_000))]);
    assert_eq!((all.ordinary, all.bonus, all.bonus_beyond), (Points(8_500), Points(500), Points(200)));
    assert_eq!((all.penalty, all.penalty_beyond, all.sum), (Points(300), Points(0), Points(8_700)));
    assert_eq!(all.missing, 0);
    // A table that was changed afterwards: what is above the maximum does not count.
    assert_eq!(total(&[(21, 9_000)]).ordinary, Points(6_000));
    assert_eq!(total(&[(21, 9_000)]).missing, 1);
    assert_eq!(total(&[(24, 800)]).sum, Points::ZERO, "never below zero");
}

#[test]
fn a_score_is_checked_by_its_scorer_and_its_table() {
    let fields = a_bloc();
    let table = Bloc::read(&fields).table;
    let pledge = a_pledge(UNITS[0], 50);
    let own = a_score(UNITS[0], Role::Own, Some(UNITS[0]), &pledge, &[(22, 4_000)]);
    assert_eq!(check(&own, Some(&table)), []);
    assert_eq!(schema::check_creation(RecordKind::Score, &own), Ok(()));
    let over = a_score(UNITS[0], Role::Own, Some(UNITS[0]), &pledge, &[(22, 4_001)]);
    let fault = Fault::OverMaximum { field: of(POINTS, 22), max: 4_000 };
    assert_eq!(check(&over, Some(&table)), [fault]);
    assert_eq!(refusal(None, &over, Some(&fields)), Some(fault));
    assert_eq!(refusal(Some(&over), &over, Some(&fields)), None, "it was so before");
    assert_eq!(refusal(Some(&own), &over, Some(&fields)), Some(fault));
    assert_eq!(refusal(None, &over, None), None, "the table is not at hand");

    let scorers = [
        (Role::Own, Some(UNITS[1]), Some(Fault::NotTheScorer(BY))),
        (Role::Own, None, Some(Fault::NotTheScorer(ROLE))),
        (Role::Cross, Some(UNITS[0]), Some(Fault::NotTheScorer(BY))),
        (Role::Cross, Some(UNITS[1]), None),
        (Role::Verification, None, None),
        (Role::Council, Some(UNITS[1]), Some(Fault::NotTheScorer(BY))),
    ];
    for (role, by, expected) in scorers {
        let score = a_score(UNITS[0], role, by, &pledge, &[]);
        assert_eq!(refusal(None, &score, Some(&fields)), expected, "{role:?} by {by:?}");
    }
    let mut moved = own.clone();
    moved.insert(UNIT, 4.into());
    assert_eq!(refusal(Some(&own), &moved, Some(&fields)), Some(Fault::NotTheScorer(UNIT)));
}

#[test]
fn a_difference_needs_a_word_of_why() {
    let fields = a_bloc();
    let table = Bloc::read(&fields).table;
    let pledge = a_pledge(UNITS[0], 50);
    let mut verified = a_score(UNITS[0], Role::Verification, None, &pledge, &[(21, 3_000), (22, 3_500)]);
    let own =
        |item: u32| [(21, 3_000), (22, 4_000)].iter().find(|(of, _)| *of == item).map(|(_, p)| Points(*p));
    assert_eq!(missing_reasons(&verified, &table, own), [Fault::Missing(of(REASON, 22))]);
    verified.insert(of(REASON, 22), "Thiếu minh chứng".into());
    assert_eq!(missing_reasons(&verified, &table, own), []);
}

#[test]
fn a_sheet_lays_the_points_beside_each_other_and_says_what_counts() {
    let fields = a_bloc();
    let pledge = a_pledge(UNITS[0], 50);
    let own = a_score(UNITS[0], Role::Own, Some(UNITS[0]), &pledge, &[(22, 4_000), (23, 300)]);
    let one = a_score(UNITS[0], Role::Cross, Some(UNITS[1]), &pledge, &[(22, 3_000)]);
    let two = a_score(UNITS[0], Role::Cross, Some(UNITS[2]), &pledge, &[(22, 3_501)]);
    let verified = a_score(UNITS[0], Role::Verification, None, &pledge, &[(21, 2_900), (22, 3_600)]);
    let council = a_score(UNITS[0], Role::Council, None, &pledge, &[(22, 3_700)]);
    let all = [&own, &one, &two, &verified, &council];
    let sheet = |scores: &[&Fields]| {
        let scores = (1..).zip(scores).map(|(number, score)| (id(number), RecordKind::Score, *score));
        let pledges = [(id(99), RecordKind::Pledge, &pledge)];
        let contest = Contest::of(BLOC_ID, &fields, scores.chain(pledges), today());
        let sheet = contest.sheet(UNITS[0]);
        let line = |item: u32| {
            let line = sheet.lines.iter().find(|line| line.criterion.item == item).unwrap();
            (line.computed.points(), line.cross_mean, line.counts, line.differ)
        };
        (sheet.result.clone(), line(21), line(22))
    };
    let points = |points: i64| Some(Points(points));
    let (result, _, _) = sheet(&[]);
    assert_eq!(result, None);
    let (result, first, second) = sheet(&all[..1]);
    let (basis, total) = result.unwrap();
    assert_eq!((basis, total.sum), (Basis::Own, Points(3_000 + 4_000 + 300)));
    // What nobody entered is what was computed.
    assert_eq!(first, (points(3_000), None, points(3_000), None));
    assert_eq!(second, (None, None, points(4_000), None));
    let (result, _, second) = sheet(&all[..3]);
    assert_eq!(result.unwrap().0, Basis::Crossed);
    // 3.250,5 hundredths: halves are rounded up.
    assert_eq!(second, (None, points(3_251), points(3_251), Some((Points(3_000), Points(4_000)))));
    let (result, first, second) = sheet(&all[..4]);
    assert_eq!(result.unwrap().0, Basis::Verified);
    assert_eq!(first, (points(3_000), points(3_000), points(2_900), Some((Points(2_900), Points(3_000)))));
    assert_eq!(second.2, points(3_600));
    // Where the council said nothing, what was verified stands.
    let (result, first, second) = sheet(&all);
    assert_eq!(result.unwrap().0, Basis::Council);
    assert_eq!((first.2, second.2), (points(2_900), points(3_700)));
}

#[test]
fn only_what_is_done_counts_and_of_two_the_first() {
    let fields = a_bloc();
    let pledge = a_pledge(UNITS[0], 50);
    let score = |points: i64| a_score(UNITS[0], Role::Own, Some(UNITS[0]), &pledge, &[(22, points)]);
    let (first, second) = (score(1_000), score(2_000));
    let records = [(id(7), RecordKind::Score, &second), (id(6), RecordKind::Score, &first)];
    let contest = Contest::of(BLOC_ID, &fields, records, today());
    assert_eq!(contest.score(UNITS[0], Role::Own, Some(UNITS[0])).unwrap().id, id(6));
    assert_eq!(contest.duplicates(), [id(7)]);
    assert_eq!(contest.sheet(UNITS[0]).columns.len(), 1);
    let mut open = score(1_000);
    open.insert(DAY, Value::Null);
    let contest = Contest::of(BLOC_ID, &fields, [(id(6), RecordKind::Score, &open)], today());
    let sheet = contest.sheet(UNITS[0]);
    assert_eq!((sheet.result, sheet.columns.len()), (None, 1));
    // A score by another table is another bloc's.
    let other = Contest::of(id(8), &fields, [(id(6), RecordKind::Score, &first)], today());
    assert!(other.sheet(UNITS[0]).columns.is_empty());
}

#[test]
fn a_result_that_is_changed_after_the_verification_asks_for_it_again() {
    let fields = a_bloc();
    let pledge = a_pledge(UNITS[0], 50);
    let verified = a_score(UNITS[0], Role::Verification, None, &pledge, &[(22, 3_000)]);
    let again = |pledge: &Fields| {
        let records = [(id(1), RecordKind::Score, &verified), (id(2), RecordKind::Pledge, pledge)];
        Contest::of(BLOC_ID, &fields, records, today()).sheet(UNITS[0]).verify_again
    };
    assert!(!again(&pledge));
    let mut noted = pledge.clone();
    noted.insert(of(Period::Year.note(), 71), "Số chính thức".into());
    assert!(!again(&noted));
    let mut changed = pledge.clone();
    changed.insert(of(TARGET_RESULT, 71), 51.into());
    assert!(again(&changed));
    assert!(is_stale(&verified, Some(&changed)) && is_stale(&verified, None));
    // A score that was begun before there was any result.
    let early = begin(BLOC_ID, &fields, None, UNITS[0], Role::Verification, None);
    assert!(is_stale(&early, Some(&pledge)) && !is_stale(&early, None));
    // The table was changed meanwhile.
    let mut other = fields.clone();
    other.insert(of(bloc::CRITERION_MAX, 22), 3_900.into());
    let contest = Contest::of(BLOC_ID, &other, [(id(1), RecordKind::Score, &verified)], today());
    assert!(contest.sheet(UNITS[0]).columns[0].other_table);
}
