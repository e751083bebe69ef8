//! What the first bytes of a picture tell, so that one which would not fit into a phone's memory is never decoded.

/// What the first bytes of a file tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Head {
    /// A picture of this width and height in pixels, before it is turned the way it was held.
    Picture(u32, u32),
    /// A picture whose size stands further on: more bytes are needed.
    More,
    /// A picture that begins well and tells no size.
    Damaged,
    /// A picture of a kind that not every browser reads (HEIC, AVIF, TIFF).
    Foreign,
    /// No picture.
    Other,
}

/// Reads the head of a file.
#[must_use]
pub fn head(bytes: &[u8]) -> Head {
    let sized = |size: Option<(u32, u32)>| match size {
        Some((width @ 1.., height @ 1..)) => Head::Picture(width, height),
        Some(_) => Head::Damaged,
        None => Head::More,
    };
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return jpeg(bytes);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return sized(big(bytes, 16, 4).zip(big(bytes, 20, 4)));
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return sized(little(bytes, 6, 2).zip(little(bytes, 8, 2)));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return webp(bytes).map_or_else(|head| head, sized);
    }
    let brand = bytes.get(8..12).filter(|_| bytes.get(4..8) == Some(b"ftyp"));
    let is_heif = brand.is_some_and(|brand| {
        [b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif"].iter().any(|b| *b == brand)
    });
    if is_heif || bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        return Head::Foreign;
    }
    Head::Other
}

/// Whether a camera has written into a JPEG where the picture was taken: a pointer to GPS data in its first directory of
/// remarks (Exif). To be told to the officer; the remarks themselves are never kept.
#[must_use]
pub fn tells_place(bytes: &[u8]) -> bool {
    const GPS: u32 = 0x8825;
    let mut place = 2;
    // The remarks stand before the picture.
    while let Some([0xff, kind]) = bytes.get(place..place + 2) {
        let Some(length @ 2..) = big(bytes, place + 2, 2) else { return false };
        let end = place + 2 + length as usize;
        if *kind == 0xe1 && bytes.get(place + 4..place + 10) == Some(b"Exif\0\0") {
            let tiff = bytes.get(place + 10..end).unwrap_or_default();
            let number = if tiff.starts_with(b"II") { little } else { big };
            let Some(directory) = number(tiff, 4, 4) else { return false };
            let first = directory as usize;
            let count = number(tiff, first, 2).unwrap_or(0) as usize;
            return (0..count).any(|entry| number(tiff, first + 2 + 12 * entry, 2) == Some(GPS));
        }
        if *kind == 0xda {
            return false;
        }
        place = end;
    }
    false
}

/// Walks the segments of a JPEG up to the one that tells the size of the frame.
fn jpeg(bytes: &[u8]) -> Head {
    let mut place = 2;
    loop {
        let Some(mark) = bytes.get(place) else { return Head::More };
        if *mark != 0xff {
            return Head::Damaged;
        }
        let Some(kind) = bytes.get(place + 1) else { return Head::More };
        match *kind {
            // Filling.
            0xff => place += 1,
            0x01 | 0xd0..=0xd8 => place += 2,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return match big(bytes, place + 7, 2).zip(big(bytes, place + 5, 2)) {
                    Some((width @ 1.., height @ 1..)) => Head::Picture(width, height),
                    Some(_) => Head::Damaged,
                    None => Head::More,
                };
            }
            // The picture itself, or its end, before any frame.
            0xda | 0xd9 => return Head::Damaged,
            _ => match big(bytes, place + 2, 2) {
                Some(length @ 2..) => place += 2 + length as usize,
                Some(_) => return Head::Damaged,
                None => return Head::More,
            },
        }
    }
}

/// The size in the first chunk of a WebP.
fn webp(bytes: &[u8]) -> Result<Option<(u32, u32)>, Head> {
    let fourteen = |number: u32| number & 0x3fff;
    match bytes.get(12..16) {
        Some(b"VP8 ") => Ok(little(bytes, 26, 2).map(fourteen).zip(little(bytes, 28, 2).map(fourteen))),
        Some(b"VP8L") => {
            let both = little(bytes, 21, 4);
            Ok(both.map(|both| (fourteen(both) + 1, fourteen(both >> 14) + 1)))
        }
        Some(b"VP8X") => Ok(little(bytes, 24, 3).zip(little(bytes, 27, 3)).map(|(w, h)| (w + 1, h + 1))),
        Some(_) => Err(Head::Damaged),
        None => Err(Head::More),
    }
}

fn big(bytes: &[u8], place: usize, count: usize) -> Option<u32> {
    let digits = bytes.get(place..place + count)?;
    Some(digits.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn little(bytes: &[u8], place: usize, count: usize) -> Option<u32> {
    let digits = bytes.get(place..place + count)?;
    Some(digits.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// The width and height of a picture whose long side is at most `most`, in the same proportion; never larger than it is.
#[must_use]
pub fn scaled(width: u32, height: u32, most: u32) -> (u32, u32) {
    let long = width.max(height);
    if long <= most {
        return (width, height);
    }
    let scale = |side: u32| {
        let scaled = (u64::from(side) * u64::from(most) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(scaled).unwrap_or(most).clamp(1, most)
    };
    (scale(width), scale(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_jpeg(before: &[u8], frame: u8, width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        bytes.extend_from_slice(before);
        bytes.extend_from_slice(&[0xff, frame, 0, 17, 8]);
        bytes.extend_from_slice(&height.to_be_bytes());
        bytes.extend_from_slice(&width.to_be_bytes());
        bytes
    }

    #[test]
    fn a_picture_tells_its_size_before_it_is_decoded() {
        let exif = [vec![0xff, 0xe1, 0x10, 0x02], vec![0xff; 0x1000]].concat();
        let far = a_jpeg(&exif, 0xc2, 10_000, 8_000);
        assert_eq!(head(&far), Head::Picture(10_000, 8_000));
        assert_eq!(head(&far[..0x900]), Head::More);
        assert_eq!(head(&far[..far.len() - 1]), Head::More);
        assert_eq!(head(&a_jpeg(&[0xff, 0xc4, 0, 4, 1, 2], 0xc0, 640, 480)), Head::Picture(640, 480));
        assert_eq!(head(&a_jpeg(&[0xff, 0xff, 0xff, 0xfe, 0, 2], 0xc0, 1, 2)), Head::Picture(1, 2));
        assert_eq!(head(&a_jpeg(&[], 0xc0, 0, 480)), Head::Damaged);
        assert_eq!(head(&a_jpeg(&[0xff, 0xda, 0, 2], 0xc0, 640, 480)), Head::Damaged);
        assert_eq!(head(&[0xff, 0xd8, 0xff, 0xe0, 0, 1, 0, 0]), Head::Damaged);
        // Where the whole file is read and more is needed, it is cut off.
        assert_eq!(head(b"\xff\xd8\xffhello, this is no picture"), Head::More);

        let png =
            [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 0, 0x27, 0x10, 0, 0, 0x1f, 0x40]].concat();
        assert_eq!(head(&png), Head::Picture(10_000, 8_000));
        assert_eq!(head(b"GIF89a\x40\x01\xf0\x00"), Head::Picture(320, 240));
        let lossy = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x40\x01\xf0\x00";
        assert_eq!(head(lossy), Head::Picture(320, 240));
        let extended = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\x01\0\xef\0\0";
        assert_eq!(head(extended), Head::Picture(320, 240));
        let lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x3f\xc1\x3b\x00";
        assert_eq!(head(lossless), Head::Picture(320, 240));
        assert_eq!(head(b"\0\0\0\x18ftypheic\0\0\0\0"), Head::Foreign);
        for other in [b"%PDF-1.7".as_slice(), b"", b"xin chao", b"PK\x03\x04"] {
            assert_eq!(head(other), Head::Other);
        }
    }

    #[test]
    fn a_camera_that_wrote_where_it_was_is_found_out() {
        let with = |order: &[u8], tags: &[u16]| {
            let is_little = order == b"II";
            let two = |number: u16| if is_little { number.to_le_bytes() } else { number.to_be_bytes() };
            let four = |number: u32| if is_little { number.to_le_bytes() } else { number.to_be_bytes() };
            let mut tiff = [order, &two(42), &four(8), &two(tags.len() as u16)].concat();
            for tag in tags {
                tiff.extend_from_slice(&[two(*tag).as_slice(), &[0; 10]].concat());
            }
            let mut segment = vec![0xff, 0xe1];
            segment.extend_from_slice(&(tiff.len() as u16 + 8).to_be_bytes());
            segment.extend_from_slice(b"Exif\0\0");
            segment.extend_from_slice(&tiff);
            a_jpeg(&segment, 0xc0, 640, 480)
        };
        assert!(tells_place(&with(b"II", &[0x0112, 0x8825])));
        assert!(tells_place(&with(b"MM", &[0x8825])));
        assert!(!tells_place(&with(b"II", &[0x0112])));
        assert!(!tells_place(&a_jpeg(&[], 0xc0, 640, 480)));
        assert!(!tells_place(b"%PDF-1.7"));
    }

    #[test]
    fn any_bytes_are_read_without_a_fault() {
        let mut state = 7_u32;
        for start in [b"\xff\xd8\xff".as_slice(), b"RIFF1234WEBPVP8X", b"\x89PNG\r\n\x1a\n", b"GIF89a"] {
            for length in 0..400 {
                let mut bytes = start.to_vec();
                for _ in 0..length {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    bytes.push((state >> 24) as u8);
                }
                let _read = (head(&bytes), tells_place(&bytes));
            }
        }
    }

    #[test]
    fn the_long_side_is_scaled_and_the_short_one_follows() {
        for (from, to) in [
            ((4_000, 3_000), (1_600, 1_200)),
            ((3_000, 4_000), (1_200, 1_600)),
            ((1_600, 900), (1_600, 900)),
            ((20_000, 1), (1_600, 1)),
            ((640, 480), (640, 480)),
        ] {
            assert_eq!(scaled(from.0, from.1, 1_600), to);
        }
    }
}
