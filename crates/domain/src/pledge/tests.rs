use proptest::prelude::*;

use super::*;
use crate::access::{Account, Role};
use crate::bloc;
use crate::dossier::tests::{DOSSIER, OTHER, World};
use crate::fault::Fault;
use crate::guard::{self, Attempt, Other};
use crate::obstacle::Obstacle;
use crate::record::{Decimal, RecordKind};
use crate::rule_set::CivilDate;
use crate::schema;
use crate::signature::{Point, Signature};

mod of_results;

const BLOC: RecordId = OTHER;
const HOME: PartitionId = PartitionId(3);
const LEADER: PartitionId = PartitionId(4);
const NEIGHBOUR: PartitionId = PartitionId(5);
const CLUSTER: PartitionId = PartitionId(7);

pub(super) fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

pub(super) fn decimal(mantissa: i64, scale: u8) -> Decimal {
    Decimal::new(mantissa, scale).unwrap()
}

/// A pledge with one target of each kind.
pub(super) fn a_pledge() -> Fields {
    Fields::from_iter([
        (UNIT, i64::from(HOME.0).into()),
        (YEAR, 2023.into()),
        (CONTENT, "Thi đua hoàn thành nhiệm vụ năm 2023 (mẫu).".into()),
        (of(TARGET_NAME, 1), "Thu ngân sách".into()),
        (of(TARGET_MEASURE, 1), "triệu đồng".into()),
        (of(TARGET_PLAN, 1), Value::Decimal(decimal(1255, 1))),
        (of(TARGET_LAST, 1), 100.into()),
        (of(TARGET_ORDER, 1), 1.into()),
        (of(TARGET_KIND, 1), 1.into()),
        (of(TARGET_NAME, 2), "Đạt chuẩn nông thôn mới".into()),
        (of(TARGET_KIND, 2), 2.into()),
        (of(TARGET_ORDER, 2), 2.into()),
        (of(TARGET_NAME, 3), "Xếp loại đảng bộ".into()),
        (of(TARGET_KIND, 3), 3.into()),
        (of(TARGET_GRADES, 3), "Xuất sắc; Tốt; Hoàn thành; Không hoàn thành".into()),
        (of(TARGET_PLAN, 3), 2.into()),
        (of(TARGET_ORDER, 3), 3.into()),
    ])
}

fn a_bloc() -> Fields {
    let member = |unit: PartitionId| (of(bloc::MEMBER_IS, unit.0), Value::from(1));
    Fields::from_iter([
        (bloc::YEAR, 2023.into()),
        (bloc::LEADER, i64::from(LEADER.0).into()),
        member(HOME),
        member(LEADER),
    ])
}

fn world(bloc: Fields) -> World {
    let mut world = World::default();
    let other = Other { kind: RecordKind::Bloc, partition: CLUSTER, fields: bloc, deleted: false };
    world.records.insert(BLOC, other);
    world
}

fn account(role: Role, home: PartitionId) -> Account {
    Account { id: 1, name: "Mẫu".into(), role, home, level: None, grants: Vec::new() }
}

fn a_line() -> String {
    let point = |x, y| Point { x, y, pressure: None, after_ms: 10 };
    Signature::draw(2000, &[vec![point(100, 900), point(900, 400), point(1800, 1100)]]).unwrap().encode()
}

fn a_dot() -> String {
    let point = |x, y| Point { x, y, pressure: None, after_ms: 10 };
    Signature::draw(2000, &[vec![point(100, 900), point(101, 901)]]).unwrap().encode()
}

fn signed_by(pen: Pen) -> Vec<(Field, Value)> {
    vec![
        (step::LINK, BLOC.to_string().as_str().into()),
        (step::SIGNER, "Đinh Văn Mẫu".into()),
        (SIGN_POST, "Chủ tịch UBND xã".into()),
        (SIGN_STROKES, a_line().as_str().into()),
        (SIGN_PEN, pen.code().into()),
    ]
}

fn changes_of(fields: &Fields, taken: Step, says: &[(Field, Value)]) -> Fields {
    let item = step::next_item(fields);
    let mut changes = Fields::from_iter([
        (step::STATE, i64::from(taken.leads_to().code()).into()),
        (step::of(step::KIND, item), i64::from(taken.code()).into()),
        (step::of(step::BY, item), "Mẫu".into()),
        (step::of(step::DAY, item), "2023-03-15".into()),
        (step::of(step::SEEN, item), guard::text_of(RecordKind::Pledge, fields).as_str().into()),
    ]);
    changes.extend(says.iter().map(|(field, value)| (step::of(*field, item), value.clone())));
    if taken.keeps_text() {
        changes.extend(text_to_keep(fields, item));
    }
    changes
}

fn attempt(world: &World, account: &Account, before: &Fields, changes: &Fields) -> Result<Fields, Obstacle> {
    for (field, value) in changes {
        assert_eq!(schema::check_change(RecordKind::Pledge, *field, value), Ok(()), "{field:?}");
    }
    let attempt = Attempt {
        account,
        kind: RecordKind::Pledge,
        record: DOSSIER,
        partition: CLUSTER,
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

fn take(
    world: &World,
    account: &Account,
    before: &Fields,
    taken: Step,
    says: &[(Field, Value)],
) -> Result<Fields, Obstacle> {
    attempt(world, account, before, &changes_of(before, taken, says))
}

fn because() -> Vec<(Field, Value)> {
    vec![(step::REASON, "Cấp trên giao thêm chỉ tiêu".into())]
}

#[test]
fn targets_stand_in_their_order_and_cleared_ones_are_gone() {
    let fields = Fields::from_iter([
        (UNIT, 3.into()),
        (YEAR, 2023.into()),
        (of(TARGET_NAME, 9), "Hộ thoát nghèo".into()),
        (of(TARGET_ORDER, 9), 2.into()),
        (of(TARGET_NAME, 4), "Trồng rừng".into()),
        (of(TARGET_PLAN, 4), Value::Decimal(decimal(125, 1))),
        (of(TARGET_ORDER, 4), 1.into()),
        (of(TARGET_NAME, 5), Value::Null),
    ]);
    let pledge = Pledge::read(&fields);
    let names: Vec<_> = pledge.targets.iter().map(|target| target.name).collect();
    assert_eq!(names, ["Trồng rừng", "Hộ thoát nghèo"]);
    assert_eq!(pledge.targets[0].plan, Decimal::new(125, 1));
    assert_eq!(check(&fields), []);
    // Made before a target had a kind: it is a figure of which more is better.
    assert_eq!((pledge.targets[0].kind, pledge.targets[0].aim), (TargetKind::Number, Aim::AtLeast));
}

#[test]
fn a_target_without_a_name_is_told_and_a_result_that_is_no_answer() {
    let plan = of(TARGET_PLAN, 4);
    let fields = Fields::from_iter([(UNIT, 3.into()), (YEAR, 2023.into()), (plan, 5.into())]);
    assert_eq!(check(&fields), [Fault::Missing(of(TARGET_NAME, 4))]);
    let mut fields = a_pledge();
    fields.insert(of(TARGET_RESULT, 2), 3.into());
    fields.insert(of(Period::HalfYear.result(), 3), 5.into());
    fields.insert(of(Period::FirstQuarter.result(), 3), Value::Decimal(decimal(15, 1)));
    let outside = |field, max| Fault::OutOfRange { field, min: 1, max };
    assert_eq!(
        check(&fields),
        [
            outside(of(TARGET_RESULT, 2), 2),
            outside(of(Period::FirstQuarter.result(), 3), 4),
            outside(of(Period::HalfYear.result(), 3), 4),
        ]
    );
}

#[test]
fn what_a_pledge_lacks_before_it_can_be_signed() {
    let without = |fields: &[(Field, Value)]| {
        let mut pledge = a_pledge();
        pledge.extend(fields.iter().cloned());
        lacks(&pledge)
    };
    assert_eq!(lacks(&a_pledge()), []);
    type Case = (Vec<(Field, Value)>, Vec<Lack>);
    let cases: [Case; 6] = [
        (vec![(of(TARGET_MEASURE, 1), Value::Null)], vec![Lack::Measure(1)]),
        (vec![(of(TARGET_MEASURE, 1), " ".into())], vec![Lack::Measure(1)]),
        (vec![(of(TARGET_PLAN, 1), Value::Null)], vec![Lack::Plan(1)]),
        (vec![(of(TARGET_NAME, 2), Value::Null)], vec![Lack::Name(2)]),
        (vec![(of(TARGET_PLAN, 3), 5.into())], vec![Lack::PlanIsNoGrade(3)]),
        (vec![(of(TARGET_GRADES, 3), Value::Null)], vec![Lack::Grades(3), Lack::PlanIsNoGrade(3)]),
    ];
    for (changed, expected) in cases {
        assert_eq!(without(&changed), expected, "{changed:?}");
    }
    assert_eq!(lacks(&Fields::from_iter([(UNIT, 3.into())])), [Lack::Nothing]);
    let mut many = a_pledge();
    for item in 10..60 {
        many.insert(of(TARGET_NAME, item), "Chỉ tiêu".into());
        many.insert(of(TARGET_KIND, item), 2.into());
    }
    assert_eq!(lacks(&many), [Lack::TooManyTargets]);
    // A plan of zero is a plan, as of poor households.
    assert_eq!(without(&[(of(TARGET_PLAN, 1), 0.into())]), []);
}

#[test]
fn who_may_sign_for_whom_and_with_what() {
    use Obstacle as O;
    use Role::{CommuneOfficer, CouncilMember, EmulationOfficer};
    let typed = |pen: Pen| {
        let mut says = signed_by(pen);
        says.retain(|(field, _)| *field != SIGN_STROKES);
        says.push((SIGN_TYPED, 1.into()));
        says
    };
    let with = |pen: Pen, field: Field, value: Value| {
        let mut says = signed_by(pen);
        says.retain(|(known, _)| *known != field);
        if value != Value::Null {
            says.push((field, value));
        }
        says
    };
    let own = Pen::OwnUnit;
    type Case = (Role, PartitionId, Vec<(Field, Value)>, Result<(), O>);
    let cases: Vec<Case> = vec![
        (CommuneOfficer, HOME, signed_by(own), Ok(())),
        (CommuneOfficer, LEADER, signed_by(Pen::Leader), Ok(())),
        (EmulationOfficer, NEIGHBOUR, signed_by(Pen::StandingOffice), Ok(())),
        // Nobody is said to be whom they are not.
        (CommuneOfficer, LEADER, signed_by(own), Err(O::NotTheirPen)),
        (EmulationOfficer, HOME, signed_by(own), Err(O::NotTheirPen)),
        (CommuneOfficer, NEIGHBOUR, signed_by(Pen::Leader), Err(O::NotTheirPen)),
        (CouncilMember, HOME, signed_by(own), Err(O::NotTheirPen)),
        (CommuneOfficer, HOME, typed(own), Ok(())),
        (CommuneOfficer, LEADER, typed(Pen::Leader), Err(O::TypedForAnother)),
        (CommuneOfficer, HOME, with(own, SIGN_STROKES, a_dot().as_str().into()), Err(O::NotAMark)),
        (CommuneOfficer, HOME, with(own, SIGN_STROKES, Value::Null), Err(O::NotAMark)),
        (CommuneOfficer, HOME, with(own, SIGN_STROKES, "Đinh Văn Mẫu".into()), Err(O::NotAMark)),
        (CommuneOfficer, HOME, with(own, SIGN_TYPED, 1.into()), Err(O::Incomplete)),
        (CommuneOfficer, HOME, with(own, step::SIGNER, "  ".into()), Err(O::Incomplete)),
        (CommuneOfficer, HOME, with(own, SIGN_PEN, Value::Null), Err(O::Incomplete)),
        (CommuneOfficer, HOME, with(own, step::LINK, Value::Null), Err(O::LinkMissing)),
        (
            CommuneOfficer,
            HOME,
            with(own, step::LINK, DOSSIER.to_string().as_str().into()),
            Err(O::LinkMissing),
        ),
    ];
    for (number, (role, home, says, expected)) in cases.into_iter().enumerate() {
        let got = take(&world(a_bloc()), &account(role, home), &a_pledge(), Step::Sign, &says);
        assert_eq!(got.map(drop), expected, "case {number}");
    }
}

#[test]
fn a_unit_signs_in_the_bloc_of_its_year_while_it_belongs_to_it() {
    let own = account(Role::CommuneOfficer, HOME);
    let sign =
        |bloc: Fields| take(&world(bloc), &own, &a_pledge(), Step::Sign, &signed_by(Pen::OwnUnit)).map(drop);
    let with = |field: Field, value: Value| {
        let mut bloc = a_bloc();
        bloc.insert(field, value);
        bloc
    };
    assert_eq!(sign(a_bloc()), Ok(()));
    assert_eq!(sign(with(bloc::YEAR, 2024.into())), Err(Obstacle::OtherBloc));
    assert_eq!(sign(with(of(bloc::MEMBER_IS, HOME.0), Value::Null)), Err(Obstacle::NotAMember));
    assert_eq!(sign(with(of(bloc::MEMBER_UNTIL, HOME.0), "2023-03-14".into())), Err(Obstacle::NotAMember));
    assert_eq!(sign(with(of(bloc::MEMBER_UNTIL, HOME.0), "2023-03-15".into())), Ok(()));
    assert_eq!(sign(with(of(bloc::MEMBER_FROM, HOME.0), "2023-03-16".into())), Err(Obstacle::NotAMember));
    let mut elsewhere = world(a_bloc());
    elsewhere.records.get_mut(&BLOC).unwrap().partition = PartitionId(8);
    let got = take(&elsewhere, &own, &a_pledge(), Step::Sign, &signed_by(Pen::OwnUnit)).map(drop);
    assert_eq!(got, Err(Obstacle::OtherBloc));
}

#[test]
fn an_incomplete_pledge_is_not_signed() {
    let mut pledge = a_pledge();
    pledge.insert(of(TARGET_MEASURE, 1), Value::Null);
    let own = account(Role::CommuneOfficer, HOME);
    let got = take(&world(a_bloc()), &own, &pledge, Step::Sign, &signed_by(Pen::OwnUnit));
    assert_eq!(got, Err(Obstacle::PledgeUnready));
}

#[test]
fn what_is_signed_stands_and_is_amended_and_signed_again() {
    let world = world(a_bloc());
    let own = account(Role::CommuneOfficer, HOME);
    let may = |fields: &Fields, field: Field| guard::may_edit(&own, RecordKind::Pledge, fields, field);
    let first = a_pledge();
    assert_eq!((may(&first, CONTENT), guard::may_delete(RecordKind::Pledge, &first)), (Ok(()), Ok(())));
    assert_eq!(may(&first, of(SIGN_STROKES, 1)), Err(Obstacle::Locked));
    assert_eq!(may(&first, step::STATE), Err(Obstacle::Locked));

    let signed = take(&world, &own, &first, Step::Sign, &signed_by(Pen::OwnUnit)).unwrap();
    assert_eq!((State::of(&signed), version(&signed)), (State::Signed, 1));
    for field in [CONTENT, UNIT, of(TARGET_PLAN, 1), of(TARGET_LAST, 1), of(TARGET_NAME, 9)] {
        assert_eq!(may(&signed, field), Err(Obstacle::Signed), "{field:?}");
    }
    for period in Period::ALL {
        for field in [period.result(), period.note(), period.day()] {
            assert_eq!(may(&signed, of(field, 1)), Ok(()), "{field:?}");
        }
    }
    assert_eq!(may(&signed, of(EVIDENCE_DIGEST, 7)), Ok(()));
    assert_eq!(guard::may_delete(RecordKind::Pledge, &signed), Err(Obstacle::Signed));

    // A result is no part of what was signed.
    let mut reported = signed.clone();
    reported.insert(of(TARGET_RESULT, 1), 130.into());
    assert_eq!(in_force(&reported).unwrap().text, guard::text_of(RecordKind::Pledge, &reported));

    assert_eq!(take(&world, &own, &reported, Step::Amend, &[]), Err(Obstacle::ReasonMissing));
    let neighbour = account(Role::CommuneOfficer, LEADER);
    assert_eq!(take(&world, &neighbour, &reported, Step::Amend, &because()), Err(Obstacle::NotTheirPen));
    let open = take(&world, &own, &reported, Step::Amend, &because()).unwrap();
    assert_eq!((State::of(&open), version(&open), in_force(&open)), (State::Amending, 2, None));
    assert_eq!(may(&open, of(TARGET_PLAN, 1)), Ok(()));
    assert_eq!(guard::may_delete(RecordKind::Pledge, &open), Err(Obstacle::Signed));

    let mut amended = open;
    amended.insert(of(TARGET_PLAN, 1), 140.into());
    let again = take(&world, &own, &amended, Step::Sign, &signed_by(Pen::OwnUnit)).unwrap();
    let signings = signings(&again);
    assert_eq!(signings.iter().map(|signing| signing.version).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(in_force(&again), signings.last().copied());
    // Both texts are still there, each with the digest that was signed.
    for signing in &signings {
        let text = text_at(&again, signing.item);
        assert_eq!(step::seen(&text, is_text), signing.text, "version {}", signing.version);
    }
    assert!(holds_together(&again));
    let mut other = again.clone();
    other.insert(of(TARGET_PLAN, 1), 141.into());
    assert!(!holds_together(&other), "another text under the signature");
    let plans = signings.iter().map(|signing| text_at(&again, signing.item)[&of(TARGET_PLAN, 1)].clone());
    assert_eq!(plans.collect::<Vec<_>>(), [Value::Decimal(decimal(1255, 1)), 140.into()]);
    let last = signings[1];
    assert_eq!((last.signer, last.post, last.pen), ("Đinh Văn Mẫu", "Chủ tịch UBND xã", Some(Pen::OwnUnit)));
    assert_eq!((last.held_by, last.typed, last.bloc), ("Mẫu", false, Some(BLOC)));
    assert!(Signature::decode(last.strokes).unwrap().is_a_mark());
}

#[test]
fn a_signature_on_a_text_that_was_changed_meanwhile_is_refused() {
    let world = world(a_bloc());
    let own = account(Role::CommuneOfficer, HOME);
    let drawn = changes_of(&a_pledge(), Step::Sign, &signed_by(Pen::OwnUnit));
    let mut edited = a_pledge();
    edited.insert(of(TARGET_PLAN, 1), 999.into());
    assert_eq!(attempt(&world, &own, &edited, &drawn), Err(Obstacle::TextMoved));
    // A result that came meanwhile is no part of the text.
    let mut reported = a_pledge();
    reported.insert(of(TARGET_RESULT, 1), 999.into());
    assert!(attempt(&world, &own, &reported, &drawn).is_ok());

    let signed = take(&world, &own, &a_pledge(), Step::Sign, &signed_by(Pen::OwnUnit)).unwrap();
    assert_eq!(attempt(&world, &own, &signed, &drawn), Err(Obstacle::StateMoved));
    assert_eq!(
        take(&world, &own, &signed, Step::Sign, &signed_by(Pen::OwnUnit)),
        Err(Obstacle::NotFromThisState)
    );
    let amending = take(&world, &own, &signed, Step::Amend, &because()).unwrap();
    assert_eq!(attempt(&world, &own, &amending, &drawn), Err(Obstacle::StateMoved));
}

#[test]
fn an_amendment_keeps_the_text_as_it_was_signed_and_nothing_else() {
    let world = world(a_bloc());
    let own = account(Role::CommuneOfficer, HOME);
    let signed = take(&world, &own, &a_pledge(), Step::Sign, &signed_by(Pen::OwnUnit)).unwrap();
    let good = changes_of(&signed, Step::Amend, &because());
    let item = step::next_item(&signed);
    let mut other = good.clone();
    other.insert(step::was(CONTENT, item), "Điều khác".into());
    assert_eq!(attempt(&world, &own, &signed, &other), Err(Obstacle::TextMoved));
    let mut less = good.clone();
    less.remove(&step::of(step::FILES, item));
    assert_eq!(attempt(&world, &own, &signed, &less), Err(Obstacle::TextMoved));
    assert!(attempt(&world, &own, &signed, &good).is_ok());
}

#[test]
fn the_longest_pledge_is_kept_whole() {
    let mut fields = Fields::from_iter([(UNIT, 3.into()), (YEAR, 2023.into())]);
    for at in 0..u32::try_from(MOST_TARGETS).unwrap() {
        let item = u32::MAX - at;
        fields.extend([
            (of(TARGET_NAME, item), "ữ".repeat(300).as_str().into()),
            (of(TARGET_MEASURE, item), "ữ".repeat(50).as_str().into()),
            (of(TARGET_GRADES, item), "ữ".repeat(200).as_str().into()),
            (of(TARGET_PLAN, item), Value::Decimal(decimal(i64::MAX, 6))),
            (of(TARGET_LAST, item), Value::Decimal(decimal(i64::MAX, 6))),
            (of(TARGET_ORDER, item), 100_000.into()),
            (of(TARGET_KIND, item), 1.into()),
            (of(TARGET_AIM, item), 2.into()),
        ]);
    }
    assert_eq!(lacks(&fields), []);
    let kept = text_to_keep(&fields, 2);
    let mut amended = fields.clone();
    amended.extend(kept);
    amended.insert(step::of(step::KIND, 2), i64::from(Step::Amend.code()).into());
    assert_eq!(text_at(&amended, 1), fields);
}

#[test]
fn of_two_pledges_of_a_unit_the_signed_one_counts_and_else_the_first() {
    let (one, two) = (RecordId::from_bytes([1; 16]), RecordId::from_bytes([2; 16]));
    let draft = a_pledge();
    let mut signed = a_pledge();
    signed.insert(step::STATE, 1.into());
    let pick =
        |records: &[(RecordId, &Fields)]| current(records.iter().copied(), HOME, 2023).map(|(id, _)| id);
    assert_eq!(pick(&[(two, &draft), (one, &draft)]), Some(one));
    assert_eq!(pick(&[(one, &draft), (two, &signed)]), Some(two));
    assert_eq!(current([(one, &draft)], HOME, 2024), None);
    assert_eq!(current([(one, &draft)], LEADER, 2023), None);
}

#[test]
fn a_pledge_is_made_after_the_template_or_after_last_years() {
    let mut bloc = a_bloc();
    bloc.extend(
        a_pledge()
            .into_iter()
            .filter(|(field, _)| ![UNIT, YEAR].contains(field) && field.number != TARGET_LAST.number),
    );
    let mut last = a_pledge();
    last.insert(of(TARGET_RESULT, 1), 128.into());
    last.insert(of(TARGET_NAME, 44), "Chỉ tiêu riêng".into());
    last.insert(of(TARGET_RESULT, 44), 9.into());

    let made = from_template(&bloc, LEADER, 2024, Some(&last));
    assert_eq!((made[&UNIT].clone(), made[&YEAR].clone()), (4.into(), 2024.into()));
    assert_eq!(made[&of(TARGET_PLAN, 1)], Value::Decimal(decimal(1255, 1)));
    assert_eq!(made[&of(TARGET_LAST, 1)], 128.into());
    assert!(!made.contains_key(&of(TARGET_LAST, 44)), "a target that the template does not have");
    assert_eq!(schema::check_creation(RecordKind::Pledge, &made), Ok(()));

    let made = from_last_year(&last, HOME, 2024);
    assert_eq!(made.get(&of(TARGET_PLAN, 1)), None, "a plan is set anew");
    assert_eq!(made[&of(TARGET_LAST, 44)], 9.into());
    assert_eq!(made.get(&of(TARGET_RESULT, 1)), None);
    assert_eq!(Pledge::read(&made).targets.len(), 4);
}

proptest! {
    #[test]
    fn a_kept_text_has_the_digest_that_was_signed(
        plans in proptest::collection::vec((any::<i64>(), 0u8..=6, ".{0,20}"), 1..20),
    ) {
        let mut fields = a_pledge();
        for (at, (mantissa, scale, name)) in plans.iter().enumerate() {
            let item = u32::try_from(at).unwrap() + 50;
            // Texts of items have one line.
            let name: String = name.chars().filter(|c| !c.is_control()).collect();
            fields.insert(of(TARGET_NAME, item), name.as_str().into());
            fields.insert(of(TARGET_PLAN, item), Value::Decimal(decimal(*mantissa, *scale)));
        }
        let digest = guard::text_of(RecordKind::Pledge, &fields);
        let mut amended = fields.clone();
        amended.extend(text_to_keep(&fields, 2));
        amended.insert(step::of(step::KIND, 2), i64::from(Step::Amend.code()).into());
        amended.insert(CONTENT, "Khác".into());
        prop_assert_eq!(step::seen(&text_at(&amended, 1), is_text), digest);
    }
}

#[test]
fn an_account_holds_the_pen_as_what_it_is() {
    let pen = |role, home| pen_of(&account(role, home), &a_bloc(), HOME);
    assert_eq!(pen(Role::CommuneOfficer, HOME), Some(Pen::OwnUnit));
    assert_eq!(pen(Role::CommuneOfficer, LEADER), Some(Pen::Leader));
    assert_eq!(pen(Role::CommuneOfficer, NEIGHBOUR), None);
    assert_eq!(pen(Role::Administrator, HOME), Some(Pen::StandingOffice));
    assert_eq!(pen(Role::CouncilMember, HOME), None);
}

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}
