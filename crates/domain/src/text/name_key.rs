//! The order of names in a Vietnamese list.
//!
//! Letters come before tones within a syllable, and the given name, which stands last, before everything else. The
//! tone belongs to the syllable: where it is written within it does not matter. What the key does not tell apart
//! (case, punctuation) the caller settles with a second key, so that two devices show one order.

use super::compose;
use super::letter::{Tone, small, vowel};

/// The alphabet with the four letters that only foreign names have, each in its Latin place.
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

// Below every letter, so that a shorter word and a shorter part come first.
const END_OF_PART: u8 = 0;
const END_OF_WORD: u8 = 1;
// Digits, then letters; the bytes of all other characters are above both.
const FIRST_DIGIT: u8 = 16;
const FIRST_LETTER: u8 = 32;

/// A key that compares as names do. Cheap to compare, so made once for each name of a list.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NameKey(Box<[u8]>);

impl NameKey {
    /// The key of a person's name: given name, then middle names, then family name. A name of one word has neither
    /// of the others.
    #[must_use]
    pub fn of_person(name: &str) -> Self {
        let name = compose(name);
        let words: Vec<&str> = words(&name).collect();
        let mut key = Vec::with_capacity(name.len() + 8);
        match words.as_slice() {
            [] => {}
            [given] => push_word(&mut key, given),
            [family, middle @ .., given] => {
                push_word(&mut key, given);
                for word in middle {
                    push_word(&mut key, word);
                }
                key.push(END_OF_PART);
                push_word(&mut key, family);
            }
        }
        Self(key.into_boxed_slice())
    }

    /// The key of any other name, such as that of a collective: word by word from the beginning.
    #[must_use]
    pub fn of_collective(name: &str) -> Self {
        let name = compose(name);
        let mut key = Vec::with_capacity(name.len() + 8);
        for word in words(&name) {
            push_word(&mut key, word);
        }
        Self(key.into_boxed_slice())
    }
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric))
}

fn push_word(key: &mut Vec<u8>, word: &str) {
    let mut tone = Tone::Ngang;
    for c in word.chars().filter(|c| c.is_alphanumeric()).map(small) {
        let letter = vowel(c).map_or(c, |(vowel, of_letter)| {
            tone = tone.max(of_letter);
            vowel.in_tone(Tone::Ngang)
        });
        push_letter(key, letter);
    }
    key.extend([END_OF_WORD, tone as u8]);
}

fn push_letter(key: &mut Vec<u8>, letter: char) {
    let place = ALPHABET.chars().zip(FIRST_LETTER..).find(|(candidate, _)| *candidate == letter);
    let digit = letter.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
    match (place, digit) {
        (Some((_, place)), _) => key.push(place),
        (None, Some(digit)) => key.push(FIRST_DIGIT + digit),
        (None, None) => key.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn persons_stand_by_given_then_middle_then_family_name() {
        let ordered = [
            "",
            "An",
            "Đinh An",
            "Phạm An",
            "Đinh Thị An",
            "Lê Thị An",
            "Lê Thị Bích An",
            "Lê Văn An",
            "Đinh Văn Anh",
            "Đinh Văn Ánh",
            "Đinh Văn Ăn",
            "Đinh Văn Ân",
            "Đinh Văn Dũng",
            "Đinh Văn Đang",
            "Trần Văn Hoa",
            "Đinh Văn Hòa",
            "Đinh Văn Hỏa",
            "Đinh Văn Hõa",
            "Đinh Văn Hóa",
            "Đinh Văn Họa",
            "Đinh Văn Khoa",
            "Đinh Văn Ô",
            "Đinh Văn Ơ",
            "Đinh Văn Ứng",
            "Đinh Văn Vân",
            "Đinh Văn Ý",
        ];
        for pair in ordered.windows(2) {
            assert!(
                NameKey::of_person(pair[0]) < NameKey::of_person(pair[1]),
                "{} before {}",
                pair[0],
                pair[1]
            );
        }
    }

    #[test]
    fn the_alphabet_and_the_tones_are_in_order() {
        let given: Vec<NameKey> = ALPHABET.chars().map(|c| NameKey::of_person(&c.to_string())).collect();
        assert!(given.is_sorted_by(|a, b| a < b));
        let tones: Vec<NameKey> = ["ma", "mà", "mả", "mã", "má", "mạ", "mă"].map(NameKey::of_person).into();
        assert!(tones.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn collectives_stand_by_their_first_word() {
        let mut names =
            ["Xã Thanh An", "Trường Tiểu học số 10", "Xã Long Môn", "Ủy ban", "Trường Tiểu học số 1"];
        names.sort_by_key(|name| NameKey::of_collective(name));
        let expected =
            ["Trường Tiểu học số 1", "Trường Tiểu học số 10", "Ủy ban", "Xã Long Môn", "Xã Thanh An"];
        assert_eq!(names, expected);
    }

    #[test]
    fn case_spaces_pieces_and_the_place_of_the_tone_do_not_matter() {
        let cases = [
            ("Đinh Văn Hoà", "ĐINH  VĂN HÒA "),
            ("Lê Thị Thuý", "Lê Thị Thúy"),
            ("Lê Thị Thúy", "Le\u{302} Thi\u{323} Thu\u{301}y"),
            ("H'Hen Niê", "HHen Niê"),
        ];
        for (a, b) in cases {
            assert_eq!(NameKey::of_person(a), NameKey::of_person(b), "{a} and {b}");
        }
    }

    proptest! {
        #[test]
        fn another_given_name_decides_before_the_family_name(
            family in "[A-ZĐ][a-z]{1,5}", other in "[A-ZĐ][a-z]{1,5}", low in "[a-dghikmtăâđêôơưàảãáạệỗử]{1,6}", high in "[a-dghikmtăâđêôơưàảãáạệỗử]{1,6}",
        ) {
            let by_given = NameKey::of_person(&low).cmp(&NameKey::of_person(&high));
            prop_assume!(by_given.is_ne());
            let full = NameKey::of_person(&format!("{family} {low}"))
                .cmp(&NameKey::of_person(&format!("{other} {high}")));
            prop_assert_eq!(full, by_given);
        }
    }
}
