//! What a device and the endpoint say to each other about passkeys (WebAuthn). JSON; bytes stand in base64url without padding, as
//! browsers write them. Each type names the path on which it goes; `docs/protocol.md` has them all.

use serde::{Deserialize, Serialize};

/// `POST /session/challenge`, without any login: what an authenticator is to sign. It is the same for everybody: no account is named, and
/// no passkeys are told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ToShow {
    /// The challenge. It is taken once.
    pub challenge: String,
    /// The host for which authenticators keep their keys.
    pub site: String,
    /// How long it is taken.
    pub timeout_ms: u32,
}

/// `POST /session/passkey`: a passkey in the place of a password; the answer is [`super::directory::SignedIn`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Showing {
    /// The device, as 32 hexadecimal digits.
    pub device: String,
    /// The name of the credential (`rawId`).
    pub credential: String,
    /// What the authenticator was told that the account is called (`userHandle`).
    pub user: String,
    /// `clientDataJSON`, byte for byte.
    pub client_data: String,
    /// `authenticatorData`.
    pub data: String,
    /// `signature`.
    pub signature: String,
}

/// `POST /passkeys/challenge`, for a token that was given less than ten minutes ago: what a new passkey is to answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ToMake {
    /// The challenge. It is taken once, from this account on this device.
    pub challenge: String,
    /// The host for which authenticators keep their keys.
    pub site: String,
    /// What authenticators show as the place: the committee.
    pub committee: String,
    /// What authenticators are told that the account is called: random bytes.
    pub user: String,
    /// The account's name for signing in.
    pub login: String,
    /// The officer's name or post.
    pub display_name: String,
    /// COSE's numbers of the algorithms that are taken, the preferred one first.
    pub algorithms: Vec<i64>,
    /// The names of the credentials that are there already: an authenticator that has one of them makes no second.
    pub existing: Vec<String>,
    /// How long the challenge is taken.
    pub timeout_ms: u32,
}

/// `POST /passkeys`: a new passkey; the answer is [`Passkey`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Making {
    /// What its owner calls it: 1 to 60 characters.
    pub name: String,
    /// `clientDataJSON`, byte for byte.
    pub client_data: String,
    /// `attestationObject`.
    pub attestation: String,
}

/// `GET /passkeys`: the account's own.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Passkeys {
    /// The oldest first.
    pub passkeys: Vec<Passkey>,
}

/// A passkey, as its owner is told of it. `DELETE /passkeys/{passkey}` takes it away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Passkey {
    /// The name of the credential.
    pub passkey: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was made, in milliseconds since 1970.
    pub made_ms: i64,
    /// When it was last shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_ms: Option<i64>,
    /// Whether it was made on the device that asks.
    pub here: bool,
    /// Whether its owner's other devices have copies of it.
    pub copied: bool,
}
