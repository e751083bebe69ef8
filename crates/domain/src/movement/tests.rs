use super::*;

const HOME: PartitionId = PartitionId(3);
const OTHER: PartitionId = PartitionId(4);

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

/// What is written over [`movement`], and what is wrong then.
type Judged<'c> = (Vec<(Field, Value)>, &'c [Fault]);

/// A movement of a year with days for joining and for telling results, and one target.
fn movement() -> Fields {
    Fields::from_iter([
        (NAME, "Chung sức xây dựng nông thôn mới (mẫu)".into()),
        (AIM, "Mỗi xã thêm một tiêu chí.".into()),
        (FROM, "2024-03-01".into()),
        (UNTIL, "2024-12-31".into()),
        (AUDIENCE, Audience::Communes.code().into()),
        (JOIN_BY, "2024-03-31".into()),
        (INTERIM_BY, "2024-07-15".into()),
        (FINAL_BY, "2025-01-15".into()),
        (of(TARGET_NAME, 7), "Đường bê tông".into()),
        (of(TARGET_MEASURE, 7), "km".into()),
        (of(TARGET_PLAN, 7), 5.into()),
    ])
}

fn with(changes: &[(Field, Value)]) -> Fields {
    let mut fields = movement();
    for (field, value) in changes {
        fields.insert(*field, value.clone());
    }
    fields
}

#[test]
fn a_state_is_told_by_the_day() {
    let cases = [
        ("2024-02-29", State::Launched),
        ("2024-03-01", State::Running),
        ("2024-11-30", State::Running),
        ("2024-12-01", State::EndsSoon),
        ("2024-12-31", State::EndsSoon),
        ("2025-01-01", State::Ended),
    ];
    for (today, expected) in cases {
        assert_eq!(Movement::read(&movement()).state(day(today)), expected, "{today}");
    }
    let closed = with(&[(CLOSED_ON, "2024-12-20".into())]);
    assert_eq!(Movement::read(&closed).state(day("2024-12-20")), State::Closed);
    assert_eq!(Movement::read(&Fields::new()).state(day("2024-12-20")), State::Running, "nothing is known");
}

#[test]
fn how_far_a_unit_is_and_what_is_late() {
    let joined = (of(JOINED_ON, 3), Value::from("2024-03-10"));
    let interim = (of(INTERIM_RESULT, 3), Value::from("Được 2 km."));
    let figure = (interim_figure(7, 3), Value::from(2));
    let last = (of(FINAL_ON, 3), Value::from("2025-01-10"));
    type Case = (Vec<(Field, Value)>, &'static str, Standing);
    let cases: &[Case] = &[
        (vec![], "2024-03-31", Standing::NotJoined),
        (vec![], "2024-04-01", Standing::JoinsLate),
        (vec![joined.clone()], "2024-07-15", Standing::Joined),
        (vec![joined.clone()], "2024-07-16", Standing::InterimLate),
        (vec![joined.clone(), interim.clone()], "2024-07-16", Standing::Interim),
        (vec![joined.clone(), figure], "2024-07-16", Standing::Interim),
        (vec![joined.clone(), interim], "2025-01-15", Standing::Interim),
        (vec![joined.clone()], "2025-01-16", Standing::FinalLate),
        (vec![joined, last], "2025-02-16", Standing::Final),
    ];
    for (changes, today, expected) in cases {
        let fields = with(changes);
        let read = Movement::read(&fields);
        assert_eq!(read.standing(HOME, day(today)), *expected, "{changes:?} on {today}");
        let other = read.standing(OTHER, day("2024-03-31"));
        assert_eq!(other, Standing::NotJoined, "what one unit tells says nothing of another");
    }
}

#[test]
fn without_a_day_for_joining_the_last_day_of_the_movement_counts() {
    let fields = with(&[(JOIN_BY, Value::Null)]);
    let read = Movement::read(&fields);
    assert_eq!(read.standing(HOME, day("2024-12-31")), Standing::NotJoined);
    assert_eq!(read.standing(HOME, day("2025-01-01")), Standing::JoinsLate);
}

#[test]
fn who_is_asked() {
    let kinds = [PartitionKind::Commune, PartitionKind::Office, PartitionKind::Cluster];
    for (audience, expected) in [
        (Audience::AllUnits, [true, true, false]),
        (Audience::Communes, [true, false, false]),
        (Audience::Offices, [false, true, false]),
        (Audience::Named, [false; 3]),
    ] {
        let fields = with(&[(AUDIENCE, audience.code().into())]);
        assert_eq!(kinds.map(|kind| Movement::read(&fields).asks(HOME, kind)), expected, "{audience:?}");
    }
    let named = with(&[(AUDIENCE, Audience::Named.code().into()), (of(NAMED, 4), 1.into())]);
    let read = Movement::read(&named);
    assert!(read.asks(OTHER, PartitionKind::Office) && !read.asks(HOME, PartitionKind::Commune));
}

#[test]
fn a_figure_belongs_to_a_unit_and_to_a_target() {
    for (target, unit) in [(1, 3), (7, 4), (MOST_TARGET, u32::MAX)] {
        assert_eq!(target_of_figure(interim_figure(target, unit)), Some((target, false)));
        assert_eq!(target_of_figure(final_figure(target, unit)), Some((target, true)));
    }
    for field in
        [Field::of_item(1_000, 3), Field::of_item(2_000, 3), Field::of_item(3_000, 3), Field::of(1_007)]
    {
        assert_eq!(target_of_figure(field), None, "{field:?}");
    }
    let fields = with(&[(interim_figure(7, 3), 2.into()), (final_figure(7, 3), 6.into())]);
    let read = Movement::read(&fields);
    let part = read.parts.get(&HOME).unwrap();
    assert_eq!(part.interim.figures.get(&7), Decimal::new(2, 0).as_ref());
    assert_eq!(part.last.figures.get(&7), Decimal::new(6, 0).as_ref());
}

#[test]
fn the_registry_knows_the_fields_of_units_and_no_others() {
    let judge = |field, value: Value| {
        schema::check_change(RecordKind::Movement, field, &value).err().map(Fault::code)
    };
    let cases: &[(Field, Value, Option<u16>)] = &[
        (interim_figure(7, 3), 5.into(), None),
        (final_figure(7, 3), Value::Null, None),
        (interim_figure(7, 3), (-1).into(), Some(106)),
        (interim_figure(7, 3), "năm".into(), Some(102)),
        (Field::of_item(1_000, 3), 5.into(), Some(101)),
        (Field::of(1_007), 5.into(), Some(101)),
        (of(TARGET_NAME, MOST_TARGET), "Đường".into(), None),
        (of(TARGET_NAME, MOST_TARGET + 1), "Đường".into(), Some(101)),
        (of(JOINED_ON, 4_000_000), "2024-03-10".into(), None),
        (of(JOINED_ON, 3), "hôm qua".into(), Some(112)),
        (of(NAMED, 3), 2.into(), Some(106)),
    ];
    for (field, value, code) in cases {
        assert_eq!(judge(*field, value.clone()), *code, "{field:?} {value:?}");
    }
}

#[test]
fn what_is_wrong_is_told_at_its_field() {
    let joined = || (of(JOINED_ON, 3), Value::from("2024-03-10"));
    let cases: &[Judged<'_>] = &[
        (vec![], &[]),
        (vec![(UNTIL, "2024-02-01".into())], &[Fault::Backwards(UNTIL)]),
        (vec![(FINAL_BY, "2024-02-01".into())], &[Fault::Backwards(FINAL_BY)]),
        (vec![(CLOSED_ON, "2024-02-01".into())], &[Fault::Backwards(CLOSED_ON)]),
        (vec![(AIM, " ".into())], &[Fault::Missing(AIM)]),
        (vec![(AUDIENCE, 4.into())], &[Fault::Missing(NAMED)]),
        (vec![(of(TARGET_PLAN, 9), 1.into())], &[Fault::Missing(Field::of_item(30, 9))]),
        (vec![(of(FINAL_RESULT, 3), "Xong.".into())], &[Fault::NotBegun(Field::of_item(40, 3))]),
        (vec![joined(), (of(FINAL_ON, 3), "2024-03-09".into())], &[Fault::Backwards(Field::of_item(44, 3))]),
        (vec![joined(), (of(FINAL_ON, 3), "2024-03-10".into())], &[]),
    ];
    for (changes, expected) in cases {
        assert_eq!(check(&with(changes)), *expected, "{changes:?}");
    }
}

#[test]
fn a_result_has_a_day_and_words_and_only_the_own_part_is_judged() {
    let joined = (of(JOINED_ON, 3), Value::from("2024-03-10"));
    let cases: &[Judged<'_>] = &[
        (vec![joined.clone()], &[]),
        (vec![(of(FINAL_RESULT, 4), "Xong.".into()), (UNTIL, "2024-01-01".into())], &[]),
        (
            vec![joined.clone(), (interim_figure(7, 3), 2.into())],
            &[Fault::Missing(Field::of_item(42, 3)), Fault::Missing(Field::of_item(43, 3))],
        ),
        (vec![joined, (of(FINAL_RESULT, 3), "Xong.".into())], &[Fault::Missing(Field::of_item(44, 3))]),
        (
            vec![(of(INTERIM_ON, 3), "2024-07-01".into()), (of(INTERIM_RESULT, 3), "Được.".into())],
            &[Fault::NotBegun(Field::of_item(40, 3))],
        ),
    ];
    for (changes, expected) in cases {
        assert_eq!(check_part(&with(changes), HOME), *expected, "{changes:?}");
    }
}

#[test]
fn what_was_wrong_before_is_no_reason_to_refuse_something_else() {
    let wrong = with(&[(UNTIL, "2024-02-01".into())]);
    assert_eq!(refusal(None, &wrong), Some(Fault::Backwards(UNTIL)));
    assert_eq!(refusal(Some(&movement()), &wrong), Some(Fault::Backwards(UNTIL)));
    let mut joined = wrong.clone();
    joined.insert(of(JOINED_ON, 3), "2024-03-10".into());
    assert_eq!(refusal(Some(&wrong), &joined), None);
}

#[test]
fn figures_are_added_up_over_the_units_that_take_part() {
    const UNITS: [PartitionId; 4] = [HOME, OTHER, PartitionId(5), PartitionId(6)];
    let tenths = |mantissa: i64| Value::Decimal(Decimal::new(mantissa, 1).unwrap());
    let joined = |unit: u32| (of(JOINED_ON, unit), Value::from("2024-03-10"));
    let half = |unit: u32, figure: Value| (interim_figure(7, unit), figure);
    let last = |unit: u32, figure: Value| (final_figure(7, unit), figure);
    let in_words = |unit: u32| (of(INTERIM_RESULT, unit), Value::from("Đang làm."));
    let large = Value::from(i64::MAX);
    /// The changes, when and on which day, and what comes of it: the sum in tenths, who has told a figure, who takes part, who is late.
    type Case = (Vec<(Field, Value)>, Review, &'static str, (Option<i64>, usize, usize, &'static [u32]));
    let (before, after) = ("2024-07-15", "2024-07-16");
    let cases: Vec<Case> = vec![
        (vec![], Review::Interim, after, (None, 0, 0, &[])),
        (vec![joined(3), joined(4)], Review::Interim, before, (None, 0, 2, &[])),
        (vec![joined(3), joined(4)], Review::Interim, after, (None, 0, 2, &[3, 4])),
        (
            vec![joined(3), half(3, tenths(25)), joined(4), half(4, 1.into())],
            Review::Interim,
            after,
            (Some(35), 2, 2, &[]),
        ),
        (vec![joined(3), half(3, tenths(25)), joined(4)], Review::Interim, after, (Some(25), 1, 2, &[4])),
        // Told in words is told; a figure of it is missing all the same.
        (
            vec![joined(3), half(3, 2.into()), joined(4), in_words(4)],
            Review::Interim,
            after,
            (Some(20), 1, 2, &[]),
        ),
        (vec![joined(3), half(3, 0.into())], Review::Interim, after, (Some(0), 1, 1, &[])),
        (
            vec![joined(3), half(3, tenths(-5)), half(4, tenths(5))],
            Review::Interim,
            before,
            (Some(0), 2, 2, &[]),
        ),
        // Half way and the end do not meet.
        (vec![joined(3), half(3, 2.into()), last(3, 5.into())], Review::Final, after, (Some(50), 1, 1, &[])),
        (vec![joined(3), last(3, 5.into())], Review::Interim, after, (None, 0, 1, &[])),
        (vec![joined(3), joined(4), last(4, 5.into())], Review::Final, "2025-01-16", (Some(50), 1, 2, &[3])),
        // A unit that is not asked is not counted.
        (vec![joined(9), half(9, 7.into()), joined(3)], Review::Interim, before, (None, 0, 1, &[])),
        (vec![half(3, large.clone()), half(4, large)], Review::Interim, before, (None, 2, 2, &[])),
    ];
    for (number, (changes, when, today, expected)) in cases.into_iter().enumerate() {
        let fields = with(&changes);
        let totals = Movement::read(&fields).totals(&UNITS, when, day(today));
        let [total] = totals.totals.as_slice() else { panic!("case {number}: one target") };
        let sum = total.sum.map(|sum| sum.mantissa() * 10i64.pow(u32::from(1 - sum.scale())));
        let late: Vec<u32> = totals.late.iter().map(|unit| unit.0).collect();
        assert_eq!((sum, total.told, totals.units, late.as_slice()), expected, "case {number}");
    }
}
