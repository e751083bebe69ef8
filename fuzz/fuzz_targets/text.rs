//! Vietnamese text from anywhere: composed, folded for searching, made into keys for sorting.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_domain::text::{NameKey, compose, fold, is_composed, matches};

fuzz_target!(|text: &str| {
    let composed = compose(text);
    assert!(is_composed(&composed) && compose(&composed) == composed);
    assert!(composed.len() <= text.len(), "composing shortens");
    let folded = fold(text);
    assert_eq!(fold(&folded), folded, "folding twice is folding once");
    assert_eq!(fold(&composed), folded, "however the letters came");
    assert!(matches(&folded, &folded));
    assert_eq!(NameKey::of_person(text), NameKey::of_person(&composed));
    assert_eq!(NameKey::of_collective(text), NameKey::of_collective(&composed));
});
