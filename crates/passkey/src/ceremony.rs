//! The two ceremonies: a passkey is made, and a passkey is shown.

use sha2::{Digest as _, Sha256};

use crate::client_data::{self, Kind};
use crate::{Fault, PublicKey, Site, said};

/// What the browser brings when a passkey is made.
#[derive(Clone, Copy)]
pub struct Registration<'r> {
    /// The browser's account of the ceremony, byte for byte (`clientDataJSON`).
    pub client_data: &'r [u8],
    /// The authenticator's (`attestationObject`).
    pub attestation: &'r [u8],
}

/// A new passkey: what is to be kept.
#[derive(Clone, Debug)]
pub struct Credential {
    /// The name that the authenticator gave it.
    pub id: Vec<u8>,
    /// Its public key.
    pub key: PublicKey,
    /// How often it has signed; 0 where nobody counts.
    pub counter: u32,
    /// Whether it may be copied to other devices of its owner.
    pub copyable: bool,
    /// Whether it has been.
    pub copied: bool,
}

impl Registration<'_> {
    /// Whether a passkey was made for this site, and answers this challenge (in base64url).
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, site: &Site, challenge: &str) -> Result<Credential, Fault> {
        client_data::check(self.client_data, Kind::Create, site, challenge)?;
        let said = said::read(said::data_of(self.attestation)?, site)?;
        let made = said.credential.ok_or(Fault::Data)?;
        let (counter, copyable, copied) = (said.counter, said.copyable, said.copied);
        Ok(Credential { id: made.id, key: made.key, counter, copyable, copied })
    }
}

/// What the browser brings to sign in.
#[derive(Clone, Copy)]
pub struct Assertion<'a> {
    /// The browser's account of the ceremony, byte for byte (`clientDataJSON`).
    pub client_data: &'a [u8],
    /// The authenticator's (`authenticatorData`).
    pub data: &'a [u8],
    /// The signature of both.
    pub signature: &'a [u8],
}

/// What is known of a passkey.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// Its public key.
    pub key: &'k PublicKey,
    /// How often it had signed when it was last shown.
    pub counter: u32,
    /// Whether it may be copied.
    pub copyable: bool,
}

/// What is to be kept of a passkey that was shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
    /// How often it has signed.
    pub counter: u32,
    /// Whether it has been copied.
    pub copied: bool,
    /// Whether it has signed no more often than it had before: then somebody may have another one like it.
    pub went_back: bool,
}

impl Assertion<'_> {
    /// Whether the known passkey has answered this challenge (in base64url) at this site.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, site: &Site, challenge: &str, known: Known<'_>) -> Result<Shown, Fault> {
        client_data::check(self.client_data, Kind::Get, site, challenge)?;
        let said = said::read(self.data, site)?;
        if said.copyable != known.copyable {
            return Err(Fault::Copies);
        }
        let message = [self.data, Sha256::digest(self.client_data).as_slice()].concat();
        known.key.check(&message, self.signature)?;
        let counts = said.counter != 0 || known.counter != 0;
        let went_back = counts && said.counter <= known.counter;
        Ok(Shown { counter: said.counter, copied: said.copied, went_back })
    }
}
