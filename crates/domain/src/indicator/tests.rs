use super::*;
use crate::decimal::{self, Notation};
use proptest::prelude::*;

fn number(text: &str) -> Value {
    Value::Decimal(decimal::parse(text, Notation::Vietnamese).unwrap())
}

/// An indicator with those of plan, actual, last year and total that are not empty.
fn indicator(key: &str, figures: [&str; 4]) -> Fields {
    let (name, measure) =
        Known::of(key).map_or(("Diện tích rừng (mẫu)", "ha"), |known| (known.vi, known.measure.0));
    let mut fields = Fields::from_iter([
        (YEAR, 2023.into()),
        (KEY, key.into()),
        (NAME, name.into()),
        (MEASURE, measure.into()),
    ]);
    for (field, figure) in [PLAN, ACTUAL, LAST_YEAR, TOTAL].into_iter().zip(figures) {
        if !figure.is_empty() {
            fields.insert(field, number(figure));
        }
    }
    fields
}

fn with(mut fields: Fields, more: &[(Field, Qualifier)]) -> Fields {
    for (field, qualifier) in more {
        fields.insert(*field, qualifier.code().into());
    }
    fields
}

#[test]
fn figures_are_worked_out_or_it_is_told_why_not() {
    use Untold::{
        LastYearIsZero, MoreThanTotal, NoActual, NoLastYear, NoPlan, NoTotal, PlanIsZero, TooLarge,
        TotalIsZero,
    };
    type Told = Result<i64, Untold>;
    let cases: [([&str; 4], Told, Told, Told); 11] = [
        (["790", "792,5", "732,9", ""], Ok(10_032), Ok(813), Err(NoTotal)),
        (["202", "378,3", "371,43", ""], Ok(18_728), Ok(185), Err(NoTotal)),
        (["", "378,1", "369,53", ""], Err(NoPlan), Ok(232), Err(NoTotal)),
        (["", "885", "", "5.274"], Err(NoPlan), Err(NoLastYear), Ok(1_678)),
        (["0", "885", "0", "0"], Err(PlanIsZero), Err(LastYearIsZero), Err(TotalIsZero)),
        (["790", "", "732,9", "5"], Err(NoActual), Err(NoActual), Err(NoActual)),
        (["10", "0", "5", "5"], Ok(0), Ok(-10_000), Ok(0)),
        (["10", "5", "5", "5"], Ok(5_000), Ok(0), Ok(10_000)),
        (["", "5,000001", "", "5"], Err(NoPlan), Err(NoLastYear), Err(MoreThanTotal)),
        (["0,000001", "9223372036854775807", "0,000001", ""], Err(TooLarge), Err(TooLarge), Err(NoTotal)),
        (["", "", "", ""], Err(NoActual), Err(NoActual), Err(NoActual)),
    ];
    for (figures, plan, growth, share) in cases {
        let fields = indicator(OWN, figures);
        let read = Indicator::read(&fields);
        assert_eq!(read.of_plan().map(Percent::hundredths), plan, "{figures:?}");
        let signed = |change: Change| match change.way {
            std::cmp::Ordering::Less => -change.size.hundredths(),
            _ => change.size.hundredths(),
        };
        assert_eq!(read.growth().map(signed), growth, "{figures:?}");
        assert_eq!(read.share().map(Percent::hundredths), share, "{figures:?}");
    }
}

#[test]
fn an_indicator_is_told_in_a_sentence() {
    use Qualifier::{About, Below, MoreThan, Nearly, Over};
    type Case<'c> = (&'c str, [&'c str; 4], &'c [(Field, Qualifier)], &'c str, &'c str);
    let cases: [Case<'_>; 12] = [
        (
            "production_value",
            ["790", "792,5", "732,9", ""],
            &[(ACTUAL_SAID, Over), (PLAN_SAID, Over)],
            "trên 792,5 tỷ đồng, tăng 8,13% so với năm trước, đạt trên 100% kế hoạch",
            "over 792.5 billion đồng, up 8.13% on the year before, reaching over 100% of the plan",
        ),
        (
            "budget_revenue",
            ["202", "378,3", "371,43", ""],
            &[(ACTUAL_SAID, Over), (PLAN_SAID, Over)],
            "trên 378,3 tỷ đồng, tăng 1,85% so với năm trước, đạt trên 187% kế hoạch",
            "over 378.3 billion đồng, up 1.85% on the year before, reaching over 187% of the plan",
        ),
        (
            "poor_households",
            ["900", "885", "", "5.274"],
            &[],
            "885 hộ, chiếm 16,78% tổng số hộ, bằng 98,33% kế hoạch",
            "885 households, 16.78% of all households, 98.33% of the plan",
        ),
        (
            "near_poor_households",
            ["", "262", "262", "5.274"],
            &[(SHARE_SAID, Nearly)],
            "262 hộ, chiếm gần 5% tổng số hộ, bằng năm trước",
            "262 households, nearly 5% of all households, as the year before",
        ),
        ("digital_people_guided", ["", "5.430", "", ""], &[], "5.430 người", "5,430 people"),
        (
            "cashless_accounts",
            ["", "250", "100.000", ""],
            &[(ACTUAL_SAID, MoreThan)],
            "hơn 250 tài khoản, giảm 99,75% so với năm trước",
            "more than 250 accounts, down 99.75% on the year before",
        ),
        // A qualifier that would not be true is left out: it is exactly that.
        (
            OWN,
            ["100", "150", "", ""],
            &[(PLAN_SAID, Over)],
            "150 ha, đạt 150% kế hoạch",
            "150 ha, reaching 150% of the plan",
        ),
        (
            OWN,
            ["1.000", "4", "", ""],
            &[(PLAN_SAID, Over)],
            "4 ha, đạt 0,4% kế hoạch",
            "4 ha, reaching 0.4% of the plan",
        ),
        (
            OWN,
            ["", "7", "", "15"],
            &[(SHARE_SAID, About), (ACTUAL_SAID, Below)],
            "dưới 7 ha, chiếm khoảng 47% tổng số",
            "below 7 ha, about 47% of the whole",
        ),
        (
            OWN,
            ["", "100.001", "100.000", ""],
            &[],
            "100.001 ha, gần như không đổi so với năm trước",
            "100,001 ha, hardly changed on the year before",
        ),
        // What cannot be worked out is left out of the sentence.
        (OWN, ["0", "7", "0", "3"], &[], "7 ha", "7 ha"),
        (
            OWN,
            ["5", "5", "4", "3"],
            &[],
            "5 ha, tăng 25% so với năm trước, đạt 100% kế hoạch",
            "5 ha, up 25% on the year before, reaching 100% of the plan",
        ),
    ];
    for (key, figures, qualifiers, vi, en) in cases {
        let fields = with(indicator(key, figures), qualifiers);
        let read = Indicator::read(&fields);
        assert_eq!(sentence(&read, Notation::Vietnamese).as_deref(), Some(vi));
        assert_eq!(sentence(&read, Notation::English).as_deref(), Some(en));
    }
    let fields = indicator("budget_revenue", ["202", "", "371,43", ""]);
    assert_eq!(sentence(&Indicator::read(&fields), Notation::Vietnamese), None);
}

#[test]
fn every_reason_has_words_of_its_own() {
    use Untold::{
        LastYearIsZero, MoreThanTotal, NoActual, NoLastYear, NoPlan, NoTotal, PlanIsZero, TooLarge,
        TotalIsZero,
    };
    let all = [
        NoActual,
        NoPlan,
        PlanIsZero,
        NoLastYear,
        LastYearIsZero,
        NoTotal,
        TotalIsZero,
        MoreThanTotal,
        TooLarge,
    ];
    for notation in [Notation::Vietnamese, Notation::English] {
        let mut words: Vec<_> = all.iter().map(|untold| why(*untold, notation)).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all.len());
    }
}

#[test]
fn what_is_wrong_is_told_at_its_field() {
    let good = || indicator("poor_households", ["900", "885", "950", "5.274"]);
    let change = |field: Field, value: Value| {
        let mut fields = good();
        fields.insert(field, value);
        fields
    };
    let without = |field: Field| {
        let mut fields = good();
        fields.remove(&field);
        fields
    };
    let cases = [
        (good(), None),
        (without(NAME), Some(Fault::Missing(NAME))),
        (without(MEASURE), Some(Fault::Missing(MEASURE))),
        (without(KEY), Some(Fault::Missing(KEY))),
        (change(YEAR, 1999.into()), Some(Fault::OutOfRange { field: YEAR, min: 2000, max: 2100 })),
        (change(PLAN, number("0")), None),
        (change(LAST_YEAR, number("0")), None),
        (change(TOTAL, number("885")), None),
        (change(TOTAL, number("884,9")), Some(Fault::MoreThanWhole(TOTAL))),
        (change(ACTUAL, number("-1")), Some(Fault::OutOfRange { field: ACTUAL, min: 0, max: i64::MAX })),
        (change(PLAN_SAID, 6.into()), Some(Fault::OutOfRange { field: PLAN_SAID, min: 1, max: 5 })),
        (change(GROUP, 7.into()), Some(Fault::OutOfRange { field: GROUP, min: 1, max: 6 })),
        // The key of a later version: the name says what it is.
        (change(KEY, "literacy".into()), None),
    ];
    for (fields, expected) in cases {
        assert_eq!(check(&fields).first().copied(), expected, "{fields:?}");
        assert_eq!(refusal(None, &fields), expected);
    }
    let wrong = change(TOTAL, number("5"));
    let mut edited = wrong.clone();
    edited.insert(SOURCE, "Báo cáo (mẫu)".into());
    assert_eq!(refusal(Some(&wrong), &edited), None, "it was wrong before");
    assert_eq!(refusal(Some(&good()), &edited), Some(Fault::MoreThanWhole(TOTAL)));
}

#[test]
fn more_is_not_better_everywhere() {
    let cases = [
        ("budget_revenue", "100", "101", Some(true)),
        ("budget_revenue", "100", "99,9", Some(false)),
        ("poor_households", "900", "885", Some(true)),
        ("poor_households", "900", "901", Some(false)),
        (OWN, "0", "0", Some(true)),
        (OWN, "", "5", None),
        (OWN, "5", "", None),
    ];
    for (key, plan, actual, expected) in cases {
        let fields = indicator(key, [plan, actual, "", ""]);
        assert_eq!(Indicator::read(&fields).is_reached(), expected, "{key} {actual} of {plan}");
    }
}

#[test]
fn a_year_begins_with_what_was_reached() {
    let mut last = with(
        indicator("poor_households", ["900", "885", "950", "5.274"]),
        &[(SHARE_SAID, Qualifier::Nearly)],
    );
    last.insert(SOURCE, "Báo cáo (mẫu)".into());
    last.insert(ORDER, 3.into());
    let new = begun(&last, 2024);
    let expected = Fields::from_iter([
        (YEAR, 2024.into()),
        (KEY, "poor_households".into()),
        (NAME, "Hộ nghèo".into()),
        (MEASURE, "hộ".into()),
        (LAST_YEAR, number("885")),
        (TOTAL, number("5.274")),
        (ORDER, 3.into()),
    ]);
    assert_eq!(new, expected);
    assert_eq!(check(&new), []);
}

#[test]
fn only_what_the_year_does_not_have_is_begun() {
    let own = |name: &str, year: i64| {
        let mut fields = indicator(OWN, ["", "7", "", ""]);
        fields.insert(NAME, name.into());
        fields.insert(YEAR, year.into());
        fields
    };
    let known = |key, year: i64| {
        let mut fields = indicator(key, ["", "7", "", ""]);
        fields.insert(YEAR, year.into());
        fields
    };
    let all = [
        known("budget_revenue", 2023),
        known("poor_households", 2023),
        known("poor_households", 2023),
        known("poor_households", 2022),
        own("Diện tích rừng", 2023),
        own("Tỷ lệ che phủ", 2023),
        known("budget_revenue", 2024),
        own("Dien tich RUNG", 2024),
    ];
    let names = |year| {
        let new = to_begin(&all, year);
        new.iter().map(|fields| Indicator::read(fields).name.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(2024), ["Hộ nghèo", "Tỷ lệ che phủ"]);
    assert_eq!(names(2023), [""; 0]);
    assert_eq!(names(2025), ["Tổng thu ngân sách", "Dien tich RUNG"]);
    assert_eq!(names(2030), [""; 0]);
}

#[test]
fn a_trend_takes_each_year_from_itself_or_from_the_one_after() {
    let of = |year: i64, actual: &str, last: &str| {
        let mut fields = indicator("budget_revenue", ["", actual, last, ""]);
        fields.insert(YEAR, year.into());
        fields
    };
    let all = [of(2023, "378,3", "371,43"), of(2021, "350", ""), of(2020, "", "300"), of(2022, "", "")];
    let mut other = indicator("budget_expenditure", ["", "1", "1", ""]);
    other.insert(YEAR, 2022.into());
    let read: Vec<_> = all.iter().chain([&other]).map(Indicator::read).collect();
    let points = trend(&read, &read[0], 2023).map(|point| {
        let figure = point.figure.map(|figure| decimal::format(figure, Notation::Vietnamese));
        (point.year, figure.unwrap_or_default())
    });
    let expected = [(2019, "300"), (2020, ""), (2021, "350"), (2022, "371,43"), (2023, "378,3")];
    assert_eq!(points, expected.map(|(year, figure)| (year, figure.to_owned())));
}

#[test]
fn another_figure_for_the_year_before_is_noticed() {
    let of = |year: i64, actual: &str, last: &str| {
        let mut fields = indicator("budget_revenue", ["", actual, last, ""]);
        fields.insert(YEAR, year.into());
        fields
    };
    let cases = [
        ("371,43", "371,43", false),
        ("371,4", "371,43", true),
        ("371,430", "371,43", false),
        ("", "371,43", false),
    ];
    for (reached, said, differs) in cases {
        let (before, after) = (of(2022, reached, ""), of(2023, "378,3", said));
        let read = [Indicator::read(&before), Indicator::read(&after)];
        assert_eq!(differs_from(&read[1], &read).is_some(), differs, "{reached} and {said}");
    }
}

#[test]
fn the_list_is_sound_and_in_the_order_of_its_headings() {
    let mut keys: Vec<_> = KNOWN.iter().map(|known| known.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), KNOWN.len());
    assert!(!keys.contains(&OWN));
    assert!(KNOWN.is_sorted_by_key(|known| known.group));
    for known in &KNOWN {
        assert_eq!(check(&indicator(known.key, ["1", "1", "1", "1"])), []);
    }
    for group in Group::ALL {
        assert_eq!(Group::from_code(group.code()), Some(group));
    }
    for qualifier in Qualifier::ALL {
        assert_eq!(Qualifier::from_code(qualifier.code()), Some(qualifier));
    }
}

proptest! {
    #[test]
    fn a_qualified_share_is_true(hundredths in 0i64..10_000_000) {
        let share = Percent::from_hundredths(hundredths);
        for qualifier in Qualifier::ALL {
            let Some(told) = qualifier.of_share(share) else { continue };
            prop_assert!(told.is_even() && told.hundredths() > 0);
            match qualifier {
                Qualifier::Over | Qualifier::MoreThan => prop_assert!(told < share),
                Qualifier::Nearly | Qualifier::Below => prop_assert!(told > share),
                Qualifier::About => prop_assert!((told.hundredths() - hundredths).abs() <= 50),
            }
        }
    }

    #[test]
    fn no_figures_break_a_sentence(figures in proptest::collection::vec(proptest::option::of((0i64.., 0u8..=6)), 4), said in 0i64..7) {
        let mut fields = indicator("poor_households", ["", "", "", ""]);
        for (field, figure) in [PLAN, ACTUAL, LAST_YEAR, TOTAL].into_iter().zip(&figures) {
            if let Some((mantissa, scale)) = figure {
                fields.insert(field, Value::Decimal(Decimal::new(*mantissa, *scale).unwrap()));
            }
        }
        for field in [ACTUAL_SAID, PLAN_SAID, SHARE_SAID] {
            fields.insert(field, said.into());
        }
        let read = Indicator::read(&fields);
        for notation in [Notation::Vietnamese, Notation::English] {
            prop_assert_eq!(sentence(&read, notation).is_some(), read.actual.is_some());
        }
    }
}
