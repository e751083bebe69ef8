//! The browser's passkeys (WebAuthn). What is signed in here is what the endpoint asked for; nothing is judged.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use thidua_sync::passkey::{ToMake, ToShow};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{base64, call, get};

/// Why there was no passkey.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum PasskeyFault {
    /// The officer said no, waited too long, or has none here: browsers do not tell which.
    #[error("not done")]
    NotDone,
    /// The authenticator has one of this account already.
    #[error("there is one already")]
    Already,
    /// The browser makes none at this address.
    #[error("not at this address")]
    Address,
    /// The device has nothing that could keep one.
    #[error("nothing keeps one")]
    Unable,
    /// The browser answered with something else.
    #[error("an unexpected answer")]
    Broken,
}

impl From<JsValue> for PasskeyFault {
    fn from(error: JsValue) -> Self {
        match get(&error, "name").and_then(|name| name.as_string()).as_deref() {
            Some("NotAllowedError" | "AbortError") => Self::NotDone,
            Some("InvalidStateError") => Self::Already,
            Some("SecurityError") => Self::Address,
            Some("NotSupportedError" | "ConstraintError") => Self::Unable,
            _ => Self::Broken,
        }
    }
}

/// Whether the browser has passkeys for this page: not without TLS, and not at an address of numbers.
#[must_use]
pub(crate) fn is_there() -> bool {
    // What ends in a digit or a bracket is an address, as names of hosts go.
    let is_name = |host: String| !host.ends_with(|end: char| end.is_ascii_digit() || end == ']');
    get(&window(), "PublicKeyCredential").is_some() && window().location().hostname().is_ok_and(is_name)
}

/// What the browser brings when a passkey was made, in base64url.
pub(crate) struct Made {
    pub(crate) client_data: String,
    pub(crate) attestation: String,
}

/// What it brings when one was shown.
pub(crate) struct Shown {
    pub(crate) credential: String,
    pub(crate) user: String,
    pub(crate) client_data: String,
    pub(crate) data: String,
    pub(crate) signature: String,
}

/// Has a passkey made.
pub(crate) async fn make(asked: &ToMake) -> Result<Made, PasskeyFault> {
    let kinds: Array = asked
        .algorithms
        .iter()
        .map(|algorithm| {
            #[expect(clippy::cast_precision_loss, reason = "COSE's numbers are small")]
            object(&[("type", "public-key".into()), ("alg", (*algorithm as f64).into())])
        })
        .collect::<Result<_, _>>()?;
    let existing: Array = asked
        .existing
        .iter()
        .map(|id| object(&[("type", "public-key".into()), ("id", bytes(id)?)]))
        .collect::<Result<_, _>>()?;
    let site = object(&[("id", asked.site.as_str().into()), ("name", asked.committee.as_str().into())])?;
    let user = object(&[
        ("id", bytes(&asked.user)?),
        ("name", asked.login.as_str().into()),
        ("displayName", asked.display_name.as_str().into()),
    ])?;
    // One that the authenticator keeps by itself, so that nobody need type who they are; and only after it has asked for the
    // finger, the face or the screen's PIN.
    let wanted = object(&[
        ("residentKey", "required".into()),
        ("requireResidentKey", true.into()),
        ("userVerification", "required".into()),
    ])?;
    let options = object(&[
        ("challenge", bytes(&asked.challenge)?),
        ("rp", site),
        ("user", user),
        ("pubKeyCredParams", kinds.into()),
        ("excludeCredentials", existing.into()),
        ("authenticatorSelection", wanted),
        ("attestation", "none".into()),
        ("hints", Array::of1(&"client-device".into()).into()),
        ("timeout", asked.timeout_ms.into()),
    ])?;
    let answer = ask("create", options).await?;
    let response = get(&answer, "response").ok_or(PasskeyFault::Broken)?;
    Ok(Made {
        client_data: text(&response, "clientDataJSON")?,
        attestation: text(&response, "attestationObject")?,
    })
}

/// Has a passkey shown, whosever it is.
pub(crate) async fn show(asked: &ToShow) -> Result<Shown, PasskeyFault> {
    let options = object(&[
        ("challenge", bytes(&asked.challenge)?),
        ("rpId", asked.site.as_str().into()),
        ("userVerification", "required".into()),
        ("hints", Array::of1(&"client-device".into()).into()),
        ("timeout", asked.timeout_ms.into()),
    ])?;
    let answer = ask("get", options).await?;
    let response = get(&answer, "response").ok_or(PasskeyFault::Broken)?;
    Ok(Shown {
        credential: text(&answer, "rawId")?,
        user: text(&response, "userHandle")?,
        client_data: text(&response, "clientDataJSON")?,
        data: text(&response, "authenticatorData")?,
        signature: text(&response, "signature")?,
    })
}

async fn ask(what: &str, options: JsValue) -> Result<JsValue, PasskeyFault> {
    let keeper = get(&window().navigator(), "credentials").ok_or(PasskeyFault::Unable)?;
    let asking: Promise = call(&keeper, what, &[object(&[("publicKey", options)])?])?.dyn_into()?;
    Ok(JsFuture::from(asking).await?)
}

fn object(pairs: &[(&str, JsValue)]) -> Result<JsValue, PasskeyFault> {
    let object = Object::new();
    for (name, value) in pairs {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}

fn bytes(text: &str) -> Result<JsValue, PasskeyFault> {
    let bytes = base64::decode(text).ok_or(PasskeyFault::Broken)?;
    Ok(Uint8Array::from(bytes.as_slice()).into())
}

/// The bytes of a buffer that stands under a name.
fn text(of: &JsValue, name: &str) -> Result<String, PasskeyFault> {
    let buffer = get(of, name).ok_or(PasskeyFault::Broken)?;
    Ok(base64::encode(&Uint8Array::new(&buffer).to_vec()))
}
