//! VNI-Windows: most letters are the plain letter and a second one that stands for its marks, as `aø` for à.
//!
//! The i, the y with a dot below, the ơ, the ư and the đ have letters of their own.

/// What a second letter makes of the one before it: combining marks. A mark of its own for each small letter; capitals
/// have theirs at the same distance.
const MARKS: [(char, &str, &str); 17] = [
    ('ø', "aeouyôö", "\u{300}"),
    ('û', "aeouyôö", "\u{309}"),
    ('õ', "aeouyôö", "\u{303}"),
    ('ù', "aeouyôö", "\u{301}"),
    ('ï', "aeouyôö", "\u{323}"),
    ('â', "aeo", "\u{302}"),
    ('à', "aeo", "\u{302}\u{300}"),
    ('å', "aeo", "\u{302}\u{309}"),
    ('ã', "aeo", "\u{302}\u{303}"),
    ('á', "aeo", "\u{302}\u{301}"),
    ('ä', "aeo", "\u{302}\u{323}"),
    ('ê', "a", "\u{306}"),
    ('è', "a", "\u{306}\u{300}"),
    ('ú', "a", "\u{306}\u{309}"),
    ('ü', "a", "\u{306}\u{303}"),
    ('é', "a", "\u{306}\u{301}"),
    ('ë', "a", "\u{306}\u{323}"),
];
/// Letters of their own.
const ALONE: [(char, char); 7] =
    [('ñ', 'đ'), ('ô', 'ơ'), ('ö', 'ư'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'), ('î', 'ỵ')];

/// The text in Unicode, its letters still in pieces.
pub(super) fn convert(text: &str) -> String {
    let mut converted = String::with_capacity(text.len() + 8);
    let mut before = None;
    for c in text.chars() {
        let small = small(c);
        let marks = before.and_then(|before| marks(before, small));
        before = None;
        if let Some(marks) = marks {
            converted.push_str(marks);
            continue;
        }
        let alone = ALONE.iter().find(|(old, _)| *old == small).map(|(_, new)| *new);
        match alone {
            Some(new) if small == c => converted.push(new),
            Some(new) => converted.extend(new.to_uppercase()),
            None => converted.push(c),
        }
        before = Some(small);
    }
    converted
}

fn marks(before: char, mark: char) -> Option<&'static str> {
    MARKS
        .iter()
        .find(|(letter, after, _)| *letter == mark && after.contains(before))
        .map(|(.., marks)| *marks)
}

/// The small letter, as far as windows-1252 has both.
fn small(c: char) -> char {
    match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(c) + 0x20).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use thidua_domain::text::compose;

    #[test]
    fn every_letter_comes_back() {
        let cases = [
            ("aø aû aõ aù aï", "à ả ã á ạ"),
            ("aê aè aú aü aé aë", "ă ằ ẳ ẵ ắ ặ"),
            ("aâ aà aå aã aá aä", "â ầ ẩ ẫ ấ ậ"),
            ("eø eû eõ eù eï", "è ẻ ẽ é ẹ"),
            ("eâ eà eå eã eá eä", "ê ề ể ễ ế ệ"),
            ("ì æ ó í ò", "ì ỉ ĩ í ị"),
            ("oø oû oõ où oï", "ò ỏ õ ó ọ"),
            ("oâ oà oå oã oá oä", "ô ồ ổ ỗ ố ộ"),
            ("ô ôø ôû ôõ ôù ôï", "ơ ờ ở ỡ ớ ợ"),
            ("uø uû uõ uù uï", "ù ủ ũ ú ụ"),
            ("ö öø öû öõ öù öï", "ư ừ ử ữ ứ ự"),
            ("yø yû yõ yù î", "ỳ ỷ ỹ ý ỵ"),
            ("ñ Ñ AØ Aø EÄ OÂ ÔÙ ÖÏ Æ Ó Ò YÕ Î", "đ Đ À À Ệ Ô Ớ Ự Ỉ Ĩ Ị Ỹ Ỵ"),
        ];
        for (old, new) in cases {
            assert_eq!(compose(&super::convert(old)), new);
        }
    }
}
