//! Evidence (minh chứng) of a nomination or of the results of a pledge: photographs and PDF files; and the photographs of a model worth copying. The
//! record names each file by the digest of its bytes; the bytes travel by themselves, so that no file ever holds up a
//! record.

pub mod picture;

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use crate::nomination::{EVIDENCE_DIGEST, EVIDENCE_KIND, EVIDENCE_NAME, EVIDENCE_NOTE, EVIDENCE_SIZE};
use crate::record::{Field, Fields, RecordKind, Value};

/// The most bytes of a photograph, as the device makes it.
pub const MOST_PHOTOGRAPH: u32 = 200_000;
/// The most bytes of a PDF.
pub const MOST_PDF: u32 = 10 * 1024 * 1024;
/// The most files of a dossier. The form keeps to it; two devices that add at the same time may go beyond.
pub const MOST_FILES: usize = 20;
/// The most pictures of a model. The form keeps to it.
pub const MOST_PICTURES: usize = 10;
/// The most files of a pledge, for all its results together.
pub const MOST_OF_PLEDGE: usize = 60;
/// The most files of one result of a pledge. The screen keeps to it.
pub const MOST_OF_RESULT: usize = 5;
/// The longest side of a photograph, in pixels.
pub const LONG_SIDE: u32 = 1_600;
/// The most pixels of a picture that is decoded at all. A cheap phone has no memory for more.
pub const MOST_PIXELS: u64 = 50_000_000;
/// The longest name of a file, in characters.
pub const LONGEST_NAME: usize = 200;

/// The kinds of record that name files, all by the same fields.
pub const NAMED_BY: [RecordKind; 3] = [RecordKind::Nomination, RecordKind::Pledge, RecordKind::Model];

/// How many files a record of this kind names at most, as its screens keep to it.
#[must_use]
pub const fn most_files(kind: RecordKind) -> usize {
    match kind {
        RecordKind::Pledge => MOST_OF_PLEDGE,
        RecordKind::Model => MOST_PICTURES,
        _ => MOST_FILES,
    }
}

/// Before what a reader of PDF calls its beginning there may be this much else.
const PDF_BEGINS_WITHIN: usize = 1024;

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// A photograph, as JPEG.
    Photograph,
    /// A document, as PDF.
    Pdf,
}

impl FileKind {
    /// The number that stands for it in records. Never reused.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Photograph => 1,
            Self::Pdf => 2,
        }
    }

    /// The kind of a code, `None` where a later version made it.
    #[must_use]
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            1 => Some(Self::Photograph),
            2 => Some(Self::Pdf),
            _ => None,
        }
    }

    /// The most bytes of such a file.
    #[must_use]
    pub const fn most(self) -> u32 {
        match self {
            Self::Photograph => MOST_PHOTOGRAPH,
            Self::Pdf => MOST_PDF,
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Photograph => "image/jpeg",
            Self::Pdf => "application/pdf",
        }
    }

    /// What the first bytes of a file say that it is, whatever its name says.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            return Some(Self::Photograph);
        }
        let head = bytes.get(..PDF_BEGINS_WITHIN.min(bytes.len())).unwrap_or_default();
        head.windows(5).any(|five| five == b"%PDF-").then_some(Self::Pdf)
    }
}

/// The SHA-256 of a file's bytes, which is its name everywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileDigest([u8; 32]);

impl FileDigest {
    /// Takes the thirty-two bytes of a digest.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest of a file.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The thirty-two bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for FileDigest {
    /// Sixty-four lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for FileDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileDigest({self})")
    }
}

/// The text is not sixty-four lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a file's digest is 64 hexadecimal digits")]
pub struct FileDigestError;

impl FromStr for FileDigest {
    type Err = FileDigestError;

    /// Only lower case: one file has one name.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 64 || !text.bytes().all(is_digit) {
            return Err(FileDigestError);
        }
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(2 * place..2 * place + 2).ok_or(FileDigestError)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| FileDigestError)?;
        }
        Ok(Self(bytes))
    }
}

/// One file that a record names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Evidence<'f> {
    /// Its item.
    pub item: u32,
    /// The digest of its bytes.
    pub digest: FileDigest,
    /// What it is.
    pub kind: FileKind,
    /// Its bytes.
    pub size: u32,
    /// What the officer's device called it; may be empty.
    pub name: &'f str,
    /// What it shows, in words; may be empty.
    pub note: &'f str,
}

/// The files that a record names, in the order of their items. What is not named in full, or is larger than such a
/// file may be, is none.
#[must_use]
pub fn all(fields: &Fields) -> Vec<Evidence<'_>> {
    let digests = fields.iter().filter(|(field, _)| field.number == EVIDENCE_DIGEST.number);
    digests.filter_map(|(field, digest)| read(fields, field.item, digest)).collect()
}

fn read<'f>(fields: &'f Fields, item: u32, digest: &Value) -> Option<Evidence<'f>> {
    let value = |field: Field| fields.get(&Field::of_item(field.number, item));
    let text = |field| value(field).and_then(Value::as_text).unwrap_or_default();
    let kind = FileKind::from_code(value(EVIDENCE_KIND)?.as_int()?)?;
    let size = u32::try_from(value(EVIDENCE_SIZE)?.as_int()?).ok()?;
    let named = Evidence {
        item,
        digest: digest.as_text()?.parse().ok()?,
        kind,
        size,
        name: text(EVIDENCE_NAME),
        note: text(EVIDENCE_NOTE),
    };
    (1..=kind.most()).contains(&size).then_some(named)
}

/// The fields that name a file as an item of a record.
#[must_use]
pub fn fields_of(named: &Evidence<'_>) -> Vec<(Field, Value)> {
    let of = |field: Field| Field::of_item(field.number, named.item);
    let mut fields = vec![
        (of(EVIDENCE_DIGEST), Value::Text(named.digest.to_string())),
        (of(EVIDENCE_NAME), named.name.into()),
        (of(EVIDENCE_KIND), named.kind.code().into()),
        (of(EVIDENCE_SIZE), i64::from(named.size).into()),
    ];
    if !named.note.is_empty() {
        fields.push((of(EVIDENCE_NOTE), named.note.into()));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_digest_is_one_name_and_no_other() {
        let digest = FileDigest::of(b"abc");
        assert_eq!(digest.to_string(), ABC);
        assert_eq!(ABC.parse(), Ok(digest));
        for wrong in ["", &ABC[1..], &ABC.to_uppercase(), &ABC.replace('b', "g"), &format!("{ABC}0"), "é"] {
            assert_eq!(wrong.parse::<FileDigest>(), Err(FileDigestError), "{wrong}");
        }
    }

    #[test]
    fn the_first_bytes_say_what_a_file_is() {
        let late = [[b' '; 1019].as_slice(), b"%PDF-1.4"].concat();
        let too_late = [[b' '; 1020].as_slice(), b"%PDF-1.4"].concat();
        let cases: &[(&[u8], Option<FileKind>)] = &[
            (&[0xff, 0xd8, 0xff, 0xe0], Some(FileKind::Photograph)),
            (b"%PDF-1.7\n", Some(FileKind::Pdf)),
            (&late, Some(FileKind::Pdf)),
            (&too_late, None),
            (b"\x89PNG\r\n\x1a\n", None),
            (b"MZ", None),
            (b"", None),
        ];
        for (bytes, kind) in cases {
            assert_eq!(FileKind::of_bytes(bytes), *kind);
        }
    }

    fn a_file(item: u32, kind: FileKind, size: u32) -> Vec<(Field, Value)> {
        let digest = ABC.parse().unwrap();
        fields_of(&Evidence { item, digest, kind, size, name: "anh.jpg", note: "Đường mới" })
    }

    #[test]
    fn only_what_is_named_in_full_and_fits_is_a_file() {
        let mut fields = Fields::from_iter(a_file(7, FileKind::Photograph, 150_000));
        for (field, value) in a_file(8, FileKind::Photograph, MOST_PHOTOGRAPH + 1) {
            fields.insert(field, value);
        }
        for (field, value) in a_file(9, FileKind::Pdf, MOST_PDF) {
            fields.insert(field, value);
        }
        fields.insert(Field::of_item(EVIDENCE_NOTE.number, 10), "Tệp đã bỏ".into());
        fields.insert(Field::of_item(EVIDENCE_DIGEST.number, 11), ABC.into());
        let items: Vec<_> = all(&fields).iter().map(|file| (file.item, file.kind, file.note)).collect();
        assert_eq!(items, [(7, FileKind::Photograph, "Đường mới"), (9, FileKind::Pdf, "Đường mới")]);
    }

    #[test]
    fn a_step_is_taken_on_the_files_as_on_the_words() {
        let without = Fields::from_iter([(crate::nomination::NAME, "Đinh Văn A".into())]);
        let mut with = without.clone();
        for (field, value) in a_file(7, FileKind::Photograph, 1_000) {
            with.insert(field, value);
        }
        let text = |fields: &Fields| crate::guard::text_of(RecordKind::Nomination, fields);
        assert_ne!(text(&without), text(&with));
    }

    #[test]
    fn the_registry_takes_digests_and_nothing_that_looks_like_one() {
        let digest = Field::of_item(EVIDENCE_DIGEST.number, 7);
        let judge = |value: Value| schema::check_change(RecordKind::Nomination, digest, &value).is_ok();
        assert!(judge(ABC.into()) && judge(Value::Null));
        assert!(!judge(ABC.to_uppercase().as_str().into()) && !judge("../x".into()) && !judge(5.into()));
        for (field, value) in a_file(7, FileKind::Pdf, MOST_PDF) {
            assert_eq!(schema::check_change(RecordKind::Nomination, field, &value), Ok(()), "{field:?}");
        }
    }
}
