//! Signatures: the text of one as it stands in a record, and strokes as a tablet gives them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_domain::signature::{MOST_CHARACTERS, Point, Signature};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(signature) = Signature::decode(text)
    {
        again(&signature);
    }
    // The same bytes as strokes: four for each point, a zero first where the pen is lifted.
    let mut strokes: Vec<Vec<Point>> = vec![Vec::new()];
    for four in bytes.chunks_exact(4) {
        let &[lift, x, y, pressure] = four else { continue };
        if lift == 0 {
            strokes.push(Vec::new());
        }
        let point = Point {
            x: u16::from(x) << 4,
            y: u16::from(y) << 3,
            pressure: Some(pressure),
            after_ms: u16::from(lift),
        };
        if let Some(stroke) = strokes.last_mut() {
            stroke.push(point);
        }
    }
    if let Ok(signature) = Signature::draw(2_048, &strokes) {
        again(&signature);
    }
});

fn again(signature: &Signature) {
    let text = signature.encode();
    assert_eq!(Signature::decode(&text).as_ref(), Ok(signature), "{text}");
    assert!(text.len() <= MOST_CHARACTERS, "{}", text.len());
    _ = (signature.is_a_mark(), signature.to_path());
}
