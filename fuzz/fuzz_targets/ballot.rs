//! Secret ballots: questions, answers, tokens and papers. Nothing that was not given out counts.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use thidua_ballot::{Blinded, Entropy, Evaluated, Paper, Pending, PublicKey, SessionKey, Token};

fn key() -> &'static SessionKey {
    static KEY: OnceLock<SessionKey> = OnceLock::new();
    KEY.get_or_init(|| SessionKey::draw(Entropy::new([1; 32])).expect("a key"))
}

fuzz_target!(|input: &[u8]| {
    let Some((which, bytes)) = input.split_first() else { return };
    if which % 7 == 0 {
        // Written a second time it may be another writing of the same key, which then stays.
        if let Ok(of_bytes) = SessionKey::from_bytes(bytes) {
            let kept = of_bytes.to_bytes();
            let again = SessionKey::from_bytes(&kept).expect("what was kept");
            assert_eq!((again.to_bytes(), again.public()), (kept, of_bytes.public()));
        }
        return;
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match which % 7 {
        1 => {
            let Ok(paper) = Paper::from_json(text) else { return };
            let again = Paper::from_json(&paper.to_json()).ok().expect("what was written");
            assert!(again == paper && again.seal() == paper.seal() && again.spent() == paper.spent());
            assert_eq!(again.receipt(), paper.receipt());
            assert!(
                paper.votes().iter().zip(paper.votes().iter().skip(1)).all(|(vote, next)| vote.0 < next.0)
            );
            assert!(!key().knows(paper.token()), "a token that nobody has given");
        }
        2 => {
            let Ok(question) = Blinded::from_text(text) else { return };
            assert_eq!(question.to_text(), text.to_ascii_lowercase());
            if let Ok(answer) = key().evaluate(Entropy::new([2; 32]), &question) {
                assert!(Evaluated::from_text(&answer.to_text()).is_ok());
            }
        }
        3 => {
            let Ok(answer) = Evaluated::from_text(text) else { return };
            let pending = Pending::begin(Entropy::new([3; 32])).expect("a question");
            assert!(pending.finish(&answer, key().public()).is_err(), "an answer without the key");
        }
        4 => {
            let Ok(token) = Token::from_text(text) else { return };
            assert_eq!(token.to_text(), text.to_ascii_lowercase());
            assert!(!key().knows(&token), "a token that nobody has given");
        }
        5 => {
            let Ok(pending) = Pending::from_text(text) else { return };
            let again = Pending::from_text(&pending.to_text()).ok().expect("what was kept");
            assert_eq!(again.question(), pending.question());
        }
        _ => {
            let Ok(public) = PublicKey::from_text(text) else { return };
            assert_eq!(public.to_text(), text.to_ascii_lowercase());
            assert_eq!(public.short().len(), 9);
            let pending = Pending::begin(Entropy::new([4; 32])).expect("a question");
            let answer = key().evaluate(Entropy::new([5; 32]), &pending.question()).expect("an answer");
            assert_eq!(pending.finish(&answer, public).is_ok(), public == key().public());
        }
    }
});
