use super::*;
use crate::law::criteria::STAGES;
use proptest::prelude::*;

const BY: &str = "Quyết định 12/QĐ-UBND (mẫu)";

fn of(item: u32, field: Field) -> Field {
    Field::of_item(field.number, item)
}

fn grid(more: &[(Field, Value)]) -> Fields {
    let mut fields = Fields::from_iter([(STAGE, 1.into())]);
    for (field, value) in more {
        fields.insert(*field, value.clone());
    }
    fields
}

fn met(items: std::ops::RangeInclusive<u32>) -> Fields {
    let mut fields = grid(&[]);
    for item in items {
        fields.insert(of(item, MET_ON), "2023-06-30".into());
        fields.insert(of(item, DECISION), BY.into());
    }
    fields
}

#[test]
fn what_is_met_is_counted() {
    let cases =
        [(met(1..=19), 19, true), (met(1..=18), 18, false), (met(5..=5), 1, false), (grid(&[]), 0, false)];
    for (fields, count, complete) in cases {
        let read = Grid::read(&fields).unwrap();
        assert_eq!((read.met(), read.is_complete()), (count, complete));
        assert_eq!(check(&fields), []);
    }
    let half = grid(&[
        (of(4, MET_ON), "2023-06-30".into()),
        (of(5, DECISION), BY.into()),
        (of(6, NOTE), "Thiếu 2 km".into()),
    ]);
    let read = Grid::read(&half).unwrap();
    assert_eq!(read.met(), 0);
    let standings = [4, 5, 6].map(|number| read.cell(number).standing());
    assert_eq!(standings, [Standing::Incomplete, Standing::Incomplete, Standing::Open]);
    assert_eq!(read.cell(6).note, "Thiếu 2 km");
    assert_eq!(read.cell(77), Cell::default());
}

#[test]
fn what_is_wrong_is_told_at_its_criterion() {
    let day = |text: &str| (of(3, MET_ON), Value::from(text));
    let by = (of(3, DECISION), Value::from(BY));
    type Case<'c> = (&'c [(Field, Value)], Option<Fault>);
    let cases: [Case<'_>; 9] = [
        (&[day("2021-01-01"), by.clone()], None),
        (&[day("2020-12-31"), by.clone()], Some(Fault::Backwards(of(3, MET_ON)))),
        (&[day("2023-06-30")], Some(Fault::Missing(of(3, DECISION)))),
        (&[day("2023-06-30"), (of(3, DECISION), "  ".into())], Some(Fault::Missing(of(3, DECISION)))),
        (std::slice::from_ref(&by), Some(Fault::Missing(of(3, MET_ON)))),
        (&[day("30/06/2023"), by.clone()], Some(Fault::NotADay(of(3, MET_ON)))),
        (&[(of(20, NOTE), "x".into())], Some(Fault::UnknownField(of(20, NOTE)))),
        (&[(of(3, MET_ON), Value::Null), (of(3, DECISION), Value::Null)], None),
        (&[(STAGE, Value::Null)], Some(Fault::Missing(STAGE))),
    ];
    for (more, expected) in cases {
        let fields = grid(more);
        assert_eq!(check(&fields).first().copied(), expected, "{more:?}");
        assert_eq!(refusal(None, &fields), expected);
    }
    let wrong = grid(&[day("2020-12-31"), by.clone()]);
    let mut edited = wrong.clone();
    edited.insert(of(9, NOTE), "còn 3 nhà tạm".into());
    assert_eq!(refusal(Some(&wrong), &edited), None);
    edited.insert(of(9, MET_ON), "2023-01-05".into());
    assert_eq!(refusal(Some(&wrong), &edited), Some(Fault::Missing(of(9, DECISION))));
}

#[test]
fn two_records_of_a_commune_are_joined_criterion_by_criterion() {
    let (first, mut second) = (met(1..=3), met(3..=5));
    second.insert(of(3, DECISION), "Quyết định khác (mẫu)".into());
    let later = grid(&[(STAGE, 99.into()), (of(19, MET_ON), "2027-01-01".into())]);
    assert_eq!(Grid::read(&later), None, "criteria of a later version");
    let stage = &STAGES[0];
    let joined = Grid::joined(stage, [&first, &later, &second]);
    assert_eq!(joined.met(), 5);
    assert_eq!(joined.cell(3).decision, BY, "the first that says anything");
    assert_eq!(Grid::joined(stage, []), Grid::empty(stage));
}

proptest! {
    #[test]
    fn a_grid_counts_each_criterion_once(items in proptest::collection::btree_set(1u32..=19, 0..=19)) {
        let mut fields = grid(&[]);
        for item in &items {
            fields.extend(met(*item..=*item));
        }
        let read = Grid::read(&fields).unwrap();
        prop_assert_eq!(read.met(), items.len());
        prop_assert_eq!(Grid::joined(read.stage, [&fields, &fields]), read);
        prop_assert_eq!(check(&fields), []);
    }
}
