//! Enrolment slips: how an officer comes to a password, the first one as well as one in the place of a forgotten one.
//!
//! A slip is a random code on paper. It opens one account, once, for 72 hours; the endpoint keeps its hash. Of a code that is
//! unknown, used, too old or void nothing more is told than that it is none, after the same work.

use std::net::IpAddr;
use std::time::Instant;

use sha2::{Digest as _, Sha256};
use thidua_domain::{password, slip};
use thidua_sync::administration::{Enrolment, Slip};
use thidua_sync::directory::SignedIn;

use crate::audit::{Entry, What};
use crate::password::PasswordError;
use crate::secret::{self, NoRandomness};
use crate::session::{Door, SignInError, device_of, let_in};
use crate::store::{Store, StoreError, Transaction};

/// How long a slip holds: 72 hours, so that it comes over the mountains with the next errand.
const HOLDS_MS: i64 = 72 * 60 * 60 * 1000;

/// What is stored of a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct CodeHash(pub(crate) [u8; 32]);

impl CodeHash {
    /// A plain hash is enough: 80 random bits cannot be guessed from it in the time that a slip holds.
    fn of(code: [u8; slip::BYTES]) -> Self {
        Self(Sha256::digest(code).into())
    }
}

/// Why there is no slip.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SlipError {
    /// The account may not sign in, so it would open nothing.
    #[error("the account is not active, or not in this year of work")]
    Closed,
    /// No code could be drawn.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why nobody was enrolled. The slip holds on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EnrolmentError {
    /// The code is none, or was used, or is too old.
    #[error("no slip")]
    NoSlip,
    /// The password will not do.
    #[error("the password will not do: {}", .0.word())]
    Password(password::Fault),
    /// The device is not let in, or something failed.
    #[error(transparent)]
    SignIn(#[from] SignInError),
}

impl From<StoreError> for EnrolmentError {
    fn from(error: StoreError) -> Self {
        Self::SignIn(error.into())
    }
}

impl From<PasswordError> for EnrolmentError {
    fn from(error: PasswordError) -> Self {
        Self::SignIn(error.into())
    }
}

/// Makes a slip for an account, in the place of an earlier one. Its code is told here and never again.
pub(crate) async fn make_slip(tx: &mut Transaction, account: u32, now_ms: i64) -> Result<Slip, SlipError> {
    let code: [u8; slip::BYTES] = secret::random()?;
    let until_ms = now_ms.saturating_add(HOLDS_MS);
    tx.keep_slip(account, CodeHash::of(code), now_ms, until_ms).await?;
    Ok(Slip { code: slip::written(code), until_ms })
}

impl Door<'_> {
    /// Sets the password of the account that a slip opens, and lets the device in. All other devices of the account are
    /// signed out: whoever forgot a password may have told it.
    pub(crate) async fn enrol(
        &self,
        enrolment: Enrolment,
        address: IpAddr,
        now_ms: i64,
    ) -> Result<SignedIn, EnrolmentError> {
        let device = device_of(&enrolment.device).ok_or(SignInError::NoDevice)?;
        let code = slip::read(&enrolment.code).map(CodeHash::of);
        // No name for signing in has a space, so that nobody is kept from signing in by this.
        let bucket = code.map_or_else(|| "slip ".to_owned(), |code| format!("slip {:?}", code.0));
        self.attempts.take(&bucket, address, Instant::now()).map_err(SignInError::TooMany)?;
        let opened = match code {
            Some(code) => opened_by(self.store, code, now_ms).await?,
            None => None,
        };
        let login = opened.as_ref().map_or("", |(_, login)| login);
        if let Some(fault) = password::fault(&enrolment.password, login) {
            self.attempts.give_back(&bucket, address);
            return Err(EnrolmentError::Password(fault));
        }
        let hash = self.passwords.hash(enrolment.password).await?;
        let (Some(code), Some((account, _))) = (code, opened) else { return Err(EnrolmentError::NoSlip) };

        let mut tx = self.store.write().await?;
        // Meanwhile it may have been used, or made void.
        if tx.opened_by(code, now_ms).await?.is_none_or(|(opened, _)| opened != account) {
            return Err(EnrolmentError::NoSlip);
        }
        tx.drop_slip(account).await?;
        tx.keep_password(account, &hash, false).await?;
        tx.revoke_account(account, None, now_ms).await?;
        let token = let_in(&mut tx, account, device, What::Enrolled, now_ms).await?;
        // A passkey that was made by somebody who knew the password is as good as that.
        if tx.remove_passkeys_of(account).await? > 0 {
            let own = Entry::own(now_ms, What::PasskeysWithdrawn, account, device);
            tx.audit(&Entry { about_account: Some(account), ..own }).await?;
        }
        tx.commit().await?;
        self.attempts.give_back(&bucket, address);
        Ok(self.signed_in(account, device, token).await?)
    }
}

/// The account that a code opens, and its name for signing in.
async fn opened_by(store: &Store, code: CodeHash, now_ms: i64) -> Result<Option<(u32, String)>, StoreError> {
    store.read().await?.opened_by(code, now_ms).await
}
