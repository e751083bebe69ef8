//! Passkeys: made, shown and taken away. Nothing of them is kept on the device by the app; the browser and its system do that.

use thidua_sync::directory::SignedIn;
use thidua_sync::passkey::{Making, Passkey, Showing};

use super::{Book, BookError, SignInError, desk};
use crate::connection::passkeys;
use crate::connection::transport::{self, TransportError};
use crate::web::passkey::{self, PasskeyFault};

/// Why it was not done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum PasskeyError {
    /// The browser did not bring one.
    #[error(transparent)]
    Browser(#[from] PasskeyFault),
    /// The endpoint does not know the passkey any more, or does not take it.
    #[error("wrong passkey")]
    Wrong,
    /// The passkey may have been copied.
    #[error("the passkey has gone back")]
    WentBack,
    /// It took too long.
    #[error("the challenge is over")]
    Over,
    /// The endpoint takes no passkeys from this address.
    #[error("not at this address")]
    NotHere,
    /// The password must be given first.
    #[error("sign in anew")]
    SignInAnew,
    /// The account has as many as it may.
    #[error("too many passkeys")]
    TooMany,
    /// The endpoint does not take what the authenticator made.
    #[error("refused")]
    Refused,
    /// Anything that a sign-in can meet as well.
    #[error(transparent)]
    SignIn(SignInError),
}

impl Book {
    /// The account's own passkeys, the oldest first.
    pub(crate) async fn passkeys(self) -> Result<Vec<Passkey>, PasskeyError> {
        Ok(passkeys::list(&self.token()?).await?)
    }

    /// Takes one away: it lets nobody in any more.
    pub(crate) async fn remove_passkey(self, passkey: &str) -> Result<(), PasskeyError> {
        match passkeys::remove(&self.token()?, passkey).await {
            // It went from another device.
            Err(TransportError::Status { status: 404, .. }) | Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Makes one on this device.
    pub(crate) async fn make_passkey(self, name: String) -> Result<Passkey, PasskeyError> {
        let token = self.token()?;
        let made = passkey::make(&passkeys::to_make(&token).await?).await?;
        let making = Making { name, client_data: made.client_data, attestation: made.attestation };
        Ok(passkeys::make(&token, &making).await?)
    }

    /// Signs in by one, as a password does.
    pub(crate) async fn sign_in_by_passkey(self) -> Result<(), PasskeyError> {
        let keeper = self.keeper()?;
        let before = keeper.storage.session().await.map_err(SignInError::from)?;
        let device = desk::device_after(before.as_ref());
        let signed_in = shown(device.to_string()).await?;
        let login = &signed_in.directory.login;
        if before.as_ref().is_some_and(|(session, _)| session.signed_in.directory.login != *login) {
            give_back(&signed_in).await;
            return Err(SignInError::OtherAccount.into());
        }
        Ok(desk::enter(keeper, before.is_none(), device, signed_in).await?)
    }
}

/// A fresh token of the account whose passkey is shown. Which one that is the officer chooses as the browser asks.
pub(super) async fn shown(device: String) -> Result<SignedIn, PasskeyError> {
    let shown = passkey::show(&passkeys::to_show().await?).await?;
    let showing = Showing {
        device,
        credential: shown.credential,
        user: shown.user,
        client_data: shown.client_data,
        data: shown.data,
        signature: shown.signature,
    };
    Ok(passkeys::show(&showing).await?)
}

/// Gives a token back that is not wanted.
pub(super) async fn give_back(signed_in: &SignedIn) {
    // Without a line it stays until nobody has shown it for long.
    let _unreached = transport::sign_out(&signed_in.token).await;
}

impl From<BookError> for PasskeyError {
    fn from(error: BookError) -> Self {
        match error {
            BookError::SignedOut => Self::SignInAnew,
            _ => Self::SignIn(SignInError::Storage),
        }
    }
}

impl From<SignInError> for PasskeyError {
    fn from(error: SignInError) -> Self {
        Self::SignIn(error)
    }
}

impl From<TransportError> for PasskeyError {
    fn from(error: TransportError) -> Self {
        if let TransportError::Status { reason, .. } = &error {
            match reason.as_str() {
                "wrong_passkey" => return Self::Wrong,
                "passkey_went_back" => return Self::WentBack,
                "challenge_over" => return Self::Over,
                "no_passkeys_here" => return Self::NotHere,
                "sign_in_anew" | "not_signed_in" | "signed_out" => return Self::SignInAnew,
                "too_many_passkeys" => return Self::TooMany,
                "passkey_refused" => return Self::Refused,
                "passkey_known" => return Self::Browser(PasskeyFault::Already),
                "device_of_another" => return Self::SignIn(SignInError::OtherAccount),
                _ => {}
            }
        }
        Self::SignIn(error.into())
    }
}
