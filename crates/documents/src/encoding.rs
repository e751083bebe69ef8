//! In which encoding a text file was saved: UTF-8, UTF-16 in either order, or one byte for each letter.
//!
//! One byte may mean windows-1258, whose tones follow their vowels and are joined here, or windows-1252, in which the
//! letters of TCVN3 and VNI fonts were saved; `legacy` then reads those. The letters themselves decide: whichever
//! reading makes the most Vietnamese syllables.

use minicbor::{Decode, Encode};
use thidua_domain::text::compose;

use crate::legacy::{self, Script};

/// How a text was saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(index_only)]
pub enum Encoding {
    /// UTF-8.
    #[n(0)]
    Utf8,
    /// UTF-16, the lower byte first.
    #[n(1)]
    Utf16Le,
    /// UTF-16, the higher byte first.
    #[n(2)]
    Utf16Be,
    /// windows-1258.
    #[n(3)]
    Windows1258,
    /// windows-1252, as files in TCVN3 and VNI letters are.
    #[n(4)]
    Windows1252,
}

/// How much of a file is looked at to tell its encoding.
const LOOKED_AT: usize = 64_000;

/// The text of a file, every letter in one piece. `None` where it is no text.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<(String, Encoding)> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return Some(whole((String::from_utf8_lossy(rest).into_owned(), Encoding::Utf8)));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return Some(whole((utf16(rest, u16::from_le_bytes), Encoding::Utf16Le)));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return Some(whole((utf16(rest, u16::from_be_bytes), Encoding::Utf16Be)));
    }
    let (even, odd) = zeros(bytes);
    // Most letters of Vietnamese text are plain: one byte of two is zero.
    let pairs = bytes.len().min(LOOKED_AT) / 2;
    if pairs > 0 && odd * 10 >= pairs * 3 && even == 0 {
        return Some(whole((utf16(bytes, u16::from_le_bytes), Encoding::Utf16Le)));
    }
    if pairs > 0 && even * 10 >= pairs * 3 && odd == 0 {
        return Some(whole((utf16(bytes, u16::from_be_bytes), Encoding::Utf16Be)));
    }
    if even + odd > 0 {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(whole((text.to_owned(), Encoding::Utf8)));
    }
    let (vietnamese, western) = (single(bytes, windows_1258), single(bytes, windows_1252));
    let vietnamese = compose(&vietnamese).into_owned();
    let legacy = Script::ALL.into_iter().map(|script| legacy::sense(&western, Some(script)).share()).max();
    Some(if legacy.unwrap_or_default() > legacy::sense(&vietnamese, None).share() {
        (western, Encoding::Windows1252)
    } else {
        (vietnamese, Encoding::Windows1258)
    })
}

fn whole((text, encoding): (String, Encoding)) -> (String, Encoding) {
    (compose(&text).into_owned(), encoding)
}

fn utf16(bytes: &[u8], join: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks().0.iter().map(|pair| join(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The zero bytes at even and at odd places.
fn zeros(bytes: &[u8]) -> (usize, usize) {
    let count = |pair: usize| bytes.iter().take(LOOKED_AT).skip(pair).step_by(2).filter(|b| **b == 0).count();
    (count(0), count(1))
}

fn single(bytes: &[u8], letter: fn(u8) -> char) -> String {
    bytes.iter().map(|byte| letter(*byte)).collect()
}

/// 0x80 to 0x9F, which both have; `\u{fffd}` where the byte means nothing.
const UPPER: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
    '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => UPPER.get(usize::from(byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}

fn windows_1258(byte: u8) -> char {
    match byte {
        0x8a | 0x8e | 0x9a | 0x9e => char::REPLACEMENT_CHARACTER,
        0xc3 => 'Ă',
        0xcc => '\u{300}',
        0xd0 => 'Đ',
        0xd2 => '\u{309}',
        0xd5 => 'Ơ',
        0xdd => 'Ư',
        0xde => '\u{303}',
        0xe3 => 'ă',
        0xec => '\u{301}',
        0xf0 => 'đ',
        0xf2 => '\u{323}',
        0xf5 => 'ơ',
        0xfd => 'ư',
        0xfe => '₫',
        _ => windows_1252(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "Họ và tên,Chức vụ\nĐinh Văn Hòa,Chủ tịch\nNguyễn Thị Ánh,Công chức\n";

    fn utf16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn every_form_of_unicode_is_read() {
        let with = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        let cases = [
            (LIST.as_bytes().to_vec(), Encoding::Utf8),
            (with(b"\xef\xbb\xbf", LIST.into()), Encoding::Utf8),
            (with(b"\xff\xfe", utf16_bytes(LIST, u16::to_le_bytes)), Encoding::Utf16Le),
            (with(b"\xfe\xff", utf16_bytes(LIST, u16::to_be_bytes)), Encoding::Utf16Be),
            (utf16_bytes(LIST, u16::to_le_bytes), Encoding::Utf16Le),
            (utf16_bytes(LIST, u16::to_be_bytes), Encoding::Utf16Be),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(decode(&bytes), Some((LIST.to_owned(), encoding)));
        }
        assert_eq!(decode("Ho\u{300}a".as_bytes()).unwrap().0, "Hòa");
        assert_eq!(decode(b"\x7fELF\x00\x01\x00\x00\x00\x00\x01"), None);
    }

    #[test]
    fn windows_1258_is_joined_from_letters_and_tones() {
        // "Đinh Văn Hòa, Nguyễn Thị Được" as Windows saves it.
        let bytes = b"\xd0inh V\xe3n Ho\xcca, Nguy\xea\xden Thi\xf2 \xd0\xfd\xf5\xf2c";
        let expected = "Đinh Văn Hòa, Nguyễn Thị Được";
        assert_eq!(decode(bytes), Some((expected.to_owned(), Encoding::Windows1258)));
    }

    #[test]
    fn letters_of_old_fonts_keep_their_bytes() {
        let tcvn3 = b"\xa7inh V\xa8n H\xdfa, Nguy\xd4n Th\xde Li\xaan";
        assert_eq!(decode(tcvn3).map(|(_, encoding)| encoding), Some(Encoding::Windows1252));
        let vni = b"\xd1inh Va\xean Ho\xf8a, Nguye\xe3n Th\xf2 Ha\xf8";
        assert_eq!(decode(vni).map(|(_, encoding)| encoding), Some(Encoding::Windows1252));
    }
}
