//! What the browser says of a ceremony: which one, at which page, and which challenge was answered.

use std::borrow::Cow;

use serde::Deserialize;

use crate::{Fault, Site};

/// The longest that is read.
const LONGEST: usize = 4096;

/// Browsers may say more; what is not known is passed over, as the specification wants it.
#[derive(Deserialize)]
struct ClientData<'c> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'c, str>,
    #[serde(borrow)]
    challenge: Cow<'c, str>,
    #[serde(borrow)]
    origin: Cow<'c, str>,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
    #[serde(rename = "topOrigin", borrow, default)]
    top_origin: Option<Cow<'c, str>>,
}

/// Which ceremony.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Create,
    Get,
}

/// The challenge that the browser says was answered, in base64url without padding. Whether it was given, and to whom, is for
/// whoever gave it to say.
///
/// # Errors
/// If the bytes are no client data.
pub fn challenge_of(json: &[u8]) -> Result<String, Fault> {
    read(json).map(|said| said.challenge.into_owned())
}

/// Whether it is the account of this ceremony at this site about this challenge.
pub(crate) fn check(json: &[u8], kind: Kind, site: &Site, challenge: &str) -> Result<(), Fault> {
    let said = read(json)?;
    let wanted = match kind {
        Kind::Create => "webauthn.create",
        Kind::Get => "webauthn.get",
    };
    if said.kind != wanted {
        return Err(Fault::Kind);
    }
    if said.challenge != challenge {
        return Err(Fault::Challenge);
    }
    if said.origin != site.origin() {
        return Err(Fault::Origin);
    }
    if said.cross_origin || said.top_origin.is_some() {
        return Err(Fault::Framed);
    }
    Ok(())
}

fn read(json: &[u8]) -> Result<ClientData<'_>, Fault> {
    if json.len() > LONGEST {
        return Err(Fault::ClientData);
    }
    serde_json::from_slice(json).map_err(|_| Fault::ClientData)
}
