//! What results come to: shares, words, growth, and what is missing or late.

use super::*;
use Fulfilment::{NoPlan, NoResult, Words};

fn reached(changed: &[(Field, Value)], item: u32) -> Fulfilment {
    let mut fields = a_pledge();
    fields.extend(changed.iter().cloned());
    fulfilment(Pledge::read(&fields).target(item).unwrap(), Period::Year)
}

fn in_words(changed: &[(Field, Value)], item: u32) -> (Option<i64>, Option<bool>) {
    match reached(changed, item) {
        Fulfilment::Share { share, reached } => (Some(share.per_mille()), Some(reached)),
        other => (None, other.is_reached()),
    }
}

#[test]
fn how_far_a_figure_is_reached() {
    let amount = |mantissa, scale| Value::Decimal(decimal(mantissa, scale));
    // Result, plan, aim: the share in tenths of a percent, and whether it is reached.
    let cases = [
        (amount(1255, 1), amount(1255, 1), 1, (Some(1_000), Some(true))),
        (amount(251, 0), amount(1255, 1), 1, (Some(2_000), Some(true))),
        // Rounded it is 100 %, and it is not reached all the same.
        (amount(99_996, 3), amount(100, 0), 1, (Some(1_000), Some(false))),
        (amount(0, 0), amount(100, 0), 1, (Some(0), Some(false))),
        // A plan of zero has no share: words instead.
        (amount(0, 0), amount(0, 0), 1, (None, Some(true))),
        (amount(5, 0), amount(0, 0), 1, (None, Some(true))),
        (amount(0, 0), amount(0, 0), 2, (None, Some(true))),
        (amount(5, 0), amount(0, 0), 2, (None, Some(false))),
        // At most so many: fewer are more than the plan.
        (amount(50, 0), amount(100, 0), 2, (Some(2_000), Some(true))),
        (amount(100, 0), amount(100, 0), 2, (Some(1_000), Some(true))),
        (amount(200, 0), amount(100, 0), 2, (Some(500), Some(false))),
        (amount(0, 0), amount(100, 0), 2, (None, Some(true))),
    ];
    for (result, plan, aim, expected) in cases {
        let changed =
            [(of(TARGET_RESULT, 1), result), (of(TARGET_PLAN, 1), plan), (of(TARGET_AIM, 1), aim.into())];
        assert_eq!(in_words(&changed, 1), expected, "{changed:?}");
    }
    assert_eq!(reached(&[], 1), NoResult);
    assert_eq!(reached(&[(of(TARGET_RESULT, 1), 5.into()), (of(TARGET_PLAN, 1), Value::Null)], 1), NoPlan);
}

#[test]
fn yes_or_no_and_grades_are_told_in_words_and_count_as_shares() {
    let share = |result: i64, item: u32| {
        let mut fields = a_pledge();
        fields.insert(of(TARGET_RESULT, item), result.into());
        let pledge = Pledge::read(&fields);
        share_for_points(pledge.target(item).unwrap(), Period::Year).map(Share::per_mille)
    };
    assert_eq!(reached(&[(of(TARGET_RESULT, 2), 1.into())], 2), Words { reached: true });
    assert_eq!(reached(&[(of(TARGET_RESULT, 2), 2.into())], 2), Words { reached: false });
    assert_eq!((share(1, 2), share(2, 2)), (Some(1_000), Some(0)));
    // The plan is the second of four grades, the third from below.
    assert_eq!([1, 2, 3, 4].map(|place| share(place, 3)), [Some(1_000), Some(1_000), Some(667), Some(333)]);
    let pledge = a_pledge();
    let grade = Pledge::read(&pledge).targets[2].grade(decimal(2, 0)).map(str::to_owned);
    assert_eq!(grade.as_deref(), Some("Tốt"));
}

#[test]
fn growth_is_on_the_year_before() {
    let growth_of = |result: Value, last: Value| {
        let mut fields = a_pledge();
        fields.insert(of(TARGET_RESULT, 1), result);
        fields.insert(of(TARGET_LAST, 1), last);
        growth(Pledge::read(&fields).target(1).unwrap())
    };
    assert_eq!(growth_of(108.into(), 100.into()), Some(80));
    assert_eq!(growth_of(Value::Decimal(decimal(7925, 1)), Value::Decimal(decimal(7329, 1))), Some(81));
    assert_eq!(growth_of(90.into(), 100.into()), Some(-100));
    assert_eq!(growth_of(0.into(), 100.into()), Some(-1_000));
    assert_eq!(growth_of(5.into(), 0.into()), None);
    assert_eq!(growth_of(Value::Null, 100.into()), None);
}

#[test]
fn whole_percents_are_counted_and_never_rounded_up() {
    let share = |part, whole| Share::of(decimal(part, 0), decimal(whole, 0)).unwrap();
    // 98.9 %: one whole percent is missing; 99.04 %: none.
    assert_eq!(share(989, 1_000).percents_short(), 1);
    assert_eq!(share(9_904, 10_000).percents_short(), 0);
    assert_eq!(share(0, 7).percents_short(), 100);
    assert_eq!(share(8, 7).percents_short(), 0);
    assert_eq!(share(1_019, 1_000).percents_over(), 1);
    assert_eq!(share(1, 3).times(10_000), 3_333);
    assert_eq!(share(2, 3).times(10_000), 6_667);
    assert_eq!(share(i64::MAX, 1).times(i64::MAX), i64::MAX);
    assert_eq!(Share::of(decimal(1, 0), decimal(0, 0)), None);
    assert_eq!(Share::of(decimal(-1, 0), decimal(1, 0)), None);
}

#[test]
fn what_is_missing_or_late_is_told() {
    use Due::{InTime, Late, Missing, Open, Undated};
    let mut pledge = a_pledge();
    let half = Period::HalfYear;
    pledge.insert(of(half.result(), 1), 60.into());
    pledge.insert(of(half.day(), 1), "2023-07-10".into());
    pledge.insert(of(half.result(), 2), 2.into());
    pledge.insert(of(half.day(), 2), "2023-07-12".into());
    let states = |bloc: &Fields, today: &str| {
        let reports = reports(&pledge, bloc, day(today));
        reports.iter().map(|report| (report.target, report.period, report.state)).collect::<Vec<_>>()
    };
    let (bloc, year) = (a_bloc(), Period::Year);
    assert_eq!(
        states(&bloc, "2023-07-11"),
        [
            (1, half, InTime),
            (1, year, Open),
            (2, half, Late(2)),
            (2, year, Open),
            (3, half, Missing(1)),
            (3, year, Open)
        ]
    );
    assert_eq!(late_reports(&reports(&pledge, &bloc, day("2023-07-10"))), 1);
    assert_eq!(late_reports(&reports(&pledge, &bloc, day("2024-01-11"))), 2);
    // The bloc names the days itself, and with them the periods that it asks for.
    let mut own = a_bloc();
    own.insert(of(bloc::DUE, Period::FirstQuarter.code()), "2023-04-05".into());
    own.insert(of(bloc::DUE, half.code()), "2023-07-20".into());
    pledge.insert(of(half.result(), 3), 2.into());
    let reports = reports(&pledge, &own, day("2023-07-20"));
    let states: Vec<_> =
        reports.iter().map(|report| (report.target, report.period.code(), report.state)).collect();
    assert_eq!(
        states,
        [
            (1, 1, Missing(106)),
            (1, 5, InTime),
            (2, 1, Missing(106)),
            (2, 5, InTime),
            (3, 1, Missing(106)),
            (3, 5, Undated)
        ]
    );
}

#[test]
fn quarters_are_offered_as_a_sum() {
    let mut fields = a_pledge();
    let quarters = [Period::FirstQuarter, Period::SecondQuarter, Period::ThirdQuarter, Period::FourthQuarter];
    for (period, tenths) in quarters.into_iter().zip([105, 200, 300, 5]) {
        fields.insert(of(period.result(), 1), Value::Decimal(decimal(tenths, 1)));
    }
    let offered = |fields: &Fields, period| suggested(Pledge::read(fields).target(1).unwrap(), period);
    assert_eq!(offered(&fields, Period::HalfYear), Some(decimal(305, 1)));
    assert_eq!(offered(&fields, Period::Year), Some(decimal(61, 0)));
    fields.insert(of(Period::FourthQuarter.result(), 1), Value::Null);
    assert_eq!(offered(&fields, Period::Year), None);
    assert_eq!(offered(&fields, Period::FirstQuarter), None);
}

#[test]
fn the_digest_of_results_moves_with_them_and_not_with_notes_or_the_text() {
    let digest = |changed: &[(Field, Value)]| {
        let mut fields = a_pledge();
        fields.insert(of(TARGET_RESULT, 1), 130.into());
        fields.extend(changed.iter().cloned());
        results_digest(&fields)
    };
    let first = digest(&[]);
    let of_evidence = of(crate::nomination::EVIDENCE_DIGEST, 7);
    let file = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    for moving in [
        (of(TARGET_RESULT, 1), Value::from(131)),
        (of(Period::HalfYear.result(), 1), 60.into()),
        (of(Period::Year.day(), 1), "2024-01-05".into()),
        (of_evidence, file.into()),
    ] {
        assert_ne!(digest(std::slice::from_ref(&moving)), first, "{moving:?}");
    }
    for still in [
        (of(Period::Year.note(), 1), Value::from("Ước tính")),
        (CONTENT, "Khác".into()),
        (of(TARGET_PLAN, 1), 7.into()),
    ] {
        assert_eq!(digest(std::slice::from_ref(&still)), first, "{still:?}");
    }
    assert!(!has_results(&a_pledge()));
}

#[test]
fn evidence_stands_with_the_result_that_it_shows() {
    let mut fields = a_pledge();
    for (item, target, period) in [(7, 1, Period::Year), (8, 1, Period::HalfYear), (9, 2, Period::Year)] {
        let digest = crate::evidence::FileDigest::of(&[item]);
        let file = crate::evidence::Evidence {
            item: u32::from(item),
            digest,
            kind: crate::evidence::FileKind::Pdf,
            size: 1_000,
            name: "bao-cao.pdf",
            note: "",
        };
        fields.extend(crate::evidence::fields_of(&file));
        fields.insert(of(EVIDENCE_TARGET, u32::from(item)), target.into());
        fields.insert(of(EVIDENCE_PERIOD, u32::from(item)), i64::from(period.code()).into());
    }
    let items = |target, period| -> Vec<u32> {
        evidence_of(&fields, target, period).iter().map(|file| file.item).collect()
    };
    assert_eq!(items(1, Period::Year), [7]);
    assert_eq!(items(1, Period::HalfYear), [8]);
    assert_eq!(items(2, Period::Year), [9]);
    let astray = |fields: &Fields| evidence_astray(fields).iter().map(|file| file.item).collect::<Vec<_>>();
    assert_eq!(astray(&fields), [0; 0]);
    assert_eq!(Pledge::read(&fields).targets.len(), 3, "a file makes no target");
    for (field, value) in &fields {
        assert_eq!(schema::check_change(RecordKind::Pledge, *field, value), Ok(()), "{field:?}");
    }
    // A target that was taken away leaves its files, and they are still shown.
    fields.insert(of(EVIDENCE_TARGET, 8), 99.into());
    fields.insert(of(EVIDENCE_PERIOD, 9), Value::Null);
    assert_eq!(astray(&fields), [8, 9]);
    assert_eq!(evidence_of(&fields, 99, Period::HalfYear).len(), 1);
}

proptest! {
    #[test]
    fn a_share_of_itself_is_all_of_it(mantissa in 1i64.., scale in 0u8..=6) {
        let amount = decimal(mantissa, scale);
        let share = Share::of(amount, amount).unwrap();
        prop_assert_eq!((share.per_mille(), share.percents_short(), share.percents_over()), (1_000, 0, 0));
    }

    #[test]
    fn points_by_share_are_within_the_maximum(part in 0i64.., whole in 1i64.., max in 0i64..=1_000_000) {
        let share = Share::of(decimal(part, 0), decimal(whole, 0)).unwrap();
        prop_assert!((0..=max).contains(&share.capped().times(max)));
        prop_assert!((0..=100).contains(&share.percents_short()));
    }
}
