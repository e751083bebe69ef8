//! The committee: what bundles are sealed to, and who signs receipts.

use ed25519_dalek::{Signer as _, SigningKey};
use thidua_sync::wire::Request;

use crate::author::{Verifier, derive, statement};
use crate::envelope::{self, Kind, Secret};
use crate::packing;
use crate::receipt::{self, Receipt, ReturnKey};
use crate::{Entropy, MOST_OPERATIONS, OpenError, SealError};

/// The committee's public keys: what is sealed to, and what signs. Devices are told them when they sign in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CommitteeKey(pub [u8; 64]);

impl CommitteeKey {
    /// 128 hexadecimal digits, as the directory tells it.
    #[must_use]
    pub fn to_text(&self) -> String {
        let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    /// The keys of such a text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let digits: Vec<u8> =
            text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
        let bytes: Vec<u8> =
            digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |b, d| b << 4 | d)).collect();
        if digits.len() != 128 {
            return None;
        }
        bytes.try_into().ok().map(Self)
    }

    pub(crate) fn sealing(&self) -> [u8; 32] {
        self.half(0)
    }

    pub(crate) fn signing(&self) -> Verifier {
        Verifier(self.half(32))
    }

    fn half(&self, from: usize) -> [u8; 32] {
        let mut half = [0; 32];
        half.iter_mut().zip(self.0.iter().skip(from)).for_each(|(to, byte)| *to = *byte);
        half
    }

    pub(crate) fn short(&self) -> [u8; 8] {
        envelope::short(&self.0)
    }
}

/// The secret of a committee, which only its endpoint has. No `Debug`, so that it does not come into a log.
pub struct Committee {
    pub(crate) signs: SigningKey,
    pub(crate) opens: Secret,
    pub(crate) key: CommitteeKey,
}

/// A bundle that was opened. Its author has signed it, whoever that is: the endpoint knows by the verifier.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    /// Who has signed it.
    pub verifier: Verifier,
    /// Where its receipt is to go.
    pub back: ReturnKey,
    packed: Vec<u8>,
}

impl Opened {
    /// The operations. To be read only once the author is known: unpacking is work that nobody else shall ask for.
    ///
    /// # Errors
    /// Where it is no request, or one of too much.
    pub fn request(&self) -> Result<Request, OpenError> {
        let request = Request::decode(&packing::unpack(&self.packed)?).map_err(|_| OpenError::Unreadable)?;
        if request.operations.len() > MOST_OPERATIONS { Err(OpenError::TooLarge) } else { Ok(request) }
    }
}

impl Committee {
    /// The committee of some secret bytes, which were drawn once and are kept.
    #[must_use]
    pub fn of_secret(secret: &[u8; 32]) -> Self {
        let signs = SigningKey::from_bytes(&derive(secret, b"committee signs"));
        let (opens, sealing) = envelope::pair(&derive(secret, b"committee opens"));
        let mut key = [0; 64];
        let halves = sealing.into_iter().chain(signs.verifying_key().to_bytes());
        key.iter_mut().zip(halves).for_each(|(to, byte)| *to = byte);
        Self { signs, opens, key: CommitteeKey(key) }
    }

    /// What devices are told.
    #[must_use]
    pub const fn key(&self) -> CommitteeKey {
        self.key
    }

    /// Opens a bundle and makes sure of its signature.
    ///
    /// # Errors
    /// Where it is none for this committee, or was changed.
    pub fn open(&self, file: &[u8]) -> Result<Opened, OpenError> {
        let inside = envelope::open(Kind::Bundle, file, &self.opens, self.key.short())?;
        let (verifier, rest) = inside.split_first_chunk::<32>().ok_or(OpenError::Changed)?;
        let (back, rest) = rest.split_first_chunk::<32>().ok_or(OpenError::Changed)?;
        let (signature, packed) = rest.split_first_chunk::<64>().ok_or(OpenError::Changed)?;
        let (verifier, back) = (Verifier(*verifier), ReturnKey(*back));
        if !verifier.has_signed(&statement(&self.key, &back, packed), signature) {
            return Err(OpenError::Changed);
        }
        Ok(Opened { verifier, back, packed: packed.to_vec() })
    }

    /// Signs a receipt and seals it to the device that it is for.
    ///
    /// # Errors
    /// Where it is more than a file takes, or the key is none.
    pub fn seal_receipt(
        &self,
        back: &ReturnKey,
        receipt: &Receipt,
        entropy: Entropy,
    ) -> Result<Vec<u8>, SealError> {
        let packed = packing::pack(&receipt.encode()?);
        let signature = self.signs.sign(&receipt::statement(back, &packed));
        let inside = [signature.to_bytes().as_slice(), packed.as_slice()].concat();
        envelope::seal(Kind::Receipt, &back.0, envelope::short(&back.0), &inside, entropy)
    }
}
