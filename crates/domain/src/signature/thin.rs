//! Leaving out the points of a stroke that say nothing: those close to the line between their neighbours (Douglas and Peucker), in
//! whole numbers.

use super::Point;

/// The distances by which a line may differ from what was drawn, in parts of the pad, from what no eye sees to what is coarse.
pub(super) fn tolerances() -> impl Iterator<Item = u16> {
    std::iter::successors(Some(3u16), |tolerance| tolerance.checked_mul(2))
        .take_while(|tolerance| *tolerance < 400)
}

/// The stroke without the points that lie within a tolerance of what stays. The first and the last stay; the time of a point that
/// goes is added to the next that stays.
pub(super) fn thin(stroke: &[Point], tolerance: u16) -> Vec<Point> {
    let last = stroke.len().saturating_sub(1);
    let mut stays: Vec<bool> = (0..stroke.len()).map(|at| at == 0 || at == last).collect();
    let mut spans = vec![(0, last)];
    // A list instead of a function that calls itself: a long stroke would need a deep stack.
    while let Some((first, last)) = spans.pop() {
        if let Some(at) = farthest(stroke, first, last, tolerance) {
            if let Some(stay) = stays.get_mut(at) {
                *stay = true;
            }
            spans.extend([(first, at), (at, last)]);
        }
    }
    let mut thinned = Vec::new();
    let mut waited = 0u16;
    for (point, stays) in stroke.iter().zip(stays) {
        waited = waited.saturating_add(point.after_ms);
        if stays {
            thinned.push(Point { after_ms: waited, ..*point });
            waited = 0;
        }
    }
    thinned
}

/// The point between two others that is farthest from the line between them, where that is farther than the tolerance.
fn farthest(stroke: &[Point], first: usize, last: usize, tolerance: u16) -> Option<usize> {
    let (from, to) = (stroke.get(first)?, stroke.get(last)?);
    let between = stroke.get(first + 1..last)?;
    let distances = between.iter().map(|point| distance(from, to, point));
    let (at, (squared, by)) = distances.enumerate().max_by(|(_, one), (_, other)| {
        // Both have the same divisor, the length of the one line.
        one.0.cmp(&other.0)
    })?;
    let limit = i64::from(tolerance) * i64::from(tolerance);
    (squared > limit.saturating_mul(by)).then_some(first + 1 + at)
}

/// The squared distance of a point from the line between two others, times a divisor that is told with it: from the points
/// themselves where they are one.
fn distance(from: &Point, to: &Point, point: &Point) -> (i64, i64) {
    let (dx, dy) = (i64::from(to.x) - i64::from(from.x), i64::from(to.y) - i64::from(from.y));
    let (px, py) = (i64::from(point.x) - i64::from(from.x), i64::from(point.y) - i64::from(from.y));
    let length = dx * dx + dy * dy;
    if length == 0 {
        return (px * px + py * py, 1);
    }
    // A point beyond an end is as far as it is from that end: a stroke that comes back on its way must keep its turn.
    let along = px * dx + py * dy;
    let (qx, qy) = (px - dx, py - dy);
    if along < 0 {
        return ((px * px + py * py).saturating_mul(length), length);
    }
    if along > length {
        return ((qx * qx + qy * qy).saturating_mul(length), length);
    }
    let across = px * dy - py * dx;
    (across * across, length)
}
