//! Walks the sample nominations along the dossier's way, step by step, as the standing office would on its own device:
//! considered, handed up, appraised, approved. The council's figures are entered by hand, as after a meeting on paper.

use clap::ValueEnum;
use thidua_domain::award::AwardKind;
use thidua_domain::dossier::{State, Step};
use thidua_domain::nomination::Nomination;
use thidua_domain::record::{Field, Fields, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::step;
use thidua_sync::client::{NewStep, View};

use crate::officer::{Failure, Officer, now};

/// How far the dossiers go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Until {
    /// Considered by the unit's meeting.
    Considered,
    /// Handed up.
    Submitted,
    /// Appraised.
    Appraised,
    /// Titles approved by the council; letters of commendation stay appraised, where a chair decides without a vote.
    Approved,
}

/// Each step with its day in the sample year, and how far one must want to go for it.
const STEPS: [(Step, Until, (u16, u8, u8)); 4] = [
    (Step::Consider, Until::Considered, (2023, 12, 5)),
    (Step::Submit, Until::Submitted, (2023, 12, 15)),
    (Step::Appraise, Until::Appraised, (2024, 1, 5)),
    (Step::Approve, Until::Approved, (2024, 1, 10)),
];

/// As many members has the sample council; all come, and all vote for.
const MEMBERS: i64 = 9;

impl Officer {
    /// Takes the steps up to a state on the first `most` dossiers that can take them; how many steps were taken.
    pub async fn walk(&mut self, until: Until, most: usize) -> Result<usize, Failure> {
        let mut taken = 0;
        for (next, wanted, (year, month, day)) in STEPS {
            if wanted > until {
                break;
            }
            let day = CivilDate::new(year, month, day)?;
            let news: Vec<_> = self
                .replica
                .views()
                .iter()
                .filter(|view| view.kind == RecordKind::Nomination.code() && !view.deleted)
                .take(most)
                .filter(|view| goes(view, next))
                .map(|view| (view.id, new_step(next, day)))
                .collect();
            taken += news.len();
            let steps = self.replica.steps(now(), news);
            if let Some((record, Err(error))) = steps.each.iter().find(|(_, each)| each.is_err()) {
                return Err(format!("{next:?} of {record} cannot be taken: {error:?}").into());
            }
            self.take(steps.batch);
            self.sync().await?;
        }
        Ok(taken)
    }
}

fn goes(view: &View, next: Step) -> bool {
    let award = Nomination::read(&view.fields).award;
    let needs_a_vote = award.is_some_and(|award| award.kind == AwardKind::Title);
    next.goes_from(State::of(&view.fields)) && (next != Step::Approve || needs_a_vote)
}

fn new_step(next: Step, day: CivilDate) -> NewStep {
    let votes: [(Field, i64); 6] = [
        (step::MEMBERS, MEMBERS),
        (step::PRESENT, MEMBERS),
        (step::YES, MEMBERS),
        (step::NO, 0),
        (step::BLANK, 0),
        (step::SECRET, 1),
    ];
    let says: Fields = match next {
        Step::Approve => votes.into_iter().map(|(field, count)| (field, Value::Int(count))).collect(),
        _ => Fields::new(),
    };
    NewStep { kind: next.code(), leads_to: next.leads_to().code(), day, says }
}
