//! The published examples of the specification, and everything that may be wrong with what is brought.

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::authenticator::{Authenticator, COPIED, Made, Signed, THERE, object, text};
use crate::*;

const ORIGIN: &str = "https://thidua.example";
const HOST: &str = "thidua.example";
/// Of what the endpoint draws nothing but base64url is ever seen.
const CHALLENGE: &str = "c29tZXRoaW5nIHRoYXQgd2FzIGRyYXdu";

fn site() -> Site {
    Site::of_origin(ORIGIN).unwrap()
}

fn authenticator() -> Authenticator {
    Authenticator::new(1, ORIGIN, HOST)
}

fn make(made: &Made) -> Result<Credential, Fault> {
    let Made { client_data, attestation } = made;
    Registration { client_data, attestation }.check(&site(), CHALLENGE)
}

fn show(signed: &Signed, known: &Credential) -> Result<Shown, Fault> {
    let Signed { client_data, data, signature } = signed;
    let known = Known { key: &known.key, counter: known.counter, copyable: known.copyable };
    Assertion { client_data, data, signature }.check(&site(), CHALLENGE, known)
}

#[derive(Deserialize)]
struct Published {
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    name: String,
    make: Making,
    show: Showing,
}

#[derive(Deserialize)]
struct Making {
    challenge: String,
    client_data: String,
    attestation: String,
}

#[derive(Deserialize)]
struct Showing {
    challenge: String,
    client_data: String,
    data: String,
    signature: String,
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn the_published_examples_are_judged_as_they_should_be() {
    let json = include_str!("../../../tests/fixtures/webauthn-vectors.json");
    let Published { vectors } = serde_json::from_str(json).unwrap();
    let site = Site::of_origin("https://example.org").unwrap();
    let mut judged = Vec::new();
    for Vector { name, make, show } in vectors {
        let (client_data, attestation) = (bytes(&make.client_data), bytes(&make.attestation));
        let made = Registration { client_data: &client_data, attestation: &attestation };
        let made = made.check(&site, &text(&bytes(&make.challenge)));
        // The key that it was made with, also where the ceremony is refused for another reason.
        let key =
            said::attested(&said::data_of(&attestation).unwrap()[37..]).map(|(attested, _)| attested.key);
        let (client_data, data) = (bytes(&show.client_data), bytes(&show.data));
        let signature = bytes(&show.signature);
        let shown = key.as_ref().map(|key| {
            let message = [data.as_slice(), Sha256::digest(&client_data).as_slice()].concat();
            assert_eq!(key.check(&message, &signature), Ok(()), "{name}: the signature is right");
            assert_eq!(key.check(&message[1..], &signature), Err(Fault::Signature), "{name}");
            let known = Known { key, counter: 0, copyable: data[32] & 8 != 0 };
            let shown = Assertion { client_data: &client_data, data: &data, signature: &signature };
            shown.check(&site, &text(&bytes(&show.challenge)), known).map(|_| ())
        });
        judged.push((name, made.map(|_| ()).err(), shown.map(Result::err).map_err(|fault| *fault)));
    }
    let right = |name: &'static str, made, shown| (name.to_owned(), made, Ok(shown));
    let expected = vec![
        right("ES256 Credential with No Attestation", Some(Fault::NotVerified), Some(Fault::NotVerified)),
        right("ES256 Credential with Self Attestation", None, Some(Fault::NotVerified)),
        right(
            "ES256 Credential with \"crossOrigin\": true in clientDataJSON",
            Some(Fault::Framed),
            Some(Fault::Framed),
        ),
        right(
            "ES256 Credential with \"topOrigin\" in clientDataJSON",
            Some(Fault::Framed),
            Some(Fault::Framed),
        ),
        right("ES256 Credential with very long credential ID", Some(Fault::NotVerified), None),
        right("Packed Attestation with ES256 Credential", None, None),
        right("Packed Attestation with RS256 Credential", None, Some(Fault::NotVerified)),
        ("Packed Attestation with Ed25519 Credential".to_owned(), Some(Fault::Key), Err(Fault::Key)),
        right("TPM Attestation with ES256 Credential", None, None),
        right("Android Key Attestation with ES256 Credential", None, Some(Fault::NotVerified)),
        right(
            "Apple Anonymous Attestation with ES256 Credential",
            Some(Fault::NotVerified),
            Some(Fault::NotVerified),
        ),
        right(
            "FIDO U2F Attestation with ES256 Credential",
            Some(Fault::NotVerified),
            Some(Fault::NotVerified),
        ),
    ];
    assert_eq!(judged, expected);
}

#[test]
fn a_passkey_is_made_and_shown() {
    let authenticator = Authenticator { flags: THERE | COPIED, ..authenticator() };
    let made = make(&authenticator.make(CHALLENGE)).unwrap();
    assert_eq!((&made.id, made.counter, made.copyable, made.copied), (&authenticator.id, 0, true, true));
    assert_eq!(made.key.written(), authenticator.key_written());
    assert_eq!(PublicKey::read(made.key.written()).unwrap().written(), made.key.written());
    let shown = show(&authenticator.show(CHALLENGE), &made).unwrap();
    assert_eq!(shown, Shown { counter: 0, copied: true, went_back: false });
    assert_eq!(challenge_of(&authenticator.show(CHALLENGE).client_data).as_deref(), Ok(CHALLENGE));
}

#[test]
fn a_counter_that_does_not_go_on_is_told() {
    let mut authenticator = Authenticator { counter: 7, ..authenticator() };
    let made = make(&authenticator.make(CHALLENGE)).unwrap();
    for (counter, went_back) in [(8, false), (1000, false), (7, true), (6, true), (0, true)] {
        authenticator.counter = counter;
        let shown = show(&authenticator.show(CHALLENGE), &made).unwrap();
        assert_eq!((shown.counter, shown.went_back), (counter, went_back));
    }
}

#[test]
fn what_a_browser_or_an_authenticator_must_not_say_is_refused() {
    type Change = fn(&mut Authenticator);
    let table: [(Change, Fault); 14] = [
        (|it| "https://thidua.example.evil".clone_into(&mut it.origin), Fault::Origin),
        (|it| "https://thidua.example:444".clone_into(&mut it.origin), Fault::Origin),
        (|it| "http://thidua.example".clone_into(&mut it.origin), Fault::Origin),
        (|it| "https://sub.thidua.example".clone_into(&mut it.origin), Fault::Origin),
        (|it| r#","topOrigin":"https://evil.example""#.clone_into(&mut it.more), Fault::Framed),
        // The same name twice: which of them counts would be for each reader to choose.
        (|it| r#","crossOrigin":true"#.clone_into(&mut it.more), Fault::ClientData),
        (|it| r#","type":"webauthn.get""#.clone_into(&mut it.more), Fault::ClientData),
        (|it| it.more = format!(r#","more":"{}""#, "x".repeat(5000)), Fault::ClientData),
        (|it| "example".clone_into(&mut it.site), Fault::OtherSite),
        (|it| "evil.example".clone_into(&mut it.site), Fault::OtherSite),
        (|it| it.flags = 0b100, Fault::NobodyThere),
        (|it| it.flags = 0b001, Fault::NotVerified),
        (|it| it.flags = THERE | 0b1_0000, Fault::Copies),
        (|it| it.flags = THERE | 0b1000_0000, Fault::Data),
    ];
    let made = make(&authenticator().make(CHALLENGE)).unwrap();
    for (at, (change, fault)) in table.into_iter().enumerate() {
        let mut changed = authenticator();
        change(&mut changed);
        assert_eq!(make(&changed.make(CHALLENGE)).map(|_| ()), Err(fault), "{at}");
        assert_eq!(show(&changed.show(CHALLENGE), &made), Err(fault), "{at}");
    }
}

#[test]
fn one_ceremony_is_not_the_other_and_one_challenge_is_not_another() {
    let authenticator = authenticator();
    let made = make(&authenticator.make(CHALLENGE)).unwrap();
    let other = "YW5vdGhlciBvbmU";
    assert_eq!(make(&authenticator.make(other)).map(|_| ()), Err(Fault::Challenge));
    assert_eq!(show(&authenticator.show(other), &made), Err(Fault::Challenge));
    let (making, showing) = (authenticator.make(CHALLENGE), authenticator.show(CHALLENGE));
    let swapped = Made { client_data: showing.client_data.clone(), ..making.clone() };
    assert_eq!(make(&swapped).map(|_| ()), Err(Fault::Kind));
    let swapped = Signed { client_data: making.client_data, ..showing.clone() };
    assert_eq!(show(&swapped, &made), Err(Fault::Kind));
    // What was said while it was made holds no signature of a challenge, and what is shown holds no new credential.
    let swapped = Made { attestation: object(&showing.data), ..making_of(&authenticator) };
    assert_eq!(make(&swapped).map(|_| ()), Err(Fault::Data));
}

fn making_of(authenticator: &Authenticator) -> Made {
    authenticator.make(CHALLENGE)
}

#[test]
fn every_changed_byte_of_what_is_signed_is_noticed() {
    let authenticator = Authenticator { counter: 3, ..authenticator() };
    let made = make(&authenticator.make(CHALLENGE)).unwrap();
    let signed = Authenticator { counter: 4, ..authenticator }.show(CHALLENGE);
    assert!(show(&signed, &made).is_ok());
    for part in 0..3 {
        let length = [signed.client_data.len(), signed.data.len(), signed.signature.len()][part];
        for at in 0..length {
            for change in [1, 0x80] {
                let mut changed = signed.clone();
                [&mut changed.client_data, &mut changed.data, &mut changed.signature][part][at] ^= change;
                assert!(show(&changed, &made).is_err(), "part {part}, byte {at}");
            }
        }
    }
    let other = make(&Authenticator::new(2, ORIGIN, HOST).make(CHALLENGE)).unwrap();
    assert_eq!(show(&signed, &other), Err(Fault::Signature));
    let known = Credential { copyable: true, ..made };
    assert_eq!(show(&signed, &known), Err(Fault::Copies));
}

#[test]
fn what_is_cut_or_goes_on_is_refused_and_never_ends_in_a_panic() {
    let authenticator = authenticator();
    let (making, showing) = (authenticator.make(CHALLENGE), authenticator.show(CHALLENGE));
    let made = make(&making).unwrap();
    for length in 0..making.attestation.len() {
        let cut = Made { attestation: making.attestation[..length].to_vec(), ..making.clone() };
        assert!(make(&cut).is_err(), "{length}");
    }
    for length in 0..making.client_data.len() {
        let cut = Made { client_data: making.client_data[..length].to_vec(), ..making.clone() };
        assert!(make(&cut).is_err(), "{length}");
    }
    for length in 0..showing.data.len() {
        let cut = Signed { data: showing.data[..length].to_vec(), ..showing.clone() };
        assert_eq!(show(&cut, &made), Err(Fault::Data), "{length}");
    }
    let mut longer = making.clone();
    longer.attestation.push(0);
    assert_eq!(make(&longer).map(|_| ()), Err(Fault::Data));
    let mut longer = showing.clone();
    longer.data.push(0);
    assert_eq!(show(&longer, &made), Err(Fault::Data));
    // Every byte of the object, changed in every bit: refused or read, and nothing else.
    for at in 0..making.attestation.len() {
        for bit in 0..8 {
            let mut changed = making.clone();
            changed.attestation[at] ^= 1 << bit;
            let _judged = make(&changed);
        }
    }
    for garbage in [vec![], vec![0xff; 40], vec![0xa1; 5000], vec![0x9f; 100_000]] {
        let changed = Made { attestation: garbage.clone(), ..making.clone() };
        assert_eq!(make(&changed).map(|_| ()), Err(Fault::Data));
        assert!(PublicKey::read(&garbage).is_err());
    }
}

#[test]
fn a_key_of_another_kind_or_of_no_curve_is_none() {
    let good = authenticator().key_written();
    assert!(PublicKey::read(&good).is_ok());
    // kty at 2, alg at 4, crv at 6, x from 10, y from 45.
    for (at, byte) in [(2, 3), (4, 0x27), (6, 2), (10, !good[10]), (44, !good[44]), (0, 0xa4)] {
        let mut changed = good.clone();
        changed[at] = byte;
        assert_eq!(PublicKey::read(&changed).map(|_| ()), Err(Fault::Key), "{at}");
    }
    // RSA: a modulus of 1,024 bits, an even one, one with a leading zero.
    let rsa = |modulus: &[u8]| {
        let mut key = vec![0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59];
        key.extend(u16::try_from(modulus.len()).unwrap().to_be_bytes());
        key.extend(modulus);
        key.extend([0x21, 0x43, 1, 0, 1]);
        PublicKey::read(&key).map(|_| ())
    };
    assert_eq!(rsa(&[0xff; 256]), Ok(()));
    assert_eq!(rsa(&[0xff; 128]), Err(Fault::Key));
    assert_eq!(rsa(&[0xff; 513]), Err(Fault::Key));
    assert_eq!(rsa(&[0xfe; 256]), Err(Fault::Key));
    assert_eq!(rsa(&[&[0], [0xff; 256].as_slice()].concat()), Err(Fault::Key));
}

#[test]
fn an_origin_is_a_name_over_tls_or_the_machine_itself() {
    for (origin, id) in [
        ("https://thidua.example", "thidua.example"),
        ("https://thidua.minhlong.gov.vn:8443", "thidua.minhlong.gov.vn"),
        ("https://localhost", "localhost"),
        ("http://localhost:8080", "localhost"),
        ("http://a.localhost", "a.localhost"),
        ("https://xn--ct-mka.vn", "xn--ct-mka.vn"),
    ] {
        let site = Site::of_origin(origin).unwrap_or_else(|| panic!("{origin}"));
        assert_eq!((site.origin(), site.id()), (origin, id));
    }
    for origin in [
        "",
        "thidua.example",
        "http://thidua.example",
        "https://thidua.example/",
        "https://thidua.example/app",
        "https://Thidua.example",
        "https://thidua.example:443",
        "https://thidua.example:08443",
        "https://thidua.example:",
        "https://thidua.example:99999",
        "https://u@thidua.example",
        "https://127.0.0.1",
        "https://[::1]",
        "http://127.0.0.1:8080",
        "https://thidua..example",
        "https://.example",
        "https://-a.example",
        "https://127.1",
        "https://0x7f.0x1",
        "https://thidua.example evil",
        "ftp://thidua.example",
    ] {
        assert_eq!(Site::of_origin(origin), None, "{origin}");
    }
}
