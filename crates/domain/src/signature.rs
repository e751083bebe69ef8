//! A signature drawn with a finger or a pen, small enough to stand in a record: strokes of points, thinned and written as the steps
//! from one point to the next, in base64 of at most four thousand characters.
//!
//! Coordinates are in parts of the pad's width, so that it looks the same on every screen. Reading never panics, whatever the text.

mod code;
#[cfg(test)]
mod tests;
mod thin;

use std::fmt::Write as _;

/// The most characters of a signature's text.
pub const MOST_CHARACTERS: usize = 4_096;
/// How many parts the width of the pad has: x goes from 0 to here.
pub const WIDTH: u16 = 4_095;
/// The most parts of the height, and the most that y can be.
pub const MOST_HEIGHT: u16 = 4_095;
/// The most strokes.
pub const MOST_STROKES: usize = 200;
/// The least extent, along the longer side of what was drawn, that is a mark and not a dot: a thirtieth of the width.
const LEAST_EXTENT: u16 = WIDTH / 30;

/// A point of a stroke.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Point {
    /// From the left, 0 to [`WIDTH`].
    pub x: u16,
    /// From the top, 0 to the height of the pad, in the same parts.
    pub y: u16,
    /// How hard it was pressed, 0 to 255; `None` where the screen cannot tell.
    pub pressure: Option<u8>,
    /// Milliseconds since the point before, also that of the stroke before.
    pub after_ms: u16,
}

/// A signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    height: u16,
    strokes: Vec<Vec<Point>>,
}

/// Why strokes are no signature, or a text is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SignatureError {
    /// Nothing was drawn.
    #[error("nothing was drawn")]
    Empty,
    /// A point lies outside of the pad, or the pad has no height.
    #[error("a point lies outside of the pad")]
    OutsideThePad,
    /// So much was drawn that it does not fit, however much it is thinned.
    #[error("too much was drawn")]
    TooMuch,
    /// The text is no signature of a version that is known.
    #[error("the text is no signature")]
    Malformed,
}

impl Signature {
    /// A signature from strokes as they were drawn, thinned until it fits. `height` is that of the pad.
    ///
    /// # Errors
    /// Where nothing was drawn, a point lies outside of the pad, or it cannot be made to fit.
    pub fn draw(height: u16, strokes: &[Vec<Point>]) -> Result<Self, SignatureError> {
        let mut strokes: Vec<Vec<Point>> =
            strokes.iter().filter(|stroke| !stroke.is_empty()).cloned().collect();
        // Half a pressure says nothing: either all points have one or none.
        if strokes.iter().flatten().any(|point| point.pressure.is_none()) {
            strokes.iter_mut().flatten().for_each(|point| point.pressure = None);
        }
        if strokes.is_empty() {
            return Err(SignatureError::Empty);
        }
        let drawn = Self::checked(height, strokes).ok_or(SignatureError::OutsideThePad)?;
        if drawn.strokes.len() > MOST_STROKES {
            return Err(SignatureError::TooMuch);
        }
        let fits = |signature: &Self| signature.encode().len() <= MOST_CHARACTERS;
        thin::tolerances().map(|tolerance| drawn.thinned(tolerance)).find(fits).ok_or(SignatureError::TooMuch)
    }

    /// As it is, where its points lie on the pad.
    fn checked(height: u16, strokes: Vec<Vec<Point>>) -> Option<Self> {
        let is_inside = |point: &Point| point.x <= WIDTH && point.y <= height;
        let all = strokes.iter().flatten().all(is_inside);
        (all && (1..=MOST_HEIGHT).contains(&height)).then_some(Self { height, strokes })
    }

    fn thinned(&self, tolerance: u16) -> Self {
        let strokes = self.strokes.iter().map(|stroke| thin::thin(stroke, tolerance)).collect();
        Self { height: self.height, strokes }
    }

    /// The height of the pad, in parts of which its width has [`WIDTH`].
    #[must_use]
    pub const fn height(&self) -> u16 {
        self.height
    }

    /// The strokes. None of them is empty.
    #[must_use]
    pub fn strokes(&self) -> &[Vec<Point>] {
        &self.strokes
    }

    /// Whether it is a mark that somebody made, and not a dot or nothing.
    #[must_use]
    pub fn is_a_mark(&self) -> bool {
        let extent = |of: fn(&Point) -> u16| {
            let along = || self.strokes.iter().flatten().map(of);
            along().max().zip(along().min()).map_or(0, |(most, least)| most - least)
        };
        // Two dots far from each other are no mark either.
        let is_drawn = |stroke: &Vec<Point>| {
            let moves = |pair: &[Point]| match pair {
                [from, to] => (from.x, from.y) != (to.x, to.y),
                _ => false,
            };
            stroke.windows(2).any(moves)
        };
        self.strokes.iter().any(is_drawn)
            && extent(|point| point.x).max(extent(|point| point.y)) >= LEAST_EXTENT
    }

    /// The lines as the data of an SVG path, for a picture of [`WIDTH`] by [`Signature::height`] parts. A stroke of one point is a
    /// line of no length, which round ends show as a dot.
    #[must_use]
    pub fn to_path(&self) -> String {
        let mut path = String::new();
        for stroke in &self.strokes {
            for (at, point) in stroke.iter().enumerate() {
                let letter = if at == 0 { 'M' } else { 'L' };
                // Writing into a string does not fail.
                _ = write!(path, "{letter}{} {}", point.x, point.y);
            }
            if stroke.len() == 1 {
                path.push_str("l0 0");
            }
        }
        path
    }
}
