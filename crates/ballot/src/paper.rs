//! The ballot paper: a token and one vote for each item of the agenda.
//!
//! Papers of one session are equally long, whatever is voted: a line that is listened to does not tell by their size.

use serde::{Deserialize, Serialize};

use crate::{Token, hex};

/// A vote on one item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// For.
    Yes,
    /// Against.
    No,
    /// Neither.
    Blank,
}

/// A filled-in ballot paper. It has no `Debug`, so that it does not come into a log by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Paper {
    token: Token,
    votes: Vec<(u32, Choice)>,
}

/// What is wrong with a ballot paper.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PaperFault {
    /// It is no ballot paper.
    #[error("this is no ballot paper")]
    Unreadable,
    /// An item is voted on twice.
    #[error("an item is voted on twice")]
    Twice,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    token: String,
    votes: Vec<(u32, u8)>,
}

impl Choice {
    /// The number that stands for it on the wire.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Yes => 1,
            Self::No => 2,
            Self::Blank => 3,
        }
    }

    /// The choice of a number.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        [Self::Yes, Self::No, Self::Blank].into_iter().find(|choice| choice.code() == code)
    }
}

impl Paper {
    /// Fills in a paper. In what order the items were voted on is not told.
    ///
    /// # Errors
    /// Where an item is voted on twice.
    pub fn fill(token: Token, mut votes: Vec<(u32, Choice)>) -> Result<Self, PaperFault> {
        votes.sort_by_key(|(item, _)| *item);
        let mut pairs = votes.iter().zip(votes.iter().skip(1));
        if pairs.any(|((one, _), (other, _))| one == other) {
            return Err(PaperFault::Twice);
        }
        Ok(Self { token, votes })
    }

    /// The token.
    #[must_use]
    pub const fn token(&self) -> &Token {
        &self.token
    }

    /// The votes, by rising items.
    #[must_use]
    pub fn votes(&self) -> &[(u32, Choice)] {
        &self.votes
    }

    /// The paper as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let votes = self.votes.iter().map(|(item, choice)| (*item, choice.code())).collect();
        // A structure of texts and numbers can always be written.
        serde_json::to_string(&Wire { token: self.token.to_text(), votes }).unwrap_or_default()
    }

    /// The paper of a JSON text.
    ///
    /// # Errors
    /// Where it is none.
    pub fn from_json(json: &str) -> Result<Self, PaperFault> {
        let wire: Wire = serde_json::from_str(json).map_err(|_| PaperFault::Unreadable)?;
        let token = Token::from_text(&wire.token).map_err(|_| PaperFault::Unreadable)?;
        let read = |(item, code): (u32, u8)| Some((item, Choice::from_code(code)?));
        let votes: Option<Vec<_>> = wire.votes.into_iter().map(read).collect();
        Self::fill(token, votes.ok_or(PaperFault::Unreadable)?)
    }

    /// By what the endpoint knows that the token was used. It tells nothing of the token or of the votes.
    #[must_use]
    pub fn spent(&self) -> [u8; 32] {
        self.token.digest("thidua ballot: spent", &[])
    }

    /// By what the endpoint knows the same paper again, when its receipt was lost. Without the token, which is kept nowhere,
    /// no votes can be tried against it.
    #[must_use]
    pub fn seal(&self) -> [u8; 32] {
        self.token.digest("thidua ballot: seal", &self.written())
    }

    /// The receipt: eight digits that only somebody can say who has read the whole paper.
    #[must_use]
    pub fn receipt(&self) -> String {
        let digest = self.token.digest("thidua ballot: receipt", &self.written());
        hex::write(digest.get(..4).unwrap_or_default())
    }

    fn written(&self) -> Vec<u8> {
        let vote = |(item, choice): &(u32, Choice)| {
            let [a, b, c, d] = item.to_be_bytes();
            [a, b, c, d, choice.code()]
        };
        self.votes.iter().flat_map(vote).collect()
    }
}
