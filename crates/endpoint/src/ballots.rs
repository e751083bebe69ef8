//! Secret ballots: who is given one, how it is cast, and what becomes of it.
//!
//! Invariants: whoever takes a ballot is known and what they will vote is not; whoever casts one is not known. Neither the
//! store nor the log brings the two together, and when the session is over nothing is left but the sums in its record.

use std::collections::{BTreeMap, BTreeSet};

use thidua_ballot::{Blinded, Entropy, Evaluated, Paper, SessionKey, TokenFault};
use thidua_domain::access::Role;
use thidua_domain::council::{self, State};
use thidua_domain::guard::Tally;
use thidua_domain::record::{Fields, PartitionId, RecordId, RecordKind};
use thidua_sync::row::Row;

use crate::secret::{self, NoRandomness};
use crate::store::{Session, Store, StoreError, Transaction};

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is nothing to draw it from.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// The stored key cannot be read.
    #[error("the key of a session")]
    Key(#[from] TokenFault),
}

/// Why no ballot is given out, or why one is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BallotError {
    /// There is no such session for this account.
    #[error("no such session")]
    NoSession,
    /// Ballots are not given out yet, or the votes are counted by hand.
    #[error("the session is not open")]
    NotOpen,
    /// The votes are counted.
    #[error("the session is closed")]
    Closed,
    /// The session was broken off, or its ballots were lost.
    #[error("the session is void")]
    Void,
    /// The account does not sit on the council in this session.
    #[error("not a member")]
    NotAMember,
    /// Only the standing office sees the roll.
    #[error("not the standing office")]
    NotTheOffice,
    /// The account has taken its ballot with another device.
    #[error("the ballot is taken")]
    Taken,
    /// What was sent is no question.
    #[error("no question")]
    NoQuestion,
    /// The token was not made for this session.
    #[error("an unknown token")]
    UnknownToken,
    /// The token was used for another paper.
    #[error("the token is used")]
    Spent,
    /// The paper does not hold one vote for each item of the agenda.
    #[error("not this session's paper")]
    WrongPaper,
    /// The key cannot be had.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl From<StoreError> for BallotError {
    fn from(error: StoreError) -> Self {
        Self::Key(error.into())
    }
}

fn entropy() -> Result<Entropy, NoRandomness> {
    secret::random().map(Entropy::new)
}

/// What the steps of a request need: a key for each session that may be opened, and the count of each that is open.
pub(crate) async fn ahead(
    tx: &mut Transaction,
    sessions: &BTreeSet<RecordId>,
    rows: &BTreeMap<RecordId, Row>,
) -> Result<(BTreeMap<RecordId, SessionKey>, BTreeMap<RecordId, Tally>), KeyError> {
    let (mut keys, mut tallies) = (BTreeMap::new(), BTreeMap::new());
    for session in sessions {
        let Some(fields) = rows.get(session).map(Row::fields) else { continue };
        if !council::is_on_tablets(&fields) {
            continue;
        }
        match State::of(&fields) {
            State::Preparing => _ = keys.insert(*session, SessionKey::draw(entropy()?)?),
            State::Open => {
                let lost = tx.ballot_key(*session).await?.is_none();
                tallies.insert(*session, Tally { lost, ..tx.tally(*session).await? });
            }
            State::Closed | State::Void => {}
        }
    }
    Ok((keys, tallies))
}

/// Keeps the keys of the sessions that were opened, and destroys what is kept of those that are over.
pub(crate) async fn after(
    tx: &mut Transaction,
    sessions: &BTreeSet<RecordId>,
    keys: &BTreeMap<RecordId, SessionKey>,
    rows: &BTreeMap<RecordId, Row>,
) -> Result<(), StoreError> {
    for session in sessions {
        let state = rows.get(session).map(|row| State::of(&row.fields()));
        match (state, keys.get(session)) {
            (Some(State::Open), Some(key)) => tx.open_ballots(*session, &key.to_bytes()).await?,
            (Some(State::Closed | State::Void), _) => tx.shred_ballots(*session).await?,
            _ => {}
        }
    }
    Ok(())
}

/// A session as its ballots see it.
struct Sitting {
    partition: PartitionId,
    fields: Fields,
}

async fn sitting(tx: &mut Transaction, session: RecordId) -> Result<Sitting, BallotError> {
    let row = tx.rows(&BTreeSet::from([session])).await?.remove(&session);
    let row = row.filter(|row| row.kind == RecordKind::CouncilSession.code() && !row.is_deleted());
    let row = row.ok_or(BallotError::NoSession)?;
    Ok(Sitting { partition: row.partition, fields: row.fields() })
}

/// The key of a session whose ballots are out.
async fn key(tx: &mut Transaction, session: RecordId, fields: &Fields) -> Result<SessionKey, BallotError> {
    match State::of(fields) {
        State::Preparing => return Err(BallotError::NotOpen),
        State::Closed => return Err(BallotError::Closed),
        State::Void => return Err(BallotError::Void),
        State::Open if !council::is_on_tablets(fields) => return Err(BallotError::NotOpen),
        State::Open => {}
    }
    // Open and without a key: the store was restored from a backup meanwhile.
    let key = tx.ballot_key(session).await?.ok_or(BallotError::Void)?;
    Ok(SessionKey::from_bytes(&key).map_err(KeyError::from)?)
}

/// Gives a member a ballot: once, and the same one again where the answer was lost.
pub(crate) async fn give(
    store: &Store,
    who: Session,
    session: RecordId,
    question: &str,
) -> Result<Evaluated, BallotError> {
    let question = Blinded::from_text(question).map_err(|_| BallotError::NoQuestion)?;
    let mut tx = store.write().await?;
    let Sitting { partition, fields } = sitting(&mut tx, session).await?;
    let outset = tx.outset(who.account, who.device).await?.ok_or(BallotError::NoSession)?;
    outset.account.grant(partition).ok_or(BallotError::NoSession)?;
    let key = key(&mut tx, session, &fields).await?;
    if !council::is_member(&fields, who.account) {
        return Err(BallotError::NotAMember);
    }
    let entropy = entropy().map_err(KeyError::from)?;
    let answer = key.evaluate(entropy, &question).map_err(|_| BallotError::NoQuestion)?;
    match tx.taken_with(session, who.account).await? {
        Some(before) if before == question.digest() => {}
        Some(_) => return Err(BallotError::Taken),
        None => tx.take_ballot(session, who.account, question.digest()).await?,
    }
    // Also where it was taken before: that may have been a moment ago, by a request whose commit is still to come.
    tx.commit().await?;
    Ok(answer)
}

/// Takes a paper, whoever brings it, and gives the receipt. The same paper has the same receipt.
pub(crate) async fn cast(store: &Store, session: RecordId, paper: &Paper) -> Result<String, BallotError> {
    let mut tx = store.write().await?;
    let Sitting { fields, .. } = sitting(&mut tx, session).await?;
    if !key(&mut tx, session, &fields).await?.knows(paper.token()) {
        return Err(BallotError::UnknownToken);
    }
    let agenda: BTreeSet<u32> = council::agenda(&fields).map(|(item, _)| item).collect();
    if !paper.votes().iter().map(|(item, _)| item).eq(&agenda) {
        return Err(BallotError::WrongPaper);
    }
    match tx.seal_of(session, paper.spent()).await? {
        Some(seal) if seal == paper.seal() => {}
        Some(_) => return Err(BallotError::Spent),
        None => tx.cast(session, paper).await?,
    }
    tx.commit().await?;
    Ok(paper.receipt())
}

/// Who took a ballot and how many were cast: for the standing office, while the session is open.
pub(crate) async fn roll(store: &Store, who: Session, session: RecordId) -> Result<Tally, BallotError> {
    let mut tx = store.read().await?;
    let Sitting { partition, fields } = sitting(&mut tx, session).await?;
    let outset = tx.outset(who.account, who.device).await?.ok_or(BallotError::NoSession)?;
    outset.account.grant(partition).ok_or(BallotError::NoSession)?;
    if !matches!(outset.account.role, Role::EmulationOfficer | Role::Administrator) {
        return Err(BallotError::NotTheOffice);
    }
    key(&mut tx, session, &fields).await?;
    // How the votes stand is nobody's to know before the close.
    Ok(Tally { votes: Vec::new(), ..tx.tally(session).await? })
}
