//! TCVN3 (TCVN 5712:1993, the ABC fonts): one letter for each, where windows-1252 has another.
//!
//! It has capitals only without tones: with one they come from fonts of capitals.

/// The letters from U+00A1 to U+00FE; a space where TCVN3 has none.
const LETTERS: &str =
    "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";
const FIRST: u32 = 0xa1;

/// The text in Unicode.
pub(super) fn convert(text: &str) -> String {
    text.chars().map(letter).collect()
}

fn letter(c: char) -> char {
    let place = u32::from(c).checked_sub(FIRST).and_then(|place| usize::try_from(place).ok());
    let found = place.filter(|place| *place < 94).and_then(|place| LETTERS.chars().nth(place));
    found.filter(|letter| *letter != ' ').unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_letter_in_its_place() {
        assert_eq!(LETTERS.chars().count(), 94);
        let cases = [
            ('\u{a1}', 'Ă'),
            ('\u{a7}', 'Đ'),
            ('\u{ad}', 'ư'),
            ('\u{ae}', 'đ'),
            ('\u{b5}', 'à'),
            ('\u{b9}', 'ạ'),
            ('\u{bb}', 'ằ'),
            ('\u{be}', 'ắ'),
            ('\u{c6}', 'ặ'),
            ('\u{cb}', 'ậ'),
            ('\u{cc}', 'è'),
            ('\u{ce}', 'ẻ'),
            ('\u{d1}', 'ẹ'),
            ('\u{d6}', 'ệ'),
            ('\u{d7}', 'ì'),
            ('\u{d8}', 'ỉ'),
            ('\u{dc}', 'ĩ'),
            ('\u{df}', 'ò'),
            ('\u{e1}', 'ỏ'),
            ('\u{e9}', 'ộ'),
            ('\u{ee}', 'ợ'),
            ('\u{ef}', 'ù'),
            ('\u{f1}', 'ủ'),
            ('\u{f4}', 'ụ'),
            ('\u{f9}', 'ự'),
            ('\u{fa}', 'ỳ'),
            ('\u{fe}', 'ỵ'),
            ('\u{ba}', '\u{ba}'),
            ('\u{cd}', '\u{cd}'),
            ('a', 'a'),
        ];
        for (old, new) in cases {
            assert_eq!(letter(old), new, "{old}");
        }
        let mut letters: Vec<char> = LETTERS.chars().filter(|c| *c != ' ').collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), 74);
    }
}
