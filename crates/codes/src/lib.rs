//! Reads the QR codes in a picture of a camera. Pure; it runs in the worker, because a picture keeps a cheap tablet busy for longer
//! than a screen may wait.
//!
//! Browsers have a reader of their own in some places only, and there it may be a service that is not installed: one
//! reader that is the same everywhere can be tested.

use rqrr::PreparedImage;

/// The longest side of a picture that is looked at, in pixels: a larger one takes longer than it helps.
pub const MOST_SIDE: u32 = 960;

/// Bytes of a pixel: red, green, blue, and how dense it is.
const PIXEL: usize = 4;

/// The texts of all codes that can be read, in no order. `pixels` are rows of red, green, blue and alpha, as a canvas gives them,
/// `width` pixels each. A code whose content is no text is left out.
#[must_use]
pub fn read(pixels: &[u8], width: u32) -> Vec<String> {
    let width = usize::try_from(width).unwrap_or_default();
    let Some(height) = (pixels.len() / PIXEL).checked_div(width).filter(|height| *height > 0) else {
        return Vec::new();
    };
    let most = MOST_SIDE as usize;
    if width > most || height > most {
        return Vec::new();
    }
    let grey = |x: usize, y: usize| {
        let at = (y * width + x) * PIXEL;
        pixels.get(at..).and_then(<[u8]>::first_chunk).map_or(u8::MAX, brightness)
    };
    let sharp = texts(width, height, grey);
    if !sharp.is_empty() {
        return sharp;
    }
    // In poor light a camera's picture is full of specks, in which the edges of modules are lost: the mean of nine is calmer.
    let smooth = |x: usize, y: usize| {
        let around = |at: usize, end: usize| at.saturating_sub(1)..=(at + 1).min(end - 1);
        let near = around(y, height).flat_map(|y| around(x, width).map(move |x| (x, y)));
        let (sum, count) =
            near.fold((0_u32, 0), |(sum, count), (x, y)| (sum + u32::from(grey(x, y)), count + 1));
        u8::try_from(sum / count).unwrap_or(u8::MAX)
    };
    texts(width, height, smooth)
}

/// The texts of the codes in a grey picture.
fn texts(width: usize, height: usize, grey: impl Fn(usize, usize) -> u8) -> Vec<String> {
    let mut picture = PreparedImage::prepare_from_greyscale(width, height, grey);
    let codes = picture.detect_grids();
    codes.iter().filter_map(|code| code.decode().ok()).map(|(_, text)| text).collect()
}

/// As bright as it seems to the eye: 0.3 red, 0.59 green, 0.11 blue.
fn brightness([red, green, blue]: &[u8; 3]) -> u8 {
    let sum = 77 * u32::from(*red) + 150 * u32::from(*green) + 29 * u32::from(*blue);
    u8::try_from(sum / 256).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests;
