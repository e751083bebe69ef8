//! The challenges that passkeys answer. Nothing is kept of one that was given: it says itself until when it holds and for what, and
//! proves that an endpoint of this committee has made it. So any instance takes what another has given, and nobody can fill a
//! table by asking. Only what was answered is remembered until it is over, because it is taken once.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use thidua_sync::identity::DeviceId;

use crate::secret::{NoRandomness, random};
use crate::store::Spent;

/// How long a challenge holds.
pub(crate) const HOLDS_MS: i64 = 5 * 60 * 1000;
/// The clocks of instances may differ by so much.
const MARGIN_MS: i64 = 60 * 1000;

/// What proves that a challenge is the committee's.
#[derive(Clone)]
pub(crate) struct ChallengeKey(pub(crate) [u8; 64]);

/// What a challenge is for.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    /// To sign in, whoever it is.
    SignIn,
    /// To make a passkey of an account on a device.
    Make { account: u32, device: DeviceId },
}

/// Why an answer is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the challenge is over, or was none")]
pub(crate) struct NoChallenge;

impl ChallengeKey {
    /// A new challenge, as it stands in what the browser signs.
    pub(crate) fn draw(&self, purpose: Purpose, now_ms: i64) -> Result<String, NoRandomness> {
        let (until, nonce) = (now_ms.saturating_add(HOLDS_MS).to_be_bytes(), random::<16>()?);
        let proof = self.proof(purpose, until, nonce).finalize().into_bytes();
        Ok(Base64UrlUnpadded::encode_string(&[until.as_slice(), &nonce, &proof].concat()))
    }

    /// What is to be remembered of a challenge that was answered, where it holds now and is for this.
    pub(crate) fn open(&self, text: &str, purpose: Purpose, now_ms: i64) -> Result<Spent, NoChallenge> {
        let mut buffer = [0; 56];
        let bytes = Base64UrlUnpadded::decode(text, &mut buffer).map_err(|_| NoChallenge)?;
        let (until, rest) = bytes.split_first_chunk::<8>().ok_or(NoChallenge)?;
        let (nonce, proof) = rest.split_first_chunk::<16>().ok_or(NoChallenge)?;
        self.proof(purpose, *until, *nonce).verify_slice(proof).map_err(|_| NoChallenge)?;
        let until_ms = i64::from_be_bytes(*until);
        if now_ms > until_ms {
            return Err(NoChallenge);
        }
        Ok(Spent { nonce: *nonce, until_ms: until_ms.saturating_add(MARGIN_MS) })
    }

    fn proof(&self, purpose: Purpose, until: [u8; 8], nonce: [u8; 16]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new(&self.0.into());
        match purpose {
            Purpose::SignIn => mac.update(&[1]),
            Purpose::Make { account, device } => {
                mac.update(&[2]);
                mac.update(&account.to_be_bytes());
                mac.update(&device.0);
            }
        }
        mac.update(&until);
        mac.update(&nonce);
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: DeviceId = DeviceId([5; 16]);

    #[test]
    fn a_challenge_holds_for_five_minutes_and_for_one_thing() {
        let key = ChallengeKey([3; 64]);
        let make = Purpose::Make { account: 7, device: DEVICE };
        for purpose in [Purpose::SignIn, make] {
            let text = key.draw(purpose, 1_000).unwrap();
            let spent = key.open(&text, purpose, 1_000).unwrap();
            assert_eq!(key.open(&text, purpose, 1_000 + HOLDS_MS).map(|spent| spent.nonce), Ok(spent.nonce));
            assert!(key.open(&text, purpose, 1_001 + HOLDS_MS).is_err());
            assert!(spent.until_ms > 1_001 + HOLDS_MS);
            assert!(ChallengeKey([4; 64]).open(&text, purpose, 1_000).is_err());
        }
        let text = key.draw(make, 1_000).unwrap();
        assert!(key.open(&text, Purpose::SignIn, 1_000).is_err());
        assert!(key.open(&text, Purpose::Make { account: 8, device: DEVICE }, 1_000).is_err());
        assert!(key.open(&text, Purpose::Make { account: 7, device: DeviceId([6; 16]) }, 1_000).is_err());
        assert_ne!(text, key.draw(make, 1_000).unwrap());
    }

    #[test]
    fn what_was_never_given_is_no_challenge() {
        let key = ChallengeKey([3; 64]);
        let text = key.draw(Purpose::SignIn, 1_000).unwrap();
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(key.open(&changed, Purpose::SignIn, 1_000).is_err(), "{at}");
        }
        for length in 0..text.len() {
            assert!(key.open(&text[..length], Purpose::SignIn, 1_000).is_err(), "{length}");
        }
        assert!(key.open(&format!("{text}AA"), Purpose::SignIn, 1_000).is_err());
        assert!(key.open(&"A".repeat(10_000), Purpose::SignIn, 1_000).is_err());
    }
}
