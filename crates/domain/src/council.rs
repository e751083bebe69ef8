//! A session of the council (phiên họp Hội đồng thi đua, khen thưởng): who sits, what is voted on, and what was counted.
//!
//! Members vote on their own tablets, or the votes are counted by hand and entered. A ballot is no part of this record
//! nor of any other: the endpoint keeps ballots apart, without a name, and writes only the counts when the session is
//! closed.
//!
//! A session votes on texts: when it is opened (or, counted by hand, closed) the endpoint writes into its agenda the digest
//! of what each dossier says. One text is voted on once; to vote on it again the earlier result is annulled, with a reason.

mod check;
#[cfg(test)]
pub(crate) mod tests;

use crate::law::vote::Vote;
use crate::record::{Field, Fields, RecordId, Value};
use crate::schema::{FieldRule, Holds};
use crate::step;

pub(crate) use check::check;
pub use check::votes_on;

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
/// What the dossier of the item said when it was voted on: the digest of its text, written by the endpoint.
pub const TEXT: Field = Field::of(30);

const MOST: i64 = 1_000;
/// The fewest ballots of a secret vote on tablets: of two who voted each would know how the other did.
pub const LEAST_BALLOTS: u32 = 3;

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
    FieldRule::of_items(TEXT, Holds::Line(16)),
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
    /// It was broken off, or its result was annulled; nothing of it counts.
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
    /// The session is broken off, or its result annulled.
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

/// How many members can vote on a tablet.
#[must_use]
pub fn members_with_account(fields: &Fields) -> usize {
    members(fields).filter(|item| int(fields, ACCOUNT, *item).is_some()).count()
}

/// How many members attended in one way.
#[must_use]
pub fn attended(fields: &Fields, how: i64) -> u32 {
    let those = members(fields).filter(|member| int(fields, ATTENDANCE, *member) == Some(how));
    u32::try_from(those.count()).unwrap_or(u32::MAX)
}

/// The digest of the text that was voted on at an item of the agenda; `None` before there was a vote.
#[must_use]
pub fn text_voted_on(fields: &Fields, item: u32) -> Option<&str> {
    fields.get(&Field::of_item(TEXT.number, item)).and_then(Value::as_text)
}

/// The votes in writing on an item of the agenda: for, against and blank.
#[must_use]
pub fn in_writing(fields: &Fields, item: u32) -> [u32; 3] {
    [WRITTEN_YES, WRITTEN_NO, WRITTEN_BLANK].map(|field| count(fields, field, item))
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
    Vote {
        members: u32::try_from(members(fields).count()).unwrap_or(u32::MAX),
        present: attended(fields, 1),
        written: attended(fields, 2),
        yes: count(fields, YES, item),
        no: Some(count(fields, NO, item)),
        blank: Some(count(fields, BLANK, item)),
        secret: is_secret(fields),
    }
}

/// Whether the ballot is secret.
#[must_use]
pub fn is_secret(fields: &Fields) -> bool {
    fields.get(&SECRET).and_then(Value::as_int) == Some(1)
}

/// Whether only the endpoint may write the field: the key of the ballots, the number of those that were cast, and what was
/// voted on.
#[must_use]
pub const fn is_given(field: Field) -> bool {
    field.number == BALLOTS.number || field.number == KEY.number || field.number == TEXT.number
}

/// Whether the field tells of the vote, and not of what is voted on.
#[must_use]
pub fn is_counted(field: Field) -> bool {
    let of_vote = [ATTENDANCE, WRITTEN_YES, WRITTEN_NO, WRITTEN_BLANK, YES, NO, BLANK];
    is_given(field) || of_vote.iter().any(|own| own.number == field.number)
}

/// Whether the field may still change, apart from steps. While ballots are out, only who came and what was voted in
/// writing may; what is voted on tablets nobody enters.
#[must_use]
pub fn is_open(fields: &Fields, field: Field) -> bool {
    match State::of(fields) {
        State::Preparing => {
            !(is_on_tablets(fields) && [YES, NO, BLANK].iter().any(|sum| sum.number == field.number))
        }
        State::Open => {
            let still = [ATTENDANCE, WRITTEN_YES, WRITTEN_NO, WRITTEN_BLANK, NOTES];
            still.iter().any(|open| open.number == field.number)
        }
        State::Closed | State::Void => false,
    }
}
