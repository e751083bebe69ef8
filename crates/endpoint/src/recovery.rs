//! The recovery keys of devices: a forgotten PIN is no lost tablet. The endpoint has the key and not the data, the tablet
//! has the data and not the key.

use std::fmt;

use crate::secret::TokenHash;
use crate::session::{TokenError, identify, is_fresh};
use crate::store::{Session, Store, StoreError};

/// What opens the data of one device, together with what lies on that device.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RecoveryKey(pub(crate) [u8; 32]);

impl RecoveryKey {
    /// The key of sixty-four lower-case hexadecimal digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let mut key = [0; 32];
        if pairs.len() != key.len() || !rest.is_empty() {
            return None;
        }
        for (byte, [high, low]) in key.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(key))
    }

    /// The same digits.
    pub(crate) fn to_text(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(…)")
    }
}

/// Why there is no recovery key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecoveryError {
    /// The token lets nobody in.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The sign-in is too long ago.
    #[error("the password must be given anew")]
    NotFresh,
    /// None was kept for this device.
    #[error("no recovery key")]
    None,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps the recovery key of the session's device.
pub(crate) async fn keep(
    store: &Store,
    session: Session,
    key: &RecoveryKey,
    now_ms: i64,
) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    tx.keep_recovery(session, key, now_ms).await?;
    tx.commit().await
}

/// The recovery key of the device of a token that was given a moment ago.
pub(crate) async fn give(store: &Store, token: TokenHash, now_ms: i64) -> Result<RecoveryKey, RecoveryError> {
    let session = identify(store, token, now_ms).await?;
    let mut tx = store.read().await?;
    if !is_fresh(&mut tx, token, now_ms).await? {
        return Err(RecoveryError::NotFresh);
    }
    tx.recovery(session).await?.ok_or(RecoveryError::None)
}
