//! What a receipt says.

use serde::{Deserialize, Serialize};
use thidua_sync::administration::{Fate, HandedIn};

use crate::{OpenError, SealError};

/// The public key that a receipt is sealed to. An author puts it into the bundle, signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReturnKey(pub [u8; 32]);

/// What became of the operations of a bundle: what the author's device would be told if it asked, and nothing else.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// The device whose operations they are, as 32 hexadecimal digits.
    pub device: String,
    /// When the endpoint took the bundle, by its clock: milliseconds since 1970.
    pub at_ms: i64,
    /// What became of each operation. One that is left out was not taken: it waits for another, or a later version wrote it.
    pub operations: Vec<Fate>,
}

/// What the committee signs.
pub(crate) fn statement(back: &ReturnKey, packed: &[u8]) -> Vec<u8> {
    [b"thidua receipt 1\0".as_slice(), &back.0, packed].concat()
}

impl Receipt {
    pub(crate) fn encode(&self) -> Result<Vec<u8>, SealError> {
        serde_json::to_vec(self).map_err(|_| SealError::TooLarge)
    }

    pub(crate) fn decode(plain: &[u8]) -> Result<Self, OpenError> {
        serde_json::from_slice(plain).map_err(|_| OpenError::Unreadable)
    }

    /// As the sync core takes it.
    #[must_use]
    pub fn told(self) -> HandedIn {
        HandedIn { operations: self.operations, restored: false }
    }
}
