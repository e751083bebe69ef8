//! Whether a word can be a Vietnamese syllable: a beginning, a core of vowels, an end, and at most one tone.
//!
//! Only to tell scripts apart, where it is right for whole columns. A name is never judged by it.

use thidua_domain::text::fold;

const BEGINNINGS: [&str; 27] = [
    "", "b", "c", "ch", "d", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph",
    "q", "r", "s", "t", "th", "tr", "v", "x",
];
/// Without marks, and y as i: that is how words are folded.
const CORES: [&str; 38] = [
    "a", "ai", "ao", "au", "e", "eo", "eu", "i", "ia", "ie", "ieu", "iu", "o", "oa", "oai", "oao", "oe",
    "oeo", "oi", "oo", "oai", "u", "ua", "uai", "uau", "ue", "ui", "uia", "uie", "uieu", "uo", "uoi", "uou",
    "uu", "uiu", "uao", "ueo", "ueu",
];
const ENDS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// Every letter beyond ASCII that Vietnamese has, small, those with a tone after the bar.
const PLAIN: &str = "ăâđêôơư";
const TONED: &str = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";

/// Whether the word can be a syllable.
pub(super) fn is_syllable(word: &str) -> bool {
    let mut tones = 0;
    for c in word.chars().filter(|c| !c.is_ascii()) {
        let mut small = c.to_lowercase();
        match small.next() {
            Some(c) if TONED.contains(c) => tones += 1,
            Some(c) if PLAIN.contains(c) => {}
            _ => return false,
        }
    }
    tones <= 1 && is_built(&fold(word))
}

fn is_built(folded: &str) -> bool {
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let (Some(first), Some(last)) = (folded.find(is_vowel), folded.rfind(is_vowel)) else {
        return false;
    };
    let (Some(beginning), Some(core), Some(end)) =
        (folded.get(..first), folded.get(first..=last), folded.get(last + 1..))
    else {
        return false;
    };
    BEGINNINGS.contains(&beginning) && CORES.contains(&core) && ENDS.contains(&end)
        || is_gia(beginning, core, end)
}

/// `gi` before a core of its own, as in giỏi and giữ.
fn is_gia(beginning: &str, core: &str, end: &str) -> bool {
    let rest = core.strip_prefix('i').unwrap_or_default();
    beginning == "g" && CORES.contains(&rest) && ENDS.contains(&end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables() {
        let yes = [
            "Nguyễn", "Thị", "Đinh", "Hòa", "nghĩa", "giỏi", "giữ", "Quỳnh", "Huỳnh", "khuyết", "xoáy",
            "ưởng", "Ý", "yếu", "thuở", "khuỷu", "Ngoẵng", "PHƯƠNG", "Giang", "quốc", "rượu", "Thuý",
        ];
        for word in yes {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["Nguyeón", "Hßa", "ThÞ", "Vaên", "Ñinh", "Nguyeãn", "Kŕ", "ấấ", "", "ñ", "Haø", "Töï"]
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
