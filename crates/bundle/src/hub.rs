//! What goes between a device and a hub: asked in the author's name and sealed to the hub, told in the hub's name and sealed to the
//! author. So a device shows a hub no token, and whoever listens or repeats what was asked reads nothing. A hub is one because
//! the committee has signed its keys, until a day.

use ed25519_dalek::Signer as _;

use crate::author::{Author, Verifier};
use crate::committee::{Committee, CommitteeKey};
use crate::envelope::{self, Kind};
use crate::packing;
use crate::receipt::ReturnKey;
use crate::{Entropy, MOST_PLAIN, OpenError, SealError};

/// The committee's signature over a hub's keys and until when it may be one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Certificate(pub [u8; 64]);

impl Certificate {
    /// 128 hexadecimal digits. It has the length and the shape of a key.
    #[must_use]
    pub fn to_text(&self) -> String {
        CommitteeKey(self.0).to_text()
    }

    /// The certificate of such a text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        CommitteeKey::from_text(text).map(|key| Self(key.0))
    }
}

/// What a device has asked a hub. Its author has signed it, whoever that is: the hub knows by the verifier.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Who has signed it.
    pub verifier: Verifier,
    /// Where the answer is to go.
    pub back: ReturnKey,
    packed: Vec<u8>,
}

impl Asked {
    /// What is asked. To be read only once the author is known: unpacking is work that nobody else shall ask for.
    ///
    /// # Errors
    /// Where it cannot be unpacked, or is too much.
    pub fn plain(&self) -> Result<Vec<u8>, OpenError> {
        packing::unpack(&self.packed)
    }
}

fn certified(hub: &CommitteeKey, until_ms: i64) -> Vec<u8> {
    [b"thidua hub 1\0".as_slice(), &hub.0, &until_ms.to_be_bytes()].concat()
}

fn asking(hub: &CommitteeKey, back: &ReturnKey, packed: &[u8]) -> Vec<u8> {
    [b"thidua hub asks 1\0".as_slice(), &hub.0, &back.0, packed].concat()
}

fn telling(back: &ReturnKey, packed: &[u8]) -> Vec<u8> {
    [b"thidua hub tells 1\0".as_slice(), &back.0, packed].concat()
}

impl CommitteeKey {
    /// Whether the committee has said that these are the keys of a hub until then. The time itself is whoever asks to compare.
    #[must_use]
    pub fn has_certified(&self, hub: &CommitteeKey, until_ms: i64, certificate: &Certificate) -> bool {
        self.signing().has_signed(&certified(hub, until_ms), &certificate.0)
    }
}

impl Author {
    /// Signs what a device asks and seals it to a hub.
    ///
    /// # Errors
    /// Where it is more than goes at once.
    pub fn ask(&self, hub: &CommitteeKey, plain: &[u8], entropy: Entropy) -> Result<Vec<u8>, SealError> {
        if plain.len() > MOST_PLAIN {
            return Err(SealError::TooLarge);
        }
        let packed = packing::pack(plain);
        let signature = self.signs.sign(&asking(hub, &self.back, &packed)).to_bytes();
        let inside =
            [self.verifier().0.as_slice(), self.back.0.as_slice(), signature.as_slice(), packed.as_slice()]
                .concat();
        envelope::seal(Kind::Asked, &hub.sealing(), hub.short(), &inside, entropy)
    }

    /// Opens what a hub has told, and makes sure that it is that hub's.
    ///
    /// # Errors
    /// Where it is none for this device and this login, was changed, or is not signed by the hub.
    pub fn hear(&self, hub: &CommitteeKey, told: &[u8]) -> Result<Vec<u8>, OpenError> {
        let inside = envelope::open(Kind::Told, told, &self.opens, envelope::short(&self.back.0))?;
        let (signature, packed) = inside.split_first_chunk::<64>().ok_or(OpenError::Changed)?;
        if !hub.signing().has_signed(&telling(&self.back, packed), signature) {
            return Err(OpenError::Changed);
        }
        packing::unpack(packed)
    }
}

impl Committee {
    /// Says that these are the keys of a hub until then.
    #[must_use]
    pub fn certify(&self, hub: &CommitteeKey, until_ms: i64) -> Certificate {
        Certificate(self.signs.sign(&certified(hub, until_ms)).to_bytes())
    }

    /// Opens what a device asks this hub, and makes sure of its signature.
    ///
    /// # Errors
    /// Where it is none for this hub, or was changed.
    pub fn asked(&self, file: &[u8]) -> Result<Asked, OpenError> {
        let inside = envelope::open(Kind::Asked, file, &self.opens, self.key.short())?;
        let (verifier, rest) = inside.split_first_chunk::<32>().ok_or(OpenError::Changed)?;
        let (back, rest) = rest.split_first_chunk::<32>().ok_or(OpenError::Changed)?;
        let (signature, packed) = rest.split_first_chunk::<64>().ok_or(OpenError::Changed)?;
        let (verifier, back) = (Verifier(*verifier), ReturnKey(*back));
        if !verifier.has_signed(&asking(&self.key, &back, packed), signature) {
            return Err(OpenError::Changed);
        }
        Ok(Asked { verifier, back, packed: packed.to_vec() })
    }

    /// Signs what a hub tells and seals it to the device that has asked.
    ///
    /// # Errors
    /// Where it is more than goes at once, or the key is none.
    pub fn tell(&self, back: &ReturnKey, plain: &[u8], entropy: Entropy) -> Result<Vec<u8>, SealError> {
        let packed = packing::pack(plain);
        let signature = self.signs.sign(&telling(back, &packed)).to_bytes();
        let inside = [signature.as_slice(), packed.as_slice()].concat();
        envelope::seal(Kind::Told, &back.0, envelope::short(&back.0), &inside, entropy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNTIL: i64 = 1_700_000_000_000;

    #[test]
    fn a_hub_is_one_because_the_committee_says_so_and_only_until_then() {
        let (committee, hub) = (Committee::of_secret(&[1; 32]), Committee::of_secret(&[2; 32]).key());
        let certificate = committee.certify(&hub, UNTIL);
        let certificate = Certificate::from_text(&certificate.to_text()).unwrap();
        assert!(committee.key().has_certified(&hub, UNTIL, &certificate));
        let other = Committee::of_secret(&[3; 32]);
        assert!(!committee.key().has_certified(&hub, UNTIL + 1, &certificate), "another day");
        assert!(!committee.key().has_certified(&other.key(), UNTIL, &certificate), "another hub");
        assert!(!other.key().has_certified(&hub, UNTIL, &certificate), "another committee");
    }

    #[test]
    fn only_the_hub_reads_what_is_asked_and_only_the_device_what_is_told() {
        let (hub, author) = (Committee::of_secret(&[2; 32]), Author::of_token("một phiên"));
        let asks = author.ask(&hub.key(), b"hoi", [5; 32]).unwrap();
        let asked = hub.asked(&asks).unwrap();
        assert_eq!(
            (asked.verifier, asked.plain().unwrap().as_slice()),
            (author.verifier(), b"hoi".as_slice())
        );
        let tells = hub.tell(&asked.back, b"dap", [6; 32]).unwrap();
        assert_eq!(author.hear(&hub.key(), &tells).unwrap(), b"dap");

        let other = Committee::of_secret(&[3; 32]);
        assert_eq!(other.asked(&asks), Err(OpenError::NotForUs));
        assert_eq!(Author::of_token("phiên khác").hear(&hub.key(), &tells), Err(OpenError::NotForUs));
        let forged = other.tell(&asked.back, b"dap", [6; 32]).unwrap();
        assert_eq!(author.hear(&hub.key(), &forged), Err(OpenError::Changed), "another hub has signed it");
        // None of it passes for a file that the committee's endpoint takes.
        assert_eq!(hub.open(&asks), Err(OpenError::OtherKind));
        assert_eq!(author.open_receipt(&hub.key(), &tells), Err(OpenError::OtherKind));
        for file in [&asks, &tells] {
            for at in 0..file.len() {
                let mut changed = file.clone();
                changed[at] ^= 1;
                assert!(hub.asked(&changed).is_err() && author.hear(&hub.key(), &changed).is_err(), "{at}");
            }
        }
    }
}
