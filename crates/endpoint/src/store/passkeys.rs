//! Passkeys, as they are kept; whatever database is behind it.

use thidua_sync::identity::DeviceId;

use super::{StoreError, Transaction};

/// A passkey of an account.
#[derive(Clone, Debug)]
pub(crate) struct Passkey {
    /// The name that the authenticator gave it.
    pub(crate) credential: Vec<u8>,
    pub(crate) account: u32,
    /// The device on which it was made.
    pub(crate) device: DeviceId,
    /// The host for which it was made.
    pub(crate) site: String,
    /// What its owner calls it.
    pub(crate) name: String,
    /// As COSE writes it.
    pub(crate) public_key: Vec<u8>,
    /// How often it has signed, where the authenticator counts.
    pub(crate) counter: u32,
    pub(crate) copyable: bool,
    pub(crate) copied: bool,
    pub(crate) made_ms: i64,
    pub(crate) used_ms: Option<i64>,
}

/// What a sign-in changes of a passkey.
#[derive(Clone, Copy)]
pub(crate) struct Noted {
    pub(crate) counter: u32,
    pub(crate) copied: bool,
    pub(crate) used_ms: i64,
}

/// A challenge that is answered now.
#[derive(Clone, Copy)]
pub(crate) struct Spent {
    pub(crate) nonce: [u8; 16],
    /// From when on it would not be taken in any case, with a margin for clocks that differ: it need not be remembered longer.
    pub(crate) until_ms: i64,
}

impl Transaction {
    /// The passkey of this name.
    pub(crate) async fn passkey(&mut self, credential: &[u8]) -> Result<Option<Passkey>, StoreError> {
        ask!(self.passkey(credential))
    }

    /// The passkeys of an account, the oldest first.
    pub(crate) async fn passkeys_of(&mut self, account: u32) -> Result<Vec<Passkey>, StoreError> {
        ask!(self.passkeys_of(account))
    }

    /// Adds a passkey. Whether it is new.
    pub(crate) async fn add_passkey(&mut self, passkey: &Passkey) -> Result<bool, StoreError> {
        ask!(self.add_passkey(passkey))
    }

    /// Notes that a passkey was shown. Whether it is still there.
    pub(crate) async fn note_passkey(&mut self, credential: &[u8], noted: Noted) -> Result<bool, StoreError> {
        ask!(self.note_passkey(credential, noted))
    }

    /// Takes a passkey of an account away. Whether there was one.
    pub(crate) async fn remove_passkey(
        &mut self,
        account: u32,
        credential: &[u8],
    ) -> Result<bool, StoreError> {
        ask!(self.remove_passkey(account, credential))
    }

    /// Takes away all passkeys of an account. How many there were.
    pub(crate) async fn remove_passkeys_of(&mut self, account: u32) -> Result<u64, StoreError> {
        ask!(self.remove_passkeys_of(account))
    }

    /// Takes away the passkeys that were made on a device. How many there were.
    pub(crate) async fn remove_passkeys_made_on(&mut self, device: DeviceId) -> Result<u64, StoreError> {
        ask!(self.remove_passkeys_made_on(device))
    }

    /// What authenticators are told that an account is called, once it was drawn.
    pub(crate) async fn passkey_user(&mut self, account: u32) -> Result<Option<Vec<u8>>, StoreError> {
        ask!(self.passkey_user(account))
    }

    /// From here on authenticators are told this.
    pub(crate) async fn set_passkey_user(&mut self, account: u32, user: &[u8]) -> Result<(), StoreError> {
        ask!(self.set_passkey_user(account, user))
    }

    /// Remembers that a challenge was answered, and forgets those that are over. Whether it was not answered before.
    pub(crate) async fn spend(&mut self, spent: Spent, now_ms: i64) -> Result<bool, StoreError> {
        ask!(self.spend(spent, now_ms))
    }
}
