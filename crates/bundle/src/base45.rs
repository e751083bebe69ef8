//! Bytes as letters that a QR code packs closely in its alphanumeric mode (RFC 9285), and back. Readers hand such a code over as
//! text, while what they make of bytes differs from one to the next.

const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Two bytes in three letters, a byte that is left over in two.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(2) * 3);
    for pair in bytes.chunks(2) {
        let mut rest = pair.iter().fold(0_usize, |sum, byte| sum * 256 + usize::from(*byte));
        for _ in 0..=pair.len() {
            text.push(LETTERS.get(rest % 45).copied().map_or('0', char::from));
            rest /= 45;
        }
    }
    text
}

/// The bytes of such a text; `None` where no bytes are written like that.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let figure = |letter: &u8| LETTERS.iter().position(|known| known == letter);
    let mut bytes = Vec::with_capacity(text.len() / 3 * 2 + 1);
    for group in text.as_bytes().chunks(3) {
        let sum = group.iter().rev().try_fold(0, |sum, letter| Some(sum * 45 + figure(letter)?))?;
        match group.len() {
            3 => bytes.extend_from_slice(&u16::try_from(sum).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(sum).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_specification() {
        for (plain, text) in [
            ("AB", "BB8"),
            ("Hello!!", "%69 VD92EX0"),
            ("base-45", "UJCLQE7W581"),
            ("ietf!", "QED8WEX0"),
            ("", ""),
        ] {
            assert_eq!(encode(plain.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(plain.as_bytes()));
        }
    }

    #[test]
    fn what_nobody_has_written_is_refused() {
        // A letter too few, more than two bytes or one byte hold, and what is no letter of these.
        for text in ["B", "BB8A", ":::", "GGX", "::", "bb8", "Đ"] {
            assert_eq!(decode(text), None, "{text}");
        }
        assert_eq!(decode("FGW"), Some(vec![255, 255]));
    }
}
