use super::*;
use crate::nomination;
use crate::obstacle::Obstacle;
use candidate::{Unfit, fits};
use dossier::State as Of;
use numbers::{Line, last, next, register};

fn dossier_in(state: Of, award: &str, submitted: Option<&str>) -> Fields {
    let mut fields = Fields::from_iter([
        (step::STATE, i64::from(state.code()).into()),
        (nomination::AWARD, award.into()),
        (nomination::SUBJECT, 1.into()),
        (nomination::RULE_SET, "R2022_98".into()),
    ]);
    if let Some(day) = submitted {
        fields.insert(step::of(step::KIND, 1), i64::from(dossier::Step::Submit.code()).into());
        fields.insert(step::of(step::DAY, 1), day.into());
    }
    fields
}

#[test]
fn a_dossier_that_does_not_fit_is_told_why() {
    const TITLE: &str = "lao_dong_tien_tien";
    const LETTER: &str = "giay_khen_huyen";
    const FLAG: &str = "co_thi_dua_tinh";
    let day = |text: &str| text.parse::<CivilDate>().unwrap();
    let later = Unfit::SubmittedLater(day("2024-03-16"));
    type Case<'c> = (Of, &'c str, Option<&'c str>, Option<Level>, Result<(), Unfit>);
    let cases: &[Case<'_>] = &[
        (Of::Draft, TITLE, None, None, Err(Unfit::WithTheUnit)),
        (Of::Considered, TITLE, None, None, Err(Unfit::WithTheUnit)),
        (Of::Returned, TITLE, None, None, Err(Unfit::WithTheUnit)),
        (Of::Withdrawn, TITLE, None, None, Err(Unfit::WithTheUnit)),
        (Of::Submitted, TITLE, None, None, Err(Unfit::NotAppraised)),
        (Of::Appraised, TITLE, None, None, Err(Unfit::NoCouncil)),
        (Of::Appraised, LETTER, None, Some(Level::District), Ok(())),
        (Of::Approved, TITLE, None, Some(Level::District), Ok(())),
        (Of::Approved, FLAG, None, Some(Level::District), Err(Unfit::OtherLevel)),
        (Of::Approved, FLAG, None, None, Ok(())),
        (Of::SentUp, FLAG, None, None, Err(Unfit::SentUp)),
        (Of::Decided, TITLE, None, None, Err(Unfit::Over)),
        (Of::Presented, TITLE, None, None, Err(Unfit::Over)),
        (Of::Revoked, TITLE, None, None, Err(Unfit::Over)),
        (Of::NotReached, TITLE, None, None, Err(Unfit::Over)),
        (Of::Merged, TITLE, None, None, Err(Unfit::Over)),
        (Of::Approved, TITLE, Some("2024-03-15"), Some(Level::District), Ok(())),
        (Of::Approved, TITLE, Some("2024-03-16"), Some(Level::District), Err(later)),
    ];
    for (state, award, submitted, level, expected) in cases {
        let fields = dossier_in(*state, award, *submitted);
        assert_eq!(fits(&fields, *level, Some(day("2024-03-15"))), *expected, "{state:?} {award}");
    }
}

#[test]
fn the_number_is_the_next_or_the_wanted_one() {
    let wish = |wanted: i64, reason: &str| {
        let mut fields = Fields::new();
        if wanted != 0 {
            fields.insert(WANTED, wanted.into());
        }
        if !reason.is_empty() {
            fields.insert(GAP, reason.into());
        }
        fields
    };
    let cases = [
        (0, "", 0, Ok(1)),
        (0, "", 11, Ok(12)),
        (12, "", 11, Ok(12)),
        (11, "", 11, Err(Obstacle::NumberTaken)),
        (15, "", 11, Err(Obstacle::GapUnexplained)),
        (15, "  ", 11, Err(Obstacle::GapUnexplained)),
        (15, "Số 12 đến 14 dùng cho văn bản khác.", 11, Ok(15)),
        (0, "", 1_000_000, Err(Obstacle::NumberTaken)),
    ];
    for (wanted, reason, last, expected) in cases {
        assert_eq!(next(&wish(wanted, reason), last), expected, "{wanted} after {last}");
    }
}

fn numbered(year: i64, number: i64, gap: &str) -> Fields {
    let mut fields =
        Fields::from_iter([(YEAR, year.into()), (NUMBER, number.into()), (step::STATE, 1.into())]);
    if !gap.is_empty() {
        fields.insert(GAP, gap.into());
    }
    fields
}

#[test]
fn the_register_tells_every_number_and_every_gap() {
    let id = |number: u8| RecordId::from_bytes([number; 16]);
    let given = |number: u8| Line::Given { number: number.into(), decision: id(number) };
    let left = |first, last, reason: &str| Line::LeftOut { first, last, reason: reason.into() };
    type Case<'c> = (&'c [(i64, i64, &'c str)], Vec<Line>);
    let cases: &[Case<'_>] = &[
        (&[], vec![]),
        (&[(2024, 2, ""), (2024, 1, "")], vec![given(1), given(2)]),
        (&[(2024, 1, ""), (2023, 2, "")], vec![given(1)]),
        (
            &[(2024, 1, ""), (2024, 5, "Dùng cho văn bản khác."), (2024, 7, "")],
            vec![given(1), left(2, 4, "Dùng cho văn bản khác."), given(5), left(6, 6, ""), given(7)],
        ),
        (&[(2024, 3, " Sổ cũ ")], vec![left(1, 2, "Sổ cũ"), given(3)]),
    ];
    for (decisions, expected) in cases {
        let papers: Vec<_> = decisions
            .iter()
            .map(|(year, number, gap)| (id(u8::try_from(*number).unwrap()), numbered(*year, *number, gap)))
            .collect();
        let all = || papers.iter().map(|(id, fields)| (*id, fields));
        assert_eq!(register(all(), 2024), *expected, "{decisions:?}");
        let most = decisions.iter().filter(|(year, ..)| *year == 2024).map(|(_, number, _)| *number).max();
        let known = last(papers.iter().map(|(_, fields)| fields), 2024);
        assert_eq!(i64::from(known), most.unwrap_or(0));
    }
}

#[test]
fn a_dossier_rests_on_the_decision_that_gave_its_award_until_it_is_revoked() {
    let (paper, other) = (RecordId::from_bytes([3; 16]), RecordId::from_bytes([4; 16]));
    let decided = |state: Of, link: RecordId| {
        let mut fields = dossier_in(state, "lao_dong_tien_tien", Some("2024-03-15"));
        fields.insert(step::of(step::KIND, 2), i64::from(dossier::Step::Decide.code()).into());
        fields.insert(step::of(step::LINK, 2), link.to_string().as_str().into());
        fields
    };
    let cases = [
        (decided(Of::Decided, paper), true),
        (decided(Of::Presented, paper), true),
        (decided(Of::Revoked, paper), false),
        (decided(Of::Decided, other), false),
        (dossier_in(Of::Approved, "lao_dong_tien_tien", None), false),
    ];
    for (fields, expected) in cases {
        assert_eq!(rests_on(&fields, paper), expected, "{:?}", Of::of(&fields));
    }
}
