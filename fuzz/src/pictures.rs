//! Codes as a screen shows them to a camera.

/// How many pixels a square of a code is wide.
const SQUARE: usize = 3;
/// How many squares are left light around a code.
const BORDER: usize = 4;

/// The fewest squares along a side that a target draws from its input.
pub const LEAST_SIDE: usize = 11;

/// A picture of so many squares each way: its pixels as a canvas gives them, and how many of them a row has.
pub fn picture(side: usize, is_dark: impl Fn(usize, usize) -> bool) -> (Vec<u8>, u32) {
    let width = (side + 2 * BORDER) * SQUARE;
    let place = |at: usize| (at / SQUARE).checked_sub(BORDER).filter(|place| *place < side);
    let mut pixels = Vec::with_capacity(width * width * 4);
    for y in 0..width {
        for x in 0..width {
            let is_dark = place(x).zip(place(y)).is_some_and(|(x, y)| is_dark(x, y));
            let grey = if is_dark { 0 } else { u8::MAX };
            pixels.extend([grey, grey, grey, u8::MAX]);
        }
    }
    (pixels, width as u32)
}
