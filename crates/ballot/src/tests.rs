use crate::{Blinded, Choice, Entropy, Evaluated, Paper, PaperFault, Pending, PublicKey, SessionKey};
use crate::{Token, TokenFault};

fn entropy() -> Entropy {
    let mut bytes = [0; 32];
    bytes.fill_with(|| fastrand::u8(..));
    Entropy::new(bytes)
}

fn key() -> SessionKey {
    SessionKey::draw(entropy()).unwrap()
}

fn token(key: &SessionKey) -> Token {
    let pending = Pending::begin(entropy()).unwrap();
    let answer = key.evaluate(entropy(), &pending.question()).unwrap();
    pending.finish(&answer, key.public()).unwrap()
}

#[test]
fn a_token_is_known_by_its_session_and_by_no_other() {
    let (key, other) = (key(), key());
    let token = token(&key);
    assert!(key.knows(&token));
    assert!(!other.knows(&token));
    let kept = SessionKey::from_bytes(&key.to_bytes()).unwrap();
    assert!(kept.knows(&token));
    assert_eq!(kept.public(), key.public());
}

#[test]
fn a_token_that_nobody_gave_is_not_known() {
    let key = key();
    let given = token(&key).to_text();
    for at in [0, 63, 64, 191] {
        let mut forged: Vec<char> = given.chars().collect();
        forged[at] = if forged[at] == '0' { '1' } else { '0' };
        let forged = Token::from_text(&forged.into_iter().collect::<String>()).unwrap();
        assert!(!key.knows(&forged), "digit {at}");
    }
    assert_eq!(Token::from_text("00").err(), Some(TokenFault::Unreadable("token")));
}

#[test]
fn a_member_notices_a_key_of_their_own() {
    let (told, of_their_own) = (key(), key());
    let pending = Pending::begin(entropy()).unwrap();
    let answer = of_their_own.evaluate(entropy(), &pending.question()).unwrap();
    assert_eq!(pending.finish(&answer, told.public()).err(), Some(TokenFault::OtherKey));
    // An answer of zeros is none at all.
    let nothing = Evaluated::from_text(&"0".repeat(192)).unwrap();
    assert!(pending.finish(&nothing, told.public()).is_err());
}

#[test]
fn what_was_kept_goes_on_where_it_was() {
    let key = key();
    let pending = Pending::begin(entropy()).unwrap();
    let kept = Pending::from_text(&pending.to_text()).unwrap();
    assert_eq!(kept.question(), pending.question());
    let first = key.evaluate(entropy(), &pending.question()).unwrap();
    let again = key.evaluate(entropy(), &kept.question()).unwrap();
    let public = PublicKey::from_text(&key.public().to_text()).unwrap();
    let (first, again) = (Evaluated::from_text(&first.to_text()).unwrap(), again);
    assert!(pending.finish(&first, public).unwrap() == kept.finish(&again, public).unwrap());
    assert!(Pending::from_text("x").is_err());
}

#[test]
fn question_and_token_have_nothing_in_common() {
    let key = key();
    let pending = Pending::begin(entropy()).unwrap();
    let question = pending.question();
    let answer = key.evaluate(entropy(), &question).unwrap();
    let token = pending.finish(&answer, key.public()).unwrap().to_text();
    for seen in [question.to_text(), answer.to_text()] {
        let pieces = (0..seen.len() - 16).map(|at| &seen[at..at + 16]);
        assert!(pieces.into_iter().all(|piece| !token.contains(piece)));
    }
    assert_eq!(Blinded::from_text(&question.to_text()).unwrap().digest(), question.digest());
    // A question that is the neutral element would make every token alike.
    let neutral = Blinded::from_text(&"0".repeat(64)).unwrap();
    assert!(key.evaluate(entropy(), &neutral).is_err());
}

#[test]
fn a_paper_says_the_same_in_any_order_and_its_length_tells_nothing() {
    let token = token(&key());
    let votes = vec![(9, Choice::No), (4, Choice::Yes), (7, Choice::Blank)];
    let paper = Paper::fill(token.clone(), votes.clone()).unwrap();
    let turned = Paper::fill(token.clone(), votes.into_iter().rev().collect()).unwrap();
    assert_eq!(paper.to_json(), turned.to_json());
    assert_eq!((paper.seal(), paper.receipt()), (turned.seal(), turned.receipt()));
    let read = Paper::from_json(&paper.to_json()).unwrap();
    assert!(read == paper);

    let other =
        Paper::fill(token.clone(), vec![(4, Choice::Yes), (7, Choice::Yes), (9, Choice::No)]).unwrap();
    assert_eq!(other.to_json().len(), paper.to_json().len());
    assert_eq!(other.spent(), paper.spent());
    assert_ne!(other.seal(), paper.seal());
    assert_ne!(other.receipt(), paper.receipt());

    let twice = Paper::fill(token, vec![(4, Choice::Yes), (4, Choice::No)]);
    assert_eq!(twice.err(), Some(PaperFault::Twice));
    for bad in ["", "{}", r#"{"token":"","votes":[]}"#, r#"{"token":"","votes":[],"account":3}"#] {
        assert_eq!(Paper::from_json(bad).err(), Some(PaperFault::Unreadable));
    }
}

#[test]
fn the_key_has_a_code_to_be_read_out() {
    let (one, other) = (key().public(), key().public());
    assert_eq!(one.short().len(), 9);
    assert_eq!(one.short(), PublicKey::from_text(&one.to_text()).unwrap().short());
    assert_ne!(one.short(), other.short());
}
