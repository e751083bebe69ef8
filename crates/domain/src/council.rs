//! A session of the council (phiên họp Hội đồng thi đua, khen thưởng): who sits, what is voted on, and what was counted.
//!
//! Members vote on their own tablets, or the votes are counted by hand and entered. A ballot is no part of this record
//! nor of any other: the endpoint keeps ballots apart, without a name, and writes only the counts when the session is
//! closed.

use crate::guard::{Attempt, Tally};
use crate::law::vote::Vote;
use crate::obstacle::Obstacle;
use crate::record::{Field, Fields, RecordId, Value};
use crate::schema::{FieldRule, Holds};
use crate::step;

/// What the session is called.
pub const TITLE: Field = Field::of(10);
/// The day.
pub const DAY: Field = Field::of(11);
/// The place.
pub const PLACE: Field = Field::of(12);
/// How votes are counted: 1 on tablets, 2 by hand.
pub const METHOD: Field = Field::of(13);
/// Whether the ballot is secret: 1 yes, 2 no.
pub const SECRET: Field = Field::of(14);
/// A member's name; one item for each member.
pub const MEMBER: Field = Field::of(15);
/// The number of the member's account, for voting on a tablet.
pub const ACCOUNT: Field = Field::of(16);
/// The member's post.
pub const POST: Field = Field::of(17);
/// Whether the member came: 1 yes, 2 absent and voted in writing, 3 absent.
pub const ATTENDANCE: Field = Field::of(18);
/// A dossier on the agenda; one item for each.
pub const AGENDA: Field = Field::of(19);
/// Written votes for the item of the agenda, by those who were absent.
pub const WRITTEN_YES: Field = Field::of(20);
/// Written votes against it.
pub const WRITTEN_NO: Field = Field::of(21);
/// Written ballots left blank.
pub const WRITTEN_BLANK: Field = Field::of(22);
/// All votes for the item of the agenda. Counted by the endpoint where tablets are used.
pub const YES: Field = Field::of(23);
/// All votes against it.
pub const NO: Field = Field::of(24);
/// All blank or spoilt ballots, and those that were taken and not cast.
pub const BLANK: Field = Field::of(25);
/// How many ballots were cast on tablets.
pub const BALLOTS: Field = Field::of(26);
/// What was said, for the minutes.
pub const NOTES: Field = Field::of(27);
/// The year of the dossiers.
pub const YEAR: Field = Field::of(28);
/// The key of the session's ballots, in hexadecimal digits: every member is told the same one, so that the endpoint can
/// answer nobody in a way of their own. Written by the endpoint when ballots are given out.
pub const KEY: Field = Field::of(29);

const MOST: i64 = 1_000;

/// The fields of a session.
pub const FIELDS: &[FieldRule] = &[
    FieldRule::required(TITLE, Holds::Line(200)),
    FieldRule::required(DAY, Holds::Day),
    FieldRule::required(YEAR, Holds::Int(2000, 2100)),
    FieldRule::optional(PLACE, Holds::Line(200)),
    FieldRule::required(METHOD, Holds::Int(1, 2)),
    FieldRule::required(SECRET, Holds::Int(1, 2)),
    FieldRule::of_items(MEMBER, Holds::Line(200)),
    FieldRule::of_items(ACCOUNT, Holds::Int(1, u32::MAX as i64)),
    FieldRule::of_items(POST, Holds::Line(200)),
    FieldRule::of_items(ATTENDANCE, Holds::Int(1, 3)),
    FieldRule::of_items(AGENDA, Holds::Link),
    FieldRule::of_items(WRITTEN_YES, Holds::Int(0, MOST)),
    FieldRule::of_items(WRITTEN_NO, Holds::Int(0, MOST)),
    FieldRule::of_items(WRITTEN_BLANK, Holds::Int(0, MOST)),
    FieldRule::of_items(YES, Holds::Int(0, MOST)),
    FieldRule::of_items(NO, Holds::Int(0, MOST)),
    FieldRule::of_items(BLANK, Holds::Int(0, MOST)),
    FieldRule::optional(BALLOTS, Holds::Int(0, MOST)),
    FieldRule::optional(NOTES, Holds::Prose(10_000)),
    FieldRule::optional(KEY, Holds::Line(64)),
];

/// Where a session stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// Members and agenda are being put together.
    Preparing,
    /// Members take and cast ballots.
    Open,
    /// The votes are counted.
    Closed,
    /// It was broken off; nothing of it counts.
    Void,
}

impl State {
    /// The state of a session.
    #[must_use]
    pub fn of(fields: &Fields) -> Self {
        match step::state(fields) {
            0 => Self::Preparing,
            1 => Self::Open,
            2 => Self::Closed,
            _ => Self::Void,
        }
    }

    /// The number that stands for this state in records. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Preparing => 0,
            Self::Open => 1,
            Self::Closed => 2,
            Self::Void => 3,
        }
    }
}

/// What can be done with a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Ballots are given out.
    Open,
    /// The votes are counted.
    Close,
    /// The session is broken off.
    Void,
}

impl Step {
    /// The number that stands for this step in records. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Open => 1,
            Self::Close => 2,
            Self::Void => 3,
        }
    }

    /// The step of a code.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        [Self::Open, Self::Close, Self::Void].into_iter().find(|step| step.code() == code)
    }

    /// The state that it leads to.
    #[must_use]
    pub const fn leads_to(self) -> State {
        match self {
            Self::Open => State::Open,
            Self::Close => State::Closed,
            Self::Void => State::Void,
        }
    }
}

/// The items of the agenda with their dossiers, in the order of their items.
pub fn agenda(fields: &Fields) -> impl Iterator<Item = (u32, RecordId)> + '_ {
    let items = fields.iter().filter(|(field, _)| field.number == AGENDA.number);
    items.filter_map(|(field, value)| Some((field.item, value.as_text()?.parse().ok()?)))
}

/// The items of the members.
pub fn members(fields: &Fields) -> impl Iterator<Item = u32> + '_ {
    let named = |value: &Value| value.as_text().is_some_and(|name| !name.trim().is_empty());
    let items = fields.iter().filter(move |(field, value)| field.number == MEMBER.number && named(value));
    items.map(|(field, _)| field.item)
}

/// Whether an account sits on the council in this session.
#[must_use]
pub fn is_member(fields: &Fields, account: u32) -> bool {
    members(fields).any(|item| int(fields, ACCOUNT, item) == Some(i64::from(account)))
}

/// Whether votes are cast on tablets.
#[must_use]
pub fn is_on_tablets(fields: &Fields) -> bool {
    fields.get(&METHOD).and_then(Value::as_int) == Some(1)
}

fn int(fields: &Fields, field: Field, item: u32) -> Option<i64> {
    fields.get(&Field::of_item(field.number, item)).and_then(Value::as_int)
}

fn count(fields: &Fields, field: Field, item: u32) -> u32 {
    int(fields, field, item).and_then(|count| u32::try_from(count).ok()).unwrap_or(0)
}

/// The figures of the vote on an item of the agenda, as the minutes hold them.
#[must_use]
pub fn vote(fields: &Fields, item: u32) -> Vote {
    let attended = |how: i64| {
        let those = members(fields).filter(|member| int(fields, ATTENDANCE, *member) == Some(how));
        u32::try_from(those.count()).unwrap_or(u32::MAX)
    };
    Vote {
        members: u32::try_from(members(fields).count()).unwrap_or(u32::MAX),
        present: attended(1),
        written: attended(2),
        yes: count(fields, YES, item),
        no: Some(count(fields, NO, item)),
        blank: Some(count(fields, BLANK, item)),
        secret: fields.get(&SECRET).and_then(Value::as_int) == Some(1),
    }
}

/// Whether only the endpoint may write the field: the key of the ballots and the number of those that were cast.
#[must_use]
pub const fn is_given(field: Field) -> bool {
    field.number == BALLOTS.number || field.number == KEY.number
}

/// Whether the field may still change, apart from steps. While ballots are out, only who came and what was voted in
/// writing may.
#[must_use]
pub fn is_open(fields: &Fields, field: Field) -> bool {
    match State::of(fields) {
        State::Preparing => true,
        State::Open => {
            let still = [ATTENDANCE, WRITTEN_YES, WRITTEN_NO, WRITTEN_BLANK, NOTES];
            still.iter().any(|open| open.number == field.number)
        }
        State::Closed | State::Void => false,
    }
}

/// Whether a step may be taken, and what the endpoint writes with it.
pub(crate) fn check(attempt: &Attempt<'_>, item: u32, code: u16) -> Result<Fields, Obstacle> {
    let step = Step::from_code(code).ok_or(Obstacle::NotFromThisState)?;
    let fields = attempt.before;
    let on_tablets = is_on_tablets(fields);
    if step != Step::Void && (members(fields).next().is_none() || agenda(fields).next().is_none()) {
        return Err(Obstacle::SessionEmpty);
    }
    match (step, State::of(fields)) {
        (Step::Open, State::Preparing) if on_tablets => {
            let key = attempt.around.ballot_key(attempt.record);
            Ok(Fields::from_iter(key.map(|key| (KEY, key.as_str().into()))))
        }
        (Step::Close, State::Preparing) if !on_tablets => {
            adds_up(fields)?;
            Ok(Fields::new())
        }
        (Step::Close, State::Open) => match attempt.around.tally(attempt.record) {
            Some(tally) if tally.lost => Err(Obstacle::BallotsLost),
            Some(tally) => counted(fields, &tally),
            None => Ok(Fields::new()),
        },
        (Step::Void, State::Preparing | State::Open) => {
            let entry = step::entry(attempt.changes, item).ok_or(Obstacle::Incomplete)?;
            if entry.reason.trim().is_empty() { Err(Obstacle::ReasonMissing) } else { Ok(Fields::new()) }
        }
        _ => Err(Obstacle::NotFromThisState),
    }
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

/// What the endpoint writes when ballots were cast on tablets: who took one came, and what was not cast is blank.
fn counted(fields: &Fields, tally: &Tally) -> Result<Fields, Obstacle> {
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
            // Who has an account and took no ballot did not vote, whatever the roll says.
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
        let sums = [
            (YES, yes + count(fields, WRITTEN_YES, item)),
            (NO, no + count(fields, WRITTEN_NO, item)),
            (BLANK, blank + not_cast + count(fields, WRITTEN_BLANK, item)),
        ];
        for (field, sum) in sums {
            give(Field::of_item(field.number, item), sum.into());
        }
    }
    give(BALLOTS, tally.ballots.into());
    adds_up(&after)?;
    Ok(given)
}
