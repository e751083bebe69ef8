//! Sorting and gathering, each made once: the standard library's sort is written anew for every type, four kilobytes
//! at a time, and collecting into a map sorts first.

use std::cmp::Ordering;

use litemap::LiteMap;

/// The places of `count` things in the order that `compare` gives them. Stable.
pub(crate) fn places(count: usize, mut compare: impl FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    sorted(count, &mut compare)
}

fn sorted(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Things in the order that `compare` gives them. Stable.
pub(crate) fn in_order<T: Clone>(things: &[T], mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<T> {
    let order = places(things.len(), |a, b| match (things.get(a), things.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    order.into_iter().filter_map(|place| things.get(place).cloned()).collect()
}

/// Moves one of a list by one place, up or down.
pub(crate) fn step(items: &mut [u32], item: u32, down: bool) {
    let Some(at) = items.iter().position(|other| *other == item) else { return };
    let to = if down { at + 1 } else { at.saturating_sub(1) };
    if to < items.len() {
        items.swap(at, to);
    }
}

/// Each year once, newest first.
pub(crate) fn years(years: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut found: Vec<i64> = Vec::new();
    for year in years {
        // A list of records knows a handful of years: looking through them is the shortest way.
        let place = found.iter().position(|known| *known <= year).unwrap_or(found.len());
        if found.get(place) != Some(&year) {
            found.insert(place, year);
        }
    }
    found
}

/// A map of the pairs; of equal keys the last holds.
pub(crate) fn gathered<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> LiteMap<K, V> {
    let mut map = LiteMap::new();
    for (key, value) in pairs {
        map.insert(key, value);
    }
    map
}
