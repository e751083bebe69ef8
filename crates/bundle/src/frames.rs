//! A small file as a row of texts, each shown as a QR code by one screen and read by the camera of another.
//!
//! The row is shown over and over, so frames may be read in any order, twice, and not at all in one round. Each frame says which
//! file it is of, and has a check of its own: one that was misread is left out and comes again, instead of spoiling the whole. What
//! comes out is a file like any other, and is opened like any other: the checks here are against mistakes, the seal inside is
//! against people.

use std::ops::RangeInclusive;

use sha2::{Digest as _, Sha256};

use crate::base45;

/// The most frames of a row: at two a second it comes round in a quarter of a minute.
pub const MOST_FRAMES: usize = 32;
/// The most bytes of the file in one frame: with what stands around them they fit a QR code of version 11, level L (61 modules).
pub const MOST_PART: usize = 290;
/// The largest file that goes by frames, in bytes.
pub const MOST_FRAMED: usize = MOST_FRAMES * MOST_PART;

/// What each frame begins with, before its version.
const MARK: &str = "TD";
const VERSION: u8 = 1;
/// The beginning of the SHA-256 of the whole file.
const DIGEST: usize = 8;
/// The digest of the whole, which frame, of how many.
const HEAD: usize = DIGEST + 2;
/// The beginning of the SHA-256 of the frame.
const CHECK: usize = 4;

/// Why a code does not bring a file further.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FrameError {
    /// It is a code of something else.
    #[error("no frame of this program")]
    Foreign,
    /// A later version shows it.
    #[error("a frame of version {0}")]
    Newer(u8),
    /// It was misread: its bytes are not those that were shown.
    #[error("misread")]
    Damaged,
    /// It is of another file than the frames before.
    #[error("a frame of another file")]
    AnotherFile,
    /// All frames are there and do not make the file that they name. Nothing of them is kept.
    #[error("the frames do not make their file")]
    NotTheWhole,
}

/// What a frame has brought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// A part that was missing.
    New,
    /// Nothing that was not there.
    Known,
    /// The last part: this is the file.
    Whole(Vec<u8>),
}

/// The texts of a file, in order; `None` where it is larger than goes by frames, or empty.
#[must_use]
pub fn frames(file: &[u8]) -> Option<Vec<String>> {
    if file.is_empty() || file.len() > MOST_FRAMED {
        return None;
    }
    // Parts of one size make codes of one size: nothing on the screen jumps.
    let parts = file.chunks(file.len().div_ceil(file.len().div_ceil(MOST_PART)));
    let (digest, of) = (digest::<DIGEST>(&[file]), u8::try_from(parts.len()).ok()?);
    let frame = |(number, part): (u8, &[u8])| {
        let mut bytes = [&digest, [number, of].as_slice(), part].concat();
        bytes.extend_from_slice(&check(&bytes));
        [MARK, &VERSION.to_string(), ":", &base45::encode(&bytes)].concat()
    };
    Some((1..=of).zip(parts).map(frame).collect())
}

fn digest<const LENGTH: usize>(parts: &[&[u8]]) -> [u8; LENGTH] {
    let whole: [u8; 32] = parts.iter().fold(Sha256::new(), Sha256::chain_update).finalize().into();
    let mut digest = [0; LENGTH];
    digest.iter_mut().zip(whole).for_each(|(to, from)| *to = from);
    digest
}

/// Bound to the version, which stands outside of the bytes.
fn check(bytes: &[u8]) -> [u8; CHECK] {
    digest(&[MARK.as_bytes(), &[VERSION], bytes])
}

/// A frame that was read.
struct Frame {
    digest: [u8; DIGEST],
    /// From 0.
    place: usize,
    of: usize,
    part: Vec<u8>,
}

fn read(text: &str) -> Result<Frame, FrameError> {
    let (version, rest) =
        text.strip_prefix(MARK).and_then(|rest| rest.split_once(':')).ok_or(FrameError::Foreign)?;
    match version.parse() {
        Ok(VERSION) => {}
        Ok(version) if version > VERSION => return Err(FrameError::Newer(version)),
        _ => return Err(FrameError::Foreign),
    }
    let bytes = base45::decode(rest).ok_or(FrameError::Damaged)?;
    let (bytes, told) = bytes.split_at_checked(bytes.len().wrapping_sub(CHECK)).ok_or(FrameError::Damaged)?;
    if check(bytes) != told {
        return Err(FrameError::Damaged);
    }
    let (head, part) = bytes.split_at_checked(HEAD).ok_or(FrameError::Damaged)?;
    let (digest, figures) = head.split_at(DIGEST);
    let [number, of] = figures else { return Err(FrameError::Damaged) };
    let (number, of) = (usize::from(*number), usize::from(*of));
    let is_one = (1..=of).contains(&number) && of <= MOST_FRAMES && (1..=MOST_PART).contains(&part.len());
    let digest = digest.try_into().map_err(|_| FrameError::Damaged)?;
    if is_one {
        Ok(Frame { digest, place: number - 1, of, part: part.to_vec() })
    } else {
        Err(FrameError::Damaged)
    }
}

/// What was read of one file so far.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Assembly {
    digest: [u8; DIGEST],
    parts: Vec<Option<Vec<u8>>>,
}

impl Assembly {
    /// Takes the text of a code. The first frame says which file it is to be.
    ///
    /// # Errors
    /// Where it does not belong to that file; what was read before stays.
    pub fn take(&mut self, text: &str) -> Result<Step, FrameError> {
        let frame = read(text)?;
        if self.parts.is_empty() {
            *self = Self { digest: frame.digest, parts: vec![None; frame.of] };
        }
        if frame.digest != self.digest || frame.of != self.parts.len() {
            return Err(FrameError::AnotherFile);
        }
        let Some(place) = self.parts.get_mut(frame.place) else { return Err(FrameError::Damaged) };
        if place.is_some() {
            return Ok(Step::Known);
        }
        *place = Some(frame.part);
        let Some(all) = self.parts.iter().map(Option::as_deref).collect::<Option<Vec<_>>>() else {
            return Ok(Step::New);
        };
        let file = all.concat();
        if digest::<DIGEST>(&[&file]) == self.digest {
            return Ok(Step::Whole(file));
        }
        *self = Self::default();
        Err(FrameError::NotTheWhole)
    }

    /// Of each frame in order whether it was read. Empty before the first.
    pub fn read(&self) -> impl ExactSizeIterator<Item = bool> {
        self.parts.iter().map(Option::is_some)
    }

    /// The frames that are missing, by their numbers from 1, those that follow each other together.
    #[must_use]
    pub fn missing(&self) -> Vec<RangeInclusive<usize>> {
        let mut missing: Vec<RangeInclusive<usize>> = Vec::new();
        for (number, _) in (1..).zip(self.read()).filter(|(_, is_read)| !is_read) {
            match missing.last_mut() {
                Some(last) if *last.end() + 1 == number => *last = *last.start()..=number,
                _ => missing.push(number..=number),
            }
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at * 7 + at / 256) as u8).collect()
    }

    /// Takes frames until the file is whole.
    fn take_all<'t>(assembly: &mut Assembly, texts: impl IntoIterator<Item = &'t String>) -> Option<Vec<u8>> {
        texts.into_iter().find_map(|text| match assembly.take(text) {
            Ok(Step::Whole(file)) => Some(file),
            _ => None,
        })
    }

    /// A frame as somebody would make it who knows how.
    fn made(digest: [u8; DIGEST], number: u8, of: u8, part: &[u8]) -> String {
        let bytes = [&digest, [number, of].as_slice(), part].concat();
        ["TD1:", &base45::encode(&[bytes.as_slice(), &check(&bytes)].concat())].concat()
    }

    #[test]
    fn a_file_goes_in_as_few_frames_as_hold_it_and_no_frame_is_larger_than_a_code_holds() {
        for (length, count) in
            [(1, 1), (MOST_PART, 1), (MOST_PART + 1, 2), (1_000, 4), (MOST_FRAMED - 1, 32), (MOST_FRAMED, 32)]
        {
            let texts = frames(&file(length)).unwrap();
            assert_eq!(texts.len(), count, "{length}");
            // What version 11 holds in its alphanumeric mode at level L.
            assert!(texts.iter().all(|text| text.len() <= 468));
            assert_eq!(take_all(&mut Assembly::default(), &texts), Some(file(length)));
        }
        assert_eq!(frames(&file(MOST_FRAMED + 1)), None);
        assert_eq!(frames(&[]), None);
    }

    #[test]
    fn what_is_missing_is_told() {
        let texts = frames(&file(1_000)).unwrap();
        let mut assembly = Assembly::default();
        assert_eq!((assembly.read().len(), assembly.missing()), (0, vec![]));
        assert_eq!(assembly.take(&texts[2]), Ok(Step::New));
        assert_eq!(assembly.missing(), [1..=2, 4..=4]);
        assert_eq!(assembly.take(&texts[0]), Ok(Step::New));
        assert_eq!(assembly.take(&texts[2]), Ok(Step::Known));
        assert_eq!(assembly.read().collect::<Vec<_>>(), [true, false, true, false]);
        assert_eq!(assembly.missing(), [2..=2, 4..=4]);
        assert_eq!(assembly.take(&texts[3]), Ok(Step::New));
        assert_eq!(assembly.take(&texts[1]), Ok(Step::Whole(file(1_000))));
    }

    #[test]
    fn codes_of_something_else_and_of_another_file_are_told_apart_and_spoil_nothing() {
        let (texts, others) = (frames(&file(600)).unwrap(), frames(&file(601)).unwrap());
        let mut assembly = Assembly::default();
        assert_eq!(assembly.take(&texts[0]), Ok(Step::New));
        for (text, error) in [
            ("https://thidua.example/#ABCD", FrameError::Foreign),
            ("", FrameError::Foreign),
            ("TD", FrameError::Foreign),
            ("TD0:AB", FrameError::Foreign),
            ("TDX:AB", FrameError::Foreign),
            ("TD2:AB", FrameError::Newer(2)),
            ("TD1:", FrameError::Damaged),
            ("TD1:ab", FrameError::Damaged),
            (others[1].as_str(), FrameError::AnotherFile),
            (texts[1].get(..texts[1].len() - 3).unwrap(), FrameError::Damaged),
            (texts[1].replacen("TD1:", "TD1:000", 1).as_str(), FrameError::Damaged),
        ] {
            assert_eq!(assembly.take(text), Err(error), "{text}");
        }
        assert_eq!(take_all(&mut assembly, &texts), Some(file(600)));
    }

    #[test]
    fn frames_that_were_made_to_mislead_are_refused() {
        let digest = digest::<DIGEST>(&[b"the whole".as_slice()]);
        let largest = [0; MOST_PART + 1];
        for (number, of, part) in [
            (0, 1, b"a".as_slice()),
            (2, 1, b"a"),
            (1, 33, b"a"),
            (1, 0, b"a"),
            (1, 1, b""),
            (1, 1, &largest),
        ] {
            let text = made(digest, number, of, part);
            assert_eq!(Assembly::default().take(&text), Err(FrameError::Damaged), "{number}/{of}");
        }
        // Parts that are none of the whole: nothing of them is kept, so the right ones can be read after them.
        let mut assembly = Assembly::default();
        assert_eq!(assembly.take(&made(digest, 1, 2, b"the ")), Ok(Step::New));
        assert_eq!(assembly.take(&made(digest, 1, 3, b"the ")), Err(FrameError::AnotherFile));
        assert_eq!(assembly.take(&made(digest, 2, 2, b"part")), Err(FrameError::NotTheWhole));
        assert_eq!(assembly, Assembly::default());
        assert_eq!(assembly.take(&made(digest, 1, 1, b"the whole")), Ok(Step::Whole(b"the whole".to_vec())));
    }

    proptest! {
        #[test]
        fn any_file_comes_back_from_any_order_with_anything_in_between(
            file in prop::collection::vec(any::<u8>(), 1..=4_000),
            seed in any::<u64>(),
            foreign in prop::collection::vec(".{0,40}", 0..8),
        ) {
            let texts = frames(&file).unwrap();
            let mut shown: Vec<&String> = texts.iter().chain(&texts).chain(&foreign).collect();
            fastrand::Rng::with_seed(seed).shuffle(&mut shown);
            prop_assert_eq!(take_all(&mut Assembly::default(), shown), Some(file));
        }

        #[test]
        fn a_misread_letter_is_never_taken(
            file in prop::collection::vec(any::<u8>(), 1..=1_000),
            at in any::<prop::sample::Index>(),
            letter in "[0-9A-Z $%*+./:-]",
        ) {
            let text = frames(&file).unwrap().swap_remove(0);
            let at = at.index(text.len());
            let mut misread = text.clone();
            misread.replace_range(at..=at, &letter);
            let taken = Assembly::default().take(&misread);
            prop_assert!(taken.is_err() || misread == text, "{taken:?}");
        }

        #[test]
        fn no_text_makes_it_fall(texts in prop::collection::vec("(TD1:)?.{0,80}", 0..20)) {
            let mut assembly = Assembly::default();
            for text in &texts {
                prop_assert!(!matches!(assembly.take(text), Ok(Step::Known)));
            }
        }
    }
}
