//! What each step of a dossier asks for.

use super::{Doer, State, Step, check_decider, rule_set, submitted_on, text_at, text_to_keep};
use crate::access::Role;
use crate::award::{AwardKind, Level};
use crate::council;
use crate::decision;
use crate::guard::{Attempt, Other, expect, text_of};
use crate::law::vote::{Threshold, Vote};
use crate::law::{dossier as parts, vote};
use crate::nomination::{self, Nomination};
use crate::obstacle::Obstacle;
use crate::record::{Field, Fields, RecordId, RecordKind, Value};
use crate::rule_set::CivilDate;
use crate::step::{self, of};

/// Whether a step may be taken, and what the endpoint writes with it.
pub(crate) fn check(attempt: &Attempt<'_>, item: u32, code: u16) -> Result<Fields, Obstacle> {
    let step = Step::from_code(code).ok_or(Obstacle::NotFromThisState)?;
    let state = State::of(attempt.before);
    if state == State::Merged {
        return Err(Obstacle::Merged);
    }
    if !step.goes_from(state) {
        return Err(Obstacle::NotFromThisState);
    }
    expect(attempt, Some(step.leads_to().code()))?;
    if step.doer() == Doer::StandingOffice && attempt.account.role == Role::CommuneOfficer {
        return Err(Obstacle::NotTheStandingOffice);
    }
    let way = Way { attempt, item };
    if step.asks_for_a_reason() && way.reason().is_empty() {
        return Err(Obstacle::ReasonMissing);
    }
    way.keeps_the_text(step)?;
    if step.comes_after_submission() {
        way.not_before_the_submission(way.day()?)?;
    }
    match step {
        Step::Submit if attempt.disputed => Err(Obstacle::Unsettled),
        Step::Consider => way.considered(),
        Step::Approve | Step::Reject => way.voted(step == Step::Approve),
        Step::Decide => way.decided(),
        Step::SendUp => way.sent_up(state),
        Step::HigherDecide => way.decided_above(),
        Step::Present => way.not_before_the_decision(),
        Step::Revoke => {
            way.text(step::NUMBER).ok_or(Obstacle::Incomplete)?;
            way.not_before_the_decision()
        }
        Step::Merge => way.merged(),
        Step::Submit
        | Step::Withdraw
        | Step::Return
        | Step::Appraise
        | Step::HigherReject
        | Step::HigherReturn => Ok(Fields::new()),
    }
}

/// One step of one dossier.
#[derive(Clone, Copy)]
struct Way<'a> {
    attempt: &'a Attempt<'a>,
    item: u32,
}

impl Way<'_> {
    fn text(&self, field: Field) -> Option<&str> {
        let text = self.attempt.changes.get(&of(field, self.item)).and_then(Value::as_text)?;
        (!text.trim().is_empty()).then_some(text)
    }

    fn reason(&self) -> &str {
        self.text(step::REASON).unwrap_or_default()
    }

    fn day(&self) -> Result<CivilDate, Obstacle> {
        self.text(step::DAY).and_then(|day| day.parse().ok()).ok_or(Obstacle::Incomplete)
    }

    fn not_before_the_submission(&self, day: CivilDate) -> Result<(), Obstacle> {
        let submitted = submitted_on(self.attempt.before);
        if submitted.is_some_and(|submitted| day < submitted) {
            Err(Obstacle::BeforeSubmission)
        } else {
            Ok(())
        }
    }

    fn count(&self, field: Field) -> Option<u32> {
        self.attempt.changes.get(&of(field, self.item))?.as_int()?.try_into().ok()
    }

    /// The record that the step rests on. `None` where a device does not hold it.
    fn link(&self, kind: RecordKind) -> Result<Option<Other>, Obstacle> {
        let id = step::link(self.attempt.changes, self.item).ok_or(Obstacle::LinkMissing)?;
        let around = self.attempt.around;
        match around.record(id) {
            Some(other) if other.kind == kind && !other.deleted => Ok(Some(other)),
            None if !around.is_whole() => Ok(None),
            _ => Err(Obstacle::LinkMissing),
        }
    }

    /// A step after which the unit may write on carries the text as it stood, so that what comes later can be laid beside
    /// it; no other step carries any.
    fn keeps_the_text(&self, step: Step) -> Result<(), Obstacle> {
        let is_kept = |field: &Field| field.number >= step::WAS || field.number == step::FILES.number;
        let kept = self.attempt.changes.iter().filter(|(field, _)| is_kept(field));
        // An app of before considerations kept their text names its digest alone.
        if step == Step::Consider && kept.clone().next().is_none() {
            return Ok(());
        }
        let expected =
            if step.keeps_text() { text_to_keep(self.attempt.before, self.item) } else { Fields::new() };
        let as_it_stood = |(field, value): (&Field, &Value)| expected.get(field) == Some(value);
        // An app of before files were kept leaves their list out.
        let of_files = expected.keys().filter(|field| field.number == step::FILES.number).count();
        let count = kept.clone().count();
        let is_whole = count == expected.len()
            || count + of_files == expected.len() && kept.clone().all(|(field, _)| field.number >= step::WAS);
        if is_whole && kept.into_iter().all(as_it_stood) { Ok(()) } else { Err(Obstacle::TextMoved) }
    }

    /// The figures of a vote, where all of them are there.
    fn vote(&self) -> Option<Vote> {
        Some(Vote {
            members: self.count(step::MEMBERS)?,
            present: self.count(step::PRESENT)?,
            written: self.count(step::WRITTEN).unwrap_or(0),
            yes: self.count(step::YES)?,
            no: self.count(step::NO),
            blank: self.count(step::BLANK),
            secret: self.count(step::SECRET) == Some(1),
        })
    }

    /// The unit's meeting may leave its figures out; what it gives must add up.
    fn considered(&self) -> Result<Fields, Obstacle> {
        let given = [step::MEMBERS, step::PRESENT, step::YES, step::NO, step::BLANK];
        if given.iter().all(|field| self.count(*field).is_none()) {
            return Ok(Fields::new());
        }
        let figures = self.vote().ok_or(Obstacle::Incomplete)?;
        if vote::adds_up(figures) { Ok(Fields::new()) } else { Err(Obstacle::VotesDoNotAddUp) }
    }

    fn voted(&self, approved: bool) -> Result<Fields, Obstacle> {
        let figures = self.vote().ok_or(Obstacle::Incomplete)?;
        if !vote::adds_up(figures) {
            return Err(Obstacle::VotesDoNotAddUp);
        }
        let award = Nomination::read(self.attempt.before).award.ok_or(Obstacle::Incomplete)?;
        let threshold = Threshold::of(award);
        if self.text(step::LINK).is_some() {
            self.as_the_session_says(figures, approved)?;
        } else {
            self.voted_on_paper(threshold)?;
        }
        // What the law sets binds; what a committee sets for itself is told on the screen and stands in its minutes.
        match (threshold.is_by_law(), threshold.is_reached(figures), approved) {
            (true, false, true) => Err(Obstacle::TooFewVotes),
            (true, true, false) => Err(Obstacle::VotesReached),
            _ => Ok(Fields::new()),
        }
    }

    /// Figures that no session of the app says: of a council that met without it, and not where the law sets how is voted.
    fn voted_on_paper(&self, threshold: Threshold) -> Result<(), Obstacle> {
        if threshold.is_by_law() {
            return Err(Obstacle::SessionNeeded);
        }
        let sessions = self.attempt.around.sessions();
        let lists = |session: &Fields| council::agenda(session).any(|(_, id)| id == self.attempt.record);
        let is_alive = |session: &Fields| council::State::of(session) != council::State::Void;
        if sessions.iter().any(|(_, session)| is_alive(session) && lists(session)) {
            Err(Obstacle::SessionBinds)
        } else {
            Ok(())
        }
    }

    fn as_the_session_says(&self, figures: Vote, approved: bool) -> Result<(), Obstacle> {
        let Some(session) = self.link(RecordKind::CouncilSession)? else { return Ok(()) };
        if council::State::of(&session.fields) != council::State::Closed {
            return Err(Obstacle::SessionNotClosed);
        }
        let mut agenda = council::agenda(&session.fields);
        let on_it = agenda.find(|(_, dossier)| *dossier == self.attempt.record);
        let (item, _) = on_it.ok_or(Obstacle::NotOnAgenda)?;
        if council::vote(&session.fields, item) != figures {
            return Err(Obstacle::OtherFigures);
        }
        let text = text_of(RecordKind::Nomination, self.attempt.before);
        // A device is told what was voted on when the endpoint has confirmed the close.
        let is_another = council::text_voted_on(&session.fields, item).is_some_and(|voted| voted != text);
        if is_another && !(approved && self.was_approved_before(&text)) {
            return Err(Obstacle::OtherTextVoted);
        }
        Ok(())
    }

    /// Whether the council has approved this nominee for this award by the same session, and the higher level gave the
    /// dossier back to be completed. Who is proposed for what is what the council votes on (91/2017/NĐ-CP art. 45(8)): as
    /// long as that stands, a completed report needs no second meeting.
    fn was_approved_before(&self, text: &str) -> bool {
        let before = self.attempt.before;
        let session = step::link(self.attempt.changes, self.item);
        let entries = step::entries(before);
        let approved = |entry: &&step::Entry<'_>| {
            entry.kind == Step::Approve.code() && step::link(before, entry.item) == session
        };
        let Some(approved) = entries.iter().rev().find(approved) else { return false };
        let then = text_at(before, approved.item);
        let voted_on = [nomination::SUBJECT, nomination::AWARD, nomination::YEAR, nomination::NAME];
        let is_voted_on_elsewhere = |(id, fields): &(RecordId, Fields)| {
            Some(*id) != session && council::votes_on(fields, self.attempt.record, text)
        };
        voted_on.iter().all(|field| then.get(field) == before.get(field))
            && !self.attempt.around.sessions().iter().any(is_voted_on_elsewhere)
    }

    /// A title needs the council's vote before anybody decides on it or sends it up.
    fn after_the_council(&self, state: State) -> Result<(), Obstacle> {
        let award = Nomination::read(self.attempt.before).award.ok_or(Obstacle::Incomplete)?;
        if state == State::Approved || award.kind == AwardKind::Form {
            Ok(())
        } else {
            Err(Obstacle::NoCouncil)
        }
    }

    fn decided(&self) -> Result<Fields, Obstacle> {
        self.after_the_council(State::of(self.attempt.before))?;
        let Some(paper) = self.link(RecordKind::Decision)? else { return Ok(Fields::new()) };
        if !decision::nominations(&paper.fields).any(|dossier| dossier == self.attempt.record) {
            return Err(Obstacle::NotInDecision);
        }
        if !decision::holds(&paper.fields) {
            return Err(Obstacle::NotIssued);
        }
        let day = decision::day(&paper.fields).ok_or(Obstacle::Incomplete)?;
        let level = decision::level(&paper.fields).ok_or(Obstacle::Incomplete)?;
        check_decider(self.attempt.before, level)?;
        self.not_before_the_submission(day)?;
        let signer = paper.fields.get(&decision::SIGNER).and_then(Value::as_text).unwrap_or_default();
        // A device that does not know the number yet leaves it to the endpoint.
        let Some(number) = decision::cited(&paper.fields) else { return Ok(Fields::new()) };
        Ok(given(&number, day, signer, level))
    }

    fn sent_up(&self, state: State) -> Result<Fields, Obstacle> {
        self.after_the_council(state)?;
        let nomination = Nomination::read(self.attempt.before);
        let award = nomination.award.ok_or(Obstacle::Incomplete)?;
        let subject = nomination.subject.ok_or(Obstacle::Incomplete)?;
        let rule_set = rule_set(self.attempt.before).ok_or(Obstacle::Incomplete)?;
        let missing = parts::missing(award, subject, rule_set, self.attempt.before);
        if missing.is_empty() || !self.reason().is_empty() {
            Ok(Fields::new())
        } else {
            Err(Obstacle::PartsMissing)
        }
    }

    fn decided_above(&self) -> Result<Fields, Obstacle> {
        let number = self.text(step::NUMBER).ok_or(Obstacle::Incomplete)?;
        let signer = self.text(step::SIGNER).ok_or(Obstacle::Incomplete)?;
        let level = self.count(step::LEVEL).and_then(|code| Level::from_code(u16::try_from(code).ok()?));
        let level = level.ok_or(Obstacle::Incomplete)?;
        check_decider(self.attempt.before, level)?;
        if self.attempt.account.level == Some(level) {
            return Err(Obstacle::OtherLevel);
        }
        Ok(given(number, self.day()?, signer, level))
    }

    fn not_before_the_decision(&self) -> Result<Fields, Obstacle> {
        let decided = self.attempt.before.get(&super::DECIDED_ON).and_then(Value::as_text);
        let decided = decided.and_then(|day| day.parse::<CivilDate>().ok());
        let day = self.day()?;
        if decided.is_some_and(|decided| day < decided) {
            Err(Obstacle::BeforeDecision)
        } else {
            Ok(Fields::new())
        }
    }

    /// The other dossier is one of the same unit that still goes its way.
    fn merged(&self) -> Result<Fields, Obstacle> {
        let into = step::link(self.attempt.changes, self.item).ok_or(Obstacle::LinkMissing)?;
        if into == self.attempt.record {
            return Err(Obstacle::LinkMissing);
        }
        match self.link(RecordKind::Nomination)? {
            Some(other) if State::of(&other.fields) == State::Merged => Err(Obstacle::Merged),
            Some(other) if other.partition != self.attempt.partition || !goes_on(&other.fields) => {
                Err(Obstacle::WrongTarget)
            }
            _ => Ok(Fields::new()),
        }
    }
}

/// Whether a dossier is still on its way.
fn goes_on(fields: &Fields) -> bool {
    let state = State::of(fields);
    !state.is_over() && state != State::Withdrawn
}

/// What a decided dossier says of its decision.
fn given(number: &str, day: CivilDate, signer: &str, level: Level) -> Fields {
    Fields::from_iter([
        (super::DECISION_NUMBER, number.into()),
        (super::DECIDED_ON, day.to_string().as_str().into()),
        (super::DECIDED_BY, signer.into()),
        (super::DECIDED_LEVEL, i64::from(level.code()).into()),
    ])
}
