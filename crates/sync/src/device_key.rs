//! By what an endpoint knows a device again of which its store says nothing: one that signed in, or was given a fresh token, after
//! the backup was made that the endpoint was restored from.
//!
//! The key is made from a secret of the store, the device and the account's name for signing in. So the endpoint keeps nothing of
//! it, and a backup of any age makes the same. It opens one thing: handing in, for a person to look at.

use std::fmt::{self, Write as _};

use crate::cursor::{CursorKey, authenticate, same_in_constant_time};
use crate::identity::DeviceId;
use crate::receipt::Proof;

/// What a device shows. Whoever has it can hand in as this device, and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceKey {
    /// The account that the device was let in for: its name for signing in.
    pub login: String,
    /// What shows that the endpoint has let it in.
    pub proof: Proof,
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceKey").field("login", &self.login).finish_non_exhaustive()
    }
}

impl DeviceKey {
    /// The key of a device that is let in.
    #[must_use]
    pub fn of(key: &CursorKey, device: DeviceId, login: &str) -> Self {
        // Neither a cursor, which begins with an array of CBOR, nor a receipt. The device has one length, so the rest is the login.
        let mut content = b"device ".to_vec();
        content.extend(device.0);
        content.extend(login.as_bytes());
        Self { login: login.to_owned(), proof: Proof(authenticate(key, &content)) }
    }

    /// Whether this endpoint has let the device in for this account.
    #[must_use]
    pub fn holds(&self, key: &CursorKey, device: DeviceId) -> bool {
        same_in_constant_time(&self.proof.0, &Self::of(key, device, &self.login).proof.0)
    }

    /// The proof as it stands in a [`crate::directory::Directory`]: 24 hexadecimal digits.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.proof.0.iter().fold(String::new(), |mut text, byte| {
            // Writing into a text does not fail.
            _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// The key of such a text.
    #[must_use]
    pub fn from_text(login: &str, text: &str) -> Option<Self> {
        let mut proof = [0; 12];
        if text.len() != 2 * proof.len() {
            return None;
        }
        let digit = |at: u8| char::from(at).to_digit(16);
        for (byte, pair) in proof.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = u8::try_from(digit(*high)? << 4 | digit(*low)?).ok()?;
        }
        Some(Self { login: login.to_owned(), proof: Proof(proof) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: DeviceId = DeviceId([7; 16]);

    #[test]
    fn a_key_is_of_one_device_one_account_and_one_endpoint() {
        let key = CursorKey([3; 64]);
        let known = DeviceKey::of(&key, DEVICE, "longmon");
        assert!(known.holds(&key, DEVICE));
        assert!(!known.holds(&key, DeviceId([8; 16])));
        assert!(!known.holds(&CursorKey([4; 64]), DEVICE));
        assert!(!DeviceKey { login: "quantri".to_owned(), ..known.clone() }.holds(&key, DEVICE));
        assert!(!format!("{known:?}").contains(&known.to_text()));
    }

    #[test]
    fn a_key_is_read_as_it_was_written_and_nothing_else_is_one() {
        let known = DeviceKey::of(&CursorKey([3; 64]), DEVICE, "longmon");
        assert_eq!(DeviceKey::from_text("longmon", &known.to_text()), Some(known.clone()));
        for wrong in ["", "0a", &"g".repeat(24), &"ệ".repeat(8), &[&known.to_text(), "0"].concat()] {
            assert_eq!(DeviceKey::from_text("longmon", wrong), None, "{wrong}");
        }
    }
}
