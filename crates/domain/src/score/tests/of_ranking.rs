//! Who stands where, and who goes forward.

use proptest::prelude::*;

use super::*;
use crate::bloc::TieRule;

/// A bloc's year: its fields, a pledge for each member, and the points that were verified for the criteria 21 to 24.
struct Year {
    bloc: Fields,
    pledges: Vec<Fields>,
    scores: Vec<Fields>,
}

impl Year {
    fn of(points: &[[i64; 4]]) -> Self {
        let pledges: Vec<_> = UNITS.iter().map(|unit| a_pledge(*unit, 100)).collect();
        let score = |(at, points): (usize, &[i64; 4])| {
            let points: Vec<_> = (21..).zip(points.iter().copied()).collect();
            a_score(UNITS[at], Role::Verification, None, &pledges[at], &points)
        };
        let scores = points.iter().enumerate().map(score).collect();
        Self { bloc: a_bloc(), pledges, scores }
    }

    fn with(mut self, changed: &[(Field, Value)]) -> Self {
        self.bloc.extend(changed.iter().cloned());
        self
    }

    fn contest(&self) -> Contest<'_> {
        let pledges = (1..).zip(&self.pledges).map(|(n, fields)| (id(n), RecordKind::Pledge, fields));
        let scores = (101..).zip(&self.scores).map(|(n, fields)| (id(n), RecordKind::Score, fields));
        Contest::of(BLOC_ID, &self.bloc, pledges.chain(scores), today())
    }

    fn ranking(&self) -> Vec<(u32, i64, Option<Decider>, bool)> {
        let ranking = self.contest().ranking();
        let line =
            |standing: &Standing| (standing.unit.0, standing.total.sum.0, standing.decided_by, standing.tied);
        ranking.standings.iter().map(line).collect()
    }
}

#[test]
fn points_decide_then_the_tie_breaks_then_the_lot_then_the_number() {
    use Decider::{Lot, Number, TieBreak};
    let by_points = Year::of(&[[5_000, 3_000, 0, 0], [6_000, 3_000, 0, 0], [5_500, 3_000, 0, 0]]);
    assert_eq!(
        by_points.ranking(),
        [
            (4, 9_000, None, false),
            (5, 8_500, Some(Decider::Points), false),
            (3, 8_000, Some(Decider::Points), false)
        ]
    );
    // All have 8.000: the section of emulation work decides, then fewer penalty points.
    let by_ties = Year::of(&[[5_000, 3_000, 0, 0], [4_900, 3_100, 0, 0], [5_000, 3_100, 0, 100]]);
    assert_eq!(
        by_ties.ranking(),
        [
            (4, 8_000, None, false),
            (5, 8_000, Some(TieBreak(62)), false),
            (3, 8_000, Some(TieBreak(61)), false)
        ]
    );
    let same = [[5_000, 3_000, 0, 0]; 3];
    assert_eq!(
        Year::of(&same).ranking(),
        [(3, 8_000, None, true), (4, 8_000, Some(Number), true), (5, 8_000, Some(Number), true)]
    );
    let drawn =
        Year::of(&same).with(&[(of(bloc::MEMBER_LOT, 5), 1.into()), (of(bloc::MEMBER_LOT, 4), 2.into())]);
    assert_eq!(
        drawn.ranking(),
        [(5, 8_000, None, true), (4, 8_000, Some(Lot), true), (3, 8_000, Some(Lot), true)]
    );
}

#[test]
fn every_tie_break_looks_at_what_it_says() {
    let best = |rule: TieRule, part: Option<i64>, points: &[[i64; 4]], results: [i64; 3]| {
        let mut year = Year::of(points).with(&[
            (of(bloc::TIE_RULE, 61), rule.code().into()),
            (of(bloc::TIE_OF, 61), part.map_or(Value::Null, Value::Int)),
            (of(bloc::TIE_RULE, 62), Value::Null),
        ]);
        year.pledges = (0..3).map(|at| a_pledge(UNITS[at], results[at])).collect();
        year.ranking()[0].0
    };
    let level = [100; 3];
    let more_by_hand = [[5_000, 3_000, 0, 0], [4_000, 4_000, 0, 0]];
    assert_eq!(best(TieRule::Section, Some(12), &more_by_hand, level), 4);
    assert_eq!(best(TieRule::Section, Some(11), &more_by_hand, level), 3);
    assert_eq!(best(TieRule::Criterion, Some(22), &more_by_hand, level), 4);
    let with_bonus = [[5_000, 3_000, 0, 0], [4_900, 3_000, 100, 0]];
    assert_eq!(best(TieRule::MoreBonus, None, &with_bonus, level), 4);
    let with_penalty = [[5_100, 3_000, 0, 100], [5_000, 3_000, 0, 0]];
    assert_eq!(best(TieRule::FewerPenalties, None, &with_penalty, level), 4);
    let same = [[5_000, 3_000, 0, 0]; 2];
    assert_eq!(best(TieRule::MoreReached, None, &same, [99, 100, 99]), 4);
}

#[test]
fn who_left_or_is_not_scored_has_no_place() {
    let mut year = Year::of(&[[5_000, 3_000, 0, 0], [6_000, 3_000, 0, 0]]);
    let ranking = |year: &Year| year.contest().ranking();
    assert_eq!(ranking(&year).unranked, [(UNITS[2], Unranked::NotScored)]);
    assert!(ranking(&year).is_provisional());
    year = year.with(&[(of(bloc::MEMBER_UNTIL, 5), "2023-06-30".into())]);
    let left = "2023-06-30".parse().unwrap();
    assert_eq!(ranking(&year).unranked, [(UNITS[2], Unranked::Left(left))]);
    assert!(!ranking(&year).is_provisional());
    // A result that comes now makes the verification go over it again.
    year.pledges[1].insert(of(TARGET_RESULT, 71), 7.into());
    assert!(ranking(&year).is_provisional());
    assert!(ranking(&year).of(UNITS[1]).unwrap().verify_again);
}

#[test]
fn the_first_and_the_second_go_forward_with_their_figures() {
    let year = Year::of(&[[5_000, 3_000, 0, 0], [6_000, 3_000, 0, 0], [5_500, 3_000, 0, 0]]);
    let contest = year.contest();
    let proposals = contest.proposals();
    let what: Vec<_> =
        proposals.iter().map(|proposal| (proposal.unit.0, proposal.award, proposal.place)).collect();
    assert_eq!(what, [(4, "co_thi_dua_tinh", 1), (5, "bang_khen_tinh", 2)]);
    let first = &proposals[0];
    assert_eq!(
        (first.of, first.total.sum, first.max, first.reached),
        (3, Points(9_000), Points(10_000), (1, 1))
    );
    assert!(first.signed && !first.tied && !first.provisional && !first.alone);
    let made = first.nomination("Nhân dân và cán bộ xã Long Môn (mẫu)", "Dẫn đầu cụm (mẫu).");
    assert_eq!(nomination::check(&made), []);
    assert_eq!(made[&nomination::FIRST_OF_GROUP], 1.into());
    let second = proposals[1].nomination("Nhân dân và cán bộ xã Thanh An (mẫu)", "Thứ nhì (mẫu).");
    assert_eq!(second[&nomination::FIRST_OF_GROUP], 2.into());
    // It is made once: what is there is found again.
    assert_eq!(first.made([(id(1), &second), (id(2), &made)]), Some(id(2)));
    assert_eq!(proposals[1].made([(id(2), &made)]), None);
}

#[test]
fn one_member_alone_is_compared_with_nobody() {
    let mut year = Year::of(&[[5_000, 3_000, 0, 0]]);
    year = year.with(&[(of(bloc::MEMBER_IS, 4), Value::Null), (of(bloc::MEMBER_IS, 5), Value::Null)]);
    let contest = year.contest();
    let proposals = contest.proposals();
    assert_eq!(proposals.len(), 1, "nobody has the second place");
    assert!(proposals[0].alone);
    assert_eq!(proposals[0].nomination("x y", "z")[&nomination::FIRST_OF_GROUP], 2.into());
}

fn points() -> impl Strategy<Value = Vec<[i64; 4]>> {
    // Few values and also too many points, so that ties and cuts are common.
    let few = |values: Vec<i64>| proptest::sample::select(values);
    let one = (
        few(vec![0, 5_000, 6_000, 9_999]),
        few(vec![3_000, 4_000, 4_500]),
        few(vec![0, 400, 700, 2_000]),
        few(vec![0, 100, 800, 5_000]),
    );
    proptest::collection::vec(one.prop_map(|(a, b, c, d)| [a, b, c, d]), 3)
}

proptest! {
    #[test]
    fn totals_are_sums_and_no_score_exceeds_its_maximum(points in points()) {
        let year = Year::of(&points);
        let contest = year.contest();
        for unit in UNITS {
            let sheet = contest.sheet(unit);
            let (_, total) = sheet.result.clone().unwrap();
            let of_sections: Points = total.sections.iter().map(|(_, points)| *points).sum();
            prop_assert_eq!(of_sections, total.ordinary);
            prop_assert_eq!(total.sum, (total.ordinary + total.bonus - total.penalty).max(Points::ZERO));
            prop_assert!(total.ordinary <= contest.bloc.table.max());
            prop_assert!(total.bonus <= Points(500) && total.penalty <= Points(800));
            for line in &sheet.lines {
                prop_assert!(line.counts.unwrap_or_default() <= line.criterion.max);
                prop_assert!(line.given.iter().all(|given| given.points.unwrap_or_default() <= line.criterion.max));
            }
        }
    }

    #[test]
    fn a_ranking_is_one_order_of_all_whatever_the_order_of_the_records(points in points()) {
        let mut year = Year::of(&points);
        let contest_ranking = year.contest().ranking();
        let places: Vec<u32> = contest_ranking.standings.iter().map(|standing| standing.place).collect();
        prop_assert_eq!(places, [1, 2, 3]);
        let mut units: Vec<_> = contest_ranking.standings.iter().map(|standing| standing.unit).collect();
        units.sort_unstable();
        prop_assert_eq!(units, UNITS);
        let sums: Vec<_> = contest_ranking.standings.iter().map(|standing| standing.total.sum).collect();
        prop_assert!(sums.windows(2).all(|pair| pair[0] >= pair[1]));
        year.scores.reverse();
        year.pledges.reverse();
        prop_assert_eq!(year.contest().ranking(), contest_ranking);
    }
}
