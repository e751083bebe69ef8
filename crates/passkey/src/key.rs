//! Public keys, as COSE (RFC 9052, RFC 8230) writes them, and the signatures that they check.

use minicbor::Decoder;
use minicbor::data::Type;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use sha2::Sha256;

use crate::Fault;

/// ECDSA with P-256 and SHA-256: what telephones, tablets, browsers' stores of passwords and security keys have.
const ES256: i64 = -7;
/// RSASSA-PKCS1-v1_5 with SHA-256: what Windows Hello has.
const RS256: i64 = -257;
/// The algorithms that are asked for, the preferred one first. EdDSA is left out: whatever has it has ES256 as well, and it would
/// be another curve to carry.
pub const ALGORITHMS: [i64; 2] = [ES256, RS256];

/// The longest written key: RSA with 4,096 bits.
const LONGEST: usize = 1024;
/// The bytes of an RSA modulus: 2,048 to 4,096 bits.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=512;

/// A public key with its algorithm.
#[derive(Clone, Debug)]
pub struct PublicKey {
    written: Vec<u8>,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Es256(VerifyingKey),
    Rs256(Box<rsa::PublicKey>),
}

/// What may stand in a written key. The fields -1, -2, -3 are a curve and two coordinates, or a modulus and an exponent.
#[derive(Default)]
struct Written<'w> {
    family: Option<i64>,
    algorithm: Option<i64>,
    curve: Option<i64>,
    first: Option<&'w [u8]>,
    second: Option<&'w [u8]>,
    third: Option<&'w [u8]>,
}

impl PublicKey {
    /// The key that COSE has written so.
    ///
    /// # Errors
    /// If it is no key of an algorithm that is asked for.
    pub fn read(written: &[u8]) -> Result<Self, Fault> {
        let of = fields(written).ok_or(Fault::Key)?;
        let kind = match (of.family, of.algorithm) {
            (Some(2), Some(ES256)) => Kind::Es256(on_curve(&of).ok_or(Fault::Key)?),
            (Some(3), Some(RS256)) => Kind::Rs256(Box::new(modular(&of).ok_or(Fault::Key)?)),
            _ => return Err(Fault::Key),
        };
        Ok(Self { written: written.to_owned(), kind })
    }

    /// As it was written.
    #[must_use]
    pub fn written(&self) -> &[u8] {
        &self.written
    }

    /// Whether the key has signed the message.
    ///
    /// # Errors
    /// If it has not.
    pub fn check(&self, message: &[u8], signature: &[u8]) -> Result<(), Fault> {
        let is_right = match &self.kind {
            Kind::Es256(key) => {
                Signature::from_der(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
            }
            Kind::Rs256(key) => key.pkcs1v15_verify::<Sha256>(message, signature).is_ok(),
        };
        if is_right { Ok(()) } else { Err(Fault::Signature) }
    }
}

fn fields(written: &[u8]) -> Option<Written<'_>> {
    if written.len() > LONGEST {
        return None;
    }
    let mut of = Written::default();
    let mut decoder = Decoder::new(written);
    for _ in 0..decoder.map().ok()?? {
        match decoder.i64().ok()? {
            1 => fill(&mut of.family, decoder.i64().ok()?)?,
            3 => fill(&mut of.algorithm, decoder.i64().ok()?)?,
            // The curve's number stands where an RSA key has its modulus.
            -1 if matches!(decoder.datatype(), Ok(Type::Bytes)) => {
                fill(&mut of.first, decoder.bytes().ok()?)?;
            }
            -1 => fill(&mut of.curve, decoder.i64().ok()?)?,
            -2 => fill(&mut of.second, decoder.bytes().ok()?)?,
            -3 => fill(&mut of.third, decoder.bytes().ok()?)?,
            _ => decoder.skip().ok()?,
        }
    }
    (decoder.position() == written.len()).then_some(of)
}

/// A field that stands there twice makes the key none.
fn fill<T>(field: &mut Option<T>, with: T) -> Option<()> {
    field.replace(with).is_none().then_some(())
}

fn on_curve(of: &Written<'_>) -> Option<VerifyingKey> {
    let (x, y) = (of.second.filter(|x| x.len() == 32)?, of.third.filter(|y| y.len() == 32)?);
    if of.curve != Some(1) {
        return None;
    }
    // Refuses what is no point of the curve.
    VerifyingKey::from_sec1_bytes(&[&[4], x, y].concat()).ok()
}

fn modular(of: &Written<'_>) -> Option<rsa::PublicKey> {
    let (modulus, exponent) = (of.first?, of.second?);
    if !MODULUS.contains(&modulus.len()) || modulus.first() == Some(&0) || !(1..=4).contains(&exponent.len())
    {
        return None;
    }
    let number = rsa::BoxedUint::from_be_slice_vartime;
    rsa::PublicKey::new(number(modulus), number(exponent)).ok()
}
