//! The PIN: what opens the store, and how it comes to be, changes and goes. All of it comes with the part of the PIN.

use std::fmt::Write as _;

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use thidua_domain::text;
use thidua_sync::directory::{SignIn, SignedIn};
use wasm_bindgen::JsValue;

use super::{Book, BookError, PasskeyError, SignInError, passkeys};
use crate::connection::transport::{self, TransportError};
use crate::storage::{DataKey, Header, Lost, StorageError, StoredSession, Tries, Vault};
use crate::web;
use crate::web::cipher::{self, CipherError, Key};

/// The layout of what is sealed.
const VERSION: u32 = 1;
/// How many rounds the key of a PIN takes: a second on a cheap phone, and as much for each PIN that somebody tries.
const ROUNDS: u32 = 600_000;
/// How long the page waits for writes that are under way before it locks itself all the same, in milliseconds.
const PATIENCE_MS: f64 = 10_000.0;
/// What tabs tell each other of the lock.
const SET: &str = "set";
const OFF: &str = "off";
const LOCKED: &str = "locked";

/// Why the PIN did not do what was asked.
#[derive(Clone, Copy, PartialEq, Debug, thiserror::Error)]
pub(crate) enum PinError {
    /// It is another one.
    #[error("wrong PIN")]
    Wrong(Tries),
    /// Too many wrong ones: it must wait.
    #[error("too many wrong PINs")]
    Wait(Tries),
    /// There is no lock, or another one: the page must be loaded anew.
    #[error("no lock, or another one")]
    NoLock,
    /// A later version of the app has made the lock.
    #[error("a lock of a later version")]
    Newer,
    /// The browser has no ciphers here.
    #[error("no ciphers")]
    NoCipher,
    /// The endpoint has no recovery key for this device.
    #[error("no recovery key")]
    NoRecovery,
    /// The endpoint did not let in.
    #[error(transparent)]
    SignIn(SignInError),
    /// No passkey let in.
    #[error(transparent)]
    Passkey(PasskeyError),
    /// The store failed.
    #[error(transparent)]
    Storage(StorageError),
}

impl From<StorageError> for PinError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<CipherError> for PinError {
    fn from(_: CipherError) -> Self {
        Self::NoCipher
    }
}

impl From<BookError> for PinError {
    fn from(error: BookError) -> Self {
        let is_full = error == BookError::NoRoom;
        Self::Storage(if is_full { StorageError::NoRoom } else { StorageError::Failed })
    }
}

/// The data key, got back with the recovery key. It opens the device once a new PIN is set.
pub(crate) struct Recovered {
    header: Header,
    key: DataKey,
    signed_in: SignedIn,
}

impl Book {
    /// Whether a PIN is set; this tab has been unlocked then.
    pub(crate) fn is_sealed(self) -> Signal<bool> {
        self.sealed.into()
    }

    /// Whether the code is wanted that locks the device.
    pub(crate) fn wants_guard(self) -> Signal<bool> {
        Signal::derive(move || {
            // Both are followed: news come while the device is sealed as well.
            let has_news = self.lock_news.with(Option::is_some);
            self.sealed.get() || has_news
        })
    }

    /// How the lock is opened, where there is one.
    pub(crate) async fn lock_header(self) -> Result<Option<Header>, PinError> {
        Ok(self.keeper()?.storage.lock().await?)
    }

    /// How often a wrong PIN was given.
    pub(crate) async fn wrong_pins(self) -> Result<Tries, PinError> {
        Ok(self.keeper()?.storage.tries().await?)
    }

    /// Opens the device.
    pub(crate) async fn unlock(self, pin: &str) -> Result<(), PinError> {
        let (header, key) = self.opened_by(pin).await?;
        self.enter(&header, &key).await
    }

    /// The data key, where the PIN is right. Each try is counted before it is made.
    async fn opened_by(self, pin: &str) -> Result<(Header, DataKey), PinError> {
        let storage = self.keeper()?.storage.clone();
        let header = storage.lock().await?.ok_or(PinError::NoLock)?;
        if header.version != VERSION {
            return Err(PinError::Newer);
        }
        if !cipher::is_there() {
            return Err(PinError::NoCipher);
        }
        let tries = storage.count_try(web::now_ms()).await?.map_err(PinError::Wait)?;
        let salt = bytes_of(&header.salt).ok_or(StorageError::Damaged)?;
        let key = cipher::key_of_pin(&text::compose(pin), &salt, header.rounds).await?;
        let key = unwrapped(&key, &header.id, &header.by_pin).await.ok_or(PinError::Wrong(tries))?;
        storage.forget_tries().await?;
        Ok((header, key))
    }

    async fn enter(self, header: &Header, key: &DataKey) -> Result<(), PinError> {
        let storage = self.keeper()?.storage.clone();
        let vault = Vault::new(header.id.clone(), cipher::key(&key.0).await?);
        storage.unlock(vault.clone());
        // Clear copies that were laid ready when the device died while the PIN was taken off.
        storage.drop_files_of(false).await?;
        self.begin().await;
        // Another tab may have been faster; then it is done next time.
        let _later = storage.tidy_rows(&vault).await;
        Ok(())
    }

    /// Sets a PIN: everything on this device is sealed.
    pub(crate) async fn set_pin(self, pin: &str, idle_minutes: u32) -> Result<(), PinError> {
        if !cipher::is_there() {
            return Err(PinError::NoCipher);
        }
        let keeper = self.keeper()?;
        let (_, meta) = keeper.storage.session().await?.ok_or(PinError::NoLock)?;
        let (key, recovery) = (DataKey(drawn()?), DataKey(drawn()?));
        let id = hex(&cipher::random(16)?.to_vec());
        let by_recovery = wrapped(&cipher::key(&recovery.0).await?, &id, &key).await?;
        let blank = String::new();
        let mut header = Header {
            version: VERSION,
            id,
            device: meta.device.to_string(),
            salt: blank.clone(),
            rounds: ROUNDS,
            by_pin: blank,
            by_recovery,
            recoverable: false,
            idle_minutes,
            digits: false,
        };
        put_pin(&mut header, pin, &key).await?;
        let vault = {
            let _turn = keeper.turn.lock().await;
            keeper.storage.set_lock(&header, &key, &hex(&recovery.0)).await?
        };
        self.say_of_lock(&[SET.into(), vault.name().into(), vault.key().0.clone()]);
        self.sealed.set(true);
        Ok(())
    }

    /// Changes the PIN: only the data key is sealed anew.
    pub(crate) async fn change_pin(self, old: &str, new: &str) -> Result<(), PinError> {
        let (mut header, key) = self.opened_by(old).await?;
        put_pin(&mut header, new, &key).await?;
        Ok(self.keeper()?.storage.keep_lock(&header).await?)
    }

    /// Takes the PIN off: everything lies in clear again.
    pub(crate) async fn drop_pin(self, pin: &str) -> Result<(), PinError> {
        let (header, key) = self.opened_by(pin).await?;
        let keeper = self.keeper()?;
        let vault = Vault::new(header.id.clone(), cipher::key(&key.0).await?);
        {
            let _turn = keeper.turn.lock().await;
            keeper.storage.drop_lock(&vault).await?;
        }
        self.say_of_lock(&[OFF.into()]);
        self.sealed.set(false);
        Ok(())
    }

    /// After how many minutes without a touch the device locks itself.
    pub(crate) async fn set_idle_minutes(self, minutes: u32) -> Result<(), PinError> {
        let storage = self.keeper()?.storage.clone();
        Ok(storage.change_lock(|header| header.idle_minutes = minutes).await?)
    }

    /// Gives the endpoint the recovery key, where it does not have it yet. Whether it has it now.
    pub(crate) async fn send_recovery(self) -> Result<bool, PinError> {
        let storage = self.keeper()?.storage.clone();
        let header = storage.lock().await?.ok_or(PinError::NoLock)?;
        if header.recoverable {
            return Ok(true);
        }
        let Some(key) = storage.recovery().await? else { return Ok(false) };
        if transport::keep_recovery(&self.token()?, &key).await.is_err() {
            return Ok(false);
        }
        // In this order: should the device die in between, the key is sent once more.
        let mut is_same = false;
        let note = |kept: &mut Header| {
            is_same = kept.id == header.id;
            kept.recoverable |= is_same;
        };
        storage.change_lock(note).await?;
        if !is_same {
            return Ok(false);
        }
        storage.keep_recovery(None).await?;
        Ok(true)
    }

    /// Gets the data key back with the recovery key, which the endpoint gives to a fresh sign-in on this device.
    pub(crate) async fn recover(self, login: String, password: String) -> Result<Recovered, PinError> {
        let storage = self.keeper()?.storage.clone();
        let header = storage.lock().await?.ok_or(PinError::NoLock)?;
        let asked = SignIn { login, password, device: header.device.clone() };
        let signed_in = match transport::sign_in(&asked).await {
            Ok(signed_in) => signed_in,
            Err(TransportError::Status { status: 409, .. }) => {
                return Err(PinError::SignIn(SignInError::OtherAccount));
            }
            Err(error) => return Err(PinError::SignIn(error.into())),
        };
        recovered(header, signed_in).await
    }

    /// The same with a passkey in the place of the password.
    pub(crate) async fn recover_by_passkey(self) -> Result<Recovered, PinError> {
        let storage = self.keeper()?.storage.clone();
        let header = storage.lock().await?.ok_or(PinError::NoLock)?;
        let signed_in = passkeys::shown(header.device.clone()).await.map_err(PinError::Passkey)?;
        recovered(header, signed_in).await
    }
}

/// Gets the data key back for a fresh token.
async fn recovered(header: Header, signed_in: SignedIn) -> Result<Recovered, PinError> {
    let recovery = match transport::recovery(&signed_in.token).await {
        Ok(recovery) => recovery,
        Err(TransportError::Status { status: 404, .. }) => return Err(PinError::NoRecovery),
        Err(error) => return Err(PinError::SignIn(error.into())),
    };
    let recovery = bytes_of(&recovery).and_then(|bytes| <[u8; 32]>::try_from(bytes.to_vec()).ok());
    let recovery = DataKey(recovery.ok_or(PinError::NoRecovery)?);
    let key = cipher::key(&recovery.0).await?;
    // A key of an earlier lock does not open this one.
    let key = unwrapped(&key, &header.id, &header.by_recovery).await.ok_or(PinError::NoRecovery)?;
    Ok(Recovered { header, key, signed_in })
}

impl Book {
    /// Sets a new PIN in the place of the forgotten one, and opens the device.
    pub(crate) async fn set_pin_anew(self, recovered: &Recovered, pin: &str) -> Result<(), PinError> {
        let storage = self.keeper()?.storage.clone();
        let mut header = recovered.header.clone();
        put_pin(&mut header, pin, &recovered.key).await?;
        storage.keep_lock(&header).await?;
        storage.forget_tries().await?;
        storage.unlock(Vault::new(header.id.clone(), cipher::key(&recovered.key.0).await?));
        let session = StoredSession::new(recovered.signed_in.clone());
        storage.keep_session(&session, None).await?;
        self.enter(&header, &recovered.key).await
    }

    /// What is lost if the device is cleared while it is locked.
    pub(crate) async fn lost_by_clearing(self) -> Result<Lost, PinError> {
        Ok(self.keeper()?.storage.lost().await?)
    }

    /// Clears the device without opening it.
    pub(crate) async fn clear_locked(self) -> Result<(), PinError> {
        self.keeper()?.storage.wipe().await?;
        web::reload();
        Ok(())
    }

    /// Locks the device, in all tabs.
    pub(crate) async fn lock_now(self) {
        self.say_of_lock(&[LOCKED.into()]);
        self.leave().await;
    }

    /// Hears what another tab says of the lock.
    pub(crate) async fn hear_of_lock(self) {
        // Whoever follows the news is told when they are taken: only where there are any, or it would never end.
        if self.lock_news.with_untracked(Option::is_none) {
            return;
        }
        let Some(news) = self.lock_news.try_update(Option::take).flatten() else { return };
        let Ok(keeper) = self.keeper() else { return };
        let news = Array::from(&news);
        match (news.get(0).as_string().as_deref(), news.get(1).as_string()) {
            (Some(SET), Some(id)) => {
                keeper.storage.unlock(Vault::new(id, Key(news.get(2))));
                self.sealed.set(true);
            }
            (Some(OFF), _) => {
                keeper.storage.stay_clear();
                self.sealed.set(false);
            }
            (Some(LOCKED), _) => self.leave().await,
            _ => {}
        }
    }

    fn say_of_lock(self, words: &[JsValue]) {
        let Ok(keeper) = self.keeper() else { return };
        if let Some(tabs) = keeper.tabs.borrow().as_ref() {
            tabs.say(&words.iter().cloned().collect::<Array>().into());
        }
    }

    /// Loads the page anew, which drops keys and views from memory. What is typed is kept first.
    async fn leave(self) {
        if let Ok(event) = web_sys::Event::new(web::KEEP) {
            let _told = window().dispatch_event(&event);
        }
        let begun = web::now_ms();
        let storage = self.keeper().map(|keeper| keeper.storage.clone());
        loop {
            web::sleep(60).await;
            let is_calm = storage.as_ref().is_ok_and(crate::storage::Storage::is_calm);
            if is_calm || web::now_ms() - begun > PATIENCE_MS {
                break;
            }
        }
        web::reload();
    }
}

async fn put_pin(header: &mut Header, pin: &str, key: &DataKey) -> Result<(), PinError> {
    let salt = cipher::random(16)?;
    let of_pin = cipher::key_of_pin(&text::compose(pin), &salt, ROUNDS).await?;
    header.by_pin = wrapped(&of_pin, &header.id, key).await?;
    header.salt = hex(&salt.to_vec());
    header.rounds = ROUNDS;
    header.digits = pin.bytes().all(|byte| byte.is_ascii_digit());
    Ok(())
}

fn drawn() -> Result<[u8; 32], PinError> {
    web::secret_bytes().ok_or(PinError::NoCipher)
}

async fn wrapped(with: &Key, id: &str, key: &DataKey) -> Result<String, PinError> {
    let raw = Uint8Array::from(key.0.as_slice());
    let sealed = cipher::seal(with, &[(id.to_owned(), raw.clone())]).await?;
    raw.fill(0, 0, 32);
    Ok(sealed.first().map(|sealed| hex(&sealed.to_vec())).unwrap_or_default())
}

async fn unwrapped(with: &Key, id: &str, sealed: &str) -> Option<DataKey> {
    let opened = cipher::open(with, &[(id.to_owned(), bytes_of(sealed)?)]).await.ok()?;
    Some(DataKey(opened.first()?.to_vec().try_into().ok()?))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}

fn bytes_of(hex: &str) -> Option<Uint8Array> {
    let digit = |at: usize| hex.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    let bytes: Option<Vec<u8>> = (0..hex.len()).step_by(2).map(digit).collect();
    Some(Uint8Array::from(bytes?.as_slice()))
}
