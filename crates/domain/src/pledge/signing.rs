//! The signing of a pledge: signed, it stands as it is; amended with a reason, it is open again and is signed anew. Each signature
//! names the digest of the text that was before the signer's eyes, and an amendment keeps the text that was signed.
//!
//! Members often sign one after the other on one tablet, without a line. The account that holds it signs for its own unit; that of
//! the bloc's leader or of the standing office may hold it for another, and the signature says so.

use super::results::is_of_results;
use super::{SIGN_PEN, SIGN_POST, SIGN_STROKES, SIGN_TYPED, check as checks, unit, year};
use crate::access::{Account, Role};
use crate::bloc::{self, Bloc};
use crate::dossier::{cell, kept_text};
use crate::guard::{Attempt, expect};
use crate::obstacle::Obstacle;
use crate::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use crate::rule_set::CivilDate;
use crate::signature::Signature;
use crate::step::{self, of};

/// Where a pledge stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// It is being written.
    Draft,
    /// It is signed, and its text stands.
    Signed,
    /// It was signed before and is being amended.
    Amending,
}

impl State {
    /// The state of a pledge.
    #[must_use]
    pub fn of(fields: &Fields) -> Self {
        match step::state(fields) {
            0 => Self::Draft,
            2 => Self::Amending,
            _ => Self::Signed,
        }
    }

    /// The number that stands for this state in records. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Draft => 0,
            Self::Signed => 1,
            Self::Amending => 2,
        }
    }

    /// Whether the text may be written.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Signed)
    }
}

/// What can be done with a pledge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The unit signs it as it stands. The step names the bloc's year by [`step::LINK`], the signer by [`step::SIGNER`], and has
    /// the fields `SIGN_*`.
    Sign,
    /// It is opened again, with a reason; its text as it was signed is kept.
    Amend,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 2] = [Self::Sign, Self::Amend];

    /// The number that stands for this step in records. Never reused.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Sign => 1,
            Self::Amend => 2,
        }
    }

    /// The step of a code.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// The state that it leads to.
    #[must_use]
    pub const fn leads_to(self) -> State {
        match self {
            Self::Sign => State::Signed,
            Self::Amend => State::Amending,
        }
    }

    /// Whether it keeps the text as it stood.
    #[must_use]
    pub const fn keeps_text(self) -> bool {
        matches!(self, Self::Amend)
    }
}

/// Whose account held the tablet on which somebody signed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Pen {
    /// That of the unit itself.
    OwnUnit,
    /// That of the bloc's leader.
    Leader,
    /// That of the standing office.
    StandingOffice,
}

impl Pen {
    /// Everybody who may.
    pub const ALL: [Self; 3] = [Self::OwnUnit, Self::Leader, Self::StandingOffice];

    /// The number that stands for it in records. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::OwnUnit => 1,
            Self::Leader => 2,
            Self::StandingOffice => 3,
        }
    }

    /// The one of a code.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|pen| pen.code() == code)
    }
}

/// As what an account holds the tablet when a unit signs; `None` where it may not. `bloc` are the fields of the bloc's year.
#[must_use]
pub fn pen_of(account: &Account, bloc: &Fields, unit: PartitionId) -> Option<Pen> {
    match account.role {
        Role::CouncilMember => None,
        Role::EmulationOfficer | Role::Administrator => Some(Pen::StandingOffice),
        Role::CommuneOfficer if account.home == unit => Some(Pen::OwnUnit),
        Role::CommuneOfficer => (bloc::leader(bloc) == Some(account.home)).then_some(Pen::Leader),
    }
}

/// Whether the field is written by a signature and by nothing else.
#[must_use]
pub(crate) const fn is_of_signing(field: Field) -> bool {
    field.number >= SIGN_POST.number && field.number <= SIGN_PEN.number
}

/// Whether the field is a part of what is promised, and so of what is signed: neither results nor what belongs to the signing.
#[must_use]
pub fn is_text(field: Field) -> bool {
    !field.is_reserved() && !step::is_of_steps(field) && !is_of_signing(field) && !is_of_results(field)
}

/// Whether an ordinary edit may write the field: results at any time, the text while it is not signed.
pub(crate) fn is_open(fields: &Fields, field: Field) -> bool {
    !is_of_signing(field) && (is_of_results(field) || State::of(fields).is_open())
}

/// One signature under a pledge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Signing<'f> {
    /// The place of its step.
    pub item: u32,
    /// Which version of the pledge was signed, from 1.
    pub version: u32,
    /// Who signed.
    pub signer: &'f str,
    /// The signer's post; may be empty.
    pub post: &'f str,
    /// The strokes, as [`Signature::decode`] reads them; empty where the name was typed.
    pub strokes: &'f str,
    /// Whether the name was typed and confirmed with the account.
    pub typed: bool,
    /// As what the account held the tablet; `None` for one that a later version knows.
    pub pen: Option<Pen>,
    /// The account that held it.
    pub held_by: &'f str,
    /// The day.
    pub day: Option<CivilDate>,
    /// The digest of the text that was signed.
    pub text: &'f str,
    /// The record of the bloc's year.
    pub bloc: Option<RecordId>,
}

/// The signatures under a pledge, the oldest first.
#[must_use]
pub fn signings(fields: &Fields) -> Vec<Signing<'_>> {
    let entries = step::entries(fields);
    let signed = entries.iter().filter(|entry| entry.kind == Step::Sign.code());
    (1..)
        .zip(signed)
        .map(|(version, entry)| {
            let value = |field| fields.get(&of(field, entry.item));
            let text = |field| value(field).and_then(Value::as_text).unwrap_or_default();
            Signing {
                item: entry.item,
                version,
                signer: text(step::SIGNER),
                post: text(SIGN_POST),
                strokes: text(SIGN_STROKES),
                typed: value(SIGN_TYPED).and_then(Value::as_int) == Some(1),
                pen: value(SIGN_PEN).and_then(Value::as_int).and_then(Pen::from_code),
                held_by: entry.by,
                day: entry.day,
                text: entry.seen,
                bloc: step::link(fields, entry.item),
            }
        })
        .collect()
}

/// Whether a field is a part of a signature whose signer a text names: the name, the post, the strokes, and when. Those are data about
/// a person, and are told to whoever asks for their own.
#[must_use]
pub fn is_of_signer(fields: &Fields, field: Field, is_named: impl Fn(&str) -> bool) -> bool {
    let own = [step::SIGNER, step::DAY].iter().any(|own| own.number == field.number);
    let signer = fields.get(&of(step::SIGNER, field.item)).and_then(Value::as_text);
    (own || is_of_signing(field)) && field.item != 0 && signer.is_some_and(is_named)
}

/// The signature that holds now: the last one, while the pledge is signed.
#[must_use]
pub fn in_force(fields: &Fields) -> Option<Signing<'_>> {
    signings(fields).pop().filter(|_| State::of(fields) == State::Signed)
}

/// Which version of the pledge is before one's eyes, from 1: the one that is signed, or the one that is being written.
#[must_use]
pub fn version(fields: &Fields) -> u32 {
    let signed = u32::try_from(signings(fields).len()).unwrap_or(u32::MAX);
    if State::of(fields) == State::Signed { signed.max(1) } else { signed.saturating_add(1) }
}

/// Whether the steps of a pledge lead from one to the next, and each was taken on the text that is told of it.
#[must_use]
pub fn holds_together(fields: &Fields) -> bool {
    let mut state = State::Draft;
    (1..).zip(step::entries(fields)).all(|(place, entry)| {
        let Some(taken) = Step::from_code(entry.kind) else { return false };
        let follows = entry.item == place && state.is_open() == (taken == Step::Sign);
        state = taken.leads_to();
        follows && step::seen(&text_at(fields, place), is_text) == entry.seen
    })
}

/// What an amendment writes beside its entry: the text as it was signed.
#[must_use]
pub fn text_to_keep(fields: &Fields, item: u32) -> Fields {
    kept_text(fields, item, is_text)
}

/// What the pledge said when the step of a place was taken: what the next amendment keeps, this one included; the present text
/// where there is none.
#[must_use]
pub fn text_at(fields: &Fields, item: u32) -> Fields {
    let entries = step::entries(fields);
    let keeper = entries.iter().find(|entry| entry.item >= item && entry.kind == Step::Amend.code());
    let Some(keeper) = keeper else {
        let text = fields.iter().filter(|(field, value)| is_text(**field) && **value != Value::Null);
        return text.map(|(field, value)| (*field, value.clone())).collect();
    };
    let of_keeper = fields.iter().filter(|(field, _)| field.number >= step::WAS && field.item == keeper.item);
    let mut text: Fields =
        of_keeper.map(|(field, value)| (Field::of(field.number - step::WAS), value.clone())).collect();
    let list = fields.get(&of(step::FILES, keeper.item)).and_then(Value::as_text).unwrap_or_default();
    text.extend(list.lines().filter_map(cell));
    text
}

/// Whether a step may be taken, and what the endpoint writes with it.
pub(crate) fn check(attempt: &Attempt<'_>, item: u32, code: u16) -> Result<Fields, Obstacle> {
    let taken = Step::from_code(code).ok_or(Obstacle::NotFromThisState)?;
    expect(attempt, Some(taken.leads_to().code()))?;
    match (taken, State::of(attempt.before)) {
        (Step::Sign, State::Draft | State::Amending) => sign(attempt, item),
        (Step::Amend, State::Signed) => amend(attempt, item),
        _ => Err(Obstacle::NotFromThisState),
    }
}

fn sign(attempt: &Attempt<'_>, item: u32) -> Result<Fields, Obstacle> {
    if attempt.disputed {
        return Err(Obstacle::Unsettled);
    }
    if !checks::lacks(attempt.before).is_empty() {
        return Err(Obstacle::PledgeUnready);
    }
    if keeps(attempt).next().is_some() {
        return Err(Obstacle::Incomplete);
    }
    let unit = unit(attempt.before).ok_or(Obstacle::Incomplete)?;
    let said = |field| attempt.changes.get(&of(field, item));
    let text = |field| said(field).and_then(Value::as_text).map(str::trim).unwrap_or_default();
    if text(step::SIGNER).is_empty() {
        return Err(Obstacle::Incomplete);
    }
    let typed = said(SIGN_TYPED).and_then(Value::as_int) == Some(1);
    match (text(SIGN_STROKES), typed) {
        ("", true) => {}
        ("", false) => return Err(Obstacle::NotAMark),
        (strokes, false) if Signature::decode(strokes).is_ok_and(|drawn| drawn.is_a_mark()) => {}
        (_, false) => return Err(Obstacle::NotAMark),
        (_, true) => return Err(Obstacle::Incomplete),
    }
    let pen = said(SIGN_PEN).and_then(Value::as_int).and_then(Pen::from_code).ok_or(Obstacle::Incomplete)?;
    // Whoever types another's name has not seen them sign.
    if typed && pen != Pen::OwnUnit {
        return Err(Obstacle::TypedForAnother);
    }
    let day = text(step::DAY).parse().map_err(|_| Obstacle::Incomplete)?;
    let Some(bloc) = bloc_of(attempt, item)? else { return Ok(Fields::new()) };
    if !Bloc::read(&bloc).member(unit).is_some_and(|member| member.is_there_on(day)) {
        return Err(Obstacle::NotAMember);
    }
    if pen_of(attempt.account, &bloc, unit) == Some(pen) {
        Ok(Fields::new())
    } else {
        Err(Obstacle::NotTheirPen)
    }
}

/// The bloc's year that a signature names. `None` where a device does not hold it.
fn bloc_of(attempt: &Attempt<'_>, item: u32) -> Result<Option<Fields>, Obstacle> {
    let id = step::link(attempt.changes, item).ok_or(Obstacle::LinkMissing)?;
    match attempt.around.record(id) {
        Some(bloc) if bloc.kind != RecordKind::Bloc || bloc.deleted => Err(Obstacle::LinkMissing),
        Some(bloc) if bloc.partition != attempt.partition || year(&bloc.fields) != year(attempt.before) => {
            Err(Obstacle::OtherBloc)
        }
        Some(bloc) => Ok(Some(bloc.fields)),
        None if attempt.around.is_whole() => Err(Obstacle::LinkMissing),
        None => Ok(None),
    }
}

/// What a step keeps of the text.
fn keeps<'a>(attempt: &Attempt<'a>) -> impl Iterator<Item = (&'a Field, &'a Value)> {
    let is_kept = |field: &Field| field.number >= step::WAS || field.number == step::FILES.number;
    attempt.changes.iter().filter(move |(field, _)| is_kept(field))
}

fn amend(attempt: &Attempt<'_>, item: u32) -> Result<Fields, Obstacle> {
    let is_own = unit(attempt.before) == Some(attempt.account.home);
    if attempt.account.role == Role::CommuneOfficer && !is_own {
        return Err(Obstacle::NotTheirPen);
    }
    let entry = step::entry(attempt.changes, item).ok_or(Obstacle::Incomplete)?;
    if entry.reason.trim().is_empty() {
        return Err(Obstacle::ReasonMissing);
    }
    let expected = text_to_keep(attempt.before, item);
    let is_whole = keeps(attempt).count() == expected.len();
    let is_as_it_stood = keeps(attempt).all(|(field, value)| expected.get(field) == Some(value));
    if is_whole && is_as_it_stood { Ok(Fields::new()) } else { Err(Obstacle::TextMoved) }
}
