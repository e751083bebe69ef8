//! The table of Vietnamese letters: every vowel in its six tones, and which mark makes which.
//!
//! Capitals are not in the table, they follow from the small letters one to one. Letters of the country's other
//! languages are known as far as they are written with the same marks, so that names of the Hrê, Ê Đê or Ba Na
//! survive; they carry no tone.

/// The six tones in the order of Vietnamese dictionaries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Tone {
    Ngang,
    Huyen,
    Hoi,
    Nga,
    Sac,
    Nang,
}

impl Tone {
    pub(super) const ALL: [Self; 6] = [Self::Ngang, Self::Huyen, Self::Hoi, Self::Nga, Self::Sac, Self::Nang];

    /// The tone of a combining mark. U+0340 and U+0341 are Unicode's first, withdrawn, marks for Vietnamese.
    const fn of_mark(mark: char) -> Option<Self> {
        Some(match mark {
            '\u{300}' | '\u{340}' => Self::Huyen,
            '\u{309}' => Self::Hoi,
            '\u{303}' => Self::Nga,
            '\u{301}' | '\u{341}' => Self::Sac,
            '\u{323}' => Self::Nang,
            _ => return None,
        })
    }
}

/// A vowel of the alphabet, which ă, â, ê, ô, ơ and ư are in their own right.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Vowel {
    /// The letter without any mark.
    pub(super) plain: char,
    /// The combining mark that makes the vowel of the plain letter.
    pub(super) shape: Option<char>,
    /// The vowel in the six tones, in their order.
    forms: [char; 6],
}

impl Vowel {
    pub(super) fn in_tone(&self, tone: Tone) -> char {
        self.forms.get(tone as usize).copied().unwrap_or(self.plain)
    }

    const fn new(plain: char, shape: Option<char>, forms: [char; 6]) -> Self {
        Self { plain, shape, forms }
    }
}

const BREVE: char = '\u{306}';
const CIRCUMFLEX: char = '\u{302}';
const HORN: char = '\u{31b}';

pub(super) static VOWELS: [Vowel; 12] = [
    Vowel::new('a', None, ['a', 'à', 'ả', 'ã', 'á', 'ạ']),
    Vowel::new('a', Some(BREVE), ['ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ']),
    Vowel::new('a', Some(CIRCUMFLEX), ['â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ']),
    Vowel::new('e', None, ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ']),
    Vowel::new('e', Some(CIRCUMFLEX), ['ê', 'ề', 'ể', 'ễ', 'ế', 'ệ']),
    Vowel::new('i', None, ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị']),
    Vowel::new('o', None, ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ']),
    Vowel::new('o', Some(CIRCUMFLEX), ['ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ']),
    Vowel::new('o', Some(HORN), ['ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ']),
    Vowel::new('u', None, ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ']),
    Vowel::new('u', Some(HORN), ['ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự']),
    Vowel::new('y', None, ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ']),
];

/// Letters of other languages of the country: the letter, what it is without its mark, the mark.
const OTHERS: [(char, char, char); 6] = [
    ('ĕ', 'e', BREVE),
    ('ĭ', 'i', BREVE),
    ('ŏ', 'o', BREVE),
    ('ŭ', 'u', BREVE),
    ('ñ', 'n', '\u{303}'),
    ('č', 'c', '\u{30c}'),
];

/// Whether a character is a mark that joins the letter before it.
pub(super) const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The small letter, of the Latin letters that names here are written in. The standard library knows the letters of all
/// scripts, at the price of tables that an app on a weak line does not need.
pub(super) fn small(c: char) -> char {
    match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => moved(c, 0x20),
        'Ơ' => 'ơ',
        'Ư' => 'ư',
        'Ɖ' => 'ɖ',
        _ if is_paired(c) && u32::from(c).is_multiple_of(2) => moved(c, 1),
        _ => c,
    }
}

/// The capital of a small letter.
fn capital(c: char) -> char {
    match c {
        'a'..='z' | 'à'..='ö' | 'ø'..='þ' => moved(c, -0x20),
        'ơ' => 'Ơ',
        'ư' => 'Ư',
        _ if is_paired(c) && !u32::from(c).is_multiple_of(2) => moved(c, -1),
        _ => c,
    }
}

/// Whether the letter is of the blocks in which each capital stands right before its small letter.
const fn is_paired(c: char) -> bool {
    matches!(c, 'Ā'..='ķ' | 'Ŋ'..='ŷ' | 'Ḁ'..='ẕ' | 'Ạ'..='ỿ')
}

fn moved(c: char, by: i32) -> char {
    u32::from(c).checked_add_signed(by).and_then(char::from_u32).unwrap_or(c)
}

/// The vowel and the tone of a small letter.
pub(super) fn vowel(c: char) -> Option<(&'static Vowel, Tone)> {
    VOWELS.iter().find_map(|vowel| {
        let place = vowel.forms.iter().position(|form| *form == c)?;
        Tone::ALL.get(place).map(|tone| (vowel, *tone))
    })
}

/// A small letter without its marks. The Icelandic ð and the African ɖ are there because they look like đ as capitals
/// and are typed for it.
pub(super) fn plain(c: char) -> char {
    match c {
        _ if c.is_ascii() => c,
        'đ' | 'ð' | 'ɖ' => 'd',
        _ => {
            let other = || OTHERS.iter().find(|(letter, ..)| *letter == c).map(|(_, plain, _)| *plain);
            vowel(c).map(|(vowel, _)| vowel.plain).or_else(other).unwrap_or(c)
        }
    }
}

/// The one letter that a letter and a mark make, whatever marks it already has; `None` where there is none.
pub(super) fn join(c: char, mark: char) -> Option<char> {
    let letter = small(c);
    let joined = join_vowel(letter, mark).or_else(|| {
        OTHERS.iter().find(|(_, plain, with)| *plain == letter && *with == mark).map(|(other, ..)| *other)
    })?;
    Some(if letter == c { joined } else { capital(joined) })
}

fn join_vowel(letter: char, mark: char) -> Option<char> {
    let (bare, tone) = vowel(letter)?;
    if let Some(new) = Tone::of_mark(mark) {
        return (tone == Tone::Ngang).then(|| bare.in_tone(new));
    }
    let shaped = VOWELS.iter().find(|vowel| vowel.plain == bare.plain && vowel.shape == Some(mark))?;
    bare.shape.is_none().then(|| shaped.in_tone(tone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_has_every_letter_once() {
        let small: BTreeSet<char> = VOWELS.iter().flat_map(|vowel| vowel.forms).collect();
        assert_eq!(small.len(), 72);
        let mut accented: BTreeSet<char> = small.iter().copied().filter(|c| !c.is_ascii()).collect();
        accented.insert('đ');
        let capitals: Vec<char> = accented.iter().flat_map(|c| c.to_uppercase()).collect();
        assert_eq!(accented.len() + capitals.len(), 134);
        for letter in capitals {
            assert!(accented.contains(&super::small(letter)), "{letter}");
            assert_eq!(super::capital(super::small(letter)), letter);
        }
    }

    #[test]
    fn letters_and_marks() {
        let cases = [
            ('a', '\u{301}', Some('á')),
            ('A', '\u{301}', Some('Á')),
            ('â', '\u{323}', Some('ậ')),
            ('ạ', '\u{302}', Some('ậ')),
            ('Ọ', '\u{31b}', Some('Ợ')),
            ('á', '\u{302}', Some('ấ')),
            ('y', '\u{309}', Some('ỷ')),
            ('u', '\u{340}', Some('ù')),
            ('E', '\u{306}', Some('Ĕ')),
            ('n', '\u{303}', Some('ñ')),
            ('é', '\u{306}', None),
            ('ê', '\u{306}', None),
            ('á', '\u{300}', None),
            ('i', '\u{302}', None),
            ('b', '\u{301}', None),
            ('đ', '\u{301}', None),
        ];
        for (letter, mark, expected) in cases {
            assert_eq!(join(letter, mark), expected, "{letter} with {mark:?}");
        }
    }
}
