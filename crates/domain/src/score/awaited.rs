//! What a bloc's year still waits for from one account: its unit's pledge, signature and results, and the points that it gives. Nothing of it is
//! stored; it follows from what is there, and is gone once that was done.

use super::{Contest, Role, is_stale};
use crate::access::{self, Account};
use crate::bloc::Member;
use crate::pledge::{self, Due, Period, Pledge, Report, State};
use crate::record::{Fields, PartitionId, RecordId};
use crate::rule_set::CivilDate;

/// One thing that a bloc's year waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Awaited {
    /// The unit has made no pledge.
    Pledge,
    /// The unit's pledge is not signed.
    Signature {
        /// The pledge.
        pledge: RecordId,
        /// Whether it was signed once and is being amended.
        again: bool,
        /// Whether it still lacks something before it can be signed.
        lacks: bool,
    },
    /// Results of a period that is over.
    Results {
        /// The pledge.
        pledge: RecordId,
        /// The period.
        period: Period,
        /// Of so many targets.
        targets: usize,
        /// The last day.
        due: CivilDate,
        /// For how many days they are overdue; 0 while there is time.
        days_late: i64,
    },
    /// The points of a member.
    Score {
        /// The member.
        unit: PartitionId,
        /// As what.
        role: Role,
        /// The score, where it was begun.
        begun: Option<RecordId>,
        /// Whether it was done, and a result was changed since.
        again: bool,
    },
}

impl Contest<'_> {
    /// As what an account scores a member of the bloc, each with the unit in whose name.
    #[must_use]
    pub fn roles(&self, account: &Account, unit: PartitionId) -> Vec<(Role, Option<PartitionId>)> {
        let home = account.home;
        match account.role {
            access::Role::CouncilMember => Vec::new(),
            access::Role::EmulationOfficer | access::Role::Administrator => {
                // The standing office is itself a member of some bloc.
                let own = (unit == home).then_some((Role::Own, Some(home)));
                own.into_iter().chain([(Role::Verification, None), (Role::Council, None)]).collect()
            }
            // Who never belonged to the bloc scores nobody in it.
            access::Role::CommuneOfficer if self.bloc.member(home).is_none() => Vec::new(),
            access::Role::CommuneOfficer if unit == home => vec![(Role::Own, Some(home))],
            access::Role::CommuneOfficer => vec![(Role::Cross, Some(home))],
        }
    }

    /// What it waits for from an account, in the order of the year. `working_year`: the year that the committee works on. What is to be
    /// promised is asked for in that year and later, results and points also for the year before.
    #[must_use]
    pub fn awaits(&self, account: &Account, working_year: i64) -> Vec<Awaited> {
        let Some(year) = self.bloc.year.filter(|year| *year >= working_year - 1) else { return Vec::new() };
        if account.role == access::Role::CouncilMember {
            return Vec::new();
        }
        let mut awaited = Vec::new();
        if self.bloc.member(account.home).is_some_and(|member| self.is_there(member)) {
            let own = self.pledge(account.home);
            if year >= working_year {
                awaited.extend(own.map_or(Some(Awaited::Pledge), |(id, fields)| signature(id, fields)));
            }
            if let Some((id, fields)) = own {
                let reports = pledge::reports(fields, self.fields, self.today);
                awaited.extend(
                    Period::ALL.into_iter().filter_map(|period| self.results(id, period, year, &reports)),
                );
            }
        }
        awaited.extend(self.scores_awaited(account));
        awaited
    }

    /// Whether a member belongs to the bloc today or, where its year is over, did to the end.
    fn is_there(&self, member: &Member) -> bool {
        let day = self.bloc.last_day().map_or(self.today, |last| last.min(self.today));
        member.is_there_on(day)
    }

    /// The results of a period that is over, as far as they are not there.
    fn results(&self, pledge: RecordId, period: Period, year: i64, reports: &[Report]) -> Option<Awaited> {
        if period.last_day(year).is_none_or(|last| self.today <= last) {
            return None;
        }
        let late = |report: &Report| match report.state {
            Due::Open => Some(0),
            Due::Missing(days) => Some(days),
            Due::InTime | Due::Late(_) | Due::Undated => None,
        };
        let missing = reports.iter().filter(|report| report.period == period && late(report).is_some());
        let due = missing.clone().map(|report| report.due).next()?;
        let days_late = missing.clone().filter_map(late).max()?;
        Some(Awaited::Results { pledge, period, targets: missing.count(), due, days_late })
    }

    /// The points that the account has still to give: none that would count for nothing any more, and no member's before its year is
    /// told.
    fn scores_awaited(&self, account: &Account) -> Vec<Awaited> {
        let mut awaited = Vec::new();
        if self.bloc.table.criteria().next().is_none() {
            return awaited;
        }
        for role in [Role::Own, Role::Cross, Role::Verification] {
            for member in self.bloc.ranked() {
                let own = self.roles(account, member.unit).into_iter().find(|(own, _)| *own == role);
                awaited.extend(own.and_then(|(_, by)| self.score_awaited(member.unit, role, by)));
            }
        }
        awaited
    }

    fn score_awaited(&self, unit: PartitionId, role: Role, by: Option<PartitionId>) -> Option<Awaited> {
        let is_done = |role: Role| {
            self.scores_of(unit).any(|one| one.score.role == Some(role) && one.score.done.is_some())
        };
        let pledge = self.pledge(unit).map(|(_, fields)| fields);
        let own = self.score(unit, role, by);
        let begun = own.map(|own| own.id);
        let was_done = own.is_some_and(|own| own.score.done.is_some());
        let superseded = is_done(Role::Council) || (role.is_of_a_member() && is_done(Role::Verification));
        let stale = role == Role::Verification && own.is_some_and(|own| is_stale(own.fields, pledge));
        let ready = match role {
            Role::Own => self.is_told(pledge),
            // Whoever scores another looks at what that one gave itself.
            Role::Cross | Role::Verification => is_done(Role::Own),
            Role::Council => false,
        };
        let wants = if was_done { stale } else { ready || begun.is_some() };
        (wants && !superseded).then_some(Awaited::Score { unit, role, begun, again: was_done })
    }

    /// Whether a year can be scored: it is over, or all its results are there.
    fn is_told(&self, pledge: Option<&Fields>) -> bool {
        let is_over = self.bloc.last_day().is_some_and(|last| self.today > last);
        let all_told = pledge.is_some_and(|fields| {
            let targets = Pledge::read(fields).targets;
            !targets.is_empty() && targets.iter().all(|target| target.result.is_some())
        });
        is_over || all_told
    }
}

fn signature(pledge: RecordId, fields: &Fields) -> Option<Awaited> {
    let state = State::of(fields);
    state.is_open().then(|| Awaited::Signature {
        pledge,
        again: state == State::Amending,
        lacks: !pledge::lacks(fields).is_empty(),
    })
}
