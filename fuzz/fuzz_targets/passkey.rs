//! What browsers and authenticators bring: client data, attestation objects, authenticator data, keys, signatures.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};
use thidua_passkey::authenticator::{Authenticator, THERE, object};
use thidua_passkey::{Assertion, Known, PublicKey, Registration, Site, challenge_of};

const ORIGIN: &str = "https://thidua.example";
const CHALLENGE: &str = "Y2hhbGxlbmdl";

/// A site, and a passkey of somebody there. Made once: the curve's arithmetic is most of the time.
struct Scene {
    site: Site,
    made: Vec<u8>,
    shown: Vec<u8>,
    key: PublicKey,
}

static SCENE: LazyLock<Scene> = LazyLock::new(|| {
    let site = Site::of_origin(ORIGIN).expect("an origin");
    let owner = Authenticator::new(1, ORIGIN, site.id());
    let (made, shown) = (owner.make(CHALLENGE).client_data, owner.show(CHALLENGE).client_data);
    Scene { site, made, shown, key: PublicKey::read(&owner.key_written()).expect("a key") }
});

fuzz_target!(|input: &[u8]| {
    let Some((which, bytes)) = input.split_first() else { return };
    match which % 6 {
        0 => {
            if let Ok(challenge) = challenge_of(bytes) {
                assert!(challenge.len() <= bytes.len());
            }
        }
        1 => {
            if let Ok(key) = PublicKey::read(bytes) {
                assert_eq!(key.written(), bytes);
                assert!(key.check(b"nobody has signed this", bytes).is_err());
            }
        }
        // The object as a whole, then with data inside that is of this site, of somebody who is there.
        2 => made(bytes),
        3 => made(&object(&data(THERE | 0b0100_0000, bytes))),
        _ => {
            let cut = bytes.first().map_or(0, |cut| usize::from(*cut)).min(bytes.len());
            let (said, signature) = bytes.split_at(cut);
            let known = Known { key: &SCENE.key, counter: 0, copyable: false };
            let said = data(THERE, said);
            let shown = Assertion { client_data: &SCENE.shown, data: &said, signature };
            assert!(
                shown.check(&SCENE.site, CHALLENGE, known).is_err(),
                "a signature that the owner did not make"
            );
            let shown = Assertion { client_data: bytes, ..shown };
            assert!(shown.check(&SCENE.site, CHALLENGE, known).is_err());
        }
    }
});

fn data(flags: u8, rest: &[u8]) -> Vec<u8> {
    [Sha256::digest(SCENE.site.id()).as_slice(), &[flags], &0u32.to_be_bytes(), rest].concat()
}

fn made(attestation: &[u8]) {
    let registration = Registration { client_data: &SCENE.made, attestation };
    if let Ok(made) = registration.check(&SCENE.site, CHALLENGE) {
        assert!((1..=1023).contains(&made.id.len()));
        assert!(PublicKey::read(made.key.written()).is_ok(), "the endpoint could not read the key again");
        assert!(registration.check(&SCENE.site, "another").is_err());
    }
}
