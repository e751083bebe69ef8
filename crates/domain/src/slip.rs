//! The code on an enrolment slip: 80 random bits as four groups of four letters and digits. It is read from paper and typed by
//! hand, so the alphabet has no I, L, O and U, and what looks like one of its signs is taken for it.

/// How many bytes a code stands for.
pub const BYTES: usize = 10;
/// Five bits each.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 4;
/// How many signs a code has, without the dashes.
pub const SIGNS: usize = BYTES * 8 / 5;

/// The code as it is printed: `ABCD-EFGH-JKMN-PQRS`.
#[must_use]
pub fn written(bytes: [u8; BYTES]) -> String {
    let number = bytes.into_iter().fold(0_u128, |number, byte| number << 8 | u128::from(byte));
    let mut text = String::with_capacity(SIGNS + SIGNS / GROUP);
    for at in 0..SIGNS {
        if at > 0 && at % GROUP == 0 {
            text.push('-');
        }
        let sign = usize::try_from(number >> (5 * (SIGNS - 1 - at)) & 31).unwrap_or(0);
        text.extend(ALPHABET.get(sign).map(|sign| char::from(*sign)));
    }
    text
}

/// The bytes of a code, however it was typed: small or large, with dashes, with spaces or without. `None` where it is none.
#[must_use]
pub fn read(typed: &str) -> Option<[u8; BYTES]> {
    let (mut number, mut signs) = (0_u128, 0);
    for sign in typed.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '–' | '—' | '.'))
    {
        let sign = match sign.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            sign => sign,
        };
        let value = ALPHABET.iter().position(|known| char::from(*known) == sign)?;
        signs += 1;
        if signs > SIGNS {
            return None;
        }
        number = number << 5 | u128::try_from(value).ok()?;
    }
    let [_, _, _, _, _, _, bytes @ ..] = number.to_be_bytes();
    (signs == SIGNS).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = [0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF];
        assert_eq!(written(code), "0123-4567-89AB-CDEF");
        for typed in [
            "0123-4567-89AB-CDEF",
            "0123456789abcdef",
            " o123 4567 89ab cdef ",
            "oI23–4567–89AB–CDEF",
            "0l23.4567.89ab.cdef",
        ] {
            assert_eq!(read(typed), Some(code), "{typed}");
        }
        for wrong in
            ["", "0123-4567-89AB-CDE", "0123-4567-89AB-CDEFG", "U123-4567-89AB-CDEF", "Đ123-4567-89AB-CDEF"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_code_leads_back(code: [u8; BYTES]) {
            let text = written(code);
            prop_assert_eq!(text.len(), 19);
            prop_assert_eq!(read(&text), Some(code));
            prop_assert_eq!(read(&text.to_lowercase().replace('-', "")), Some(code));
        }
    }
}
