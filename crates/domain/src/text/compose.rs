//! One form for each letter: Unicode NFC, as far as Vietnamese needs it.
//!
//! Files from macOS and some keyboards send a vowel and its marks as separate characters, which look the same and are
//! not equal. Marks are accepted in any order, also where Unicode holds the order of two marks to be meaningful:
//! nobody means anything else than ấ. Marks that join nothing stay as they are, and so does all other text.

use std::borrow::Cow;

use super::letter::{is_mark, join};

/// The text with every Vietnamese letter in one piece. Borrowed where it already was.
#[must_use]
pub fn compose(text: &str) -> Cow<'_, str> {
    if is_composed(text) {
        return Cow::Borrowed(text);
    }
    let mut composed = String::with_capacity(text.len());
    let mut last: Option<char> = None;
    for c in text.chars() {
        last = Some(match last.map(|letter| (letter, join(letter, c))) {
            Some((_, Some(joined))) => joined,
            Some((letter, None)) => {
                composed.push(letter);
                c
            }
            None => c,
        });
    }
    composed.extend(last);
    Cow::Owned(composed)
}

/// Whether every Vietnamese letter is in one piece, so that equal words are equal.
#[must_use]
pub fn is_composed(text: &str) -> bool {
    let follow = text.chars().zip(text.chars().skip(1));
    // Asking for the mark first leaves ordinary text with one comparison for each character.
    !follow.into_iter().any(|(letter, mark)| is_mark(mark) && join(letter, mark).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::letter::{Tone, VOWELS};
    use super::*;
    use proptest::prelude::*;

    const TONES: [&str; 6] = ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"];

    #[test]
    fn every_letter_is_made_of_its_marks_in_any_order() {
        for vowel in &VOWELS {
            for (tone, mark) in Tone::ALL.into_iter().zip(TONES) {
                let shape = vowel.shape.map(String::from).unwrap_or_default();
                let small = vowel.in_tone(tone).to_string();
                for (plain, whole) in [
                    (vowel.plain.to_string(), small.clone()),
                    (vowel.plain.to_uppercase().to_string(), small.to_uppercase()),
                ] {
                    assert_eq!(compose(&format!("{plain}{shape}{mark}")), whole);
                    assert_eq!(compose(&format!("{plain}{mark}{shape}")), whole);
                    assert!(is_composed(&whole));
                }
            }
        }
    }

    #[test]
    fn words() {
        let cases = [
            ("", ""),
            ("Chie\u{302}\u{301}n si\u{303} thi đua", "Chiến sĩ thi đua"),
            ("NGUYE\u{303}\u{302}N THI\u{323}", "NGUYỄN THỊ"),
            ("Hr\u{ea}", "Hrê"),
            ("Kr\u{f4}\u{306}ng", "Kr\u{f4}\u{306}ng"),
            ("\u{301}a", "\u{301}a"),
            ("a\u{301}\u{300}", "á\u{300}"),
            ("e\u{301}\u{301}\u{302}", "é\u{301}\u{302}"),
        ];
        for (text, expected) in cases {
            assert_eq!(compose(text), expected, "{text:?}");
        }
        assert!(matches!(compose("Đinh Văn Hoà"), Cow::Borrowed(_)));
        assert!(!is_composed("Hoa\u{300}"));
    }

    proptest! {
        #[test]
        fn what_is_composed_stays(text in "[aăeiouyÊưđDnc b\u{300}-\u{303}\u{306}\u{309}\u{30c}\u{31b}\u{323}]{0,12}") {
            let composed = compose(&text).into_owned();
            prop_assert!(is_composed(&composed));
            prop_assert_eq!(compose(&composed).into_owned(), composed);
        }

        #[test]
        fn text_without_marks_is_untouched(text in "[^\u{300}-\u{36f}]*") {
            prop_assert!(is_composed(&text));
            prop_assert_eq!(compose(&text).into_owned(), text);
        }
    }
}
