//! What each step of a session asks for, and what the endpoint writes with it.

use super::{
    ACCOUNT, ATTENDANCE, BALLOTS, BLANK, DAY, KEY, LEAST_BALLOTS, NO, State, Step, TEXT, YEAR, YES, agenda,
    attended, in_writing, int, is_on_tablets, is_secret, members, members_with_account, text_voted_on, vote,
};
use crate::dossier;
use crate::guard::{Attempt, Other, Tally, text_of};
use crate::law::vote::Quorum;
use crate::obstacle::Obstacle;
use crate::record::{Field, Fields, RecordId, RecordKind, Value};
use crate::step;

/// Whether a step may be taken, and what the endpoint writes with it.
pub(crate) fn check(attempt: &Attempt<'_>, item: u32, code: u16) -> Result<Fields, Obstacle> {
    let step = Step::from_code(code).ok_or(Obstacle::NotFromThisState)?;
    let fields = attempt.before;
    let on_tablets = is_on_tablets(fields);
    if step != Step::Void && (members(fields).next().is_none() || agenda(fields).next().is_none()) {
        return Err(Obstacle::SessionEmpty);
    }
    match (step, State::of(fields)) {
        (Step::Open, State::Preparing) if on_tablets => open(attempt),
        (Step::Close, State::Preparing) if !on_tablets => {
            adds_up(fields)?;
            quorum(attempt, attended(fields, 1).saturating_add(attended(fields, 2)))?;
            texts(attempt)
        }
        (Step::Close, State::Open) => match attempt.around.tally(attempt.record) {
            Some(tally) if tally.lost => Err(Obstacle::BallotsLost),
            Some(tally) => counted(attempt, &tally),
            // It was opened by this very request: nobody can have voted.
            None if attempt.around.is_whole() => Err(Obstacle::NotCounted),
            None => writing_adds_up(fields).map(|()| Fields::new()),
        },
        (Step::Void, State::Preparing | State::Open | State::Closed) => {
            let entry = step::entry(attempt.changes, item).ok_or(Obstacle::Incomplete)?;
            if entry.reason.trim().is_empty() {
                Err(Obstacle::ReasonMissing)
            } else if agenda(fields).any(|(_, dossier)| is_used(attempt, dossier)) {
                Err(Obstacle::ResultUsed)
            } else {
                Ok(Fields::new())
            }
        }
        _ => Err(Obstacle::NotFromThisState),
    }
}

fn open(attempt: &Attempt<'_>) -> Result<Fields, Obstacle> {
    let fields = attempt.before;
    // No vote on tablets could ever be closed that has fewer members.
    if is_secret(fields) && members_with_account(fields) < LEAST_BALLOTS as usize {
        return Err(Obstacle::TooFewBallots);
    }
    let mut given = texts(attempt)?;
    match attempt.around.ballot_key(attempt.record) {
        Some(key) => _ = given.insert(KEY, key.as_str().into()),
        // Put together, or given another way to vote, by this very request.
        None if attempt.around.is_whole() => return Err(Obstacle::NotCounted),
        None => {}
    }
    Ok(given)
}

/// What each dossier on the agenda says now. Each waits for the council, is of the session's year, and was not voted on as it
/// stands.
fn texts(attempt: &Attempt<'_>) -> Result<Fields, Obstacle> {
    let year = attempt.before.get(&YEAR).and_then(Value::as_int);
    let mut others = attempt.around.sessions();
    others.retain(|(id, _)| *id != attempt.record);
    let mut given = Fields::new();
    for (item, id) in agenda(attempt.before) {
        // A device may not hold every dossier; the endpoint does.
        let Some(Other { kind, fields, deleted, .. }) = attempt.around.record(id) else {
            if attempt.around.is_whole() {
                return Err(Obstacle::AgendaNotReady);
            }
            continue;
        };
        let waits = dossier::State::of(&fields) == dossier::State::Appraised;
        if kind != RecordKind::Nomination || deleted || !waits {
            return Err(Obstacle::AgendaNotReady);
        }
        if fields.get(&crate::nomination::YEAR).and_then(Value::as_int) != year {
            return Err(Obstacle::AgendaOtherYear);
        }
        let text = text_of(kind, &fields);
        if others.iter().any(|(_, session)| votes_on(session, id, &text)) {
            return Err(Obstacle::VotedAlready);
        }
        given.insert(Field::of_item(TEXT.number, item), text.as_str().into());
    }
    Ok(given)
}

/// Whether a session votes on a dossier now, or has voted on this text of it. What an earlier version closed names no text.
#[must_use]
pub fn votes_on(session: &Fields, dossier: RecordId, text: &str) -> bool {
    let mut items = agenda(session).filter(|(_, id)| *id == dossier);
    match State::of(session) {
        State::Open => items.next().is_some(),
        State::Closed => {
            items.any(|(item, _)| text_voted_on(session, item).is_none_or(|voted| voted == text))
        }
        State::Preparing | State::Void => false,
    }
}

/// Whether the result of the session stands in a dossier.
fn is_used(attempt: &Attempt<'_>, dossier: RecordId) -> bool {
    let Some(dossier) = attempt.around.record(dossier) else { return false };
    let voted = [dossier::Step::Approve.code(), dossier::Step::Reject.code()];
    let entries = step::entries(&dossier.fields);
    let mut votes = entries.iter().filter(|entry| voted.contains(&entry.kind));
    votes.any(|entry| step::link(&dossier.fields, entry.item) == Some(attempt.record))
}

/// Whether enough members have voted for the council to decide anything.
fn quorum(attempt: &Attempt<'_>, voters: u32) -> Result<(), Obstacle> {
    let Some(settings) = attempt.around.settings() else { return Ok(()) };
    let day = attempt.before.get(&DAY).and_then(Value::as_text).and_then(|day| day.parse().ok());
    let quorum = Quorum::set(&settings, day.ok_or(Obstacle::Incomplete)?);
    let all = u32::try_from(members(attempt.before).count()).unwrap_or(u32::MAX);
    if quorum.is_there(voters, all) { Ok(()) } else { Err(Obstacle::NoQuorum) }
}

/// Whether each item's votes are as many as those who voted, and no more than there are members (R37).
fn adds_up(fields: &Fields) -> Result<(), Obstacle> {
    let right = |item| {
        let vote = vote(fields, item);
        let voters = u64::from(vote.present) + u64::from(vote.written);
        let cast = u64::from(vote.yes) + u64::from(vote.no.unwrap_or(0)) + u64::from(vote.blank.unwrap_or(0));
        voters <= u64::from(vote.members) && cast == voters
    };
    if agenda(fields).all(|(item, _)| right(item)) { Ok(()) } else { Err(Obstacle::VotesDoNotAddUp) }
}

/// Whether each item has as many votes in writing as members are said to have written: what a device can know of a vote on
/// tablets.
fn writing_adds_up(fields: &Fields) -> Result<(), Obstacle> {
    let written = u64::from(attended(fields, 2));
    let right = |item| in_writing(fields, item).iter().copied().map(u64::from).sum::<u64>() == written;
    if agenda(fields).all(|(item, _)| right(item)) { Ok(()) } else { Err(Obstacle::VotesDoNotAddUp) }
}

/// What the endpoint writes when ballots were cast on tablets: who took one came, and what was not cast is blank.
fn counted(attempt: &Attempt<'_>, tally: &Tally) -> Result<Fields, Obstacle> {
    let fields = attempt.before;
    let mut after = fields.clone();
    let mut given = Fields::new();
    let mut give = |field: Field, value: i64| {
        given.insert(field, value.into());
        after.insert(field, value.into());
    };
    for member in members(fields) {
        let took = int(fields, ACCOUNT, member)
            .and_then(|account| u32::try_from(account).ok())
            .is_some_and(|account| tally.took.contains(&account));
        let field = Field::of_item(ATTENDANCE.number, member);
        match (took, int(fields, ATTENDANCE, member)) {
            (true, Some(1)) => {}
            (true, _) => give(field, 1),
            // Who took no ballot did not vote on a tablet, whatever the roll says.
            (false, Some(1)) => give(field, 3),
            (false, _) => {}
        }
    }
    let took = u32::try_from(tally.took.len()).unwrap_or(u32::MAX);
    for (item, _) in agenda(fields) {
        let [yes, no, blank] =
            tally.votes.iter().find(|(at, _)| *at == item).map_or([0; 3], |(_, votes)| *votes);
        let cast = yes.saturating_add(no).saturating_add(blank);
        let not_cast = took.saturating_sub(cast);
        let [written_yes, written_no, written_blank] = in_writing(fields, item);
        let sums = [
            (YES, yes.saturating_add(written_yes)),
            (NO, no.saturating_add(written_no)),
            (BLANK, blank.saturating_add(not_cast).saturating_add(written_blank)),
        ];
        for (field, sum) in sums {
            give(Field::of_item(field.number, item), sum.into());
        }
    }
    give(BALLOTS, tally.ballots.into());
    adds_up(&after)?;
    if is_secret(fields) && tally.ballots < LEAST_BALLOTS {
        return Err(Obstacle::TooFewBallots);
    }
    quorum(attempt, tally.ballots.saturating_add(attended(&after, 2)))?;
    Ok(given)
}
