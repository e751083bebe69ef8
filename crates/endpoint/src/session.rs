//! Signing in and out, and who is signed in.

use std::net::IpAddr;
use std::time::Instant;

use thidua_bundle::CommitteeKey;
use thidua_sync::cursor::CursorKey;
use thidua_sync::device_key::DeviceKey;
use thidua_sync::directory::{Directory, SignIn, SignedIn};
use thidua_sync::identity::DeviceId;

use crate::attempts::{Attempts, TooMany};
use crate::audit::{Entry, What};
use crate::password::{PasswordError, Passwords};
use crate::roster::Standing;
use crate::secret::{NoRandomness, Token, TokenHash};
use crate::store::{OfAnother, Session, Store, StoreError, Transaction};

/// A token that nobody has shown for so long lets nobody in: 60 days, because officers in the mountains are away for weeks.
pub(crate) const UNUSED_MS: i64 = 60 * 24 * 60 * 60 * 1000;
/// How exactly it is noted when a token was shown: a write for every request would cost more than it tells.
const NOTED_EVERY_MS: i64 = 60 * 60 * 1000;
/// A token is fresh for so long: whoever shows it has just given the password, or a passkey.
const FRESH_MS: i64 = 10 * 60 * 1000;

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignInError {
    /// What was sent names no device.
    #[error("a device is named by 32 hexadecimal digits")]
    NoDevice,
    /// Too many tries for this name or from this address.
    #[error("too many tries")]
    TooMany(TooMany),
    /// There is no such account, or the password is not its own.
    #[error("wrong name or password")]
    WrongCredentials,
    /// There is no such passkey any more, or what was shown is not its own.
    #[error("wrong passkey")]
    WrongPasskey,
    /// The passkey has signed less often than before: somebody may have copied it.
    #[error("the passkey has gone back")]
    PasskeyWentBack,
    /// The challenge is over, was answered before, or was none.
    #[error("the challenge is over")]
    NoChallenge,
    /// The device belongs to another account.
    #[error("the device belongs to another account")]
    DeviceOfAnother,
    /// An administrator has shut the device out.
    #[error("the device is shut out")]
    DeviceRevoked,
    /// The account is not active, or not in this year of work.
    #[error("the account is closed")]
    AccountClosed,
    /// The password could not be checked.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A token could not be drawn.
    #[error(transparent)]
    Token(#[from] NoRandomness),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a token does not let in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TokenError {
    /// There is none, or it was never given.
    #[error("not signed in")]
    NotSignedIn,
    /// The officer has signed out with it, or nobody has shown it for long.
    #[error("signed out")]
    SignedOut,
    /// An administrator has shut the device out.
    #[error("the device is shut out")]
    DeviceRevoked,
    /// The account is not active any more, or not in this year of work.
    #[error("the account is closed")]
    AccountClosed,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What signing in needs.
pub(crate) struct Door<'d> {
    pub(crate) store: &'d Store,
    pub(crate) passwords: &'d Passwords,
    pub(crate) attempts: &'d Attempts,
    /// What files for the committee are sealed to.
    pub(crate) files: CommitteeKey,
    /// Where hubs of this committee may be found.
    pub(crate) hubs: &'d [String],
    /// What makes the keys by which devices are known again after a restore.
    pub(crate) key: &'d CursorKey,
}

impl Door<'_> {
    /// Checks name and password, makes the device the account's, and gives it a token.
    pub(crate) async fn sign_in(
        &self,
        sign_in: SignIn,
        address: IpAddr,
        now_ms: i64,
    ) -> Result<SignedIn, SignInError> {
        let device = device_of(&sign_in.device).ok_or(SignInError::NoDevice)?;
        let login = sign_in.login.trim().to_lowercase();
        self.attempts.take(&login, address, Instant::now()).map_err(SignInError::TooMany)?;
        let credentials = self.store.credentials(&login).await?;
        let (account, stored) = credentials.map(|known| (known.account, known.password_hash)).unzip();
        let right = self.passwords.is_right(sign_in.password, stored.flatten()).await?;
        if let Some(account) = account.filter(|_| !right) {
            let mut tx = self.store.write().await?;
            tx.audit(&Entry::to(now_ms, What::WrongPassword, Some(account))).await?;
            tx.commit().await?;
        }
        let account = account.filter(|_| right).ok_or(SignInError::WrongCredentials)?;
        self.attempts.give_back(&login, address);

        let mut tx = self.store.write().await?;
        let token = let_in(&mut tx, account, device, What::SignedIn, now_ms).await?;
        tx.commit().await?;
        self.signed_in(account, device, token).await
    }

    /// What a device is told that was let in.
    pub(crate) async fn signed_in(
        &self,
        account: u32,
        device: DeviceId,
        token: Token,
    ) -> Result<SignedIn, SignInError> {
        let directory = self.told(account, device).await?.ok_or(SignInError::WrongCredentials)?;
        Ok(SignedIn { token: token.into_text(), directory })
    }

    /// What a device is told of its account and places. `None` where the account is gone.
    async fn told(&self, account: u32, device: DeviceId) -> Result<Option<Directory>, StoreError> {
        let directory = self.store.directory(account).await?;
        Ok(directory.map(|directory| Directory {
            sealing_key: self.files.to_text(),
            hubs: self.hubs.to_vec(),
            device_key: DeviceKey::of(self.key, device, &directory.login).to_text(),
            ..directory
        }))
    }

    /// What the account of a session is told of itself and its places. A token of an earlier version becomes known as an author's,
    /// because its device can write files from now on.
    pub(crate) async fn directory(&self, session: Session, token: &Token) -> Result<Directory, TokenError> {
        if self.store.read().await?.verifier(token.hash()).await?.is_none() {
            let mut tx = self.store.write().await?;
            tx.keep_verifier(token.hash(), token.verifier()).await?;
            tx.commit().await?;
        }
        self.told(session.account, session.device).await?.ok_or(TokenError::SignedOut)
    }
}

/// Lets a device in whose officer has shown in some way whose account it is: by a password, by a slip. Whether the account may
/// be used at all is asked here, for every way.
pub(crate) async fn let_in(
    tx: &mut Transaction,
    account: u32,
    device: DeviceId,
    how: What,
    now_ms: i64,
) -> Result<Token, SignInError> {
    if !tx.standing(account).await?.is_some_and(Standing::is_open) {
        return Err(SignInError::AccountClosed);
    }
    if let Err(OfAnother) = tx.bind_device(device, account, now_ms).await? {
        return Err(SignInError::DeviceOfAnother);
    }
    if tx.is_revoked(device).await? {
        return Err(SignInError::DeviceRevoked);
    }
    let token = Token::draw()?;
    tx.add_token(token.hash(), device, account, now_ms).await?;
    tx.keep_verifier(token.hash(), token.verifier()).await?;
    tx.audit(&Entry::own(now_ms, how, account, device)).await?;
    Ok(token)
}

/// Whose token it is.
pub(crate) async fn identify(store: &Store, token: TokenHash, now_ms: i64) -> Result<Session, TokenError> {
    let session = store.session(token).await?.ok_or(TokenError::NotSignedIn)?;
    lets_in(&session, now_ms)?;
    let unused_ms = now_ms.saturating_sub(session.used_ms);
    if session.replaces.is_some() || unused_ms > NOTED_EVERY_MS {
        let mut tx = store.write().await?;
        tx.touch(token, session.device, now_ms).await?;
        if let Some(old) = session.replaces {
            // The device has it for good, so the old one is of no use to it any more.
            tx.settle(token, old, now_ms).await?;
        }
        tx.commit().await?;
    }
    Ok(session)
}

/// Whether a token lets its device in. Nothing is noted: whoever brings a file has not shown the token.
pub(crate) fn lets_in(session: &Session, now_ms: i64) -> Result<(), TokenError> {
    if session.shut_out {
        return Err(TokenError::DeviceRevoked);
    }
    if !session.standing.is_open() {
        return Err(TokenError::AccountClosed);
    }
    if session.signed_out || now_ms.saturating_sub(session.used_ms) > UNUSED_MS {
        return Err(TokenError::SignedOut);
    }
    Ok(())
}

/// A fresh token for the device of a session. The one that asks holds until the fresh one is first shown: a cut line locks
/// nobody out. It is as old as the one that asks, because nobody has given a password for it.
pub(crate) async fn renew(
    store: &Store,
    session: Session,
    token: TokenHash,
    now_ms: i64,
) -> Result<Token, SignInError> {
    let fresh = Token::draw()?;
    let mut tx = store.write().await?;
    tx.add_fresh(fresh.hash(), token, now_ms).await?;
    tx.keep_verifier(fresh.hash(), fresh.verifier()).await?;
    tx.audit(&Entry::own(now_ms, What::TokenRenewed, session.account, session.device)).await?;
    tx.commit().await?;
    Ok(fresh)
}

/// The token lets nobody in any more.
pub(crate) async fn sign_out(
    store: &Store,
    session: Session,
    token: TokenHash,
    now_ms: i64,
) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    tx.revoke(token, now_ms).await?;
    tx.audit(&Entry::own(now_ms, What::SignedOut, session.account, session.device)).await?;
    tx.commit().await
}

/// Whether a token was given a moment ago.
pub(crate) async fn is_fresh(
    tx: &mut Transaction,
    token: TokenHash,
    now_ms: i64,
) -> Result<bool, TokenError> {
    let made_ms = tx.token_made_ms(token).await?.ok_or(TokenError::NotSignedIn)?;
    // A clock that was set back makes no old token a fresh one.
    Ok((0..FRESH_MS).contains(&now_ms.saturating_sub(made_ms)))
}

/// The device of 32 hexadecimal digits; none of the endpoint's own.
pub(crate) fn device_of(text: &str) -> Option<DeviceId> {
    let digits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = u128::from_str_radix(text, 16).ok().filter(|_| digits)?;
    Some(DeviceId(number.to_be_bytes())).filter(|device| !device.is_of_endpoint())
}
