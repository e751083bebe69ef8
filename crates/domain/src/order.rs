//! Putting a few things in order. The standard library's sort is compiled anew for every type, four kilobytes at a time, and is
//! made for thousands; what stands here is for the steps of one record and the members of one bloc.

/// The things in the order of their keys; of equal keys the one that was first stays first.
pub(crate) fn by_key<T, K: Ord>(things: impl IntoIterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut ordered: Vec<T> = Vec::new();
    for thing in things {
        let own = key(&thing);
        let place = ordered.iter().rposition(|other| key(other) <= own).map_or(0, |before| before + 1);
        ordered.insert(place, thing);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_ordered_and_equals_keep_their_order() {
        let things = [(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e')];
        assert_eq!(by_key(things, |(key, _)| *key), [(1, 'b'), (1, 'e'), (2, 'd'), (3, 'a'), (3, 'c')]);
        assert!(by_key(Vec::<u8>::new(), |key| *key).is_empty());
    }
}
