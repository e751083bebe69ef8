#![doc = include_str!("../README.md")]

#[cfg(feature = "authenticator")]
pub mod authenticator;
mod ceremony;
mod client_data;
mod key;
mod said;
mod site;
#[cfg(test)]
mod tests;

pub use ceremony::{Assertion, Credential, Known, Registration, Shown};
pub use client_data::challenge_of;
pub use key::{ALGORITHMS, PublicKey};
pub use site::Site;

/// What is wrong with what an authenticator or a browser said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// The browser's account of the ceremony cannot be read.
    #[error("the client data cannot be read")]
    ClientData,
    /// It is the account of another ceremony.
    #[error("the client data is of another ceremony")]
    Kind,
    /// Another challenge was answered.
    #[error("another challenge was answered")]
    Challenge,
    /// The page was of another origin.
    #[error("the page was of another origin")]
    Origin,
    /// The page was in a frame of another site.
    #[error("the page was framed by another site")]
    Framed,
    /// What the authenticator said cannot be read.
    #[error("the authenticator data cannot be read")]
    Data,
    /// It speaks of a key of another site.
    #[error("the key is of another site")]
    OtherSite,
    /// Nobody was there.
    #[error("nobody was there")]
    NobodyThere,
    /// Whoever was there was not verified.
    #[error("whoever was there was not verified")]
    NotVerified,
    /// The key is said to be copied although it cannot be, or has become one that can be.
    #[error("what is said of copies of the key contradicts itself")]
    Copies,
    /// The key is of a kind that was not asked for, or is none.
    #[error("no key of a kind that was asked for")]
    Key,
    /// The signature is not the key's.
    #[error("the signature is not the key's")]
    Signature,
}
