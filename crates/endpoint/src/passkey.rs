//! Passkeys in the place of passwords. One is made by whoever has just signed in on the device at hand, shown to sign in again, and
//! taken away by its owner, with the device on which it was made, or when a slip opens the account anew.
//!
//! What an unknown passkey is told, one that was taken away, and a known one with a wrong signature is the same.

use std::net::IpAddr;
use std::time::Instant;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use sha2::{Digest as _, Sha256};
use thidua_passkey::{ALGORITHMS, Assertion, Fault, Known, PublicKey, Registration, Site, challenge_of};
use thidua_sync::directory::SignedIn;
use thidua_sync::passkey::{Making, Passkey as Told, Showing, ToMake, ToShow};

use crate::audit::{Entry, What};
use crate::challenge::{ChallengeKey, HOLDS_MS, NoChallenge, Purpose};
use crate::secret::{NoRandomness, TokenHash, random};
use crate::session::{Door, SignInError, TokenError, device_of, is_fresh, let_in};
use crate::store::{Noted, Passkey, Session, Store, StoreError, Transaction};

/// The most passkeys of an account: a telephone, a tablet, a computer, and some more.
const MOST: usize = 10;
/// The longest name of a passkey, in characters.
const LONGEST_NAME: usize = 60;
/// The longest name of a credential, in bytes, by the specification.
const LONGEST_CREDENTIAL: usize = 1023;

/// Why there is no new passkey, or why one was not taken away.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasskeyError {
    /// The token lets nobody in.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The sign-in is too long ago.
    #[error("the password must be given anew")]
    NotFresh,
    /// What was sent is not in the form that was asked for.
    #[error("malformed")]
    Malformed,
    /// The challenge is over, was answered before, or was none.
    #[error(transparent)]
    Challenge(#[from] NoChallenge),
    /// The authenticator or the browser says what must not be.
    #[error("the passkey is not as it was asked for")]
    Fault(#[from] Fault),
    /// A name of 1 to 60 characters is asked for.
    #[error("no name, or a very long one")]
    Name,
    /// The account has as many as it may.
    #[error("too many passkeys")]
    TooMany,
    /// It is there already.
    #[error("the passkey is known")]
    Known,
    /// The account has no such passkey.
    #[error("no such passkey")]
    None,
    /// A secret could not be drawn.
    #[error(transparent)]
    Secret(#[from] NoRandomness),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Where passkeys are made and shown.
#[derive(Clone, Copy)]
pub(crate) struct Here<'h> {
    pub(crate) key: &'h ChallengeKey,
    pub(crate) site: &'h Site,
}

impl Here<'_> {
    /// What whoever wants to sign in is to sign.
    pub(crate) fn to_show(self, now_ms: i64) -> Result<ToShow, NoRandomness> {
        let challenge = self.key.draw(Purpose::SignIn, now_ms)?;
        Ok(ToShow { challenge, site: self.site.id().to_owned(), timeout_ms: timeout() })
    }

    /// What a new passkey of the session's account is to answer. Whoever finds a signed-in device cannot make one: the token must
    /// have been given a moment ago.
    pub(crate) async fn to_make(
        self,
        store: &Store,
        session: Session,
        token: TokenHash,
        now_ms: i64,
    ) -> Result<ToMake, PasskeyError> {
        let directory = store.directory(session.account).await?.ok_or(TokenError::SignedOut)?;
        let mut tx = store.read().await?;
        if !is_fresh(&mut tx, token, now_ms).await? {
            return Err(PasskeyError::NotFresh);
        }
        let existing = tx.passkeys_of(session.account).await?;
        let known = tx.passkey_user(session.account).await?;
        drop(tx);
        if existing.len() >= MOST {
            return Err(PasskeyError::TooMany);
        }
        let user = match known {
            Some(user) => user,
            None => drawn_user(store, session.account).await?,
        };
        let purpose = Purpose::Make { account: session.account, device: session.device };
        Ok(ToMake {
            challenge: self.key.draw(purpose, now_ms)?,
            site: self.site.id().to_owned(),
            committee: directory.committee,
            user: text(&user),
            login: directory.login,
            display_name: directory.display_name,
            algorithms: ALGORITHMS.to_vec(),
            existing: existing.iter().map(|passkey| text(&passkey.credential)).collect(),
            timeout_ms: timeout(),
        })
    }

    /// Keeps a new passkey of the session's account.
    pub(crate) async fn make(
        self,
        store: &Store,
        session: Session,
        making: &Making,
        now_ms: i64,
    ) -> Result<Told, PasskeyError> {
        let client_data = bytes(&making.client_data).ok_or(PasskeyError::Malformed)?;
        let attestation = bytes(&making.attestation).ok_or(PasskeyError::Malformed)?;
        let name = making.name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(PasskeyError::Name);
        }
        let challenge = challenge_of(&client_data)?;
        let purpose = Purpose::Make { account: session.account, device: session.device };
        let spent = self.key.open(&challenge, purpose, now_ms)?;
        let made = Registration { client_data: &client_data, attestation: &attestation };
        let made = made.check(self.site, &challenge)?;
        let passkey = Passkey {
            credential: made.id,
            account: session.account,
            device: session.device,
            site: self.site.id().to_owned(),
            name: name.to_owned(),
            public_key: made.key.written().to_owned(),
            counter: made.counter,
            copyable: made.copyable,
            copied: made.copied,
            made_ms: now_ms,
            used_ms: None,
        };
        let mut tx = store.write().await?;
        if !tx.spend(spent, now_ms).await? {
            return Err(NoChallenge.into());
        }
        if tx.passkeys_of(session.account).await?.len() >= MOST {
            return Err(PasskeyError::TooMany);
        }
        if !tx.add_passkey(&passkey).await? {
            return Err(PasskeyError::Known);
        }
        tx.audit(&Entry::own(now_ms, What::PasskeyMade, session.account, session.device)).await?;
        tx.commit().await?;
        Ok(told(&passkey, session))
    }

    /// Lets in whoever shows a passkey, as a password would.
    pub(crate) async fn show(
        self,
        door: &Door<'_>,
        showing: &Showing,
        address: IpAddr,
        now_ms: i64,
    ) -> Result<SignedIn, SignInError> {
        let device = device_of(&showing.device).ok_or(SignInError::NoDevice)?;
        let sent = Sent::of(showing).ok_or(SignInError::NoDevice)?;
        // Tries of a passkey have a bucket of their own: nobody is kept from giving a password by them.
        let tries = ["passkey ", &text(&Sha256::digest(&sent.credential))].concat();
        door.attempts.take(&tries, address, Instant::now()).map_err(SignInError::TooMany)?;
        let challenge = challenge_of(&sent.client_data).map_err(|_| SignInError::NoChallenge)?;
        let spent =
            self.key.open(&challenge, Purpose::SignIn, now_ms).map_err(|_| SignInError::NoChallenge)?;

        let mut tx = door.store.read().await?;
        let known = tx.passkey(&sent.credential).await?.ok_or(SignInError::WrongPasskey)?;
        let user = tx.passkey_user(known.account).await?;
        drop(tx);
        let assertion =
            Assertion { client_data: &sent.client_data, data: &sent.data, signature: &sent.signature };
        let is_owner = user.is_some_and(|user| user == sent.user) && known.site == self.site.id();
        let judged = match PublicKey::read(&known.public_key) {
            Ok(key) if is_owner => {
                let known = Known { key: &key, counter: known.counter, copyable: known.copyable };
                assertion.check(self.site, &challenge, known)
            }
            Ok(_) => Err(Fault::OtherSite),
            Err(fault) => Err(fault),
        };
        let shown = match judged {
            Ok(shown) if !shown.went_back => shown,
            judged => {
                let what = if judged.is_ok() { What::PasskeyWentBack } else { What::WrongPasskey };
                if let Err(fault) = judged {
                    tracing::info!("a passkey was not taken: {fault}");
                }
                let mut tx = door.store.write().await?;
                tx.audit(&Entry::to(now_ms, what, Some(known.account))).await?;
                tx.commit().await?;
                return Err(judged.map_or(SignInError::WrongPasskey, |_| SignInError::PasskeyWentBack));
            }
        };
        door.attempts.give_back(&tries, address);

        let mut tx = door.store.write().await?;
        if !tx.spend(spent, now_ms).await? {
            return Err(SignInError::NoChallenge);
        }
        let noted = Noted { counter: shown.counter, copied: shown.copied, used_ms: now_ms };
        if !tx.note_passkey(&sent.credential, noted).await? {
            // It was taken away a moment ago.
            return Err(SignInError::WrongPasskey);
        }
        let token = let_in(&mut tx, known.account, device, What::PasskeyShown, now_ms).await?;
        tx.commit().await?;
        door.signed_in(known.account, device, token).await
    }
}

/// What was sent, as bytes.
struct Sent {
    credential: Vec<u8>,
    user: Vec<u8>,
    client_data: Vec<u8>,
    data: Vec<u8>,
    signature: Vec<u8>,
}

impl Sent {
    fn of(showing: &Showing) -> Option<Self> {
        let credential = bytes(&showing.credential)?;
        (1..=LONGEST_CREDENTIAL).contains(&credential.len()).then_some(())?;
        Some(Self {
            credential,
            user: bytes(&showing.user)?,
            client_data: bytes(&showing.client_data)?,
            data: bytes(&showing.data)?,
            signature: bytes(&showing.signature)?,
        })
    }
}

/// The passkeys of the session's account.
pub(crate) async fn list(store: &Store, session: Session) -> Result<Vec<Told>, StoreError> {
    let mut tx = store.read().await?;
    let own = tx.passkeys_of(session.account).await?;
    Ok(own.iter().map(|passkey| told(passkey, session)).collect())
}

/// Takes a passkey of the session's account away.
pub(crate) async fn remove(
    store: &Store,
    session: Session,
    passkey: &str,
    now_ms: i64,
) -> Result<(), PasskeyError> {
    let credential = bytes(passkey).ok_or(PasskeyError::None)?;
    let mut tx = store.write().await?;
    if !tx.remove_passkey(session.account, &credential).await? {
        return Err(PasskeyError::None);
    }
    tx.audit(&Entry::own(now_ms, What::PasskeyRemoved, session.account, session.device)).await?;
    Ok(tx.commit().await?)
}

/// Draws what authenticators are told that an account is called, and keeps it: it stays the same, so that an authenticator has one
/// passkey for each account.
async fn drawn_user(store: &Store, account: u32) -> Result<Vec<u8>, PasskeyError> {
    let mut tx: Transaction = store.write().await?;
    if let Some(user) = tx.passkey_user(account).await? {
        // Another tab was faster.
        return Ok(user);
    }
    let user = random::<32>()?.to_vec();
    tx.set_passkey_user(account, &user).await?;
    tx.commit().await?;
    Ok(user)
}

fn told(passkey: &Passkey, session: Session) -> Told {
    Told {
        passkey: text(&passkey.credential),
        name: passkey.name.clone(),
        made_ms: passkey.made_ms,
        used_ms: passkey.used_ms,
        here: passkey.device == session.device,
        copied: passkey.copied,
    }
}

fn timeout() -> u32 {
    u32::try_from(HOLDS_MS).unwrap_or(u32::MAX)
}

fn text(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok()
}
