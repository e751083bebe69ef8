//! Whoever writes a bundle: a device that the endpoint has given a token.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use sha2::Sha256;
use thidua_sync::wire::Request;

use crate::committee::CommitteeKey;
use crate::envelope::{self, Kind, Secret};
use crate::packing;
use crate::receipt::{self, Receipt, ReturnKey};
use crate::{Entropy, OpenError, SealError};

/// The public key by which the endpoint knows an author. It is kept beside the hash of the token.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Verifier(pub [u8; 32]);

/// The keys of a device, made from its token. No `Debug`, so that they do not come into a log.
pub struct Author {
    pub(crate) signs: SigningKey,
    pub(crate) opens: Secret,
    pub(crate) back: ReturnKey,
}

/// Thirty-two bytes for one purpose, out of a secret.
pub(crate) fn derive(secret: &[u8], purpose: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    // Only a length beyond 255 digests is refused.
    let made = Hkdf::<Sha256>::new(Some(b"thidua bundle"), secret).expand(purpose, &mut out);
    debug_assert!(made.is_ok(), "one digest is never too long");
    out
}

/// What an author signs: for which committee, where the receipt is to go, and all that is inside.
pub(crate) fn statement(committee: &CommitteeKey, back: &ReturnKey, packed: &[u8]) -> Vec<u8> {
    [b"thidua bundle 1\0".as_slice(), &committee.0, &back.0, packed].concat()
}

impl Verifier {
    /// Whether the author has signed this.
    pub(crate) fn has_signed(&self, statement: &[u8], signature: &[u8; 64]) -> bool {
        let key = VerifyingKey::from_bytes(&self.0);
        key.is_ok_and(|key| key.verify_strict(statement, &Signature::from_bytes(signature)).is_ok())
    }
}

impl Author {
    /// The device that holds a token, as the endpoint gave it.
    #[must_use]
    pub fn of_token(token: &str) -> Self {
        let signs = SigningKey::from_bytes(&derive(token.as_bytes(), b"author signs"));
        let (opens, back) = envelope::pair(&derive(token.as_bytes(), b"author opens"));
        Self { signs, opens, back: ReturnKey(back) }
    }

    /// By what the endpoint knows this author.
    #[must_use]
    pub fn verifier(&self) -> Verifier {
        Verifier(self.signs.verifying_key().to_bytes())
    }

    /// Signs operations and seals them to the committee. Only the device and the operations of the request count.
    ///
    /// # Errors
    /// Where it is more than a file takes.
    pub fn seal(
        &self,
        committee: &CommitteeKey,
        request: &Request,
        entropy: Entropy,
    ) -> Result<Vec<u8>, SealError> {
        let plain = request.encode();
        if plain.len() > crate::MOST_PLAIN || request.operations.len() > crate::MOST_OPERATIONS {
            return Err(SealError::TooLarge);
        }
        self.seal_packed(committee, &packing::pack(&plain), entropy)
    }

    /// Signs and seals the inside of a bundle as it is. Whoever opens it asks what it says, and may find that it says nothing.
    ///
    /// # Errors
    /// Where it is more than a file takes.
    pub fn seal_packed(
        &self,
        committee: &CommitteeKey,
        packed: &[u8],
        entropy: Entropy,
    ) -> Result<Vec<u8>, SealError> {
        let signature = self.signs.sign(&statement(committee, &self.back, packed));
        let inside =
            [self.verifier().0.as_slice(), self.back.0.as_slice(), signature.to_bytes().as_slice(), packed]
                .concat();
        envelope::seal(Kind::Bundle, &committee.sealing(), committee.short(), &inside, entropy)
    }

    /// Opens a receipt that came back, and makes sure that it is the committee's.
    ///
    /// # Errors
    /// Where it is none for this device and this login, was changed, or is not signed by the committee.
    pub fn open_receipt(&self, committee: &CommitteeKey, file: &[u8]) -> Result<Receipt, OpenError> {
        let inside = envelope::open(Kind::Receipt, file, &self.opens, envelope::short(&self.back.0))?;
        let (signature, packed) = inside.split_first_chunk::<64>().ok_or(OpenError::Changed)?;
        if !committee.signing().has_signed(&receipt::statement(&self.back, packed), signature) {
            return Err(OpenError::Changed);
        }
        Receipt::decode(&packing::unpack(packed)?)
    }
}
