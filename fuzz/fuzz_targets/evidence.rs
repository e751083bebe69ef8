//! The first bytes of files of evidence: what is read of them before anything is decoded.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_domain::evidence::picture::{Head, head, scaled, tells_place};
use thidua_domain::evidence::{FileDigest, FileKind, LONG_SIDE};

/// From here on what a file is does not change.
const SIGNATURE: usize = 12;

fuzz_target!(|bytes: &[u8]| {
    let of_all = head(bytes);
    let _said = tells_place(bytes);
    if let Head::Picture(width, height) = of_all {
        assert!(width > 0 && height > 0);
        let (small_width, small_height) = scaled(width, height, LONG_SIDE);
        assert!((1..=LONG_SIDE).contains(&small_width) && (1..=LONG_SIDE).contains(&small_height));
        assert!(small_width <= width && small_height <= height);
    }
    // Whoever has read a part and is told something is told the same by the whole.
    for cut in SIGNATURE..bytes.len().min(300) {
        let of_part = head(&bytes[..cut]);
        assert!(of_part == Head::More || of_part == of_all, "{cut}: {of_part:?}, then {of_all:?}");
    }
    match FileKind::of_bytes(bytes) {
        Some(FileKind::Photograph) => assert_ne!(of_all, Head::Other),
        Some(FileKind::Pdf) => assert!(bytes.len() >= 5),
        None => {}
    }
    if let Ok(digest) = String::from_utf8_lossy(bytes).parse::<FileDigest>() {
        assert_eq!(digest.to_string().as_bytes(), bytes);
    }
});
