//! Devices, their tokens and their recovery keys, whatever database is behind them.

use thidua_sync::identity::DeviceId;

use super::Transaction;
use crate::recovery::RecoveryKey;
use crate::secret::TokenHash;
use crate::store::{Bound, OfAnother, Session, StoreError};

impl Transaction {
    /// All devices, the last seen first.
    pub(crate) async fn devices(&mut self) -> Result<Vec<Bound>, StoreError> {
        ask!(self.devices())
    }

    /// Shuts a device out. Whose it was; `None` where there is none, or it was shut out before.
    pub(crate) async fn revoke_device(
        &mut self,
        device: DeviceId,
        why: &str,
        now_ms: i64,
    ) -> Result<Option<u32>, StoreError> {
        ask!(self.revoke_device(device, why, now_ms))
    }

    /// Whether a device is shut out.
    pub(crate) async fn is_revoked(&mut self, device: DeviceId) -> Result<bool, StoreError> {
        ask!(self.is_revoked(device))
    }

    /// The recovery key of a session's device, where the account has kept one.
    pub(crate) async fn recovery(&mut self, session: Session) -> Result<Option<RecoveryKey>, StoreError> {
        ask!(self.recovery(session))
    }

    /// When a token was given, in milliseconds since 1970.
    pub(crate) async fn token_made_ms(&mut self, token: TokenHash) -> Result<Option<i64>, StoreError> {
        ask!(self.token_made_ms(token))
    }

    /// Keeps the recovery key of a session's device, in the place of an earlier one.
    pub(crate) async fn keep_recovery(
        &mut self,
        session: Session,
        key: &RecoveryKey,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.keep_recovery(session, key, now_ms))
    }

    /// Notes that a token was shown, and its device seen.
    pub(crate) async fn touch(
        &mut self,
        token: TokenHash,
        device: DeviceId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.touch(token, device, now_ms))
    }

    /// Makes the device the account's, unless it is another's.
    pub(crate) async fn bind_device(
        &mut self,
        device: DeviceId,
        account: u32,
        now_ms: i64,
    ) -> Result<Result<(), OfAnother>, StoreError> {
        ask!(self.bind_device(device, account, now_ms))
    }

    /// Stores a new token.
    pub(crate) async fn add_token(
        &mut self,
        token: TokenHash,
        device: DeviceId,
        account: u32,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        ask!(self.add_token(token, device, account, now_ms))
    }

    /// The token lets nobody in any more, nor does one that was to come in its place.
    pub(crate) async fn revoke(&mut self, token: TokenHash, now_ms: i64) -> Result<(), StoreError> {
        ask!(self.revoke(token, now_ms))
    }
}
