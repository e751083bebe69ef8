//! What a camera sees: any pixels, squares as a code has them, and codes as they are shown, of which nothing else is read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use qrcodegen::{QrCode, QrCodeEcc};
use thidua_bundle::{Assembly, MOST_FRAMED, Step};
use thidua_codes::read;
use thidua_fuzz::pictures::{LEAST_SIDE, picture};

/// No code holds more characters.
const MOST_CHARACTERS: usize = 7_089;
/// How many squares beyond the fewest are drawn.
const MORE_SIDE: u8 = 64;

fuzz_target!(|input: &[u8]| {
    let Some((which, bytes)) = input.split_first() else { return };
    match which % 3 {
        0 => {
            // Rows of any width, the last of them mostly cut.
            let Some((width, pixels)) = bytes.split_first_chunk::<2>() else { return };
            let width = u32::from(u16::from_le_bytes(*width));
            let seen = seen(pixels, width);
            let mut clear = pixels.to_vec();
            clear.iter_mut().skip(3).step_by(4).for_each(|dense| *dense = !*dense);
            assert_eq!(read(&clear, width), seen, "how dense a pixel is says nothing");
        }
        1 => {
            let Some((side, bits)) = bytes.split_first() else { return };
            let side = LEAST_SIDE + usize::from(side % MORE_SIDE);
            let is_dark = |at: usize| bits.get(at / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1);
            let (pixels, width) = picture(side, |x, y| is_dark(y * side + x));
            let mut assembly = Assembly::default();
            for text in seen(&pixels, width) {
                if let Ok(Step::Whole(file)) = assembly.take(&text) {
                    assert!(file.len() <= MOST_FRAMED);
                }
            }
        }
        _ => {
            let shown = String::from_utf8_lossy(bytes);
            let Ok(code) = QrCode::encode_text(&shown, QrCodeEcc::Low) else { return };
            let is_dark = |x: usize, y: usize| code.get_module(x as i32, y as i32);
            let (pixels, width) = picture(code.size() as usize, is_dark);
            // One look may find nothing. What it finds is what was shown.
            assert!(seen(&pixels, width).iter().all(|text| *text == shown), "another text than was shown");
        }
    }
});

fn seen(pixels: &[u8], width: u32) -> Vec<String> {
    let texts = read(pixels, width);
    assert!(texts.iter().all(|text| text.len() <= MOST_CHARACTERS), "more than a code holds");
    texts
}
