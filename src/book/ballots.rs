//! Ballots on their way, from the token that is asked for to the receipt. They are no operations: nothing of them goes
//! through the outbox, and after the receipt the device knows only that it voted.

use std::sync::Arc;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use thidua_domain::record::RecordId;

use super::{Book, BookError, Shared};
use crate::connection::transport::{self, TransportError};

pub(crate) use crate::connection::transport::Roll;

/// A ballot of one session on this device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Ballot {
    /// The session, by its id.
    pub(crate) session: String,
    /// How far it is.
    pub(crate) stage: Stage,
}

impl Ballot {
    /// Whether it was taken, or may have been, and there is no receipt yet: without this device it is lost.
    pub(crate) const fn is_on_its_way(&self) -> bool {
        matches!(self.stage, Stage::Asked(_) | Stage::Held(..) | Stage::Cast(_))
    }
}

/// How far a ballot is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Stage {
    /// The token is asked for: what is needed to read the answer.
    Asked(String),
    /// The token is here; the votes so far, by item of the agenda.
    Held(String, Vec<(u32, u8)>),
    /// The paper as it is sent; it was not taken yet.
    Cast(String),
    /// The endpoint has it.
    Received,
    /// The session was over before the endpoint confirmed it: what comes late is not counted.
    Late,
    /// It was taken and not cast before the session was over.
    Uncast,
    /// The endpoint does not take it.
    Refused,
    /// The member has taken their ballot with another device.
    Elsewhere,
}

/// Why a ballot cannot be had, or is not there yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum BallotError {
    /// The endpoint was not reached, or is busy: later.
    #[error("not reached")]
    Unreached,
    /// The endpoint does not take the login any more.
    #[error("signed out")]
    SignedOut,
    /// Ballots are not given out yet.
    #[error("not open")]
    NotOpen,
    /// The session is over.
    #[error("over")]
    Over,
    /// The account does not sit on the council in this session.
    #[error("not a member")]
    NotAMember,
    /// The ballot was taken with another device.
    #[error("taken with another device")]
    Taken,
    /// The endpoint does not take this paper, and never will.
    #[error("not taken")]
    Refused,
    /// The endpoint answered with another key than every member was told.
    #[error("another key")]
    OtherKey,
    /// The device gave no random bytes, or its store failed.
    #[error("the device failed")]
    Device,
    /// The endpoint answered with this HTTP status.
    #[error("HTTP {0}")]
    Endpoint(u16),
}

impl From<BookError> for BallotError {
    fn from(error: BookError) -> Self {
        if error == BookError::SignedOut { Self::SignedOut } else { Self::Device }
    }
}

impl From<TransportError> for BallotError {
    fn from(error: TransportError) -> Self {
        let TransportError::Status { status, reason } = error else { return Self::Unreached };
        match (status, reason.as_str()) {
            (429 | 502 | 503 | 504, _) => Self::Unreached,
            (401, _) => Self::SignedOut,
            (_, "session_not_open") => Self::NotOpen,
            (_, "session_closed" | "session_void" | "no_session") => Self::Over,
            (_, "not_a_member") => Self::NotAMember,
            (_, "ballot_taken") => Self::Taken,
            (_, "unknown_token" | "token_spent" | "wrong_paper" | "malformed") => Self::Refused,
            _ => Self::Endpoint(status),
        }
    }
}

impl Book {
    /// The ballots of this device.
    pub(crate) fn ballots(self) -> Signal<Shared<Ballot>> {
        self.ballots.into()
    }

    /// Reads the ballots of this device anew.
    pub(crate) async fn read_ballots(self) -> Result<(), BookError> {
        let ballots: Vec<Ballot> = self.keeper()?.storage.ballots().await?;
        if self.ballots.with_untracked(|before| **before != ballots) {
            self.ballots.set(Arc::new(ballots));
        }
        Ok(())
    }

    /// Keeps a ballot of a session in the place of what was kept, if the store still holds that. Whatever became of it, what
    /// the store holds is told; whether it is the new one, is said.
    pub(crate) async fn change_ballot(
        self,
        session: RecordId,
        before: Option<Stage>,
        after: Stage,
    ) -> Result<bool, BookError> {
        let session = session.to_string();
        let ballot = |stage| Ballot { session: session.clone(), stage };
        let (before, after) = (before.map(ballot), ballot(after));
        let storage = self.keeper()?.storage.clone();
        let is_kept = storage.change_ballot(&session, before.as_ref(), &after).await?;
        self.read_ballots().await?;
        Ok(is_kept)
    }

    /// Asks for a token: by name, because it is the roll-call.
    pub(crate) async fn ask_for_token(
        self,
        session: RecordId,
        question: &str,
    ) -> Result<String, BallotError> {
        Ok(transport::take_ballot(&self.token()?, &session.to_string(), question).await?)
    }

    /// Sends a paper: as nobody.
    pub(crate) async fn cast_ballot(self, session: RecordId, paper: String) -> Result<(), BallotError> {
        transport::cast_ballot(&session.to_string(), paper).await?;
        // The receipt is not kept: with the votes that somebody was told to cast it could be tried out.
        Ok(())
    }

    /// Who took a ballot and how many were cast.
    pub(crate) async fn ballot_roll(self, session: RecordId) -> Result<Roll, BallotError> {
        Ok(transport::ballot_roll(&self.token()?, &session.to_string()).await?)
    }
}
