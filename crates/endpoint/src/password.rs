//! Passwords, by Argon2id. A hash takes 19 MB of memory and a good part of a second of a slow core, on purpose: hence
//! one at a time, and never on a thread that serves requests.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::Semaphore;

/// Why a password could not be hashed or checked.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The hash function failed.
    #[error("a password could not be hashed: {0}")]
    Hash(String),
    /// The stored hash cannot be read.
    #[error("a stored password hash cannot be read")]
    Stored,
    /// The endpoint is shutting down, or the task was lost.
    #[error("the check of a password was broken off")]
    BrokenOff,
}

/// Checks passwords, one at a time.
#[derive(Clone)]
pub(crate) struct Passwords {
    turn: Arc<Semaphore>,
    /// What is checked where there is no such account, so that the answer comes no sooner.
    nobody: Arc<str>,
}

impl Passwords {
    pub(crate) fn new() -> Result<Self, PasswordError> {
        Ok(Self { turn: Arc::new(Semaphore::new(1)), nobody: hash("nobody has this password")?.into() })
    }

    /// Whether the password is that of the stored hash; never for `None`, which takes as long.
    pub(crate) async fn is_right(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(|_| PasswordError::BrokenOff)?;
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.to_string());
        let checked = tokio::task::spawn_blocking(move || {
            // Held by the thread that works: a device that hangs up does not let the next one in beside it.
            let _turn = turn;
            let stored = PasswordHash::new(&stored).map_err(|_| PasswordError::Stored)?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &stored).is_ok())
        });
        Ok(checked.await.map_err(|_| PasswordError::BrokenOff)?? && known)
    }
}

impl Passwords {
    /// A password as it is stored, see [`hash`].
    pub(crate) async fn hash(&self, password: String) -> Result<String, PasswordError> {
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(|_| PasswordError::BrokenOff)?;
        let hashed = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            hash(&password)
        });
        hashed.await.map_err(|_| PasswordError::BrokenOff)?
    }
}

/// A password as it is stored: with its own salt and the parameters of the hash.
pub(crate) fn hash(password: &str) -> Result<String, PasswordError> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| PasswordError::Hash(error.to_string()))
}
