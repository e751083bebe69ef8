//! Bytes as text in base64url without padding (RFC 4648, 5), as passkeys travel in.

const LETTERS: [u8; 64] = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as text.
#[must_use]
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = three.iter().fold(0, |number: u32, byte| number << 8 | u32::from(*byte));
        // Four letters for three bytes, three for two, two for one.
        let number = number << (8 * (3 - three.len()));
        for letter in 0..=three.len() {
            let place = (number >> (18 - 6 * letter) & 63) as usize;
            text.extend(LETTERS.get(place).map(|letter| char::from(*letter)));
        }
    }
    text
}

/// The bytes of a text; `None` where it is no such text.
#[must_use]
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for four in text.as_bytes().chunks(4) {
        let mut number = 0;
        for letter in four {
            let place = LETTERS.iter().position(|known| known == letter)?;
            number = number << 6 | u32::try_from(place).ok()?;
        }
        let whole = four.len().checked_sub(1).filter(|whole| *whole > 0)?;
        let [_, three @ ..] = (number << (6 * (4 - four.len()))).to_be_bytes();
        bytes.extend(three.get(..whole)?);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_as_they_went() {
        for (bytes, text) in [
            (b"".as_slice(), ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg"),
            (b"fooba", "Zm9vYmE"),
            (b"foobar", "Zm9vYmFy"),
            (&[0xfb, 0xff, 0xbf], "-_-_"),
        ] {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).as_deref(), Some(bytes));
        }
        for wrong in ["Z", "Zm9vY", "Zg==", "Zm 9", "+/+/", "ă"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}
