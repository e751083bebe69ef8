//! Random secrets: tokens, the key of the cursors, epochs. Only the hash of a token is ever stored.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use sha2::{Digest as _, Sha256};
use thidua_bundle::{Author, Verifier};

/// The system gave no randomness; nothing secret can be made without.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random bytes: {0}")]
pub struct NoRandomness(getrandom::Error);

/// Fresh random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}

/// What a device shows to be let in: 32 random bytes in base64url. It has no `Debug` and no `Display`, so that it does
/// not come into a log by accident.
pub(crate) struct Token(String);

/// What is stored of a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TokenHash(pub(crate) [u8; 32]);

impl Token {
    /// A new token.
    pub(crate) fn draw() -> Result<Self, NoRandomness> {
        Ok(Self(Base64UrlUnpadded::encode_string(&random::<32>()?)))
    }

    /// The token of a request, whatever it is worth.
    pub(crate) fn presented(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What is stored of it. A plain hash is enough: 32 random bytes cannot be guessed from it, unlike a password.
    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0.as_bytes()).into())
    }

    /// By what its holder is known as the author of files: a public key, from which no token can be found.
    pub(crate) fn verifier(&self) -> Verifier {
        Author::of_token(&self.0).verifier()
    }

    /// The text for the device, once.
    pub(crate) fn into_text(self) -> String {
        self.0
    }
}
