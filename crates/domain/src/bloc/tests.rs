use super::*;
use crate::fault::Fault;
use crate::record::{Decimal, RecordKind};
use crate::schema;

pub(crate) fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

/// A cluster of three with a table of 100 points, a bonus and a penalty, and two places that go forward.
pub(crate) fn a_bloc() -> Fields {
    let member = |unit: u32, is: i64| (of(MEMBER_IS, unit), Value::from(is));
    let section = |item: u32, name: &str| {
        [(of(SECTION_NAME, item), name.into()), (of(SECTION_ORDER, item), i64::from(item).into())]
    };
    let criterion = |item: u32, section: i64, kind: i64, max: i64, formula: Formula| {
        [
            (of(CRITERION_NAME, item), format!("Tiêu chí {item} (mẫu)").as_str().into()),
            (of(CRITERION_SECTION, item), section.into()),
            (of(CRITERION_ORDER, item), i64::from(item).into()),
            (of(CRITERION_MAX, item), max.into()),
            (of(CRITERION_KIND, item), kind.into()),
            (of(CRITERION_FORMULA, item), formula.code().into()),
        ]
    };
    let mut fields = Fields::from_iter([
        (YEAR, 2023.into()),
        (LEADER, 3.into()),
        member(3, 1),
        member(4, 2),
        member(5, 1),
        (pledge::CONTENT, "Thi đua (mẫu).".into()),
        (of(pledge::TARGET_NAME, 71), "Thu ngân sách".into()),
        (of(pledge::TARGET_MEASURE, 71), "triệu đồng".into()),
        (of(CRITERION_TARGET, 21), 71.into()),
        (TABLE_TOTAL, 10_000.into()),
        (BONUS_LIMIT, 500.into()),
        (PENALTY_LIMIT, 800.into()),
        (of(TIE_RULE, 61), TieRule::Section.code().into()),
        (of(TIE_OF, 61), 12.into()),
        (of(TIE_ORDER, 61), 1.into()),
        (of(TIE_RULE, 62), TieRule::FewerPenalties.code().into()),
        (of(TIE_ORDER, 62), 2.into()),
        (of(FORWARD_PLACE, 51), 1.into()),
        (of(FORWARD_AWARD, 51), "co_thi_dua_tinh".into()),
        (of(FORWARD_PLACE, 52), 2.into()),
        (of(FORWARD_AWARD, 52), "bang_khen_tinh".into()),
    ]);
    fields.extend(section(11, "Kinh tế - xã hội"));
    fields.extend(section(12, "Thi đua, khen thưởng"));
    fields.extend(criterion(21, 11, 1, 6_000, Formula::Proportional));
    fields.extend(criterion(22, 12, 1, 4_000, Formula::ByHand));
    fields.extend(criterion(23, 12, 2, 1_000, Formula::ByHand));
    fields.extend(criterion(24, 12, 3, 800, Formula::Unsigned));
    fields
}

fn with(changed: &[(Field, Value)]) -> Fields {
    let mut fields = a_bloc();
    fields.extend(changed.iter().cloned());
    fields
}

#[test]
fn a_bloc_is_read_in_the_order_that_it_was_given() {
    let fields = a_bloc();
    assert_eq!(check(&fields), []);
    assert_eq!(findings(&fields), []);
    let bloc = Bloc::read(&fields);
    assert_eq!((bloc.year, bloc.leader), (Some(2023), Some(PartitionId(3))));
    let places: Vec<_> = bloc.members.iter().map(|member| (member.unit.0, member.place)).collect();
    assert_eq!(places, [(3, Place::Member), (4, Place::Deputy), (5, Place::Member)]);
    let table: Vec<_> = bloc.table.sections.iter().map(|section| (section.item, section.max())).collect();
    assert_eq!(table, [(11, Points(6_000)), (12, Points(4_000))]);
    assert_eq!(bloc.table.max(), Points(10_000));
    let forward: Vec<_> = bloc.forward.iter().map(|forward| (forward.place, forward.award)).collect();
    assert_eq!(forward, [(1, "co_thi_dua_tinh"), (2, "bang_khen_tinh")]);
    for (field, value) in &fields {
        assert_eq!(schema::check_change(RecordKind::Bloc, *field, value), Ok(()), "{field:?}");
    }
}

#[test]
fn what_is_worth_knowing_of_a_bloc_is_told() {
    let alone = [(of(MEMBER_IS, 4), Value::Null), (of(MEMBER_IS, 5), Value::Null)];
    type Case = (Vec<(Field, Value)>, Vec<Finding>);
    let cases: Vec<Case> = vec![
        (vec![(LEADER, Value::Null)], vec![Finding::NoLeader]),
        (vec![(LEADER, 9.into())], vec![Finding::LeaderIsNoMember]),
        (alone.to_vec(), vec![Finding::OneMember(PartitionId(3))]),
        (vec![(of(MEMBER_UNTIL, 5), "2023-06-30".into())], vec![Finding::Leaves(PartitionId(5))]),
        (vec![(of(MEMBER_UNTIL, 5), "2023-12-31".into())], vec![]),
        (
            vec![(of(CRITERION_MAX, 22), 3_000.into())],
            vec![Finding::TotalDiffers { sum: Points(9_000), declared: Points(10_000) }],
        ),
        (vec![(of(CRITERION_TARGET, 21), 99.into())], vec![Finding::NoTarget(21)]),
        (vec![(of(CRITERION_SECTION, 23), 99.into())], vec![Finding::NoSection(23)]),
        (vec![(of(CRITERION_FORMULA, 24), Formula::PerLateReport.code().into())], vec![Finding::NoRate(24)]),
        (vec![(of(CRITERION_MAX, 23), 0.into())], vec![Finding::NoMaximum(23)]),
        (vec![(of(TIE_OF, 61), 99.into())], vec![Finding::TieOfNothing(61)]),
        (vec![(of(FORWARD_AWARD, 51), "lao_dong_tien_tien".into())], vec![Finding::UnknownAward(51)]),
        (vec![(of(FORWARD_AWARD, 51), "khong_co".into())], vec![Finding::UnknownAward(51)]),
        (vec![(of(pledge::TARGET_MEASURE, 71), Value::Null)], vec![Finding::Target(71)]),
    ];
    for (changed, expected) in cases {
        assert_eq!(findings(&with(&changed)), expected, "{changed:?}");
    }
    let nothing = Fields::from_iter([(YEAR, 2023.into())]);
    assert_eq!(findings(&nothing), [Finding::NoLeader, Finding::NoMembers, Finding::NoTable]);
    let backwards = [(of(MEMBER_FROM, 4), "2023-05-01".into()), (of(MEMBER_UNTIL, 4), "2023-04-30".into())];
    assert_eq!(check(&with(&backwards)), [Fault::Backwards(of(MEMBER_UNTIL, 4))]);
}

#[test]
fn who_leaves_in_mid_year_is_a_member_until_then_and_has_no_place() {
    let fields =
        with(&[(of(MEMBER_UNTIL, 4), "2023-06-30".into()), (of(MEMBER_FROM, 5), "2023-07-01".into())]);
    let bloc = Bloc::read(&fields);
    let on =
        |day: &str| bloc.members_on(day.parse().unwrap()).map(|member| member.unit.0).collect::<Vec<_>>();
    assert_eq!(on("2023-06-30"), [3, 4]);
    assert_eq!(on("2023-07-01"), [3, 5]);
    assert_eq!(bloc.ranked().map(|member| member.unit.0).collect::<Vec<_>>(), [3, 5]);
    assert!(bloc.member(PartitionId(4)).is_some());
}

#[test]
fn a_unit_belongs_to_one_bloc_at_a_time() {
    let (one, two) = (RecordId::from_bytes([1; 16]), RecordId::from_bytes([2; 16]));
    let of_two = |changed: &[(Field, Value)]| {
        let mut fields = Fields::from_iter([(YEAR, 2023.into()), (of(MEMBER_IS, 4), 1.into())]);
        fields.extend(changed.iter().cloned());
        fields
    };
    let left = |day: &str| with(&[(of(MEMBER_UNTIL, 4), day.into())]);
    let came = |day: &str| of_two(&[(of(MEMBER_FROM, 4), day.into())]);
    let found = Some((PartitionId(4), one));
    let cases = [
        (a_bloc(), of_two(&[]), found),
        (a_bloc(), of_two(&[(YEAR, 2024.into())]), None),
        (left("2023-06-30"), of_two(&[]), found),
        (left("2023-06-30"), came("2023-06-30"), found),
        (left("2023-06-30"), came("2023-07-01"), None),
        (a_bloc(), came("2023-07-01"), found),
        (a_bloc(), of_two(&[(of(MEMBER_IS, 4), Value::Null)]), None),
    ];
    for (first, second, expected) in cases {
        assert_eq!(in_two_blocs(two, &second, [(one, &first)]), expected, "{second:?}");
        assert_eq!(in_two_blocs(two, &second, [(two, &first)]), None, "a bloc is no other than itself");
        let fault = expected.map(|(unit, _)| Fault::InTwoBlocs(of(MEMBER_IS, unit.0)));
        assert_eq!(refusal(two, None, &second, || [(one, &first)]), fault);
        // What was so before is no reason to refuse a change of something else.
        assert_eq!(refusal(two, Some(&second), &second, || [(one, &first)]), None);
    }
}

#[test]
fn of_two_records_of_a_year_the_first_counts() {
    let (one, two) = (RecordId::from_bytes([1; 16]), RecordId::from_bytes([2; 16]));
    let (fields, other) = (a_bloc(), with(&[(YEAR, 2024.into())]));
    assert_eq!(current([(two, &fields), (one, &fields)], 2023).map(|(id, _)| id), Some(one));
    assert_eq!(current([(two, &fields), (one, &other)], 2023).map(|(id, _)| id), Some(two));
}

#[test]
fn the_next_year_begins_without_those_who_take_turns() {
    let fields = with(&[
        (of(MEMBER_UNTIL, 5), "2023-06-30".into()),
        (of(MEMBER_LOT, 3), 2.into()),
        (of(DUE, 5), "2023-07-20".into()),
    ]);
    let next = next_year(&fields, 2024);
    let bloc = Bloc::read(&next);
    assert_eq!((bloc.year, bloc.leader), (Some(2024), None));
    let members: Vec<_> =
        bloc.members.iter().map(|member| (member.unit.0, member.place, member.lot)).collect();
    assert_eq!(members, [(3, Place::Member, None), (4, Place::Member, None)]);
    assert_eq!(bloc.table, Bloc::read(&fields).table);
    assert_eq!(next.get(&of(DUE, 5)), None);
    assert_eq!(schema::check_creation(RecordKind::Bloc, &next), Ok(()));
}

#[test]
fn points_are_typed_with_two_decimals_at_most() {
    let points = |mantissa, scale| Points::of_decimal(Decimal::new(mantissa, scale).unwrap());
    assert_eq!(points(985, 1), Some(Points(9_850)));
    assert_eq!(points(98_525, 3), None);
    assert_eq!(points(-1, 0), None);
    assert_eq!(points(10_000, 0), Some(Points(MOST_POINTS)));
    assert_eq!(points(i64::MAX, 0), None);
    assert_eq!(Points(9_850).to_decimal(), Decimal::new(985, 1).unwrap());
}

#[test]
fn the_digest_of_a_table_moves_with_it_alone() {
    let first = table_digest(&a_bloc());
    assert_ne!(table_digest(&with(&[(of(CRITERION_MAX, 22), 4_100.into())])), first);
    assert_ne!(table_digest(&with(&[(BONUS_LIMIT, 400.into())])), first);
    assert_eq!(table_digest(&with(&[(LEADER, 4.into()), (of(FORWARD_PLACE, 51), 3.into())])), first);
}
