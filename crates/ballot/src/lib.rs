#![doc = include_str!("../README.md")]

mod hex;
mod key;
mod paper;
#[cfg(test)]
mod tests;
mod token;

pub use key::{Evaluated, PublicKey, SessionKey};
pub use paper::{Choice, Paper, PaperFault};
pub use token::{Blinded, Pending, Token};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

/// The suite of RFC 9497.
type Suite = voprf::Ristretto255;

/// Fresh random bytes from the system, for one use: whoever takes it takes it whole.
pub struct Entropy([u8; 32]);

impl Entropy {
    /// Bytes that the system's generator for secrets has just drawn, and that are used for nothing else.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    fn draws(self) -> ChaCha20Rng {
        ChaCha20Rng::from_seed(self.0)
    }
}

/// What was given is not what it says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TokenFault {
    /// Bytes that are no such thing.
    #[error("these bytes are no {0}")]
    Unreadable(&'static str),
    /// The endpoint answered with another key than the one that everybody was told: it could know the ballot by it.
    #[error("the answer was not made with the session's key")]
    OtherKey,
}
