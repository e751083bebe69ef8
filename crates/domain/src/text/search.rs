//! Finding a name as people type it: without marks, in small letters, any word of it, only its beginning.
//!
//! A folded text is a key for comparing, never something to show or to store as the name itself.

use super::letter::{is_mark, plain, small};

/// The search key of a text: small letters without marks, đ as d, y as i, words with one space between them.
///
/// Dropping the tones also makes the two ways of placing them equal (hoà, hòa); y as i makes sĩ and sỹ, quý and quí
/// equal, at the price that tay finds tai as well, which searching forgives.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut between = false;
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        if !c.is_alphanumeric() {
            between = true;
            continue;
        }
        if between && !folded.is_empty() {
            folded.push(' ');
        }
        between = false;
        folded.push(match plain(small(c)) {
            'y' => 'i',
            letter => letter,
        });
    }
    folded
}

/// Marks, and characters that copying from web pages leaves inside of words.
const fn is_invisible(c: char) -> bool {
    is_mark(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether every word of the needle begins some word of the haystack. Both are folded. An empty needle is in
/// everything.
#[must_use]
pub fn matches(haystack_folded: &str, needle_folded: &str) -> bool {
    let begins = |word: &str| haystack_folded.split(' ').any(|candidate| candidate.starts_with(word));
    needle_folded.split(' ').all(begins)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys() {
        let cases = [
            ("Chiến sỹ thi đua", "chien si thi dua"),
            ("CHIẾN SĨ THI ĐUA", "chien si thi dua"),
            ("Hoà", "hoa"),
            ("hòa", "hoa"),
            ("Quý", "qui"),
            ("Quí", "qui"),
            ("Nguye\u{303}\u{302}n  Thị\u{a0}Ánh ", "nguien thi anh"),
            ("Ðinh Văn Ước", "dinh van uoc"),
            ("  H'Hen - Niê, (Ê Đê) ", "h hen nie e de"),
            ("Trường TH&THCS số 2", "truong th thcs so 2"),
            ("Kr\u{f4}\u{306}ng Bŭk", "krong buk"),
            ("Đi\u{200b}nh", "dinh"),
            ("", ""),
            (" ., ", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(fold(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_typed_finds() {
        let cases = [
            ("Đinh Văn Hòa", "", true),
            ("Đinh Văn Hòa", "hoà", true),
            ("Đinh Văn Hòa", "hoa dinh", true),
            ("Đinh Văn Hòa", "ĐI VĂ", true),
            ("Đinh Văn Hòa", "dinh thi", false),
            ("Đinh Văn Hòa", "inh", false),
            ("Đinh Văn Hòa", "hoang", false),
            ("", "a", false),
            ("", "", true),
        ];
        for (haystack, needle, expected) in cases {
            assert_eq!(matches(&fold(haystack), &fold(needle)), expected, "{needle:?} in {haystack:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "[a-zA-ZÀ-ɏẠ-ỹđĐ\u{300}-\u{36f} .,'0-9-]{0,30}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn whole_and_composed_text_have_one_key(text in "[aAeEoOuUyYiIdđĐ \u{300}-\u{303}\u{306}\u{309}\u{31b}\u{323}]{0,20}") {
            prop_assert_eq!(fold(&text), fold(&crate::text::compose(&text)));
        }

        #[test]
        fn a_text_is_found_by_any_beginning_of_it(text in "[a-zđăâêôơưàảãáạệỗửỵ]{1,6}( [a-zđăâêôơưàảãáạệỗửỵ]{1,6}){0,4}", length in 0usize..40) {
            let key = fold(&text);
            let beginning: String = text.chars().take(length).collect();
            prop_assert!(matches(&key, &fold(&beginning)));
        }
    }
}
