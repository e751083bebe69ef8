use thidua_sync::administration::{Fate, Verdict};
use thidua_sync::identity::DeviceId;
use thidua_sync::operation::Sealed;
use thidua_sync::wire::Request;

use crate::envelope::{self, Kind};
use crate::{Author, Committee, CommitteeKey, MOST_BYTES, OpenError, Receipt, SealError, kind_of, packing};

const TOKEN: &str = "pXbT0kMZyVY5mD6sW8yK1nq3r5u7w9zAaBcDeFgHiJk";

fn committee(number: u8) -> Committee {
    Committee::of_secret(&[number; 32])
}

fn request() -> Request {
    let sealed = |counter| Sealed { counter, bytes: format!("Đinh Văn {counter}").repeat(20).into_bytes() };
    Request { operations: vec![sealed(3), sealed(4), sealed(9)], ..Request::of(DeviceId([7; 16])) }
}

fn bundle() -> Vec<u8> {
    Author::of_token(TOKEN).seal(&committee(1).key(), &request(), [5; 32]).unwrap()
}

fn receipt() -> Receipt {
    let operations = vec![
        Fate::plain(3, Verdict::Known),
        Fate {
            reason: Some("Đã có (mẫu)".into()), refusal: Some(6), ..Fate::plain(4, Verdict::Refused)
        },
    ];
    Receipt { device: DeviceId([7; 16]).to_string(), at_ms: 1_700_000_000_000, operations }
}

#[test]
fn a_bundle_brings_the_very_bytes_and_says_who_has_signed() {
    let opened = committee(1).open(&bundle()).unwrap();
    assert_eq!(opened.verifier, Author::of_token(TOKEN).verifier());
    assert_ne!(opened.verifier, Author::of_token("another").verifier());
    assert_eq!(opened.request().unwrap(), request());
    assert_eq!(kind_of(&bundle()), Ok(Kind::Bundle));
}

#[test]
fn whoever_carries_it_reads_neither_the_text_nor_whose_it_is() {
    let file = bundle();
    let author = Author::of_token(TOKEN);
    let holds = |part: &[u8]| file.windows(part.len()).any(|window| window == part);
    assert!(!holds("Đinh".as_bytes()) && !holds(&[7; 16]) && !holds(&author.verifier().0));
    assert!(!holds(TOKEN.as_bytes()));
    // The same once more is another file: nobody can tell that it is the same.
    let again = author.seal(&committee(1).key(), &request(), [6; 32]).unwrap();
    assert_ne!(file.get(20..), again.get(20..));
}

#[test]
fn every_byte_counts() {
    let file = bundle();
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 1;
        assert!(committee(1).open(&changed).is_err(), "byte {at}");
    }
    let whose = |file: &[u8]| committee(1).open(file).unwrap_err();
    for length in 0..file.len() {
        assert_eq!(whose(&file[..length]), OpenError::CutShort, "{length} bytes");
    }
    assert_eq!(whose(&[file.as_slice(), b"x"].concat()), OpenError::Changed);
    assert_eq!(whose(b"PK\x03\x04 a workbook"), OpenError::Foreign);
    assert_eq!(whose(&vec![0; MOST_BYTES + 1]), OpenError::TooLarge);
    let mut later = file.clone();
    later[7] = 2;
    assert_eq!(whose(&later), OpenError::Newer(2));
    assert_eq!(committee(2).open(&file), Err(OpenError::NotForUs));
}

#[test]
fn nobody_signs_for_another_or_for_another_committee() {
    // Whoever could open a bundle (another committee) seals what it found anew, to this one.
    let (own, other) = (committee(1), committee(2));
    let file = Author::of_token(TOKEN).seal(&other.key(), &request(), [5; 32]).unwrap();
    let inside = envelope::open(Kind::Bundle, &file, &envelope::pair(&other_secret()).0, other.key().short());
    let inside = inside.unwrap();
    let passed_on =
        envelope::seal(Kind::Bundle, &own.key().sealing(), own.key().short(), &inside, [5; 32]).unwrap();
    assert_eq!(own.open(&passed_on), Err(OpenError::Changed));
    // Another receipt key in it is another statement.
    let file = bundle();
    let secret = crate::author::derive(&[1; 32], b"committee opens");
    let mut inside =
        envelope::open(Kind::Bundle, &file, &envelope::pair(&secret).0, own.key().short()).unwrap();
    inside[40] ^= 1;
    let changed =
        envelope::seal(Kind::Bundle, &own.key().sealing(), own.key().short(), &inside, [5; 32]).unwrap();
    assert_eq!(own.open(&changed), Err(OpenError::Changed));
}

fn other_secret() -> [u8; 32] {
    crate::author::derive(&[2; 32], b"committee opens")
}

#[test]
fn a_receipt_is_read_by_its_device_alone_and_only_from_its_committee() {
    let (author, own) = (Author::of_token(TOKEN), committee(1));
    let back = own.open(&bundle()).unwrap().back;
    let file = own.seal_receipt(&back, &receipt(), [9; 32]).unwrap();
    assert_eq!(kind_of(&file), Ok(Kind::Receipt));
    assert_eq!(author.open_receipt(&own.key(), &file), Ok(receipt()));
    let stranger = Author::of_token("another");
    assert_eq!(stranger.open_receipt(&own.key(), &file), Err(OpenError::NotForUs));
    let forged = committee(2).seal_receipt(&back, &receipt(), [9; 32]).unwrap();
    assert_eq!(author.open_receipt(&own.key(), &forged), Err(OpenError::Changed));
    assert_eq!(author.open_receipt(&own.key(), &bundle()), Err(OpenError::OtherKind));
    assert_eq!(own.open(&file), Err(OpenError::OtherKind));
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 0x80;
        assert!(author.open_receipt(&own.key(), &changed).is_err(), "byte {at}");
    }
}

#[test]
fn the_committees_keys_travel_as_text() {
    let key = committee(1).key();
    assert_eq!(CommitteeKey::from_text(&key.to_text()), Some(key));
    for wrong in ["", "00", &"g".repeat(128), &"0".repeat(127), &"0".repeat(130)] {
        assert_eq!(CommitteeKey::from_text(wrong), None, "{wrong}");
    }
    assert_ne!(committee(2).key(), key);
}

#[test]
fn packing_is_bounded_both_ways() {
    for plain in [Vec::new(), vec![1, 2, 3], vec![7; 100_000]] {
        assert_eq!(packing::unpack(&packing::pack(&plain)), Ok(plain));
    }
    let bomb = packing::pack(&vec![0; crate::MOST_PLAIN + 1]);
    assert!(bomb.len() < 20_000);
    assert_eq!(packing::unpack(&bomb), Err(OpenError::TooLarge));
    for wrong in [&[][..], &[2, 0], &[1, 0xff, 0xff]] {
        assert_eq!(packing::unpack(wrong), Err(OpenError::Unreadable));
    }
    // Random text does not become smaller.
    let mut dice = fastrand::Rng::with_seed(1);
    let mut bytes = || std::iter::repeat_with(|| dice.u8(..)).take(MOST_BYTES).collect::<Vec<_>>();
    let operations = vec![Sealed { counter: 1, bytes: bytes() }];
    let large = Request { operations, ..request() };
    let author = Author::of_token(TOKEN);
    assert_eq!(author.seal(&committee(1).key(), &large, [5; 32]), Err(SealError::TooLarge));
}
