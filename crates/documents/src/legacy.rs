//! Text typed in the fonts of the time before Unicode: what looks like "NguyÔn ThÞ" or "Nguyeãn Thò" anywhere else.
//!
//! Such text is recognised by its font, or by its letters: read in the right script, more of its words are Vietnamese
//! syllables than before. A text with a single letter that only Unicode has is never touched, whatever its font.

mod syllable;
mod tcvn3;
mod vni;

use minicbor::{Decode, Encode};
use thidua_domain::text::compose;

/// A script of old fonts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(index_only)]
pub enum Script {
    /// TCVN3 (ABC), the fonts whose names begin with `.Vn`.
    #[n(0)]
    Tcvn3,
    /// The capital fonts of TCVN3, whose names end in `H`: the letters are small and are shown as capitals.
    #[n(1)]
    Tcvn3Capitals,
    /// VNI-Windows, the fonts whose names begin with `VNI-`.
    #[n(2)]
    Vni,
}

impl Script {
    /// The scripts that letters tell apart.
    pub const ALL: [Self; 2] = [Self::Tcvn3, Self::Vni];

    /// The script of a font; `None` for every font that is not one of these.
    #[must_use]
    pub fn of_font(name: &str) -> Option<Self> {
        let begins =
            |with: &str| name.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
        if begins(".Vn") {
            return Some(if name.ends_with('H') { Self::Tcvn3Capitals } else { Self::Tcvn3 });
        }
        begins("VNI-").then_some(Self::Vni)
    }

    /// The text in Unicode. Meant for text that is in this script; see [`is_unicode`].
    #[must_use]
    pub fn convert(self, text: &str) -> String {
        let converted = match self {
            Self::Tcvn3 => tcvn3::convert(text),
            Self::Tcvn3Capitals => tcvn3::convert(text).to_uppercase(),
            Self::Vni => vni::convert(text),
        };
        compose(&converted).into_owned()
    }
}

/// Whether the text has a letter that only Unicode has, so that it cannot be in an old script.
#[must_use]
pub fn is_unicode(text: &str) -> bool {
    text.chars().any(|c| u32::from(c) > 0xff && !is_upper_half(c))
}

/// What windows-1252 has between 0x80 and 0x9F: old scripts do not use it, and quotes or dashes prove nothing.
const fn is_upper_half(c: char) -> bool {
    matches!(
        c,
        '\u{2010}'
            ..='\u{20ac}'
                | '\u{2122}'
                | '\u{fffd}'
                | 'ƒ'
                | 'ˆ'
                | '˜'
                | 'Š'
                | 'Œ'
                | 'Ž'
                | 'š'
                | 'œ'
                | 'ž'
                | 'Ÿ'
    )
}

/// How much sense a text makes: of the words with letters beyond ASCII, how many are Vietnamese syllables.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sense {
    /// The words that are syllables.
    pub syllables: u32,
    /// All words with letters beyond ASCII.
    pub words: u32,
}

impl Sense {
    /// The syllables of a thousand words.
    #[must_use]
    pub fn share(self) -> u32 {
        (self.syllables * 1000).checked_div(self.words).unwrap_or_default()
    }

    const fn and(self, other: Self) -> Self {
        Self { syllables: self.syllables + other.syllables, words: self.words + other.words }
    }
}

/// How much sense a text makes as it stands, or read in a script. The words that are counted are always the same: those
/// that have letters beyond ASCII as they stand.
#[must_use]
pub fn sense(text: &str, script: Option<Script>) -> Sense {
    let mut sense = Sense::default();
    for word in text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic()) {
        if word.is_ascii() {
            continue;
        }
        let read = script.map(|script| script.convert(word));
        sense.words += 1;
        sense.syllables += u32::from(syllable::is_syllable(read.as_deref().unwrap_or(word)));
    }
    sense
}

/// The script of many texts that stand together, as in a column. `None` where they make sense as they are.
#[must_use]
pub fn detect<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Option<Script> {
    let texts = texts.filter(|text| !text.is_ascii() && !is_unicode(text)).take(LOOKED_AT);
    let whole = |script| texts.clone().map(|text| sense(text, script)).fold(Sense::default(), Sense::and);
    let plain = whole(None);
    let best = Script::ALL.into_iter().map(|script| (script, whole(Some(script))));
    let (script, read) = best.max_by_key(|(_, sense)| sense.syllables)?;
    // Names of other peoples are no syllables in any script, so not all words need be.
    (read.syllables > plain.syllables && read.share() >= ENOUGH).then_some(script)
}

/// How many texts tell the script of a column.
const LOOKED_AT: usize = 300;
/// The syllables of a thousand words that a text must have at least in the script that is taken for its own.
const ENOUGH: u32 = 600;

#[cfg(test)]
mod tests {
    use super::*;

    const TCVN3: &str = "§inh V¨n Hßa";
    const VNI: &str = "Ñinh Vaên Hoøa";
    const UNICODE: &str = "Đinh Văn Hòa";

    #[test]
    fn whole_lines_are_converted() {
        let line = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc";
        let tcvn3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc";
        let vni = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc";
        assert_eq!(Script::Tcvn3.convert(tcvn3), line);
        assert_eq!(Script::Vni.convert(vni), line);
        assert_eq!(Script::Tcvn3Capitals.convert("nguyÔn thÞ ¸nh"), "NGUYỄN THỊ ÁNH");
        assert_eq!(
            Script::Vni.convert("NGUYEÃN THÒ AÙNH, Ö ÔÛ, YÛ, THUÎ, HUYØNH"),
            "NGUYỄN THỊ ÁNH, Ư Ở, Ỷ, THUỴ, HUỲNH"
        );
    }

    #[test]
    fn fonts_name_their_script() {
        let cases = [
            (".VnTime", Some(Script::Tcvn3)),
            (".VnTimeH", Some(Script::Tcvn3Capitals)),
            (".vnArial NarrowH", Some(Script::Tcvn3Capitals)),
            ("VNI-Times", Some(Script::Vni)),
            ("Times New Roman", None),
            ("", None),
        ];
        for (font, expected) in cases {
            assert_eq!(Script::of_font(font), expected, "{font}");
        }
    }

    #[test]
    fn letters_tell_the_script_and_unicode_is_never_taken_for_one() {
        let cases: [(&[&str], Option<Script>); 9] = [
            (&[TCVN3, "NguyÔn ThÞ BÝch", "Lª Tó"], Some(Script::Tcvn3)),
            (&[VNI, "Nguyeãn Thò Bích", "Leâ Tuù"], Some(Script::Vni)),
            (&[UNICODE, "Nguyễn Thị Bích", "Lê Tú"], None),
            (&["Lê Hà", "Hồ Bá Tài", "Lý Tú"], None),
            (&["Tô Hà", "Lê Sáu", "Mùi", "Sò"], None),
            (&["Y Rưm Niê", "H'Hen", "Krông Búk"], None),
            (&["abc", "An"], None),
            (&[TCVN3, UNICODE], Some(Script::Tcvn3)),
            (&[], None),
        ];
        for (texts, expected) in cases {
            assert_eq!(detect(texts.iter().copied()), expected, "{texts:?}");
        }
        assert!(is_unicode(UNICODE) && !is_unicode(TCVN3) && !is_unicode(VNI) && !is_unicode("“Hà” – 5"));
    }
}
