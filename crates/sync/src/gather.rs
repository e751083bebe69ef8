//! Maps and sets from what is told one by one.
//!
//! The standard library's `collect` sorts first, and its sort is compiled anew for every type: some four kilobytes each
//! of an app that travels over weak lines. Inserting is as fast for what comes in order, as everything here does.

use std::collections::{BTreeMap, BTreeSet};

/// A map of pairs.
pub(crate) fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(pairs);
    map
}

/// A set of things.
pub(crate) fn set<T: Ord>(things: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(things);
    set
}
