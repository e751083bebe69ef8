//! What a bloc's year waits for, from whom, and until when.

use super::*;
use crate::access::{self, Account};
use crate::bloc::MEMBER_UNTIL;
use crate::pledge::TARGET_GRADES;

const HOME: PartitionId = UNITS[1];
/// The standing office, which is no member.
const OFFICE: PartitionId = PartitionId(40);

fn account(role: access::Role, home: PartitionId) -> Account {
    Account { id: 1, name: String::new(), role, home, level: None, grants: Vec::new() }
}

fn a_member() -> Account {
    account(access::Role::CommuneOfficer, HOME)
}

fn the_office() -> Account {
    account(access::Role::EmulationOfficer, OFFICE)
}

/// What is there, and on which day.
struct Year {
    bloc: Fields,
    pledges: Vec<Fields>,
    scores: Vec<Fields>,
    today: &'static str,
}

impl Year {
    /// All have signed, and told the year's result and no other.
    fn told() -> Self {
        let pledges = UNITS.iter().map(|unit| a_pledge(*unit, 100)).collect();
        Self { bloc: a_bloc(), pledges, scores: Vec::new(), today: "2023-12-20" }
    }

    fn on(self, today: &'static str) -> Self {
        Self { today, ..self }
    }

    fn with_score(mut self, of: PartitionId, role: Role, by: Option<PartitionId>, done: bool) -> Self {
        let pledge = self.pledges.iter().find(|fields| pledge::unit(fields) == Some(of)).cloned();
        let mut score = a_score(of, role, by, &pledge.unwrap(), &[]);
        if !done {
            score.remove(&DAY);
        }
        self.scores.push(score);
        self
    }

    fn own(&mut self) -> &mut Fields {
        self.pledges.iter_mut().find(|fields| pledge::unit(fields) == Some(HOME)).unwrap()
    }

    fn awaits(&self, account: &Account) -> Vec<Awaited> {
        self.awaits_in(account, 2023)
    }

    fn awaits_in(&self, account: &Account, working_year: i64) -> Vec<Awaited> {
        let pledges = (1..).zip(&self.pledges).map(|(n, fields)| (id(n), RecordKind::Pledge, fields));
        let scores = (101..).zip(&self.scores).map(|(n, fields)| (id(n), RecordKind::Score, fields));
        let today = self.today.parse().unwrap();
        Contest::of(BLOC_ID, &self.bloc, pledges.chain(scores), today).awaits(account, working_year)
    }
}

fn a_score_of(unit: PartitionId, role: Role) -> Awaited {
    Awaited::Score { unit, role, begun: None, again: false }
}

fn six_months(days_late: i64) -> Awaited {
    let due = "2023-07-10".parse().unwrap();
    Awaited::Results { pledge: id(2), period: Period::HalfYear, targets: 1, due, days_late }
}

#[test]
fn a_pledge_is_awaited_until_it_is_signed() {
    let signature = |again, lacks| vec![Awaited::Signature { pledge: id(2), again, lacks }];
    let mut year = Year::told().on("2023-03-01");
    year.scores.clear();
    year.own().remove(&of(TARGET_RESULT, 71));
    assert_eq!(year.awaits(&a_member()), [], "it is signed");
    year.own().insert(step::STATE, 0.into());
    assert_eq!(year.awaits(&a_member()), signature(false, false));
    year.own().insert(of(TARGET_PLAN, 71), Value::Null);
    assert_eq!(year.awaits(&a_member()), signature(false, true));
    year.own().insert(of(TARGET_GRADES, 71), Value::Null);
    assert_eq!(year.awaits(&account(access::Role::CouncilMember, HOME)), []);
    assert_eq!(year.awaits(&the_office()), [], "another unit's signature");
    assert_eq!(year.awaits_in(&a_member(), 2024), [], "a year that is over is not promised any more");
    year.pledges.remove(1);
    assert_eq!(year.awaits(&a_member()), [Awaited::Pledge]);
    year.bloc.insert(of(MEMBER_UNTIL, HOME.0), "2023-02-15".into());
    assert_eq!(year.awaits(&a_member()), [], "it has left the bloc");
}

#[test]
fn results_are_awaited_from_the_end_of_their_period() {
    let cases: &[(&str, &[Awaited])] = &[
        ("2023-06-30", &[]),
        ("2023-07-01", &[six_months(0)]),
        ("2023-07-10", &[six_months(0)]),
        ("2023-07-13", &[six_months(3)]),
    ];
    for (today, expected) in cases {
        let mut year = Year::told().on(today);
        year.own().remove(&of(TARGET_RESULT, 71));
        assert_eq!(year.awaits(&a_member()), *expected, "{today}");
        year.own().insert(of(Period::HalfYear.result(), 71), 40.into());
        assert_eq!(year.awaits(&a_member()), [], "{today}: told");
    }
}

#[test]
fn points_are_awaited_from_whoever_gives_them_once_what_they_look_at_is_there() {
    use Role::{Council, Cross, Own, Verification};
    let [first, home, third] = UNITS;
    let of_member = |year: &Year| -> Vec<Awaited> {
        let all = year.awaits(&a_member());
        all.into_iter().filter(|one| matches!(one, Awaited::Score { .. })).collect()
    };
    let year = Year::told();
    assert_eq!(of_member(&year), [a_score_of(home, Own)]);
    assert_eq!(year.awaits(&the_office()), [], "nobody has scored itself");
    // Before the year is told or over nobody scores.
    let mut early = Year::told();
    early.own().remove(&of(TARGET_RESULT, 71));
    assert_eq!(of_member(&early), []);
    assert_eq!(of_member(&early.on("2024-01-01")), [a_score_of(home, Own)]);

    let year = year.with_score(first, Own, Some(first), true);
    assert_eq!(of_member(&year), [a_score_of(home, Own), a_score_of(first, Cross)]);
    assert_eq!(year.awaits(&the_office()), [a_score_of(first, Verification)]);
    let begun = year.with_score(home, Own, Some(home), false);
    let own = Awaited::Score { unit: home, role: Own, begun: Some(id(102)), again: false };
    assert_eq!(of_member(&begun), [own, a_score_of(first, Cross)]);

    let crossed = begun.with_score(first, Cross, Some(home), true);
    assert_eq!(of_member(&crossed), [own]);
    let mut verified =
        crossed.with_score(home, Verification, None, true).with_score(first, Verification, None, true);
    assert_eq!(of_member(&verified), [], "its own points count for nothing any more");
    assert_eq!(verified.awaits(&the_office()), []);
    // A result that is changed afterwards has to be looked at again.
    verified.own().insert(of(TARGET_RESULT, 71), 99.into());
    let again = Awaited::Score { unit: home, role: Verification, begun: Some(id(104)), again: true };
    assert_eq!(verified.awaits(&the_office()), [again]);
    let decided = verified.with_score(home, Council, None, true);
    assert_eq!(decided.awaits(&the_office()), []);
    assert_eq!(decided.awaits(&account(access::Role::CommuneOfficer, OFFICE)), [], "no member");
    assert_eq!(decided.awaits_in(&the_office(), 2025), []);
    // Of one that has left before the end of the year no points are wanted.
    let mut left = Year::told().with_score(third, Own, Some(third), true);
    left.bloc.insert(of(MEMBER_UNTIL, third.0), "2023-06-30".into());
    assert_eq!(left.awaits(&the_office()), []);
}
