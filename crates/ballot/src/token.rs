//! The member's side: a question that tells nothing, and the token that comes of its answer.

use rand_chacha::rand_core::RngCore as _;
use sha2::{Digest as _, Sha256};
use voprf::{EvaluationElement, Group as _, Proof, VoprfClient};

use crate::{Entropy, Evaluated, PublicKey, Suite, TokenFault, hex};

/// What a member's device keeps between question and answer. Without it the answer is worth nothing.
pub struct Pending {
    input: [u8; 32],
    client: VoprfClient<Suite>,
}

/// The question: a random number that nobody can read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Blinded(pub(crate) [u8; 32]);

/// The right to cast one ballot. The endpoint knows it for its own and cannot tell whom it was given to.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    pub(crate) input: [u8; 32],
    pub(crate) output: [u8; 64],
}

impl Pending {
    /// Draws a random number and blinds it.
    ///
    /// # Errors
    /// Never with random bytes from the system.
    pub fn begin(entropy: Entropy) -> Result<Self, TokenFault> {
        let mut draws = entropy.draws();
        let mut input = [0; 32];
        draws.fill_bytes(&mut input);
        let begun =
            VoprfClient::blind(&input, &mut draws).map_err(|_| TokenFault::Unreadable("random number"))?;
        Ok(Self { input, client: begun.state })
    }

    /// The question for the endpoint, always the same one.
    #[must_use]
    pub fn question(&self) -> Blinded {
        // The client is the blind and the blinded element, 32 bytes each.
        let client = self.client.serialize();
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(client.iter().skip(32)).for_each(|(byte, of)| *byte = *of);
        Blinded(bytes)
    }

    /// Takes the blinding off, once the proof holds against the key that everybody was told.
    ///
    /// # Errors
    /// Where the answer is none, or was made with another key.
    pub fn finish(&self, answer: &Evaluated, key: PublicKey) -> Result<Token, TokenFault> {
        let (element, proof) = answer.0.split_at(32);
        let unreadable = |_| TokenFault::Unreadable("answer");
        let element = EvaluationElement::deserialize(element).map_err(unreadable)?;
        let proof = Proof::deserialize(proof).map_err(unreadable)?;
        let key = voprf::Ristretto255::deserialize_elem(key.bytes());
        let key = key.map_err(|_| TokenFault::Unreadable("public key"))?;
        let output = self.client.finalize(&self.input, &element, &proof, key);
        Ok(Token { input: self.input, output: output.map_err(|_| TokenFault::OtherKey)?.into() })
    }

    /// The text to keep until the answer is there.
    #[must_use]
    pub fn to_text(&self) -> String {
        hex::write(&self.input) + &hex::write(&self.client.serialize())
    }

    /// What was kept.
    ///
    /// # Errors
    /// Where the text is not what was kept.
    pub fn from_text(text: &str) -> Result<Self, TokenFault> {
        let unreadable = TokenFault::Unreadable("question under way");
        let bytes: [u8; 96] = hex::read(text).ok_or(unreadable)?;
        let (first, client) = bytes.split_at(32);
        let mut input = [0; 32];
        input.copy_from_slice(first);
        Ok(Self { input, client: VoprfClient::deserialize(client).map_err(|_| unreadable)? })
    }
}

impl Blinded {
    /// The question on the wire: 64 hexadecimal digits.
    #[must_use]
    pub fn to_text(self) -> String {
        hex::write(&self.0)
    }

    /// The question of a text.
    ///
    /// # Errors
    /// Where the text is no question.
    pub fn from_text(text: &str) -> Result<Self, TokenFault> {
        hex::read(text).map(Self).ok_or(TokenFault::Unreadable("question"))
    }

    /// What is stored of a question, to know it again when it is asked a second time.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl Token {
    /// The token as its device keeps it: 192 hexadecimal digits.
    #[must_use]
    pub fn to_text(&self) -> String {
        hex::write(&self.input) + &hex::write(&self.output)
    }

    /// The token of a text.
    ///
    /// # Errors
    /// Where the text is no token.
    pub fn from_text(text: &str) -> Result<Self, TokenFault> {
        let bytes: [u8; 96] = hex::read(text).ok_or(TokenFault::Unreadable("token"))?;
        let (first, rest) = bytes.split_at(32);
        let (mut input, mut output) = ([0; 32], [0; 64]);
        input.copy_from_slice(first);
        output.copy_from_slice(rest);
        Ok(Self { input, output })
    }

    pub(crate) fn digest(&self, purpose: &str, text: &[u8]) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(purpose.as_bytes());
        hasher.update([0]);
        hasher.update(self.input);
        hasher.update(self.output);
        hasher.update(text);
        hasher.finalize().into()
    }
}
