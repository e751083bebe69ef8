//! Files that carry a device's sealed operations to the endpoint by any hand, and receipts back.
//!
//! A bundle is a request of the ordinary exchange, with the very bytes of the outbox, signed by its author and sealed to the
//! committee: whoever carries it can neither read it nor change it, nor learn whose it is. A receipt says what became of each
//! operation; it is signed by the committee and sealed to the author's device.
//!
//! Pure: randomness and keys come from outside. Both keys of an author come from the token that the endpoint gave to the device,
//! which therefore never travels by file. The endpoint keeps their public half beside the hash of the token, so that neither its
//! database nor a copy of it lets anybody sign.

mod author;
mod base45;
mod committee;
mod envelope;
mod frames;
mod hub;
mod packing;
mod receipt;

#[cfg(test)]
mod tests;

pub use author::{Author, Verifier};
pub use committee::{Committee, CommitteeKey, Opened};
pub use envelope::{Kind, kind_of};
pub use frames::{Assembly, FrameError, MOST_FRAMED, MOST_FRAMES, MOST_PART, Step, frames};
pub use hub::{Asked, Certificate};
pub use receipt::{Receipt, ReturnKey};

/// The largest file, in bytes: what the endpoint takes off the line in one request.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// The most bytes that a file holds once it is unpacked.
pub const MOST_PLAIN: usize = 8 * 1024 * 1024;
/// The most operations of a bundle, as of a request.
pub const MOST_OPERATIONS: usize = 5_000;
/// How a file of either kind is called, after the dot.
pub const EXTENSION: &str = "thidua";

/// Fresh random bytes for one file. Never used for two.
pub type Entropy = [u8; 32];

/// Why a file was not made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SealError {
    /// More than a file takes: fewer operations go into one.
    #[error("more than one file takes")]
    TooLarge,
    /// The key to seal to is none.
    #[error("the key to seal to is none")]
    Key,
}

/// Why a file was not opened. Whoever carries it is told this; nothing of what is inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OpenError {
    /// It is no file of this program.
    #[error("no file of this program")]
    Foreign,
    /// It is a receipt where a bundle is wanted, or the other way round.
    #[error("a file of the other kind")]
    OtherKind,
    /// A later version has written it.
    #[error("written in version {0} of these files")]
    Newer(u8),
    /// It is sealed to another committee, or a receipt to another device or an earlier login of this one.
    #[error("sealed to somebody else")]
    NotForUs,
    /// Bytes are missing at its end.
    #[error("cut short")]
    CutShort,
    /// It is larger than a file may be, or holds more.
    #[error("too large")]
    TooLarge,
    /// Its bytes are not those that were written, or its signature is not its author's.
    #[error("changed on its way")]
    Changed,
    /// What is inside, rightly signed, cannot be read.
    #[error("what is inside cannot be read")]
    Unreadable,
}
