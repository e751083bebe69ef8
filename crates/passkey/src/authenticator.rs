//! An authenticator in software, for tests: it makes passkeys and shows them, and can be told to say something untrue.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use minicbor::Encoder;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use sha2::{Digest as _, Sha256};

/// The owner was there, and was verified.
pub const THERE: u8 = 0b0000_0101;
/// The key may be copied to other devices, and has been.
pub const COPIED: u8 = 0b0001_1000;
const WITH_CREDENTIAL: u8 = 0b0100_0000;

/// One passkey, and what it will say of itself.
#[derive(Clone, Debug)]
pub struct Authenticator {
    /// Its secret.
    pub secret: [u8; 32],
    /// The name of its credential.
    pub id: Vec<u8>,
    /// The site's id, as the page asked for it.
    pub site: String,
    /// The page.
    pub origin: String,
    /// What it says of its owner and of copies.
    pub flags: u8,
    /// How often it says to have signed.
    pub counter: u32,
    /// More fields of the browser's account, as JSON with a comma before.
    pub more: String,
}

/// What the browser brings when a passkey was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// `clientDataJSON`.
    pub client_data: Vec<u8>,
    /// `attestationObject`.
    pub attestation: Vec<u8>,
}

/// What the browser brings when a passkey was shown.
#[derive(Clone, Debug)]
pub struct Signed {
    /// `clientDataJSON`.
    pub client_data: Vec<u8>,
    /// `authenticatorData`.
    pub data: Vec<u8>,
    /// `signature`.
    pub signature: Vec<u8>,
}

impl Authenticator {
    /// An authenticator with one passkey of its own, told apart by a number.
    #[must_use]
    pub fn new(number: u8, origin: &str, site: &str) -> Self {
        let secret = [number.max(1); 32];
        let id = Sha256::digest(secret).to_vec();
        let (origin, site) = (origin.to_owned(), site.to_owned());
        Self { secret, id, site, origin, flags: THERE, counter: 0, more: String::new() }
    }

    fn key(&self) -> SigningKey {
        #[expect(clippy::expect_used, reason = "for tests: every repeated byte above 0 is a key")]
        SigningKey::from_slice(&self.secret).expect("a secret")
    }

    fn client_data(&self, kind: &str, challenge: &str) -> Vec<u8> {
        let Self { origin, more, .. } = self;
        let json = format!(
            r#"{{"type":"webauthn.{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false{more}}}"#
        );
        json.into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(&self.site).to_vec();
        data.push(self.flags | flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// The public key, as COSE writes it.
    #[must_use]
    pub fn key_written(&self) -> Vec<u8> {
        let point = self.key().verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes().get(1..).unwrap_or_default().split_at_checked(32).unwrap_or_default();
        cbor(|e| {
            e.map(5)?.i8(1)?.i8(2)?.i8(3)?.i8(-7)?.i8(-1)?.i8(1)?;
            e.i8(-2)?.bytes(x)?.i8(-3)?.bytes(y)?;
            Ok(())
        })
    }

    /// Makes the passkey.
    #[must_use]
    pub fn make(&self, challenge: &str) -> Made {
        let mut data = self.data(WITH_CREDENTIAL);
        data.extend([7; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap_or(u16::MAX).to_be_bytes());
        data.extend(&self.id);
        data.extend(self.key_written());
        Made { client_data: self.client_data("create", challenge), attestation: object(&data) }
    }

    /// Shows the passkey.
    #[must_use]
    pub fn show(&self, challenge: &str) -> Signed {
        let (client_data, data) = (self.client_data("get", challenge), self.data(0));
        let message = [data.as_slice(), Sha256::digest(&client_data).as_slice()].concat();
        let signature: Signature = self.key().sign(&message);
        Signed { client_data, data, signature: signature.to_der().as_bytes().to_vec() }
    }
}

/// Authenticator data as it comes when a passkey is made.
#[must_use]
pub fn object(data: &[u8]) -> Vec<u8> {
    cbor(|e| {
        e.map(3)?.str("fmt")?.str("none")?.str("attStmt")?.map(0)?.str("authData")?.bytes(data)?;
        Ok(())
    })
}

/// Bytes as they go in JSON.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

type Written = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

fn cbor(write: impl Fn(&mut Encoder<&mut Vec<u8>>) -> Written) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing into memory does not fail.
    write(&mut Encoder::new(&mut bytes)).ok();
    bytes
}
