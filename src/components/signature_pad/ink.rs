//! Lines of a pen as paths of a drawing. No page and no events.

use std::fmt::Write as _;

use thidua_domain::signature::Point;

/// One path of a drawing: how wide its line is, in parts of the pad, and its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Piece {
    /// In parts.
    pub(crate) width: &'static str,
    /// As the attribute `d` of a path.
    pub(crate) way: String,
}

/// As wide is a line by its pressure, in four steps; the first is that of a finger or a mouse.
const fn width(pressure: Option<u8>) -> &'static str {
    match pressure {
        None => "24",
        Some(0..=63) => "16",
        Some(64..=127) => "22",
        Some(128..=191) => "28",
        Some(192..) => "36",
    }
}

/// A line as paths, rounded at its points. Where the pressure changes a new path begins; ends are round, so that nobody
/// sees it.
pub(crate) fn pieces(stroke: &[Point]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (Some(first), Some(last)) = (stroke.first(), stroke.last()) else { return pieces };
    let mut at = doubled(first);
    pieces.push(begun(width(first.pressure), at));
    for pair in stroke.windows(2) {
        let [from, to] = pair else { continue };
        let middle = (u32::from(from.x) + u32::from(to.x), u32::from(from.y) + u32::from(to.y));
        if pieces.last().is_some_and(|piece| piece.width != width(from.pressure)) {
            pieces.push(begun(width(from.pressure), at));
        }
        if let Some(piece) = pieces.last_mut() {
            piece.way.push('Q');
            point(&mut piece.way, doubled(from));
            piece.way.push(' ');
            point(&mut piece.way, middle);
        }
        at = middle;
    }
    if let Some(piece) = pieces.last_mut() {
        piece.way.push('L');
        point(&mut piece.way, doubled(last));
    }
    pieces
}

/// Twice as far, so that the middle of two points is a whole number.
fn doubled(point: &Point) -> (u32, u32) {
    (u32::from(point.x) * 2, u32::from(point.y) * 2)
}

fn begun(width: &'static str, at: (u32, u32)) -> Piece {
    let mut way = String::from("M");
    point(&mut way, at);
    Piece { width, way }
}

/// A point that was doubled, written as it is.
fn point(way: &mut String, (x, y): (u32, u32)) {
    for (doubled, end) in [(x, " "), (y, "")] {
        let half = if doubled % 2 == 0 { "" } else { ".5" };
        // Writing into a string does not fail.
        let _written = write!(way, "{}{half}{end}", doubled / 2);
    }
}
