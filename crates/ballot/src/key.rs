//! The endpoint's side: the key of one session, which answers what is blinded and knows its own tokens.

use sha2::{Digest as _, Sha256};
use voprf::{BlindedElement, Group as _, VoprfServer};

use crate::{Blinded, Entropy, Suite, Token, TokenFault, hex};

/// The secret key of one session. Made when ballots are given out, destroyed when they are counted. It has no `Debug`, so
/// that it does not come into a log by accident.
pub struct SessionKey(VoprfServer<Suite>);

/// The key that everybody is told, by which a member knows that all were answered alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PublicKey([u8; 32]);

/// The endpoint's answer to what was blinded, with the proof that it was made with the session's key.
#[derive(Clone, Copy)]
pub struct Evaluated(pub(crate) [u8; 96]);

impl SessionKey {
    /// A new key.
    ///
    /// # Errors
    /// Never with random bytes from the system; the bytes would have to lead to a key of zero.
    pub fn draw(entropy: Entropy) -> Result<Self, TokenFault> {
        VoprfServer::new(&mut entropy.draws()).map(Self).map_err(|_| TokenFault::Unreadable("key"))
    }

    /// A key that was kept.
    ///
    /// # Errors
    /// Where the bytes are no key.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TokenFault> {
        VoprfServer::deserialize(bytes).map(Self).map_err(|_| TokenFault::Unreadable("key"))
    }

    /// The bytes to keep.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.serialize().to_vec()
    }

    /// What everybody is told.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(voprf::Ristretto255::serialize_elem(self.0.get_public_key()).into())
    }

    /// Answers what a member has blinded. The same question has the same answer, with another proof.
    ///
    /// # Errors
    /// Where the question is none.
    pub fn evaluate(&self, entropy: Entropy, blinded: &Blinded) -> Result<Evaluated, TokenFault> {
        let question =
            BlindedElement::deserialize(&blinded.0).map_err(|_| TokenFault::Unreadable("question"))?;
        let answer = self.0.blind_evaluate(&mut entropy.draws(), &question);
        let mut bytes = [0; 96];
        let parts = answer.message.serialize().into_iter().chain(answer.proof.serialize());
        bytes.iter_mut().zip(parts).for_each(|(byte, part)| *byte = part);
        Ok(Evaluated(bytes))
    }

    /// Whether the token was made with this key. Says nothing of whether it was used.
    #[must_use]
    pub fn knows(&self, token: &Token) -> bool {
        let Ok(own) = self.0.evaluate(&token.input) else { return false };
        // Every byte is looked at, whether or not the first ones differ.
        own.iter().zip(token.output).fold(0, |differs, (own, shown)| differs | (own ^ shown)) == 0
    }
}

impl PublicKey {
    /// The key as it stands in the session's record: 64 hexadecimal digits.
    #[must_use]
    pub fn to_text(self) -> String {
        hex::write(&self.0)
    }

    /// The key of a text.
    ///
    /// # Errors
    /// Where the text is no key.
    pub fn from_text(text: &str) -> Result<Self, TokenFault> {
        hex::read(text).map(Self).ok_or(TokenFault::Unreadable("public key"))
    }

    /// Eight digits to be read out in the hall: who sees others was told another key.
    #[must_use]
    pub fn short(self) -> String {
        let digest: [u8; 32] = Sha256::digest(self.0).into();
        let digits = hex::write(&digest).to_uppercase();
        let (first, rest) = digits.split_at(4);
        [first, " ", rest.get(..4).unwrap_or_default()].concat()
    }

    pub(crate) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Evaluated {
    /// The answer on the wire: 192 hexadecimal digits.
    #[must_use]
    pub fn to_text(self) -> String {
        hex::write(&self.0)
    }

    /// The answer of a text.
    ///
    /// # Errors
    /// Where the text is no answer.
    pub fn from_text(text: &str) -> Result<Self, TokenFault> {
        hex::read(text).map(Self).ok_or(TokenFault::Unreadable("answer"))
    }
}
