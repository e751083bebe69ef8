//! The outside of a file: what kind it is, for whom, how long, and then the sealed inside (HPKE, RFC 9180: X25519, HKDF-SHA256,
//! ChaCha20-Poly1305). Everything before the sealed part is bound to it.

use chacha20::ChaCha20Rng;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::SeedableRng as _;
use hpke::{
    Deserializable as _, Kem as _, OpModeR, OpModeS, Serializable as _, single_shot_open,
    single_shot_seal_with_rng,
};
use sha2::{Digest as _, Sha256};

use crate::{Entropy, MOST_BYTES, OpenError, SealError};

type Suite = X25519HkdfSha256;
type Encapped = <Suite as hpke::Kem>::EncappedKey;
pub(crate) type Secret = <Suite as hpke::Kem>::PrivateKey;
type Public = <Suite as hpke::Kem>::PublicKey;

const MAGIC: &[u8; 6] = b"ThiDua";
/// The version of both kinds of files.
const VERSION: u8 = 1;
/// Magic, kind, version, whom it is for, the length of the rest.
const HEAD: usize = 6 + 1 + 1 + 8 + 4;
/// The encapsulated key and the tag of the cipher: no sealed part is shorter.
const LEAST: usize = 32 + 16;

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Operations on their way to the endpoint.
    Bundle,
    /// What became of them, on its way back.
    Receipt,
    /// What a device asks a hub.
    Asked,
    /// What a hub answers.
    Told,
}

impl Kind {
    const fn letter(self) -> u8 {
        match self {
            Self::Bundle => b'B',
            Self::Receipt => b'R',
            Self::Asked => b'Q',
            Self::Told => b'A',
        }
    }

    const fn info(self) -> &'static [u8] {
        match self {
            Self::Bundle => b"thidua bundle 1",
            Self::Receipt => b"thidua receipt 1",
            Self::Asked => b"thidua hub asks 1",
            Self::Told => b"thidua hub tells 1",
        }
    }
}

/// What a file says that it is, before anybody opens it.
///
/// # Errors
/// Where it is none, of a later version, cut short, or too large.
pub fn kind_of(file: &[u8]) -> Result<Kind, OpenError> {
    Ok(read(file)?.kind)
}

struct Read<'f> {
    kind: Kind,
    whom: [u8; 8],
    head: &'f [u8],
    encapped: &'f [u8],
    sealed: &'f [u8],
}

fn read(file: &[u8]) -> Result<Read<'_>, OpenError> {
    if file.len() > MOST_BYTES {
        return Err(OpenError::TooLarge);
    }
    let (magic, rest) = file.split_at_checked(MAGIC.len()).ok_or(short_or_foreign(file))?;
    if magic != MAGIC {
        return Err(OpenError::Foreign);
    }
    let [letter, version, ..] = rest else { return Err(OpenError::CutShort) };
    let kind = [Kind::Bundle, Kind::Receipt, Kind::Asked, Kind::Told]
        .into_iter()
        .find(|kind| kind.letter() == *letter);
    let kind = kind.ok_or(OpenError::Foreign)?;
    if *version != VERSION {
        return Err(if *version > VERSION { OpenError::Newer(*version) } else { OpenError::Foreign });
    }
    let (head, rest) = file.split_at_checked(HEAD).ok_or(OpenError::CutShort)?;
    let (_, after) = head.split_at(MAGIC.len() + 2);
    let (whom, length) = after.split_at(8);
    let whom = whom.try_into().map_err(|_| OpenError::Foreign)?;
    let length = length.try_into().map(u32::from_be_bytes).map_err(|_| OpenError::Foreign)?;
    let length = usize::try_from(length).map_err(|_| OpenError::TooLarge)?;
    if length > MOST_BYTES - HEAD {
        return Err(OpenError::TooLarge);
    }
    if length < LEAST {
        return Err(OpenError::Changed);
    }
    match rest.len() {
        len if len < length => return Err(OpenError::CutShort),
        len if len > length => return Err(OpenError::Changed),
        _ => {}
    }
    let (encapped, sealed) = rest.split_at(32);
    Ok(Read { kind, whom, head, encapped, sealed })
}

fn short_or_foreign(file: &[u8]) -> OpenError {
    if MAGIC.starts_with(file) { OpenError::CutShort } else { OpenError::Foreign }
}

/// The short name of a public key, by which files say whom they are for.
pub(crate) fn short(public: &[u8]) -> [u8; 8] {
    let digest: [u8; 32] = Sha256::digest(public).into();
    let mut short = [0; 8];
    short.copy_from_slice(digest.split_at(8).0);
    short
}

/// The pair of keys of some secret bytes: files are sealed to the public half.
pub(crate) fn pair(secret: &[u8; 32]) -> (Secret, [u8; 32]) {
    let (secret, public) = Suite::derive_keypair(secret);
    (secret, public.to_bytes().into())
}

/// Seals a file to a public key. `whom` is the name by which the owner of the key knows that it is theirs.
pub(crate) fn seal(
    kind: Kind,
    to: &[u8; 32],
    whom: [u8; 8],
    inside: &[u8],
    entropy: Entropy,
) -> Result<Vec<u8>, SealError> {
    let length = LEAST + inside.len();
    if length > MOST_BYTES - HEAD {
        return Err(SealError::TooLarge);
    }
    let length = u32::try_from(length).map_err(|_| SealError::TooLarge)?;
    let mut file = Vec::with_capacity(MOST_BYTES.min(HEAD + LEAST + inside.len()));
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&[kind.letter(), VERSION]);
    file.extend_from_slice(&whom);
    file.extend_from_slice(&length.to_be_bytes());
    let to = Public::from_bytes(to).map_err(|_| SealError::Key)?;
    let mut random = ChaCha20Rng::from_seed(entropy);
    let (encapped, sealed) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Suite>(
        &OpModeS::Base,
        &to,
        kind.info(),
        inside,
        &file,
        &mut random,
    )
    .map_err(|_| SealError::Key)?;
    file.extend_from_slice(&encapped.to_bytes());
    file.extend_from_slice(&sealed);
    Ok(file)
}

/// Opens a file that is sealed to the public half of a key.
pub(crate) fn open(kind: Kind, file: &[u8], secret: &Secret, whom: [u8; 8]) -> Result<Vec<u8>, OpenError> {
    let read = read(file)?;
    if read.kind != kind {
        return Err(OpenError::OtherKind);
    }
    if read.whom != whom {
        return Err(OpenError::NotForUs);
    }
    let encapped = Encapped::from_bytes(read.encapped).map_err(|_| OpenError::Changed)?;
    single_shot_open::<ChaCha20Poly1305, HkdfSha256, Suite>(
        &OpModeR::Base,
        secret,
        &encapped,
        kind.info(),
        read.sealed,
        read.head,
    )
    .map_err(|_| OpenError::Changed)
}
