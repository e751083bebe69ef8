//! The browser's ciphers: AES-256-GCM and PBKDF2. Only the part of the PIN needs them.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{call, get};

/// The bytes of a nonce: 96 bits, as AES-GCM wants them.
pub(crate) const NONCE: u32 = 12;

/// The browser has no ciphers (as over plain HTTP), gave no random bytes, or what was to be opened is not what was sealed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the cipher failed")]
pub(crate) struct CipherError;

impl From<JsValue> for CipherError {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// A key that scripts can use and not read.
#[derive(Clone, Debug)]
pub(crate) struct Key(pub(crate) JsValue);

/// Whether the browser has ciphers here.
#[must_use]
pub(crate) fn is_there() -> bool {
    subtle().is_ok()
}

fn subtle() -> Result<JsValue, CipherError> {
    get(&window(), "crypto").and_then(|crypto| get(&crypto, "subtle")).ok_or(CipherError)
}

/// Random bytes fit for secrets.
pub(crate) fn random(count: u32) -> Result<Uint8Array, CipherError> {
    let bytes = Uint8Array::new_with_length(count);
    let crypto = get(&window(), "crypto").ok_or(CipherError)?;
    call(&crypto, "getRandomValues", &[bytes.clone().into()])?;
    Ok(bytes)
}

fn of(pairs: &[(&str, JsValue)]) -> Result<JsValue, CipherError> {
    let object = Object::new();
    for (name, value) in pairs {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}

async fn done(promise: JsValue) -> Result<JsValue, CipherError> {
    Ok(JsFuture::from(promise.dyn_into::<Promise>()?).await?)
}

/// A key of AES-256-GCM.
pub(crate) async fn key(raw: &[u8; 32]) -> Result<Key, CipherError> {
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let bytes = Uint8Array::from(raw.as_slice());
    let arguments = ["raw".into(), bytes.clone().into(), "AES-GCM".into(), JsValue::FALSE, uses.into()];
    let key = done(call(&subtle()?, "importKey", &arguments)?).await?;
    bytes.fill(0, 0, 32);
    Ok(Key(key))
}

/// The key that a PIN means: slowly, so that trying many PINs takes long.
pub(crate) async fn key_of_pin(pin: &str, salt: &Uint8Array, rounds: u32) -> Result<Key, CipherError> {
    let subtle = subtle()?;
    let uses = Array::of1(&"deriveKey".into());
    let secret = Uint8Array::from(pin.as_bytes());
    let arguments = ["raw".into(), secret.into(), "PBKDF2".into(), JsValue::FALSE, uses.into()];
    let secret = done(call(&subtle, "importKey", &arguments)?).await?;
    let how = of(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", salt.into()),
        ("iterations", rounds.into()),
    ])?;
    let what = of(&[("name", "AES-GCM".into()), ("length", 256.into())])?;
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let arguments = [how, secret, what, JsValue::FALSE, uses.into()];
    Ok(Key(done(call(&subtle, "deriveKey", &arguments)?).await?))
}

fn parameters(nonce: &Uint8Array, place: &str) -> Result<JsValue, CipherError> {
    let place = Uint8Array::from(place.as_bytes());
    of(&[("name", "AES-GCM".into()), ("iv", nonce.into()), ("additionalData", place.into())])
}

/// One of several values that are sealed or opened side by side: its place, and its bytes.
pub(crate) type Piece = (String, Uint8Array);

/// Seals each value with a nonce of its own, bound to its place: nonce, ciphertext, tag. All begin before the first is
/// awaited.
pub(crate) async fn seal(key: &Key, pieces: &[Piece]) -> Result<Vec<Uint8Array>, CipherError> {
    let (subtle, promises) = (subtle()?, Array::new());
    let mut nonces = Vec::with_capacity(pieces.len());
    for (place, bytes) in pieces {
        let nonce = random(NONCE)?;
        let arguments = [parameters(&nonce, place)?, key.0.clone(), bytes.into()];
        promises.push(&call(&subtle, "encrypt", &arguments)?);
        nonces.push(nonce);
    }
    let all: Array = JsFuture::from(Promise::all(&promises)).await?.dyn_into()?;
    let sealed = all.iter().zip(nonces).map(|(sealed, nonce)| {
        let sealed = Uint8Array::new(&sealed);
        let whole = Uint8Array::new_with_length(NONCE + sealed.length());
        whole.set(&nonce, 0);
        whole.set(&sealed, NONCE);
        whole
    });
    Ok(sealed.collect())
}

/// Opens what [`seal`] has sealed at the same places.
pub(crate) async fn open(key: &Key, pieces: &[Piece]) -> Result<Vec<Uint8Array>, CipherError> {
    let (subtle, promises) = (subtle()?, Array::new());
    for (place, sealed) in pieces {
        if sealed.length() < NONCE {
            return Err(CipherError);
        }
        let nonce = sealed.subarray(0, NONCE);
        let rest = sealed.subarray(NONCE, sealed.length());
        promises.push(&call(&subtle, "decrypt", &[parameters(&nonce, place)?, key.0.clone(), rest.into()])?);
    }
    let all: Array = JsFuture::from(Promise::all(&promises)).await?.dyn_into()?;
    Ok(all.iter().map(|opened| Uint8Array::new(&opened)).collect())
}
